#!/usr/bin/python3
"""cat4-reports(7) names every key that reports write, and none that they don't: `reports_keys.py CAT4 PAGE BUNDLE`.

Each report of the example's history is made plain, grouped, over a period and compared, as JSON; the plain and the
grouped one also as CSV. Every section and every column has to stand in the part of the page that is about that report:
in a paragraph that begins with the sections' keys, and in the table below it. Columns that --compare adds stand in a
table of their own, from which they are derived here.
"""
import csv
import io
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

AS_OF, EARLIER, FIELD = "2026-10-31", "2026-06-30", "tag"
GROUPED = ["--by", FIELD, "--period", "FY26", "--compare", EARLIER]
REPORTS = {
    "status": [[], ["--period", "FY26", "--compare", EARLIER], GROUPED],
    "pipeline": [[], GROUPED],
    "bridge": [["--compare", EARLIER], GROUPED],
    "months": [[], GROUPED],
    "traps": [[], GROUPED],
    "decisions": [[], GROUPED],
    "steerco": [[], GROUPED],
    "reconciliation": [["--period", "FY27"], ["--period", "FY27-Q2"], GROUPED],
    "updates": [[], GROUPED],
    "accountability": [[], GROUPED],
}
HEAD = "The head"
KINDS = "ebitda|revenue|cost|cash|working_capital|capex|one_off_cost|fte"
PATTERNS = {"COLOUR": "green|amber|red|grey", "YEAR": r"FY\d\d", "KIND": KINDS, "MEASURE": r"[A-Z]+-\w+", "PERSON": r"[a-z.]+"}
# What the page names and no run here writes, with the reason.
NOT_WRITTEN = {
    ("updates", "owed_without_person"): "every measure of the example names its people",
    ("months", "soft_KIND_one_off"): "as the others, should the example have none",
    ("status", "gone_measures"): "no measure of the example was deleted or moved away",
    ("status", "moved_measures"): "no measure of the example changed its package",
    ("decisions", "unproven"): "every signature of the example is good",
    ("reconciliation", "restated_outside"): "may be empty, as the columns of restated",
}


def cells(table):
    """The rows of a table of the page, each a list of texts."""
    text = re.sub(r"T\{\n(.*?)\n?T\}", lambda m: m.group(1).replace("\n", " "), table, flags=re.S)
    rows = text.split("\n_\n", 1)[1].strip().split("\n")
    return [[cell.strip() for cell in row.split("\t")] for row in rows]


def words(text):
    return [word.strip() for word in text.split(",") if word.strip()]


class Part:
    """What the page says of one report: its sections, and the columns of each."""

    def __init__(self, text):
        self.columns, self.named, self.csv = {}, [], []
        for block in re.split(r"^\.Pp\n(?=\.Ic )", text, flags=re.M)[1:]:
            keys = re.match(r"\.Ic ([\w, .]+?) :\n", block)
            if not keys:
                continue
            table = re.search(r"^\.TS\n(.*?)^\.TE", block, flags=re.M | re.S)
            own, inherited = [], []
            for row in cells(table.group(1)) if table else []:
                other = re.fullmatch(r"columns of (\w+)", row[0])
                (inherited.extend(self.columns[other.group(1)]) if other else own.extend(words(row[0])))
            for key in words(keys.group(1)):
                self.columns[key] = own + inherited
                self.named += [(key, column) for column in own]
        self.csv = self.columns.pop("csv", [])
        self.named = [(key, column) for key, column in self.named if key != "csv"]

    def find(self, key):
        """The name under which the page has a section; None if it has it not."""
        if key in self.columns:
            return key
        return next((name for name in self.columns if fits(name, key)), None)


def fits(name, key):
    if not re.search("[A-Z]", name):
        return name == key
    pattern = re.escape(name)
    for word, meaning in PATTERNS.items():
        pattern = pattern.replace(word, f"(?:{meaning})")
    return re.fullmatch(pattern, key) is not None


def flat(value, prefix=""):
    """Keys of an object, those of objects within behind a dot."""
    for key, inner in value.items():
        if isinstance(inner, dict) and inner:
            yield from flat(inner, f"{prefix}{key}.")
        elif not isinstance(inner, dict):
            yield prefix + key


class Page:
    def __init__(self, text):
        parts = re.split(r"^\.Ss (.+)\n", text, flags=re.M)
        found = dict(zip(parts[1::2], parts[2::2]))
        self.reports = {name: Part(found[name]) for name in REPORTS}
        head = re.search(r"^\.TS\n(.*?)^\.TE", found[HEAD], flags=re.M | re.S).group(1)
        self.head = [key for row in cells(head) for key in words(row[0])]
        table = re.search(r"^\.TS\n(.*?)^\.TE", found["Comparison"], flags=re.M | re.S).group(1)
        self.compared = {row[0]: [words(cell) if cell != "-" else [] for cell in row[1:]] for row in cells(table)}

    def added(self, report, section, main):
        """Columns that --compare adds to a table, or those of the table of changes."""
        name = report if section in (main, "changes") else section.removesuffix("_changes")
        if name not in self.compared or "--" in name:
            return []
        apart, shown, figures = self.compared[name]
        columns = ["change"] + [f"{figure}_{end}" for figure in figures for end in ("before", "change")]
        return columns + (apart + shown + figures + ["sum"] if section.endswith("changes") else [])


class Test:
    def __init__(self, cat4, page, tree):
        self.cat4, self.page, self.tree = cat4, page, tree
        self.problems, self.written = [], set()

    def run(self, report, options, output_format):
        subject = ["sc-digital"] if report == "steerco" else []
        command = [self.cat4, "report", report, *subject, "--as-of", AS_OF, *options, "--format", output_format]
        done = subprocess.run(command, cwd=self.tree, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{' '.join(command[1:])}: exit {done.returncode}: {done.stderr}")
        return done.stdout

    def look(self, report, options):
        document = json.loads(self.run(report, options, "json"))
        keys = [key for key in document if key not in self.page.head]
        main = keys[0]
        for key in self.page.head:
            if key not in document:
                self.problems.append(f"{report}: the page's head has '{key}', the document has not")
        for key in keys:
            self.section(report, options, main, key, document[key])

    def section(self, report, options, main, key, rows):
        part = self.page.reports[report]
        changes = "--compare" in options and (key == "changes" or key.endswith("_changes"))
        name = part.find(key)
        if name is None and not changes:
            return self.problems.append(f"{report}: section '{key}' is not in the page")
        known = [*part.columns.get(name, []), *(self.page.added(report, key, main) if "--compare" in options else [])]
        if "--by" in options and (key == main or changes):
            known.append(FIELD)
        self.written.add((report, name))
        for column in {column for row in rows if isinstance(row, dict) for column in flat(row)}:
            fitting = [one for one in known if fits(one, column)]
            if not fitting:
                self.problems.append(f"{report}: column '{column}' of '{key}' is not in the page")
            self.written.update((report, name, one) for one in fitting)

    def look_at_csv(self, report, options):
        header = next(csv.reader(io.StringIO(self.run(report, options, "csv"))))
        part = self.page.reports[report]
        for column in header:
            if column not in part.csv:
                self.problems.append(f"{report}: column '{column}' of the CSV is not in the page")
        self.problems += [f"{report}: the CSV has no column '{column}'" for column in part.csv if column not in header]

    def look_for_more(self):
        for report, part in self.page.reports.items():
            empty = {key for key in part.columns if not any(one[:2] == (report, key) and len(one) == 3 for one in self.written)}
            for key in part.columns:
                if (report, key) not in self.written and (report, key) not in NOT_WRITTEN:
                    self.problems.append(f"{report}: the page has a section '{key}' that no report has")
            for key, column in part.named:
                if key in empty and ((report, key) in NOT_WRITTEN or not self.is_told_apart(report, key)):
                    continue
                if (report, key, column) not in self.written:
                    self.problems.append(f"{report}: the page has a column '{column}' of '{key}' that no report has")

    def is_told_apart(self, report, key):
        """False where another section of the same paragraph shows the columns."""
        same = [other for other, columns in self.page.reports[report].columns.items()
                if other != key and columns == self.page.reports[report].columns[key]]
        return not any(len(one) == 3 and one[:2] == (report, other) for other in same for one in self.written)


def main():
    cat4, path, bundle = sys.argv[1:]
    page = Page(Path(path).read_text())
    with tempfile.TemporaryDirectory() as scratch:
        tree = Path(scratch) / "northwind"
        subprocess.run(["git", "clone", "-q", bundle, tree], check=True)
        test = Test(str(Path(cat4).resolve()), page, tree)
        for report, all_options in REPORTS.items():
            for options in all_options:
                test.look(report, options)
        test.look_at_csv("status", ["--period", "FY26"])
    test.look_for_more()
    print("\n".join(test.problems) or f"{len(test.written)} keys are as the page has them")
    return 1 if test.problems else 0


if __name__ == "__main__":
    sys.exit(main())
