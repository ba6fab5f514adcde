#include "cat4/model/roles.h"

#include <algorithm>

namespace cat4 {
namespace {

std::vector<Text> MembersOf(const Committee& committee) {
  std::vector<Text> people{*committee.chair};
  for (const Located<Text>& member : committee.members) {
    if (*member != *committee.chair) people.push_back(*member);
  }
  return people;
}

std::vector<Text> Admins(const Portfolio& portfolio) {
  std::vector<Text> people;
  for (const Person& person : portfolio.people) {
    if (person.Holds(Role::kAdmin)) people.push_back(*person.id);
  }
  return people;
}

}  // namespace

Located<Text> NamedIn(const Measure& measure, Role role) {
  switch (role) {
    case Role::kOwner:
      return measure.owner;
    case Role::kSponsor:
      return measure.sponsor;
    case Role::kController:
      return measure.controller;
    case Role::kSteeringCommittee:
      return measure.steering_committee;
    case Role::kAdmin:
      break;
  }
  return {};
}

std::vector<Text> PeopleIn(const Portfolio& portfolio, const Measure& measure, Role role) {
  if (role == Role::kAdmin) return Admins(portfolio);
  const Located<Text> named = NamedIn(measure, role);
  if (!named) return {};
  if (role != Role::kSteeringCommittee) return {*named};
  const Committee* committee = portfolio.FindCommittee(*named);
  return committee ? MembersOf(*committee) : std::vector<Text>();
}

bool ActsAs(const Portfolio& portfolio, const Measure& measure, Role role, Text person) {
  if (role == Role::kAdmin) {
    const Person* known = portfolio.FindPerson(person);
    return known && known->Holds(Role::kAdmin);
  }
  const std::vector<Text> people = PeopleIn(portfolio, measure, role);
  return std::ranges::find(people, person) != people.end();
}

}  // namespace cat4
