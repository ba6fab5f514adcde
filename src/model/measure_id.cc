#include "cat4/model/measure_id.h"

#include <array>

#include "cat4/base/text.h"

namespace cat4 {
namespace {

constexpr std::size_t kRandomPart = 4;
constexpr std::size_t kBytes = 256;

// Empty for bytes from the last, incomplete round through the characters: some would come up more often.
std::string RandomPart(const std::array<unsigned char, kRandomPart>& bytes) {
  constexpr std::size_t kCharacters = kMeasureIdCharacters.size();
  std::string part;
  for (const unsigned char byte : bytes) {
    if (byte >= kBytes - kBytes % kCharacters) return {};
    part += kMeasureIdCharacters[byte % kCharacters];
  }
  return part;
}

// "INV-1" for "INV-1.yaml", "INV-1.yml", ".INV-1.yaml.swp" and the directory "INV-1.approvals".
std::string_view StemOf(std::string_view path) {
  std::string_view name = path.substr(path.rfind('/') + 1);
  if (name.starts_with('.')) name.remove_prefix(1);
  return name.substr(0, name.find('.'));
}

}  // namespace

std::unordered_set<std::string> MeasureIdsInUse(const Portfolio& portfolio) {
  std::unordered_set<std::string> ids;
  for (std::size_t i = 1; i <= portfolio.files.size(); ++i) {
    const std::string& path = portfolio.files.path(static_cast<FileId>(i));
    if (path.starts_with("portfolios/")) ids.insert(FoldName(StemOf(path)));
  }
  // Ids that differ from the names of their files.
  for (const Text id : portfolio.unreadable_measures) ids.insert(FoldName(id.view()));
  return ids;
}

std::unordered_set<std::string> MeasureIdsReferredTo(const Portfolio& portfolio) {
  std::unordered_set<std::string> ids;
  for (const Measure& measure : portfolio.measures) {
    for (const Dependency& dependency : measure.depends_on) ids.insert(FoldName(dependency.measure->view()));
  }
  for (const Waiver& waiver : portfolio.waivers) {
    if (waiver.measure) ids.insert(FoldName(waiver.measure->view()));
  }
  return ids;
}

Result<std::string> PickMeasureId(std::string_view prefix, const std::unordered_set<std::string>& taken,
                                  const RandomBytes& random) {
  constexpr int kMostDraws = 1000;
  for (int draw = 0; draw < kMostDraws; ++draw) {
    std::array<unsigned char, kRandomPart> bytes{};
    if (const Result<void> filled = random(bytes); !filled) return tl::unexpected(filled.error());
    const std::string part = RandomPart(bytes);
    std::string id = fmt::format("{}-{}", prefix, part);
    if (!part.empty() && !taken.contains(FoldName(id))) return id;
  }
  return Fail("no id with the prefix '{}' is free, as far as {} draws can tell; wanted another prefix",
              prefix, kMostDraws);
}

}  // namespace cat4
