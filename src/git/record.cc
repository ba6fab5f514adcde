#include "cat4/git/record.h"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/ranges.h>
#include <unistd.h>

#include "cat4/base/text.h"
#include "cat4/base/write_file.h"
#include "cat4/crypto/ssh_signature.h"
#include "cat4/git/object_store.h"

#include "git/ground.h"
#include "git/index_lock.h"
#include "git/journal.h"
#include "git/run_git.h"
#include "git/work_tree.h"

namespace cat4 {
namespace {

// A file in the git directory that is gone when its name is. Under the lock, so that one name is enough; what
// a crash left behind is replaced.
class ScratchFile {
 public:
  ScratchFile(const Repository& repository, std::string_view name)
      : path_(fmt::format("{}/{}", repository.git_dir, name)) {
    Remove();
  }
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  ~ScratchFile() { Remove(); }
  const std::string& path() const { return path_; }

 private:
  void Remove() const {
    unlink(path_.c_str());
    unlink((path_ + ".lock").c_str());
  }
  std::string path_;
};

// What a hook or git said, on one line.
std::string SaidBy(const ProcessOutput& output) {
  const std::vector<std::string> lines = output.Lines();
  return lines.empty() ? fmt::format("exit code {}", output.exit_code)
                       : fmt::format("{}", fmt::join(lines, " | "));
}

// A decision that moves from a file of its own into a list stands in both for a moment, never in neither:
// whoever commits all there is after a crash loses none.
Recording WritesFirst(Recording recording) {
  std::stable_partition(recording.changes.begin(), recording.changes.end(),
                        [](const FileToRecord& change) { return change.after.has_value(); });
  return recording;
}

// While files, index and branch are changed, Control-C waits: for git, too, which inherits this.
class SignalsHeld {
 public:
  SignalsHeld() {
    sigset_t held;
    sigemptyset(&held);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) sigaddset(&held, signal);
    sigprocmask(SIG_BLOCK, &held, &before_);
  }
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;
  ~SignalsHeld() { sigprocmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

class Recorder {
 public:
  Recorder(const Repository& repository, const Head& head, const SigningKey& key, const Recording& recording)
      : repository_(repository),
        head_(head),
        key_(key),
        recording_(WritesFirst(recording)),
        index_(repository, kIndexFile),
        message_(repository, kMessageFile) {}

  Result<Recorded> Run() {
    for (const auto step :
         {&Recorder::Survey, &Recorder::MakeTree, &Recorder::AskHooks, &Recorder::MakeCommit}) {
      if (const Result<void> done = (this->*step)(); !done) return tl::unexpected(done.error());
    }
    held_.emplace();
    for (const auto step : {&Recorder::TakeLock, &Recorder::CheckStill}) {
      if (const Result<void> done = (this->*step)(); !done) return tl::unexpected(done.error());
    }
    if (const Result<void> journal = WriteJournal(repository_, journal_); !journal) {
      (void)RemoveJournal(repository_);  // it may stand, and only its directory not be synced
      return tl::unexpected(journal.error());
    }
    for (const auto step : {&Recorder::WriteFiles, &Recorder::WriteIndex, &Recorder::MoveBranch}) {
      if (const Result<void> done = (this->*step)(); !done) return tl::unexpected(Settle(done.error()));
    }
    return Recorded{journal_.new_commit, head_.place(), hooks_said_};
  }

 private:
  // ---- before anything is written
  Result<void> Survey() {
    Result<Ground> ground = SurveyGround(repository_, head_, recording_.changes);
    if (!ground) return tl::unexpected(ground.error());
    ground_ = std::move(*ground);
    return {};
  }

  // ---- objects: nothing of this is seen by anybody before the branch moves
  Result<void> MakeTree() {
    const Result<std::string> read = head_.commit.empty()
                                         ? repository_.Run({"read-tree", "--empty"}, {}, index_.path())
                                         : repository_.Run({"read-tree", head_.commit}, {}, index_.path());
    if (!read) return tl::unexpected(read.error());
    if (const Result<void> kept = KeepFiles(); !kept) return kept;
    for (const FileToRecord& change : recording_.changes) {
      const std::string path = PathIn(repository_, change);
      IndexEntry& entry = entries_[path];
      const auto old = ground_.indexed.find(path);
      entry.mode = old != ground_.indexed.end() ? old->second.mode : ModeOfWorkFile(repository_, path);
      entry.object = IdOf(repository_, change.after);
      journal_.files.push_back({path, IdOf(repository_, change.here), entry.object});
    }
    if (const Result<void> set = SetEntries(repository_, entries_, index_.path()); !set) return set;
    const Result<std::string> tree = repository_.Run({"write-tree"}, {}, index_.path());
    if (!tree) return tl::unexpected(tree.error());
    tree_ = WithoutLineEnd(*tree);
    return {};
  }

  // What is recorded, and what an interrupted recording would bring back, as far as git lacks it.
  Result<void> KeepFiles() const {
    std::vector<std::string_view> blobs;
    for (const FileToRecord& change : recording_.changes) {
      const std::string path = PathIn(repository_, change), here = IdOf(repository_, change.here);
      if (change.here && ObjectAt(ground_.committed, path) != here) blobs.emplace_back(*change.here);
      if (change.after) blobs.emplace_back(*change.after);
    }
    const Result<std::vector<std::string>> kept = KeepBlobs(repository_, blobs);
    if (!kept) return tl::unexpected(kept.error());
    for (std::size_t i = 0; i < blobs.size(); ++i) {
      if ((*kept)[i] != IdOf(repository_, std::string(blobs[i])))
        return Fail("git names {} what should be {}", (*kept)[i], IdOf(repository_, std::string(blobs[i])));
    }
    return {};
  }

  Result<void> AskHooks() {
    const Result<ProcessOutput> committing = RunHook({"pre-commit"});
    if (!committing) return tl::unexpected(committing.error());
    AddHookLines(*committing);
    if (!committing->succeeded()) return Fail("the pre-commit hook refused: {}", SaidBy(*committing));
    const Result<std::string> tree = repository_.Run({"write-tree"}, {}, index_.path());
    if (!tree) return tl::unexpected(tree.error());
    if (WithoutLineEnd(*tree) != tree_)
      return Fail(
          "the pre-commit hook changed what is to be committed, which is signed as it is; let the hook "
          "leave files of the tree alone");
    std::string message = recording_.subject + "\n";
    if (!recording_.body.empty()) message += fmt::format("\n{}\n", recording_.body);
    if (!recording_.trailers.empty()) message += "\n";
    for (const std::string& trailer : recording_.trailers) message += trailer + "\n";
    if (const Result<void> written = WriteFile(repository_.git_dir, kMessageFile, message); !written)
      return written;
    const Result<ProcessOutput> described = RunHook({"commit-msg", "--", message_.path()});
    if (!described) return tl::unexpected(described.error());
    AddHookLines(*described);
    if (!described->succeeded()) return Fail("the commit-msg hook refused: {}", SaidBy(*described));
    return CheckMessage();
  }

  // Trailers tell which decisions a commit holds; git itself says what of the message is a trailer.
  Result<void> CheckMessage() const {
    const Result<std::string> text = repository_.Run(
        {"-c", "trailer.separators=:", "interpret-trailers", "--parse", "--no-divider", message_.path()});
    if (!text) return tl::unexpected(text.error());
    const std::vector<std::string_view> left = Split(*text, '\n');
    for (const std::string& trailer : recording_.trailers) {
      if (std::ranges::find(left, trailer) == left.end())
        return Fail(
            "the commit-msg hook left no trailer '{}' in the message, by which the decision's commit is "
            "found; "
            "let it keep the lines at the end",
            trailer);
    }
    return {};
  }

  Result<ProcessOutput> RunHook(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"hook", "run", "--ignore-missing"});
    return repository_.Try(std::move(arguments), {}, index_.path());
  }

  void AddHookLines(const ProcessOutput& output) {
    for (const std::string& line : output.Lines()) hooks_said_ += line + "\n";
  }

  Result<void> MakeCommit() {
    std::vector<std::string> arguments = {"commit-tree", "-S", "-F", message_.path()};
    if (!head_.commit.empty()) arguments.insert(arguments.end(), {"-p", head_.commit});
    arguments.push_back(tree_);
    const Result<ProcessOutput> commit = repository_.Try(std::move(arguments));
    if (!commit) return tl::unexpected(commit.error());
    if (!commit->succeeded())
      return Fail("git can't make the signed commit: {}; 'git commit -S' by hand shows what it lacks",
                  SaidBy(*commit));
    journal_.ref = head_.ref;
    journal_.old_commit = head_.commit;
    journal_.new_commit = WithoutLineEnd(commit->out);
    journal_.subject = recording_.subject;
    const ResultOr<std::string, ObjectFault> raw =
        repository_.objects->Get(journal_.new_commit, ObjectType::kCommit);
    if (!raw) return tl::unexpected(FailureOf(raw.error()));
    return CheckSignature(*raw);
  }

  Result<void> CheckSignature(const std::string& raw) const {
    const Result<Commit> commit = ParseCommit(raw, repository_.hash());
    if (!commit) return Fail("git made a commit that is not as it should be: {}", commit.error().message);
    const std::optional<CommitSignature>& signature = commit->signature;
    const std::optional<std::string> blob = signature ? DecodeBase64(signature->base64) : std::nullopt;
    if (!blob)
      return Fail(
          "git did not sign the commit with an SSH key; look at git's gpg.format and gpg.ssh.program");
    const SignatureResult result = VerifySignature(*blob, kCommitNamespace, signature->payload);
    if (!result.valid) return Fail("git made a commit whose signature is not valid: {}", result.why);
    if (result.key.blob != key_.key.blob)
      return Fail("git signed the commit with {}, wanted {}", Fingerprint(result.key), Fingerprint(key_.key));
    return {};
  }

  // ---- what is seen: files, index, branch
  Result<void> TakeLock() {
    Result<IndexLock> lock = IndexLock::Take(repository_);
    if (!lock) return tl::unexpected(lock.error());
    lock_.emplace(std::move(*lock));
    return {};
  }

  // An ordinary commit takes no lock of ours, and a hook or a key that wants to be touched takes its time.
  Result<void> CheckStill() {
    const Result<Head> now = repository_.ReadHead();
    if (!now) return tl::unexpected(now.error());
    if (now->ref != head_.ref)
      return Fail("HEAD was on {} and is on {} now; nothing was recorded, run the command again",
                  head_.place(), now->place());
    if (now->commit != head_.commit)
      return Fail("{}; nothing was recorded, run the command again", AnotherCommit(*now));
    const Result<IndexEntries> indexed = EntriesOfIndex(repository_, ground_.paths);
    if (!indexed) return tl::unexpected(indexed.error());
    if (*indexed != ground_.indexed)
      return Fail(
          "files of the recording were staged meanwhile; nothing was recorded, run the command again");
    return {};
  }

  Result<void> WriteFiles() {
    for (const FileToRecord& change : recording_.changes) {  // hooks may have changed files
      if (const Result<void> same = CheckOnDisk(repository_, change); !same) return same;
    }
    for (const FileToRecord& change : recording_.changes) {
      ++files_written_;
      if (const Result<void> put = PutWorkFile(repository_, PathIn(repository_, change), change.after); !put)
        return put;
    }
    return {};
  }

  Result<void> WriteIndex() { return lock_->Put(entries_); }

  Result<void> MoveBranch() {
    const Result<void> moved = cat4::MoveBranch(repository_, journal_);
    if (moved) return {};
    // A git that was killed at its very end has moved it all the same.
    const Result<Head> now = repository_.ReadHead();
    if (now && now->commit == journal_.new_commit) return {};
    return tl::unexpected(moved.error());
  }

  // Says what became of a recording that failed when files may have been written.
  Failure Settle(Failure failure) {
    const Result<Head> now = repository_.ReadHead();
    const bool moved = now && now->commit != head_.commit;
    if (moved) failure.message = AnotherCommit(*now);
    if (moved && HoldsIt(*now)) {
      (void)RemoveJournal(repository_);
      failure.message +=
          ", which holds the decision; if it is not signed by somebody in the registry, 'cat4 decision "
          "endorse' settles that";
    } else if (Undo()) {
      failure.message += moved ? "; nothing was recorded, run the command again" : "; nothing was recorded";
    } else {
      failure.message +=
          "; files could not all be put back: the next recording finishes it or says what to do";
    }
    return failure;
  }

  static std::string AnotherCommit(const Head& now) {
    return fmt::format("another commit was made meanwhile, {}", now.commit.substr(0, 12));
  }

  // Somebody who does not care for the lock of the index has committed what stood in it.
  bool HoldsIt(const Head& now) const {
    const Result<IndexEntries> committed = EntriesOfCommit(repository_, now.commit, ground_.paths);
    return committed && std::ranges::all_of(entries_, [&](const auto& recorded) {
             return ObjectAt(*committed, recorded.first) == recorded.second.object;
           });
  }

  // Back to the state before, in the opposite order. False if something can't be taken back: then the rest
  // stays, so that files are never older than the index.
  bool Undo() {
    if (!lock_->Restore()) return false;
    for (std::size_t i = files_written_; i-- > 0;) {
      const FileToRecord& change = recording_.changes[i];
      const Result<std::optional<std::string>> bytes = ReadWorkFile(repository_, PathIn(repository_, change));
      if (bytes && *bytes == change.here) continue;  // what can't be written is not written again
      if (!PutWorkFile(repository_, PathIn(repository_, change), change.here)) return false;
    }
    lock_.reset();
    RefreshIndex(repository_);
    return RemoveJournal(repository_).has_value();
  }

  const Repository& repository_;
  const Head& head_;
  const SigningKey& key_;
  const Recording recording_;
  ScratchFile index_, message_;
  std::optional<SignalsHeld> held_;
  std::optional<IndexLock> lock_;  // let go before signals are
  Ground ground_;
  IndexEntries entries_;  // to be recorded
  std::string tree_, hooks_said_;
  Journal journal_;
  std::size_t files_written_ = 0;
};

}  // namespace

Result<Recorded> Record(const Repository& repository, const Head& head, const SigningKey& key,
                        const Recording& recording) {
  Result<Recorded> recorded = Recorder(repository, head, key, recording).Run();
  // Last of all: until nothing is left to do, the next call is told that this one has recorded. (One that
  // can't be removed is found done by the next call, too.)
  if (recorded) (void)RemoveJournal(repository);
  return recorded;
}

}  // namespace cat4
