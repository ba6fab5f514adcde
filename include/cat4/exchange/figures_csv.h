// Tables (CSV) of monthly amounts of many measures: figures that people report, and what controllers confirm.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "cat4/base/result.h"
#include "cat4/exchange/import_csv.h"
#include "cat4/model/figure_change.h"
#include "cat4/model/portfolio.h"

namespace cat4 {

struct FigureRow {
  std::size_t line = 1;  // of the csv file
  const Measure* measure = nullptr;
  FigureChange change;
};

struct FigureTable {
  std::vector<FigureRow> rows;        // those that may be written, each cell once
  std::vector<RejectedRow> rejected;  // with every reason
  std::size_t row_count = 0;          // below the header
};

// Columns measure, effect, figure, month and value, in any order, separated by comma, semicolon or tab (as
// the header is). `effect` may be empty, or missing as a column, for the only leading effect. Fails if the
// csv can't be understood as a whole.
Result<FigureTable> ReadFigureTable(std::string_view csv, const Portfolio& portfolio, Date as_of);

struct ConfirmRow {
  std::size_t line = 1;
  const Measure* measure = nullptr;
  const Effect* effect = nullptr;
  Month month{};
  Decimal amount;
};

struct ConfirmTable {
  std::vector<ConfirmRow> rows;       // each month of an effect once
  std::vector<RejectedRow> rejected;  // with every reason
  std::size_t row_count = 0;
};

// The same with the columns measure, effect, month and amount. Whether it may be confirmed is not judged.
Result<ConfirmTable> ReadConfirmTable(std::string_view csv, const Portfolio& portfolio);

}  // namespace cat4
