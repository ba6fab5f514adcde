#!/usr/bin/python3
"""Groups of source files that compile as one: `groups.py DIRECTORY FILE…` writes a file for each that includes them.

Most of the time of compiling and judging a file goes into the headers that it includes. Files are therefore read several
at a time: those together in which no name of one file's unnamed namespace occurs in another, or in what that includes.
Prints the files to compile instead, one a line. The same files make the same groups.
"""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST = 8  # files at a time: more would be no quicker, and leave a core idle at the end
# What clang-format puts in the first column of a namespace declares a name.
DECLARATION = re.compile(r"^(?:template.*>\s*)?(?:class|struct|enum class|enum|using)\s+(\w+)|^[\w:<>,&* \[\]]*?(\w+)\s*(?:\(|\[|=|\{|;)")
INCLUDE = re.compile(r'(?m)^#include "([^"]+)"')
WORD = re.compile(r"\w+")


def declared(lines):
    matches = (DECLARATION.match(line) for line in lines if line and not line[0].isspace())
    return {match.group(1) or match.group(2) for match in matches if match}


class Headers:
    """The names that headers of ours declare, and what they include in turn."""

    def __init__(self):
        self.known = {}

    def names(self, text):
        names, seen, open_ = set(), set(), INCLUDE.findall(text)
        while open_:
            header = open_.pop()
            if header in seen:
                continue
            seen.add(header)
            own, includes = self.of(header)
            names |= own
            open_ += includes
        return names

    def of(self, header):
        if header not in self.known:
            path = next((p for p in (ROOT / "include" / header, ROOT / "src" / header) if p.exists()), None)
            text = path.read_text() if path else ""
            self.known[header] = (declared(text.splitlines()), INCLUDE.findall(text))
        return self.known[header]


class File:
    def __init__(self, path, headers):
        text = path.read_text()
        self.path, self.words = path, set(WORD.findall(text)) | headers.names(text)
        self.names = set(re.findall(r"(?m)^#define (\w+)", text))
        for part in re.findall(r"(?ms)^namespace \{$(.*?)^\}  // namespace$", text):
            self.names |= declared(part.splitlines())

    def fits(self, other):
        return not (self.names & other.words or other.names & self.words)


def groups_of(paths):
    """Few groups of paths of files that fit together."""
    headers, groups = Headers(), []
    files = [File(path, headers) for path in sorted(paths)]
    for file in sorted(files, key=lambda f: (-len(f.names), f.path)):
        for group in groups:
            if len(group) < MOST and all(file.fits(other) for other in group):
                group.append(file)
                break
        else:
            groups.append([file])
    return [[file.path for file in group] for group in groups]


def text_of(group):
    return "".join(f'#include "{path}"  // NOLINT(bugprone-suspicious-include)\n' for path in group)


def main(directory, names):
    for group in groups_of([Path(name).resolve() for name in names]):
        if len(group) == 1:
            print(group[0])
            continue
        path = Path(directory) / f"{group[0].stem}_and_{len(group) - 1}_more.cc"
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text() != text_of(group):
            path.write_text(text_of(group))
        print(path)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
