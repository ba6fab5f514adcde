#include "exchange/write_tree.h"

#include "cat4/model/file_kind.h"

#include "yaml/emit.h"

namespace cat4 {
namespace {

class Writer {
 public:
  explicit Writer(FileKind kind) : out_(Modeline(kind)) {}

  // `key: text`, unless there is no text.
  void Field(std::string_view key, std::string_view text, std::size_t indent = 0) {
    if (text.empty()) return;
    Line(indent, fmt::format("{}: {}", key, YamlProse(text, indent + 2)));
  }
  // Text that needs no quotes for what it is: a number, date or month of the format.
  void Line(std::size_t indent, std::string_view text) { out_.append(indent, ' ').append(text) += '\n'; }

  std::string Take() { return std::move(out_); }

 private:
  std::string out_;
};

void WriteTags(const std::vector<std::string>& tags, Writer& out) {
  if (tags.empty()) return;
  std::vector<std::string> scalars;
  for (const std::string& tag : tags) scalars.push_back(YamlScalar(tag, YamlPlace::kFlow));
  out.Line(0, fmt::format("tags: [{}]", fmt::join(scalars, ", ")));
}

void WriteStatus(const ImportedMeasure& measure, Writer& out) {
  const std::string& implementation = measure.field(MappedField::kImplementation);
  const std::string& comment = measure.field(MappedField::kComment);
  const std::string& on = measure.field(MappedField::kOn);
  if (implementation.empty() && comment.empty() && on.empty()) return;
  out.Line(0, "status:");
  out.Field("implementation", implementation, 2);
  out.Field("comment", comment, 2);
  if (!on.empty()) out.Line(2, "on: " + on);
}

void WriteMonth(const ImportedMonth& month, Writer& out) {
  std::vector<std::string> cells;
  const auto add = [&](std::string_view key, std::string_view amount) {
    if (!amount.empty()) cells.push_back(fmt::format("{}: {}", key, amount));
  };
  add("plan", month.plan);
  add("forecast", month.forecast);
  add("actual", month.actual);
  out.Line(6, fmt::format("{}: {{{}}}", FormatMonth(month.month), fmt::join(cells, ", ")));
}

void WriteEffects(const std::vector<ImportedEffect>& effects, Writer& out) {
  if (!effects.empty()) out.Line(0, "effects:");
  for (const ImportedEffect& effect : effects) {
    const EffectMapping& mapping = *effect.mapping;
    out.Line(2, "- id: " + YamlScalar(mapping.id->view()));
    out.Field("kind", Name(*mapping.kind), 4);
    out.Field("nature", Name(*mapping.nature), 4);
    if (mapping.class_) out.Field("class", Name(*mapping.class_), 4);
    if (mapping.currency) out.Field("currency", mapping.currency->code(), 4);
    out.Line(4, "months:");
    for (const ImportedMonth& month : effect.months) WriteMonth(month, out);
  }
}

void WriteLabels(const std::vector<ImportedLabel>& labels, Writer& out) {
  if (!labels.empty()) out.Line(0, "labels:");
  for (const ImportedLabel& label : labels) out.Field(label.key, label.value, 2);
}

}  // namespace

std::string OrganizationFile(const Organization& organization) {
  Writer out(FileKind::kOrganization);
  out.Line(0, "format: 1");
  out.Field("id", organization.id->view());
  out.Field("name", organization.name->view());
  out.Field("currency", organization.currency->code());
  if (organization.fiscal_year_start) {
    out.Line(0, fmt::format("fiscal_year_start: {}", *organization.fiscal_year_start));
  }
  out.Line(0, "legal_entities: []");
  return out.Take();
}

std::string ContainerFile(const ImportedContainer& container) {
  Writer out(FindFileKind(Name(container.level))->kind);
  out.Field("id", container.id);
  out.Field("name", container.name);
  out.Field("prefix", container.prefix);
  return out.Take();
}

std::string MeasureFile(const ImportedMeasure& measure) {
  Writer out(FileKind::kMeasure);
  out.Field("id", measure.id);
  for (auto field = MappedField::kTitle; field <= MappedField::kState;) {
    out.Field(NameOf(field), measure.field(field));
    field = static_cast<MappedField>(static_cast<int>(field) + 1);
  }
  WriteTags(measure.tags, out);
  WriteStatus(measure, out);
  WriteEffects(measure.effects, out);
  WriteLabels(measure.labels, out);
  out.Field("notes", measure.field(MappedField::kNotes));
  out.Line(0, "decisions: []");
  return out.Take();
}

}  // namespace cat4
