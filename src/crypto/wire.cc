#include "crypto/wire.h"

namespace cat4 {

std::optional<std::string_view> WireReader::Bytes(std::size_t count) {
  if (failed_ || count > rest_.size()) {
    failed_ = true;
    return std::nullopt;
  }
  const std::string_view bytes = rest_.substr(0, count);
  rest_.remove_prefix(count);
  return bytes;
}

std::optional<std::uint32_t> WireReader::Uint32() {
  const auto bytes = Bytes(4);
  if (!bytes) return std::nullopt;
  std::uint32_t value = 0;
  for (const char byte : *bytes) value = (value << 8) | static_cast<unsigned char>(byte);
  return value;
}

std::optional<std::string_view> WireReader::String() {
  const auto size = Uint32();
  return size ? Bytes(*size) : std::nullopt;
}

std::optional<std::string_view> WireReader::Positive() {
  auto number = String();
  if (!number) return std::nullopt;
  const auto high_bit = [](char byte) { return (static_cast<unsigned char>(byte) & 0x80) != 0; };
  const bool zero_first = !number->empty() && number->front() == '\0';
  const bool negative = !number->empty() && high_bit(number->front());
  const bool longer_than_needed = zero_first && (number->size() < 2 || !high_bit((*number)[1]));
  if (number->empty() || negative || longer_than_needed) {
    failed_ = true;
    return std::nullopt;
  }
  if (zero_first) number->remove_prefix(1);
  return number;
}

}  // namespace cat4
