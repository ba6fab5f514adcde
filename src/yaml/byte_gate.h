// The first gate: what no file of the format may contain, whatever YAML says about it.
#pragma once

#include <string_view>

#include "cat4/diagnostics/finding.h"

namespace cat4 {

enum class Gate { kOpen, kShut };

// Reports, once per kind of mistake, at its first place: size, encoding, byte order mark, CR, tabs, controls,
// invisible characters, text that is not NFC, a last line without its end, directives and document markers.
// Shut: the bytes must not reach a YAML parser.
Gate CheckBytes(FileId file, std::string_view bytes, Findings& findings);

}  // namespace cat4
