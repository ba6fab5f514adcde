#include "governance/acting.h"

#include <algorithm>

#include <fmt/format.h>

#include "cat4/base/text.h"
#include "cat4/model/roles.h"

namespace cat4 {
namespace {

// Why one registry, whatever measures say, does not let a person act; a committee is looked at apart.
std::optional<std::string> WhyNotInRegistry(const Portfolio& portfolio, Role role, std::string_view id,
                                            std::string_view which) {
  const Person* person = portfolio.FindPerson(portfolio.texts.Find(id));
  if (!person) return fmt::format("there is no person '{}' in the registry{}", id, which);
  if (!person->is_active()) return fmt::format("'{}' is not active in the registry{}", id, which);
  if (role != Role::kSteeringCommittee && !person->Holds(role))
    return fmt::format("'{}' does not hold the role {} in the registry{}", id, Name(role), which);
  return std::nullopt;
}

bool Contains(const std::vector<Located<Text>>& names, std::string_view name) {
  return std::ranges::any_of(names, [&](const Located<Text>& named) { return named->view() == name; });
}

// Why the committee of that id, as one registry has it, does not let a person act.
std::optional<std::string> WhyNotInCommittee(const Portfolio& portfolio, std::string_view committee_id,
                                             std::string_view id, std::string_view which) {
  const Committee* committee = portfolio.FindCommittee(portfolio.texts.Find(committee_id));
  const std::string where = which.empty() ? "" : fmt::format(" in the registry{}", which);
  if (!committee) return fmt::format("there is no committee '{}'{}", committee_id, where);
  if (!committee->is_active()) return fmt::format("committee '{}' is not active{}", committee_id, where);
  if (committee->chair->view() != id && !Contains(committee->members, id))
    return fmt::format("'{}' is no member of '{}'{}", id, committee_id, where);
  return std::nullopt;
}

// The same for a signatory; `named`: what names his committee.
std::optional<std::string> WhyNotInRegistry(const Portfolio& portfolio, const Measure& named,
                                            const Signatory& signatory, std::string_view which) {
  for (const Text id : {signatory.for_, signatory.by}) {
    if (id.empty()) continue;
    if (auto why = WhyNotInRegistry(portfolio, signatory.role, id.view(), which)) return why;
    if (signatory.role != Role::kSteeringCommittee || !named.steering_committee) continue;
    if (auto why = WhyNotInCommittee(portfolio, named.steering_committee->view(), id.view(), which))
      return why;
  }
  if (signatory.for_.empty()) return std::nullopt;
  const Person* principal = portfolio.FindPerson(portfolio.texts.Find(signatory.for_.view()));
  if (principal && Contains(principal->deputies, signatory.by.view())) return std::nullopt;
  return fmt::format("'{}' is no deputy of '{}'{}{}", signatory.by.view(), signatory.for_.view(),
                     which.empty() ? "" : " in the registry", which);
}

// Behind "in the registry".
std::string_view WhichRegistry(const Basis& basis) {
  return basis.landed == &basis.here ? "" : " of the governed branch";
}

// The same people, as another portfolio has their names.
Signatory In(TextPool& texts, const Signatory& signatory) {
  return {signatory.role, texts.Intern(signatory.by.view()),
          signatory.for_.empty() ? Text() : texts.Intern(signatory.for_.view()), signatory.evidence};
}

}  // namespace

const Measure* LandedOf(const Basis& basis, const Measure& measure) {
  if (!basis.landed) return nullptr;
  return basis.landed->FindMeasure(basis.landed->texts.Find(measure.id->view()));
}

bool Renews(const Policy& policy, const Position& from, const Move& move) {
  return move.kind == DecisionKind::kAmend || (from.sealed && !After(policy, from, move).sealed);
}

Holders HoldersFor(const Basis& basis, const Measure& measure, const Replay& replay,
                   const std::optional<Move>& move) {
  const Measure* landed = LandedOf(basis, measure);
  const bool renews = move && Renews(basis.here.policy, replay.position, *move);
  if (renews || !landed || !replay.renewed || landed == &measure) return Holders::kLanded;
  const auto place = static_cast<std::size_t>(replay.renewed - measure.decisions.data());
  return place >= landed->decisions.size() ? Holders::kHere : Holders::kLanded;
}

RolesNeeded NeededFor(const Basis& basis, const Measure& measure, Holders holders,
                      const RolesWanted& wanted) {
  const Measure* landed = holders == Holders::kLanded ? LandedOf(basis, measure) : nullptr;
  const Located<Text>& named =
      landed && landed->steering_committee ? landed->steering_committee : measure.steering_committee;
  const Committee* committee =
      named && basis.landed ? basis.landed->FindCommittee(basis.landed->texts.Find(named->view())) : nullptr;
  return committee ? NeededBy(*committee, wanted) : NeededBy(basis.here, measure, wanted);
}

std::string OnBehalfText(const std::vector<std::string_view>& principals) {
  return fmt::format("you are deputy of {}: --on-behalf {}", Join(principals, ", "), principals.front());
}

bool ReplacesDeparted(const Basis& basis, const Measure& measure, Role role) {
  const Measure* landed = LandedOf(basis, measure);
  const Located<Text> before = landed ? NamedIn(*landed, role) : Located<Text>();
  const Located<Text> here = NamedIn(measure, role);
  if (!before || !here || before->view() == here->view() || role == Role::kSteeringCommittee) return false;
  return WhyNotInRegistry(basis.here, role, before->view(), "").has_value();
}

bool AdminJoins(const Basis& basis, const Measure& measure, Holders holders, const RolesWanted& wanted) {
  if (wanted.any || holders == Holders::kHere) return false;
  return std::ranges::any_of(wanted.roles,
                             [&](Role role) { return ReplacesDeparted(basis, measure, role); }) &&
         std::ranges::find(wanted.roles, Role::kAdmin) == wanted.roles.end();
}

namespace {

// The measure as it has landed, where those whom it names there are the holders of the role.
const Measure* NamedThere(const Basis& basis, const Measure& measure, Holders holders, Role role) {
  const Measure* landed = holders == Holders::kLanded ? LandedOf(basis, measure) : nullptr;
  const bool named = landed && (role == Role::kAdmin || NamedIn(*landed, role));
  return named && !ReplacesDeparted(basis, measure, role) ? landed : nullptr;
}

Signatory InLanded(const Basis& basis, const Signatory& signatory) {
  const TextPool& texts = basis.landed->texts;
  return {signatory.role, texts.Find(signatory.by.view()),
          signatory.for_.empty() ? Text() : texts.Find(signatory.for_.view()), signatory.evidence};
}

}  // namespace

std::optional<std::string> WhyRoleNotHeld(const Basis& basis, const Measure& measure, Holders holders,
                                          const Signatory& signatory) {
  const Measure* landed = NamedThere(basis, measure, holders, signatory.role);
  if (!landed) {
    if (auto why = WhyRoleNotHeld(basis.here, measure, signatory)) return why;
    return basis.landed ? WhyNotInRegistry(*basis.landed, measure, signatory, WhichRegistry(basis))
                        : std::nullopt;
  }
  if (auto why = WhyNotInRegistry(*basis.landed, *landed, signatory, WhichRegistry(basis))) return why;
  if (auto why = WhyRoleNotHeld(*basis.landed, *landed, InLanded(basis, signatory))) return why;
  return WhyNotInRegistry(basis.here, *landed, signatory, "");
}

std::optional<std::string> WhyExcluded(const Basis& basis, const Measure& measure, Holders holders,
                                       const Signatory& signatory) {
  if (auto why = Duties::OfMeasure(basis.here, measure).WhyExcluded(signatory)) return why;
  const Measure* landed = NamedThere(basis, measure, holders, signatory.role);
  if (!landed) return std::nullopt;
  return Duties::OfMeasure(*basis.landed, *landed).WhyExcluded(InLanded(basis, signatory));
}

std::optional<std::string> WhyMayNotAct(const Basis& basis, const Measure& measure, Holders holders,
                                        const Signatory& signatory) {
  if (auto why = WhyRoleNotHeld(basis, measure, holders, signatory)) return why;
  return WhyExcluded(basis, measure, holders, signatory);
}

std::vector<Signatory> WhoMayAct(const Basis& basis, const Measure& measure, Holders holders, Role role) {
  std::vector<Signatory> able = WhoMaySign(basis.here, measure, role);
  if (const Measure* landed = LandedOf(basis, measure); landed && landed != &measure) {
    for (const Signatory& there : WhoMaySign(*basis.landed, *landed, role)) {
      const Signatory here = In(basis.here.texts, there);
      if (std::ranges::find(able, here) == able.end()) able.push_back(here);
    }
  }
  std::erase_if(able, [&](const Signatory& signatory) {
    return WhyMayNotAct(basis, measure, holders, signatory).has_value();
  });
  return able;
}

}  // namespace cat4
