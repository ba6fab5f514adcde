#include "cat4/git/object_store.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <deque>
#include <optional>
#include <unordered_map>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "cat4/base/text.h"

#include "git/child.h"
#include "git/run_git.h"

namespace cat4 {
namespace {

using Answer = ResultOr<Object, ObjectFault>;

tl::unexpected<ObjectFault> NoObject(ObjectFault::Kind kind, std::string message) {
  return tl::unexpected(ObjectFault{kind, std::move(message)});
}

std::optional<ObjectType> TypeNamed(std::string_view name) {
  for (const ObjectType type :
       {ObjectType::kCommit, ObjectType::kTree, ObjectType::kBlob, ObjectType::kTag}) {
    if (Name(type) == name) return type;
  }
  return std::nullopt;
}

constexpr std::size_t kWave = 256;        // requests that are on their way at most
constexpr std::size_t kKept = 4 * kWave;  // answers that nobody has fetched yet, before no more are asked for
constexpr std::size_t kMaxKeptObject = std::size_t{1} << 20, kMaxKeptBytes = std::size_t{1} << 26;

}  // namespace

class ObjectStore::Reader {
 public:
  Reader(std::string directory, GitHash hash, std::optional<Quarantine> quarantine)
      : directory_(std::move(directory)), hash_(hash), quarantine_(std::move(quarantine)) {}

  GitHash hash() const { return hash_; }

  void Want(std::string_view id) {
    std::string wanted(id);
    if (answers_.contains(wanted) || kept_.contains(wanted) || !IsObjectId(wanted, hash_) ||
        !pending_.emplace(wanted, State::kQueued).second)
      return;
    queue_.push_back(std::move(wanted));
  }

  void ForgetWanted() {
    for (const std::string& id : queue_) {
      const auto pending = pending_.find(id);
      if (pending != pending_.end() && pending->second == State::kQueued) pending_.erase(pending);
    }
    queue_.clear();
    answers_.clear();
  }

  Answer Get(std::string_view id) {
    const std::string wanted(id);
    // Looked up by name, git would take a branch's: only whole ids are asked for.
    if (!IsObjectId(wanted, hash_))
      return NoObject(ObjectFault::Kind::kMissing, fmt::format("'{}' is no id", Printable(wanted)));
    if (const auto kept = kept_.find(wanted); kept != kept_.end()) return kept->second;
    if (dead_ && !answers_.contains(wanted)) return tl::unexpected(*dead_);
    if (!answers_.contains(wanted) &&
        pending_.emplace(wanted, State::kQueued).first->second == State::kQueued)
      queue_.push_front(wanted);  // out of its turn; where it stands behind as well it is passed over
    while (!answers_.contains(wanted)) {
      if (sent_.empty() || (sent_.size() < kWave / 2 && answers_.size() < kKept)) Send();
      if (const std::optional<ObjectFault> fault = Receive()) return tl::unexpected(*fault);
    }
    const auto found = answers_.find(wanted);
    Answer answer = std::move(found->second);
    answers_.erase(found);
    if (answer) Keep(wanted, *answer);
    return answer;
  }

 private:
  enum class State { kQueued, kSent };

  // Trees and files of neighbouring commits are nearly all the same.
  void Keep(const std::string& id, const Object& object) {
    if (object.type == ObjectType::kCommit || object.bytes.size() > kMaxKeptObject) return;
    if (kept_bytes_ + object.bytes.size() > kMaxKeptBytes) {
      kept_.clear();
      kept_bytes_ = 0;
    }
    if (kept_.emplace(id, object).second) kept_bytes_ += object.bytes.size();
  }

  // Sends the next wave, which git begins to answer at once.
  void Send() {
    if (queue_.empty()) return;
    while (sent_.size() < kWave && !queue_.empty()) {
      const auto pending = pending_.find(queue_.front());
      if (pending != pending_.end() && pending->second == State::kQueued) {
        pending->second = State::kSent;
        output_ += fmt::format("contents {}\n", queue_.front());
        sent_.push_back(std::move(queue_.front()));
      }
      queue_.pop_front();
    }
    output_ += "flush\n";
  }

  Result<void> Start() {
    Process process = GitProcess(directory_, {"cat-file", "--batch-command", "--buffer"}, quarantine_);
    Result<Child> child = Child::Start(process);
    if (!child) return tl::unexpected(child.error());
    child_.emplace(std::move(*child));
    for (const int fd : {child_->in.get(), child_->out.get(), child_->err.get()})
      fcntl(fd, F_SETFL, O_NONBLOCK);
    input_.clear();
    return {};
  }

  // Waits for something to happen, and takes the answers that are complete.
  std::optional<ObjectFault> Receive() {
    if (!child_) {
      if (const Result<void> started = Start(); !started)
        return ObjectFault{ObjectFault::Kind::kUnreadable, started.error().message};
    }
    pollfd polled[] = {{output_.empty() ? -1 : child_->in.get(), POLLOUT, 0},
                       {child_->out.get(), POLLIN, 0},
                       {child_->err.get(), POLLIN, 0}};
    if (poll(polled, 3, -1) < 0 && errno != EINTR)
      return ObjectFault{ObjectFault::Kind::kUnreadable, "can't wait for git"};
    bool open = true;
    if (polled[0].revents != 0) open = Feed();
    if (polled[2].revents != 0 && !ReadSome(child_->err.get(), complaint_)) child_->err.Close();
    if (polled[1].revents != 0) open = ReadSome(child_->out.get(), input_) && open;
    while (TakeAnswer()) {
    }
    if (open) return std::nullopt;
    return TakeEnd();
  }

  bool Feed() {
    const ssize_t written = write(child_->in.get(), output_.data(), output_.size());
    if (written < 0) return errno == EINTR || errno == EAGAIN;
    output_.erase(0, static_cast<std::size_t>(written));
    return true;
  }

  // "<id> <type> <size>\n<bytes>\n" or "<id> missing\n", in the order of the requests.
  bool TakeAnswer() {
    if (sent_.empty()) return false;
    const std::size_t end = input_.find('\n', taken_);
    if (end == std::string::npos) return Compact();
    const std::string_view line = std::string_view(input_).substr(taken_, end - taken_);
    const std::vector<std::string_view> words = Split(line, ' ');
    if (words.size() == 2 && words[1] == "missing") {
      Put(tl::unexpected(WhyMissing(sent_.front())));
      taken_ = end + 1;
      return true;
    }
    std::size_t size = 0;
    const std::optional<ObjectType> type = words.size() == 3 ? TypeNamed(words[1]) : std::nullopt;
    if (!type ||
        std::from_chars(words[2].data(), words[2].data() + words[2].size(), size).ec != std::errc()) {
      Put(NoObject(ObjectFault::Kind::kCorrupt,
                   fmt::format("object {} can't be read: {}", sent_.front(), Printable(line))));
      taken_ = end + 1;
      return true;
    }
    if (input_.size() < end + 1 + size + 1) return Compact();
    Object object{*type, input_.substr(end + 1, size)};
    taken_ = end + 1 + size + 1;
    if (GitObjectId(hash_, Name(*type), object.bytes) == sent_.front()) {
      Put(std::move(object));
    } else {
      Put(NoObject(ObjectFault::Kind::kCorrupt,
                   fmt::format("object {} is not what its id says", sent_.front())));
    }
    return true;
  }

  // git says the same of an object that is not here and of one whose beginning it can't read; of the latter
  // it complains, before it answers.
  ObjectFault WhyMissing(const std::string& id) {
    for (std::size_t size = complaint_.size(); child_->err.get() >= 0; size = complaint_.size()) {
      if (!ReadSome(child_->err.get(), complaint_)) child_->err.Close();
      if (complaint_.size() == size) break;
    }
    if (!complaint_.empty()) {
      const Result<ProcessOutput> alone =
          RunProcess(GitProcess(directory_, {"cat-file", "-t", id}, quarantine_));
      if (alone && !alone->succeeded() && alone->err.find("error: ") != std::string::npos)
        return {ObjectFault::Kind::kCorrupt,
                fmt::format("object {} can't be read: {}", id, alone->Complaint())};
    }
    return {ObjectFault::Kind::kMissing, fmt::format("object {} is missing", id)};
  }

  bool Compact() {
    input_.erase(0, taken_);
    taken_ = 0;
    return false;
  }

  void Put(Answer answer) {
    pending_.erase(sent_.front());
    answers_.insert_or_assign(std::move(sent_.front()), std::move(answer));
    sent_.pop_front();
  }

  // git ends where it meets an object that it can't read: the one it was about to answer, if it ends there a
  // second time. The others are asked for again.
  std::optional<ObjectFault> TakeEnd() {
    while (child_->err.get() >= 0) {
      pollfd polled{child_->err.get(), POLLIN, 0};
      if (poll(&polled, 1, -1) >= 0 && !ReadSome(child_->err.get(), complaint_)) break;
    }
    child_.reset();
    const ProcessOutput said{.exit_code = 128, .out = {}, .err = std::exchange(complaint_, {})};
    input_.clear();
    output_.clear();
    taken_ = 0;
    if (sent_.empty() || ++ends_ > kMaxEnds) {
      dead_ = {ObjectFault::Kind::kUnreadable, fmt::format("git cat-file ended: {}", said.Complaint())};
      return dead_;
    }
    const std::string first = sent_.front();
    if (said.err.find(fmt::format("could not fetch {}", first)) != std::string::npos) {
      Put(NoObject(ObjectFault::Kind::kMissing,
                   fmt::format("object {} is missing from this partial clone", first)));
    } else if (std::exchange(suspect_, first) == first) {
      Put(NoObject(ObjectFault::Kind::kCorrupt,
                   fmt::format("object {} can't be read: {}", first, said.Complaint())));
    }
    for (const std::string& id : sent_) pending_[id] = State::kQueued;
    queue_.insert(queue_.begin(), sent_.begin(), sent_.end());
    sent_.clear();
    return std::nullopt;
  }

  static constexpr int kMaxEnds = 100;  // a repository so broken is not read on

  const std::string directory_;
  const GitHash hash_;
  const std::optional<Quarantine> quarantine_;
  std::optional<Child> child_;
  std::deque<std::string> queue_;                   // wanted, not sent
  std::deque<std::string> sent_;                    // not answered
  std::unordered_map<std::string, State> pending_;  // of both
  std::unordered_map<std::string, Answer> answers_;
  std::unordered_map<std::string, Object> kept_;
  std::size_t kept_bytes_ = 0;
  std::string suspect_;
  std::optional<ObjectFault> dead_;  // why git is not started again
  std::string output_, input_, complaint_;
  std::size_t taken_ = 0;  // of the input
  int ends_ = 0;
};

Failure FailureOf(const ObjectFault& fault) {
  constexpr std::string_view kAdvice[] = {
      "in a shallow or partial clone fetch what it lacks ('git fetch --unshallow', or clone anew); else 'git "
      "fsck' says more",
      "'git fsck' says more", "look at what git says"};
  return {FailureKind::kUnable,
          fmt::format("git: {}; {}", fault.message, kAdvice[static_cast<std::size_t>(fault.kind)])};
}

ObjectStore::ObjectStore(std::string directory, GitHash hash, std::optional<Quarantine> quarantine)
    : reader_(std::make_unique<Reader>(std::move(directory), hash, std::move(quarantine))) {}
ObjectStore::ObjectStore(ObjectStore&&) noexcept = default;
ObjectStore::~ObjectStore() = default;

GitHash ObjectStore::hash() const { return reader_->hash(); }
void ObjectStore::Want(std::string_view id) { reader_->Want(id); }
void ObjectStore::ForgetWanted() { reader_->ForgetWanted(); }

ResultOr<Object, ObjectFault> ObjectStore::Get(std::string_view id) {
  Answer answer = reader_->Get(id);
  if (!answer && !first_fault_) first_fault_ = answer.error();
  return answer;
}

ResultOr<Object, ObjectFault> ObjectStore::Look(std::string_view id) { return reader_->Get(id); }

ResultOr<std::string, ObjectFault> ObjectStore::Get(std::string_view id, ObjectType type) {
  Answer answer = Get(id);
  if (answer && answer->type == type) return std::move(answer->bytes);
  if (!answer) return tl::unexpected(std::move(answer.error()));
  ObjectFault fault{ObjectFault::Kind::kCorrupt,
                    fmt::format("object {} is a {}, wanted a {}", id, Name(answer->type), Name(type))};
  if (!first_fault_) first_fault_ = fault;
  return tl::unexpected(std::move(fault));
}

void ObjectStore::Blame(ObjectFault fault) {
  if (!first_fault_) first_fault_ = std::move(fault);
}

Result<void> ObjectStore::CheckAllCame() const {
  if (first_fault_) return tl::unexpected(FailureOf(*first_fault_));
  return {};
}

}  // namespace cat4
