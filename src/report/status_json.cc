#include "cat4/report/status.h"

#include "report/report_json.h"
#include "report/status_sections.h"

namespace cat4 {
namespace {

class Writer {
 public:
  explicit Writer(const StatusReport& report) : report_(report), exponent_(report.currency.exponent()) {}

  // `period`: for the sections of `whole` of the same key, which show people the levels they asked for only.
  std::string Write(const Report& whole, const std::optional<ReportSection>& period) const {
    Json document = HeadObject(whole.head);
    Json nodes = Json::array();
    for (const StatusNode& node : report_.nodes) nodes.push_back(NodeObject(node));
    document["nodes"] = std::move(nodes);
    document["traps"] = report_.traps;
    document["stalled"] = report_.stalled;
    for (const ReportSection& section : whole.sections) {
      const bool other = period && period->key == section.key;
      if (!document.contains(section.key))
        document[section.key] = RowsArray(other ? *period : section, whole.head);
    }
    return DocumentText(document);
  }

 private:
  std::string Text(Total total) const { return FormatTotal(total, exponent_); }
  Json TextOrNull(const std::optional<Total>& total) const {
    return total ? Json(Text(*total)) : Json(nullptr);
  }

  static Json Counts(const LightCounts& counts) {
    Json object;
    for (std::size_t i = 0; i < counts.by_light.size(); ++i) {
      object[std::string(Name(static_cast<Light>(i)))] = counts.by_light[i];
    }
    return object;
  }

  // A year's figures, which have no `original`.
  Json Year(const Sums& sums) const {
    return {{"plan", Text(sums.plan)},
            {"expected", Text(sums.expected)},
            {"actual", Text(sums.actual)},
            {"confirmed", Text(sums.confirmed)}};
  }

  Json Years(const NodeFigures& figures) const {
    Json years = Json::object();
    for (const auto& [year, sums] : figures.by_year) years[FormatFiscalYear(year)] = Year(sums);
    return years;
  }

  Json InYear(const NodeFigures& figures) const {
    const auto year = figures.by_year.find(report_.fiscal_year);
    return Year(year == figures.by_year.end() ? Sums() : year->second);
  }

  Json NodeObject(const StatusNode& node) const {
    const NodeFigures& f = node.figures;
    Json object{{"level", Name(node.level)},
                {"id", node.id},
                {"path", node.path},
                {"parent", OrNull(node.parent)},
                {"name", node.name},
                {"stage", OrNull(node.stage)},
                {"state", OrNull(node.state)},
                {"implementation", Name(f.implementation)},
                {"potential", Name(f.potential)},
                {"trap", node.trap},
                {"counts",
                 {{"measures", f.counts.measures},
                  {"active", f.counts.active},
                  {"on_hold", f.counts.on_hold},
                  {"cancelled", f.counts.cancelled},
                  {"implementation", Counts(f.counts.implementation)},
                  {"potential", Counts(f.counts.potential)}}},
                {"plan", Text(f.sums.plan)},
                {"original", Text(f.sums.original)},
                {"expected", Text(f.sums.expected)},
                {"actual", Text(f.sums.actual)},
                {"confirmed", Text(f.sums.confirmed)},
                {"in_year", InYear(f)},
                {"by_year", Years(f)},
                {"run_rate",
                 {{"plan", Text(f.run_rate.plan)},
                  {"expected", Text(f.run_rate.expected)},
                  {"confirmed", Text(f.run_rate.confirmed)}}},
                {"one_off", Text(f.one_off)},
                {"weighted", Text(f.weighted)},
                {"cost_to_achieve", {{"plan", Text(f.cost_plan)}, {"actual", Text(f.cost_actual)}}},
                {"soft", {{"plan", Text(f.soft_plan)}, {"expected", Text(f.soft_expected)}}},
                {"target", TextOrNull(f.target)},
                {"gap", TextOrNull(f.gap)},
                {"cancelled", {{"plan", Text(f.cancelled_plan)}}}};
    if (node.in_period) object["in_period"] = Year(*node.in_period);
    return object;
  }

  const StatusReport& report_;
  int exponent_;
};

}  // namespace

std::string StatusJson(const ReportInput& input, const Report& report) {
  const StatusReport status = BuildStatusReport(input);
  if (!input.period || input.by) return Writer(status).Write(report, std::nullopt);
  // A document has all levels: the depth is no part of what it names itself by.
  ReportInput all = input;
  all.depth = Level::kMeasure;
  return Writer(status).Write(report, NodesInPeriod(all, status));
}

}  // namespace cat4
