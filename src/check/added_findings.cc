#include "cat4/check/added_findings.h"

#include <map>
#include <tuple>

namespace cat4 {
namespace {

// Numbers of files mean nothing in another tree, so that the path stands for them.
using Place = std::tuple<RuleId, std::string_view, std::uint32_t>;

Place PlaceOf(const Checked& checked, const Finding& finding) {
  return {finding.rule, checked.portfolio->files.path(finding.span.file()), finding.span.offset()};
}

}  // namespace

std::vector<Finding> AddedFindings(const Checked& before, const Checked& after) {
  std::map<Place, std::size_t> known;
  for (const Finding& finding : before.findings) ++known[PlaceOf(before, finding)];
  std::map<Place, std::size_t> now;
  for (const Finding& finding : after.findings) ++now[PlaceOf(after, finding)];
  std::vector<Finding> added;
  for (const Finding& finding : after.findings) {
    const Place place = PlaceOf(after, finding);
    const auto old = known.find(place);
    if (old == known.end() || now[place] > old->second) added.push_back(finding);
  }
  return added;
}

}  // namespace cat4
