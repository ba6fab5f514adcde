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
  // `key: [text, text]`, unless there is none.
  void List(std::string_view key, const std::vector<std::string>& texts) {
    if (texts.empty()) return;
    std::vector<std::string> scalars;
    for (const std::string& text : texts) scalars.push_back(YamlScalar(text, YamlPlace::kFlow));
    Line(0, fmt::format("{}: [{}]", key, fmt::join(scalars, ", ")));
  }
  // Text that needs no quotes for what it is: a number, date or month of the format.
  void Line(std::size_t indent, std::string_view text) { out_.append(indent, ' ').append(text) += '\n'; }

  std::string Take() { return std::move(out_); }

 private:
  std::string out_;
};

// Everything up to the tags.
void WriteHead(const MeasureText& measure, Writer& out) {
  out.Field("id", measure.id);
  for (auto field = TextField::kTitle; field <= TextField::kState;) {
    out.Field(NameOf(field), measure.field(field));
    field = static_cast<TextField>(static_cast<int>(field) + 1);
  }
  out.List(NameOf(TextField::kTags), measure.tags);
}

void WriteStatus(const ImportedMeasure& measure, Writer& out) {
  const std::string& implementation = measure.field(TextField::kImplementation);
  const std::string& comment = measure.field(TextField::kComment);
  const std::string& on = measure.field(TextField::kOn);
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

// Comments: the file says nothing that its author has not said.
void WriteOutline(const Outline& outline, Writer& out) {
  const Month due = MonthFromIndex(MonthIndex(outline.start) - 1);
  const Month second = MonthFromIndex(MonthIndex(outline.start) + 1);
  out.Line(0, fmt::format(R"(# milestones:
#   - {{id: m1, title: What is done by then, due: {0}}}
# effects:
#   - id: {1}
#     kind: {1}
#     nature: recurring
#     baseline: {{amount: 0, source: Cost centre and year}}
#     months:
#       {2}: {{plan: 0}}
#       {3}: {{plan: 0}})",
                          FormatDate(LastDayOf(due)), Name(outline.effect), FormatMonth(outline.start),
                          FormatMonth(second)));
}

void WriteKeys(const std::vector<std::string>& keys, Writer& out) {
  if (!keys.empty()) out.Line(0, "keys:");
  for (const std::string& key : keys) out.Line(2, "- key: " + YamlScalar(key));
}

// Without quotes if it is a number; anything else is for the check to refuse.
std::string NumberScalar(std::string_view text) {
  const bool digits = text.find_first_not_of("0123456789") == std::string_view::npos;
  return digits ? std::string(text) : YamlScalar(text);
}

}  // namespace

std::string OrganizationFile(const OrganizationText& organization) {
  Writer out(FileKind::kOrganization);
  out.Line(0, "format: 1");
  out.Field("id", organization.id);
  out.Field("name", organization.name);
  out.Field("currency", organization.currency);
  if (!organization.fiscal_year_start.empty())
    out.Line(0, "fiscal_year_start: " + organization.fiscal_year_start);
  out.Line(0, "legal_entities: []");
  return out.Take();
}

std::string ContainerFile(const ContainerText& container) {
  Writer out(FindFileKind(Name(container.level))->kind);
  out.Field("id", container.id);
  out.Field("name", container.name);
  out.Field("description", container.description);
  out.Field("lead", container.lead);
  out.Field("sponsor", container.sponsor);
  out.Field("legal_entity", container.legal_entity);
  out.Field("business_unit", container.business_unit);
  out.Field("function", container.function);
  out.Field("steering_committee", container.steering_committee);
  out.Field("currency", container.currency);
  out.Field("prefix", container.prefix);
  return out.Take();
}

std::string MeasureFile(const ImportedMeasure& measure) {
  Writer out(FileKind::kMeasure);
  WriteHead(measure, out);
  WriteStatus(measure, out);
  WriteEffects(measure.effects, out);
  WriteLabels(measure.labels, out);
  out.Field("notes", measure.field(TextField::kNotes));
  out.Line(0, "decisions: []");
  return out.Take();
}

std::string MeasureFile(const MeasureText& measure, const Outline& outline) {
  Writer out(FileKind::kMeasure);
  WriteHead(measure, out);
  WriteOutline(outline, out);
  out.Line(0, "decisions: []");
  return out.Take();
}

std::string PersonFile(const PersonText& person) {
  Writer out(FileKind::kPerson);
  out.Field("id", person.id);
  out.Field("name", person.name);
  out.Field("email", person.email);
  out.List("roles", person.roles);
  out.List("legal_entities", person.legal_entities);
  out.List("deputies", person.deputies);
  WriteKeys(person.keys, out);
  return out.Take();
}

std::string CommitteeFile(const CommitteeText& committee) {
  Writer out(FileKind::kCommittee);
  out.Field("id", committee.id);
  out.Field("name", committee.name);
  out.Field("chair", committee.chair);
  out.List("members", committee.members);
  if (!committee.quorum.empty()) out.Line(0, "quorum: " + NumberScalar(committee.quorum));
  out.Field("record", committee.record);
  return out.Take();
}

}  // namespace cat4
