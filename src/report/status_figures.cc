// What the status report says of the whole: every figure in a table, and its fiscal years.
#include <fmt/format.h>

#include "report/status_sections.h"
#include "report/whole_units.h"

namespace cat4 {
namespace {

constexpr ColumnKind kMoney = ColumnKind::kMoney;

// A line of key figures; what it has nothing of is left out.
struct FigureLine {
  std::string_view key;
  std::string label;
  std::optional<Total> plan, original, expected, actual, confirmed;
};

FigureLine LineOf(std::string_view key, std::string label, const Sums& sums) {
  return {key, std::move(label), sums.plan, sums.original, sums.expected, sums.actual, sums.confirmed};
}

std::vector<FigureLine> LinesOf(const ReportInput& input, const StatusReport& status) {
  const StatusNode& top = status.nodes.front();
  const NodeFigures& f = top.figures;
  const auto year = f.by_year.find(status.fiscal_year);
  std::vector<FigureLine> lines{
      LineOf("total", "All months", f.sums),
      LineOf("in_year", fmt::format("In {}, the current fiscal year", FormatFiscalYear(status.fiscal_year)),
             year == f.by_year.end() ? Sums() : year->second)};
  if (top.in_period)
    lines.push_back(LineOf("in_period", fmt::format("In {}", input.period->name), *top.in_period));
  const std::optional<Total> none;
  lines.push_back({"run_rate", "Run-rate: a year once ramped up", f.run_rate.plan, none, f.run_rate.expected,
                   none, f.run_rate.confirmed});
  lines.push_back({"one_off", "One-off effects", f.one_off, none, none, none, none});
  lines.push_back({"weighted", "Weighted by stage", none, none, f.weighted, none, none});
  lines.push_back({"cost_to_achieve", "Cost to achieve", f.cost_plan, none, none, f.cost_actual, none});
  lines.push_back({"soft", "Soft benefits, in no other sum", f.soft_plan, none, f.soft_expected, none, none});
  lines.push_back({"cancelled", "Cancelled, in no other plan", f.cancelled_plan, none, none, none, none});
  return lines;
}

ReportValue ValueOf(const std::optional<Total>& total) {
  return total ? ReportValue(Money{*total}) : ReportValue();
}

std::string TargetLine(const Target& target, const NodeFigures& figures, Currency currency) {
  const TargetBasis basis = target.basis ? *target.basis : TargetBasis::kCumulative;
  const std::string_view of = basis == TargetBasis::kCumulative ? "expected up to then"
                              : basis == TargetBasis::kRunRate  ? "expected run-rate"
                                                                : "expected in that fiscal year";
  const std::string amount = WholeUnits(*figures.target, currency.exponent());
  const std::string gap = WholeUnits(Absolute(*figures.gap), currency.exponent());
  return fmt::format("Target by {}: {}, compared with what is {}: {}", FormatMonth(*target.by), amount, of,
                     *figures.gap > Total()   ? gap + " is missing"
                     : *figures.gap < Total() ? "exceeded by " + gap
                                              : "reached exactly");
}

}  // namespace

ReportSection FiguresSection(const ReportInput& input, const StatusReport& status) {
  ReportSection section = NewSection("figures", "Key figures", {},
                                     {{"label", ""},
                                      {"figure", "figure", ColumnKind::kText, Shown::kToProgramsOnly},
                                      {"plan", "Plan", kMoney},
                                      {"original", "Original", kMoney},
                                      {"expected", "Expected", kMoney},
                                      {"actual", "Actual", kMoney},
                                      {"confirmed", "Confirmed", kMoney}});
  section.row_count = RowCount::kHidden;
  for (const FigureLine& line : LinesOf(input, status))
    section.rows.push_back(
        {.values = {line.label, std::string(line.key), ValueOf(line.plan), ValueOf(line.original),
                    ValueOf(line.expected), ValueOf(line.actual), ValueOf(line.confirmed)}});
  if (input.only) return section;
  const Container& top = input.top ? *input.top : input.now.portfolio->containers.front();
  if (top.target)
    section.notes.push_back(TargetLine(*top.target, status.nodes.front().figures, status.currency));
  return section;
}

ReportSection YearsSection(const ReportInput& input, const StatusReport& status) {
  ReportSection section = NewSection("by_year", "By fiscal year", {},
                                     {{"fiscal_year", "Year"},
                                      {"plan", "Plan", kMoney},
                                      {"original", "Original", kMoney},
                                      {"expected", "Expected", kMoney},
                                      {"actual", "Actual", kMoney},
                                      {"confirmed", "Confirmed", kMoney}});
  section.sums = true;
  section.row_count = RowCount::kHidden;
  const auto add = [&](std::string year, const Sums& sums) {
    section.rows.push_back({.values = {std::move(year), Money{sums.plan}, Money{sums.original},
                                       Money{sums.expected}, Money{sums.actual}, Money{sums.confirmed}}});
  };
  const NodeFigures& f = status.nodes.front().figures;
  for (const auto& [year, sums] : f.by_year) add(FormatFiscalYear(year), sums);
  // Levels can't be added up over years.
  if (f.by_year.empty() || HoldsLevels(*input.now.policy().leading_effect)) return section;
  add("Sum", f.sums);
  section.rows.back().sum = true;
  return section;
}

}  // namespace cat4
