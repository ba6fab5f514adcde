#include "cli/tree_roots.h"

#include <algorithm>

#include "cat4/base/text.h"

#include "cli/workspace.h"

namespace cat4 {

Result<std::set<std::string>> TreeRootsIn(const Repository& repository, const std::string& tree) {
  constexpr std::string_view kOrganization = "organization.yaml";
  const Result<std::string> names =
      repository.Run({"ls-tree", "-r", "-z", "--full-tree", "--name-only", tree});
  if (!names) return tl::unexpected(names.error());
  std::set<std::string> roots;
  for (const std::string_view name : Split(*names, '\0')) {
    const std::string_view directory =
        name.substr(0, name.size() - std::min(name.size(), kOrganization.size()));
    if (name.ends_with(kOrganization) && (directory.empty() || directory.ends_with('/')))
      roots.emplace(directory);
  }
  // What lies in the directories of another tree is a part of that one.
  std::erase_if(roots, [&](const std::string& root) {
    return std::ranges::any_of(roots, [&](const std::string& above) {
      return root.size() > above.size() && root.starts_with(above) &&
             IsTreePath(root.substr(above.size(), root.find('/', above.size()) - above.size()));
    });
  });
  return roots;
}

}  // namespace cat4
