#include "cat4/report/months.h"

#include "cli/make_report.h"

namespace cat4 {
namespace {

constexpr OptionSpec kOptions[] = {kNodeOption,    kPeriodOption,       kByOption,
                                   kCompareOption, kReportFormatOption, kReportOutputOption};
constexpr Example kExamples[] = {
    {"cat4 report months", "plan, expected and confirmed of all months, and their S-curve"},
    {"cat4 report months --period FY27 --by legal_entity", "a fiscal year, entity by entity"},
    {"cat4 report months --node portfolios/digital --format csv -o months.csv", "one portfolio, to chart"},
};
constexpr std::string_view kIdentity[] = {"month"};
constexpr std::string_view kFigures[] = {"expected", "confirmed"};
constexpr TableComparison kComparisons[] = {
    {.section = "", .identity = kIdentity, .shown = {}, .figures = kFigures}};

}  // namespace

extern const ReportKind kReportMonths;
const ReportKind kReportMonths{
    .name = "months", .title = "figures by month", .build = &BuildMonths, .comparisons = kComparisons};

extern const Command kReportMonthsCommand;
const Command kReportMonthsCommand{
    .name = "report months",
    .summary = "print plan, expected, actual and confirmed by month and cumulated",
    .description =
        "Prints the leading effects month by month: plan, the originally approved plan, what is expected, "
        "reported\n"
        "and confirmed, and the same cumulated (the S-curve). Then each kind of effect, one-off and "
        "recurring "
        "apart;\n"
        "soft and avoidance, which are in no other sum, come last. Amounts are in the reporting currency: "
        "plan "
        "and\n"
        "forecast at the plan rate, actual and confirmed at the month's. Levels (working_capital, fte) are "
        "not "
        "summed\n"
        "over months. With --period only its months are shown, and cumulated from its first.",
    .arguments = {},
    .options = kOptions,
    .examples = kExamples,
    .run = [](const Invocation& invocation,
              Environment& environment) { return RunReport(kReportMonths, invocation, environment); },
    .takes_revision = true,
    .pages = true};

}  // namespace cat4
