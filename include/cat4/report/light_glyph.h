// A light as people see it.
#pragma once

#include <string>

#include "cat4/model/words.h"

namespace cat4 {

enum class Glyphs { kPlain, kColor };

// "● G": a light never by colour alone.
std::string LightGlyph(Light light, Glyphs glyphs);

}  // namespace cat4
