// Tables of monthly amounts: measure, effect and month of each row, looked up, or every reason why not.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/base/csv.h"
#include "cat4/base/result.h"
#include "cat4/exchange/import_csv.h"
#include "cat4/model/portfolio.h"

#include "exchange/columns.h"

namespace cat4 {

inline constexpr std::string_view kMeasureColumn = "measure", kEffectColumn = "effect",
                                  kMonthColumn = "month";

// What a row names.
struct NamedAmount {
  const Measure* measure = nullptr;
  const Effect* effect = nullptr;
  Month month{};
  Decimal amount;
};

// Goes through the rows one by one.
class AmountTable {
 public:
  // Separated by comma, semicolon or tab, as the header is. All columns are wanted but `effect`. Fails if the
  // csv can't be understood as a whole.
  static Result<AmountTable> Read(std::string_view csv, std::span<const std::string_view> columns);

  bool Next();  // false behind the last row; rows of another length than the header are passed over
  std::size_t line() const { return rows_[at_].line; }
  std::string_view Cell(std::string_view column) const;

  // The value, or nothing after its reason was kept.
  template <typename T>
  std::optional<T> Keep(Result<T> result) {
    if (result) return std::move(*result);
    Reject(result.error().message);
    return std::nullopt;
  }
  void Reject(std::string reason) { reasons_.push_back(std::move(reason)); }

  // Measure, effect, month and the amount in the column, or nothing after all reasons were kept.
  std::optional<NamedAmount> ReadNamed(const Portfolio& portfolio, std::string_view amount_column);

  // Behind the last row.
  std::vector<RejectedRow> TakeRejected() { return std::move(rejected_); }
  std::size_t row_count() const { return rows_.size() - 1; }

 private:
  AmountTable(std::vector<CsvRow> rows, Columns columns)
      : rows_(std::move(rows)), columns_(std::move(columns)) {}
  const Measure* FindMeasure(const Portfolio& portfolio);
  std::string NearestId(const Portfolio& portfolio, std::string_view id);
  void KeepReasons();

  std::vector<CsvRow> rows_;  // the first is the header
  Columns columns_;
  std::size_t at_ = 0;
  std::vector<std::string> reasons_;  // of this row
  std::vector<RejectedRow> rejected_;
  int suggestions_ = 0;
};

}  // namespace cat4
