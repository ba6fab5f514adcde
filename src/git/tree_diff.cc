#include "cat4/git/tree_diff.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "cat4/base/text.h"

namespace cat4 {
namespace {

using Entries = std::vector<TreeEntry>;

ResultOr<Entries, ObjectFault> ReadTree(ObjectStore& store, const std::string& id) {
  if (id.empty()) return Entries();
  ResultOr<std::string, ObjectFault> raw = store.Get(id, ObjectType::kTree);
  if (!raw) return tl::unexpected(raw.error());
  Result<Entries> entries = ParseTree(*raw, store.hash());
  if (entries) return std::move(*entries);
  ObjectFault fault{ObjectFault::Kind::kCorrupt,
                    fmt::format("tree {} is not as git writes it: {}", id, entries.error().message)};
  store.Blame(fault);
  return tl::unexpected(std::move(fault));
}

bool IsDirectory(const TreeEntry& entry) { return entry.mode == TreeMode::kDirectory; }

// What stands at one name on the two sides.
struct Pair {
  std::string directory_before, directory_after;  // ids; empty: no directory
  TreeFileId before, after;
};

class Differ {
 public:
  explicit Differ(ObjectStore& store) : store_(store) {}

  ResultOr<void, ObjectFault> Compare(const std::string& before, const std::string& after,
                                      const std::string& directory) {
    if (before == after) return {};
    const ResultOr<Entries, ObjectFault> old = ReadTree(store_, before), now = ReadTree(store_, after);
    if (!old) return tl::unexpected(old.error());
    if (!now) return tl::unexpected(now.error());
    std::map<std::string, Pair> names;
    for (const TreeEntry& entry : *old) {
      Pair& pair = names[entry.name];
      (IsDirectory(entry) ? pair.directory_before : pair.before.id) = entry.id;
      pair.before.mode = entry.mode;
    }
    for (const TreeEntry& entry : *now) {
      Pair& pair = names[entry.name];
      (IsDirectory(entry) ? pair.directory_after : pair.after.id) = entry.id;
      pair.after.mode = entry.mode;
    }
    for (const auto& [name, pair] : names) {
      if (pair.directory_before == pair.directory_after) continue;
      for (const std::string& id : {pair.directory_before, pair.directory_after}) {
        if (!id.empty()) store_.Want(id);
      }
    }
    for (const auto& [name, pair] : names) {
      const bool files = !pair.before.id.empty() || !pair.after.id.empty();
      if (files && pair.before != pair.after)
        changes_.push_back({directory + name, OrNone(pair.before), OrNone(pair.after)});
      const auto below = Compare(pair.directory_before, pair.directory_after, directory + name + "/");
      if (!below) return below;
    }
    return {};
  }

  std::vector<TreeChange> Take() {
    std::ranges::sort(changes_, {}, &TreeChange::path);
    return std::move(changes_);
  }

 private:
  static TreeFileId OrNone(const TreeFileId& file) { return file.id.empty() ? TreeFileId() : file; }

  ObjectStore& store_;
  std::vector<TreeChange> changes_;
};

// The tree of a directory below; empty if there is none.
ResultOr<std::string, ObjectFault> Descend(ObjectStore& store, std::string tree, std::string_view prefix) {
  for (const std::string_view part : Split(prefix, '/')) {
    if (part.empty() || tree.empty()) continue;
    const ResultOr<Entries, ObjectFault> entries = ReadTree(store, tree);
    if (!entries) return tl::unexpected(entries.error());
    const auto found = std::ranges::find(*entries, part, &TreeEntry::name);
    tree = found != entries->end() && IsDirectory(*found) ? found->id : std::string();
  }
  return tree;
}

}  // namespace

ResultOr<std::vector<TreeEntry>, ObjectFault> ListTree(ObjectStore& store, const std::string& tree,
                                                       std::string_view directory) {
  const ResultOr<std::string, ObjectFault> below = Descend(store, tree, directory);
  if (!below) return tl::unexpected(below.error());
  return ReadTree(store, *below);
}

ResultOr<std::vector<TreeChange>, ObjectFault> DiffTrees(ObjectStore& store, const std::string& before,
                                                         const std::string& after, std::string_view prefix) {
  const ResultOr<std::string, ObjectFault> old = Descend(store, before, prefix);
  if (!old) return tl::unexpected(old.error());
  const ResultOr<std::string, ObjectFault> now = Descend(store, after, prefix);
  if (!now) return tl::unexpected(now.error());
  Differ differ(store);
  if (const auto done = differ.Compare(*old, *now, ""); !done) return tl::unexpected(done.error());
  return differ.Take();
}

void LookAhead(ObjectStore& store, std::span<const TreePair> pairs, std::string_view prefix) {
  const auto look = [&](const std::string& id) {
    ResultOr<Object, ObjectFault> object = id.empty() ? Object() : store.Look(id);
    Result<Entries> entries = Entries();
    if (object && object->type == ObjectType::kTree) entries = ParseTree(object->bytes, store.hash());
    return entries ? std::move(*entries) : Entries();
  };
  store.ForgetWanted();
  std::vector<TreePair> level(pairs.begin(), pairs.end());
  std::vector<std::string_view> path = Split(prefix, '/');
  std::erase(path, std::string_view());
  for (std::size_t depth = 0; !level.empty(); ++depth) {
    for (const TreePair& pair : level) {
      for (const std::string& id : {pair.before, pair.after}) {
        if (!id.empty()) store.Want(id);
      }
    }
    std::vector<TreePair> below;
    for (const TreePair& pair : level) {
      const Entries before = look(pair.before);
      for (TreeEntry& entry : look(pair.after)) {
        if (depth < path.size() && entry.name != path[depth]) continue;
        const auto old = std::ranges::find(before, entry.name, &TreeEntry::name);
        const bool both = old != before.end() && old->mode == entry.mode;
        if (both && old->id == entry.id) continue;
        if (!IsDirectory(entry)) {
          if (entry.name.ends_with(".yaml")) store.Want(entry.id);
        } else {
          below.push_back({both ? old->id : std::string(), std::move(entry.id)});
        }
      }
    }
    level = std::move(below);
  }
}

}  // namespace cat4
