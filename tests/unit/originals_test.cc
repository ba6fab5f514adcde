// The first approved plan is kept when an amend or a return lets it change.
#include "cat4/governance/originals.h"

#include <catch2/catch.hpp>

#include "unit/gate_text.h"

namespace cat4 {
namespace {

std::string Months(std::string_view months) {
  return Decided(
      "decided", "",
      fmt::format("effects:\n  - id: ebitda\n    kind: ebitda\n    nature: recurring\n    months:\n{}",
                  months));
}

// "0 2026-09 2000" for each cell to be written, with the text it keeps.
std::string Lines(std::string_view sealed, std::string_view amended) {
  const std::map<std::string, std::string> files = ExampleTree(Months(sealed));
  const Loaded before = LoadPortfolio(*InMemorySource(files));
  const Loaded after = LoadPortfolio(*InMemorySource(ExampleTree(Months(amended))));
  REQUIRE(before.portfolio->measures.size() == 1);
  REQUIRE(after.portfolio->measures.size() == 1);
  const auto result = OriginalsOfAmend(before.portfolio->measures.front(), after.portfolio->measures.front());
  if (const auto* refusal = std::get_if<Refusal>(&result))
    return fmt::format("refused: {} | {}", refusal->why, refusal->next);
  std::string lines;
  const std::string& bytes = files.at(before.portfolio->files.path(before.portfolio->measures.front().file));
  for (const OriginalWanted& cell : std::get<std::vector<OriginalWanted>>(result))
    lines += fmt::format("{} {} {}\n", cell.effect, FormatMonth(cell.month),
                         cell.plan.valid() ? bytes.substr(cell.plan.offset(), cell.plan.length()) : "added");
  return lines;
}

TEST_CASE("originals: a plan that changes for the first time is kept as it was written") {
  CHECK(Lines("      2026-09: {plan: 2000.50}\n      2026-10: {plan: 100}\n",
              "      2026-09: {plan: 1}\n      2026-10: {plan: 100.00}\n") == "0 2026-09 2000.50\n");
}

TEST_CASE("originals: an added month keeps 0, one that had no plan too") {
  CHECK(
      Lines("      2026-09: {plan: 5}\n      2026-11: {forecast: 3}\n",
            "      2026-09: {plan: 5}\n      2026-10: {plan: 7}\n      2026-11: {plan: 4, forecast: 3}\n") ==
      "0 2026-10 added\n0 2026-11 added\n");
}

TEST_CASE("originals: what is there stays the first plan, also when it changes again") {
  CHECK(Lines("      2026-09: {plan: 5, original: 9}\n", "      2026-09: {plan: 4, original: 9}\n") == "");
  CHECK(Lines("      2026-09: {plan: 5, original: 9}\n", "      2026-09: {plan: 4}\n") ==
        "refused: 'original' of 2026-09 of effect 'ebitda' was removed | restore it: it keeps the first "
        "approved plan");
  CHECK(Lines("      2026-09: {plan: 5}\n", "      2026-09: {plan: 4, original: 6}\n") ==
        "refused: 'original' of 2026-09 of effect 'ebitda' is not the first approved plan | leave it out; it "
        "is written when the "
        "amend is approved");
  CHECK(Lines("      2026-09: {plan: 5}\n", "      2026-09: {plan: 5, original: 5}\n") ==
        "refused: 'original' of 2026-09 of effect 'ebitda' stands beside the plan that is locked | leave it "
        "out: it is for a plan that was changed");
  CHECK(Lines("      2026-09: {plan: 5}\n", "      2026-09: {plan: 5}\n      2026-10: {original: 5}\n") ==
        "refused: 2026-10 of effect 'ebitda' has an 'original' without a plan | leave it out; it is written "
        "when the amend is approved");
  CHECK(Lines("      2026-09: {plan: 5}\n", "      2026-09: {plan: 4, original: 5}\n") == "");
}

TEST_CASE("originals: months and effects with a plan stay") {
  CHECK(Lines("      2026-09: {plan: 5}\n      2026-10: {plan: 6}\n", "      2026-09: {plan: 5}\n") ==
        "refused: 2026-10 of effect 'ebitda' had a plan and has none now; it has to stay | write a plan of 0 "
        "for it");
}

TEST_CASE("originals: a return that unlocks keeps every plan that has none") {
  const Loaded loaded = LoadPortfolio(*InMemorySource(ExampleTree(Months(
      "      2026-09: {plan: 5}\n      2026-10: {plan: 6, original: 7}\n      2026-11: {actual: 1}\n"))));
  std::string lines;
  for (const OriginalWanted& cell : OriginalsOfReturn(loaded.portfolio->measures.front()))
    lines += FormatMonth(cell.month) + "\n";
  CHECK(lines == "2026-09\n");
}

}  // namespace
}  // namespace cat4
