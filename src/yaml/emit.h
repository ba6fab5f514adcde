// Text as YAML that reads back as the same text, in format 1 and in any other parser of YAML 1.1 or 1.2.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "cat4/yaml/document.h"

namespace cat4 {

enum class YamlPlace { kBlock, kFlow };  // flow: inside [] or {}

// True if the text may stand without quotes and is read back as this string: it is not empty, nothing in it
// is syntax at that place, and it looks like no number, date, boolean or null. Keys, which are never quoted,
// must be.
bool IsPlainYaml(std::string_view text, YamlPlace place = YamlPlace::kBlock);

// The text on one line: plain where it may be, else quoted, with escapes where it holds line ends or
// controls.
std::string YamlScalar(std::string_view text, YamlPlace place = YamlPlace::kBlock);

// The text in quotes of that style; in double ones if single ones can't hold it.
std::string QuotedYaml(std::string_view text, ScalarStyle style);

// What stands behind `key: ` for text that may have many lines: a scalar, or a block whose lines are indented
// by `indent` spaces. Without the last line's end.
std::string YamlProse(std::string_view text, std::size_t indent);

}  // namespace cat4
