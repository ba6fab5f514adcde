#include "report/measure_facts.h"

#include <algorithm>

#include <fmt/format.h>

#include "cat4/base/text.h"

#include "report/decision_words.h"

namespace cat4 {
namespace {

class Facts {
 public:
  Facts(const ReportSide& side, const MeasureFigures& figures)
      : side_(side), figures_(figures), measure_(*figures.measure) {
    section_.key = "card_" + TextOf(measure_.id);
    section_.row_count = RowCount::kHidden;
    section_.columns = {{"fact", "Fact"}, {"value", "Value"}, {"remark", "Remark"}};
  }

  ReportSection Take() {
    TakeStage();
    TakeLights();
    TakeValue();
    for (const Milestone& milestone : measure_.milestones) {
      if (milestone.is_key()) TakeMilestone(milestone);
    }
    TakeRisks();
    TakeWords();
    return std::move(section_);
  }

 private:
  void Add(std::string fact, ReportValue value, std::string remark = {}) {
    section_.rows.push_back({.values = {std::move(fact), std::move(value),
                                        remark.empty() ? ReportValue() : ReportValue(std::move(remark))}});
  }

  void TakeStage() {
    std::string planned;
    for (const GateDate& gate : measure_.gates) {
      if (side_.policy().FindStage(*gate.stage) <= measure_.stage_index) continue;
      planned += fmt::format("{}{} on {}", planned.empty() ? "planned: " : ", ", gate.stage->view(),
                             FormatDate(*gate.date));
    }
    Add("Stage", StageText(measure_), planned);
    std::string people;
    const auto add = [&](std::string_view role, const Located<Text>& person) {
      if (person)
        people += fmt::format("{}{} {}", people.empty() ? "" : ", ", role, NameOf(*side_.portfolio, person));
    };
    add("sponsor", measure_.sponsor);
    add("controller", measure_.controller);
    Add("Owner", measure_.owner ? ReportValue(NameOf(*side_.portfolio, measure_.owner)) : ReportValue(),
        people);
  }

  void TakeLights() {
    std::string call;
    if (measure_.status && measure_.status->implementation)
      call = fmt::format("the owner's own call is {}", Name(*measure_.status->implementation));
    Add("Implementation", figures_.implementation, call);
    std::string share;
    if (const std::optional<int> outlook = figures_.shares.outlook.PerMille()) {
      const bool closed = InLastStage(measure_, side_.policy());
      share = fmt::format("{} {} of plan", closed ? "confirmed" : "outlook",
                          FormatForPeople(PerMille{*outlook}, {}));
      if (figures_.trap) share += "; green-status trap";
    }
    Add("Potential", figures_.potential, share);
  }

  std::string RunRateText(Total total) const {
    ReportHead head;
    head.currency = *side_.portfolio->organization.currency;
    return fmt::format("run-rate {}", FormatForPeople(Money{total}, head));
  }
  void TakeValue() {
    Add("Plan", Money{figures_.sums.plan}, RunRateText(figures_.run_rate.plan));
    Add("Expected", Money{figures_.sums.expected}, RunRateText(figures_.run_rate.expected));
    Add("Confirmed", Money{figures_.sums.confirmed}, RunRateText(figures_.run_rate.confirmed));
  }

  void TakeMilestone(const Milestone& milestone) {
    std::string when = milestone.due ? fmt::format("due {}", FormatDate(*milestone.due)) : "no date";
    if (milestone.done) {
      when += fmt::format(", done {}", FormatDate(*milestone.done));
    } else {
      if (milestone.forecast) when += fmt::format(", forecast {}", FormatDate(*milestone.forecast));
      const std::optional<int> late = DaysLate(milestone, side_.as_of);
      if (late && *late > 0) when += fmt::format(", {} late", Count(static_cast<std::size_t>(*late), "day"));
    }
    Add("Milestone", TextOf(milestone.title), when);
  }

  static int Weight(const Located<Rating>& rating) { return rating ? static_cast<int>(*rating) + 1 : 0; }

  void TakeRisks() {
    std::vector<const Risk*> risks;
    for (const Risk& risk : measure_.risks) risks.push_back(&risk);
    std::ranges::stable_sort(risks, std::ranges::greater(), [](const Risk* risk) {
      return std::max(1, Weight(risk->likelihood)) * std::max(1, Weight(risk->impact));
    });
    for (const Risk* risk : risks) {
      std::string remark;
      const auto add = [&](const std::string& text) { remark += (remark.empty() ? "" : ", ") + text; };
      if (risk->likelihood) add(fmt::format("likelihood {}", Name(*risk->likelihood)));
      if (risk->impact) add(fmt::format("impact {}", Name(*risk->impact)));
      if (risk->response) add(fmt::format("response: {}", risk->response->view()));
      Add("Risk", TextOf(risk->title), remark);
    }
  }

  void TakeWords() {
    if (!measure_.status) return;
    const OwnerStatus& status = *measure_.status;
    const std::string day = status.on ? fmt::format("as of {}", FormatDate(*status.on)) : "";
    if (status.comment) Add("Comment", TextOf(status.comment), day);
    if (status.next) Add("Next", TextOf(status.next));
    if (status.needs) Add("Needs", TextOf(status.needs));
  }

  const ReportSide& side_;
  const MeasureFigures& figures_;
  const Measure& measure_;
  ReportSection section_;
};

}  // namespace

std::string StageText(const Measure& measure) {
  if (measure.active()) return TextOf(measure.stage);
  return fmt::format("{} ({})", TextOf(measure.stage), measure.cancelled() ? "cancelled" : "on hold");
}

ReportSection MeasureFacts(const ReportSide& side, const MeasureFigures& figures) {
  return Facts(side, figures).Take();
}

}  // namespace cat4
