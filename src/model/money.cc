#include "cat4/model/money.h"

#include <algorithm>
#include <iterator>
#include <limits>

#include <fmt/format.h>

namespace cat4 {
namespace {

struct CurrencyInfo {
  std::string_view code;
  int exponent;
};

// ISO 4217:2015 with amendments up to number 180: currencies in circulation and funds codes with a minor
// unit, and those withdrawn since 2018, which old figures still use. Sorted by code.
constexpr CurrencyInfo kCurrencies[] = {
    {"AED", 2}, {"AFN", 2}, {"ALL", 2}, {"AMD", 2}, {"ANG", 2}, {"AOA", 2}, {"ARS", 2}, {"AUD", 2},
    {"AWG", 2}, {"AZN", 2}, {"BAM", 2}, {"BBD", 2}, {"BDT", 2}, {"BGN", 2}, {"BHD", 3}, {"BIF", 0},
    {"BMD", 2}, {"BND", 2}, {"BOB", 2}, {"BOV", 2}, {"BRL", 2}, {"BSD", 2}, {"BTN", 2}, {"BWP", 2},
    {"BYN", 2}, {"BZD", 2}, {"CAD", 2}, {"CDF", 2}, {"CHE", 2}, {"CHF", 2}, {"CHW", 2}, {"CLF", 4},
    {"CLP", 0}, {"CNY", 2}, {"COP", 2}, {"COU", 2}, {"CRC", 2}, {"CUC", 2}, {"CUP", 2}, {"CVE", 2},
    {"CZK", 2}, {"DJF", 0}, {"DKK", 2}, {"DOP", 2}, {"DZD", 2}, {"EGP", 2}, {"ERN", 2}, {"ETB", 2},
    {"EUR", 2}, {"FJD", 2}, {"FKP", 2}, {"GBP", 2}, {"GEL", 2}, {"GHS", 2}, {"GIP", 2}, {"GMD", 2},
    {"GNF", 0}, {"GTQ", 2}, {"GYD", 2}, {"HKD", 2}, {"HNL", 2}, {"HRK", 2}, {"HTG", 2}, {"HUF", 2},
    {"IDR", 2}, {"ILS", 2}, {"INR", 2}, {"IQD", 3}, {"IRR", 2}, {"ISK", 0}, {"JMD", 2}, {"JOD", 3},
    {"JPY", 0}, {"KES", 2}, {"KGS", 2}, {"KHR", 2}, {"KMF", 0}, {"KPW", 2}, {"KRW", 0}, {"KWD", 3},
    {"KYD", 2}, {"KZT", 2}, {"LAK", 2}, {"LBP", 2}, {"LKR", 2}, {"LRD", 2}, {"LSL", 2}, {"LYD", 3},
    {"MAD", 2}, {"MDL", 2}, {"MGA", 2}, {"MKD", 2}, {"MMK", 2}, {"MNT", 2}, {"MOP", 2}, {"MRU", 2},
    {"MUR", 2}, {"MVR", 2}, {"MWK", 2}, {"MXN", 2}, {"MXV", 2}, {"MYR", 2}, {"MZN", 2}, {"NAD", 2},
    {"NGN", 2}, {"NIO", 2}, {"NOK", 2}, {"NPR", 2}, {"NZD", 2}, {"OMR", 3}, {"PAB", 2}, {"PEN", 2},
    {"PGK", 2}, {"PHP", 2}, {"PKR", 2}, {"PLN", 2}, {"PYG", 0}, {"QAR", 2}, {"RON", 2}, {"RSD", 2},
    {"RUB", 2}, {"RWF", 0}, {"SAR", 2}, {"SBD", 2}, {"SCR", 2}, {"SDG", 2}, {"SEK", 2}, {"SGD", 2},
    {"SHP", 2}, {"SLE", 2}, {"SLL", 2}, {"SOS", 2}, {"SRD", 2}, {"SSP", 2}, {"STN", 2}, {"SVC", 2},
    {"SYP", 2}, {"SZL", 2}, {"THB", 2}, {"TJS", 2}, {"TMT", 2}, {"TND", 3}, {"TOP", 2}, {"TRY", 2},
    {"TTD", 2}, {"TWD", 2}, {"TZS", 2}, {"UAH", 2}, {"UGX", 0}, {"USD", 2}, {"USN", 2}, {"UYI", 0},
    {"UYU", 2}, {"UYW", 4}, {"UZS", 2}, {"VED", 2}, {"VES", 2}, {"VND", 0}, {"VUV", 0}, {"WST", 2},
    {"XAD", 2}, {"XAF", 0}, {"XCD", 2}, {"XCG", 2}, {"XOF", 0}, {"XPF", 0}, {"YER", 2}, {"ZAR", 2},
    {"ZMW", 2}, {"ZWG", 2}, {"ZWL", 2},
};
static_assert(std::size(kCurrencies) < 255);
static_assert(std::ranges::is_sorted(kCurrencies, {}, &CurrencyInfo::code));

constexpr int kMaxIntegerDigits = 15;
constexpr int kRateScale = 12;
constexpr std::int64_t kPowersOfTen[] = {
    1,          10,          100,           1'000,          10'000,          100'000,          1'000'000,
    10'000'000, 100'000'000, 1'000'000'000, 10'000'000'000, 100'000'000'000, 1'000'000'000'000};

struct Digits {
  bool negative = false;
  std::string_view before;
  std::string_view after;
};

bool AllDigits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<Digits> SplitDecimal(std::string_view text) {
  Digits digits;
  if (text.starts_with('-')) {
    digits.negative = true;
    text.remove_prefix(1);
  }
  const std::size_t point = text.find('.');
  digits.before = text.substr(0, point);
  if (!AllDigits(digits.before)) return std::nullopt;
  if (point == std::string_view::npos) return digits;
  digits.after = text.substr(point + 1);
  if (!AllDigits(digits.after)) return std::nullopt;
  return digits;
}

// The digits of a number, without its sign.
std::string ToString(Int128 value) {
  std::string text;
  do {
    const auto digit = static_cast<int>(value % 10);
    text += static_cast<char>('0' + (digit < 0 ? -digit : digit));
    value /= 10;
  } while (value != 0);
  std::ranges::reverse(text);
  return text;
}

}  // namespace

std::string_view Currency::code() const { return empty() ? "-" : kCurrencies[index_ - 1].code; }
int Currency::exponent() const { return empty() ? 2 : kCurrencies[index_ - 1].exponent; }

std::optional<Currency> Currency::Find(std::string_view code) {
  const auto* const found = std::ranges::lower_bound(kCurrencies, code, {}, &CurrencyInfo::code);
  if (found == std::end(kCurrencies) || found->code != code) return std::nullopt;
  return Currency(static_cast<std::uint8_t>(found - std::begin(kCurrencies) + 1));
}

std::vector<std::string_view> Currency::Codes() {
  std::vector<std::string_view> codes;
  for (const CurrencyInfo& currency : kCurrencies) codes.push_back(currency.code);
  return codes;
}

std::optional<Decimal> ParseDecimal(std::string_view text, int max_scale) {
  const std::optional<Digits> parts = SplitDecimal(text);
  if (!parts || parts->before.size() > kMaxIntegerDigits) return std::nullopt;
  if (parts->after.size() > static_cast<std::size_t>(max_scale)) return std::nullopt;
  Decimal decimal{0, static_cast<std::uint8_t>(parts->after.size())};
  for (const std::string_view run : {parts->before, parts->after}) {
    for (const char c : run) {
      if (__builtin_mul_overflow(decimal.digits, 10, &decimal.digits)) return std::nullopt;
      if (__builtin_add_overflow(decimal.digits, c - '0', &decimal.digits)) return std::nullopt;
    }
  }
  if (parts->negative) decimal.digits = -decimal.digits;
  return decimal;
}

std::optional<Decimal> Rescale(Decimal decimal, int scale) {
  const int shift = scale - decimal.scale;
  if (shift < 0) return std::nullopt;
  Decimal result{0, static_cast<std::uint8_t>(scale)};
  if (__builtin_mul_overflow(decimal.digits, kPowersOfTen[shift], &result.digits)) return std::nullopt;
  return result;
}

std::optional<Rate> ParseRate(std::string_view text) {
  const std::optional<Digits> parts = SplitDecimal(text);
  if (!parts || parts->negative || parts->before.size() > 9 || parts->after.size() > kRateScale)
    return std::nullopt;
  Int128 value = 0;
  for (const char c : parts->before) value = value * 10 + (c - '0');
  for (const char c : parts->after) value = value * 10 + (c - '0');
  value *= kPowersOfTen[kRateScale - static_cast<int>(parts->after.size())];
  if (value == 0) return std::nullopt;
  return Rate{value};
}

std::string FormatRate(Rate rate) {
  std::string text = FormatTotal(Total(rate.trillionths), kRateScale);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

Int128 DivideRounded(Int128 numerator, Int128 denominator) {
  const Int128 quotient = numerator / denominator;
  const Int128 remainder = numerator % denominator;
  const Int128 distance = remainder < 0 ? -remainder : remainder;
  if (distance < denominator - distance) return quotient;
  return quotient + (numerator < 0 ? -1 : 1);
}

std::optional<Amount> Convert(Amount amount, int from_exponent, Rate rate, int to_exponent) {
  if (rate == kUnitRate && from_exponent == to_exponent) return amount;
  Int128 product = 0;
  if (__builtin_mul_overflow(Int128{amount.minor}, rate.trillionths, &product)) return std::nullopt;
  const int shift = to_exponent - from_exponent;
  if (shift > 0 && __builtin_mul_overflow(product, Int128{kPowersOfTen[shift]}, &product))
    return std::nullopt;
  const Int128 denominator = kUnitRate.trillionths * (shift < 0 ? kPowersOfTen[-shift] : 1);
  const Int128 result = DivideRounded(product, denominator);
  if (result > std::numeric_limits<std::int64_t>::max() ||
      result < std::numeric_limits<std::int64_t>::min()) {
    return std::nullopt;
  }
  return Amount{static_cast<std::int64_t>(result)};
}

std::string FormatTotal(Total total, int exponent) {
  std::string digits = ToString(total.minor());
  const auto decimals = static_cast<std::size_t>(exponent);
  if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
  if (decimals > 0) digits.insert(digits.size() - decimals, ".");
  return (total < Total() ? "-" : "") + digits;
}

std::string FormatDecimal(Decimal decimal) { return FormatTotal(Amount{decimal.digits}, decimal.scale); }

std::string FormatAmount(Amount amount, Currency currency) {
  return fmt::format("{} {}", FormatTotal(amount, currency.exponent()), currency.unit());
}

std::string FormatTotalGrouped(Total total, int exponent) {
  std::string text = FormatTotal(total, exponent);
  const std::size_t first = text.starts_with('-') ? 1 : 0;
  std::size_t at = std::min(text.find('.'), text.size());
  while (at > first + 3) {
    at -= 3;
    text.insert(at, ",");
  }
  return text;
}

}  // namespace cat4
