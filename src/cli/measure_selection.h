// Which measures a command is about: ids, everything below a node, a file of ids.
#pragma once

#include <vector>

#include "cli/command.h"
#include "cli/workspace.h"

namespace cat4 {

inline constexpr OptionSpec kUnderOption{.name = "--under",
                                         .letter = "",
                                         .value = "PATH",
                                         .about = "every measure below this node: its path or its id",
                                         .repeatable = true,
                                         .kind = ValueKind::kNode};
inline constexpr OptionSpec kIdsFromOption{
    .name = "--ids-from",
    .letter = "",
    .value = "FILE",
    .about = "the measures whose ids stand in FILE, one a line; - for standard input",
    .repeatable = true,
    .kind = ValueKind::kFile};

// A measure by its id or its path. Fails if there is none, or if it can't be read.
Result<const MeasureFigures*> FindMeasure(const Workspace& workspace, const std::string& text);

// For commands that change something: a name of nothing is a refused change, not a wrong use of the command.
Failure AsRefusal(Failure failure);

// All that arguments and the two options name, each once, in the order named. Fails if they name none.
Result<std::vector<const MeasureFigures*>> SelectMeasures(const Invocation& invocation,
                                                          const Workspace& workspace);

}  // namespace cat4
