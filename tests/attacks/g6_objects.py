"""Objects: what git stores is missing, broken, or not as git writes it."""
import hashlib
import shutil
import zlib

from harness import NOTHING, case

MISSING = [("history-incomplete", "error", None)]
CORRUPT = [("object-corrupt", "error", None)]
ENERGY = "portfolios/ops/lean/plant/energy"


def loose(w):
    """Everything in files of its own."""
    packs = w.root / ".git/objects/pack"
    kept = w.directory / "packs"
    shutil.move(packs, kept)
    packs.mkdir()
    for pack in kept.glob("*.pack"):
        w.git("unpack-objects", "-q", stdin=pack.read_bytes())


def object_file(w, name):
    return w.root / ".git/objects" / name[:2] / name[2:]


def lost(name, sentence, revision, finds=None, change=None, as_one=None):
    def attack(w):
        loose(w)
        file = object_file(w, w.git("rev-parse", revision))
        if change is None:
            file.unlink()
        else:
            file.chmod(0o644)
            file.write_bytes(change(file.read_bytes()))
    attack.__code__ = attack.__code__.replace(co_name=name)
    attack.__name__ = name
    made = case(sentence, finds=finds or MISSING, code=3, as_one=as_one)(attack)

    @made.twin("Nothing is lost where every object is a file of its own.")
    def _(w):
        loose(w)
    return made


def other_text(raw):
    text = zlib.decompress(raw)
    return zlib.compress(text.replace(b"s.sponsor", b"x.sponsor", 1))


missing_blob = lost("missing_blob", "A measure's file of today is missing.", f"HEAD:{ENERGY}/ENG-6.yaml")
missing_tree = lost("missing_tree", "A tree is missing.", f"HEAD:{ENERGY}")
missing_commit = lost("missing_commit", "A commit is missing.", "HEAD~4")
cut_blob = lost("cut_blob", "A measure's file is cut off.", f"HEAD:{ENERGY}/ENG-6.yaml", CORRUPT, lambda raw: raw[:20])
other_blob = lost("other_blob", "Another text is stored under its id.", f"HEAD:{ENERGY}/ENG-6.yaml", CORRUPT, other_text)
other_commit = lost("other_commit", "A commit that git stores is not what its id says.", "HEAD~2", CORRUPT, other_text)


@case("The clone is shallow.", finds=MISSING, code=3, as_one=NOTHING)
def shallow(w):
    old = w.root.rename(w.directory / "whole")
    w.run(["git", "clone", "-q", "--depth", "3", f"file://{old}", w.root], cwd=w.directory)


@shallow.twin("It is whole.")
def _(w):
    old = w.root.rename(w.directory / "whole")
    w.run(["git", "clone", "-q", f"file://{old}", w.root], cwd=w.directory)


def cheat(w):
    w.edit("ENG-4", "2026-10: {plan: 4000,", "2026-10: {plan: 1000,")
    return w.commit("l.owner", "ENG-4: plan")


CHEATED = [("terms-changed", "error", "ENG-4")]


@case("A replace ref shows an honest commit in the place of a bad one.", finds=CHEATED)
def replaced(w):
    honest = w.git("rev-parse", "HEAD")
    bad = cheat(w)
    w.git("replace", "-f", bad, w.git("commit-tree", f"{honest}^{{tree}}", "-p", honest, "-m", "x", person="l.owner"))


@replaced.twin("A replace ref shows a bad one in the place of an honest one.")
def _(w):
    honest = w.git("rev-parse", "HEAD")
    bad = cheat(w)
    w.git("reset", "-q", "--hard", honest)
    w.git("replace", "-f", honest, bad, check=False)


@case("A graft leaves a bad commit out.", finds=CHEATED, as_one=NOTHING)
def grafted(w):
    honest = w.git("rev-parse", "HEAD")
    cheat(w)
    w.edit("ENG-4", "2026-10: {plan: 1000,", "2026-10: {plan: 4000,")
    w.commit("l.owner", "ENG-4: back")
    w.write(".git/info/grafts", f"{w.git('rev-parse', 'HEAD')} {honest}\n")


@grafted.twin("A graft leaves an honest one out.")
def _(w):
    honest = w.git("rev-parse", "HEAD~2")
    w.write(".git/info/grafts", f"{w.git('rev-parse', 'HEAD')} {honest}\n")


def crafted_commit(w, change):
    """HEAD is a commit that nobody but this made, of a tree that is fine."""
    head = w.git("rev-parse", "HEAD")
    raw = w.run(["git", "cat-file", "commit", w.commit("l.owner", "Notes")]).stdout
    made = w.git("hash-object", "-t", "commit", "-w", "--literally", "--stdin", stdin=change(raw))
    w.git("update-ref", "refs/heads/main", made)
    return head


def malformed(name, sentence, change):
    def attack(w):
        crafted_commit(w, change)
    attack.__code__ = attack.__code__.replace(co_name=name)
    attack.__name__ = name
    made = case(sentence, finds=[("malformed-commit", "error", None)])(attack)

    @made.twin("A commit as git writes it.")
    def _(w):
        crafted_commit(w, lambda raw: raw)
    return made


def twice_signed(raw):
    at, end = signature_of(raw)
    return raw[:end] + raw[at:end] + raw[end:]


def signature_of(raw):
    """Where a commit's signature begins and ends, with its header."""
    end = b"-----END SSH SIGNATURE-----\n"
    return raw.index(b"gpgsig"), raw.index(end) + len(end)


nul_in_message = malformed("nul_in_message", "A NUL in the message, behind which another one stands.", lambda raw: raw + b"\0hidden\n")
two_signatures = malformed("two_signatures", "A commit with two signatures.", twice_signed)
odd_person = malformed("odd_person", "A commit by nobody.", lambda raw: raw.replace(b"<l.owner@demo.example>", b"l.owner", 1))


@case("The signature of a recording commit stands in its message.", finds=[("unsigned-approval-commit", "error", "ENG-1")])
def signature_in_message(w):
    w.cat4("s.sponsor", "gate", "advance", "ENG-1")
    raw = w.run(["git", "cat-file", "commit", "HEAD"]).stdout
    at, end = signature_of(raw)
    made = w.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=raw[:at] + raw[end:] + b"\n" + raw[at:end])
    w.git("update-ref", "refs/heads/main", made)


@signature_in_message.twin("It stands in its header.")
def _(w):
    w.cat4("s.sponsor", "gate", "advance", "ENG-1")


@case("A tree names a file twice.", finds=CORRUPT, code=3)
def twice_in_tree(w):
    raw = w.run(["git", "cat-file", "tree", "HEAD^{tree}"]).stdout
    at = raw.index(b"100644 policy.yaml\0")
    entry = raw[at:at + len(b"100644 policy.yaml\0") + 20]
    tree = w.git("hash-object", "-t", "tree", "-w", "--literally", "--stdin", stdin=raw[:at] + entry + raw[at:])
    w.git("update-ref", "refs/heads/main", w.git("commit-tree", tree, "-p", "HEAD", "-m", "Notes", person="l.owner"))


@twice_in_tree.twin("Once.")
def _(w):
    w.git("update-ref", "refs/heads/main", w.git("commit-tree", "HEAD^{tree}", "-p", "HEAD", "-m", "Notes", person="l.owner"))


@case("The repository's own configuration would verify with a program that says yes.", finds=CHEATED)
def hostile_configuration(w):
    cheat(w)
    hostile(w)


@hostile_configuration.twin("The same configuration over an honest history.")
def _(w):
    hostile(w)


def hostile(w):
    ran = w.directory / "ran"
    program = w.directory / "yes.sh"
    program.write_text(f"#!/bin/sh\ntouch {ran}\nexit 0\n")
    program.chmod(0o755)
    for name in ("gpg.ssh.program", "core.fsmonitor", "core.sshCommand", "diff.external", "core.pager"):
        w.git("config", name, str(program))
    w.git("config", "log.showSignature", "true")
    w.git("config", "remote.origin.url", "ssh://nowhere.example/x")
    w.git("config", "remote.origin.promisor", "true")
    w.git("config", "extensions.partialClone", "origin")
    before = w.judged

    def judged(*arguments):
        found = before(*arguments)
        if ran.exists():
            raise RuntimeError("a program of the repository's configuration ran")
        return found
    w.judged = judged


@case("An object is missing, and a promisor remote would fetch it with a program of its own.", finds=MISSING, code=3)
def lazy_fetch(w):
    hostile(w)
    loose(w)
    object_file(w, w.git("rev-parse", f"HEAD:{ENERGY}/ENG-6.yaml")).unlink()


@lazy_fetch.twin("Nothing is missing.")
def _(w):
    hostile(w)
    loose(w)


@case("The environment points git to an honest repository, and to other objects.", finds=CHEATED)
def hostile_environment(w):
    elsewhere(w)
    cheat(w)


@hostile_environment.twin("It points to a bad one, and this one is honest.")
def _(w):
    began = w.git("rev-parse", "HEAD")
    cheat(w)
    elsewhere(w)
    w.git("reset", "-q", "--hard", began)


def elsewhere(w):
    """A copy of the repository as it is, to which the environment points."""
    other = w.directory / "other"
    shutil.copytree(w.root, other)
    w.environment = {"GIT_DIR": f"{other}/.git", "GIT_WORK_TREE": f"{other}", "GIT_OBJECT_DIRECTORY": f"{other}/.git/objects",
                     "GIT_INDEX_FILE": f"{other}/.git/index", "GIT_CEILING_DIRECTORIES": "/", "GIT_NAMESPACE": "x",
                     "GIT_SHALLOW_FILE": "/dev/null", "GIT_REPLACE_REF_BASE": "refs/heads/", "GIT_PREFIX": "portfolios/"}


@case("The commit-graph tells of other parents than the commits do.", finds=CHEATED, as_one=NOTHING)
def lying_graph(w):
    honest = w.git("rev-parse", "HEAD")
    cheat(w)
    w.edit("ENG-4", "2026-10: {plan: 1000,", "2026-10: {plan: 4000,")
    tip = w.commit("l.owner", "ENG-4: back")
    graft(w, tip, honest)


@lying_graph.twin("It leaves an honest commit out.")
def _(w):
    honest = w.git("rev-parse", "HEAD")
    w.commit("l.owner", "Nothing")
    graft(w, w.commit("l.owner", "Nothing again"), honest)


def graft(w, tip, parent):
    """The commit-graph, as git writes it, but for the first parent of one commit."""
    graph = w.root / ".git/objects/info/commit-graph"
    graph.unlink(missing_ok=True)
    w.git("commit-graph", "write", "--reachable")
    raw = bytearray(graph.read_bytes())
    names = sorted(w.git("rev-list", "HEAD").split())
    chunks = {bytes(raw[at:at + 4]): int.from_bytes(raw[at + 4:at + 12], "big") for at in range(8, 8 + 12 * raw[6], 12)}
    size = len(tip) // 2
    entry = chunks[b"CDAT"] + names.index(tip) * (size + 16) + size
    raw[entry:entry + 4] = names.index(parent).to_bytes(4, "big")
    graph.chmod(0o644)
    graph.write_bytes(bytes(raw[:-size]) + hashlib.new("sha1" if size == 20 else "sha256", raw[:-size]).digest())


@case("A bad step lies in objects that are borrowed from elsewhere.", finds=CHEATED)
def alternates(w):
    cheat(w)
    borrow(w)


@alternates.twin("An honest history does.")
def _(w):
    borrow(w)


def borrow(w):
    shutil.move(w.root / ".git/objects", w.directory / "elsewhere")
    (w.root / ".git/objects/info").mkdir(parents=True)
    (w.root / ".git/objects/info/alternates").write_text(f"{w.directory / 'elsewhere'}\n")
