// The files that commands write, to the byte.
#include "cat4/exchange/tree_files.h"

#include <catch2/catch.hpp>

namespace cat4 {

TEST_CASE("tree files: a container has the fields that were given, in the order of the format") {
  CHECK(ContainerFile({.level = Level::kPortfolio, .id = "operations", .name = "Operations"}) ==
        "# yaml-language-server: $schema=../../schemas/portfolio.schema.json\n"
        "id: operations\n"
        "name: Operations\n");
  CHECK(ContainerFile({.level = Level::kPackage,
                       .id = "feed",
                       .name = "Live feeds: plants",
                       .description = "Two\nlines",
                       .lead = "l.brandt",
                       .sponsor = "h.vogt",
                       .legal_entity = "NW-DE",
                       .business_unit = "plants",
                       .function = "supply-chain",
                       .steering_committee = "board",
                       .currency = "EUR",
                       .prefix = "INV"}) ==
        "# yaml-language-server: $schema=../../../../../schemas/package.schema.json\n"
        "id: feed\n"
        "name: \"Live feeds: plants\"\n"
        "description: |-\n"
        "  Two\n"
        "  lines\n"
        "lead: l.brandt\n"
        "sponsor: h.vogt\n"
        "legal_entity: NW-DE\n"
        "business_unit: plants\n"
        "function: supply-chain\n"
        "steering_committee: board\n"
        "currency: EUR\n"
        "prefix: INV\n");
}

TEST_CASE("tree files: a new measure ends with an outline and its decisions") {
  MeasureText measure;
  measure.id = "INV-7K3Q";
  measure.field(TextField::kTitle) = "No";
  measure.field(TextField::kOwner) = "l.brandt";
  measure.field(TextField::kStage) = "defined";
  measure.field(TextField::kState) = "active";
  measure.tags = {"api", "a, b"};
  CHECK(MeasureFile(measure, {EffectKind::kCash, Month(std::chrono::year(2027), std::chrono::January)}) ==
        "# yaml-language-server: $schema=../../../../../schemas/measure.schema.json\n"
        "id: INV-7K3Q\n"
        "title: \"No\"\n"
        "owner: l.brandt\n"
        "stage: defined\n"
        "state: active\n"
        "tags: [api, \"a, b\"]\n"
        "# milestones:\n"
        "#   - {id: m1, title: What is done by then, due: 2026-12-31}\n"
        "# effects:\n"
        "#   - id: cash\n"
        "#     kind: cash\n"
        "#     nature: recurring\n"
        "#     baseline: {amount: 0, source: Cost centre and year}\n"
        "#     months:\n"
        "#       2027-01: {plan: 0}\n"
        "#       2027-02: {plan: 0}\n"
        "decisions: []\n");
}

TEST_CASE("tree files: a person") {
  CHECK(PersonFile({.id = "x", .name = "Xenia", .email = "x@demo.example"}) ==
        "# yaml-language-server: $schema=../schemas/person.schema.json\n"
        "id: x\n"
        "name: Xenia\n"
        "email: x@demo.example\n");
  CHECK(PersonFile({.id = "m.okafor",
                    .name = "Miriam Okafor",
                    .email = "miriam@demo.example",
                    .roles = {"owner", "controller"},
                    .legal_entities = {"DE", "CH"},
                    .deputies = {"a.berg"},
                    .keys = {"ssh-ed25519 AAAA= miriam@desk", "ssh-ed25519 AAAB # old"}}) ==
        "# yaml-language-server: $schema=../schemas/person.schema.json\n"
        "id: m.okafor\n"
        "name: Miriam Okafor\n"
        "email: miriam@demo.example\n"
        "roles: [owner, controller]\n"
        "legal_entities: [DE, CH]\n"
        "deputies: [a.berg]\n"
        "keys:\n"
        "  - key: ssh-ed25519 AAAA= miriam@desk\n"
        "  - key: \"ssh-ed25519 AAAB # old\"\n");
}

TEST_CASE("tree files: a committee, a quorum that is no number stays visible to the check") {
  CommitteeText committee{.id = "board",
                          .name = "Board",
                          .chair = "s.sponsor",
                          .members = {"s.sponsor", "a.admin"},
                          .quorum = "2",
                          .record = "minutes"};
  CHECK(CommitteeFile(committee) ==
        "# yaml-language-server: $schema=../schemas/committee.schema.json\n"
        "id: board\n"
        "name: Board\n"
        "chair: s.sponsor\n"
        "members: [s.sponsor, a.admin]\n"
        "quorum: 2\n"
        "record: minutes\n");
  committee.quorum = "-1";
  CHECK(CommitteeFile(committee).find("quorum: \"-1\"\n") != std::string::npos);
}

}  // namespace cat4
