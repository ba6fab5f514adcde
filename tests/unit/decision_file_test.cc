// Decisions are written in one layout, and nothing else of a file changes.
#include "cat4/model/decision_file.h"

#include <catch2/catch.hpp>

#include "unit/gate_text.h"

namespace cat4 {
namespace {

const std::string kPath = "portfolios/demo/plants/stock/feed/DEMO-1.yaml";

// The bytes of the measure, and itself.
struct Recordable {
  explicit Recordable(const std::string& example)
      : files(ExampleTree(example)), loaded(LoadPortfolio(*InMemorySource(files))) {
    REQUIRE(loaded.portfolio->measures.size() == 1);
  }
  const Measure& measure() const { return loaded.portfolio->measures.front(); }
  std::map<std::string, std::string> files;
  Loaded loaded;
};

TEST_CASE("decision file: every entry that is read is written back as it was") {
  const std::string list =
      History("identified") + Approve("closed", "controller", "c.controller") +
      Entry(
          {.decision = "hold", .extra = "    until: 2027-01-31\n    reason: \"Waits: for the terminal\"\n"}) +
      ConfirmEntry("      2026-08: 900.00\n      2026-09: -12.50\n",
                   "    evidence:\n      - {file: evidence/a b.csv, sha256: "
                   "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}\n");
  const std::string body =
      "effects:\n  - id: ebitda\n    kind: ebitda\n    nature: recurring\n    months:\n      2026-08: {plan: "
      "1000}\n";
  const std::string text = Recorded(Decided("identified", list, body, "on_hold"));
  const Recordable full(text);
  std::string empty = full.files.at(kPath);
  empty = empty.substr(0, empty.find("decisions:\n")) + "decisions: []\n";
  MeasureChange change;
  change.decisions = full.measure().decisions;
  const Result<std::string> written = RecordInMeasure(empty, change);
  REQUIRE(written);
  CHECK(*written == full.files.at(kPath));
}

TEST_CASE("decision file: stage, state and submission change in place, comments stay") {
  const std::string before =
      "id: DEMO-1   # the id\ntitle: T\nstage: detailed  # where it stands\nstate: active\nsubmitted:\n  "
      "gate: decided\n  on: 2026-10-01\n# tail\ndecisions: []\n";
  MeasureChange change{.stage = "decided", .state = State::kOnHold, .remove_submitted = true};
  const Result<std::string> after = RecordInMeasure(before, change);
  REQUIRE(after);
  CHECK(*after ==
        "id: DEMO-1   # the id\ntitle: T\nstage: decided  # where it stands\nstate: on_hold\n# "
        "tail\ndecisions: []\n");
}

TEST_CASE("decision file: an original goes behind the plan") {
  const std::string before =
      "id: DEMO-1\ntitle: T\nstage: decided\nstate: active\neffects:\n  - id: e\n    kind: ebitda\n    "
      "nature: recurring\n    months:\n"
      "      2026-08: {plan: 10, forecast: 9}   # first\n      2026-09:\n        plan: 5\n        actual: "
      "4\ndecisions: []\n";
  MeasureChange change;
  change.originals = {{0, *ParseMonth("2026-08"), "12"}, {0, *ParseMonth("2026-09"), "0"}};
  const Result<std::string> after = RecordInMeasure(before, change);
  REQUIRE(after);
  CHECK(*after ==
        "id: DEMO-1\ntitle: T\nstage: decided\nstate: active\neffects:\n  - id: e\n    kind: ebitda\n    "
        "nature: recurring\n    months:\n"
        "      2026-08: {plan: 10, original: 12, forecast: 9}   # first\n      2026-09:\n        plan: 5\n   "
        "     original: 0\n        actual: 4\ndecisions: []\n");
}

TEST_CASE("decision file: an approval's own file has its keys at column 0") {
  const Recordable one(
      Recorded(Decided("identified", History("identified") + Approve("detailed", "sponsor", "s.sponsor",
                                                                     "    note: \"yes\"\n"))));
  const Result<std::string> file = ApprovalFile(one.measure().decisions.back());
  REQUIRE(file);
  CHECK(
      file->starts_with("decision: approve\ngate: detailed\nrole: sponsor\nby: s.sponsor\non: "
                        "2026-09-14\npolicy: 2\nafter: sha256:"));
  CHECK(file->ends_with("\nnote: \"yes\"\nsignature: AAAA\n"));
  CHECK(ApprovalPath(kPath, "sha256:0123456789abcdef0123") ==
        "portfolios/demo/plants/stock/feed/DEMO-1.approvals/0123456789abcdef.yaml");
}

TEST_CASE("decision file: an entry of the registry is added behind the others, or in the place of some") {
  TextPool texts;
  const Span here = WholeFile(1);
  RegistryEntry entry;
  entry.decision = {texts.Intern("ratify"), here};
  entry.version = {2, here};
  entry.previous = {texts.Intern("none"), here};
  entry.registry = {texts.Intern("sha256:" + std::string(64, 'a')), here};
  entry.by = {texts.Intern("a.admin"), here};
  entry.on = {*ParseDate("2026-10-31"), here};
  entry.signature = {texts.Intern("AAAA"), here};
  const std::string ours = fmt::format(
      "  - decision: ratify\n    version: 2\n    previous: none\n    registry: sha256:{}\n    by: a.admin\n  "
      "  on: 2026-10-31\n    signature: AAAA\n",
      std::string(64, 'a'));
  const Result<std::string> first = RecordInRegistry(EmptyRegistry(*InMemorySource({})), {}, {entry});
  REQUIRE(first);
  CHECK(*first == "decisions:\n" + ours);
  CHECK(EmptyRegistry(*InMemorySource({{"schemas/registry.schema.json", "{}"}})) ==
        "# yaml-language-server: $schema=schemas/registry.schema.json\ndecisions: []\n");
  const Result<std::string> replaced = RecordInRegistry(
      "decisions:\n  - {decision: ratify, version: 1}\n  - {decision: ratify, version: 9}\n", {1}, {entry});
  REQUIRE(replaced);
  CHECK(*replaced == "decisions:\n  - {decision: ratify, version: 1}\n" + ours);
}

}  // namespace
}  // namespace cat4
