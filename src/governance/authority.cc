#include "cat4/governance/authority.h"

#include <algorithm>

#include <fmt/format.h>

#include "cat4/governance/criteria.h"
#include "cat4/model/roles.h"

namespace cat4 {
namespace {

constexpr int kMaxSteps = 100'000;

// Somebody who appears in both, as `by` or `for`.
std::optional<Text> SharedPerson(const Signatory& one, const Signatory& other) {
  for (const Text person : {one.by, one.for_}) {
    if (!person.empty() && (person == other.by || person == other.for_)) return person;
  }
  return std::nullopt;
}

// Fills places with approvals, as many as possible. A role's places take approvals in their order, so that no
// choice is tried twice.
class Search {
 public:
  Search(const RolesNeeded& needed, std::span<const Signatory> approvals, const Duties* duties)
      : needed_(needed), approvals_(approvals), duties_(duties) {
    for (std::size_t role = 0; role < needed.roles.size(); ++role)
      places_.insert(places_.end(), needed.roles[role].people, role);
    total_ = places_.size();
    for (std::size_t i = 0; i < approvals.size(); ++i) {
      const auto before = approvals.first(i);
      repeated_.push_back(std::ranges::find(before, approvals[i]) != before.end());
    }
  }

  // The transition's own signer takes the first place of his role. False if nobody asked for it.
  bool Seat(const Signatory& own) {
    const auto place =
        std::ranges::find_if(places_, [&](std::size_t role) { return needed_.roles[role].role == own.role; });
    own_ = &own;
    if (place == places_.end()) return false;
    const std::size_t role = *place;
    if (needed_.roles[role].minutes && !own.evidence) return true;  // he may sign, but covers nothing
    if (own.by == own.for_ || (duties_ && duties_->WhyExcluded(own))) return true;
    chosen_.push_back({role, kOwn, &own});
    places_.erase(place);
    return true;
  }

  std::vector<RoleCoverage> Run() {
    Fill(0, 0);
    std::vector<RoleCoverage> roles;
    for (const RoleNeed& need : needed_.roles) roles.push_back({need, {}});
    for (const Choice& choice : best_) roles[choice.role].given.push_back(choice.approval);
    return roles;
  }

 private:
  struct Choice {
    std::size_t role;
    std::size_t approval;
    const Signatory* signatory;
  };

  bool Fits(const RoleNeed& need, const Signatory& candidate) const {
    if (candidate.role != need.role || (need.minutes && !candidate.evidence)) return false;
    if (candidate.by == candidate.for_) return false;  // nobody stands in for himself
    if (duties_ && duties_->WhyExcluded(candidate)) return false;
    if (own_ && SharedPerson(candidate, *own_)) return false;
    return std::ranges::none_of(chosen_, [&](const Choice& choice) {
      return SharedPerson(candidate, *choice.signatory).has_value();
    });
  }

  // The same person in the same role a second time adds no way that was not tried.
  bool IsRepeated(std::size_t approval) const { return repeated_[approval]; }

  // Fills the places from `place` on; the first of them takes no approval before `from`.
  void Fill(std::size_t place, std::size_t from) {
    if (++steps_ > kMaxSteps) return;
    if (chosen_.size() > best_.size()) best_ = chosen_;
    if (place == places_.size() || chosen_.size() + MostFrom(place, from) <= best_.size()) return;
    const std::size_t role = places_[place];
    const bool same_next = place + 1 < places_.size() && places_[place + 1] == role;
    for (std::size_t i = from; i < approvals_.size() && best_.size() < total_; ++i) {
      if (IsRepeated(i) || !Fits(needed_.roles[role], approvals_[i])) continue;
      chosen_.push_back({role, i, &approvals_[i]});
      Fill(place + 1, same_next ? i + 1 : 0);
      chosen_.pop_back();
    }
    Fill(EndOfRole(place), 0);  // or nobody takes the rest of this role's places
  }

  // No more than this can be filled from here on: of each role as many places as it has approvals left.
  std::size_t MostFrom(std::size_t place, std::size_t from) const {
    std::size_t most = 0;
    while (place < places_.size()) {
      const std::size_t end = EndOfRole(place);
      std::size_t left = 0;
      for (std::size_t i = from; i < approvals_.size() && left < end - place; ++i)
        left += !IsRepeated(i) && approvals_[i].role == needed_.roles[places_[place]].role ? 1u : 0u;
      most += left;
      place = end;
      from = 0;
    }
    return most;
  }

  std::size_t EndOfRole(std::size_t place) const {
    std::size_t end = place;
    while (end < places_.size() && places_[end] == places_[place]) ++end;
    return end;
  }

  const RolesNeeded& needed_;
  std::span<const Signatory> approvals_;
  const Duties* duties_;
  const Signatory* own_ = nullptr;   // counted with the others even where he covers nothing
  std::vector<std::size_t> places_;  // the role that each free place belongs to
  std::vector<bool> repeated_;       // approvals that stand before already
  std::size_t total_ = 0;
  std::vector<Choice> chosen_, best_;
  int steps_ = 0;
};

bool IsCovered(const RoleCoverage& role) { return role.given.size() >= role.need.people; }

std::string_view PersonOrNobody(Text person) { return person.empty() ? "nobody" : person.view(); }

const Committee* CommitteeOf(const Portfolio& portfolio, const Measure& measure) {
  return measure.steering_committee ? portfolio.FindCommittee(*measure.steering_committee) : nullptr;
}

bool RecordsByMinutes(const Committee& committee) {
  return committee.record && *committee.record == CommitteeRecord::kMinutes;
}

// Why he can't act in the role for himself on this measure.
std::optional<std::string> WhyNotHolder(const Portfolio& portfolio, const Measure& measure, Role role,
                                        Text id) {
  const Person* person = portfolio.FindPerson(id);
  if (!person) return fmt::format("there is no person '{}'", id.view());
  if (!person->is_active()) return fmt::format("'{}' is not active", id.view());
  if (role == Role::kSteeringCommittee) {
    const Located<Text> named = measure.steering_committee;
    const Committee* committee = CommitteeOf(portfolio, measure);
    if (!committee) return "the measure has no steering committee";
    if (!committee->is_active()) return fmt::format("committee '{}' is not active", named->view());
    if (!ActsAs(portfolio, measure, role, id))
      return fmt::format("'{}' is no member of '{}'", id.view(), named->view());
    return std::nullopt;
  }
  if (!person->Holds(role)) return fmt::format("'{}' does not hold the role {}", id.view(), Name(role));
  if (ActsAs(portfolio, measure, role, id)) return std::nullopt;
  return fmt::format("the {} is '{}', not '{}'", Name(role), PersonOrNobody(*NamedIn(measure, role)),
                     id.view());
}

bool InScope(const Person& person, const Measure& measure, Role role) {
  if (role != Role::kController || person.legal_entities.empty() || !measure.legal_entity) return true;
  return std::ranges::any_of(person.legal_entities,
                             [&](const Located<Text>& entity) { return *entity == *measure.legal_entity; });
}

// A committee member's deputy must be a member himself; any other must hold the role.
std::optional<std::string> WhyNoDeputy(const Portfolio& portfolio, const Measure& measure, Role role,
                                       Text deputy, Text principal) {
  const Person* person = portfolio.FindPerson(deputy);
  if (!person) return fmt::format("there is no person '{}'", deputy.view());
  if (!person->is_active()) return fmt::format("'{}' is not active", deputy.view());
  const bool holds =
      role == Role::kSteeringCommittee ? ActsAs(portfolio, measure, role, deputy) : person->Holds(role);
  if (!holds)
    return role == Role::kSteeringCommittee
               ? fmt::format("'{}' is no member of '{}'", deputy.view(), measure.steering_committee->view())
               : fmt::format("'{}' does not hold the role {}", deputy.view(), Name(role));
  const Person* absent = portfolio.FindPerson(principal);
  const bool is_deputy = absent && std::ranges::any_of(absent->deputies, [&](const Located<Text>& named) {
                           return *named == deputy;
                         });
  if (!is_deputy) return fmt::format("'{}' is no deputy of '{}'", deputy.view(), principal.view());
  return std::nullopt;
}

// A committee that records by minutes speaks through its chair.
std::optional<std::string> WhyNotChair(const Portfolio& portfolio, const Measure& measure, Role role,
                                       Text id) {
  const Committee* committee = role == Role::kSteeringCommittee ? CommitteeOf(portfolio, measure) : nullptr;
  if (!committee || !RecordsByMinutes(*committee) || *committee->chair == id) return std::nullopt;
  return fmt::format("the chair of '{}' is '{}', not '{}'", committee->id->view(), committee->chair->view(),
                     id.view());
}

}  // namespace

std::string SignatoryText(const Signatory& signatory) {
  if (signatory.for_.empty()) return std::string(signatory.by.view());
  return fmt::format("{} for {}", signatory.by.view(), signatory.for_.view());
}

Signatory SignatoryOf(const Decision& decision) {
  return {*decision.role, *decision.by, decision.for_.value, !decision.evidence.empty()};
}

RolesWanted RolesFor(const Portfolio& portfolio, const Measure& measure, const Position& from,
                     const Move& move, const Located<Text>& reason) {
  RolesWanted wanted = RolesFor(portfolio.policy, from, move);
  const bool excused = reason && IsClosing(move, portfolio.policy) && ClosesBelowShare(portfolio, measure);
  const auto committee = std::ranges::find(wanted.roles, Role::kSteeringCommittee);
  if (excused && committee == wanted.roles.end()) wanted.roles.push_back(Role::kSteeringCommittee);
  return wanted;
}

RolesNeeded NeededBy(const Committee& committee, const RolesWanted& wanted) {
  RolesNeeded needed{.roles = {}, .any = wanted.any};
  for (const Role role : wanted.roles) {
    RoleNeed need{.role = role};
    if (role == Role::kSteeringCommittee && !wanted.any) {  // a quorum is for what goes forward
      need.minutes = RecordsByMinutes(committee);
      need.people = need.minutes ? 1 : static_cast<std::size_t>(*committee.quorum);
    }
    needed.roles.push_back(need);
  }
  return needed;
}

RolesNeeded NeededBy(const Portfolio& portfolio, const Measure& measure, const RolesWanted& wanted) {
  if (const Committee* committee = CommitteeOf(portfolio, measure)) return NeededBy(*committee, wanted);
  RolesNeeded needed{.roles = {}, .any = wanted.any};
  for (const Role role : wanted.roles) needed.roles.push_back({.role = role});
  return needed;
}

std::string RolesText(const RolesNeeded& needed) {
  std::string text;
  for (const RoleNeed& need : needed.roles) {
    text += text.empty() ? "" : needed.any ? " or " : ", ";
    text += Name(need.role);
  }
  return text;
}

std::optional<std::string> WhyNotAsked(const RolesNeeded& needed, const Decision& approval) {
  const auto need = std::ranges::find(needed.roles, *approval.role, &RoleNeed::role);
  if (need == needed.roles.end())
    return fmt::format("nobody asks for the approval of the {}", Name(*approval.role));
  if (need->minutes && approval.evidence.empty()) return "it does not cite the minutes as evidence";
  return std::nullopt;
}

Duties::Duties(const Policy& policy) {
  for (const RolePair& pair : policy.separation_of_duties) pairs_.emplace_back(*pair.first, *pair.second);
}

Duties Duties::OfMeasure(const Portfolio& portfolio, const Measure& measure) {
  Duties duties(portfolio.policy);
  duties.portfolio_ = &portfolio;
  duties.measure_ = &measure;
  return duties;
}

Duties Duties::OfSigners(const Policy& policy) { return Duties(policy); }

std::optional<std::string> Duties::WhyExcluded(const Signatory& signatory) const {
  if (!measure_) return std::nullopt;
  for (const auto& [first, second] : pairs_) {
    if (signatory.role != first && signatory.role != second) continue;
    const Role other = signatory.role == first ? second : first;
    for (const Text person : {signatory.by, signatory.for_}) {
      if (person.empty() || !ActsAs(*portfolio_, *measure_, other, person)) continue;
      return fmt::format("'{}' acts as {} and is {} of the measure", person.view(), Name(signatory.role),
                         Name(other));
    }
  }
  return std::nullopt;
}

std::optional<std::string> Duties::WhyExcluded(const Signatory& one, const Signatory& other) const {
  const std::optional<Text> person = SharedPerson(one, other);
  if (!person) return std::nullopt;
  for (const auto& [first, second] : pairs_) {
    const bool excluded =
        (first == one.role && second == other.role) || (first == other.role && second == one.role);
    if (excluded)
      return fmt::format("'{}' acts as {} and as {}", person->view(), Name(one.role), Name(other.role));
  }
  return std::nullopt;
}

Coverage Cover(const RolesNeeded& needed, std::span<const Signatory> approvals, const Signatory* own,
               const Duties* duties) {
  Coverage coverage;
  Search search(needed, approvals, duties);
  if (own && !needed.roles.empty()) coverage.own_asked = search.Seat(*own);
  coverage.roles = search.Run();
  // What the transition's own signer may not do for separation of duties, others can't make good.
  const bool own_excluded = own && duties && duties->WhyExcluded(*own);
  const bool covered = needed.any && !needed.roles.empty() ? std::ranges::any_of(coverage.roles, IsCovered)
                                                           : std::ranges::all_of(coverage.roles, IsCovered);
  coverage.complete = covered && coverage.own_asked && !own_excluded;
  return coverage;
}

std::optional<std::string> WhyRoleNotHeld(const Portfolio& portfolio, const Measure& measure,
                                          const Signatory& signatory) {
  if (signatory.by == signatory.for_) return fmt::format("'{}' stands in for himself", signatory.by.view());
  const Text principal = signatory.for_.empty() ? signatory.by : signatory.for_;
  if (auto why = WhyNotHolder(portfolio, measure, signatory.role, principal)) return why;
  if (auto why = WhyNotChair(portfolio, measure, signatory.role, principal)) return why;
  if (!signatory.for_.empty()) {
    if (auto why = WhyNoDeputy(portfolio, measure, signatory.role, signatory.by, principal)) return why;
  }
  for (const Text id : {principal, signatory.by}) {
    const Person* person = portfolio.FindPerson(id);
    if (person && !InScope(*person, measure, signatory.role))
      return fmt::format("'{}' is not responsible for '{}'", id.view(), measure.legal_entity->view());
  }
  return std::nullopt;
}

std::optional<std::string> WhyMayNotSign(const Portfolio& portfolio, const Measure& measure,
                                         const Signatory& signatory) {
  if (auto why = WhyRoleNotHeld(portfolio, measure, signatory)) return why;
  return Duties::OfMeasure(portfolio, measure).WhyExcluded(signatory);
}

std::vector<Signatory> WhoMaySign(const Portfolio& portfolio, const Measure& measure, Role role) {
  const std::vector<Text> holders = PeopleIn(portfolio, measure, role);
  std::vector<Signatory> able;
  const auto add = [&](const Signatory& signatory) {
    if (!WhyMayNotSign(portfolio, measure, signatory)) able.push_back(signatory);
  };
  for (const Text holder : holders) add({role, holder, {}, false});
  for (const Text holder : holders) {
    const Person* person = portfolio.FindPerson(holder);
    if (!person) continue;
    for (const Located<Text>& deputy : person->deputies) add({role, *deputy, holder, false});
  }
  return able;
}

}  // namespace cat4
