#include "cat4/exchange/figures_csv.h"

#include <map>
#include <optional>
#include <tuple>

#include "cat4/model/figure_change.h"

#include "exchange/amount_table.h"

namespace cat4 {
namespace {

constexpr std::string_view kFigure = "figure", kValue = "value", kAmount = "amount";
constexpr std::string_view kFigureColumns[] = {kMeasureColumn, kEffectColumn, kFigure, kMonthColumn, kValue};
constexpr std::string_view kConfirmColumns[] = {kMeasureColumn, kEffectColumn, kMonthColumn, kAmount};

// Keeps each cell once. Another amount of the same is a reason to reject its row.
template <typename Cell>
class Cells {
 public:
  bool AddNew(const Cell& cell, Decimal amount, AmountTable& table) {
    const auto [first, fresh] = cells_.emplace(cell, std::pair(amount, table.line()));
    if (fresh) return true;
    const auto& [earlier, line] = first->second;
    if (!SameAmount(earlier, amount))
      table.Reject(fmt::format("{} here, but {} on line {} for the same month; wanted one value",
                               FormatDecimal(amount), FormatDecimal(earlier), line));
    return false;
  }

 private:
  std::map<Cell, std::pair<Decimal, std::size_t>> cells_;  // with the line of the row that came first
};

}  // namespace

Result<FigureTable> ReadFigureTable(std::string_view csv, const Portfolio& portfolio, Date as_of) {
  Result<AmountTable> table = AmountTable::Read(csv, kFigureColumns);
  if (!table) return tl::unexpected(table.error());
  FigureTable figures;
  Cells<std::tuple<const Effect*, FigureKind, Month>> cells;
  while (table->Next()) {
    const std::optional<FigureKind> kind = table->Keep(ReadReportedFigure(table->Cell(kFigure)));
    const std::optional<NamedAmount> named = table->ReadNamed(portfolio, kValue);
    if (!kind || !named) continue;
    const FigureChange change{named->effect, *kind, named->month, named->amount};
    if (auto reason = WhyRefused(portfolio, *named->measure, change, as_of)) {
      table->Reject(std::move(*reason));
    } else if (cells.AddNew({change.effect, *kind, change.month}, change.amount, *table)) {
      figures.rows.push_back({table->line(), named->measure, change});
    }
  }
  figures.rejected = table->TakeRejected();
  figures.row_count = table->row_count();
  return figures;
}

Result<ConfirmTable> ReadConfirmTable(std::string_view csv, const Portfolio& portfolio) {
  Result<AmountTable> table = AmountTable::Read(csv, kConfirmColumns);
  if (!table) return tl::unexpected(table.error());
  ConfirmTable confirmed;
  Cells<std::pair<const Effect*, Month>> cells;
  while (table->Next()) {
    const std::optional<NamedAmount> named = table->ReadNamed(portfolio, kAmount);
    if (named && cells.AddNew({named->effect, named->month}, named->amount, *table))
      confirmed.rows.push_back({table->line(), named->measure, named->effect, named->month, named->amount});
  }
  confirmed.rejected = table->TakeRejected();
  confirmed.row_count = table->row_count();
  return confirmed;
}

}  // namespace cat4
