#include "cat4/governance/locks.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "cat4/governance/statement.h"
#include "cat4/governance/transition.h"

namespace cat4 {
namespace {

// A transition that entered a stage, and may have locked the terms by it.
struct Entry {
  int version = 0;
  int stage = 0;
  std::string digest;  // of its statement
};

class Evidence {
 public:
  Evidence(const Portfolio& portfolio, const std::map<int, std::string>& known)
      : portfolio_(portfolio), policy_(portfolio.policy), known_(known) {
    for (const Measure& measure : portfolio.measures) {
      if (NamesUnknownVersion(measure)) Collect(measure);
    }
  }

  // How many confirmations each stage fits as the lock, by version.
  const std::map<int, std::vector<std::size_t>>& fits() const { return fits_; }

 private:
  bool NamesUnknownVersion(const Measure& measure) const {
    return std::ranges::any_of(measure.decisions, [&](const Decision& decision) {
      return *decision.policy < *policy_.version && !known_.contains(*decision.policy);
    });
  }

  // A confirmation says that the version's lock was one of these stages, both ends included.
  void Add(int version, int low, int high) {
    auto& stages = fits_.try_emplace(version, policy_.stages.size() + 1).first->second;
    for (int stage = low; stage <= high; ++stage) ++stages[static_cast<std::size_t>(stage)];
  }

  void Collect(const Measure& measure) {
    std::vector<Entry> entries;
    for (const Decision& decision : measure.decisions) {
      switch (*decision.decision) {
        case DecisionKind::kAdvance:
        case DecisionKind::kAdopt:
          if (const auto move = MoveOf(decision, policy_))
            entries.push_back(
                {*decision.policy, move->stage, DigestOf(StatementText(portfolio_, measure, decision))});
          break;
        case DecisionKind::kReturn:
          entries.clear();  // whether it unlocked the terms is what is asked
          break;
        case DecisionKind::kConfirm:
          SeeConfirm(decision, entries);
          break;
        default:
          break;
      }
    }
  }

  void SeeConfirm(const Decision& confirm, const std::vector<Entry>& entries) {
    const auto sealing = std::ranges::find_if(
        entries, [&](const Entry& entry) { return entry.digest == confirm.after->view(); });
    if (sealing == entries.end()) return;
    std::map<int, int> entered;  // by version: the last stage before
    for (auto before = entries.begin(); before != sealing; ++before) {
      int& last = entered[before->version];
      last = std::max(last, before->stage);
    }
    const int end = static_cast<int>(policy_.stages.size());
    for (const auto& [version, stage] : entered) {
      if (version != sealing->version) Add(version, stage + 1, end);
    }
    const auto same = entered.find(sealing->version);
    Add(sealing->version, same == entered.end() ? 0 : same->second + 1, sealing->stage);
  }

  const Portfolio& portfolio_;
  const Policy& policy_;
  const std::map<int, std::string>& known_;
  std::map<int, std::vector<std::size_t>> fits_;
};

// The stage that fits most, of several the nearest to `now`.
int LockOf(const std::vector<std::size_t>& fits, int now) {
  int best = now;
  for (int stage = 0; stage < static_cast<int>(fits.size()); ++stage) {
    const std::size_t here = fits[static_cast<std::size_t>(stage)];
    const std::size_t there = fits[static_cast<std::size_t>(best)];
    const bool nearer = std::abs(stage - now) < std::abs(best - now);
    if (here > there || (here == there && nearer)) best = stage;
  }
  return best;
}

void MoveLock(Policy& policy, int stage) {
  for (std::size_t i = 0; i < policy.stages.size(); ++i)
    policy.stages[i].locks_terms = {static_cast<int>(i) == stage, policy.stages[i].id.span};
}

}  // namespace

Locks::Locks(const Portfolio& portfolio, std::map<int, std::string> known)
    : current_(portfolio.policy), known_(std::move(known)) {
  const Evidence evidence(portfolio, known_);
  for (const auto& [version, fits] : evidence.fits()) {
    if (!known_.contains(version)) Add(version, LockOf(fits, current_.lock_stage()));
  }
  for (const auto& [version, id] : known_)
    Add(version,
        id.empty() ? static_cast<int>(current_.stages.size()) : current_.FindStage(portfolio.texts.Find(id)));
}

void Locks::Add(int version, int stage) {
  if (version >= *current_.version || stage < 0 || stage == current_.lock_stage()) return;
  const auto [older, added] = older_.emplace(version, current_);
  if (added) MoveLock(older->second, stage);
}

const Policy& Locks::PolicyOf(int version) const {
  const auto older = older_.find(version);
  return older == older_.end() ? current_ : older->second;
}

}  // namespace cat4
