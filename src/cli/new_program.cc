#include "cli/new_node.h"

namespace cat4 {
namespace {

constexpr ArgumentSpec kArguments[] = {ParentArgument("PORTFOLIO"), kIdArgument};
constexpr Example kExamples[] = {
    {"cat4 new program operations stock --name \"One Stock\"", "portfolios/operations/stock/program.yaml"},
    {"cat4 new program operations stock --name \"One Stock\" --lead l.brandt --dry-run",
     "see the file before it is written"},
};

Result<int> Run(const Invocation& invocation, Environment& environment) {
  return NewContainer(Level::kProgram, kContainerOptions, invocation, environment);
}

}  // namespace

extern const Command kNewProgramCommand;
const Command kNewProgramCommand{
    .name = "new program",
    .summary = "add a program to a portfolio",
    .description =
        "Writes program.yaml into a new directory ID of the portfolio, and prints its path. Refused if the\n"
        "directory is there, or if the tree would have an error more.",
    .arguments = kArguments,
    .options = kContainerOptions,
    .examples = kExamples,
    .run = &Run};

}  // namespace cat4
