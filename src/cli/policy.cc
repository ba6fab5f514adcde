#include "cat4/model/policy.h"

#include "cat4/model/portfolio.h"
#include "cat4/report/policy_text.h"

#include "cli/opened_tree.h"

namespace cat4 {
namespace {

constexpr Example kExamples[] = {
    {"cat4 policy", "stages, approvals and thresholds in force; what differs from the default is marked"},
    {"cat4 policy > /tmp/policy.yaml",
     "a policy to start from (not into the tree itself, where it would be read while it is written)"},
};

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const Result<OpenedTree> tree = OpenTree(invocation, environment);
  if (!tree) return tl::unexpected(tree.error());
  const Loaded loaded = LoadPortfolio(*tree->source);
  if (const Result<void> complete = tree->CheckComplete(); !complete) return tl::unexpected(complete.error());
  if (!loaded.portfolio->readable.policy)
    return Fail("policy.yaml can't be read; 'cat4 check policy.yaml' says why");
  TextPool texts;
  environment.out.Write(PolicyText(loaded.portfolio->policy, DefaultPolicy(texts)));
  return 0;
}

}  // namespace

extern const Command kPolicyCommand;
const Command kPolicyCommand{.name = "policy",
                             .summary = "print the policy in force",
                             .description =
                                 "Prints the whole policy in force as a policy.yaml: what the file says and, "
                                 "for all it does not say, the\n"
                                 "defaults. Lines that differ from the default say so.",
                             .arguments = {},
                             .options = {},
                             .examples = kExamples,
                             .run = &Run,
                             .takes_revision = true,
                             .pages = true};

}  // namespace cat4
