#include "cli/set.h"

#include <algorithm>

#include "cat4/base/text.h"

#include "cli/measure_selection.h"

namespace cat4 {
namespace {

constexpr ArgumentSpec kArguments[] = {
    {.name = "ID", .about = "a measure: its id or its path", .min = 0, .max = 1, .kind = ValueKind::kMeasure},
    {.name = "WHAT", .about = "forecast, actual, milestone or status", .min = 0, .max = 1},
    {.name = "VALUE",
     .about =
         "of a figure: MONTH=AMOUNT, such as 2026-10=45000; of milestone: its id; of status: green, amber "
         "or red",
     .min = 0,
     .max = 1200},
};

constexpr OptionSpec kOptions[] = {kEffectOption, kShiftOption, kDoneOption, kForecastOption, kCommentOption,
                                   kNextOption,   kNeedsOption, kFromOption, kDryRunOption};

constexpr Example kExamples[] = {
    {"cat4 set INV-7K3Q forecast 2026-11=36000 2026-12=38000", "what two months are now expected to bring"},
    {"cat4 set INV-7K3Q actual 2026-10=31250.50 --effect revenue", "what a month brought, of another effect"},
    {"cat4 set INV-7K3Q forecast --shift 2 --dry-run", "what a delay by two months would change"},
    {"cat4 set INV-7K3Q milestone cutover --forecast 2026-11-15", "a milestone is expected on another day"},
    {"cat4 set INV-7K3Q status amber --comment 'Cut-over moved' --next 'Second dry run'",
     "the owner's own report, dated by the as-of date"},
    {"cat4 set --from actuals-2026-10.csv", "a month's actuals of many measures, all or none"},
};

// Each option of the command belongs to one of its forms.
Result<void> CheckOptions(const Invocation& invocation, std::string_view form,
                          std::initializer_list<OptionSpec> allowed) {
  for (const OptionSpec& option : kOptions) {
    if (!invocation.Has(option.name) || option.name == kDryRunOption.name) continue;
    if (std::ranges::find(allowed, option.name, &OptionSpec::name) != allowed.end()) continue;
    return FailUsage("'{}' does not go with '{}'; 'cat4 set --help' shows what does", option.name, form);
  }
  return {};
}

Result<void> CheckForm(const Invocation& invocation, const std::string& what) {
  if (what == "forecast") return CheckOptions(invocation, what, {kEffectOption, kShiftOption});
  if (what == "actual") return CheckOptions(invocation, what, {kEffectOption, kShiftOption});
  if (what == "milestone") return CheckOptions(invocation, what, {kDoneOption, kForecastOption});
  if (what == "status") return CheckOptions(invocation, what, {kCommentOption, kNextOption, kNeedsOption});
  if (const Result<FigureKind> figure = ReadReportedFigure(what);
      !figure && (what == "plan" || what == "original" || what == "confirmed")) {
    return tl::unexpected(figure.error());
  }
  if (what == "stage" || what == "state") {
    return Refuse("'{}' follows from decisions; 'cat4 gate' records them", what);
  }
  constexpr std::string_view kKnown[] = {"forecast", "actual", "milestone", "status"};
  const std::string_view nearest = NearestWord(what, kKnown);
  return FailUsage("'{}' can't be set{}; wanted one of {} (edit other fields in the file)", Printable(what),
                   nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest), Join(kKnown, ", "));
}

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const std::vector<std::string>& arguments = invocation.arguments;
  const std::optional<std::string> from = invocation.Value(kFromOption.name);
  if (!from && arguments.size() < 2) {
    return FailUsage("{} is missing: cat4 set ID forecast|actual|milestone|status …, or cat4 set --from FILE",
                     arguments.empty() ? "ID" : "what to set");
  }
  const Result<void> form =
      from ? CheckOptions(invocation, "--from", {kFromOption}) : CheckForm(invocation, arguments[1]);
  if (!form) return tl::unexpected(form.error());
  const Result<Workspace> workspace = OpenWorkspace(invocation, environment, Wanted::kParts);
  if (!workspace) return tl::unexpected(workspace.error());
  SetTask task{invocation, environment, *workspace};
  if (from) return SetFromTable(task, *from);
  const Result<const MeasureFigures*> measure = FindMeasure(*workspace, arguments[0]);
  if (!measure) return tl::unexpected(AsRefusal(measure.error()));
  task.measure = (*measure)->measure;
  if (arguments[1] == "milestone") return SetMilestone(task);
  if (arguments[1] == "status") return SetStatus(task);
  return SetFigures(task, *ReadReportedFigure(arguments[1]));
}

}  // namespace

Result<FileChange> ChangeOf(const Workspace& workspace, const Measure& measure, const MeasureEdit& edit) {
  const std::string& path = workspace.portfolio->files.path(measure.file);
  Result<std::string> before = ReadMeasureFile(*workspace.source, path);
  if (!before) return tl::unexpected(before.error());
  Result<MeasureEditor> editor = MeasureEditor::Open(measure, *before);
  if (!editor) return tl::unexpected(editor.error());
  if (const Result<void> edited = edit(*editor); !edited) return tl::unexpected(edited.error());
  Result<std::string> after = editor->Finish();
  if (!after) return Fail("'{}': {}", Printable(path), after.error().message);
  return FileChange{path, std::move(*before), std::move(*after)};
}

Result<int> EditMeasure(const SetTask& task, const MeasureEdit& edit) {
  Result<FileChange> change = ChangeOf(task.workspace, *task.measure, edit);
  if (!change) return tl::unexpected(change.error());
  return ApplyChanges(task.workspace, {std::move(*change)}, task.invocation, task.environment);
}

extern const Command kSetCommand;
const Command kSetCommand{
    .name = "set",
    .summary = "report forecasts, actuals, milestones and status",
    .description =
        "Changes what is reported from month to month in the working tree, and keeps every other byte of "
        "the\n"
        "files: comments, order, alignment. Nothing is committed. What was decided can't be set: plans and "
        "due\n"
        "dates belong to the terms, stage and state follow from decisions. Figures up to the month that the\n"
        "organization has closed are final, and no month has an actual before it has begun.\n"
        "--shift moves what is expected of the months from that of the as-of date on (forecasts, and plans\n"
        "where there is no forecast; not months with an actual or a confirmation) and writes it as "
        "forecast.\n"
        "Months that are left empty get 0; for fte and working capital, the level of the month before.\n"
        "A csv for --from has the columns measure, effect, figure, month and value, with commas, semicolons "
        "or\n"
        "tabs; without an effect the only leading one is meant.\n"
        "A change that would bring a new error is refused, and so is every row of a csv if one is rejected;\n"
        "errors that only the policy has made of warnings are shown, because bad news must be reported. "
        "Either\n"
        "all files are written or none. Exit 1: refused, with the reason.",
    .arguments = kArguments,
    .options = kOptions,
    .examples = kExamples,
    .run = &Run};

}  // namespace cat4
