// Edits of one file that are planned on the same bytes, so that these are read again once for all of them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cat4/yaml/edit.h"

#include "yaml/edit_layout.h"
#include "yaml/value_tree.h"

namespace cat4 {

// One edit: the bytes to be replaced, and what the values are afterwards.
struct PlannedEdit {
  std::vector<Splice> splices;
  NodePath at;                // of the node that gets the value; of the map that gets a new key
  ValueTree value;            // with its key, if that is new
  const Node* map = nullptr;  // the map that gets a new key
};

class EditBatch {
 public:
  EditBatch(const Layout& layout, const KeyPrecedes& precedes) : layout_(layout), precedes_(precedes) {}

  // False, and nothing is taken, if the edit touches a line that one taken before touches too: it has to be
  // planned on the bytes that come of that one.
  bool Take(PlannedEdit edit);

  std::vector<Splice> Splices() const;
  const std::vector<PlannedEdit>& edits() const { return edits_; }  // in the order taken

 private:
  bool IsNewLine(const PlannedEdit& edit) const;
  bool TakeNewLine(const PlannedEdit& edit);
  bool TakeLines(const PlannedEdit& edit);
  bool IsInside(std::size_t offset) const;

  Layout layout_;
  const KeyPrecedes& precedes_;
  std::vector<PlannedEdit> edits_;
  std::map<std::size_t, std::size_t> touched_;  // starts of a first line and of the last one
  std::map<std::size_t, std::vector<std::size_t>>
      new_lines_;  // before the line that starts there: edits, as they will stand
};

}  // namespace cat4
