#include "cat4/report/bridge.h"

#include "cli/make_report.h"

namespace cat4 {
namespace {

constexpr OptionSpec kOptions[] = {kNodeOption,    kPeriodOption,       kByOption,
                                   kCompareOption, kReportFormatOption, kReportOutputOption};
constexpr Example kExamples[] = {
    {"cat4 report bridge", "from the original plan to what is expected now"},
    {"cat4 report bridge --compare 2026-09-30", "what changed since the end of September"},
    {"cat4 report bridge --compare FY26 --period FY27 --by legal_entity",
     "how the outlook for FY27 changed since the end of FY26, entity by entity"},
};

}  // namespace

extern const ReportKind kReportBridge;
const ReportKind kReportBridge{
    .name = "bridge", .title = "value bridge", .build = &BuildBridge, .before = true};

extern const Command kReportBridgeCommand;
const Command kReportBridgeCommand{
    .name = "report bridge",
    .summary = "print why the expected value changed, cause by cause",
    .description =
        "Prints how the expected value of the leading effects came from what it was, or from the original "
        "plan, to\n"
        "what it is: measures that are new, deleted, cancelled or on hold, plans that were re-sized or "
        "re-timed,\n"
        "forecasts and actuals, confirmations, and currency. The causes add up to the last cent, in total "
        "and "
        "for\n"
        "each measure. Without --compare the bridge starts at the original plan; with --period it is about "
        "its months.",
    .arguments = {},
    .options = kOptions,
    .examples = kExamples,
    .run = [](const Invocation& invocation,
              Environment& environment) { return RunReport(kReportBridge, invocation, environment); },
    .takes_revision = true,
    .pages = true};

}  // namespace cat4
