// Where scalars end in the bytes: what yaml-cpp does not tell.
#pragma once

#include <cstddef>
#include <string_view>

namespace cat4 {

// One past the closing quote of the quoted scalar that starts at `begin`; npos if it is never closed.
std::size_t QuotedEnd(std::string_view bytes, std::size_t begin);

struct BlockEnd {
  std::size_t end = 0;       // one past the last character of its last line that is not blank
  bool plain_header = true;  // nothing but | or >, an optional -, and perhaps a comment
};

// The block scalar whose | or > stands at `begin`, inside a collection that starts in column `parent`
// (0-based).
BlockEnd FindBlockEnd(std::string_view bytes, std::size_t begin, std::size_t parent);

}  // namespace cat4
