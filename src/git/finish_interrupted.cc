#include <algorithm>

#include "cat4/base/text.h"
#include "cat4/git/record.h"

#include "git/journal.h"
#include "git/run_git.h"
#include "git/work_tree.h"

namespace cat4 {
namespace {

class Finisher {
 public:
  Finisher(const Repository& repository, const Journal& journal)
      : repository_(repository), journal_(journal) {
    for (const JournalFile& file : journal.files) paths_.push_back(file.path);
  }

  Result<std::optional<std::string>> Run() {
    const Result<Head> head = repository_.ReadHead();
    if (!head) return tl::unexpected(head.error());
    if (IsRecorded(*head)) return Forget(std::nullopt);
    if (head->commit == journal_.old_commit) return Complete();
    return JudgeMoved(*head);
  }

 private:
  Result<std::optional<std::string>> Forget(std::optional<std::string> message) const {
    if (const Result<void> removed = RemoveJournal(repository_); !removed)
      return tl::unexpected(removed.error());
    return message;
  }

  bool IsRecorded(const Head& head) const {
    if (head.commit.empty()) return false;
    const Result<ProcessOutput> inside =
        repository_.Try({"merge-base", "--is-ancestor", journal_.new_commit, head.commit});
    return inside && inside->succeeded();
  }

  // The branch is where it was: files and index are brought to what was signed, unless somebody has changed
  // them since.
  Result<std::optional<std::string>> Complete() const {
    if (const std::optional<std::string> unfinished = repository_.Unfinished())
      return Fail("the recording of '{}' was interrupted, and {}", journal_.subject, *unfinished);
    const Result<IndexEntries> indexed = EntriesOfIndex(repository_, paths_);
    if (!indexed) return tl::unexpected(indexed.error());
    IndexEntries entries;
    for (const JournalFile& file : journal_.files) {
      const Result<std::string> object = ObjectOnDisk(file.path);
      if (!object) return tl::unexpected(object.error());
      if (*object != file.before && *object != file.after) return Changed(file.path);
      const auto entry = indexed->find(file.path);
      entries[file.path] = {entry == indexed->end() ? "100644" : entry->second.mode, file.after};
    }
    for (const JournalFile& file : journal_.files) {
      std::optional<std::string> bytes;
      if (!file.after.empty()) {
        Result<std::string> blob = repository_.Run({"cat-file", "blob", file.after});
        if (!blob) return tl::unexpected(blob.error());
        bytes = std::move(*blob);
      }
      if (const Result<void> put = PutWorkFile(repository_, file.path, bytes); !put)
        return tl::unexpected(put.error());
    }
    if (const Result<void> set = SetEntries(repository_, entries, std::nullopt); !set)
      return tl::unexpected(set.error());
    const std::string old = journal_.old_commit.empty() ? repository_.no_object : journal_.old_commit;
    const Result<std::string> moved =
        repository_.Run({"update-ref", "-m", "cat4: " + journal_.subject, "HEAD", journal_.new_commit, old});
    if (!moved) return tl::unexpected(moved.error());
    return Forget(fmt::format("finished what was interrupted before: '{}' is recorded in commit {}",
                              journal_.subject, journal_.new_commit.substr(0, 12)));
  }

  // Somebody has committed since.
  Result<std::optional<std::string>> JudgeMoved(const Head& head) const {
    const Result<IndexEntries> committed = EntriesOfCommit(repository_, head.commit, paths_);
    if (!committed) return tl::unexpected(committed.error());
    const bool landed = std::ranges::all_of(journal_.files, [&](const JournalFile& file) {
      const auto entry = committed->find(file.path);
      return (entry == committed->end() ? std::string() : entry->second.object) == file.after;
    });
    if (landed)
      return Forget(
          fmt::format("the recording of '{}' was interrupted; another commit holds it since, which may lack "
                      "your signature: 'cat4 decision endorse' settles that",
                      journal_.subject));
    for (const JournalFile& file : journal_.files) {
      const Result<std::string> object = ObjectOnDisk(file.path);
      if (!object) return tl::unexpected(object.error());
      if (*object != file.before) return Changed(file.path);
    }
    return Forget(fmt::format("the recording of '{}' was interrupted before it changed a file; decide again",
                              journal_.subject));
  }

  Result<std::string> ObjectOnDisk(const std::string& path) const {
    const Result<std::optional<std::string>> bytes = ReadWorkFile(repository_, path);
    if (!bytes) return tl::unexpected(bytes.error());
    return *bytes ? WriteBlob(repository_, **bytes) : Result<std::string>(std::string());
  }

  tl::unexpected<Failure> Changed(const std::string& path) const {
    std::string paths;
    for (const JournalFile& file : journal_.files) paths += " '" + Printable(file.path) + "'";
    return Fail(
        "the recording of '{}' was interrupted, and '{}' or the branch has changed since; put the files "
        "right "
        "('git status' shows them, 'git checkout HEAD --{}' restores them), then remove '{}' and decide "
        "again",
        journal_.subject, Printable(path), paths, Printable(JournalPath(repository_)));
  }

  const Repository& repository_;
  const Journal& journal_;
  std::vector<std::string> paths_;
};

}  // namespace

Result<std::optional<std::string>> FinishInterrupted(const Repository& repository) {
  const Result<std::optional<Journal>> journal = ReadJournal(repository);
  if (!journal) return tl::unexpected(journal.error());
  if (!*journal) return std::optional<std::string>();
  return Finisher(repository, **journal).Run();
}

}  // namespace cat4
