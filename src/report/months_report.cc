#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "cat4/base/text.h"
#include "cat4/report/months.h"

#include "report/period_figures.h"
#include "report/whole_units.h"

namespace cat4 {
namespace {

struct Field {
  std::string_view key, heading;
  Total Sums::*total;
};
constexpr std::array<Field, 5> kFields = {{{"plan", "Plan", &Sums::plan},
                                           {"original", "Original", &Sums::original},
                                           {"expected", "Expected", &Sums::expected},
                                           {"actual", "Actual", &Sums::actual},
                                           {"confirmed", "Confirmed", &Sums::confirmed}}};
constexpr std::array<std::string_view, 8> kKindTitles = {"EBITDA",          "Revenue", "Cost",         "Cash",
                                                         "Working capital", "Capex",   "One-off cost", "FTE"};
constexpr std::array<std::string_view, 2> kNatureTitles = {"recurring", "one-off"};

// What a month holds, and whether anybody reported or confirmed it.
struct MonthLine {
  Sums sums;
  bool reported = false, confirmed = false;
};

// What months of some effects of one kind hold.
struct MonthTable {
  bool levels = false;
  bool counts = false;  // fte: counts with two decimals, of no currency
  std::map<Month, MonthLine> months;
  Sums total;  // of levels: the last one of each effect

  bool HasOriginal() const {
    return std::ranges::any_of(months,
                               [](const auto& m) { return m.second.sums.original != m.second.sums.plan; });
  }
};

// Kinds that are shown one by one: hard ones first, then those that are in no other sum.
struct KindKey {
  bool soft = false;
  EffectKind kind{};
  Nature nature{};
  friend auto operator<=>(const KindKey& a, const KindKey& b) = default;
};

std::string KeyOf(const KindKey& key) {
  return fmt::format("{}{}_{}", key.soft ? "soft_" : "", Name(key.kind), Name(key.nature));
}
std::string TitleOf(const KindKey& key) {
  return fmt::format("{}, {}{}", kKindTitles[static_cast<std::size_t>(key.kind)],
                     kNatureTitles[static_cast<std::size_t>(key.nature)],
                     key.soft ? ", soft or avoidance" : "");
}

Sums SumsOf(const MonthFigures& month, bool cancelled) {
  if (cancelled) return {{}, {}, month.expected, month.actual, month.confirmed};
  return {month.plan, month.original, month.expected, month.actual, month.confirmed};
}

// Adds an effect. Of a cancelled measure only what is reported and confirmed counts.
void Add(MonthTable& table, const EffectFigures& figures, const Measure& measure) {
  const bool cancelled = measure.cancelled();
  table.levels = HoldsLevels(*figures.effect->kind);
  table.counts = *figures.effect->kind == EffectKind::kFte;
  for (const MonthFigures& month : figures.months) {
    if (cancelled && !month.cell.actual && !month.confirmed_cell) continue;
    MonthLine& line = table.months[month.month];
    line.sums += SumsOf(month, cancelled);
    line.reported = line.reported || month.cell.actual;
    line.confirmed = line.confirmed || month.confirmed_cell;
  }
  Sums sums = SumOver(figures, {});
  if (cancelled) sums.plan = sums.original = Total();
  table.total += sums;
}

Total Through(const MonthTable& table, Month last, Total Sums::*total) {
  Total sum;
  for (const auto& [month, line] : table.months) {
    if (month <= last) sum += line.sums.*total;
  }
  return sum;
}

class Builder {
 public:
  explicit Builder(const ReportInput& input)
      : input_(input), portfolio_(*input.now.portfolio), policy_(portfolio_.policy) {}

  Report Build() {
    report_.head = input_.head;
    const std::vector<const MeasureFigures*> measures = MeasuresOf(input_, input_.now);
    const MonthTable leading = Leading(measures);
    AddSummary(leading);
    if (input_.by) AddGroups(measures, leading);
    AddTotal(leading);
    AddKinds(measures);
    return std::move(report_);
  }

 private:
  EffectFigures FiguresOf(const Measure& measure, const Effect& effect) const {
    return Within(ComputeEffect(portfolio_, measure, effect, input_.now.as_of), MonthsOf(input_));
  }

  MonthTable Leading(std::span<const MeasureFigures* const> measures) const {
    MonthTable table;
    for (const MeasureFigures* figures : measures) {
      for (const Effect& effect : figures->measure->effects) {
        if (IsLeading(effect, policy_)) Add(table, FiguresOf(*figures->measure, effect), *figures->measure);
      }
    }
    return table;
  }

  // The last month whose actuals are due.
  Month LastDue() const {
    Month month = MonthOf(input_.now.as_of);
    while (!ActualIsDue(month, input_.now.as_of, *policy_.status.actuals_due_days))
      month = MonthFromIndex(MonthIndex(month) - 1);
    return month;
  }

  std::string Line(std::string_view when, Total plan, Total expected, Total actual, Total confirmed) const {
    const auto units = [&](Total total) { return WholeUnits(total, input_.head.currency.exponent()); };
    return fmt::format("{}: plan {}, expected {}, actual {}, confirmed {}", when, units(plan),
                       units(expected), units(actual), units(confirmed));
  }

  void AddSummary(const MonthTable& table) {
    const Sums& all = table.total;
    report_.summary.push_back(Line(input_.period ? "In the period" : "In all months", all.plan, all.expected,
                                   all.actual, all.confirmed));
    if (table.levels || table.months.empty() || MonthIndex(MonthOf(input_.now.as_of)) < 2) return;
    const Month due = LastDue();
    if (due < table.months.begin()->first) return;
    const auto sum = [&](Total Sums::*total) { return Through(table, due, total); };
    report_.summary.push_back(
        Line(fmt::format("Up to {}, the last month whose actuals are due", FormatMonth(due)),
             sum(&Sums::plan), sum(&Sums::expected), sum(&Sums::actual), sum(&Sums::confirmed)));
  }

  ReportSection Section(std::string key, const MonthTable& table) const {
    ReportSection section;
    section.row_count = RowCount::kHidden;
    section.sums = true;
    section.key = std::move(key);
    section.columns.push_back({"month", "Month", ColumnKind::kMonth});
    const Shown original = table.HasOriginal() ? Shown::kEverywhere : Shown::kToProgramsOnly;
    const ColumnKind kind = table.counts ? ColumnKind::kCount : ColumnKind::kMoney;
    for (const Field& field : kFields) {
      const bool is_original = field.total == &Sums::original;
      section.columns.push_back({std::string(field.key), std::string(field.heading), kind,
                                 is_original ? original : Shown::kEverywhere});
    }
    if (table.levels) return section;
    for (const Field& field : kFields) {
      const bool shown = field.total != &Sums::original && field.total != &Sums::actual;
      section.columns.push_back({fmt::format("cumulated_{}", field.key), fmt::format("Σ {}", field.heading),
                                 kind, shown ? Shown::kEverywhere : Shown::kToProgramsOnly});
    }
    return section;
  }

  static ReportValue Value(const MonthTable& table, Total total) {
    // People are counted, in hundredths; no column of amounts can hold that.
    if (table.counts) return FormatTotal(total, Currency().exponent());
    return Money{total};
  }

  // Nothing where nobody reported or confirmed, so that a curve ends where the facts end.
  static bool IsKnown(const Field& field, const MonthLine& line) {
    if (field.total == &Sums::actual) return line.reported;
    return field.total != &Sums::confirmed || line.confirmed;
  }
  static std::optional<Month> LastKnown(const MonthTable& table, const Field& field) {
    std::optional<Month> last;
    for (const auto& [month, line] : table.months) {
      if (IsKnown(field, line)) last = month;
    }
    return last;
  }

  static std::vector<ReportRow> RowsOf(const MonthTable& table) {
    std::array<std::optional<Month>, kFields.size()> last;
    for (std::size_t i = 0; i < kFields.size(); ++i) last[i] = LastKnown(table, kFields[i]);
    std::vector<ReportRow> rows;
    Sums cumulated;
    for (const auto& [month, line] : table.months) {
      cumulated += line.sums;
      ReportRow row{.values = {month}};
      for (const Field& field : kFields)
        row.values.push_back(IsKnown(field, line) ? Value(table, line.sums.*field.total) : ReportValue());
      for (std::size_t i = 0; i < kFields.size() && !table.levels; ++i) {
        const bool known = last[i] && month <= *last[i];
        row.values.push_back(known ? Value(table, cumulated.*kFields[i].total) : ReportValue());
      }
      rows.push_back(std::move(row));
    }
    return rows;
  }

  static ReportRow SumRow(const MonthTable& table, std::string name) {
    ReportRow row{.values = {std::move(name)}, .sum = true};
    for (const Field& field : kFields) row.values.push_back(Value(table, table.total.*field.total));
    if (!table.levels) row.values.resize(row.values.size() + kFields.size());
    return row;
  }

  void Fill(ReportSection& section, const MonthTable& table) const {
    section.rows = RowsOf(table);
    if (!section.rows.empty()) section.rows.push_back(SumRow(table, table.levels ? "Last" : "Sum"));
  }

  std::string AboutLeading(const MonthTable& table) const {
    const std::string kind(Name(*policy_.leading_effect));
    if (table.levels)
      return fmt::format(
          "Leading effects ({}), one-off and recurring. Months hold levels; the last line "
          "adds up the last level of each effect.",
          kind);
    return fmt::format(
        "Leading effects ({}), one-off and recurring; Σ is cumulated from the first month "
        "shown. Months without any figure are left out.",
        kind);
  }

  void AddTotal(const MonthTable& table) {
    ReportSection section = Section("months", table);
    if (input_.by) section.title = "All together, by month";
    if (!input_.by) section.about = AboutLeading(table);
    section.nothing = "no leading effect has a figure in these months";
    Fill(section, table);
    report_.sections.push_back(std::move(section));
  }

  // Rows of all groups below each other, each group cumulated by itself.
  void AddGroups(std::span<const MeasureFigures* const> measures, const MonthTable& leading) {
    ReportSection section = Section("groups", leading);
    section.columns.insert(section.columns.begin(),
                           {std::string(Name(*input_.by)), std::string(Title(*input_.by))});
    section.about = AboutLeading(leading);
    section.nothing = "no leading effect has a figure in these months";
    const auto add = [&](ReportRow row, const std::string& group) {
      row.values.insert(row.values.begin(), group);
      section.rows.push_back(std::move(row));
    };
    for (const MeasureGroup& group : GroupMeasures(measures, *input_.by)) {
      const MonthTable table = Leading(group.measures);
      if (table.months.empty()) continue;
      for (ReportRow& row : RowsOf(table)) add(std::move(row), group.name);
      add(SumRow(table, table.levels ? "Last" : "Sum"), group.name);
    }
    if (!section.rows.empty()) add(SumRow(leading, leading.levels ? "Last" : "Sum"), "All");
    if (*input_.by == GroupField::kTag)
      section.notes = {"A measure with several tags is in several groups, and once in 'All'."};
    report_.sections.push_back(std::move(section));
  }

  void AddKinds(std::span<const MeasureFigures* const> measures) {
    std::map<KindKey, MonthTable> kinds;
    for (const MeasureFigures* figures : measures) {
      for (const Effect& effect : figures->measure->effects)
        Add(kinds[{!effect.is_hard(), *effect.kind, *effect.nature}], FiguresOf(*figures->measure, effect),
            *figures->measure);
    }
    const auto is_leading = [&](const auto& kind) {
      return !kind.first.soft && kind.first.kind == *policy_.leading_effect && !kind.second.months.empty();
    };
    const bool told_already = std::ranges::count_if(kinds, is_leading) == 1;  // by the main table
    for (const auto& kind : kinds) {
      const auto& [key, table] = kind;
      if (table.months.empty() || (told_already && is_leading(kind))) continue;
      ReportSection section = Section(KeyOf(key), table);
      section.title = TitleOf(key);
      section.about = AboutKind(key, table);
      Fill(section, table);
      report_.sections.push_back(std::move(section));
    }
  }

  static std::string AboutKind(const KindKey& key, const MonthTable& table) {
    std::string about = key.soft ? "In no other sum. " : "";
    if (table.levels) about += "Months hold levels; the last line adds up the last level of each effect.";
    return std::string(TrimBlanks(about));
  }

  const ReportInput& input_;
  const Portfolio& portfolio_;
  const Policy& policy_;
  Report report_;
};

}  // namespace

Result<Report> BuildMonths(const ReportInput& input) { return Builder(input).Build(); }

}  // namespace cat4
