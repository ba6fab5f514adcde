#include <algorithm>
#include <filesystem>
#include <map>

#include "cat4/base/text.h"
#include "cat4/git/record.h"

#include "git/index_lock.h"
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

  Result<Interrupted> Run() {
    const Result<Head> head = repository_.ReadHead();
    if (!head) return tl::unexpected(head.error());
    if (IsRecordedIn(head->commit) || IsRecordedIn(journal_.ref))
      return Forget(Recorded("'{}' was recorded in commit {} on {} by a call that was interrupted after that",
                             journal_.subject, Short(journal_.new_commit), Place()));
    Result<IndexLock> lock = IndexLock::Take(repository_);
    if (!lock) return tl::unexpected(lock.error());
    lock_.emplace(std::move(*lock));
    for (const auto step : {&Finisher::ReadEntries, &Finisher::ReadFiles}) {
      if (const Result<void> done = (this->*step)(*head); !done) return tl::unexpected(done.error());
    }
    const bool moved = head->ref != journal_.ref || head->commit != journal_.old_commit;
    if (!moved && IsWhole()) return Complete();
    if (moved && Has(committed_, &JournalFile::after))
      return Forget(
          Recorded("'{}' was interrupted, and commit {} on {} has recorded it since; if that is not signed "
                   "by somebody in the registry, 'cat4 decision endorse' settles it",
                   journal_.subject, Short(head->commit), head->place()));
    return TakeBack(*head);
  }

 private:
  static std::string Short(const std::string& commit) { return commit.substr(0, 12); }

  // Of the branch that was to move.
  std::string Place() const { return Head{.commit = journal_.old_commit, .ref = journal_.ref}.place(); }

  template <typename... Args>
  static Interrupted Recorded(fmt::format_string<Args...> format, Args&&... args) {
    return {.message = fmt::format(format, std::forward<Args>(args)...), .recorded = true, .added = {}};
  }

  Result<Interrupted> Forget(Interrupted what) const {
    if (const Result<void> removed = RemoveJournal(repository_); !removed)
      return tl::unexpected(removed.error());
    for (const JournalFile& file : journal_.files) {
      if (file.before.empty()) what.added.push_back(file.path);
    }
    return what;
  }

  bool IsRecordedIn(const std::string& revision) const {
    if (revision.empty()) return false;
    const Result<ProcessOutput> inside =
        repository_.Try({"merge-base", "--is-ancestor", journal_.new_commit, revision});
    return inside && inside->succeeded();
  }

  Result<void> ReadEntries(const Head& head) {
    Result<IndexEntries> old = EntriesOfCommit(repository_, journal_.old_commit, paths_);
    if (!old) return tl::unexpected(old.error());
    old_ = std::move(*old);
    Result<IndexEntries> committed = EntriesOfCommit(repository_, head.commit, paths_);
    if (!committed) return tl::unexpected(committed.error());
    committed_ = std::move(*committed);
    Result<IndexEntries> indexed = EntriesOfIndex(repository_, paths_);
    if (!indexed) return tl::unexpected(indexed.error());
    indexed_ = std::move(*indexed);
    return {};
  }

  Result<void> ReadFiles(const Head&) {
    for (const std::string& path : paths_) {
      const Result<std::optional<std::string>> bytes = ReadWorkFile(repository_, path);
      if (!bytes) return tl::unexpected(bytes.error());
      on_disk_[path] = IdOf(repository_, *bytes);
    }
    return {};
  }

  bool Has(const IndexEntries& entries, std::string JournalFile::*state) const {
    return std::ranges::all_of(
        journal_.files, [&](const JournalFile& file) { return ObjectAt(entries, file.path) == file.*state; });
  }

  // False if the commit lacks an object: removed since, or never on disk before the machine stopped.
  bool IsWhole() const {
    std::vector<std::string> arguments = {"rev-list", "--objects", "--quiet", journal_.new_commit};
    if (!journal_.old_commit.empty()) arguments.insert(arguments.end(), {"--not", journal_.old_commit});
    const Result<ProcessOutput> walked = repository_.Try(std::move(arguments));
    return walked && walked->succeeded();
  }

  // What nobody has changed since.
  Result<void> CheckUntouched() const {
    for (const JournalFile& file : journal_.files) {
      const std::string indexed = ObjectAt(indexed_, file.path), on_disk = on_disk_.at(file.path);
      if (on_disk != file.before && on_disk != file.after) return Changed(file.path);
      if (indexed != file.before && indexed != file.after && indexed != ObjectAt(old_, file.path) &&
          indexed != ObjectAt(committed_, file.path))
        return Changed(file.path);
    }
    return {};
  }

  // The branch is where it was: files and index are brought to what was signed.
  Result<Interrupted> Complete() {
    if (const std::optional<std::string> unfinished = repository_.Unfinished())
      return Fail("the recording of '{}' was interrupted, and {}", journal_.subject, *unfinished);
    if (const Result<void> untouched = CheckUntouched(); !untouched) return tl::unexpected(untouched.error());
    IndexEntries entries;
    for (const JournalFile& file : journal_.files) {
      if (const Result<void> put = Put(file.path, file.after); !put) return tl::unexpected(put.error());
      const auto entry = indexed_.find(file.path);
      entries[file.path] = {entry == indexed_.end() ? IndexEntry().mode : entry->second.mode, file.after};
    }
    if (const Result<void> put = lock_->Put(entries); !put) return tl::unexpected(put.error());
    if (const Result<void> moved = MoveBranch(repository_, journal_); !moved)
      return tl::unexpected(moved.error());
    return Forget(Recorded("finished what was interrupted before: '{}' is recorded in commit {} on {}",
                           journal_.subject, Short(journal_.new_commit), Place()));
  }

  // Somebody has committed other things since, or gone to another branch, or the commit is lost: files and
  // index are brought back.
  Result<Interrupted> TakeBack(const Head& head) {
    const std::string since =
        head.ref == journal_.ref
            ? std::string("was interrupted before it was recorded")
            : fmt::format("was interrupted before it was recorded on {}, and HEAD is on {} since", Place(),
                          head.place());
    if (NothingIsLeft())
      return Forget(
          {.message = fmt::format("'{}' {}; {}; decide again", journal_.subject, since, PartCommitted()),

           .recorded = false,
           .added = {}});
    for (const JournalFile& file : journal_.files) {
      if (ObjectAt(committed_, file.path) != ObjectAt(old_, file.path)) return Changed(file.path);
    }
    if (const Result<void> untouched = CheckUntouched(); !untouched) return tl::unexpected(untouched.error());
    IndexEntries entries;
    for (const JournalFile& file : journal_.files) {
      const auto entry = committed_.find(file.path);
      if (ObjectAt(indexed_, file.path) == file.after)
        entries[file.path] = entry == committed_.end() ? IndexEntry() : entry->second;
    }
    if (!entries.empty()) {
      if (const Result<void> put = lock_->Put(entries); !put) return tl::unexpected(put.error());
    }
    for (auto file = journal_.files.rbegin(); file != journal_.files.rend(); ++file) {
      if (const Result<void> put = Put(file->path, file->before); !put) return tl::unexpected(put.error());
    }
    lock_.reset();
    RefreshIndex(repository_);
    return Forget({.message = fmt::format("'{}' {}; what it had written is taken back; decide again",
                                          journal_.subject, since),
                   .recorded = false,
                   .added = {}});
  }

  // What became of files that are as they are committed.
  std::string PartCommitted() const {
    std::size_t count = 0;
    std::string first;
    for (const JournalFile& file : journal_.files) {
      if (file.after == file.before || ObjectAt(committed_, file.path) != file.after) continue;
      if (count++ == 0) first = file.path;
    }
    if (count == 0) return "nothing of what it wrote is left";
    return fmt::format(
        "{} of the {} it wrote stand in commits made since, without its signature ('git log -- {}' shows "
        "them, 'git revert' takes one back)",
        count, Count(journal_.files.size(), "file"), ShellQuoted(Printable(first)));
  }

  // Somebody has put the files right himself.
  bool NothingIsLeft() const {
    return std::ranges::all_of(paths_, [&](const std::string& path) {
      const std::string committed = ObjectAt(committed_, path);
      return on_disk_.at(path) == committed && ObjectAt(indexed_, path) == committed;
    });
  }

  Result<void> Put(const std::string& path, const std::string& object) const {
    if (on_disk_.at(path) == object) return {};
    const Result<std::optional<std::string>> bytes = ReadBlob(repository_, object);
    if (!bytes) return tl::unexpected(bytes.error());
    return PutWorkFile(repository_, path, *bytes);
  }

  tl::unexpected<Failure> Changed(const std::string& path) const {
    std::string restored, removed;
    for (const JournalFile& file : journal_.files) {
      if (committed_.contains(file.path)) {
        restored += " " + ShellQuoted(Printable(file.path));
      } else {
        removed += " " + ShellQuoted(Printable(file.path));
      }
    }
    return Fail(
        "the recording of '{}' was interrupted, and '{}' has changed since; put the files right (in '{}', "
        "'git diff HEAD' shows what is different{}{}{}{}{}), then remove '{}' and decide again",
        journal_.subject, Printable(path), Printable(repository_.top),
        restored.empty() ? "" : ", 'git checkout HEAD --", restored,
        restored.empty() ? "" : "' brings back what is committed", removed.empty() ? "" : ", 'rm -f --",
        removed.empty() ? "" : removed + "' removes what is not", Printable(JournalPath(repository_)));
  }

  const Repository& repository_;
  const Journal& journal_;
  std::vector<std::string> paths_;
  std::optional<IndexLock> lock_;
  IndexEntries old_, committed_, indexed_;      // of the commit before, of HEAD, of the real index
  std::map<std::string, std::string> on_disk_;  // ids by path; empty: no file
};

}  // namespace

bool IsRecordingBegun(const Repository& repository) {
  std::error_code error;
  return std::filesystem::exists(JournalPath(repository), error);
}

Result<std::optional<Interrupted>> FinishInterrupted(const Repository& repository) {
  IndexLock::RemoveLeft(repository);
  RemoveScratch(repository);
  const Result<std::optional<Journal>> journal = ReadJournal(repository);
  if (!journal) return tl::unexpected(journal.error());
  if (!*journal) return std::optional<Interrupted>();
  Result<Interrupted> settled = Finisher(repository, **journal).Run();
  if (!settled) return tl::unexpected(settled.error());
  return std::optional(std::move(*settled));
}

}  // namespace cat4
