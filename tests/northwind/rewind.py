"""What the files of examples/northwind said on an earlier day: today's text without what came later.

Of a measure's file only what stands before `decisions:` is told, and `stage` and `state` as they are today: these are for
cat4 to write.
"""
import datetime
import functools
import re

MONTH_LINE = re.compile(r"(?P<start> {6}(?P<month>\d{4}-\d\d): \{)(?P<cells>.*)\}\n")
MILESTONE_LINE = re.compile(r" {2}- \{id: .*\}\n")
UNLOCKS = ("approve amend", "return detailed")  # what may make plans of today's cells into `original`


@functools.cache
def working_days(month):
    first = datetime.date.fromisoformat(f"{month}-01")
    days = (first + datetime.timedelta(n) for n in range(31))
    return [day.isoformat() for day in days if day.month == first.month and day.weekday() < 5]


def shifted(month, count):
    number = int(month[:4]) * 12 + int(month[5:]) - 1 + count
    return f"{number // 12}-{number % 12 + 1:02}"


def reported_on(month):
    """The actuals of a month are reported on the fourth working day of the next one."""
    return working_days(shifted(month, 1))[3]


def fixed_on(month):
    """Its rates are known on its last working day; the books of the month before are closed then."""
    return working_days(month)[-1]


def before(text, key):
    """The text of a file up to a top-level key that is its last one."""
    return text.split(f"\n{key}:")[0].rstrip("\n") + "\n"


def undone(text, changes, day):
    """The text before those changes that came after `day`, the latest undone first."""
    for change in sorted(changes, key=lambda c: c["on"], reverse=True):
        if change["on"] > day:
            if text.count(change["now"]) != 1:
                raise SystemExit(f"stands {text.count(change['now'])} times, wanted once: {change['now']!r}")
            text = text.replace(change["now"], change["was"])
    return text


class Registry:
    """organization.yaml, rates.yaml, people and all other registry files."""

    def __init__(self, story):
        self.story = story
        self.versions = {version["on"]: version for version in story["registry"]["versions"]}
        last = story["registry"]["until"]
        month = story["registry"]["versions"][0]["on"][:7]
        while (month := shifted(month, 1)) <= last[:7]:
            regular = {"on": fixed_on(month), "closed_through": shifted(month, -1),
                       "note": f"Rates of {month}, books closed through {shifted(month, -1)}"}
            self.versions[regular["on"]] = regular | self.versions.get(regular["on"], {})
        self.days = sorted(self.versions)

    def text(self, path, today, day):
        text = undone(today, self.story["files"].get(path, []), day)
        if path == "organization.yaml":
            closed = [self.versions[d]["closed_through"] for d in self.days if d <= day and "closed_through" in self.versions[d]]
            text = re.sub(r"(?m)^(closed_through: ).*$", rf"\g<1>{closed[-1]}", text)
        if path == "rates.yaml":
            text = re.sub(r"(?m)^  (\d{4}-\d\d): .*\n", lambda m: m[0] if fixed_on(m[1]) <= day else "", text)
            text = text.removesuffix("months:\n")
        return text


class MeasureFile:
    """The file of one measure: `text` is its today's text, `story` what story.yaml tells about it."""

    def __init__(self, text, story, forecast_on):
        self.today, self.story = before(text, "decisions"), story
        self.forecast_on = story.get("forecast", forecast_on)
        kept = [step["on"] for step in story["decisions"] if step["do"] in UNLOCKS]
        self.kept = kept[0] if kept else "0000"  # the day on which the first plan became `original`
        self.replanned = story.get("replanned", self.kept)
        status = re.search(r"(?m)^status:(?: .*\n|\n(?: .*\n)+)", self.today)
        self.status_on = re.search(r"on: (\d{4}-\d\d-\d\d)", status[0])[1] if status else None
        submitted = re.search(r"(?m)^submitted: .*on: (\d{4}-\d\d-\d\d)", self.today)
        self.submitted_on = submitted[1] if submitted else None

    def text(self, day):
        text = undone(self.today, self.story.get("changes", []), day)
        if self.status_on and self.status_on > day:
            text = re.sub(r"(?m)^(?:#.*\n)?status:(?: .*\n|\n(?: .*\n)+)", "", text)
        if self.submitted_on and self.submitted_on > day:
            text = re.sub(r"(?m)^submitted: .*\n", "", text)
        return "".join(self._line(line, day) for line in text.splitlines(keepends=True))

    def _line(self, line, day):
        month = MONTH_LINE.fullmatch(line)
        if month:
            cells = self._cells(month["month"], dict(cell.split(": ") for cell in month["cells"].split(", ")), day)
            return month["start"] + ", ".join(f"{k}: {v}" for k, v in cells.items()) + "}\n" if cells else ""
        if MILESTONE_LINE.fullmatch(line):
            line = re.sub(r", done: (\d{4}-\d\d-\d\d)", lambda m: m[0] if m[1] <= day else "", line)
            if self.status_on and self.status_on > day:
                line = re.sub(r", forecast: \d{4}-\d\d-\d\d", "", line)
        return line

    def _cells(self, month, cells, day):
        if "original" in cells and day < self.replanned:
            cells["plan"] = cells["original"]
        if day < self.kept and cells.pop("original", None) == "0":
            del cells["plan"]
        if day < reported_on(month):
            cells.pop("actual", None)
        if day < self.forecast_on:
            cells.pop("forecast", None)
        return cells


def days_of_milestones(text):
    """(milestone, day) of each `done`."""
    return re.findall(r"(?m)^  - \{id: ([^,]+), .*, done: (\d{4}-\d\d-\d\d)", text)



def days_before(day, count):
    """The working day at or before the day that lies `count` days earlier."""
    date = datetime.date.fromisoformat(day) - datetime.timedelta(count)
    return (date - datetime.timedelta(max(0, date.weekday() - 4))).isoformat()
