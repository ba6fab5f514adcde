#include "audit/step_source.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "cat4/governance/registry.h"
#include "cat4/model/file_kind.h"

namespace cat4 {
namespace {

constexpr std::string_view kApprovals = ".approvals", kYaml = ".yaml";

bool IsRegistryPart(std::string_view name) {
  const auto parts = RegistryParts();
  return name != kRegistryFile && std::ranges::find(parts, name) != parts.end();
}

bool IsContainerFile(std::string_view name) {
  return std::ranges::find(kContainerFiles, name) != std::end(kContainerFiles);
}

std::string_view FirstPart(std::string_view path) { return path.substr(0, path.find('/')); }

class ViewSource final : public Source {
 public:
  explicit ViewSource(StepView view) : view_(std::move(view)) {
    for (const std::string& path : view_.paths) {
      shown_.insert(path);
      shown_.insert(path.substr(0, path.size() - kYaml.size()) + std::string(kApprovals));
      for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1))
        shown_.insert(path.substr(0, slash));
    }
  }

  Result<std::vector<SourceEntry>> List(std::string_view directory) const override {
    if (directory.empty()) return ListRoot();
    Result<std::vector<SourceEntry>> entries = SourceOf(directory).List(directory);
    if (entries && FirstPart(directory) == "portfolios" && !directory.ends_with(kApprovals)) {
      std::erase_if(*entries, [&](const SourceEntry& entry) {
        return !IsContainerFile(entry.name) && !shown_.contains(std::string(directory) + "/" + entry.name);
      });
    }
    return entries;
  }

  Result<std::string> Read(std::string_view path, std::size_t limit) const override {
    return SourceOf(path).Read(path, limit);
  }

  void Expect(std::span<const std::string> paths) const override {
    std::vector<std::string> below;
    std::ranges::copy_if(paths, std::back_inserter(below),
                         [](const std::string& path) { return !IsRegistryPart(FirstPart(path)); });
    view_.tree->Expect(below);
  }

 private:
  const Source& SourceOf(std::string_view path) const {
    return IsRegistryPart(FirstPart(path)) ? *view_.registry->source : *view_.tree;
  }

  Result<std::vector<SourceEntry>> ListRoot() const {
    Result<std::vector<SourceEntry>> entries = view_.tree->List("");
    if (entries) {
      std::erase_if(*entries, [&](const SourceEntry& entry) {
        return entry.name != kRegistryFile && entry.name != "evidence" && !shown_.contains(entry.name);
      });
    }
    return entries;
  }

  const StepView view_;
  std::set<std::string, std::less<>> shown_;  // paths of what is wanted and of the directories above
};

}  // namespace

std::unique_ptr<Source> OpenStepView(StepView view) { return std::make_unique<ViewSource>(std::move(view)); }

Loaded LoadStepView(const Source& view, const RatifiedRegistry& registry) {
  return LoadPortfolio(view, *registry.portfolio);
}

}  // namespace cat4
