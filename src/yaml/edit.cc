#include "cat4/yaml/edit.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cat4/base/check.h"
#include "cat4/base/text.h"

#include "yaml/edit_batch.h"
#include "yaml/edit_plan.h"
#include "yaml/value_tree.h"

namespace cat4 {
namespace {

constexpr FileId kFile = 1;  // spans must be in some file

Result<Document> ReadClean(std::string_view bytes) {
  Findings findings;
  std::optional<Document> document = ReadYaml(kFile, bytes, findings);
  if (document && findings.size() == 0) return std::move(*document);
  const Finding& first = findings.all().front();
  const std::string_view before = bytes.substr(0, std::min<std::size_t>(first.span.offset(), bytes.size()));
  return Fail("line {}: {}", std::ranges::count(before, '\n') + 1, first.message);
}

bool IsScalar(const EditValue& value) {
  return value.kind() == EditValue::Kind::kText || value.kind() == EditValue::Kind::kLiteral;
}

bool IsEmpty(const Node& node) {
  return node.kind == NodeKind::kNull ||
         ((node.kind == NodeKind::kMap || node.kind == NodeKind::kSequence) && node.count == 0);
}

std::string_view Describe(const Node& node) {
  switch (node.kind) {
    case NodeKind::kMap:
      return "a map";
    case NodeKind::kSequence:
      return "a list";
    case NodeKind::kScalar:
      return "a scalar";
    case NodeKind::kNull:
    case NodeKind::kRefused:
      break;
  }
  return "nothing";
}

NodePath First(const NodePath& path, std::size_t count) {
  return {path.begin(), path.begin() + static_cast<std::ptrdiff_t>(count)};
}

// `value` inside the maps that `keys` name; the innermost in the layout, the others in block style.
EditValue Wrapped(const NodePath& keys, EditValue value, YamlLayout innermost) {
  YamlLayout layout = innermost;
  for (auto key = keys.rbegin(); key != keys.rend(); ++key) {
    value = EditValue::Map(layout, {{*key, std::move(value)}});
    layout = YamlLayout::kBlock;
  }
  return value;
}

}  // namespace

std::string FormatPath(const NodePath& path) { return Printable(fmt::format("{}", fmt::join(path, "/"))); }

class YamlEditor::State {
 public:
  explicit State(KeyPrecedes precedes) : precedes_(std::move(precedes)) {}

  Result<void> Open(std::string bytes) {
    const Result<void> read = Read(std::move(bytes));
    if (read) wanted_ = ValuesOf(document_);
    return read;
  }

  const Document& document() const { return document_; }

  // The nodes on the path as far as there are any.
  NodeChain Walk(const NodePath& path) const {
    NodeChain chain = {&document_.root()};
    for (const std::string& part : path) {
      const Node& node = *chain.back();
      const Node* child = document_.Find(node, part);
      if (node.kind == NodeKind::kSequence) {
        const auto index = ItemIndex(part, node.count);
        child = index ? Places().ChildAt(node, *index) : nullptr;
      }
      if (!child) break;
      chain.push_back(child);
    }
    return chain;
  }

  // All or none. In rounds: what touches the same lines waits for the next one.
  Result<void> Set(std::span<const PathValue> values) {
    std::vector<const PathValue*> left;
    for (const PathValue& value : values) left.push_back(&value);
    const std::string before = *bytes_;
    const ValueTree wanted_before = wanted_;
    while (!left.empty()) {
      const Result<void> done = SetRound(left);
      if (done) continue;
      CAT4_CHECK(Read(before));
      wanted_ = wanted_before;
      return done;
    }
    return {};
  }

  Result<void> Remove(const NodePath& path) {
    const NodeChain chain = Walk(path);
    if (path.empty() || chain.size() <= path.size()) return Fail("there is no '{}'", FormatPath(path));
    const NodeChain holders(chain.begin(), chain.end() - 1);
    ValueTree& parent = WantedAt(First(path, path.size() - 1));
    const std::ptrdiff_t index = &WantedAt(path) - parent.children.data();
    const Result<void> done = Rewrite(Plan().Remove(holders, static_cast<std::size_t>(index)));
    if (done) parent.children.erase(parent.children.begin() + index);
    return done;
  }

  Result<void> Append(const NodePath& path, const EditValue& item) {
    const NodeChain chain = Walk(path);
    const bool found = chain.size() > path.size();
    if (!found || IsEmpty(*chain.back())) {
      if (found && chain.back()->kind == NodeKind::kMap) return NoList(path, *chain.back());
      const PathValue list{path, EditValue::List(YamlLayout::kBlock, {item})};
      return Set({&list, 1});
    }
    const Node& list = *chain.back();
    if (list.kind != NodeKind::kSequence) return NoList(path, list);
    EditValue laid_out = item;
    if (item.layout() == YamlLayout::kAsNeighbours) {
      const Node& last = *Places().ChildAt(list, list.count - 1);
      laid_out = item.In(last.flow ? YamlLayout::kFlow : YamlLayout::kBlock);
    }
    const Result<void> done = Rewrite(Plan().AppendItem(chain, laid_out));
    if (done) WantedAt(path).children.push_back(ValuesOf(item));
    return done;
  }

  Result<std::string> Finish() const {
    const Result<Document> read = ReadClean(*bytes_);
    if (!read) return Fail("the edited file could not be read: {}", read.error().message);
    const auto difference = FirstDifference(ValuesOf(*read), wanted_);
    if (difference) return Fail("the edit went wrong: {}", *difference);
    return *bytes_;
  }

 private:
  static tl::unexpected<Failure> NoList(const NodePath& path, const Node& node) {
    return Fail("'{}' holds {}; wanted a list", FormatPath(path), Describe(node));
  }

  // What the path leads to must be wanted: it has been found in the document.
  ValueTree& WantedAt(const NodePath& path) {
    ValueTree* tree = &wanted_;
    for (const std::string& part : path) {
      tree = tree->Find(part);
      CAT4_CHECK(tree != nullptr);
    }
    return *tree;
  }

  // Takes those that it has set from `left`: the first one at least.
  Result<void> SetRound(std::vector<const PathValue*>& left) {
    EditBatch batch(Places(), precedes_);
    std::vector<const PathValue*> later;
    for (const PathValue* value : left) {
      Result<PlannedEdit> edit = PlanSet(value->path, value->value);
      if (!edit) return tl::unexpected(edit.error());
      if (!batch.Take(std::move(*edit))) later.push_back(value);
    }
    const Result<void> done = Rewrite(batch.Splices());
    if (!done) return done;
    for (const PlannedEdit& edit : batch.edits()) Want(edit);
    left = std::move(later);
    return done;
  }

  Result<PlannedEdit> PlanSet(const NodePath& path, const EditValue& value) const {
    const NodeChain chain = Walk(path);
    if (chain.size() <= path.size()) return PlanAdd(path, chain, value);
    const Node& node = *chain.back();
    const EditPlan plan = Plan();
    if (node.kind == NodeKind::kScalar && IsScalar(value)) {
      return PlannedEdit{plan.ReplaceScalar(chain, value), path, ValuesOf(value)};
    }
    const bool fills = IsScalar(value) ? node.kind == NodeKind::kNull : IsEmpty(node);
    if (fills) return PlannedEdit{plan.Fill(chain, value), path, ValuesOf(value)};
    return Fail("'{}' holds {}; wanted {}", FormatPath(path), Describe(node),
                IsScalar(value) ? "a scalar" : "nothing");
  }

  // Adds the keys of the path behind those that exist.
  Result<PlannedEdit> PlanAdd(const NodePath& path, const NodeChain& chain, const EditValue& value) const {
    const std::size_t depth = chain.size() - 1;
    const Node& node = *chain.back();
    const NodePath rest(path.begin() + static_cast<std::ptrdiff_t>(depth), path.end());
    const NodePath at = First(path, depth);
    const EditPlan plan = Plan();
    if (IsEmpty(node) && node.kind != NodeKind::kSequence) {
      const YamlLayout layout = IsScalar(value) ? YamlLayout::kFlow : YamlLayout::kBlock;
      const EditValue whole = Wrapped(rest, value, layout);
      return PlannedEdit{plan.Fill(chain, whole), at, ValuesOf(whole)};
    }
    if (node.kind != NodeKind::kMap) {
      return Fail("'{}' holds {}; there is no '{}' in it", FormatPath(at), Describe(node), rest.front());
    }
    std::vector<std::string_view> keys;
    for (const Node& child : document_.children(node)) keys.push_back(child.key);
    const std::size_t position = PlaceOf(rest.front(), keys, at, precedes_);
    const NodePath inner(rest.begin() + 1, rest.end());
    const EditValue entry = Wrapped(inner, value, LayoutBeside(node, position, inner, value));
    ValueTree tree = ValuesOf(entry);
    tree.key = rest.front();
    return PlannedEdit{plan.InsertKey(chain, position, rest.front(), entry), at, std::move(tree), &node};
  }

  // The layout of a map that is made to hold a value: that of the maps beside it.
  YamlLayout LayoutBeside(const Node& map, std::size_t position, const NodePath& inner,
                          const EditValue& value) const {
    if (!IsScalar(value)) return YamlLayout::kBlock;
    if (inner.size() != 1) return YamlLayout::kFlow;
    const Node* beside = Places().ChildAt(map, position > 0 ? position - 1 : 0);
    const bool block = beside->kind == NodeKind::kMap && !beside->flow;
    return block ? YamlLayout::kBlock : YamlLayout::kFlow;
  }

  // Asks for the values of the edit, wherever its bytes have gone.
  void Want(const PlannedEdit& edit) {
    ValueTree& tree = WantedAt(edit.at);
    if (!edit.map) {
      std::string key = std::move(tree.key);
      tree = edit.value;
      tree.key = std::move(key);
      return;
    }
    std::vector<std::string_view> keys;
    for (const ValueTree& child : tree.children) keys.push_back(child.key);
    const std::size_t place = PlaceOf(edit.value.key, keys, edit.at, precedes_);
    tree.children.insert(tree.children.begin() + static_cast<std::ptrdiff_t>(place), edit.value);
  }

  // The bytes and their nodes anew; if they can't be read, everything stays as it was.
  Result<void> Rewrite(std::vector<Splice> splices) {
    const Result<void> read = Read(Spliced(*bytes_, std::move(splices)));
    if (!read) return Fail("the edited file could not be read: {}", read.error().message);
    return read;
  }

  Result<void> Read(std::string bytes) {
    auto owned = std::make_unique<const std::string>(std::move(bytes));
    Result<Document> document = ReadClean(*owned);
    if (!document) return tl::unexpected(document.error());
    document_ = std::move(*document);
    bytes_ = std::move(owned);
    return {};
  }

  Layout Places() const { return {*bytes_, document_}; }
  EditPlan Plan() const { return {*bytes_, document_}; }

  std::unique_ptr<const std::string> bytes_;  // never moved: the document's texts point into them
  Document document_;
  KeyPrecedes precedes_;
  ValueTree wanted_;
};

Result<YamlEditor> YamlEditor::Open(std::string bytes, KeyPrecedes precedes) {
  auto state = std::make_unique<State>(std::move(precedes));
  const Result<void> opened = state->Open(std::move(bytes));
  if (!opened) return tl::unexpected(opened.error());
  return YamlEditor(std::move(state));
}

YamlEditor::YamlEditor(std::unique_ptr<State> state) : state_(std::move(state)) {}
YamlEditor::YamlEditor(YamlEditor&&) noexcept = default;
YamlEditor& YamlEditor::operator=(YamlEditor&&) noexcept = default;
YamlEditor::~YamlEditor() = default;

const Document& YamlEditor::document() const { return state_->document(); }

const Node* YamlEditor::Find(const NodePath& path) const {
  const NodeChain chain = state_->Walk(path);
  return chain.size() > path.size() ? chain.back() : nullptr;
}

Result<void> YamlEditor::Set(const NodePath& path, const EditValue& value) {
  const PathValue one{path, value};
  return state_->Set({&one, 1});
}
Result<void> YamlEditor::SetAll(std::span<const PathValue> values) { return state_->Set(values); }
Result<void> YamlEditor::Remove(const NodePath& path) { return state_->Remove(path); }
Result<void> YamlEditor::Append(const NodePath& list, const EditValue& item) {
  return state_->Append(list, item);
}
Result<std::string> YamlEditor::Finish() const { return state_->Finish(); }

}  // namespace cat4
