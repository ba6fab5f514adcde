#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "cat4/base/check.h"
#include "cat4/base/text.h"
#include "cat4/report/bridge.h"

#include "report/bridge_causes.h"
#include "report/period_figures.h"
#include "report/whole_units.h"

namespace cat4 {
namespace {

struct CauseText {
  std::string_view title, heading, remark;  // in the main table, above a column, beside a measure
  std::string_view meaning;
};
constexpr std::array<CauseText, kCauses> kTexts = {{
    {"New", "New", "new", "measures that were not there then; all that is expected of them"},
    {"Deleted", "Deleted", "deleted", "measures whose files are gone; all that was expected of them"},
    {"Moved here or away", "Moved", "moved",
     "measures that came from or went to another part of the organization"},
    {"Cancelled", "Cancelled", "cancelled",
     "what was expected in months that lost their value because the measure was cancelled"},
    {"Reinstated", "Reinstated", "reinstated",
     "months that have a value again because the measure is no longer cancelled"},
    {"Put on hold", "On hold", "put on hold",
     "what was expected in months that have no value while the measure is on hold"},
    {"Resumed", "Resumed", "resumed",
     "months that have a value again because the measure is no longer on hold"},
    {"Re-sized plan", "Re-sized", "",
     "change of the plan that no opposite change in other months of the same effect makes up for"},
    {"Re-timed plan", "Re-timed", "",
     "plan that left some months of an effect and entered others; nothing over its whole life"},
    {"Forecast changed", "Forecast", "",
     "change of the distance between plan and actual; where that is due and missing, between plan and "
     "nothing; "
     "for months to come, between plan and forecast"},
    {"Confirmed above or below", "Confirmed", "",
     "confirmed amounts less the actual, or else the forecast or the plan, of their months"},
    {"Currency", "Currency", "",
     "months at their own rates instead of the plan rate, and plan rates that changed"},
}};
constexpr std::array<Cause, 7> kMovements = {Cause::kNew,       Cause::kGone,       Cause::kMoved,
                                             Cause::kCancelled, Cause::kReinstated, Cause::kOnHold,
                                             Cause::kResumed};

Cause CauseAt(std::size_t i) { return static_cast<Cause>(i); }
const CauseText& TextOfCause(std::size_t i) { return kTexts[i]; }

struct MeasureBridge {
  const Measure* measure = nullptr;  // of now; of a measure that is not there any more, of then
  Bridge bridge;
  bool here_now = false;

  Total change() const { return bridge.end - bridge.start; }
  Total size() const {
    Total sum;
    for (const Total& amount : bridge.amounts) sum += Absolute(amount);
    return sum;
  }
};

class Builder {
 public:
  explicit Builder(const ReportInput& input) : input_(input), months_(MonthsOf(input)) {}

  Report Build() {
    report_.head = input_.head;
    CollectNow();
    CollectGone();
    for (const MeasureBridge& one : all_) total_ += one.bridge;
    CAT4_CHECK(total_.explains());
    AddSummary();
    if (input_.by) AddGroups();
    AddCauses();
    AddForecast();
    AddMeasures();
    return std::move(report_);
  }

 private:
  static BridgeEnd EndOf(const ReportSide& side, const Measure& measure) {
    return {side.portfolio, &measure, side.as_of};
  }

  void CollectNow() {
    std::set<std::string_view> there;  // where the report looks, then
    if (input_.before) {
      for (const MeasureFigures* figures : MeasuresOf(input_, *input_.before))
        there.insert(figures->measure->id->view());
    }
    for (const MeasureFigures* figures : MeasuresOf(input_, input_.now))
      all_.push_back({figures->measure, BridgeOf(*figures->measure, there), true});
  }

  Bridge BridgeOf(const Measure& measure, const std::set<std::string_view>& there) const {
    const BridgeEnd now = EndOf(input_.now, measure);
    if (!input_.before) return BridgeFromOriginal(now, months_);
    const MeasureFigures* before = FindFigures(*input_.before, measure.id->view());
    if (!before) return BridgeFromNothing(now, months_, Cause::kNew);
    if (!there.contains(measure.id->view())) return BridgeFromNothing(now, months_, Cause::kMoved);
    return BridgeBetween(EndOf(*input_.before, *before->measure), now, months_);
  }

  void CollectGone() {
    if (!input_.before) return;
    std::set<std::string_view> here;
    for (const MeasureBridge& one : all_) here.insert(one.measure->id->view());
    for (const MeasureFigures* figures : MeasuresOf(input_, *input_.before)) {
      const Measure& measure = *figures->measure;
      if (here.contains(measure.id->view())) continue;
      const bool moved = FindFigures(input_.now, measure.id->view()) != nullptr;
      all_.push_back(
          {&measure,
           BridgeToNothing(EndOf(*input_.before, measure), months_, moved ? Cause::kMoved : Cause::kGone),
           false});
    }
  }

  std::string Units(Total total) const { return WholeUnits(total, input_.head.currency.exponent()); }

  std::string Signed(Total total) const { return (total > Total() ? "+" : "") + Units(total); }

  std::string StartTitle() const {
    if (!input_.before) return "Original plan";
    return fmt::format("Expected as of {}", FormatDate(input_.before->as_of));
  }
  std::string EndTitle() const { return fmt::format("Expected as of {}", FormatDate(input_.now.as_of)); }

  // Of the size of the start, with the sign of the amount.
  static ReportValue ShareOf(Total amount, Total start) {
    const Total size = Absolute(start);
    const std::optional<int> share = Share{amount, size, size}.PerMille();  // 1 + (amount − size) ÷ size
    return share ? ReportValue(PerMille{*share}) : ReportValue();
  }

  // "1,200 became 900: -300 (-25.0%)"
  std::string ChangeText() const {
    const Total change = total_.end - total_.start;
    if (change == Total()) return fmt::format("{}, as much as before", Units(total_.end));
    const ReportValue share = ShareOf(change, total_.start);
    std::string text =
        fmt::format("{} became {}: {}", Units(total_.start), Units(total_.end), Signed(change));
    if (std::holds_alternative<PerMille>(share))
      text += fmt::format(" ({})", FormatForPeople(share, input_.head));
    return text;
  }

  void AddSummary() {
    report_.summary.push_back(
        fmt::format("{}: {}", input_.period ? "In the period" : "Over the whole life", ChangeText()));
    std::vector<std::size_t> largest;
    for (std::size_t i = 0; i < kCauses; ++i) {
      if (total_.amounts[i] != Total()) largest.push_back(i);
    }
    std::ranges::stable_sort(largest, [&](std::size_t a, std::size_t b) {
      return Absolute(total_.amounts[a]) > Absolute(total_.amounts[b]);
    });
    std::string line;
    for (std::size_t i = 0; i < std::min<std::size_t>(largest.size(), 3); ++i) {
      line += fmt::format("{}{} {}", i == 0 ? "" : ", ", ToLowerAscii(TextOfCause(largest[i]).title),
                          Signed(total_.amounts[largest[i]]));
    }
    if (!line.empty()) report_.summary.push_back("Most of it: " + line);
  }

  // --- causes ---

  bool Shows(std::size_t cause) const {
    return total_.measures[cause] > 0 || total_.amounts[cause] != Total();
  }

  std::vector<std::string> Meanings() const {
    std::vector<std::string> notes;
    for (std::size_t i = 0; i < kCauses; ++i) {
      if (Shows(i)) notes.push_back(fmt::format("{}: {}.", TextOfCause(i).title, TextOfCause(i).meaning));
    }
    if (!input_.before && total_.measures[static_cast<std::size_t>(Cause::kCancelled)] > 0)
      notes.emplace_back("The original plan includes that of measures that were cancelled since.");
    return notes;
  }

  void AddCauses() {
    ReportSection section;
    section.key = "causes";
    section.row_count = RowCount::kHidden;
    section.about =
        "What is expected of the leading effects. All causes but currency are at "
        "the plan rates of now; measures: how many a cause concerns.";
    section.columns = {{"cause", "Cause", ColumnKind::kText, Shown::kToProgramsOnly},
                       {"title", ""},
                       {"amount", "Amount", ColumnKind::kMoney},
                       {"share", "Of start", ColumnKind::kShare},
                       {"measures", "Measures", ColumnKind::kCount}};
    section.notes = Meanings();
    section.sums = true;
    if (input_.by) section.title = "All together, by cause";
    const auto add = [&](std::string_view key, std::string title, Total amount, std::int64_t measures) {
      section.rows.push_back({.values = {std::string(key), std::move(title), Money{amount},
                                         ShareOf(amount, total_.start), measures}});
    };
    add("start", StartTitle(), total_.start, Present(Cause::kNew));
    for (std::size_t i = 0; i < kCauses; ++i)
      add(Name(CauseAt(i)), std::string(TextOfCause(i).title), total_.amounts[i], total_.measures[i]);
    add("end", EndTitle(), total_.end, Present(Cause::kGone));
    section.rows.back().sum = true;
    report_.sections.push_back(std::move(section));
  }

  // Measures at one end: all but those that `absent` explains, or that moved in or away.
  std::int64_t Present(Cause absent) const {
    std::int64_t count = 0;
    for (const MeasureBridge& one : all_) {
      const bool moved = one.bridge.measures[static_cast<std::size_t>(Cause::kMoved)] > 0;
      const bool at_start = absent == Cause::kNew;
      if (one.bridge.measures[static_cast<std::size_t>(absent)] > 0) continue;
      if (moved && one.here_now == at_start) continue;
      ++count;
    }
    return count;
  }
  void AddForecast() {
    const ForecastParts& parts = total_.forecast;
    ReportSection section;
    section.key = "forecast";
    section.row_count = RowCount::kHidden;
    section.title = "What changed the forecast";
    section.columns = {{"part", "Part", ColumnKind::kText, Shown::kToProgramsOnly},
                       {"title", "Months by what is known of them now"},
                       {"amount", "Amount", ColumnKind::kMoney}};
    const auto add = [&](std::string_view part, std::string title, Total amount) {
      section.rows.push_back({.values = {std::string(part), std::move(title), Money{amount}}});
    };
    const bool any = parts.actuals != Total() || parts.silence != Total() || parts.outlook != Total();
    if (!any) return report_.sections.push_back(std::move(section));
    add("actuals", "Actuals that came in", parts.actuals);
    add("silence", "Actuals that are due and missing", parts.silence);
    add("outlook", "Months to come", parts.outlook);
    add("sum", "Sum", total_.of(Cause::kForecast));
    section.sums = section.rows.back().sum = true;
    report_.sections.push_back(std::move(section));
  }

  // --- tables with a column for each cause ---

  // People see the causes that come to something, and those of a measure's fate in one column.
  std::vector<ReportColumn> CauseColumns() const {
    std::vector<ReportColumn> columns{{"movement", "Came or went", ColumnKind::kMoney, ShownIfMoved()}};
    for (std::size_t i = 0; i < kCauses; ++i) {
      const bool movement = std::ranges::find(kMovements, CauseAt(i)) != kMovements.end();
      const bool shown = !movement && AnyAmount(i);
      columns.push_back({std::string(Name(CauseAt(i))), std::string(TextOfCause(i).heading),
                         ColumnKind::kMoney, shown ? Shown::kEverywhere : Shown::kToProgramsOnly});
    }
    return columns;
  }

  bool AnyAmount(std::size_t cause) const {
    return std::ranges::any_of(
        all_, [&](const MeasureBridge& one) { return one.bridge.amounts[cause] != Total(); });
  }
  Shown ShownIfMoved() const {
    const bool any = std::ranges::any_of(
        kMovements, [&](Cause cause) { return AnyAmount(static_cast<std::size_t>(cause)); });
    return any ? Shown::kEverywhere : Shown::kToProgramsOnly;
  }

  static void AddAmounts(ReportRow& row, const Bridge& bridge) {
    Total movement;
    for (const Cause cause : kMovements) movement += bridge.of(cause);
    row.values.emplace_back(Money{movement});
    for (const Total& amount : bridge.amounts) row.values.emplace_back(Money{amount});
  }

  static std::string RemarkOf(const Bridge& bridge) {
    std::string remark;
    for (std::size_t i = 0; i < kCauses; ++i) {
      const std::string_view word = TextOfCause(i).remark;
      if (!word.empty() && bridge.measures[i] > 0)
        remark += fmt::format("{}{}", remark.empty() ? "" : ", ", word);
    }
    return remark;
  }

  void AddMeasures() {
    ReportSection section;
    section.key = "measures";
    section.title = "Measures, the largest change first";
    section.columns = {{"measure", "Measure"},
                       {"title", "Title"},
                       {"remark", "What happened"},
                       {"start", "Start", ColumnKind::kMoney, Shown::kToProgramsOnly},
                       {"end", "End", ColumnKind::kMoney, Shown::kToProgramsOnly},
                       {"change", "Change", ColumnKind::kMoney}};
    section.nothing = "nothing changed";
    section.sums = true;
    for (ReportColumn& column : CauseColumns()) section.columns.push_back(std::move(column));
    std::size_t with = 0, without = 0;
    for (const MeasureBridge* one : BySize()) {
      if (one->size() == Total() && RemarkOf(one->bridge).empty()) {
        ++without;
        continue;
      }
      ++with;
      section.rows.push_back(
          RowOf({TextOf(one->measure->id), TextOf(one->measure->title), RemarkOf(one->bridge)}, one->bridge));
    }
    if (!section.rows.empty()) {
      section.rows.push_back(RowOf({std::string("Sum"), std::string(), std::string()}, total_));
      section.rows.back().sum = true;
    }
    section.notes = {fmt::format("{} changed, {} did not", Count(with, "measure"), without)};
    report_.sections.push_back(std::move(section));
  }

  std::vector<const MeasureBridge*> BySize() const {
    std::vector<const MeasureBridge*> order;
    for (const MeasureBridge& one : all_) order.push_back(&one);
    std::ranges::stable_sort(order, [](const MeasureBridge* a, const MeasureBridge* b) {
      if (const Total x = Absolute(a->change()), y = Absolute(b->change()); x != y) return x > y;
      if (a->size() != b->size()) return a->size() > b->size();
      return a->measure->id->view() < b->measure->id->view();
    });
    return order;
  }

  static ReportRow RowOf(std::vector<ReportValue> values, const Bridge& bridge) {
    ReportRow row{.values = std::move(values)};
    row.values.emplace_back(Money{bridge.start});
    row.values.emplace_back(Money{bridge.end});
    row.values.emplace_back(Money{bridge.end - bridge.start});
    AddAmounts(row, bridge);
    return row;
  }

  // A measure is in the group that it is in now.
  void AddGroups() {
    std::map<std::string, std::pair<std::int64_t, Bridge>> groups;
    for (const MeasureBridge& one : all_) {
      for (const std::string& name : GroupsOf(*one.measure, *input_.by)) {
        auto& [count, bridge] = groups[name];
        ++count;
        bridge += one.bridge;
      }
    }
    ReportSection section;
    section.key = "groups";
    section.row_count = RowCount::kHidden;
    section.about =
        "What is expected of the leading effects, from start to end. A measure is "
        "in the group that it is in now.";
    section.columns = {{std::string(Name(*input_.by)), std::string(Title(*input_.by))},
                       {"measures", "Measures", ColumnKind::kCount},
                       {"start", "Start", ColumnKind::kMoney},
                       {"end", "End", ColumnKind::kMoney},
                       {"change", "Change", ColumnKind::kMoney}};
    section.nothing = "there are no measures";
    section.sums = true;
    for (ReportColumn& column : CauseColumns()) section.columns.push_back(std::move(column));
    const auto add = [&](const std::string& name, const std::pair<std::int64_t, Bridge>& group) {
      section.rows.push_back(RowOf({name, group.first}, group.second));
    };
    const auto none = groups.find("-");
    for (auto group = groups.begin(); group != groups.end(); ++group) {
      if (group != none) add(group->first, group->second);
    }
    if (none != groups.end()) add(none->first, none->second);
    if (!section.rows.empty()) {
      add("All", {static_cast<std::int64_t>(all_.size()), total_});
      section.rows.back().sum = true;
    }
    if (*input_.by == GroupField::kTag)
      section.notes = {"A measure with several tags is in several groups, and once in 'All'."};
    report_.sections.push_back(std::move(section));
  }

  const ReportInput& input_;
  const MonthRange months_;
  std::vector<MeasureBridge> all_;  // those of now in their order, then those that are not there any more
  Bridge total_;
  Report report_;
};

}  // namespace

Result<Report> BuildBridge(const ReportInput& input) {
  if (input.before) {
    const Currency then = *input.before->portfolio->organization.currency;
    if (then != input.head.currency)
      return Fail("amounts were reported in {} then and are in {} now; no bridge leads from one to the other",
                  then.code(), input.head.currency.code());
  }
  return Builder(input).Build();
}

}  // namespace cat4
