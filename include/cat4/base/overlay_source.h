// A tree of files with some of them changed, added or removed: what a tree would be after an edit.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "cat4/base/source.h"

namespace cat4 {

// `files` by path: the new bytes, or nothing for a file that is removed. Directories of new files need not
// exist in `below`, which must outlive the overlay; one whose last file is removed stays, empty.
std::unique_ptr<Source> Overlay(const Source& below, std::map<std::string, std::optional<std::string>> files);

}  // namespace cat4
