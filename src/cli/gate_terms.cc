#include "cat4/base/text.h"
#include "cat4/governance/terms.h"

#include "cli/measure_selection.h"

namespace cat4 {
namespace {

constexpr ArgumentSpec kArguments[] = {{.name = "ID",
                                        .about = "a measure: its id or its path",
                                        .min = 0,
                                        .max = 100'000,
                                        .kind = ValueKind::kMeasure}};
constexpr OptionSpec kOptions[] = {kUnderOption, kIdsFromOption};
constexpr Example kExamples[] = {
    {"cat4 gate terms INV-7K3Q", "what a decision about the measure is about, line by line"},
    {"cat4 gate terms INV-7K3Q | sha256sum", "the digest that decisions name as 'terms'"},
};

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const Result<Workspace> workspace = OpenWorkspace(invocation, environment, Wanted::kParts);
  if (!workspace) return tl::unexpected(workspace.error());
  const Portfolio& portfolio = *workspace->portfolio;
  const Result<std::vector<const MeasureFigures*>> measures = SelectMeasures(invocation, *workspace);
  if (!measures) return tl::unexpected(measures.error());
  std::string text;
  for (const MeasureFigures* figures : *measures) {
    const Measure& measure = *figures->measure;
    if (!TermsAreKnown(portfolio, measure)) {
      return Fail(
          "the terms of '{}' are not known: a file they are inherited from can't be read, or its legal "
          "entity "
          "does not exist; 'cat4 check' says why",
          Printable(measure.id->view()));
    }
    text += (text.empty() ? "" : "\n") + TermsText(portfolio, measure);
  }
  environment.out.Write(text);
  return 0;
}

}  // namespace

extern const Command kGateTermsCommand;
const Command kGateTermsCommand{
    .name = "gate terms",
    .summary = "print the terms that a decision is about",
    .description =
        "Prints the canonical text of a measure's terms, with inherited values resolved and amounts with "
        "all\n"
        "their decimals. Its SHA-256 is what decisions name as 'terms'. Owner, forecasts, actuals, status,\n"
        "working milestones, notes and risks are no terms. Several measures are parted by empty lines.",
    .arguments = kArguments,
    .options = kOptions,
    .examples = kExamples,
    .run = &Run,
    .takes_revision = true};

}  // namespace cat4
