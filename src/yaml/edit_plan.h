// From a wanted change of one place to the bytes that have to be replaced for it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/yaml/edit.h"

#include "yaml/edit_layout.h"

namespace cat4 {

// A node with those that hold it, from the root on; the last is the node itself.
using NodeChain = std::vector<const Node*>;

class EditPlan {
 public:
  EditPlan(std::string_view bytes, const Document& document) : layout_(bytes, document) {}

  // A scalar by a scalar, in the quotes that it has.
  std::vector<Splice> ReplaceScalar(const NodeChain& chain, const EditValue& value) const;
  // Null, {} or [] by anything.
  std::vector<Splice> Fill(const NodeChain& chain, const EditValue& value) const;
  // A new key at the position of a map that holds something.
  std::vector<Splice> InsertKey(const NodeChain& map, std::size_t position, std::string_view key,
                                const EditValue& value) const;
  // A new item behind the last of a list that holds something.
  std::vector<Splice> AppendItem(const NodeChain& list, const EditValue& item) const;
  // The child of a map or list.
  std::vector<Splice> Remove(const NodeChain& parent, std::size_t index) const;

  // True if what the node holds must be in flow style: it is in braces or brackets, or holds some itself.
  static bool HoldsFlow(const NodeChain& chain);

 private:
  std::string ScalarToken(const NodeChain& chain, const EditValue& value) const;
  std::vector<Splice> InsertInRow(const NodeChain& map, std::size_t position, std::string_view key,
                                  const EditValue& value) const;
  std::string RowPadding(const Node& map, std::string_view key, std::size_t column,
                         const EditValue& value) const;
  std::vector<Splice> RemoveFromRow(const NodeChain& parent, std::size_t index) const;
  std::vector<Splice> RemoveLast(const NodeChain& parent) const;
  std::vector<Splice> RemoveBehindDash(const Node& parent, std::size_t index) const;
  // Adds what keeps a comment behind the outermost value on the line in its column.
  std::vector<Splice> WithComment(const NodeChain& chain, std::vector<Splice> splices) const;
  std::size_t IndexOf(const NodeChain& chain) const;  // of the node in what holds it

  Layout layout_;
};

}  // namespace cat4
