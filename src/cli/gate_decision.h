// The commands by which people decide: approve and the transitions.
#pragma once

#include "cli/command.h"
#include "cli/decision_options.h"

namespace cat4 {

inline constexpr OptionSpec kForOption{
    .name = "--for",
    .letter = "",
    .value = "DECISION",
    .about = "what is approved, if not the next gate: hold, cancel, amend, reopen …"};
inline constexpr OptionSpec kToOption{.name = "--to",
                                      .letter = "",
                                      .value = "STAGE",
                                      .about = "the stage it leads to",
                                      .kind = ValueKind::kStage};
inline constexpr OptionSpec kUntilOption{
    .name = "--until", .letter = "", .value = "DATE", .about = "the day a hold ends"};

inline constexpr ArgumentSpec kMeasureArguments[] = {{.name = "ID",
                                                      .about = "a measure: its id or its path",
                                                      .min = 0,
                                                      .max = 100'000,
                                                      .kind = ValueKind::kMeasure}};

// Signs and records the decision for every measure that the command line names, in one commit; or none.
Result<int> Decide(const Invocation& invocation, Environment& environment, DecisionKind kind);

}  // namespace cat4
