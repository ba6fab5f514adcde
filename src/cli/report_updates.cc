#include "cat4/report/updates.h"

#include "cli/make_report.h"

namespace cat4 {
namespace {

constexpr OptionSpec kPersonOption{.name = "--person",
                                   .letter = "",
                                   .value = "PERSON",
                                   .about = "what this person owes only",
                                   .kind = ValueKind::kPerson};
constexpr OptionSpec kOptions[] = {kPersonOption,  kNodeOption,         kPeriodOption,      kByOption,
                                   kCompareOption, kReportFormatOption, kReportOutputOption};
constexpr Example kExamples[] = {
    {"cat4 report updates", "a block for each person, ready to mail"},
    {"cat4 report updates --person l.brandt --format markdown", "one person's block"},
    {"cat4 report updates --node portfolios/digital --by business_unit --format csv",
     "a list of all that is owed in one portfolio"},
};
constexpr std::string_view kIdentity[] = {"person", "measure", "kind", "what"};
constexpr std::string_view kShown[] = {"since"};
constexpr TableComparison kComparisons[] = {
    {.section = "", .identity = kIdentity, .shown = kShown, .figures = {}}};

}  // namespace

extern const ReportKind kReportUpdates;
const ReportKind kReportUpdates{.name = "updates",
                                .title = "what is owed, by person",
                                .build = &BuildUpdates,
                                .open = true,
                                .comparisons = kComparisons};

extern const Command kReportUpdatesCommand;
const Command kReportUpdatesCommand{
    .name = "report updates",
    .summary = "print who owes which figure, status, milestone date or decision",
    .description =
        "Prints what each person owes as of the day, and since when: owners the actuals of past plan months, "
        "a\n"
        "status, the milestones that have passed neither done nor forecast anew, and forecasts of single "
        "months\n"
        "where the others have one; controllers the confirmation of actuals older than 45 days; sponsors "
        "and\n"
        "members of committees the decisions that wait for them. The rules missing-actual, missing-update,\n"
        "forecast-incomplete and confirmation-overdue say the same. People who have left are named with whom "
        "to\n"
        "ask. A period shows what has been due since then. csv is the list of all.",
    .arguments = {},
    .options = kOptions,
    .examples = kExamples,
    .run =
        [](const Invocation& invocation, Environment& environment) {
          return RunReport(kReportUpdates, invocation, environment,
                           invocation.Value("--person").value_or(""));
        },
    .takes_revision = true,
    .pages = true};

}  // namespace cat4
