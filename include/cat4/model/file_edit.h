// Small edits of files of a tree that keep every byte they don't have to touch.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "cat4/base/date.h"
#include "cat4/base/result.h"
#include "cat4/model/file_kind.h"
#include "cat4/model/words.h"

namespace cat4 {

// Collects edits of one file; the first that fails is what Finish tells. New keys go where the format's order
// has them.
class FileEdit {
 public:
  FileEdit(FileKind kind, std::string bytes);
  FileEdit(FileEdit&&) noexcept;
  ~FileEdit();

  void SetText(const std::vector<std::string>& path, const std::string& text);     // adds the key if needed
  void AppendText(const std::vector<std::string>& list, const std::string& text);  // an item more
  // Of a person: another key; the status and, unless it is empty, the note of the key at a place.
  void AppendKey(const std::string& line, const std::string& note);
  void SetKeyStatus(std::size_t place, KeyStatus status, const std::string& note);
  // Of a measure: which gate is asked for, in place of what was.
  void SetSubmission(const std::string& gate, Date on, const std::string& note);

  Result<std::string> Finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace cat4
