#include "cat4/model/measure.h"

#include "cat4/base/check.h"

namespace cat4 {
namespace {
constexpr int kMonthShift = 43;
constexpr int kKindShift = 41;
constexpr int kScaleShift = 26;
constexpr int kOffsetShift = 5;
constexpr std::uint32_t kLongest = 31;
}  // namespace

Figure::Figure(Month month, FigureKind kind, Decimal decimal, Span span)
    : digits_(decimal.digits),
      bits_((static_cast<std::uint64_t>(MonthIndex(month)) << kMonthShift) |
            (static_cast<std::uint64_t>(kind) << kKindShift) |
            (static_cast<std::uint64_t>(decimal.scale) << kScaleShift) |
            (static_cast<std::uint64_t>(span.offset()) << kOffsetShift) | std::min(span.length(), kLongest)) {
  CAT4_CHECK(decimal.scale <= 7);
}

Month Figure::month() const { return MonthFromIndex(static_cast<int>(bits_ >> kMonthShift)); }

void Figure::set_decimal(Decimal decimal) {
  digits_ = decimal.digits;
  bits_ = (bits_ & ~(std::uint64_t{7} << kScaleShift)) |
          (static_cast<std::uint64_t>(decimal.scale) << kScaleShift);
}

std::vector<Cell> Effect::Cells() const {
  std::vector<Cell> cells;
  for (const Figure& figure : figures) {
    const Month month = figure.month();
    if (cells.empty() || cells.back().month != month)
      cells.push_back({.month = month, .plan = {}, .original = {}, .forecast = {}, .actual = {}});
    Cell& cell = cells.back();
    const Amount amount{figure.decimal().digits};
    switch (figure.kind()) {
      case FigureKind::kPlan:
        cell.plan = amount;
        break;
      case FigureKind::kOriginal:
        cell.original = amount;
        break;
      case FigureKind::kForecast:
        cell.forecast = amount;
        break;
      case FigureKind::kActual:
        cell.actual = amount;
        break;
    }
  }
  return cells;
}

Span Effect::SpanOf(Month month, FigureKind wanted) const {
  for (const Figure& figure : figures) {
    if (figure.kind() == wanted && figure.month() == month) return figure.span(id.span.file());
  }
  return {};
}

}  // namespace cat4
