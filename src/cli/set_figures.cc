// `cat4 set ID forecast|actual …` and `cat4 set --from FILE`.
#include <algorithm>
#include <charconv>
#include <map>

#include "cat4/base/text.h"
#include "cat4/exchange/figures_csv.h"

#include "cli/input_file.h"
#include "cli/month_amounts.h"
#include "cli/rejected_rows.h"
#include "cli/set.h"

namespace cat4 {
namespace {

constexpr std::size_t kMaxCsvBytes = std::size_t{64} << 20;

Result<int> SetMonths(const SetTask& task, const Effect& effect, FigureKind kind) {
  const Result<std::vector<MonthlyAmount>> amounts = ReadMonthAmounts(task.values(), *effect.currency);
  if (!amounts) return tl::unexpected(amounts.error());
  std::vector<FigureChange> changes;
  for (const auto& [month, amount] : *amounts) changes.push_back({&effect, kind, month, amount});
  for (const FigureChange& change : changes) {
    const auto reason = WhyRefused(task.portfolio(), *task.measure, change, task.workspace.as_of);
    if (reason) return task.Refuse(*reason);
  }
  return EditMeasure(task, [&](MeasureEditor& editor) { return editor.SetFigures(changes); });
}

Result<int> ShiftForecast(const SetTask& task, const Effect& effect, const std::string& given) {
  constexpr int kMost = 120;
  int months = 0;
  const char* end = given.data() + given.size();
  const auto [stop, error] = std::from_chars(given.data(), end, months);
  if (error != std::errc() || stop != end || months == 0 || std::abs(months) > kMost) {
    return Refuse("'{}' is no value of '--shift'; wanted months, such as 2 or -1, at most {}",
                  Printable(given), kMost);
  }
  if (const auto reason = WhyNoForecast(task.portfolio(), *task.measure)) return task.Refuse(*reason);
  Month first = MonthOf(task.workspace.as_of);
  const Located<Month>& closed = task.portfolio().organization.closed_through;
  if (closed) first = std::max(first, MonthFromIndex(MonthIndex(*closed) + 1));
  return EditMeasure(task,
                     [&](MeasureEditor& editor) { return editor.ShiftForecast(effect, months, first); });
}

}  // namespace

Result<int> SetFigures(const SetTask& task, FigureKind kind) {
  const std::optional<std::string> shift = task.invocation.Value(kShiftOption.name);
  if (shift && kind == FigureKind::kActual) {
    return FailUsage("'--shift' goes with forecast; what has happened doesn't move");
  }
  if (shift && !task.values().empty()) {
    return FailUsage("'--shift' moves all months; wanted no MONTH=AMOUNT beside it");
  }
  if (!shift && task.values().empty()) {
    return FailUsage("no month is named; wanted MONTH=AMOUNT, such as 2026-10=45000{}",
                     kind == FigureKind::kForecast ? ", or --shift MONTHS" : "");
  }
  if (const auto unknown = WhyFiguresAreUnknown(task.portfolio(), *task.measure))
    return tl::unexpected(*unknown);
  const std::string name = task.invocation.Value(kEffectOption.name).value_or("");
  const Result<const Effect*> effect = FindReportedEffect(task.portfolio(), *task.measure, name);
  if (!effect) return tl::unexpected(effect.error());
  return shift ? ShiftForecast(task, **effect, *shift) : SetMonths(task, **effect, kind);
}

Result<int> SetFromTable(const SetTask& task, const std::string& path) {
  if (!task.invocation.arguments.empty()) {
    return FailUsage("'--from' names measures itself; wanted no '{}'",
                     Printable(task.invocation.arguments[0]));
  }
  const Result<InputFile> file = ReadInputFile(task.workspace.start, path, kMaxCsvBytes);
  if (!file) return tl::unexpected(file.error());
  const Result<FigureTable> table = ReadFigureTable(file->bytes, task.portfolio(), task.workspace.as_of);
  if (!table) return Refuse("'{}': {}", Printable(path), table.error().message);
  WriteRejected(path, table->rejected, task.environment);
  if (!table->rejected.empty()) {
    return task.Refuse(
        fmt::format("{} of {} rejected", table->rejected.size(), Count(table->row_count, "row")));
  }
  std::map<const Measure*, std::vector<FigureChange>> by_measure;
  for (const FigureRow& row : table->rows) by_measure[row.measure].push_back(row.change);
  std::vector<FileChange> changes;
  for (const auto& figures : by_measure) {
    Result<FileChange> change = ChangeOf(task.workspace, *figures.first, [&](MeasureEditor& editor) {
      return editor.SetFigures(figures.second);
    });
    if (!change) return tl::unexpected(change.error());
    changes.push_back(std::move(*change));
  }
  std::ranges::sort(changes, {}, &FileChange::path);
  return ApplyChanges(task.workspace, std::move(changes), task.invocation, task.environment);
}

}  // namespace cat4
