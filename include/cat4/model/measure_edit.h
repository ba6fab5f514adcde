// Changes to the file of a measure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "cat4/base/result.h"
#include "cat4/base/source.h"
#include "cat4/model/figure_change.h"
#include "cat4/model/portfolio.h"
#include "cat4/yaml/edit.h"

namespace cat4 {

enum class MilestoneDate { kForecast, kDone };

// The owner's own report. What is absent stays as it is; empty text takes the field out.
struct StatusChange {
  std::optional<Light> implementation;
  std::optional<std::string> comment, next, needs;
  Date on;
};

// One line of text as the format takes it, in normal form C. `name` is what the text is called in messages.
Result<std::string> ReadLine(std::string_view name, std::string_view text);

// The bytes of a measure's file.
Result<std::string> ReadMeasureFile(const Source& source, std::string_view path);

// Edits the bytes that a measure was read from, and keeps all others. What is written is not judged: see
// WhyRefused.
class MeasureEditor {
 public:
  // Fails if the bytes are not those of the measure, which must outlive the editor.
  static Result<MeasureEditor> Open(const Measure& measure, std::string bytes);

  // All or none. A figure that has this value already is left as it is written.
  Result<void> SetFigures(std::span<const FigureChange> changes);
  // Moves what is expected of the months from `first` on by `months` (negative: to earlier ones): forecasts,
  // and plans where there is no forecast, of months with neither an actual nor a confirmation. They become
  // forecasts; plans stay. Months that are left empty get 0, or, where months hold levels, the level of the
  // month before. Fails if there is nothing to move, or if something would be moved to a month that is not
  // open.
  Result<void> ShiftForecast(const Effect& effect, int months, Month first);
  Result<void> SetMilestone(const Milestone& milestone, MilestoneDate which, Date date);
  Result<void> SetStatus(const StatusChange& change);

  Result<std::string> Finish() const { return editor_.Finish(); }

 private:
  MeasureEditor(const Measure& measure, YamlEditor editor) : measure_(&measure), editor_(std::move(editor)) {}
  NodePath CellPath(const Effect& effect, Month month, FigureKind kind) const;
  std::optional<Decimal> AmountAt(const Effect& effect, Month month, FigureKind kind) const;

  const Measure* measure_;
  YamlEditor editor_;
};

}  // namespace cat4
