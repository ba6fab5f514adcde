// What changed between two versions of a portfolio, in the domain's words.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cat4/model/figures.h"
#include "cat4/model/portfolio.h"

namespace cat4 {

// "owner: l.brandt -> k.tanaka"; empty: there was none, there is none.
struct ValueChange {
  std::string what, before, after;
};

enum class Change { kAdded, kRemoved, kChanged };

// A measure or a container.
struct NodeDiff {
  Change change = Change::kChanged;
  Level level = Level::kMeasure;
  std::string id, name;                     // as it is called now
  std::string path_before, path_after;      // of its file
  std::vector<const Decision*> decided;     // new ones, in their order; they live in the portfolio after
  std::vector<const Decision*> taken_back;  // in the portfolio before
  std::vector<ValueChange> values;
};

struct PortfolioDiff {
  std::vector<ValueChange> registry;  // organization, policy, people, committees
  std::vector<NodeDiff> nodes;        // as the hierarchy after has them; what was removed behind them
  std::size_t unreadable_before = 0, unreadable_after = 0;  // measures that could not be compared
};

// Decisions are told apart by their signatures, which nobody here verifies.
PortfolioDiff ComparePortfolios(const Portfolio& before, const Portfolio& after);

}  // namespace cat4
