// The files of an imported tree, as text. The first line of each names its schema.
#pragma once

#include <string>
#include <string_view>

#include "cat4/model/words.h"

#include "exchange/import_row.h"

namespace cat4 {

struct ImportedContainer {
  Level level = Level::kPortfolio;
  std::string id, name;
  std::string_view prefix;  // empty: none
};

std::string OrganizationFile(const Organization& organization);
std::string ContainerFile(const ImportedContainer& container);
std::string MeasureFile(const ImportedMeasure& measure);

}  // namespace cat4
