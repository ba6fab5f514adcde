#include "cat4/base/text.h"
#include "cat4/rules/rule_text.h"

#include "cli/command.h"

namespace cat4 {
namespace {

constexpr ArgumentSpec kArguments[] = {{.name = "RULE",
                                        .about = "the rule's name, as in brackets behind a finding",
                                        .min = 1,
                                        .max = 1,
                                        .kind = ValueKind::kRule}};
constexpr Example kExamples[] = {
    {"cat4 explain missing-controller", "what it means, why, a bad and a good example"}};

std::string Indented(std::string_view text) {
  std::string indented;
  for (const std::string_view line : Split(text, '\n')) {
    indented += line.empty() ? "\n" : fmt::format("  {}\n", Printable(line));
  }
  while (indented.ends_with("\n\n")) indented.pop_back();
  return indented;
}

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const std::string& slug = invocation.arguments.front();
  const RuleInfo* rule = FindRule(slug);
  if (!rule) {
    const std::string_view nearest = NearestWord(slug, RuleSlugs());
    return FailUsage("there is no rule '{}'{}; 'cat4 rules' lists them", Printable(slug),
                     nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest));
  }
  const RuleText& text = TextOf(rule->id);
  environment.out.Write(
      fmt::format("{}: {}\n\n{}, {}{}\n\n{}\n\nBad{}:\n\n{}\nGood:\n\n{}", rule->slug, text.summary,
                  Name(rule->group), Name(rule->severity),
                  rule->kind == RuleKind::kFixed ? ", fixed: policy.yaml can't change it"
                                                 : "; policy.yaml may change the severity",
                  text.explanation,
                  ExamplesAreStories(rule->group) ? "" : " (each finding is reported where '# <-' stands)",
                  Indented(text.bad), Indented(text.good)));
  return 0;
}

}  // namespace

extern const Command kExplainCommand;
const Command kExplainCommand{
    .name = "explain",
    .summary = "say what a rule means",
    .description =
        "Says what a rule finds, why it matters, how to repair it, with a bad and a good example. The\n"
        "examples are set in a small organization whose other files are not shown; those of rules about the\n"
        "history are short stories of commands and diffs.",
    .arguments = kArguments,
    .options = {},
    .examples = kExamples,
    .run = &Run,
    .pages = true};

}  // namespace cat4
