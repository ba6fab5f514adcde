#include <algorithm>
#include <array>

#include "cat4/base/text.h"
#include "cat4/diagnostics/location.h"
#include "cat4/report/explain_total.h"

namespace cat4 {
namespace {

using Cells = std::array<std::string, 5>;  // place, measure, what, how it was converted, amount

Cells CellsOf(const Addend& addend, const Portfolio& portfolio, Locator& locator) {
  const Currency reporting = *portfolio.organization.currency;
  std::string how;
  if (addend.rate && addend.currency != reporting) {
    how = fmt::format("{} {} × {}", FormatTotalGrouped(addend.given, addend.currency.exponent()),
                      addend.currency.code(), FormatRate(*addend.rate));
  } else if (addend.factor != 1 || Total(addend.given) != addend.converted) {
    how = fmt::format("{} {}", FormatTotalGrouped(addend.given, addend.currency.exponent()),
                      addend.currency.code());
  }
  if (addend.factor != 1) how += fmt::format(" × {} months", addend.factor);
  const std::string place = addend.span.valid()
                                ? fmt::format("{}:{}", Printable(portfolio.files.path(addend.span.file())),
                                              locator.Locate(addend.span).line)
                                : std::string("-");
  return {place, std::string(addend.measure), addend.what, how,
          FormatTotalGrouped(addend.converted, reporting.exponent())};
}

}  // namespace

std::string ExplanationText(const Explanation& explanation, const Portfolio& portfolio,
                            const Source& source) {
  Locator locator(source, portfolio.files);
  std::vector<Cells> rows;
  for (const Addend& addend : explanation.addends) rows.push_back(CellsOf(addend, portfolio, locator));
  const Currency reporting = *portfolio.organization.currency;
  rows.push_back(
      {explanation.figure, "", fmt::format("sum of {}", Count(explanation.addends.size(), "addend")),
       std::string(reporting.code()), FormatTotalGrouped(explanation.total, reporting.exponent())});
  std::array<std::size_t, 5> widths{};
  for (const Cells& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], DisplayWidth(row[i]));
  }
  std::string text;
  for (const Cells& row : rows) {
    for (std::size_t i = 0; i + 1 < row.size(); ++i) text += PadRight(row[i], widths[i]) + "  ";
    text += PadLeft(row.back(), widths.back()) + "\n";
  }
  return text;
}

}  // namespace cat4
