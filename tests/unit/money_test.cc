#include "cat4/model/money.h"

#include <limits>

#include <catch2/catch.hpp>
#include <fmt/format.h>

namespace cat4 {
namespace {

std::string Parsed(std::string_view text) {
  const std::optional<Decimal> decimal = ParseDecimal(text, 4);
  return decimal ? fmt::format("{}e-{}", decimal->digits, decimal->scale) : "refused";
}

std::string Converted(std::string_view amount, std::string_view from, std::string_view rate,
                      std::string_view to) {
  const Currency source = *Currency::Find(from), target = *Currency::Find(to);
  const Decimal minor = *Rescale(*ParseDecimal(amount, 4), source.exponent());
  const std::optional<Amount> converted =
      Convert({minor.digits}, source.exponent(), *ParseRate(rate), target.exponent());
  return converted ? FormatTotal(*converted, target.exponent()) : "too large";
}

}  // namespace

TEST_CASE("money: a decimal is digits and a scale, never a float") {
  CHECK(Parsed("40000") == "40000e-0");
  CHECK(Parsed("-31250.50") == "-3125050e-2");
  CHECK(Parsed("0.005") == "5e-3");
  CHECK(Parsed("-0.0") == "0e-1");
  CHECK(Parsed("999999999999999") == "999999999999999e-0");
  CHECK(Parsed("1000000000000000") == "refused");  // 16 digits before the point
  CHECK(Parsed("0000000000000001") == "refused");
  CHECK(Parsed("999999999999999.9999") == "refused");  // beyond 64 bits
  for (const std::string_view bad : {"", "-", "+1", "1e5", "0x10", ".5", "5.", "1,000", "1 000", "1.2.3",
                                     "--1", ".inf", ".nan", "１２", "1.00000"}) {
    INFO(bad);
    CHECK(Parsed(bad) == "refused");
  }
}

TEST_CASE("money: a currency's decimals come from ISO 4217") {
  CHECK(Currency::Find("EUR")->exponent() == 2);
  CHECK(Currency::Find("JPY")->exponent() == 0);
  CHECK(Currency::Find("KWD")->exponent() == 3);
  CHECK(Currency::Find("CLF")->exponent() == 4);
  CHECK_FALSE(Currency::Find("EURO"));
  CHECK_FALSE(Currency::Find("eur"));
  CHECK_FALSE(Currency::Find(""));
  CHECK(Rescale({15, 1}, 2) == Decimal{150, 2});
  CHECK_FALSE(Rescale({15, 1}, 0));  // would lose a digit
  CHECK_FALSE(Rescale({std::numeric_limits<std::int64_t>::max(), 0}, 2));
}

TEST_CASE("money: conversion rounds half away from zero to the target's smallest unit") {
  CHECK(Converted("100.00", "EUR", "1", "EUR") == "100.00");
  CHECK(Converted("0.01", "CHF", "0.5", "EUR") == "0.01");  // 0.005 is half a cent
  CHECK(Converted("-0.01", "CHF", "0.5", "EUR") == "-0.01");
  CHECK(Converted("0.01", "CHF", "0.499999999999", "EUR") == "0.00");
  CHECK(Converted("1000", "JPY", "0.0061", "EUR") == "6.10");
  CHECK(Converted("1", "JPY", "0.0061", "EUR") == "0.01");
  CHECK(Converted("1.005", "KWD", "3", "EUR") == "3.02");  // 3.015
  CHECK(Converted("2.50", "EUR", "1", "JPY") == "3");
  CHECK(Converted("999999999999999", "EUR", "999999999", "EUR") == "too large");
}

TEST_CASE("money: totals are written with all decimals and without a negative zero") {
  CHECK(FormatTotal(Total(-5), 2) == "-0.05");
  CHECK(FormatTotal(Total(0), 3) == "0.000");
  CHECK(FormatTotal(Total(1234567), 0) == "1234567");
  CHECK(FormatTotalGrouped(Total(-123456789), 2) == "-1,234,567.89");
  CHECK(FormatTotalGrouped(Total(99999), 2) == "999.99");
  Total sum;
  for (int i = 0; i < 4; ++i) sum += Amount{std::numeric_limits<std::int64_t>::max()};
  CHECK(FormatTotal(sum, 2) == "368934881474191032.28");  // beyond 64 bits, exact
  CHECK(DivideRounded(Int128{-5}, Int128{2}) == Int128{-3});
  CHECK(DivideRounded(Int128{5}, Int128{4}) == Int128{1});
}

TEST_CASE("money: rates are positive and exact to twelve decimals") {
  CHECK(FormatRate(*ParseRate("1.084500000000")) == "1.0845");
  CHECK(FormatRate(*ParseRate("0.000000000001")) == "0.000000000001");
  for (const std::string_view bad : {"0", "-1", "0.0000000000001", "1234567890", "1e2", ""}) {
    INFO(bad);
    CHECK_FALSE(ParseRate(bad));
  }
}

}  // namespace cat4
