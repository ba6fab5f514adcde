#!/usr/bin/python3
"""Runs clang-tidy over every source file of src: `tidy.py BUILD [FILE…]`, where BUILD has a compile_commands.json.

Nearly all of clang-tidy's time goes into headers, which every file includes anew. Files are therefore judged several at a
time, as one that includes them: those together in which no name of one file's unnamed namespace occurs in another. Where
that does not compile all the same, each is judged on its own. Prints what is found, then one line of counts.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST = 8  # files at a time: more would be judged no quicker, and leave a core idle at the end
# What clang-format puts in the first column of an unnamed namespace declares a name.
DECLARATION = re.compile(r"^(?:template.*>\s*)?(?:class|struct|enum class|enum|using)\s+(\w+)|^[\w:<>,&* \[\]]*?(\w+)\s*(?:\(|\[|=|\{|;)")
WORD = re.compile(r"\w+")


class File:
    def __init__(self, path):
        text = path.read_text()
        self.path, self.words = path, set(WORD.findall(text))
        self.names = set()
        for part in re.findall(r"(?ms)^namespace \{$(.*?)^\}  // namespace$", text):
            for line in part.splitlines():
                if line and not line[0].isspace() and (match := DECLARATION.match(line)):
                    self.names.add(match.group(1) or match.group(2))
        self.names |= set(re.findall(r"(?m)^#define (\w+)", text))

    def fits(self, other):
        return not (self.names & other.words or other.names & self.words)


def groups_of(files):
    """Few groups of files that fit together; the same for the same files."""
    groups = []
    for file in sorted(files, key=lambda f: (-len(f.names), f.path)):
        for group in groups:
            if len(group) < MOST and all(file.fits(other) for other in group):
                group.append(file)
                break
        else:
            groups.append([file])
    return groups


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
        main.write_text("".join(f'#include "{path}"  // NOLINT(bugprone-suspicious-include)\n' for path in paths))
    run = subprocess.run(["clang-tidy-14", "--quiet", f"--config-file={ROOT}/.clang-tidy", str(main), "--", *arguments],
                         cwd=directory, capture_output=True, text=True)
    if run.returncode != 0 and len(paths) > 1:
        return None, ""
    return run.returncode == 0, run.stdout + (run.stderr if run.returncode else "")


def main(build, names):
    files = [File(Path(name).resolve()) for name in names] or [File(path) for path in sorted((ROOT / "src").rglob("*.cc"))]
    arguments, directory = arguments_of(Path(build).resolve())
    arguments += [f"-I{ROOT}/src"]
    groups = groups_of(files)
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(os.cpu_count()) as pool:
        def judge(group):
            clean, output = tidy(tuple(file.path for file in group), arguments, directory, Path(scratch))
            if clean is not None:
                return [(clean, output)]
            return [tidy((file.path,), arguments, directory, Path(scratch)) for file in group]
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
