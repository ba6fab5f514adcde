#!/usr/bin/python3
"""Writes a random tree of YAML files for recompute.py: `generate.py SEED COUNT DIR`, the same for the same seed.

The tree has COUNT measures and obeys the format's shape rules, not the rules of governance (signatures, gates). An
as-of date that puts lateness and silence on and beside their thresholds is printed. Shares no code with the tool.
"""
import datetime, os, random, sys
from decimal import Decimal
sys.dont_write_bytecode = True
from recompute import LEVELS, STAGES, month_end

WORTH = {"EUR": "1", "JPY": "0.00625", "KWD": "3", "CHF": "1.0625", "USD": "0.9"}
DECIMALS = {"EUR": 2, "JPY": 0, "KWD": 3, "CHF": 2, "USD": 2}
MONTHS = [f"{y}-{m:02d}" for y in range(2024, 2030) for m in range(1, 13)]
KINDS = ["ebitda", "revenue", "cost", "cash", "working_capital", "capex", "one_off_cost", "fte"]
PEOPLE, DIGEST = ["ann", "bob", "eve"], "sha256:" + "1c" * 32

def chance(p):
    return r.random() < p

def maybe(p, **keys):
    return keys if chance(p) else {}

def lines(value, indent=0):
    """Block style; a month's cell is sometimes in flow"""
    pad, out = " " * indent, []
    for k, v in value.items():
        if isinstance(v, dict) and {"plan", "forecast", "actual"} & set(v) and chance(0.7):
            out.append(f"{pad}{k}: {{{', '.join(f'{a}: {b}' for a, b in v.items())}}}")
        elif isinstance(v, dict):
            out += [f"{pad}{k}:"] + lines(v, indent + 2)
        elif isinstance(v, list) and v:
            blocks = [lines(item, indent + 4) for item in v]
            out += [f"{pad}{k}:"] + [line for b in blocks for line in [f"{pad}  - {b[0].lstrip()}"] + b[1:]]
        else:
            out.append(f"{pad}{k}: {v}")
    return out

def write(path, value):
    os.makedirs(os.path.dirname(f"{root}/{path}"), exist_ok=True)
    with open(f"{root}/{path}", "w", encoding="utf-8", newline="\n") as f:
        f.write("\n".join(lines(value)) + "\n")

def amount(currency, sign=1):
    """All magnitudes and numbers of decimals; sometimes zero."""
    n = Decimal(r.randint(0, r.choice([3, 999, 99999, 99999999]))).scaleb(-r.randint(0, DECIMALS.get(currency, 2)))
    return r.choice(["0", "-0"]) if chance(0.06) else f"{n * sign:f}"

def rate(currency):
    exact = Decimal(WORTH[currency]) / Decimal(WORTH[home]) * r.randint(800000, 1200000) / 1000000
    return (r.choice(["0.5", "1.5", "0.005", "0.125", "2.25"]) if chance(0.3) else  # these leave halves to round
            f"{exact.quantize(Decimal(1).scaleb(-r.randint(4, 12))):f}")

def near(*days):
    """A date one of these numbers of days before the as-of date, give or take a day."""
    return str(as_of - datetime.timedelta(r.choice(days) + r.choice([-1, 0, 0, 1])))

def months_of(currency):
    """Cells with unrelated figures, or all on a threshold's share of the plan."""
    start, ratio, step = r.randrange(len(MONTHS) - 40), r.choice([None, *RATIOS]), 10 ** r.choice([2, 4, 6])
    cells, signs = {}, r.choice([[1], [1], [-1], [1, -1]])
    for m in MONTHS[start:start + r.choice([1, 5, 14, 26, 40])]:
        plan = str(step * r.randint(1, 9) * r.choice(signs)) if ratio else amount(currency, r.choice(signs))
        figures = [str(int(plan) * ratio // 100) if ratio else amount(currency, r.choice(signs)) for _ in "fa"]
        often, past = 1 if ratio else 0.6, m <= str(as_of)[:7]
        cell = {**maybe(0.9, plan=plan, **maybe(0.1, original=amount(currency))),
                **maybe(often, forecast=figures[0]), **maybe(often if past else 0.02, actual=figures[1])}
        cells[m] = cell or {"plan": "0"}
    return cells

def decision(kind, gate, **keys):
    return {"decision": kind, **gate, "role": "controller", "by": r.choice(PEOPLE), "on": near(0, 89, 90, 200),
            "policy": "1", "after": DIGEST, "terms": DIGEST, **keys, "signature": "AAAA"}

def confirms(effect, currency):
    """Confirms of an effect: overlapping, outside the plan, sometimes in a wrong currency."""
    out, cells = [], effect["months"]
    for n in range(r.choice([1, 1, 2, 3])):
        first, wrong = r.randrange(len(cells)) if n else 0, currency in WORTH and chance(0.05)
        used = r.choice([c for c in WORTH if c != currency]) if wrong else currency
        asked = {*list(cells)[first:first + r.choice([1, 6, 12, 40])], *maybe(0.1, m=r.choice(MONTHS)).values()}
        amounts = {m: cells.get(m, {}).get("actual") if not wrong and chance(0.8) else None for m in sorted(asked)}
        out.append(decision(
            "confirm", {}, effect=effect["id"], currency=used if currency in WORTH else '"-"', checked="ledger",
            amounts={m: a or amount("JPY" if wrong else used) for m, a in amounts.items()},
            previous=DIGEST if n else "none", **maybe(n and 0.5, restates="true", reason="Late")))
    return out

def measure(ident, above):
    """above: what it inherits (legal entity and currency)."""
    stage, where = r.choice(STAGES), maybe(0.5, legal_entity=r.choice(list(entities)))
    state = "active" if stage == "closed" or chance(0.7) else r.choice(["on_hold", "cancelled"])
    title = r.choice(["Live stock feed", "'It''s cheaper: Ümlaut #1'", '"Said \\"no\\" twice"', "true", "0123"])
    stones = [{"id": f"m{i}", "title": "Step", **maybe(0.95, due=near(-60, 0, 3, 4, 7, 8)),
               **maybe(0.3, forecast=near(-90, -4, 5)), **maybe(0.5, done=near(1, 90, 300)),
               **maybe(0.3, key=r.choice(["true", "false"]))} for i in range(r.randrange(4))]
    own = maybe(0.3, status={"implementation": r.choice(["green", "amber", "red"]), "on": near(5, 90, 200)})
    effects, decisions = [], [decision("advance", {"gate": "decided"})] if chance(0.4) else []
    for i in range(r.choice([0, 1, 2, 2, 3, 5])):
        kind = leading if i == 0 or chance(0.3) else r.choice(KINDS)
        given = maybe(kind != "fte" and 0.3, currency=r.choice(list(WORTH)))
        path = {**{"currency": entities.get({**above, **where}.get("legal_entity")) or home}, **above, **given}
        currency = "-" if kind == "fte" else path["currency"]
        effects.append({"id": f"e{i}", "kind": kind, "nature": r.choice(["recurring", "recurring", "one_off"]), **given,
                        **maybe(0.4, **{"class": r.choice(["hard", "soft", "avoidance"])}),
                        **maybe(0.25, run_rate=amount(currency, r.choice([1, 1, -1]))), "months": months_of(currency)})
        decisions += confirms(effects[-1], currency) if chance(0.8 if stage == "closed" else 0.4) else []
    tags = maybe(0.6, tags=f"[{', '.join(r.choices(['api', 'pilot', 'x y', 'Ümlaut'], k=r.choice([1, 2, 3])))}]")
    return {"id": ident, "title": title, "owner": "ann", **maybe(0.8, controller=r.choice(PEOPLE)), **tags, **where, "stage": stage, "state": state, **own,
            **{k: v for k, v in (("milestones", stones), ("effects", effects)) if v}, "decisions": decisions}

def containers(level, folder, above):
    """Writes the containers below a folder; yields (folder, what measures inherit) of each package."""
    for name in r.sample(["a", "a-b", "a.b", "b", "b0", "z_9"], r.choice([1, 2, 3] if level else [2, 3])):
        target = {"amount": amount(home, r.choice([1, 1, -1])), "by": r.choice(MONTHS),
                  **maybe(0.8, basis=r.choice(["cumulative", "fiscal_year", "run_rate"]))}
        own = {**maybe(0.2, legal_entity=r.choice(list(entities))), **maybe(0.1, currency=r.choice(list(WORTH)))}
        path, ident, inner = f"{folder}/{name}", f"{LEVELS[level]}-{r.getrandbits(48):x}", {**above, **own}
        write(f"{path}/{LEVELS[level]}.yaml", {"id": ident, "name": f"The {name}", **own, **maybe(0.5, target=target)})
        yield from [(path, inner)] if level == 3 else containers(level + 1, path, inner)

def policy():
    stages = [{"id": s, **maybe(0.8, weight=r.choice([0, 7, 33, 50, 100])), **maybe(s == "decided", locks_terms="true"),
               **maybe(0.3, stalled_after_days=r.choice([30, 89]))} for s in STAGES]
    status = {"actuals_due_days": due_days, "potential": {"amber_below": RATIOS[0], "red_below": RATIOS[1]},
              **maybe(0.7, rollup={"red_share": r.choice([5, 33, 50]), "amber_share": r.choice([50, 60])}),
              **maybe(0.3, implementation={"amber_days": 0, "red_days": 4})}
    return {"version": 2, **maybe(0.7, stages=stages), "leading_effect": leading, "status": status,
            **maybe(0.7, confirmation={"share": 80, "months": r.choice([1, 3, 24])})}

if __name__ == "__main__":
    seed, count, root = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    r = random.Random(seed)
    home, own_policy, due_days, leading, RATIOS = r.choice(list(WORTH)), chance(0.5), 15, "ebitda", [90, 70]
    if own_policy:
        due_days, leading = r.choice([0, 10, 31]), r.choice(["ebitda", "ebitda", "revenue", "cost", "working_capital"])
        RATIOS = [r.choice([80, 95, 100]), r.choice([50, 75])]
    as_of = month_end(r.choice(MONTHS[20:50])) + datetime.timedelta(r.choice([due_days, due_days, due_days - 1, 20]))
    entities = dict(zip(["LE-A", "LE-B", "LE-C", "LE-D"], [None, *r.sample(list(WORTH), 3)]))
    write("organization.yaml", {
        "format": 1, "id": "acme", "name": "Acme", "currency": home, **maybe(0.8, fiscal_year_start=r.randint(1, 12)),
        "legal_entities": [{"id": e, "name": e, **({"currency": c} if c else {})} for e, c in entities.items()],
        **maybe(0.7, target={"amount": amount(home), "by": r.choice(MONTHS)})})
    write("rates.yaml", {"plan": {c: rate(c) for c in WORTH if c != home},
                         "months": {m: {c: rate(c) for c in WORTH if c != home} for m in MONTHS}})
    if own_policy:
        write("policy.yaml", policy())
    for p in PEOPLE:
        write(f"people/{p}.yaml", {"id": p, "name": p.title(), "email": f"{p}@example.org"})
    packages = list(containers(0, "portfolios", {}))
    for n in range(count):
        folder, above = r.choice(packages)
        ident = f"{r.choice(['M', 'A1'])}-{n // 2}{'-2' * (n % 2)}"
        write(f"{folder}/{ident}.yaml", measure(ident, above))
    print(as_of)
