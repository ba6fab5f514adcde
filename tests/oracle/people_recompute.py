#!/usr/bin/python3
"""Recomputes `cat4 report updates` and `report accountability` from the YAML files of a history, with git and PyYAML only.

    people_recompute.py northwind CAT4 BUNDLE DAY…    what had landed at the end of each day, checked out
    people_recompute.py rev CAT4 BUNDLE DAY…          the same with --rev
    people_recompute.py random CAT4 SEED MEASURES     a random portfolio whose owners change things month by month

Who owes what and since when; who answers for what, which decisions wait for whom, and how far forecasts were from what came.
Prints what differs; exit 1 if anything does, or if there was nothing to compare.
"""
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

sys.dont_write_bytecode = True
import recompute
import statements
from versions import History, Version, index, run, story_of

LEADS, MAIN_LEAD = (1, 3, 6), 3
CONFIRM_DAYS, UPDATE_DAYS = 45, 35
ROLES = ("owner", "sponsor", "controller", "steering_committee", "admin")
APPROVALS = {"decided": ["sponsor", "controller", "steering_committee"], "closed": ["controller", "sponsor"],
             "identified": ["sponsor"], "detailed": ["sponsor"], "implemented": ["sponsor"]}  # those of the default policy
FOR_OTHERS = {"cancel": ["sponsor", "steering_committee"], "reinstate": ["sponsor", "steering_committee"], "hold": ["sponsor"],
              "resume": ["sponsor"], "amend": ["sponsor", "controller", "steering_committee"]}
MOVES = ("advance", "reject", "hold", "resume", "cancel", "reinstate", "return", "reopen", "amend", "adopt")


class People:
    """The people and committees of a version, and who answers for its measures."""
    def __init__(self, version):
        self.version = version
        def read(kind):
            return {p.stem: recompute.load(str(p)) for p in sorted(Path(version.root, kind).glob("*.yaml"))}
        self.people, self.committees = read("people"), read("committees")
        self.tree = statements.Tree(version.root)

    def name(self, ident, key="name"):
        return self.people.get(ident, {}).get(key, "")

    def has_left(self, ident):
        return ident in self.people and self.people[ident].get("active", "true") == "false"

    def deputies(self, ident):
        return [d for d in self.people.get(ident, {}).get("deputies") or [] if d in self.people and not self.has_left(d)]

    def answering(self, view):
        """[(person, role)] of a measure."""
        found = [(view.inherited[role], role) for role in ("owner", "sponsor") if role in view.inherited]
        found += [(view.raw["controller"], "controller")] if "controller" in view.raw else []
        committee = self.committees.get(view.inherited.get("steering_committee"), {})
        return found + [(member, "steering_committee") for member in committee.get("members") or []]

    def fresh_approvals(self, view):
        """Open approvals that still fit the measure: behind its latest transition, and of the terms as they stand."""
        transitions = [i for i, d in enumerate(view.decisions) if d["decision"] in MOVES]
        behind = view.decisions[transitions[-1] + 1:] if transitions else view.decisions
        folder = Path(view.version.root, view.path[:-len(".yaml")] + ".approvals")
        files = [recompute.load(str(p)) for p in sorted(folder.glob("*.yaml"))] if folder.is_dir() else []
        found = [d for d in [*behind, *files] if d["decision"] == "approve"]
        if not found:
            return []
        after = "none"
        if transitions:
            after = statements.digest(statements.statement_of(self.tree, view.id, view.decisions[transitions[-1]]))
        terms = statements.digest(statements.terms_of(self.tree, view.id))
        return [d for d in found if d["after"] == after and d["terms"] == terms]

    def waiting(self, view):
        """[(what, gate or None, since, role, person or None)]; role None: all have approved."""
        approvals = self.fresh_approvals(view)
        submitted, following = view.raw.get("submitted"), view.stages[view.stage_index + 1:][:1]
        moves = {}
        if submitted and view.active and [submitted["gate"]] == following:
            moves[submitted["gate"]] = submitted["on"]
        for d in approvals:
            if d["gate"] not in moves:
                moves[d["gate"]] = min(a["on"] for a in approvals if a["gate"] == d["gate"])
        for gate, since in moves.items():
            is_stage = gate in view.stages
            roles = APPROVALS[gate] if is_stage else FOR_OTHERS[gate]
            given = [d for d in approvals if d["gate"] == gate]
            signers = {p for d in given for p in (d["by"], d.get("for"))}
            open_roles = []
            for role in roles:
                done = sum(d["role"] == role for d in given)
                if role == "steering_committee":
                    committee = self.committees[view.inherited["steering_committee"]]
                    minutes = committee.get("record") == "minutes"
                    able = [committee["chair"]] if minutes else committee["members"]
                    missing = (1 if minutes else int(committee["quorum"])) - done
                else:
                    able, missing = [view.inherited.get(role)] if role != "controller" else [view.raw.get(role)], 1 - done
                if missing > 0:
                    able = [p for p in able if p and not self.has_left(p) and p not in signers]
                    open_roles += [(role, person) for person in able] or [(role, None)]
            what = f"advance to '{gate}'" if is_stage else gate
            for role, person in open_roles or [(None, view.owner)]:
                yield what, gate if is_stage else None, date.fromisoformat(since), role, person


def past(view, effect, months, days):
    """Of these months those that ended more than so many days ago and are not confirmed."""
    return [m for m in months if (view.day - recompute.month_end(m)).days > days and m not in effect.confirmed]


def owed(people, view):
    """(person, role, kind, months, since) of all that is owed for a measure."""
    ctx, day = view.version.ctx, view.day
    due_days, update_days = int(ctx.policy["status"]["actuals_due_days"]), int(ctx.policy.get("update_every_days", UPDATE_DAYS))
    controller = view.raw.get("controller", "")
    for e in view.effects:
        silent = past(view, e, [m for m in e.plan_months if "actual" not in e.cells[m]], due_days - 1)
        if silent and view.active and view.sealed:
            yield view.owner, "owner", "actual", silent, recompute.month_end(silent[0]) + timedelta(due_days)
        ahead = [m for m in e.plan_months if m > str(day)[:7]]
        left = [m for m in ahead if "forecast" not in e.cells[m]]
        if view.active and left and left != ahead:
            yield view.owner, "owner", "forecast", left, None
        late = past(view, e, sorted(m for m, cell in e.cells.items() if "actual" in cell), CONFIRM_DAYS)
        if late and view.sealed and e.hard:
            yield controller, "controller", "confirmation", late, recompute.month_end(late[0]) + timedelta(CONFIRM_DAYS)
    if view.in_play and view.sealed:
        days = [(view.raw.get("status") or {}).get("on")]
        if days == [None]:
            days = [d["on"] for d in view.decisions]
        if days and (day - date.fromisoformat(max(days))).days > update_days:
            yield view.owner, "owner", "status", [], date.fromisoformat(max(days)) + timedelta(update_days)
    for m in view.milestones.values() if view.in_play else []:
        until = m.get("forecast", m.get("due"))
        if "done" not in m and until and date.fromisoformat(until) < day:
            yield view.owner, "owner", "milestone", [m["id"]], date.fromisoformat(until)
    for what, _, since, role, person in people.waiting(view):
        kind = "decision" if role else "record"
        yield person or "", role or "owner", kind, [what], since


def item(people, view, person, role, kind, about, since):
    """As a row of the report has it; of what it says only months, milestone or move."""
    return (person, people.name(person), people.name(person, "email"), role, view.id, view.raw["title"], kind, tuple(about),
            str(since) if since else None, (view.day - since).days if since else None,
            people.has_left(person), ", ".join(people.deputies(person)) if people.has_left(person) else "")


def told_item(row):
    """The same of a row: the months that it names, with how many more; the milestone; the move."""
    if row["kind"] in ("actual", "forecast", "confirmation"):
        more = re.search(r" and (\d+) more$", row["what"])
        about = (*re.findall(r"\b\d{4}-\d\d\b", row["what"].rpartition("': ")[2]), *([int(more[1])] if more else []))
    elif row["kind"] == "milestone":
        about = (re.match(r"milestone '([^']*)'", row["what"])[1],)
    elif row["kind"] == "status":
        about = ()
    else:
        about = (re.sub(r"^decision as \w+: |; nobody may$", "", row["what"]),)
        if row["kind"] == "record":
            about = (row["what"][len("all have approved: record '"):-1],)
    return tuple(about if k == "what" else row[k] for k in ("person", "name", "email", "role", "measure", "title", "kind", "what", "since",
                                                            "days", "has_left", "ask"))


def shortened(about, kind):
    """Four months are named, of the others their number."""
    if kind not in ("actual", "forecast", "confirmation") or len(about) <= 4:
        return about
    return (*about[:4], len(about) - 4)


def share(bias, forecast):
    if forecast == 0:
        return None
    tenths = recompute.half_away(Fraction(bias * 1000, abs(forecast)))
    return f"{'-' if tenths < 0 else ''}{abs(tenths) // 10}.{abs(tenths) % 10}"


def forecast_hits(versions, wanted):
    """(measure, owner then, month, months ahead, foreseen, came) at plan rates."""
    now = versions[-1]
    for ident in now.measures:
        story = story_of(versions, ident)
        came = {(e.id, m): e.fixed(m) for e in story[-1].summed for m, basis in e.basis.items() if basis in ("confirmed", "actual")}
        for view in story[:-1]:
            for effect, month, _, fixed in view.outlook_after(view.day) if view.active else []:
                lead = index(month) - index(str(view.day))
                if lead in LEADS and (effect, month) in came and wanted(month):
                    yield ident, view.owner, month, lead, fixed, came[effect, month]


class Account:
    def __init__(self):
        self.counts, self.plan, self.expected, self.longest = Counter(), 0, 0, None
        self.forecast = self.came = self.hits = 0


def accounts(people, idents, hits, waits, owing, wanted):
    """{(person, role): Account} over these measures."""
    found, now = defaultdict(Account), people.version
    for ident in idents:
        view = now.measures[ident]
        for who in people.answering(view):
            account = found[who]
            account.counts["measures"] += 1
            if view.active:
                account.counts["active"] += 1
                account.plan += view.figures.total("plan", wanted)
                account.expected += view.figures.total("expected", wanted)
    for ident, person, role, days, overdue in waits:
        if ident in idents and person:
            account = found[person, role]
            account.counts.update(open=1, overdue=int(overdue))
            account.longest = max(days, account.longest or 0)
    for ident, person, role, kind in owing:
        if ident in idents and person and kind not in ("decision", "record"):
            found[person, role].counts["updates"] += 1
    for ident, owner, _, lead, foreseen, came in hits:
        if ident in idents and lead == MAIN_LEAD and owner:
            account = found[owner, "owner"]
            account.forecast, account.came, account.hits = account.forecast + foreseen, account.came + came, account.hits + 1
    return found


def account_row(people, who, account):
    text, bias, n = people.version.ctx.text, account.forecast - account.came, account.counts
    return (who[0], people.name(who[0]), who[1], n["measures"], n["active"], text(account.plan), text(account.expected),
            text(account.plan - account.expected), n["open"], n["overdue"], account.longest, n["updates"],
            text(bias) if account.hits else None, share(bias, account.forecast) if account.hits else None)


ACCOUNT_KEYS = ("person", "name", "role", "measures", "active", "plan", "expected", "gap", "open_decisions", "overdue_decisions",
                "longest_days", "overdue_updates", "forecast_bias", "forecast_bias_share")
WAIT_KEYS = ("person", "role", "measure", "title", "what", "since", "days", "overdue")
BIAS_KEYS = ("forecast", "actual", "bias", "share")


def bias_of(ctx, hits):
    forecast, came = sum(h[4] for h in hits), sum(h[5] for h in hits)
    return ctx.text(forecast), ctx.text(came), ctx.text(forecast - came), share(forecast - came, forecast)


def report(cat4, root, name, *words):
    done = subprocess.run([cat4, "-C", root, "report", name, "--format", "json", *words], stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def differences(name, ours, theirs):
    ours, theirs = Counter(ours), Counter(theirs)
    return ([f"{name}: oracle only {line}" for line in (ours - theirs).elements()] +
            [f"{name}: cat4 only   {line}" for line in (theirs - ours).elements()])


def compare(cat4, root, now, history, words, counts):
    people, ctx, wrong = People(now), now.ctx, []
    rows = [(view, *found) for view in now.measures.values() for found in owed(people, view)]
    period = f"FY{ctx.year(str(now.day)) % 100:02d}"
    for asked in (None, period):
        wanted = recompute.months_of(ctx, asked) if asked else lambda month: True
        ours = [item(people, *row[:4], shortened(row[4], row[3]), row[5]) for row in rows if wanted(str(row[5] or now.day)[:7])]
        told = report(cat4, root, "updates", *words, *(["--period", asked] if asked else []))
        wrong += differences(f"{now.day} updates {asked or ''}", ours, map(told_item, told["updates"]))
        order = [(r["person"] == "", r["person"], r["since"] or "9999") for r in told["updates"]]
        wrong += [] if order == sorted(order) else [f"{now.day} updates: not by person and the oldest first"]
        blocks = sum(len(v) for k, v in told.items() if k.startswith("owed_by_"))
        wrong += [] if blocks == len(ours) else [f"{now.day} updates: {blocks} rows in the blocks of people, {len(ours)} in the list"]
        counts["owed"] += len(ours)
    waits, wait_rows = [], []
    for view in now.measures.values():
        for what, gate, since, role, person in people.waiting(view):
            days = (now.day - since).days
            planned = (view.raw.get("gates") or {}).get(gate)
            overdue = days > int(ctx.policy.get("update_every_days", UPDATE_DAYS)) or bool(planned and date.fromisoformat(planned) < now.day)
            if role and person:
                waits.append((view.id, person, role, days, overdue))
                wait_rows.append((person, role, view.id, view.raw["title"], what, str(since), days, overdue))
    owing = [(row[0].id, *row[1:4]) for row in rows]
    versions = history.month_ends(now.day) + [now]
    for asked in (None, period):
        wanted = recompute.months_of(ctx, asked) if asked else lambda month: True
        more = ["--period", asked] if asked else ["--by", "legal_entity"]
        told = report(cat4, root, "accountability", *words, *more)
        hits = list(forecast_hits(versions, wanted))
        groups = {None: set(now.measures)}
        if not asked:
            groups = defaultdict(set)
            for view in now.measures.values():
                groups[view.entity or "-"].add(view.id)
        ours = [(group, *account_row(people, who, account)) for group, idents in groups.items()
                for who, account in accounts(people, idents, hits, waits, owing, wanted).items()]
        name = f"{now.day} accountability {' '.join(more)}"
        wrong += differences(name, ours, [(r.get("legal_entity"), *(r[k] for k in ACCOUNT_KEYS)) for r in told["people"]])
        wrong += differences(f"{name} open", wait_rows, [tuple(r[k] for k in WAIT_KEYS) for r in told["open_decisions"]])
        owners, months = defaultdict(list), defaultdict(list)
        for hit in hits:
            owners[hit[1], hit[3]].append(hit)
            if hit[3] == MAIN_LEAD:
                months[hit[2]].append(hit)
        bias = [(owner, lead, len(h), *bias_of(ctx, h)) for (owner, lead), h in owners.items()]
        wrong += differences(f"{name} bias", bias, [tuple(r[k] for k in ("owner", "lead", "months", *BIAS_KEYS)) for r in told["forecast_bias"]])
        by_month = [(month, *bias_of(ctx, h)) for month, h in months.items()]
        by_month += [(None, *bias_of(ctx, [h for found in months.values() for h in found]))] if months else []
        wrong += differences(f"{name} months", by_month, [tuple(r[k] for k in ("month", *BIAS_KEYS)) for r in told["forecast_bias_by_month"]])
        counts.update(accounts=len(ours), waiting=len(wait_rows), biases=len(bias) + len(by_month))
    return wrong


def northwind(cat4, bundle, by_rev, days, work):
    clone, counts, wrong = f"{work}/clone", Counter(), []
    run("git", "clone", "-q", bundle, clone)
    for day in days:
        commit = run("git", "-C", clone, "rev-list", "-1", "--first-parent", f"--before={day}T23:59:59Z", "origin/main")
        history = History(clone, commit, f"{work}/files")
        now = Version(history.files(commit), date.fromisoformat(day), commit if by_rev else "")
        if not by_rev:
            run("git", "-C", clone, "checkout", "-q", "--detach", commit)
        words = ["--as-of", day, *(["--rev", commit] if by_rev else [])]
        wrong += compare(cat4, clone, now, history, words, counts)
    return wrong, counts


def main():
    mode, cat4 = sys.argv[1], str(Path(sys.argv[2]).resolve())
    with tempfile.TemporaryDirectory() as work:
        if mode == "random":
            import random_history
            wrong, counts = random_history.people(cat4, sys.argv[3], sys.argv[4], work, compare)
        else:
            wrong, counts = northwind(cat4, sys.argv[3], mode == "rev", sys.argv[4:], work)
    kinds = ", ".join(f"{n} {kind}" for kind, n in sorted(counts.items()))
    print(*wrong, f"{sum(counts.values())} rows compared ({kinds}), {len(wrong)} differences", sep="\n")
    return int(bool(wrong) or not counts)


if __name__ == "__main__":
    sys.exit(main())
