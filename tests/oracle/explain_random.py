#!/usr/bin/python3
"""explain-total's last line equals the status report's figure, for random nodes and figures of a random portfolio."""
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SIMPLE = ["plan", "original", "expected", "actual", "confirmed", "one_off", "weighted"]
NESTED = ["in_year.plan", "in_year.expected", "in_year.actual", "in_year.confirmed", "run_rate.plan", "run_rate.expected",
          "run_rate.confirmed", "cost_to_achieve.plan", "cost_to_achieve.actual", "soft.plan", "soft.expected", "cancelled.plan"]


def figure_of(node, name):
    for part in name.split("."):
        node = node[part]
    return node


def main():
    seed, count, cat4 = sys.argv[1:4]
    pick = random.Random(seed)
    with tempfile.TemporaryDirectory() as directory:
        tree = Path(directory) / "tree"
        made = subprocess.run([sys.executable, HERE / "generate.py", seed, count, tree], capture_output=True, text=True, check=True)
        base = [cat4, "-C", str(tree), "--as-of", made.stdout.split()[-1]]
        report = json.loads(subprocess.run([*base, "report", "status", "--format", "json"], capture_output=True, check=True).stdout)
        wrong = 0
        containers = [n for n in report["nodes"] if n["level"] != "measure"]
        nodes = pick.sample(containers, min(12, len(containers))) + pick.sample(report["nodes"], 12)
        checked = 0
        for node in nodes:
            years = [f"by_year.{y}.{f}" for y in node["by_year"] for f in ("plan", "expected", "actual", "confirmed")]
            for figure in SIMPLE + NESTED + pick.sample(years, min(2, len(years))):
                done = subprocess.run([*base, "explain-total", node["path"], figure], capture_output=True, text=True, check=True)
                total = done.stdout.splitlines()[-1].split()[-1].replace(",", "")
                checked += 1
                if total != figure_of(node, figure):
                    wrong += 1
                    print(f"{node['id']} {figure}: report {figure_of(node, figure)}, explain-total {total}")
        print(f"{checked} totals explained, {wrong} differences")
        sys.exit(1 if wrong or not checked else 0)


if __name__ == "__main__":
    main()
