#include "exchange/columns.h"

#include <algorithm>
#include <map>
#include <set>

#include "cat4/base/text.h"

#include "yaml/emit.h"

namespace cat4 {
namespace {

// Trimmed, on one line, in normal form C: so that a mapping can name it.
std::string NameIn(std::string_view field) {
  std::string name;
  for (const char c : field) {
    const bool line_end = c == '\n' || c == '\r';
    if (!line_end) name += c;
    if (line_end && !name.ends_with(' ')) name += ' ';
  }
  return ToNfc(TrimBlanks(name));
}

// The column's name with as few characters replaced as make it a key: keys are never quoted, so it has to be
// plain.
std::string LabelKeyOf(std::string_view name) {
  std::string key;
  for (std::size_t i = 0; i < name.size();) {
    const CodePoint point = DecodeUtf8(name, i);
    const bool last = i + point.size == name.size();
    const bool colon = point.value == ':' && (last || name[i + 1] == ' ');
    const bool comment = point.value == '#' && i > 0 && name[i - 1] == ' ';
    if (colon || comment || IsInvisibleControl(point.value)) {
      key += '_';
    } else {
      key.append(name.substr(i, point.size));
    }
    i += point.size;
  }
  return IsPlainYaml(key) ? key : "_" + key;
}

}  // namespace

Result<std::vector<CsvRow>> ReadRows(std::string_view csv, char separator) {
  if (const std::size_t bad = FindInvalidUtf8(csv); bad != std::string_view::npos) {
    const auto line = std::count(csv.begin(), csv.begin() + static_cast<std::ptrdiff_t>(bad), '\n') + 1;
    return Fail("line {}: byte 0x{:02X} is not UTF-8; wanted a csv in UTF-8", line,
                static_cast<unsigned char>(csv[bad]));
  }
  Result<std::vector<CsvRow>> rows = ParseCsv(csv, separator);
  if (rows && rows->empty()) return Fail("the csv is empty; wanted a line with the names of its columns");
  return rows;
}

Result<Columns> Columns::Read(const CsvRow& header) {
  constexpr std::size_t kMaxColumns = 4096;  // a measure's file holds at most kMaxNodes values
  constexpr std::size_t kMaxName = 512;      // YAML wants keys below 1024 characters
  if (header.fields.size() > kMaxColumns) {
    return Fail("the csv has {} columns; wanted at most {}", header.fields.size(), kMaxColumns);
  }
  Columns columns;
  for (const std::string& field : header.fields) {
    std::string name = NameIn(field);
    const std::size_t number = columns.size() + 1;
    if (name.size() > kMaxName) {
      return Fail("the name of column {} has {} bytes; wanted at most {}", number, name.size(), kMaxName);
    }
    if (name.empty()) name = fmt::format("column_{}", number);
    if (const auto first = columns.Find(name)) {
      return Fail("columns {} and {} are both named '{}'; wanted names that differ", *first + 1, number,
                  Printable(name));
    }
    columns.names_.push_back(std::move(name));
  }
  return columns;
}

std::optional<std::size_t> Columns::Find(std::string_view name) const {
  const auto found = std::ranges::find(names_, name);
  if (found == names_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names_.begin());
}

void Columns::Check(const Mapping& mapping, Findings& findings) const {
  const std::vector<std::string_view> names(names_.begin(), names_.end());
  for (const Located<Text>& column : mapping.Columns()) {
    if (Find(column->view())) continue;
    const std::string_view nearest = NearestWord(column->view(), names);
    findings
        .Report(RuleId::kInvalidValue, column.span, "the csv has no column '{}'{}", column->view(),
                nearest.empty() ? "" : fmt::format("; did you mean '{}'?", Printable(nearest)))
        .Help("its columns: {}", Printable(Join(names, ", ")));
  }
}

Result<std::vector<LabelColumn>> Columns::Labels(const Mapping& mapping) const {
  std::set<std::size_t> chosen;
  std::vector<LabelColumn> labels;
  const auto add = [&](std::size_t index) {
    if (chosen.insert(index).second) labels.push_back({index, LabelKeyOf(names_[index])});
  };
  if (mapping.labels) {
    for (const Located<Text>& column : *mapping.labels) add(*Find(column->view()));
  } else {
    for (const Located<Text>& column : mapping.Columns()) chosen.insert(*Find(column->view()));
    for (std::size_t i = 0; i < names_.size(); ++i) add(i);
  }
  std::map<std::string_view, std::size_t> keys;
  for (const LabelColumn& label : labels) {
    const auto [first, fresh] = keys.emplace(label.key, label.index);
    if (fresh) continue;
    return Fail("columns '{}' and '{}' both make the label '{}'; wanted names that differ",
                Printable(names_[first->second]), Printable(names_[label.index]), label.key);
  }
  return labels;
}

}  // namespace cat4
