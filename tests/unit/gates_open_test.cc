// Approvals that wait, what time does to a measure, and histories that look odd but are sound; through the
// whole check.
#include <catch2/catch.hpp>

#include "unit/gate_text.h"

namespace cat4 {
namespace {

constexpr std::string_view kOther = "sha256:1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c";

std::string Joined(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) text.append(part);
  return text;
}

// A file that the small organization has otherwise, or that it has not.
std::string PersonFile(std::string_view id, std::string_view rest) {
  return fmt::format("--- people/{0}.yaml\nid: {0}\nname: {0}\nemail: {0}@demo.example\n{1}", id, rest);
}

// What is said about an approval in a file of its own; `text` is as of its recording.
std::string Open(std::string_view approval, std::string_view before = "",
                 std::string_view stage = "detailed") {
  return LastInOwnFile(Decided(stage, Joined({History("detailed"), before, approval})));
}

std::string Replaced(std::string text, std::string_view from, std::string_view to) {
  text.replace(text.find(from), from.size(), to);
  return text;
}

}  // namespace

TEST_CASE("leftover-approval: an open approval that fits is silent") {
  CHECK(GateLines(Open(Approve("decided", "controller", "c.controller"))) == "");
  CHECK(GateLines(Open(Approve("decided", "steering_committee", "a.admin"))) == "");
  CHECK(GateLines(Open(Approve("cancel", "sponsor", "s.sponsor", "    reason: Too dear\n"))) == "");
  CHECK(GateLines(Open(Approve("return defined", "sponsor", "s.sponsor", "    reason: Too early\n"))) == "");
  // Given under the policy before: it may be older.
  CHECK(GateLines(Open(Entry({.gate = "decided", .policy = 1}))) == "");
  // In the list behind the last transition it is open as well.
  CHECK(GateLines(Decided("detailed",
                          History("detailed") + Approve("decided", "controller", "c.controller"))) == "");
}

TEST_CASE("leftover-approval: another place, other terms, another move") {
  CHECK(GateLines(Open(Entry({.gate = "decided", .after = "none"}))) ==
        "DEMO-1.approvals/08b787c994437b64.yaml:1:11: note: the approval of 'decided' by 's.sponsor' counts "
        "for nothing: its 'after' is none, the latest transition is sha256:9c126eb9918b2105… "
        "[leftover-approval]\n");
  CHECK(GateLines(Open(Entry({.gate = "decided", .terms = kOther}))) ==
        "DEMO-1.approvals/e30b37e0769539ea.yaml:1:11: note: the approval of 'decided' by 's.sponsor' counts "
        "for nothing: it is about terms sha256:1c1c1c1c1c1c1c1c…, the file's are sha256:261681f61876be66… "
        "[leftover-approval]\n");
  CHECK(GateLines(Replaced(Open(Approve("decided", "sponsor", "s.sponsor")), "title: Live", "title: Dead")) ==
        "DEMO-1.approvals/0a2298e724efc821.yaml:1:11: note: the approval of 'decided' by 's.sponsor' counts "
        "for nothing: it is about terms sha256:261681f61876be66…, the file's are sha256:4f369dca87087dfe… "
        "[leftover-approval]\n");
  CHECK(GateLines(Open(Entry({.gate = "decided", .policy = 3}))) ==
        "DEMO-1.approvals/39405babf4ab39a6.yaml:1:11: note: the approval of 'decided' by 's.sponsor' counts "
        "for nothing: its 'policy' is 3, the policy's version is 2 [leftover-approval]\n");
  CHECK(GateLines(Open(Approve("implemented", "sponsor", "s.sponsor"))) ==
        "DEMO-1.approvals/536345083349f0ec.yaml:1:11: note: the approval of 'implemented' by 's.sponsor' "
        "counts for nothing: 'detailed' can't advance to 'implemented'; the next gate is 'decided' "
        "[leftover-approval]\n");
  CHECK(GateLines(Open(Approve("detailed", "sponsor", "s.sponsor"))) ==
        "DEMO-1.approvals/55bb21a978f3f714.yaml:1:11: note: the approval of 'detailed' by 's.sponsor' counts "
        "for nothing: 'detailed' can't advance to 'detailed'; the next gate is 'decided' "
        "[leftover-approval]\n");
  CHECK(
      GateLines(Open(Approve("amend", "sponsor", "s.sponsor", "    reason: Later\n"))) ==
      "DEMO-1.approvals/911fa1cc7cebd13c.yaml:1:11: note: the approval of 'amend' by 's.sponsor' counts for "
      "nothing: the measure's terms are not locked, so there is nothing to amend [leftover-approval]\n");
}

TEST_CASE("leftover-approval: somebody who may not give it") {
  CHECK(GateLines(Open(Approve("decided", "owner", "o.owner"))) ==
        "DEMO-1.approvals/27bfd15a6ab29823.yaml:1:11: note: the approval of 'decided' by 'o.owner' counts "
        "for nothing: nobody asks for the approval of the owner [leftover-approval]\n");
  CHECK(GateLines(Open(Approve("decided", "sponsor", "a.admin"))) ==
        "DEMO-1.approvals/b086c52c50945b15.yaml:1:11: note: the approval of 'decided' by 'a.admin' counts "
        "for nothing: 'a.admin' does not hold the role sponsor [leftover-approval]\n");
  CHECK(GateLines(Open(Approve("decided", "steering_committee", "c.controller"))) ==
        "DEMO-1.approvals/4e0bd73fd1121f15.yaml:1:11: note: the approval of 'decided' by 'c.controller' "
        "counts for nothing: 'c.controller' is no member of 'board' [leftover-approval]\n");
  CHECK(GateLines(Joined({PersonFile("s.sponsor", "active: false\nroles: [sponsor]\n"),
                          Open(Approve("decided", "sponsor", "s.sponsor"))})) ==
        "DEMO-1.approvals/0a2298e724efc821.yaml:1:11: note: the approval of 'decided' by 's.sponsor' counts "
        "for nothing: 's.sponsor' is not active [leftover-approval]\n"
        "package.yaml:3:10: error: sponsor 's.sponsor' is no longer active; wanted an active person "
        "[inactive-person]\n");
  CHECK(GateLines(Joined({PersonFile("c.controller", "roles: [controller]\nlegal_entities: [CH]\n"),
                          Open(Approve("decided", "controller", "c.controller"))})) ==
        "DEMO-1.approvals/fff26923b5ca8450.yaml:1:11: note: the approval of 'decided' by 'c.controller' "
        "counts for nothing: 'c.controller' is not responsible for 'DE' [leftover-approval]\n"
        "DEMO-1.yaml:4:13: error: controller 'c.controller' acts for CH; wanted 'DE', the measure's legal "
        "entity [wrong-role]\n");
}

TEST_CASE("leftover-approval: one tree does not tell who may amend, or whether an admin replaces a leaver") {
  CHECK(GateLines(Open(Approve("decided", "admin", "a.admin"))) == "");
}

TEST_CASE("leftover-approval: a file's name is the digest of what it says") {
  const std::string text = LastInOwnFile(
      Decided("detailed", History("detailed") + Approve("decided", "controller", "c.controller")),
      "0123456789abcdef");
  CHECK(GateLines(text) ==
        "DEMO-1.approvals/0123456789abcdef.yaml:1:11: note: the approval of 'decided' by 'c.controller' "
        "counts for nothing: its file is named '0123456789abcdef', but the digest of what it says starts "
        "with 'fff26923b5ca8450' [leftover-approval]\n");
  // Two files can't say the same; a file can say what stands in the list.
  const std::string listed =
      Recorded(Decided("detailed", History("detailed") + Approve("decided", "controller", "c.controller")));
  const std::string file = Open(Approve("decided", "controller", "c.controller"));
  CHECK(GateLines(Joined({listed, std::string_view(file).substr(file.find("--- portfolios"))})) ==
        "DEMO-1.approvals/fff26923b5ca8450.yaml:1:11: note: the approval of 'decided' by 'c.controller' "
        "counts for nothing: the same approval stands here before [leftover-approval]\n");
}

TEST_CASE("leftover-approval: closing, with sums and a reason") {
  const auto closing = [](const EntryText& approval) {
    return GateLines(LastInOwnFile(Decided(
        "implemented", History("implemented") + ConfirmEntry("      2026-09: 1000\n") + Entry(approval),
        "effects:\n"
        "  - id: ebitda\n"
        "    kind: ebitda\n"
        "    nature: recurring\n"
        "    months:\n"
        "      2026-09: {plan: 2000, actual: 1000}\n")));
  };
  constexpr std::string_view kSum = "    confirmed:\n      ebitda: 1000\n";
  constexpr std::string_view kWithReason = "    confirmed:\n      ebitda: 1000\n    reason: Ended early\n";
  CHECK(closing({.gate = "closed", .extra = kSum}) == "");
  CHECK(closing({.gate = "closed", .extra = "    confirmed:\n      ebitda: 999\n"}) ==
        "DEMO-1.approvals/589940636c0e41ea.yaml:1:11: note: the approval of 'closed' by 's.sponsor' counts "
        "for nothing: its 'confirmed' says ebitda 999.00, the confirmations add up to ebitda 1000.00 "
        "[leftover-approval]\n");
  CHECK(closing({.gate = "closed"}) ==
        "DEMO-1.approvals/2947329745191911.yaml:1:11: note: the approval of 'closed' by 's.sponsor' counts "
        "for nothing: its 'confirmed' says nothing, the confirmations add up to ebitda 1000.00 "
        "[leftover-approval]\n");
  // The committee is asked where a reason excuses the share.
  CHECK(closing({.gate = "closed", .role = "steering_committee", .by = "a.admin", .extra = kWithReason}) ==
        "");
  CHECK(closing({.gate = "closed", .role = "steering_committee", .by = "a.admin", .extra = kSum}) ==
        "DEMO-1.approvals/a35883fbcd768a7e.yaml:1:11: note: the approval of 'closed' by 'a.admin' counts for "
        "nothing: nobody asks for the approval of the steering_committee [leftover-approval]\n");
}

TEST_CASE("leftover-approval: while terms are locked, only an amend's approvals may be about others") {
  const std::string locked = Decided("decided", History("decided"));
  const auto with = [&](const EntryText& approval) {
    // The file was edited for an amend when the approval was given.
    std::string text = Recorded(locked);
    text = Replaced(text, "title: Live", "title: Dead");
    return GateLines(LastInOwnFile(text + Entry(approval)));
  };
  const std::string edited = GateLines(Replaced(Recorded(locked), "title: Live", "title: Dead"));
  CHECK(edited ==
        "DEMO-1.yaml:16:12: error: the file's terms are sha256:4f369dca87087dfe…; locked by this decision "
        "are sha256:261681f61876be66… [terms-changed]\n");
  CHECK(with({.gate = "amend", .extra = "    reason: Later\n"}) == edited);
  CHECK(with({.gate = "implemented"}) ==
        "DEMO-1.approvals/2f5ee1490ae3df52.yaml:1:11: note: the approval of 'implemented' by 's.sponsor' "
        "counts for nothing: it is about terms sha256:4f369dca87087dfe…, locked are sha256:261681f61876be66… "
        "[leftover-approval]\n"
        "DEMO-1.yaml:16:12: error: the file's terms are sha256:4f369dca87087dfe…; locked by this decision "
        "are sha256:261681f61876be66… [terms-changed]\n");
}

TEST_CASE("stalled-measure: nothing has moved for longer than the policy allows") {
  const std::string quiet = MeasureFile("DEMO-1", "status: {comment: Waits, on: 2026-08-02}\n");
  CHECK(GateLines(quiet, "2026-10-31") == "");  // 90 days
  CHECK(GateLines(quiet, "2026-11-01") ==
        "DEMO-1.yaml:1:5: warning: nothing has moved since 2026-08-02, 91 days ago; wanted a sign of life "
        "within 90 days [stalled-measure]\n");
  // A decision is a sign of life too, its day counts and not its place.
  const std::string decided = Recorded(MeasureFile(
      "DEMO-1", Joined({"status: {comment: Waits, on: 2026-07-01}\ndecisions:\n", History("identified")}),
      "identified"));
  CHECK(GateLines(decided, "2026-12-13") == "");
  CHECK(GateLines(decided, "2026-12-14") ==
        "DEMO-1.yaml:1:5: warning: nothing has moved since 2026-09-14, 91 days ago; wanted a sign of life "
        "within 90 days [stalled-measure]\n");
}

TEST_CASE("gate-overdue: a gate's day has passed") {
  const std::string text = MeasureFile("DEMO-1", "gates: {identified: 2026-09-30, detailed: 2026-12-15}\n");
  CHECK(GateLines(text, "2026-09-30") == "");
  CHECK(GateLines(text, "2026-10-01") ==
        "DEMO-1.yaml:7:21: warning: gate 'identified' was planned for 2026-09-30, 1 day ago; the measure is "
        "in 'defined' [gate-overdue]\n");
  CHECK(GateLines(Recorded(Joined(
                      {Decided("identified", History("identified"), "gates: {identified: 2026-09-01}\n")})),
                  "2026-10-31") == "");
}

TEST_CASE("hold-overdue: the day of the latest hold has passed") {
  constexpr std::string_view kHold = "    until: 2026-09-30\n    reason: Waits\n";
  constexpr std::string_view kAgain = "    until: 2026-12-31\n    reason: Waits\n";
  const std::string held =
      Decided("defined", Entry({.decision = "hold", .extra = kHold, .policy = 1}), "", "on_hold");
  CHECK(GateLines(held, "2026-09-30") == "");
  CHECK(GateLines(held, "2026-10-01") ==
        "DEMO-1.yaml:16:12: warning: the hold ended on 2026-09-30, 1 day ago [hold-overdue]\n");
  CHECK(GateLines(Decided("defined",
                          Entry({.decision = "hold", .extra = kHold}) + Entry({.decision = "resume"}) +
                              Entry({.decision = "hold", .extra = kAgain}),
                          "", "on_hold")) == "");
  CHECK(GateLines(Decided(
            "defined", Entry({.decision = "hold", .extra = kHold}) + Entry({.decision = "resume"}))) == "");
}

TEST_CASE("missing-update: a decided measure without a status for more than 35 days") {
  const std::string with = Decided("decided", History("decided"));  // its status is of 2026-10-28
  CHECK(GateLines(with, "2026-12-02") == "");
  CHECK(GateLines(with, "2026-12-03") ==
        "DEMO-1.yaml:7:32: warning: the status is of 2026-10-28, 36 days ago; wanted one within 35 days "
        "[missing-update]\n");
  // Without a status the latest decision's day, 2026-09-14, gives the time.
  const std::string without = MeasureFile("DEMO-1", Joined({"decisions:\n", History("decided")}), "decided");
  CHECK(GateLines(without, "2026-10-19") == "");
  CHECK(GateLines(without, "2026-10-20") ==
        "DEMO-1.yaml:5:8: warning: there is no status with a date; the latest decision is of 2026-09-14, 36 "
        "days ago; "
        "wanted one within 35 days [missing-update]\n");
}

TEST_CASE("confirmation-overdue: an actual older than 45 days that nobody has confirmed") {
  constexpr std::string_view kEffect =
      "effects:\n"
      "  - id: ebitda\n"
      "    kind: ebitda\n"
      "    nature: recurring\n"
      "    months:\n"
      "      2026-08: {plan: 1000, actual: 1000}\n"
      "      2026-09: {plan: 1000, actual: 1000}\n";
  const std::string none = Decided("decided", History("decided"), kEffect);
  CHECK(GateLines(none, "2026-10-15") == "");
  CHECK(GateLines(none, "2026-10-16") ==
        "DEMO-1.yaml:13:37: warning: effect 'ebitda' has 1 actual older than 45 days that no controller has "
        "confirmed, first 2026-08 [confirmation-overdue]\n");
  CHECK(GateLines(none, "2026-11-15") ==
        "DEMO-1.yaml:13:37: warning: effect 'ebitda' has 2 actuals older than 45 days that no controller has "
        "confirmed, first 2026-08 [confirmation-overdue]\n");
  const std::string august =
      Decided("decided", History("decided") + ConfirmEntry("      2026-08: 1000\n"), kEffect);
  CHECK(GateLines(august, "2026-11-14") == "");
  CHECK(GateLines(august, "2026-11-15") ==
        "DEMO-1.yaml:14:37: warning: effect 'ebitda' has 1 actual older than 45 days that no controller has "
        "confirmed, first 2026-09 [confirmation-overdue]\n");
  CHECK(GateLines(Decided("detailed", History("detailed"), kEffect), "2026-11-15") == "");
}

TEST_CASE("benign: people who left, and a committee that was replaced, leave old decisions as they are") {
  const std::string people = Joined({PersonFile("x.gone", "active: false\nroles: [controller]\n"),
                                     PersonFile("y.former", "active: false\n")});
  const std::string then = Recorded(Joined(
      {people, Replaced(Decided("decided", History("detailed") + Approve("decided", "controller", "x.gone") +
                                               Approve("decided", "steering_committee", "y.former") +
                                               Advance("decided")),
                        "controller: c.controller", "controller: x.gone")}));
  // As long as he is named, that is the finding, and no other.
  CHECK(GateLines(then) ==
        "DEMO-1.yaml:4:13: error: controller 'x.gone' is no longer active; wanted an active person "
        "[inactive-person]\n");
  // Amended: c.controller is named now. y.former sat on the board when it approved; he does not today.
  constexpr std::string_view kReason = "    reason: Successor\n";
  CHECK(GateLines(Joined({Replaced(then, "controller: x.gone", "controller: c.controller"),
                          Approve("amend", "controller", "c.controller", kReason),
                          Approve("amend", "steering_committee", "a.admin", kReason),
                          Entry({.decision = "amend", .extra = kReason})})) == "");
}

TEST_CASE("benign: an amend of the title, the committee, the currency") {
  // The other board needs two votes; what the first one decided alone still stands.
  const std::string two_boards = Joined({PersonFile("m.member", ""),
                                         "--- committees/council.yaml\n"
                                         "id: council\n"
                                         "name: Council\n"
                                         "chair: s.sponsor\n"
                                         "members: [m.member, a.admin]\n"
                                         "quorum: 2\n"});
  constexpr std::string_view kReason = "    reason: Reorganised\n";
  const auto amended = [&](std::string_view before, std::string_view after, std::string_view confirm = "") {
    // Decided and confirmed under the old terms, then amended to those of the file.
    constexpr std::string_view kEffect =
        "effects:\n"
        "  - id: ebitda\n"
        "    kind: ebitda\n"
        "    nature: recurring\n"
        "    currency: EUR\n"
        "    months:\n"
        "      2026-09: {plan: 1000, actual: 1000}\n";
    const std::string old = History("detailed") + Approve("decided", "controller", "c.controller") +
                            Approve("decided", "steering_committee", "a.admin") + Advance("decided") +
                            std::string(confirm);
    std::string text = Recorded(Joined({two_boards, Decided("decided", old, kEffect)}));
    text = Replaced(text, before, after);
    text += Approve("amend", "controller", "c.controller", kReason) +
            Approve("amend", "steering_committee", "a.admin", kReason) +
            Approve("amend", "steering_committee", "m.member", kReason) +
            Entry({.decision = "amend", .extra = kReason});
    return GateLines(text);
  };
  CHECK(amended("title: Live", "title: Dead") == "");
  CHECK(amended("status:", "steering_committee: council\nstatus:") == "");
  CHECK(amended("currency: EUR", "currency: CHF", ConfirmEntry("      2026-09: 1000\n")) == "");
}

TEST_CASE("benign: decisions under version 1 of a policy that asks for more by now") {
  // Then the gates had no criteria and one approver; today's policy is not asked about them.
  CHECK(GateLines(Decided("implemented", History("identified") + History("detailed") + History("decided") +
                                             History("implemented"))) == "");
}

TEST_CASE("benign: returned below the lock, changed, and decided again") {
  constexpr std::string_view kReason = "    reason: Plan was wrong\n";
  std::string text = Recorded(Decided(
      "decided", History("decided") + Approve("return detailed", "controller", "c.controller", kReason) +
                     Approve("return detailed", "steering_committee", "a.admin", kReason) +
                     Entry({.decision = "return", .gate = "detailed", .extra = kReason})));
  text = Replaced(text, "title: Live", "title: Dead");
  text += Approve("decided", "controller", "c.controller") +
          Approve("decided", "steering_committee", "a.admin") + Advance("decided");
  CHECK(GateLines(text) == "");
}

TEST_CASE("benign: closed, reopened, restated, closed again") {
  constexpr std::string_view kSum = "    confirmed:\n      ebitda: 1000\n";
  constexpr std::string_view kLess = "    confirmed:\n      ebitda: 950\n";
  constexpr std::string_view kReason = "    reason: Freight was booked twice\n";
  const std::string september = "      2026-09: 1000\n";
  CHECK(GateLines(Decided(
            "closed",
            Joined({History("implemented"), ConfirmEntry(september),
                    Entry({.gate = "closed", .role = "controller", .by = "c.controller", .extra = kSum}),
                    Advance("closed", kSum), Approve("reopen", "controller", "c.controller", kReason),
                    Entry({.decision = "reopen", .extra = kReason}),
                    ConfirmEntry("      2026-09: 950\n", "    restates: true\n    reason: Booked twice\n"),
                    Entry({.gate = "closed", .role = "controller", .by = "c.controller", .extra = kLess}),
                    Advance("closed", kLess)}),
            "effects:\n"
            "  - id: ebitda\n"
            "    kind: ebitda\n"
            "    nature: recurring\n"
            "    months:\n"
            "      2026-09: {plan: 1000, actual: 950}\n")) == "");
}

TEST_CASE("benign: a closing that was reopened is not judged by what is confirmed since") {
  constexpr std::string_view kSum = "    confirmed:\n      ebitda: 1000\n    reason: Before the merger\n";
  constexpr std::string_view kReason = "    reason: Freight was booked twice\n";
  // The share was reached when it was closed, so that the committee was not asked; today it would be.
  CHECK(GateLines(Decided(
            "implemented",
            Joined({History("implemented"), ConfirmEntry("      2026-09: 1000\n"),
                    Entry({.gate = "closed", .role = "controller", .by = "c.controller", .extra = kSum}),
                    Advance("closed", kSum), Approve("reopen", "controller", "c.controller", kReason),
                    Entry({.decision = "reopen", .extra = kReason}),
                    ConfirmEntry("      2026-09: 500\n", "    restates: true\n    reason: Booked twice\n")}),
            "effects:\n"
            "  - id: ebitda\n"
            "    kind: ebitda\n"
            "    nature: recurring\n"
            "    months:\n"
            "      2026-09: {plan: 1000, actual: 500}\n")) == "");
}

TEST_CASE("benign: adopted from elsewhere, with opening confirms right behind it") {
  constexpr std::string_view kBoard =
      "--- committees/board.yaml\n"
      "id: board\n"
      "name: Steering Board\n"
      "chair: s.sponsor\n"
      "members: [m.member, a.admin]\n"
      "quorum: 1\n";
  const auto approve = [](std::string_view role, std::string_view by) {
    return Approve("adopt decided", role, by);
  };
  CHECK(
      GateLines(Joined(
          {PersonFile("m.member", ""), kBoard,
           Decided("decided",
                   Joined({approve("sponsor", "s.sponsor"), approve("controller", "c.controller"),
                           approve("steering_committee", "m.member"),
                           Entry({.decision = "adopt", .gate = "decided", .role = "admin", .by = "a.admin"}),
                           ConfirmEntry("      2026-08: 900\n"), ConfirmEntry("      2026-09: 1000\n")}),
                   "description: Counts every hour.\n"
                   "milestones:\n"
                   "  - {id: cutover, title: Cut over, due: 2026-09-30, done: 2026-09-29}\n"
                   "effects:\n"
                   "  - id: ebitda\n"
                   "    kind: ebitda\n"
                   "    nature: recurring\n"
                   "    baseline: {amount: 12000}\n"
                   "    months:\n"
                   "      2026-08: {plan: 1000, actual: 900}\n"
                   "      2026-09: {plan: 1000, actual: 1000}\n")})) == "");
}

}  // namespace cat4
