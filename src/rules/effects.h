// What the rules about effects share.
#pragma once

#include <string>

#include <fmt/format.h>

#include "cat4/model/portfolio.h"

namespace cat4 {

inline bool IsPlanMonth(const Cell& cell) { return cell.plan && cell.plan->minor != 0; }

// False where the currency would be inherited from a container that could not be read or from a legal entity
// that does not exist: what linking put in its place may be wrong.
inline bool CurrencyIsKnown(const Portfolio& portfolio, const Measure& measure, const Effect& effect) {
  if (*effect.kind == EffectKind::kFte) return true;
  if (effect.currency && effect.currency.span.file() == measure.file) return true;
  if (measure.inherits_unknown) return false;
  if (portfolio.containers[static_cast<std::size_t>(measure.package)].currency) return true;
  return !measure.legal_entity || portfolio.FindLegalEntity(*measure.legal_entity);
}

// "1234.50 EUR"; "2.50 fte" for counts, which have no currency.
inline std::string AmountText(Total amount, Currency currency) {
  return fmt::format("{} {}", FormatTotal(amount, currency.exponent()),
                     currency.empty() ? "fte" : currency.code());
}

}  // namespace cat4
