#!/usr/bin/python3
"""Whether every report says the same in text, markdown, JSON and CSV.

    same_figures.py CAT4 TREE [AS_OF…]     TREE: a directory, or a bundle that is cloned first

Each format is read by a small parser of its own. CSV must hold the main table's cells exactly; markdown and text those that
they show, as people read them (amounts in whole units or with cents, shares in percent, lights with a letter). Columns are found
by what they hold: a column of text must be, row by row, one column of the document, in the document's order. Text that a table
cuts off must be the beginning. Each report is compared once more with a figure altered, and must be found out.
"""
import csv
import html
import io
import json
import re
import subprocess
import sys
import tempfile
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

REPORTS = ("status", "pipeline", "bridge", "months", "traps", "decisions", "reconciliation", "updates", "accountability")
FORMATS = ("json", "csv", "markdown", "text")
NOT_SHOWN = {("updates", "updates")}  # people read its rows in the blocks of each person
LIGHTS = {"green": "● G", "amber": "▲ A", "red": "■ R", "grey": "○ -"}
NUMBER = re.compile(r"-?\d+(\.\d+)?")
MARKDOWN_ROW = re.compile(r"\|(.*)\|")


def run(cat4, root, *words):
    return subprocess.run([cat4, "-C", root, *words], stdout=subprocess.PIPE, check=True).stdout.decode()


def read_csv(text):
    """(columns, rows) with the protection against formulas taken off."""
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}, "rows of csv differ in length"
    def bare(field):
        return field[1:] if re.match(r"'[=+\-@\t\r]", field) else field
    return rows[0], [[bare(f) for f in row] for row in rows[1:]]


def read_markdown(text):
    """[(headings, rows, rows that are said to be left out)] of its tables, unescaped and without emphasis."""
    tables, lines = [], text.split("\n")
    def cells(line):
        found = []
        for cell in MARKDOWN_ROW.fullmatch(line)[1].split("|"):
            cell = cell.strip().replace("&emsp;", "")
            cell = cell[2:-2] if cell.startswith("**") and cell.endswith("**") and len(cell) > 4 else cell
            found.append(html.unescape(cell))
        return found
    i = 0
    while i < len(lines):
        if i + 1 < len(lines) and re.fullmatch(r"\|(---:?\|)+", lines[i + 1]):
            headings, rows, i = cells(lines[i]), [], i + 2
            while lines[i].startswith("|"):
                rows.append(cells(lines[i]))
                i += 1
            more = re.match(r"(\d+) more, not shown here", lines[i + 1]) if i + 1 < len(lines) else None
            tables.append((headings, rows, int(more[1]) if more else 0))
        i += 1
    return tables


def columns_of(line):
    """One entry for each column of a terminal."""
    found = []
    for c in line:
        if unicodedata.combining(c):
            found[-1] += c
        else:
            found += [c, ""] if unicodedata.east_asian_width(c) in "WF" else [c]
    return found


def read_text(text, headings):
    """(lines of cells of the first table with these headings, the text behind it), or None. A row may take several lines."""
    lines = text.split("\n")
    wanted = " ".join(headings).split()
    for start, line in enumerate(lines):
        if line.split() == wanted:
            break
    else:
        return None
    end = next((i for i in range(start, len(lines)) if not lines[i].strip()), len(lines))
    block = [columns_of(line) for line in lines[start:end] if not re.fullmatch("-{8,}", line)]
    width = max(map(len, block))
    block = [line + [" "] * (width - len(line)) for line in block]
    blank = [all(line[i] == " " for line in block) for i in range(width)]
    starts, gap = [], 2  # a column begins behind two blanks
    for i, is_blank in enumerate(blank):
        if not is_blank and gap >= 2:
            starts.append(i)
        gap = gap + 1 if is_blank else 0
    bounds = list(zip(starts, [*starts[1:], width]))
    return [["".join(line[a:b]).strip() for a, b in bounds] for line in block[1:]], "\n".join(lines[end:])


def exact(value):
    """A value of the document as CSV has it."""
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def people_read(value):
    """All ways in which people may read a value."""
    text = exact(value)
    if text == "":
        return {"-"}
    ways = {text, {"true": "yes", "false": "no"}.get(text, text), LIGHTS.get(text, text)}
    if NUMBER.fullmatch(text):
        whole = f"{Decimal(text).quantize(Decimal(1), ROUND_HALF_UP):,}"
        ways |= {"0" if whole == "-0" else whole, f"{Decimal(text):,}", text + "%"}
    return ways


def same(shown, value):
    """Whether what is shown is the value, an amount perhaps with its currency behind it, or its beginning where it is cut."""
    ways = people_read(value)
    if shown in ways or re.sub(r" [A-Z]{3}$", "", shown) in ways:
        return True
    return shown.endswith("…") and any(way.startswith(shown[:-1].rstrip()) for way in ways)


def assign(headings, rows, columns, source):
    """Which column of the document each one that is shown is: [names], or the text of what fits nowhere."""
    found, at = [], 0
    for c, heading in enumerate(headings):
        while at < len(columns) and not all(same(row[c], line[at]) for row, line in zip(rows, source)):
            at += 1
        if at == len(columns):
            return None, f"column '{heading}' fits no column behind {found[-1] if found else 'the start'}"
        found.append(columns[at])
        at += 1
    return found, ""


def bare(text):
    return re.sub(r"\s", "", text.replace("\\x3A:", "::"))


def compare_text(headings, rows, block):
    """Rows of markdown against the lines of text; what differs."""
    at = 0
    for row in rows:
        for height in (1, 2, 3):
            lines = block[at:at + height]
            joined = ["".join(bare(line[c]) for line in lines) if all(len(line) == len(row) for line in lines) else None
                      for c in range(len(row))]
            if len(lines) == height and all(j is not None and (j == bare(cell) or j.endswith("…") and bare(cell).startswith(j[:-1]))
                                            for j, cell in zip(joined, row)):
                break
        else:
            return [f"text has {block[at:at + 1]} where markdown has {row}"]
        at += height
    return [] if at == len(block) else [f"text has {len(block) - at} lines more: {block[at]}"]


def flat(node):
    """A node of the status report with the keys of its CSV."""
    line = {}
    for key, value in node.items():
        if key == "counts":
            line.update({k: v for k, v in value.items() if not isinstance(v, dict)})
            line.update({f"{light}_{k}": v for light in ("implementation", "potential") for k, v in value[light].items()})
        elif key != "by_year":
            line.update({f"{key}_{k}": v for k, v in value.items()} if isinstance(value, dict) else {key: value})
    return line


class Comparison:
    def __init__(self, name, outputs):
        self.name, self.outputs, self.cells, self.wrong = name, outputs, 0, []
        self.document = json.loads(outputs["json"])
        self.run()

    def fault(self, what):
        self.wrong.append(f"{self.name}: {what}")

    def run(self):
        tables = [(key, rows) for key, rows in self.document.items() if key != "not_looked_at"  # days, of the head
                  and isinstance(rows, list) and not (rows and not isinstance(rows[0], dict))]
        tables = [t for t in tables if t[0] not in ("traps", "stalled") or self.document["report"] != "status"]
        columns, rows = read_csv(self.outputs["csv"])
        main = self.compare_csv(tables[0][1], columns, rows)
        sources = [(tables[0][0], columns, main)] + [(k, list(r[0]) if r else [], [list(x.values()) for x in r]) for k, r in tables[1:]]
        shown = [s for s in sources if s[2] and (self.document["report"], s[0]) not in NOT_SHOWN]
        found, text = read_markdown(self.outputs["markdown"]), self.outputs["text"]
        if len(found) != len(shown):
            self.fault(f"{len(found)} tables of markdown, {len(shown)} of JSON: {[s[0] for s in shown]}")
        for (key, names, source), (headings, cells, left_out) in zip(shown, found):
            if len(cells) + left_out != len(source):
                self.fault(f"{key}: {len(cells)} rows of markdown and {left_out} left out, {len(source)} of JSON")
                continue
            _, fault = assign(headings, cells, names, source)
            if fault:
                self.fault(f"{key}, markdown: {fault}")
            self.cells += sum(map(len, cells))
            block = read_text(text, headings)
            if not block:
                self.fault(f"{key}: no table of text has the headings {headings}")
                continue
            lines, text = block
            if left_out:  # the text has them all
                cells = cells + [None] * 0
                lines = lines[:len(cells)] if all(len(line) == len(headings) for line in lines) else lines
            for fault in compare_text(headings, cells, lines):
                self.fault(f"{key}, {fault}")
            self.cells += sum(map(len, cells))

    def compare_csv(self, table, columns, rows):
        """Every cell of the main table stands in CSV; the rows of CSV."""
        if len(table) != len(rows):
            self.fault(f"{len(table)} rows of JSON, {len(rows)} of csv")
        flatten = self.document["report"] == "status" and "id" in (table[0] if table else {})
        for number, (line, row) in enumerate(zip(table, rows)):
            line = flat(line) if flatten else line
            for key, value in line.items():
                self.cells += 1
                told = row[columns.index(key)] if key in columns else None
                if told != exact(value):
                    self.fault(f"row {number + 1} {key}: {exact(value)!r} in JSON, {told!r} in csv")
            if not flatten and list(line) != columns:
                self.fault(f"columns of csv are {columns}, of JSON {list(line)}")
        return rows


def altered(text, form):
    """The same with the last figure of a table changed, or None where there is none."""
    places = [m for m in re.finditer(r"\d(?=%? \|\n)" if form == "markdown" else r"\d(?=\r\n)" if form == "csv" else
                                     r"(?<=\d)\d(?=%?\n)", text)]
    if form == "text":  # only what stands in a column
        places = [m for m in places if re.search(r"  +[-\d,.]+%?$", text[text.rfind("\n", 0, m.start()) + 1:m.end()])]
    if not places:
        return None
    at = places[-1].start()
    return text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1:]


def committees(root):
    return sorted(p.stem for p in Path(root, "committees").glob("*.yaml"))


def main(cat4, root, days):
    cat4, wrong, cells, reports, found_out, missed = str(Path(cat4).resolve()), [], 0, 0, 0, 0
    asked = [(name,) for name in REPORTS] + [("steerco", c) for c in committees(root)]
    for day in days or [None]:
        for words in asked:
            every = ["report", *words, *(["--as-of", day] if day else [])]
            outputs = {form: run(cat4, root, *every, "--format", form) for form in FORMATS}
            name = " ".join([*words, day or ""]).strip()
            try:
                comparison = Comparison(name, outputs)
            except (AssertionError, KeyError, IndexError) as error:
                wrong.append(f"{name}: can't be read: {error!r}")
                continue
            wrong += comparison.wrong
            reports, cells = reports + 1, cells + comparison.cells
            for form in FORMATS[1:]:
                other = altered(outputs[form], form)
                if other is None:
                    continue
                if Comparison(name, {**outputs, form: other}).wrong:
                    found_out += 1
                else:
                    missed += 1
                    wrong.append(f"{name}: an altered figure in {form} is not found out")
    print(*wrong, f"same figures: {reports} reports x {len(FORMATS)} formats, {cells} cells, {len(wrong)} differ; "
          f"{found_out} altered figures found out, {missed} missed", sep="\n")
    return int(bool(wrong) or not cells)


if __name__ == "__main__":
    if sys.argv[2].endswith(".bundle"):
        with tempfile.TemporaryDirectory() as work:
            subprocess.run(["git", "clone", "-q", sys.argv[2], f"{work}/clone"], check=True)
            sys.exit(main(sys.argv[1], f"{work}/clone", sys.argv[3:]))
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
