"""A random portfolio whose owners change figures, milestones and states for some months: what the oracles compare with the tool.

The start is that of generate.py. Decisions that are added are not signed: reports of the working tree don't ask for it.
"""
import json
import os
import random
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import yaml

sys.dont_write_bytecode = True
import recompute
from versions import History, Version, index, month_of_index

MONTHS = 8
DIGEST = "sha256:" + "1c" * 32


def dump(value, indent=0):
    """Block style, every scalar in quotes."""
    pad, out = " " * indent, []
    for key, inner in value.items():
        if isinstance(inner, dict) and inner:
            out += [f"{pad}{key}:"] + dump(inner, indent + 2)
        elif isinstance(inner, list) and inner and isinstance(inner[0], dict):
            out.append(f"{pad}{key}:")
            for item in inner:
                lines = dump(item, indent + 4)
                out += [f"{pad}  - {lines[0].lstrip()}"] + lines[1:]
        elif isinstance(inner, list):
            out.append(f"{pad}{key}: [{', '.join(json.dumps(i, ensure_ascii=False) for i in inner)}]")
        elif inner:
            out.append(f"{pad}{key}: {json.dumps(inner, ensure_ascii=False)}")
    return out


def load(path):
    return yaml.load(path.read_text(), Loader=yaml.BaseLoader) or {}


class Story:
    def __init__(self, seed, count, root):
        done = subprocess.run([sys.executable, Path(__file__).parent / "generate.py", seed, count, root], stdout=subprocess.PIPE,
                              text=True, check=True)
        self.as_of, self.root, self.r = date.fromisoformat(done.stdout.split()[-1]), Path(root), random.Random(f"history {seed}")
        self.paths = [p for p in sorted(self.root.glob("portfolios/*/*/*/*/*.yaml")) if p.name != "package.yaml"]
        self.measures = [load(p) for p in self.paths]
        (self.root / "committees").mkdir()
        (self.root / "committees/sc.yaml").write_text("id: sc\nname: Committee\nchair: ann\nmembers: [ann, bob]\nquorum: 1\n")
        with open(self.root / "people/eve.yaml", "a") as file:
            file.write("active: false\ndeputies: [ann]\n")
        for raw in self.measures:
            self.settle(raw)

    def chance(self, share):
        return self.r.random() < share

    def settle(self, raw):
        """Sponsors, committees and accounts, which generate.py does not write."""
        if self.chance(0.6):
            raw["sponsor"] = self.r.choice(["bob", "eve"])
        if self.chance(0.6):
            raw["steering_committee"] = "sc"
        for effect in raw.get("effects", []):
            if self.chance(0.5):
                effect["account"] = self.r.choice(["6400", "6500"])
            if self.chance(0.3):
                effect["baseline"] = {"amount": str(self.r.choice([10, 10000, 1000000]))}
        for stone in raw.get("milestones", []):
            if self.chance(0.6):
                stone.pop("done", None)
            if self.chance(0.5):  # due while the story is told
                stone["due"] = str(self.as_of - timedelta(self.r.randrange(-60, 240)))
        if self.chance(0.5):
            raw["state"] = "active"

    def add_decision(self, raw, day, kind, **keys):
        raw.setdefault("decisions", [])
        raw["decisions"] = [*(raw["decisions"] or []), {
            "decision": kind, "role": "sponsor", "by": "bob", "on": str(day), "policy": "1", "after": DIGEST, "terms": DIGEST,
            **keys, "signature": "AAAA"}]

    def change(self, raw, day):
        """What happens to a measure until a day."""
        month = str(day)[:7]
        for effect in raw.get("effects", []):
            months = effect.get("months", {})
            for name, cell in months.items():
                if name < month and "actual" not in cell and self.chance(0.5):
                    cell["actual"] = str(int(float(cell.get("plan", "0")) * self.r.choice([0, 0.5, 0.8, 1])))
                elif name < month and "actual" in cell and self.chance(0.03):
                    cell["actual"] = self.r.choice(["0", "7", cell.get("plan", "1")])
                elif name >= month and self.chance(0.01):
                    cell["forecast"] = self.r.choice(["0", cell.get("plan", "1")])
        for stone in raw.get("milestones", []):
            if "done" in stone:
                continue
            until = date.fromisoformat(stone.get("forecast", stone.get("due", "2026-01-01")))
            near = abs((until - day).days) < 20
            if self.chance(0.35 if near else 0.08):
                stone["forecast"] = str(until + timedelta(self.r.choice([2, 4, 9, 40, 90, -10])))
            elif self.chance(0.08):
                stone["done"] = str(day)
            elif self.chance(0.04) and "due" in stone:
                stone["due"] = str(date.fromisoformat(stone["due"]) + timedelta(30))
                stone.pop("forecast", None)
                if self.chance(0.7):
                    self.add_decision(raw, day, "amend", reason="Agreed")
        if self.chance(0.2):
            raw["status"] = {"implementation": self.r.choice(["green", "green", "amber", "red"]), "on": str(day)}
        if self.chance(0.04):
            raw["owner"] = self.r.choice(["ann", "bob", "eve"])
        if self.chance(0.05) and raw["state"] == "active" and raw["stage"] != "closed":
            raw["state"] = self.r.choice(["cancelled", "cancelled", "on_hold"])
            if self.chance(0.7):
                kind = "cancel" if raw["state"] == "cancelled" else "hold"
                more = {"until": str(day + timedelta(60))} if kind == "hold" else {}
                self.add_decision(raw, day - timedelta(self.r.choice([0, 3])), kind, **more, reason="No longer needed")
        elif raw["state"] == "on_hold" and self.chance(0.3):
            raw["state"] = "active"
            self.add_decision(raw, day, "resume")
        confirms = [d for d in raw.get("decisions") or [] if d["decision"] == "confirm"]
        if confirms and self.chance(0.15):
            last = self.r.choice(confirms)
            amounts = {m: self.r.choice(["0", "5", a]) for m, a in last["amounts"].items()}
            more = {"restates": "true", "reason": "Late"} if self.chance(0.6) else {}
            self.add_decision(raw, day, "confirm", effect=last["effect"], currency=last["currency"], amounts=amounts, checked="ledger",
                              previous=DIGEST, **more)

    def write(self):
        for path, raw in zip(self.paths, self.measures):
            raw["decisions"] = raw.pop("decisions", None) or []
            text = dump({k: v for k, v in raw.items() if k != "decisions"})
            text += ["decisions:"] if raw["decisions"] else ["decisions: []"]
            for decision in raw["decisions"]:
                lines = []
                for key, value in decision.items():
                    if isinstance(value, dict):
                        lines += [f"    {key}:"] + [f'      {m}: {a}' for m, a in value.items()]
                    else:
                        lines.append(f"    {key}: " + (json.dumps(value) if value == "-" else value))
                text += ["  - " + lines[0].strip()] + lines[1:]
            path.write_text("\n".join(text) + "\n")

    def commit(self, day):
        self.write()
        stamp = f"{day}T12:00:00Z"
        env = {**os.environ, "GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp}
        git = ["git", "-C", str(self.root), "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run([*git, "add", "-A"], check=True)
        subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", str(day)], check=True, env=env)

    def tell(self):
        subprocess.run(["git", "-C", str(self.root), "init", "-q", "-b", "main"], check=True)
        last = index(str(self.as_of))
        for i in range(last - MONTHS, last):
            for day in sorted({self.r.randrange(1, 15), self.r.randrange(15, 29)}):
                when = date.fromisoformat(f"{month_of_index(i)}-{day:02d}")
                for raw in self.measures:
                    self.change(raw, when)
                self.commit(when)


def tell(seed, count, work):
    story = Story(seed, count, f"{work}/tree")
    story.tell()
    root = f"{work}/tree"
    head = subprocess.run(["git", "-C", root, "rev-parse", "HEAD"], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    history = History(root, head, f"{work}/files")
    return root, Version(history.files(head), story.as_of, ""), history


def traps(cat4, seed, count, work, compare):
    counts = Counter()
    root, now, history = tell(seed, count, work)
    return compare(cat4, root, now, history, ["--as-of", str(now.day)], counts), counts


def people(cat4, seed, count, work, compare):
    return traps(cat4, seed, count, work, compare)
