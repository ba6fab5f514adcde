#include "cat4/report/reconciliation.h"

#include "cli/make_report.h"

namespace cat4 {
namespace {

constexpr OptionSpec kOptions[] = {kNodeOption,    kPeriodOption,       kByOption,
                                   kCompareOption, kReportFormatOption, kReportOutputOption};
constexpr Example kExamples[] = {
    {"cat4 report reconciliation", "the last month whose actuals are due"},
    {"cat4 report reconciliation --period FY27-Q2 --format csv -o FY27-Q2.csv",
     "a quarter, to compare with the ledger"},
    {"cat4 report reconciliation --rev main --period 2026-09 --format markdown",
     "as it had landed, with its proof"},
};
constexpr std::string_view kIdentity[] = {"level", "kind", "entity", "account", "books"};
constexpr std::string_view kShown[] = {"name"};
constexpr std::string_view kFigures[] = {"actual", "confirmed"};
constexpr TableComparison kComparisons[] = {
    {.section = "", .identity = kIdentity, .shown = kShown, .figures = kFigures}};

}  // namespace

extern const ReportKind kReportReconciliation;
const ReportKind kReportReconciliation{.name = "reconciliation",
                                       .title = "reconciliation",
                                       .build = &BuildReconciliation,
                                       .comparisons = kComparisons};

extern const Command kReportReconciliationCommand;
const Command kReportReconciliationCommand{
    .name = "report reconciliation",
    .summary = "print what is booked against what controllers confirmed",
    .description =
        "Prints by kind of effect, legal entity and account what was reported as actual, what was confirmed, "
        "their\n"
        "difference, actuals that nobody confirmed, confirmations without an actual and what was restated, "
        "to "
        "the\n"
        "cent; then the months of each effect, in the currency of the books, and each restatement with its "
        "amounts\n"
        "before and after. Effects without an account stand under '-'. Only hard effects are there. The sums "
        "of the\n"
        "leading kind are those of the status report over the same months. Without --period it is the last "
        "month\n"
        "whose actuals are due.",
    .arguments = {},
    .options = kOptions,
    .examples = kExamples,
    .run = [](const Invocation& invocation,
              Environment& environment) { return RunReport(kReportReconciliation, invocation, environment); },
    .takes_revision = true,
    .pages = true};

}  // namespace cat4
