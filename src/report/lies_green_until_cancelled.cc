// Both lights were green at the last month end before the measure was cancelled.
#include <algorithm>

#include "report/lies.h"

namespace cat4 {
namespace {

const Decision* LastCancel(const Measure& measure) {
  const Decision* last = nullptr;
  for (const Decision& decision : measure.decisions) {
    if (*decision.decision == DecisionKind::kCancel) last = &decision;
  }
  return last;
}

// The version before the decision, which may have been signed before it landed.
const Sighting* LastBefore(std::span<const Sighting> earlier, const Decision* cancel) {
  for (auto sighting = earlier.rbegin(); sighting != earlier.rend(); ++sighting) {
    if (!cancel || sighting->day() < *cancel->on) return &*sighting;
  }
  return nullptr;
}

std::string CancelText(const Decision* cancel) {
  if (!cancel) return "cancelled without a decision";
  return fmt::format("cancelled by {} on {}{}", cancel->by->view(), FormatDate(*cancel->on),
                     cancel->reason ? fmt::format(": {}", cancel->reason->view()) : "");
}

}  // namespace

void FindGreenUntilCancelled(const Story& story, std::vector<Trap>& traps) {
  for (std::size_t i = 1; i < story.size(); ++i) {
    const Sighting& later = story[i];
    if (!later.measure().cancelled() || story[i - 1].measure().cancelled()) continue;
    const Decision* cancel = LastCancel(later.measure());
    const Sighting* before = LastBefore(std::span(story).first(i), cancel);
    if (!before || before->figures->implementation != Light::kGreen ||
        before->figures->potential != Light::kGreen)
      continue;
    const Total gone = before->figures->sums.expected - later.figures->sums.expected;
    traps.push_back({.kind = TrapKind::kGreenUntilCancelled,
                     .measure = story.back().figures,
                     .owner = OwnerOf(before->measure()),
                     .since = cancel ? *cancel->on : later.day(),
                     .before = {before->side, fmt::format("both lights green, {} expected",
                                                          AmountOf(*before, before->figures->sums.expected))},
                     .after = {later.side, CancelText(cancel)},
                     .at_stake = gone});
  }
}

}  // namespace cat4
