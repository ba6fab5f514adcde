// What a gate still needs, and what waits for whom.
#include "cat4/governance/gate_status.h"

#include <catch2/catch.hpp>

#include "unit/gate_text.h"

namespace cat4 {
namespace {

std::string Who(const std::vector<Signatory>& people) {
  std::string text;
  for (const Signatory& one : people) {
    text += fmt::format("{}{}", text.empty() ? "" : " ", one.by.view());
    if (!one.for_.empty()) text += fmt::format("/{}", one.for_.view());
  }
  return text;
}

// Nothing for an empty example.
std::unique_ptr<Portfolio> PortfolioOf(std::string_view example) {
  return example.empty() ? nullptr : LoadPortfolio(*InMemorySource(ExampleTree(Recorded(example)))).portfolio;
}

// "advance to 'decided': sponsor 0 of 1 (s.sponsor), controller 1 of 1 ()" for each open move, the gate
// first. `landed`: an example of its own for what has landed; empty: nothing has.
std::string StatusLines(std::string_view example, std::string_view landed = "") {
  const Loaded loaded = LoadPortfolio(*InMemorySource(ExampleTree(Recorded(example))));
  REQUIRE_FALSE(loaded.portfolio->measures.empty());
  const std::unique_ptr<Portfolio> before = PortfolioOf(landed);
  const Locks locks(*loaded.portfolio);
  const GateStatus status = StatusOfGate({*loaded.portfolio, locks, before.get(), Approvals::kAsRecorded},
                                         loaded.portfolio->measures.back());

  std::vector<const OpenMove*> moves;
  if (status.next) moves.push_back(&*status.next);
  for (const OpenMove& other : status.others) moves.push_back(&other);
  std::string lines;
  for (const OpenMove* move : moves) {
    lines += fmt::format("{}{}:", Describe(move->move, loaded.portfolio->policy), move->any ? " any" : "");
    for (const RoleStatus& role : move->roles)
      lines += fmt::format(" {} {} of {} ({})", Name(role.need.role), role.given.size(), role.need.people,
                           Who(role.able));
    lines += move->approved ? " approved\n" : "\n";
  }
  return lines;
}

// One line for each item of the inbox.
std::string InboxLines(std::string_view example, std::string_view landed = "") {
  const Loaded loaded = LoadPortfolio(*InMemorySource(ExampleTree(Recorded(example))));
  const std::unique_ptr<Portfolio> before = PortfolioOf(landed);
  std::string lines;
  const Locks locks(*loaded.portfolio);
  for (const InboxItem& item : Inbox({*loaded.portfolio, locks, before.get(), Approvals::kAsRecorded})) {
    lines += fmt::format("{} {} {} {}: {} {} ({})\n", FormatDate(item.since), item.measure->id->view(),
                         Describe(item.move, loaded.portfolio->policy), item.note ? item.note->view() : "-",
                         item.role ? Name(*item.role) : "to record", item.missing, Who(item.able));
  }
  return lines;
}

constexpr std::string_view kHalf =
    "effects:\n"
    "  - id: ebitda\n"
    "    kind: ebitda\n"
    "    nature: recurring\n"
    "    months:\n"
    "      2026-09: {plan: 2000, actual: 1000}\n";

constexpr std::string_view kNina =
    "--- people/n.new.yaml\nid: n.new\nname: Nina\nemail: n@demo.example\nroles: [sponsor]\n";

// The committee with other members.
std::string Board(std::string_view members, int quorum) {
  return fmt::format(
      "--- committees/board.yaml\nid: board\nname: Board\nchair: a.admin\nmembers: [{}]\nquorum: {}\n",
      members, quorum);
}

}  // namespace

TEST_CASE("gate status: the next gate's roles, given and missing") {
  CHECK(StatusLines(Decided("detailed", History("detailed"))) ==
        "advance to 'decided': sponsor 0 of 1 (s.sponsor) controller 0 of 1 (c.controller) "
        "steering_committee 0 of 1 (s.sponsor a.admin)\n");
  // Who has approved appears nowhere else for the same move.
  CHECK(StatusLines(Decided("detailed", History("detailed") + Approve("decided", "sponsor", "s.sponsor"))) ==
        "advance to 'decided': sponsor 1 of 1 () controller 0 of 1 (c.controller) "
        "steering_committee 0 of 1 (a.admin)\n");
  CHECK(
      StatusLines(Decided("detailed", History("detailed") + Approve("decided", "sponsor", "s.sponsor") +
                                          Approve("decided", "controller", "c.controller") +
                                          Approve("decided", "steering_committee", "a.admin"))) ==
      "advance to 'decided': sponsor 1 of 1 () controller 1 of 1 () steering_committee 1 of 1 () approved\n");
}

TEST_CASE("gate status: no gate while the measure rests, nor behind the last stage") {
  CHECK(StatusLines(Decided("closed", History("closed"))) == "");
  const std::string held = History("detailed") + Entry({.decision = "hold",
                                                        .extra = "    until: 2026-12-31\n"
                                                                 "    reason: Waits\n",
                                                        .policy = 1});
  CHECK(StatusLines(Decided("detailed", held, "", "on_hold")) == "");
  CHECK(StatusLines(Decided("detailed", held + Approve("resume", "sponsor", "s.sponsor"), "", "on_hold")) ==
        "resume: sponsor 1 of 1 () approved\n");
}

TEST_CASE("gate status: approvals with another reason are a move of their own") {
  CHECK(StatusLines(Decided(
            "identified",
            History("identified") + Approve("cancel", "sponsor", "s.sponsor", "    reason: Too dear\n") +
                Approve("cancel", "steering_committee", "a.admin", "    reason: Too slow\n") +
                Approve("cancel", "steering_committee", "a.admin", "    reason: Too dear\n"))) ==
        "advance to 'detailed': sponsor 0 of 1 (s.sponsor)\n"
        "cancel: sponsor 1 of 1 () steering_committee 1 of 1 () approved\n"
        "cancel: sponsor 0 of 1 (s.sponsor) steering_committee 1 of 1 ()\n");
  CHECK(StatusLines(Decided("detailed", History("detailed") + Approve("reject", "controller", "c.controller",
                                                                      "    reason: No second offer\n"))) ==
        "advance to 'decided': sponsor 0 of 1 (s.sponsor) controller 0 of 1 (c.controller) "
        "steering_committee 0 of 1 (s.sponsor a.admin)\n"
        "reject any: sponsor 0 of 1 (s.sponsor) controller 1 of 1 () steering_committee 0 of 1 (s.sponsor "
        "a.admin) approved\n");
}

TEST_CASE(
    "gate status: closing below the share asks for the committee, where the policy asks for the share") {
  const std::string decisions =
      History("implemented") + ConfirmEntry("      2026-09: 1000\n") +
      Entry({.gate = "closed",
             .role = "controller",
             .by = "c.controller",
             .extra = "    confirmed:\n      ebitda: 1000\n    reason: Ended early\n"});
  CHECK(StatusLines(Decided("implemented", decisions, kHalf)) ==
        "advance to 'closed': controller 1 of 1 () sponsor 0 of 1 (s.sponsor) "
        "steering_committee 0 of 1 (s.sponsor a.admin)\n");
  constexpr std::string_view kNoShare =
      "--- policy.yaml\n"
      "version: 2\n"
      "stages:\n"
      "  - {id: defined}\n"
      "  - {id: decided, approvals: [sponsor], locks_terms: true}\n"
      "  - {id: implemented, approvals: [sponsor]}\n"
      "  - {id: closed, approvals: [controller, sponsor]}\n";
  CHECK(StatusLines(fmt::format("{}{}", kNoShare, Decided("implemented", decisions, kHalf))) ==
        "advance to 'closed': controller 1 of 1 () sponsor 0 of 1 (s.sponsor)\n");
}

TEST_CASE("gate status: who may act is judged by what has landed, not by what is edited here") {
  const std::string landed = Decided("identified", History("identified"));
  const std::string other =
      Decided("identified", History("identified"), "sponsor: n.new\n") + std::string(kNina);
  CHECK(StatusLines(other) == "advance to 'detailed': sponsor 0 of 1 (n.new)\n");
  CHECK(StatusLines(other, landed) == "advance to 'detailed': sponsor 0 of 1 (s.sponsor)\n");
  CHECK(StatusLines(other, other) == "advance to 'detailed': sponsor 0 of 1 (n.new)\n");
  // Who has landed, and is not active here any more, acts in neither.
  const std::string gone =
      "--- people/s.sponsor.yaml\nid: s.sponsor\nname: Sara\nemail: s@demo.example\nroles: "
      "[sponsor]\nactive: "
      "false\n";
  CHECK(StatusLines(landed + gone, landed) == "advance to 'detailed': sponsor 0 of 1 ()\n");
  CHECK(StatusLines(landed, landed + gone) == "advance to 'detailed': sponsor 0 of 1 ()\n");
  // A measure that has not landed, by people who have.
  std::string elsewhere = landed;
  elsewhere.replace(elsewhere.find("DEMO-1"), 6, "DEMO-2");
  CHECK(StatusLines(landed, elsewhere) == "advance to 'detailed': sponsor 0 of 1 (s.sponsor)\n");
  CHECK(StatusLines(other, elsewhere) == "advance to 'detailed': sponsor 0 of 1 ()\n");
}

TEST_CASE("gate status: the votes that a committee needs are those of the registry that has landed") {
  const std::string approved =
      Decided("detailed", History("detailed") + Approve("decided", "steering_committee", "a.admin"));
  const std::string landed = Decided("detailed", History("detailed"));
  const std::string two = Board("s.sponsor, a.admin", 2), one = Board("s.sponsor, a.admin", 1);
  CHECK(StatusLines(approved + one, landed + two) ==
        "advance to 'decided': sponsor 0 of 1 (s.sponsor) controller 0 of 1 (c.controller) "
        "steering_committee 1 of 2 (s.sponsor)\n");
  CHECK(StatusLines(approved + two, landed + one) ==
        "advance to 'decided': sponsor 0 of 1 (s.sponsor) controller 0 of 1 (c.controller) "
        "steering_committee 1 of 1 ()\n");
}

TEST_CASE("inbox: what is missing, and of whom, is judged by what has landed") {
  const std::string landed = Decided("detailed", History("detailed"));
  const std::string approved =
      Decided("detailed", History("detailed") + Approve("decided", "sponsor", "s.sponsor") +
                              Approve("decided", "controller", "c.controller") +
                              Approve("decided", "steering_committee", "a.admin"));
  CHECK(InboxLines(approved, landed) ==
        "2026-09-14 DEMO-1 advance to 'decided' -: to record 0 (s.sponsor c.controller a.admin)\n");
  // Only who is a member in both may give what is missing.
  CHECK(InboxLines(approved, landed + Board("o.owner, s.sponsor, a.admin", 2)) ==
        "2026-09-14 DEMO-1 advance to 'decided' -: steering_committee 1 ()\n");
  CHECK(
      InboxLines(approved + Board("o.owner, a.admin", 1), landed + Board("o.owner, s.sponsor, a.admin", 2)) ==
      "2026-09-14 DEMO-1 advance to 'decided' -: steering_committee 1 (o.owner)\n");
}

TEST_CASE("inbox: what was submitted and what has approvals, oldest first, a line for each role") {
  const auto measure = [](std::string_view id, std::string_view rest) {
    std::string text = Decided("detailed", rest, "");
    for (std::size_t at = text.find("DEMO-1"); at != std::string::npos; at = text.find("DEMO-1", at + 1))
      text.replace(at, 6, id);
    return text;
  };
  const std::string submitted = "submitted: {gate: decided, on: 2026-10-01, note: Plan is final}\nstatus:";
  std::string second = measure("DEMO-2", History("detailed"));
  second.replace(second.find("status:"), 7, submitted);
  std::string wrong_gate = measure("DEMO-3", History("detailed"));
  wrong_gate.replace(wrong_gate.find("status:"), 7, "submitted: {gate: closed, on: 2026-09-01}\nstatus:");
  CHECK(InboxLines(fmt::format(
            "{}{}{}{}",
            measure("DEMO-1", History("detailed") + Approve("decided", "controller", "c.controller") +
                                  Approve("cancel", "sponsor", "s.sponsor", "    reason: Too dear\n")),
            second, wrong_gate,
            measure("DEMO-4", History("detailed") + Approve("return identified", "sponsor", "s.sponsor",
                                                            "    reason: Too early\n")))) ==
        "2026-09-14 DEMO-1 advance to 'decided' -: sponsor 1 (s.sponsor)\n"
        "2026-09-14 DEMO-1 advance to 'decided' -: steering_committee 1 (s.sponsor a.admin)\n"
        "2026-09-14 DEMO-1 cancel Too dear: steering_committee 1 (a.admin)\n"
        "2026-09-14 DEMO-4 return to 'identified' Too early: to record 0 (s.sponsor)\n"
        "2026-10-01 DEMO-2 advance to 'decided' Plan is final: sponsor 1 (s.sponsor)\n"
        "2026-10-01 DEMO-2 advance to 'decided' Plan is final: controller 1 (c.controller)\n"
        "2026-10-01 DEMO-2 advance to 'decided' Plan is final: steering_committee 1 (s.sponsor a.admin)\n");
  CHECK(InboxLines(MeasureFile("DEMO-1", "")) == "");
}

}  // namespace cat4
