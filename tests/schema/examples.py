#!/usr/bin/python3
"""Every file of every example tree fits its schema, and its first line, if it names one, names that of its kind:
`examples.py CAT4 DIRECTORY`."""
import re
import sys
from pathlib import Path

import editor_yaml
from cat4_format import Cat4

MODELINE = re.compile(r"# yaml-language-server: \$schema=(.*)\n")
IN_TREE = {"portfolios", "people", "committees"}


def problems_of(tree, file, kind, text, validator):
    for error in validator.iter_errors(editor_yaml.load(text)):
        yield f"{file}: {error.json_path}: {error.message}"
    named = MODELINE.match(text)
    if named and (file.parent / named.group(1)).resolve() != (tree / f"schemas/{kind}.schema.json").resolve():
        yield f"{file}: its first line names {named.group(1)}; wanted the schema of a {kind}"
    if named and not (file.parent / named.group(1)).is_file():
        yield f"{file}: {named.group(1)} is missing"


def kind_of(path, kinds):
    return next((kind for kind, pattern in kinds if pattern.match(path)), None)


def main():
    cat4 = Cat4(sys.argv[1], None)
    kinds = cat4.kinds()
    validators = {kind: cat4.validator(kind) for kind, _ in kinds}
    problems, files = [], 0
    trees = sorted(path.parent for path in Path(sys.argv[2]).glob("*/organization.yaml"))
    for tree in trees:
        for file in sorted(tree.rglob("*.yaml")):
            path = file.relative_to(tree)
            kind = kind_of(path.as_posix(), kinds)
            if kind:
                files += 1
                problems += problems_of(tree, file, kind, file.read_text(), validators[kind])
            elif path.parts[0] in IN_TREE:
                problems.append(f"{file}: is no kind of file")
        for file in sorted((tree / "schemas").glob("*")):
            if file.read_text() != cat4.schema_text(file.name.removesuffix(".schema.json")):
                problems.append(f"{file}: is not what cat4 schema prints")
    for problem in problems:
        print(problem)
    print(f"{files} files in {len(trees)} trees, {len(problems)} problems")
    sys.exit(1 if problems or not files else 0)


if __name__ == "__main__":
    main()
