#include "cli/node_options.h"

#include <algorithm>
#include <iterator>

namespace cat4 {

Level DepthOf(const Invocation& invocation) {
  const std::string word = invocation.Value("--depth").value_or("measure");
  return static_cast<Level>(std::ranges::find(kLevels, word) - std::begin(kLevels));
}

Glyphs GlyphsOf(const Invocation& invocation, const Environment& environment) {
  return IsRich(invocation, environment) ? Glyphs::kColor : Glyphs::kPlain;
}

}  // namespace cat4
