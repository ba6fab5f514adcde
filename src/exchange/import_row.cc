#include "exchange/import_row.h"

#include <algorithm>

#include "cat4/base/text.h"
#include "cat4/exchange/import_ids.h"

namespace cat4 {
namespace {

constexpr std::string_view kLineEnds = "\r\n";

std::string Quoted(std::string_view text) {
  constexpr std::size_t kLongest = 60;
  return "'" + CutToWidth(Printable(text), kLongest) + "'";
}

std::string WithLineFeeds(std::string_view text) {
  std::string lines;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 2) != "\r\n") lines += text[i];
  }
  return lines;
}

std::string_view TrimLines(std::string_view text) {
  constexpr std::string_view kOuter = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kOuter);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kOuter) - first + 1);
}

std::string CellText(std::string_view field, ShapeKind kind) {
  if (kind != ShapeKind::kProse) return ToNfc(TrimBlanks(field));
  return ToNfc(TrimLines(WithLineFeeds(field)));
}

// The format's own judgement of a cell. True if it may be written as it stands.
bool Allowed(std::string_view column, std::string_view text, const Shape& shape, Reasons& reasons) {
  if (shape.kind != ShapeKind::kProse && text.find_first_of(kLineEnds) != std::string_view::npos) {
    reasons.Add(
        fmt::format("{} is {}, which has a line break; wanted one line", Quoted(column), Quoted(text)));
    return false;
  }
  Node node;
  node.kind = NodeKind::kScalar;
  node.key = column;
  node.text = text;
  node.span = Span(1, 0, 1);  // no file: only the message is kept
  const Document none;
  TextPool texts;
  Findings findings;
  Decoder decoder(none, {}, 1, texts, findings);
  Located<Text> ignored;
  if (DecodeAsWritten(decoder, node, shape, ignored)) return true;
  for (const Finding& finding : findings.all()) reasons.Add(finding.message);
  return false;
}

// What stands in the file for a cell: the mapping's text for it, or its own, as an id where one is wanted.
std::string FieldText(std::string_view column, std::string_view cell, const CellSource& source,
                      const Shape& shape, Reasons& reasons) {
  if (cell.empty()) return {};
  if (!source.values.empty()) {
    const auto value = std::ranges::find(source.values, cell, &CellValue::cell);
    if (value != source.values.end()) return std::string(value->text);
    std::vector<std::string_view> known;
    for (const CellValue& each : source.values) known.push_back(each.cell);
    reasons.Add(fmt::format("{} is {}; wanted {}{}", Quoted(column), Quoted(cell),
                            known.size() > 1 ? "one of " : "", Join(known, ", ")));
    return {};
  }
  if (shape.kind != ShapeKind::kId)
    return Allowed(column, cell, shape, reasons) ? std::string(cell) : std::string();
  if (!Allowed(column, cell, kTextShape, reasons)) return {};
  const std::string id = ReferenceOf(cell, shape.id);
  if (IsId(id, shape.id)) return id;
  reasons.Add(fmt::format("{} is {}, which makes no id; wanted {}", Quoted(column), Quoted(cell),
                          DescribeId(shape.id)));
  return {};
}

bool IsRequired(TextField field) {
  return field == TextField::kTitle || field == TextField::kStage || field == TextField::kState;
}

// What a mapping need not say: a measure that is imported is new, and goes on.
std::string_view DefaultOf(TextField field) {
  if (field == TextField::kStage) return ShapeOf(field).words().front();
  return field == TextField::kState ? Name(State::kActive) : std::string_view();
}

}  // namespace

void Reasons::Add(std::string reason) {
  if (std::ranges::find(reasons_, reason) == reasons_.end()) reasons_.push_back(std::move(reason));
}

ImportedMeasure RowReader::Read(const CsvRow& row, Reasons& reasons) const {
  ImportedMeasure measure;
  measure.id = Id(row, reasons);
  for (std::size_t i = 0; i < kTextFieldCount; ++i) Field(row, static_cast<TextField>(i), measure, reasons);
  for (const EffectMapping& mapping : mapping_.effects) {
    ImportedEffect effect = Effect(row, mapping, reasons);
    if (!effect.months.empty()) measure.effects.push_back(std::move(effect));
  }
  for (const LabelColumn& label : labels_) {
    std::string value = Line(row, columns_.name(label.index), reasons);
    if (!value.empty()) measure.labels.push_back({label.key, std::move(value)});
  }
  return measure;
}

std::string RowReader::Line(const CsvRow& row, std::string_view column, Reasons& reasons) const {
  std::string cell = CellText(row.fields[*columns_.Find(column)], ShapeKind::kText);
  if (cell.empty() || Allowed(column, cell, kTextShape, reasons)) return cell;
  return {};
}

std::string RowReader::Id(const CsvRow& row, Reasons& reasons) const {
  const std::string_view column = mapping_.id->view();
  const std::string cell = CellText(row.fields[*columns_.Find(column)], ShapeKind::kText);
  if (cell.empty()) reasons.Add(fmt::format("{} is empty; wanted an id", Quoted(column)));
  if (cell.empty() || !Allowed(column, cell, kTextShape, reasons)) return {};
  const Located<Text>& prefix = mapping_.level(Level::kPackage).prefix;
  std::string id = MeasureIdOf(cell, prefix->view());
  if (IsId(id, IdForm::kMeasure)) return id;
  const bool lacks_prefix = !id.empty() && !prefix && IsId("X-" + id, IdForm::kMeasure);
  reasons.Add(fmt::format("{} is {}, which makes {}; wanted {}{}", Quoted(column), Quoted(cell),
                          id.empty() ? "no id" : Quoted(id), DescribeId(IdForm::kMeasure),
                          lacks_prefix ? " (a 'prefix' of the package would go before it)" : ""));
  return {};
}

void RowReader::Field(const CsvRow& row, TextField field, ImportedMeasure& out, Reasons& reasons) const {
  const CellSource& source = mapping_.source(field);
  std::string& text = out.field(field);
  if (field == TextField::kTags) return Tags(row, out, reasons);
  if (!source.column) {
    text = source.value ? source.value->view() : DefaultOf(field);
    return;
  }
  const std::string_view column = source.column->view();
  const Shape& shape = ShapeOf(field);
  const std::string cell = CellText(row.fields[*columns_.Find(column)], shape.kind);
  const std::size_t before = reasons.all().size();
  text = FieldText(column, cell, source, shape, reasons);
  if (!text.empty() || !IsRequired(field) || reasons.all().size() > before) return;
  reasons.Add(cell.empty() ? fmt::format("{} is empty; wanted a {}", Quoted(column), NameOf(field))
                           : fmt::format("{} is {}, which stands for nothing; wanted a {}", Quoted(column),
                                         Quoted(cell), NameOf(field)));
}

void RowReader::Tags(const CsvRow& row, ImportedMeasure& out, Reasons& reasons) const {
  const CellSource& source = mapping_.source(TextField::kTags);
  if (!source) return;
  const std::string cell = source.column
                               ? CellText(row.fields[*columns_.Find(source.column->view())], ShapeKind::kText)
                               : std::string(source.value->view());
  const std::string_view name = source.column ? source.column->view() : NameOf(TextField::kTags);
  std::vector<std::string_view> tags = {cell};
  if (source.split) tags = Split(cell, source.split->view().front());
  for (const std::string_view tag : tags) {
    std::string text = FieldText(name, TrimBlanks(tag), source, kTextShape, reasons);
    if (!text.empty()) out.tags.push_back(std::move(text));
  }
}

ImportedEffect RowReader::Effect(const CsvRow& row, const EffectMapping& mapping, Reasons& reasons) const {
  ImportedEffect effect{&mapping, {}};
  const Currency currency = mapping_.CurrencyOf(mapping);
  for (const MonthMapping& columns : mapping.months) {
    ImportedMonth month{*columns.month, AmountOf(row, columns.plan, currency, reasons),
                        AmountOf(row, columns.forecast, currency, reasons),
                        AmountOf(row, columns.actual, currency, reasons)};
    const bool empty = month.plan.empty() && month.forecast.empty() && month.actual.empty();
    if (!empty) effect.months.push_back(std::move(month));
  }
  return effect;
}

std::string RowReader::AmountOf(const CsvRow& row, const Located<Text>& column, Currency currency,
                                Reasons& reasons) const {
  if (!column) return {};
  std::string cell = CellText(row.fields[*columns_.Find(column->view())], ShapeKind::kAmount);
  if (cell.empty() || !Allowed(column->view(), cell, kAmountShape, reasons)) return {};
  constexpr int kAnyScale = 18;
  const std::optional<Decimal> amount = ParseDecimal(cell, kAnyScale);
  if (amount && Rescale(*amount, currency.exponent())) return cell;
  const std::string_view unit = currency.unit();
  if (amount && amount->scale > currency.exponent()) {
    reasons.Add(fmt::format("{} is {} with {}; {} has at most {}", Quoted(column->view()), Quoted(cell),
                            Count(amount->scale, "decimal"), unit, currency.exponent()));
  } else {
    reasons.Add(fmt::format("{} is {}, too large to be kept in the smallest unit of {}",
                            Quoted(column->view()), Quoted(cell), unit));
  }
  return {};
}

}  // namespace cat4
