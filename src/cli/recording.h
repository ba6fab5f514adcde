// What every command that records begins and ends with: the lock, the tree of HEAD, who signs with which key;
// then the proof that the new tree is no worse, and the commit.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/base/check.h"
#include "cat4/check/new_errors.h"
#include "cat4/git/record.h"
#include "cat4/governance/locks.h"
#include "cat4/governance/propose.h"

#include "cli/tree_edit.h"
#include "cli/workspace.h"

namespace cat4 {

// Files of the tree by path; none: removed.
using TreeChanges = std::map<std::string, std::optional<std::string>>;

// Where the signer's key is looked up: nowhere yet for commands that change the registry, which look it up
// themselves.
enum class SignerFrom { kCommitted, kLater };

class RecordingSession {
 public:
  // Takes the lock unless `dry_run`, finishes an interrupted recording, reads the tree of HEAD and the landed
  // one, and finds out who signs. Fails where any of this can't be had, with the remedy.
  static Result<std::unique_ptr<RecordingSession>> Open(const Invocation& invocation,
                                                        Environment& environment,
                                                        SignerFrom from = SignerFrom::kCommitted);

  const Workspace& workspace() const { return workspace_; }
  Portfolio& portfolio() { return *workspace_.portfolio; }
  const Repository& repository() const { return repository_; }
  const Head& head() const { return head_; }
  const SigningKey& key() const { return *key_; }
  const Person& signer() const { return *signer_; }
  const std::string& email() const { return email_; }  // git's user.email
  const Portfolio& landed() const { return *landed_; }
  const Source& landed_source() const { return landed_source_ ? *landed_source_ : *committed_; }
  const std::string& landed_commit() const { return landed_commit_; }
  bool dry_run() const { return dry_run_; }
  bool quiet() const { return quiet_; }  // --quiet: only what was decided, without its statement
  Basis basis() {
    CAT4_CHECK(locks_);  // Load has refused a tree in which nobody can decide
    return {portfolio(), *locks_, landed_, Approvals::kProven, landing_};
  }

  // Lets the tree decided on have the working tree's bytes of these files, which may differ from HEAD's.
  // Pointers into the portfolio end here.
  // A file that is not there counts as removed.
  Result<void> TakeEdited(const std::vector<std::string>& paths);
  // Lets it have these bytes, which nobody has written yet.
  Result<void> Adjust(const TreeChanges& changes);
  // The bytes of a file in the tree decided on; nothing if there is none.
  std::optional<std::string> BytesOf(const std::string& path) const;
  // The same in HEAD.
  std::optional<std::string> CommittedBytesOf(const std::string& path) const;

  // To be asked before anybody is asked to sign. Refuses changes that can't be recorded as files and index
  // are, or that would bring errors which the tree of HEAD does not have. Changed terms of measures
  // that were taken as edited are none: they are what an amend is about.
  Result<void> Prove(const TreeChanges& changes) const;

  // The same for a change of the registry: errors of measures that name somebody who has left are
  // shown only.
  Result<void> ProveRegistry(const TreeChanges& changes, Environment& environment) const;

  // Signs, in the user's name.
  Result<std::string> Sign(std::string_view statement) const { return SignStatement(*key_, statement); }

  // Records the changes, or only shows them in a dry run, and says so.
  Result<int> Finish(const TreeChanges& changes, Recording recording, Environment& environment) const;

 private:
  RecordingSession() = default;
  Result<void> SettleInterrupted(Environment& environment);
  std::vector<NewError> ErrorsOf(const TreeChanges& changes) const;
  std::vector<FileToRecord> FilesOf(const TreeChanges& changes) const;
  void ShowFiles(const std::vector<FileToRecord>& files, Environment& environment) const;
  Result<void> Reload();
  Result<void> Load(const Invocation& invocation, const Environment& environment, SignerFrom from);
  Result<void> FindLanded();
  Result<void> CheckRatified() const;
  Result<void> IdentifySigner();

  bool dry_run_ = false, quiet_ = false;
  Repository repository_;
  std::optional<RecordingLock> lock_;
  Head head_;
  std::unique_ptr<Source> committed_;      // HEAD
  std::unique_ptr<Source> landed_source_;  // the merge base with the governed branch, if it is not HEAD
  std::unique_ptr<Portfolio> landed_portfolio_;
  Landing landing_ = Landing::kUnknown;
  const Portfolio* landed_ = nullptr;
  std::string landed_commit_, email_;
  Workspace workspace_;   // its source: HEAD, with edited files over it
  TreeChanges edited_;    // as the working tree has them
  TreeChanges adjusted_;  // as they will be recorded
  std::unique_ptr<Locks> locks_;
  std::optional<SigningKey> key_;
  const Person* signer_ = nullptr;
};

// The bytes of a file of a tree; nothing if it can't be read.
std::optional<std::string> BytesIn(const Source& source, const std::string& path);

// The statement as it is shown before it is signed: each line indented by two spaces.
std::string IndentedStatement(std::string_view statement);

// Whose key it is in the registry. Fails with the way to get it there.
Result<const Person*> OwnerOfKey(const Portfolio& portfolio, const SigningKey& key, const std::string& email);

// What became of an interrupted recording, and what is left to do where that was an `init`.
std::string SettledText(const Interrupted& settled, const Repository& repository);

// A text given on the command line, in normal form C; empty if the option was not given. Refuses what can't
// be a signed line.
Result<Text> TextOption(const Invocation& invocation, std::string_view option, TextPool& texts);

}  // namespace cat4
