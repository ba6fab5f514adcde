#!/usr/bin/python3
"""What --compare tells equals what the two reports say, each made alone: `compare_reports.py CAT4 BUNDLE BEFORE AS_OF`.

The bundle is cloned; each report that is compared table by table is made as of BEFORE of what had landed then, as of AS_OF
of the files, and as of AS_OF compared with BEFORE. Rows are matched here, by columns named here.
"""
import json
import subprocess
import sys
import tempfile
from decimal import Decimal

# report: {table: (columns that tell rows apart, figures)}
TABLES = {
    "pipeline": {"stages": (["stage"], ["active", "expected", "weighted"])},
    "months": {"months": (["month"], ["expected", "confirmed"])},
    "traps": {"traps": (["measure", "kind", "about"], ["at_stake"])},
    "decisions": {"decisions": (["statement"], [])},
    "reconciliation": {"accounts": (["level", "kind", "entity", "account", "books"], ["actual", "confirmed"])},
    "updates": {"updates": (["person", "measure", "kind", "what"], [])},
    "accountability": {"people": (["person", "role"], ["expected", "open_decisions", "overdue_updates"])},
    "steerco sc-digital": {"agenda": (["measure", "decision"], ["at_stake"]),
                           "portfolio": (["stage"], ["measures", "expected", "confirmed"])},
}
PERIOD = {"reconciliation": ["--period", "FY26-Q4"]}


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, (command, done.stderr)
    return done.stdout


def keyed(rows, identity):
    found = {}
    for row in rows:
        number = 0
        while (key := (*(row[column] for column in identity), number)) in found:
            number += 1
        found[key] = row
    return found


def difference(now, before):
    if now is None and before is None:
        return None
    kind = before if now is None else now
    if isinstance(kind, int):
        return (now or 0) - (before or 0)
    places = len(kind.partition(".")[2])
    return f"{Decimal(now or 0) - Decimal(before or 0):.{places}f}"


def judge(name, now, before, compared, wrong):
    rows = 0
    for number, (table, (identity, figures)) in enumerate(TABLES[name].items()):
        current, earlier = keyed(now[table], identity), keyed(before[table], identity)
        told = keyed(compared["changes" if number == 0 else f"{table}_changes"], identity)
        wanted = {}
        for key, row in current.items():
            then = earlier.get(key)
            if then is None:
                wanted[key] = "new"
            elif any(row[figure] != then[figure] for figure in figures):
                wanted[key] = "changed"
        wanted |= {key: "gone" for key in earlier.keys() - current.keys()}
        if {key: row["change"] for key, row in told.items()} != wanted:
            wrong.append(f"{name} {table}: told {told.keys() ^ wanted.keys()}")
        for key, row in told.items():
            for figure in figures:
                a, b = current.get(key, {}).get(figure), earlier.get(key, {}).get(figure)
                if (row[figure], row[f"{figure}_before"], row[f"{figure}_change"]) != (a, b, difference(a, b)):
                    wrong.append(f"{name} {table} {key} {figure}: {row}")
                rows += 1
        for key, row in keyed(compared[table], identity).items():
            alone = {column: value for column, value in row.items()
                     if column != "change" and not column.endswith(("_before", "_change"))}
            if alone != {k: v for k, v in current[key].items() if not k.endswith(("_before", "_change"))}:
                wrong.append(f"{name} {table} {key}: the row itself is another one")
            if row["change"] != wanted.get(key, "same"):
                wrong.append(f"{name} {table} {key}: {row['change']}")
            rows += 1
    return rows


def main():
    cat4, bundle, before_day, as_of = sys.argv[1:]
    wrong, rows = [], 0
    with tempfile.TemporaryDirectory() as directory:
        run("git", "clone", "-q", bundle, directory)
        landed = run("git", "-C", directory, "rev-list", "-1", "--first-parent", f"--before={before_day}T23:59:59Z", "HEAD").strip()
        for name in TABLES:
            report = [cat4, "-C", directory, "report", *name.split(), "--format", "json", *PERIOD.get(name, [])]
            before = json.loads(run(*report, "--rev", landed, "--as-of", before_day))
            now = json.loads(run(*report, "--as-of", as_of))
            rows += judge(name, now, before, json.loads(run(*report, "--as-of", as_of, "--compare", before_day)), wrong)
    print("\n".join(wrong))
    print(f"compared with {before_day}: {len(TABLES)} reports, {rows} rows and figures, {len(wrong)} differ")
    return 1 if wrong or rows < 100 else 0


sys.exit(main())
