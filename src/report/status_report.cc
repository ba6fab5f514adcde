#include <utility>

#include "cat4/base/text.h"

#include "report/status_sections.h"

namespace cat4 {
namespace {

std::string CountsLine(std::string_view what, const LightCounts& counts) {
  std::string line = PadRight(what, 16);
  for (std::size_t i = 0; i < counts.by_light.size(); ++i) {
    const auto light = static_cast<Light>(i);
    line += fmt::format("{}{} {} {}", i == 0 ? "" : "   ", LightGlyph(light, Glyphs::kPlain),
                        counts.by_light[i], light == Light::kGrey ? "without" : Name(light));
  }
  return line;
}

std::vector<std::string> CountsLines(const StatusReport& status) {
  const NodeCounts& counts = status.nodes.front().figures.counts;
  return {fmt::format("{}: {} active, {} on hold, {} cancelled; {} is the current fiscal year",
                      Count(static_cast<std::size_t>(counts.measures), "measure"), counts.active,
                      counts.on_hold, counts.cancelled, FormatFiscalYear(status.fiscal_year)),
          CountsLine("implementation", counts.implementation), CountsLine("potential", counts.potential)};
}

std::size_t RowsWithoutSum(const ReportSection& section) {
  return section.rows.size() - (!section.rows.empty() && section.rows.back().sum ? 1 : 0);
}

class Builder {
 public:
  explicit Builder(const ReportInput& input) : input_(input), status_(BuildStatusReport(input)) {}

  Report Build() {
    report_.head = input_.head;
    report_.summary = CountsLines(status_);
    AddFigures();
    AddAttention();
    if (input_.before) AddChanges();
    return std::move(report_);
  }

 private:
  struct Counted {
    ReportSection section;
    std::string_view what;  // one row is: "light flip"
    std::string_view then = {};
  };

  // A sentence that counts the rows of sections, and the sections themselves.
  void AddCounted(std::string sentence, std::vector<Counted> all) {
    std::string_view separator = ": ";
    for (Counted& counted : all) {
      sentence += fmt::format("{}{}{}", separator, Count(RowsWithoutSum(counted.section), counted.what),
                              counted.then);
      separator = ", ";
      report_.sections.push_back(std::move(counted.section));
    }
    report_.summary.push_back(std::move(sentence));
  }

  void AddFigures() {
    report_.sections.push_back(input_.by ? GroupsSection(input_, status_) : NodesSection(input_, status_));
    report_.sections.push_back(FiguresSection(input_, status_));
    report_.sections.push_back(YearsSection(input_, status_));
    if (!input_.period) return;
    report_.sections.push_back(input_.by ? GroupsInPeriod(input_, status_) : NodesInPeriod(input_, status_));
  }

  void AddAttention() {
    AddCounted("needs attention", {{TrapsSection(input_), "green-status trap"},
                                   {DecisionsDueSection(input_), "decision", " due"},
                                   {StalledSection(input_), "measure", " stalled"},
                                   {OnHoldSection(input_), "measure", " on hold"}});
  }

  void AddChanges() {
    const ReportSide& side = *input_.before;
    const StatusReport before =
        BuildStatusReport(*side.portfolio, side.figures, side.as_of, nullptr, nullptr);
    report_.sections.push_back(ComparedFiguresSection(input_, before, status_));
    std::vector<Counted> all{{NewMeasuresSection(input_), "measure", " new"},
                             {CancelledMeasuresSection(input_), "measure", " cancelled"},
                             {GoneMeasuresSection(input_), "measure", " gone"},
                             {MovedMeasuresSection(input_), "measure", " moved"},
                             {StageMovesSection(input_), "stage or state move"},
                             {LightFlipsSection(before, status_), "light flip"}};
    if (before.currency == status_.currency) all.push_back({ValueMovesSection(input_), "value move"});
    all.push_back({DateMovesSection(input_), "date move"});
    AddCounted(fmt::format("since {}", FormatDate(side.as_of)), std::move(all));
  }

  const ReportInput& input_;
  const StatusReport status_;
  Report report_;
};

}  // namespace

Result<Report> BuildStatus(const ReportInput& input) { return Builder(input).Build(); }

}  // namespace cat4
