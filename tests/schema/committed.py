#!/usr/bin/python3
"""schemas/ holds what `cat4 schema KIND` prints, and nothing else: `committed.py CAT4 DIRECTORY`.

CAT4_REBASE=1 rewrites the directory.
"""
import os
import sys
from pathlib import Path

from cat4_format import Cat4


def main():
    cat4, directory = Cat4(sys.argv[1], None), Path(sys.argv[2])
    wanted = {f"{kind}.schema.json": cat4.schema_text(kind) for kind, _ in cat4.kinds()}
    if os.environ.get("CAT4_REBASE"):
        directory.mkdir(exist_ok=True)
        for file in directory.iterdir():
            file.unlink()
        for name, text in wanted.items():
            (directory / name).write_text(text)
        return
    found = {file.name: file.read_text() for file in directory.iterdir()} if directory.is_dir() else {}
    wrong = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
    for name in wrong:
        print(f"{name} is {'missing' if name not in found else 'not what cat4 schema prints'}")
    print(f"{len(wanted)} schemas, {len(wrong)} differ" + ("; CAT4_REBASE=1 rewrites them" if wrong else ""))
    sys.exit(1 if wrong or not wanted else 0)


if __name__ == "__main__":
    main()
