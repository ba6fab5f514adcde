#include "cat4/model/figure_change.h"

#include <algorithm>
#include <vector>

#include "cat4/base/text.h"
#include "cat4/model/figures.h"

namespace cat4 {
namespace {

constexpr int kAnyScale = 18;  // no amount of 64 bits has more decimals

std::string DidYouMean(std::string_view word, std::span<const std::string_view> known) {
  const std::string_view nearest = NearestWord(word, known);
  return nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest);
}

std::vector<std::string_view> IdsOf(const std::vector<const Effect*>& effects) {
  std::vector<std::string_view> ids;
  for (const Effect* effect : effects) ids.push_back(effect->id->view());
  return ids;
}

bool HasLeadingZero(std::string_view amount) {
  if (amount.starts_with('-')) amount.remove_prefix(1);
  return amount.size() > 1 && amount[0] == '0' && amount[1] != '.';
}

Result<const Effect*> FindEffect(const Measure& measure, const Policy& policy, std::string_view id) {
  std::vector<const Effect*> all, leading;
  for (const Effect& effect : measure.effects) {
    if (effect.id->view() == id) return &effect;
    all.push_back(&effect);
    if (IsLeading(effect, policy)) leading.push_back(&effect);
  }
  const std::string_view name = measure.id->view();
  if (all.empty()) return Refuse("measure '{}' has no effects; describe them in its file first", name);
  const std::vector<std::string_view> ids = IdsOf(all);
  if (!id.empty()) {
    return Refuse("measure '{}' has no effect '{}'{}; known: {}", name, Printable(id), DidYouMean(id, ids),
                  Join(ids, ", "));
  }
  if (leading.size() == 1) return leading.front();
  return Refuse("measure '{}' has {}, so the effect must be named; known: {}", name,
                leading.empty() ? "no leading effect" : Count(leading.size(), "leading effect"),
                Join(ids, ", "));
}

}  // namespace

Result<FigureKind> ReadReportedFigure(std::string_view word) {
  if (word == Name(FigureKind::kForecast)) return FigureKind::kForecast;
  if (word == Name(FigureKind::kActual)) return FigureKind::kActual;
  if (word == Name(FigureKind::kPlan) || word == Name(FigureKind::kOriginal)) {
    return Refuse(
        "'{}' is part of what was decided; wanted forecast or actual (edit a plan by hand before the gate "
        "that "
        "locks it, by 'cat4 gate amend' afterwards)",
        word);
  }
  if (word == "confirmed") {
    return Refuse(
        "'confirmed' is for the measure's controller, by 'cat4 confirm'; wanted forecast or actual");
  }
  constexpr std::string_view kKnown[] = {"forecast", "actual"};
  return Refuse("'{}' is no figure; wanted forecast or actual{}", Printable(word), DidYouMean(word, kKnown));
}

Result<Month> ReadMonth(std::string_view text) {
  const std::optional<Month> month = ParseMonth(text);
  if (month) return *month;
  return Refuse("'{}' is no month; wanted YYYY-MM, such as 2026-10", Printable(text));
}

Result<Decimal> ReadAmount(std::string_view text, Currency currency) {
  const std::string shown = Printable(text);
  const std::optional<Decimal> amount = ParseDecimal(text, kAnyScale);
  if (!amount || HasLeadingZero(text)) {
    return Refuse(
        "'{}' is no amount; wanted one such as 1234.50 or -80: at most 15 digits before the point, no "
        "separators, no leading zeros",
        shown);
  }
  if (amount->digits == 0 && text.starts_with('-')) {
    return Refuse("'{}' is zero with a sign; wanted {}", shown, text.substr(1));
  }
  if (amount->scale > currency.exponent()) {
    return Refuse("'{}' has {}; {} has at most {}", shown, Count(amount->scale, "decimal"), currency.unit(),
                  currency.exponent());
  }
  if (!Rescale(*amount, currency.exponent())) {
    return Refuse("'{}' is too large to be kept in the smallest unit of {}", shown, currency.unit());
  }
  return *amount;
}

Result<const Effect*> FindReportedEffect(const Portfolio& portfolio, const Measure& measure,
                                         std::string_view id) {
  const Result<const Effect*> effect = FindEffect(measure, portfolio.policy, id);
  if (!effect || CurrencyIsKnown(portfolio, measure, **effect)) return effect;
  return Fail("the currency of effect '{}' is not known; 'cat4 check' says why", (*effect)->id->view());
}

bool SameAmount(Decimal a, Decimal b) {
  const int scale = std::max(a.scale, b.scale);
  const std::optional<Decimal> left = Rescale(a, scale), right = Rescale(b, scale);
  return left && right && *left == *right;
}

std::optional<Failure> WhyFiguresAreUnknown(const Portfolio& portfolio, const Measure& measure) {
  const auto fail = [](std::string_view what) {
    return Failure{FailureKind::kUnable,
                   fmt::format("{} can't be read, so nothing is changed; 'cat4 check' says why", what)};
  };
  if (!portfolio.readable.organization) return fail("organization.yaml");
  if (!portfolio.readable.policy) return fail("policy.yaml");
  if (measure.inherits_unknown) return fail("a file of the hierarchy above the measure");
  return std::nullopt;
}

std::optional<std::string> WhyNoForecast(const Portfolio& portfolio, const Measure& measure) {
  if (measure.cancelled()) {
    return fmt::format(
        "measure '{}' is cancelled, so nothing is expected of it; 'cat4 gate reinstate' comes first",
        measure.id->view());
  }
  if (InLastStage(measure, portfolio.policy)) {
    return fmt::format("measure '{}' is in its last stage '{}'; 'cat4 gate reopen' comes first",
                       measure.id->view(), measure.stage->view());
  }
  return std::nullopt;
}

bool IsFarOff(const Effect& effect, Month month) {
  constexpr int kFar = 120;
  const std::vector<Figure>& figures = effect.figures;  // by month
  return !figures.empty() && (MonthIndex(month) < MonthIndex(figures.front().month()) - kFar ||
                              MonthIndex(month) > MonthIndex(figures.back().month()) + kFar);
}

std::optional<std::string> WhyRefused(const Portfolio& portfolio, const Measure& measure,
                                      const FigureChange& change, Date as_of) {
  const std::string month = FormatMonth(change.month);
  const Located<Month>& closed = portfolio.organization.closed_through;
  if (closed && change.month <= *closed) {
    return fmt::format(
        "figures up to {} are final, so that of {} can't change; lower 'closed_through' in organization.yaml "
        "and have that ratified first",
        FormatMonth(*closed), month);
  }
  if (change.kind == FigureKind::kActual && change.month > MonthOf(as_of)) {
    return fmt::format(
        "{} has not begun on {}, so it has no actual yet; write it as forecast, or correct the "
        "month",
        month, FormatDate(as_of));
  }
  if (change.kind == FigureKind::kForecast) {
    if (std::optional<std::string> reason = WhyNoForecast(portfolio, measure)) return reason;
  }
  if (!IsFarOff(*change.effect, change.month)) return std::nullopt;
  const std::vector<Figure>& figures = change.effect->figures;  // by month
  return fmt::format("{} is ten years away from the months of effect '{}', {} to {}; correct the month",
                     month, change.effect->id->view(), FormatMonth(figures.front().month()),
                     FormatMonth(figures.back().month()));
}

}  // namespace cat4
