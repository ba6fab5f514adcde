// Which files differ between two trees, without opening what they share.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/git/object_store.h"

namespace cat4 {

// The entry of a tree at a path below its root; none: it has no such entry.
struct TreeFileId {
  std::string id;  // empty: none
  TreeMode mode = TreeMode::kFile;
  friend bool operator==(const TreeFileId&, const TreeFileId&) = default;
};

struct TreeChange {
  std::string path;
  TreeFileId before, after;  // never directories
};

// The entries of a directory of a tree ("" or "a/b/"); none where it has no such directory.
ResultOr<std::vector<TreeEntry>, ObjectFault> ListTree(ObjectStore& store, const std::string& tree,
                                                       std::string_view directory);

// The changes from one tree to another, below a directory of both ("" or "a/b/"), by path. An empty id stands
// for a tree without entries, as does a tree that has no such directory.
ResultOr<std::vector<TreeChange>, ObjectFault> DiffTrees(ObjectStore& store, const std::string& before,
                                                         const std::string& after, std::string_view prefix);

// Two trees that will be compared; empty: none.
struct TreePair {
  std::string before, after;
};

// Has the store read what DiffTrees will ask for of these pairs, level by level for all of them at once, and
// sends for the YAML files that differ. A comparison alone would wait for git at each of its levels. Faults
// are left to who asks.
void LookAhead(ObjectStore& store, std::span<const TreePair> pairs, std::string_view prefix);

}  // namespace cat4
