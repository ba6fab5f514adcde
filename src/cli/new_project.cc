#include "cli/new_node.h"

namespace cat4 {
namespace {

constexpr ArgumentSpec kArguments[] = {ParentArgument("PROGRAM"), kIdArgument};
constexpr Example kExamples[] = {
    {"cat4 new project stock europe --name Europe", "portfolios/operations/stock/europe/project.yaml"},
    {"cat4 new project portfolios/operations/stock europe --name Europe --steering-committee sc-digital",
     "the program by its path; with a committee for every measure below"},
};

Result<int> Run(const Invocation& invocation, Environment& environment) {
  return NewContainer(Level::kProject, kContainerOptions, invocation, environment);
}

}  // namespace

extern const Command kNewProjectCommand;
const Command kNewProjectCommand{
    .name = "new project",
    .summary = "add a project to a program",
    .description =
        "Writes project.yaml into a new directory ID of the program, and prints its path. Refused if the\n"
        "directory is there, or if the tree would have an error more.",
    .arguments = kArguments,
    .options = kContainerOptions,
    .examples = kExamples,
    .run = &Run};

}  // namespace cat4
