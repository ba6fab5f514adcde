#include <algorithm>

#include "cat4/base/text.h"
#include "cat4/report/measure_list.h"

#include "cli/node_options.h"
#include "cli/workspace.h"

namespace cat4 {
namespace {

constexpr std::string_view kFormats[] = {"text", "csv", "json", "ids"};
constexpr std::string_view kStates[] = {"active", "on_hold", "cancelled"};
constexpr std::string_view kLights[] = {"green", "amber", "red", "grey"};

constexpr OptionSpec Filter(std::string_view name, std::string_view value, std::string_view about,
                            std::span<const std::string_view> choices = {},
                            ValueKind kind = ValueKind::kText) {
  return {.name = name,
          .letter = "",
          .value = value,
          .about = about,
          .choices = choices,
          .repeatable = true,
          .kind = kind};
}

constexpr OptionSpec kOptions[] = {
    Filter("--stage", "STAGE", "in this stage", {}, ValueKind::kStage),
    Filter("--state", "STATE", "active, on_hold or cancelled", kStates),
    Filter("--light", "LIGHT", "one of the two lights is green, amber, red or grey", kLights),
    Filter("--implementation", "LIGHT", "the implementation status is", kLights),
    Filter("--potential", "LIGHT", "the potential status is", kLights),
    Filter("--owner", "PERSON", "owned by", {}, ValueKind::kPerson),
    Filter("--sponsor", "PERSON", "sponsored by", {}, ValueKind::kPerson),
    Filter("--controller", "PERSON", "controlled by", {}, ValueKind::kPerson),
    Filter("--committee", "COMMITTEE", "before this steering committee", {}, ValueKind::kCommittee),
    Filter("--entity", "ENTITY", "of this legal entity"),
    Filter("--tag", "TAG", "tagged"),
    {.name = "--node",
     .letter = "",
     .value = "PATH",
     .about = "below this node: its path or its id",
     .kind = ValueKind::kNode},
    {.name = "--trap", .letter = "", .value = "", .about = "green-status traps only"},
    {.name = "--format",
     .letter = "",
     .value = "FORMAT",
     .about = "text (default), csv, json or ids",
     .choices = kFormats},
};
constexpr Example kExamples[] = {
    {"cat4 list --stage decided --light red", "decided measures with a red light"},
    {"cat4 list --controller m.okafor --format csv", "for a spreadsheet"},
    {"cat4 list --trap --format ids", "ids for another command"},
};

// A stage nobody has is a slip of the finger, not an empty list.
Result<void> CheckStages(const Policy& policy, const std::vector<std::string>& stages) {
  for (const std::string& stage : stages) {
    std::vector<std::string_view> known;
    for (const Stage& s : policy.stages) known.push_back(s.id->view());
    if (std::ranges::find(known, stage) != known.end()) continue;
    const std::string_view nearest = NearestWord(stage, known);
    return FailUsage("there is no stage '{}'{}; known: {}", Printable(stage),
                     nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest), Join(known, ", "));
  }
  return {};
}

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const Result<Workspace> workspace = OpenWorkspace(invocation, environment, Wanted::kWhole);
  if (!workspace) return tl::unexpected(workspace.error());
  const MeasureFilter filter{.stages = invocation.Values("--stage"),
                             .states = invocation.Values("--state"),
                             .owners = invocation.Values("--owner"),
                             .sponsors = invocation.Values("--sponsor"),
                             .controllers = invocation.Values("--controller"),
                             .committees = invocation.Values("--committee"),
                             .entities = invocation.Values("--entity"),
                             .tags = invocation.Values("--tag"),
                             .lights = invocation.Values("--light"),
                             .implementation = invocation.Values("--implementation"),
                             .potential = invocation.Values("--potential"),
                             .trap_only = invocation.Has("--trap")};
  if (const Result<void> known = CheckStages(workspace->portfolio->policy, filter.stages); !known)
    return tl::unexpected(known.error());
  const Container* below = workspace->portfolio->containers.data();
  const MeasureFigures* only = nullptr;
  if (const std::optional<std::string> given = invocation.Value("--node")) {
    const Result<NodeReference> found = FindNode(*workspace, *given);
    if (!found) return tl::unexpected(found.error());
    below = found->container;
    only = found->measure;
  }
  std::vector<const MeasureFigures*> measures;
  for (std::size_t i = 0; i < workspace->figures.size(); ++i) {
    const MeasureFigures& figures = workspace->figures[i];
    const int index = static_cast<int>(i);
    const bool inside =
        only ? only == &figures : below->measures_begin <= index && index < below->measures_end;
    if (inside && Matches(filter, figures)) measures.push_back(&figures);
  }
  const std::string format = invocation.Value("--format").value_or("text");
  const Portfolio& portfolio = *workspace->portfolio;
  if (format == "csv") environment.out.Write(MeasureListCsv(portfolio, measures));
  if (format == "json") environment.out.Write(MeasureListJson(portfolio, measures, workspace->as_of));
  if (format == "ids") environment.out.Write(MeasureListIds(measures));
  if (format != "text") return 0;
  environment.out.Write(
      MeasureListText(measures, environment.terminal_width, GlyphsOf(invocation, environment)));
  if (!invocation.Has("--quiet")) environment.err.Write(Count(measures.size(), "measure") + "\n");
  return 0;
}

}  // namespace

extern const Command kListCommand;
const Command kListCommand{.name = "list",
                           .summary = "list measures",
                           .description =
                               "Lists the measures that match every filter given. A filter that is given "
                               "several times matches any of\n"
                               "its values. Amounts in csv and json are exact, in the reporting currency.",
                           .arguments = {},
                           .options = kOptions,
                           .examples = kExamples,
                           .run = &Run,
                           .takes_revision = true,
                           .pages = true};

}  // namespace cat4
