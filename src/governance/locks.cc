#include "cat4/governance/locks.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <vector>

#include "cat4/governance/statement.h"
#include "cat4/governance/transition.h"

namespace cat4 {
namespace {

// What one decision tells of a version: that its lock was one of these stages, both ends included.
struct Hint {
  int version = 0;
  int low = 0;
  int high = 0;
};

// A transition that entered a stage, and may have locked the terms by it.
struct Entry {
  int version = 0;
  int stage = 0;
  const Decision* decision = nullptr;
};

class Evidence {
 public:
  explicit Evidence(const Portfolio& portfolio) : portfolio_(portfolio), policy_(portfolio.policy) {
    for (const Measure& measure : portfolio.measures) {
      if (NamesOlderVersion(measure)) Collect(measure);
    }
  }

  // The stage that fits most of what is known of the version, of several the nearest to `now`.
  int LockOf(int version, int now) const {
    int best = now;
    for (int stage = 0; stage <= static_cast<int>(policy_.stages.size()); ++stage) {
      const std::ptrdiff_t fits = Count(version, stage), best_fits = Count(version, best);
      const bool nearer = std::abs(stage - now) < std::abs(best - now);
      if (fits > best_fits || (fits == best_fits && nearer)) best = stage;
    }
    return best;
  }

  std::set<int> Versions() const {
    std::set<int> versions;
    for (const Hint& hint : hints_) versions.insert(hint.version);
    return versions;
  }

 private:
  bool NamesOlderVersion(const Measure& measure) const {
    return std::ranges::any_of(measure.decisions,
                               [&](const Decision& decision) { return *decision.policy < *policy_.version; });
  }

  std::ptrdiff_t Count(int version, int stage) const {
    return std::ranges::count_if(hints_, [&](const Hint& hint) {
      return hint.version == version && hint.low <= stage && stage <= hint.high;
    });
  }

  void Collect(const Measure& measure) {
    std::vector<Entry> entries;
    for (const Decision& decision : measure.decisions) {
      switch (*decision.decision) {
        case DecisionKind::kAdvance:
        case DecisionKind::kAdopt:
          if (const auto move = MoveOf(decision, policy_))
            entries.push_back({*decision.policy, move->stage, &decision});
          break;
        case DecisionKind::kReturn:
          entries.clear();  // whether it unlocked the terms is what is asked
          break;
        case DecisionKind::kConfirm:
          SeeConfirm(measure, decision, entries);
          break;
        default:
          break;
      }
    }
  }

  void SeeConfirm(const Measure& measure, const Decision& confirm, const std::vector<Entry>& entries) {
    const auto sealing = std::ranges::find_if(entries, [&](const Entry& entry) {
      return DigestOf(StatementText(portfolio_, measure, *entry.decision)) == confirm.after->view();
    });
    if (sealing == entries.end()) return;
    Hint hint{sealing->version, 0, sealing->stage};
    for (auto before = entries.begin(); before != sealing; ++before) {
      if (before->version == sealing->version) {
        hint.low = std::max(hint.low, before->stage + 1);
      } else {
        hints_.push_back({before->version, before->stage + 1, static_cast<int>(policy_.stages.size())});
      }
    }
    hints_.push_back(hint);
  }

  const Portfolio& portfolio_;
  const Policy& policy_;
  std::vector<Hint> hints_;
};

void MoveLock(Policy& policy, int stage) {
  for (std::size_t i = 0; i < policy.stages.size(); ++i)
    policy.stages[i].locks_terms = {static_cast<int>(i) == stage, policy.stages[i].id.span};
}

}  // namespace

Locks::Locks(const Portfolio& portfolio) : current_(portfolio.policy) {
  const int now = current_.lock_stage();
  const Evidence evidence(portfolio);
  for (const int version : evidence.Versions()) {
    const int lock = evidence.LockOf(version, now);
    if (version >= *current_.version || lock == now) continue;
    const auto [older, added] = older_.emplace(version, current_);
    if (added) MoveLock(older->second, lock);
  }
}

const Policy& Locks::PolicyOf(int version) const {
  const auto older = older_.find(version);
  return older == older_.end() ? current_ : older->second;
}

}  // namespace cat4
