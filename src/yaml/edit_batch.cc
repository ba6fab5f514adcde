#include "yaml/edit_batch.h"

#include <algorithm>

namespace cat4 {

bool EditBatch::Take(PlannedEdit edit) {
  if (!(IsNewLine(edit) ? TakeNewLine(edit) : TakeLines(edit))) return false;
  edits_.push_back(std::move(edit));
  return true;
}

// True if it puts whole lines between two others, which stay as they are.
bool EditBatch::IsNewLine(const PlannedEdit& edit) const {
  if (!edit.map || edit.splices.size() != 1) return false;
  const Splice& splice = edit.splices.front();
  return splice.begin == splice.end && layout_.LineStart(splice.begin) == splice.begin &&
         splice.text.ends_with('\n');
}

// Lines of several new keys may come to stand between the same two, if it is known in which order.
bool EditBatch::TakeNewLine(const PlannedEdit& edit) {
  const std::size_t offset = edit.splices.front().begin;
  if (IsInside(offset)) return false;
  std::vector<std::size_t>& others = new_lines_[offset];
  auto place = others.begin();
  for (auto other = others.begin(); other != others.end(); ++other) {
    const PlannedEdit& there = edits_[*other];
    if (there.map != edit.map || !precedes_) return false;
    const bool before = precedes_(edit.at, edit.value.key, there.value.key);
    const bool behind = precedes_(edit.at, there.value.key, edit.value.key);
    if (before == behind) return false;
    if (behind) place = other + 1;
  }
  others.insert(place, edits_.size());
  return true;
}

bool EditBatch::TakeLines(const PlannedEdit& edit) {
  const auto [begin, end] = std::ranges::minmax(edit.splices, {}, &Splice::begin);
  const std::size_t first = layout_.LineStart(begin.begin), last = layout_.LineStart(end.end);
  const auto touched = touched_.upper_bound(last);  // behind all that could overlap
  if (touched != touched_.begin() && std::prev(touched)->second >= first) return false;
  const auto between = new_lines_.upper_bound(first);
  if (between != new_lines_.end() && between->first <= last) return false;
  touched_.emplace(first, last);
  return true;
}

// True if the line that starts there and the one above are touched by one edit.
bool EditBatch::IsInside(std::size_t offset) const {
  const auto touched = touched_.lower_bound(offset);
  return touched != touched_.begin() && std::prev(touched)->second >= offset;
}

std::vector<Splice> EditBatch::Splices() const {
  std::vector<Splice> splices;
  for (const PlannedEdit& edit : edits_) {
    if (!IsNewLine(edit)) splices.insert(splices.end(), edit.splices.begin(), edit.splices.end());
  }
  for (const auto& [offset, edits] : new_lines_) {
    for (const std::size_t edit : edits) splices.push_back(edits_[edit].splices.front());
  }
  return splices;
}

}  // namespace cat4
