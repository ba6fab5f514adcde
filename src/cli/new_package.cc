#include "cli/new_node.h"

namespace cat4 {
namespace {

constexpr ArgumentSpec kArguments[] = {ParentArgument("PROJECT"), kIdArgument};
constexpr Example kExamples[] = {
    {"cat4 new package europe hamburg --name Hamburg --prefix INV", "its measures get ids such as INV-7K3Q"},
    {"cat4 new package europe hamburg --name Hamburg --prefix INV --legal-entity NW-DE --sponsor h.vogt",
     "what its measures need not say again"},
};

Result<int> Run(const Invocation& invocation, Environment& environment) {
  return NewContainer(Level::kPackage, kPackageOptions, invocation, environment);
}

}  // namespace

extern const Command kNewPackageCommand;
const Command kNewPackageCommand{
    .name = "new package",
    .summary = "add a measure package to a project",
    .description =
        "Writes package.yaml into a new directory ID of the project, and prints its path. Refused if the\n"
        "directory is there, or if the tree would have an error more. Ids of new measures start with the\n"
        "prefix.",
    .arguments = kArguments,
    .options = kPackageOptions,
    .examples = kExamples,
    .run = &Run};

}  // namespace cat4
