#include "cli/month_amounts.h"

#include <algorithm>

#include "cat4/base/text.h"
#include "cat4/model/figure_change.h"

namespace cat4 {

Result<std::vector<MonthlyAmount>> ReadMonthAmounts(std::span<const std::string> arguments,
                                                    Currency currency) {
  std::vector<MonthlyAmount> amounts;
  for (const std::string& argument : arguments) {
    const std::size_t equals = argument.find('=');
    if (equals == std::string::npos) {
      return Refuse("'{}' is no month with its amount; wanted MONTH=AMOUNT, such as 2026-10=45000",
                    Printable(argument));
    }
    const Result<Month> month = ReadMonth(argument.substr(0, equals));
    if (!month) return tl::unexpected(month.error());
    const Result<Decimal> amount = ReadAmount(argument.substr(equals + 1), currency);
    if (!amount) return tl::unexpected(amount.error());
    const auto same = std::ranges::find(amounts, *month, &MonthlyAmount::month);
    if (same == amounts.end()) {
      amounts.push_back({*month, *amount});
    } else if (!SameAmount(same->amount, *amount)) {
      return Refuse("{} is given twice, with {} and {}; wanted one value", FormatMonth(*month),
                    FormatDecimal(same->amount), FormatDecimal(*amount));
    }
  }
  return amounts;
}

}  // namespace cat4
