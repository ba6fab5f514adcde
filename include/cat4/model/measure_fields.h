// A measure as a list of named values, so that two versions of it can be compared field by field.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cat4/model/portfolio.h"

namespace cat4 {

enum class FieldKind {
  kOwn,        // set in the measure's own file
  kInherited,  // set in a container above
  kActual,     // an actual of a month
};

struct MeasureField {
  std::string name;  // "title", "effect ebitda 2026-11 plan", "milestone cutover forecast"; each once
  std::string value;
  Span span;
  FieldKind kind = FieldKind::kOwn;
};

// Everything that the measure says, in the order of the format, but its decisions. A value that is not there
// has no field.
std::vector<MeasureField> FieldsOf(const Measure& measure);

struct FieldChange {
  std::string name;
  const MeasureField* before = nullptr;  // null: added
  const MeasureField* after = nullptr;   // null: removed
};

// What differs, in the order of `after`; what was removed behind it. Pointers into both.
std::vector<FieldChange> CompareFields(const std::vector<MeasureField>& before,
                                       const std::vector<MeasureField>& after);

}  // namespace cat4
