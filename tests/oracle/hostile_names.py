#!/usr/bin/python3
"""Titles, names, tags, reasons and status texts that attack whoever reads a report: `hostile_names.py CAT4 TREE AS_OF`.

The tree is copied, its texts are replaced, and each report is made in every format: from files, on terminals of several widths, and
from a commit. What the check refuses as text is not used; which texts those are is part of the test. The text may be shown, but
it must stay text: for a terminal, a spreadsheet, a browser and the log of a CI service.
"""
import csv
import fcntl
import html.parser
import io
import json
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import unicodedata
from pathlib import Path

HOSTILE = ["<script>alert(1)</script>", "=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "-2+3", "::error::x", "%0A::set-output", "##[error]x",
           "| a | b |", "`", "``` x", "[x](javascript:alert(1))", "![x](http://x.example/p.png)", "</td>", "</table><b>", "&lt;b&gt;", "a\\|b",
           "\\", "**x**", "http://evil.example", "name ::warning file=x::y", "a, \"b\" 'c'", "中文标题" * 30, "w" * 200, "word " * 40 + "end",
           "word::error::x " + "y" * 70 + " ::error::x " * 9 + "z"]
REFUSED = ["\x1b[31mred", "a\u202eb", "one\ntwo", "a\tb", "\u200bx", "a\u2028b", "\x07", "a\u0085b"]
REPORTS = ("status", "pipeline", "bridge", "months", "traps", "decisions", "reconciliation", "updates", "accountability")
FORMATS = ("text", "markdown", "csv", "json")
MEASURE_TEXTS, FLOW_TEXTS = ("title", "reason", "note", "checked"), ("title", "comment", "next", "needs", "note", "response", "source")
ELEMENTS = {"h2", "h3", "p", "br", "strong", "table", "thead", "tbody", "tr", "th", "td"}
WIDTHS = (100, 160)
SIGNS = ("##[", "##vso[")  # that make a command anywhere in a line of a log
NARROWEST = 16  # columns down to which texts give way
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u061c\u180e]")

faults, counts = [], {"outputs": 0, "cells": 0, "rows": 0, "lines": 0}


def quoted(text):
    """A YAML scalar on one line."""
    return json.dumps(text, ensure_ascii=any(not c.isprintable() for c in text))


def fault(where, what):
    faults.append(f"{where}: {what}")


class Rotation:
    def __init__(self, texts, start):
        self.texts, self.at = texts, start

    def __call__(self):
        self.at += 1
        return self.texts[self.at % len(self.texts)]


def poison(tree, texts, start):
    """Replaces every text that people write, line by line."""
    turn = Rotation(texts, start)
    def flow(match):
        pairs = re.split(r", (?=[a-z_]+: )", match[2])
        return match[1] + "{" + ", ".join(f"{p.split(': ')[0]}: {quoted(turn())}" if p.split(": ")[0] in FLOW_TEXTS else p
                                          for p in pairs) + "}"
    for path in sorted([*tree.glob("portfolios/**/*.yaml"), *tree.glob("people/*.yaml"), *tree.glob("committees/*.yaml"),
                        tree / "organization.yaml"]):
        lines = []
        for line in path.read_text().split("\n"):
            plain = re.fullmatch(r"( *)(- )?(name|title|reason|note|checked): .*", line)
            if plain and (plain[3] != "name" or not plain[1]):
                line = f"{plain[1]}{plain[2] or ''}{plain[3]}: {quoted(turn())}"
            elif line.startswith("tags: "):
                line = f"tags: [{', '.join(quoted(turn()) for _ in range(3))}]"
            else:
                line = re.sub(r"^((?:  - |status: |submitted: ))\{(.*)\}$", flow, line)
            lines.append(line)
        path.write_text("\n".join(lines))


def run(cat4, root, *words):
    return subprocess.run([cat4, "-C", root, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)


def accepted(cat4, tree, as_of, texts):
    """Those of the texts that may be a title: one measure takes each, and the check says which files can't be read."""
    files = [p for p in sorted(tree.glob("portfolios/*/*/*/*/*.yaml")) if p.name != "package.yaml"]
    assert len(files) >= len(texts), "the tree has too few measures"
    for path, text in zip(files, texts):
        path.write_text(re.sub(r"(?m)^title: .*$", lambda m, t=text: f"title: {quoted(t)}", path.read_text()))
    done = run(cat4, tree, "check", "--as-of", as_of, "--format", "json")
    broken = {f["path"] for f in json.loads(done.stdout)["findings"] if f["rule"] in ("syntax-error", "invalid-value", "forbidden-yaml", "wrong-type")}
    return [text for path, text in zip(files, texts) if str(path.relative_to(tree)) not in broken]


def width_of(line):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def check_lines(where, text, signs=()):
    """What holds for every format: no controls, nothing invisible, no command of a CI service at the beginning of a line."""
    for number, line in enumerate(text.split("\n"), 1):
        counts["lines"] += 1
        if any(unicodedata.category(c) == "Cc" for c in line.rstrip("\r")) or INVISIBLE.search(line):
            fault(where, f"line {number} has controls: {line!r}")
        if line.lstrip().startswith("::") or any(sign in line for sign in signs):
            fault(where, f"line {number} is a command for a CI service: {line!r}")


def check_csv(where, text):
    if re.search("(?<!\r)\n", text):
        fault(where, "a line does not end with CR LF")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    if len({len(row) for row in rows}) > 1:
        fault(where, "rows differ in length")
    for cell in (cell for row in rows for cell in row):
        counts["cells"] += 1
        if re.match(r"[=+\-@\t\r]", cell) and not re.fullmatch(r"-?\d+(\.\d+)?|-", cell):
            fault(where, f"a spreadsheet may take this for a formula: {cell!r}")


class Page(html.parser.HTMLParser):
    """Elements of a page, and the number of cells of each row of each table."""
    def __init__(self, where):
        super().__init__()
        self.where, self.tables = where, []

    def handle_starttag(self, tag, attributes):
        mail = tag == "a" and re.fullmatch(r"mailto:[a-z.]+@northwind\.example", dict(attributes)["href"])  # of people/
        if not mail and (tag not in ELEMENTS or any(name != "align" for name, _ in attributes)):
            fault(self.where, f"markdown becomes <{tag} {attributes}>")
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append(0)
        elif tag in ("td", "th"):
            self.tables[-1][-1] += 1


def check_markdown(where, text, renderer):
    """By rule, and as the renderer that GitHub uses shows it."""
    table = []
    for line in [*text.split("\n"), ""]:
        if line.startswith("|"):
            table.append(line.count("|"))
            if re.search(r"[<`\[\]]|javascript:|https?:", line):
                fault(where, f"not escaped: {line!r}")
        elif table:
            if len(set(table)) > 1:
                fault(where, f"rows of a table differ in columns: {table}")
            counts["rows"] += len(table)
            table = []
    if not renderer:
        return
    page = Page(where)
    done = subprocess.run([renderer, "--unsafe", "-e", "table", "-e", "autolink", "-e", "strikethrough"], input=text.encode(),
                          stdout=subprocess.PIPE, check=True)
    page.feed(done.stdout.decode())
    if any(len(set(rows)) > 1 for rows in page.tables):
        fault(where, f"rows of a rendered table differ in columns: {page.tables}")
    if len(page.tables) != len(re.findall(r"(?m)^\|(---:?\|)+$", text)):
        fault(where, "tables are lost when markdown is rendered")


def check_width(where, text, width):
    """Texts give way down to some columns; a table whose figures alone are wider stays so, and what it holds is narrow."""
    for line in text.split("\n"):
        cells = re.split("  +", line.strip())
        narrow = (len(cells) > 5 or line.startswith("  ")) and all(width_of(cell) <= NARROWEST + 2 for cell in cells)  # headings are not cut
        if width_of(line) > width and not narrow and not re.fullmatch("-+", line):
            fault(where, f"{width_of(line)} columns where {width} were asked for: {line!r}")


def check(where, form, text, renderer):
    counts["outputs"] += 1
    if form == "json":
        json.loads(text)
    check_lines(where, text, SIGNS if form in ("text", "markdown") else ())  # documents for programs have texts as they are
    if form == "csv":
        check_csv(where, text)
    elif form == "markdown":
        check_markdown(where, text, renderer)
    elif form == "text":
        check_width(where, text, 110)


def on_terminal(cat4, root, words, width):
    pid, fd = pty.fork()
    if pid == 0:
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # progress
        env = {**os.environ, "CAT4_PAGER": "cat", "LC_ALL": "C.UTF-8", "TERM": "vt100"}
        os.execve(cat4, [cat4, "-C", str(root), *words, "--color", "never"], env)
    shown = b""
    while select.select([fd], [], [], 120)[0]:
        try:
            piece = os.read(fd, 65536)
        except OSError:
            break
        shown += piece
        if not piece:
            break
    os.close(fd)
    os.waitpid(pid, 0)
    return shown.decode().replace("\r\n", "\n")


def commands(tree, as_of):
    committees = sorted(p.stem for p in (tree / "committees").glob("*.yaml"))
    asked = [(name,) for name in REPORTS] + [("steerco", c) for c in committees] + [("status", "--by", "tag"), ("pipeline", "--by", "tag")]
    return [["report", *words, "--as-of", as_of] for words in asked]


def prove_checks(renderer):
    """The checks themselves find what they are there for."""
    bad = {"csv": "a,b\r\n=1+1,x\r\n", "text": "x\n  ::error::x\n", "json": "{\"a\":\n ::x}",
           "markdown": "| a | b |\n|---|---|\n| <script>x</script> | [x](javascript:x) |\n"}
    for form, text in bad.items():
        before = len(faults)
        try:
            check("self-check", form, text, renderer)
        except ValueError:
            fault("self-check", "no JSON")
        found = len(faults) > before
        del faults[before:]
        if not found:
            fault("self-check", f"{form}: what is wrong is not found")
    before = len(faults)
    check("self-check", "text", "a\x1b[31mb\n" + "x" * 111, renderer)
    found = len(faults) - before
    del faults[before:]
    if found != 2:
        fault("self-check", "an escape sequence or a wide line is not found")


def main(cat4, source, as_of):
    cat4, renderer = str(Path(cat4).resolve()), shutil.which("cmark-gfm")
    prove_checks(renderer)
    counts.update(dict.fromkeys(counts, 0))
    with tempfile.TemporaryDirectory() as work:
        tried = Path(work, "tried")
        shutil.copytree(source, tried)
        texts = accepted(cat4, tried, as_of, HOSTILE + REFUSED)
        for text in HOSTILE + REFUSED:
            if (text in texts) != (text in HOSTILE):
                fault("check", f"{text!r} is {'taken' if text in texts else 'refused'} as a title")
        tree = Path(work, "tree")
        shutil.copytree(source, tree)
        poison(tree, texts, 0)
        for words in commands(tree, as_of):
            where = " ".join(words[1:-2])
            for form in FORMATS:
                done = run(cat4, tree, *words, "--format", form)
                if done.returncode:
                    fault(where, f"{form}: exit {done.returncode}: {done.stderr.decode()}")
                    continue
                check(f"{where} {form}", form, done.stdout.decode(), renderer)
        for words in commands(tree, as_of)[:1] + commands(tree, as_of)[4:9]:
            for width in WIDTHS:
                text = on_terminal(cat4, tree, words, width)
                check_lines(f"{words[1]} on a terminal", text, SIGNS)
                check_width(f"{words[1]} on a terminal", text, width)
                counts["outputs"] += 1
        # The same as a commit whose own words attack too, read under the name of a hostile tag.
        poison(tree, texts, 7)
        git = ["git", "-C", tree, "-c", "user.name=<script>x", "-c", "user.email=::error::@x", "-c", "commit.gpgsign=false"]
        subprocess.run([*git[:3], "init", "-q", "-b", "main"], check=True)
        subprocess.run([*git, "add", "-A"], check=True)
        subprocess.run([*git, "commit", "-qm", "::error::x\n\n<script>"], check=True)
        tag = "=cmd|'<script>`@SUM(1)`"
        subprocess.run([*git, "tag", tag], check=True)
        for words in (["status"], ["decisions"], ["steerco", "sc-digital"]):
            for form in FORMATS:
                done = run(cat4, tree, "report", *words, "--as-of", as_of, "--rev", tag, "--format", form)
                if done.returncode:
                    fault(f"{words[0]} --rev {form}", f"exit {done.returncode}: {done.stderr.decode()}")
                    continue
                check(f"{words[0]} --rev {form}", form, done.stdout.decode(), renderer)
                check_lines(f"{words[0]} --rev {form}, messages", done.stderr.decode(), SIGNS)
    kinds = ", ".join(f"{n} {kind}" for kind, n in counts.items())
    print(*faults, f"hostile names: {len(texts)} texts taken, {len(HOSTILE + REFUSED) - len(texts)} refused; {kinds}, {len(faults)} harmed; "
          f"markdown rendered by {'cmark-gfm' if renderer else 'nothing (cmark-gfm is not here), by rule only'}", sep="\n")
    return int(bool(faults) or counts["outputs"] < 30)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
