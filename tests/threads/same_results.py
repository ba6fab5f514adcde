#!/usr/bin/python3
"""What is printed does not depend on how many threads share the work: `same_results.py CAT4 EXAMPLES`.

Trees with and without mistakes, from the disk and from git's objects, are checked, reported on and audited by 1, 2 and 32
threads, several times over; every byte and every exit code has to be the same. Where the page cache may be dropped, once
more from the disk.
"""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
CAT4, EXAMPLES = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
GENERATOR = Path(__file__).resolve().parent.parent / "oracle" / "generate.py"
TIMES = 2  # what is a race is not lost each time


def run(arguments, threads, home):
    environment = {**os.environ, "CAT4_THREADS": str(threads), "HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1"}
    environment.pop("CAT4_YAML", None)
    done = subprocess.run([CAT4, *arguments], capture_output=True, env=environment)
    if done.returncode not in (0, 1):
        sys.exit(f"{arguments}, {threads} threads: exit {done.returncode}: {done.stderr.decode()[:500]}")
    return done.returncode, done.stdout, done.stderr


def drop_caches():
    try:
        os.sync()
        Path("/proc/sys/vm/drop_caches").write_text("3\n")
        return True
    except OSError:
        return False


def spoil(root):
    """Every tenth file gets a mistake of its own."""
    for number, path in enumerate(sorted((root / "portfolios").rglob("*.yaml"))):
        text = path.read_text()
        if number % 40 == 0:
            path.write_text(text + "unknown_key: 1\n")
        elif number % 40 == 10:
            path.write_text(text.replace("title:", "titel:"))
        elif number % 40 == 20:
            path.write_text(text + "\tindented: by a tab\n")
        elif number % 40 == 30:
            path.write_bytes(text.encode() + b"bytes: \xff\xfe\n")


def main():
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        calls, compared = [], 0
        for seed in (3, 11):
            root = home / f"random-{seed}"
            root.mkdir()
            subprocess.run(["/usr/bin/python3", GENERATOR, str(seed), "400", root], check=True, capture_output=True)
            if seed == 11:
                spoil(root)
            calls += [["-C", root, "check", "--as-of", "2026-10-31", "--format", form] for form in ("json", "text")]
            if seed == 3:
                calls.append(["-C", root, "report", "status", "--as-of", "2026-10-31", "--format", "json"])
        northwind = home / "northwind"
        subprocess.run(["git", "clone", "-q", EXAMPLES / "northwind.bundle", northwind], check=True)
        calls += [["-C", northwind, "check", "--rev", "HEAD~100", "--as-of", "2026-10-31", "--format", "json"],
                  ["-C", northwind, "report", "traps", "--rev", "HEAD", "--as-of", "2026-10-31", "--format", "json"],
                  ["-C", northwind, "audit", "--no-checkpoint", "--as-of", "2026-10-31", "--format", "json"]]
        for call in calls:
            wanted = run(call, 1, home)
            for threads in (1, 2, 32):
                for _ in range(TIMES):
                    compared += 1
                    if run(call, threads, home) != wanted:
                        sys.exit(f"{' '.join(map(str, call))}: {threads} threads print something else than one")
        cold = 0
        for call in calls[:3]:
            wanted = run(call, 1, home)
            for threads in (1, 2, 32):
                if drop_caches():
                    cold += 1
                    if run(call, threads, home) != wanted:
                        sys.exit(f"{' '.join(map(str, call))}: {threads} threads print something else from the disk")
        if not run(calls[0], 1, home)[1]:
            sys.exit("nothing was printed")
        print(f"threads: {len(calls)} calls, {compared} runs by 1, 2 and 32 threads compared, {cold} more from "
              "the disk; all the same")


if __name__ == "__main__":
    main()
