#!/usr/bin/python3
"""What the shells themselves offer: `complete.py SHELL CAT4 TREE`.

Each shell loads the script that `cat4 completion SHELL` prints and is asked what may follow a line: bash through
COMP_WORDS and COMPREPLY, fish through `complete -C`, zsh through a pseudo terminal in which a real line is completed.
"""
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SHELL, CAT4, TREE = sys.argv[1], Path(sys.argv[2]).resolve(), Path(sys.argv[3]).resolve()

# Line, words that must be offered, words that must not.
CASES = [
    ("cat4 ", {"check", "gate", "report", "completion", "explain-total"}, {"advance", "status"}),
    ("cat4 gate ad", {"advance", "adopt"}, {"amend", "cancel"}),
    ("cat4 -q gate adv", {"advance"}, {"adopt"}),
    ("cat4 report status --fo", {"--format"}, {"--from", "--period"}),
    ("cat4 report status --format ", {"text", "markdown", "json", "csv"}, {"sarif"}),
    ("cat4 report status --by legal", {"legal_entity"}, {"sponsor"}),
    ("cat4 report status --rev v2026-0", {"v2026-09"}, {"main"}),
    ("cat4 list --r", {"--rev"}, {"--role"}),
    ("cat4 set --r", set(), {"--rev"}),
    ("cat4 show INV-", {"INV-7K3Q"}, {"operations", "h.vogt"}),
    ("cat4 show INV-7K3Q INV-7", {"INV-7K3Q"}, set()),
    ("cat4 --as-of 2026-10-31 show --as-of 2026-10-31 INV-7", {"INV-7K3Q"}, set()),
    ("cat4 gate advance --on-behalf m.ok", {"m.okafor"}, {"h.vogt"}),
    ("cat4 new program oper", {"operations"}, {"commercial"}),
    ("cat4 new program portfolios/op", {"portfolios/operations"}, {"portfolios/commercial"}),
    ("cat4 tree INV-7", {"INV-7K3Q"}, set()),
    ("cat4 explain missing-c", {"missing-controller"}, {"missing-rate"}),
    ("cat4 gate return --to de", {"defined", "detailed", "decided"}, {"identified"}),
    ("cat4 new portfolio x --steering-committee sc-", {"sc-digital"}, {"a.vanderveen"}),
    ("cat4 import csv fi", {"figures.csv"}, {"README.md"}),
    ("cat4 -C elsewhere show DEMO", {"DEMO-1"}, {"INV-7K3Q"}),
    ("cat4 --color ", {"auto", "always", "never"}, {"check"}),
]
EQUALS = [("cat4 report status --format=js", "json"), ("cat4 list --format=js", "json")]
# In a repository that somebody else fills: names that a shell would run.
HOSTILE = ["$(touch pwned)", "`touch pwned`", "x;touch pwned"]


def bash(line, cwd, env):
    script = """
source <(cat4 completion bash)
COMP_LINE=$1 COMP_POINT=${#1}
# As readline parts words, with = as one of its own.
read -ra COMP_WORDS <<<"${1//=/ = }"
[[ $1 == *' ' ]] && COMP_WORDS+=('')
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_cat4 cat4
printf '%s\\n' "${COMPREPLY[@]}"
"""
    done = subprocess.run(["bash", "--norc", "-c", script, "bash", line], cwd=cwd, env=env, capture_output=True, text=True, check=False)
    if "rror" in done.stderr or "unbound" in done.stderr:
        sys.exit(f"bash complains: {done.stderr}")
    return set(done.stdout.split("\n")) - {""}


def fish(line, cwd, env):
    done = subprocess.run(["fish", "--no-config", "-c", "cat4 completion fish | source; complete -C $argv[1]", line],
                          cwd=cwd, env=env, capture_output=True, text=True, check=False)
    if done.returncode or done.stderr:
        sys.exit(f"fish complains: {done.stderr}")
    return {re.sub(r"^--[a-z-]+=", "", row.split("\t")[0]) for row in done.stdout.split("\n") if row}


class Zsh:
    """A zsh on a terminal of its own. What it offers is written to a file by a completion function of our own."""

    def __init__(self, cwd, env):
        self.out = cwd / "offered"
        functions = cwd / "functions"
        functions.mkdir()
        (functions / "_cat4").write_text(subprocess.run([CAT4, "completion", "zsh"], capture_output=True, text=True, check=True).stdout)
        (cwd / ".zshrc").write_text(f"""
fpath=({functions} $fpath)
autoload -Uz compinit && compinit -u -d {cwd}/dump
PROMPT='> '
unsetopt beep
# What is handed to compadd is what would be offered, once the prefix has been held against it.
_report() {{
  compadd() {{
    local -a offered
    builtin compadd -O offered "$@"
    print -rl -- $offered >> {self.out}
    builtin compadd "$@"
  }}
  : > {self.out}
  _main_complete
  unfunction compadd
  print -r -- END >> {self.out}
}}
zle -C report complete-word _report
bindkey '^T' report
""")
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(cwd)
            os.execvpe("zsh", ["zsh", "-i"], {**env, "ZDOTDIR": str(cwd), "TERM": "vt100", "COLUMNS": "200"})
        self.read(lambda text: "> " in text)

    def read(self, enough):
        text, end = "", time.time() + 60
        while not enough(text) and time.time() < end:
            if select.select([self.fd], [], [], 0.05)[0]:
                text += os.read(self.fd, 65536).decode(errors="replace")
        return text

    def ask(self, line, *_):
        """On a busy machine a key may come before the line editor is ready for it: then once more."""
        for _ in range(3):
            if offered := self.ask_once(line):
                break
        return offered

    def ask_once(self, line):
        self.out.unlink(missing_ok=True)
        os.write(self.fd, b"\x15" + line.encode() + b"\x14")
        self.read(lambda _: self.out.exists() and self.out.read_text().endswith("END\n"))
        offered = set(self.out.read_text().split("\n")[:-2]) if self.out.exists() else set()
        return {re.sub(r"^--[a-z-]+=(?=.)", "", word) if not word.endswith("=") else word[:-1] for word in offered} - {""}

    def close(self):
        os.write(self.fd, b"\x15exit\r")
        os.close(self.fd)
        os.waitpid(self.pid, 0)


def make_world(directory):
    home = directory / "home"
    (home / "bin").mkdir(parents=True)
    (home / "bin" / "cat4").symlink_to(CAT4)
    env = {"PATH": f"{home}/bin:/usr/bin:/bin", "HOME": str(home), "LC_ALL": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1"}
    shutil.copytree(TREE, home, dirs_exist_ok=True)
    (home / "figures.csv").write_text("measure,effect\n")
    other = home / "elsewhere"
    (other / "portfolios" / "a" / "b" / "c" / "d").mkdir(parents=True)
    (other / "organization.yaml").write_text("id: other\n")
    (other / "portfolios/a/b/c/d/DEMO-1.yaml").write_text("id: DEMO-1\n")
    (other / "portfolios/a/b/c/d" / (HOSTILE[0] + ".yaml")).write_text("")
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@x", "-c", "init.defaultBranch=main"]
    subprocess.run([*git, "init", "-q"], cwd=home, env=env, check=True)
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "x"], cwd=home, env=env, check=True)
    for name in ["v2026-08", "v2026-09", *[h.replace(" ", "${IFS}") for h in HOSTILE]]:
        subprocess.run([*git, "tag", name], cwd=home, env=env, check=True)
    return home, env


def main():
    with tempfile.TemporaryDirectory() as temporary:
        home, env = make_world(Path(temporary))
        zsh = Zsh(home, env) if SHELL == "zsh" else None
        ask = zsh.ask if zsh else {"bash": bash, "fish": fish}[SHELL]
        failed = 0
        for line, wanted, unwanted in CASES:
            offered = ask(line, home, env)
            missing, extra = wanted - offered, unwanted & offered
            if missing or extra:
                failed += 1
                print(f"{line!r}: missing {sorted(missing)}, not wanted {sorted(extra)}, offered {sorted(offered)[:12]}")
        for line, wanted in EQUALS:
            offered = ask(line, home, env)
            if wanted not in offered:
                failed += 1
                print(f"{line!r}: wanted {wanted}, offered {sorted(offered)[:12]}")
        for line in ("cat4 report status --rev ", "cat4 -C elsewhere show ", "cat4 -C nowhere show ", "cat4 diff v"):
            bad = [word for word in ask(line, home, env) if "touch" in word]
            if bad:
                failed += 1
                print(f"{line!r} offers {bad}")
        if zsh:
            zsh.close()
        if list(home.rglob("pwned")):
            failed += 1
            print("a name was run as a command")
        print(f"{len(CASES) + len(EQUALS) + 4} lines completed by {SHELL}, {failed} wrong")
        sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
