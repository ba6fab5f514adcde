#include "cat4/report/status.h"

#include "report/period_sums.h"

namespace cat4 {
namespace {

std::string_view ViewOf(const Located<Text>& text) { return text ? text->view() : std::string_view(); }

class Builder {
 public:
  Builder(const Portfolio& portfolio, std::span<const MeasureFigures> figures, Date as_of,
          const std::vector<Sums>* in_period)
      : portfolio_(portfolio), figures_(figures), in_period_(in_period) {
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
    if (in_period_) {
      Sums sums;
      for (const MeasureFigures& figures : below) sums += CountedAbove(*figures.measure, InPeriod(figures));
      node.in_period = sums;
    }
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
    if (in_period_) node.in_period = InPeriod(figures);
    report_.nodes.push_back(std::move(node));
    if (figures.trap) report_.traps.push_back(ViewOf(measure.id));
    if (figures.stalled) report_.stalled.push_back(ViewOf(measure.id));
  }

  const Sums& InPeriod(const MeasureFigures& figures) const {
    return (*in_period_)[static_cast<std::size_t>(&figures - figures_.data())];
  }

  const Portfolio& portfolio_;
  std::span<const MeasureFigures> figures_;
  const std::vector<Sums>* in_period_;
  StatusReport report_;
};

}  // namespace

StatusReport BuildStatusReport(const Portfolio& portfolio, std::span<const MeasureFigures> figures,
                               Date as_of, const Container* top, const MeasureFigures* only,
                               const std::vector<Sums>* in_period) {
  return Builder(portfolio, figures, as_of, in_period).Build(top, only);
}

StatusReport BuildStatusReport(const ReportInput& input) {
  const ReportSide& now = input.now;
  if (!input.period) return BuildStatusReport(*now.portfolio, now.figures, now.as_of, input.top, input.only);
  const std::vector<Sums> in_period = SumsOver(now, input.period->months);
  return BuildStatusReport(*now.portfolio, now.figures, now.as_of, input.top, input.only, &in_period);
}

}  // namespace cat4
