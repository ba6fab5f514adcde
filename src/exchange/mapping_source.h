// The parts of reading a mapping that its measure section and its other sections share.
#pragma once

#include <span>
#include <string_view>

#include "exchange/mapping.h"

namespace cat4 {

// The fields of the section `measure`; they fill a Mapping.
std::span<const Field> MeasureMappingFields();

// True if the key is there but its value was reported and not taken.
bool Refused(const Document& document, const Node& map, std::string_view key, const Located<Text>& value);

// Reports unless exactly one of the two is there. `what` is the key of the mapping that should have it.
void CheckOneOf(Decoder& decoder, std::string_view what, Span span, const Located<Text>& column,
                const Located<Text>& other, std::string_view other_name);

// Reports that `given`, the value of `key`, means nothing beside `other`.
void RefuseBeside(Decoder& decoder, const Located<Text>& given, std::string_view key, std::string_view other);

}  // namespace cat4
