// The rules about what was decided on: criteria, locked terms, confirmations, closing; through the whole
// check.
#include <catch2/catch.hpp>

#include "unit/gate_text.h"

namespace cat4 {
namespace {

constexpr std::string_view kDescription = "description: Counts every hour.\n";
constexpr std::string_view kMilestones =
    "milestones:\n"
    "  - {id: cutover, title: Cut over, due: 2026-09-30, done: 2026-09-29}\n";
// Six lines, the first month in the last.
constexpr std::string_view kEffect =
    "effects:\n"
    "  - id: ebitda\n"
    "    kind: ebitda\n"
    "    nature: recurring\n"
    "    baseline: {amount: 12000}\n"
    "    months:\n"
    "      2026-09: {plan: 1000, actual: 1000}\n";

std::string Joined(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) text.append(part);
  return text;
}

// An adopt with all that it needs: the stages before it are entered with it. 'terms' are those of the file.
std::string Adopted(std::string_view stage, std::string_view terms = "@terms") {
  std::string text;
  const std::string gate = fmt::format("adopt {}", stage);
  if (stage == "decided") {
    text += Entry({.gate = gate, .role = "controller", .by = "c.controller", .terms = terms});
    text += Entry({.gate = gate, .role = "steering_committee", .by = "m.member", .terms = terms});
  }
  text += Entry({.gate = gate, .terms = terms});
  return text + Entry({.decision = "adopt", .gate = stage, .role = "admin", .by = "a.admin", .terms = terms});
}

// The board with a member more, so that an admin who sits on it as well may adopt.
constexpr std::string_view kBoard =
    "--- people/m.member.yaml\n"
    "id: m.member\n"
    "name: Mia Member\n"
    "email: mia@demo.example\n"
    "--- committees/board.yaml\n"
    "id: board\n"
    "name: Steering Board\n"
    "chair: s.sponsor\n"
    "members: [m.member, a.admin]\n"
    "quorum: 1\n";

// A measure that was advanced into the stage under today's policy, from the one before it.
std::string In(std::string_view stage, std::string_view body) {
  std::string decisions;
  if (stage == "identified") decisions = Advance("identified");
  if (stage == "detailed") decisions = History("identified") + Advance("detailed");
  if (stage == "implemented") decisions = History("decided") + Advance("implemented");
  return GateLines(Decided(stage, decisions, body));
}

}  // namespace

TEST_CASE("unmet-criterion: description, and who is named") {
  CHECK(In("identified", kDescription) == "");
  CHECK(In("identified", "") ==
        "DEMO-1.yaml:5:8: error: stage 'identified' requires description, which is not met: the measure has "
        "no description [unmet-criterion]\n");
  // Everything that 'alive' asks for, in one line.
  std::string bare =
      Recorded(Joined({"--- portfolios/demo/plants/stock/feed/package.yaml\n"
                       "id: feed\n"
                       "name: Live feeds\n",
                       Decided("identified", Advance("identified"), kDescription)}));
  CHECK(GateLines(bare) ==
        "DEMO-1.yaml:1:5: error: measure 'DEMO-1' has no legal entity; its effects are in nobody's books "
        "[missing-legal-entity]\n"
        "DEMO-1.yaml:1:5: error: measure 'DEMO-1' has no sponsor; nobody above its owner answers for it "
        "[missing-sponsor]\n"
        "DEMO-1.yaml:1:5: error: measure 'DEMO-1' has no steering committee; nobody can decide on its plan "
        "[missing-steering-committee]\n"
        "DEMO-1.yaml:5:8: error: stage 'identified' requires alive, which is not met: no sponsor, no legal "
        "entity, no steering committee [unmet-criterion]\n");
}

TEST_CASE("unmet-criterion: the business case, its baseline, and milestones with a date") {
  CHECK(In("detailed", Joined({kMilestones, kEffect})) == "");
  CHECK(In("detailed", kMilestones) ==
        "DEMO-1.yaml:5:8: error: stage 'detailed' requires business_case, which is not met: no hard ebitda "
        "effect has a plan that is not zero [unmet-criterion]\n");
  CHECK(In("detailed", Joined({kMilestones,
                               "effects:\n"
                               "  - id: ebitda\n"
                               "    kind: ebitda\n"
                               "    nature: recurring\n"
                               "    months:\n"
                               "      2026-12: {plan: 0}\n"})) ==
        "DEMO-1.yaml:11:9: error: stage 'detailed' requires baseline, which is not met: effect 'ebitda' has "
        "no baseline [unmet-criterion]\n"
        "DEMO-1.yaml:11:9: error: stage 'detailed' requires business_case, which is not met: no hard ebitda "
        "effect has a plan that is not zero [unmet-criterion]\n");
  CHECK(In("detailed", Joined({kMilestones,
                               "effects:\n"
                               "  - id: soft\n"
                               "    kind: ebitda\n"
                               "    nature: recurring\n"
                               "    class: soft\n"
                               "    months:\n"
                               "      2026-12: {plan: 5}\n"})) ==
        "DEMO-1.yaml:5:8: error: stage 'detailed' requires business_case, which is not met: no hard ebitda "
        "effect has a plan that is not zero [unmet-criterion]\n");
  CHECK(In("detailed", kEffect) ==
        "DEMO-1.yaml:5:8: error: stage 'detailed' requires milestones, which is not met: the measure has no "
        "key milestone [unmet-criterion]\n");
  CHECK(
      In("detailed", Joined({"milestones:\n"
                             "  - {id: training, title: Second shift trained, due: 2026-12-15, key: false}\n",
                             kEffect})) ==
      "DEMO-1.yaml:5:8: error: stage 'detailed' requires milestones, which is not met: the measure has no "
      "key milestone [unmet-criterion]\n");
  CHECK(In("detailed", Joined({"milestones:\n"
                               "  - {id: contract, title: Signed, due: 2026-12-31}\n"
                               "  - {id: cutover, title: Cut over}\n",
                               kEffect})) ==
        "DEMO-1.yaml:10:10: warning: key milestone 'cutover' has no due date; it can never be late "
        "[milestone-without-date]\n"
        "DEMO-1.yaml:10:10: error: stage 'detailed' requires milestones, which is not met: key milestone "
        "'cutover' has no due date [unmet-criterion]\n");
}

TEST_CASE("unmet-criterion: milestones that are done") {
  CHECK(In("implemented", kMilestones) == "");
  CHECK(In("implemented", "") == "");
  CHECK(In("implemented",
           "milestones:\n"
           "  - {id: contract, title: Signed, due: 2026-03-31, done: 2026-04-02}\n"
           "  - {id: cutover, title: Cut over, due: 2026-12-31}\n"
           "  - {id: report, title: Reported, due: 2026-12-31}\n"
           "  - {id: training, title: Trained, due: 2026-12-15, key: false}\n") ==
        "DEMO-1.yaml:10:10: error: stage 'implemented' requires milestones_done, which is not met: 1 of 3 "
        "key milestones done; 'cutover' is not [unmet-criterion]\n");
}

TEST_CASE("unmet-criterion: dependencies that have reached their stage, where the policy asks for it") {
  constexpr std::string_view kPolicy =
      "--- policy.yaml\n"
      "version: 2\n"
      "stages:\n"
      "  - {id: defined}\n"
      "  - {id: identified, requires: [dependencies_met], approvals: [sponsor]}\n"
      "  - {id: decided, approvals: [sponsor], locks_terms: true}\n"
      "  - {id: closed, approvals: [sponsor]}\n";
  const auto with = [&](std::string_view other) {
    return GateLines(Joined({kPolicy, other,
                             Decided("identified", Advance("identified"),
                                     "depends_on:\n"
                                     "  - {measure: DEMO-2, stage: identified}\n")}));
  };
  CHECK(with(MeasureFile("DEMO-2", Joined({"decisions:\n", History("identified")}), "identified")) == "");
  CHECK(with(MeasureFile("DEMO-2", "")) ==
        "DEMO-1.yaml:9:15: error: stage 'identified' requires dependencies_met, which is not met: 'DEMO-2' "
        "is in 'defined'; wanted stage 'identified' [unmet-criterion]\n");
  CHECK(with(MeasureFile("DEMO-2",
                         Joined({"decisions:\n", History("identified"),
                                 Entry({.decision = "cancel", .extra = "    reason: No\n", .policy = 1})}),
                         "identified", "cancelled")) ==
        "DEMO-1.yaml:9:15: warning: 'DEMO-1' depends on 'DEMO-2', which is cancelled [dependency-cancelled]\n"
        "DEMO-1.yaml:9:15: error: stage 'identified' requires dependencies_met, which is not met: 'DEMO-2' "
        "is cancelled; wanted stage 'identified' [unmet-criterion]\n");
}

TEST_CASE("unmet-criterion: of the stages before as well, but not of a cancelled measure") {
  const std::string decisions = Advance("identified") + Entry({.decision = "hold",
                                                               .extra = "    until: 2026-12-31\n"
                                                                        "    reason: Waits\n"});
  CHECK(GateLines(Decided("identified", decisions, "", "on_hold")) ==
        "DEMO-1.yaml:5:8: error: stage 'identified' requires description, which is not met: the measure has "
        "no description [unmet-criterion]\n");
  // Adopted into a stage: what the stages before it require has to be there too.
  CHECK(GateLines(
            Joined({kBoard, Decided("decided", Adopted("decided"), Joined({kDescription, kMilestones}))})) ==
        "DEMO-1.yaml:5:8: error: stage 'detailed' requires business_case, which is not met: no hard ebitda "
        "effect has a plan that is not zero [unmet-criterion]\n");
  CHECK(GateLines(Joined({kBoard, Decided("decided", Adopted("decided"),
                                          Joined({kDescription, kMilestones, kEffect}))})) == "");
  CHECK(GateLines(Decided("identified",
                          Advance("identified") +
                              Entry({.gate = "cancel",
                                     .role = "steering_committee",
                                     .by = "a.admin",
                                     .extra = "    reason: No\n"}) +
                              Entry({.decision = "cancel", .extra = "    reason: No\n"}),
                          "", "cancelled")) == "");
}

TEST_CASE("terms-changed: the file carries what was locked") {
  const std::string text = Recorded(Decided("decided", History("decided"), Joined({kMilestones, kEffect})));
  CHECK(GateLines(text) == "");
  const auto changed = [&](std::string_view from, std::string_view to) {
    std::string other = text;
    other.replace(other.find(from), from.size(), to);
    return GateLines(other);
  };
  CHECK(changed("title: Live stock feed", "title: Dead stock feed") ==
        "DEMO-1.yaml:25:12: error: the file's terms are sha256:5950b063e20d5c26…; locked by this decision "
        "are sha256:94f91c07c341e6fc… [terms-changed]\n");
  CHECK(changed("due: 2026-09-30", "due: 2026-10-01") ==
        "DEMO-1.yaml:25:12: error: the file's terms are sha256:9e9e742ec61c359b…; locked by this decision "
        "are sha256:94f91c07c341e6fc… [terms-changed]\n");
  CHECK(changed("plan: 1000, ", "plan: 1001, ") ==
        "DEMO-1.yaml:25:12: error: the file's terms are sha256:e0275f88047d4ef4…; locked by this decision "
        "are sha256:94f91c07c341e6fc… [terms-changed]\n");
  CHECK(changed("{plan: 1000, ", "{plan: 1000.00, ") == "");
  CHECK(changed("title: Live stock feed", "title: 'Live stock feed'") == "");
  // What may change any day.
  CHECK(changed("done: 2026-09-29", "done: 2026-09-28") == "");
  CHECK(changed("comment: On plan", "comment: Well on plan") == "");
  // Below the lock everything may.
  std::string open = Recorded(Decided("detailed", History("detailed"), kEffect));
  open.replace(open.find("plan: 1000"), 10, "plan: 2000");
  CHECK(GateLines(open) == "");
}

TEST_CASE("terms-changed: a decision that is about other terms than those locked") {
  constexpr std::string_view kOther =
      "sha256:1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c";
  CHECK(GateLines(Decided(
            "implemented",
            History("decided") + Entry({.decision = "advance", .gate = "implemented", .terms = kOther}))) ==
        "DEMO-1.yaml:25:12: error: the advance is about terms sha256:1c1c1c1c1c1c1c1c…; locked are "
        "sha256:261681f61876be66… [terms-changed]\n");
  std::string confirm = ConfirmEntry("      2026-09: 1000\n");
  confirm.replace(confirm.find("@terms"), 6, kOther);
  CHECK(GateLines(Decided("decided", History("decided") + confirm, kEffect)) ==
        "DEMO-1.yaml:32:12: error: the confirm is about terms sha256:1c1c1c1c1c1c1c1c…; locked are "
        "sha256:54ea77779e49dae5… [terms-changed]\n");
  // An amend brings new terms, and those of the file count from then on.
  CHECK(GateLines(Decided(
            "decided",
            Entry({.decision = "advance", .gate = "decided", .policy = 1, .terms = kOther}) +
                Entry({.gate = "amend",
                       .role = "controller",
                       .by = "c.controller",
                       .extra = "    reason: Later\n"}) +
                Entry({.gate = "amend",
                       .role = "steering_committee",
                       .by = "a.admin",
                       .extra = "    reason: Later\n"}) +
                Entry({.decision = "amend", .extra = "    reason: Later\n"}) + Advance("implemented") +
                Entry({.decision = "return", .gate = "decided", .extra = "    reason: Not done\n"}))) == "");
}

TEST_CASE("terms-changed: an 'original' needs an amend or a return") {
  constexpr std::string_view kAmended =
      "effects:\n"
      "  - id: ebitda\n"
      "    kind: ebitda\n"
      "    nature: recurring\n"
      "    months:\n"
      "      2026-12: {plan: 1000, original: 900}\n";
  CHECK(GateLines(Decided("decided", History("decided"), kAmended)) ==
        "DEMO-1.yaml:13:39: error: 2026-12 of effect 'ebitda' has an 'original', but its plan was never "
        "amended [terms-changed]\n");
  CHECK(GateLines(Decided(
            "decided",
            History("decided") + Entry({.decision = "amend", .extra = "    reason: Later\n", .policy = 1}),
            kAmended)) == "");
}

TEST_CASE("confirmation-overlap: 'previous' names the effect's latest confirmation, no month stands twice") {
  constexpr std::string_view kTwo =
      "effects:\n"
      "  - id: ebitda\n"
      "    kind: ebitda\n"
      "    nature: recurring\n"
      "    months:\n"
      "      2026-08: {plan: 1000, actual: 1000}\n"
      "      2026-09: {plan: 1000, actual: 1000}\n";
  const std::string august = "      2026-08: 1000\n", september = "      2026-09: 1000\n";
  const auto confirmed = [&](std::string_view second) {
    return GateLines(
        Decided("decided", History("decided") + ConfirmEntry(august) + std::string(second), kTwo));
  };
  CHECK(confirmed(ConfirmEntry(september)) == "");
  CHECK(confirmed(ConfirmEntry(september, "", "none")) ==
        "DEMO-1.yaml:45:15: error: 'previous' is none; wanted sha256:1438af4cbee830da…, the latest "
        "confirmation of effect 'ebitda' [confirmation-overlap]\n");
  CHECK(confirmed(ConfirmEntry(august + september)) ==
        "DEMO-1.yaml:50:7: error: 2026-08 of effect 'ebitda' is confirmed already; the first confirmation "
        "counts [confirmation-overlap]\n");
  CHECK(confirmed(ConfirmEntry(august + september, "    restates: true\n    reason: Twice\n")) == "");
  CHECK(confirmed(ConfirmEntry(august + september, "    restates: false\n")) ==
        "DEMO-1.yaml:50:7: error: 2026-08 of effect 'ebitda' is confirmed already; the first confirmation "
        "counts [confirmation-overlap]\n");
  CHECK(confirmed(ConfirmEntry(august, "    restates: true\n")) ==
        "DEMO-1.yaml:39:15: error: a restating confirm of 2026-10-12 has no reason [missing-reason]\n");
}

TEST_CASE("stale-approval: a confirm names the transition that locked the terms") {
  CHECK(GateLines(Decided("implemented",
                          History("decided") + Advance("implemented") + ConfirmEntry("      2026-09: 1000\n"),
                          Joined({kMilestones, kEffect}))) == "");
  CHECK(GateLines(Decided("decided",
                          History("decided") + ConfirmEntry("      2026-09: 1000\n", "", "none", "none"),
                          kEffect)) ==
        "DEMO-1.yaml:30:12: error: 'after' is none; wanted sha256:7e7d52d6770d816f…, the transition that "
        "locked the terms [stale-approval]\n");
}

TEST_CASE("missing-approval: a confirm is signed by the role that the policy asks for, apart from others") {
  const auto by = [](std::string_view role, std::string_view person) {
    std::string confirm = ConfirmEntry("      2026-09: 1000\n");
    confirm.replace(confirm.find("role: controller"), 16, fmt::format("role: {}", role));
    confirm.replace(confirm.find("by: c.controller"), 16, fmt::format("by: {}", person));
    return GateLines(Decided("decided", History("decided") + confirm, kEffect));
  };
  CHECK(by("controller", "c.controller") == "");
  CHECK(
      by("sponsor", "s.sponsor") ==
      "DEMO-1.yaml:26:11: error: confirm asks for controller; it is signed as sponsor [missing-approval]\n");
  CHECK(by("controller", "o.owner") ==
        "DEMO-1.yaml:27:9: error: 'o.owner' acts as controller and is owner of the measure; policy keeps the "
        "two apart [separation-of-duties]\n");
}

TEST_CASE("closing: the confirmed share, the sums that are stated, and what a reason excuses") {
  const auto closed = [](std::string_view amount, std::string_view sum, std::string_view extra = "",
                         std::string_view board = "") {
    const std::string stated = fmt::format("{}{}", sum, extra);
    return GateLines(Decided(
        "closed",
        Joined({History("implemented"), ConfirmEntry(fmt::format("      2026-09: {}\n", amount)),
                Entry({.gate = "closed", .role = "controller", .by = "c.controller", .extra = stated}),
                board.empty()
                    ? ""
                    : Entry({.gate = "closed", .role = "steering_committee", .by = board, .extra = stated}),
                Entry({.decision = "advance", .gate = "closed", .extra = stated})}),
        Joined({"effects:\n"
                "  - id: ebitda\n"
                "    kind: ebitda\n"
                "    nature: recurring\n"
                "    months:\n"
                "      2026-09: {plan: 1000, actual: ",
                amount, "}\n"})));
  };
  const std::string reason = "    reason: Market ended early\n";
  CHECK(closed("900", "    confirmed:\n      ebitda: 900\n") == "");
  CHECK(closed("899.99", "    confirmed:\n      ebitda: 899.99\n") ==
        "DEMO-1.yaml:9:9: error: stage 'closed' requires ebitda_confirmed, which is not met: confirmed is "
        "89.9 percent of plan; wanted at least 90 [unmet-criterion]\n");
  CHECK(closed("899.99", "    confirmed:\n      ebitda: 899.99\n", reason) ==
        "DEMO-1.yaml:50:15: error: advance to 'closed' lacks the approval of the steering_committee "
        "[missing-approval]\n");
  CHECK(closed("899.99", "    confirmed:\n      ebitda: 899.99\n", reason, "a.admin") == "");
  CHECK(closed("900", "    confirmed:\n      ebitda: 900.01\n") ==
        "DEMO-1.yaml:58:7: error: 'confirmed' says ebitda 900.01; the confirmations before it add up to "
        "ebitda 900.00 [stale-approval]\n");
  CHECK(closed("900", "") ==
        "DEMO-1.yaml:47:15: error: 'confirmed' says nothing; the confirmations before it add up to ebitda "
        "900.00 [stale-approval]\n");
}

TEST_CASE("closing: a missing month is not excused, no month is confirmed again") {
  const std::string reason = "    reason: Market ended early\n";
  const auto close = [&](std::string_view confirms, std::string_view stated, std::string_view after = "") {
    return GateLines(Decided(
        "closed",
        Joined({History("implemented"), confirms,
                Entry({.gate = "closed", .role = "controller", .by = "c.controller", .extra = stated}),
                Entry({.gate = "closed", .role = "steering_committee", .by = "a.admin", .extra = stated}),
                Entry({.decision = "advance", .gate = "closed", .extra = stated}), after}),
        "effects:\n"
        "  - id: ebitda\n"
        "    kind: ebitda\n"
        "    nature: recurring\n"
        "    months:\n"
        "      2026-08: {plan: 1000, actual: 800}\n"
        "      2026-09: {plan: 1000, actual: 800}\n"));
  };
  const std::string august = "      2026-08: 800\n", september = "      2026-09: 800\n";
  const std::string half = "    confirmed:\n      ebitda: 800\n" + reason;
  const std::string whole = "    confirmed:\n      ebitda: 1600\n" + reason;
  CHECK(close(ConfirmEntry(august), half) ==
        "DEMO-1.yaml:5:8: error: stage 'closed' without confirmation of 1 of the 2 months of effect 'ebitda' "
        "that closing asks for, first 2026-09 [unconfirmed-ebitda]\n"
        "DEMO-1.yaml:9:9: error: stage 'closed' requires ebitda_confirmed, which is not met: 1 of the 2 "
        "months that closing asks for are not confirmed [unmet-criterion]\n");
  // A month that was not confirmed may be, after closing; one that was may not, not even as a restatement.
  CHECK(close(ConfirmEntry(august), half, ConfirmEntry(september)) == "");
  CHECK(close(ConfirmEntry(august + september), whole) == "");
  CHECK(close(ConfirmEntry(august + september), whole,
              ConfirmEntry(september, "    restates: true\n    reason: Booked twice\n")) ==
        "DEMO-1.yaml:87:7: error: 2026-09 of effect 'ebitda' is confirmed already, and the measure is in the "
        "last stage [illegal-transition]\n");
}

}  // namespace cat4
