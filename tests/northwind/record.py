#!/usr/bin/python3
"""Lives through the seventeen months of examples/northwind: makes a git repository in which everybody decides, confirms
and reports with cat4, each with a key of his own, day by day.

    record.py CAT4             writes the decisions into examples/northwind, and the history to examples/northwind.bundle
    record.py CAT4 --compare   only says whether both are what they would be written as

story.yaml says who decided what, when and why; everything else follows from the files as they are today (rewind.py).
Private keys follow from names (tests/tools/test_keys.py): the same story gives the same commits.
"""
import csv
import difflib
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import rewind
from company import EXAMPLE, KEEPER, Northwind, statements

HERE = Path(__file__).resolve().parent
BUNDLE = EXAMPLE.with_suffix(".bundle")
OTHER_DECISIONS = "hold resume cancel reinstate return reopen amend adopt".split()  # what else is approved than the next gate


class Life:
    """What happens to one measure, and on which days."""

    def __init__(self, measure_id, path, story, forecast_on):
        self.id, self.path, self.story = measure_id, path, {"decisions": [], **story}
        self.file = rewind.MeasureFile((EXAMPLE / path).read_text(), self.story, forecast_on)
        self.data = statements.load(EXAMPLE / path)
        self.amending = False  # while an amendment is decided on a branch of its own
        days = [step["on"] for step in self.story["decisions"]] + [self.file.status_on or "9999"]
        self.born = self.story.get("born", rewind.days_before(min(days), 10))
        self.milestones = {name: day for name, day in rewind.days_of_milestones(self.file.today) if day > self.born}
        amended = {step["on"] for step in self.story["decisions"] if step["do"] == "approve amend"}
        self.edits = {c["on"]: c for c in self.story.get("changes", []) if c["on"] > self.born and c["on"] not in amended}


class Recording:
    """Day after day; each method is one kind of thing that happens."""

    def __init__(self, world, story):
        self.world, self.story, self.registry = world, story, rewind.Registry(story)
        tree = statements.Tree(EXAMPLE)
        unknown = set(story["measures"]) - set(tree.paths)
        if unknown:
            sys.exit(f"no such measure: {', '.join(sorted(unknown))}")
        self.lives = {name: Life(name, Path(tree.paths[name]).relative_to(EXAMPLE), story["measures"].get(name, {}), story["forecast"])
                      for name in [*story["measures"], *(set(tree.paths) - set(story["measures"]))]}
        self.settle_births()

    def settle_births(self):
        """Nothing waits for a measure that is not there yet."""
        first = rewind.days_before(self.story["begin"], -2)
        changed = True
        for life in self.lives.values():
            life.born = max(life.born, first)
        while changed:
            changed = False
            for life in self.lives.values():
                for other in (self.lives[d["measure"]] for d in life.data.get("depends_on", [])):
                    if other.born > life.born:
                        other.born, changed = life.born, True

    # What was recorded

    def base(self, life):
        """A measure's file without its decisions."""
        return rewind.before((self.world.root / life.path).read_text(), "decisions")

    def wanted(self, life, day):
        """What it should say; where the measure stands is cat4's."""
        text = life.file.text(day)
        for key in ("stage", "state"):
            now = re.search(rf"(?m)^{key}: .*$", self.base(life))[0]
            text = re.sub(rf"(?m)^{key}: .*$", now, text)
        return text

    def edit(self, life, text):
        """Somebody writes what stands before the decisions."""
        path = self.world.root / life.path
        path.write_text(text + path.read_text()[len(self.base(life)):])

    # What happens

    def begin(self, day):
        """Containers, people and committees; then the first version of the registry."""
        for path in sorted(EXAMPLE.glob("portfolios/**/*.yaml")):
            if path.name in statements.CONTAINERS:
                self.write(path.relative_to(EXAMPLE), path.read_text())
        self.write_registry(day)
        self.world.must(KEEPER, "git", "init", "-q")
        self.world.commit(KEEPER, "Northwind: portfolios, programs, projects and packages")

    def write(self, path, text):
        target = self.world.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)

    def write_registry(self, day):
        for path in [*statements.REGISTRY_FILES, *(p.relative_to(EXAMPLE) for d in statements.REGISTRY_DIRECTORIES for p in EXAMPLE.glob(f"{d}/*.yaml"))]:
            if not (EXAMPLE / path).exists():
                continue
            text = (EXAMPLE / path).read_text()
            if str(path).startswith("people/"):
                text = rewind.before(text, "keys")
            text = self.registry.text(str(path), text, day)
            if str(path).startswith("people/"):
                text += self.world.keys_text(path.stem, day)
            if text:
                self.write(path, text)

    def ratify(self, day):
        self.write_registry(day)
        self.world.cat4_as(KEEPER, "registry", "ratify", "--note", self.registry.versions[day]["note"])
        for person, keys in self.story["keys"].items():
            for number, key in enumerate(keys, 1):
                if key.get("since") == day:
                    self.world.take_key(person, number)

    def bear(self, life):
        text = re.sub(r"(?m)^stage: .*$", "stage: defined", life.file.text(life.born))
        text = re.sub(r"(?m)^state: .*$", "state: active", text)
        self.write(life.path, text + "decisions: []\n")
        self.world.commit(life.data["owner"], f"{life.id}: {life.data['title']}")

    def figures(self, day, figure, lives, months, message):
        """Actuals or forecasts of many measures, from a table."""
        rows = [(life.id, effect["id"], figure, month, cell[figure])
                for life in lives for effect in life.data.get("effects", []) for month, cell in effect["months"].items()
                if figure in cell and months(life, month)]
        if not rows:
            return
        rows = [(*row[:4], self.story_figure(day, row)) for row in rows]
        table = self.world.directory / "figures.csv"
        with open(table, "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("measure", "effect", "figure", "month", "value"), *rows])
        self.world.cat4_as(KEEPER, "set", "--from", table)
        self.world.commit(KEEPER, message)

    def story_figure(self, day, row):
        """A figure that was corrected later stood otherwise before."""
        text = self.lives[row[0]].file.text(day)
        effect = next(e for e in statements.yaml.load(text, Loader=statements.LOADER)["effects"] if e["id"] == row[1])
        return effect["months"][row[3]][row[2]]

    def report(self, life, day):
        """Milestones that were reached, and the owner's own call."""
        owner, said = life.data["owner"], []
        for milestone in (name for name, done in life.milestones.items() if done == day):
            self.world.cat4_as(owner, "set", life.id, "milestone", milestone, "--done", day)
            said.append(f"{milestone} done")
        if life.file.status_on == day and life.born < day:
            status = life.data["status"]
            texts = [item for key in ("comment", "next", "needs") if key in status for item in (f"--{key}", status[key])]
            call = [status["implementation"]] if "implementation" in status else []
            self.world.cat4_as(owner, "set", life.id, "status", *call, *texts)
            for milestone in (m for m in life.data.get("milestones", []) if "forecast" in m):
                self.world.cat4_as(owner, "set", life.id, "milestone", milestone["id"], "--forecast", milestone["forecast"])
            said.append("status " + call[0] if call else "status")
        if life.file.submitted_on == day:
            self.world.cat4_as(owner, "gate", "submit", life.id, "--note", life.data["submitted"]["note"])
            said.append(f"ready for {life.data['submitted']['gate']}")
        if day in life.edits:
            said.append(life.edits[day]["why"])
        if self.base(life) != (text := self.wanted(life, day)):
            self.edit(life, text)  # what `set` has no word for: comments, notes, descriptions
        self.world.commit(owner, f"{life.id}: {', '.join(said)}")

    def decide(self, day, step, lives):
        """One call of cat4, of one person, for one or more measures."""
        kind, _, what = step["do"].partition(" ")
        ids = [life.id for life in lives]
        command = ["confirm", *ids, "--effect", what] if kind == "confirm" else ["gate", kind, *ids, "--role", step["as"]]
        if kind == "confirm":
            command += self.amounts(step, lives[0], what)
        elif kind == "approve":
            other, _, stage = what.rpartition(" ") if " " in what else (what, "", "")
            command += ["--for", other, *(["--to", stage] if stage else [])] if other in OTHER_DECISIONS else ["--to", what]
        elif what:
            command += ["--to", what]
        names = {"reason": "reason", "until": "until", "note": "note", "checked": "checked", "for": "on-behalf"}
        command += [part for key, option in names.items() if key in step for part in (f"--{option}", step[key])]
        command += [part for path in step.get("evidence", []) for part in ("--evidence", path)]
        if "amend" in step["do"]:
            self.amend(day, step, lives[0], command)
        elif "lands" in step:
            self.on_branch(step["by"], f"{lives[0].id.lower()}-{step['as']}", lambda: self.sign(step, command))
        else:
            self.sign(step, command)

    def sign(self, step, command):
        for path in step.get("evidence", []):
            if not (self.world.root / path).exists():
                self.write(path, (EXAMPLE / path).read_text())
        self.world.cat4_as(step["by"], *command)

    def amounts(self, step, life, effect):
        first, _, last = step["months"].partition("..")
        if "amounts" not in step and "restates" not in step:
            return ["--through", last or first]
        cells = next(e for e in life.data["effects"] if e["id"] == effect)["months"]
        months = [m for m in sorted(cells) if first <= m <= (last or first)]
        return [f"{m}={step.get('amounts', {}).get(m, cells[m]['actual'])}" for m in months] + (["--restate"] if "restates" in step else [])

    def amend(self, day, step, life, command):
        """Several signatures over one changed file: on a branch, which lands as one step."""
        def sign():
            if not life.amending:
                self.edit(life, re.sub(r", original: [-\d.]+", "", self.wanted(life, day)))
            self.sign(step, command)

        branch = f"amend-{life.id.lower()}"
        self.on_branch(step["by"], branch, sign)
        life.amending = step["do"] != "amend"
        if not life.amending:
            self.land(step["by"], branch, f"{life.id}: {step['reason']}")

    def on_branch(self, by, branch, happen):
        there = self.world.git("branch", "--list", branch)
        self.world.must(by, "git", "switch", "-q", *([] if there else ["-c"]), branch)
        happen()
        self.world.must(by, "git", "switch", "-q", "main")

    def land(self, by, branch, message):
        self.world.must(by, "git", "merge", "-q", "--no-ff", "-m", message, branch)
        self.world.must(by, "git", "branch", "-qd", branch)

    def land_late(self, life, step):
        self.land(step["by"], f"{life.id.lower()}-{step.get('as', 'controller')}", f"{life.id}: the approval of {step['on']}")

    def submit(self, life, step):
        """What was asked for and is answered today."""
        self.world.cat4_as(step["by"], "gate", "submit", life.id, "--note", step["note"])
        self.world.commit(step["by"], f"{life.id}: ready for {step['do'].split()[1]}")

    # The order of things

    def days(self):
        """Everything that happens, by day."""
        days = defaultdict(list)
        for day in self.registry.days:
            days[day].append((1, self.ratify, (day,)))
        for life in sorted(self.lives.values(), key=lambda l: (l.born, l.path)):
            days[life.born].append((2, self.bear, (life,)))
            touched = {*life.milestones.values(), *life.edits} | {d for d in (life.file.status_on, life.file.submitted_on) if d and d > life.born}
            for day in touched:
                days[day].append((4, self.report, (life, day)))
            for step in life.story["decisions"]:
                if step["do"].startswith("submit"):
                    days[step["on"]].append((4, self.submit, (life, step)))
                if "lands" in step:
                    days[step["lands"]].append((6, self.land_late, (life, step)))
        self.add_figures(days)
        for day, steps in self.steps().items():
            days[day] += [(5, self.decide, (day, *step)) for step in steps]
        return days

    def add_figures(self, days):
        lives = [self.lives[name] for name in sorted(self.lives)]
        months = {month for life in lives for effect in life.data.get("effects", []) for month, cell in effect["months"].items() if "actual" in cell}
        for month in sorted(months):
            day = rewind.reported_on(month)
            days[day].append((3, self.figures, (day, "actual", lives, lambda life, m, month=month, day=day: m == month and life.born < day,
                                                f"Actuals of {month}")))
        for day in {life.file.forecast_on for life in lives}:
            affected = [life for life in lives if life.file.forecast_on == day]
            message = "Forecasts of the half-year" if len(affected) > 1 else f"{affected[0].id}: forecast"
            days[day].append((3, self.figures, (day, "forecast", affected, lambda life, m: True, message)))

    def steps(self):
        """The decisions of each day as (step, measures): what somebody decides alike about several measures is one call."""
        days = defaultdict(list)
        for life in self.lives.values():
            at = defaultdict(int)  # no decision of a measure overtakes an earlier one of the same day
            for step in (s for s in life.story["decisions"] if not s["do"].startswith("submit")):
                calls, day = days[step["on"]], step["on"]
                step = {"as": "controller", **step}
                alone = step["do"].startswith("confirm") or "amend" in step["do"] or "lands" in step
                same = [] if alone else [n for n, (other, _) in enumerate(calls) if n >= at[day] and other == step]
                if same:
                    calls[same[0]][1].append(life)
                else:
                    calls.append((step, [life]))
                at[day] = same[0] if same else len(calls) - 1
        return days

    def check_day(self, day):
        """At the end of a day the files are as story.yaml wants them, and nothing is wrong with the tree."""
        for life in self.lives.values():
            if life.born > day or life.amending:
                continue
            wanted, found = without_submitted(self.wanted(life, day)), without_submitted(self.base(life))
            if wanted != found:
                sys.exit(f"{day}: {life.id} is not as it should be:\n{diff(wanted, found)}")
        done = subprocess.run([self.world.cat4, "check", "--as-of", day], cwd=self.world.root, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False)
        if done.returncode:
            errors = [line for line in done.stdout.splitlines() if ": error:" in line]
            sys.exit(f"{day}: the tree has errors:\n" + "\n".join(errors))

    def run(self):
        begin = self.story["begin"]
        self.world.begin(begin)
        self.begin(begin)
        for day, events in sorted(self.days().items()):
            if day != begin:
                self.world.begin(day)
            for _, happen, arguments in sorted(events, key=lambda event: event[0]):
                happen(*arguments)
            self.check_day(day)
        self.world.begin(self.story["end"])
        self.write("README.md", (EXAMPLE / "README.md").read_text())
        self.world.commit(KEEPER, "Where to begin reading")


def without_submitted(text):
    return re.sub(r"(?m)^submitted: .*\n", "", text)


def diff(wanted, found):
    return "".join(difflib.unified_diff(wanted.splitlines(True), found.splitlines(True), "wanted", "recorded"))


def tree_of(root):
    return {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file() and ".git" not in path.parts}


def write_back(recorded):
    for path in tree_of(EXAMPLE).keys() - recorded.keys():
        (EXAMPLE / path).unlink()
    for path, content in recorded.items():
        (EXAMPLE / path).parent.mkdir(exist_ok=True)
        (EXAMPLE / path).write_bytes(content)
    for directory in EXAMPLE.glob("portfolios/*/*/*/*/*.approvals"):
        if not any(directory.iterdir()):
            directory.rmdir()


def main(arguments):
    story = statements.load(HERE / "story.yaml")
    with tempfile.TemporaryDirectory() as directory:
        world = Northwind(arguments[0], directory, story)
        Recording(world, story).run()
        recorded, tip = tree_of(world.root), world.git("rev-parse", "main").strip()
        if arguments[1:] == ["--compare"]:
            different = sorted(str(path) for path in {*recorded, *tree_of(EXAMPLE)} if recorded.get(path) != tree_of(EXAMPLE).get(path))
            heads = world.git("ls-remote", str(BUNDLE), "refs/heads/main") if BUNDLE.exists() else ""
            if different or not heads.startswith(tip):
                sys.exit("\n".join([f"recorded otherwise: {path}" for path in different] + ([] if heads.startswith(tip) else [f"{BUNDLE.name}: not {tip}"])))
        else:
            write_back(recorded)
            world.git("-c", "pack.threads=1", "bundle", "create", "-q", str(BUNDLE), "HEAD", "main")
        print(f"{world.git('rev-list', '--count', 'main').strip()} commits, tip {tip}")


if __name__ == "__main__":
    main(sys.argv[1:])
