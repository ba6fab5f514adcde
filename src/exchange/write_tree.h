// Files that only an import writes; see cat4/exchange/tree_files.h for the others.
#pragma once

#include <string>

#include "exchange/import_row.h"

namespace cat4 {

std::string MeasureFile(const ImportedMeasure& measure);

}  // namespace cat4
