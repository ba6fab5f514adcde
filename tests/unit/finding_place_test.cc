// Which field a finding is about, and by what it is known again.
#include "report/finding_place.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "cat4/base/text.h"
#include "cat4/check/check_tree.h"
#include "cat4/check/place_findings.h"
#include "cat4/rules/rule_text.h"

#include "diagnostics/field_path.h"

namespace cat4 {
namespace {

std::string FieldOf(std::string_view bytes, std::string_view text) {
  return FieldPaths(bytes).At(bytes.find(text));
}

constexpr std::string_view kFile = R"(# a comment: no key
id: DEMO-1
effects:
- id: saving  # same indent as its key
  plan:
    2026-08: 1
    2026-09: 2
- id: cost
  plan: {2026-08: 3}
depends_on: [A-1]
status:
  text: >
    Words
milestones:
  -   - deep: 4
    - other: 5
)";

// Fingerprints of what the check finds in the example, sorted.
std::vector<std::string> Fingerprints(const std::string& example, const std::string& prefix = "") {
  const auto tree = InMemorySource(ExampleTree(example));
  const Checked checked = CheckTree(*tree, ExampleDate());
  const FindingsReport report{.command = "check",
                              .findings = PlaceFindings(checked.findings, *tree, checked.portfolio->files),
                              .as_of = ExampleDate(),
                              .prefix = prefix};
  std::vector<std::string> prints = Fingerprints(report);
  std::ranges::sort(prints);
  return prints;
}

constexpr const char* kHead =
    "id: DEMO-1\ntitle: T\ncontroller: c.controller\nstage: defined\nstate: active\n";

std::string MeasureFile(const std::string& rest) { return std::string("--- DEMO-1.yaml\n") + kHead + rest; }

}  // namespace

TEST_CASE("field path: keys, items and what lies in them") {
  CHECK(FieldOf(kFile, "# a comment").empty());
  CHECK(FieldOf(kFile, "DEMO-1") == "id");
  CHECK(FieldOf(kFile, "1\n    2026-09") == "effects / id: saving / plan / 2026-08");
  CHECK(FieldOf(kFile, "{2026-08") == "effects / id: cost / plan");
  CHECK(FieldOf(kFile, "A-1") == "depends_on");
  CHECK(FieldOf(kFile, "Words") == "status / text");
  CHECK(FieldOf(kFile, "5\n") == "milestones / - deep: 4 / other: 5 / other");
}

TEST_CASE("field path: offsets may go back, stay in a line or lie behind the end") {
  FieldPaths paths(kFile);
  CHECK(paths.At(kFile.find("A-1")) == "depends_on");
  CHECK(paths.At(kFile.find("A-1") + 2) == "depends_on");
  CHECK(paths.At(kFile.find("DEMO-1")) == "id");
  CHECK(FieldPaths("").At(7).empty());
  CHECK(FieldPaths("a: 1").At(99) == "a");
}

TEST_CASE("fingerprints: stay where lines move and messages change, and differ between fields") {
  const std::vector<std::string> two = Fingerprints(MeasureFile("owner: x1\nsponsor: x2\n"));
  REQUIRE(two.size() == 2);
  CHECK(two[0] != two[1]);
  CHECK(two == Fingerprints(MeasureFile("# one line\n\nsponsor: y2\nowner: y1\n")));
  CHECK(two != Fingerprints(MeasureFile("owner: x1\nsponsor: x2\n"), "a/"));
}

TEST_CASE("fingerprints: no two of a report are equal") {
  std::vector<std::string> many = Fingerprints(MeasureFile("owner: o.owner\ntags: [{}, {}, {}, {}]\n"));
  REQUIRE(many.size() >= 4);
  CHECK(std::ranges::adjacent_find(many) == many.end());
}

TEST_CASE("findings: one that is about nothing but a commit has its place in every format") {
  FindingsReport report{.command = "audit", .findings = {}, .as_of = ExampleDate(), .prefix = "a/"};
  report.help_of = [](RuleId /*rule*/) { return RuleHelp{}; };
  for (const char* commit : {"c1", "c2"})
    report.findings.push_back({.rule = RuleId::kMissingApproval, .message = "m", .commit = commit});
  const auto has = [](const std::string& text, std::string_view part) {
    INFO(text);
    CHECK(text.find(part) != std::string::npos);
  };
  CHECK(FindingsText(report.findings, TextStyle::kSource) ==
        "commit c1: error: m [missing-approval]\ncommit c2: error: m [missing-approval]\n");
  has(FindingsJson(report), "\"path\": null");
  has(FindingsJson(report), "\"commit\": \"c2\"");
  has(FindingsSarif(report), "\"commit\": \"c2\"");
  has(FindingsGithub(report), "::error title=missing-approval::m%0Acommit: c2\n");
  has(FindingsGitlab(report), "\"description\": \"m; commit c2\"");
  has(FindingsGitlab(report), "\"path\": \"a/organization.yaml\"");
  has(FindingsJunit(report), "name=\"missing-approval: commit c2\"");
  has(FindingsMarkdown(report), "| error | commit c2 | m | missing-approval |");
  const std::vector<std::string> prints = Fingerprints(report);
  CHECK(prints[0] != prints[1]);
}

TEST_CASE("columns: bytes become UTF-16 units") {
  CHECK(Utf16Length("") == 0);
  CHECK(Utf16Length("aü€") == 3);
  CHECK(Utf16Length("😀") == 2);
  CHECK(Utf16Length("\xff\xc3") == 2);
}

}  // namespace cat4
