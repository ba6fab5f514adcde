#!/usr/bin/python3
"""What takes long shows on a terminal how far it is, and leaves nothing behind: `progress.py CAT4 BUNDLE`."""
import os
import pty
import re
import subprocess
import sys
import tempfile
from pathlib import Path

CAT4, BUNDLE = str(Path(sys.argv[1]).resolve()), sys.argv[2]
GENERATE = Path(__file__).resolve().parent.parent / "oracle" / "generate.py"
ENVIRONMENT = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", "TERM": "vt100"}
BAR = re.compile(r"\r(\w+) (\d+) of (\d+) ([a-z ]+) \[(#*)(\.*)\] \d+/s(?:, \d+ s left)?\x1b\[K")
CLEARED = "\r\x1b[K"
problems = []


def expect(claim, holds):
    if not holds:
        problems.append(claim)


def run(directory, *arguments, terminal=True, **variables):
    """What is shown on standard error."""
    ours, theirs = pty.openpty() if terminal else os.pipe()
    done = subprocess.Popen([CAT4, "-C", directory, *arguments], env=ENVIRONMENT | variables, stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the terminal's last user has gone
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    done.wait()
    return shown.decode()


def judge(what, shown, verb, things, all_of_them):
    bars = list(BAR.finditer(shown))
    expect(f"{what}: a bar is shown", bars)
    expect(f"{what}: it is {verb} of {things}", {(bar[1], bar[4]) for bar in bars} == {(verb, things)})
    counts = [int(bar[2]) for bar in bars]
    expect(f"{what}: it only goes on", counts == sorted(counts) and len(set(counts)) > 1)
    expect(f"{what}: it knows how many there are: {all_of_them}, not {[bar[3] for bar in bars[:1]]}", {int(bar[3]) for bar in bars} == {all_of_them})
    expect(f"{what}: it is as long as it is far",
           all(len(bar[5]) + len(bar[6]) == 24 and len(bar[5]) == 24 * int(bar[2]) // int(bar[3]) for bar in bars))
    rest = BAR.sub("", shown)
    expect(f"{what}: it is cleared, and nothing else of it is left", rest.startswith(CLEARED) and "\x1b" not in rest.replace(CLEARED, "", 1))


def main():
    with tempfile.TemporaryDirectory() as directory:
        history, files = f"{directory}/history", f"{directory}/files"
        subprocess.run(["git", "clone", "-q", BUNDLE, history], check=True)
        git = ["git", "-C", history, "rev-list", "--first-parent"]
        since = subprocess.run([*git, "--reverse", "HEAD", "--", "registry.yaml"], check=True, capture_output=True, text=True).stdout.split()[0]
        steps = 1 + int(subprocess.run([*git, "--count", f"{since}..HEAD"], check=True, capture_output=True, text=True).stdout)
        os.mkdir(files)
        subprocess.run([sys.executable, "-B", GENERATE, "7", "4000", files], check=True, stdout=subprocess.DEVNULL)
        number = sum(len(names) for _, _, names in os.walk(files))
        slow = {"CAT4_YAML": "yaml-cpp"}  # the slower of the two readers, so that it takes long enough everywhere
        judge("audit", run(history, "audit", "--no-checkpoint", "--as-of", "2026-10-31", **slow), "audited", "steps", steps)
        judge("check", run(files, "check", "--as-of", "2026-10-31", **slow), "read", "files", number)
        expect("nothing is shown with --quiet", run(history, "audit", "--no-checkpoint", "--as-of", "2026-10-31", "--quiet", **slow) == "")
        expect("no bar where no terminal is", not BAR.search(run(history, "audit", "--no-checkpoint", "--as-of", "2026-10-31", terminal=False, **slow)))
        expect("no bar for what is quick", "\x1b" not in run(history, "check", "--as-of", "2026-10-31"))
    print("\n".join(problems))
    print(f"progress: {'as it should be' if not problems else f'{len(problems)} wrong'}")
    return 1 if problems else 0


sys.exit(main())
