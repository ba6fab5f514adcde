#include "cat4/model/measure_fields.h"

#include <catch2/catch.hpp>

#include "cat4/base/source.h"
#include "cat4/rules/rule_text.h"

namespace cat4 {
namespace {

std::unique_ptr<Portfolio> WithMeasure(const std::string& lines) {
  return LoadPortfolio(*InMemorySource(
                           ExampleTree("--- DEMO-1.yaml\nid: DEMO-1\ntitle: Feed\nowner: o.owner\n" + lines)))
      .portfolio;
}

std::string Changes(const std::string& before, const std::string& after) {
  const auto old = WithMeasure(before), now = WithMeasure(after);
  const std::vector<MeasureField> one = FieldsOf(old->measures.front()),
                                  other = FieldsOf(now->measures.front());
  std::string text;
  for (const FieldChange& change : CompareFields(one, other)) {
    text += change.name + ": " + (change.before ? change.before->value : "-") + " -> " +
            (change.after ? change.after->value : "-") + "\n";
  }
  return text;
}

constexpr const char* kStart = "stage: defined\nstate: active\n";

std::string Effect(const std::string& months) {
  return std::string(kStart) +
         "effects:\n  - id: ebitda\n    kind: ebitda\n    nature: recurring\n    months:\n" + months;
}

TEST_CASE("measure fields: nothing differs where nothing was changed, whatever the layout") {
  CHECK(Changes(Effect("      2026-09: {plan: 1000}\n"),
                Effect("      2026-09: {plan: 1000.00}   # ramp\n")) == "");
}

TEST_CASE("measure fields: figures by effect, month and kind") {
  CHECK(Changes(Effect("      2026-09: {plan: 1000, actual: 900}\n"),
                Effect("      2026-09: {plan: 1000, actual: 950}\n      2026-10: {forecast: 5}\n")) ==
        "effect ebitda 2026-09 actual: 900 -> 950\neffect ebitda 2026-10 forecast: - -> 5\n");
}

TEST_CASE("measure fields: what was removed comes last") {
  CHECK(Changes(std::string(kStart) + "tags: [grid]\n", std::string(kStart) + "notes: Later\n") ==
        "notes: - -> Later\ntag grid: set -> -\n");
}

TEST_CASE("measure fields: what is inherited is told apart") {
  const auto portfolio = WithMeasure(kStart);
  for (const MeasureField& field : FieldsOf(portfolio->measures.front()))
    CHECK((field.kind == FieldKind::kInherited) ==
          (field.name == "sponsor" || field.name == "legal_entity" || field.name == "steering_committee"));
}

}  // namespace
}  // namespace cat4
