// What may change between two versions of the registry.
#include "cat4/governance/registry_change.h"

#include <catch2/catch.hpp>

#include "cat4/rules/rule_text.h"

namespace cat4 {
namespace {

constexpr std::string_view kMeasure = "";
constexpr std::string_view kKey =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILyagbsOhG+y30c9DSIcYaOIS6Bm8kiCs/HpYDj6FFCf";

std::string Lines(std::string_view before, std::string_view after, PolicyFile policy = PolicyFile::kSame) {
  const Loaded then = LoadPortfolio(*InMemorySource(ExampleTree(before)));
  const Loaded now = LoadPortfolio(*InMemorySource(ExampleTree(after)));
  std::string lines;
  for (const std::string& breach : Breaches(*then.portfolio, *now.portfolio, policy)) lines += breach + "\n";
  return lines;
}

std::string Admin(std::string_view more, std::string_view id = "a.admin") {
  return fmt::format("--- people/{}.yaml\nid: {}\nname: A\nemail: {}@demo.example\nroles: [admin]\n{}", id,
                     id, id, more);
}
std::string Keys(std::string_view status) { return fmt::format("keys:\n  - {{key: {}{}}}\n", kKey, status); }

TEST_CASE("registry change: people come, leave and change, none is removed") {
  CHECK(Lines(Admin(""), Admin("active: false\n")) == "");
  CHECK(Lines(Admin("", "n.new"), kMeasure) == "'n.new' is removed; set 'active: false' instead\n");
  CHECK(Lines("--- committees/two.yaml\nid: two\nname: T\nchair: a.admin\nmembers: [a.admin]\nquorum: 1\n",
              kMeasure) == "committee 'two' is removed; set 'active: false' instead\n");
}

TEST_CASE("registry change: a key stays, only worsens, and belongs to one person") {
  CHECK(Lines(Admin(Keys("")), Admin(Keys(", status: retired"))) == "");
  CHECK(Lines(Admin(Keys(", status: retired")), Admin(Keys(", status: compromised"))) == "");
  CHECK(Lines(Admin(Keys(", status: retired")), Admin(Keys(""))) ==
        "a key of 'a.admin' goes from retired back to active; a key's status only worsens\n");
  CHECK(Lines(Admin(Keys("")), Admin("")) ==
        "a key of 'a.admin' is removed; set 'status: retired' instead\n");
  CHECK(Lines(Admin(Keys("")), Admin("") + Admin(Keys(""), "b.other")) ==
        "a key of 'a.admin' is removed; set 'status: retired' instead\n"
        "a key of 'a.admin' is given to 'b.other'; a key belongs to one person for ever\n");
}

TEST_CASE("registry change: the organization's id, and currencies of entities, are for ever") {
  const auto organization = [](std::string_view id, std::string_view entities) {
    return fmt::format(
        "--- organization.yaml\nformat: 1\nid: {}\nname: D\ncurrency: EUR\nlegal_entities:\n{}", id,
        entities);
  };
  const std::string then =
      organization("demo", "  - {id: DE, name: G}\n  - {id: CH, name: S, currency: CHF}\n");
  CHECK(Lines(then, organization("demo",
                                 "  - {id: DE, name: Other}\n  - {id: CH, name: S, currency: CHF, closed: "
                                 "true}\n  - {id: NL, name: N}\n")) == "");
  CHECK(Lines(then, organization("other", "  - {id: DE, name: G}\n  - {id: CH, name: S, currency: EUR}\n")) ==
        "the organization's id changes from 'demo' to 'other'; it stays for ever, statements name it\n"
        "the currency of legal entity 'CH' changes from CHF to EUR; it stays for ever\n");
  CHECK(Lines(then, organization("demo", "  - {id: DE, name: G, currency: USD}\n")) ==
        "the currency of legal entity 'DE' changes from EUR to USD; it stays for ever\n"
        "legal entity 'CH' is removed; mark it 'closed: true' instead\n");
}

TEST_CASE("registry change: the policy's version rises by one with the file, and stages stay") {
  CHECK(Lines(kMeasure, "--- policy.yaml\nversion: 3\n", PolicyFile::kChanged) == "");
  CHECK(Lines(kMeasure, kMeasure, PolicyFile::kChanged) ==
        "policy.yaml changed and says version 2; wanted 3, one more with every change of the file\n");
  CHECK(Lines(kMeasure, "--- policy.yaml\nversion: 4\n", PolicyFile::kChanged) ==
        "policy.yaml changed and says version 4; wanted 3, one more with every change of the file\n");
  const std::string_view two = "--- policy.yaml\nversion: 2\nstages: [{id: a}, {id: b}, {id: c}]\n";
  CHECK(Lines(two, "--- policy.yaml\nversion: 3\nstages: [{id: a}, {id: n}, {id: b}, {id: c}]\n",
              PolicyFile::kChanged) == "");
  CHECK(Lines(two, "--- policy.yaml\nversion: 3\nstages: [{id: a}, {id: c}, {id: b}]\n",
              PolicyFile::kChanged) == "stage 'c' is renamed, removed or moved; stages stay as they are\n");
  CHECK(Lines(two, "--- policy.yaml\nversion: 3\nstages: [{id: a}, {id: x}, {id: c}]\n",
              PolicyFile::kChanged) == "stage 'b' is renamed, removed or moved; stages stay as they are\n");
}

TEST_CASE("registry change: how many ratify") {
  const auto needed = [](std::string_view before, std::string_view after) {
    const Loaded then = LoadPortfolio(*InMemorySource(ExampleTree(before)));
    const Loaded now = LoadPortfolio(*InMemorySource(ExampleTree(after)));
    const RatifiersNeeded number = NeededToRatify(*then.portfolio, *now.portfolio);
    return fmt::format("{} {}", number.before, number.after);
  };
  CHECK(needed(kMeasure, "--- people/o.owner.yaml\nid: o.owner\nname: X\nemail: olaf@demo.example\n") ==
        "1 0");
  CHECK(needed(kMeasure, Admin("", "b.other")) == "1 1");
  CHECK(needed(kMeasure, "--- policy.yaml\nversion: 3\nregistry_approvals: 2\n") == "1 2");
  CHECK(needed("--- policy.yaml\nversion: 3\nregistry_approvals: 2\n", kMeasure) == "2 1");
}

}  // namespace
}  // namespace cat4
