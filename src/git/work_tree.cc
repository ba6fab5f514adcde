#include "git/work_tree.h"

#include <filesystem>

#include "cat4/base/source.h"
#include "cat4/base/text.h"
#include "cat4/base/write_file.h"

#include "git/run_git.h"

namespace cat4 {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFileBytes = std::size_t{256} << 20;  // evidence may be large

std::vector<std::string> WithPaths(std::vector<std::string> arguments,
                                   const std::vector<std::string>& paths) {
  arguments.insert(arguments.end(), paths.begin(), paths.end());
  return arguments;
}

}  // namespace

Result<IndexEntries> EntriesOfCommit(const Repository& repository, const std::string& commit,
                                     const std::vector<std::string>& paths) {
  if (commit.empty()) return IndexEntries();
  const Result<std::string> out =
      repository.Run(WithPaths({"--literal-pathspecs", "ls-tree", "-z", "--full-tree", commit, "--"}, paths));
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
      repository.Run(WithPaths({"--literal-pathspecs", "ls-files", "-z", "--stage", "--"}, paths));
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

Result<std::string> WriteBlob(const Repository& repository, const std::optional<std::string>& bytes) {
  if (!bytes) return std::string();
  Result<std::string> id = repository.Run({"hash-object", "-w", "--no-filters", "--stdin"}, *bytes);
  if (!id) return id;
  return WithoutLineEnd(std::move(*id));
}

Result<std::optional<std::string>> ReadBlob(const Repository& repository, const std::string& id) {
  if (id.empty()) return std::optional<std::string>();
  Result<std::string> bytes = repository.Run({"cat-file", "blob", id});
  if (!bytes) return tl::unexpected(bytes.error());
  return std::optional(std::move(*bytes));
}

Result<std::optional<std::string>> ReadWorkFile(const Repository& repository, const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(fs::path(repository.top) / path, error);
  if (status.type() == fs::file_type::not_found) return std::optional<std::string>();
  if (status.type() != fs::file_type::regular)
    return Fail("'{}' is no regular file (or can't be looked at)", Printable(path));
  Result<std::string> bytes = OpenDirectory(repository.top)->Read(path, kMaxFileBytes);
  if (!bytes) return tl::unexpected(bytes.error());
  return std::optional(std::move(*bytes));
}

Result<void> PutWorkFile(const Repository& repository, const std::string& path,
                         const std::optional<std::string>& bytes) {
  return bytes ? PutFile(repository.top, path, *bytes, repository.git_dir) : RemoveFile(repository.top, path);
}

}  // namespace cat4
