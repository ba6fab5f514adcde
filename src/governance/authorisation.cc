#include "governance/authorisation.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace cat4 {
namespace {

std::string PeopleText(const std::vector<Signatory>& people) {
  std::string text;
  for (const Signatory& person : people)
    text += fmt::format("{}{}", text.empty() ? "" : ", ", SignatoryText(person));
  return text;
}

std::size_t CountGiven(const Coverage& coverage) {
  std::size_t count = 0;
  for (const RoleCoverage& role : coverage.roles) count += role.given.size();
  return count;
}

}  // namespace

Authorisation::Authorisation(const Basis& basis, const Measure& measure, Holders holders,
                             const RolesWanted& wanted, std::vector<const Decision*> approvals)
    : basis_(basis),
      measure_(measure),
      holders_(holders),
      needed_(NeededFor(basis, measure, holders, wanted)),
      admin_joins_(AdminJoins(basis, measure, holders, wanted)),
      approvals_(std::move(approvals)),
      duties_(Duties::OfMeasure(basis.here, measure)) {
  if (admin_joins_) needed_.roles.push_back({.role = Role::kAdmin});
}

std::vector<Signatory> Authorisation::Given() const {
  std::vector<Signatory> given;
  for (const Decision* approval : approvals_) given.push_back(SignatoryOf(*approval));
  return given;
}

Coverage Authorisation::Covered(const Signatory* own) const { return Cover(needed_, Given(), own, &duties_); }

std::size_t Authorisation::Filled() const { return CountGiven(Covered(nullptr)); }

std::size_t Authorisation::FilledWith(const Signatory& own, bool approves) const {
  if (!approves) return CountGiven(Covered(&own));
  std::vector<Signatory> more = Given();
  more.push_back(own);
  return CountGiven(Cover(needed_, more, nullptr, &duties_));
}

std::size_t Authorisation::CountAble(Role role) const {
  return WhoMayAct(basis_, measure_, holders_, role).size();
}

const Decision* Authorisation::EarlierBy(Text person) const {
  const auto names_him = [&](const Decision* approval) {
    return *approval->by == person || (approval->for_ && *approval->for_ == person);
  };
  const auto found = std::ranges::find_if(approvals_, names_him);
  return found == approvals_.end() ? nullptr : *found;
}

std::string Authorisation::LackText(const Coverage& coverage, Text signer) const {
  std::string text;
  for (const RoleCoverage& role : coverage.roles) {
    if (role.given.size() >= role.need.people) continue;
    const std::vector<Signatory> all = WhoMayAct(basis_, measure_, holders_, role.need.role);
    std::vector<Signatory> able = all;
    std::erase_if(able, [&](const Signatory& signatory) {
      return signatory.by == signer || EarlierBy(signatory.by) ||
             (!signatory.for_.empty() && EarlierBy(signatory.for_));
    });
    text += text.empty() ? "" : needed_.any ? " or " : ", ";
    text += role.need.people > 1
                ? fmt::format("{} of {} votes of the {}", role.need.people - role.given.size(),
                              role.need.people, Name(role.need.role))
                : fmt::format("the {}", Name(role.need.role));
    if (all.empty()) {
      text += " (nobody may act in it)";
    } else {
      text += able.empty() ? fmt::format(" (only {} may act in it, and nobody counts twice)", PeopleText(all))
                           : fmt::format(" ({})", PeopleText(able));
    }
  }
  return text;
}

}  // namespace cat4
