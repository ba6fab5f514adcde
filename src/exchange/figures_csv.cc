#include "cat4/exchange/figures_csv.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "cat4/base/csv.h"
#include "cat4/base/text.h"

#include "exchange/columns.h"

namespace cat4 {
namespace {

constexpr std::string_view kMeasure = "measure", kEffect = "effect", kFigure = "figure", kMonth = "month",
                           kValue = "value";
constexpr std::string_view kColumns[] = {kMeasure, kEffect, kFigure, kMonth, kValue};

// None of the names holds a separator, so whichever stands in the header is it.
char SeparatorOf(std::string_view csv) {
  const std::string_view header = csv.substr(0, csv.find('\n'));
  for (const char separator : {';', '\t'}) {
    if (header.find(separator) != std::string_view::npos) return separator;
  }
  return ',';
}

Result<void> CheckColumns(const Columns& columns) {
  const std::string known = Join(kColumns, ", ");
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (std::ranges::find(kColumns, columns.name(i)) != std::end(kColumns)) continue;
    const std::string_view nearest = NearestWord(columns.name(i), kColumns);
    return Fail("line 1: unknown column '{}'{}; known: {}", Printable(columns.name(i)),
                nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest), known);
  }
  for (const std::string_view column : kColumns) {
    if (column != kEffect && !columns.Find(column)) {
      return Fail("line 1: there is no column '{}'; wanted {}", column, known);
    }
  }
  return {};
}

class TableReader {
 public:
  TableReader(const Portfolio& portfolio, const Columns& columns, Date as_of)
      : portfolio_(portfolio), columns_(columns), as_of_(as_of) {}

  void Row(const CsvRow& row) {
    ++table_.row_count;
    reasons_.clear();
    if (row.fields.size() == columns_.size()) {
      Figure(row);
    } else {
      reasons_.push_back(
          fmt::format("{}; the header has {}", Count(row.fields.size(), "field"), columns_.size()));
    }
    if (!reasons_.empty()) table_.rejected.push_back({row.line, row.fields.front(), reasons_});
  }

  FigureTable Take() { return std::move(table_); }

 private:
  std::string_view Cell(const CsvRow& row, std::string_view column) const {
    const std::optional<std::size_t> index = columns_.Find(column);
    return index ? TrimBlanks(row.fields[*index]) : std::string_view();
  }

  // The value, or nothing after its reason was kept.
  template <typename T>
  std::optional<T> Keep(Result<T> result) {
    if (result) return std::move(*result);
    reasons_.push_back(result.error().message);
    return std::nullopt;
  }

  void Figure(const CsvRow& row) {
    const Measure* measure = FindMeasure(Cell(row, kMeasure));
    const std::optional<FigureKind> kind = Keep(ReadReportedFigure(Cell(row, kFigure)));
    const std::optional<Month> month = Keep(ReadMonth(Cell(row, kMonth)));
    if (!measure) return;
    if (const auto unknown = WhyFiguresAreUnknown(portfolio_, *measure)) {
      reasons_.push_back(unknown->message);
      return;
    }
    const auto effect = Keep(FindReportedEffect(portfolio_, *measure, Cell(row, kEffect)));
    if (!effect) return;
    const std::optional<std::string> amount = Keep(ReadAmount(Cell(row, kValue), *(*effect)->currency));
    if (!kind || !month || !amount) return;
    const FigureChange change{*effect, *kind, *month, *amount};
    if (auto reason = WhyRefused(portfolio_, *measure, change, as_of_)) return reasons_.push_back(*reason);
    Add(row.line, *measure, change);
  }

  const Measure* FindMeasure(std::string_view id) {
    const Text known = portfolio_.texts.Find(id);
    if (!known.empty() && portfolio_.unreadable_measures.contains(known)) {
      reasons_.push_back(fmt::format("measure '{}' can't be read; 'cat4 check' says why", Printable(id)));
      return nullptr;
    }
    const Measure* measure = known.empty() ? nullptr : portfolio_.FindMeasure(known);
    if (!measure) {
      const std::string nearest = NearestId(id);
      reasons_.push_back(fmt::format("there is no measure '{}'{}", Printable(id),
                                     nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest)));
    }
    return measure;
  }

  // A table of another organization would be compared with every id, row by row.
  std::string NearestId(std::string_view id) {
    constexpr int kMaxSuggestions = 20;
    if (++suggestions_ > kMaxSuggestions) return {};
    std::vector<std::string_view> ids;
    for (const Measure& measure : portfolio_.measures) ids.push_back(measure.id->view());
    return std::string(NearestWord(id, ids));
  }

  void Add(std::size_t line, const Measure& measure, const FigureChange& change) {
    const auto [first, fresh] =
        cells_.emplace(std::tuple(change.effect, change.kind, change.month), table_.rows.size());
    if (fresh) return table_.rows.push_back({line, &measure, change});
    const FigureRow& earlier = table_.rows[first->second];
    if (SameAmount(earlier.change.amount, change.amount)) return;
    reasons_.push_back(fmt::format("{} here, but {} on line {} for the same month; wanted one value",
                                   change.amount, earlier.change.amount, earlier.line));
  }

  const Portfolio& portfolio_;
  const Columns& columns_;
  Date as_of_;
  FigureTable table_;
  std::vector<std::string> reasons_;                                           // of the row
  std::map<std::tuple<const Effect*, FigureKind, Month>, std::size_t> cells_;  // to the row that came first
  int suggestions_ = 0;
};

}  // namespace

Result<FigureTable> ReadFigureTable(std::string_view csv, const Portfolio& portfolio, Date as_of) {
  const Result<std::vector<CsvRow>> rows = ReadRows(csv, SeparatorOf(csv));
  if (!rows) return tl::unexpected(rows.error());
  const Result<Columns> columns = Columns::Read(rows->front());
  if (!columns) return tl::unexpected(columns.error());
  if (const Result<void> known = CheckColumns(*columns); !known) return tl::unexpected(known.error());
  if (rows->size() == 1) return Fail("there is no row below the names of the columns; nothing to write");
  TableReader reader(portfolio, *columns, as_of);
  for (std::size_t i = 1; i < rows->size(); ++i) reader.Row((*rows)[i]);
  return reader.Take();
}

}  // namespace cat4
