// Where the measures of a tree lie, kept up from step to step without listing the tree anew.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/git/tree_diff.h"

namespace cat4 {

class MeasurePaths {
 public:
  void Apply(const std::vector<TreeChange>& changes);

  std::size_t size() const { return paths_.size(); }  // measures

  // Paths of the files that are named after the measure; more than one where its id is taken twice.
  const std::set<std::string>& PathsOf(const std::string& id) const;
  // The same of these measures only.
  MeasurePaths Of(const std::set<std::string>& ids) const;
  // Ids of all measures whose file lies below the directory ("" for all).
  std::set<std::string> Below(std::string_view directory) const;

 private:
  std::map<std::string, std::set<std::string>> paths_;  // by id
};

// The measure whose own file the path is; empty for others.
std::string_view MeasureOfFile(std::string_view path);

}  // namespace cat4
