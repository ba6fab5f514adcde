// What is left to confirm, by whom, and which months can't be.
#include "cat4/governance/confirmation.h"

#include <catch2/catch.hpp>

#include "unit/gate_text.h"

namespace cat4 {
namespace {

// Two effects that report, the first of them with months that nobody has reported.
constexpr std::string_view kEffects =
    "effects:\n"
    "  - id: ebitda\n"
    "    kind: ebitda\n"
    "    nature: recurring\n"
    "    months:\n"
    "      2026-07: {plan: 2000, actual: 700}\n"
    "      2026-08: {plan: 2000, actual: 800.5}\n"
    "      2026-09: {plan: 2000}\n"
    "      2026-10: {plan: 2000, actual: -100}\n"
    "  - id: yen\n"
    "    kind: ebitda\n"
    "    nature: recurring\n"
    "    currency: JPY\n"
    "    months:\n"
    "      2026-08: {plan: 2000, actual: 900}\n";

std::string Locked(std::string_view more = "", std::string_view stage = "decided") {
  std::string decisions = History("identified") + History("detailed") + History("decided");
  if (stage == "closed") decisions += History("implemented") + History("closed");
  return Decided(stage, decisions + std::string(more), kEffects);
}

// A small tree with its measure, as it was recorded.
struct Scene {
  explicit Scene(std::string_view example)
      : loaded(LoadPortfolio(*InMemorySource(ExampleTree(Recorded(example))))), locks(*loaded.portfolio) {
    REQUIRE(loaded.findings.size() == 0);
    REQUIRE(loaded.portfolio->measures.size() == 1);
  }
  const Measure& measure() const { return loaded.portfolio->measures.front(); }
  const Effect& effect(std::size_t index = 0) const { return measure().effects.at(index); }

  Loaded loaded;
  Locks locks;
};

std::string ToConfirm(std::string_view decisions, Unconfirmed which, std::string_view through = "2026-10",
                      std::size_t effect = 0) {
  const Scene scene(Locked(decisions));
  std::string text;
  for (const MonthAmount& amount :
       AmountsToConfirm(scene.measure(), scene.effect(effect), *ParseMonth(through), which))
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", FormatMonth(*amount.month),
                        FormatTotal(Amount{amount.amount->digits}, amount.amount->scale));
  return text;
}

}  // namespace

TEST_CASE("confirmation: actuals up to a month, in the decimals of their currency") {
  CHECK(ToConfirm("", Unconfirmed::kNew) == "2026-07=700.00 2026-08=800.50 2026-10=-100.00");
  CHECK(ToConfirm("", Unconfirmed::kNew, "2026-09") == "2026-07=700.00 2026-08=800.50");
  CHECK(ToConfirm("", Unconfirmed::kNew, "2026-07") == "2026-07=700.00");
  CHECK(ToConfirm("", Unconfirmed::kNew, "2026-06") == "");
  CHECK(ToConfirm("", Unconfirmed::kNew, "2026-10", 1) == "2026-08=900");
}

TEST_CASE("confirmation: what is confirmed already is left out, with another amount only if asked for") {
  const std::string some = ConfirmEntry("      2026-07: 700\n      2026-08: 801\n");
  CHECK(ToConfirm(some, Unconfirmed::kNew) == "2026-10=-100.00");
  CHECK(ToConfirm(some, Unconfirmed::kNewAndOther) == "2026-08=800.50 2026-10=-100.00");
  CHECK(ToConfirm(some, Unconfirmed::kNewAndOther, "2026-07") == "");
  CHECK(ToConfirm(some, Unconfirmed::kNew, "2026-10", 1) == "2026-08=900");  // of another effect
  const std::string restated =
      some + ConfirmEntry("      2026-08: 800.50\n", "    restates: true\n    reason: Late invoice\n");
  CHECK(ToConfirm(restated, Unconfirmed::kNewAndOther) == "2026-10=-100.00");
}

TEST_CASE("confirmation: whom somebody stands in for") {
  const auto person = [](std::string_view id, std::string_view more) {
    return fmt::format("--- people/{}.yaml\nid: {}\nname: N\nemail: {}@demo.example\nroles: [sponsor]\n{}",
                       id, id, id, more);
  };
  const Scene scene(Locked() + person("z.last", "deputies: [o.owner, d.deputy]\n") +
                    person("b.first", "deputies: [d.deputy]\n") +
                    person("d.deputy", "deputies: [o.owner]\n") +
                    person("g.gone", "deputies: [d.deputy]\nactive: false\n"));
  const auto principals = [&](std::string_view deputy) {
    std::string text;
    for (const Text id : PrincipalsOf(*scene.loaded.portfolio, scene.loaded.portfolio->texts.Find(deputy)))
      text += fmt::format("{}{}", text.empty() ? "" : " ", id.view());
    return text;
  };
  CHECK(principals("d.deputy") == "b.first z.last");
  CHECK(principals("o.owner") == "d.deputy z.last");
  CHECK(principals("z.last") == "");
}

namespace {

struct Wished {
  std::vector<std::string_view> months;  // each with 700
  bool restates = false;
};

// "month: why | what to do", a line for each month that is refused.
std::string Refused(std::string_view example, const Wished& wished) {
  const Scene scene(example);
  const Span here = WholeFile(scene.measure().file);
  ConfirmWish wish{.signer = {scene.loaded.portfolio->texts.Intern("c.controller"), {}, {}},
                   .on = *ParseDate("2026-10-31"),
                   .effect = &scene.effect(),
                   .restates = wished.restates};
  for (const std::string_view month : wished.months)
    wish.amounts.push_back({{*ParseMonth(month), here}, {*Rescale(*ParseDecimal("700", 2), 2), here}});
  const Basis basis{*scene.loaded.portfolio, scene.locks, scene.loaded.portfolio.get()};
  std::string lines;
  for (const auto& [month, refusal] : RefusedMonths(basis, scene.measure(), wish))
    lines += fmt::format("{}: {} | {}\n", FormatMonth(month), refusal.why, refusal.next);
  return lines;
}

}  // namespace

TEST_CASE("confirmation: each month is refused for a reason of its own, others are not") {
  CHECK(Refused(Locked(), {.months = {"2026-07", "2026-09", "2026-10"}}) == "");
  CHECK(Refused(Locked(ConfirmEntry("      2026-07: 700\n      2026-08: 801\n")),
                {.months = {"2026-11", "2026-10", "2026-08", "2026-07", "2016-06", "2016-07"}}) ==
        "2016-06: 2016-06 of effect 'ebitda' is ten years away from all months of the effect | correct the "
        "month\n"
        "2026-07: 2026-07 of effect 'ebitda' is confirmed with this amount already, 700.00 EUR | leave it "
        "out\n"
        "2026-08: 2026-08 of effect 'ebitda' is confirmed already, with 801.00 EUR | --restate with --reason "
        "replaces an earlier confirmation\n"
        "2026-11: 2026-11 of effect 'ebitda' lies ahead of 2026-10-31 | confirm what has happened\n");
}

TEST_CASE("confirmation: a restatement may replace what is confirmed, but not in the last stage") {
  const std::string both = ConfirmEntry("      2026-07: 700\n      2026-08: 801\n");
  const Wished restate{.months = {"2026-07", "2026-08", "2026-10", "2026-12"}, .restates = true};
  CHECK(Refused(Locked(both), restate) ==
        "2026-12: 2026-12 of effect 'ebitda' lies ahead of 2026-10-31 | confirm what has happened\n");
  CHECK(
      Refused(Locked(both, "closed"), {.months = restate.months}) ==
      "2026-07: 2026-07 of effect 'ebitda' is confirmed with this amount already, 700.00 EUR | leave it "
      "out\n"
      "2026-08: 2026-08 of effect 'ebitda' is confirmed already, with 801.00 EUR, and the measure is in the "
      "last stage | reopen the measure before a confirmed month is changed\n"
      "2026-12: 2026-12 of effect 'ebitda' lies ahead of 2026-10-31 | confirm what has happened\n");
  CHECK(
      Refused(Locked(both, "closed"), restate) ==
      "2026-07: 2026-07 of effect 'ebitda' is confirmed already, with 700.00 EUR, and the measure is in the "
      "last stage | reopen the measure before a confirmed month is changed\n"
      "2026-08: 2026-08 of effect 'ebitda' is confirmed already, with 801.00 EUR, and the measure is in the "
      "last stage | reopen the measure before a confirmed month is changed\n"
      "2026-12: 2026-12 of effect 'ebitda' lies ahead of 2026-10-31 | confirm what has happened\n");
}

}  // namespace cat4
