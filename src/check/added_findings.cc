#include "cat4/check/added_findings.h"

#include <map>
#include <set>
#include <string>
#include <utility>

namespace cat4 {
namespace {

// Numbers of files mean nothing in another tree, so that the path stands for them.
using Key = std::pair<std::string_view, RuleId>;

Key KeyOf(const Checked& checked, const Finding& finding) {
  return {checked.portfolio->files.path(finding.span.file()), finding.rule};
}

struct Known {
  std::size_t count = 0;
  std::set<std::string_view> messages;
};

}  // namespace

std::vector<Finding> AddedFindings(const Checked& before, const Checked& after) {
  std::map<Key, Known> known;
  for (const Finding& finding : before.findings) {
    Known& entry = known[KeyOf(before, finding)];
    ++entry.count;
    entry.messages.insert(finding.message);
  }
  std::map<Key, std::size_t> now;
  for (const Finding& finding : after.findings) ++now[KeyOf(after, finding)];
  std::vector<Finding> added;
  for (const Finding& finding : after.findings) {
    const Key key = KeyOf(after, finding);
    const auto old = known.find(key);
    const bool more = old == known.end() || now[key] > old->second.count;
    if (more && (old == known.end() || !old->second.messages.contains(finding.message)))
      added.push_back(finding);
  }
  return added;
}

}  // namespace cat4
