// Ids made of text that people wrote for people. Deterministic: the same text gives the same id in every
// import.
#pragma once

#include <string>
#include <string_view>

#include "cat4/model/id.h"

namespace cat4 {

// a-z and 0-9, '-' for every run of anything else; diacritics are dropped, nothing is transliterated. At most
// 64 characters (see ClipId). Empty if the text holds no letter a-z and no digit.
std::string SlugOf(std::string_view text);

// An id of at most 64 characters: a longer one keeps its start and ends with '-' and a hash of the whole.
std::string ClipId(std::string_view id);

// What a reference to a person, committee (kName), legal entity, business unit or function (kCode) is written
// as: unchanged where it is an id, else with '-' for every run of characters that no id has. May not be an id
// yet.
std::string ReferenceOf(std::string_view text, IdForm form);

// Capitals and digits in parts joined by '-'; behind `prefix` (may be empty) if the text has only one part or
// starts with a digit. May not be an id yet: too long, or without the prefix it needs.
std::string MeasureIdOf(std::string_view text, std::string_view prefix);

}  // namespace cat4
