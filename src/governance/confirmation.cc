#include "cat4/governance/confirmation.h"

#include <algorithm>

#include <fmt/format.h>

#include "cat4/base/text.h"
#include "cat4/model/figure_change.h"
#include "cat4/model/figures.h"
#include "cat4/model/roles.h"

namespace cat4 {
namespace {

const ConfirmedMonth* FindMonth(const std::vector<ConfirmedMonth>& months, Month month) {
  const auto found = std::ranges::find(months, month, &ConfirmedMonth::month);
  return found == months.end() ? nullptr : &*found;
}

Position PositionOf(const Basis& basis, const Measure& measure) {
  Findings ignored;  // 'cat4 check' reports them
  return ReplayDecisions(basis.here, basis.locks, measure, ignored).position;
}

enum class Trouble { kAhead, kFarOff, kSameAmount, kConfirmed, kInLastStage };

struct TroubledMonth {
  Month month{};
  Amount confirmed = {};  // before, if it was
};
using Troubles = std::map<Trouble, std::vector<TroubledMonth>>;

Troubles JudgeMonths(const Basis& basis, const Measure& measure, const ConfirmWish& wish) {
  const std::vector<ConfirmedMonth> confirmed = ConfirmedMonths(measure.decisions, *wish.effect);
  const bool closed = PositionOf(basis, measure).stage == basis.here.policy.last_stage();
  Troubles troubles;
  for (const MonthAmount& amount : wish.amounts) {
    const Month month = *amount.month;
    if (month > MonthOf(wish.on)) {
      troubles[Trouble::kAhead].push_back({month});
    } else if (const ConfirmedMonth* before = FindMonth(confirmed, month)) {
      // Once more, by a good key, where the one it was signed with is not trusted any more.
      if (before->amount.minor == amount.amount->digits && !wish.restates) {
        troubles[Trouble::kSameAmount].push_back({month, before->amount});
      } else if (closed || !wish.restates) {
        troubles[closed ? Trouble::kInLastStage : Trouble::kConfirmed].push_back({month, before->amount});
      }
    } else if (IsFarOff(*wish.effect, month)) {
      troubles[Trouble::kFarOff].push_back({month});
    }
  }
  return troubles;
}

// "2026-07, 2026-08 of effect 'ebitda'", then one verb or the other.
std::string Subject(const ConfirmWish& wish, const std::vector<TroubledMonth>& months, std::string_view one,
                    std::string_view many) {
  std::string names;
  for (const TroubledMonth& month : months)
    names += fmt::format("{}{}", names.empty() ? "" : ", ", FormatMonth(month.month));
  return fmt::format("{} of effect '{}' {}", names, wish.effect->id->view(), months.size() == 1 ? one : many);
}

// "8000.00, 9000.00 EUR"
std::string Confirmed(const ConfirmWish& wish, const std::vector<TroubledMonth>& months) {
  const Currency currency = *wish.effect->currency;
  std::string amounts;
  for (const TroubledMonth& month : months)
    amounts +=
        fmt::format("{}{}", amounts.empty() ? "" : ", ", FormatTotal(month.confirmed, currency.exponent()));
  return fmt::format("{} {}", amounts, currency.unit());
}

Refusal Say(const ConfirmWish& wish, Trouble trouble, const std::vector<TroubledMonth>& months) {
  const std::string already = Subject(wish, months, "is confirmed", "are confirmed");
  switch (trouble) {
    case Trouble::kAhead:
      return {fmt::format("{} ahead of {}", Subject(wish, months, "lies", "lie"), FormatDate(wish.on)),
              "confirm what has happened"};
    case Trouble::kFarOff:
      return {
          fmt::format("{} ten years away from all months of the effect", Subject(wish, months, "is", "are")),
          "correct the month"};
    case Trouble::kSameAmount:
      return {fmt::format("{} with this amount already, {}", already, Confirmed(wish, months)),
              "leave it out"};
    case Trouble::kInLastStage:
      return {fmt::format("{} already, with {}, and the measure is in the last stage", already,
                          Confirmed(wish, months)),
              "reopen the measure before a confirmed month is changed"};
    case Trouble::kConfirmed:
      break;
  }
  return {fmt::format("{} already, with {}", already, Confirmed(wish, months)),
          "--restate with --reason replaces an earlier confirmation"};
}

}  // namespace

std::vector<MonthAmount> AmountsToConfirm(const Measure& measure, const Effect& effect, Month through,
                                          Unconfirmed which) {
  const std::vector<ConfirmedMonth> confirmed = ConfirmedMonths(measure, effect);
  const auto scale = static_cast<std::uint8_t>(effect.currency->exponent());
  const Span here = WholeFile(measure.file);
  std::vector<MonthAmount> amounts;
  for (const Cell& cell : effect.Cells()) {
    if (!cell.actual || cell.month > through) continue;
    const ConfirmedMonth* before = FindMonth(confirmed, cell.month);
    if (before && (which == Unconfirmed::kNew || before->amount == *cell.actual)) continue;
    amounts.push_back({{cell.month, here}, {Decimal{cell.actual->minor, scale}, here}});
  }
  return amounts;
}

std::vector<const Measure*> MeasuresConfirmedBy(const Portfolio& portfolio, Text person) {
  std::vector<const Measure*> measures;
  for (const Measure& measure : portfolio.measures) {
    const bool his =
        std::ranges::any_of(portfolio.policy.decisions.confirm.roles, [&](const Located<Role>& role) {
          const Located<Text> named = NamedIn(measure, *role);
          return *role != Role::kSteeringCommittee && named && *named == person;
        });
    if (his) measures.push_back(&measure);
  }
  return measures;
}

bool IsLocked(const Basis& basis, const Measure& measure) { return PositionOf(basis, measure).sealed; }

std::vector<Text> PrincipalsOf(const Portfolio& portfolio, Text deputy) {
  std::vector<Text> principals;
  for (const Person& person : portfolio.people) {
    const auto is_he = [&](const Located<Text>& id) { return *id == deputy; };
    if (person.is_active() && std::ranges::any_of(person.deputies, is_he)) principals.push_back(*person.id);
  }
  std::ranges::sort(principals, {}, [](Text id) { return id.view(); });
  return principals;
}

std::map<Month, Refusal> RefusedMonths(const Basis& basis, const Measure& measure, const ConfirmWish& wish) {
  std::map<Month, Refusal> refused;
  for (const auto& [trouble, months] : JudgeMonths(basis, measure, wish)) {
    for (const TroubledMonth& month : months) refused.emplace(month.month, Say(wish, trouble, {month}));
  }
  return refused;
}

std::optional<Refusal> WhyMonthsRefused(const Basis& basis, const Measure& measure, const ConfirmWish& wish) {
  std::optional<Refusal> all;
  for (const auto& [trouble, months] : JudgeMonths(basis, measure, wish)) {
    Refusal one = Say(wish, trouble, months);
    if (all) one.why = fmt::format("{}; {}; {}", all->why, all->next, one.why);
    all = std::move(one);
  }
  if (all || !wish.restates) return all;
  const std::vector<ConfirmedMonth> confirmed = ConfirmedMonths(measure.decisions, *wish.effect);
  const bool replaces = std::ranges::any_of(
      wish.amounts, [&](const MonthAmount& amount) { return FindMonth(confirmed, *amount.month); });
  if (replaces) return std::nullopt;
  return Refusal{fmt::format("none of these months of effect '{}' is confirmed, so nothing is restated",
                             wish.effect->id->view()),
                 "leave --restate out"};
}

}  // namespace cat4
