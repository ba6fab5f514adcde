#include "cli/new_node.h"

namespace cat4 {
namespace {

constexpr ArgumentSpec kArguments[] = {kIdArgument};
constexpr Example kExamples[] = {
    {"cat4 new portfolio operations --name Operations", "portfolios/operations/portfolio.yaml"},
    {"cat4 new portfolio sales --name \"Commercial Excellence\" --sponsor g.laurent",
     "with a sponsor for every measure below"},
};

Result<int> Run(const Invocation& invocation, Environment& environment) {
  return NewContainer(Level::kPortfolio, kContainerOptions, invocation, environment);
}

}  // namespace

extern const Command kNewPortfolioCommand;
const Command kNewPortfolioCommand{
    .name = "new portfolio",
    .summary = "add a portfolio",
    .description =
        "Writes portfolios/ID/portfolio.yaml and prints its path. Refused if the directory is there, or if\n"
        "the tree would have an error more: an unknown sponsor, an id that is taken.",
    .arguments = kArguments,
    .options = kContainerOptions,
    .examples = kExamples,
    .run = &Run};

}  // namespace cat4
