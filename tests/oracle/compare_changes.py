#!/usr/bin/python3
"""Compares what `cat4 report status --compare` says changed with two trees that are read and recomputed here.

    compare_changes.py CAT4 BUNDLE THEN NOW      the days, each the last of what had landed by then on branch main

Shares no code with the tool. Prints what differs; exit 1 if anything does, or if nothing changed at all.
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
import recompute

FIGURES = ("plan", "expected", "actual", "confirmed")


def run(*command, **more):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, **more).stdout.strip()


def checkout(clone, day, directory):
    """The tree that had landed at the end of a day, in a directory of its own."""
    commit = run("git", "-C", clone, "rev-list", "-1", "--first-parent", f"--before={day}T23:59:59Z", "origin/main")
    run("git", "-C", clone, "worktree", "add", "-q", "--detach", directory, commit)
    return directory


def dates_of(raw):
    """Every date of a measure that the report follows, by what it is."""
    dates = {("gate", gate): day for gate, day in (raw.get("gates") or {}).items()}
    for milestone in raw.get("milestones") or []:
        dates.update({(kind, milestone["id"]): milestone[kind] for kind in ("due", "forecast", "done") if kind in milestone})
    return dates


def date_moves(then, now):
    """(kind, id) -> (before, now); a forecast is history once the milestone is done."""
    moves = {}
    for key in {**then, **now}:
        reached = key[0] == "forecast" and ("done", key[1]) in now and ("done", key[1]) not in then
        if then.get(key) != now.get(key) and not reached:
            moves[key] = (then.get(key), now.get(key))
    return moves


class Side:
    """A tree as of a day: its nodes by id and its measures by id."""
    def __init__(self, root, day):
        self.context = recompute.Context(root, day)
        self.nodes = {n["id"]: n for n in recompute.report(root, day)["nodes"]}
        self.measures = {m.raw["id"]: m for m in recompute.walk(self.context, "portfolios", 0, "", [])[1]}

    def brings(self, ident):
        """What a measure brings to the sums, in minor units."""
        m = self.measures.get(ident)
        return {k: m.figures[k] if m and not (k == "plan" and m.cancelled) else 0 for k in FIGURES}


def expected_changes(then, now):
    """What the report has to say, section by section."""
    text, ids = now.context.text, sorted({*then.measures, *now.measures})
    both = [i for i in ids if i in then.measures and i in now.measures]
    changes = {i: {k: now.brings(i)[k] - then.brings(i)[k] for k in FIGURES} for i in ids}
    changes = {i: change for i, change in changes.items() if any(change.values())}
    if changes:
        changes["Sum"] = {k: sum(change[k] for change in changes.values()) for k in FIGURES}
    lights = ("implementation", "potential")
    return {
        "value_moves": {i: {k: text(n) for k, n in change.items()} for i, change in changes.items()},
        "stage_moves": {i: (then.nodes[i]["stage"], then.nodes[i]["state"], now.nodes[i]["stage"], now.nodes[i]["state"])
                        for i in both if any(then.nodes[i][k] != now.nodes[i][k] for k in ("stage", "state"))},
        "light_flips": {i: tuple(side.nodes[i][k] for k in lights for side in (then, now)) for i in now.nodes
                        if i in then.nodes and any(then.nodes[i][k] != now.nodes[i][k] for k in lights)},
        "date_moves": {(i, *key): move for i in both for key, move in
                       date_moves(dates_of(then.measures[i].raw), dates_of(now.measures[i].raw)).items()},
        "new_measures": {i for i in now.measures if i not in then.measures},
        "gone_measures": {i for i in then.measures if i not in now.measures},
        "cancelled_measures": {i for i, m in now.measures.items()
                               if m.cancelled and not (i in then.measures and then.measures[i].cancelled)},
        "compared_figures": {k: tuple(side.nodes[side.context.org["id"]][k] for side in (then, now)) for k in FIGURES}}


def told_changes(document):
    """The same of the report."""
    def rows(key):
        return document[key]
    return {
        "value_moves": {r["measure"]: {k: r[f"{k}_change"] for k in FIGURES} for r in rows("value_moves")},
        "stage_moves": {r["measure"]: (r["stage_before"], r["state_before"], r["stage"], r["state"]) for r in rows("stage_moves")},
        "light_flips": {r["id"]: tuple(r[k + when] for k in ("implementation", "potential") for when in ("_before", ""))
                        for r in rows("light_flips")},
        "date_moves": {(r["measure"], r["date"], r["id"]): (r["before"], r["now"]) for r in rows("date_moves")},
        **{key: {r["measure"] for r in rows(key)} for key in ("new_measures", "gone_measures", "cancelled_measures")},
        "compared_figures": {r["figure"]: (r["before"], r["now"]) for r in rows("compared_figures") if r["figure"] in FIGURES}}


def main(cat4, bundle, day_then, day_now):
    with tempfile.TemporaryDirectory() as directory:
        clone = f"{directory}/clone"
        run("git", "clone", "-q", "--no-checkout", bundle, clone)
        then, now = (Side(checkout(clone, day, f"{directory}/{day}"), day) for day in (day_then, day_now))
        told = told_changes(json.loads(run(cat4, "-C", f"{directory}/{day_now}", "report", "status", "--as-of", day_now,
                                           "--compare", day_then, "--format", "json")))
    wanted = expected_changes(then, now)
    faults = [f"{key}: oracle {wanted[key]}\ncat4 {told[key]}" for key in wanted if wanted[key] != told[key]]
    count = sum(len(part) for part in wanted.values())
    print(*faults, f"{count} changes from {day_then} to {day_now} compared, {len(faults)} sections differ", sep="\n")
    return int(bool(faults) or count <= len(FIGURES))


if __name__ == "__main__":
    sys.exit(main(str(Path(sys.argv[1]).resolve()), *sys.argv[2:]))
