// Exact money: decimals in minor units, never a float.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cat4 {

__extension__ using Int128 = __int128;

// A currency of ISO 4217. Default: none.
class Currency {
 public:
  Currency() = default;
  std::string_view code() const;  // "EUR"; "-" for none
  // Number of decimals of the minor unit (ISO 4217): 2 for EUR, 0 for JPY, 3 for KWD. 2 for none, because
  // counts (fte) have two decimals.
  int exponent() const;
  std::string_view unit() const { return empty() ? "fte" : code(); }  // what amounts of it are called
  bool empty() const { return index_ == 0; }
  friend bool operator==(Currency, Currency) = default;

  static std::optional<Currency> Find(std::string_view code);
  static std::vector<std::string_view> Codes();  // of all currencies, sorted

 private:
  explicit Currency(std::uint8_t index) : index_(index) {}
  std::uint8_t index_ = 0;
};

// One amount, in minor units of a currency that is known from where it stands.
struct Amount {
  std::int64_t minor = 0;
  friend auto operator<=>(Amount, Amount) = default;
};

// A sum of amounts of one currency, in minor units. 128 bits: no portfolio of 64-bit amounts can overflow it.
class Total {
 public:
  constexpr Total() = default;
  constexpr explicit Total(Int128 minor) : minor_(minor) {}
  constexpr Total(Amount amount)
      : minor_(amount.minor) {}  // NOLINT(google-explicit-constructor): a sum of one

  constexpr Int128 minor() const { return minor_; }
  constexpr Total& operator+=(Total other) {
    minor_ += other.minor_;
    return *this;
  }
  friend constexpr Total operator+(Total a, Total b) { return Total(a.minor_ + b.minor_); }
  friend constexpr Total operator-(Total a, Total b) { return Total(a.minor_ - b.minor_); }
  friend constexpr Total operator*(Total a, int factor) { return Total(a.minor_ * factor); }
  friend constexpr auto operator<=>(Total a, Total b) = default;

 private:
  Int128 minor_ = 0;
};

constexpr Total Absolute(Total total) { return total < Total() ? Total() - total : total; }

// digits × 10^-scale, as written in a file.
struct Decimal {
  std::int64_t digits = 0;
  std::uint8_t scale = 0;
  friend bool operator==(Decimal, Decimal) = default;
};

// Reads `-?digits[.digits]`: at most 15 digits before the point, at most `max_scale` after it. Nothing for
// any other text (no sign +, exponent, blank, separator) and for values beyond 64 bits.
std::optional<Decimal> ParseDecimal(std::string_view text, int max_scale);

// The same value with exactly `scale` decimals; nothing if it has more, or leaves 64 bits.
std::optional<Decimal> Rescale(Decimal decimal, int scale);

std::string FormatDecimal(Decimal decimal);  // as it is written: "-1234.50", "5"

// Units of the reporting currency per one unit of another, in units of 10^-12.
struct Rate {
  Int128 trillionths = 0;
  friend bool operator==(Rate, Rate) = default;
};
inline constexpr Rate kUnitRate{Int128{1'000'000'000'000}};
std::optional<Rate> ParseRate(
    std::string_view text);         // positive, at most 9 digits before and 12 after the point
std::string FormatRate(Rate rate);  // without trailing zeros: "1.0845"

// `amount` of a currency with `from_exponent` decimals, in the minor unit of a currency with `to_exponent`
// decimals, rounded half away from zero. Nothing if the result leaves 64 bits.
std::optional<Amount> Convert(Amount amount, int from_exponent, Rate rate, int to_exponent);

// numerator ÷ denominator (> 0), rounded half away from zero.
Int128 DivideRounded(Int128 numerator, Int128 denominator);

// "-1234.50": always exactly `exponent` decimals, zero without a sign.
std::string FormatTotal(Total total, int exponent);
// "-1234.50 EUR", "2.00 fte".
std::string FormatAmount(Amount amount, Currency currency);
// "-1,234.50" for people.
std::string FormatTotalGrouped(Total total, int exponent);

}  // namespace cat4
