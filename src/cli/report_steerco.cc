#include "cat4/report/steerco.h"

#include "cli/make_report.h"

namespace cat4 {
namespace {

constexpr ArgumentSpec kArguments[] = {{"COMMITTEE", "the committee's id", 1, 1, ValueKind::kCommittee}};
constexpr OptionSpec kOptions[] = {kNodeOption,    kPeriodOption,       kByOption,
                                   kCompareOption, kReportFormatOption, kReportOutputOption};
constexpr Example kExamples[] = {
    {"cat4 report steerco sc-digital", "what the committee has to decide when it meets next"},
    {"cat4 report steerco sc-digital --rev main --format markdown -o packs/",
     "the pack as it had landed, to print or to send"},
    {"cat4 report steerco sc-digital --as-of 2026-11-17 --format json", "for another program, reproducible"},
};
constexpr std::string_view kIdentity[] = {"measure", "decision"};
constexpr std::string_view kShown[] = {"title"};
constexpr std::string_view kFigures[] = {"at_stake"};
constexpr std::string_view kPortfolioIdentity[] = {"stage"};
constexpr std::string_view kPortfolioFigures[] = {"measures", "expected", "confirmed"};
constexpr TableComparison kComparisons[] = {
    {.section = "", .identity = kIdentity, .shown = kShown, .figures = kFigures},
    {.section = "portfolio", .identity = kPortfolioIdentity, .shown = {}, .figures = kPortfolioFigures}};

}  // namespace

extern const ReportKind kReportSteerco;
const ReportKind kReportSteerco{.name = "steerco",
                                .title = "committee pack",
                                .build = &BuildSteerco,
                                .open = true,
                                .registered = true,
                                .comparisons = kComparisons};

extern const Command kReportSteercoCommand;
const Command kReportSteercoCommand{
    .name = "report steerco",
    .summary = "print the pack of a committee's next meeting",
    .description =
        "Prints what the committee has to decide, with the votes that are there and who still has to vote; a "
        "card\n"
        "for each of these measures; its measures by stage; green-status traps; gates planned until the "
        "meeting\n"
        "after the next; open approvals; what owners say they need; and what was decided since it last met. "
        "The\n"
        "next meeting is the first on or after the as-of date among those of the committee's file.",
    .arguments = kArguments,
    .options = kOptions,
    .examples = kExamples,
    .run =
        [](const Invocation& invocation, Environment& environment) {
          return RunReport(kReportSteerco, invocation, environment, invocation.arguments.front());
        },
    .takes_revision = true,
    .pages = true};

}  // namespace cat4
