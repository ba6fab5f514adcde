#include "cat4/report/traps.h"

#include "cli/make_report.h"

namespace cat4 {
namespace {

constexpr OptionSpec kOptions[] = {kNodeOption,    kPeriodOption,       kByOption,
                                   kCompareOption, kReportFormatOption, kReportOutputOption};
constexpr Example kExamples[] = {
    {"cat4 report traps", "what looks better than it is, as of today"},
    {"cat4 report traps --rev main --as-of 2026-10-31 --period 2026-10",
     "what was so in October, as it landed"},
    {"cat4 report traps --node portfolios/digital --by sponsor --format csv",
     "one portfolio, by sponsor, for a spreadsheet"},
};
constexpr std::string_view kIdentity[] = {"measure", "kind", "about"};
constexpr std::string_view kShown[] = {"title", "owner", "trap", "since"};
constexpr std::string_view kFigures[] = {"at_stake"};
constexpr TableComparison kComparisons[] = {
    {.section = "", .identity = kIdentity, .shown = kShown, .figures = kFigures}};

}  // namespace

extern const ReportKind kReportTraps;
const ReportKind kReportTraps{.name = "traps",
                              .title = "traps and what history gives away",
                              .build = &BuildTraps,
                              .month_ends = 12,
                              .days = &DaysOfTraps,
                              .comparisons = kComparisons};

extern const Command kReportTrapsCommand;
const Command kReportTrapsCommand{
    .name = "report traps",
    .summary = "print what looks better than it is, with evidence",
    .description =
        "Prints green-status traps (the work is on track, the money is not), owners' calls that are better "
        "than\n"
        "the milestones say, silent slips (a milestone moves, the forecast does not) and double claims. Then "
        "what\n"
        "the ends of the twelve months before give away: the end of the work moved and the months in between "
        "are\n"
        "foreseen as before; the forecast stands still at three month ends though the months that passed "
        "fell\n"
        "short; no milestone gets done at three month ends though one was to be; a milestone is re-dated or "
        "removed within 14\n"
        "days before it was due; a past month's figure is not what a month end reported; both lights were "
        "green at\n"
        "the last month end before a measure was cancelled. What is on hold or closed can't slip, and what "
        "an amend\n"
        "of locked terms agreed is no trap; reported figures are watched in every state. Each comes with "
        "the\n"
        "versions, what they said, the owner and what is at stake. A period shows the traps that were open "
        "in it.",
    .arguments = {},
    .options = kOptions,
    .examples = kExamples,
    .run = [](const Invocation& invocation,
              Environment& environment) { return RunReport(kReportTraps, invocation, environment); },
    .takes_revision = true,
    .pages = true};

}  // namespace cat4
