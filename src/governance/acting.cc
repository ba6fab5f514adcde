#include "governance/acting.h"

#include <algorithm>

#include <fmt/format.h>

#include "cat4/model/roles.h"

namespace cat4 {
namespace {

const Measure* LandedOf(const Basis& basis, const Measure& measure) {
  if (!basis.landed) return nullptr;
  return basis.landed->FindMeasure(basis.landed->texts.Find(measure.id->view()));
}

// Why the registry, whatever measures say, does not let him act; a committee is judged with its measure.
std::optional<std::string> WhyNotInRegistry(const Portfolio& portfolio, Role role, std::string_view id,
                                            std::string_view which) {
  const Person* person = portfolio.FindPerson(portfolio.texts.Find(id));
  if (!person) return fmt::format("there is no person '{}' in the registry{}", id, which);
  if (!person->is_active()) return fmt::format("'{}' is not active in the registry{}", id, which);
  if (role != Role::kSteeringCommittee && !person->Holds(role))
    return fmt::format("'{}' does not hold the role {} in the registry{}", id, Name(role), which);
  return std::nullopt;
}

std::optional<std::string> WhyNotInRegistry(const Portfolio& portfolio, const Signatory& signatory,
                                            std::string_view which) {
  for (const Text id : {signatory.for_, signatory.by}) {
    if (id.empty()) continue;
    if (auto why = WhyNotInRegistry(portfolio, signatory.role, id.view(), which)) return why;
  }
  return std::nullopt;
}

// Behind "in the registry".
std::string_view WhichRegistry(const Basis& basis) {
  return basis.landed == &basis.here ? "" : " of the governed branch";
}

}  // namespace

bool ReplacesDeparted(const Basis& basis, const Measure& measure, Role role) {
  const Measure* landed = LandedOf(basis, measure);
  const Located<Text> before = landed ? NamedIn(*landed, role) : Located<Text>();
  const Located<Text> here = NamedIn(measure, role);
  if (!before || !here || before->view() == here->view() || role == Role::kSteeringCommittee) return false;
  return WhyNotInRegistry(basis.here, role, before->view(), "").has_value();
}

std::optional<std::string> WhyMayNotAct(const Basis& basis, const Measure& measure,
                                        const Signatory& signatory) {
  const Measure* landed = LandedOf(basis, measure);
  const bool named = landed && (signatory.role == Role::kAdmin || NamedIn(*landed, signatory.role));
  if (!named || ReplacesDeparted(basis, measure, signatory.role)) {
    if (auto why = WhyMayNotSign(basis.here, measure, signatory)) return why;
    return basis.landed ? WhyNotInRegistry(*basis.landed, signatory, WhichRegistry(basis)) : std::nullopt;
  }
  if (auto why = WhyNotInRegistry(*basis.landed, signatory, WhichRegistry(basis))) return why;
  const TextPool& texts = basis.landed->texts;
  const Signatory then{signatory.role, texts.Find(signatory.by.view()),
                       signatory.for_.empty() ? Text() : texts.Find(signatory.for_.view()),
                       signatory.evidence};
  if (auto why = WhyMayNotSign(*basis.landed, *landed, then)) return why;
  if (auto why = WhyNotInRegistry(basis.here, signatory, "")) return why;
  return Duties::OfMeasure(basis.here, measure).WhyExcluded(signatory);
}

}  // namespace cat4
