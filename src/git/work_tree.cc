#include "git/work_tree.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>

#include "cat4/base/descriptor.h"
#include "cat4/base/source.h"
#include "cat4/base/text.h"
#include "cat4/base/write_file.h"
#include "cat4/crypto/git_object.h"
#include "cat4/git/object_store.h"

#include "git/journal.h"
#include "git/run_git.h"

namespace cat4 {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFileBytes = std::size_t{256} << 20;  // evidence may be large
constexpr std::size_t kPathsAtOnce = 1000;

// What git prints for the paths, which are more than one command line may hold.
Result<std::string> RunWithPaths(const Repository& repository, const std::vector<std::string>& arguments,
                                 const std::vector<std::string>& paths) {
  std::string out;
  for (std::size_t first = 0; first < paths.size() || first == 0; first += kPathsAtOnce) {
    std::vector<std::string> some = arguments;
    const std::size_t end = std::min(paths.size(), first + kPathsAtOnce);
    some.insert(some.end(), paths.begin() + static_cast<std::ptrdiff_t>(first),
                paths.begin() + static_cast<std::ptrdiff_t>(end));
    const Result<std::string> printed = repository.Run(std::move(some));
    if (!printed) return printed;
    out += *printed;
  }
  return out;
}

// A directory in the git directory for blobs on their way into it. Under the lock: one name is enough.
class ScratchDirectory {
 public:
  explicit ScratchDirectory(const Repository& repository)
      : path_(fmt::format("{}/{}", repository.git_dir, kBlobsDirectory)) {
    Remove();
    std::error_code error;
    fs::create_directory(path_, error);  // where it fails, so does writing into it
  }
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;
  ~ScratchDirectory() { Remove(); }
  const std::string& path() const { return path_; }

 private:
  void Remove() const {
    std::error_code error;
    fs::remove_all(path_, error);
  }
  std::string path_;
};

Result<void> WriteScratch(const std::string& path, std::string_view bytes) {
  Descriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (file.get() >= 0 && file.WriteAll(bytes) && file.Close()) return {};
  return Fail("can't write '{}': {}", Printable(path), std::strerror(errno));
}

}  // namespace

std::string ObjectAt(const IndexEntries& entries, const std::string& path) {
  const auto entry = entries.find(path);
  return entry == entries.end() ? std::string() : entry->second.object;
}

Result<IndexEntries> EntriesOfCommit(const Repository& repository, const std::string& commit,
                                     const std::vector<std::string>& paths) {
  if (commit.empty()) return IndexEntries();
  const Result<std::string> out =
      RunWithPaths(repository, {"--literal-pathspecs", "ls-tree", "-z", "--full-tree", commit, "--"}, paths);
  if (!out) return tl::unexpected(out.error());
  IndexEntries entries;
  for (const std::string_view line : Split(*out, '\0')) {  // "<mode> <type> <id>\t<path>"
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos) continue;
    const std::vector<std::string_view> words = Split(line.substr(0, tab), ' ');
    if (words.size() != 3) return Fail("git ls-tree printed a line that can't be read");
    entries[std::string(line.substr(tab + 1))] = {std::string(words[0]), std::string(words[2])};
  }
  return entries;
}

Result<IndexEntries> EntriesOfIndex(const Repository& repository, const std::vector<std::string>& paths) {
  const Result<std::string> out =
      RunWithPaths(repository, {"--literal-pathspecs", "ls-files", "-z", "--stage", "--"}, paths);
  if (!out) return tl::unexpected(out.error());
  IndexEntries entries;
  for (const std::string_view line : Split(*out, '\0')) {  // "<mode> <id> <stage>\t<path>"
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos) continue;
    const std::vector<std::string_view> words = Split(line.substr(0, tab), ' ');
    if (words.size() != 3) return Fail("git ls-files printed a line that can't be read");
    if (words[2] != "0")
      return Fail("'{}' has conflicts; resolve them first", Printable(line.substr(tab + 1)));
    entries[std::string(line.substr(tab + 1))] = {std::string(words[0]), std::string(words[1])};
  }
  return entries;
}

Result<void> SetEntries(const Repository& repository, const IndexEntries& entries,
                        const std::string& index_file) {
  std::string input;
  for (const auto& [path, entry] : entries) {
    input += entry.object.empty() ? fmt::format("0 {}\t{}", repository.no_object, path)
                                  : fmt::format("{} {}\t{}", entry.mode, entry.object, path);
    input.push_back('\0');
  }
  const Result<std::string> done =
      repository.Run({"update-index", "--add", "-z", "--index-info"}, input, index_file);
  if (!done) return tl::unexpected(done.error());
  return {};
}

void RefreshIndex(const Repository& repository) { (void)repository.Try({"update-index", "-q", "--refresh"}); }

std::string IdOf(const Repository& repository, const std::optional<std::string>& bytes) {
  return bytes ? GitObjectId(repository.hash(), "blob", *bytes) : std::string();
}

Result<std::vector<std::string>> KeepBlobs(const Repository& repository,
                                           const std::vector<std::string_view>& blobs) {
  if (blobs.empty()) return std::vector<std::string>();
  std::vector<std::string> arguments = {"hash-object", "-w", "--no-filters", "--stdin"};
  if (blobs.size() == 1) {
    const Result<std::string> id = repository.Run(std::move(arguments), std::string(blobs.front()));
    if (!id) return tl::unexpected(id.error());
    return std::vector{WithoutLineEnd(*id)};
  }
  const ScratchDirectory scratch(repository);
  std::string paths;
  for (std::size_t i = 0; i < blobs.size(); ++i) {
    const std::string path = fmt::format("{}/{}", scratch.path(), i);
    if (const Result<void> written = WriteScratch(path, blobs[i]); !written)
      return tl::unexpected(written.error());
    paths += path + "\n";
  }
  arguments.back() = "--stdin-paths";
  const Result<std::string> out = repository.Run(std::move(arguments), paths);
  if (!out) return tl::unexpected(out.error());
  std::vector<std::string> ids;
  for (const std::string_view line : Split(*out, '\n')) {
    if (!line.empty()) ids.emplace_back(line);
  }
  if (ids.size() != blobs.size()) return Fail("git hash-object did not name all that it was given");
  return ids;
}

Result<std::optional<std::string>> ReadBlob(const Repository& repository, const std::string& id) {
  if (id.empty()) return std::optional<std::string>();
  ResultOr<std::string, ObjectFault> bytes = repository.objects->Get(id, ObjectType::kBlob);
  if (!bytes) return tl::unexpected(FailureOf(bytes.error()));
  return std::optional(std::move(*bytes));
}

Result<std::optional<std::string>> ReadWorkFile(const Repository& repository, const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(fs::path(repository.top) / path, error);
  if (status.type() == fs::file_type::not_found) return std::optional<std::string>();
  if (status.type() != fs::file_type::regular)
    return Fail("'{}' is no regular file (or can't be looked at)", Printable(path));
  Result<std::string> bytes = ReadWhole(*OpenDirectory(repository.top), path, kMaxFileBytes);
  if (!bytes) return tl::unexpected(bytes.error());
  return std::optional(std::move(*bytes));
}

std::string ModeOfWorkFile(const Repository& repository, const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(fs::path(repository.top) / path, error);
  const bool executable = status.type() == fs::file_type::regular &&
                          (status.permissions() & fs::perms::owner_exec) != fs::perms::none;
  return executable && repository.Config("core.fileMode") != "false" ? "100755" : "100644";
}

Result<void> PutWorkFile(const Repository& repository, const std::string& path,
                         const std::optional<std::string>& bytes) {
  return bytes ? PutFile(repository.top, path, *bytes, repository.git_dir) : RemoveFile(repository.top, path);
}

}  // namespace cat4
