// Judges the decisions that a step adds to a measure: roles, approvals, criteria. Signatures are looked at
// for the approvals that a transition counts only.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "cat4/governance/authority.h"

#include "governance/acting.h"
#include "governance/replayer.h"

namespace cat4 {

class StepReplayer final : public Replayer {
 public:
  // `fresh`: the decisions that are new. `renewed`: the last amend among them, or return that unlocks the
  // terms: those behind it are judged by the names that it decided on. Null: there is none.
  StepReplayer(const Basis& basis, const Measure& measure, const std::set<const Decision*>& fresh,
               const Decision* renewed, Findings& findings)
      : Replayer(basis.here, basis.locks, measure),
        basis_(basis),
        fresh_(fresh),
        renewed_(renewed),
        findings_(findings) {}

 private:
  Findings& FindingsFor(const Decision& decision) override {
    return fresh_.contains(&decision) ? findings_ : ignored_;
  }
  bool IsJudged(const Decision& decision) const override { return fresh_.contains(&decision); }
  bool GoesOn() const override { return true; }
  RuleId RuleOfPrevious() const override { return RuleId::kStaleApproval; }
  std::optional<std::string> WhyOtherPolicy(const Decision& decision) const override;
  void JudgeAuthority(const Decision& decision, const Move& move,
                      const std::vector<const Decision*>& approvals) override;
  void JudgeConfirmer(const Decision& confirm) override;
  std::optional<std::string> WhyNotCounted(const Decision& approval, const Move& move) const override;

  Holders HoldersFor(const Decision& decision) const;
  void JudgeSigner(const Decision& decision, Holders holders) const;
  std::optional<std::string> WhyApart(const Decision& approval, const RolesNeeded& needed, bool joins,
                                      Holders holders) const;
  void JudgeCoverage(const Decision& decision, const Move& move, Holders holders,
                     const std::vector<const Decision*>& approvals) const;
  bool ReportPairs(const Decision& decision, const std::vector<const Decision*>& approvals) const;
  void JudgeCriteria(const Decision& decision, const Move& move) const;
  bool IsExcused(Criterion criterion, const Decision& decision) const;

  const Basis& basis_;
  const std::set<const Decision*>& fresh_;
  const Decision* const renewed_;
  Findings& findings_;
  Findings ignored_;
};

}  // namespace cat4
