#include "cat4/base/text.h"
#include "cat4/exchange/tree_files.h"
#include "cat4/model/measure_id.h"

#include "cli/new_node.h"

namespace cat4 {
namespace {

constexpr ArgumentSpec kArguments[] = {{.name = "PACKAGE",
                                        .about = "the package it belongs to: its id or its path",
                                        .min = 1,
                                        .max = 1,
                                        .kind = ValueKind::kContainer}};
constexpr OptionSpec kOptions[] = {
    {.name = "--title",
     .letter = "",
     .value = "TITLE",
     .about = "what it does, in one line",
     .required = true},
    {.name = "--description", .letter = "", .value = "TEXT", .about = "what it does, at length"},
    {.name = "--owner",
     .letter = "",
     .value = "PERSON",
     .about = "who drives it",
     .kind = ValueKind::kPerson},
    {.name = "--sponsor",
     .letter = "",
     .value = "PERSON",
     .about = "who answers for it; may be inherited",
     .kind = ValueKind::kPerson},
    {.name = "--controller",
     .letter = "",
     .value = "PERSON",
     .about = "who confirms its money",
     .kind = ValueKind::kPerson},
    {.name = "--legal-entity",
     .letter = "",
     .value = "ENTITY",
     .about = "in whose books it shows; may be inherited"},
    {.name = "--business-unit", .letter = "", .value = "UNIT", .about = "may be inherited"},
    {.name = "--function", .letter = "", .value = "FUNCTION", .about = "may be inherited"},
    {.name = "--steering-committee",
     .letter = "",
     .value = "COMMITTEE",
     .about = "who decides on its plan; may be inherited",
     .kind = ValueKind::kCommittee},
    {.name = "--tag",
     .letter = "",
     .value = "TAG",
     .about = "a word to find it by; may be given several times",
     .repeatable = true},
    {.name = "--id",
     .letter = "",
     .value = "ID",
     .about = "an id of your own choice, such as INV-17, instead of a random one"},
    kPreviewOption,
};
constexpr Example kExamples[] = {
    {"cat4 new measure hamburg --title \"Live stock feed\" --owner l.brandt",
     "a measure with a random id, such as INV-7K3Q"},
    {"cat4 new measure hamburg --title \"Live stock feed\" --owner l.brandt --controller m.okafor --id "
     "INV-17",
     "with an id of one's own"},
    {"cat4 new measure . --title \"Live stock feed\" --dry-run",
     "in the package whose directory one is in; only shows the file"},
};

struct FieldOption {
  std::string_view option;
  TextField field;
};
constexpr FieldOption kFields[] = {
    {"--title", TextField::kTitle},
    {"--description", TextField::kDescription},
    {"--owner", TextField::kOwner},
    {"--sponsor", TextField::kSponsor},
    {"--controller", TextField::kController},
    {"--legal-entity", TextField::kLegalEntity},
    {"--business-unit", TextField::kBusinessUnit},
    {"--function", TextField::kFunction},
    {"--steering-committee", TextField::kSteeringCommittee},
};

Result<std::string> GivenId(const Portfolio& portfolio, const std::string& id) {
  if (const Result<void> fine = CheckNewId(id, IdForm::kMeasure, "measure"); !fine)
    return tl::unexpected(fine.error());
  if (!MeasureIdsInUse(portfolio).contains(FoldName(id))) return id;
  return Refuse("the id '{}' is taken, and ids are never given out twice; wanted one that is free", id);
}

Result<std::string> RandomId(const Portfolio& portfolio, const Container& package,
                             const RandomBytes& random) {
  if (!package.prefix) {
    return Refuse("package '{}' has no prefix for the new id; add 'prefix: …' to {}, or give --id",
                  package.id->view(), portfolio.files.path(package.file));
  }
  std::unordered_set<std::string> taken = MeasureIdsInUse(portfolio);
  taken.merge(MeasureIdsReferredTo(portfolio));
  return PickMeasureId(package.prefix->view(), taken, random);
}

// Half a year from now leaves time for the gates before the first month with a plan.
Outline OutlineFor(const Policy& policy, Date today) {
  constexpr int kMonths = 7;
  return {*policy.leading_effect, MonthFromIndex(MonthIndex(MonthOf(today)) + kMonths)};
}

MeasureText TextOfMeasure(const Portfolio& portfolio, const Invocation& invocation) {
  MeasureText measure;
  for (const FieldOption& each : kFields) measure.field(each.field) = TextOf(invocation, each.option);
  measure.field(TextField::kStage) = portfolio.policy.stages.front().id->view();
  measure.field(TextField::kState) = Name(State::kActive);
  measure.tags = TextsOf(invocation, "--tag");
  return measure;
}

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const Result<JudgedTree> tree = JudgeTree(kOptions, invocation, environment);
  if (!tree) return tl::unexpected(tree.error());
  const Portfolio& portfolio = tree->portfolio();
  const Result<const Container*> package = FindParent(*tree, Level::kPackage, invocation.arguments.front());
  if (!package) return tl::unexpected(package.error());
  const std::optional<std::string> given = invocation.Value("--id");
  const Result<std::string> id =
      given ? GivenId(portfolio, *given) : RandomId(portfolio, **package, environment.random);
  if (!id) return tl::unexpected(id.error());
  MeasureText measure = TextOfMeasure(portfolio, invocation);
  measure.id = *id;
  NewFile file;
  file.path = file.claimed = fmt::format("{}/{}.yaml", DirectoryOf(portfolio, **package), measure.id);
  file.content = MeasureFile(measure, OutlineFor(portfolio.policy, tree->as_of));
  file.next = fmt::format(
      "next: fill in milestones and effects; 'cat4 gate status {}' says what the first gate needs\n",
      measure.id);
  return AddFile(*tree, file, invocation, environment);
}

}  // namespace

extern const Command kNewMeasureCommand;
const Command kNewMeasureCommand{
    .name = "new measure",
    .summary = "add a measure to a package",
    .description =
        "Writes a measure in the first stage into the directory of its package, and prints its path:\n"
        "$EDITOR \"$(cat4 new measure PACKAGE --title TITLE)\" opens it. It holds an outline of milestones\n"
        "and effects, as comments. Refused if the tree would have an error more: an unknown person, one\n"
        "without the role, one in two roles that exclude each other.\n"
        "\n"
        "Its id is the package's prefix and four random characters of 23456789CDFGHJKMNPQRTVWXY, which\n"
        "are not taken for each other and make no words. No other measure has it.",
    .arguments = kArguments,
    .options = kOptions,
    .examples = kExamples,
    .run = &Run};

}  // namespace cat4
