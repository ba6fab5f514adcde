#!/usr/bin/python3
"""What the README shows is what the binary prints: `readme.py CAT4 README.md` runs every `$ ` line of its console blocks.

CAT4_REBASE=1 rewrites the blocks.
"""
import os
import re
import subprocess
import sys
from pathlib import Path


def run(command, cat4, root):
    environment = {"PATH": f"{cat4.parent}:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    done = subprocess.run(["bash", "-c", command], cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False)
    return done.stdout.rstrip("\n")


def main():
    cat4, readme = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    text = readme.read_text()

    def refreshed(match):
        commands = re.findall(r"^\$ (.*)$", match.group(1), re.M)
        return "```console\n" + "\n".join(f"$ {c}\n{run(c, cat4, readme.parent)}" for c in commands) + "\n```"

    actual, count = re.subn(r"```console\n(.*?)\n```", refreshed, text, flags=re.S)
    if actual != text and os.environ.get("CAT4_REBASE"):
        readme.write_text(actual)
        return
    if count == 0 or actual != text:
        sys.exit(f"{count} console blocks; what the README shows is not what cat4 prints (CAT4_REBASE=1 rewrites it)")
    print(f"{count} console blocks are as shown")


if __name__ == "__main__":
    main()
