// Where the user's state directory keeps what an audit left behind.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cat4/audit/checkpoint.h"
#include "cat4/git/repository.h"

#include "cli/environment.h"

namespace cat4 {

struct CheckpointFile {
  std::string directory = {};  // of the user's state
  std::string path = {};       // below it; empty: there is none

  std::optional<Checkpoint> Read() const;
  // Fails where the file can't be written. Does nothing where there is none.
  Result<void> Write(const Checkpoint& checkpoint) const;
};

// That of an audit of `revision`, which is `commit`. Its organization, its trust root and the branch's full
// name find the file: what is audited by a commit's id alone leaves none.
CheckpointFile FindCheckpointFile(const Environment& environment, const Repository& repository,
                                  std::string_view revision, const std::string& commit);

}  // namespace cat4
