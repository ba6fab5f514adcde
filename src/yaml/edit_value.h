// New values as YAML.
#pragma once

#include <cstddef>
#include <string>

#include "cat4/yaml/edit.h"

#include "yaml/emit.h"

namespace cat4 {

// On one line, without anything around it.
std::string InlineYaml(const EditValue& value, YamlPlace place);

// What follows the colon of a key in column `column` of a block map: a blank and a value, or lines. Without
// the last line's end.
std::string BehindColon(const EditValue& value, std::size_t column);

// What follows the dash in column `column` of a block list, with `gap` blanks behind the dash; likewise.
std::string BehindDash(const EditValue& value, std::size_t column, std::size_t gap);

// True if the value takes lines of its own in a block map.
bool TakesLines(const EditValue& value);

}  // namespace cat4
