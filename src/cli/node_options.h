// Options that reports share.
#pragma once

#include "cat4/model/words.h"
#include "cat4/report/status.h"

#include "cli/command.h"
#include "cli/workspace.h"

namespace cat4 {

inline constexpr std::string_view kLevels[] = {"organization", "portfolio", "program",
                                               "project",      "package",   "measure"};
inline constexpr OptionSpec kDepthOption{
    .name = "--depth",
    .letter = "",
    .value = "LEVEL",
    .about = "how deep the table goes: portfolio, program, project, package or measure (default)",
    .choices = kLevels};

Level DepthOf(const Invocation& invocation);
Glyphs GlyphsOf(const Invocation& invocation, const Environment& environment);

}  // namespace cat4
