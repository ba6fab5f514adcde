#include "cat4/report/status.h"

#include "cli/make_report.h"

namespace cat4 {
namespace {

constexpr OptionSpec kOptions[] = {kNodeOption,    kDepthOption,        kPeriodOption,      kByOption,
                                   kCompareOption, kReportFormatOption, kReportOutputOption};
constexpr Example kExamples[] = {
    {"cat4 report status", "the whole organization as of today"},
    {"cat4 report status --node portfolios/digital --depth project", "one portfolio, down to its projects"},
    {"cat4 report status --compare 2026-09-30 --as-of 2026-10-31 --rev main",
     "the month's report, with what changed since the last one"},
    {"cat4 report status --by legal_entity --period FY27-Q1 --format csv -o entities.csv",
     "a table by legal entity, with the figures of a quarter"},
};

}  // namespace

extern const ReportKind kReportStatus;
const ReportKind kReportStatus{.name = "status",
                               .title = "status report",
                               .build = &BuildStatus,
                               .json = &StatusJson,
                               .open = true,
                               .before = true};

extern const Command kReportStatusCommand;
const Command kReportStatusCommand{
    .name = "report status",
    .summary = "print the dual-status report",
    .description =
        "Prints every node with its implementation status (is the work on track?) and its potential status "
        "(does\n"
        "the money arrive?), plan, expected, confirmed and the gap to its target; then key figures and "
        "fiscal years,\n"
        "traps, decisions due with what is missing and from whom, stalled measures and those on hold. With "
        "--compare\n"
        "also what changed: measures that are new, cancelled or gone, stages, lights, amounts and dates that "
        "moved.\n"
        "--period adds the sums over that period, --by groups measures instead of showing the hierarchy. "
        "Amounts are\n"
        "whole currency units in text and exact in JSON and CSV. Refused where a file can't be read or a "
        "rate is\n"
        "missing, because the sums would be wrong.",
    .arguments = {},
    .options = kOptions,
    .examples = kExamples,
    .run = [](const Invocation& invocation,
              Environment& environment) { return RunReport(kReportStatus, invocation, environment); },
    .takes_revision = true,
    .pages = true};

}  // namespace cat4
