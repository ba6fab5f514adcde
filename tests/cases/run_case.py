#!/usr/bin/python3
"""Runs a one-file case against the built binary: `run_case.py CAT4 FILE.case`.

A case file is

    The claim, in a sentence or two.

    $ cat4 check --as-of 2026-10-31
    what is expected on standard output
    [stderr] what is expected on standard error, line by line
    [exit 1]

    @base demo
    --- portfolios/demo/portfolio.yaml
    the file's content

Commands are run by bash in the directory of the tree, `cat4` being the binary. Standard output is stated exactly, then
standard error, then the exit code if it is not 0. The directory is written $ROOT in what is expected. Several
commands may follow each other; they see what the ones before have done to the tree.

`@base NAME` puts the files of NAME.tree under the case's own. Headers of files:
    --- path              the lines that follow, each ended by LF
    --- path (escaped)    the same with Python's escapes (\\xff, \\t …), lines joined without LF
    --- path -> target    a symbolic link
    --- path/             an empty directory
    --- path (removed)    a file of the base that this case does without

CAT4_REBASE=1 rewrites the expectations in place; the review is `git diff`.
"""
import difflib
import os
import subprocess
import sys
import tempfile
from pathlib import Path


def split_case(text):
    """The claim, [(command, expectation)], and the lines that describe the tree."""
    claim, commands, tree = [], [], []
    where = "claim"
    for line in text.splitlines():
        if where != "tree" and (line.startswith("@base ") or line.startswith("--- ")):
            where = "tree"
        if where == "tree":
            tree.append(line)
        elif line.startswith("$ "):
            where = "commands"
            commands.append((line[2:], []))
        elif where == "commands":
            commands[-1][1].append(line)
        else:
            claim.append(line)
    return claim, [(command, "\n".join(lines).rstrip("\n")) for command, lines in commands], tree


def parse_tree(lines, directory):
    """path -> bytes, ('link', target), ('directory',) or None for removed."""
    files, path, escaped, content = {}, None, False, []

    def finish():
        if path is None:
            return
        if escaped:
            files[path] = "".join(content).encode("latin-1", "backslashreplace").decode("unicode_escape").encode("latin-1")
        else:
            files[path] = "".join(line + "\n" for line in content).encode()

    for line in lines:
        if line.startswith("@base "):
            base = (directory / (line[6:].strip() + ".tree")).read_text().splitlines()
            files.update(parse_tree(base, directory))
            continue
        if not line.startswith("--- "):
            content.append(line)
            continue
        finish()
        header = line[4:].strip()
        escaped, content, path = header.endswith(" (escaped)"), [], None
        if header.endswith(" (removed)"):
            files.pop(header[: -len(" (removed)")], None)
        elif " -> " in header:
            name, target = header.split(" -> ")
            files[name] = ("link", target)
        elif header.endswith("/"):
            files[header.rstrip("/")] = ("directory",)
        else:
            path = header.removesuffix(" (escaped)")
    # The empty line before the next header belongs to the file only if it is followed by more of it.
    finish()
    return files


def write_tree(files, root):
    for name, content in files.items():
        target = root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            target.write_bytes(content)
        elif content[0] == "link":
            target.symlink_to(content[1])
        else:
            target.mkdir(exist_ok=True)


def run(command, root, cat4):
    environment = {"PATH": f"{cat4.parent}:/usr/bin:/bin", "HOME": str(root), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    if "CAT4_YAML" in os.environ:
        environment["CAT4_YAML"] = os.environ["CAT4_YAML"]
    done = subprocess.run(["bash", "-c", command], cwd=root, env=environment, capture_output=True, timeout=60, check=False)
    show = lambda raw: raw.decode("utf-8", "backslashreplace").replace(str(root), "$ROOT")
    lines = show(done.stdout).splitlines()
    lines += ["[stderr] " + line for line in show(done.stderr).splitlines()]
    if done.returncode != 0:
        lines.append(f"[exit {done.returncode}]")
    return "\n".join(lines)


def main():
    cat4, case = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    claim, commands, tree = split_case(case.read_text())
    if not commands or not "".join(claim).strip():
        sys.exit(f"{case}: a case needs a claim and a command")
    failed, actual = False, []
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory).resolve() / "tree"
        root.mkdir()
        write_tree(parse_tree(tree, case.parent), root)
        for command, expected in commands:
            output = run(command, root, cat4)
            actual.append((command, output))
            if output != expected:
                failed = True
                print(f"$ {command}")
                print("\n".join(difflib.unified_diff(expected.splitlines(), output.splitlines(), "expected", "actual", lineterm="")))
    if failed and os.environ.get("CAT4_REBASE"):
        blocks = ["\n".join(claim).strip()] + [f"$ {command}\n{output}".rstrip() for command, output in actual]
        case.write_text("\n\n".join(blocks + (["\n".join(tree)] if tree else [])) + "\n")
        failed = False
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
