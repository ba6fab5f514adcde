#!/usr/bin/python3
"""What the generators write is the same each time, and as it should be.

    generators_test.py CAT4 organization    `cat4 check` finds no error
    generators_test.py CAT4 history         `cat4 audit` is clean; git and ssh-keygen call sampled signatures good
"""
import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "oracle")]
import statements  # noqa: E402

MEASURES, DECISIONS, SAMPLE = 200, 60, 8
ENVIRONMENT = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "LC_ALL": "C.UTF-8"}


def run(*command, stdin=None):
    done = subprocess.run(
        [str(c) for c in command],
        env=ENVIRONMENT,
        input=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout.decode(errors='replace')}")
    return done.stdout.decode()


def same(what, first, second):
    if first != second:
        sys.exit(f"{what} differs from one run to the next")


def digest_of(root):
    """Of all paths and bytes."""
    found = hashlib.sha256()
    for path in sorted(p for p in Path(root).rglob("*") if p.is_file()):
        found.update(f"{path.relative_to(root)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def organization(cat4, work):
    for name, processes in (("one", 1), ("other", 2)):
        run(sys.executable, HERE / "make_organization.py", work / name, MEASURES, "--processes", processes)
    same("the organization", digest_of(work / "one"), digest_of(work / "other"))
    measures = [p for p in (work / "one/portfolios").rglob("*.yaml") if p.stem[0].isupper()]
    if len(measures) != MEASURES:
        sys.exit(f"there are {len(measures)} measures, wanted {MEASURES}")
    print(run(cat4, "-C", work / "one", "check", "--as-of", "2026-06-30"))


def sampled(items):
    return items[:: max(1, len(items) // SAMPLE)]


def history(cat4, work):
    one, other = work / "one", work / "other"
    day = run(sys.executable, HERE / "make_history.py", one, DECISIONS).strip()
    run(sys.executable, HERE / "make_history.py", other, DECISIONS, "--bare")
    same("the history", run("git", "-C", one, "rev-parse", "main"), run("git", "-C", other, "rev-parse", "main"))
    run("git", "-C", one, "fsck", "--strict", "--no-progress")
    audited = run(cat4, "-C", one, "audit", "--no-checkpoint", "--as-of", day)
    print(audited)
    if f" with {DECISIONS} decisions " not in audited:
        sys.exit(f"wanted {DECISIONS} decisions")
    print(run(cat4, "-C", one, "check", "-q", "--as-of", day))

    people = {p.stem: statements.load(p) for p in one.glob("people/*.yaml")}
    signers = work / "allowed_signers"
    signers.write_text(
        "".join(f'{ident} {key["key"]}\n' for ident, person in people.items() for key in person.get("keys", []))
    )
    signed = [
        line.split()[0]
        for line in run("git", "-C", one, "log", "--format=%H %(trailers:key=Cat4-Statement,separator=)").splitlines()
        if " sha256:" in line
    ]
    for commit in sampled(signed):
        run(
            "git",
            "-C",
            one,
            "-c",
            "gpg.format=ssh",
            "-c",
            f"gpg.ssh.allowedSignersFile={signers}",
            "verify-commit",
            commit,
        )

    tree = statements.Tree(str(one))
    decisions = [(ident, entry) for ident in sorted(tree.paths) for entry in tree.decisions(ident)]
    if len(decisions) != DECISIONS:
        sys.exit(f"the files hold {len(decisions)} decisions, wanted {DECISIONS}")
    for ident, entry in sampled(decisions):
        (work / "signature").write_text(
            "\n".join(["-----BEGIN SSH SIGNATURE-----", entry["signature"], "-----END SSH SIGNATURE-----", ""])
        )
        run(
            "ssh-keygen",
            "-Y",
            "verify",
            "-q",
            "-n",
            "cat4",
            "-I",
            entry["by"],
            "-f",
            signers,
            "-s",
            work / "signature",
            stdin=statements.statement_of(tree, ident, entry),
        )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as directory:
        {"organization": organization, "history": history}[sys.argv[2]](Path(sys.argv[1]).resolve(), Path(directory))
