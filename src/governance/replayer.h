// The walk through a measure's decisions that all who judge them share: where they lead, which terms are
// locked, which approvals a transition counts. Who may decide, each judge says himself.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "cat4/governance/replay.h"

namespace cat4 {

class Replayer {
 public:
  virtual ~Replayer() = default;
  Replayer(const Replayer&) = delete;
  Replayer& operator=(const Replayer&) = delete;

  Replay Run();

 protected:
  Replayer(const Portfolio& portfolio, const Locks& locks, const Measure& measure);

  // Where what is found about a decision goes.
  virtual Findings& FindingsFor(const Decision& decision) = 0;
  // False for a decision that only moves the measure: what policy asked for then is not asked here.
  virtual bool IsJudged(const Decision& decision) const = 0;
  // Whether decisions behind an illegal one are looked at, as from where it leads.
  virtual bool GoesOn() const { return false; }
  // Why its `policy` is not the version it must name.
  virtual std::optional<std::string> WhyOtherPolicy(const Decision& decision) const = 0;
  // What a wrong `previous` is reported as.
  virtual RuleId RuleOfPrevious() const { return RuleId::kConfirmationOverlap; }
  // Called before the transition is taken: replay() is what it follows. `approvals`: those that fit.
  virtual void JudgeAuthority(const Decision& decision, const Move& move,
                              const std::vector<const Decision*>& approvals) = 0;
  virtual void JudgeConfirmer(const Decision& confirm) = 0;
  // Why an open approval that fits counts for nothing all the same.
  virtual std::optional<std::string> WhyNotCounted(const Decision& approval, const Move& move) const = 0;

  const Portfolio& portfolio() const { return portfolio_; }
  const Policy& policy() const { return policy_; }
  const Measure& measure() const { return measure_; }
  const Replay& replay() const { return out_; }
  Findings& findings() { return *findings_; }  // for the decision that is being looked at
  bool AmendedSince(const Decision& decision) const;

 private:
  void See(const Decision& approval, const std::string& digest);
  void LeaveOpen(const Decision& approval, const std::string& why);
  void Leftover(const Decision& approval, std::string_view why);
  std::optional<std::string> WhyMisnamed(const Decision& approval, std::string_view digest) const;
  std::optional<std::string> WhyApart(const Decision& approval, const Decision& transition,
                                      const Move& move) const;
  std::vector<const Decision*> TakeApprovals(const Decision& transition, const Move& move);
  void JudgeTransition(const Decision& decision, const std::string& digest);
  void Take(const Decision& decision, const std::string& digest, const Move& move);
  void CheckPolicy(const Decision& decision);
  void CheckAfter(const Decision& decision, std::string_view wanted, std::string_view what);
  void Stale(Span span, std::string message);
  void CheckSealed(const Decision& decision);
  void CheckSums(const Decision& decision);
  void JudgeConfirm(const Decision& confirm, const std::string& digest);
  void CheckPrevious(const Decision& confirm, const std::string& digest);
  void CheckMonths(const Decision& confirm, bool current);
  void JudgeOpen(const Decision& approval);
  std::optional<std::string> WhyUnfit(const Decision& approval, const std::optional<Move>& move) const;

  const Portfolio& portfolio_;
  const Locks& locks_;
  const Policy& policy_;
  const Measure& measure_;
  Findings* findings_ = nullptr;
  Replay out_;
  std::vector<const Decision*> pending_;              // approvals since the latest transition
  std::set<std::string> seen_;                        // statement digests
  std::map<std::string_view, std::string> confirms_;  // by effect: its latest confirm's digest
  std::set<std::tuple<std::string_view, std::string_view, Month>> confirmed_;  // effect, currency, month
};

}  // namespace cat4
