// What the forms of `cat4 set` share: figures, milestones and status of one measure, a table of figures.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "cat4/model/measure_edit.h"

#include "cli/tree_edit.h"

namespace cat4 {

inline constexpr OptionSpec kEffectOption{
    .name = "--effect",
    .letter = "",
    .value = "EFFECT",
    .about = "the effect whose figures change (default: the only leading one)"};
inline constexpr OptionSpec kShiftOption{
    .name = "--shift",
    .letter = "",
    .value = "MONTHS",
    .about = "with forecast: move what is expected by so many months, to earlier ones if negative"};
inline constexpr OptionSpec kDoneOption{
    .name = "--done", .letter = "", .value = "DATE", .about = "with milestone: the day it was reached"};
inline constexpr OptionSpec kForecastOption{
    .name = "--forecast", .letter = "", .value = "DATE", .about = "with milestone: the day it is expected"};
inline constexpr OptionSpec kCommentOption{.name = "--comment",
                                           .letter = "",
                                           .value = "TEXT",
                                           .about = "with status: how it stands; '' removes it",
                                           .may_be_empty = true};
inline constexpr OptionSpec kNextOption{.name = "--next",
                                        .letter = "",
                                        .value = "TEXT",
                                        .about = "with status: the next step; '' removes it",
                                        .may_be_empty = true};
inline constexpr OptionSpec kNeedsOption{.name = "--needs",
                                         .letter = "",
                                         .value = "TEXT",
                                         .about = "with status: what it needs from others; '' removes it",
                                         .may_be_empty = true};
inline constexpr OptionSpec kFromOption{
    .name = "--from",
    .letter = "",
    .value = "FILE",
    .about = "figures of a csv with the columns measure, effect, figure, month, value; - for standard input",
    .kind = ValueKind::kFile};

// One run of the command.
struct SetTask {
  const Invocation& invocation;
  Environment& environment;
  const Workspace& workspace;
  const Measure* measure = nullptr;  // none with --from

  const Portfolio& portfolio() const { return *workspace.portfolio; }
  // What stands behind ID and WHAT.
  std::span<const std::string> values() const { return std::span(invocation.arguments).subspan(2); }
  int Refuse(std::string_view reason) const { return RefuseChange(reason, environment); }
};

using MeasureEdit = std::function<Result<void>(MeasureEditor&)>;
// The measure's file, changed by `edit`.
Result<FileChange> ChangeOf(const Workspace& workspace, const Measure& measure, const MeasureEdit& edit);
// The same for the task's measure, judged and written.
Result<int> EditMeasure(const SetTask& task, const MeasureEdit& edit);

// One function per form. Exit 1: refused, with the reason on standard error.
Result<int> SetFigures(const SetTask& task, FigureKind kind);  // also --shift
Result<int> SetMilestone(const SetTask& task);
Result<int> SetStatus(const SetTask& task);
Result<int> SetFromTable(const SetTask& task, const std::string& path);

}  // namespace cat4
