#include "cat4/report/status.h"

#include <algorithm>

namespace cat4 {
namespace {

std::string_view ViewOf(const Located<Text>& text) { return text ? text->view() : std::string_view(); }

class Builder {
 public:
  Builder(const Portfolio& portfolio, std::span<const MeasureFigures> figures, Date as_of)
      : portfolio_(portfolio), figures_(figures) {
    report_.organization = ViewOf(portfolio.organization.name);
    report_.as_of = as_of;
    report_.currency = *portfolio.organization.currency;
    report_.fiscal_year = FiscalYearOf(MonthOf(as_of), portfolio.organization.fiscal_year_start_month());
  }

  StatusReport Build(const Container* top, const MeasureFigures* only) {
    if (only) {
      AddMeasure(*only, 0);
    } else {
      AddBelow(static_cast<std::size_t>(top ? top - portfolio_.containers.data() : 0));
    }
    std::ranges::stable_sort(report_.pending, {}, &PendingDecision::since);
    return std::move(report_);
  }

 private:
  // Containers stand depth-first, so that those below one follow it until its level comes again.
  void AddBelow(std::size_t top) {
    const Level level = portfolio_.containers[top].level;
    std::size_t index = top;
    do {
      AddContainer(portfolio_.containers[index],
                   static_cast<int>(portfolio_.containers[index].level) - static_cast<int>(level));
      ++index;
    } while (index < portfolio_.containers.size() && portfolio_.containers[index].level > level);
  }

  void AddContainer(const Container& container, int depth) {
    const auto begin = static_cast<std::size_t>(container.measures_begin);
    const auto below = figures_.subspan(begin, static_cast<std::size_t>(container.measures_end) - begin);
    StatusNode node;
    node.level = container.level;
    node.id = ViewOf(container.id);
    node.name = ViewOf(container.name);
    node.path = portfolio_.files.path(container.file);
    if (container.parent >= 0)
      node.parent = ViewOf(portfolio_.containers[static_cast<std::size_t>(container.parent)].id);
    node.depth = depth;
    node.figures = RollUp(portfolio_, container, below, report_.as_of);
    report_.nodes.push_back(std::move(node));
    if (container.level != Level::kPackage) return;
    for (const MeasureFigures& figures : below) AddMeasure(figures, depth + 1);
  }

  void AddMeasure(const MeasureFigures& figures, int depth) {
    const Measure& measure = *figures.measure;
    StatusNode node;
    node.level = Level::kMeasure;
    node.id = ViewOf(measure.id);
    node.name = ViewOf(measure.title);
    node.path = portfolio_.files.path(measure.file);
    node.parent = ViewOf(portfolio_.containers[static_cast<std::size_t>(measure.package)].id);
    node.stage = ViewOf(measure.stage);
    node.state = Name(*measure.state);
    node.depth = depth;
    node.trap = figures.trap;
    node.figures = OwnNode(figures);
    report_.nodes.push_back(std::move(node));
    if (figures.trap) report_.traps.push_back(ViewOf(measure.id));
    if (figures.stalled) report_.stalled.push_back(ViewOf(measure.id));
    if (measure.submitted) {
      report_.pending.push_back({ViewOf(measure.id), ViewOf(measure.title), ViewOf(measure.submitted->gate),
                                 *measure.submitted->on});
    }
  }

  const Portfolio& portfolio_;
  std::span<const MeasureFigures> figures_;
  StatusReport report_;
};

}  // namespace

StatusReport BuildStatusReport(const Portfolio& portfolio, std::span<const MeasureFigures> figures,
                               Date as_of, const Container* top, const MeasureFigures* only) {
  return Builder(portfolio, figures, as_of).Build(top, only);
}

}  // namespace cat4
