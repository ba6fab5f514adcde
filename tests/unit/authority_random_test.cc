// Cover against a search of every subset of the approvals, over random small cases.
#include <algorithm>
#include <random>
#include <set>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "cat4/governance/authority.h"
#include "cat4/rules/rule_text.h"

namespace cat4 {
namespace {

using Random = std::mt19937;

int Below(Random& random, int count) { return static_cast<int>(random() % static_cast<unsigned>(count)); }
bool OneIn(Random& random, int count) { return Below(random, count) == 0; }

constexpr Role kRoles[] = {Role::kSponsor, Role::kController, Role::kSteeringCommittee, Role::kAdmin};

// The measure of the small organization names these; of the board 's.sponsor' is the chair.
const std::set<std::pair<std::string_view, Role>>& Named() {
  static const std::set<std::pair<std::string_view, Role>> named{{"o.owner", Role::kOwner},
                                                                 {"s.sponsor", Role::kSponsor},
                                                                 {"c.controller", Role::kController},
                                                                 {"s.sponsor", Role::kSteeringCommittee},
                                                                 {"a.admin", Role::kSteeringCommittee},
                                                                 {"a.admin", Role::kAdmin}};
  return named;
}
constexpr std::string_view kPeople[] = {"o.owner", "s.sponsor", "c.controller",
                                        "a.admin", "p.other",   "q.other"};

struct Case {
  RolesNeeded needed;
  std::vector<Signatory> approvals;
  std::optional<Signatory> own;
  bool duties = false;  // judged by whom the measure names
};

// Written without a look at how Cover finds its answer.
class BruteForce {
 public:
  BruteForce(const Case& given, const Policy& policy) : case_(given) {
    for (const RolePair& pair : policy.separation_of_duties) {
      apart_.insert({*pair.first, *pair.second});
      apart_.insert({*pair.second, *pair.first});
    }
  }

  bool Complete() const {
    if (case_.own && (!IsAsked(*case_.own) || IsExcluded(*case_.own))) return false;
    const unsigned subsets = 1u << case_.approvals.size();
    for (unsigned subset = 0; subset < subsets; ++subset) {
      std::vector<Signatory> counted;
      for (std::size_t i = 0; i < case_.approvals.size(); ++i) {
        if (subset & (1u << i)) counted.push_back(case_.approvals[i]);
      }
      if (case_.own) counted.push_back(*case_.own);
      if (IsSound(counted) && IsEnough(counted)) return true;
    }
    return false;
  }

  // Everybody another person, and nobody in two roles that exclude each other.
  bool IsSound(const std::vector<Signatory>& counted) const {
    std::multiset<std::string_view> people;
    for (const Signatory& one : counted) {
      if (IsExcluded(one)) return false;
      people.insert(one.by.view());
      if (!one.for_.empty()) people.insert(one.for_.view());
    }
    return std::ranges::all_of(people, [&](std::string_view person) { return people.count(person) == 1; });
  }

  bool IsEnough(const std::vector<Signatory>& counted) const {
    const auto covered = [&](const RoleNeed& need) {
      const auto given = std::ranges::count_if(counted, [&](const Signatory& one) {
        return one.role == need.role && (!need.minutes || one.evidence);
      });
      return static_cast<std::size_t>(given) >= need.people;
    };
    return case_.needed.any ? std::ranges::any_of(case_.needed.roles, covered)
                            : std::ranges::all_of(case_.needed.roles, covered);
  }

 private:
  bool IsAsked(const Signatory& one) const {
    return std::ranges::any_of(case_.needed.roles,
                               [&](const RoleNeed& need) { return need.role == one.role; });
  }

  bool IsExcluded(const Signatory& one) const {
    if (!case_.duties) return false;
    return std::ranges::any_of(Named(), [&](const auto& named) {
      const auto& [person, role] = named;
      return apart_.contains({one.role, role}) && (one.by.view() == person || one.for_.view() == person);
    });
  }

  const Case& case_;
  std::set<std::pair<Role, Role>> apart_;
};

class Scene {
 public:
  Scene()
      : loaded_(LoadPortfolio(*InMemorySource(ExampleTree("--- DEMO-1.yaml\n"
                                                          "id: DEMO-1\n"
                                                          "title: Live stock feed\n"
                                                          "owner: o.owner\n"
                                                          "controller: c.controller\n"
                                                          "stage: defined\n"
                                                          "state: active\n")))) {}
  Portfolio& portfolio() { return *loaded_.portfolio; }
  const Measure& measure() { return portfolio().measures.front(); }

  Signatory Draw(Random& random) {
    const auto person = [&] {
      return portfolio().texts.Intern(kPeople[Below(random, static_cast<int>(std::size(kPeople)))]);
    };
    Signatory one{kRoles[Below(random, static_cast<int>(std::size(kRoles)))], person(), {}, OneIn(random, 2)};
    if (OneIn(random, 4)) one.for_ = person();
    if (one.for_ == one.by) one.for_ = {};
    return one;
  }

  Case DrawCase(Random& random) {
    Case drawn;
    std::vector<Role> roles(std::begin(kRoles), std::end(kRoles));
    std::shuffle(roles.begin(), roles.end(), random);
    roles.resize(1 + static_cast<std::size_t>(Below(random, 4)));
    drawn.needed.any = OneIn(random, 6);
    for (const Role role : roles) {
      RoleNeed need{.role = role};
      if (role == Role::kSteeringCommittee && !drawn.needed.any) {
        need.minutes = OneIn(random, 3);
        need.people = need.minutes ? 1 : 1 + static_cast<std::size_t>(Below(random, 3));
      }
      drawn.needed.roles.push_back(need);
    }
    for (int count = Below(random, 8); count > 0; --count) drawn.approvals.push_back(Draw(random));
    if (!OneIn(random, 3)) drawn.own = Draw(random);
    drawn.duties = OneIn(random, 2);
    return drawn;
  }

  Coverage Cover(const Case& drawn) {
    const Duties duties = Duties::OfMeasure(portfolio(), measure());
    return cat4::Cover(drawn.needed, drawn.approvals, drawn.own ? &*drawn.own : nullptr,
                       drawn.duties ? &duties : nullptr);
  }

 private:
  Loaded loaded_;
};

std::string CaseText(const Case& drawn) {
  const auto one = [](const Signatory& s) {
    return fmt::format("{} {}{}{}{}", Name(s.role), s.by.view(), s.for_.empty() ? "" : " for ", s.for_.view(),
                       s.evidence ? " with evidence" : "");
  };
  std::string text = drawn.needed.any ? "any of" : "all of";
  for (const RoleNeed& need : drawn.needed.roles)
    text += fmt::format(" {}×{}{}", need.people, Name(need.role), need.minutes ? " by minutes" : "");
  for (const Signatory& approval : drawn.approvals) text += fmt::format("; {}", one(approval));
  if (drawn.own) text += fmt::format("; own {}", one(*drawn.own));
  return text + (drawn.duties ? "; duties apart" : "");
}

}  // namespace

TEST_CASE("authority: no subset of approvals authorises unless every role is covered by another person") {
  Random random(4711);
  Scene scene;
  int complete = 0, incomplete = 0;
  for (int round = 0; round < 5'000; ++round) {
    const Case drawn = scene.DrawCase(random);
    INFO("round " << round << ": " << CaseText(drawn));
    const BruteForce all(drawn, scene.portfolio().policy);
    const Coverage coverage = scene.Cover(drawn);
    REQUIRE(coverage.complete == all.Complete());
    ++(coverage.complete ? complete : incomplete);

    // Those that it says count, do: they stand for themselves, each in its role.
    std::vector<Signatory> counted;
    for (const RoleCoverage& role : coverage.roles) {
      REQUIRE(role.given.size() <= role.need.people);
      for (const std::size_t i : role.given) {
        const Signatory& one = i == kOwn ? *drawn.own : drawn.approvals.at(i);
        REQUIRE(one.role == role.need.role);
        REQUIRE((!role.need.minutes || one.evidence));
        counted.push_back(one);
      }
    }
    REQUIRE(all.IsSound(counted));
    if (coverage.complete) REQUIRE(all.IsEnough(counted));
  }
  CHECK(complete > 500);
  CHECK(incomplete > 500);
}

TEST_CASE("authority: an approval more never takes away what the others cover") {
  Random random(815);
  Scene scene;
  for (int round = 0; round < 5'000; ++round) {
    Case drawn = scene.DrawCase(random);
    const bool before = scene.Cover(drawn).complete;
    drawn.approvals.insert(
        drawn.approvals.begin() + Below(random, static_cast<int>(drawn.approvals.size()) + 1),
        scene.Draw(random));
    INFO("round " << round << ": " << CaseText(drawn));
    if (before) REQUIRE(scene.Cover(drawn).complete);
  }
}

}  // namespace cat4
