// Which tree a command reads: the files here, or those of a revision.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cat4/base/source.h"
#include "cat4/git/repository.h"

#include "cli/command.h"

namespace cat4 {

struct OpenedTree {
  std::string start, root;  // absolute; of a revision: where the tree would stand
  std::string revision;     // the commit's id; empty: the files as they are here
  std::unique_ptr<Source> source;
  std::optional<Repository> repository;  // of a revision; the source lives in its objects

  // Fails if an object of the revision that was asked for is missing or broken: ask when everything is read.
  Result<void> CheckComplete() const;
};

// That of a revision, whatever --rev says.
Result<OpenedTree> OpenTreeAt(const Invocation& invocation, const Environment& environment,
                              const std::string& revision);

// The same for whoever judges history: a tree that is there but can't be read is a finding, not a failure. It
// has no source then, and nothing is known of its root.
Result<OpenedTree> OpenTreeToJudge(const Invocation& invocation, const Environment& environment,
                                   const std::string& revision);

// As --directory and --rev say. The root is the nearest directory, from the start upwards, that holds
// organization.yaml; in a bare repository the only one that does.
Result<OpenedTree> OpenTree(const Invocation& invocation, const Environment& environment);

}  // namespace cat4
