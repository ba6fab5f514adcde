#include "audit/measure_paths.h"

#include <algorithm>

#include "cat4/model/portfolio.h"

namespace cat4 {

std::string_view MeasureOfFile(std::string_view path) {
  const std::string_view id = MeasureOfPath(path);
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const bool own = !id.empty() && name.size() == id.size() + 5 && name.starts_with(id);
  return own ? id : std::string_view();
}

void MeasurePaths::Apply(const std::vector<TreeChange>& changes) {
  for (const TreeChange& change : changes) {
    const std::string id(MeasureOfFile(change.path));
    if (id.empty()) continue;
    if (!change.after.id.empty()) {
      paths_[id].insert(change.path);
    } else if (const auto found = paths_.find(id); found != paths_.end()) {
      found->second.erase(change.path);
      if (found->second.empty()) paths_.erase(found);
    }
  }
}

const std::set<std::string>& MeasurePaths::PathsOf(const std::string& id) const {
  static const std::set<std::string> kNone;
  const auto found = paths_.find(id);
  return found == paths_.end() ? kNone : found->second;
}

MeasurePaths MeasurePaths::Of(const std::set<std::string>& ids) const {
  MeasurePaths some;
  for (const std::string& id : ids) {
    if (const auto found = paths_.find(id); found != paths_.end()) some.paths_.insert(*found);
  }
  return some;
}

std::set<std::string> MeasurePaths::Below(std::string_view directory) const {
  std::set<std::string> ids;
  for (const auto& [id, paths] : paths_) {
    const bool below = std::ranges::any_of(paths, [&](const std::string& path) {
      return directory.empty() ||
             (path.starts_with(directory) && path.substr(directory.size()).starts_with('/'));
    });
    if (below) ids.insert(id);
  }
  return ids;
}

}  // namespace cat4
