// What a new file brings along, among mistakes that were there before.
#include "cat4/check/added_findings.h"

#include <catch2/catch.hpp>

#include "cat4/base/overlay_source.h"
#include "cat4/rules/rule_text.h"

namespace cat4 {
namespace {

// A tree with two mistakes: an unknown owner, and one e-mail address at two people.
std::unique_ptr<Source> Tree() {
  return InMemorySource(
      ExampleTree("--- DEMO-1.yaml\nid: DEMO-1\ntitle: One\nowner: new.owner\ncontroller: c.controller\n"
                  "stage: defined\nstate: active\n"
                  "--- people/m.twin.yaml\nid: m.twin\nname: M\nemail: olaf@demo.example\n"));
}

// Lines "path: rule: message" of what the file adds.
std::string Added(const std::string& path, const std::string& content) {
  const auto tree = Tree();
  const auto with = Overlay(*tree, {{path, content}});
  const Checked before = CheckTree(*tree, ExampleDate());
  REQUIRE(before.findings.size() == 2);
  const Checked after = CheckTree(*with, ExampleDate());
  std::string lines;
  for (const Finding& finding : AddedFindings(before, after)) {
    lines += fmt::format("{}: {}: {}\n", after.portfolio->files.path(finding.span.file()),
                         GetRule(finding.rule).slug, finding.message);
  }
  return lines;
}

}  // namespace

TEST_CASE("added findings: none, whatever was wrong before") {
  CHECK(Added("people/a.person.yaml", "id: a.person\nname: A\nemail: a@demo.example\n").empty());
}

TEST_CASE("added findings: in the new file") {
  CHECK(Added("people/x.yaml", "id: x\nname: X\nemail: x@demo.example\ndeputies: [nobody1, nobody2]\n") ==
        "people/x.yaml: unresolved-reference: there is no person 'nobody1'\n"
        "people/x.yaml: unresolved-reference: there is no person 'nobody2'\n");
}

TEST_CASE("added findings: in another file, a message that changes is nothing new") {
  // The second of two people with one address is reported, and the file of the first named: now that is the
  // new one, and two are.
  CHECK(
      Added("people/a.first.yaml", "id: a.first\nname: A\nemail: olaf@demo.example\n") ==
      "people/m.twin.yaml: duplicate-id: email 'olaf@demo.example' is already used in people/a.first.yaml\n");
  CHECK(
      Added("people/new.owner.yaml", "id: new.owner\nname: N\nemail: n@demo.example\nroles: [sponsor]\n") ==
      "portfolios/demo/plants/stock/feed/DEMO-1.yaml: wrong-role: owner 'new.owner' holds the role sponsor; "
      "wanted owner\n");
}

}  // namespace cat4
