// What ids look like.
#pragma once

#include <cstdint>
#include <string_view>

namespace cat4 {

enum class IdForm : std::uint8_t {
  kName,     // of persons, committees, containers and directories: operations, l.brandt
  kCode,     // of legal entities, units, stages, milestones and effects: NW-DE
  kMeasure,  // INV-7K3Q
  kPrefix,   // what ids of measures begin with: INV
};

bool IsId(std::string_view text, IdForm form);
std::string_view DescribeId(IdForm form);  // what is wanted, for messages

}  // namespace cat4
