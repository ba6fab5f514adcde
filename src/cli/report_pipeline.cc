#include "cat4/report/pipeline.h"

#include "cli/make_report.h"

namespace cat4 {
namespace {

constexpr OptionSpec kOptions[] = {kNodeOption,    kPeriodOption,       kByOption,
                                   kCompareOption, kReportFormatOption, kReportOutputOption};
constexpr Example kExamples[] = {
    {"cat4 report pipeline", "count and value by stage, and who is behind"},
    {"cat4 report pipeline --by legal_entity --format csv -o pipeline.csv", "by entity and stage"},
    {"cat4 report pipeline --period FY27", "what the stages bring in FY27, and who moved on in it"},
};
constexpr std::string_view kIdentity[] = {"stage"};
constexpr std::string_view kFigures[] = {"active", "expected", "weighted"};
constexpr TableComparison kComparisons[] = {
    {.section = "", .identity = kIdentity, .shown = {}, .figures = kFigures}};

}  // namespace

extern const ReportKind kReportPipeline;
const ReportKind kReportPipeline{
    .name = "pipeline", .title = "pipeline by stage", .build = &BuildPipeline, .comparisons = kComparisons};

extern const Command kReportPipelineCommand;
const Command kReportPipelineCommand{
    .name = "report pipeline",
    .summary = "print measures and their value by stage, and how they move on",
    .description =
        "Prints for each stage of the policy how many measures are in it, what they plan, what is expected, "
        "what\n"
        "that is worth weighted by stage, what is confirmed, and how long measures have been there. Then "
        "what "
        "became\n"
        "of those who entered a stage in the last twelve months; who should be in which stage by the days "
        "planned in\n"
        "'gates'; who is behind; and all measures. Days are counted from the decision that brought a measure "
        "to its\n"
        "stage. With --period amounts are those of its months, and the moves are those of its days.",
    .arguments = {},
    .options = kOptions,
    .examples = kExamples,
    .run = [](const Invocation& invocation,
              Environment& environment) { return RunReport(kReportPipeline, invocation, environment); },
    .takes_revision = true,
    .pages = true};

}  // namespace cat4
