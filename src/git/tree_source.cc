#include "cat4/git/tree_source.h"

#include <charconv>
#include <map>

#include "cat4/base/text.h"

namespace cat4 {
namespace {

struct Entry {
  EntryKind kind = EntryKind::kFile;
  std::string object;
  std::optional<std::string> bytes;
};

// "100644 blob <id>\t<path>"
struct TreeLine {
  std::string_view mode, object, path;
};
std::optional<TreeLine> ParseTreeLine(std::string_view line) {
  const std::size_t tab = line.find('\t');
  if (tab == std::string_view::npos) return std::nullopt;
  const std::vector<std::string_view> words = Split(line.substr(0, tab), ' ');
  if (words.size() != 3) return std::nullopt;
  return TreeLine{words[0], words[2], line.substr(tab + 1)};
}

bool IsPartOfTree(std::string_view path) {
  return path.ends_with(".yaml") &&
         (path.find('/') == std::string_view::npos || path.starts_with("portfolios/") ||
          path.starts_with("people/") || path.starts_with("committees/"));
}

class CommitSource final : public Source {
 public:
  explicit CommitSource(const Repository& repository) : repository_(repository) {}

  Result<void> Load(const std::string& commit, std::span<const std::string_view> paths) {
    const std::string& prefix = repository_.prefix;
    const std::string tree =
        fmt::format("{}:{}", commit, prefix.substr(0, prefix.empty() ? 0 : prefix.size() - 1));
    directories_[""];
    std::vector<std::string> arguments = {"--literal-pathspecs", "ls-tree", "-r", "-z",
                                          "--full-tree",         tree,      "--"};
    arguments.insert(arguments.end(), paths.begin(), paths.end());
    const Result<ProcessOutput> listing = repository_.Try(std::move(arguments));
    if (!listing) return tl::unexpected(listing.error());
    if (!listing->succeeded()) {
      const Result<ProcessOutput> exists = repository_.Try({"rev-parse", "--verify", "--quiet", tree});
      if (exists && !exists->succeeded()) return {};  // the directory did not exist then
      return Fail("git ls-tree failed: {}", listing->Complaint());
    }
    for (const std::string_view line : Split(listing->out, '\0')) {
      if (line.empty()) continue;
      const std::optional<TreeLine> parsed = ParseTreeLine(line);
      if (!parsed) return Fail("git ls-tree printed a line that can't be read: '{}'", Printable(line));
      Add(*parsed);
    }
    return ReadParts();
  }

  Result<std::vector<SourceEntry>> List(std::string_view directory) const override {
    const auto found = directories_.find(directory);
    if (found == directories_.end())
      return Fail("can't list '{}': there is no such directory", Printable(directory));
    std::vector<SourceEntry> entries;
    for (const auto& [name, kind] : found->second) entries.push_back({name, kind});
    return entries;
  }

  Result<std::string> Read(std::string_view path, std::size_t limit) const override {
    const auto found = files_.find(path);
    if (found == files_.end() || found->second.kind != EntryKind::kFile)
      return Fail("can't read '{}': there is no such file", Printable(path));
    if (found->second.bytes) return found->second.bytes->substr(0, limit + 1);
    Result<std::string> bytes = repository_.Run({"cat-file", "blob", found->second.object});
    if (bytes && bytes->size() > limit + 1) bytes->resize(limit + 1);
    return bytes;
  }

 private:
  void Add(const TreeLine& line) {
    const EntryKind kind =
        line.mode == "100644" || line.mode == "100755" ? EntryKind::kFile : EntryKind::kOther;
    files_.emplace(line.path, Entry{kind, std::string(line.object), std::nullopt});
    std::string_view path = line.path;
    EntryKind below = kind;
    while (true) {  // the file in its directory, that directory in the one above …
      const std::size_t slash = path.rfind('/');
      const std::string_view directory = slash == std::string_view::npos ? "" : path.substr(0, slash);
      const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
      const bool added = directories_[std::string(directory)].emplace(name, below).second;
      if (!added || directory.empty()) return;
      path = directory;
      below = EntryKind::kDirectory;
    }
  }

  Result<void> ReadParts() {
    std::string wanted;
    std::vector<Entry*> entries;
    for (auto& [path, entry] : files_) {
      if (entry.kind != EntryKind::kFile || !IsPartOfTree(path)) continue;
      wanted += entry.object + "\n";
      entries.push_back(&entry);
    }
    const Result<std::string> answers = repository_.Run({"cat-file", "--batch"}, wanted);
    if (!answers) return tl::unexpected(answers.error());
    std::string_view left = *answers;
    for (Entry* entry : entries) {  // "<id> blob <size>\n<bytes>\n"
      const std::size_t end = left.find('\n');
      const std::vector<std::string_view> words = Split(left.substr(0, end), ' ');
      std::size_t size = 0;
      if (words.size() != 3 || words[0] != entry->object ||
          std::from_chars(words[2].data(), words[2].data() + words[2].size(), size).ec != std::errc() ||
          left.size() < end + 1 + size + 1)
        return Fail("git object {} is missing or can't be read; 'git fsck' says more", entry->object);
      entry->bytes = std::string(left.substr(end + 1, size));
      left.remove_prefix(end + 1 + size + 1);
    }
    return {};
  }

  const Repository& repository_;
  std::map<std::string, Entry, std::less<>> files_;
  std::map<std::string, std::map<std::string, EntryKind>, std::less<>> directories_;
};

}  // namespace

Result<std::unique_ptr<Source>> OpenCommit(const Repository& repository, const std::string& commit) {
  return OpenCommit(repository, commit, {});
}

Result<std::unique_ptr<Source>> OpenCommit(const Repository& repository, const std::string& commit,
                                           std::span<const std::string_view> paths) {
  auto source = std::make_unique<CommitSource>(repository);
  if (const Result<void> loaded = source->Load(commit, paths); !loaded) return tl::unexpected(loaded.error());
  return source;
}

}  // namespace cat4
