#!/usr/bin/python3
"""Runs clang-tidy over every source file of src: `tidy.py BUILD [FILE…]`, where BUILD has a compile_commands.json.

Nearly all of clang-tidy's time goes into headers, which every file includes anew. Files are therefore judged several at a
time, as one that includes them, in the groups of cmake/groups.py. Where one does not compile all the same, each of its
files is judged on its own. Prints what is found, then one line of counts.
"""
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "cmake"))
from groups import groups_of, text_of  # noqa: E402


def arguments_of(build):
    """The compiler's arguments: those of any file of ours, which all have the same but for the file."""
    for entry in json.loads((build / "compile_commands.json").read_text()):
        if "/src/cli/main.cc" in entry["file"]:
            words = entry["command"].split()
            return [word for word in words if word.startswith(("-I", "-D", "-std", "-isystem"))], entry["directory"]
    sys.exit("no command for src/cli/main.cc in compile_commands.json")


def tidy(paths, arguments, directory, scratch):
    """(clean, output)"""
    if len(paths) == 1:
        main = paths[0]
    else:
        main = scratch / f"{paths[0].stem}_and_others.cc"
        main.write_text(text_of(paths))
    run = subprocess.run(["clang-tidy-14", "--quiet", f"--config-file={ROOT}/.clang-tidy", str(main), "--", *arguments],
                         cwd=directory, capture_output=True, text=True)
    if run.returncode != 0 and len(paths) > 1:
        return None, ""
    return run.returncode == 0, run.stdout + (run.stderr if run.returncode else "")


def main(build, names):
    files = [Path(name).resolve() for name in names] or list((ROOT / "src").rglob("*.cc"))
    arguments, directory = arguments_of(Path(build).resolve())
    arguments += [f"-I{ROOT}/src"]
    groups = groups_of(files)
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(os.cpu_count()) as pool:
        def judge(group):
            clean, output = tidy(tuple(group), arguments, directory, Path(scratch))
            if clean is not None:
                return [(clean, output)]
            return [tidy((path,), arguments, directory, Path(scratch)) for path in group]
        alone, wrong = 0, 0
        for results in pool.map(judge, groups):
            alone += len(results) > 1
            for clean, output in results:
                wrong += not clean
                if not clean:
                    print(output, end="", flush=True)
    print(f"clang-tidy: {len(files)} files in {len(groups)} groups, {alone} judged one by one, {wrong} not clean")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
