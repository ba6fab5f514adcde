#!/usr/bin/python3
"""The CI files that `cat4 init` writes do what they say: each step's commands run as the CI would run them, over a good and a
bad branch.

  workflows.py CAT4
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "attacks"))
from base import Base  # noqa: E402

failed = checks = steps = 0


def that(holds, what, shown=""):
    global failed, checks
    checks += 1
    if not holds:
        failed += 1
        print(f"FAILED {what}\n{shown}", flush=True)


def run(w, commands, **environment):
    """One step, as a runner starts it: its shell stops at the first command that fails."""
    global steps
    steps += 1
    variables = w.variables() | environment
    variables["PATH"] = f"{w.binary.parent}:/usr/bin:/bin"
    return subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", commands], cwd=w.root, env=variables, capture_output=True,
                          check=False)


def steps_of(workflow, job):
    return [step["run"] for step in workflow["jobs"][job]["steps"] if "run" in step]


def github(w, workflow, good):
    summary = w.directory / "summary.md"
    summary.write_text("")
    [check] = steps_of(workflow, "pull-request")
    done = run(w, check, GITHUB_BASE_REF="main", GITHUB_STEP_SUMMARY=str(summary))
    text = done.stdout.decode()
    that(done.returncode == (0 if good else 1), "github: the pull request's exit code", text + done.stderr.decode())
    that(("::error " in text and "terms-changed" in text) != good, "github: annotations", text)
    sarif = json.loads((w.root / "cat4.sarif").read_text())
    new = [r["ruleId"] for r in sarif["runs"][0]["results"] if r.get("baselineState") == "new"]
    that(new == ([] if good else ["terms-changed"]), "github: SARIF", new)
    that(summary.read_text() != "", "github: the summary is empty")
    [check] = steps_of(workflow, "tree")
    that(run(w, check).returncode == (0 if good else 1), "github: the push's exit code")


def gitlab(w, jobs, good):
    script = "\n".join(jobs["cat4-merge-request"]["script"])
    done = run(w, script, CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main")
    that(done.returncode == (0 if good else 1), "gitlab: the merge request's exit code", (done.stdout + done.stderr).decode())
    quality = json.loads((w.root / "gl-code-quality.json").read_text())
    that([q["check_name"] for q in quality] == ([] if good else ["terms-changed"]), "gitlab: code quality", quality)
    that(("<failure" in (w.root / "junit.xml").read_text()) != good, "gitlab: JUnit")
    script = "\n".join(jobs["cat4-tree"]["script"])
    that(run(w, script).returncode == (0 if good else 1), "gitlab: the push's exit code")


def audits(w, workflow, jobs, good):
    w.git("checkout", "-q", "main")
    if not good:
        w.git("merge", "-q", "--no-ff", "-m", "Merge", "work", person="l.owner")
    root = w.root_digest
    [command] = steps_of(workflow, "audit")
    done = run(w, command, CAT4_TRUST_ROOT=root)
    that(done.returncode == (0 if good else 1), "github: the audit's exit code", (done.stdout + done.stderr).decode())
    document = json.loads((w.root / "audit.json").read_text())
    that(document["audit"]["pinned"] and document["audit"]["complete"], "github: the audit is not pinned", document["audit"])
    other = run(w, command, CAT4_TRUST_ROOT="sha256:" + "0" * 64)
    that(other.returncode == 1 and b"trust-root-mismatch" in other.stdout, "github: another root is not found", other.stdout.decode())
    script = "\n".join(jobs["cat4-audit"]["script"])
    that(run(w, script, CAT4_TRUST_ROOT=root).returncode == (0 if good else 1), "gitlab: the audit's exit code")


def main(binary):
    with tempfile.TemporaryDirectory(prefix="cat4-workflows-") as directory:
        base = Base(binary, Path(directory))
        # what init writes, in an organization of its own
        made = base.world("made")
        made.cat4("t.admin", "init", str(made.directory / "acme"), "--name", "Acme")
        workflow = yaml.safe_load((made.directory / "acme/.github/workflows/cat4.yml").read_text())
        jobs = yaml.safe_load((made.directory / "acme/.gitlab-ci.yml").read_text())
        for good in (True, False):
            w = base.world("good" if good else "bad")
            origin = w.directory / "origin.git"
            w.run(["git", "clone", "-q", "--bare", w.root, origin], cwd=w.directory)
            w.git("remote", "add", "origin", str(origin))
            w.git("fetch", "-q", "origin")
            w.branch("work")
            if good:
                w.edit("ENG-4", "state: active\n", "state: active\ntags: [grid]\n")
            else:
                w.edit("ENG-4", "2026-10: {plan: 4000,", "2026-10: {plan: 1000,")
            w.commit("l.owner", "ENG-4")
            (w.root / ".git/info").mkdir(exist_ok=True)
            (w.root / ".git/info/exclude").write_text("*.sarif\n*.json\n*.xml\n")
            github(w, workflow, good)
            gitlab(w, jobs, good)
            audits(w, workflow, jobs, good)
    print(f"workflows: {steps} steps run, {checks} checks, {failed} failed")
    return 1 if failed or not steps else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
