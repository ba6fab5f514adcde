#!/usr/bin/python3
"""Recomputes the reports months, pipeline and bridge from nothing but the YAML files: an oracle.

Written from what the reports say they are (their `--help`, the definitions of causes), reading as recompute.py does; it
shares no code with the tool. What is printed as JSON is compared value by value, and the CSV with the JSON.

    reports_recompute.py tree CAT4 DIR AS_OF          a tree, with and without a period, grouped
    reports_recompute.py random CAT4 SEED COUNT       a random portfolio, and what random edits made of it
    reports_recompute.py history CAT4 BUNDLE AS_OF DATE…   a repository, compared with these days
"""
import copy, csv, datetime, io, json, os, random, re, subprocess, sys, tempfile
from collections import defaultdict
sys.dont_write_bytecode = True
import recompute
from recompute import Context, Effect, date, load

FIGURES = ("plan", "original", "expected", "actual", "confirmed")
CAUSES = ("new", "gone", "moved", "cancelled", "reinstated", "on_hold", "resumed", "resized", "retimed", "forecast",
          "confirmed", "currency")
MOVEMENTS, DIGEST = CAUSES[:7], "sha256:" + "1c" * 32
FIELDS = {"legal_entity": "legal_entity", "business_unit": "business_unit", "function": "function", "sponsor": "sponsor",
          "controller": "controller", "committee": "steering_committee"}


class Counted:
    """A context in which amounts are counts with two decimals (fte)."""
    def __init__(self, ctx):
        self.ended, self.exponent = ctx.ended, 2

    def minor(self, amount, currency, month=None):
        return recompute.half_away(recompute.Fraction(amount) * 100)


class Measure(recompute.Measure):
    def __init__(self, ctx, path, chain):
        super().__init__(ctx, path, chain)
        self.id, self.chain = self.raw["id"], recompute.ChainMap(self.raw, *chain)
        self.all = [Line(self, e) for e in self.raw.get("effects") or []]
        self.lines = [line for line in self.all if line.hard and line.kind == ctx.policy["leading_effect"]]
        self.index = [s["id"] for s in ctx.policy["stages"]].index(self.stage)
        self.weight = recompute.Fraction(ctx.policy["stages"][self.index].get("weight", "0"))

    def groups(self, field):
        if field == "tag":
            return sorted(set(self.raw.get("tags") or [])) or ["-"]
        chain = self.raw if field == "controller" else self.chain
        return [chain.get(FIELDS[field], "-")]


class Line:
    """An effect: its written cells, its confirmations among them, and its figures."""
    def __init__(self, measure, raw):
        ctx, self.id, self.kind = measure.ctx, raw["id"], raw["kind"]
        self.nature, self.hard = raw.get("nature", "recurring"), raw.get("class", "hard") == "hard"
        entity = ctx.entities.get(measure.chain.get("legal_entity"), {})
        own = raw.get("currency") or measure.chain.get("currency") or entity.get("currency") or ctx.currency
        self.currency = "-" if self.kind == "fte" else own
        self.ctx = Counted(ctx) if self.kind == "fte" else ctx
        self.figures = Effect(self.ctx, raw, self.currency, measure.decisions, measure.active)
        self.level, self.cells = self.figures.level, {m: dict(c) for m, c in (raw.get("months") or {}).items()}
        taken = set()
        for d in measure.decisions:
            if d["decision"] == "confirm" and d["effect"] == raw["id"] and d["currency"] == self.currency:
                for month, amount in d["amounts"].items():
                    if month not in taken or d.get("restates") == "true":
                        taken.add(month)
                        self.cells.setdefault(month, {})["confirmed"] = amount

    def written(self, figure, month):
        """The figure of a month as Effect has it; None where it has none."""
        return self.figures.rows.get(month, {}).get("first_plan" if figure == "original" else figure)


recompute.Measure = Measure


class Tree:
    def __init__(self, root, as_of):
        self.ctx = Context(root, as_of)
        self.measures = recompute.walk(self.ctx, "portfolios", 0, self.ctx.org["id"], [])[1]
        self.by_id = {m.id: m for m in self.measures}


def in_period(period, ctx):
    """The months that a fiscal year or a month names."""
    if not period:
        return lambda month: True
    if re.fullmatch(r"FY\d\d", period):
        return lambda month: ctx.year(month) == 2000 + int(period[2:])
    return lambda month: month == period


# --- months ---

def month_rows(lines, wanted, text):
    """lines: [(line, cancelled)]"""
    months, total, level = defaultdict(lambda: dict.fromkeys(FIGURES, 0)), dict.fromkeys(FIGURES, 0), False
    for line, cancelled in lines:
        level = line.level
        figures = FIGURES[2:] if cancelled else FIGURES
        for month in filter(wanted, line.cells):
            if cancelled and not {"actual", "confirmed"} & set(line.cells[month]):
                continue
            for f in figures:
                months[month][f] += line.written(f, month) or 0
            months[month]
        for f in figures:
            row = "first_plan" if f == "original" else f
            total[f] += line.figures.total(row, filter(wanted, line.figures.rows))
    rows, so_far = [], dict.fromkeys(FIGURES, 0)
    facts = {f: {m for line, _ in lines for m in line.cells if f in line.cells[m]} & set(months) for f in FIGURES[3:]}
    for month in sorted(months):
        row = {"month": month, **{f: text(n) if month in facts.get(f, months) else None for f, n in months[month].items()}}
        for f in FIGURES:
            so_far[f] += months[month][f]
        if not level:  # curves of facts end where the facts end
            row.update({f"cumulated_{f}": text(so_far[f]) if month <= max(facts.get(f, months), default="") else None
                        for f in FIGURES})
        rows.append(row)
    if rows:
        last = {"month": "Last" if level else "Sum", **{f: text(n) for f, n in total.items()}}
        rows.append(last if level else {**last, **{f"cumulated_{f}": None for f in FIGURES}})
    return rows


def months_report(tree, period, by):
    ctx, wanted = tree.ctx, in_period(period, tree.ctx)
    leading = lambda measures: [(line, m.cancelled) for m in measures for line in m.lines]
    document = {"months": month_rows(leading(tree.measures), wanted, ctx.text)}
    if by:
        rows = []
        for name, measures in grouped(tree.measures, by):
            rows += [{by: name, **row} for row in month_rows(leading(measures), wanted, ctx.text)]
        document["groups"] = rows + [{by: "All", **row} for row in document["months"][-1:]]
    kinds = defaultdict(list)
    for m in tree.measures:
        for line in m.all:
            kinds[f"{'' if line.hard else 'soft_'}{line.kind}_{line.nature}"].append((line, m.cancelled))
    told = [k for k in kinds if k.rsplit("_", 1)[0].removesuffix("_one") == ctx.policy["leading_effect"]]
    shown = {}
    for key, lines in kinds.items():
        counts = lines[0][0].kind == "fte"
        rows = month_rows(lines, wanted, hundredths if counts else ctx.text)
        if rows:
            shown[key] = rows
    told = [k for k in told if k in shown]
    return {**document, **{k: rows for k, rows in shown.items() if [k] != told}}


def hundredths(n):
    return f"{recompute.Decimal(n).scaleb(-2):f}"


def grouped(measures, by):
    groups = defaultdict(list)
    for m in measures:
        for name in m.groups(by):
            groups[name].append(m)
    names = sorted(groups, key=lambda n: n.encode())
    return [(n, groups[n]) for n in [n for n in names if n != "-"] + [n for n in names if n == "-"]]


# --- pipeline ---

def in_stage(m, policy):
    """(day it came where it stands or None, adopted, [(stage, entered, end, days)])"""
    stages, stays, adopted, now, since, entries = [s["id"] for s in policy["stages"]], [], False, 0, None, []
    for d in m.decisions:
        kind = d["decision"]
        if kind not in ("advance", "return", "adopt", "reopen"):
            continue
        to = max(0, len(stages) - 2) if kind == "reopen" else stages.index(d["gate"]) if d["gate"] in stages else -1
        if since and kind != "adopt":
            days = max(0, (date(d["on"]) - since).days)
            entries.append((now, since, "went_on" if kind == "advance" else "returned", days))
        adopted, now, since = adopted or kind == "adopt", to, date(d["on"])
    if since:
        entries.append((now, since, "cancelled" if m.cancelled else "still_there", None))
    return (since if now == m.index else None), adopted, entries


def median(days):
    days = sorted(days)
    if not days:
        return None
    a, b = days[(len(days) - 1) // 2], days[len(days) // 2]
    return (a + b + 1) // 2 if len(days) % 2 == 0 else b


def money_of(m, wanted):
    months = lambda line: list(filter(wanted, line.figures.rows))
    total = lambda figure: sum(line.figures.total(figure, months(line)) for line in m.lines)
    cells = [c for line in m.lines for c in line.figures.cells("expected", months(line))]
    weighted = sum(c * (m.weight if c > 0 else 100) for c in cells)
    confirmed = total("confirmed")
    return {"plan": 0 if m.cancelled else total("plan"), "expected": total("expected"), "confirmed": confirmed,
            "weighted": confirmed if m.closed or m.cancelled else recompute.half_away(recompute.Fraction(weighted) / 100)}


def stage_row(tree, name, weight, measures, wanted, is_sum=False):
    ctx, money = tree.ctx, [money_of(m, wanted) for m in measures]
    held = [i for i, m in enumerate(measures) if m.state == "on_hold"]
    since = [in_stage(m, ctx.policy)[0] for m in measures if m.active]
    days = [] if is_sum else [max(0, (ctx.as_of - s).days) for s in since if s]
    return {"stage": name, "weight": weight, "measures": len(measures), "active": sum(m.active for m in measures),
            "on_hold": len(held), "adopted": sum(in_stage(m, ctx.policy)[1] and not m.cancelled for m in measures),
            **{k: ctx.text(sum(f[k] for f in money)) for k in ("plan", "expected", "weighted", "confirmed")},
            "on_hold_plan": ctx.text(sum(money[i]["plan"] for i in held)),
            "median_days": median(days), "longest_days": max(days, default=None)}


def stage_rows(tree, measures, wanted, all_stages):
    rows = []
    for i, stage in enumerate(tree.ctx.policy["stages"]):
        here = [m for m in measures if m.index == i and not m.cancelled]
        if here or all_stages:
            rows.append(stage_row(tree, stage["id"], f"{int(stage.get('weight', '0'))}.0", here, wanted))
    cancelled = [m for m in measures if m.cancelled]
    if cancelled:
        rows.append(stage_row(tree, "(cancelled)", None, cancelled, wanted))
    return rows + [stage_row(tree, "Sum", None, measures, wanted, True)]


def schedule(m, policy, as_of):
    """(course, planned stage, missed gate)"""
    stages = [s["id"] for s in policy["stages"]]
    gates = [(date(d), stages.index(s)) for s, d in (m.raw.get("gates") or {}).items()]
    missed = sorted((d, s) for d, s in gates if d < as_of and s > m.index)
    early = [s for d, s in gates if d >= as_of and s <= m.index]
    if missed:
        return "behind", max(s for _, s in missed), missed[0]
    if early:
        return "ahead", max(0, min(early) - 1), None
    return ("on_plan" if gates else "without_dates"), m.index, None


def pipeline_report(tree, period, by):
    ctx, wanted = tree.ctx, in_period(period, tree.ctx)
    stages = [s["id"] for s in ctx.policy["stages"]]
    document = {"stages": stage_rows(tree, tree.measures, wanted, True)}
    if by:
        rows = [{by: name, **row} for name, found in grouped(tree.measures, by)
                for row in stage_rows(tree, found, wanted, False)]
        document["groups"] = rows + ([{by: "All", **document["stages"][-1]}] if rows else [])
    first, last = window(period, ctx)
    entries = [e for m in tree.measures for e in in_stage(m, ctx.policy)[2] if e[0] >= 0 and first <= e[1] <= last]
    rows = []
    for i, stage in enumerate(stages):
        here = [e for e in entries if e[0] == i]
        ends = {k: sum(e[2] == k for e in here) for k in ("went_on", "returned", "cancelled", "still_there")}
        final = i == len(stages) - 1
        share = recompute.half_away(recompute.Fraction(1000 * ends["went_on"], len(here))) if here else None
        rows.append({"stage": stage, "entered": len(here), **ends, "median_days": median(
                         [e[3] for e in here if e[2] == "went_on"]),
                     "went_on_share": None if final or share is None else f"{share // 10}.{share % 10}",
                     **({"went_on": None} if final else {})})
    keys = ("entered", "went_on", "returned", "cancelled", "still_there")
    rows.append({"stage": "Sum", **{k: sum(r[k] or 0 for r in rows) for k in keys}, "went_on_share": None, "median_days": None})
    document["conversion"] = rows if entries else []
    active = [(m, schedule(m, ctx.policy, ctx.as_of), money_of(m, wanted)["plan"]) for m in tree.measures if m.active]
    rows, keys = [], ("ahead", "on_plan", "behind", "without_dates")
    for i, stage in enumerate(stages + ["Sum"]):
        at = lambda index: stage == "Sum" or index == i
        cells = {"should_be": [p for m, s, p in active if s[0] != "without_dates" and at(s[1])],
                 "are": [p for m, s, p in active if s[0] != "without_dates" and at(m.index)],
                 **{k: [p for m, s, p in active if s[0] == k and at(m.index)] for k in keys}}
        rows.append({"stage": stage, **{k: len(v) for k, v in cells.items()},
                     **{f"{k}_plan": ctx.text(sum(v)) for k, v in cells.items()}})
    document["schedule"] = rows
    late = [(-(ctx.as_of - s[2][0]).days, m.id.encode(), m, s) for m, s, p in active if s[0] == "behind"]
    document["behind"] = [{"measure": m.id, "stage": m.stage, "planned_stage": stages[s[1]], "gate": stages[s[2][1]],
                           "planned": str(s[2][0]), "days": -days} for days, _, m, s in sorted(late, key=lambda x: x[:2])]
    document["measures"] = [{"measure": m.id, "stage": m.stage, "state": m.state, "adopted": in_stage(m, ctx.policy)[1],
                             "days": in_stage(m, ctx.policy)[0] and max(0, (ctx.as_of - in_stage(m, ctx.policy)[0]).days),
                             **{k: ctx.text(n) for k, n in money_of(m, wanted).items()}}
                            for m in sorted((m for m in tree.measures if not m.cancelled), key=lambda m: m.id.encode())]
    return document


def window(period, ctx):
    if period:
        months = [f"{y:04d}-{m:02d}" for y in range(1990, 2101) for m in range(1, 13)]
        months = list(filter(in_period(period, ctx), months))
        return date(months[0] + "-01"), recompute.month_end(months[-1])
    year_ago = ctx.as_of.replace(year=ctx.as_of.year - 1, day=min(ctx.as_of.day, 28 if ctx.as_of.month == 2 else 31))
    return year_ago + datetime.timedelta(1), ctx.as_of


# --- bridge ---

class Point:
    """A month of an effect at one end, at the plan rates of now; `own`: as it was valued."""
    def __init__(self, line, month, measure, at, original=False):
        cell = line.cells.get(month, {}) if line else {}
        self.there, self.has_plan = month in (line.cells if line else {}), "plan" in cell
        self.basis = "plan"
        if original:
            first = cell.get("original", cell.get("plan"))
            self.there = self.has_plan = first is not None
            self.valued, self.plan = True, at(first, line)
            self.free = self.value = self.own = self.plan
            return
        self.plan, confirmed = at(cell.get("plan"), line), cell.get("confirmed")
        known = [k for k in ("actual", "forecast", "plan") if k in cell]
        if confirmed is None:
            if "actual" not in cell and not measure.active:
                known = []
            elif "actual" not in cell and measure.ctx.ended(month):
                known = []
                self.basis = "silence"
        self.valued = measure.active or confirmed is not None or "actual" in cell
        self.free = at(cell[known[0]], line) if known else 0
        self.basis = known[0] if known else self.basis
        self.value = self.free if confirmed is None else at(confirmed, line)
        self.own = (line.written("expected", month) or 0) if line else 0


def cause_of_state(before, now):
    if now == "cancelled":
        return "cancelled"
    if before == "cancelled":
        return "reinstated"
    return "on_hold" if now == "on_hold" else "resumed"


def bridge_of(before, now, wanted, rates, old_rates):
    """(start, end, causes, parts of the forecast); before: a measure, or 'original'."""
    def at(amount, line):
        if amount is None:
            return 0
        known = line.currency == rates.currency or line.currency in (rates.rates.get("plan") or {})
        return (rates if known else old_rates).minor(amount, line.currency)
    original = before == "original"
    then, then_state = (now, "active") if original else (before, before.state)
    out, parts, start, end = dict.fromkeys(CAUSES, 0), dict.fromkeys(("actual", "silence", "later"), 0), 0, 0
    old, new = {l.id: l for l in then.lines}, {l.id: l for l in now.lines}
    pairs = [(old.get(i), new.get(i)) for i in sorted({*old, *new})]
    pairs = [p for a, b in pairs for p in ([(a, None), (None, b)] if a and b and a.level != b.level else [(a, b)])]
    for a, b in pairs:
        months = sorted({*(a.cells if a else ()), *(b.cells if b else ())})
        points = [(m, Point(a, m, then, at, original), Point(b, m, now, at)) for m in months]
        for _, x, y in points:
            if not x.there:
                x.valued = then_state == "active"
            if not y.there:
                y.valued = now.active
        if (a or b).level:
            points = [p for p in points if wanted(p[0])]
            x, y = (last_of([p[i] for p in points], state) for i, state in ((1, then_state), (2, now.state)))
            points, change = [("", x, y)], then_state != now.state and "active" in (then_state, now.state)
            by_state = [cause_of_state(then_state, now.state) if change else None]
            here = lambda month: True
        else:
            here = wanted
            by_state = [cause_of_state(then_state, now.state)
                        if then_state != now.state and x.valued != y.valued and
                        (now.active if y.valued else then_state == "active") else None for _, x, y in points]
        changes = [y.plan - x.plan if x.valued and y.valued else 0 for _, x, y in points]
        moved = {1: min(sum(c for c in changes if c > 0), -sum(c for c in changes if c < 0))}
        moved[-1] = moved[1]
        for (month, x, y), change, state in zip(points, changes, by_state):
            sign = 1 if change > 0 else -1
            retimed = sign * min(abs(change), moved[sign])
            moved[sign] -= abs(retimed)
            if not here(month):
                continue
            start, end = start + x.own, end + y.own
            out["currency"] += x.value - x.own + y.own - y.value
            if state:
                out[state] += y.value - x.value
                continue
            out["retimed"] += retimed
            out["resized"] += change - retimed
            forecast = y.free - x.free - change
            out["forecast"] += forecast
            parts[y.basis if y.basis in parts else "later"] += forecast
            out["confirmed"] += (y.value - y.free) - (x.value - x.free)
    return start, end, out, parts


def last_of(points, state):
    """Levels: one month that stands for all."""
    last = copy.copy(points[0]) if points else Point(None, "2000-01", Nothing, lambda amount, line: 0)
    last.valued, last.plan, last.value, last.free, last.own, last.basis = state == "active", 0, 0, 0, 0, "plan"
    for p in points:
        if p.has_plan:
            last.plan = p.plan
        if p.there and p.valued:
            last.valued, last.value, last.free, last.own, last.basis = True, p.value, p.free, p.own, p.basis
    return last


class Nothing:
    """No measure at all."""
    active, ctx = True, type("Never", (), {"ended": staticmethod(lambda month: False)})


def bridge_report(before, now, period, by):
    """before: a Tree, or None for the original plan."""
    ctx, wanted = now.ctx, in_period(period, now.ctx)
    whole = lambda m: sum(l.figures.total("expected", filter(wanted, l.figures.rows)) for l in m.lines)
    bridges = {}
    for m in now.measures:
        old = before.by_id.get(m.id) if before else "original"
        if old:
            start, end, out, parts = bridge_of(old, m, wanted, ctx, before.ctx if before else ctx)
            state = "active" if old == "original" else old.state
            marks = {k for k, n in out.items() if n} | ({cause_of_state(state, m.state)} if state != m.state else set())
            if state == "cancelled" and m.state == "on_hold":
                marks.add("reinstated")
        else:
            end = whole(m)
            start, out, parts, marks = 0, {**dict.fromkeys(CAUSES, 0), "new": end}, {}, {"new"}
        bridges[m.id] = (m, start, end, out, parts, marks)
    for m in before.measures if before else []:
        if m.id not in now.by_id:
            bridges[m.id] = (m, whole(m), 0, {**dict.fromkeys(CAUSES, 0), "gone": -whole(m)}, {}, {"gone"})
    found = list(bridges.values())
    text, total = ctx.text, lambda rows, i: sum(r[i] for r in rows)
    def amounts(rows):
        out = {k: sum(r[3][k] for r in rows) for k in CAUSES}
        start, end = total(rows, 1), total(rows, 2)
        assert start + sum(out.values()) == end, (start, end, out)
        return {"start": text(start), "end": text(end), "change": text(end - start), **{k: text(n) for k, n in out.items()},
                "movement": text(sum(out[k] for k in MOVEMENTS))}
    all_amounts = amounts(found)
    document = {"causes": [{"cause": k, "amount": all_amounts[k]} for k in ("start", *CAUSES, "end")]}
    counts = {k: sum(k in r[5] for r in found) for k in CAUSES}
    counts.update(start=len(found) - counts["new"], end=len(found) - counts["gone"])
    for row in document["causes"]:
        row["measures"] = counts[row["cause"]]
    names = {"actual": "actuals", "silence": "silence", "later": "outlook"}
    document["forecast"] = [{"part": v, "amount": text(sum(r[4].get(k, 0) for r in found))} for k, v in names.items()]
    document["forecast"].append({"part": "sum", "amount": all_amounts["forecast"]})
    if not any(sum(r[4].get(k, 0) for r in found) for k in names):
        document["forecast"] = []
    shown = [r for r in found if any(r[3].values()) or r[5] & set(MOVEMENTS)]
    document["measures"] = [{"measure": r[0].id, **amounts([r])} for r in sorted(shown, key=lambda r: r[0].id.encode())]
    if shown:
        document["measures"].append({"measure": "Sum", **all_amounts})
    if by:
        rows = [{by: name, "measures": len(ms), **amounts([bridges[m.id] for m in ms])}
                for name, ms in grouped([r[0] for r in found], by)]
        document["groups"] = rows + ([{by: "All", "measures": len(found), **all_amounts}] if rows else [])
    return document


# --- comparing ---

class Comparison:
    def __init__(self, cat4, root):
        self.cat4, self.root, self.values, self.different = cat4, root, 0, []

    def run(self, name, as_of, options, form):
        command = [self.cat4, "-C", self.root, "--as-of", as_of, "report", name, "--format", form, *options]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        if ran.returncode:
            self.different.append(f"{' '.join(command)}: exit {ran.returncode}: {ran.stderr.strip()}")
        return ran.stdout if not ran.returncode else None

    def same(self, where, ours, theirs):
        self.values += 1
        if repr(ours) != repr(theirs):
            self.different.append(f"{where}: oracle {ours!r}, cat4 {theirs!r}")

    def compare(self, name, as_of, options, expect):
        """expect: the document by what was printed (which names what it compared with)."""
        printed = self.run(name, as_of, options, "json")
        if printed is None:
            return
        document, where = json.loads(printed), " ".join([name, *options])
        ours = expect(document)
        for key, rows in ours.items():
            theirs = document.get(key, [])
            if key == "measures":  # sorted by what is compared below
                theirs = sorted(theirs, key=lambda r: (r["measure"] == "Sum", r["measure"].encode()))
            self.same(f"{where} {key} rows", len(rows), len(theirs))
            for i, (a, b) in enumerate(zip(rows, theirs)):
                for k, v in a.items():
                    self.same(f"{where} {key} {i} {next(iter(a.values()))} {k}", v, b.get(k, "(absent)"))
        if name == "bridge":  # the largest first
            sizes = [abs(recompute.Decimal(r["change"])) for r in document["measures"] if r["measure"] != "Sum"]
            self.same(f"{where} order", sorted(sizes, reverse=True), sizes)
        extra = [k for k in set(document) - set(ours) if isinstance(document[k], list) and k != "not_looked_at"]  # of the head
        self.same(f"{where} sections the oracle lacks", [], extra)
        self.compare_csv(name, as_of, options, document, "groups" if "--by" in options else next(iter(ours)))

    def compare_csv(self, name, as_of, options, document, main):
        rows = list(csv.DictReader(io.StringIO(self.run(name, as_of, options, "csv") or "")))
        self.same(f"{name} csv rows", len(document[main]), len(rows))
        for a, b in zip(document[main], rows):
            for k, v in a.items():
                wanted = "" if v is None else str(v).lower() if isinstance(v, bool) else str(v)
                self.same(f"{name} csv {k}", wanted, b[k].removeprefix("'") if b[k] != wanted else b[k])

    def finish(self):
        print(*self.different[:60], f"{self.values} values compared, {len(self.different)} differences", sep="\n")
        return int(bool(self.different) or self.values < 100)


def compare_tree(comparison, root, as_of):
    tree = Tree(root, as_of)
    year = tree.ctx.year(as_of[:7]) % 100
    for period in ([], ["--period", f"FY{year:02d}"], ["--period", as_of[:7]]):
        for by in ([], ["--by", "legal_entity"], ["--by", "tag"], ["--by", "controller"])[:4 if not period else 2]:
            wish = (period[1] if period else None, by[1] if by else None)
            comparison.compare("months", as_of, period + by, lambda _, w=wish: months_report(tree, *w))
            comparison.compare("pipeline", as_of, period + by, lambda _, w=wish: pipeline_report(tree, *w))
            comparison.compare("bridge", as_of, period + by, lambda _, w=wish: bridge_report(None, tree, *w))


def compare_past(comparison, repository, root, as_of, asked):
    """root: the tree as files; the repository holds what is compared with."""
    now, trees = Tree(root, as_of), {}
    def before(document):
        past = document["compared"]
        if past["revision"] not in trees:
            folder = tempfile.mkdtemp(dir=os.path.dirname(root))
            archive = subprocess.run(["git", "-C", repository, "archive", past["revision"]], capture_output=True, check=True)
            subprocess.run(["tar", "-xm", "-C", folder], input=archive.stdout, check=True)
            trees[past["revision"]] = Tree(folder, past["as_of"])
        return trees[past["revision"]]
    year = now.ctx.year(as_of[:7]) % 100
    for options in ([], ["--by", "legal_entity"], ["--period", f"FY{year:02d}"], ["--period", f"FY{year + 1:02d}"]):
        period = options[1] if options[:1] == ["--period"] else None
        by = options[1] if options[:1] == ["--by"] else None
        comparison.compare("bridge", as_of, ["--compare", asked, *options],
                           lambda document, p=period, b=by: bridge_report(before(document), now, p, b))


# --- random edits ---

class Editor:
    def __init__(self, seed, root, as_of):
        self.r, self.root, self.as_of = random.Random(seed), root, date(as_of)

    def day(self, first, last):
        return self.as_of + datetime.timedelta(self.r.randint(first, last))

    def chance(self, p):
        return self.r.random() < p

    def figure(self, match):
        """Another amount with as many decimals, now and then."""
        if not self.chance(0.2):
            return match.group(0)
        digits = match.group(2).replace(".", "").replace("-", "")
        decimals = len(match.group(2).partition(".")[2])
        changed = f"{recompute.Decimal(int(int(digits) * self.r.choice([0, 1, 2, 3]) / 2)).scaleb(-decimals):f}"
        return f"{match.group(1)}: {changed}"

    def swap(self, text):
        """The plans of two neighbouring months."""
        found = [m for m in re.finditer(r"\bplan: (-?\d+)\b(?!\.)", text)]
        if len(found) < 2:
            return text
        i = self.r.randrange(len(found) - 1)
        a, b = found[i], found[i + 1]
        return text[:a.start(1)] + b.group(1) + text[a.end(1):b.start(1)] + a.group(1) + text[b.end(1):]

    def edit(self, text):
        if self.chance(0.3):
            text = re.sub(r"^state: \w+$", f"state: {self.r.choice(['active', 'on_hold', 'cancelled'])}", text, flags=re.M)
        if re.search(r"^stage: closed$", text, re.M):
            text = re.sub(r"^state: \w+$", "state: active", text, flags=re.M)
        if self.chance(0.6):
            text = re.sub(r"\b(plan|forecast|actual): (-?\d+(?:\.\d+)?)(?![\d.-])", self.figure, text)
        for _ in range(self.r.choice([0, 0, 1, 3])):
            text = self.swap(text)
        gates = {s: self.r.choice([self.as_of, self.day(-300, 300)]) for s in recompute.STAGES if self.chance(0.4)}
        if gates:
            text = text.replace("\nstate:", "".join(["\ngates: {", ", ".join(f"{s}: {d}" for s, d in gates.items()), "}\nstate:"]), 1)
        return text.replace("decisions: []", self.decisions() if self.chance(0.8) else "decisions: []")

    def decisions(self):
        """Moves in any order: what they lead to is not this report's to judge."""
        lines, days = ["decisions:"], sorted(self.day(-700, 30) for _ in range(self.r.randint(1, 6)))
        for i, day in enumerate(days):
            kind = self.r.choice(["advance", "advance", "advance", "return", "hold", "resume", "reopen", "cancel", "adopt"][:9 - min(i, 1)])
            lines.append(f"  - decision: {kind}")
            lines += [f"    gate: {self.r.choice(recompute.STAGES)}"] if kind in ("advance", "return", "adopt") else []
            lines += ["    role: sponsor", "    by: ann", f"    on: {day}", "    policy: 1", "    after: none",
                      f"    terms: {DIGEST}", "    reason: So", *(["    until: 2030-01-01"] if kind == "hold" else []),
                      "    signature: AAAA"]
        return "\n".join(lines)

    def edit_rates(self):
        path = f"{self.root}/rates.yaml"
        with open(path, encoding="utf-8") as f:
            text = f.read()
        edit = lambda m: f"{m.group(1)}: {recompute.Decimal(m.group(2)) + recompute.Decimal('0.0125')}" if self.chance(0.4) else m.group(0)
        with open(path, "w", encoding="utf-8") as f:
            f.write(re.sub(r"\b([A-Z]{3}): ([\d.]+)", edit, text))

    def run(self):
        self.edit_rates()
        for folder, _, names in sorted(os.walk(f"{self.root}/portfolios")):
            for name in sorted(names):
                path = f"{folder}/{name}"
                if not re.fullmatch(r"[A-Z].*\.yaml", name):
                    continue
                with open(path, encoding="utf-8") as f:
                    text = f.read()
                if self.chance(0.05):
                    os.remove(path)
                    continue
                if self.chance(0.1):
                    fresh = name[:-len(".yaml")] + "-NEW"
                    with open(f"{folder}/{fresh}.yaml", "w", encoding="utf-8") as f:
                        f.write(re.sub(r"^id: .*$", f"id: {fresh}", text, count=1, flags=re.M))
                with open(path, "w", encoding="utf-8") as f:
                    f.write(self.edit(text))


def commit(root, day):
    git = ["git", "-C", root, "-c", "user.name=o", "-c", "user.email=o@example.org", "-c", "commit.gpgsign=false"]
    clock = {"GIT_COMMITTER_DATE": f"{day}T12:00:00Z", "GIT_AUTHOR_DATE": f"{day}T12:00:00Z"}
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-qm", "State"], check=True, env={**os.environ, **clock})


def main(mode, cat4, *rest):
    with tempfile.TemporaryDirectory() as directory:
        root = f"{directory}/tree"
        comparison = Comparison(cat4, root)
        if mode == "tree":
            comparison.root = rest[0]
            compare_tree(comparison, *rest)
        elif mode == "random":
            here = os.path.dirname(os.path.abspath(__file__))
            made = subprocess.run([sys.executable, f"{here}/generate.py", *rest, root], capture_output=True, text=True, check=True)
            as_of = made.stdout.split()[-1]
            compare_tree(comparison, root, as_of)
            subprocess.run(["git", "init", "-q", root], check=True)
            commit(root, date(as_of) - datetime.timedelta(75))
            Editor(int(rest[0]), root, as_of).run()
            commit(root, as_of)
            compare_tree(comparison, root, as_of)
            compare_past(comparison, root, root, as_of, "HEAD~1")
        else:
            subprocess.run(["git", "clone", "-q", rest[0], root], check=True)
            for asked in rest[2:]:
                compare_past(comparison, root, root, rest[1], asked)
        return comparison.finish()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
