// Which registry is in force, and what registry.yaml tells of its versions.
#include "cat4/governance/registry.h"

#include <catch2/catch.hpp>

#include "cat4/governance/statement.h"
#include "cat4/rules/rule_text.h"

#include "unit/signed_by.h"

namespace cat4 {
namespace {

// "sha256:1111…": whatever the lines of a registry may have as their digest.
std::string Digest(char letter) { return "sha256:" + std::string(64, letter); }

// An entry that ratifies; '1' is the digest of version 1, '2' that of version 2.
struct Ratify {
  std::string_view by;
  int version = 1;
  char registry = '1';
  char previous = 0;  // 0: none
  char key = 0;       // the letter of the key that signs; 0: the signer's own
  std::string_view note = "";
};

std::string Entry(const Ratify& ratify, const std::string& signature) {
  return fmt::format(
      "  - {{decision: ratify, version: {}, previous: {}, registry: {}, by: {}, on: 2026-10-01, "
      "{}signature: {}}}\n",
      ratify.version, ratify.previous ? Digest(ratify.previous) : "none", Digest(ratify.registry), ratify.by,
      ratify.note.empty() ? "" : fmt::format("note: {}, ", ratify.note), signature);
}

// `extra`: lines after the key.
std::string PersonFile(std::string_view id, std::string_view roles, std::string_view extra = "",
                       std::string_view of_key = "") {
  return fmt::format(
      "--- people/{}.yaml\nid: {}\nname: N\nemail: {}@demo.example\nroles: [{}]\nkeys:\n  - {{key: "
      "{}{}}}\n{}",
      id, id, id, roles, LetterKey(id.front()).Line(), of_key, extra);
}

struct Registry {
  std::unique_ptr<Source> source;
  std::unique_ptr<Portfolio> portfolio;
};

// Admins a.admin and b.admin, o.owner who is none; `files` replace theirs. Entries are signed.
Registry Make(const std::vector<Ratify>& entries, std::string_view files = "") {
  const std::string people =
      PersonFile("a.admin", "admin") + PersonFile("b.admin", "admin") + PersonFile("o.owner", "owner");
  std::vector<std::string> signatures(entries.size(), "AAAA");
  const auto load = [&] {
    std::string text =
        fmt::format("{}{}--- registry.yaml\ndecisions:{}\n", people, files, entries.empty() ? " []" : "");
    for (std::size_t i = 0; i < entries.size(); ++i) text += Entry(entries[i], signatures[i]);
    std::unique_ptr<Source> source = InMemorySource(ExampleTree(text));
    Loaded loaded = LoadPortfolio(*source);
    REQUIRE(loaded.findings.size() == 0);
    REQUIRE(loaded.portfolio->registry.size() == entries.size());
    return Registry{std::move(source), std::move(loaded.portfolio)};
  };
  const Registry unsigned_one = load();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const LetterKey key(entries[i].key ? entries[i].key : entries[i].by.front());
    signatures[i] = key.Sign(StatementText(*unsigned_one.portfolio, unsigned_one.portfolio->registry[i]));
  }
  return load();
}

std::string Verdict(const RatifiedRegistry& before, const Registry& after, char digest) {
  const ResultOr<int, std::string> version =
      VersionInForce(before, *after.portfolio, *after.source, Digest(digest));
  return version ? fmt::format("version {}", *version) : "not in force";
}
std::string First(const Registry& registry, char digest = '1') { return Verdict({}, registry, digest); }

// Version 2 of which nothing but these entries and files differ from version 1.
std::string Second(const std::vector<Ratify>& entries, std::string_view files = "",
                   std::string_view files_before = "") {
  Registry one = Make({{.by = "a.admin"}}, files_before);
  const RatifiedRegistry before{1, Digest('1'), std::move(one.source), std::move(one.portfolio)};
  return Verdict(before, Make(entries, fmt::format("{}{}", files_before, files)), '2');
}

constexpr Ratify kSecondByA{.by = "a.admin", .version = 2, .registry = '2', .previous = '1'};
constexpr Ratify kSecondByB{.by = "b.admin", .version = 2, .registry = '2', .previous = '1'};
constexpr std::string_view kTwoApprove = "--- policy.yaml\nversion: 3\nregistry_approvals: 2\n";

}  // namespace

TEST_CASE("registry: the first one is in force once its own admins have signed it") {
  CHECK(First(Make({{.by = "a.admin"}})) == "version 1");
  CHECK(First(Make({})) == "not in force");
  CHECK(First(Make({{.by = "a.admin"}}), '2') == "not in force");  // it was changed since
  CHECK(First(Make({{.by = "o.owner"}})) == "not in force");
  CHECK(First(Make({{.by = "a.admin", .key = 'x'}})) == "not in force");
  CHECK(First(Make({{.by = "a.admin", .key = 'b'}})) == "not in force");
  CHECK(First(Make({{.by = "a.admin", .previous = '9'}})) == "not in force");
  CHECK(First(Make({{.by = "a.admin"}}, PersonFile("a.admin", "admin", "active: false\n"))) ==
        "not in force");
  CHECK(First(Make({{.by = "a.admin"}}, PersonFile("a.admin", "admin", "", ", status: retired"))) ==
        "not in force");
}

TEST_CASE("registry: as many different admins as the policy asks for") {
  CHECK(First(Make({{.by = "a.admin"}}, kTwoApprove)) == "not in force");
  CHECK(First(Make({{.by = "a.admin"}, {.by = "b.admin"}}, kTwoApprove)) == "version 1");
  CHECK(First(Make({{.by = "a.admin"}, {.by = "a.admin", .note = "again"}}, kTwoApprove)) == "not in force");
  CHECK(First(Make({{.by = "a.admin"}, {.by = "b.admin", .registry = '2'}}, kTwoApprove)) == "not in force");
}

TEST_CASE("registry: the first is version 1 and no other") {
  CHECK(First(Make({{.by = "a.admin"}, kSecondByB}), '2') == "not in force");
  CHECK(First(Make({{.by = "a.admin"}, kSecondByB}), '1') == "not in force");
  CHECK(First(Make({kSecondByA}), '2') == "not in force");  // there is no version 1
  CHECK(First(Make({{.by = "o.owner"}, kSecondByA}), '2') == "not in force");
  CHECK(First(Make({{.by = "a.admin", .registry = '3'}, kSecondByA}), '2') == "not in force");
  CHECK(First(Make({{.by = "a.admin"}, {.by = "b.admin", .registry = '3'}, kSecondByA}), '2') ==
        "not in force");
}

TEST_CASE("registry: the next version is ratified by admins of the one before") {
  CHECK(Second({{.by = "a.admin"}, kSecondByA}) == "version 2");
  CHECK(Second({kSecondByB}) == "version 2");
  CHECK(Second({{.by = "a.admin"}}) == "not in force");
  CHECK(Second({{.by = "o.owner", .version = 2, .registry = '2', .previous = '1'}}) == "not in force");
  CHECK(Second({{.by = "a.admin", .version = 2, .registry = '2', .previous = '1', .key = 'b'}}) ==
        "not in force");
  CHECK(Second({{.by = "a.admin", .version = 3, .registry = '2', .previous = '1'}}) == "not in force");
  CHECK(Second({{.by = "a.admin", .version = 2, .registry = '3', .previous = '1'}}) == "not in force");
  CHECK(Second({{.by = "a.admin", .version = 2, .registry = '2', .previous = '3'}}) == "not in force");
  CHECK(Second({{.by = "a.admin", .version = 2, .registry = '2'}}) == "not in force");
}

TEST_CASE("registry: the signer and his key are those that were good before") {
  const std::string retired = PersonFile("a.admin", "admin", "", ", status: retired");
  CHECK(Second({kSecondByA}, retired) == "version 2");
  CHECK(Second({kSecondByA}, PersonFile("a.admin", "admin"), retired) == "not in force");
  const std::string inactive = PersonFile("a.admin", "admin", "active: false\n");
  CHECK(Second({kSecondByA}, PersonFile("a.admin", "admin"), inactive) == "not in force");
}

TEST_CASE("registry: where the admins or their number change, those of the change ratify too") {
  const std::string new_admin = PersonFile("c.admin", "admin"), leaves = PersonFile("a.admin", "owner");
  constexpr Ratify kByC{.by = "c.admin", .version = 2, .registry = '2', .previous = '1'};
  CHECK(Second({kSecondByA}, new_admin) == "version 2");
  CHECK(Second({kByC}, new_admin) == "not in force");
  CHECK(Second({kSecondByA}, leaves) == "not in force");
  CHECK(Second({kSecondByA, kSecondByB}, leaves) == "version 2");
  CHECK(Second({kSecondByA}, kTwoApprove) == "not in force");
  CHECK(Second({kSecondByA, kSecondByB}, kTwoApprove) == "version 2");
}

TEST_CASE("registry: what no ratification makes good keeps it from coming into force") {
  CHECK(Second({kSecondByA}, "--- policy.yaml\nversion: 3\n") == "version 2");
  CHECK(Second({kSecondByA}, "--- policy.yaml\nversion: 4\n") == "not in force");
  CHECK(Second({kSecondByA}, "--- policy.yaml\nversion: 2  # changed by a comment\n") == "not in force");
  CHECK(Second({kSecondByA}, PersonFile("b.admin", "admin", "", ", status: retired")) == "version 2");
  CHECK(Second({kSecondByA}, PersonFile("b.admin", "admin"),
               PersonFile("b.admin", "admin", "", ", status: retired")) == "not in force");
}

namespace {

// A line for each version, and one for each of its signatures.
std::string StatusLines(const Registry& registry, char digest) {
  const RegistryStatus status = StatusOfRegistry(*registry.portfolio, Digest(digest));
  CHECK(status.digest == Digest(digest));
  std::string lines =
      fmt::format("{}, needs {}, root {}\n", status.current ? "current" : "changed", status.needed,
                  status.first() ? status.first()->digest.substr(7, 1) : "none");
  for (const RegistryVersion& version : status.versions) {
    lines += fmt::format("version {} is {} by {}\n", version.version, version.digest.substr(7, 1),
                         version.ratifiers);
    for (const Ratification& one : version.ratifications)
      lines += fmt::format("  {}: {}\n", one.entry->by->view(), one.proof.proven ? "good" : one.proof.why);
  }
  return lines;
}

}  // namespace

TEST_CASE("registry status: nothing is ratified") {
  CHECK(StatusLines(Make({}), '1') == "changed, needs 1, root none\n");
}

TEST_CASE("registry status: signatures by version and digest, versions ascending") {
  CHECK(StatusLines(Make({kSecondByB, {.by = "a.admin"}, kSecondByA, {.by = "b.admin"}}, kTwoApprove), '2') ==
        "current, needs 2, root 1\n"
        "version 1 is 1 by 2\n"
        "  a.admin: good\n"
        "  b.admin: good\n"
        "version 2 is 2 by 2\n"
        "  b.admin: good\n"
        "  a.admin: good\n");
  CHECK(StatusLines(Make({{.by = "a.admin"}, kSecondByB}), '1') ==
        "changed, needs 1, root 1\n"
        "version 1 is 1 by 1\n"
        "  a.admin: good\n"
        "version 2 is 2 by 1\n"
        "  b.admin: good\n");
}

TEST_CASE("registry status: who counts, once, and only admins for the first version") {
  CHECK(StatusLines(Make({{.by = "a.admin"}, {.by = "a.admin", .note = "again"}, {.by = "o.owner"}}), '1') ==
        "current, needs 1, root 1\n"
        "version 1 is 1 by 1\n"
        "  a.admin: good\n"
        "  a.admin: good\n"
        "  o.owner: good\n");
  CHECK(StatusLines(Make({{.by = "o.owner", .version = 2}}), '1') ==
        "current, needs 1, root none\n"
        "version 2 is 1 by 1\n"
        "  o.owner: good\n");
  CHECK(StatusLines(Make({{.by = "a.admin", .key = 'b'}}), '1') ==
        fmt::format("current, needs 1, root 1\n"
                    "version 1 is 1 by 0\n"
                    "  a.admin: it was signed by {}, which is no key of 'a.admin'\n",
                    Fingerprint(*ParseKeyLine(LetterKey('b').Line()).key)));
}

TEST_CASE("registry status: two first versions are no trust root") {
  CHECK(StatusLines(Make({{.by = "a.admin"}, {.by = "b.admin", .registry = '2'}}), '2') ==
        "current, needs 1, root none\n"
        "version 1 is 1 by 1\n"
        "  a.admin: good\n"
        "version 1 is 2 by 1\n"
        "  b.admin: good\n");
}

TEST_CASE("registry: entries are only added, behind the others") {
  const auto keeps = [](const std::vector<Ratify>& before, const std::vector<Ratify>& after) {
    return KeepsEntries(*Make(before).portfolio, *Make(after).portfolio);
  };
  const Ratify one{.by = "a.admin"};
  CHECK(keeps({}, {}));
  CHECK(keeps({}, {one}));
  CHECK(keeps({one}, {one}));
  CHECK(keeps({one}, {one, kSecondByA}));
  CHECK_FALSE(keeps({one}, {}));
  CHECK_FALSE(keeps({one, kSecondByA}, {one}));
  CHECK_FALSE(keeps({one}, {kSecondByA, one}));
  CHECK_FALSE(keeps({one, kSecondByA}, {kSecondByA, one}));
  CHECK_FALSE(keeps({one}, {{.by = "a.admin", .note = "changed"}}));
  CHECK_FALSE(keeps({one}, {{.by = "a.admin", .key = 'b'}}));  // another signature alone
  const Registry before = Make({one}), after = Make({one});
  after.portfolio->registry.front().version.value = 2;  // the signature stays
  CHECK_FALSE(KeepsEntries(*before.portfolio, *after.portfolio));
}

}  // namespace cat4
