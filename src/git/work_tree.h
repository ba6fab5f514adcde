// The files of a recording and their entries in an index.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/git/repository.h"

namespace cat4 {

// A blob at a place: in a tree, an index or on disk.
struct IndexEntry {
  std::string mode = "100644";
  std::string object;  // empty: there is no file
  friend bool operator==(const IndexEntry&, const IndexEntry&) = default;
};
using IndexEntries = std::map<std::string, IndexEntry>;  // by path below the work tree's top

// The id of the file; empty if there is none.
std::string ObjectAt(const IndexEntries& entries, const std::string& path);

// Those of the paths that the commit, or the real index, has. Fails for unmerged ones.
Result<IndexEntries> EntriesOfCommit(const Repository& repository, const std::string& commit,
                                     const std::vector<std::string>& paths);
Result<IndexEntries> EntriesOfIndex(const Repository& repository, const std::vector<std::string>& paths);

// Puts the entries in an index; those without an object are taken out.
Result<void> SetEntries(const Repository& repository, const IndexEntries& entries,
                        const std::string& index_file);

// Lets the real index know the files as they are on disk, so that nothing takes them for changed.
void RefreshIndex(const Repository& repository);

// The id of the bytes as git would keep them; no id for no bytes.
std::string IdOf(const Repository& repository, const std::optional<std::string>& bytes);

// Has git keep the bytes, all of them by one git; their ids, in the same order. Under the recording lock.
Result<std::vector<std::string>> KeepBlobs(const Repository& repository,
                                           const std::vector<std::string_view>& blobs);
// The bytes of an id; none for none.
Result<std::optional<std::string>> ReadBlob(const Repository& repository, const std::string& id);

// The bytes of a regular file of the work tree; nothing if there is none. Fails for anything else there.
Result<std::optional<std::string>> ReadWorkFile(const Repository& repository, const std::string& path);

// Makes the file hold the bytes (none: removes it), by way of a temporary file in the git directory, so that
// nothing half written is ever seen. Makes directories as needed, and removes those that become empty. No
// symbolic link is followed.
Result<void> PutWorkFile(const Repository& repository, const std::string& path,
                         const std::optional<std::string>& bytes);

}  // namespace cat4
