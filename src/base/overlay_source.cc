#include "cat4/base/overlay_source.h"

#include <algorithm>
#include <iterator>

#include "cat4/base/path.h"
#include "cat4/base/text.h"

namespace cat4 {
namespace {

class OverlaySource : public Source {
 public:
  OverlaySource(const Source& below, std::map<std::string, std::optional<std::string>> files)
      : below_(below), files_(std::move(files)) {}

  Result<std::vector<SourceEntry>> List(std::string_view directory) const override {
    Result<std::vector<SourceEntry>> below = below_.List(directory);
    if (!below && !IsNew(directory)) return below;
    std::map<std::string, EntryKind> entries;
    if (below) {
      for (SourceEntry& entry : *below) entries.emplace(std::move(entry.name), entry.kind);
    }
    const std::string prefix = directory.empty() ? "" : std::string(directory) + "/";
    for (auto file = files_.lower_bound(prefix); file != files_.end() && file->first.starts_with(prefix);
         ++file) {
      const std::string rest = file->first.substr(prefix.size());
      const std::size_t slash = rest.find('/');
      if (slash != std::string::npos) {
        if (file->second) entries[rest.substr(0, slash)] = EntryKind::kDirectory;
      } else if (file->second) {
        entries[rest] = EntryKind::kFile;
      } else {
        entries.erase(rest);
      }
    }
    std::vector<SourceEntry> list;
    for (const auto& [name, kind] : entries) list.push_back({name, kind});
    return list;
  }

  Result<std::string> Read(std::string_view path, std::size_t limit) const override {
    const auto file = files_.find(std::string(path));
    if (file == files_.end()) return below_.Read(path, limit);
    if (!file->second) return Fail("can't read '{}': no such file", Printable(path));
    return file->second->substr(0, limit + 1);
  }

  bool IsConcurrent() const override { return below_.IsConcurrent(); }

  void Expect(std::span<const std::string> paths) const override {
    std::vector<std::string> below;
    std::ranges::copy_if(paths, std::back_inserter(below),
                         [&](const std::string& path) { return !files_.contains(path); });
    below_.Expect(below);
  }

 private:
  // Whether the directory is there only because of new files: one that exists but can't be listed is not.
  bool IsNew(std::string_view directory) const {
    const std::string prefix = std::string(directory) + "/";
    const bool holds_files = std::ranges::any_of(
        files_, [&](const auto& file) { return file.second && file.first.starts_with(prefix); });
    if (directory.empty() || !holds_files) return false;
    const std::string_view parent = DirectoryOf(directory);
    const std::string_view name = parent.empty() ? directory : directory.substr(parent.size() + 1);
    const Result<std::vector<SourceEntry>> entries = below_.List(parent);
    if (!entries) return IsNew(parent);
    return std::ranges::none_of(*entries, [&](const SourceEntry& entry) {
      return entry.name == name && entry.kind == EntryKind::kDirectory;
    });
  }

  const Source& below_;
  std::map<std::string, std::optional<std::string>> files_;
};

}  // namespace

std::unique_ptr<Source> Overlay(const Source& below,
                                std::map<std::string, std::optional<std::string>> files) {
  return std::make_unique<OverlaySource>(below, std::move(files));
}

}  // namespace cat4
