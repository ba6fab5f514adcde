#include "cat4/report/light_glyph.h"

#include <array>
#include <string_view>

#include <fmt/format.h>

namespace cat4 {

std::string LightGlyph(Light light, Glyphs glyphs) {
  constexpr std::array<std::string_view, 4> kGlyphs = {"● G", "▲ A", "■ R", "○ -"};
  constexpr std::array<std::string_view, 4> kColors = {"\x1b[32m", "\x1b[33m", "\x1b[31m", "\x1b[90m"};
  const auto index = static_cast<std::size_t>(light);
  if (glyphs == Glyphs::kPlain) return std::string(kGlyphs[index]);
  return fmt::format("{}{}\x1b[0m", kColors[index], kGlyphs[index]);
}

}  // namespace cat4
