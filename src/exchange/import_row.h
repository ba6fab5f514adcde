// One row of a csv as one measure.
#pragma once

#include <string>
#include <vector>

#include "exchange/columns.h"

namespace cat4 {

struct ImportedMonth {
  Month month{};
  std::string plan, forecast, actual;  // amounts as written; empty: not there
};
struct ImportedEffect {
  const EffectMapping* mapping = nullptr;
  std::vector<ImportedMonth> months;  // none is empty
};
struct ImportedLabel {
  std::string key, value;
};

struct ImportedMeasure : MeasureText {
  std::vector<ImportedEffect> effects;  // those with an amount
  std::vector<ImportedLabel> labels;
};

// Why a row is left out; each reason once.
class Reasons {
 public:
  void Add(std::string reason);
  const std::vector<std::string>& all() const { return reasons_; }

 private:
  std::vector<std::string> reasons_;
};

// Reads rows that have as many fields as there are columns. What it is made of must outlive it.
class RowReader {
 public:
  RowReader(const Mapping& mapping, const Columns& columns, const std::vector<LabelColumn>& labels)
      : mapping_(mapping), columns_(columns), labels_(labels) {}

  // The whole row; complete if no reason was added.
  ImportedMeasure Read(const CsvRow& row, Reasons& reasons) const;

  // The text of a column where one line is wanted: trimmed, in normal form C. Empty where the format refuses
  // it.
  std::string Line(const CsvRow& row, std::string_view column, Reasons& reasons) const;

 private:
  std::string Id(const CsvRow& row, Reasons& reasons) const;
  void Field(const CsvRow& row, TextField field, ImportedMeasure& out, Reasons& reasons) const;
  void Tags(const CsvRow& row, ImportedMeasure& out, Reasons& reasons) const;
  ImportedEffect Effect(const CsvRow& row, const EffectMapping& mapping, Reasons& reasons) const;
  std::string AmountOf(const CsvRow& row, const Located<Text>& column, Currency currency,
                       Reasons& reasons) const;

  const Mapping& mapping_;
  const Columns& columns_;
  const std::vector<LabelColumn>& labels_;
};

}  // namespace cat4
