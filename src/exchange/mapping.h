// The mapping file: which column of a table becomes which field of a measure.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "cat4/exchange/tree_files.h"
#include "cat4/model/portfolio.h"

#include "model/decode.h"

namespace cat4 {

const Shape& ShapeOf(TextField field);  // what the format lets it hold

// `cell: text`; no text leaves the field out.
struct CellValue {
  std::string_view cell, text;
};

// Where a field's text comes from: a column or a constant. Absent if the span is nowhere.
struct CellSource {
  Located<Text> column, value, split;
  std::vector<CellValue> values;  // of the column's cells; none: cells are taken as they are
  Span span;

  explicit operator bool() const { return span.valid(); }
};

// A level of containers: one for each text of a column, or the same for all rows.
struct LevelMapping {
  Located<Text> column, id, name;
  Located<Text> prefix;  // package only
  Span span;
};

struct MonthMapping {  // columns
  Located<Month> month;
  Located<Text> plan, forecast, actual;
};
struct EffectMapping {
  Located<Text> id;
  Located<EffectKind> kind;
  Located<Nature> nature;
  Located<EffectClass> class_;
  Located<Currency> currency;
  std::vector<MonthMapping> months;  // in the order of time
  Span span;
};

struct Mapping {
  TextPool texts;
  char separator = ',';
  Organization organization;  // its id, name, currency and fiscal_year_start
  std::array<LevelMapping, 4> levels;
  Located<Text> id;  // the column of measure ids
  std::array<CellSource, kTextFieldCount> fields;
  std::vector<EffectMapping> effects;
  std::optional<std::vector<Located<Text>>> labels;  // columns; absent: every column not named elsewhere

  const CellSource& source(TextField field) const { return fields[static_cast<std::size_t>(field)]; }
  const LevelMapping& level(Level level) const { return levels[static_cast<std::size_t>(level) - 1]; }
  Currency CurrencyOf(const EffectMapping& effect) const;  // none for fte
  std::vector<Located<Text>> Columns() const;  // every column that is named, some of them several times
};

// Reports what is wrong. `out` holds what could be read; it is usable if nothing was reported.
void ReadMapping(FileId file, std::string_view bytes, Mapping& out, Findings& findings);

// As Decoder::Decode for any one scalar that a mapping can fill: the text as written, if the shape lets it
// be.
bool DecodeAsWritten(Decoder& decoder, const Node& node, const Shape& shape, Located<Text>& out);

}  // namespace cat4
