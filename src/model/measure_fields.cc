#include "cat4/model/measure_fields.h"

#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "cat4/model/money.h"

namespace cat4 {
namespace {

std::string ValueText(Text text) { return std::string(text.view()); }
std::string ValueText(Date date) { return FormatDate(date); }
std::string ValueText(Month month) { return FormatMonth(month); }
std::string ValueText(Currency currency) { return std::string(currency.code()); }
std::string ValueText(bool value) { return value ? "true" : "false"; }

// 10 and 10.00 are the same amount.
std::string ValueText(Decimal decimal) {
  for (; decimal.scale > 0 && decimal.digits % 10 == 0; --decimal.scale) decimal.digits /= 10;
  return FormatDecimal(decimal);
}

template <typename E>
requires std::is_enum_v<E> std::string ValueText(E word) { return std::string(Name(word)); }

class Lister {
 public:
  explicit Lister(const Measure& measure) : measure_(measure) {}

  std::vector<MeasureField> Run() {
    const Measure& m = measure_;
    Add("title", m.title);
    Add("description", m.description);
    Add("owner", m.owner);
    Add("sponsor", m.sponsor);
    Add("controller", m.controller);
    Add("legal_entity", m.legal_entity);
    Add("business_unit", m.business_unit);
    Add("function", m.function);
    Add("steering_committee", m.steering_committee);
    Add("stage", m.stage);
    Add("state", m.state);
    for (const GateDate& gate : m.gates) Add(Named("gates", gate.stage), gate.date);
    AddSubmission();
    for (const Located<Text>& tag : m.tags) AddText(Named("tag", tag), "set", tag.span);
    for (const Milestone& milestone : m.milestones) AddMilestone(milestone);
    for (const Dependency& dependency : m.depends_on) AddDependency(dependency);
    AddStatus();
    for (std::size_t i = 0; i < m.risks.size(); ++i) AddRisk(m.risks[i], i);
    for (const Effect& effect : m.effects) AddEffect(effect);
    for (const Label& label : m.labels) Add(Named("label", label.key), label.value);
    Add("notes", m.notes);
    return std::move(fields_);
  }

 private:
  static std::string Named(std::string_view what, const Located<Text>& id) {
    return fmt::format("{} {}", what, id->view());
  }

  void AddText(std::string name, std::string value, Span span, FieldKind kind = FieldKind::kOwn) {
    if (kind == FieldKind::kOwn && span.file() != measure_.file) kind = FieldKind::kInherited;
    fields_.push_back({std::move(name), std::move(value), span, kind});
  }

  template <typename T>
  void Add(const std::string& name, const Located<T>& value) {
    if (value) AddText(name, ValueText(*value), value.span);
  }

  void AddSubmission() {
    if (!measure_.submitted) return;
    Add("submitted gate", measure_.submitted->gate);
    Add("submitted on", measure_.submitted->on);
    Add("submitted note", measure_.submitted->note);
  }

  void AddMilestone(const Milestone& milestone) {
    const std::string name = Named("milestone", milestone.id);
    Add(name + " title", milestone.title);
    Add(name + " due", milestone.due);
    Add(name + " forecast", milestone.forecast);
    Add(name + " done", milestone.done);
    Add(name + " key", milestone.key);
  }

  void AddDependency(const Dependency& dependency) {
    const std::string name = Named("depends on", dependency.measure);
    AddText(name, "set", dependency.measure.span);
    Add(name + " stage", dependency.stage);
    Add(name + " by", dependency.by);
  }

  void AddStatus() {
    if (!measure_.status) return;
    Add("status implementation", measure_.status->implementation);
    Add("status comment", measure_.status->comment);
    Add("status next", measure_.status->next);
    Add("status needs", measure_.status->needs);
    Add("status on", measure_.status->on);
  }

  void AddRisk(const Risk& risk, std::size_t place) {
    const std::string name = fmt::format("risk {}", place + 1);
    Add(name + " title", risk.title);
    Add(name + " likelihood", risk.likelihood);
    Add(name + " impact", risk.impact);
    Add(name + " response", risk.response);
  }

  void AddEffect(const Effect& effect) {
    const std::string name = Named("effect", effect.id);
    Add(name + " kind", effect.kind);
    Add(name + " nature", effect.nature);
    Add(name + " class", effect.class_);
    Add(name + " currency", effect.currency);
    Add(name + " account", effect.account);
    if (effect.baseline) {
      Add(name + " baseline amount", effect.baseline->amount);
      Add(name + " baseline from", effect.baseline->from);
      Add(name + " baseline to", effect.baseline->to);
      Add(name + " baseline source", effect.baseline->source);
    }
    Add(name + " run_rate", effect.run_rate);
    for (const Figure& figure : effect.figures) {
      const FieldKind kind = figure.kind() == FigureKind::kActual ? FieldKind::kActual : FieldKind::kOwn;
      AddText(fmt::format("{} {} {}", name, FormatMonth(figure.month()), Name(figure.kind())),
              ValueText(figure.decimal()), figure.span(measure_.file), kind);
    }
  }

  const Measure& measure_;
  std::vector<MeasureField> fields_;
};

using ByName = std::unordered_map<std::string_view, const MeasureField*>;

ByName IndexOf(const std::vector<MeasureField>& fields) {
  ByName index;
  for (const MeasureField& field : fields) index.emplace(field.name, &field);
  return index;
}

}  // namespace

std::vector<MeasureField> FieldsOf(const Measure& measure) { return Lister(measure).Run(); }

std::vector<FieldChange> CompareFields(const std::vector<MeasureField>& before,
                                       const std::vector<MeasureField>& after) {
  const ByName old = IndexOf(before), now = IndexOf(after);
  std::vector<FieldChange> changes;
  for (const MeasureField& field : after) {
    const auto was = old.find(field.name);
    if (was == old.end()) {
      changes.push_back({field.name, nullptr, &field});
    } else if (was->second->value != field.value) {
      changes.push_back({field.name, was->second, &field});
    }
  }
  for (const MeasureField& field : before) {
    if (!now.contains(field.name)) changes.push_back({field.name, &field, nullptr});
  }
  return changes;
}

}  // namespace cat4
