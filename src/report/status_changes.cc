// What changed between two versions: measures that came, went and moved on, and lights that flipped.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "report/compared_measures.h"
#include "report/status_sections.h"

namespace cat4 {
namespace {

constexpr ColumnKind kText = ColumnKind::kText, kMoney = ColumnKind::kMoney, kDate = ColumnKind::kDate,
                     kLight = ColumnKind::kLight;
constexpr Shown kPrograms = Shown::kToProgramsOnly;

ReportRow CompareLine(std::string_view key, std::string label, const std::optional<Total>& before,
                      const std::optional<Total>& now) {
  const auto value = [](const std::optional<Total>& total) {
    return total ? ReportValue(Money{*total}) : ReportValue();
  };
  return {.values = {std::move(label), std::string(key), value(before), value(now),
                     before && now ? ReportValue(Money{*now - *before}) : ReportValue()}};
}

const StatusNode* FindNode(const StatusReport& report, const StatusNode& node) {
  if (node.level == Level::kOrganization) return &report.nodes.front();
  const auto found = std::ranges::find_if(report.nodes, [&](const StatusNode& other) {
    return other.level == node.level && other.id == node.id;
  });
  return found == report.nodes.end() ? nullptr : &*found;
}

// The last decision that moved the measure to another stage or state; null if there is none.
const Decision* LastMove(const Measure& measure) {
  const auto moves = [](const Decision& decision) {
    switch (*decision.decision) {
      case DecisionKind::kApprove:
      case DecisionKind::kReject:
      case DecisionKind::kAmend:
      case DecisionKind::kConfirm:
        return false;
      default:
        return true;
    }
  };
  const auto found = std::find_if(measure.decisions.rbegin(), measure.decisions.rend(), moves);
  return found == measure.decisions.rend() ? nullptr : &*found;
}

// Forward or back along the stages of now; empty where they do not know both, or it stayed.
std::string StageMove(const Measure& before, const Measure& now, const Policy& policy) {
  const auto index = [&](const Measure& measure) {
    const auto found = std::ranges::find_if(
        policy.stages, [&](const Stage& stage) { return stage.id->view() == measure.stage->view(); });
    return found - policy.stages.begin();
  };
  const auto last = static_cast<std::ptrdiff_t>(policy.stages.size());
  const std::ptrdiff_t from = index(before), to = index(now);
  if (from == to || from == last || to == last) return {};
  return from < to ? "forward" : "back";
}

std::string StateMove(State before, State now) {
  if (before == now) return {};
  if (now == State::kOnHold) return "put on hold";
  if (now == State::kCancelled) return "cancelled";
  return before == State::kOnHold ? "resumed" : "reinstated";
}

bool Moved(const ComparedMeasure& compared) {
  if (!compared.stayed()) return false;
  const Measure &before = *compared.before->measure, &now = *compared.now->measure;
  return before.stage->view() != now.stage->view() || *before.state != *now.state;
}

bool IsNewlyCancelled(const ComparedMeasure& compared) {
  if (!compared.here_now || !compared.now->measure->cancelled()) return false;
  return !compared.before || !compared.before->measure->cancelled();
}

ReportRow StageMoveRow(const ComparedMeasure& compared, const Policy& policy) {
  const Measure &before = *compared.before->measure, &now = *compared.now->measure;
  const std::string stage = StageMove(before, now, policy), state = StateMove(*before.state, *now.state);
  const Decision* last = LastMove(now);
  return {.values = {compared.id, TextOf(now.title), StandingOf(before), StandingOf(now),
                     state + (stage.empty() || state.empty() ? "" : ", ") + stage,
                     last ? ReportValue(*last->on) : ReportValue(), TextOf(before.stage),
                     std::string(Name(*before.state)), TextOf(now.stage), std::string(Name(*now.state))}};
}

// How much worse a light got; grey is beside the scale.
int Worsened(Light before, Light now) {
  if (before == Light::kGrey || now == Light::kGrey) return 0;
  return static_cast<int>(now) - static_cast<int>(before);
}

struct Flip {
  const StatusNode* before;
  const StatusNode* now;
  int worsened = 0;  // by how many lights
};

std::string_view DirectionOf(const Flip& flip) {
  const NodeFigures &before = flip.before->figures, &now = flip.now->figures;
  const int one = Worsened(before.implementation, now.implementation);
  const int other = Worsened(before.potential, now.potential);
  if (one == 0 && other == 0) return "other";
  if (one >= 0 && other >= 0) return "worse";
  return one <= 0 && other <= 0 ? "better" : "mixed";
}

std::vector<Flip> FlipsOf(const StatusReport& before, const StatusReport& now) {
  std::map<std::pair<Level, std::string_view>, const StatusNode*> nodes;
  for (const StatusNode& node : before.nodes) nodes.emplace(std::pair(node.level, node.id), &node);
  std::vector<Flip> flips;
  for (const StatusNode& node : now.nodes) {
    const auto found = nodes.find(std::pair(node.level, node.id));
    if (found == nodes.end()) continue;
    const NodeFigures &then = found->second->figures, &today = node.figures;
    if (then.implementation == today.implementation && then.potential == today.potential) continue;
    flips.push_back(
        {found->second, &node,
         Worsened(then.implementation, today.implementation) + Worsened(then.potential, today.potential)});
  }
  std::ranges::stable_sort(flips, std::greater(), &Flip::worsened);
  return flips;
}

std::string PackageOf(const Portfolio& portfolio, const Measure& measure) {
  return TextOf(portfolio.containers[static_cast<std::size_t>(measure.package)].id);
}

// A section of measures with sums of their own: new ones, cancelled ones, gone ones.
ReportSection MeasuresSection(std::string key, std::string title, std::vector<ReportColumn> more) {
  ReportSection section = NewSection(std::move(key), std::move(title), {},
                                     {{"measure", "Measure"},
                                      {"title", "Title"},
                                      {"stands_at", "Stage"},
                                      {"plan", "Plan", kMoney},
                                      {"expected", "Expected", kMoney},
                                      {"confirmed", "Confirmed", kMoney}});
  for (ReportColumn& column : more) section.columns.push_back(std::move(column));
  return section;
}

// Amounts in the currency of the version that the figures are from.
ReportRow MeasureRow(const ReportSide& side, const MeasureFigures& figures, std::vector<ReportValue> more) {
  const Currency currency = *side.portfolio->organization.currency;
  const Sums& sums = figures.sums;
  ReportRow row{.values = {std::string(figures.measure->id->view()), TextOf(figures.measure->title),
                           StandingOf(*figures.measure), Money{sums.plan, currency},
                           Money{sums.expected, currency}, Money{sums.confirmed, currency}}};
  for (ReportValue& value : more) row.values.push_back(std::move(value));
  return row;
}

}  // namespace

ReportSection ComparedFiguresSection(const ReportInput& input, const StatusReport& before,
                                     const StatusReport& now) {
  ReportSection section = NewSection("compared_figures", "Then and now", {},
                                     {{"label", ""},
                                      {"figure", "figure", kText, kPrograms},
                                      {"before", FormatDate(before.as_of), kMoney},
                                      {"now", FormatDate(now.as_of), kMoney},
                                      {"change", "Change", kMoney}});
  section.row_count = RowCount::kHidden;
  const StatusNode& top = now.nodes.front();
  const StatusNode* same = FindNode(before, top);
  if (before.currency != now.currency) {
    section.nothing = fmt::format("No amounts are compared: those before are in {}.", before.currency.code());
    return section;
  }
  if (!same) {
    section.nothing = fmt::format("There was no {} '{}' then.", Name(top.level), input.head.node);
    return section;
  }
  const NodeFigures &then = same->figures, &today = top.figures;
  section.rows = {
      CompareLine("plan", "Plan", then.sums.plan, today.sums.plan),
      CompareLine("expected", "Expected", then.sums.expected, today.sums.expected),
      CompareLine("actual", "Actual", then.sums.actual, today.sums.actual),
      CompareLine("confirmed", "Confirmed", then.sums.confirmed, today.sums.confirmed),
      CompareLine("run_rate_expected", "Expected run-rate", then.run_rate.expected, today.run_rate.expected),
      CompareLine("weighted", "Weighted by stage", then.weighted, today.weighted)};
  if (then.target || today.target) {
    section.rows.push_back(CompareLine("target", "Target", then.target, today.target));
    section.rows.push_back(CompareLine("gap", "Gap to the target", then.gap, today.gap));
  }
  return section;
}

ReportSection StageMovesSection(const ReportInput& input) {
  ReportSection section = NewSection("stage_moves", "Moved to another stage or state", {},
                                     {{"measure", "Measure"},
                                      {"title", "Title"},
                                      {"before", "Before"},
                                      {"now", "Now"},
                                      {"move", "Move"},
                                      {"on", "On", kDate},
                                      {"stage_before", "stage_before", kText, kPrograms},
                                      {"state_before", "state_before", kText, kPrograms},
                                      {"stage", "stage", kText, kPrograms},
                                      {"state", "state", kText, kPrograms}});
  for (const ComparedMeasure& compared : CompareMeasures(input)) {
    if (Moved(compared)) section.rows.push_back(StageMoveRow(compared, input.now.policy()));
  }
  return section;
}

ReportSection LightFlipsSection(const StatusReport& before, const StatusReport& now) {
  ReportSection section = NewSection("light_flips", "Lights that flipped", {},
                                     {{"level", "Level"},
                                      {"id", "ID"},
                                      {"name", "Name"},
                                      {"implementation_before", "Impl then", kLight},
                                      {"implementation", "Impl now", kLight},
                                      {"potential_before", "Pot then", kLight},
                                      {"potential", "Pot now", kLight},
                                      {"change", "Change"}});
  for (const Flip& flip : FlipsOf(before, now)) {
    const NodeFigures &then = flip.before->figures, &today = flip.now->figures;
    section.rows.push_back({.values = {std::string(Name(flip.now->level)), std::string(flip.now->id),
                                       std::string(flip.now->name), then.implementation, today.implementation,
                                       then.potential, today.potential, std::string(DirectionOf(flip))}});
  }
  return section;
}

ReportSection NewMeasuresSection(const ReportInput& input) {
  ReportSection section =
      MeasuresSection("new_measures", "New", {{"owner", "Owner"}, {"moved_from", "Moved here from"}});
  bool moved = false;
  for (const ComparedMeasure& compared : CompareMeasures(input)) {
    if (compared.here_before) continue;
    const std::string from =
        compared.before ? PackageOf(*input.before->portfolio, *compared.before->measure) : std::string();
    moved = moved || compared.before;
    section.rows.push_back(MeasureRow(input.now, *compared.now, {TextOf(compared.measure().owner), from}));
  }
  if (!moved) section.columns.back().shown = kPrograms;
  return section;
}

ReportSection MovedMeasuresSection(const ReportInput& input) {
  ReportSection section =
      MeasuresSection("moved_measures", "Moved to another package", {{"from", "From"}, {"to", "To"}});
  for (const ComparedMeasure& compared : CompareMeasures(input)) {
    if (!compared.stayed()) continue;
    const std::string from = PackageOf(*input.before->portfolio, *compared.before->measure);
    const std::string to = PackageOf(*input.now.portfolio, *compared.now->measure);
    if (from != to) section.rows.push_back(MeasureRow(input.now, *compared.now, {from, to}));
  }
  return section;
}

ReportSection CancelledMeasuresSection(const ReportInput& input) {
  ReportSection section =
      MeasuresSection("cancelled_measures", "Cancelled", {{"on", "On", kDate}, {"reason", "Reason"}});
  for (const ComparedMeasure& compared : CompareMeasures(input)) {
    if (!IsNewlyCancelled(compared)) continue;
    const Decision* last = LastMove(*compared.now->measure);
    const bool cancels = last && *last->decision == DecisionKind::kCancel;
    section.rows.push_back(MeasureRow(
        input.now, *compared.now,
        {cancels ? ReportValue(*last->on) : ReportValue(), cancels ? TextOf(last->reason) : std::string()}));
  }
  return section;
}

ReportSection GoneMeasuresSection(const ReportInput& input) {
  ReportSection section = MeasuresSection("gone_measures", "Not there any more", {{"moved_to", "Moved to"}});
  section.about = "Their stage and amounts are those of then.";
  for (const ComparedMeasure& compared : CompareMeasures(input)) {
    if (compared.here_now) continue;
    const std::string to =
        compared.now ? PackageOf(*input.now.portfolio, *compared.now->measure) : std::string();
    section.rows.push_back(MeasureRow(*input.before, *compared.before, {to}));
  }
  return section;
}

}  // namespace cat4
