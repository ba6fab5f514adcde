// `cat4 set ID milestone …` and `cat4 set ID status …`.
#include <algorithm>

#include "cat4/base/text.h"

#include "cli/set.h"

namespace cat4 {
namespace {

// ---- milestones

Result<const Milestone*> FindMilestone(const Measure& measure, const std::string& id) {
  std::vector<std::string_view> ids;
  for (const Milestone& milestone : measure.milestones) {
    if (milestone.id->view() == id) return &milestone;
    ids.push_back(milestone.id->view());
  }
  if (ids.empty()) return Refuse("measure '{}' has no milestones", measure.id->view());
  const std::string_view nearest = NearestWord(id, ids);
  return Refuse("measure '{}' has no milestone '{}'{}; known: {}", measure.id->view(), Printable(id),
                nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest), Join(ids, ", "));
}

Result<Date> ReadDate(const OptionSpec& option, const std::string& text) {
  const std::optional<Date> date = ParseDate(text);
  if (date) return *date;
  return Refuse("'{}' is no value of '{}'; wanted a date of the calendar, YYYY-MM-DD", Printable(text),
                option.name);
}

// In the last stage nothing but actuals changes.
std::optional<std::string> WhyClosed(const SetTask& task) {
  const Readable& readable = task.portfolio().readable;
  if (!readable.policy || task.measure->stage_index != task.portfolio().policy.last_stage())
    return std::nullopt;
  return fmt::format(
      "measure '{}' is in its last stage '{}', where only actuals change; 'cat4 gate reopen' comes first",
      task.measure->id->view(), task.measure->stage->view());
}

std::optional<std::string> WhyRefused(const SetTask& task, const Milestone& milestone, MilestoneDate which,
                                      Date date) {
  if (auto why = WhyClosed(task)) return why;
  const std::string as_of = FormatDate(task.workspace.as_of);
  if (which == MilestoneDate::kDone) {
    if (date <= task.workspace.as_of) return std::nullopt;
    return fmt::format("{} lies after {}, so the milestone is not done yet; wanted --forecast",
                       FormatDate(date), as_of);
  }
  if (std::optional<std::string> reason = WhyNoForecast(task.portfolio(), *task.measure)) return reason;
  if (milestone.done) {
    return fmt::format("milestone '{}' is done since {}; remove 'done' from the file if it is not",
                       milestone.id->view(), FormatDate(*milestone.done));
  }
  if (date >= task.workspace.as_of) return std::nullopt;
  return fmt::format("{} lies before {}, so it can't be a forecast; wanted a day to come, or --done",
                     FormatDate(date), as_of);
}

// ---- status

Result<std::optional<std::string>> ReadText(const SetTask& task, const OptionSpec& option) {
  const std::optional<std::string> given = task.invocation.Value(option.name);
  if (!given || given->empty()) return given;
  const Result<std::string> text = ReadLine(option.name, *given);
  if (!text) return tl::unexpected(text.error());
  return std::optional(*text);
}

Result<StatusChange> ReadStatus(const SetTask& task) {
  StatusChange change;
  change.on = task.workspace.as_of;
  if (task.values().size() > 1)
    return FailUsage("unexpected '{}'; wanted one light", Printable(task.values()[1]));
  if (!task.values().empty()) {
    const std::span<const std::string_view> calls = Words<Light>().first(3);  // grey is no call
    const std::string& given = task.values().front();
    const auto light = std::ranges::find(calls, given);
    if (light == calls.end()) {
      return Refuse("'{}' is no light; wanted one of {}", Printable(given), Join(calls, ", "));
    }
    change.implementation = static_cast<Light>(light - calls.begin());
  }
  for (const auto& [option, member] :
       {std::pair(&kCommentOption, &StatusChange::comment), std::pair(&kNextOption, &StatusChange::next),
        std::pair(&kNeedsOption, &StatusChange::needs)}) {
    const Result<std::optional<std::string>> text = ReadText(task, *option);
    if (!text) return tl::unexpected(text.error());
    change.*member = *text;
  }
  if (!change.implementation && !change.comment && !change.next && !change.needs) {
    return FailUsage("nothing is reported; wanted green, amber or red, --comment, --next or --needs");
  }
  return change;
}

}  // namespace

Result<int> SetMilestone(const SetTask& task) {
  if (task.values().size() != 1) {
    return FailUsage("{}; wanted 'milestone MILESTONE --done DATE' or '--forecast DATE'",
                     task.values().empty() ? "no milestone is named" : "more than one milestone is named");
  }
  const std::optional<std::string> done = task.invocation.Value(kDoneOption.name);
  const std::optional<std::string> forecast = task.invocation.Value(kForecastOption.name);
  if (done.has_value() == forecast.has_value()) {
    return FailUsage("{} given; wanted one of --done DATE and --forecast DATE",
                     done ? "both dates are" : "no date is");
  }
  if (const auto unknown = WhyFiguresAreUnknown(task.portfolio(), *task.measure))
    return tl::unexpected(*unknown);
  const Result<const Milestone*> milestone = FindMilestone(*task.measure, task.values().front());
  if (!milestone) return tl::unexpected(milestone.error());
  const MilestoneDate which = done ? MilestoneDate::kDone : MilestoneDate::kForecast;
  const Result<Date> date = ReadDate(done ? kDoneOption : kForecastOption, done ? *done : *forecast);
  if (!date) return tl::unexpected(date.error());
  if (const auto reason = WhyRefused(task, **milestone, which, *date)) return task.Refuse(*reason);
  return EditMeasure(task,
                     [&](MeasureEditor& editor) { return editor.SetMilestone(**milestone, which, *date); });
}

Result<int> SetStatus(const SetTask& task) {
  const Result<StatusChange> change = ReadStatus(task);
  if (!change) return tl::unexpected(change.error());
  if (const auto why = WhyClosed(task)) return task.Refuse(*why);
  const std::optional<OwnerStatus>& status = task.measure->status;
  if (status && status->on && *status->on > task.workspace.as_of) {
    return task.Refuse(
        fmt::format("the status is of {}, later than {}; wanted a later --as-of, or an edit by hand",
                    FormatDate(*status->on), FormatDate(task.workspace.as_of)));
  }
  return EditMeasure(task, [&](MeasureEditor& editor) { return editor.SetStatus(*change); });
}

}  // namespace cat4
