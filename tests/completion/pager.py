#!/usr/bin/python3
"""A long text goes through a pager on a terminal, and nowhere else: `pager.py CAT4 TREE`."""
import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import tempfile
import time
from pathlib import Path

CAT4, TREE = sys.argv[1], sys.argv[2]
AS_OF = ["--as-of", "2026-10-31"]
problems = []


def on_terminal(arguments, rows=24, keys=b"", **variables):
    """What is shown, and the exit code."""
    pid, fd = pty.fork()
    if pid == 0:
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", rows, 100, 0, 0))
        env = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", "TERM": "vt100", **variables}
        os.execve(CAT4, [CAT4, "-C", TREE, *arguments], env)
    shown, end, sent = b"", time.time() + 60, False
    while time.time() < end:
        if not select.select([fd], [], [], 0.2)[0]:
            if keys and shown and not sent:
                os.write(fd, keys)
                sent = True
            continue
        try:
            piece = os.read(fd, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(fd)
    return shown.decode(errors="replace"), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def expect(claim, holds):
    if not holds:
        problems.append(claim)


def main():
    with tempfile.TemporaryDirectory() as directory:
        seen = Path(directory) / "seen"
        mark = f"tee {seen} >/dev/null"

        def paged(arguments, **more):
            seen.unlink(missing_ok=True)
            shown, code = on_terminal(arguments, **{"CAT4_PAGER": mark, **more})
            return seen.exists(), shown, code

        ran, shown, code = paged(["rules"])
        expect("a long text goes through the pager", ran and code == 0 and "missing-controller" not in shown)
        expect("the pager gets all of it", "missing-controller" in seen.read_text() and seen.read_text().endswith("severity\n"))
        for command in (["list"], ["tree"], ["report", "status"], ["report", "status", "--format", "markdown"]):
            expect(f"{command} is paged", paged([*command, *AS_OF])[0])
        ran, shown, code = paged(["rules"], rows=400)
        expect("a short text is shown at once", not ran and "missing-controller" in shown)
        for command in (["report", "status", "--format", "json"], ["report", "status", "--format", "csv"],
                        ["list", "--format", "json"], ["check"], ["rules", "--help"], ["--help"]):
            expect(f"{command} is not paged", not paged([*command, *([] if "help" in command[-1] else AS_OF)])[0])
        expect("PAGER is taken where CAT4_PAGER is not set", (lambda r: "PAGED" in r[0])(on_terminal(["rules"], PAGER="sed s/^/PAGED/")))
        for off in ("", "cat"):
            ran, shown, code = paged(["rules"], CAT4_PAGER=off)
            expect(f"CAT4_PAGER={off!r} turns it off", not ran and "missing-controller" in shown and code == 0)
        shown, code = on_terminal(["rules"], CAT4_PAGER=mark, TERM="dumb")
        expect("a dumb terminal is only printed to", "missing-controller" in shown)
        shown, code = on_terminal(["rules"], CAT4_PAGER="no-such-pager-here")
        expect("a pager that is missing costs nothing but itself", "missing-controller" in shown and code == 0)
        shown, code = on_terminal(["list", *AS_OF], CAT4_PAGER="exit 0")
        expect("a pager that reads nothing is no error", code == 0 and "can't write" not in shown)
        shown, code = on_terminal(["list", *AS_OF], CAT4_PAGER="head -3; exit 5")
        expect("what a pager ends with is its own affair", code == 0 and "can't write" not in shown)
        shown, code = on_terminal(["report", "status", "--node", "nowhere", *AS_OF], CAT4_PAGER=mark)
        expect("a failure keeps its exit code", code == 2)
        if any((Path(p) / "less").exists() for p in os.environ["PATH"].split(":")):
            shown, code = on_terminal(["rules"], keys=b"q", rows=10)
            expect("less is left with q", code == 0 and "fixed: policy.yaml" not in shown)
        seen.unlink(missing_ok=True)
        done = subprocess.run([CAT4, "-C", TREE, "list", *AS_OF], capture_output=True, text=True, check=False, env={**os.environ, "CAT4_PAGER": mark})
        expect("what is piped is not paged", not seen.exists() and done.stdout.count("\n") > 24 and "\x1b" not in done.stdout)
    for problem in problems:
        print("not so:", problem)
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
