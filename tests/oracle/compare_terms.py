#!/usr/bin/python3
"""Compares the terms that cat4 prints with those of statements.py, byte by byte, for every measure of a tree.

    compare_terms.py CAT4 ROOT               also: locked terms have the digest that the decisions carry
    compare_terms.py CAT4 SEED COUNT         of a random tree by generate.py, whose decisions are made up

Prints what differs; exit 1 if anything does, or if there was nothing to compare.
"""
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
import statements

HERE = Path(__file__).resolve().parent


def printed(cat4, root, measure_id):
    """What `cat4 gate terms` prints of one measure."""
    return subprocess.run([cat4, "gate", "terms", measure_id], cwd=root, capture_output=True, check=True).stdout


def stages_of(root):
    """The ids of the stages in their order, and the index of the first that locks terms."""
    given = statements.load(f"{root}/policy.yaml").get("stages")
    if given is None:
        return ["defined", "identified", "detailed", "decided", "implemented", "closed"], 3
    return [stage["id"] for stage in given], next(
        (i for i, stage in enumerate(given) if stage.get("locks_terms") == "true"), len(given))


def seal_of(root, decisions):
    """The digest of the terms that the decisions lock; None where they are open."""
    stages, lock = stages_of(root)
    seal = None
    for entry in decisions:
        enters = entry["decision"] in ("advance", "adopt")
        if entry["decision"] == "amend" or enters and seal is None and stages.index(entry["gate"]) >= lock:
            seal = entry["terms"]
        if entry["decision"] == "return" and stages.index(entry["gate"]) < lock:
            seal = None
    return seal


def compare(cat4, root, governed):
    """Number of measures compared, number of seals compared, and what differs."""
    tree, seals, faults = statements.Tree(str(root)), 0, []
    for measure_id in sorted(tree.paths):
        ours, theirs = statements.terms_of(tree, measure_id), printed(cat4, root, measure_id)
        if ours != theirs:
            faults.append(f"{measure_id}: printed\n{theirs.decode()}wanted\n{ours.decode()}")
        seal = seal_of(root, tree.measure(measure_id).get("decisions") or []) if governed else None
        if seal is not None:
            seals += 1
            if statements.digest(theirs) != seal:
                faults.append(f"{measure_id}: the printed terms are {statements.digest(theirs)}, locked are {seal}")
    return len(tree.paths), seals, faults


def main(arguments):
    cat4 = str(Path(arguments[0]).resolve())
    if len(arguments) == 2:
        measures, seals, faults = compare(cat4, arguments[1], governed=True)
        if seals == 0:
            faults.append("no measure has locked terms")
    else:
        with tempfile.TemporaryDirectory() as directory:
            root = Path(directory) / "tree"
            subprocess.run([sys.executable, HERE / "generate.py", *arguments[1:3], root], capture_output=True, check=True)
            measures, seals, faults = compare(cat4, root, governed=False)
    print("\n".join(faults + [f"{measures} measures compared, {seals} with locked terms, {len(faults)} differ"]))
    sys.exit(1 if faults or measures == 0 else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
