// The rules about transitions, through the whole check: where each begins to speak, and where it is silent.
#include <catch2/catch.hpp>

#include "unit/gate_text.h"

namespace cat4 {
namespace {

// A board that decides by the votes of two of three members.
constexpr std::string_view kTwoVotes =
    "--- people/m.member.yaml\n"
    "id: m.member\n"
    "name: Mia Member\n"
    "email: mia@demo.example\n"
    "--- committees/board.yaml\n"
    "id: board\n"
    "name: Steering Board\n"
    "chair: s.sponsor\n"
    "members: [m.member, a.admin]\n"
    "quorum: 2\n";
constexpr std::string_view kByMinutes =
    "--- committees/board.yaml\n"
    "id: board\n"
    "name: Steering Board\n"
    "chair: a.admin\n"
    "members: [s.sponsor]\n"
    "quorum: 1\n"
    "record: minutes\n"
    "--- evidence/DEMO-1/minutes.txt\n"
    "The board asks for a second offer.\n";
constexpr std::string_view kMinutes =
    "    evidence:\n"
    "      - {file: evidence/DEMO-1/minutes.txt, sha256: "
    "cee371c0d84dd4580e0dfad4738e08a6cc74a4c687f8bd6c1acc1487f57fe27b}\n";

// What the stages up to 'decided' require.
constexpr std::string_view kMet =
    "description: Counts every hour.\n"
    "milestones:\n"
    "  - {id: cutover, title: Cut over, due: 2026-12-31}\n"
    "effects:\n"
    "  - id: ebitda\n"
    "    kind: ebitda\n"
    "    nature: recurring\n"
    "    baseline: {amount: 12000}\n"
    "    months:\n"
    "      2026-12: {plan: 1000}\n";

std::string Reason(std::string_view text) { return fmt::format("    reason: {}\n", text); }
constexpr std::string_view kUntil = "    until: 2026-12-31\n";

}  // namespace

TEST_CASE("gates: a measure that was decided step by step has no finding") {
  CHECK(GateLines(Decided("decided",
                          Advance("identified") + Advance("detailed") +
                              Approve("decided", "controller", "c.controller") +
                              Approve("decided", "steering_committee", "a.admin") + Advance("decided"),
                          kMet)) == "");
}

TEST_CASE("illegal-transition: a gate that is skipped, what follows is not judged") {
  CHECK(GateLines(Decided("defined", Advance("detailed"))) ==
        "DEMO-1.yaml:9:15: error: advance to 'detailed' is illegal here: 'defined' can't advance to "
        "'detailed'; the next gate is 'identified' [illegal-transition]\n");
  // The second one would be stale, and missing approvals.
  CHECK(
      GateLines(Decided(
          "decided", Entry({.decision = "advance", .gate = "detailed"}) +
                         Entry({.decision = "advance", .gate = "decided", .policy = 3, .after = "none"}))) ==
      "DEMO-1.yaml:5:8: error: 'stage' is 'decided'; the decisions lead to 'defined' [stage-mismatch]\n"
      "DEMO-1.yaml:9:15: error: advance to 'detailed' is illegal here: 'defined' can't advance to "
      "'detailed'; the next gate is 'identified' [illegal-transition]\n");
  CHECK(GateLines(Decided("defined", Advance("closing"))) ==
        "DEMO-1.yaml:10:11: error: 'gate' is 'closing'; wanted one of the stages defined, identified, "
        "detailed, decided, implemented, closed [invalid-value]\n");
  // An older policy may have had other rules: what it allowed is the audit's business.
  CHECK(GateLines(Decided("detailed", History("detailed"))) == "");
}

TEST_CASE("illegal-transition: each move has its place") {
  const auto after = [](std::string_view first, const EntryText& second,
                        std::string_view stage = "identified", std::string_view state = "active") {
    return GateLines(Decided(stage, History(first) + Entry(second), "", state));
  };
  CHECK(after("identified", {.decision = "resume"}) ==
        "DEMO-1.yaml:18:15: error: resume is illegal here: the measure is active; wanted on hold "
        "[illegal-transition]\n");
  CHECK(after("identified", {.decision = "reinstate"}) ==
        "DEMO-1.yaml:18:15: error: reinstate is illegal here: the measure is active; wanted cancelled "
        "[illegal-transition]\n");
  CHECK(after("identified", {.decision = "reopen", .extra = "    reason: Again\n"}) ==
        "DEMO-1.yaml:18:15: error: reopen is illegal here: the measure is in stage 'identified'; wanted the "
        "last one, 'closed' [illegal-transition]\n");
  CHECK(after("identified", {.decision = "amend", .extra = "    reason: Later\n"}) ==
        "DEMO-1.yaml:18:15: error: amend is illegal here: the measure's terms are not locked, so there is "
        "nothing to amend [illegal-transition]\n");
  CHECK(after("identified", {.decision = "adopt", .gate = "decided"}) ==
        "DEMO-1.yaml:18:15: error: adopt into 'decided' is illegal here: the measure has decisions already; "
        "adopt is legal as the first one only [illegal-transition]\n");
  CHECK(after("identified", {.decision = "return", .gate = "identified", .extra = "    reason: No\n"}) ==
        "DEMO-1.yaml:18:15: error: return to 'identified' is illegal here: 'identified' can't return to "
        "'identified'; wanted an earlier stage [illegal-transition]\n");
  CHECK(after("closed", {.decision = "hold", .extra = "    until: 2026-12-31\n    reason: No\n"}, "closed") ==
        "DEMO-1.yaml:18:15: error: hold is illegal here: the measure is in the last stage 'closed'; wanted "
        "one before it [illegal-transition]\n");
  CHECK(GateLines(Decided(
            "defined", Entry({.decision = "adopt", .gate = "closed", .role = "admin", .by = "a.admin"}))) ==
        "DEMO-1.yaml:9:15: error: adopt into 'closed' is illegal here: a measure can't be adopted into the "
        "last stage 'closed' [illegal-transition]\n");
  CHECK(GateLines(
            Decided("identified",
                    History("identified") +
                        Entry({.decision = "hold", .extra = "    until: 2026-12-31\n    reason: Waits\n"}) +
                        Advance("detailed"),
                    "", "on_hold")) ==
        "DEMO-1.yaml:28:15: error: advance to 'detailed' is illegal here: the measure is on hold; wanted "
        "active [illegal-transition]\n");
}

TEST_CASE("illegal-transition: only locked terms can be confirmed") {
  constexpr std::string_view kEffect =
      "effects:\n"
      "  - id: ebitda\n"
      "    kind: ebitda\n"
      "    nature: recurring\n"
      "    months:\n"
      "      2026-09: {plan: 1000, actual: 1000}\n";
  CHECK(
      GateLines(Decided("detailed", History("detailed") + ConfirmEntry("      2026-09: 1000\n"), kEffect)) ==
      "DEMO-1.yaml:24:15: error: confirm is illegal here: the measure's terms are not locked, its stage is "
      "'detailed' [illegal-transition]\n");
  CHECK(GateLines(Decided("decided", History("decided") + ConfirmEntry("      2026-09: 1000\n"), kEffect)) ==
        "");
}

TEST_CASE("stage-mismatch: stage and state say what the decisions lead to") {
  CHECK(
      GateLines(Decided("identified", "")) ==
      "DEMO-1.yaml:5:8: error: 'stage' is 'identified'; the decisions lead to 'defined' [stage-mismatch]\n");
  CHECK(GateLines(Decided("defined", "", "", "cancelled")) ==
        "DEMO-1.yaml:6:8: error: 'state' is 'cancelled'; the decisions lead to 'active' [stage-mismatch]\n");
  CHECK(GateLines(Decided("detailed", History("identified"), "", "on_hold")) ==
        "DEMO-1.yaml:5:8: error: 'stage' is 'detailed'; the decisions lead to 'identified' [stage-mismatch]\n"
        "DEMO-1.yaml:6:8: error: 'state' is 'on_hold'; the decisions lead to 'active' [stage-mismatch]\n");
  CHECK(
      GateLines(Decided("defined", History("identified"))) ==
      "DEMO-1.yaml:5:8: error: 'stage' is 'defined'; the decisions lead to 'identified' [stage-mismatch]\n");
  CHECK(GateLines(Decided("identified", History("identified"))) == "");
}

TEST_CASE("missing-approval: each role by another person") {
  const auto gate = [](std::string_view approvals, std::string_view more = "") {
    return GateLines(fmt::format(
        "{}{}", more,
        Decided("decided", fmt::format("{}{}{}", History("detailed"), approvals, Advance("decided")))));
  };
  const std::string controller = Approve("decided", "controller", "c.controller");
  const std::string board = Approve("decided", "steering_committee", "a.admin");
  CHECK(gate(controller + board) == "");
  CHECK(gate("") ==
        "DEMO-1.yaml:18:15: error: advance to 'decided' lacks the approval of the controller, and the "
        "approval of the steering_committee [missing-approval]\n");
  CHECK(gate(controller) ==
        "DEMO-1.yaml:27:15: error: advance to 'decided' lacks the approval of the steering_committee "
        "[missing-approval]\n");
  CHECK(gate(board) ==
        "DEMO-1.yaml:27:15: error: advance to 'decided' lacks the approval of the controller "
        "[missing-approval]\n");
  // The sponsor sits on the board, but has signed already.
  CHECK(gate(controller + Approve("decided", "steering_committee", "s.sponsor")) ==
        "DEMO-1.yaml:36:15: error: advance to 'decided' lacks the approval of the steering_committee "
        "[missing-approval]\n");
  CHECK(gate(controller + Approve("decided", "steering_committee", "a.admin", "") +
             Approve("decided", "steering_committee", "s.sponsor")) == "");
  CHECK(gate(controller + Entry({.decision = "approve",
                                 .gate = "decided",
                                 .role = "steering_committee",
                                 .by = "a.admin",
                                 .after = "none"})) ==
        "DEMO-1.yaml:27:15: note: the approval of 'decided' by 'a.admin' counts for nothing: its 'after' "
        "differs from the transition's [leftover-approval]\n"
        "DEMO-1.yaml:36:15: error: advance to 'decided' lacks the approval of the steering_committee "
        "[missing-approval]\n");
}

TEST_CASE("missing-approval: a quorum of votes, or the minutes") {
  const std::string before = History("detailed") + Approve("decided", "controller", "c.controller");
  const auto gate = [&](std::string_view more, std::string_view votes) {
    return GateLines(fmt::format(
        "{}{}", more, Decided("decided", fmt::format("{}{}{}", before, votes, Advance("decided")))));
  };
  CHECK(gate(kTwoVotes, "") ==
        "DEMO-1.yaml:27:15: error: advance to 'decided' lacks 2 of 2 votes of the steering_committee "
        "[missing-approval]\n");
  CHECK(gate(kTwoVotes, Approve("decided", "steering_committee", "m.member")) ==
        "DEMO-1.yaml:36:15: error: advance to 'decided' lacks 1 of 2 votes of the steering_committee "
        "[missing-approval]\n");
  CHECK(gate(kTwoVotes, Approve("decided", "steering_committee", "m.member") +
                            Approve("decided", "steering_committee", "a.admin")) == "");
  CHECK(gate(kTwoVotes, Approve("decided", "steering_committee", "m.member") +
                            Approve("decided", "steering_committee", "a.admin", "    for: m.member\n")) ==
        "DEMO-1.yaml:46:15: error: advance to 'decided' lacks 1 of 2 votes of the steering_committee "
        "[missing-approval]\n");
  CHECK(gate(kByMinutes, Approve("decided", "steering_committee", "a.admin")) ==
        "DEMO-1.yaml:36:15: error: advance to 'decided' lacks the approval of the steering_committee with "
        "its minutes as evidence [missing-approval]\n");
  CHECK(gate(kByMinutes, Approve("decided", "steering_committee", "a.admin", kMinutes)) == "");
}

TEST_CASE("missing-approval: the same move, 'after', 'terms', 'reason', 'until'") {
  const auto cancel = [](std::string_view approval) {
    return GateLines(Decided("identified",
                             fmt::format("{}{}{}", History("identified"), approval,
                                         Entry({.decision = "cancel", .extra = "    reason: Too dear\n"})),
                             "", "cancelled"));
  };
  const auto board = [](const EntryText& changed) {
    EntryText entry = changed;
    entry.decision = "approve";
    entry.role = "steering_committee";
    entry.by = "a.admin";
    if (entry.gate.empty()) entry.gate = "cancel";
    return Entry(entry);
  };
  CHECK(cancel(board({.extra = "    reason: Too dear\n"})) == "");
  CHECK(cancel(board({.extra = "    reason: Too slow\n"})) ==
        "DEMO-1.yaml:18:15: note: the approval of 'cancel' by 'a.admin' counts for nothing: its 'reason' "
        "differs from the transition's [leftover-approval]\n"
        "DEMO-1.yaml:28:15: error: cancel lacks the approval of the steering_committee [missing-approval]\n");
  CHECK(cancel(board({})) ==
        "DEMO-1.yaml:18:15: note: the approval of 'cancel' by 'a.admin' counts for nothing: its 'reason' "
        "differs from the transition's [leftover-approval]\n"
        "DEMO-1.yaml:27:15: error: cancel lacks the approval of the steering_committee [missing-approval]\n");
  CHECK(cancel(board({.gate = "detailed", .extra = "    reason: Too dear\n"})) ==
        "DEMO-1.yaml:18:15: note: the approval of 'detailed' by 'a.admin' counts for nothing: it is not "
        "about cancel [leftover-approval]\n"
        "DEMO-1.yaml:28:15: error: cancel lacks the approval of the steering_committee [missing-approval]\n");
  CHECK(cancel(board({.extra = "    reason: Too dear\n", .after = "none"})) ==
        "DEMO-1.yaml:18:15: note: the approval of 'cancel' by 'a.admin' counts for nothing: its 'after' "
        "differs from the transition's [leftover-approval]\n"
        "DEMO-1.yaml:28:15: error: cancel lacks the approval of the steering_committee [missing-approval]\n");
  CHECK(cancel(board({.extra = "    reason: Too dear\n", .terms = "none"})) ==
        "DEMO-1.yaml:18:15: note: the approval of 'cancel' by 'a.admin' counts for nothing: its 'terms' "
        "differ from the transition's [leftover-approval]\n"
        "DEMO-1.yaml:28:15: error: cancel lacks the approval of the steering_committee [missing-approval]\n");
  CHECK(cancel(board({.extra = "    until: 2026-12-31\n    reason: Too dear\n"})) ==
        "DEMO-1.yaml:18:15: note: the approval of 'cancel' by 'a.admin' counts for nothing: its 'until' "
        "differs from the transition's [leftover-approval]\n"
        "DEMO-1.yaml:29:15: error: cancel lacks the approval of the steering_committee [missing-approval]\n");
}

TEST_CASE("missing-approval: what a signer's role must be") {
  const auto last = [](const EntryText& entry, std::string_view state = "active") {
    return GateLines(Decided("detailed", History("detailed") + Entry(entry), "", state));
  };
  const std::string hold = fmt::format("{}{}", kUntil, Reason("Waits"));
  CHECK(last({.decision = "hold", .extra = hold}, "on_hold") == "");
  CHECK(last({.decision = "hold", .role = "owner", .by = "o.owner", .extra = hold}, "on_hold") ==
        "DEMO-1.yaml:19:11: error: hold asks for sponsor; it is signed as owner [missing-approval]\n");
  const std::string reason = Reason("A second offer is missing");
  CHECK(last({.decision = "reject", .role = "controller", .by = "c.controller", .extra = reason}) == "");
  CHECK(last({.decision = "reject", .role = "steering_committee", .by = "a.admin", .extra = reason}) == "");
  CHECK(last({.decision = "reject", .role = "owner", .by = "o.owner", .extra = reason}) ==
        "DEMO-1.yaml:19:11: error: reject asks for sponsor or controller or steering_committee; it is signed "
        "as owner [missing-approval]\n");
  CHECK(GateLines(Decided("decided",
                          Entry({.decision = "adopt", .gate = "decided", .role = "admin", .by = "a.admin"}),
                          kMet)) ==
        "DEMO-1.yaml:19:15: error: adopt into 'decided' lacks the approval of the sponsor, and the approval "
        "of the controller, and the approval of the steering_committee [missing-approval]\n");
}

TEST_CASE("missing-approval: a return below the lock asks for the amend's roles as well") {
  const std::string reason = Reason("Plan was wrong");
  const auto back = [&](std::string_view to, std::string_view approvals) {
    return GateLines(Decided(to, fmt::format("{}{}{}", History("implemented"), approvals,
                                             Entry({.decision = "return", .gate = to, .extra = reason}))));
  };
  CHECK(back("decided", "") == "");
  CHECK(back("detailed", "") ==
        "DEMO-1.yaml:18:15: error: return to 'detailed' lacks the approval of the controller, and the "
        "approval of the steering_committee [missing-approval]\n");
  CHECK(back("detailed", Approve("return detailed", "controller", "c.controller", reason) +
                             Approve("return detailed", "steering_committee", "a.admin", reason)) == "");
}

TEST_CASE("stale-approval: 'after' and 'policy' fit the place in the list") {
  const auto second = [](const EntryText& entry) {
    return GateLines(Decided("detailed", History("identified") + Entry(entry), kMet));
  };
  CHECK(second({.decision = "advance", .gate = "detailed"}) == "");
  CHECK(second({.decision = "advance", .gate = "detailed", .after = "none"}) ==
        "DEMO-1.yaml:34:12: error: 'after' is none; wanted sha256:62d9b4af54bcf671…, the latest transition "
        "[stale-approval]\n");
  CHECK(second({.decision = "advance", .gate = "detailed", .policy = 3}) ==
        "DEMO-1.yaml:33:13: error: 'policy' is 3; the policy's version is 2 [stale-approval]\n");
  constexpr std::string_view kOther =
      "sha256:1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c";
  CHECK(GateLines(Decided("identified", Entry({.decision = "advance", .gate = "identified", .after = kOther}),
                          kMet)) ==
        "DEMO-1.yaml:25:12: error: 'after' is sha256:1c1c1c1c1c1c1c1c…; wanted none, there is none before "
        "[stale-approval]\n");
  // A transition in the list may name an older version only as long as none before it names a newer one.
  CHECK(GateLines(Decided("detailed", Advance("identified") + History("detailed"), kMet)) ==
        "DEMO-1.yaml:33:13: error: 'policy' is 1 behind a decision that names version 2 [stale-approval]\n");
}

TEST_CASE("separation-of-duties: nobody acts in a role beside one that policy keeps apart") {
  const auto gate = [](std::string_view approval) {
    return GateLines(Decided(
        "decided", fmt::format("{}{}{}{}", History("detailed"), approval,
                               Approve("decided", "steering_committee", "a.admin"), Advance("decided"))));
  };
  CHECK(gate(Approve("decided", "controller", "c.controller")) == "");
  CHECK(gate(Approve("decided", "controller", "o.owner")) ==
        "DEMO-1.yaml:21:9: error: 'o.owner' acts as controller and is owner of the measure; policy keeps the "
        "two apart [separation-of-duties]\n");
  CHECK(gate(Approve("decided", "controller", "o.owner", "    for: c.controller\n")) ==
        "DEMO-1.yaml:26:10: error: 'o.owner' acts as controller and is owner of the measure; policy keeps "
        "the two apart [separation-of-duties]\n");
  CHECK(gate(Approve("decided", "controller", "c.controller", "    for: o.owner\n")) ==
        "DEMO-1.yaml:26:10: error: 'o.owner' acts as controller and is owner of the measure; policy keeps "
        "the two apart [separation-of-duties]\n");
  CHECK(gate(Approve("decided", "controller", "s.sponsor")) ==
        "DEMO-1.yaml:21:9: error: 's.sponsor' acts as controller and is sponsor of the measure; policy keeps "
        "the two apart [separation-of-duties]\n"
        "DEMO-1.yaml:36:15: error: advance to 'decided' lacks the approval of the controller "
        "[missing-approval]\n"
        "DEMO-1.yaml:39:9: error: 's.sponsor' acts as sponsor and as controller; policy keeps the two apart "
        "[separation-of-duties]\n");
  // Whose terms are not those of today may have named others: only the signers are compared then.
  std::string moved = Recorded(
      Decided("detailed", Advance("identified") + Entry({.decision = "advance", .gate = "detailed"}), kMet));
  moved.replace(moved.find("controller: c.controller"), 24, "controller: s.sponsor   ");
  CHECK(GateLines(moved) ==
        "DEMO-1.yaml:4:13: error: 's.sponsor' is both sponsor and controller; wanted two different people "
        "[separation-of-duties]\n"
        "DEMO-1.yaml:4:13: error: controller 's.sponsor' holds the role sponsor; wanted controller "
        "[wrong-role]\n");
}

TEST_CASE("missing-reason: whatever does not go forward needs one") {
  const auto last = [](std::string_view stage, std::string_view state, const EntryText& entry) {
    EntryText history = entry;
    history.policy = 1;
    return GateLines(Decided(stage, History("decided") + Entry(history), "", state));
  };
  CHECK(last("decided", "active", {.decision = "reject"}) ==
        "DEMO-1.yaml:18:15: error: reject of 2026-09-14 has no reason [missing-reason]\n");
  CHECK(last("decided", "on_hold", {.decision = "hold", .extra = kUntil}) ==
        "DEMO-1.yaml:18:15: error: hold of 2026-09-14 has no reason [missing-reason]\n");
  CHECK(last("decided", "cancelled", {.decision = "cancel"}) ==
        "DEMO-1.yaml:18:15: error: cancel of 2026-09-14 has no reason [missing-reason]\n");
  CHECK(last("detailed", "active", {.decision = "return", .gate = "detailed"}) ==
        "DEMO-1.yaml:18:15: error: return of 2026-09-14 has no reason [missing-reason]\n");
  CHECK(last("implemented", "active", {.decision = "reopen"}) ==
        "DEMO-1.yaml:18:15: error: reopen of 2026-09-14 has no reason [missing-reason]\n");
  CHECK(last("decided", "active", {.decision = "amend"}) ==
        "DEMO-1.yaml:18:15: error: amend of 2026-09-14 has no reason [missing-reason]\n");
  CHECK(last("decided", "active", {.decision = "resume"}) == "");
  CHECK(last("decided", "active", {.decision = "reinstate"}) == "");
  CHECK(last("implemented", "active", {.decision = "advance", .gate = "implemented"}) == "");
}

}  // namespace cat4
