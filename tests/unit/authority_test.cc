// Who covers which role, and who may sign at all.
#include "cat4/governance/authority.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "cat4/rules/rule_text.h"

namespace cat4 {
namespace {

// The small organization with more people; DEMO-1 is owned by o.owner, sponsored by s.sponsor and controlled
// by c.controller, and its board is s.sponsor (chair), m.member and a.admin. d.deputy holds no role.
constexpr std::string_view kTree = R"(--- people/c.controller.yaml
id: c.controller
name: Cleo Controller
email: cleo@demo.example
roles: [controller]
deputies: [k.deputy, d.deputy, x.gone, n.narrow]
--- people/k.deputy.yaml
id: k.deputy
name: Kim Deputy
email: kim@demo.example
roles: [controller, sponsor]
--- people/n.narrow.yaml
id: n.narrow
name: Nora Narrow
email: nora@demo.example
roles: [controller]
legal_entities: [CH]
--- people/d.deputy.yaml
id: d.deputy
name: Dora Deputy
email: dora@demo.example
--- people/x.gone.yaml
id: x.gone
name: Xaver Gone
email: xaver@demo.example
active: false
roles: [controller, sponsor]
--- people/m.member.yaml
id: m.member
name: Mia Member
email: mia@demo.example
deputies: [a.admin, d.deputy]
--- committees/board.yaml
id: board
name: Steering Board
chair: s.sponsor
members: [m.member, a.admin]
quorum: 2
--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
)";

class Scene {
 public:
  explicit Scene(std::string_view more = "")
      : loaded_(LoadPortfolio(*InMemorySource(ExampleTree(fmt::format("{}{}", kTree, more))))) {
    REQUIRE(loaded_.findings.size() == 0);
  }
  Portfolio& portfolio() { return *loaded_.portfolio; }
  const Measure& measure() { return portfolio().measures.front(); }

  Signatory Sign(Role role, std::string_view by, std::string_view principal = "", bool evidence = false) {
    return {role, portfolio().texts.Intern(by), portfolio().texts.Intern(principal), evidence};
  }
  std::string WhyNot(Role role, std::string_view by, std::string_view principal = "") {
    return WhyMayNotSign(portfolio(), measure(), Sign(role, by, principal)).value_or("he may");
  }
  // "by" and "by for principal", in their order.
  std::string Able(Role role) {
    std::string text;
    for (const Signatory& able : WhoMaySign(portfolio(), measure(), role)) {
      text += text.empty() ? "" : ", ";
      text += able.by.view();
      if (!able.for_.empty()) text += fmt::format(" for {}", able.for_.view());
    }
    return text;
  }

 private:
  Loaded loaded_;
};

// "complete: sponsor 0, controller own" with the indexes of the approvals that count.
std::string CoverageText(const Coverage& coverage) {
  std::string text = coverage.complete ? "complete:" : "incomplete:";
  for (const RoleCoverage& role : coverage.roles) {
    text += fmt::format(" {}", Name(role.need.role));
    for (const std::size_t i : role.given) text += i == kOwn ? " own" : fmt::format(" {}", i);
    text += ";";
  }
  return text + (coverage.own_asked ? "" : " own not asked");
}

RolesNeeded Need(std::vector<RoleNeed> roles, bool any = false) { return {std::move(roles), any}; }
RoleNeed One(Role role) { return {.role = role}; }
RoleNeed Votes(std::size_t people) { return {.role = Role::kSteeringCommittee, .people = people}; }
RoleNeed Minutes() { return {.role = Role::kSteeringCommittee, .people = 1, .minutes = true}; }

using Signatures = std::vector<Signatory>;
constexpr Role kOwner = Role::kOwner, kSponsor = Role::kSponsor, kController = Role::kController,
               kBoard = Role::kSteeringCommittee, kAdmin = Role::kAdmin;

}  // namespace

TEST_CASE("authority: every role is covered by another person") {
  Scene scene;
  const RolesNeeded needed = Need({One(kSponsor), One(kController), One(kBoard)});
  const Signatures approvals{scene.Sign(kBoard, "m.member"), scene.Sign(kController, "c.controller")};
  const Signatory own = scene.Sign(kSponsor, "s.sponsor");
  CHECK(CoverageText(Cover(needed, approvals, &own, nullptr)) ==
        "complete: sponsor own; controller 1; steering_committee 0;");
  CHECK(CoverageText(Cover(needed, approvals, nullptr, nullptr)) ==
        "incomplete: sponsor; controller 1; steering_committee 0;");
  CHECK(CoverageText(Cover(needed, {}, &own, nullptr)) ==
        "incomplete: sponsor own; controller; steering_committee;");
  CHECK(CoverageText(Cover(Need({}), approvals, &own, nullptr)) == "complete:");
}

TEST_CASE("authority: nobody appears twice, as himself or for somebody else") {
  Scene scene;
  const RolesNeeded needed = Need({One(kSponsor), One(kBoard)});
  const Signatory own = scene.Sign(kSponsor, "s.sponsor");
  const auto with = [&](const Signatory& approval) {
    return CoverageText(Cover(needed, Signatures{approval}, &own, nullptr));
  };
  CHECK(with(scene.Sign(kBoard, "s.sponsor")) == "incomplete: sponsor own; steering_committee;");
  CHECK(with(scene.Sign(kBoard, "m.member", "s.sponsor")) == "incomplete: sponsor own; steering_committee;");
  CHECK(with(scene.Sign(kBoard, "s.sponsor", "m.member")) == "incomplete: sponsor own; steering_committee;");
  CHECK(with(scene.Sign(kBoard, "a.admin", "m.member")) == "complete: sponsor own; steering_committee 0;");

  const Signatory deputy = scene.Sign(kSponsor, "k.deputy", "s.sponsor");
  CHECK(CoverageText(Cover(needed, Signatures{scene.Sign(kBoard, "s.sponsor")}, &deputy, nullptr)) ==
        "incomplete: sponsor own; steering_committee;");
  CHECK(CoverageText(Cover(needed, Signatures{scene.Sign(kBoard, "k.deputy")}, &deputy, nullptr)) ==
        "incomplete: sponsor own; steering_committee;");
  CHECK(CoverageText(Cover(needed, Signatures{scene.Sign(kBoard, "m.member", "k.deputy")}, &deputy,
                           nullptr)) == "incomplete: sponsor own; steering_committee;");

  // The same vote twice is one vote, also by two deputies of one member.
  const Signatures votes{scene.Sign(kBoard, "a.admin", "m.member"),
                         scene.Sign(kBoard, "s.sponsor", "m.member")};
  CHECK(CoverageText(Cover(Need({Votes(2)}), votes, nullptr, nullptr)) ==
        "incomplete: steering_committee 0;");
}

TEST_CASE("authority: approvals are dealt out so that they go as far as they can") {
  Scene scene;
  // The first that fits the sponsor's place would block the only member.
  const Signatures approvals{scene.Sign(kSponsor, "s.sponsor"), scene.Sign(kSponsor, "k.deputy"),
                             scene.Sign(kBoard, "s.sponsor")};
  CHECK(CoverageText(Cover(Need({One(kSponsor), One(kBoard)}), approvals, nullptr, nullptr)) ==
        "complete: sponsor 1; steering_committee 2;");
}

TEST_CASE("authority: a committee that votes needs as many members as its quorum") {
  Scene scene;
  const RolesNeeded needed = NeededBy(scene.portfolio(), scene.measure(), {{kSponsor, kBoard}, false});
  REQUIRE(needed.roles.size() == 2);
  CHECK(needed.roles[0].people == 1);
  CHECK(needed.roles[1].people == 2);
  CHECK_FALSE(needed.roles[1].minutes);
  const Signatory own = scene.Sign(kSponsor, "k.deputy");
  Signatures votes{scene.Sign(kBoard, "m.member")};
  CHECK(CoverageText(Cover(needed, votes, &own, nullptr)) ==
        "incomplete: sponsor own; steering_committee 0;");
  votes.push_back(scene.Sign(kBoard, "a.admin"));
  CHECK(CoverageText(Cover(needed, votes, &own, nullptr)) ==
        "complete: sponsor own; steering_committee 0 1;");
  // A third vote is more than is asked for.
  votes.push_back(scene.Sign(kBoard, "s.sponsor"));
  CHECK(CoverageText(Cover(needed, votes, &own, nullptr)) ==
        "complete: sponsor own; steering_committee 0 1;");
  // The transition's own signer is one of the votes.
  const Signatory member = scene.Sign(kBoard, "m.member");
  CHECK(CoverageText(Cover(Need({Votes(2)}), Signatures{scene.Sign(kBoard, "a.admin")}, &member, nullptr)) ==
        "complete: steering_committee own 0;");
}

TEST_CASE("authority: a committee that records by minutes needs one signature with the minutes") {
  Scene scene(
      "--- committees/board.yaml\n"
      "id: board\n"
      "name: Steering Board\n"
      "chair: s.sponsor\n"
      "members: [m.member, a.admin]\n"
      "quorum: 2\n"
      "record: minutes\n");
  const RolesNeeded needed = NeededBy(scene.portfolio(), scene.measure(), {{kBoard}, false});
  REQUIRE(needed.roles.size() == 1);
  CHECK(needed.roles[0].people == 1);
  CHECK(needed.roles[0].minutes);
  const Signatory bare = scene.Sign(kBoard, "s.sponsor");
  const Signatory minutes = scene.Sign(kBoard, "s.sponsor", "", true);
  CHECK(CoverageText(Cover(needed, Signatures{bare}, nullptr, nullptr)) == "incomplete: steering_committee;");
  CHECK(CoverageText(Cover(needed, Signatures{minutes}, nullptr, nullptr)) ==
        "complete: steering_committee 0;");
  CHECK(CoverageText(Cover(needed, {}, &minutes, nullptr)) == "complete: steering_committee own;");
  CHECK(CoverageText(Cover(needed, {}, &bare, nullptr)) == "incomplete: steering_committee;");
  // He signed the transition: that he covers nothing does not make him free for another place.
  const RolesNeeded two = Need({One(kSponsor), Minutes()});
  const Signatures rest{scene.Sign(kSponsor, "s.sponsor"), scene.Sign(kBoard, "m.member", "", true)};
  CHECK(CoverageText(Cover(two, rest, &bare, nullptr)) == "incomplete: sponsor; steering_committee 1;");
}

TEST_CASE("authority: only the chair, or a member for him, signs for a committee that records by minutes") {
  Scene scene(
      "--- people/s.sponsor.yaml\n"
      "id: s.sponsor\n"
      "name: Sara Sponsor\n"
      "email: sara@demo.example\n"
      "roles: [sponsor]\n"
      "deputies: [m.member, k.deputy]\n"
      "--- committees/board.yaml\n"
      "id: board\n"
      "name: Steering Board\n"
      "chair: s.sponsor\n"
      "members: [m.member, a.admin]\n"
      "quorum: 2\n"
      "record: minutes\n");
  CHECK(scene.Able(kBoard) == "s.sponsor, m.member for s.sponsor");
  CHECK(scene.WhyNot(kBoard, "s.sponsor") == "he may");
  CHECK(scene.WhyNot(kBoard, "m.member", "s.sponsor") == "he may");
  CHECK(scene.WhyNot(kBoard, "m.member") == "the chair of 'board' is 's.sponsor', not 'm.member'");
  CHECK(scene.WhyNot(kBoard, "a.admin", "m.member") == "the chair of 'board' is 's.sponsor', not 'm.member'");
}

TEST_CASE("authority: any of the roles is enough where the policy says so") {
  Scene scene;
  const RolesNeeded needed =
      NeededBy(scene.portfolio(), scene.measure(), {{kSponsor, kController, kBoard}, true});
  CHECK(needed.any);
  // A quorum is for what goes forward; one member may stop a gate.
  CHECK(needed.roles[2].people == 1);
  const Signatory member = scene.Sign(kBoard, "m.member");
  CHECK(CoverageText(Cover(needed, {}, &member, nullptr)) ==
        "complete: sponsor; controller; steering_committee own;");
  const Signatory owner = scene.Sign(kOwner, "o.owner");
  CHECK(CoverageText(Cover(needed, {}, &owner, nullptr)) ==
        "incomplete: sponsor; controller; steering_committee; own not asked");
  CHECK(CoverageText(Cover(needed, {}, nullptr, nullptr)) ==
        "incomplete: sponsor; controller; steering_committee;");
}

TEST_CASE("authority: the signer of a transition must act in a role that is asked for") {
  Scene scene;
  const Signatures approvals{scene.Sign(kSponsor, "s.sponsor")};
  const Signatory owner = scene.Sign(kOwner, "o.owner");
  CHECK(CoverageText(Cover(Need({One(kSponsor)}), approvals, &owner, nullptr)) ==
        "incomplete: sponsor 0; own not asked");
}

TEST_CASE("authority: duties are kept apart, by name and between signers") {
  Scene scene;
  const Duties named = Duties::OfMeasure(scene.portfolio(), scene.measure());
  const auto why = [](const std::optional<std::string>& text) { return text.value_or("nothing"); };
  CHECK(why(named.WhyExcluded(scene.Sign(kController, "o.owner"))) ==
        "'o.owner' acts as controller and is owner of the measure");
  CHECK(why(named.WhyExcluded(scene.Sign(kController, "k.deputy", "s.sponsor"))) ==
        "'s.sponsor' acts as controller and is sponsor of the measure");
  CHECK(why(named.WhyExcluded(scene.Sign(kController, "o.owner", "c.controller"))) ==
        "'o.owner' acts as controller and is owner of the measure");
  CHECK(why(named.WhyExcluded(scene.Sign(kSponsor, "c.controller"))) ==
        "'c.controller' acts as sponsor and is controller of the measure");
  CHECK(why(named.WhyExcluded(scene.Sign(kController, "c.controller"))) == "nothing");
  CHECK(why(named.WhyExcluded(scene.Sign(kSponsor, "o.owner"))) == "nothing");
  CHECK(why(named.WhyExcluded(scene.Sign(kBoard, "c.controller"))) == "nothing");

  const Duties signers = Duties::OfSigners(scene.portfolio().policy);
  CHECK(why(signers.WhyExcluded(scene.Sign(kController, "o.owner"))) == "nothing");
  CHECK(why(signers.WhyExcluded(scene.Sign(kController, "k.deputy", "c.controller"),
                                scene.Sign(kSponsor, "k.deputy", "s.sponsor"))) ==
        "'k.deputy' acts as controller and as sponsor");
  CHECK(why(signers.WhyExcluded(scene.Sign(kSponsor, "k.deputy"),
                                scene.Sign(kController, "x.gone", "k.deputy"))) ==
        "'k.deputy' acts as sponsor and as controller");
  CHECK(why(signers.WhyExcluded(scene.Sign(kSponsor, "k.deputy"), scene.Sign(kBoard, "k.deputy"))) ==
        "nothing");

  // What the transition's own signer may not do, others do not make good.
  const Signatory own = scene.Sign(kController, "s.sponsor");
  const Signatures other{scene.Sign(kController, "c.controller")};
  CHECK(CoverageText(Cover(Need({One(kController)}), other, &own, &named)) == "incomplete: controller 0;");
  CHECK(CoverageText(Cover(Need({One(kController)}), other, &own, &signers)) == "complete: controller own;");
}

TEST_CASE("authority: a pair with the committee or with admin looks at all who act in it") {
  Scene scene(
      "--- policy.yaml\n"
      "version: 2\n"
      "separation_of_duties: [[owner, steering_committee], [controller, admin]]\n");
  const Duties named = Duties::OfMeasure(scene.portfolio(), scene.measure());
  CHECK(named.WhyExcluded(scene.Sign(kOwner, "m.member")).value_or("nothing") ==
        "'m.member' acts as owner and is steering_committee of the measure");
  CHECK(named.WhyExcluded(scene.Sign(kController, "a.admin")).value_or("nothing") ==
        "'a.admin' acts as controller and is admin of the measure");
  CHECK_FALSE(named.WhyExcluded(scene.Sign(kController, "o.owner")).has_value());
}

TEST_CASE("authority: who may sign in a role is named, active and holds it, or is his deputy") {
  Scene scene;
  CHECK(scene.Able(kSponsor) == "s.sponsor");
  CHECK(scene.WhyNot(kSponsor, "s.sponsor") == "he may");
  CHECK(scene.WhyNot(kSponsor, "k.deputy") == "the sponsor is 's.sponsor', not 'k.deputy'");
  CHECK(scene.WhyNot(kSponsor, "o.owner") == "'o.owner' does not hold the role sponsor");
  CHECK(scene.WhyNot(kSponsor, "nobody") == "there is no person 'nobody'");
  CHECK(scene.WhyNot(kSponsor, "x.gone") == "'x.gone' is not active");
  CHECK(scene.WhyNot(kSponsor, "k.deputy", "s.sponsor") == "'k.deputy' is no deputy of 's.sponsor'");

  CHECK(scene.Able(kController) == "c.controller, k.deputy for c.controller");
  CHECK(scene.WhyNot(kController, "k.deputy", "c.controller") == "he may");
  CHECK(scene.WhyNot(kController, "d.deputy", "c.controller") ==
        "'d.deputy' does not hold the role controller");
  CHECK(scene.WhyNot(kController, "x.gone", "c.controller") == "'x.gone' is not active");
  CHECK(scene.WhyNot(kController, "n.narrow", "c.controller") == "'n.narrow' is not responsible for 'DE'");
  CHECK(scene.WhyNot(kController, "c.controller", "k.deputy") ==
        "the controller is 'c.controller', not 'k.deputy'");

  CHECK(scene.Able(kAdmin) == "a.admin");
  CHECK(scene.WhyNot(kAdmin, "s.sponsor") == "'s.sponsor' does not hold the role admin");
}

TEST_CASE("authority: nobody signs for somebody who is not active any more") {
  Scene scene(
      "--- people/s.sponsor.yaml\n"
      "id: s.sponsor\n"
      "name: Sara Sponsor\n"
      "email: sara@demo.example\n"
      "active: false\n"
      "roles: [sponsor]\n"
      "deputies: [k.deputy]\n");
  CHECK(scene.Able(kSponsor).empty());
  CHECK(scene.WhyNot(kSponsor, "k.deputy", "s.sponsor") == "'s.sponsor' is not active");
}

TEST_CASE("authority: a committee's members may vote, and members for members") {
  Scene scene;
  CHECK(scene.Able(kBoard) == "s.sponsor, m.member, a.admin, a.admin for m.member");
  CHECK(scene.WhyNot(kBoard, "d.deputy") == "'d.deputy' is no member of 'board'");
  CHECK(scene.WhyNot(kBoard, "d.deputy", "m.member") == "'d.deputy' is no member of 'board'");
  CHECK(scene.WhyNot(kBoard, "s.sponsor", "m.member") == "'s.sponsor' is no deputy of 'm.member'");

  Scene retired(
      "--- committees/board.yaml\n"
      "id: board\n"
      "name: Steering Board\n"
      "chair: s.sponsor\n"
      "members: [m.member, a.admin]\n"
      "quorum: 2\n"
      "active: false\n");
  CHECK(retired.Able(kBoard).empty());
  CHECK(retired.WhyNot(kBoard, "m.member") == "committee 'board' is not active");

  Scene none(
      "--- portfolios/demo/plants/stock/feed/package.yaml\n"
      "id: feed\n"
      "name: Live feeds\n");
  CHECK(none.Able(kBoard).empty());
  CHECK(none.WhyNot(kBoard, "m.member") == "the measure has no steering committee");
  CHECK(none.WhyNot(kSponsor, "s.sponsor") == "the sponsor is 'nobody', not 's.sponsor'");
}

TEST_CASE("authority: who may sign keeps duties apart") {
  Scene scene(
      "--- DEMO-1.yaml\n"
      "id: DEMO-1\n"
      "title: Live stock feed\n"
      "owner: k.deputy\n"
      "controller: c.controller\n"
      "stage: defined\n"
      "state: active\n");
  CHECK(scene.Able(kController) == "c.controller");
  CHECK(scene.WhyNot(kController, "k.deputy", "c.controller") ==
        "'k.deputy' acts as controller and is owner of the measure");
}

}  // namespace cat4
