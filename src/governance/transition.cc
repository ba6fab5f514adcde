#include "cat4/governance/transition.h"

#include <algorithm>

#include <fmt/format.h>

#include "cat4/base/check.h"

namespace cat4 {
namespace {

bool NamesStage(DecisionKind kind) {
  return kind == DecisionKind::kAdvance || kind == DecisionKind::kReturn || kind == DecisionKind::kAdopt;
}

int StageNamed(std::string_view id, const Policy& policy) {
  const auto found =
      std::ranges::find(policy.stages, id, [](const Stage& stage) { return stage.id->view(); });
  return found == policy.stages.end() ? -1 : static_cast<int>(found - policy.stages.begin());
}

std::string_view StageId(const Policy& policy, int stage) {
  return policy.stages[static_cast<std::size_t>(stage)].id->view();
}

std::string_view StateText(State state) { return state == State::kOnHold ? "on hold" : Name(state); }

// What most moves ask for: "the measure is on hold; wanted active".
std::optional<std::string> WantState(const Position& from, State wanted) {
  if (from.state == wanted) return std::nullopt;
  return fmt::format("the measure is {}; wanted {}", StateText(from.state), StateText(wanted));
}

std::optional<std::string> WantBeforeLast(const Policy& policy, const Position& from) {
  if (from.stage != policy.last_stage()) return std::nullopt;
  return fmt::format("the measure is in the last stage '{}'; wanted one before it",
                     StageId(policy, from.stage));
}

std::optional<std::string> WhyNoAdvance(const Policy& policy, const Position& from, const Move& move) {
  if (auto why = WantState(from, State::kActive)) return why;
  if (auto why = WantBeforeLast(policy, from)) return why;
  if (move.stage == from.stage + 1) return std::nullopt;
  return fmt::format("'{}' can't advance to '{}'; the next gate is '{}'", StageId(policy, from.stage),
                     StageId(policy, move.stage), StageId(policy, from.stage + 1));
}

std::optional<std::string> WhyNoReturn(const Policy& policy, const Position& from, const Move& move) {
  if (auto why = WantState(from, State::kActive)) return why;
  if (from.stage == policy.last_stage()) {
    return fmt::format("the measure is in the last stage '{}', which is left by reopen only",
                       StageId(policy, from.stage));
  }
  if (move.stage < from.stage) return std::nullopt;
  return fmt::format("'{}' can't return to '{}'; wanted an earlier stage", StageId(policy, from.stage),
                     StageId(policy, move.stage));
}

std::optional<std::string> WhyNoAdopt(const Policy& policy, const Position& from, const Move& move) {
  if (from.moved) return "the measure has decisions already; adopt is legal as the first one only";
  if (move.stage != policy.last_stage()) return std::nullopt;
  return fmt::format("a measure can't be adopted into the last stage '{}'", StageId(policy, move.stage));
}

void Add(std::vector<Role>& roles, const std::vector<Located<Role>>& more) {
  for (const Located<Role>& role : more) {
    if (std::ranges::find(roles, *role) == roles.end()) roles.push_back(*role);
  }
}

const RolesAsked& PolicyLine(const DecisionPolicy& decisions, DecisionKind kind) {
  switch (kind) {
    case DecisionKind::kReject:
      return decisions.reject;
    case DecisionKind::kHold:
      return decisions.hold;
    case DecisionKind::kResume:
      return decisions.resume;
    case DecisionKind::kCancel:
      return decisions.cancel;
    case DecisionKind::kReinstate:
      return decisions.reinstate;
    case DecisionKind::kReturn:
      return decisions.return_;
    case DecisionKind::kReopen:
      return decisions.reopen;
    case DecisionKind::kAmend:
      return decisions.amend;
    case DecisionKind::kAdopt:
      return decisions.adopt;
    case DecisionKind::kConfirm:
      return decisions.confirm;
    case DecisionKind::kApprove:
    case DecisionKind::kAdvance:
      break;
  }
  CAT4_CHECK(false);
}

}  // namespace

bool IsTransition(DecisionKind kind) {
  return kind != DecisionKind::kApprove && kind != DecisionKind::kConfirm;
}

std::optional<Move> MoveOfGate(std::string_view gate, const Policy& policy) {
  if (const int stage = StageNamed(gate, policy); stage >= 0) return Move{DecisionKind::kAdvance, stage};
  const std::size_t space = gate.find(' ');
  const auto words = Words<DecisionKind>();
  const auto word = std::ranges::find(words, gate.substr(0, space));
  if (word == words.end()) return std::nullopt;
  const auto kind = static_cast<DecisionKind>(word - words.begin());
  const bool staged = kind == DecisionKind::kReturn || kind == DecisionKind::kAdopt;
  if (!IsTransition(kind) || kind == DecisionKind::kAdvance || staged != (space != std::string_view::npos))
    return std::nullopt;
  if (!staged) return Move{kind, -1};
  const int stage = StageNamed(gate.substr(space + 1), policy);
  return stage < 0 ? std::nullopt : std::optional(Move{kind, stage});
}

std::optional<Move> MoveOf(const Decision& decision, const Policy& policy) {
  const DecisionKind kind = *decision.decision;
  if (kind == DecisionKind::kConfirm) return std::nullopt;
  if (kind == DecisionKind::kApprove)
    return decision.gate ? MoveOfGate(decision.gate->view(), policy) : std::nullopt;
  if (!NamesStage(kind)) return Move{kind, -1};
  const int stage = decision.gate ? StageNamed(decision.gate->view(), policy) : -1;
  return stage < 0 ? std::nullopt : std::optional(Move{kind, stage});
}

bool WantsReason(DecisionKind kind) {
  switch (kind) {
    case DecisionKind::kReject:
    case DecisionKind::kHold:
    case DecisionKind::kCancel:
    case DecisionKind::kReturn:
    case DecisionKind::kReopen:
    case DecisionKind::kAmend:
      return true;
    default:
      return false;
  }
}

std::string Describe(const Move& move, const Policy& policy) {
  switch (move.kind) {
    case DecisionKind::kAdvance:
    case DecisionKind::kReturn:
      return fmt::format("{} to '{}'", Name(move.kind), StageId(policy, move.stage));
    case DecisionKind::kAdopt:
      return fmt::format("adopt into '{}'", StageId(policy, move.stage));
    default:
      return std::string(Name(move.kind));
  }
}

std::string GateText(const Move& move, const Policy& policy) {
  if (move.kind == DecisionKind::kAdvance) return std::string(StageId(policy, move.stage));
  const std::string kind(Name(move.kind));
  return NamesStage(move.kind) ? fmt::format("{} {}", kind, StageId(policy, move.stage)) : kind;
}

bool IsClosing(const Move& move, const Policy& policy) {
  return move.kind == DecisionKind::kAdvance && move.stage == policy.last_stage();
}

std::optional<std::string> WhyIllegal(const Policy& policy, const Position& from, const Move& move) {
  switch (move.kind) {
    case DecisionKind::kAdvance:
      return WhyNoAdvance(policy, from, move);
    case DecisionKind::kReject:
    case DecisionKind::kHold:
      if (auto why = WantState(from, State::kActive)) return why;
      return WantBeforeLast(policy, from);
    case DecisionKind::kResume:
      return WantState(from, State::kOnHold);
    case DecisionKind::kCancel:
      if (from.state == State::kCancelled) return "the measure is cancelled already";
      return WantBeforeLast(policy, from);
    case DecisionKind::kReinstate:
      return WantState(from, State::kCancelled);
    case DecisionKind::kReturn:
      return WhyNoReturn(policy, from, move);
    case DecisionKind::kReopen:
      if (from.stage == policy.last_stage()) return std::nullopt;
      return fmt::format("the measure is in stage '{}'; wanted the last one, '{}'",
                         StageId(policy, from.stage), StageId(policy, policy.last_stage()));
    case DecisionKind::kAmend:
      if (!from.sealed) return "the measure's terms are not locked, so there is nothing to amend";
      if (from.state == State::kCancelled) return "the measure is cancelled; wanted active or on hold";
      return std::nullopt;
    case DecisionKind::kAdopt:
      return WhyNoAdopt(policy, from, move);
    case DecisionKind::kApprove:
    case DecisionKind::kConfirm:
      break;
  }
  CAT4_CHECK(false);
}

Position After(const Policy& policy, const Position& from, const Move& move) {
  Position to = from;
  to.moved = true;
  to.sealed = from.sealed || Seals(policy, from, move);
  switch (move.kind) {
    case DecisionKind::kHold:
      to.state = State::kOnHold;
      break;
    case DecisionKind::kCancel:
      to.state = State::kCancelled;
      break;
    case DecisionKind::kResume:
    case DecisionKind::kReinstate:
      to.state = State::kActive;
      break;
    case DecisionKind::kReturn:
      to.sealed = to.sealed && move.stage >= policy.lock_stage();
      to.stage = move.stage;
      break;
    case DecisionKind::kAdvance:
    case DecisionKind::kAdopt:
      to.stage = move.stage;
      break;
    case DecisionKind::kReopen:
      to.stage = std::max(0, policy.last_stage() - 1);
      break;
    default:
      break;
  }
  return to;
}

bool Seals(const Policy& policy, const Position& from, const Move& move) {
  if (move.kind == DecisionKind::kAmend) return true;
  const bool enters = move.kind == DecisionKind::kAdvance || move.kind == DecisionKind::kAdopt;
  return enters && !from.sealed && move.stage >= policy.lock_stage();
}

RolesWanted RolesFor(const Policy& policy, const Position& from, const Move& move) {
  RolesWanted wanted;
  const auto add_stage = [&](int stage) {
    Add(wanted.roles, policy.stages[static_cast<std::size_t>(stage)].approvals);
  };
  if (move.kind == DecisionKind::kAdvance) {
    add_stage(move.stage);
    return wanted;
  }
  const RolesAsked& line = PolicyLine(policy.decisions, move.kind);
  if (line.any) {  // reject: whoever could have approved the gate that is open
    wanted.any = true;
    if (from.stage < policy.last_stage()) add_stage(from.stage + 1);
    return wanted;
  }
  Add(wanted.roles, line.roles);
  if (move.kind == DecisionKind::kAdopt) add_stage(move.stage);
  const bool unseals = move.kind == DecisionKind::kReturn && from.sealed && move.stage < policy.lock_stage();
  if (unseals) Add(wanted.roles, policy.decisions.amend.roles);
  return wanted;
}

std::optional<Move> NextGate(const Policy& policy, const Position& from) {
  if (from.state != State::kActive || from.stage >= policy.last_stage()) return std::nullopt;
  return Move{DecisionKind::kAdvance, from.stage + 1};
}

}  // namespace cat4
