#include "cat4/report/status.h"

#include "cli/make_report.h"

namespace cat4 {
namespace {

constexpr OptionSpec kOptions[] = {kNodeOption,    kDepthOption,        kPeriodOption,      kByOption,
                                   kCompareOption, kReportFormatOption, kReportOutputOption};
constexpr Example kExamples[] = {
    {"cat4 report status", "the whole organization as of today"},
    {"cat4 report status --as-of 2026-10-31 --format json -o status.json",
     "for another program, reproducible"},
    {"cat4 report status --node portfolios/digital --depth project", "one portfolio, down to its projects"},
};

}  // namespace

extern const ReportKind kReportStatus;
const ReportKind kReportStatus{
    .name = "status", .title = "status report", .build = &BuildStatus, .json = &StatusJson, .compares = true};

extern const Command kReportStatusCommand;
const Command kReportStatusCommand{
    .name = "report status",
    .summary = "print the dual-status report",
    .description =
        "Prints every node with its implementation status (is the work on track?) and its potential status "
        "(does\n"
        "the money arrive?), plan, expected, actual, confirmed and the gap to its target, then traps, "
        "decisions due\n"
        "and stalled measures. Amounts are whole currency units in text and exact in JSON. Refused where a "
        "file\n"
        "can't be read or a rate is missing, because the sums would be wrong.",
    .arguments = {},
    .options = kOptions,
    .examples = kExamples,
    .run = [](const Invocation& invocation,
              Environment& environment) { return RunReport(kReportStatus, invocation, environment); },
    .takes_revision = true,
    .pages = true};

}  // namespace cat4
