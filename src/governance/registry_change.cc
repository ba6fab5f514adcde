#include "cat4/governance/registry_change.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "cat4/crypto/public_key.h"
#include "cat4/governance/person_keys.h"

namespace cat4 {
namespace {

// A key by its blob, so that another comment makes no other key; a line that is no key stands for itself.
std::string KeyOf(const PersonKey& key) {
  const KeyResult parsed = ParseKeyLine(key.key->view());
  return parsed.key ? parsed.key->blob : std::string(key.key->view());
}

template <typename T>
const T* FindById(const std::vector<T>& all, std::string_view id) {
  const auto found = std::ranges::find(all, id, [](const T& one) { return one.id->view(); });
  return found == all.end() ? nullptr : &*found;
}

class Comparison {
 public:
  Comparison(const Portfolio& before, const Portfolio& after, PolicyFile policy)
      : before_(before), after_(after), policy_(policy) {}

  std::vector<std::string> Run() {
    CompareOrganization();
    for (const Person& person : before_.people) ComparePerson(person);
    CompareOwners();
    for (const Committee& committee : before_.committees) {
      if (!FindById(after_.committees, committee.id->view()))
        Add("committee '{}' is removed; set 'active: false' instead", committee.id->view());
    }
    ComparePolicy();
    return std::move(breaches_);
  }

 private:
  template <typename... Args>
  void Add(fmt::format_string<Args...> format, Args&&... args) {
    breaches_.push_back(fmt::format(format, std::forward<Args>(args)...));
  }

  // Its own, or else the organization's.
  static Currency CurrencyOf(const LegalEntity& entity, const Organization& organization) {
    return entity.currency ? *entity.currency : *organization.currency;
  }

  void CompareOrganization() {
    const Organization &then = before_.organization, &now = after_.organization;
    if (then.id->view() != now.id->view())
      Add("the organization's id changes from '{}' to '{}'; it stays for ever, statements name it",
          then.id->view(), now.id->view());
    for (const LegalEntity& entity : then.legal_entities) {
      const LegalEntity* here = FindById(now.legal_entities, entity.id->view());
      if (!here) {
        Add("legal entity '{}' is removed; mark it 'closed: true' instead", entity.id->view());
        continue;
      }
      const Currency old = CurrencyOf(entity, then), current = CurrencyOf(*here, now);
      if (old != current)
        Add("the currency of legal entity '{}' changes from {} to {}; it stays for ever", entity.id->view(),
            old.code(), current.code());
    }
  }

  void ComparePerson(const Person& person) {
    const std::string_view id = person.id->view();
    const Person* here = FindById(after_.people, id);
    if (!here) return Add("'{}' is removed; set 'active: false' instead", id);
    for (const PersonKey& key : person.keys) {
      const std::string blob = KeyOf(key);
      const auto now = std::ranges::find(here->keys, blob, &KeyOf);
      if (now == here->keys.end()) {
        Add("a key of '{}' is removed; set 'status: retired' instead", id);
      } else if (StatusOf(*now) < StatusOf(key)) {
        Add("a key of '{}' goes from {} back to {}; a key's status only worsens", id, Name(StatusOf(key)),
            Name(StatusOf(*now)));
      }
    }
  }

  // A key belongs to one person for ever.
  void CompareOwners() {
    std::map<std::string, std::string_view> owners;
    for (const Person& person : before_.people) {
      for (const PersonKey& key : person.keys) owners.emplace(KeyOf(key), person.id->view());
    }
    for (const Person& person : after_.people) {
      for (const PersonKey& key : person.keys) {
        const auto [owner, added] = owners.emplace(KeyOf(key), person.id->view());
        if (!added && owner->second != person.id->view())
          Add("a key of '{}' is given to '{}'; a key belongs to one person for ever", owner->second,
              person.id->view());
      }
    }
  }

  void ComparePolicy() {
    const Policy &then = before_.policy, &now = after_.policy;
    const bool kept = std::ranges::equal(
        then.stages, now.stages, {}, [](const Stage& stage) { return stage.id->view(); },
        [](const Stage& stage) { return stage.id->view(); });
    const int wanted = *then.version + (policy_ == PolicyFile::kChanged ? 1 : 0);
    if (*now.version != wanted)
      Add("policy.yaml {} and says version {}; wanted {}, one more with every change of the file",
          policy_ == PolicyFile::kChanged ? "changed" : "did not change", *now.version, wanted);
    // A new stage may come between; none of those there are may go, or change its place among them.
    std::size_t next = 0;
    for (const Stage& stage : now.stages) {
      if (next < then.stages.size() && then.stages[next].id->view() == stage.id->view()) ++next;
    }
    if (!kept && next < then.stages.size())
      Add("stage '{}' is renamed, removed or moved; stages stay as they are", then.stages[next].id->view());
  }

  const Portfolio& before_;
  const Portfolio& after_;
  const PolicyFile policy_;
  std::vector<std::string> breaches_;
};

}  // namespace

std::vector<std::string> Breaches(const Portfolio& before, const Portfolio& after, PolicyFile policy) {
  return Comparison(before, after, policy).Run();
}

std::vector<std::string_view> ActiveAdmins(const Portfolio& portfolio) {
  std::vector<std::string_view> admins;
  for (const Person& person : portfolio.people) {
    if (person.is_active() && person.Holds(Role::kAdmin)) admins.push_back(person.id->view());
  }
  std::ranges::sort(admins);
  return admins;
}

RatifiersNeeded NeededToRatify(const Portfolio& before, const Portfolio& after) {
  const auto number = [](const Portfolio& portfolio) {
    return static_cast<std::size_t>(*portfolio.policy.registry_approvals);
  };
  const bool alters = number(before) != number(after) || ActiveAdmins(before) != ActiveAdmins(after);
  return {.before = number(before), .after = alters ? number(after) : 0};
}

}  // namespace cat4
