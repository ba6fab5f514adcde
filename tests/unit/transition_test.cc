// The table of moves, row by row: what is legal where, why not, where it leads, what it locks, whom it asks.
#include "cat4/governance/transition.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "cat4/base/text.h"

namespace cat4 {
namespace {

struct Table {
  TextPool texts;
  Policy policy = DefaultPolicy(texts);

  // Locks terms at one stage only; the number of stages for none.
  void LockAt(int lock) {
    for (int i = 0; i <= policy.last_stage(); ++i)
      policy.stages[static_cast<std::size_t>(i)].locks_terms.value = i == lock;
    for (Stage& stage : policy.stages) stage.locks_terms.span = stage.id.span;
  }

  int Find(std::string_view stage) const { return policy.FindStage(texts.Find(stage)); }

  std::string Text(const Position& at) const {
    const std::string_view states[] = {"", " on hold", " cancelled"};
    return fmt::format("{}{}{}", policy.stages[static_cast<std::size_t>(at.stage)].id->view(),
                       states[static_cast<std::size_t>(at.state)], at.sealed ? ", locked" : "");
  }

  // "detailed -> decided, locked (seals): sponsor, controller" or "closed, locked: why not".
  std::string Row(const Position& from, const Move& move) const {
    if (const auto why = WhyIllegal(policy, from, move)) return fmt::format("{}: {}\n", Text(from), *why);
    const RolesWanted wanted = RolesFor(policy, from, move);
    std::vector<std::string_view> roles;
    for (const Role role : wanted.roles) roles.push_back(Name(role));
    return fmt::format("{} -> {}{}: {}\n", Text(from), Text(After(policy, from, move)),
                       Seals(policy, from, move) ? " (seals)" : "", Join(roles, wanted.any ? " or " : ", "));
  }

  // The default policy locks at 'decided', the fourth stage.
  static Position At(int stage, State state = State::kActive) {
    return {.stage = stage, .state = state, .sealed = stage >= 3, .moved = true};
  }

  // From every place that a measure can be in.
  std::string Rows(DecisionKind kind, int stage = -1) const {
    std::string rows;
    for (const State state : {State::kActive, State::kOnHold, State::kCancelled}) {
      // The last stage is not left but by reopen, so that nothing there is on hold or cancelled.
      const int last = state == State::kActive ? policy.last_stage() : policy.last_stage() - 1;
      for (int from = 0; from <= last; ++from) rows += Row(At(from, state), {kind, stage});
    }
    return rows;
  }
};

}  // namespace

TEST_CASE("transition: an advance enters the next stage and no other") {
  const Table table;
  CHECK(table.Rows(DecisionKind::kAdvance, table.Find("decided")) ==
        "defined: 'defined' can't advance to 'decided'; the next gate is 'identified'\n"
        "identified: 'identified' can't advance to 'decided'; the next gate is 'detailed'\n"
        "detailed -> decided, locked (seals): sponsor, controller, steering_committee\n"
        "decided, locked: 'decided' can't advance to 'decided'; the next gate is 'implemented'\n"
        "implemented, locked: 'implemented' can't advance to 'decided'; the next gate is 'closed'\n"
        "closed, locked: the measure is in the last stage 'closed'; wanted one before it\n"
        "defined on hold: the measure is on hold; wanted active\n"
        "identified on hold: the measure is on hold; wanted active\n"
        "detailed on hold: the measure is on hold; wanted active\n"
        "decided on hold, locked: the measure is on hold; wanted active\n"
        "implemented on hold, locked: the measure is on hold; wanted active\n"
        "defined cancelled: the measure is cancelled; wanted active\n"
        "identified cancelled: the measure is cancelled; wanted active\n"
        "detailed cancelled: the measure is cancelled; wanted active\n"
        "decided cancelled, locked: the measure is cancelled; wanted active\n"
        "implemented cancelled, locked: the measure is cancelled; wanted active\n");

  std::string next;
  for (int from = 0; from < table.policy.last_stage(); ++from)
    next += table.Row(Table::At(from), {DecisionKind::kAdvance, from + 1});
  CHECK(next ==
        "defined -> identified: sponsor\n"
        "identified -> detailed: sponsor\n"
        "detailed -> decided, locked (seals): sponsor, controller, steering_committee\n"
        "decided, locked -> implemented, locked: sponsor\n"
        "implemented, locked -> closed, locked: controller, sponsor\n");

  for (int from = 0; from < table.policy.last_stage(); ++from) {
    for (int to = 0; to <= table.policy.last_stage(); ++to) {
      INFO("from " << from << " to " << to);
      CHECK(WhyIllegal(table.policy, Table::At(from), {DecisionKind::kAdvance, to}).has_value() ==
            (to != from + 1));
    }
  }
}

TEST_CASE("transition: a reject moves nothing and asks for any role of the open gate") {
  CHECK(Table().Rows(DecisionKind::kReject) ==
        "defined -> defined: sponsor\n"
        "identified -> identified: sponsor\n"
        "detailed -> detailed: sponsor or controller or steering_committee\n"
        "decided, locked -> decided, locked: sponsor\n"
        "implemented, locked -> implemented, locked: controller or sponsor\n"
        "closed, locked: the measure is in the last stage 'closed'; wanted one before it\n"
        "defined on hold: the measure is on hold; wanted active\n"
        "identified on hold: the measure is on hold; wanted active\n"
        "detailed on hold: the measure is on hold; wanted active\n"
        "decided on hold, locked: the measure is on hold; wanted active\n"
        "implemented on hold, locked: the measure is on hold; wanted active\n"
        "defined cancelled: the measure is cancelled; wanted active\n"
        "identified cancelled: the measure is cancelled; wanted active\n"
        "detailed cancelled: the measure is cancelled; wanted active\n"
        "decided cancelled, locked: the measure is cancelled; wanted active\n"
        "implemented cancelled, locked: the measure is cancelled; wanted active\n");
}

TEST_CASE("transition: hold stops an active measure, resume goes on with it") {
  const Table table;
  CHECK(table.Rows(DecisionKind::kHold) ==
        "defined -> defined on hold: sponsor\n"
        "identified -> identified on hold: sponsor\n"
        "detailed -> detailed on hold: sponsor\n"
        "decided, locked -> decided on hold, locked: sponsor\n"
        "implemented, locked -> implemented on hold, locked: sponsor\n"
        "closed, locked: the measure is in the last stage 'closed'; wanted one before it\n"
        "defined on hold: the measure is on hold; wanted active\n"
        "identified on hold: the measure is on hold; wanted active\n"
        "detailed on hold: the measure is on hold; wanted active\n"
        "decided on hold, locked: the measure is on hold; wanted active\n"
        "implemented on hold, locked: the measure is on hold; wanted active\n"
        "defined cancelled: the measure is cancelled; wanted active\n"
        "identified cancelled: the measure is cancelled; wanted active\n"
        "detailed cancelled: the measure is cancelled; wanted active\n"
        "decided cancelled, locked: the measure is cancelled; wanted active\n"
        "implemented cancelled, locked: the measure is cancelled; wanted active\n");
  CHECK(table.Rows(DecisionKind::kResume) ==
        "defined: the measure is active; wanted on hold\n"
        "identified: the measure is active; wanted on hold\n"
        "detailed: the measure is active; wanted on hold\n"
        "decided, locked: the measure is active; wanted on hold\n"
        "implemented, locked: the measure is active; wanted on hold\n"
        "closed, locked: the measure is active; wanted on hold\n"
        "defined on hold -> defined: sponsor\n"
        "identified on hold -> identified: sponsor\n"
        "detailed on hold -> detailed: sponsor\n"
        "decided on hold, locked -> decided, locked: sponsor\n"
        "implemented on hold, locked -> implemented, locked: sponsor\n"
        "defined cancelled: the measure is cancelled; wanted on hold\n"
        "identified cancelled: the measure is cancelled; wanted on hold\n"
        "detailed cancelled: the measure is cancelled; wanted on hold\n"
        "decided cancelled, locked: the measure is cancelled; wanted on hold\n"
        "implemented cancelled, locked: the measure is cancelled; wanted on hold\n");
}

TEST_CASE("transition: cancel ends a measure that is active or on hold, reinstate brings it back") {
  const Table table;
  CHECK(table.Rows(DecisionKind::kCancel) ==
        "defined -> defined cancelled: sponsor, steering_committee\n"
        "identified -> identified cancelled: sponsor, steering_committee\n"
        "detailed -> detailed cancelled: sponsor, steering_committee\n"
        "decided, locked -> decided cancelled, locked: sponsor, steering_committee\n"
        "implemented, locked -> implemented cancelled, locked: sponsor, steering_committee\n"
        "closed, locked: the measure is in the last stage 'closed'; wanted one before it\n"
        "defined on hold -> defined cancelled: sponsor, steering_committee\n"
        "identified on hold -> identified cancelled: sponsor, steering_committee\n"
        "detailed on hold -> detailed cancelled: sponsor, steering_committee\n"
        "decided on hold, locked -> decided cancelled, locked: sponsor, steering_committee\n"
        "implemented on hold, locked -> implemented cancelled, locked: sponsor, steering_committee\n"
        "defined cancelled: the measure is cancelled already\n"
        "identified cancelled: the measure is cancelled already\n"
        "detailed cancelled: the measure is cancelled already\n"
        "decided cancelled, locked: the measure is cancelled already\n"
        "implemented cancelled, locked: the measure is cancelled already\n");
  CHECK(table.Rows(DecisionKind::kReinstate) ==
        "defined: the measure is active; wanted cancelled\n"
        "identified: the measure is active; wanted cancelled\n"
        "detailed: the measure is active; wanted cancelled\n"
        "decided, locked: the measure is active; wanted cancelled\n"
        "implemented, locked: the measure is active; wanted cancelled\n"
        "closed, locked: the measure is active; wanted cancelled\n"
        "defined on hold: the measure is on hold; wanted cancelled\n"
        "identified on hold: the measure is on hold; wanted cancelled\n"
        "detailed on hold: the measure is on hold; wanted cancelled\n"
        "decided on hold, locked: the measure is on hold; wanted cancelled\n"
        "implemented on hold, locked: the measure is on hold; wanted cancelled\n"
        "defined cancelled -> defined: sponsor, steering_committee\n"
        "identified cancelled -> identified: sponsor, steering_committee\n"
        "detailed cancelled -> detailed: sponsor, steering_committee\n"
        "decided cancelled, locked -> decided, locked: sponsor, steering_committee\n"
        "implemented cancelled, locked -> implemented, locked: sponsor, steering_committee\n");
}

TEST_CASE("transition: a return leads back, below the lock it unseals and asks for the amend's roles too") {
  const Table table;
  CHECK(table.Rows(DecisionKind::kReturn, table.Find("detailed")) ==
        "defined: 'defined' can't return to 'detailed'; wanted an earlier stage\n"
        "identified: 'identified' can't return to 'detailed'; wanted an earlier stage\n"
        "detailed: 'detailed' can't return to 'detailed'; wanted an earlier stage\n"
        "decided, locked -> detailed: sponsor, controller, steering_committee\n"
        "implemented, locked -> detailed: sponsor, controller, steering_committee\n"
        "closed, locked: the measure is in the last stage 'closed', which is left by reopen only\n"
        "defined on hold: the measure is on hold; wanted active\n"
        "identified on hold: the measure is on hold; wanted active\n"
        "detailed on hold: the measure is on hold; wanted active\n"
        "decided on hold, locked: the measure is on hold; wanted active\n"
        "implemented on hold, locked: the measure is on hold; wanted active\n"
        "defined cancelled: the measure is cancelled; wanted active\n"
        "identified cancelled: the measure is cancelled; wanted active\n"
        "detailed cancelled: the measure is cancelled; wanted active\n"
        "decided cancelled, locked: the measure is cancelled; wanted active\n"
        "implemented cancelled, locked: the measure is cancelled; wanted active\n");
  CHECK(table.Row(Table::At(4), {DecisionKind::kReturn, table.Find("decided")}) ==
        "implemented, locked -> decided, locked: sponsor\n");
  CHECK(table.Row(Table::At(2), {DecisionKind::kReturn, table.Find("defined")}) ==
        "detailed -> defined: sponsor\n");
}

TEST_CASE("transition: reopen leads from the last stage to the one before it, and keeps the lock") {
  Table table;
  CHECK(table.Rows(DecisionKind::kReopen) ==
        "defined: the measure is in stage 'defined'; wanted the last one, 'closed'\n"
        "identified: the measure is in stage 'identified'; wanted the last one, 'closed'\n"
        "detailed: the measure is in stage 'detailed'; wanted the last one, 'closed'\n"
        "decided, locked: the measure is in stage 'decided'; wanted the last one, 'closed'\n"
        "implemented, locked: the measure is in stage 'implemented'; wanted the last one, 'closed'\n"
        "closed, locked -> implemented, locked: controller, sponsor\n"
        "defined on hold: the measure is in stage 'defined'; wanted the last one, 'closed'\n"
        "identified on hold: the measure is in stage 'identified'; wanted the last one, 'closed'\n"
        "detailed on hold: the measure is in stage 'detailed'; wanted the last one, 'closed'\n"
        "decided on hold, locked: the measure is in stage 'decided'; wanted the last one, 'closed'\n"
        "implemented on hold, locked: the measure is in stage 'implemented'; wanted the last one, 'closed'\n"
        "defined cancelled: the measure is in stage 'defined'; wanted the last one, 'closed'\n"
        "identified cancelled: the measure is in stage 'identified'; wanted the last one, 'closed'\n"
        "detailed cancelled: the measure is in stage 'detailed'; wanted the last one, 'closed'\n"
        "decided cancelled, locked: the measure is in stage 'decided'; wanted the last one, 'closed'\n"
        "implemented cancelled, locked: the measure is in stage 'implemented'; wanted the last one, "
        "'closed'\n");

  // Only amend and return change a seal: where the last stage locks, the one before it stays locked.
  table.LockAt(5);
  CHECK(table.Row(Table::At(5), {DecisionKind::kReopen, -1}) ==
        "closed, locked -> implemented, locked: controller, sponsor\n");
  const Position reopened = After(table.policy, Table::At(5), {DecisionKind::kReopen, -1});
  CHECK(table.Row(reopened, {DecisionKind::kAdvance, 5}) ==
        "implemented, locked -> closed, locked: controller, sponsor\n");
}

TEST_CASE("transition: an amend seals anew what is locked, also on hold and in the last stage") {
  CHECK(Table().Rows(DecisionKind::kAmend) ==
        "defined: the measure's terms are not locked, so there is nothing to amend\n"
        "identified: the measure's terms are not locked, so there is nothing to amend\n"
        "detailed: the measure's terms are not locked, so there is nothing to amend\n"
        "decided, locked -> decided, locked (seals): sponsor, controller, steering_committee\n"
        "implemented, locked -> implemented, locked (seals): sponsor, controller, steering_committee\n"
        "closed, locked -> closed, locked (seals): sponsor, controller, steering_committee\n"
        "defined on hold: the measure's terms are not locked, so there is nothing to amend\n"
        "identified on hold: the measure's terms are not locked, so there is nothing to amend\n"
        "detailed on hold: the measure's terms are not locked, so there is nothing to amend\n"
        "decided on hold, locked -> decided on hold, locked (seals): sponsor, controller, "
        "steering_committee\n"
        "implemented on hold, locked -> implemented on hold, locked (seals): sponsor, controller, "
        "steering_committee\n"
        "defined cancelled: the measure's terms are not locked, so there is nothing to amend\n"
        "identified cancelled: the measure's terms are not locked, so there is nothing to amend\n"
        "detailed cancelled: the measure's terms are not locked, so there is nothing to amend\n"
        "decided cancelled, locked: the measure is cancelled; wanted active or on hold\n"
        "implemented cancelled, locked: the measure is cancelled; wanted active or on hold\n");
}

TEST_CASE("transition: adopt is legal as the first transition only, and never into the last stage") {
  const Table table;
  const Position born;
  std::string rows;
  for (int stage = 0; stage <= table.policy.last_stage(); ++stage)
    rows += table.Row(born, {DecisionKind::kAdopt, stage});
  CHECK(rows ==
        "defined -> defined: admin\n"
        "defined -> identified: admin, sponsor\n"
        "defined -> detailed: admin, sponsor\n"
        "defined -> decided, locked (seals): admin, sponsor, controller, steering_committee\n"
        "defined -> implemented, locked (seals): admin, sponsor\n"
        "defined: a measure can't be adopted into the last stage 'closed'\n");

  // A reject moves nothing, and yet something has been decided.
  const Position rejected = After(table.policy, born, {DecisionKind::kReject, -1});
  CHECK(rejected == Position{.stage = 0, .state = State::kActive, .sealed = false, .moved = true});
  CHECK(table.Row(rejected, {DecisionKind::kAdopt, 3}) ==
        "defined: the measure has decisions already; adopt is legal as the first one only\n");
}

TEST_CASE("transition: what an approve's gate and a decision say") {
  Table table;
  const auto move_of = [&](DecisionKind kind, std::string_view gate) -> std::string {
    Decision decision;
    const Span somewhere = WholeFile(1);
    decision.decision = {kind, somewhere};
    if (!gate.empty()) decision.gate = {table.texts.Intern(gate), somewhere};
    const auto move = MoveOf(decision, table.policy);
    return move ? fmt::format("{} [{}]", Describe(*move, table.policy), GateText(*move, table.policy))
                : "nothing";
  };
  CHECK(move_of(DecisionKind::kApprove, "decided") == "advance to 'decided' [decided]");
  CHECK(move_of(DecisionKind::kApprove, "hold") == "hold [hold]");
  CHECK(move_of(DecisionKind::kApprove, "reject") == "reject [reject]");
  CHECK(move_of(DecisionKind::kApprove, "amend") == "amend [amend]");
  CHECK(move_of(DecisionKind::kApprove, "return detailed") == "return to 'detailed' [return detailed]");
  CHECK(move_of(DecisionKind::kApprove, "adopt decided") == "adopt into 'decided' [adopt decided]");
  for (const std::string_view gate :
       {"", "nowhere", "approve", "confirm", "advance", "advance decided", "return", "return nowhere",
        "return detailed now", "adopt", "hold decided", "hold ", " hold", "decided ", "Decided"}) {
    INFO("gate '" << gate << "'");
    CHECK(move_of(DecisionKind::kApprove, gate) == "nothing");
  }
  CHECK(move_of(DecisionKind::kAdvance, "closed") == "advance to 'closed' [closed]");
  CHECK(move_of(DecisionKind::kReturn, "defined") == "return to 'defined' [return defined]");
  CHECK(move_of(DecisionKind::kAdopt, "detailed") == "adopt into 'detailed' [adopt detailed]");
  CHECK(move_of(DecisionKind::kAdvance, "hold") == "nothing");
  CHECK(move_of(DecisionKind::kReturn, "return defined") == "nothing");
  CHECK(move_of(DecisionKind::kHold, "") == "hold [hold]");
  CHECK(move_of(DecisionKind::kConfirm, "") == "nothing");
}

TEST_CASE("transition: the next gate of an active measure") {
  const Table table;
  CHECK(NextGate(table.policy, Table::At(0)) == Move{DecisionKind::kAdvance, 1});
  CHECK(NextGate(table.policy, Table::At(4)) == Move{DecisionKind::kAdvance, 5});
  CHECK_FALSE(NextGate(table.policy, Table::At(5)).has_value());
  CHECK_FALSE(NextGate(table.policy, Table::At(2, State::kOnHold)).has_value());
  CHECK_FALSE(NextGate(table.policy, Table::At(2, State::kCancelled)).has_value());
}

TEST_CASE("transition: only approve and confirm move nothing by kind") {
  std::string moving;
  for (std::size_t kind = 0; kind < Words<DecisionKind>().size(); ++kind) {
    if (IsTransition(static_cast<DecisionKind>(kind)))
      moving += fmt::format("{} ", Name(static_cast<DecisionKind>(kind)));
  }
  CHECK(moving == "advance reject hold resume cancel reinstate return reopen amend adopt ");
}

}  // namespace cat4
