"""The organization that is attacked: its people, measures and ten honest months, made with the program, git and ssh-keygen.

Person      Roles                       Keys
l.owner     owner of most measures      l.owner
o.other     owner                       o.other
s.sponsor   sponsor of all              s.sponsor, s.sponsor.old (retired in version 2 of the registry)
c.control   controller for DE           c.control; d.deputy is his deputy
f.control   controller for FR           f.control
d.deputy    controller                  d.deputy
a.chair     chair of committee sc       a.chair
b.member    member of sc                b.member, b.member.2
e.member    member of sc (quorum 2)     e.member
t.admin     admin                       t.admin
u.admin     admin                       u.admin
g.gone      sponsor, controller         g.gone; inactive since version 2
x.stranger  not in the registry         x.stranger; more keys of nobody: spare.1, spare.2

Policy 2 is in force (two admins ratify), registry version 3 (books closed through 2026-06). Measures of package energy (DE, s.sponsor, sc):
ENG-1  defined, without decisions       ENG-5  closed; its first gate was signed with s.sponsor.old
ENG-2  detailed                         ENG-6  decided, amended once
ENG-3  detailed; c.control and a.chair  ENG-7  decided, on hold
       have approved 'decided'          ENG-8  implemented, all months confirmed, ready to be closed
ENG-4  decided; 2026-03 and 2026-04 confirmed, one by one, 2026-05 not yet
and of package paris (FR, f.control): FRA-1 detailed, FRA-2 decided.
"""
import shutil
from pathlib import Path

from harness import World, write_ed25519

PEOPLE = {  # id: (roles, further lines, keys)
    "l.owner": ("owner", "", ["l.owner"]), "o.other": ("owner", "", ["o.other"]),
    "s.sponsor": ("sponsor", "", ["s.sponsor", "s.sponsor.old"]),
    "c.control": ("controller", "legal_entities: [DE]\ndeputies: [d.deputy]\n", ["c.control"]),
    "f.control": ("controller", "legal_entities: [FR]\n", ["f.control"]),
    "d.deputy": ("controller", "", ["d.deputy"]), "a.chair": ("", "", ["a.chair"]), "b.member": ("", "", ["b.member", "b.member.2"]),
    "e.member": ("", "", ["e.member"]), "t.admin": ("admin", "", ["t.admin"]), "u.admin": ("admin", "", ["u.admin"]),
    "g.gone": ("sponsor, controller", "", ["g.gone"])}
NOBODYS = ["x.stranger", "spare.1", "spare.2"]

ORGANIZATION = """format: 1
id: demo
name: Demo
currency: EUR
legal_entities:
  - {id: DE, name: Demo GmbH}
  - {id: FR, name: Demo SAS}
"""
POLICY = "version: 1\n"
COMMITTEE = "id: sc\nname: Committee\nchair: a.chair\nmembers: [a.chair, b.member, e.member]\nquorum: 2\n"
PACKAGE = """id: {id}
name: {name}
prefix: {prefix}
sponsor: s.sponsor
legal_entity: {entity}
steering_committee: sc
"""
MEASURE = """id: {id}
title: Measure {id}
description: Replace what burns gas.
owner: l.owner
controller: {controller}
stage: defined
state: active
milestones:
  - {{id: m1, title: Ordered, due: 2026-02-27{done}}}
effects:
  - id: ebitda
    kind: ebitda
    nature: recurring
    baseline: {{amount: 100000, from: 2025-01, to: 2025-12, source: Ledger}}
    months:
      2026-03: {{plan: 1000, actual: 1000}}
      2026-04: {{plan: 2000, actual: 2000}}
      2026-05: {{plan: 3000, actual: 3000}}
      2026-10: {{plan: 4000, forecast: 4000}}
decisions: []
"""
ENERGY, PARIS = "portfolios/ops/lean/plant/energy", "portfolios/ops/lean/plant/paris"


class Base:
    """Makes the organization in `directory`, in a repository whose objects are named by `hash`; `world` copies it."""

    def __init__(self, cat4, directory, hash="sha1"):
        self.cat4, self.directory, self.hash = cat4, Path(directory), hash
        keys = self.directory / "keys"
        keys.mkdir(parents=True)
        for key in [*(k for _, _, names in PEOPLE.values() for k in names), *NOBODYS]:
            write_ed25519(keys, key, key)
        self.master = World(cat4, keys, self.directory, self.directory / "base")
        self.master.root.mkdir()
        self.live(self.master)
        self.root_digest = self.master.root_digest

    def world(self, name):
        """A copy of its own."""
        directory = self.directory / name
        world = World(self.cat4, self.master.keys, directory, directory / "demo")
        shutil.copytree(self.master.root, world.root, symlinks=True)
        world.git("update-index", "-q", "--refresh", check=False)
        world.root_digest = self.root_digest
        return world

    def live(self, w):
        w.day = "2026-01-05"
        w.git("init", "-q", f"--object-format={self.hash}")
        self.found(w)
        self.early(w)
        self.second_version(w)
        self.decide(w)
        self.work(w)
        w.day = "2026-07-10"
        w.edit("organization.yaml", "currency: EUR\n", "currency: EUR\nclosed_through: 2026-06\n")
        w.ratify(note="Books of the half-year")
        self.rest(w)
        w.git("checkout", "-q", "main")
        for branch in w.git("for-each-ref", "--format=%(refname:short)", "refs/heads").split():
            if branch != "main":
                w.git("branch", "-q", "-D", branch)
        w.git("gc", "-q", "--prune=now")

    @staticmethod
    def found(w):
        """Version 1 of the registry, containers, measures."""
        w.write("organization.yaml", ORGANIZATION)
        w.write("policy.yaml", POLICY)
        w.write("committees/sc.yaml", COMMITTEE)
        for person, (roles, more, keys) in PEOPLE.items():
            held = f"roles: [{roles}]\n" if roles else ""
            w.write(f"people/{person}.yaml", f"id: {person}\nname: {person}\nemail: {person}@demo.example\n{held}{more}keys:\n"
                    + "".join(f"  - {{key: {w.public(key)}}}\n" for key in keys))
        w.commit("t.admin", "Files")
        w.cat4("t.admin", "registry", "ratify", "--note", "Beginning")
        digest = [line for line in w.read("registry.yaml").splitlines() if line.strip().startswith("registry: ")][0]
        w.root_digest = digest.split("registry: ")[1]
        for path, name in (("portfolio", "ops"), ("lean/program", "lean"), ("lean/plant/project", "plant")):
            w.write(f"portfolios/ops/{path}.yaml", f"id: {name}\nname: {name.title()}\n")
        w.write(f"{ENERGY}/package.yaml", PACKAGE.format(id="energy", name="Energy", prefix="ENG", entity="DE"))
        w.write(f"{PARIS}/package.yaml", PACKAGE.format(id="paris", name="Paris", prefix="FRA", entity="FR"))
        for number in range(1, 9):
            done = ", done: 2026-02-27" if number in (5, 8) else ""
            text = MEASURE.format(id=f"ENG-{number}", controller="c.control", done=done)
            w.write(f"{ENERGY}/ENG-{number}.yaml", text.replace("      2026-10: {plan: 4000, forecast: 4000}\n", "") if done else text)
        for number in (1, 2):
            w.write(f"{PARIS}/FRA-{number}.yaml", MEASURE.format(id=f"FRA-{number}", controller="f.control", done=""))
        w.commit("l.owner", "Measures")

    @staticmethod
    def early(w):
        w.day = "2026-01-08"
        w.cat4("s.sponsor", "gate", "advance", "ENG-5", key="s.sponsor.old")
        w.cat4("s.sponsor", "gate", "advance", "ENG-2", "ENG-3", "ENG-4", "ENG-6", "ENG-7", "ENG-8", "FRA-1", "FRA-2")

    @staticmethod
    def second_version(w):
        """One leaves, a key is retired, and from now on two admins ratify."""
        w.day = "2026-01-12"
        w.write("policy.yaml", "version: 2\nregistry_approvals: 2\n")
        w.edit("people/s.sponsor.yaml", f"{w.public('s.sponsor.old')}}}", f"{w.public('s.sponsor.old')}, status: retired}}")
        w.edit("people/g.gone.yaml", "roles:", "active: false\nroles:")
        w.ratify(note="Two admins")

    @staticmethod
    def decide(w):
        w.day = "2026-01-15"
        w.cat4("s.sponsor", "gate", "advance", *(f"ENG-{n}" for n in range(2, 9)), "FRA-1", "FRA-2")
        w.day = "2026-01-20"
        german = ["ENG-4", "ENG-5", "ENG-6", "ENG-7", "ENG-8"]
        w.branch("approvals")
        w.cat4("c.control", "gate", "approve", *german, "--note", "Tied to the budget")
        w.cat4("a.chair", "gate", "approve", *german, "FRA-2")
        w.land("s.sponsor", "approvals")
        w.cat4("b.member", "gate", "approve", *german, "FRA-2")
        w.cat4("f.control", "gate", "approve", "FRA-2")
        w.day = "2026-01-21"
        w.cat4("s.sponsor", "gate", "advance", *german, "FRA-2")

    @staticmethod
    def work(w):
        w.day = "2026-03-05"
        w.cat4("s.sponsor", "gate", "advance", "ENG-5", "ENG-8")
        w.day = "2026-04-10"
        w.cat4("c.control", "confirm", "ENG-4", "--through", "2026-03", "--checked", "Ledger of March")
        w.day = "2026-05-10"
        w.cat4("c.control", "confirm", "ENG-4", "--through", "2026-04", "--checked", "Ledger of April")
        w.day = "2026-06-15"
        w.cat4("c.control", "confirm", "ENG-5", "ENG-8", "--through", "2026-05", "--checked", "Ledger of May")

    @staticmethod
    def rest(w):
        w.day = "2026-07-15"
        w.cat4("c.control", "gate", "approve", "ENG-5")
        w.cat4("s.sponsor", "gate", "advance", "ENG-5")
        w.branch("amend")
        w.edit("ENG-6", "2026-10: {plan: 4000,", "2026-10: {plan: 5000,")
        amend(w, "ENG-6", "Bigger heat pump")
        w.land("s.sponsor", "amend")
        w.day = "2026-08-03"
        w.cat4("s.sponsor", "gate", "hold", "ENG-7", "--reason", "Waits for the grid", "--until", "2026-12-31")
        w.cat4("c.control", "gate", "approve", "ENG-3", "--note", "Tied to the budget")
        w.cat4("a.chair", "gate", "approve", "ENG-3")


def amend(w, measure, reason):
    """The edited terms are approved by all and sealed, on the branch where we are."""
    for person in ("c.control", "a.chair", "b.member"):
        w.cat4(person, "gate", "approve", measure, "--for", "amend", "--reason", reason)
    w.cat4("s.sponsor", "gate", "amend", measure)
