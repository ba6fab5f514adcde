#include "cli/tree_edit.h"

#include <algorithm>
#include <map>
#include <set>

#include "cat4/base/line_diff.h"
#include "cat4/base/overlay_source.h"
#include "cat4/base/text.h"
#include "cat4/check/added_findings.h"
#include "cat4/check/place_findings.h"
#include "cat4/report/findings.h"

#include "cli/recording.h"

namespace cat4 {
namespace {

// What stops a change: the file would break the format or its consistency. An error that only the policy has
// made of a warning stops nothing, because bad news must get into the files: it is shown like a warning.
enum class Weight { kStops, kShown };
Weight WeightOf(const Finding& finding) {
  const RuleInfo& rule = GetRule(finding.rule);
  const bool stops = finding.severity == Severity::kError && rule.severity == Severity::kError;
  return stops ? Weight::kStops : Weight::kShown;
}

// Errors and warnings of that weight, new in the changed files.
std::vector<Finding> NewFindings(const Checked& before, const Checked& after, Weight weight,
                                 const std::set<std::string>& paths) {
  std::vector<Finding> findings = AddedFindings(before, after);
  std::erase_if(findings, [&](const Finding& finding) {
    return finding.severity < Severity::kWarning || WeightOf(finding) != weight ||
           !paths.contains(after.portfolio->files.path(finding.span.file()));
  });
  return findings;
}

std::string TextOf(const Source& source, const Checked& checked, const std::vector<Finding>& findings,
                   TextStyle style) {
  return FindingsText(PlaceFindings(findings, source, checked.portfolio->files), style);
}

}  // namespace

int RefuseChange(std::string_view reason, Environment& environment) {
  environment.err.Write(fmt::format("cat4: {}; nothing was changed\n", reason));
  return 1;
}

Result<int> ApplyChanges(const Workspace& workspace, std::vector<FileChange> changes,
                         const Invocation& invocation, Environment& environment) {
  const bool quiet = invocation.Has("--quiet");
  const bool dry_run = invocation.Has(kDryRunOption.name);
  if (!dry_run) {
    if (const Result<void> settled = SettleFirst(workspace.root); !settled)
      return tl::unexpected(settled.error());
  }
  std::erase_if(changes, [](const FileChange& change) { return change.before == change.after; });
  if (changes.empty()) {
    if (!quiet) environment.err.Write("nothing to change: it is written like that already\n");
    return 0;
  }
  std::set<std::string> paths;
  std::map<std::string, std::optional<std::string>> files;
  for (const FileChange& change : changes) {
    paths.insert(change.path);
    files.emplace(change.path, change.after);
  }
  const auto changed = Overlay(*workspace.source, std::move(files));
  const Checked before = CheckTree(*workspace.source, workspace.as_of);
  const Checked after = CheckTree(*changed, workspace.as_of);
  const std::vector<Finding> errors = NewFindings(before, after, Weight::kStops, paths);
  if (!errors.empty()) {
    environment.out.Write(TextOf(*changed, after, errors, TextStyle::kSource));
    return RefuseChange(fmt::format("the change would bring {}", Count(errors.size(), "error")), environment);
  }
  if (dry_run) {
    for (const FileChange& change : changes) {
      environment.out.Write(UnifiedDiff(Printable(change.path), change.before, change.after));
    }
  } else if (const Result<void> written = ReplaceFiles(workspace.root, changes); !written) {
    return tl::unexpected(written.error());
  }
  if (quiet) return 0;
  environment.err.Write(
      TextOf(*changed, after, NewFindings(before, after, Weight::kShown, paths), TextStyle::kPlain));
  const std::string count = Count(changes.size(), "file");
  environment.err.Write(dry_run ? fmt::format("{} would be changed; nothing was written\n", count)
                                : fmt::format("{} changed\n", count));
  return 0;
}

}  // namespace cat4
