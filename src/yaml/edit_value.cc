#include "yaml/edit_value.h"

#include <fmt/format.h>

namespace cat4 {
namespace {

std::string BlockLines(const EditValue& value, std::size_t column) {
  std::string lines;
  const std::string margin = '\n' + std::string(column, ' ');
  for (const EditEntry& entry : value.entries()) {
    lines += margin;
    lines += value.kind() == EditValue::Kind::kMap ? entry.key + ':' + BehindColon(entry.value, column)
                                                   : '-' + BehindDash(entry.value, column, 1);
  }
  return lines;
}

}  // namespace

EditValue::EditValue(Kind kind, YamlLayout layout) : kind_(kind), layout_(layout) {}

EditValue EditValue::Text(std::string text) {
  EditValue value(Kind::kText, YamlLayout::kFlow);
  value.text_ = std::move(text);
  return value;
}

EditValue EditValue::Literal(std::string token) {
  EditValue value(Kind::kLiteral, YamlLayout::kFlow);
  value.text_ = std::move(token);
  return value;
}

EditValue EditValue::Map(YamlLayout layout, std::vector<EditEntry> entries) {
  EditValue value(Kind::kMap, layout);
  value.entries_ = std::move(entries);
  return value;
}

EditValue EditValue::List(YamlLayout layout, std::vector<EditValue> items) {
  EditValue value(Kind::kList, layout);
  for (EditValue& item : items) value.entries_.push_back({"", std::move(item)});
  return value;
}

EditValue EditValue::In(YamlLayout layout) const {
  EditValue copy = *this;
  copy.layout_ = layout;
  return copy;
}

bool TakesLines(const EditValue& value) {
  return value.layout() != YamlLayout::kFlow && !value.entries().empty();
}

std::string InlineYaml(const EditValue& value, YamlPlace place) {
  if (value.kind() == EditValue::Kind::kText) return YamlScalar(value.text(), place);
  if (value.kind() == EditValue::Kind::kLiteral) return value.text();
  const bool map = value.kind() == EditValue::Kind::kMap;
  std::string text(1, map ? '{' : '[');
  for (const EditEntry& entry : value.entries()) {
    if (text.size() > 1) text += ", ";
    if (map) text += entry.key + ": ";
    text += InlineYaml(entry.value, YamlPlace::kFlow);
  }
  return text + (map ? '}' : ']');
}

std::string BehindColon(const EditValue& value, std::size_t column) {
  if (TakesLines(value)) return BlockLines(value, column + 2);
  if (value.kind() == EditValue::Kind::kText) return ' ' + YamlProse(value.text(), column + 2);
  return ' ' + InlineYaml(value, YamlPlace::kBlock);
}

std::string BehindDash(const EditValue& value, std::size_t column, std::size_t gap) {
  if (!TakesLines(value)) return std::string(gap, ' ') + InlineYaml(value, YamlPlace::kBlock);
  const std::size_t inner = column + 1 + gap;
  return std::string(gap, ' ') + BlockLines(value, inner).substr(1 + inner);
}

}  // namespace cat4
