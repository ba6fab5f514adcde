// Walks the tree of files: depth decides the level, names confirm it, everything else is a finding.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cat4/base/source.h"
#include "cat4/diagnostics/finding.h"
#include "cat4/model/words.h"

namespace cat4 {

// A file to be read.
struct TreeFile {
  FileId file = 0;
  std::string stem;  // the name without .yaml
};

struct TreeMeasure {
  TreeFile measure;
  std::vector<TreeFile> approvals;
};

struct TreeContainer {
  Level level = Level::kPortfolio;
  int parent = -1;         // index in Tree::containers; -1: the organization
  FileId file = 0;         // 0: it has none (reported)
  bool file_seen = false;  // something stands in its file's place
  std::string directory;   // path of the directory
  std::vector<TreeMeasure> measures;
};

struct Tree {
  FileId organization = 0, policy = 0, rates = 0, waivers = 0, registry = 0;  // 0: there is none
  // Names at the root that stand there but can't be read as what they should be, such as a link
  // "policy.yaml".
  std::vector<std::string> unreadable_root;
  // Stems of files that are passed over by name or kind (reported): references to them are no second mistake.
  std::vector<std::string> passed_over;
  std::vector<TreeFile> people, committees;
  std::vector<TreeContainer> containers;  // depth-first, parents first
  std::vector<FileId> evidence;
  std::vector<Failure> failures;  // directories that could not be listed
};

// Adds the path of every file it meets to `files`. Reports misplaced-file, not-a-regular-file and
// name-collision.
Tree WalkTree(const Source& source, FileTable& files, Findings& findings);

}  // namespace cat4
