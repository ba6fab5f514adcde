// The main table of the status report: the hierarchy, or groups of measures.
#include <algorithm>

#include "cat4/base/text.h"

#include "report/period_sums.h"
#include "report/status_sections.h"

namespace cat4 {
namespace {

constexpr ColumnKind kMoney = ColumnKind::kMoney, kCount = ColumnKind::kCount, kLight = ColumnKind::kLight;
constexpr Shown kPrograms = Shown::kToProgramsOnly;

using Values = std::vector<ReportValue>;

void Append(Values& values, std::initializer_list<Total> totals) {
  for (const Total total : totals) values.emplace_back(Money{total});
}

ReportValue MoneyOrNone(const std::optional<Total>& total) {
  return total ? ReportValue(Money{*total}) : ReportValue();
}

Sums InYear(const NodeFigures& figures, FiscalYear year) {
  const auto found = figures.by_year.find(year);
  return found == figures.by_year.end() ? Sums() : found->second;
}

// What only programs see of each line, in the order of ExactValues.
void AddExactColumns(std::vector<ReportColumn>& columns, const ReportInput& input) {
  for (const std::string_view key : {"measures", "active", "on_hold", "cancelled"})
    columns.push_back({std::string(key), std::string(key), kCount, kPrograms});
  for (const std::string_view which : {"implementation", "potential"}) {
    for (const std::string_view light : Words<Light>()) {
      const std::string key = fmt::format("{}_{}", which, light);
      columns.push_back({key, key, kCount, kPrograms});
    }
  }
  std::vector<std::string_view> money = {
      "original",          "in_year_plan",  "in_year_expected",     "in_year_actual",
      "in_year_confirmed", "run_rate_plan", "run_rate_expected",    "run_rate_confirmed",
      "one_off",           "weighted",      "cost_to_achieve_plan", "cost_to_achieve_actual",
      "soft_plan",         "soft_expected", "cancelled_plan"};
  if (input.period) {
    for (const std::string_view key :
         {"in_period_plan", "in_period_expected", "in_period_actual", "in_period_confirmed"})
      money.push_back(key);
  }
  for (const std::string_view key : money)
    columns.push_back({std::string(key), std::string(key), kMoney, kPrograms});
}

void AppendExact(Values& values, const NodeFigures& f, FiscalYear year,
                 const std::optional<Sums>& in_period) {
  for (const int count : {f.counts.measures, f.counts.active, f.counts.on_hold, f.counts.cancelled})
    values.emplace_back(std::int64_t{count});
  for (const LightCounts* counts : {&f.counts.implementation, &f.counts.potential}) {
    for (const int count : counts->by_light) values.emplace_back(std::int64_t{count});
  }
  const Sums in_year = InYear(f, year);
  Append(values, {f.sums.original, in_year.plan, in_year.expected, in_year.actual, in_year.confirmed,
                  f.run_rate.plan, f.run_rate.expected, f.run_rate.confirmed, f.one_off, f.weighted,
                  f.cost_plan, f.cost_actual, f.soft_plan, f.soft_expected, f.cancelled_plan});
  if (in_period)
    Append(values, {in_period->plan, in_period->expected, in_period->actual, in_period->confirmed});
}

// Where a measure stands; of other nodes, how many measures they have.
std::string StandsAt(const StatusNode& node) {
  if (node.level != Level::kMeasure)
    return Count(static_cast<std::size_t>(node.figures.counts.measures), "measure");
  if (node.state == Name(State::kOnHold)) return "on hold";
  return std::string(node.state == Name(State::kActive) ? node.stage : node.state);
}

std::string LabelOf(const StatusNode& node) {
  return node.level == Level::kMeasure ? fmt::format("{} {}", node.id, node.name) : std::string(node.name);
}

bool IsListed(const StatusNode& node, const ReportInput& input) {
  return node.level <= input.depth || node.depth == 0;
}

ReportRow NodeRow(const StatusNode& node, FiscalYear year) {
  const NodeFigures& f = node.figures;
  ReportRow row{.values = {LabelOf(node), f.implementation, f.potential, StandsAt(node)},
                .depth = node.depth};
  Append(row.values, {f.sums.plan, f.sums.expected, f.sums.actual, f.sums.confirmed});
  row.values.push_back(MoneyOrNone(f.gap));
  row.values.push_back(MoneyOrNone(f.target));
  for (const std::string_view text :
       {Name(node.level), node.id, node.path, node.parent, node.name, node.stage, node.state})
    row.values.emplace_back(std::string(text));
  row.values.emplace_back(node.trap);
  AppendExact(row.values, f, year, node.in_period);
  return row;
}

// Measures that have one value of the field in common.
struct Group {
  std::string name, title;
  NodeFigures figures;
  std::optional<Sums> in_period;
  bool sum = false;  // of all of them
};

// What a value of the field is called; empty where it has no name besides.
class GroupTitles {
 public:
  explicit GroupTitles(const ReportInput& input) : portfolio_(*input.now.portfolio), field_(*input.by) {}

  std::string TitleOf(const std::string& name) const {
    if (name == "-") return fmt::format("without {}", ToLowerAscii(Title(field_)));
    const Text id = portfolio_.texts.Find(name);
    switch (field_) {
      case GroupField::kLegalEntity:
        return NameIn(portfolio_.FindLegalEntity(id));
      case GroupField::kBusinessUnit:
        return UnitName(portfolio_.organization.business_units, id);
      case GroupField::kFunction:
        return UnitName(portfolio_.organization.functions, id);
      case GroupField::kSponsor:
      case GroupField::kController:
        return NameIn(portfolio_.FindPerson(id));
      case GroupField::kCommittee:
        return NameIn(portfolio_.FindCommittee(id));
      case GroupField::kTag:
        break;
    }
    return {};
  }

 private:
  template <typename T>
  static std::string NameIn(const T* found) {
    return found ? TextOf(found->name) : std::string();
  }
  static std::string UnitName(const std::vector<Unit>& units, Text id) {
    const auto found = std::ranges::find_if(units, [&](const Unit& unit) { return *unit.id == id; });
    return found == units.end() ? std::string() : TextOf(found->name);
  }

  const Portfolio& portfolio_;
  const GroupField field_;
};

std::vector<Group> GroupsOf(const ReportInput& input) {
  const ReportSide& now = input.now;
  const std::vector<Sums> in_period =
      input.period ? SumsOver(now, input.period->months) : std::vector<Sums>();
  const GroupTitles titles(input);
  std::vector<Group> groups;
  for (const MeasureGroup& measures : GroupMeasures(MeasuresOf(input, now), *input.by)) {
    Group& group = groups.emplace_back();
    group.name = measures.name;
    group.title = titles.TitleOf(measures.name);
    std::vector<MeasureFigures> figures;
    if (input.period) group.in_period.emplace();
    for (const MeasureFigures* one : measures.measures) {
      figures.push_back(*one);
      if (input.period)
        *group.in_period +=
            CountedAbove(*one->measure, in_period[static_cast<std::size_t>(one - now.figures.data())]);
    }
    group.figures = RollUp(*now.portfolio, Container(), figures, now.as_of);
  }
  return groups;
}

// All measures, each counted once.
Group SumOfGroups(const ReportInput& input, const StatusReport& status) {
  const StatusNode& top = status.nodes.front();
  Group sum{.name = "Sum", .title = {}, .figures = top.figures, .in_period = top.in_period, .sum = true};
  if (!input.only) return sum;
  // Counted as its group counts it, and not as its own node does, which has the plan of a cancelled one.
  const std::vector<Group> groups = GroupsOf(input);
  sum.figures = groups.front().figures;
  sum.in_period = groups.front().in_period;
  return sum;
}

ReportRow GroupRow(const Group& group, FiscalYear year) {
  const NodeFigures& f = group.figures;
  ReportRow row{
      .values = {group.name, group.title, f.implementation, f.potential, std::int64_t{f.counts.measures}}};
  Append(row.values, {f.sums.plan, f.sums.expected, f.sums.actual, f.sums.confirmed});
  AppendExact(row.values, f, year, group.in_period);
  row.sum = group.sum;
  return row;
}

// Tags have no names besides.
ReportColumn NameColumn(const ReportInput& input) {
  return {"name", "Name", ColumnKind::kText, *input.by == GroupField::kTag ? kPrograms : Shown::kEverywhere};
}

// Measures with several values of the field make groups overlap.
void AddOverlapNote(ReportSection& section, const ReportInput& input) {
  if (*input.by != GroupField::kTag) return;
  section.notes.emplace_back(
      "A measure with several tags counts in each of them; the sum counts every measure once.");
}

ReportSection InPeriod(const ReportInput& input, ReportColumn first, ReportColumn second) {
  ReportSection section = NewSection("period_figures", fmt::format("In {}", input.period->name), {},
                                     {std::move(first),
                                      std::move(second),
                                      {"plan", "Plan", kMoney},
                                      {"original", "Original", kMoney},
                                      {"expected", "Expected", kMoney},
                                      {"actual", "Actual", kMoney},
                                      {"confirmed", "Confirmed", kMoney}});
  section.sums = true;
  section.row_count = RowCount::kHidden;
  return section;
}

ReportRow InPeriodRow(std::string first, std::string second, const Sums& sums) {
  ReportRow row{.values = {std::move(first), std::move(second)}};
  Append(row.values, {sums.plan, sums.original, sums.expected, sums.actual, sums.confirmed});
  return row;
}

}  // namespace

ReportSection NewSection(std::string key, std::string title, std::string about,
                         std::vector<ReportColumn> columns) {
  return {.key = std::move(key),
          .title = std::move(title),
          .about = std::move(about),
          .columns = std::move(columns),
          .rows = {},
          .nothing = {},
          .notes = {}};
}

ReportSection NodesSection(const ReportInput& input, const StatusReport& status) {
  ReportSection section = NewSection("nodes", {}, {},
                                     {{"label", ""},
                                      {"implementation", "Impl", kLight},
                                      {"potential", "Pot", kLight},
                                      {"stands_at", "Stage"},
                                      {"plan", "Plan", kMoney},
                                      {"expected", "Expected", kMoney},
                                      {"actual", "Actual", kMoney, kPrograms},
                                      {"confirmed", "Confirmed", kMoney},
                                      {"gap", "Gap", kMoney},
                                      {"target", "Target", kMoney, kPrograms}});
  for (const std::string_view key : {"level", "id", "path", "parent", "name", "stage", "state"})
    section.columns.push_back({std::string(key), std::string(key), ColumnKind::kText, kPrograms});
  section.columns.push_back({"trap", "trap", ColumnKind::kFlag, kPrograms});
  AddExactColumns(section.columns, input);
  for (const StatusNode& node : status.nodes) {
    if (IsListed(node, input)) section.rows.push_back(NodeRow(node, status.fiscal_year));
  }
  return section;
}

ReportSection GroupsSection(const ReportInput& input, const StatusReport& status) {
  ReportSection section = NewSection("groups", {}, {},
                                     {{"group", std::string(Title(*input.by))},
                                      NameColumn(input),
                                      {"implementation", "Impl", kLight},
                                      {"potential", "Pot", kLight},
                                      {"count", "Measures", kCount},
                                      {"plan", "Plan", kMoney},
                                      {"expected", "Expected", kMoney},
                                      {"actual", "Actual", kMoney},
                                      {"confirmed", "Confirmed", kMoney}});
  section.sums = true;
  AddExactColumns(section.columns, input);
  for (const Group& group : GroupsOf(input)) section.rows.push_back(GroupRow(group, status.fiscal_year));
  section.nothing = "There are no measures.";
  if (section.rows.empty()) return section;
  section.rows.push_back(GroupRow(SumOfGroups(input, status), status.fiscal_year));
  AddOverlapNote(section, input);
  return section;
}

ReportSection NodesInPeriod(const ReportInput& input, const StatusReport& status) {
  ReportSection section = InPeriod(input, {"label", ""}, {"id", "id", ColumnKind::kText, kPrograms});
  for (const StatusNode& node : status.nodes) {
    if (!IsListed(node, input)) continue;
    section.rows.push_back(InPeriodRow(LabelOf(node), std::string(node.id), *node.in_period));
    section.rows.back().depth = node.depth;
  }
  return section;
}

ReportSection GroupsInPeriod(const ReportInput& input, const StatusReport& status) {
  ReportSection section = InPeriod(input, {"group", std::string(Title(*input.by))}, NameColumn(input));
  for (const Group& group : GroupsOf(input))
    section.rows.push_back(InPeriodRow(group.name, group.title, *group.in_period));
  if (section.rows.empty()) return section;
  section.rows.push_back(InPeriodRow("Sum", {}, *SumOfGroups(input, status).in_period));
  section.rows.back().sum = true;
  return section;
}

}  // namespace cat4
