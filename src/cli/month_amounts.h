// Months with their amounts on the command line: 2026-10=31250.50
#pragma once

#include <span>
#include <string>
#include <vector>

#include "cat4/base/result.h"
#include "cat4/model/portfolio.h"

namespace cat4 {

struct MonthlyAmount {
  Month month{};
  Decimal amount;  // with the decimals that it is given with
};

// Each month once; the same one twice only with the same amount.
Result<std::vector<MonthlyAmount>> ReadMonthAmounts(std::span<const std::string> arguments,
                                                    Currency currency);

}  // namespace cat4
