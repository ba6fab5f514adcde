#include "cat4/base/ascii.h"

#include <cstdint>
#include <cstring>

namespace cat4 {
namespace {

// Eight bytes at once. Exact for each of them: below 0x80 none of the sums carries into the next byte.
bool IsPlainAscii(std::uint64_t eight) {
  constexpr std::uint64_t kOnes = 0x0101010101010101, kHigh = 0x80 * kOnes;
  if ((eight & kHigh) != 0) return false;
  const std::uint64_t printable = eight + (0x80 - 0x20) * kOnes;                // high bit: 0x20 or more
  const std::uint64_t del = eight + kOnes;                                      // high bit: 0x7F
  const std::uint64_t no_feed = (eight ^ ('\n' * kOnes)) + (0x80 - 1) * kOnes;  // high bit: no line feed
  return (((printable & ~del) | ~no_feed) & kHigh) == kHigh;
}

bool IsPlainAscii(char c) { return (c >= ' ' && c < 0x7F) || c == '\n'; }

}  // namespace

std::size_t PlainAsciiPrefix(std::string_view text) {
  std::size_t size = 0;
  for (std::uint64_t eight = 0; size + sizeof eight <= text.size(); size += sizeof eight) {
    std::memcpy(&eight, text.data() + size, sizeof eight);
    if (!IsPlainAscii(eight)) break;
  }
  while (size < text.size() && IsPlainAscii(text[size])) ++size;
  return size;
}

}  // namespace cat4
