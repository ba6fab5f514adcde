#!/usr/bin/python3
"""Reports of `check` and `audit` are what those who read them accept, and say the same: `reports.py CAT4 EXAMPLES`.

SARIF is held against its schema, JUnit's XML against that of Jenkins, GitLab's report against its documentation, GitHub's
commands are parsed as its runner parses them, its markdown by cmark-gfm. The trees: the examples, one without findings
and one whose files try to break out of every format; and a history in which a decided plan and a closed figure changed.
"""
import json
import re
import subprocess
import sys
import tempfile
import urllib.parse
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

import jsonschema

HERE = Path(__file__).resolve().parent
DATE = "2026-10-31"
HOSTILE = [
    "::error file=x::pwn", "%0A::error::pwn", "]]><script>alert(1)</script>", "[x](http://evil.example)",
    "![x](http://evil.example/p.png)", "a | b | c", "`code` *bold* _it_ ~~no~~ # head", "www.evil.example",
    "http://evil.example/a", "&lt;b&gt;&#60;", "<img src=x onerror=alert(1)>", "\\e[31mred", "\\u202eright",
    "\\uFFFE\\uFFFF", "{0} {{1}}", "😀ü", "##[error]pwn", "###vso[task.complete]x",
]


def write(root, path, text):
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)


def small_tree(root):
    write(root, "organization.yaml", "format: 1\nid: demo\nname: Demo\ncurrency: EUR\nlegal_entities:\n  - {id: DE, name: D}\n")
    write(root, "people/a.admin.yaml", "id: a.admin\nname: A\nemail: a@demo.example\nroles: [admin]\n")


def hostile_tree(root):
    """A tree in a subdirectory of a repository whose name needs escaping in every format."""
    (root / ".git").mkdir()
    tree = root / "a, b:c%20d"
    small_tree(tree)
    for number, text in enumerate(HOSTILE):
        # The unknown field is after text that takes another number of bytes than of UTF-16 units.
        write(tree, f"people/p{number}.yaml",
              f'{{id: p{number}, name: "😀ü", email: "p{number}@demo.example", active: "{text}"}}\n')
    for name in ("::error::pwn.yaml", "x\n::error::pwn.yaml", "<b>|[x](y).yaml", "\u202e.yaml", "##[error]pwn.yaml"):
        write(tree, f"people/{name}", "id: x\n")
    for name in ("::error ::pwn", "\u00a0 ::error ::pwn", "##[error]pwn"):
        write(tree, name + "/organization.yaml", "id: x\n")
        write(tree, name + ".yaml", "id: x\n")
    (tree / "people").joinpath(b"\xff.yaml".decode("utf-8", "surrogateescape")).write_text("id: x\n")
    return tree


FORMATS = ["json", "sarif", "github", "gitlab", "junit"]


def reports(cat4, tree, out, extra, codes=(0, 1), of=("check",)):
    command = [cat4, *of, "-C", tree, "--as-of", DATE, "-q", *extra]
    for name in FORMATS:
        command += ["--format", f"{name}={out / name}"]
    (out / "summary").unlink(missing_ok=True)
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "GITHUB_STEP_SUMMARY": str(out / "summary")}
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert done.returncode in codes, (done.returncode, done.stderr)
    return {name: (out / name).read_bytes() for name in FORMATS + ["summary"]}


def check_sarif(text, findings, prefix, root):
    document = json.loads(text)
    schema = json.loads((HERE / "sarif-2.1.0-rtm.5.json").read_text())
    jsonschema.Draft4Validator(schema).validate(document)
    run = document["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == len(findings)
    prints = Counter()
    for result, finding in zip(run["results"], findings):
        place = result["locations"][0]["physicalLocation"]
        region = place["region"]
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding["rule"]
        assert result["level"] == finding["severity"]
        assert region["startLine"] == finding["line"]
        uri = place["artifactLocation"]["uri"]
        assert re.fullmatch(r"([A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri), uri
        path = urllib.parse.unquote_to_bytes(uri)
        assert path.decode("utf-8", "replace") == prefix + finding["path"], path
        assert not re.search(r"(?<!\\)\]\(", result["message"]["text"]), result
        check_region(region, finding, root / path.decode("utf-8", "surrogateescape"))
        prints[result["partialFingerprints"]["cat4/v1"]] += 1
    assert all(count == 1 for count in prints.values())
    return list(prints)


def check_region(region, finding, file):
    """The region's columns, counted again by Python's own UTF-16."""
    if not file.is_file():
        return
    lines = file.read_bytes().split(b"\n")
    before = lines[finding["line"] - 1][: finding["column"] - 1].decode("utf-8", "replace")
    assert region["startColumn"] == len(before.encode("utf-16-le")) // 2 + 1, (region, finding)
    assert (region["endLine"], region["endColumn"]) >= (region["startLine"], region["startColumn"])


def check_gitlab(text, findings, prefix, prints):
    issues = json.loads(text)
    assert len(issues) == len(findings)
    for issue, finding in zip(issues, findings):
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["check_name"] == finding["rule"]
        assert issue["severity"] == {"error": "major", "warning": "minor", "note": "info"}[finding["severity"]]
        assert issue["location"] == {"path": prefix + finding["path"], "lines": {"begin": finding["line"]}}
    assert [issue["fingerprint"] for issue in issues] == prints


def check_junit(file, findings, prefix):
    done = subprocess.run(["xmllint", "--noout", "--nonet", "--schema", HERE / "jenkins-junit.xsd", file],
                          capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    root = ElementTree.parse(file).getroot()
    names = Counter((case.get("classname"), case.get("name")) for case in root.iter("testcase"))
    assert all(count == 1 for count in names.values())
    spoken = {(finding["rule"], finding["path"]) for finding in findings}
    told = [case for case in root.iter("testcase") if case.find("failure") is not None or case.find("system-out") is not None]
    assert len(told) == len(spoken)
    errors = {(f["rule"], f["path"]) for f in findings if f["severity"] == "error"}
    assert len(list(root.iter("failure"))) == len(errors)
    for suite in root.iter("testsuite"):
        assert int(suite.get("tests")) == len(list(suite.iter("testcase")))
        assert int(suite.get("failures")) == len(list(suite.iter("failure")))


def commands_of(text):
    """As the runner reads them: a line that starts with '::' is a command, whatever else stands in it."""
    for line in text.split("\n"):
        if not line.lstrip().startswith("::"):
            assert line == "" or line.startswith("left out, because GitHub shows 10 of a kind: "), line
            continue
        name, _, message = line.lstrip()[2:].partition("::")
        name, _, properties = name.partition(" ")
        pairs = dict(pair.split("=", 1) for pair in properties.split(","))
        unescaped = {key: urllib.parse.unquote(value) for key, value in pairs.items()}
        yield name, unescaped, urllib.parse.unquote(message)


def check_github(text, findings, prefix):
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202e]", text)
    commands = list(commands_of(text))
    word = {"error": "error", "warning": "warning", "note": "notice"}
    of_kind = Counter(word[finding["severity"]] for finding in findings)
    assert Counter(name for name, _, _ in commands) == {name: min(10, n) for name, n in of_kind.items()}
    order = [["error", "warning", "notice"].index(name) for name, _, _ in commands]
    assert order == sorted(order)
    assert ("left out" in text) == any(count > 10 for count in of_kind.values())
    for _, properties, message in commands:
        assert set(properties) <= {"file", "line", "endLine", "col", "endColumn", "title"}
        assert properties["file"].startswith(prefix)
        rules = {finding["rule"] for finding in findings}
        assert properties["title"] in rules and message


def check_summary(text, findings):
    html = subprocess.run(["cmark-gfm", "--unsafe", "-e", "table", "-e", "autolink", "-e", "strikethrough"], input=text.encode(),
                          capture_output=True, check=True).stdout.decode()
    allowed = {"h3", "p", "table", "thead", "tbody", "tr", "th", "td"}
    tags = set(re.findall(r"</?([a-zA-Z0-9]+)", html))
    assert tags <= allowed, tags - allowed
    rows = re.findall(r"<tr>\n(.*?)</tr>", html, re.DOTALL)[1:]
    assert len(rows) == min(500, len(findings))
    assert all(row.count("<td>") == 4 for row in rows)
    assert len(text.encode()) < 1 << 20


def check_tree(cat4, tree, repository, extra=(), of=("check",)):
    prefix = "" if tree == repository else tree.relative_to(repository).as_posix() + "/"
    with tempfile.TemporaryDirectory() as directory:
        out = Path(directory)
        found = reports(cat4, tree, out, extra, of=of)
        assert found == reports(cat4, tree, out, extra, of=of), "two runs differ"
        findings = json.loads(found["json"])["findings"]
        prints = check_sarif(found["sarif"], findings, prefix, repository)
        check_gitlab(found["gitlab"], findings, prefix, prints)
        check_junit(out / "junit", findings, prefix)
        check_github(found["github"].decode(), findings, prefix)
        check_summary(found["summary"].decode(), findings)
    return len(findings)


def check_logs(cat4, tree):
    """What stands in a CI log is no command, in any format but GitHub's own."""
    for name in ["text", *FORMATS]:
        done = subprocess.run([cat4, "check", "-C", tree, "--as-of", DATE, "--format", name], capture_output=True, check=False)
        for line in (done.stdout + done.stderr).decode("utf-8", "replace").split("\n"):
            assert name == "github" or not line.strip().startswith("::"), (name, line)
            assert "##[" not in line and "##vso[" not in line, (name, line)


def git(repository, *arguments):
    command = ["git", "-C", repository, "-c", "user.name=A", "-c", "user.email=a@demo.example", *arguments]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()


def committed_tree(repository):
    """A tree in a subdirectory, with a finding, committed and then gone from the working tree's files."""
    tree = repository / "org" / "cat4"
    small_tree(tree)
    write(tree, "people/b.b.yaml", "id: b.b\nname: B\nemail: b@demo.example\nroles: [none]\n")
    git(repository, "init", "-q", "--object-format=sha1")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "x")
    (tree / "people" / "b.b.yaml").unlink()
    return tree


def check_revision(cat4, repository):
    tree = committed_tree(repository)
    with tempfile.TemporaryDirectory() as directory:
        out = Path(directory)
        found = reports(cat4, tree, out, ["--rev", "HEAD"])
        path = "org/cat4/people/b.b.yaml"
        places = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
                  for result in json.loads(found["sarif"])["runs"][0]["results"]]
        assert places == [path], places
        assert [properties["file"] for _, properties, _ in commands_of(found["github"].decode())] == [path]
        assert [issue["location"]["path"] for issue in json.loads(found["gitlab"])] == [path]
        assert path + ":4:" in found["junit"].decode()
        (repository / ".git" / "objects" / re.sub("^..", r"\g<0>/", git(repository, "rev-parse", "HEAD:org/cat4/people/a.admin.yaml"))).unlink()
        check_incomplete(reports(cat4, tree, out, ["--rev", "HEAD"], (3,)), out, "is missing", 1)


def check_audit(cat4, bundle, root):
    """A history that is attacked in its last step, and one that can't be seen whole."""
    audit = ("audit", "--no-checkpoint")
    subprocess.run(["git", "clone", "-q", bundle, root / "whole"], check=True)
    measure = root / "whole" / "portfolios/operations/stock/europe/hamburg/INV-3F8W.yaml"
    measure.write_text(re.sub(r"plan: (\d+)", r"plan: 1\1", measure.read_text(), count=1))
    measure.write_text(re.sub(r"actual: (\d+)", r"actual: 1\1", measure.read_text(), count=1))
    git(root / "whole", "commit", "-qnam", "A better year")
    count = check_tree(cat4, root / "whole", root / "whole", of=audit)
    assert count >= 2, count
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{root / 'whole'}", root / "shallow"], check=True)
    with tempfile.TemporaryDirectory() as directory:
        out = Path(directory)
        found = reports(cat4, root / "shallow", out, [], (3,), audit)
        assert [f["rule"] for f in json.loads(found["json"])["findings"]] == ["history-incomplete"]
        jsonschema.Draft4Validator(json.loads((HERE / "sarif-2.1.0-rtm.5.json").read_text())).validate(json.loads(found["sarif"]))
        check_junit(out / "junit", json.loads(found["json"])["findings"], "")
        passed = [case for case in ElementTree.fromstring(found["junit"]).iter("testcase") if len(case) == 0]
        assert not passed, [case.get("name") for case in passed]
    return count


def check_unable(cat4, empty):
    with tempfile.TemporaryDirectory() as directory:
        out = Path(directory)
        check_incomplete(reports(cat4, empty, out, [], (3,)), out, "no organization.yaml", 0)
        for name in FORMATS:
            done = subprocess.run([cat4, "check", "-C", empty, "--format", name], capture_output=True, check=False)
            assert done.returncode == 3 and b"no organization.yaml" in done.stdout.replace(b"&apos;", b"'"), done


def check_incomplete(found, out, why, findings):
    """What could not be read is told by every report, beside the findings there are."""
    assert why in json.loads(found["json"])["error"]["message"]
    document = json.loads(found["sarif"])
    jsonschema.Draft4Validator(json.loads((HERE / "sarif-2.1.0-rtm.5.json").read_text())).validate(document)
    invocation, = document["runs"][0]["invocations"]
    assert not invocation["executionSuccessful"]
    assert why in invocation["toolExecutionNotifications"][0]["message"]["text"]
    assert len(document["runs"][0]["results"]) >= findings
    name, properties, message = next(commands_of(found["github"].decode()))
    assert name == "error" and properties == {"title": "incomplete check"} and why in message
    issue = json.loads(found["gitlab"])[0]
    assert issue["severity"] == "blocker" and why in issue["description"]
    done = subprocess.run(["xmllint", "--noout", "--nonet", "--schema", HERE / "jenkins-junit.xsd", out / "junit"],
                          capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    error, = ElementTree.fromstring(found["junit"]).iter("error")
    assert why in error.get("message")
    assert "**The check is not complete**" in found["summary"].decode()


def main():
    cat4, examples = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory).resolve()
        for name in ("clean", "hostile", "revision", "empty", "audit"):
            (root / name).mkdir()
        small_tree(root / "clean")
        assert check_tree(cat4, root / "clean", root / "clean") == 0
        hostile = check_tree(cat4, hostile_tree(root / "hostile"), root / "hostile")
        assert hostile >= len(HOSTILE), hostile
        check_logs(cat4, root / "hostile" / "a, b:c%20d")
        check_revision(cat4, root / "revision")
        check_unable(cat4, root / "empty")
        print(f"audit: {check_audit(cat4, examples / 'northwind.bundle', root / 'audit')} findings")
        for example in ("gmpp", "northwind"):
            copy = root / example
            subprocess.run(["cp", "-r", examples / example, copy], check=True)
            count = check_tree(cat4, copy, copy)
            print(f"{example}: {count} findings")
    print(f"hostile: {hostile} findings")


if __name__ == "__main__":
    main()
