#include "cat4/base/text.h"
#include "cat4/rules/rule_text.h"

#include "cli/command.h"

namespace cat4 {
namespace {

constexpr Example kExamples[] = {{"cat4 rules", "one line a rule: name, severity, what it finds"}};

Result<int> Run(const Invocation&, Environment& environment) {
  std::size_t width = 0;
  for (const RuleInfo& rule : AllRules()) width = std::max(width, rule.slug.size());
  std::string text;
  for (std::size_t i = 0; i < AllRules().size(); ++i) {
    const RuleInfo& rule = AllRules()[i];
    if (i == 0 || AllRules()[i - 1].group != rule.group)
      text += fmt::format("{}{}:\n", i == 0 ? "" : "\n", Name(rule.group));
    text += fmt::format("  {}  {:<7}{}  {}\n", PadRight(rule.slug, width), Name(rule.severity),
                        rule.kind == RuleKind::kFixed ? "!" : " ", TextOf(rule.id).summary);
  }
  environment.out.Write(text + "\n! fixed: policy.yaml can't change the severity\n");
  return 0;
}

}  // namespace

extern const Command kRulesCommand;
const Command kRulesCommand{
    .name = "rules",
    .summary = "list the rules",
    .description = "Lists every rule with its default severity. 'cat4 explain RULE' says what one means.",
    .arguments = {},
    .options = {},
    .examples = kExamples,
    .run = &Run,
    .pages = true};

}  // namespace cat4
