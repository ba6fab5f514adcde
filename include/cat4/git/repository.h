// The git repository that holds a tree, as far as recording needs it.
//
// Nothing here trusts variables of the environment that point git elsewhere (GIT_DIR, GIT_INDEX_FILE …): the
// repository is the one whose work tree holds the directory. Replace refs and grafts have no say, nothing is
// fetched.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/base/result.h"
#include "cat4/crypto/git_object.h"
#include "cat4/git/object_store.h"
#include "cat4/git/process.h"

namespace cat4 {

// Where HEAD points.
struct Head {
  std::string commit;  // its id; empty while nothing is committed
  std::string ref;     // "refs/heads/main"; empty if it is detached

  std::string_view branch() const;  // "main"; empty if detached
  std::string place() const;        // for messages: "main", "a detached HEAD"
};

struct Repository {
  std::string top;         // of the work tree; absolute
  std::string prefix;      // of the opened directory below it: "" or "a/b/"
  std::string git_dir;     // of this work tree; absolute
  std::string common_dir;  // of all linked work trees; absolute
  bool bare = false;
  std::string no_object;                 // zeros, as many as an id of this repository has digits
  std::optional<Quarantine> quarantine;  // of a push that is being received

  std::shared_ptr<ObjectStore> objects;  // one for all copies; no process before something is read from it

  GitHash hash() const;  // what its objects are named by

  // Fails if there is no repository, if it is bare, or if git refuses to work in it.
  static Result<Repository> Open(const std::string& directory);
  // The same, but a bare one will do: its top is its git directory.
  static Result<Repository> OpenToRead(const std::string& directory);
  // The same with what lies in quarantine.
  static Result<Repository> OpenToRead(const std::string& directory, std::optional<Quarantine> quarantine);

  // Runs git at the top of the work tree. Fails only if git can't be run at all.
  Result<ProcessOutput> Try(std::vector<std::string> arguments, std::string input = {},
                            std::optional<std::string> index_file = std::nullopt) const;
  // Its standard output. Fails if it fails, with its complaint.
  Result<std::string> Run(std::vector<std::string> arguments, std::string input = {},
                          std::optional<std::string> index_file = std::nullopt) const;

  Result<Head> ReadHead() const;

  // A value of git's configuration; nothing if it is not set.
  std::optional<std::string> Config(std::string_view key) const;

  // The same of the user's own configuration alone: nothing that stands in the repository.
  std::optional<std::string> UserConfig(std::string_view key) const;
  // The full name of the branch, or other ref, that a revision names; nothing if it is no name of one.
  std::optional<std::string> RefNamed(std::string_view revision) const;

  // What is going on that a new commit would disturb: "a merge"; nothing if nothing is.
  std::optional<std::string> Unfinished() const;

  // True if its history ends at a boundary that a clone was told to stop at.
  bool IsShallow() const;
  // The commits at which a shallow clone was cut off from their parents; none in another.
  std::set<std::string> ShallowCommits() const;

  // The commit that the revision names; nothing if it names none.
  std::optional<std::string> FindCommit(std::string_view revision) const;
  // The commits a branch points at: as its remote had it last, and as it is here.
  std::vector<std::string> TipsOfBranch(std::string_view branch) const;
  // The first of them; nothing if its remote did not have it.
  std::optional<std::string> TipAtRemote(std::string_view branch) const;
  // The best common ancestor with a branch, as its remote has it or as it is here, whichever is later;
  // nothing if there is none.
  std::optional<std::string> MergeBaseWithBranch(const std::string& commit, std::string_view branch) const;
  // The best common ancestor; nothing if there is none.
  std::optional<std::string> MergeBase(const std::string& one, const std::string& other) const;
};

// True if some repository's work tree, or a bare repository, holds the directory. Fails where there is a
// '.git' in it or above, and git can't be run or does not read it: nobody may take that for no history.
Result<bool> IsInRepository(const std::string& directory);

}  // namespace cat4
