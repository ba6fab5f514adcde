#!/usr/bin/python3
"""Counts the instructions of a check and of an audit, and compares them with those in instructions.json:

    instructions.py CAT4      CAT4_REBASE=1 writes instructions.json anew

Unlike times, counts are the same on a busy machine. They hold for the release preset, g++ 12 and Debian 12; they do
change with compilers and libraries. More than the tolerance above what is committed fails, well below asks for a
rebase. Start-up is counted by `cat4 --version` and taken from the others. valgrind counts what cat4 itself does, not
the git that it starts.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
COMMITTED = HERE / "instructions.json"
MEASURES, DECISIONS = 300, 100


def made(script, directory, count, *more):
    """A data set below the current directory; what its generator prints."""
    return subprocess.run(
        [sys.executable, "-B", HERE / script, directory, str(count), *more],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout


def counted(cat4, *arguments, cwd="."):
    """Instructions of one run, with the same environment each time; and what it printed last on standard error."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": "/nonexistent",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "CAT4_THREADS": "1",
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    out = os.path.abspath("callgrind.out")
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", cat4, *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"cat4 {' '.join(arguments)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return int(re.search(r"(?m)^(?:summary|totals): (\d+)", Path(out).read_text())[1]), done.stdout


def measure(cat4):
    start, _ = counted(cat4, "--version")
    made("make_organization.py", "organization", MEASURES)
    check, _ = counted(cat4, "check", "-q", "--as-of", "2026-06-30", cwd="organization")
    day = made("make_history.py", "history", DECISIONS).strip()
    audit, printed = counted(cat4, "audit", "-q", "--no-checkpoint", "--as-of", day, cwd="history")
    steps = int(re.search(r"audited (\d+) steps", printed)[1])
    return {"start": start, "check, a measure": (check - start) // MEASURES, "audit, a step": (audit - start) // steps}


def compare(found, committed):
    """Whether all is within the tolerance."""
    tolerance, good = committed["tolerance_percent"], True
    for name, count in found.items():
        wanted = committed["instructions"][name]
        change = 100 * (count - wanted) / wanted
        if change > tolerance:
            good, verdict = False, f"more than {tolerance} % above"
        else:
            verdict = "well below: rebase" if change < -tolerance else "as it was"
        print(f"{name}: {count:,} instructions, committed are {wanted:,} ({change:+.1f} %): {verdict}")
    return good


if __name__ == "__main__":
    binary = str(Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as directory:
        os.chdir(directory)
        result = measure(binary)
    if os.environ.get("CAT4_REBASE"):
        COMMITTED.write_text(json.dumps({"tolerance_percent": 10, "instructions": result}, indent=2) + "\n")
    sys.exit(0 if compare(result, json.loads(COMMITTED.read_text())) else 1)
