// From what somebody wants to decide to what he would sign, or why he may not.
#include "cat4/governance/propose.h"

#include <catch2/catch.hpp>

#include "cat4/governance/statement.h"

#include "unit/gate_text.h"

namespace cat4 {
namespace {

// What somebody says on the command line.
struct Said {
  std::string_view by;
  std::string_view gate;  // as an approve's `gate` says it: "decided", "hold", "return detailed"
  bool approve = false;
  std::string_view for_ = "", role = "", reason = "", until = "", evidence = "";
};

Wish WishOf(Portfolio& portfolio, const Said& said) {
  TextPool& texts = portfolio.texts;
  Wish wish{.approve = said.approve,
            .move = *MoveOfGate(said.gate, portfolio.policy),
            .signer = {texts.Intern(said.by), said.for_.empty() ? Text() : texts.Intern(said.for_), {}},
            .on = *ParseDate("2026-10-31"),
            .reason = said.reason.empty() ? Text() : texts.Intern(said.reason)};
  if (!said.until.empty()) wish.until = ParseDate(said.until);
  for (const Role role :
       {Role::kOwner, Role::kSponsor, Role::kController, Role::kSteeringCommittee, Role::kAdmin}) {
    if (Name(role) == said.role) wish.signer.role = role;
  }
  if (!said.evidence.empty())
    wish.evidence.push_back(
        {{texts.Intern(said.evidence), WholeFile(1)}, {texts.Intern(std::string(64, 'a')), WholeFile(1)}});
  return wish;
}

std::string LineOf(const Proposed& proposed, const Policy& policy) {
  if (const auto* refusal = std::get_if<Refusal>(&proposed))
    return fmt::format("refused: {}{}{}", refusal->why, refusal->next.empty() ? "" : " | ", refusal->next);
  const Proposal& proposal = std::get<Proposal>(proposed);
  const Decision& decision = proposal.decision;
  std::string line =
      fmt::format("{}{}{} as {} by {}", Name(*decision.decision), decision.gate ? " " : "",
                  decision.gate ? decision.gate->view() : "", Name(*decision.role), decision.by->view());
  if (decision.for_) line += fmt::format(" for {}", decision.for_->view());
  if (decision.reason) line += fmt::format(", reason {}", decision.reason->view());
  if (decision.until) line += fmt::format(", until {}", FormatDate(*decision.until));
  for (const EffectSum& sum : decision.confirmed)
    line += fmt::format(", confirmed {} {}", sum.effect->view(),
                        FormatTotal(Amount{sum.amount->digits}, sum.amount->scale));
  if (decision.decision.value != DecisionKind::kApprove)
    line += fmt::format(" -> {} {}{}, counts {}, voids {}",
                        policy.stages[static_cast<std::size_t>(proposal.leads_to.stage)].id->view(),
                        Name(proposal.leads_to.state), proposal.leads_to.sealed ? " locked" : "",
                        proposal.counted.size(), proposal.voided.size());
  for (const std::string& remark : proposal.remarks) line += " (" + remark + ")";
  return line;
}

// `landed`: an example of its own for what has landed; empty: the same tree.
std::string Line(std::string_view example, const Said& said, std::string_view landed = "",
                 Landing landing = Landing::kTogether) {
  const std::unique_ptr<Source> source = InMemorySource(ExampleTree(Recorded(example)));
  const Loaded loaded = LoadPortfolio(*source);
  REQUIRE_FALSE(loaded.portfolio->measures.empty());
  const Locks locks(*loaded.portfolio);
  Loaded before;
  if (!landed.empty()) before = LoadPortfolio(*InMemorySource(ExampleTree(Recorded(landed))));
  const Basis basis{*loaded.portfolio, locks,
                    landed.empty() ? loaded.portfolio.get() : before.portfolio.get(), Approvals::kAsRecorded,
                    landing};
  return LineOf(Propose(basis, loaded.portfolio->measures.back(), WishOf(*loaded.portfolio, said)),
                loaded.portfolio->policy);
}

constexpr std::string_view kFull =
    "description: Feed\n"
    "milestones:\n"
    "  - {id: live, title: Live, due: 2026-12-31}\n"
    "effects:\n"
    "  - id: ebitda\n"
    "    kind: ebitda\n"
    "    nature: recurring\n"
    "    baseline: {amount: 100, from: 2025-01, to: 2025-12, source: Ledger}\n"
    "    months:\n"
    "      2026-09: {plan: 2000, actual: 1000}\n";

std::string Detailed(std::string_view more = "", std::string_view body = kFull) {
  return Decided("detailed", History("identified") + Advance("detailed") + std::string(more), body);
}
std::string Locked(std::string_view more = "", std::string_view stage = "decided",
                   std::string_view state = "active") {
  return Decided(stage, History("identified") + History("detailed") + History("decided") + std::string(more),
                 kFull, state);
}

TEST_CASE("propose: the role is one that is missing and that the signer holds") {
  CHECK(Line(Detailed(), {.by = "c.controller", .gate = "decided", .approve = true}) ==
        "approve decided as controller by c.controller");
  // The sponsor is also in the committee: what only he can give comes first.
  CHECK(Line(Detailed(), {.by = "s.sponsor", .gate = "decided", .approve = true}) ==
        "approve decided as sponsor by s.sponsor");
  CHECK(Line(Detailed(),
             {.by = "s.sponsor", .gate = "decided", .approve = true, .role = "steering_committee"}) ==
        "approve decided as steering_committee by s.sponsor");
  CHECK(Line(Detailed(), {.by = "a.admin", .gate = "decided", .approve = true}) ==
        "approve decided as steering_committee by a.admin");
}

TEST_CASE("propose: who can't act is told why, and who can") {
  CHECK(Line(Detailed(), {.by = "o.owner", .gate = "decided", .approve = true}) ==
        "refused: 'o.owner' does not hold the role sponsor in the registry; 'o.owner' does not hold the role "
        "controller in "
        "the registry; 'o.owner' is no member of 'board' | it takes the sponsor (s.sponsor), the controller "
        "(c.controller), the steering_committee (s.sponsor, a.admin)");
  CHECK(Line(Detailed(), {.by = "c.controller", .gate = "decided", .approve = true, .role = "owner"}) ==
        "refused: advance to 'decided' does not ask for the owner; it asks for sponsor, controller, "
        "steering_committee");
  CHECK(Line(Detailed() + "--- people/c.controller.yaml\nid: c.controller\nname: Cleo\nemail: "
                          "c@demo.example\nroles: [controller]\nactive: false\n",
             {.by = "c.controller", .gate = "decided", .approve = true, .role = "controller"}) ==
        "refused: 'c.controller' is not active in the registry | it takes the sponsor (s.sponsor), the "
        "controller (nobody may act in it), the steering_committee (s.sponsor, a.admin)");
}

TEST_CASE("propose: a deputy is reminded to name his principal") {
  const std::string deputy =
      "--- people/c.controller.yaml\nid: c.controller\nname: Cleo\nemail: c@demo.example\nroles: "
      "[controller]\ndeputies: [d.deputy]\n"
      "--- people/d.deputy.yaml\nid: d.deputy\nname: Dora\nemail: d@demo.example\nroles: [controller]\n";
  CHECK(Line(Detailed() + deputy,
             {.by = "d.deputy", .gate = "decided", .approve = true, .role = "controller"}) ==
        "refused: the controller is 'c.controller', not 'd.deputy' | you are deputy of c.controller: "
        "--on-behalf c.controller");
  CHECK(Line(Detailed() + deputy,
             {.by = "d.deputy", .gate = "decided", .approve = true, .for_ = "c.controller"}) ==
        "approve decided as controller by d.deputy for c.controller");
}

TEST_CASE("propose: nobody approves twice, and nothing that is there already") {
  const std::string approved = LastInOwnFile(Detailed(Approve("decided", "controller", "c.controller")));
  CHECK(Line(approved, {.by = "c.controller", .gate = "decided", .approve = true}) ==
        "refused: advance to 'decided' was approved as controller by c.controller on 2026-09-14 already; "
        "nobody counts twice | "
        "still missing: the sponsor (s.sponsor), the steering_committee (s.sponsor, a.admin)");
  const std::string board = LastInOwnFile(Detailed(Approve("decided", "steering_committee", "a.admin")));
  CHECK(Line(board, {.by = "s.sponsor", .gate = "decided", .approve = true, .role = "steering_committee"}) ==
        "refused: the steering_committee is not missing any more for advance to 'decided' | still missing: "
        "the sponsor "
        "(s.sponsor), the controller (c.controller)");
}

TEST_CASE("propose: a transition needs every role, its signer's own included") {
  CHECK(Line(Detailed(), {.by = "s.sponsor", .gate = "decided"}) ==
        "refused: advance to 'decided' still lacks the controller (c.controller), the steering_committee "
        "(a.admin) | they "
        "approve with 'cat4 gate approve DEMO-1'");
  const std::string two = Detailed(Approve("decided", "controller", "c.controller") +
                                   Approve("decided", "steering_committee", "a.admin"));
  CHECK(Line(LastInOwnFile(two), {.by = "s.sponsor", .gate = "decided"}) ==
        "advance decided as sponsor by s.sponsor -> decided active locked, counts 1, voids 0");
}

TEST_CASE("propose: an illegal move says why and where to look") {
  CHECK(Line(Detailed(), {.by = "s.sponsor", .gate = "implemented"}) ==
        "refused: advance to 'implemented' is illegal: 'detailed' can't advance to 'implemented'; the next "
        "gate is 'decided' | "
        "'cat4 gate status DEMO-1' says where it stands");
  CHECK(Line(Detailed(), {.by = "s.sponsor", .gate = "amend", .approve = true, .reason = "Later"}) ==
        "refused: amend is illegal: the measure's terms are not locked, so there is nothing to amend | 'cat4 "
        "gate status "
        "DEMO-1' says where it stands");
  CHECK(Line(Detailed(), {.by = "s.sponsor", .gate = "reject", .reason = "No"}) ==
        "refused: there is nothing to reject: no gate is submitted, and nobody has approved anything");
  CHECK(Line(Locked(), {.by = "s.sponsor", .gate = "amend", .approve = true, .reason = "Later"}) ==
        "refused: there is nothing to amend: the file carries the locked terms | change the plan or the "
        "other terms in the "
        "file first, then approve the amend");
}

TEST_CASE("propose: stage and state in the file must be those of the decisions") {
  CHECK(Line(Decided("decided", History("identified"), kFull), {.by = "s.sponsor", .gate = "detailed"}) ==
        "refused: its file says decided, active; its decisions lead to identified, active | restore stage "
        "and state in the file; "
        "they are changed by decisions only");
}

TEST_CASE("propose: reasons and days are asked for where they belong") {
  CHECK(Line(Locked(), {.by = "s.sponsor", .gate = "hold", .reason = "Wait", .until = "2027-01-31"}) ==
        "hold as sponsor by s.sponsor, reason Wait, until 2027-01-31 -> decided on_hold locked, counts 0, "
        "voids 0");
  CHECK(Line(Locked(), {.by = "s.sponsor", .gate = "hold", .until = "2027-01-31"}) ==
        "refused: hold needs a reason | give it with --reason");
  CHECK(Line(Locked(), {.by = "s.sponsor", .gate = "hold", .reason = "Wait"}) ==
        "refused: a hold needs the day it ends | give it with --until");
  CHECK(Line(Locked(), {.by = "s.sponsor", .gate = "hold", .reason = "Wait", .until = "2026-10-31"}) ==
        "refused: the hold would end on 2026-10-31; wanted a day after 2026-10-31");
  CHECK(Line(Locked(), {.by = "s.sponsor", .gate = "cancel", .reason = "No", .until = "2027-01-31"}) ==
        "refused: cancel takes no day | --until is for a hold");
  CHECK(Line(Detailed(), {.by = "s.sponsor", .gate = "decided", .reason = "Why not"}) ==
        "refused: advance to 'decided' takes no reason | say it with --note");
}

TEST_CASE("propose: without a reason that of the approvals is taken, several leave a choice") {
  const std::string_view later = "    reason: Too late\n";
  const std::string one = LastInOwnFile(Locked(Approve("cancel", "steering_committee", "a.admin", later)));
  CHECK(Line(one, {.by = "s.sponsor", .gate = "cancel"}) ==
        "cancel as sponsor by s.sponsor, reason Too late -> decided cancelled locked, counts 1, voids 0");
  CHECK(Line(one, {.by = "s.sponsor", .gate = "cancel", .reason = "Too dear"}) ==
        "refused: cancel still lacks the steering_committee (a.admin); the approval by 'a.admin' counts for "
        "nothing: it gives another reason or day than this one | they approve with 'cat4 gate approve DEMO-1 "
        "--for cancel --reason \"Too dear\"'");
  const std::string two =
      LastInOwnFile(Locked(Approve("cancel", "sponsor", "s.sponsor", "    reason: Too dear\n") +
                           Approve("cancel", "steering_committee", "a.admin", later)));
  CHECK(Line(two, {.by = "s.sponsor", .gate = "cancel"}) ==
        "refused: the approvals that are there give different reasons or days | 'cat4 gate status DEMO-1' "
        "lists them; say with --reason (and --until) which you mean");
}

TEST_CASE("propose: criteria stop the move, who approves is told of them") {
  const std::string_view bare = "description: Feed\n";
  CHECK(Line(Decided("identified", History("identified"), bare), {.by = "s.sponsor", .gate = "detailed"}) ==
        "refused: advance to 'detailed' is not met: business_case: no hard ebitda effect has a plan that is "
        "not zero; milestones: the measure has no key milestone | 'cat4 gate status DEMO-1' shows each "
        "criterion with its line");
  CHECK(Line(Decided("identified", History("identified"), bare),
             {.by = "s.sponsor", .gate = "detailed", .approve = true})
            .starts_with("approve detailed as sponsor by s.sponsor (advance to 'detailed' will ask for more "
                         "than is there: business_case"));
}

TEST_CASE("propose: other approvals are void once something else is decided") {
  const std::string waiting = LastInOwnFile(Locked(Approve("implemented", "sponsor", "s.sponsor")));
  CHECK(Line(waiting, {.by = "s.sponsor", .gate = "hold", .reason = "Wait", .until = "2027-01-31"}) ==
        "hold as sponsor by s.sponsor, reason Wait, until 2027-01-31 -> decided on_hold locked, counts 0, "
        "voids 1 (the approval of implemented by s.sponsor is void now, and its file removed)");
  CHECK(Line(waiting, {.by = "s.sponsor", .gate = "reject", .reason = "Not done"}) ==
        "reject as sponsor by s.sponsor, reason Not done -> decided active locked, counts 0, voids 1 (the "
        "approval of implemented by s.sponsor is void now, and its file removed)");
}

TEST_CASE("propose: a return below the lock unlocks, and needs what an amend needs") {
  CHECK(Line(Locked(), {.by = "s.sponsor", .gate = "return detailed", .reason = "Anew"}) ==
        "refused: return to 'detailed' still lacks the controller (c.controller), the steering_committee "
        "(a.admin) | they approve "
        "with 'cat4 gate approve DEMO-1 --for \"return detailed\" --reason Anew'");
}

TEST_CASE("propose: the holders are those that have landed, until they have left") {
  const std::string another =
      "--- people/n.new.yaml\nid: n.new\nname: Nina\nemail: n@demo.example\nroles: [sponsor]\n";
  const std::string sponsor = "sponsor: n.new\n";
  const std::string here =
      Decided("identified", History("identified"), std::string(kFull) + sponsor) + another;
  const std::string landed =
      Decided("identified", History("identified"), std::string(kFull) + "sponsor: s.sponsor\n") + another;
  CHECK(Line(here, {.by = "n.new", .gate = "detailed"}) ==
        "advance detailed as sponsor by n.new -> detailed active, counts 0, voids 0");
  CHECK(Line(here, {.by = "n.new", .gate = "detailed"}, landed) ==
        "refused: the sponsor is 's.sponsor', not 'n.new' | it takes the sponsor (s.sponsor)");
  CHECK(Line(here, {.by = "s.sponsor", .gate = "detailed"}, landed) ==
        "advance detailed as sponsor by s.sponsor -> detailed active, counts 0, voids 0");
  // A new person that has not landed can't decide anything yet.
  const std::string unknown = Decided("identified", History("identified"), kFull);
  CHECK(Line(here, {.by = "n.new", .gate = "detailed"}, unknown) ==
        "refused: there is no person 'n.new' in the registry of the governed branch | it takes the sponsor "
        "(s.sponsor)");
  // Who has left is replaced, with an admin's approval.
  const std::string left =
      "--- people/s.sponsor.yaml\nid: s.sponsor\nname: Sara\nemail: s@demo.example\nroles: "
      "[sponsor]\nactive: false\n";
  CHECK(Line(here + left, {.by = "n.new", .gate = "detailed"}, landed + left) ==
        "refused: advance to 'detailed' still lacks the admin (a.admin) | they approve with 'cat4 gate "
        "approve DEMO-1'");
}

constexpr std::string_view kNew =
    "--- people/n.new.yaml\nid: n.new\nname: Nina\nemail: n@demo.example\nroles: [sponsor]\n";

// Locked with other terms than the file has, in which `sponsor` is the sponsor.
std::string Amended(std::string_view sponsor, std::string_view more = "") {
  const std::string other = "sha256:" + std::string(64, 'a');
  const std::string locking = Entry({.decision = "advance", .gate = "decided", .policy = 1, .terms = other});
  return Decided("decided", History("identified") + History("detailed") + locking + std::string(more),
                 std::string(kFull) + fmt::format("sponsor: {}\n", sponsor)) +
         std::string(kNew);
}

TEST_CASE("propose: an amend that names another holder is decided by the one who is replaced") {
  const std::string_view less = "    reason: Less\n";
  const std::string landed = Amended("s.sponsor");
  const Said amend{.by = "c.controller", .gate = "amend", .reason = "Less"};
  CHECK(Line(Amended("n.new", Approve("amend", "sponsor", "s.sponsor", less)), amend, landed) ==
        "refused: amend still lacks the steering_committee (a.admin) | they approve with 'cat4 gate approve "
        "DEMO-1 --for amend'");
  CHECK(
      Line(Amended("n.new", Approve("amend", "sponsor", "n.new", less)), amend, landed) ==
      "refused: amend still lacks the sponsor (s.sponsor), the steering_committee (s.sponsor, a.admin); the "
      "approval by 'n.new' counts for nothing: the sponsor is 's.sponsor', not 'n.new' | they approve with "
      "'cat4 gate approve DEMO-1 --for amend --reason Less'");
}

TEST_CASE("propose: after an amend that has not landed its holders count, and for the next amend the old") {
  const std::string landed = Amended("s.sponsor");
  const std::string here =
      Amended("n.new", Entry({.decision = "amend", .extra = "    reason: Less\n", .policy = 1}));
  const Said hold{.by = "n.new", .gate = "hold", .reason = "Strike", .until = "2026-12-01"};
  CHECK(
      Line(here, hold, landed) ==
      "hold as sponsor by n.new, reason Strike, until 2026-12-01 -> decided on_hold locked, counts 0, voids "
      "0");
  CHECK(Line(here, {.by = "s.sponsor", .gate = "hold", .reason = "Strike", .until = "2026-12-01"}, landed) ==
        "refused: the sponsor is 'n.new', not 's.sponsor' | it takes the sponsor (n.new)");
  // Once it has landed, it is they who decide on the next.
  const Said unlock{.by = "n.new", .gate = "return detailed", .approve = true, .reason = "Anew"};
  CHECK(Line(here, unlock, here) == "approve return detailed as sponsor by n.new, reason Anew");
  CHECK(Line(here, unlock, landed) ==
        "refused: the sponsor is 's.sponsor', not 'n.new'; 'n.new' does not hold the role controller in the "
        "registry of the governed branch; 'n.new' is no member of 'board' in the registry of the governed "
        "branch | "
        "it takes the sponsor (s.sponsor), the controller (c.controller), the steering_committee (s.sponsor, "
        "a.admin)");
  CHECK(Line(here, {.by = "s.sponsor", .gate = "return detailed", .approve = true, .reason = "Anew"},
             landed) == "approve return detailed as sponsor by s.sponsor, reason Anew");
}

TEST_CASE("propose: no second amend behind decisions of people whom the first one names, before it lands") {
  const std::string landed = Amended("s.sponsor");
  const std::string other = "sha256:" + std::string(64, 'b');
  const auto twice = [&](std::string_view by) {
    return Amended("n.new",
                   Entry({.decision = "amend", .extra = "    reason: Less\n", .policy = 1, .terms = other}) +
                       Entry({.decision = "hold",
                              .by = by,
                              .extra = "    until: 2026-12-01\n    reason: Wait\n",
                              .policy = 1,
                              .terms = other}) +
                       Entry({.decision = "resume", .by = by, .policy = 1, .terms = other}));
  };
  const Said amend{.by = "c.controller", .gate = "amend", .approve = true, .reason = "More"};
  CHECK(Line(twice("n.new"), amend, landed) ==
        "refused: the amend of 2026-09-14 has not landed, and people whom it names have decided since | "
        "merge this "
        "branch into 'main' first");
  CHECK(Line(twice("s.sponsor"), amend, landed) ==
        "approve amend as controller by c.controller, reason More");
}

TEST_CASE("propose: the votes that a committee needs are those of the registry that has landed") {
  const auto board = [](int quorum, std::string_view record) {
    return fmt::format(
        "--- committees/board.yaml\nid: board\nname: Board\nchair: a.admin\nmembers: [s.sponsor, "
        "a.admin]\nquorum: {}\nrecord: {}\n",
        quorum, record);
  };
  const std::string approved = Detailed(Approve("decided", "controller", "c.controller") +
                                        Approve("decided", "steering_committee", "a.admin"));
  const Said advance{.by = "s.sponsor", .gate = "decided"};
  CHECK(Line(approved + board(1, "votes"), advance, Detailed() + board(2, "votes")) ==
        "refused: advance to 'decided' still lacks 1 of 2 votes of the steering_committee (only a.admin, "
        "s.sponsor may act in it, and "
        "nobody counts twice) | they approve with "
        "'cat4 gate approve DEMO-1'");
  CHECK(Line(approved + board(2, "votes"), advance, Detailed() + board(1, "votes")) ==
        "advance decided as sponsor by s.sponsor -> decided active locked, counts 0, voids 0");
  // The same where the measure itself has not landed.
  const std::string none = Detailed() + board(2, "votes");
  std::string elsewhere = none;
  elsewhere.replace(elsewhere.find("DEMO-1"), 6, "DEMO-2");
  CHECK(Line(approved + board(1, "votes"), advance, elsewhere) ==
        "refused: advance to 'decided' still lacks 1 of 2 votes of the steering_committee (only a.admin, "
        "s.sponsor may act in it, and "
        "nobody counts twice) | they approve with "
        "'cat4 gate approve DEMO-1'");
  // A vote from before the committee decided by minutes covers nothing, and stands in nobody's way.
  CHECK(
      Line(approved + board(2, "minutes"), advance, Detailed() + board(2, "minutes")) ==
      "refused: advance to 'decided' still lacks the steering_committee (a.admin); the approval by 'a.admin' "
      "counts "
      "for nothing: it does not cite the minutes as evidence | they approve with 'cat4 gate approve DEMO-1'");
  CHECK(Line(approved + board(2, "minutes"),
             {.by = "a.admin", .gate = "decided", .approve = true, .evidence = "evidence/m.pdf"}) ==
        "approve decided as steering_committee by a.admin (the approval by a.admin counts for nothing: it "
        "does not "
        "cite the minutes as evidence)");
}

TEST_CASE("propose: the first approved plans of what has landed are kept while the terms are open") {
  const auto open = [](std::string_view months) {
    return Detailed("",
                    fmt::format("description: Feed\neffects:\n  - id: ebitda\n    kind: ebitda\n    nature: "
                                "recurring\n    months:\n      2026-09: {{{}}}\n",
                                months));
  };
  const Said hold{.by = "s.sponsor", .gate = "hold", .reason = "Wait", .until = "2027-01-31"};
  const Said approve{.by = "c.controller", .gate = "decided", .approve = true};
  const std::string landed = open("plan: 100, original: 2000");
  CHECK(Line(open("plan: 300, original: 2000.00"), hold, landed).starts_with("hold as sponsor"));
  CHECK(Line(open("plan: 300, original: 2000.00"), approve, landed) ==
        "refused: 2026-09 of effect 'ebitda' has an 'original', but its plan was never amended | remove it; "
        "an amend writes what it replaces");
  CHECK(Line(open("plan: 300, original: 300"), approve, landed) ==
        "refused: 'original' of 2026-09 of effect 'ebitda' is not the first approved plan | restore it: it "
        "keeps the "
        "first approved plan");
  CHECK(Line(open("plan: 300"), approve, landed) ==
        "refused: 'original' of 2026-09 of effect 'ebitda' was removed | restore it: it keeps the first "
        "approved "
        "plan");
  CHECK(Line(open("plan: 300"), approve, open("plan: 100")).starts_with("approve decided as controller"));
}

TEST_CASE("propose: approvals of an amend are given where they land together with it") {
  const Said approve{.by = "c.controller", .gate = "amend", .approve = true, .reason = "Less"};
  CHECK(Line(Amended("s.sponsor"), approve, "", Landing::kAlone) ==
        "refused: the approvals of an amend land together with it, and here each commit lands alone | git "
        "switch -c amend-DEMO-1, approve and amend there, and merge that into 'main'");
  CHECK(Line(Amended("s.sponsor"), {.by = "c.controller", .gate = "amend", .reason = "Less"}, "",
             Landing::kAlone) ==
        "refused: amend still lacks the sponsor (s.sponsor), the steering_committee (s.sponsor, a.admin) | "
        "git switch "
        "-c amend-DEMO-1, approve and amend there, and merge that into 'main'");
  CHECK(Line(Amended("s.sponsor"), approve, "", Landing::kUnknown) ==
        "refused: there is no branch 'main' that this one was made from, which policy.yaml names as the "
        "governed "
        "one, so it can't be told what the amend changes | make it where the locked terms stand, with 'git "
        "branch', "
        "or name yours in the policy");
  const std::string alone = "--- policy.yaml\nversion: 2\ndecisions: {amend: [controller]}\n";
  CHECK(Line(Amended("s.sponsor") + alone, {.by = "c.controller", .gate = "amend", .reason = "Less"}, "",
             Landing::kAlone) ==
        "amend as controller by c.controller, reason Less -> decided active locked, counts 0, voids 0");
  CHECK(Line(Amended("s.sponsor"), approve, "", Landing::kTogether) ==
        "approve amend as controller by c.controller, reason Less");
}

TEST_CASE("propose: nothing is decided by a policy that has not landed") {
  const std::string next = "--- policy.yaml\nversion: 3\n";
  CHECK(
      Line(Detailed() + next, {.by = "c.controller", .gate = "decided", .approve = true}, Detailed()) ==
      "refused: policy.yaml has version 3 here, and 2 on 'main': nothing is decided by a policy that has not "
      "landed | land the policy first");
  CHECK(Line(Detailed() + next, {.by = "c.controller", .gate = "decided", .approve = true}, Detailed() + next)
            .starts_with("approve decided as controller"));
}

TEST_CASE("propose: where policy asks nobody, it is moved by somebody who holds the role he acts in") {
  const std::string nobody = "--- policy.yaml\nversion: 2\ndecisions: {cancel: []}\n";
  CHECK(
      Line(Detailed() + nobody, {.by = "o.owner", .gate = "cancel", .role = "sponsor", .reason = "No"}) ==
      "refused: 'o.owner' does not hold the role sponsor in the registry | 'cat4 show DEMO-1' says who acts "
      "in which role");
  CHECK(Line(Detailed() + nobody, {.by = "o.owner", .gate = "cancel", .reason = "No"})
            .starts_with("cancel as owner by o.owner"));
  CHECK(Line(Detailed() + nobody + std::string(kNew), {.by = "n.new", .gate = "cancel", .reason = "No"}) ==
        "refused: you act in no role on this measure | 'cat4 show DEMO-1' says who acts in which role");
  CHECK(Line(Detailed() + nobody, {.by = "o.owner", .gate = "cancel", .approve = true, .reason = "No"}) ==
        "refused: policy asks nobody to approve cancel | make the move itself");
}

TEST_CASE("propose: an admin approves who replaces somebody who has left, and does not decide himself") {
  const std::string here =
      Decided("identified", History("identified"), std::string(kFull) + "sponsor: n.new\n") +
      std::string(kNew);
  const std::string left =
      "--- people/s.sponsor.yaml\nid: s.sponsor\nname: Sara\nemail: s@demo.example\nroles: "
      "[sponsor]\nactive: false\n";
  const std::string landed =
      Decided("identified", History("identified"), std::string(kFull) + "sponsor: s.sponsor\n") +
      std::string(kNew);
  CHECK(Line(here + left, {.by = "a.admin", .gate = "detailed"}, landed + left) ==
        "refused: 'a.admin' does not hold the role sponsor; an admin approves what somebody decides for one "
        "who has left, but does not advance himself | approve it with 'cat4 gate approve DEMO-1'");
  CHECK(Line(here + left, {.by = "a.admin", .gate = "detailed", .approve = true}, landed + left) ==
        "approve detailed as admin by a.admin");
  const std::string approved =
      Decided("identified", History("identified") + Approve("detailed", "admin", "a.admin"),
              std::string(kFull) + "sponsor: n.new\n") +
      std::string(kNew);
  const Said advance{.by = "n.new", .gate = "detailed"};
  CHECK(Line(approved + left, advance, landed + left) ==
        "advance detailed as sponsor by n.new -> detailed active, counts 0, voids 0");
  // Who has lost the role is replaced like one who has left; nobody else is.
  const std::string lost =
      "--- people/s.sponsor.yaml\nid: s.sponsor\nname: Sara\nemail: s@demo.example\nroles: [owner]\n";
  CHECK(Line(approved + lost, advance, landed + lost) == Line(approved + left, advance, landed + left));
  CHECK(Line(approved, advance, landed) ==
        "refused: the sponsor is 's.sponsor', not 'n.new' | it takes the sponsor (s.sponsor)");
}

TEST_CASE("propose: members and deputies must be so in both registries") {
  const std::string board =
      "--- committees/board.yaml\nid: board\nname: Board\nchair: s.sponsor\nmembers: [s.sponsor, "
      "c.controller]\nquorum: 1\n";
  const Said member{.by = "a.admin", .gate = "decided", .approve = true};
  CHECK(Line(Detailed() + board, member, Detailed()).find("'a.admin' is no member of 'board' | it takes") !=
        std::string::npos);
  CHECK(Line(Detailed(), member, Detailed() + board)
            .find("'a.admin' is no member of 'board' in the registry of the governed branch |") !=
        std::string::npos);
  const auto with_deputy = [](std::string_view deputies) {
    return fmt::format(
        "--- people/c.controller.yaml\nid: c.controller\nname: Cleo\nemail: c@demo.example\nroles: "
        "[controller]\ndeputies: [{}]\n--- people/d.deputy.yaml\nid: d.deputy\nname: Dora\nemail: "
        "d@demo.example\nroles: [controller]\n",
        deputies);
  };
  const Said deputy{
      .by = "d.deputy", .gate = "decided", .approve = true, .for_ = "c.controller", .role = "controller"};
  CHECK(Line(Detailed() + with_deputy("d.deputy"), deputy, Detailed() + with_deputy("d.deputy"))
            .starts_with("approve decided as controller by d.deputy for c.controller"));
  CHECK(Line(Detailed() + with_deputy("d.deputy"), deputy, Detailed() + with_deputy("")) ==
        "refused: 'd.deputy' is no deputy of 'c.controller' in the registry of the governed branch | it "
        "takes the "
        "sponsor (s.sponsor), the controller (c.controller), the steering_committee (s.sponsor, a.admin)");
  CHECK(
      Line(Detailed() + with_deputy(""), deputy, Detailed() + with_deputy("d.deputy")) ==
      "refused: 'd.deputy' is no deputy of 'c.controller' | it takes the sponsor (s.sponsor), the controller "
      "(c.controller), the steering_committee (s.sponsor, a.admin)");
}

TEST_CASE("propose: a committee that records by minutes wants them cited, by its chair") {
  const std::string minutes =
      "--- committees/board.yaml\nid: board\nname: Board\nchair: a.admin\nmembers: [s.sponsor, "
      "a.admin]\nquorum: 2\nrecord: minutes\n";
  CHECK(Line(Detailed() + minutes, {.by = "a.admin", .gate = "decided", .approve = true}) ==
        "refused: 'board' decides by minutes, and none are cited | name the file with the minutes: "
        "--evidence FILE");
  CHECK(Line(Detailed() + minutes,
             {.by = "a.admin", .gate = "decided", .approve = true, .evidence = "evidence/m.pdf"}) ==
        "approve decided as steering_committee by a.admin");
}

// ---- confirmations

struct SaidConfirm {
  std::string_view by;
  std::string_view month, amount;
  bool restates = false;
  std::string_view for_ = "";
};

std::string ConfirmLine(std::string_view example, const SaidConfirm& said, std::string_view landed = "") {
  const Loaded loaded = LoadPortfolio(*InMemorySource(ExampleTree(Recorded(example))));
  REQUIRE_FALSE(loaded.portfolio->measures.empty());
  Portfolio& portfolio = *loaded.portfolio;
  const Measure& measure = portfolio.measures.back();
  const Locks locks(portfolio);
  const Span here = WholeFile(measure.file);
  ConfirmWish wish{.signer = {portfolio.texts.Intern(said.by),
                              said.for_.empty() ? Text() : portfolio.texts.Intern(said.for_),
                              {}},
                   .on = *ParseDate("2026-10-31"),
                   .effect = &measure.effects.front(),
                   .restates = said.restates,
                   .checked = portfolio.texts.Intern("Ledger")};
  wish.amounts.push_back(
      {{*ParseMonth(said.month), here}, {*Rescale(*ParseDecimal(said.amount, 2), 2), here}});
  Loaded before;
  if (!landed.empty()) before = LoadPortfolio(*InMemorySource(ExampleTree(Recorded(landed))));
  const Proposed proposed = ProposeConfirm(
      {portfolio, locks, landed.empty() ? &portfolio : before.portfolio.get(), Approvals::kAsRecorded},
      measure, wish);
  if (std::holds_alternative<Refusal>(proposed)) return LineOf(proposed, portfolio.policy);
  const Decision& decision = std::get<Proposal>(proposed).decision;
  Findings ignored;
  const Replay replay = ReplayDecisions(portfolio, locks, measure, ignored);
  return fmt::format("confirm as {} by {}, after {}, previous {}, terms {}", Name(*decision.role),
                     decision.by->view(),
                     decision.after->view() == replay.sealing_digest ? "the lock" : "another",
                     decision.previous->view() == "none" ? "none" : "one",
                     decision.terms->view() == replay.seal ? "locked" : "other");
}

TEST_CASE("propose: a confirmation names the lock, the one before it and the locked terms") {
  CHECK(ConfirmLine(Locked(), {.by = "c.controller", .month = "2026-09", .amount = "1000"}) ==
        "confirm as controller by c.controller, after the lock, previous none, terms locked");
  CHECK(ConfirmLine(Locked(ConfirmEntry("      2026-08: 900\n")),
                    {.by = "c.controller", .month = "2026-09", .amount = "1000"}) ==
        "confirm as controller by c.controller, after the lock, previous one, terms locked");
}

TEST_CASE("propose: a confirmation is judged by what has landed, as every decision is") {
  const SaidConfirm said{.by = "c.controller", .month = "2026-09", .amount = "1000"};
  CHECK(
      ConfirmLine(Locked() + "--- policy.yaml\nversion: 3\n", said, Locked()) ==
      "refused: policy.yaml has version 3 here, and 2 on 'main': nothing is decided by a policy that has not "
      "landed | land the policy first");
  const std::string hand = Locked() +
                           "--- people/c.controller.yaml\nid: c.controller\nname: Cleo\nemail: "
                           "c@demo.example\nroles: [controller]\nactive: false\n";
  CHECK(
      ConfirmLine(hand, said, Locked()) ==
      "refused: 'c.controller' is not active in the registry | nobody may confirm it: 'cat4 show' says whom "
      "it names");
  CHECK(ConfirmLine(Locked("", "implemented"), said) ==
        "refused: its file says implemented, active; its decisions lead to decided, active | restore stage "
        "and state "
        "in the file; they are changed by decisions only");
}

TEST_CASE("propose: a confirmation is refused before the lock, ahead of time, twice, and by others") {
  CHECK(ConfirmLine(Detailed(), {.by = "c.controller", .month = "2026-09", .amount = "1000"}) ==
        "refused: its terms are not locked, its stage is 'detailed'; only what has been decided can be "
        "confirmed");
  CHECK(ConfirmLine(Locked(), {.by = "c.controller", .month = "2026-11", .amount = "1000"}) ==
        "refused: 2026-11 of effect 'ebitda' lies ahead of 2026-10-31 | confirm what has happened");
  CHECK(ConfirmLine(Locked(), {.by = "s.sponsor", .month = "2026-09", .amount = "1000"}) ==
        "refused: 's.sponsor' does not hold the role controller in the registry | it takes c.controller");
  const std::string once = Locked(ConfirmEntry("      2026-09: 900\n"));
  CHECK(ConfirmLine(once, {.by = "c.controller", .month = "2026-09", .amount = "1000"}) ==
        "refused: 2026-09 of effect 'ebitda' is confirmed already, with 900.00 EUR | --restate with --reason "
        "replaces an earlier confirmation");
  // Once more with the same amount: by a good key, where the first one is not trusted any more.
  CHECK(ConfirmLine(once, {.by = "c.controller", .month = "2026-09", .amount = "900", .restates = true}) ==
        "confirm as controller by c.controller, after the lock, previous one, terms locked");
  CHECK(
      ConfirmLine(once, {.by = "c.controller", .month = "2026-09", .amount = "900"}) ==
      "refused: 2026-09 of effect 'ebitda' is confirmed with this amount already, 900.00 EUR | leave it out");
  CHECK(ConfirmLine(once, {.by = "c.controller", .month = "2026-09", .amount = "1000", .restates = true}) ==
        "confirm as controller by c.controller, after the lock, previous one, terms locked");
  CHECK(
      ConfirmLine(Locked(), {.by = "c.controller", .month = "2026-09", .amount = "1000", .restates = true}) ==
      "refused: none of these months of effect 'ebitda' is confirmed, so nothing is restated | leave "
      "--restate out");
}

}  // namespace
}  // namespace cat4
