#include "cat4/model/decision_file.h"

#include <span>

#include "cat4/model/key_order.h"

namespace cat4 {
namespace {

// The fields of an entry, in the order in which they are added.
class Fields {
 public:
  void Literal(std::string_view key, std::string token) {
    entries_.push_back({std::string(key), EditValue::Literal(std::move(token))});
  }
  void Add(std::string_view key, const Located<Text>& text) {
    if (text) entries_.push_back({std::string(key), EditValue::Text(std::string(text->view()))});
  }
  void Add(std::string_view key, const Located<int>& number) {
    if (number) Literal(key, std::to_string(*number));
  }
  void Add(std::string_view key, const Located<Date>& date) {
    if (date) Literal(key, FormatDate(*date));
  }
  void Add(std::string_view key, EditValue value) {
    entries_.push_back({std::string(key), std::move(value)});
  }
  std::vector<EditEntry> Take() { return std::move(entries_); }

 private:
  std::vector<EditEntry> entries_;
};

EditValue AmountLiteral(const Located<Decimal>& amount) {
  return EditValue::Literal(FormatTotal(Amount{amount->digits}, amount->scale));
}

EditValue AmountsOf(const Decision& decision) {
  std::vector<EditEntry> months;
  for (const MonthAmount& amount : decision.amounts)
    months.push_back({FormatMonth(*amount.month), AmountLiteral(amount.amount)});
  return EditValue::Map(YamlLayout::kBlock, std::move(months));
}

EditValue SumsOf(const Decision& decision) {
  std::vector<EditEntry> sums;
  for (const EffectSum& sum : decision.confirmed)
    sums.push_back({std::string(sum.effect->view()), AmountLiteral(sum.amount)});
  return EditValue::Map(YamlLayout::kBlock, std::move(sums));
}

EditValue EvidenceOf(const Decision& decision) {
  std::vector<EditValue> files;
  for (const EvidenceFile& file : decision.evidence) {
    std::vector<EditEntry> fields;
    fields.push_back({"file", EditValue::Text(std::string(file.file->view()))});
    fields.push_back({"sha256", EditValue::Literal(std::string(file.sha256->view()))});
    files.push_back(EditValue::Map(YamlLayout::kFlow, std::move(fields)));
  }
  return EditValue::List(YamlLayout::kBlock, std::move(files));
}

std::vector<EditEntry> FieldsOf(const Decision& decision) {
  Fields fields;
  fields.Literal("decision", std::string(Name(*decision.decision)));
  fields.Add("gate", decision.gate);
  fields.Literal("role", std::string(Name(*decision.role)));
  fields.Add("by", decision.by);
  fields.Add("for", decision.for_);
  fields.Add("on", decision.on);
  fields.Add("policy", decision.policy);
  fields.Add("after", decision.after);
  fields.Add("previous", decision.previous);
  fields.Add("terms", decision.terms);
  fields.Add("effect", decision.effect);
  if (decision.currency)
    fields.Add("currency",
               EditValue::Text(decision.currency->empty() ? "-" : std::string(decision.currency->code())));
  if (!decision.amounts.empty()) fields.Add("amounts", AmountsOf(decision));
  if (!decision.confirmed.empty()) fields.Add("confirmed", SumsOf(decision));
  if (decision.restates) fields.Literal("restates", *decision.restates ? "true" : "false");
  fields.Add("until", decision.until);
  fields.Add("reason", decision.reason);
  fields.Add("note", decision.note);
  fields.Add("checked", decision.checked);
  if (!decision.evidence.empty()) fields.Add("evidence", EvidenceOf(decision));
  fields.Add("signature", decision.signature);
  return fields.Take();
}

std::vector<EditEntry> FieldsOf(const RegistryEntry& entry) {
  Fields fields;
  fields.Add("decision", entry.decision);
  fields.Add("version", entry.version);
  fields.Add("previous", entry.previous);
  fields.Add("registry", entry.registry);
  if (!entry.statements.empty()) {
    std::vector<EditValue> digests;
    for (const Located<Text>& statement : entry.statements)
      digests.push_back(EditValue::Text(std::string(statement->view())));
    fields.Add("statements", EditValue::List(YamlLayout::kBlock, std::move(digests)));
  }
  fields.Add("by", entry.by);
  fields.Add("on", entry.on);
  fields.Add("note", entry.note);
  fields.Add("signature", entry.signature);
  return fields.Take();
}

}  // namespace

Result<std::string> RecordInMeasure(std::string bytes, const MeasureChange& change) {
  Result<YamlEditor> editor = YamlEditor::Open(std::move(bytes), KeyOrderOf(FileKind::kMeasure));
  if (!editor) return tl::unexpected(editor.error());
  Result<void> done;
  const auto then = [&](auto edit) {
    if (done) done = edit();
  };
  if (change.stage) then([&] { return editor->Set({"stage"}, EditValue::Text(*change.stage)); });
  if (change.state)
    then([&] { return editor->Set({"state"}, EditValue::Literal(std::string(Name(*change.state)))); });
  if (change.remove_submitted && editor->Find({"submitted"}) != nullptr)
    then([&] { return editor->Remove({"submitted"}); });
  for (const OriginalCell& cell : change.originals) {
    then([&] {
      return editor->Set(
          {"effects", std::to_string(cell.effect), "months", FormatMonth(cell.month), "original"},
          EditValue::Literal(cell.amount));
    });
  }
  for (const Decision& decision : change.decisions) {
    then([&] {
      return editor->Append({"decisions"}, EditValue::Map(YamlLayout::kBlock, FieldsOf(decision)));
    });
  }
  if (!done) return tl::unexpected(done.error());
  return editor->Finish();
}

std::string ApprovalPath(std::string_view measure_path, std::string_view digest) {
  constexpr std::string_view kExtension = ".yaml", kAlgorithm = "sha256:";
  return fmt::format("{}.approvals/{}.yaml", measure_path.substr(0, measure_path.size() - kExtension.size()),
                     digest.substr(kAlgorithm.size(), 16));
}

Result<std::string> ApprovalFile(const Decision& approval) {
  std::vector<EditEntry> fields = FieldsOf(approval);
  Result<YamlEditor> editor =
      YamlEditor::Open(fmt::format("{}: {}\n", fields.front().key, fields.front().value.text()));
  if (!editor) return tl::unexpected(editor.error());
  for (const EditEntry& field : std::span(fields).subspan(1)) {
    if (const Result<void> set = editor->Set({field.key}, field.value); !set)
      return tl::unexpected(set.error());
  }
  return editor->Finish();
}

std::string EmptyRegistry(const Source& tree) {
  const bool has_schema = tree.Read(SchemaPath(FileKind::kRegistry), 0).has_value();
  return (has_schema ? Modeline(FileKind::kRegistry) : std::string()) + "decisions: []\n";
}

Result<std::string> RecordInRegistry(std::string bytes, const std::vector<std::size_t>& removed,
                                     const std::vector<RegistryEntry>& entries) {
  Result<YamlEditor> editor = YamlEditor::Open(std::move(bytes));
  if (!editor) return tl::unexpected(editor.error());
  for (auto place = removed.rbegin(); place != removed.rend(); ++place) {
    if (const Result<void> done = editor->Remove({"decisions", std::to_string(*place)}); !done)
      return tl::unexpected(done.error());
  }
  for (const RegistryEntry& entry : entries) {
    const Result<void> done =
        editor->Append({"decisions"}, EditValue::Map(YamlLayout::kBlock, FieldsOf(entry)));
    if (!done) return tl::unexpected(done.error());
  }
  return editor->Finish();
}

}  // namespace cat4
