// Ids that new measures get.
#include "cat4/model/measure_id.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "cat4/base/text.h"
#include "cat4/model/id.h"

namespace cat4 {
namespace {

// The bytes of a list, from its start again when they are used up.
RandomBytes Listed(std::vector<unsigned char> list) {
  return [list = std::move(list), at = std::size_t{0}](std::span<unsigned char> bytes) mutable {
    for (unsigned char& byte : bytes) byte = list[at++ % list.size()];
    return Result<void>();
  };
}

std::string Pick(std::string_view prefix, const std::unordered_set<std::string>& taken,
                 const RandomBytes& random) {
  const Result<std::string> id = PickMeasureId(prefix, taken, random);
  return id ? *id : id.error().message;
}

std::vector<std::string> Sorted(const std::unordered_set<std::string>& ids) {
  std::vector<std::string> sorted(ids.begin(), ids.end());
  std::ranges::sort(sorted);
  return sorted;
}

}  // namespace

TEST_CASE("measure id: the characters are distinct and of the format") {
  CHECK(kMeasureIdCharacters.size() == 25);
  CHECK(std::ranges::is_sorted(kMeasureIdCharacters));
  CHECK(std::ranges::adjacent_find(kMeasureIdCharacters) == kMeasureIdCharacters.end());
  CHECK(kMeasureIdCharacters.find_first_of("01ABEILOSUZ") == std::string_view::npos);
  CHECK(IsId("X-" + std::string(kMeasureIdCharacters), IdForm::kMeasure));
}

TEST_CASE("measure id: the prefix and four characters, each from one byte") {
  CHECK(Pick("INV", {}, Listed({0, 1, 24, 25})) == "INV-23Y2");
  CHECK(Pick("DE-HH", {}, Listed({249, 8, 9, 10})) == "DE-HH-YCDF");
}

TEST_CASE("measure id: bytes that would favour some characters are drawn again") {
  CHECK(Pick("INV", {}, Listed({0, 0, 0, 250, 1, 1, 1, 1})) == "INV-3333");
}

TEST_CASE("measure id: an id that is taken, in any case, is not given out again") {
  const std::unordered_set<std::string> taken = {FoldName("INV-2222"), FoldName("inv-3333")};
  CHECK(Pick("INV", taken, Listed({0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2})) == "INV-4444");
  CHECK(Pick("PLT", taken, Listed({0, 0, 0, 0})) == "PLT-2222");
}

TEST_CASE("measure id: a prefix that is used up ends the search") {
  CHECK(Pick("INV", {FoldName("INV-2222")}, Listed({0})) ==
        "no id with the prefix 'INV' is free, as far as 1000 draws can tell; wanted another prefix");
  CHECK(Pick("INV", {}, Listed({255})).starts_with("no id with the prefix 'INV' is free"));
}

TEST_CASE("measure id: no random bytes, no id") {
  const RandomBytes none = [](std::span<unsigned char>) -> Result<void> { return Fail("no entropy"); };
  CHECK(Pick("INV", {}, none) == "no entropy");
}

TEST_CASE("measure id: what the tree holds is in use, readable or not") {
  const std::string package = "portfolios/a/b/c/d/";
  const Loaded loaded = LoadPortfolio(*InMemorySource({
      {"organization.yaml", "format: 1\nid: x\nname: X\ncurrency: EUR\nlegal_entities: []\n"},
      {"waivers.yaml",
       "- {rule: green-trap, measure: INV-9W, until: 2026-12-31, reason: R, by: nobody}\n"
       "- {rule: green-trap, path: portfolios, until: 2026-12-31, reason: R, by: nobody}\n"},
      {"portfolios/a/portfolio.yaml", "id: a\nname: A\n"},
      {"portfolios/a/b/program.yaml", "id: b\nname: B\n"},
      {"portfolios/a/b/c/project.yaml", "id: c\nname: C\n"},
      {package + "package.yaml", "id: d\nname: D\n"},
      {package + "INV-1.yaml",
       "id: INV-1\ntitle: T\nstage: defined\nstate: active\n"
       "depends_on: [{measure: INV-9D, stage: closed}]\n"},
      {package + "INV-2.yaml", "broken: [\n"},
      {package + "INV-3.yaml", "id: INV-3X\ntitle: T\nstage: defined\nstate: active\n"},
      {package + "INV-4.yml", "id: INV-4\n"},
      {package + "inv-5.yaml", "id: INV-5\n"},
      {package + "INV-6.approvals/0123456789abcdef.yaml", "decision: approve\n"},
      {"evidence/INV-7.yaml", "a file\n"},
  }));
  const std::unordered_set<std::string> used = MeasureIdsInUse(*loaded.portfolio);
  for (const std::string_view id : {"INV-1", "INV-2", "INV-3", "INV-3X", "INV-4", "INV-5", "INV-6"}) {
    INFO(id);
    CHECK(used.contains(FoldName(id)));
  }
  for (const std::string_view id : {"INV-7", "INV-9D", "INV-9W"}) CHECK_FALSE(used.contains(FoldName(id)));
  CHECK(Sorted(MeasureIdsReferredTo(*loaded.portfolio)) ==
        std::vector<std::string>{FoldName("INV-9D"), FoldName("INV-9W")});
}

}  // namespace cat4
