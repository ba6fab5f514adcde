#include "cat4/report/accountability.h"

#include "cli/make_report.h"

namespace cat4 {
namespace {

constexpr OptionSpec kOptions[] = {kNodeOption,    kPeriodOption,       kByOption,
                                   kCompareOption, kReportFormatOption, kReportOutputOption};
constexpr Example kExamples[] = {
    {"cat4 report accountability", "who answers for what, as of today"},
    {"cat4 report accountability --rev main --as-of 2026-10-31 --by legal_entity",
     "the same for each legal entity"},
    {"cat4 report accountability --period FY27 --format csv",
     "next year's plan by person, for a spreadsheet"},
};
constexpr std::string_view kIdentity[] = {"person", "role"};
constexpr std::string_view kFigures[] = {"expected", "open_decisions", "overdue_updates"};
constexpr TableComparison kComparisons[] = {
    {.section = "", .identity = kIdentity, .shown = {}, .figures = kFigures}};

}  // namespace

extern const ReportKind kReportAccountability;
const ReportKind kReportAccountability{.name = "accountability",
                                       .title = "accountability by person and role",
                                       .build = &BuildAccountability,
                                       .month_ends = 12,
                                       .open = true,
                                       .comparisons = kComparisons};

extern const Command kReportAccountabilityCommand;
const Command kReportAccountabilityCommand{
    .name = "report accountability",
    .summary = "print who answers for what: measures, value, decisions, updates, forecast bias",
    .description =
        "Prints, for each person in each role, the measures, what the active ones plan and are expected to "
        "bring,\n"
        "the decisions that wait for that person and for how long, and the updates that are owed. Owners' "
        "forecasts\n"
        "are held against what came: the ends of the twelve months before tell what was foreseen one, three "
        "and\n"
        "six months ahead. A period shows its months only. A decision is late when it has waited longer "
        "than\n"
        "'update_every_days' of the policy, or when the gate's planned date has passed.",
    .arguments = {},
    .options = kOptions,
    .examples = kExamples,
    .run = [](const Invocation& invocation,
              Environment& environment) { return RunReport(kReportAccountability, invocation, environment); },
    .takes_revision = true,
    .pages = true};

}  // namespace cat4
