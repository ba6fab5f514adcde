#include "cat4/governance/gate_status.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "cat4/governance/person_keys.h"
#include "cat4/governance/proof.h"
#include "cat4/governance/statement.h"

#include "governance/acting.h"
#include "governance/authorisation.h"

namespace cat4 {
namespace {

class Builder {
 public:
  Builder(const Basis& basis, const Measure& measure)
      : basis_(basis), portfolio_(basis.here), policy_(basis.here.policy), measure_(measure) {}

  GateStatus Build() {
    Findings ignored;  // 'cat4 check' reports them
    out_.replay = ReplayDecisions(portfolio_, basis_.locks, measure_, ignored);
    LeaveOutRetired();
    std::vector<OpenMove> moves = GroupApprovals();
    if (const std::optional<Move> gate = NextGate(policy_, out_.replay.position)) TakeNext(*gate, moves);
    out_.others = std::move(moves);
    if (out_.next) Complete(*out_.next);
    for (OpenMove& move : out_.others) Complete(move);
    return std::move(out_);
  }

 private:
  // Signatures are not judged here, but who signed with a key that is out of use since has to sign anew, and
  // waits for it to be said.
  void LeaveOutRetired() {
    std::erase_if(out_.replay.open, [&](const Decision* approval) {
      const Proof proof =
          ProveStatement(portfolio_, approval->by->view(), StatementText(portfolio_, measure_, *approval),
                         approval->signature->view());
      if (!proof.proven || StatusOf(*proof.key) == KeyStatus::kActive) return false;
      out_.replay.leftover.push_back(
          {approval, fmt::format("its key {} is {}", proof.fingerprint, Name(StatusOf(*proof.key)))});
      return true;
    });
  }

  std::vector<OpenMove> GroupApprovals() const {
    std::vector<OpenMove> moves;
    for (const Decision* approval : out_.replay.open) {
      const Move move = *MoveOf(*approval, policy_);
      auto group = std::ranges::find_if(moves, [&](const OpenMove& open) {
        return open.move == move && open.reason.value == approval->reason.value &&
               *open.until == *approval->until;
      });
      if (group == moves.end())
        group = moves.insert(moves.end(),
                             OpenMove{.move = move, .reason = approval->reason, .until = approval->until});
      group->approvals.push_back(approval);
    }
    return moves;
  }

  // The approvals for the gate that go furthest, if there are any.
  void TakeNext(const Move& gate, std::vector<OpenMove>& moves) {
    out_.submitted = measure_.submitted && MatchesStage(*measure_.submitted->gate, gate.stage);
    auto best = moves.end();
    for (auto move = moves.begin(); move != moves.end(); ++move) {
      if (move->move != gate) continue;
      if (best == moves.end() || best->approvals.size() < move->approvals.size()) best = move;
    }
    if (best == moves.end()) {
      out_.next = OpenMove{.move = gate};
    } else {
      out_.next = std::move(*best);
      moves.erase(best);
    }
    const Stage& stage = policy_.stages[static_cast<std::size_t>(gate.stage)];
    for (const Located<Criterion>& criterion : stage.entry_criteria) {
      out_.criteria.push_back(JudgeCriterion(portfolio_, measure_, *criterion, Moment::kEntering));
      if (*criterion == Criterion::kEbitdaConfirmed) Excuse(out_.criteria.back());
    }
  }

  // A reason, and then the committee's approval, excuse the share.
  void Excuse(CriterionResult& result) const {
    if (result.met || !portfolio_.readable.rates) return;
    const ConfirmationState state = JudgeConfirmation(portfolio_, measure_);
    if (!state.known || state.months_missing > 0) return;
    const bool last = IsClosing(out_.next->move, policy_);
    result.met = last && out_.next->reason;
    result.found += result.met ? "; excused by the reason given"
                    : last     ? "; a reason, approved by the committee too, would excuse it"
                               : "";
  }

  // What the move needs, and what its approvals give.
  void Complete(OpenMove& open) const {
    const Holders holders = HoldersFor(basis_, measure_, out_.replay, open.move);
    const Authorisation asked(basis_, measure_, holders,
                              RolesFor(portfolio_, measure_, out_.replay.position, open.move, open.reason),
                              open.approvals);
    const Coverage coverage = asked.Covered(nullptr);
    open.any = asked.needed().any;
    open.approved = coverage.complete;
    const auto helps = [&](Signatory candidate) {
      candidate.evidence = true;  // which he can still cite
      return asked.FilledWith(candidate, true) > asked.Filled();
    };
    for (const RoleCoverage& role : coverage.roles) {
      RoleStatus status{.need = role.need};
      for (const std::size_t i : role.given) status.given.push_back(open.approvals[i]);
      for (const Signatory& able : WhoMayAct(basis_, measure_, holders, role.need.role)) {
        if (status.missing() > 0 && helps(able)) status.able.push_back(able);
      }
      open.roles.push_back(std::move(status));
    }
  }

  bool MatchesStage(Text id, int stage) const { return policy_.FindStage(id) == stage; }

  const Basis& basis_;
  const Portfolio& portfolio_;
  const Policy& policy_;
  const Measure& measure_;
  GateStatus out_;
};

// What is missing of one move.
void AddItems(const Measure& measure, const OpenMove& open, Date since, const Located<Text>& note,
              std::vector<InboxItem>& items) {
  const InboxItem item{
      .since = since, .measure = &measure, .move = open.move, .note = note, .role = {}, .able = {}};
  if (open.approved) {
    InboxItem record = item;
    for (const RoleStatus& role : open.roles) {
      for (const Decision* approval : role.given) record.able.push_back(SignatoryOf(*approval));
    }
    items.push_back(std::move(record));
    return;
  }
  for (const RoleStatus& role : open.roles) {
    if (role.missing() == 0) continue;
    InboxItem missing = item;
    missing.role = role.need.role;
    missing.missing = role.missing();
    missing.able = role.able;
    items.push_back(std::move(missing));
  }
}

Date FirstDay(const OpenMove& open) {
  const auto oldest =
      std::ranges::min_element(open.approvals, {}, [](const Decision* approval) { return *approval->on; });
  return *(*oldest)->on;
}

}  // namespace

GateStatus StatusOfGate(const Basis& basis, const Measure& measure) {
  return Builder(basis, measure).Build();
}

std::vector<InboxItem> Inbox(const Basis& basis) {
  std::vector<InboxItem> items;
  for (const Measure& measure : basis.here.measures) {
    if (!measure.submitted && measure.decisions.empty() && measure.open_approvals.empty()) continue;
    const GateStatus status = StatusOfGate(basis, measure);
    if (status.next && (status.submitted || !status.next->approvals.empty())) {
      const bool approved_only = !status.submitted;
      AddItems(measure, *status.next, approved_only ? FirstDay(*status.next) : *measure.submitted->on,
               approved_only ? status.next->reason : measure.submitted->note, items);
    }
    for (const OpenMove& open : status.others) AddItems(measure, open, FirstDay(open), open.reason, items);
  }
  std::ranges::stable_sort(
      items, {}, [](const InboxItem& item) { return std::make_tuple(item.since, item.measure->id->view()); });
  return items;
}

}  // namespace cat4
