#include "yaml/edit_align.h"

#include <algorithm>

namespace cat4 {
namespace {

bool HasCommentAt(const Layout& layout, std::size_t line, std::size_t column) {
  const std::size_t at = line + column;
  return column > 0 && at < layout.LineEnd(line) && layout.At(at) == '#' && layout.At(at - 1) == ' ';
}

}  // namespace

AlignedRows::AlignedRows(const Layout& layout, const Node& parent, const Node* row) : layout_(layout) {
  if (parent.flow) return;
  for (const Node& other : layout.document().children(parent)) {
    if (&other == row || other.kind != NodeKind::kMap || !other.flow) continue;
    Cell last;
    for (const Node& value : layout.document().children(other)) {
      Cell cell = CellOf(value);
      cell.before = last.key;
      cell.before_size = last.end - last.begin;
      cells_.push_back(cell);
      last = cell;
    }
  }
}

AlignedRows::Cell AlignedRows::CellOf(const Node& value) const {
  const std::size_t line = layout_.LineStart(value.span.offset());
  Cell cell;
  cell.key = value.key;
  cell.key_column = value.key_span.offset() - line;
  cell.begin = value.span.offset() - line;
  cell.end = value.span.end() - line;
  cell.next = NextOffset(value) - line;
  return cell;
}

std::size_t AlignedRows::NextOffset(const Node& value) const {
  const std::size_t comma = layout_.SkipSpaces(value.span.end());
  return layout_.At(comma) == ',' ? layout_.SkipSpaces(comma + 1) : comma;
}

std::vector<AlignedRows::Cell> AlignedRows::CellsOf(std::string_view key, std::size_t column) const {
  std::vector<Cell> found;
  std::ranges::copy_if(cells_, std::back_inserter(found),
                       [&](const Cell& cell) { return cell.key == key && cell.key_column == column; });
  return found;
}

std::vector<Splice> AlignedRows::Replace(const Node& value, std::string_view token) const {
  const Cell old = CellOf(value);
  const std::vector<Cell> peers = CellsOf(old.key, old.key_column);
  const auto agree = [&](auto same) {  // most do, although their lengths differ
    const auto count = static_cast<std::size_t>(std::ranges::count_if(peers, same));
    return count * 2 > peers.size() && std::ranges::any_of(peers, [&](const Cell& cell) {
             return same(cell) && cell.end - cell.begin != old.end - old.begin;
           });
  };
  const std::size_t begin = value.span.offset(), end = value.span.end();
  const auto growth =
      static_cast<std::ptrdiff_t>(token.size()) - static_cast<std::ptrdiff_t>(value.span.length());
  const auto resized = [&](std::size_t blanks, std::ptrdiff_t least) {
    const std::ptrdiff_t wanted = static_cast<std::ptrdiff_t>(blanks) - growth;
    return std::string(static_cast<std::size_t>(std::max(wanted, least)), ' ');
  };
  if (agree([&](const Cell& cell) { return cell.end == old.end; })) {
    const std::size_t blank = layout_.bytes().find_last_not_of(' ', begin - 1) + 1;
    return {{blank, end, resized(begin - blank, 1).append(token)}};
  }
  std::vector<Splice> splices = {{begin, end, std::string(token)}};
  if (agree([&](const Cell& cell) { return cell.next == old.next && cell.begin == old.begin; })) {
    const bool before_comma = layout_.At(end) == ' ';
    const std::size_t from = before_comma ? end : end + 1;
    const std::size_t to = layout_.SkipSpaces(from);
    if (to > from) splices.push_back({from, to, resized(to - from, before_comma ? 0 : 1)});
  }
  return splices;
}

std::size_t AlignedRows::KeyPadding(std::string_view key, std::string_view before, std::size_t column) const {
  for (const Cell& cell : cells_) {
    if (cell.key != key || cell.before != before || before.empty() || cell.key_column <= column) continue;
    const std::vector<Cell> peers = CellsOf(key, cell.key_column);
    const bool sizes_differ = std::ranges::any_of(
        peers, [&](const Cell& peer) { return peer.before_size != peers.front().before_size; });
    const auto all = std::ranges::count(cells_, key, &Cell::key);
    if (sizes_differ && peers.size() * 2 > static_cast<std::size_t>(all)) return cell.key_column - column;
  }
  return 0;
}

std::size_t AlignedRows::ValuePadding(std::string_view key, std::size_t column, std::size_t size) const {
  const std::vector<Cell> peers = CellsOf(key, column);
  for (const Cell& cell : peers) {
    const auto same = std::ranges::count(peers, cell.end, &Cell::end);
    const bool sizes_differ = std::ranges::any_of(
        peers, [&](const Cell& peer) { return peer.end == cell.end && peer.begin != cell.begin; });
    const std::size_t natural = column + key.size() + 2 + size;
    if (sizes_differ && static_cast<std::size_t>(same) * 2 > peers.size() && cell.end > natural) {
      return cell.end - natural;
    }
  }
  return 0;
}

std::optional<Splice> KeepCommentColumn(const Layout& layout, std::size_t end, std::ptrdiff_t growth) {
  const std::size_t comment = layout.CommentBehind(end);
  if (comment == std::string_view::npos || growth == 0) return std::nullopt;
  const std::size_t line = layout.LineStart(end);
  const std::size_t column = comment - line;
  const std::size_t below = layout.LineEnd(end) + 1;
  const bool above_aligned = line > 0 && HasCommentAt(layout, layout.LineStart(line - 1), column);
  const bool below_aligned = below < layout.bytes().size() && HasCommentAt(layout, below, column);
  if (!above_aligned && !below_aligned) return std::nullopt;
  const std::ptrdiff_t gap = static_cast<std::ptrdiff_t>(comment - end) - growth;
  if (gap < 1) return std::nullopt;
  return Splice{end, comment, std::string(static_cast<std::size_t>(gap), ' ')};
}

}  // namespace cat4
