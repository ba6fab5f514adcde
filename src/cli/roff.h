// Text for manual pages, which are written in roff.
#pragma once

#include <string>
#include <string_view>

namespace cat4 {

// A backslash, and a dot or apostrophe at the start of a line, mean something in roff; a hyphen is written so
// that it can be copied.
std::string RoffText(std::string_view text);

// The same, with paragraphs that are parted by empty lines.
std::string RoffParagraphs(std::string_view text);

}  // namespace cat4
