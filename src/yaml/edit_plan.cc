#include "yaml/edit_plan.h"

#include <algorithm>

#include <fmt/format.h>

#include "yaml/edit_align.h"
#include "yaml/edit_value.h"

namespace cat4 {
namespace {

const Node& ParentOf(const NodeChain& chain) { return *chain[chain.size() - 2]; }

// The flow maps beside which the node is one of several rows, if it is one in a block collection.
bool IsRow(const NodeChain& chain) {
  return chain.size() > 1 && chain.back()->kind == NodeKind::kMap && chain.back()->flow &&
         !ParentOf(chain).flow;
}

std::string Brackets(const Node& node) { return node.kind == NodeKind::kMap ? "{}" : "[]"; }

}  // namespace

bool EditPlan::HoldsFlow(const NodeChain& chain) {
  return std::ranges::any_of(chain, [](const Node* node) { return node->flow; });
}

std::size_t EditPlan::IndexOf(const NodeChain& chain) const {
  std::size_t index = 0;
  for (const Node& child : layout_.document().children(ParentOf(chain))) {
    if (&child == chain.back()) break;
    ++index;
  }
  return index;
}

std::vector<Splice> EditPlan::WithComment(const NodeChain& chain, std::vector<Splice> splices) const {
  std::ptrdiff_t growth = 0;
  for (const Splice& splice : splices) {
    if (splice.text.find('\n') != std::string::npos) return splices;
    growth += static_cast<std::ptrdiff_t>(splice.text.size()) -
              static_cast<std::ptrdiff_t>(splice.end - splice.begin);
  }
  const auto outermost = std::ranges::find(chain, true, &Node::flow);
  const Node& value = outermost == chain.end() ? *chain.back() : **outermost;
  const std::optional<Splice> comment = KeepCommentColumn(layout_, value.span.end(), growth);
  if (comment) splices.push_back(*comment);
  return splices;
}

std::string EditPlan::ScalarToken(const NodeChain& chain, const EditValue& value) const {
  const Node& node = *chain.back();
  if (node.style == ScalarStyle::kSingleQuoted || node.style == ScalarStyle::kDoubleQuoted) {
    return QuotedYaml(value.text(), node.style);
  }
  const bool in_flow = HoldsFlow({chain.begin(), chain.end() - 1});
  if (in_flow || chain.size() == 1 || value.kind() == EditValue::Kind::kLiteral) {
    return InlineYaml(value, in_flow ? YamlPlace::kFlow : YamlPlace::kBlock);
  }
  const std::size_t start = layout_.StartOf(ParentOf(chain), IndexOf(chain));
  return YamlProse(value.text(), layout_.ColumnOf(start) + 2);
}

std::vector<Splice> EditPlan::ReplaceScalar(const NodeChain& chain, const EditValue& value) const {
  const Node& node = *chain.back();
  const std::size_t begin = node.span.offset(), end = node.span.end();
  std::string token = ScalarToken(chain, value);
  const std::size_t token_line = std::min(token.find('\n'), token.size());
  if (node.style == ScalarStyle::kBlock || token_line < token.size()) {
    // A comment stands on the first line of a block, behind its | or >.
    const std::size_t line_end = layout_.LineEnd(begin);
    const std::size_t comment = node.style == ScalarStyle::kBlock
                                    ? layout_.bytes().substr(0, line_end).find('#', begin)
                                    : layout_.CommentBehind(end);
    if (comment != std::string_view::npos) {
      token.insert(token_line, fmt::format(" {}", layout_.bytes().substr(comment, line_end - comment)));
    }
    return {{begin, std::max(end, comment == std::string_view::npos ? end : line_end), token}};
  }
  const NodeChain row(chain.begin(), chain.end() - 1);
  if (!row.empty() && IsRow(row)) {
    return WithComment(chain, AlignedRows(layout_, ParentOf(row), row.back()).Replace(node, token));
  }
  return WithComment(chain, {{begin, end, token}});
}

std::vector<Splice> EditPlan::Fill(const NodeChain& chain, const EditValue& value) const {
  const Node& node = *chain.back();
  const std::size_t begin = node.span.offset(), end = node.span.end();
  if (chain.size() == 1) return {{begin, end, InlineYaml(value, YamlPlace::kFlow)}};
  const Node& parent = ParentOf(chain);
  const NodeChain holders(chain.begin(), chain.end() - 1);
  const std::size_t index = IndexOf(chain);
  const std::size_t indicator = layout_.IndicatorEnd(parent, index);
  const bool has_indicator = layout_.At(indicator - 1) == ':' || layout_.At(indicator - 1) == '-';
  const bool blank = layout_.SkipSpaces(indicator) >= begin;  // nothing but spaces up to the {} or []
  if (HoldsFlow(holders) || !TakesLines(value) || !blank) {
    const YamlPlace place = HoldsFlow(holders) ? YamlPlace::kFlow : YamlPlace::kBlock;
    const std::string token = InlineYaml(value, place);
    if (begin != end) return WithComment(chain, {{begin, end, token}});
    return WithComment(chain, {{begin, end, (has_indicator ? " " : ": ") + token}});
  }
  const std::size_t column = layout_.ColumnOf(layout_.StartOf(parent, index));
  if (parent.kind == NodeKind::kSequence) return {{indicator, end, BehindDash(value, column, 1)}};
  const std::size_t line_end = layout_.LineEnd(end);
  return {{indicator, end, ""}, {line_end, line_end, BehindColon(value, column)}};
}

// Blanks before the value of a first key in a row that is yet to be written.
std::string EditPlan::RowPadding(const Node& map, std::string_view key, std::size_t column,
                                 const EditValue& value) const {
  if (value.kind() != EditValue::Kind::kMap || TakesLines(value) || value.entries().size() != 1) return {};
  const EditEntry& entry = value.entries().front();
  const std::size_t start = column + key.size() + 3;  // behind ": {"
  const std::size_t size = InlineYaml(entry.value, YamlPlace::kFlow).size();
  return std::string(AlignedRows(layout_, map, nullptr).ValuePadding(entry.key, start, size), ' ');
}

std::vector<Splice> EditPlan::InsertKey(const NodeChain& chain, std::size_t position, std::string_view key,
                                        const EditValue& value) const {
  const Node& map = *chain.back();
  if (HoldsFlow(chain)) return InsertInRow(chain, position, key, value);
  const std::size_t column = layout_.ColumnOf(layout_.StartOf(map, 0));
  std::string entry = fmt::format("{}:{}", key, BehindColon(value, column));
  const std::string padding = RowPadding(map, key, column, value);
  if (!padding.empty()) entry.insert(entry.find(": ", key.size() + 2) + 1, padding);
  const std::string margin(column, ' ');
  if (position == 0) {
    const std::size_t first = layout_.StartOf(map, 0);
    return {{first, first, entry + '\n' + margin}};
  }
  const std::size_t behind = layout_.BehindChild(*layout_.ChildAt(map, position - 1), column);
  return {{behind, behind, margin + entry + '\n'}};
}

std::vector<Splice> EditPlan::InsertInRow(const NodeChain& chain, std::size_t position, std::string_view key,
                                          const EditValue& value) const {
  const Node& map = *chain.back();
  const std::string token = InlineYaml(value, YamlPlace::kFlow);
  if (position == 0) {
    const std::size_t first = layout_.StartOf(map, 0);
    return WithComment(chain, {{first, first, fmt::format("{}: {}, ", key, token)}});
  }
  const Node& before = *layout_.ChildAt(map, position - 1);
  const std::size_t end = before.span.end();
  std::size_t key_padding = 0, value_padding = 0;
  if (IsRow(chain)) {
    const AlignedRows rows(layout_, ParentOf(chain), &map);
    const std::size_t column = layout_.ColumnOf(end) + 2;
    key_padding = rows.KeyPadding(key, before.key, column);
    value_padding = rows.ValuePadding(key, column + key_padding, token.size());
  }
  const auto blanks = [](std::size_t count) { return std::string(count, ' '); };
  return WithComment(
      chain,
      {{end, end, fmt::format(", {}{}: {}{}", blanks(key_padding), key, blanks(value_padding), token)}});
}

std::vector<Splice> EditPlan::AppendItem(const NodeChain& chain, const EditValue& item) const {
  const Node& list = *chain.back();
  const std::size_t last = list.count - 1;
  const Node& before = *layout_.ChildAt(list, last);
  if (HoldsFlow(chain)) {
    const std::size_t end = before.span.end();
    return WithComment(chain, {{end, end, ", " + InlineYaml(item, YamlPlace::kFlow)}});
  }
  const std::size_t dash = layout_.StartOf(list, last);
  const std::size_t column = layout_.ColumnOf(dash);
  const std::size_t first = layout_.SkipSpaces(dash + 1);
  const std::size_t gap = layout_.At(first) == '\n' || layout_.At(first) == '#' ? 1 : first - dash - 1;
  const std::size_t behind = layout_.BehindChild(before, column);
  return {{behind, behind, std::string(column, ' ') + '-' + BehindDash(item, column, gap) + '\n'}};
}

std::vector<Splice> EditPlan::Remove(const NodeChain& chain, std::size_t index) const {
  const Node& parent = *chain.back();
  if (HoldsFlow(chain)) return RemoveFromRow(chain, index);
  if (parent.count == 1) return RemoveLast(chain);
  const std::size_t start = layout_.StartOf(parent, index);
  if (!layout_.IsFirstOnLine(start)) return RemoveBehindDash(parent, index);
  const std::size_t end = layout_.LineEnd(layout_.ChildAt(parent, index)->span.end()) + 1;
  return {{layout_.LineStart(start), end, ""}};
}

std::vector<Splice> EditPlan::RemoveFromRow(const NodeChain& chain, std::size_t index) const {
  const Node& parent = *chain.back();
  const std::size_t end = layout_.ChildAt(parent, index)->span.end();
  if (parent.count == 1) {
    return WithComment(chain, {{parent.span.offset() + 1, parent.span.end() - 1, ""}});
  }
  if (index > 0) {
    return WithComment(chain, {{layout_.ChildAt(parent, index - 1)->span.end(), end, ""}});
  }
  return WithComment(chain, {{layout_.StartOf(parent, 0), layout_.StartOf(parent, 1), ""}});
}

std::vector<Splice> EditPlan::RemoveLast(const NodeChain& chain) const {
  const Node& parent = *chain.back();
  const std::size_t start = layout_.StartOf(parent, 0);
  const std::size_t end = parent.span.end();
  const bool own_line = layout_.IsFirstOnLine(start);
  if (chain.size() == 1 || !own_line) return {{start, layout_.LineEnd(end), Brackets(parent)}};
  const std::size_t indicator = layout_.IndicatorEnd(ParentOf(chain), IndexOf(chain));
  return {{indicator, indicator, ' ' + Brackets(parent)},
          {layout_.LineStart(start), layout_.LineEnd(end) + 1, ""}};
}

// The first child of a collection that starts behind a dash: the next one moves up to the dash, unless
// comments stand between them.
std::vector<Splice> EditPlan::RemoveBehindDash(const Node& parent, std::size_t index) const {
  const std::size_t start = layout_.StartOf(parent, index);
  const std::size_t line_end = layout_.LineEnd(layout_.ChildAt(parent, index)->span.end());
  const std::size_t next = layout_.StartOf(parent, index + 1);
  if (layout_.bytes().substr(line_end, next - line_end).find_first_not_of(" \n") == std::string_view::npos) {
    return {{start, next, ""}};
  }
  const std::size_t blank = layout_.bytes().find_last_not_of(' ', start - 1) + 1;
  return {{blank, line_end, ""}};
}

}  // namespace cat4
