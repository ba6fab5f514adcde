#include "cat4/report/decisions.h"

#include "cli/make_report.h"

namespace cat4 {
namespace {

constexpr OptionSpec kOptions[] = {kNodeOption,    kPeriodOption,       kByOption,
                                   kCompareOption, kReportFormatOption, kReportOutputOption};
constexpr Example kExamples[] = {
    {"cat4 report decisions --rev main --period 2026-09",
     "what was decided in a month, and how it is proven"},
    {"cat4 report decisions --rev main --period FY27 --format csv -o register-FY27.csv",
     "the register of a year, for auditors"},
    {"cat4 report decisions --node INV-7K3Q", "all decisions on one measure"},
    {"cat4 report decisions --period FY27-Q2 --by controller", "those of a quarter, by controller"},
};
constexpr std::string_view kIdentity[] = {"statement"};
constexpr std::string_view kShown[] = {"on", "measure", "number", "what", "who"};
constexpr TableComparison kComparisons[] = {
    {.section = "", .identity = kIdentity, .shown = kShown, .figures = {}}};

}  // namespace

extern const ReportKind kReportDecisions;
const ReportKind kReportDecisions{.name = "decisions",
                                  .title = "register of decisions",
                                  .build = &BuildDecisions,
                                  .registered = true,
                                  .comparisons = kComparisons};

extern const Command kReportDecisionsCommand;
const Command kReportDecisionsCommand{
    .name = "report decisions",
    .summary = "print the register of decisions with their proof",
    .description =
        "Prints every decision of the period, without one every decision ever taken: day, measure, what was\n"
        "decided, who decided in which role and for whom, what a confirmation amounts to, whether the "
        "signature is\n"
        "good and what became of the key, and the commit that landed it (with --rev). Documents for programs "
        "also\n"
        "have the key's fingerprint, the statement's digest and all words. Then come reasons, notes and what "
        "was\n"
        "checked, approvals that nobody counted yet, and decisions with a bad signature or a compromised "
        "key.\n"
        "'number' is the decision's number in 'cat4 log' and 'cat4 decision export'.",
    .arguments = {},
    .options = kOptions,
    .examples = kExamples,
    .run = [](const Invocation& invocation,
              Environment& environment) { return RunReport(kReportDecisions, invocation, environment); },
    .takes_revision = true,
    .pages = true};

}  // namespace cat4
