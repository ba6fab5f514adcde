// A quick look over text that is mostly ASCII.
#pragma once

#include <cstddef>
#include <string_view>

namespace cat4 {

// How many bytes at the start of the text are printable ASCII or line feeds; most files hold nothing else.
std::size_t PlainAsciiPrefix(std::string_view text);

}  // namespace cat4
