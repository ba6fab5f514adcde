#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "cat4/base/text.h"
#include "cat4/report/accountability.h"

#include "report/forecast_bias.h"
#include "report/owed_items.h"

namespace cat4 {
namespace {

constexpr std::array kLeads = {1, 3, 6};
constexpr int kMainLead = 3;  // of those: the one in the main table and by month

// What somebody answers for in one role.
struct Account {
  std::int64_t measures = 0, active = 0;
  Total plan, expected;  // of active measures
  std::int64_t open = 0, overdue = 0, longest = 0, updates = 0;
  ForecastBias bias;
};
using Accounts = std::map<std::pair<std::string, Role>, Account>;

struct WaitingDecision {
  std::string person;
  Role role{};
  const OpenDecision* open = nullptr;
  std::int64_t days = 0;
  bool overdue = false;
};

class Builder {
 public:
  explicit Builder(const ReportInput& input)
      : input_(input),
        portfolio_(*input.now.portfolio),
        measures_(MeasuresOf(input, input.now)),
        owed_(FindOwed(input)),
        hits_(FindForecastHits(input, kLeads)) {
    FindWaiting();
  }

  Report Build() {
    report_.head = input_.head;
    report_.summary = {HistoryText()};
    AddPeople();
    AddDecisions();
    AddBias();
    AddBiasByMonth();
    return std::move(report_);
  }

 private:
  void FindWaiting() {
    for (const OpenDecision& open : input_.open) {
      if (std::ranges::find(measures_, open.measure) == measures_.end()) continue;
      const std::int64_t days = DaysBetween(open.since, input_.now.as_of);
      const bool overdue = days > *portfolio_.policy.update_every_days || IsPlannedBefore(open);
      for (const OpenDecision::Waiting& waiting : open.missing) {
        for (std::string& person : WhoIsToDecide(waiting))
          waiting_.push_back(
              {std::move(person), FindRole(waiting.role).value_or(Role::kAdmin), &open, days, overdue});
      }
    }
  }

  // The gate's planned date has passed.
  bool IsPlannedBefore(const OpenDecision& open) const {
    return std::ranges::any_of(open.measure->measure->gates, [&](const GateDate& gate) {
      return gate.stage->view() == open.gate && *gate.date < input_.now.as_of;
    });
  }

  std::string HistoryText() const {
    if (input_.history.empty())
      return fmt::format("No forecast of the past could be looked at: {}",
                         input_.no_history.empty() ? "there is no history" : input_.no_history);
    return fmt::format("Forecasts of {}, {} to {}, are compared with what came",
                       Count(input_.history.size(), "month end"), FormatDate(input_.history.front().as_of),
                       FormatDate(input_.history.back().as_of));
  }

  // Plan and expected of the period, or of all months.
  Sums ValueOf(const MeasureFigures& figures) const {
    if (!input_.period) return figures.sums;
    Sums sums;
    for (const Effect& effect : figures.measure->effects) {
      if (IsLeading(effect, portfolio_.policy))
        sums += SumOver(ComputeEffect(portfolio_, *figures.measure, effect, input_.now.as_of),
                        input_.period->months);
    }
    return sums;
  }

  Accounts AccountsOf(std::span<const MeasureFigures* const> measures) const {
    Accounts accounts;
    for (const MeasureFigures* figures : measures) AddMeasure(*figures, accounts);
    const auto counts = [&](const MeasureFigures* measure) {
      return std::ranges::find(measures, measure) != measures.end();
    };
    for (const WaitingDecision& waiting : waiting_) {
      if (!counts(waiting.open->measure)) continue;
      Account& account = accounts[{waiting.person, waiting.role}];
      ++account.open;
      account.overdue += waiting.overdue ? 1 : 0;
      account.longest = std::max(account.longest, waiting.days);
    }
    for (const OwedItem& item : owed_) {
      const bool update = item.kind != OwedKind::kDecision && item.kind != OwedKind::kRecord;
      if (update && !item.person.empty() && counts(item.measure))
        ++accounts[{item.person, item.role}].updates;
    }
    for (const ForecastHit& hit : hits_) {
      if (hit.lead == kMainLead && !hit.owner.empty() && counts(hit.measure))
        accounts[{hit.owner, Role::kOwner}].bias += hit;
    }
    return accounts;
  }

  void AddMeasure(const MeasureFigures& figures, Accounts& accounts) const {
    const Sums value = ValueOf(figures);
    for (const Answerable& answerable : WhoAnswersFor(portfolio_, *figures.measure)) {
      Account& account = accounts[{answerable.person, answerable.role}];
      ++account.measures;
      if (!figures.measure->active()) continue;
      ++account.active;
      account.plan += value.plan;
      account.expected += value.expected;
    }
  }

  std::string NameOf(const std::string& id) const {
    const Person* person = FindPersonById(portfolio_, id);
    return person ? TextOf(person->name) : std::string();
  }

  ReportRow RowOf(const std::pair<std::string, Role>& who, const Account& account) const {
    const auto& [person, role] = who;
    const bool foresees = account.bias.months > 0;
    const std::optional<int> share = account.bias.PerMille();
    return {.values = {person, NameOf(person), std::string(Name(role)), account.measures, account.active,
                       Money{account.plan}, Money{account.expected}, Money{account.plan - account.expected},
                       account.open, account.overdue,
                       account.open > 0 ? ReportValue(account.longest) : ReportValue(), account.updates,
                       foresees ? ReportValue(Money{account.bias.bias()}) : ReportValue(),
                       share ? ReportValue(PerMille{*share}) : ReportValue()}};
  }

  void AddPeople() {
    ReportSection section{
        .key = "people",
        .title = {},
        .about = {},
        .columns = {{"person", "Person"},
                    {"name", "Name", ColumnKind::kText, Shown::kToProgramsOnly},
                    {"role", "Role"},
                    {"measures", "Meas.", ColumnKind::kCount},
                    {"active", "Active", ColumnKind::kCount, Shown::kToProgramsOnly},
                    {"plan", "Plan", ColumnKind::kMoney},
                    {"expected", "Expected", ColumnKind::kMoney},
                    {"gap", "Gap", ColumnKind::kMoney},
                    {"open_decisions", "Open", ColumnKind::kCount},
                    {"overdue_decisions", "Late", ColumnKind::kCount},
                    {"longest_days", "Days", ColumnKind::kCount},
                    {"overdue_updates", "Owes", ColumnKind::kCount},
                    {"forecast_bias", "Bias", ColumnKind::kMoney},
                    {"forecast_bias_share", "%", ColumnKind::kShare}},
        .rows = {},
        .nothing = "Nobody answers for a measure.",
        .notes = {
            "Plan, expected and the gap between them are those of active measures. A measure counts in "
            "each role once, and with every member of its committee, so that sums over roles mean nothing.",
            fmt::format("Open: decisions that wait; late: those that wait longer than {} days or behind "
                        "the gate's planned date; days: the longest wait. Owes: items that 'cat4 report "
                        "updates' lists. Bias: what was forecast {} months before, less what came; "
                        "positive: less came.",
                        *portfolio_.policy.update_every_days, kMainLead)}};
    if (input_.by) {
      AddGroups(section);
    } else {
      for (const auto& [who, account] : AccountsOf(measures_)) section.rows.push_back(RowOf(who, account));
    }
    report_.sections.push_back(std::move(section));
  }

  void AddGroups(ReportSection& section) const {
    section.columns.insert(section.columns.begin(),
                           {std::string(Name(*input_.by)), std::string(Title(*input_.by))});
    for (const MeasureGroup& group : GroupMeasures(measures_, *input_.by)) {
      for (const auto& [who, account] : AccountsOf(group.measures)) {
        ReportRow row = RowOf(who, account);
        row.values.insert(row.values.begin(), group.name);
        section.rows.push_back(std::move(row));
      }
    }
  }

  void AddDecisions() {
    ReportSection section{.key = "open_decisions",
                          .title = "Decisions that wait",
                          .about = {},
                          .columns = {{"person", "Person"},
                                      {"role", "Role"},
                                      {"measure", "Measure"},
                                      {"title", "Title"},
                                      {"what", "What"},
                                      {"since", "Since", ColumnKind::kDate},
                                      {"days", "Days", ColumnKind::kCount},
                                      {"overdue", "Late", ColumnKind::kFlag}},
                          .rows = {},
                          .nothing = {},
                          .notes = {}};
    std::vector<WaitingDecision> waiting = waiting_;
    std::ranges::stable_sort(waiting, {}, [](const WaitingDecision& one) {
      return std::tuple(std::string_view(one.person), one.role, -one.days);
    });
    for (const WaitingDecision& one : waiting) {
      const Measure& measure = *one.open->measure->measure;
      section.rows.push_back(
          {.values = {one.person, std::string(Name(one.role)), std::string(measure.id->view()),
                      TextOf(measure.title), one.open->what, one.open->since, one.days, one.overdue}});
    }
    report_.sections.push_back(std::move(section));
  }

  static std::vector<ReportColumn> BiasColumns(std::vector<ReportColumn> columns) {
    for (const ReportColumn& column : {ReportColumn{"forecast", "Forecast", ColumnKind::kMoney},
                                       ReportColumn{"actual", "Came", ColumnKind::kMoney},
                                       ReportColumn{"bias", "Bias", ColumnKind::kMoney},
                                       ReportColumn{"share", "Bias %", ColumnKind::kShare}})
      columns.push_back(column);
    return columns;
  }

  static void AddBiasValues(const ForecastBias& bias, ReportRow& row) {
    const std::optional<int> share = bias.PerMille();
    for (const Total total : {bias.forecast, bias.actual, bias.bias()}) row.values.emplace_back(Money{total});
    row.values.push_back(share ? ReportValue(PerMille{*share}) : ReportValue());
  }

  void AddBias() {
    ReportSection section{
        .key = "forecast_bias",
        .title = "Forecast bias by owner",
        .about =
            "What was foreseen one, three and six month ends before, and what came, at plan rates. Months "
            "that nobody has reported on are left out. The owner is the one at the time.",
        .columns = BiasColumns({{"owner", "Owner"},
                                {"lead", "Months before", ColumnKind::kCount},
                                {"months", "Months", ColumnKind::kCount}}),
        .rows = {},
        .nothing = {},
        .notes = {}};
    std::map<std::pair<std::string, int>, ForecastBias> owners;
    for (const ForecastHit& hit : hits_) owners[{hit.owner, hit.lead}] += hit;
    for (const auto& [key, bias] : owners) {
      ReportRow row{.values = {key.first, std::int64_t{key.second}, bias.months}};
      AddBiasValues(bias, row);
      section.rows.push_back(std::move(row));
    }
    report_.sections.push_back(std::move(section));
  }

  void AddBiasByMonth() {
    ReportSection section{.key = "forecast_bias_by_month",
                          .title = fmt::format("Forecast bias by month, {} months before", kMainLead),
                          .about = {},
                          .columns = BiasColumns({{"month", "Month", ColumnKind::kMonth}}),
                          .rows = {},
                          .nothing = {},
                          .notes = {},
                          .sums = true};
    std::map<Month, ForecastBias> months;
    ForecastBias all;
    for (const ForecastHit& hit : hits_) {
      if (hit.lead != kMainLead) continue;
      months[hit.month] += hit;
      all += hit;
    }
    for (const auto& [month, bias] : months) {
      ReportRow row{.values = {month}};
      AddBiasValues(bias, row);
      section.rows.push_back(std::move(row));
    }
    if (!months.empty()) {
      ReportRow row{.values = {ReportValue()}, .sum = true};
      AddBiasValues(all, row);
      section.rows.push_back(std::move(row));
    }
    report_.sections.push_back(std::move(section));
  }

  const ReportInput& input_;
  const Portfolio& portfolio_;
  const std::vector<const MeasureFigures*> measures_;
  const std::vector<OwedItem> owed_;
  const std::vector<ForecastHit> hits_;
  std::vector<WaitingDecision> waiting_;
  Report report_;
};

}  // namespace

Result<Report> BuildAccountability(const ReportInput& input) { return Builder(input).Build(); }

}  // namespace cat4
