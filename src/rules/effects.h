// What the rules about effects share.
#pragma once

#include <string>

#include <fmt/format.h>

#include "cat4/model/portfolio.h"
#include "cat4/model/traps.h"

namespace cat4 {

// "1234.50 EUR"; "2.50 fte" for counts, which have no currency.
inline std::string AmountText(Total amount, Currency currency) {
  return fmt::format("{} {}", FormatTotal(amount, currency.exponent()), currency.unit());
}

}  // namespace cat4
