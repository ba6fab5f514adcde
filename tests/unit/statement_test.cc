// Statements, byte by byte. The digests were computed with Python's hashlib from the texts as they stand
// here, so that neither text nor digest rests on the program.
#include "cat4/governance/statement.h"

#include <catch2/catch.hpp>

#include "cat4/rules/rule_text.h"

namespace cat4 {
namespace {

class Scene {
 public:
  explicit Scene(std::string_view example) : loaded_(LoadPortfolio(*InMemorySource(ExampleTree(example)))) {
    std::string findings;
    for (const Finding& finding : loaded_.findings.all()) findings += finding.message + "\n";
    REQUIRE(findings == "");
    REQUIRE_FALSE(portfolio().measures.empty());
  }
  Portfolio& portfolio() const { return *loaded_.portfolio; }
  const Measure& measure() const { return portfolio().measures.front(); }

  std::string Statement(std::size_t index) const {
    return StatementText(portfolio(), measure(), measure().decisions.at(index));
  }

 private:
  Loaded loaded_;
};

// A measure whose decisions say everything that a decision can say; effects in currencies of two, no and
// three decimals and one without any.
constexpr std::string_view kAllFields = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: decided
state: active
effects:
  - {id: ebitda, kind: ebitda, nature: recurring}
  - {id: yen, kind: ebitda, nature: recurring, currency: JPY}
  - {id: dinar, kind: cash, nature: one_off, currency: KWD}
  - {id: heads, kind: fte, nature: recurring}
decisions:
  - decision: approve
    gate: decided
    role: controller
    by: c.controller
    for: s.sponsor
    on: 2026-04-02
    policy: 1
    after: sha256:1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c
    terms: sha256:2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d
    note: Plan geprüft – tied to budget FY26, v3
    evidence:
      - {file: evidence/DEMO-1/plan b.pdf, sha256: 5f0a5f0a5f0a5f0a5f0a5f0a5f0a5f0a5f0a5f0a5f0a5f0a5f0a5f0a5f0a5f0a}
      - {file: evidence/DEMO-1/a.pdf, sha256: 0000000000000000000000000000000000000000000000000000000000000001}
    signature: AAAA
  - decision: hold
    role: sponsor
    by: s.sponsor
    on: 2026-04-03
    policy: 1
    after: none
    terms: none
    until: 2026-12-31
    reason: "Quoted: 'waits', it says"
    note: and a note
    signature: AAAA
  - decision: confirm
    role: controller
    by: c.controller
    on: 2026-10-12
    policy: 2
    after: none
    previous: none
    terms: none
    effect: ebitda
    currency: EUR
    amounts:
      2026-10: 37500
      2026-09: -12.5
      2027-01: 0.01
      2026-11: -0
    restates: true
    reason: Freight was booked twice
    note: see the ledger
    checked: Ledger of September
    signature: AAAA
  - decision: confirm
    role: controller
    by: c.controller
    on: 2026-10-13
    policy: 2
    after: none
    previous: none
    terms: none
    effect: yen
    currency: JPY
    amounts:
      2026-09: 1500000
    restates: false
    checked: Ledger
    signature: AAAA
  - decision: confirm
    role: controller
    by: c.controller
    on: 2026-10-14
    policy: 2
    after: none
    previous: none
    terms: none
    effect: heads
    currency: '-'
    amounts:
      2026-09: -1.5
    checked: Payroll
    signature: AAAA
  - decision: advance
    gate: closed
    role: sponsor
    by: s.sponsor
    on: 2026-10-15
    policy: 2
    after: none
    terms: none
    confirmed:
      yen: 1500000
      ebitda: 37487.51
      heads: -1.5
      dinar: 0.5
    reason: Market ended early
    signature: AAAA
)";

}  // namespace

TEST_CASE("statement: an approve, for somebody else, with a note and evidence in its own order") {
  const Scene scene(kAllFields);
  CHECK(scene.Statement(0) ==
        "cat4-statement: 1\n"
        "organization: demo\n"
        "measure: DEMO-1\n"
        "decision: approve\n"
        "gate: decided\n"
        "role: controller\n"
        "by: c.controller\n"
        "for: s.sponsor\n"
        "on: 2026-04-02\n"
        "policy: 1\n"
        "after: sha256:1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c\n"
        "terms: sha256:2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d\n"
        "note: Plan geprüft – tied to budget FY26, v3\n"
        "evidence: 5f0a5f0a5f0a5f0a5f0a5f0a5f0a5f0a5f0a5f0a5f0a5f0a5f0a5f0a5f0a5f0a "
        "evidence/DEMO-1/plan b.pdf\n"
        "evidence: 0000000000000000000000000000000000000000000000000000000000000001 "
        "evidence/DEMO-1/a.pdf\n");
  CHECK(DigestOf(scene.Statement(0)) ==
        "sha256:a35f033756a7705e58958c4e3df093f79a12106d2c30dcce70afcfaf1a6897ae");
}

TEST_CASE("statement: until comes before the reason, the reason before the note") {
  const Scene scene(kAllFields);
  CHECK(scene.Statement(1) ==
        "cat4-statement: 1\n"
        "organization: demo\n"
        "measure: DEMO-1\n"
        "decision: hold\n"
        "role: sponsor\n"
        "by: s.sponsor\n"
        "on: 2026-04-03\n"
        "policy: 1\n"
        "after: none\n"
        "terms: none\n"
        "until: 2026-12-31\n"
        "reason: Quoted: 'waits', it says\n"
        "note: and a note\n");
  CHECK(DigestOf(scene.Statement(1)) ==
        "sha256:27a3aa81570c2821bec582fa6814a0dd02889fd00f44ccd0b952dd94d1b812ea");
}

TEST_CASE("statement: a confirm's amounts by month, with the decimals of its currency") {
  const Scene scene(kAllFields);
  CHECK(scene.Statement(2) ==
        "cat4-statement: 1\n"
        "organization: demo\n"
        "measure: DEMO-1\n"
        "decision: confirm\n"
        "role: controller\n"
        "by: c.controller\n"
        "on: 2026-10-12\n"
        "policy: 2\n"
        "after: none\n"
        "previous: none\n"
        "terms: none\n"
        "effect: ebitda\n"
        "currency: EUR\n"
        "amount: 2026-09 -12.50\n"
        "amount: 2026-10 37500.00\n"
        "amount: 2026-11 0.00\n"
        "amount: 2027-01 0.01\n"
        "restates: true\n"
        "reason: Freight was booked twice\n"
        "note: see the ledger\n"
        "checked: Ledger of September\n");
  CHECK(DigestOf(scene.Statement(2)) ==
        "sha256:3c5cedb87b47b8d69d2c65e5f5c15a771f5047eb9576d59c9c9c344927179d12");
}

TEST_CASE("statement: a confirm in yen, and one of fte, which has no currency") {
  const Scene scene(kAllFields);
  CHECK(scene.Statement(3) ==
        "cat4-statement: 1\n"
        "organization: demo\n"
        "measure: DEMO-1\n"
        "decision: confirm\n"
        "role: controller\n"
        "by: c.controller\n"
        "on: 2026-10-13\n"
        "policy: 2\n"
        "after: none\n"
        "previous: none\n"
        "terms: none\n"
        "effect: yen\n"
        "currency: JPY\n"
        "amount: 2026-09 1500000\n"
        "restates: false\n"
        "checked: Ledger\n");
  CHECK(DigestOf(scene.Statement(3)) ==
        "sha256:a42cc6087de34cf5bc153c234632e9cef1f58fc4d6beed28830f310006684387");
  CHECK(scene.Statement(4) ==
        "cat4-statement: 1\n"
        "organization: demo\n"
        "measure: DEMO-1\n"
        "decision: confirm\n"
        "role: controller\n"
        "by: c.controller\n"
        "on: 2026-10-14\n"
        "policy: 2\n"
        "after: none\n"
        "previous: none\n"
        "terms: none\n"
        "effect: heads\n"
        "currency: -\n"
        "amount: 2026-09 -1.50\n"
        "checked: Payroll\n");
  CHECK(DigestOf(scene.Statement(4)) ==
        "sha256:b9a848b37f3f92dcf5b3b6d74b5c5c91670ccfae3156bceeda1cddb3ccd672cc");
}

TEST_CASE("statement: closing states the confirmed sums by effect, each in its currency") {
  const Scene scene(kAllFields);
  CHECK(scene.Statement(5) ==
        "cat4-statement: 1\n"
        "organization: demo\n"
        "measure: DEMO-1\n"
        "decision: advance\n"
        "gate: closed\n"
        "role: sponsor\n"
        "by: s.sponsor\n"
        "on: 2026-10-15\n"
        "policy: 2\n"
        "after: none\n"
        "terms: none\n"
        "confirmed: dinar 0.500\n"
        "confirmed: ebitda 37487.51\n"
        "confirmed: heads -1.50\n"
        "confirmed: yen 1500000\n"
        "reason: Market ended early\n");
  CHECK(DigestOf(scene.Statement(5)) ==
        "sha256:61e932e93bfc1cf4d8222e980b26fcd5fa65a8073404177a03127b87e3f3a71b");
}

TEST_CASE("statement: every kind of decision by its word, the signature in none") {
  // What a decision says of itself is one line; everything else is alike.
  for (const std::string_view kind : {"approve", "advance", "reject", "hold", "resume", "cancel", "reinstate",
                                      "return", "reopen", "amend", "adopt"}) {
    const Scene scene(
        fmt::format("--- DEMO-1.yaml\n"
                    "id: DEMO-1\n"
                    "title: Live stock feed\n"
                    "stage: defined\n"
                    "state: active\n"
                    "decisions:\n"
                    "  - decision: {}\n"
                    "    gate: detailed\n"
                    "    role: steering_committee\n"
                    "    by: a.admin\n"
                    "    on: 2026-04-03\n"
                    "    policy: 12\n"
                    "    after: none\n"
                    "    terms: none\n"
                    "    until: 2027-01-01\n"
                    "    signature: U1NI\n",
                    kind));
    CHECK(scene.Statement(0) == fmt::format("cat4-statement: 1\n"
                                            "organization: demo\n"
                                            "measure: DEMO-1\n"
                                            "decision: {}\n"
                                            "gate: detailed\n"
                                            "role: steering_committee\n"
                                            "by: a.admin\n"
                                            "on: 2026-04-03\n"
                                            "policy: 12\n"
                                            "after: none\n"
                                            "terms: none\n"
                                            "until: 2027-01-01\n",
                                            kind));
  }
}

TEST_CASE("statement: entries of the registry") {
  const Scene scene(R"(--- registry.yaml
decisions:
  - {decision: ratify, version: 2, previous: sha256:1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c, registry: sha256:2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d, by: a.admin, on: 2026-04-01, note: Zürich joins, signature: AAAA}
  - {decision: endorse, statements: [sha256:2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d, sha256:1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c], by: c.controller, on: 2026-04-09, signature: AAAA}
--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
stage: defined
state: active
)");
  const std::vector<RegistryEntry>& entries = scene.portfolio().registry;
  REQUIRE(entries.size() == 2);
  const std::string ratify = StatementText(scene.portfolio(), entries[0]);
  CHECK(ratify ==
        "cat4-statement: 1\n"
        "organization: demo\n"
        "decision: ratify\n"
        "version: 2\n"
        "previous: sha256:1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c\n"
        "registry: sha256:2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d\n"
        "by: a.admin\n"
        "on: 2026-04-01\n"
        "note: Zürich joins\n");
  CHECK(DigestOf(ratify) == "sha256:414886baba26eda8fb71fbcdd2e2bfbd7e4073bc73f0cc49c528c09e5c6b3568");
  const std::string endorse = StatementText(scene.portfolio(), entries[1]);
  CHECK(endorse ==
        "cat4-statement: 1\n"
        "organization: demo\n"
        "decision: endorse\n"
        "statement: sha256:2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d\n"
        "statement: sha256:1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c\n"
        "by: c.controller\n"
        "on: 2026-04-09\n");
  CHECK(DigestOf(endorse) == "sha256:2b47369751e402bbce4d4d84e7cec10382c9c6395e12e07ae2636a0f044520d4");
}

TEST_CASE("statement: digests are SHA-256 in hex") {
  // Examples of FIPS 180.
  CHECK(DigestOf("") == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(DigestOf("abc") == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace cat4
