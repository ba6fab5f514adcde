#!/usr/bin/python3
"""Recomputes `cat4 report reconciliation --format json` from nothing but the YAML files, and ties it to the status report.

Shares the reader of recompute.py, which is independent of the tool, and no code with the tool. Where the two differ,
man/cat4-format.5 and the report's help decide.

    registers_recompute.py DIR AS_OF PERIOD CAT4      one tree; PERIOD is a month or a fiscal year (FY27)
    registers_recompute.py --random SEED COUNT CAT4   a random tree, with accounts strewn in, over several periods
"""
import json, os, random, re, subprocess, sys, tempfile
from collections import defaultdict
from pathlib import Path
sys.dont_write_bytecode = True
import recompute
from recompute import Context, Effect, Fraction, half_away

HERE = Path(__file__).resolve().parent
SUMS = ("actual", "confirmed", "difference", "unconfirmed", "without_actual", "restated")
LEVELS = ("working_capital", "fte")


def in_period(ctx, period):
    if period.startswith("FY"):
        return lambda month: ctx.year(month) % 100 == int(period[2:])
    return lambda month: month == period


def default_period(ctx):
    year, month = ctx.as_of.year, ctx.as_of.month
    while not ctx.ended(f"{year:04d}-{month:02d}"):
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return f"{year:04d}-{month:02d}"


class Books:
    """One hard effect: the cells of its months, as written and converted, and how they came to be confirmed."""

    def __init__(self, ctx, measure, raw, currency, where):
        self.kind, self.entity, self.account = raw["kind"], where.get("legal_entity", "-"), raw.get("account", "-")
        self.measure, self.currency, self.effect = measure["id"], "-" if self.kind == "fte" else currency, raw["id"]
        self.actual = {m: c["actual"] for m, c in (raw.get("months") or {}).items() if "actual" in c}
        self.confirmed, self.first, self.restatements = {}, {}, []
        for d in measure.get("decisions") or []:
            if d["decision"] != "confirm" or d["effect"] != raw["id"] or d["currency"] != self.currency:
                continue
            for month, amount in d["amounts"].items():
                if month not in self.confirmed:
                    self.confirmed[month] = self.first[month] = amount
                elif d.get("restates") == "true":
                    self.restatements.append((month, self.confirmed[month], amount, d["on"]))
                    self.confirmed[month] = amount

    def own(self, amount):
        exponent = 2 if self.currency == "-" else recompute.EXPONENT[self.currency]
        return half_away(Fraction(amount) * 10 ** exponent)

    def sums(self, wanted, value):
        """SUMS over the months that are wanted; value(amount, month) is in minor units."""
        actual = sorted(m for m in self.actual if wanted(m))
        confirmed = sorted(m for m in self.confirmed if wanted(m))
        if self.kind in LEVELS:
            actual, confirmed = actual[-1:], confirmed[-1:]
        def of(months, cells):
            return sum(value(cells[m], m) for m in months)
        a, c = of(actual, self.actual), of(confirmed, self.confirmed)
        return (a, c, c - a, of([m for m in actual if m not in self.confirmed], self.actual),
                of([m for m in confirmed if m not in self.actual], self.confirmed),
                c - of(confirmed, self.first)), bool(actual or confirmed)


def read_books(ctx):
    """The hard effects of all measures, found by walking the tree."""
    found = []
    def walk(folder, depth, above):
        for name in sorted(os.listdir(f"{ctx.root}/{folder}"), key=os.fsencode):
            path = f"{folder}/{name}"
            if depth < 4 and os.path.isdir(f"{ctx.root}/{path}"):
                own = recompute.load(f"{ctx.root}/{path}/{recompute.LEVELS[depth]}.yaml")
                walk(path, depth + 1, {**above, **{k: own[k] for k in ("legal_entity", "currency") if k in own}})
            elif depth == 4 and name.endswith(".yaml") and name != "package.yaml":
                raw = recompute.load(f"{ctx.root}/{path}")
                where = {**above, **{k: raw[k] for k in ("legal_entity",) if k in raw}}
                inherited = where.get("currency") or ctx.entities.get(where.get("legal_entity"), {}).get("currency")
                for effect in raw.get("effects") or []:
                    if effect.get("class", "hard") == "hard":
                        found.append(Books(ctx, raw, effect, effect.get("currency") or inherited or ctx.currency, where))
    walk("portfolios", 0, {})
    return found


def texts(sums, exponent):
    return tuple(f"{recompute.Decimal(n).scaleb(-exponent):f}" for n in sums)


def expected(ctx, period):
    """{(section, level, kind, entity, account, currency): texts of SUMS}, and the restatements."""
    wanted, rows, own, restated, outside, lines = in_period(ctx, period), defaultdict(lambda: [0] * 6), {}, [], [], 0
    for books in read_books(ctx):
        reporting = (lambda a, m: books.own(a)) if books.kind == "fte" else (
            lambda a, m: ctx.minor(a, books.currency, m))
        sums, there = books.sums(wanted, reporting)
        lines += 0 if not there else 1
        for month, before, after, on in books.restatements:
            entry = (books.measure, books.effect, month, books.own(before), books.own(after), on)
            (restated if wanted(month) else outside if wanted(on[:7]) else []).append(entry)
        if not there:
            continue
        section = "fte" if books.kind == "fte" else "accounts"
        for level, entity, account, currency in (("account", books.entity, books.account, books.currency),
                                                 ("entity", books.entity, "", ""), ("total", "", "", "")):
            key = (section, level, books.kind, entity, account, currency)
            rows[key] = [a + b for a, b in zip(rows[key], sums)]
            if level == "account":
                mine = books.sums(wanted, lambda a, m: books.own(a))[0]
                own[key] = [a + b for a, b in zip(own.get(key, [0] * 6), mine)]
    exponent = {"fte": 2, "accounts": ctx.exponent}
    return ({k: texts(v, exponent[k[0]]) for k, v in rows.items()},
            {k: texts(v, 2 if k[5] == "-" else recompute.EXPONENT[k[5]]) for k, v in own.items() if k[0] == "accounts"},
            sorted(restated), sorted(outside), lines)


def report(cat4, root, as_of, *words):
    run = subprocess.run([cat4, "-C", root, "--as-of", as_of, "report", *words, "--format", "json"],
                         stdout=subprocess.PIPE, check=True)
    return json.loads(run.stdout)


def restatements(rows, exponent_of):
    return sorted((r["measure"], r["effect"], r["month"], exponent_of(r["own_before"], r["currency"]),
                   exponent_of(r["own_after"], r["currency"]), r["on"]) for r in rows)


def differences(cat4, root, as_of, period):
    ctx = Context(root, as_of)
    words = ["reconciliation"] + (["--period", period] if period else [])
    period = period or default_period(ctx)
    document = report(cat4, root, as_of, *words)
    rows, own, restated, outside, effects = expected(ctx, period)
    wrong = [] if document["period"] == period else [f"period {document['period']}, oracle {period}"]
    theirs, their_own = {}, {}
    for section in ("accounts", "fte"):
        for row in document[section]:
            account = row["level"] == "account"
            key = (section, row["level"], row["kind"], row["entity"] or "", row["account"] or "",
                   row["currency"] if account else "")
            theirs[key] = tuple(row[k] for k in SUMS)
            if account and section == "accounts":
                their_own[key] = tuple(row["own_" + k] for k in SUMS)
    for ours, found, what in ((rows, theirs, ""), (own, their_own, "own ")):
        wrong += [f"{what}{k}: oracle {ours.get(k)}, cat4 {found.get(k)}" for k in {**ours, **found}
                  if ours.get(k) != found.get(k)]
    def minor(text, currency):
        return half_away(Fraction(text) * 10 ** (2 if currency == "-" else recompute.EXPONENT[currency]))
    for ours, key in ((restated, "restated"), (outside, "restated_outside")):
        found = restatements(document[key], minor)
        wrong += [] if found == ours else [f"{key}: oracle {ours}, cat4 {found}"]
    lines = {(r["measure"], r["effect"]) for r in document["lines"]}
    wrong += [] if len(lines) == effects else [f"lines: oracle {effects} effects, cat4 {len(lines)}"]
    # Each table adds up to its lines, and the leading kind to the status report.
    for kind in {r["kind"] for r in document["accounts"]}:
        for figure in ("actual", "confirmed", "difference"):
            below = sum(Fraction(r[figure] or 0) for r in document["lines"] if r["kind"] == kind)
            total = next(r for r in document["accounts"] if r["level"] == "total" and r["kind"] == kind)[figure]
            wrong += [] if below == Fraction(total) else [f"lines of {kind} {figure}: {below}, total {total}"]
    if period.startswith("FY"):
        year = report(cat4, root, as_of, "status")["nodes"][0]["by_year"].get(period, {})
        for figure in ("actual", "confirmed"):
            key = ("accounts", "total", ctx.policy["leading_effect"], "", "", "")
            ours = theirs.get(key, texts([0] * 6, ctx.exponent))[SUMS.index(figure)]
            stated = year.get(figure, texts([0], ctx.exponent)[0])
            wrong += [] if ours == stated else [f"status {period} {figure}: {stated}, reconciliation {ours}"]
    print(*wrong, f"{period}: {len(rows) + len(own)} rows compared, {len(wrong)} differences", sep="\n")
    return len(wrong)


def random_tree(seed, count, tree):
    made = subprocess.run([sys.executable, HERE / "generate.py", seed, count, tree], capture_output=True, text=True,
                          check=True)
    r = random.Random(f"accounts {seed}")
    for path in sorted(Path(tree).glob("portfolios/*/*/*/*/*.yaml")):
        if path.name == "package.yaml":
            continue
        def with_account(match):
            return match[0] + (f'    account: "{r.choice(["6400", "6500", "-x"])}"\n' if r.random() < 0.6 else "")
        path.write_text(re.sub(r"(?m)^    kind: .*\n", with_account, path.read_text()))
    return made.stdout.split()[-1]


def main():
    if sys.argv[1] != "--random":
        root, as_of, period, cat4 = sys.argv[1:]
        return int(differences(cat4, root, as_of, period if period != "-" else None) > 0)
    seed, count, cat4 = sys.argv[2:]
    with tempfile.TemporaryDirectory() as directory:
        tree = f"{directory}/tree"
        as_of = random_tree(seed, count, tree)
        year = Context(tree, as_of).year(as_of[:7])
        periods = [None, f"FY{year % 100}", f"FY{(year - 1) % 100}", as_of[:7]]
        return int(sum(differences(cat4, tree, as_of, period) for period in periods) > 0)


if __name__ == "__main__":
    sys.exit(main())
