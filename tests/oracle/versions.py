"""A portfolio as several days of its history have it, read with git and PyYAML: what the oracles of traps and people share.

Nothing here is shared with the tool. Amounts are fractions in the currency of their effect, or integers in minor units of the
reporting currency.
"""
import functools
import subprocess
import sys
from collections import ChainMap
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

sys.dont_write_bytecode = True
import recompute

recompute.load = functools.lru_cache(None)(recompute.load)  # the files of a commit are asked for as of several days
LEVELS = ("working_capital", "fte")
LOCK = "decided"
MONTHS_BACK = 12


def run(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def index(month):
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def month_of_index(number):
    return f"{number // 12}-{number % 12 + 1:02d}"


class EffectView:
    """One effect: its months as the files have them, and what is expected of each and why."""
    def __init__(self, ctx, raw, currency, measure):
        self.raw, self.id, self.kind = raw, raw["id"], raw["kind"]
        self.hard, self.currency = raw.get("class", "hard") == "hard", "-" if raw["kind"] == "fte" else currency
        self.level, self.ctx = self.kind in LEVELS, ctx
        self.leading = self.hard and self.kind == ctx.policy["leading_effect"]
        self.cells = {m: {k: Fraction(v) for k, v in (cell or {}).items()} for m, cell in (raw.get("months") or {}).items()}
        self.confirmed, self.confirmer = {}, {}
        for d in measure.decisions:
            if d["decision"] == "confirm" and d["effect"] == self.id and d["currency"] == self.currency:
                for month, amount in d["amounts"].items():
                    if d.get("restates") == "true" or month not in self.confirmed:
                        self.confirmed[month], self.confirmer[month] = Fraction(amount), d
        self.plan_months = sorted(m for m, cell in self.cells.items() if cell.get("plan"))
        self.basis = {m: self.basis_of(m, measure.active) for m in sorted({*self.cells, *self.confirmed})}

    def basis_of(self, month, active):
        """Where the value of a month comes from; None where it has none, or is 0 because nobody said anything."""
        cell = self.cells.get(month, {})
        if month in self.confirmed:
            return "confirmed"
        if "actual" in cell:
            return "actual"
        if not active or self.ctx.ended(month):
            return None
        return next((k for k in ("forecast", "plan") if k in cell), None)

    def value(self, month):
        return self.confirmed[month] if self.basis[month] == "confirmed" else self.cells[month][self.basis[month]]

    def fixed(self, month):
        """At the plan rate."""
        return self.ctx.minor(self.value(month), self.currency)

    def reported(self, amount, month):
        """At the month's rate."""
        if self.currency == "-":
            return recompute.half_away(amount * 100)
        return self.ctx.minor(amount, self.currency, month)

    def size(self):
        """What the effect plans to bring in a year, or once, at plan rates."""
        def minor(amount):
            return recompute.half_away(amount * 100) if self.currency == "-" else self.ctx.minor(amount, self.currency)
        recurring = self.raw.get("nature") == "recurring"
        if recurring and "run_rate" in self.raw:
            return minor(Fraction(self.raw["run_rate"]))
        months = sorted(m for m, cell in self.cells.items() if "plan" in cell)
        if recurring:
            last = [minor(self.cells[m]["plan"]) for m in self.plan_months[-1:]]
            return sum(last) * (1 if self.level else 12)
        plans = [minor(self.cells[m]["plan"]) for m in months]
        return sum(plans[-1:] if self.level else plans)


class MeasureView:
    """A measure as one version has it; `figures` are those of recompute.py."""
    def __init__(self, version, path, chain):
        ctx = version.ctx
        self.version, self.day = version, version.day
        self.figures = recompute.Measure(ctx, path, chain)
        self.raw, self.path = self.figures.raw, path
        self.id, self.decisions = self.raw["id"], self.figures.decisions
        self.active, self.cancelled, self.closed = self.figures.active, self.figures.cancelled, self.figures.closed
        self.inherited = ChainMap(self.raw, *chain)
        self.entity, self.owner = self.inherited.get("legal_entity"), self.raw.get("owner", "")
        currency = (self.inherited.get("currency") or ctx.entities.get(self.entity, {}).get("currency") or ctx.currency)
        self.effects = [EffectView(ctx, e, e.get("currency", currency), self) for e in self.raw.get("effects") or []]
        self.summed = [e for e in self.effects if e.leading and not e.level]
        self.milestones = {m["id"]: m for m in self.raw.get("milestones") or []}
        stages = [s["id"] for s in ctx.policy["stages"]]
        locks = next((i for i, s in enumerate(ctx.policy["stages"]) if s.get("locks_terms") == "true"), stages.index(LOCK)
                     if LOCK in stages else len(stages))
        self.stage_index = stages.index(self.raw["stage"])
        self.sealed = self.stage_index >= locks
        self.stages = stages
        self.in_play = self.active and not self.closed

    def outlook_after(self, day):
        """[(effect, month, cell, minor units at the plan rate)] of the months that end after a day and are still foreseen."""
        return [(e.id, m, e.value(m), e.fixed(m)) for e in self.summed for m, basis in e.basis.items()
                if basis in ("forecast", "plan") and recompute.month_end(m) > day]

    def lost_months(self, old_end, new_end):
        """What is foreseen to come in months that begin between the two days."""
        return [c for c in self.outlook_after(self.day) if old_end <= date.fromisoformat(c[1] + "-01") < new_end and c[2] > 0]


def total(cells):
    return sum(c[3] for c in cells)


class Version:
    """What had landed at the end of a day (or the files of a directory), judged as of a day."""
    def __init__(self, root, day, revision):
        self.root, self.day, self.revision = root, day, revision
        self.ctx = recompute.Context(root, str(day))
        self.measures = {}
        self.walk("portfolios", 0, [])

    def walk(self, folder, depth, chain):
        base = Path(self.root) / folder
        for name in sorted((p.name for p in base.iterdir()), key=lambda n: n.encode()) if base.is_dir() else []:
            path = f"{folder}/{name}"
            if depth < len(recompute.LEVELS) and (base / name).is_dir():
                own = recompute.load(f"{self.root}/{path}/{recompute.LEVELS[depth]}.yaml")
                self.walk(path, depth + 1, [own] + chain)
            elif depth == len(recompute.LEVELS) and name.endswith(".yaml") and name != "package.yaml":
                view = MeasureView(self, path, chain)
                self.measures[view.id] = view


class History:
    """The first-parent history behind a tip, with each commit's files in a directory of its own below `work`."""
    def __init__(self, clone, tip, work, prefix=""):
        self.clone, self.tip, self.work, self.prefix = clone, tip, work, prefix

    def commit_at(self, day):
        return run("git", "-C", self.clone, "rev-list", "-1", "--first-parent", f"--before={day}T23:59:59Z", self.tip)

    def files(self, commit):
        directory = Path(self.work) / commit
        if not directory.exists():
            directory.mkdir(parents=True)
            archive = subprocess.run(["git", "-C", self.clone, "archive", commit], check=True, stdout=subprocess.PIPE)
            subprocess.run(["tar", "-xm", "-C", directory], input=archive.stdout, check=True)
        return str(directory / self.prefix)

    def version(self, day):
        commit = self.commit_at(day)
        return Version(self.files(commit), day, commit) if commit else None

    def month_ends(self, as_of):
        last = index(str(as_of))
        days = [recompute.month_end(month_of_index(i)) for i in range(last - MONTHS_BACK, last)]
        return [v for v in (self.version(day) for day in days) if v]


def story_of(versions, ident):
    """A measure in the versions that know it and count in the same currency as the last."""
    currency = versions[-1].ctx.currency
    return [v.measures[ident] for v in versions if ident in v.measures and v.ctx.currency == currency]
