// Writing to files of a tree on disk, so that at any moment, even if the machine stops, a file holds its old
// bytes or its new ones.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "cat4/base/result.h"

namespace cat4 {

// Writes `bytes` to the file `path` below the directory `root`: a new one, or in the place of a regular file,
// whose mode and, where the process may, owner the new one gets. The directory must exist. The bytes and the
// name are on disk when it returns.
//
// Below the root no symbolic link is followed; one in the file's place is refused, as is anything else that
// is no regular file. The bytes go to a temporary file first, in the root, where whatever a crash leaves
// disturbs no reader (beside the file if the root is on another file system, or can't be written).
// `temporary_directory`: another place for it, if there is a better one than the root.
Result<void> WriteFile(const std::string& root, std::string_view path, std::string_view bytes,
                       const std::string& temporary_directory = {});

// Writes a new file, and makes the directories on its way that are missing. Fails if anything at all has that
// name already; what was made for it is removed again then. Otherwise as WriteFile.
Result<void> CreateFile(const std::string& root, std::string_view path, std::string_view bytes);

// Writes a file that is there or not, and makes the directories on its way that are missing. Otherwise as
// WriteFile.
Result<void> PutFile(const std::string& root, std::string_view path, std::string_view bytes,
                     const std::string& temporary_directory = {});

// Removes a file, and the directories that are empty then. One that is not there is fine; as with WriteFile,
// no symbolic link is followed below the root.
Result<void> RemoveFile(const std::string& root, std::string_view path);

// Bytes that were read from a file, and those that are to replace them.
struct FileChange {
  std::string path;
  std::string before;
  std::string after;
};

// Writes all or none, one caller per tree at a time. Nothing is written if a file no longer holds the bytes
// that were read. If one can't be written, those before it get their old bytes back; the message says so, or
// which of them still have the new ones.
Result<void> ReplaceFiles(const std::string& root, std::span<const FileChange> changes);

}  // namespace cat4
