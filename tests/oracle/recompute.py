#!/usr/bin/python3
"""Recomputes `cat4 report status --format json` from nothing but the YAML files: an oracle.

Written from the description of the format (man/cat4-format.5) only. It must not share code with the tool, nor be
adapted to what it prints: where the two differ, the manual decides. Money is integers in minor units or fractions, never a float.

    recompute.py DIR AS_OF                    prints the JSON document
    recompute.py --compare DIR AS_OF CAT4     runs CAT4, prints every difference, exit 1 if there is one

The comparison also asks for two periods and for groups, and recomputes those figures and the table of fiscal years.
"""
import calendar, datetime, json, os, subprocess, sys, yaml
from collections import ChainMap, defaultdict
from decimal import Decimal
from fractions import Fraction

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every scalar is a string
date = datetime.date.fromisoformat
LEVELS = ("portfolio", "program", "project", "package")
STATES, LIGHTS = ("active", "on_hold", "cancelled"), ("green", "amber", "red", "grey")
EXPONENT = defaultdict(lambda: 2, JPY=0, KRW=0, ISK=0, CLP=0, VND=0, KWD=3, BHD=3, OMR=3, TND=3, JOD=3)
YEAR_FIGURES = ("plan", "expected", "actual", "confirmed")
STAGES = "defined identified detailed decided implemented closed".split()
DEFAULT_POLICY = {
    "stages": [{"id": s, "weight": w} for s, w in zip(STAGES, ("0", "10", "30", "60", "90", "100"))],
    "leading_effect": "ebitda", "confirmation": {"months": "12"}, "stalled_after_days": "90",
    "status": {"actuals_due_days": "15", "implementation": {"amber_days": "3", "red_days": "7"},
               "potential": {"amber_below": "90", "red_below": "70"},
               "rollup": {"red_share": "10", "amber_share": "20"}}}

def load(path, otherwise=None):
    with open(path if os.path.exists(path) else otherwise or path, encoding="utf-8") as f:
        return yaml.load(f, Loader=LOADER) or {}

def merged(default, given):
    """Policy parts are optional one by one; a list replaces the default list as a whole."""
    if not isinstance(default, dict):
        return given
    return {**default, **{k: merged(default.get(k), v) for k, v in given.items()}}

def added(triples):
    return tuple(map(sum, zip((0, 0, 0), *triples)))

def half_away(x):  # int() cuts towards zero
    return int(x + Fraction(1 if x >= 0 else -1, 2))

def month_end(month):
    return date(f"{month}-{calendar.monthrange(int(month[:4]), int(month[5:]))[1]}")

class Context:
    """What every figure needs: organization, policy, rates and the as-of date."""
    def __init__(self, root, as_of):
        self.root, self.as_of, self.org = root, date(as_of), load(f"{root}/organization.yaml")
        self.policy = merged(DEFAULT_POLICY, load(f"{root}/policy.yaml", "/dev/null"))
        self.rates = load(f"{root}/rates.yaml", "/dev/null")
        self.currency, self.exponent = self.org["currency"], EXPONENT[self.org["currency"]]
        self.stages = {s["id"]: s for s in self.policy["stages"]}
        self.entities = {e["id"]: e for e in self.org["legal_entities"]}

    def ended(self, month):
        return (self.as_of - month_end(month)).days >= int(self.policy["status"]["actuals_due_days"])

    def year(self, month):  # fiscal years are named by the calendar year they end in
        start = int(self.org.get("fiscal_year_start", "1"))
        return int(month[:4]) + (1 if 1 < start <= int(month[5:7]) else 0)

    def minor(self, amount, currency, month=None):
        """One cell in minor units of the reporting currency, at the month's rate or (None) the plan rate."""
        if currency != self.currency:
            rates = self.rates["months"][month] if month else self.rates["plan"]
            amount = Fraction(amount) * Fraction(rates[currency])
        return half_away(Fraction(amount) * 10 ** self.exponent)

    def text(self, n):
        return f"{Decimal(n).scaleb(-self.exponent):f}"

class Effect:
    """rows: month -> figure -> minor units; a figure the month does not have is absent."""
    def __init__(self, ctx, raw, currency, decisions, active):
        self.one_off, self.level = raw.get("nature") == "one_off", raw["kind"] in ("working_capital", "fte")
        months, confirmed, self.rows, self.plan_months = raw.get("months") or {}, {}, {}, []
        for d in decisions:
            if d["decision"] == "confirm" and d["effect"] == raw["id"] and d["currency"] == currency:
                confirmed.update({m: a for m, a in d["amounts"].items()
                                  if d.get("restates") == "true" or m not in confirmed})
        for month in sorted(set(months) | set(confirmed)):
            cell = dict(months.get(month) or {}, **({"confirmed": confirmed[month]} if month in confirmed else {}))
            fixed = {k: ctx.minor(v, currency) for k, v in cell.items()}  # at plan rates, for the lights
            row = {k: ctx.minor(v, currency, k in ("actual", "confirmed") and month) for k, v in cell.items()}
            usable = ["confirmed", "actual"] + (["forecast", "plan"] if active and not ctx.ended(month) else [])
            value = next((k for k in usable if k in cell), None)
            if active or value:  # on hold or cancelled, a month without confirmed or actual has no value at all
                row.update(expected=row.get(value, 0), fixed_expected=fixed.get(value, 0))
            row.update({"first_plan": row[k] for k in ("plan", "original") if k in cell})
            row.update({"fixed_confirmed": fixed["confirmed"]} if "confirmed" in cell else {})
            self.rows.update({month: row} if cell else {})
            self.plan_months += [month] if Fraction(cell.get("plan", "0")) != 0 else []
        self.run_rate = ctx.minor(raw["run_rate"], currency) if "run_rate" in raw else None

    def cells(self, figure, months):
        """The addends of a total: the cells of these months; for levels only the last of them."""
        found = [self.rows[m][figure] for m in sorted(months) if figure in self.rows.get(m, {})]
        return found[-1:] if self.level else found

    def total(self, figure, months):
        return sum(self.cells(figure, months))

    def share_sums(self, figure, valued, planned):
        """(Σ value, Σ plan, Σ|plan|)"""
        plan = self.cells("plan", planned)
        return self.total(figure, valued), sum(plan), sum(map(abs, plan))

    def run_rates(self):
        """A year's plan, expected, confirmed of a recurring effect."""
        if self.run_rate is not None:
            year = self.plan_months[-12:]
            return self.run_rate, self.total("expected", year), self.total("confirmed", year)
        last, confirmed = self.plan_months[-1:], [m for m in self.rows if "confirmed" in self.rows[m]]
        year = (self.total("plan", last), self.total("expected", last), self.total("confirmed", confirmed[-1:]))
        return year if self.level else tuple(12 * n for n in year)

class Measure:
    def __init__(self, ctx, path, chain):
        """chain: the containers above it, the nearest first."""
        self.ctx, self.path, self.raw = ctx, path, load(f"{ctx.root}/{path}")
        raw, self.stage, self.state = self.raw, self.raw["stage"], self.raw["state"]
        self.decisions = raw.get("decisions") or []
        self.active, self.cancelled = self.state == "active", self.state == "cancelled"
        self.closed = self.stage == ctx.policy["stages"][-1]["id"]
        inherited = ChainMap(raw, *chain)
        entity = ctx.entities.get(inherited.get("legal_entity"), {})
        self.fields = {"legal_entity": [inherited.get("legal_entity", "-")], "sponsor": [inherited.get("sponsor", "-")],
                       "controller": [raw.get("controller", "-")], "tag": sorted(set(raw.get("tags") or ["-"]))}
        currency = inherited.get("currency") or entity.get("currency") or ctx.currency
        self.leading, cost, soft = [], [], []
        for e in [e for e in raw.get("effects") or [] if e["kind"] != "fte"]:  # fte is in no sum of money
            effect = Effect(ctx, e, e.get("currency", currency), self.decisions, self.active)
            is_hard = e.get("class", "hard") == "hard"
            self.leading += [effect] if is_hard and e["kind"] == ctx.policy["leading_effect"] else []
            cost += [effect] if is_hard and e["kind"] in ("one_off_cost", "capex") else []
            soft += [] if is_hard else [effect]
        self.years = sorted({ctx.year(m) for e in self.leading for m in e.rows})
        self.outlook, self.to_date = self.potential_sums()
        self.absolute_plan = sum(e.share_sums("plan", [], e.plan_months)[2] for e in self.leading)
        self.figures = self.compute_figures(cost, soft)
        self.implementation = self.implementation_light() if self.active else "grey"
        self.potential = potential_light(ctx, self.outlook, self.to_date) if self.active else "grey"
        self.trap = not self.closed and self.implementation == "green" and self.potential in ("amber", "red")

    def total(self, figure, wanted=lambda month: True):
        return sum(e.total(figure, filter(wanted, e.rows)) for e in self.leading)

    def over(self, wanted):
        """The figures of a table's line over the months that are wanted, without the plan where a node has none."""
        sums = {k: self.total(k, wanted) for k in YEAR_FIGURES}
        sums["original"] = self.total("first_plan", wanted)
        return sums

    def compute_figures(self, cost, soft):
        ctx, years = self.ctx, {f"by_year.{y}": y for y in self.years}
        f = {k: self.total(k) for k in YEAR_FIGURES}
        for name, y in {**years, "in_year": ctx.year(str(ctx.as_of))}.items():
            f.update({f"{name}.{k}": self.total(k, lambda m, y=y: ctx.year(m) == y) for k in YEAR_FIGURES})
        for i, k in enumerate(("plan", "expected", "confirmed")):
            f["run_rate." + k] = sum(e.run_rates()[i] for e in self.leading if not e.one_off)
        f["original"] = self.total("first_plan")
        f["one_off"] = sum(e.total("plan", e.rows) for e in self.leading if e.one_off)
        weight = Fraction(ctx.stages[self.stage].get("weight", "0"))
        cells = [c for e in self.leading for c in e.cells("expected", e.rows)]
        f["weighted"] = (f["confirmed"] if self.closed or self.cancelled else
                         half_away(sum(c * (weight if c > 0 else Fraction(100)) for c in cells) / Fraction(100)))
        for name, effects in (("cost_to_achieve", cost), ("soft", soft)):
            f.update({f"{name}.{k}": sum(e.total(k, e.rows) for e in effects) for k in YEAR_FIGURES})
        f["cancelled.plan"] = f["plan"] if self.cancelled else 0
        return f

    def potential_sums(self):
        """(Σ value, Σ plan, Σ|plan|) of the outlook and to date, at plan rates."""
        if self.closed:
            asked = [(e, e.plan_months[:int(self.ctx.policy["confirmation"]["months"])]) for e in self.leading]
            return (added(e.share_sums("fixed_confirmed", months, months) for e, months in asked),) * 2
        return tuple(added(e.share_sums("fixed_expected", filter(asked, e.rows if e.one_off else e.plan_months),
                                        filter(asked, e.plan_months)) for e in self.leading)
                     for asked in (lambda month: True, self.ctx.ended))

    def implementation_light(self):
        limits, late = self.ctx.policy["status"]["implementation"], []
        for m in self.raw.get("milestones") or []:
            if m.get("key", "true") == "true" and "due" in m:
                until = max(date(m.get("forecast", m["due"])), self.ctx.as_of)
                late.append(0 if "done" in m else max(0, (until - date(m["due"])).days))
        light = ("grey" if not late else "red" if max(late) > int(limits["red_days"])
                 else "amber" if max(late) > int(limits["amber_days"]) else "green")
        own = self.raw.get("status", {}).get("implementation", light)
        return own if light == "grey" else max(own, light, key=LIGHTS.index)

    def stalled(self):
        dates = [d["on"] for d in self.decisions + [self.raw.get("status", {})] if "on" in d]
        folder = f"{self.ctx.root}/{self.path[:-len('.yaml')]}.approvals"  # open approvals are decisions too
        dates += [load(f"{folder}/{f}")["on"] for f in (os.listdir(folder) if os.path.isdir(folder) else [])]
        dates += [m["done"] for m in self.raw.get("milestones") or [] if "done" in m]
        dates += [str(month_end(month)) for e in self.raw.get("effects") or []
                  for month, cell in (e.get("months") or {}).items() if "actual" in cell]
        days = self.ctx.stages[self.stage].get("stalled_after_days", self.ctx.policy["stalled_after_days"])
        idle = (self.ctx.as_of - date(max(dates, default=str(self.ctx.as_of)))).days
        return self.active and not self.closed and idle > int(days)

def potential_light(ctx, outlook, to_date):
    def below(sums, percent):  # 1 + (Σ value − Σ plan) ÷ Σ|plan| < percent ÷ 100
        return 100 * (sums[2] + sums[0] - sums[1]) < Fraction(percent) * sums[2]
    limits = ctx.policy["status"]["potential"]
    if outlook[2] == 0 or below(outlook, limits["red_below"]):
        return "red" if outlook[2] else "grey"
    return "amber" if any(s[2] and below(s, limits["amber_below"]) for s in (outlook, to_date)) else "green"

def container_lights(ctx, measures):
    counted, active = [m for m in measures if not m.cancelled], [m for m in measures if m.active]
    potential = potential_light(ctx, added(m.outlook for m in counted), added(m.to_date for m in counted))
    if all(m.implementation == "grey" for m in active):
        return "grey", potential
    by_plan, limits = any(m.absolute_plan for m in active), ctx.policy["status"]["rollup"]
    def exceeds(limit, *lights):
        weights = [(m.absolute_plan if by_plan else 1, m.implementation in lights) for m in active]
        return 100 * sum(w for w, lit in weights if lit) > Fraction(limits[limit]) * sum(w for w, _ in weights)
    light = "red" if exceeds("red_share", "red") else "amber" if exceeds("amber_share", "red", "amber") else "green"
    return light, potential

def node(ctx, level, raw, path, parent, measures, own=None):
    """One node of the report; own is the measure itself at level measure."""
    f = defaultdict(int)
    for m in measures:
        for k, n in m.figures.items():
            planned = k.split(".")[-1] in ("plan", "original", "one_off") and k != "cancelled.plan"
            f[k] += n if own or not (planned and m.cancelled) else 0
    text, gap, target = lambda k: ctx.text(f[k]), None, None if own else raw.get("target")
    if target:
        by, basis = target["by"], target.get("basis", "cumulative")
        wanted = (lambda m: ctx.year(m) == ctx.year(by)) if basis == "fiscal_year" else (lambda m: m <= by)
        reached = f["run_rate.expected"] if basis == "run_rate" else sum(m.total("expected", wanted) for m in measures)
        target = ctx.minor(target["amount"], ctx.currency)
        target, gap = ctx.text(target), ctx.text(target - reached)
    def group(name, *keys):
        return {k: text(f"{name}.{k}") for k in keys}
    def lights(which):
        return {c: sum(m.active and getattr(m, which) == c for m in measures) for c in LIGHTS}
    implementation, potential = (own.implementation, own.potential) if own else container_lights(ctx, measures)
    return {"level": level, "id": raw["id"], "path": path, "parent": parent, "name": raw["title" if own else "name"],
            "stage": own and own.stage, "state": own and own.state,
            "implementation": implementation, "potential": potential, "trap": bool(own and own.trap),
            "counts": {"measures": len(measures), **{s: sum(m.state == s for m in measures) for s in STATES},
                       "implementation": lights("implementation"), "potential": lights("potential")},
            **{k: text(k) for k in ("plan", "original", "expected", "actual", "confirmed")},
            "in_year": group("in_year", *YEAR_FIGURES),
            "by_year": {f"FY{y % 100:02d}": group(f"by_year.{y}", *YEAR_FIGURES)
                        for y in sorted({y for m in measures for y in m.years})},
            "run_rate": group("run_rate", "plan", "expected", "confirmed"), "one_off": text("one_off"),
            "weighted": text("weighted"), "cost_to_achieve": group("cost_to_achieve", "plan", "actual"),
            "soft": group("soft", "plan", "expected"), "target": target, "gap": gap,
            "cancelled": group("cancelled", "plan")}

def walk(ctx, folder, depth, parent, chain):
    """(nodes depth-first, measures) below a folder; chain: the containers from it upward."""
    nodes, measures, full = [], [], f"{ctx.root}/{folder}"
    for name in sorted(os.listdir(full) if os.path.isdir(full) else [], key=os.fsencode):
        path = f"{folder}/{name}"
        if depth < len(LEVELS) and os.path.isdir(f"{full}/{name}"):
            raw = load(f"{ctx.root}/{path}/{LEVELS[depth]}.yaml")
            below, found = walk(ctx, path, depth + 1, raw["id"], [raw] + chain)
            nodes += [node(ctx, LEVELS[depth], raw, f"{path}/{LEVELS[depth]}.yaml", parent, found)] + below
            measures += found
        elif depth == len(LEVELS) and name.endswith(".yaml") and name != "package.yaml":
            measures.append(Measure(ctx, path, chain))
            nodes.append(node(ctx, "measure", measures[-1].raw, path, parent, measures[-1:], measures[-1]))
    return nodes, measures

def report(root, as_of):
    ctx = Context(root, as_of)
    nodes, measures = walk(ctx, "portfolios", 0, ctx.org["id"], [])
    nodes.insert(0, node(ctx, "organization", ctx.org, "organization.yaml", None, measures))
    return {"format_version": 1, "command": "report", "report": "status", "as_of": as_of, "revision": None,
            "currency": ctx.currency, "nodes": nodes, "traps": [m.raw["id"] for m in measures if m.trap],
            "stalled": [m.raw["id"] for m in measures if m.stalled()]}

def flat(value, prefix=""):
    if not isinstance(value, dict):
        return {prefix[1:]: value}
    return {k: v for key in value for k, v in flat(value[key], f"{prefix}.{key}").items()}

def summed(ctx, measures, wanted):
    """The figures over the months that are wanted, as a node above these measures counts them."""
    total = defaultdict(int)
    for m in measures:
        for k, n in m.over(wanted).items():
            total[k] += 0 if m.cancelled and k in ("plan", "original") else n
    return {k: ctx.text(total[k]) for k in (*YEAR_FIGURES, "original")}

def months_of(ctx, period):
    """Which months a period has: 2026-09, FY27 or FY27-Q2."""
    if not period.startswith("FY"):
        return lambda month: month == period
    year, start = 2000 + int(period[2:4]), int(ctx.org.get("fiscal_year_start", "1"))
    quarter = period[6:]
    return lambda month: (ctx.year(month) == year and
                          (not quarter or (int(month[5:7]) - start) % 12 // 3 + 1 == int(quarter)))

def tables(ctx, period, field):
    """Every line of the tables by year, by period and by group, named."""
    nodes, measures = walk(ctx, "portfolios", 0, ctx.org["id"], [])
    lines = {}
    for year in sorted({y for m in measures for y in m.years}):
        lines[f"year FY{year % 100:02d}"] = summed(ctx, measures, lambda month, y=year: ctx.year(month) == y)
    if lines and ctx.policy["leading_effect"] != "working_capital":  # levels of years are no sum
        lines["year Sum"] = summed(ctx, measures, lambda month: True)
    wanted = months_of(ctx, period)
    for n in nodes:
        inside = [m for m in measures if m.path.startswith(os.path.dirname(n["path"]) + "/")]
        if n["level"] != "measure":
            lines[f"period {n['id']}"] = summed(ctx, inside, wanted)
    for m in measures:  # its own line has its plan in every state
        lines[f"period {m.raw['id']}"] = {k: ctx.text(v) for k, v in m.over(wanted).items()}
    lines[f"period {ctx.org['id']}"] = summed(ctx, measures, wanted)
    groups = defaultdict(list)
    for m in measures:
        for name in m.fields[field]:
            groups[name].append(m)
    for name, found in [*groups.items(), ("Sum", measures)]:
        raw = {"id": name, "name": name}
        line, sums = node(ctx, "group", raw, "", None, found), summed(ctx, found, wanted)
        lines[f"group {name}"] = {
            **{k: line[k] for k in ("implementation", "potential", "plan", "original", "expected", "actual", "confirmed",
                                    "one_off", "weighted")}, "measures": len(found),
            **{f"{group}_{k}": v for group in ("in_year", "run_rate", "cost_to_achieve", "soft", "cancelled")
               for k, v in line[group].items()},
            **{f"in_period_{k}": sums[k] for k in YEAR_FIGURES}}
    return lines

def run_report(root, as_of, binary, *options):
    run = subprocess.run([binary, "-C", root, "--as-of", as_of, "report", "status", "--format", "json", *options],
                         stdout=subprocess.PIPE, check=False)
    return json.loads(run.stdout or "{}")

def compare_tables(root, as_of, binary, period, field):
    """The lines that differ, of the tables that a period and a field ask for, and the number of lines."""
    theirs, plain = {}, run_report(root, as_of, binary, "--period", period)
    for row in plain["by_year"]:
        theirs[f"year {row['fiscal_year']}"] = row
    for row in plain["period_figures"]:
        theirs[f"period {row['id']}"] = row
    for n in plain["nodes"]:
        inside = {k: n["in_period"][k] for k in YEAR_FIGURES}
        if any(theirs[f"period {n['id']}"][k] != v for k, v in inside.items()):
            theirs[f"period {n['id']}"] = inside
    for row in run_report(root, as_of, binary, "--period", period, "--by", field)["groups"]:
        theirs[f"group {row['group']}"] = row
    ours = tables(Context(root, as_of), period, field)
    different = [f"{period}, {field}, {name}: lines of one side only" for name in ours.keys() ^ theirs.keys()]
    different += [f"{period}, {field}, {name} {k}: oracle {v}, cat4 {theirs[name].get(k)}" for name in ours
                  if name in theirs for k, v in ours[name].items() if theirs[name].get(k) != v]
    return sorted(different), len(ours)

def compare(root, as_of, binary):
    ours, theirs, whole = {}, {}, report(root, as_of)
    for document, values in ((whole, ours), ({k: v for k, v in run_report(root, as_of, binary).items() if k in whole}, theirs)):
        nodes = document.pop("nodes", [])
        for ident, part in [("-", {**document, "order": [n["id"] for n in nodes]})] + [(n["id"], n) for n in nodes]:
            values.update({f"{ident} {k}": v for k, v in flat(part).items()})
    pairs = {k: (ours.get(k, "(absent)"), theirs.get(k, "(absent)")) for k in {**ours, **theirs}}
    different = [f"{k}: oracle {a}, cat4 {b}" for k, (a, b) in pairs.items() if repr(a) != repr(b)]
    year, lines = f"FY{Context(root, as_of).year(as_of) % 100:02d}", 0
    for period, field in ((year, "legal_entity"), (f"{year}-Q2", "tag"), (as_of[:7], "controller")):
        found, count = compare_tables(root, as_of, binary, period, field)
        different, lines = different + found, lines + count
    print(*different, f"{len(ours['- order'])} nodes, {len(pairs)} values and {lines} lines of tables compared, "
          f"{len(different)} differences", sep="\n")
    return int(bool(different))

if __name__ == "__main__":
    if sys.argv[1:2] == ["--compare"]:
        sys.exit(compare(*sys.argv[2:]))
    print(json.dumps(report(*sys.argv[1:]), ensure_ascii=False, indent=1))
