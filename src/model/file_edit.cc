#include "cat4/model/file_edit.h"

#include "cat4/model/key_order.h"

namespace cat4 {

struct FileEdit::State {
  Result<YamlEditor> editor;
  Result<void> done = {};

  template <typename Edit>
  void Then(Edit edit) {
    if (editor && done) done = edit(*editor);
  }
};

FileEdit::FileEdit(FileKind kind, std::string bytes)
    : state_(std::make_unique<State>(State{YamlEditor::Open(std::move(bytes), KeyOrderOf(kind))})) {}
FileEdit::FileEdit(FileEdit&&) noexcept = default;
FileEdit::~FileEdit() = default;

void FileEdit::SetText(const std::vector<std::string>& path, const std::string& text) {
  state_->Then([&](YamlEditor& editor) { return editor.Set(path, EditValue::Text(text)); });
}

void FileEdit::AppendText(const std::vector<std::string>& list, const std::string& text) {
  state_->Then([&](YamlEditor& editor) { return editor.Append(list, EditValue::Text(text)); });
}

void FileEdit::AppendKey(const std::string& line, const std::string& note) {
  std::vector<EditEntry> entries;
  entries.push_back({"key", EditValue::Text(line)});
  if (!note.empty()) entries.push_back({"note", EditValue::Text(note)});
  state_->Then([&](YamlEditor& editor) {
    return editor.Append({"keys"}, EditValue::Map(YamlLayout::kAsNeighbours, std::move(entries)));
  });
}

void FileEdit::SetKeyStatus(std::size_t place, KeyStatus status, const std::string& note) {
  const std::string index = std::to_string(place);
  SetText({"keys", index, "status"}, std::string(Name(status)));
  if (!note.empty()) SetText({"keys", index, "note"}, note);
}

void FileEdit::SetSubmission(const std::string& gate, Date on, const std::string& note) {
  std::vector<EditEntry> entries;
  entries.push_back({"gate", EditValue::Text(gate)});
  entries.push_back({"on", EditValue::Literal(FormatDate(on))});
  if (!note.empty()) entries.push_back({"note", EditValue::Text(note)});
  state_->Then([&](YamlEditor& editor) -> Result<void> {
    if (editor.Find({"submitted"}) != nullptr) {
      if (const Result<void> removed = editor.Remove({"submitted"}); !removed) return removed;
    }
    return editor.Set({"submitted"}, EditValue::Map(YamlLayout::kFlow, std::move(entries)));
  });
}

Result<std::string> FileEdit::Finish() {
  if (!state_->editor) return tl::unexpected(state_->editor.error());
  if (!state_->done) return tl::unexpected(state_->done.error());
  return state_->editor->Finish();
}

}  // namespace cat4
