#include "exchange/amount_table.h"

#include <algorithm>

#include "cat4/base/text.h"
#include "cat4/model/figure_change.h"

namespace cat4 {
namespace {

// No name of a column holds a separator, so whichever stands in the header is it.
char SeparatorOf(std::string_view csv) {
  const std::string_view header = csv.substr(0, csv.find('\n'));
  for (const char separator : {';', '\t'}) {
    if (header.find(separator) != std::string_view::npos) return separator;
  }
  return ',';
}

Result<void> CheckColumns(const Columns& columns, std::span<const std::string_view> wanted) {
  const std::string known = Join(wanted, ", ");
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (std::ranges::find(wanted, columns.name(i)) != wanted.end()) continue;
    const std::string_view nearest = NearestWord(columns.name(i), wanted);
    return Fail("line 1: unknown column '{}'{}; known: {}", Printable(columns.name(i)),
                nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest), known);
  }
  for (const std::string_view column : wanted) {
    if (column != kEffectColumn && !columns.Find(column)) {
      return Fail("line 1: there is no column '{}'; wanted {}", column, known);
    }
  }
  return {};
}

}  // namespace

Result<AmountTable> AmountTable::Read(std::string_view csv, std::span<const std::string_view> columns) {
  Result<std::vector<CsvRow>> rows = ReadRows(csv, SeparatorOf(csv));
  if (!rows) return tl::unexpected(rows.error());
  Result<Columns> header = Columns::Read(rows->front());
  if (!header) return tl::unexpected(header.error());
  if (const Result<void> known = CheckColumns(*header, columns); !known) return tl::unexpected(known.error());
  if (rows->size() == 1) return Fail("there is no row below the names of the columns");
  return AmountTable(std::move(*rows), std::move(*header));
}

bool AmountTable::Next() {
  for (KeepReasons(); ++at_ < rows_.size(); KeepReasons()) {
    const std::size_t fields = rows_[at_].fields.size();
    if (fields == columns_.size()) return true;
    Reject(fmt::format("{}; the header has {}", Count(fields, "field"), columns_.size()));
  }
  return false;
}

void AmountTable::KeepReasons() {
  if (reasons_.empty()) return;
  rejected_.push_back({line(), rows_[at_].fields.front(), std::move(reasons_)});
  reasons_.clear();
}

std::string_view AmountTable::Cell(std::string_view column) const {
  const std::optional<std::size_t> index = columns_.Find(column);
  return index ? TrimBlanks(rows_[at_].fields[*index]) : std::string_view();
}

std::optional<NamedAmount> AmountTable::ReadNamed(const Portfolio& portfolio,
                                                  std::string_view amount_column) {
  const Measure* measure = FindMeasure(portfolio);
  const std::optional<Month> month = Keep(ReadMonth(Cell(kMonthColumn)));
  if (!measure) return std::nullopt;
  if (const auto unknown = WhyFiguresAreUnknown(portfolio, *measure)) {
    Reject(unknown->message);
    return std::nullopt;
  }
  const auto effect = Keep(FindReportedEffect(portfolio, *measure, Cell(kEffectColumn)));
  if (!effect) return std::nullopt;
  const std::optional<Decimal> amount = Keep(ReadAmount(Cell(amount_column), *(*effect)->currency));
  if (!month || !amount) return std::nullopt;
  return NamedAmount{measure, *effect, *month, *amount};
}

const Measure* AmountTable::FindMeasure(const Portfolio& portfolio) {
  const std::string_view id = Cell(kMeasureColumn);
  const Text known = portfolio.texts.Find(id);
  if (!known.empty() && portfolio.unreadable_measures.contains(known)) {
    Reject(fmt::format("measure '{}' can't be read; 'cat4 check' says why", Printable(id)));
    return nullptr;
  }
  const Measure* measure = known.empty() ? nullptr : portfolio.FindMeasure(known);
  if (!measure) {
    const std::string nearest = NearestId(portfolio, id);
    Reject(fmt::format("there is no measure '{}'{}", Printable(id),
                       nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest)));
  }
  return measure;
}

// A table of another organization would be compared with every id, row by row.
std::string AmountTable::NearestId(const Portfolio& portfolio, std::string_view id) {
  constexpr int kMaxSuggestions = 20;
  if (++suggestions_ > kMaxSuggestions) return {};
  std::vector<std::string_view> ids;
  for (const Measure& measure : portfolio.measures) ids.push_back(measure.id->view());
  return std::string(NearestWord(id, ids));
}

}  // namespace cat4
