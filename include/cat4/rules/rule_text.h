// What a rule means, for people.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "cat4/base/date.h"
#include "cat4/diagnostics/rule.h"

namespace cat4 {

// Examples are one or more files: a line `--- path` starts each; a measure's file is named without its
// directories. Whatever else a repository needs is there as in ExampleTree(). In a bad example every finding
// is reported on a line that ends with `# <-` (behind `--- path`, the file or directory as such).
//
// Rules of the group history judge steps, which no tree can show. Their examples are short stories instead,
// commands and diffs as people see them, without marks; what they tell is played by tests/attacks.
struct RuleText {
  std::string_view summary;      // one line, no final stop
  std::string_view explanation;  // why it matters and how to fix it; paragraphs parted by empty lines
  std::string_view bad;
  std::string_view good;
};

const RuleText& TextOf(RuleId rule);
constexpr bool ExamplesAreStories(RuleGroup group) { return group == RuleGroup::kHistory; }

// The small organization that examples are set in: path to content. Their files replace those of the same
// path.
std::map<std::string, std::string> ExampleTree(std::string_view example);
Date ExampleDate();  // the as-of date of all examples

}  // namespace cat4
