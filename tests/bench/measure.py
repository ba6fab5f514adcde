#!/usr/bin/python3
"""Measures cat4 against its peers, one after the other in turn, and prints targets and ratios; see run.sh.

Each row of the table is a ratio of wall times: all commands of a group run once to warm up, then in turn, A B C A B C
…; a ratio is taken within a round, so that a machine that slows down slows both. The row shows their median, least and
greatest. What takes minutes at full size is run on a part and scaled, and the row says so.
"""
import argparse
import hashlib
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BENCH = ROOT / "build/bench"
AS_OF = "2026-06-30"  # of make_organization.py
CLEAN = {
    **os.environ,
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_PAGER": "cat",
    "GIT_OPTIONAL_LOCKS": "0",
}
YAMLLINT_FILES, SHOWN_SIGNATURES = 500, 100  # what is sampled


@dataclass
class Command:
    """Something to time: run `repeat` times a round, its time multiplied by `scale`."""

    words: list
    cwd: str = "."
    codes: tuple = (0,)
    repeat: int = 1
    scale: float = 1
    stdin: str = os.devnull
    before: object = None  # what is done, untimed, before each run
    environment: dict = field(default_factory=dict)
    runs: list = field(default_factory=list)  # one a round: seconds of wall, user, sys, and peak memory in KB

    def run(self):
        found = {"wall": 0.0, "user": 0.0, "sys": 0.0, "peak_kb": 0}
        for _ in range(self.repeat):
            if self.before:
                self.before()
            with open(self.stdin, "rb") as stdin:
                begin = time.perf_counter()
                process = subprocess.Popen(
                    self.words,
                    cwd=self.cwd,
                    stdin=stdin,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env={**CLEAN, **self.environment},
                )
                _, status, usage = os.wait4(process.pid, 0)
                found["wall"] += (time.perf_counter() - begin) * self.scale / self.repeat
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode not in self.codes:
                sys.exit(f"{' '.join(map(str, self.words[:12]))}: exit {process.returncode}, wanted {self.codes}")
            found["user"] += usage.ru_utime * self.scale / self.repeat
            found["sys"] += usage.ru_stime * self.scale / self.repeat
            found["peak_kb"] = max(found["peak_kb"], usage.ru_maxrss)
        return found

    def median(self, what="wall"):
        return statistics.median(run[what] for run in self.runs)


class Bench:
    def __init__(self, options):
        self.options, self.cat4 = options, str(options.cat4.resolve())
        self.rows, self.commands = [], {}
        self.data = BENCH / "data"
        self.data.mkdir(parents=True, exist_ok=True)

    # ---- data

    def made(self, name, script, *arguments):
        """A data set; made anew if a generator has changed since. What the generator printed is its day."""
        sources = b"".join((HERE / part).read_bytes() for part in ("organization.py", "gitpack.py", script))
        stamp = hashlib.sha256(sources + repr(arguments).encode()).hexdigest()
        directory, note = self.data / name, self.data / f"{name}.stamp"
        if not note.exists() or note.read_text().split()[0] != stamp:
            print(f"making {name} …", file=sys.stderr)
            shutil.rmtree(directory, ignore_errors=True)
            begin = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-B", HERE / script, directory, *map(str, arguments)],
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            )
            note.write_text(f"{stamp} {done.stdout.strip() or AS_OF}\n")
            print(f"  {time.perf_counter() - begin:.1f} s", file=sys.stderr)
        return str(directory), note.read_text().split()[1]

    def organization(self, measures):
        return self.made(f"organization-{measures}", "make_organization.py", measures)[0]

    def history(self, decisions, measures=None):
        more = ["--measures", measures] if measures else []
        return self.made(f"history-{decisions}-{measures or 'few'}", "make_history.py", decisions, *more, "--repack")

    # ---- measuring

    def turn(self, label, commands, cold=False):
        """All of them once to warm up, then in turn."""
        print(f"measuring {label} …", file=sys.stderr)
        self.commands.update({f"{label}: {name}": command for name, command in commands.items()})
        for number in range(self.options.rounds + 1):
            for command in commands.values():
                if cold:
                    subprocess.run(["sync"], check=True)
                    Path("/proc/sys/vm/drop_caches").write_text("3\n")
                found = command.run()
                if number:
                    command.runs.append(found)

    def compare(self, work, against, target, ours, theirs, note=""):
        ratios = [a["wall"] / b["wall"] for a, b in zip(ours.runs, theirs.runs)]
        self.row(
            work,
            against,
            target,
            statistics.median(ratios),
            min(ratios),
            max(ratios),
            note,
            f"{seconds(ours.median())} against {seconds(theirs.median())}",
        )

    def row(self, work, against, target, measured, low, high, note="", times=""):
        self.rows.append(
            {
                "work": work,
                "against": against,
                "target": target,
                "measured": measured,
                "least": low,
                "greatest": high,
                "met": measured <= target,
                "note": note,
                "times": times,
            }
        )

    def skipped(self, work, against, target, note):
        self.rows.append(
            {
                "work": work,
                "against": against,
                "target": target,
                "measured": None,
                "met": None,
                "note": note,
                "times": "",
            }
        )

    def check(self, root, **more):
        return Command([self.cat4, "check", "-q", "--as-of", AS_OF], cwd=root, **more)

    # ---- the works

    def checks(self, size, with_peers):
        root, label = self.organization(size), f"check of {size:,} measures"
        commands = {
            "cat4": self.check(root),
            "raw": Command([BENCH / "raw_read", root]),
            "rg": Command(["rg", "-c", "nomatch", root], codes=(1,)),
            "report status": Command([self.cat4, "report", "status", "-q", "--as-of", AS_OF], cwd=root),
        }
        if with_peers:
            measures = sorted(str(p) for p in Path(root, "portfolios").rglob("*.yaml") if p.stem[0].isupper())
            sample = measures[:: max(1, len(measures) // YAMLLINT_FILES)]
            commands["js-yaml + ajv"] = Command(
                ["node", HERE / "validate.mjs", BENCH / "node_modules", self.schemas(), root]
            )
            commands["ajv-cli"] = Command(
                [
                    BENCH / "node_modules/.bin/ajv",
                    "validate",
                    "--spec=draft7",
                    "--strict=false",
                    "--errors=no",
                    "-s",
                    f"{self.schemas()}/measure.schema.json",
                    "-d",
                    f"{root}/portfolios/*/*/*/*/[A-Z]*.yaml",
                ],
                codes=(0, 1),
            )
            commands["yamllint"] = Command(
                ["yamllint", "-d", "relaxed", *sample], codes=(0, 1), scale=len(measures) / len(sample)
            )
        self.turn(label, commands)
        ours = commands["cat4"]
        self.compare(label, "raw read, 2 threads", 1.8, ours, commands["raw"])
        self.compare(label, "rg -c", 1.0, ours, commands["rg"])
        if with_peers:
            self.compare(label, "ajv-cli", 1 / 25, ours, commands["ajv-cli"], "measures only")
            self.compare(label, "js-yaml + ajv, one process", 1 / 15, ours, commands["js-yaml + ajv"])
            self.compare(
                label, "yamllint -d relaxed", 1 / 1200, ours, commands["yamllint"], f"{YAMLLINT_FILES} files, scaled"
            )
        self.compare(f"report status of {size:,}", "check", 1.3, commands["report status"], ours)
        return ours

    def schemas(self):
        """The schemas as this binary prints them."""
        directory = BENCH / "schemas"
        directory.mkdir(exist_ok=True)
        for path in (ROOT / "schemas").glob("*.schema.json"):
            kind = path.name.removesuffix(".schema.json")
            text = subprocess.run([self.cat4, "schema", kind], stdout=subprocess.PIPE, check=True).stdout
            (directory / path.name).write_bytes(text)
        return directory

    def cold(self, size):
        label = f"check of {size:,} measures, cold"
        if not self.options.cold or not os.access("/proc/sys/vm/drop_caches", os.W_OK):
            why = "needs root" if self.options.cold else "--cold asks for it: it empties the page cache of the machine"
            self.skipped(label, "rg -c, cold", 0.5, why)
            return
        root = self.organization(size)
        commands = {"cat4": self.check(root), "rg": Command(["rg", "-c", "nomatch", root], codes=(1,))}
        self.turn(label, commands, cold=True)
        self.compare(label, "rg -c, cold", 0.5, commands["cat4"], commands["rg"])

    def memory(self, size, check, start):
        """KB a measure over start-up."""
        kb = [(a["peak_kb"] - b["peak_kb"]) / size for a, b in zip(check.runs, start.runs)]
        self.row(
            f"peak memory of check, {size:,} measures",
            "KB a measure over start-up",
            1.0,
            statistics.median(kb),
            min(kb),
            max(kb),
            "",
            f"{check.median('peak_kb') / 1024:.0f} MB",
        )

    def million(self, size):
        label = f"cost a measure at 1,000,000 against {size:,}"
        if not self.options.million:
            self.skipped(label, "-", 1.2, "--million asks for it")
            return
        large = {"1M": self.check(self.organization(1_000_000)), "small": self.check(self.organization(size))}
        self.turn("check of 1,000,000 measures", large)
        ratios = [a["wall"] / b["wall"] * size / 1_000_000 for a, b in zip(large["1M"].runs, large["small"].runs)]
        self.row(label, "-", 1.2, statistics.median(ratios), min(ratios), max(ratios))

    def start(self):
        commands = {
            "cat4": Command([self.cat4, "--version"], repeat=50),
            "git": Command(["git", "--version"], repeat=50),
        }
        self.turn("start", commands)
        self.compare("--version", "git --version", 1.2, commands["cat4"], commands["git"])
        return commands["cat4"]

    def example(self):
        root = self.data / "northwind"
        if not root.exists():
            subprocess.run(["git", "clone", "-q", ROOT / "examples/northwind.bundle", root], check=True, env=CLEAN)
        commands = {
            "cat4": Command([self.cat4, "check", "-q", "--as-of", "2026-10-31"], cwd=root, repeat=20),
            "git": Command(["git", "status"], cwd=root, repeat=20),
        }
        self.turn("check of the example", commands)
        self.compare("check of examples/northwind", "git status in it", 2, commands["cat4"], commands["git"])

    def audit(self, decisions):
        root, day = self.history(decisions)
        git = ["git", "-C", root]
        commits = subprocess.run(
            [*git, "rev-list", "main"], stdout=subprocess.PIPE, text=True, check=True
        ).stdout.split()
        sample = commits[:: max(1, len(commits) // SHOWN_SIGNATURES)]
        signers = self.data / "allowed_signers"
        people = [
            line.split(": ", 1)[1]
            for path in Path(root, "people").glob("*.yaml")
            for line in path.read_text().splitlines()
            if line.startswith("  - key: ")
        ]
        signers.write_text("".join(f"{line.split()[2]} {line}\n" for line in people))
        show = [*git, "-c", f"gpg.ssh.allowedSignersFile={signers}", "log", "--no-walk", "--show-signature", *sample]
        label = f"audit of {decisions:,} decisions"
        commands = {
            "cat4": Command([self.cat4, "audit", "-q", "--no-checkpoint", "--as-of", day], cwd=root),
            "show-signature": Command(show, scale=len(commits) / len(sample)),
            "raw": Command([*git, "log", "--raw", "--no-renames", "-r"]),
        }
        self.turn(label, commands)
        self.compare(
            label,
            "git log --show-signature",
            1 / 100,
            commands["cat4"],
            commands["show-signature"],
            f"{len(sample)} of {len(commits):,} commits, scaled",
        )
        self.compare(label, "git log --raw -r", 3, commands["cat4"], commands["raw"], f"{len(commits):,} commits")

    def steps(self, size, with_checkpoint):
        """What is asked of one new commit on top of many measures."""
        root, day = self.history(1000, size)
        blobs = self.data / f"blobs-{size}"
        listed = subprocess.run(
            ["git", "-C", root, "ls-tree", "-r", "--format=%(objectname)", "HEAD"], stdout=subprocess.PIPE, check=True
        )
        blobs.write_bytes(listed.stdout)
        commands = {
            "cat4": Command([self.cat4, "check", "-q", "--base", "HEAD~1", "--as-of", day], cwd=root),
            "git": Command(["git", "-C", root, "cat-file", "--batch", "--buffer"], stdin=str(blobs)),
        }
        label = f"check --base HEAD~1, {size:,} measures"
        self.turn(label, commands)
        self.compare(label, "git cat-file --batch of all blobs", 3, commands["cat4"], commands["git"])
        if not with_checkpoint:
            return
        state, saved = BENCH / "state", BENCH / "state.saved"
        for directory in (state, saved):
            shutil.rmtree(directory, ignore_errors=True)
        environment = {"XDG_STATE_HOME": str(state)}
        audit = [self.cat4, "audit", "-q", "--as-of", day]
        tip = output("git", "-C", root, "rev-parse", "main")
        # A checkpoint belongs to a branch: main goes back a commit while it is left.
        subprocess.run(["git", "-C", root, "update-ref", "refs/heads/main", "main~1"], check=True)
        try:
            output(*audit, cwd=root, environment=environment)
        finally:
            subprocess.run(["git", "-C", root, "update-ref", "refs/heads/main", tip], check=True)
        shutil.copytree(state, saved)
        document = json.loads(output(*audit, "--format", "json", cwd=root, environment=environment))
        if document["audit"]["from_checkpoint"] != output("git", "-C", root, "rev-parse", "main~1"):
            sys.exit(f"wanted an audit from the commit before the last, got {document['audit']}")

        def restore():
            shutil.rmtree(state)
            shutil.copytree(saved, state)

        commands = {
            "cat4": Command(
                [self.cat4, "audit", "-q", "--as-of", day], cwd=root, environment=environment, before=restore
            ),
            "git": Command(["git", "status"], cwd=root),
        }
        label = f"audit from a checkpoint, 1 new commit, {size:,} measures"
        self.turn(label, commands)
        self.compare(label, "git status", 1.0, commands["cat4"], commands["git"])

    def all(self):
        sizes, parts = self.options.measures, self.options.only.split(",")
        if "start" in parts:
            start = self.start()
            self.example()
        if "checks" in parts:
            checks = [self.checks(size, with_peers=size == sizes[0]) for size in sizes]
            self.cold(sizes[0])
            self.million(sizes[-1])
        if "start" in parts and "checks" in parts:
            self.memory(sizes[-1], checks[-1], start)
        if "audit" in parts:
            self.audit(self.options.decisions)
        if "steps" in parts:
            for size in sizes:
                self.steps(size, with_checkpoint=size == sizes[-1])

    # ---- telling

    def table(self):
        head = ("work", "against", "target", "measured", "spread", "met", "times", "note")
        lines = [head]
        for row in self.rows:
            if row["measured"] is None:
                lines.append((row["work"], row["against"], f"≤ {ratio(row['target'])}", "-", "-", "-", "", row["note"]))
            else:
                lines.append(
                    (
                        row["work"],
                        row["against"],
                        f"≤ {ratio(row['target'])}",
                        ratio(row["measured"]),
                        f"{ratio(row['least'])} to {ratio(row['greatest'])}",
                        "yes" if row["met"] else "no",
                        row["times"],
                        row["note"],
                    )
                )
        widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
        return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in lines)

    def document(self, load_before):
        def version(*words):
            return subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True).stdout.split("\n")[0]

        def package(name):
            return json.loads((BENCH / f"node_modules/{name}/package.json").read_text())["version"]

        model = next(
            (
                line.split(": ")[1]
                for line in Path("/proc/cpuinfo").read_text().splitlines()
                if line.startswith("model name")
            ),
            "",
        )
        return {
            "machine": {
                "cpu": model,
                "cores": os.cpu_count(),
                "memory_mb": os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 20,
                "kernel": platform.release(),
                "system": version("sh", "-c", ". /etc/os-release; echo $PRETTY_NAME"),
                "load_before": load_before,
                "load_after": os.getloadavg(),
            },
            "versions": {
                "cat4": version(self.cat4, "--version"),
                "git": version("git", "--version"),
                "ripgrep": version("rg", "--version"),
                "yamllint": version("yamllint", "--version"),
                "node": version("node", "--version"),
                **{name: package(name) for name in ("ajv-cli", "ajv", "js-yaml")},
            },
            "sizes": {
                "measures": self.options.measures,
                "decisions": self.options.decisions,
                "rounds": self.options.rounds,
            },
            "rows": self.rows,
            "commands": {
                name: {"command": [str(w) for w in c.words[:12]], "repeat": c.repeat, "scale": c.scale, "runs": c.runs}
                for name, c in self.commands.items()
            },
        }


def output(*words, cwd=".", environment=None):
    """What a command prints."""
    return subprocess.run(
        words, cwd=cwd, env={**CLEAN, **(environment or {})}, stdout=subprocess.PIPE, text=True, check=True
    ).stdout.strip()


def ratio(value):
    """Small ones as fractions."""
    return f"1/{1 / value:.0f}" if value <= 0.1 else f"{value:.2f}"


def seconds(value):
    return f"{value:.1f} s" if value >= 10 else f"{value:.2f} s" if value >= 1 else f"{value * 1000:.1f} ms"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cat4", type=Path, default=ROOT / "build/release/cat4", help="the binary to measure")
    parser.add_argument(
        "--measures", default="10000,100000", help="sizes of organizations, ascending; peers run on the first"
    )
    parser.add_argument("--decisions", type=int, default=100_000, help="of the history that is audited")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--million", action="store_true", help="also check 1,000,000 measures")
    parser.add_argument(
        "--cold", action="store_true", help="also measure with an empty page cache, which only root may ask for"
    )
    parser.add_argument("--quick", action="store_true", help="1,000 measures and 500 decisions, to try it out")
    parser.add_argument("--only", default="start,checks,audit,steps", help="parts of the table; default: %(default)s")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.measures, chosen.decisions = "1000", 500
    chosen.measures = [int(size) for size in chosen.measures.split(",")]
    before = os.getloadavg()
    if before[0] > 0.5:
        print(f"the machine is busy (load {before[0]:.1f}): ratios will spread", file=sys.stderr)
    bench = Bench(chosen)
    bench.all()
    (BENCH / "results.json").write_text(json.dumps(bench.document(before), indent=1) + "\n")
    print(bench.table())
