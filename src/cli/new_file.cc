#include "cli/new_file.h"

#include <algorithm>
#include <filesystem>

#include "cat4/base/overlay_source.h"
#include "cat4/base/text.h"
#include "cat4/base/write_file.h"
#include "cat4/check/added_findings.h"
#include "cat4/check/place_findings.h"
#include "cat4/exchange/import_ids.h"
#include "cat4/report/findings.h"

#include "cli/workspace.h"

namespace cat4 {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kNone = std::string_view::npos;

bool Stands(const JudgedTree& tree, std::string_view path) {
  std::error_code error;
  return fs::exists(fs::symlink_status(fs::path(tree.root) / path, error));
}

// What can't be brought into normal form is for the check to refuse.
std::string Normal(std::string_view text) {
  const bool fine = FindInvalidUtf8(text) == kNone && FindTooManyMarks(text) == kNone;
  return fine ? ToNfc(TrimBlanks(text)) : std::string(text);
}

Result<void> CheckTexts(std::span<const OptionSpec> options, const Invocation& invocation) {
  for (const OptionSpec& option : options) {
    if (option.value.empty()) continue;
    for (const std::string& value : invocation.Values(option.name)) {
      if (TrimBlanks(value).empty())
        return FailUsage("'{}' is given without text; wanted {}", option.name, option.value);
    }
  }
  return {};
}

std::vector<Finding> WithSeverity(std::vector<Finding> findings, Severity severity) {
  std::erase_if(findings, [&](const Finding& finding) { return finding.severity != severity; });
  return findings;
}

tl::unexpected<Failure> RefuseFindings(const NewFile& file, const Source& source, const Checked& after,
                                       const std::vector<Finding>& errors, Environment& environment) {
  environment.err.Write(
      FindingsText(PlaceFindings(errors, source, after.portfolio->files), TextStyle::kSource));
  return Refuse("{} would add {}; nothing was written", file.path, Count(errors.size(), "error"));
}

// "2 warnings so far: missing-controller, missing-owner; 'cat4 check' says more", of the new file.
std::string WarningsLine(const Portfolio& portfolio, const std::vector<Finding>& added, const NewFile& file) {
  std::vector<std::string_view> rules;
  for (const Finding& finding : WithSeverity(added, Severity::kWarning)) {
    if (portfolio.files.path(finding.span.file()) == file.path) rules.push_back(GetRule(finding.rule).slug);
  }
  if (rules.empty()) return {};
  return fmt::format("{} so far: {}; 'cat4 check' says more\n", Count(rules.size(), "warning"),
                     Join(rules, ", "));
}

// Such that the user's other programs find the file from where he is.
std::string ShownPath(const JudgedTree& tree, const std::string& path, const Environment& environment) {
  const fs::path full = fs::path(tree.root) / path;
  const fs::path below = full.lexically_relative(environment.directory);
  return below.empty() || *below.begin() == ".." ? full.string() : below.string();
}

}  // namespace

Result<JudgedTree> JudgeTree(std::span<const OptionSpec> options, const Invocation& invocation,
                             const Environment& environment) {
  if (const Result<void> texts = CheckTexts(options, invocation); !texts)
    return tl::unexpected(texts.error());
  const Result<Date> as_of = AsOf(invocation, environment);
  if (!as_of) return tl::unexpected(as_of.error());
  JudgedTree tree;
  tree.as_of = *as_of;
  tree.start = StartDirectory(invocation, environment);
  Result<std::string> root = FindRoot(tree.start);
  if (!root) return tl::unexpected(root.error());
  tree.root = std::move(*root);
  tree.source = OpenDirectory(tree.root);
  tree.checked = CheckTree(*tree.source, tree.as_of);
  if (!tree.checked.failures.empty()) return tl::unexpected(tree.checked.failures.front());
  const Readable& readable = tree.portfolio().readable;
  if (!readable.organization || !readable.policy || !readable.people || !readable.committees) {
    return Fail(
        "organization.yaml, policy.yaml, people or committees can't be read, so nothing new can be judged; "
        "'cat4 check' says why");
  }
  return tree;
}

std::string TextOf(const Invocation& invocation, std::string_view option) {
  return Normal(invocation.Value(option).value_or(""));
}

std::vector<std::string> TextsOf(const Invocation& invocation, std::string_view option) {
  std::vector<std::string> texts;
  for (const std::string& value : invocation.Values(option)) texts.push_back(Normal(value));
  return texts;
}

Result<void> CheckNewId(const std::string& id, IdForm form, std::string_view what) {
  if (IsId(id, form)) return {};
  std::string nearest;
  if (WantedInText(id, TextForm::kLine).empty())
    nearest = form == IdForm::kMeasure ? MeasureIdOf(id, "") : ReferenceOf(id, form);
  return Refuse("'{}' can't be the id of a {}; wanted {}{}", Printable(id), what, DescribeId(form),
                IsId(nearest, form) ? fmt::format("; did you mean '{}'?", nearest) : "");
}

Result<int> AddFile(const JudgedTree& tree, const NewFile& file, const Invocation& invocation,
                    Environment& environment) {
  if (Stands(tree, file.claimed))
    return Refuse("'{}' exists already; nothing is ever overwritten", file.claimed);
  const std::unique_ptr<Source> source = Overlay(*tree.source, {{file.path, file.content}});
  const Checked after = CheckTree(*source, tree.as_of);
  if (!after.failures.empty()) return tl::unexpected(after.failures.front());
  const std::vector<Finding> added = AddedFindings(tree.checked, after);
  const std::vector<Finding> errors = WithSeverity(added, Severity::kError);
  if (!errors.empty()) return RefuseFindings(file, *source, after, errors, environment);

  const std::string shown = ShownPath(tree, file.path, environment);
  if (invocation.Has("--dry-run")) {
    environment.out.Write(fmt::format("{}\n{}", shown, file.content));
    return 0;
  }
  if (const Result<void> created = CreateFile(tree.root, file.path, file.content); !created)
    return tl::unexpected(created.error());
  environment.out.Write(shown + "\n");
  if (!invocation.Has("--quiet"))
    environment.err.Write(WarningsLine(*after.portfolio, added, file) + file.next);
  return 0;
}

std::string RegistryHint(const JudgedTree& tree) {
  return Stands(tree, "registry.yaml") ? "the registry changed; 'cat4 registry ratify' brings it into force\n"
                                       : "";
}

}  // namespace cat4
