// A tree of files that can be listed and read: a directory on disk, a tree in memory or in git's objects.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/base/result.h"

namespace cat4 {

enum class EntryKind { kFile, kDirectory, kOther };  // other: symbolic link, submodule, device, socket, pipe

struct SourceEntry {
  std::string name;  // any bytes but '/' and NUL
  EntryKind kind = EntryKind::kFile;
};

// Paths are relative to the tree's root, parts separated by '/', "" for the root itself.
class Source {
 public:
  virtual ~Source() = default;

  // The entries of a directory in byte order of their names. Fails if it can't be listed.
  virtual Result<std::vector<SourceEntry>> List(std::string_view directory) const = 0;

  // The bytes of a regular file, but at most `limit` + 1 of them: a longer result tells that the file is
  // larger than the limit. Symbolic links are not followed. Fails if it can't be read.
  virtual Result<std::string> Read(std::string_view path, std::size_t limit) const = 0;

  // Whether several threads may list and read at once. If not, one at a time, best in the order expected.
  virtual bool IsConcurrent() const { return false; }

  // Says that these files will be read next, in this order: one that is far away is sent for ahead. Changes
  // nothing else, and promises nothing.
  virtual void Expect(std::span<const std::string> /*paths*/) const {}
};

// The same, whole: fails if the file is larger than the limit.
Result<std::string> ReadWhole(const Source& source, std::string_view path, std::size_t limit);

// The files below `root`. Never writes.
std::unique_ptr<Source> OpenDirectory(std::string root);

// Files given by path and content; directories follow from the paths.
std::unique_ptr<Source> InMemorySource(std::map<std::string, std::string> files);

}  // namespace cat4
