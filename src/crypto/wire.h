// Reads SSH's wire format (RFC 4251, section 5), strictly.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace cat4 {

// Views into the bytes that are read. After a failure everything fails.
class WireReader {
 public:
  explicit WireReader(std::string_view bytes) : rest_(bytes) {}

  std::optional<std::string_view> Bytes(std::size_t count);
  std::optional<std::uint32_t> Uint32();
  std::optional<std::string_view> String();
  // A non-negative mpint in its one shortest form, without the sign's zero byte; not zero.
  std::optional<std::string_view> Positive();
  bool at_end() const { return !failed_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace cat4
