#include "cat4/governance/registry.h"

#include "cli/opened_tree.h"

namespace cat4 {
namespace {

constexpr Example kExamples[] = {
    {"cat4 registry digest", "the files of the registry with their digests"},
    {"cat4 registry digest | sha256sum", "the digest that a ratification names"},
};

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const Result<OpenedTree> tree = OpenTree(invocation, environment);
  if (!tree) return tl::unexpected(tree.error());
  const Result<std::string> lines = RegistryLines(*tree->source);
  if (!lines) return tl::unexpected(lines.error());
  environment.out.Write(*lines);
  return 0;
}

}  // namespace

extern const Command kRegistryDigestCommand;
const Command kRegistryDigestCommand{
    .name = "registry digest",
    .summary = "print what the digest of the registry is made of",
    .description =
        "Prints a line for each file of the registry, as sha256sum does: organization.yaml, policy.yaml,\n"
        "rates.yaml, waivers.yaml, people/*.yaml and committees/*.yaml, in byte order of their paths. The "
        "SHA-256\n"
        "of these lines is the digest that ratifications name.",
    .arguments = {},
    .options = {},
    .examples = kExamples,
    .run = &Run,
    .takes_revision = true};

}  // namespace cat4
