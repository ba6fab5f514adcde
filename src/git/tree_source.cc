#include "cat4/git/tree_source.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "cat4/base/text.h"
#include "cat4/git/object_store.h"

namespace cat4 {
namespace {

EntryKind KindOf(TreeMode mode) {
  switch (mode) {
    case TreeMode::kFile:
    case TreeMode::kExecutable:
      return EntryKind::kFile;
    case TreeMode::kDirectory:
      return EntryKind::kDirectory;
    case TreeMode::kLink:
    case TreeMode::kSubmodule:
      break;
  }
  return EntryKind::kOther;
}

std::string_view DirectoryOf(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

class CommitSource final : public Source {
 public:
  CommitSource(std::shared_ptr<ObjectStore> store, std::span<const std::string_view> paths)
      : store_(std::move(store)), paths_(paths.begin(), paths.end()) {}

  Result<void> Load(const std::string& id, std::string_view prefix) {
    Result<std::string> tree = TreeOf(id);
    if (!tree) return tl::unexpected(tree.error());
    for (const std::string_view part : Split(prefix, '/')) {
      if (part.empty()) continue;
      const Result<std::vector<TreeEntry>> entries = ReadTree(*tree);
      if (!entries) return tl::unexpected(entries.error());
      const auto found = std::ranges::find(*entries, part, &TreeEntry::name);
      if (found == entries->end() || found->mode != TreeMode::kDirectory) {
        directories_[""];
        return {};
      }
      tree = found->id;
    }
    const Result<const Entries*> root = Take("", *tree);
    return root ? Result<void>() : tl::unexpected(root.error());
  }

  Result<std::vector<SourceEntry>> List(std::string_view directory) const override {
    const Result<const Entries*> found = Find(directory);
    if (!found) return tl::unexpected(found.error());
    if (!*found) return Fail("can't list '{}': there is no such directory", Printable(directory));
    std::vector<SourceEntry> entries;
    for (const auto& [name, entry] : **found) {
      entries.push_back({name, KindOf(entry.mode)});
      // Who lists a directory goes on to those in it; at the root there may be others than those of the
      // format.
      if (entry.mode == TreeMode::kDirectory && !directory.empty()) store_->Want(entry.id);
    }
    return entries;
  }

  Result<std::string> Read(std::string_view path, std::size_t limit) const override {
    const Result<const Entry*> file = FindFile(path);
    if (!file) return tl::unexpected(file.error());
    if (!*file) return Fail("can't read '{}': there is no such file", Printable(path));
    ResultOr<std::string, ObjectFault> bytes = store_->Get((*file)->id, ObjectType::kBlob);
    if (!bytes) return tl::unexpected(FailureOf(bytes.error()));
    if (bytes->size() > limit + 1) bytes->resize(limit + 1);
    return std::move(*bytes);
  }

  void Expect(std::span<const std::string> paths) const override {
    for (const std::string& path : paths) {
      const Result<const Entry*> file = FindFile(path);
      if (file && *file) store_->Want((*file)->id);
    }
  }

 private:
  struct Entry {
    TreeMode mode{};
    std::string id;
  };
  using Entries = std::map<std::string, Entry, std::less<>>;

  Result<std::string> TreeOf(const std::string& id) const {
    const ResultOr<Object, ObjectFault> object = store_->Get(id);
    if (!object) return tl::unexpected(FailureOf(object.error()));
    if (object->type == ObjectType::kTree) return id;
    // Only the tree's line: commits of other tools may be odd in what follows, which decides nothing here.
    constexpr std::string_view kTree = "tree ";
    const std::string_view line = std::string_view(object->bytes).substr(0, object->bytes.find('\n'));
    if (object->type != ObjectType::kCommit || !line.starts_with(kTree))
      return Fail("git object {} is no commit with a tree", id);
    return std::string(line.substr(kTree.size()));
  }

  Result<std::vector<TreeEntry>> ReadTree(const std::string& id) const {
    const ResultOr<std::string, ObjectFault> raw = store_->Get(id, ObjectType::kTree);
    if (!raw) return tl::unexpected(FailureOf(raw.error()));
    Result<std::vector<TreeEntry>> entries = ParseTree(*raw, store_->hash());
    if (!entries) {
      ObjectFault fault{ObjectFault::Kind::kCorrupt,
                        fmt::format("tree {} is not as git writes it: {}", id, entries.error().message)};
      store_->Blame(fault);
      return tl::unexpected(FailureOf(fault));
    }
    return std::move(*entries);
  }

  Result<const Entries*> Take(std::string_view directory, const std::string& id) const {
    Result<std::vector<TreeEntry>> read = ReadTree(id);
    if (!read) return tl::unexpected(read.error());
    Entries entries;
    for (TreeEntry& entry : *read) {
      if (directory.empty() && !paths_.empty() && !paths_.contains(entry.name)) continue;
      entries.emplace(std::move(entry.name), Entry{entry.mode, std::move(entry.id)});
    }
    return &directories_.insert_or_assign(std::string(directory), std::move(entries)).first->second;
  }

  // Null if there is no regular file of that name.
  Result<const Entry*> FindFile(std::string_view path) const {
    const std::string_view directory = DirectoryOf(path);
    const Result<const Entries*> found = Find(directory);
    if (!found) return tl::unexpected(found.error());
    if (!*found) return nullptr;
    const auto entry = (*found)->find(directory.empty() ? path : path.substr(directory.size() + 1));
    if (entry == (*found)->end() || KindOf(entry->second.mode) != EntryKind::kFile) return nullptr;
    return &entry->second;
  }

  // The entries of a directory; null if there is none of that name.
  Result<const Entries*> Find(std::string_view directory) const {
    if (const auto known = directories_.find(directory); known != directories_.end()) return &known->second;
    const std::string_view above = DirectoryOf(directory);
    const Result<const Entries*> parent = Find(above);
    if (!parent || !*parent) return parent;
    const auto entry = (*parent)->find(above.empty() ? directory : directory.substr(above.size() + 1));
    if (entry == (*parent)->end() || entry->second.mode != TreeMode::kDirectory) return nullptr;
    return Take(directory, entry->second.id);
  }

  const std::shared_ptr<ObjectStore> store_;
  const std::set<std::string, std::less<>> paths_;
  mutable std::map<std::string, Entries, std::less<>> directories_;  // by path; the root is always there
};

}  // namespace

Result<std::unique_ptr<Source>> OpenCommit(const Repository& repository, const std::string& id,
                                           std::span<const std::string_view> paths) {
  auto source = std::make_unique<CommitSource>(repository.objects, paths);
  if (const Result<void> loaded = source->Load(id, repository.prefix); !loaded)
    return tl::unexpected(loaded.error());
  return source;
}

}  // namespace cat4
