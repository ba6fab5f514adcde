// Text in columns.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cat4 {

// The text in lines of at most `columns` terminal columns, parted at spaces where that is possible. Spaces in
// front are kept on the first line and taken up by the others. What does not fit in `lines` lines is cut off
// with "…". Never empty. No line but the first begins with what a CI service would read as a command.
std::vector<std::string> WrapText(std::string_view text, std::size_t columns, std::size_t lines);

}  // namespace cat4
