#include "cat4/report/explain_total.h"

#include <algorithm>

#include "cat4/base/text.h"
#include "cat4/model/period.h"

namespace cat4 {
namespace {

constexpr std::string_view kFigures[] = {"plan",
                                         "original",
                                         "expected",
                                         "actual",
                                         "confirmed",
                                         "in_year.plan",
                                         "in_year.expected",
                                         "in_year.actual",
                                         "in_year.confirmed",
                                         "run_rate.plan",
                                         "run_rate.expected",
                                         "run_rate.confirmed",
                                         "one_off",
                                         "weighted",
                                         "cost_to_achieve.plan",
                                         "cost_to_achieve.actual",
                                         "soft.plan",
                                         "soft.expected",
                                         "cancelled.plan"};

enum class Quantity { kPlan, kOriginal, kExpected, kActual, kConfirmed };
std::optional<Quantity> ParseQuantity(std::string_view word) {
  constexpr std::string_view kWords[] = {"plan", "original", "expected", "actual", "confirmed"};
  const auto* const found = std::ranges::find(kWords, word);
  if (found == std::end(kWords)) return std::nullopt;
  return static_cast<Quantity>(found - std::begin(kWords));
}

bool IsPlanned(Quantity quantity) { return quantity == Quantity::kPlan || quantity == Quantity::kOriginal; }

// Which effects a figure is about.
enum class Effects { kLeading, kLeadingRecurring, kLeadingOneOff, kCost, kSoft };

bool Belongs(const Effect& effect, Effects effects, const Policy& policy) {
  const bool hard = effect.is_hard();
  switch (effects) {
    case Effects::kLeading:
      return IsLeading(effect, policy);
    case Effects::kLeadingRecurring:
      return IsLeading(effect, policy) && *effect.nature == Nature::kRecurring;
    case Effects::kLeadingOneOff:
      return IsLeading(effect, policy) && *effect.nature == Nature::kOneOff;
    case Effects::kCost:
      return hard && (*effect.kind == EffectKind::kOneOffCost || *effect.kind == EffectKind::kCapex);
    case Effects::kSoft:
      return !hard && *effect.kind != EffectKind::kFte;
  }
  return false;
}

struct Query {
  Effects effects = Effects::kLeading;
  Quantity quantity = Quantity::kPlan;
  MonthRange range;
  enum class Sum { kMonths, kRunRate, kWeighted } sum = Sum::kMonths;
  bool cancelled_only = false;
};

std::optional<Query> SimpleQuery(std::string_view figure) {
  if (figure == "one_off")
    return Query{.effects = Effects::kLeadingOneOff, .quantity = Quantity::kPlan, .range = {}};
  if (figure == "weighted") return Query{.range = {}, .sum = Query::Sum::kWeighted};
  if (figure == "cancelled.plan") return Query{.range = {}, .cancelled_only = true};
  const std::size_t dot = figure.find('.');
  const std::optional<Quantity> quantity =
      ParseQuantity(figure.substr(dot == std::string_view::npos ? 0 : dot + 1));
  if (!quantity) return std::nullopt;
  if (dot == std::string_view::npos) return Query{.quantity = *quantity, .range = {}};
  const std::string_view group = figure.substr(0, dot);
  if (*quantity == Quantity::kOriginal) return std::nullopt;
  if (group == "run_rate" && *quantity != Quantity::kActual) {
    return Query{.effects = Effects::kLeadingRecurring,
                 .quantity = *quantity,
                 .range = {},
                 .sum = Query::Sum::kRunRate};
  }
  const bool cost = *quantity == Quantity::kPlan || *quantity == Quantity::kActual;
  if (group == "cost_to_achieve" && cost)
    return Query{.effects = Effects::kCost, .quantity = *quantity, .range = {}};
  const bool soft = *quantity == Quantity::kPlan || *quantity == Quantity::kExpected;
  if (group == "soft" && soft) return Query{.effects = Effects::kSoft, .quantity = *quantity, .range = {}};
  return std::nullopt;
}

// "in_year.X" and "by_year.FY27.X".
std::optional<Query> YearQuery(std::string_view figure, FiscalYear current, int start) {
  const std::vector<std::string_view> parts = Split(figure, '.');
  const std::optional<Quantity> quantity = ParseQuantity(parts.back());
  if (!quantity || *quantity == Quantity::kOriginal) return std::nullopt;
  std::optional<Period> year;
  if (parts.size() == 2 && parts[0] == "in_year") year = ParsePeriod(FormatFiscalYear(current), start);
  const bool named = parts.size() == 3 && parts[0] == "by_year" && parts[1].starts_with("FY");
  if (named && parts[1].find('-') == std::string_view::npos) year = ParsePeriod(parts[1], start);
  if (!year) return std::nullopt;
  return Query{.quantity = *quantity, .range = year->months};
}

class Explainer {
 public:
  Explainer(const Portfolio& portfolio, const Query& query, NodeKindOf node, Date as_of)
      : portfolio_(portfolio), query_(query), node_(node), as_of_(as_of) {}

  std::vector<Addend> Explain(std::span<const MeasureFigures> measures) {
    for (const MeasureFigures& figures : measures) {
      if (!Counts(*figures.measure)) continue;
      query_.sum == Query::Sum::kWeighted ? AddWeighted(figures) : AddEffects(*figures.measure);
    }
    return std::move(addends_);
  }

 private:
  bool Counts(const Measure& measure) const {
    if (query_.cancelled_only) return measure.cancelled();
    if (node_ == NodeKindOf::kMeasure || query_.sum == Query::Sum::kWeighted) return true;
    return !(measure.cancelled() && IsPlanned(query_.quantity));
  }

  void AddWeighted(const MeasureFigures& figures) {
    const Measure& measure = *figures.measure;
    const Stage& stage = portfolio_.policy.stages[static_cast<std::size_t>(measure.stage_index)];
    const bool confirmed = measure.cancelled() || InLastStage(measure, portfolio_.policy);
    const Total base = confirmed ? figures.sums.confirmed : figures.sums.expected;
    const std::string what = confirmed ? "confirmed in full"
                                       : fmt::format("expected, positive months at {} %, negative in full",
                                                     stage.weight ? *stage.weight : 0);
    if (base == Total() && figures.weighted == Total()) return;
    addends_.push_back({measure.stage.span, measure.id->view(), what, base, *portfolio_.organization.currency,
                        std::nullopt, 1, figures.weighted});
  }

  void AddEffects(const Measure& measure) {
    for (const Effect& effect : measure.effects) {
      if (!Belongs(effect, query_.effects, portfolio_.policy)) continue;
      measure_ = &measure;
      effect_ = &effect;
      const EffectFigures figures = ComputeEffect(portfolio_, measure, effect, as_of_);
      query_.sum == Query::Sum::kRunRate ? AddRunRate(figures) : AddMonths(figures);
    }
  }

  void AddMonths(const EffectFigures& figures) {
    std::vector<const MonthFigures*> months;
    for (const MonthFigures& month : figures.months) {
      if (query_.range.contains(month.month)) months.push_back(&month);
    }
    AddSum(months, 1);
  }

  // Every month, or, where months hold levels, the last one that has the figure.
  void AddSum(const std::vector<const MonthFigures*>& months, int factor) {
    const MonthFigures* last = nullptr;
    for (const MonthFigures* month : months) {
      if (!HoldsLevels(*effect_->kind)) AddMonth(*month, factor);
      if (HasFigure(*month)) last = month;
    }
    if (HoldsLevels(*effect_->kind) && last) AddMonth(*last, factor);
  }

  bool HasFigure(const MonthFigures& month) const {
    switch (query_.quantity) {
      case Quantity::kPlan:
        return month.cell.plan.has_value();
      case Quantity::kOriginal:
        return month.cell.plan || month.cell.original;
      case Quantity::kActual:
        return month.cell.actual.has_value();
      case Quantity::kConfirmed:
        return month.confirmed_cell.has_value();
      case Quantity::kExpected:
        return month.has_value;
    }
    return false;
  }

  void AddRunRate(const EffectFigures& figures) {
    std::vector<const MonthFigures*> planned;
    for (const MonthFigures& month : figures.months) {
      if (month.is_plan_month()) planned.push_back(&month);
    }
    if (effect_->run_rate) {
      if (query_.quantity == Quantity::kPlan) return AddWritten(figures);
      constexpr std::size_t kYear = 12;
      if (planned.size() > kYear) planned.erase(planned.begin(), planned.end() - kYear);
      return AddSum(planned, 1);
    }
    if (query_.quantity == Quantity::kConfirmed) {
      planned.clear();
      for (const MonthFigures& month : figures.months) {
        if (month.confirmed_cell) planned.push_back(&month);
      }
    }
    if (!planned.empty()) AddSum({planned.back()}, HoldsLevels(*effect_->kind) ? 1 : 12);
  }

  void AddWritten(const EffectFigures& figures) {
    Add(effect_->run_rate.span, "run_rate", {effect_->run_rate->digits},
        portfolio_.PlanRate(*effect_->currency), 1, figures.run_rate);
  }

  void AddMonth(const MonthFigures& month, int factor) {
    const Currency currency = *effect_->currency;
    const Rate* plan_rate = portfolio_.PlanRate(currency);
    const Rate* month_rate = portfolio_.MonthlyRate(currency, month.month);
    const std::string prefix = FormatMonth(month.month) + " ";
    const auto written = [&](FigureKind kind, std::optional<Amount> given, const Rate* rate,
                             Amount converted) {
      if (given)
        Add(effect_->SpanOf(month.month, kind), prefix + std::string(Name(kind)), *given, rate, factor,
            converted);
    };
    const auto confirmed = [&] {
      if (month.confirmed_cell)
        Add(SpanOfConfirmed(month.month), prefix + "confirmed", *month.confirmed_cell, month_rate, factor,
            month.confirmed);
    };
    switch (query_.quantity) {
      case Quantity::kPlan:
        return written(FigureKind::kPlan, month.cell.plan, plan_rate, month.plan);
      case Quantity::kOriginal:
        if (month.cell.original)
          return written(FigureKind::kOriginal, month.cell.original, plan_rate, month.original);
        return written(FigureKind::kPlan, month.cell.plan, plan_rate, month.original);
      case Quantity::kActual:
        return written(FigureKind::kActual, month.cell.actual, month_rate, month.actual);
      case Quantity::kConfirmed:
        return confirmed();
      case Quantity::kExpected:
        break;
    }
    switch (month.basis) {
      case ValueBasis::kConfirmed:
        return confirmed();
      case ValueBasis::kActual:
        return written(FigureKind::kActual, month.cell.actual, month_rate, month.expected);
      case ValueBasis::kForecast:
        return written(FigureKind::kForecast, month.cell.forecast, plan_rate, month.expected);
      case ValueBasis::kPlan:
        return written(FigureKind::kPlan, month.cell.plan, plan_rate, month.expected);
      case ValueBasis::kSilent: {
        const FigureKind kind = month.cell.plan       ? FigureKind::kPlan
                                : month.cell.forecast ? FigureKind::kForecast
                                                      : FigureKind::kOriginal;
        return Add(effect_->SpanOf(month.month, kind), prefix + "nothing reported in time: counts 0", {},
                   nullptr, factor, {});
      }
      case ValueBasis::kNone:
        return;
    }
  }

  Span SpanOfConfirmed(Month month) const {
    for (const ConfirmedMonth& confirmed : ConfirmedMonths(*measure_, *effect_)) {
      if (confirmed.month == month) return confirmed.span;
    }
    return {};
  }

  void Add(Span span, const std::string& what, Amount given, const Rate* rate, int factor, Amount converted) {
    addends_.push_back({span, measure_->id->view(), fmt::format("{} {}", effect_->id->view(), what), given,
                        *effect_->currency, rate ? std::optional(*rate) : std::nullopt, factor,
                        Total(converted) * factor});
  }

  const Portfolio& portfolio_;
  const Query& query_;
  NodeKindOf node_;
  Date as_of_;
  const Measure* measure_ = nullptr;
  const Effect* effect_ = nullptr;
  std::vector<Addend> addends_;
};

}  // namespace

Result<Explanation> ExplainTotal(const Portfolio& portfolio, std::span<const MeasureFigures> measures,
                                 NodeKindOf node, std::string_view figure, Date as_of) {
  const int start = portfolio.organization.fiscal_year_start_month();
  std::optional<Query> query = SimpleQuery(figure);
  if (!query) query = YearQuery(figure, FiscalYearOf(MonthOf(as_of), start), start);
  if (!query) {
    const std::string_view nearest = NearestWord(figure, kFigures);
    return FailUsage("there is no figure '{}'{}; known: {}, by_year.FY27.plan …", Printable(figure),
                     nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest),
                     Join(kFigures, ", "));
  }
  Explanation explanation{
      std::string(figure), {}, Explainer(portfolio, *query, node, as_of).Explain(measures)};
  for (const Addend& addend : explanation.addends) explanation.total += addend.converted;
  return explanation;
}

}  // namespace cat4
