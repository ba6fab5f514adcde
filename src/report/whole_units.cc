#include "report/whole_units.h"

namespace cat4 {

std::string WholeUnits(Total total, int exponent) {
  Int128 unit = 1;
  for (int i = 0; i < exponent; ++i) unit *= 10;
  return FormatTotalGrouped(Total(DivideRounded(total.minor(), unit)), 0);
}

}  // namespace cat4
