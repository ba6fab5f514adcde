// The header of a csv.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/base/csv.h"

#include "exchange/mapping.h"

namespace cat4 {

struct LabelColumn {
  std::size_t index = 0;
  std::string key;  // the label's
};

// The rows of a csv in UTF-8, at least one; the first is the header.
Result<std::vector<CsvRow>> ReadRows(std::string_view csv, char separator);

class Columns {
 public:
  // Fails if the names can't be told apart.
  static Result<Columns> Read(const CsvRow& header);

  std::size_t size() const { return names_.size(); }
  const std::string& name(std::size_t index) const { return names_[index]; }
  std::optional<std::size_t> Find(std::string_view name) const;

  // Reports every column that the mapping names and the csv lacks.
  void Check(const Mapping& mapping, Findings& findings) const;

  // The columns that become labels, in the order of the mapping's list or else of the csv. Fails if two of
  // them make the same key. Every column that the mapping names is there.
  Result<std::vector<LabelColumn>> Labels(const Mapping& mapping) const;

 private:
  std::vector<std::string>
      names_;  // trimmed, on one line, in normal form C; "column_5" for a fifth one without a name
};

}  // namespace cat4
