#!/usr/bin/python3
"""Attacks histories and says what the audit makes of them: `run.py CAT4 [--sha256] [GROUP…|NAME…]`.

With --sha256 they are repositories whose objects are named by SHA-256. A group is a file g*.py, or what its name begins with
up to the underscore; without any, all run. One line a case: `found` an attack, `clean` a twin, or what differed. CAT4_KEEP=1
leaves the repositories behind.
"""
import importlib
import os
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from base import Base
from harness import HERE, Case, Failed


def chosen(names):
    found = []
    for path in sorted(HERE.glob("g*_*.py")):
        cases = [c for c in vars(importlib.import_module(path.stem)).values() if isinstance(c, Case)]
        every = {path.stem, path.stem.partition("_")[0]} & set(names)
        found += [c for c in cases if not names or every or c.name in names]
    return found


def judge(base, number, one):
    """(good, line)."""
    try:
        name = f"{number}"
        wrong = one.run(base.world(name))
    except Exception as failure:  # a slip in one case leaves the others their turn
        wrong = f"  {type(failure).__name__}: {failure}"
    if not os.environ.get("CAT4_KEEP"):
        shutil.rmtree(base.directory / name, ignore_errors=True)
    good = "clean" if one.name.endswith(", twin") else "found"
    line = f"{one.group}: {one.name}: {one.sentence}"
    return (False, f"WRONG {line}\n{wrong}" + (f"\n  in {base.directory / name}" if os.environ.get("CAT4_KEEP") else "")) if wrong else (True, f"{good} {line}")


def main(binary, names):
    hash = "sha256" if "--sha256" in names else "sha1"
    cases = chosen([name for name in names if name != "--sha256"])
    lonely = [c.name for c in cases if c.honest is None]
    if lonely:
        sys.exit(f"without a twin: {', '.join(lonely)}")
    directory = Path(tempfile.mkdtemp(prefix="cat4-attacks-"))
    try:
        base = Base(binary, directory, hash)
        both = [one for c in cases for one in (c, c.honest)]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            results = []
            for good, line in pool.map(lambda job: judge(base, *job), enumerate(both)):
                print(line, flush=True)
                results.append(good)
    except Failed as failure:
        sys.exit(f"the organization to attack can't be made:\n{failure}")
    finally:
        if not os.environ.get("CAT4_KEEP"):
            shutil.rmtree(directory, ignore_errors=True)
    found, clean = sum(results[0::2]), sum(results[1::2])
    wrong = len(results) - found - clean
    print(f"attacks: {found} attacks found, {clean} twins clean, {wrong} wrong")
    return 1 if wrong or not results else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
