#include "git/journal.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <unistd.h>

#include "cat4/base/text.h"
#include "cat4/base/write_file.h"

namespace cat4 {
namespace {

constexpr std::string_view kFirstLine = "cat4-recording 2";
constexpr std::string_view kNone = "-";
constexpr std::string_view kJournalFile = "cat4-recording";

std::string_view OrNone(const std::string& id) { return id.empty() ? kNone : std::string_view(id); }
std::string FromWord(std::string_view word) { return word == kNone ? std::string() : std::string(word); }

// The next field, which NUL ends: paths may hold any other byte.
std::optional<std::string_view> TakeField(std::string_view& left) {
  const std::size_t end = left.find('\0');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view field = left.substr(0, end);
  left.remove_prefix(end + 1);
  return field;
}

std::optional<Journal> Parse(std::string_view left) {
  Journal journal;
  const auto first = TakeField(left), ref = TakeField(left), old_commit = TakeField(left),
             new_commit = TakeField(left), subject = TakeField(left);
  if (first != kFirstLine || !ref || !old_commit || !new_commit || !subject) return std::nullopt;
  journal.ref = FromWord(*ref);
  journal.old_commit = FromWord(*old_commit);
  journal.new_commit = *new_commit;
  journal.subject = *subject;
  while (!left.empty()) {
    const auto before = TakeField(left), after = TakeField(left), path = TakeField(left);
    if (!path) return std::nullopt;
    journal.files.push_back({std::string(*path), FromWord(*before), FromWord(*after)});
  }
  return journal;
}

}  // namespace

void RemoveScratch(const Repository& repository) {
  std::error_code error;
  std::vector<std::filesystem::path> left;
  for (std::filesystem::directory_iterator at(repository.git_dir, error), end; !error && at != end;
       at.increment(error)) {
    const std::string name = at->path().filename().string();
    const bool temporary = name.starts_with(".cat4-") && name.ends_with(".tmp");  // WriteFile's
    if (temporary || name.starts_with(kIndexFile) || name == kMessageFile || name == kBlobsDirectory)
      left.push_back(at->path());
  }
  for (const std::filesystem::path& path : left) std::filesystem::remove_all(path, error);
}

std::string JournalPath(const Repository& repository) {
  return fmt::format("{}/{}", repository.git_dir, kJournalFile);
}

Result<void> WriteJournal(const Repository& repository, const Journal& journal) {
  std::string text;
  const auto add = [&](std::string_view field) { text.append(field).push_back('\0'); };
  add(kFirstLine);
  add(OrNone(journal.ref));
  add(OrNone(journal.old_commit));
  add(journal.new_commit);
  add(journal.subject);
  for (const JournalFile& file : journal.files) {
    add(OrNone(file.before));
    add(OrNone(file.after));
    add(file.path);
  }
  return WriteFile(repository.git_dir, kJournalFile, text);
}

Result<std::optional<Journal>> ReadJournal(const Repository& repository) {
  std::ifstream file(JournalPath(repository), std::ios::binary);
  if (!file) return std::optional<Journal>();
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  std::optional<Journal> journal = Parse(text);
  if (journal) return journal;
  return Fail("'{}' of an interrupted recording can't be read; look at 'git status', then remove that file",
              Printable(JournalPath(repository)));
}

Result<void> RemoveJournal(const Repository& repository) {
  if (unlink(JournalPath(repository).c_str()) == 0 || errno == ENOENT) return {};
  return Fail("can't remove '{}': {}", Printable(JournalPath(repository)), std::strerror(errno));
}

Result<void> MoveBranch(const Repository& repository, const Journal& journal) {
  const std::string old = journal.old_commit.empty() ? repository.no_object : journal.old_commit;
  std::vector<std::string> arguments = {"update-ref", "-m", "cat4: " + journal.subject};
  if (journal.ref.empty()) arguments.emplace_back("--no-deref");
  arguments.insert(arguments.end(), {journal.ref.empty() ? "HEAD" : journal.ref, journal.new_commit, old});
  const Result<std::string> moved = repository.Run(std::move(arguments));
  if (!moved) return tl::unexpected(moved.error());
  return {};
}

}  // namespace cat4
