// Rows of flow maps, one below the other, whose values stand in columns: months of an effect, milestones.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yaml/edit_layout.h"

namespace cat4 {

class AlignedRows {
 public:
  // The rows are the flow maps among the children of `parent`, all but `row`, the one that is edited (null
  // for one that is yet to be written).
  AlignedRows(const Layout& layout, const Node& parent, const Node* row);

  // Replaces the value by `token` so that what was aligned stays aligned, as far as blanks allow.
  std::vector<Splice> Replace(const Node& value, std::string_view token) const;

  // Blanks to be put before a key that would stand in `column`, directly behind the key `before` ("" for the
  // first of its row).
  std::size_t KeyPadding(std::string_view key, std::string_view before, std::size_t column) const;
  // Blanks to be put before a token of `size` bytes beyond the one behind the colon, if its key stands in
  // `column`.
  std::size_t ValuePadding(std::string_view key, std::size_t column, std::size_t size) const;

 private:
  struct Cell {
    std::string_view key, before;
    std::size_t key_column = 0, begin = 0, end = 0;  // columns of the key and the value
    std::size_t next = 0;                            // column of what follows the value and its comma
    std::size_t before_size = 0;                     // of the value before it
  };
  Cell CellOf(const Node& value) const;
  std::size_t NextOffset(const Node& value) const;
  std::vector<Cell> CellsOf(std::string_view key, std::size_t column) const;

  Layout layout_;
  std::vector<Cell> cells_;
};

// What keeps the comment at the end of a line where it is, if there is room and a comment in the line above
// or below starts in the same column: for a change that makes the line longer by `growth` bytes before `end`,
// the end of the last value on it.
std::optional<Splice> KeepCommentColumn(const Layout& layout, std::size_t end, std::ptrdiff_t growth);

}  // namespace cat4
