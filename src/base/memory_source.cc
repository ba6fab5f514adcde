#include "cat4/base/source.h"
#include "cat4/base/text.h"

namespace cat4 {
namespace {

class MemorySource : public Source {
 public:
  explicit MemorySource(std::map<std::string, std::string> files) : files_(std::move(files)) {}

  Result<std::vector<SourceEntry>> List(std::string_view directory) const override {
    const std::string prefix = directory.empty() ? "" : std::string(directory) + "/";
    std::map<std::string, EntryKind> entries;  // in byte order, each directory once
    for (auto file = files_.lower_bound(prefix); file != files_.end() && file->first.starts_with(prefix);
         ++file) {
      const std::string rest = file->first.substr(prefix.size());
      const std::size_t slash = rest.find('/');
      entries[rest.substr(0, slash)] = slash == std::string::npos ? EntryKind::kFile : EntryKind::kDirectory;
    }
    if (entries.empty() && !directory.empty()) return Fail("can't list '{}': no such directory", directory);
    std::vector<SourceEntry> list;
    for (const auto& [name, kind] : entries) list.push_back({name, kind});
    return list;
  }

  Result<std::string> Read(std::string_view path, std::size_t limit) const override {
    const auto file = files_.find(std::string(path));
    if (file == files_.end()) return Fail("can't read '{}': no such file", path);
    return file->second.substr(0, limit + 1);
  }

  bool IsConcurrent() const override { return true; }

 private:
  std::map<std::string, std::string> files_;
};

}  // namespace

Result<std::string> ReadWhole(const Source& source, std::string_view path, std::size_t limit) {
  Result<std::string> bytes = source.Read(path, limit);
  if (bytes && bytes->size() > limit) return Fail("'{}' is larger than {} MiB", Printable(path), limit >> 20);
  return bytes;
}

std::unique_ptr<Source> InMemorySource(std::map<std::string, std::string> files) {
  return std::make_unique<MemorySource>(std::move(files));
}

}  // namespace cat4
