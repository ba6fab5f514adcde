// Which field a finding is about, and by what it is known again.
#include "report/finding_place.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "cat4/check/check_tree.h"
#include "cat4/rules/rule_text.h"

#include "report/field_path.h"

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
  const FindingsReport report{.portfolio = *checked.portfolio,
                              .source = *tree,
                              .findings = checked.findings,
                              .root = "/r",
                              .as_of = ExampleDate(),
                              .skipped = {},
                              .failures = {},
                              .prefix = prefix};
  std::vector<std::string> prints;
  for (const PlacedFinding& placed : PlaceFindings(report)) prints.push_back(placed.fingerprint);
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

TEST_CASE("columns: bytes become UTF-16 units") {
  CHECK(Utf16Length("") == 0);
  CHECK(Utf16Length("aü€") == 3);
  CHECK(Utf16Length("😀") == 2);
  CHECK(Utf16Length("\xff\xc3") == 2);
}

}  // namespace cat4
