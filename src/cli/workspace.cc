#include "cli/workspace.h"

#include <algorithm>
#include <filesystem>

#include "cat4/base/check.h"
#include "cat4/base/path.h"
#include "cat4/base/text.h"
#include "cat4/diagnostics/location.h"

#include "cli/opened_tree.h"

namespace cat4 {
namespace {

namespace fs = std::filesystem;

// A path as the user gave it may be meant from the root, or from where he is.
std::vector<std::string> PathsMeant(const std::string& start, const std::string& root,
                                    const std::string& text) {
  std::string as_given = fs::path(text).lexically_normal().string();
  if (as_given.size() > 1 && as_given.ends_with('/')) as_given.pop_back();
  Result<std::string> inside = PathInRoot(text, start, root);
  return inside ? std::vector{as_given, *inside} : std::vector{as_given};
}

// A root inside the directories of another tree would hide that tree from a check that starts below it.
Result<std::string> RefuseNested(const fs::path& root) {
  std::error_code error;
  for (fs::path above = root; above != above.root_path() && !above.empty();) {
    const std::string part = above.filename().string();
    above = above.parent_path();
    if (!IsTreePath(part) || !fs::exists(fs::symlink_status(above / "organization.yaml", error))) continue;
    return Fail("'{}' lies inside the tree of '{}'; start there, and move the inner organization.yaml away",
                Printable(root.string()), Printable(above.string()));
  }
  return root.string();
}

}  // namespace

std::optional<Failure> WhyIncomplete(const Source& source, const Loaded& loaded) {
  if (!loaded.failures.empty()) return loaded.failures.front();
  if (loaded.portfolio->complete) return std::nullopt;
  std::vector<Finding> findings = loaded.findings.all();
  std::erase_if(findings, [&](const Finding& f) { return !AffectsSums(*loaded.portfolio, f); });
  CAT4_CHECK(!findings.empty());
  SortFindings(loaded.portfolio->files, findings);
  const Finding& first = findings.front();
  Locator locator(source, loaded.portfolio->files);
  const Location place = locator.Locate(first.span);
  return Failure{
      FailureKind::kUnable,
      fmt::format("the sums would be wrong: {} in what was read, first {}:{}: {}; 'cat4 check' lists them",
                  Count(findings.size(), "error"), Printable(loaded.portfolio->files.path(first.span.file())),
                  place.line, Printable(first.message))};
}

std::optional<Failure> WhyUnknown(const Portfolio& portfolio, std::span<const MeasureFigures> figures) {
  const auto unknown = std::ranges::find(figures, false, &MeasureFigures::known);
  if (unknown == figures.end()) return std::nullopt;
  return Failure{
      FailureKind::kUnable,
      fmt::format("the sums would be wrong: a currency rate that '{}' needs is missing in rates.yaml; "
                  "'cat4 check' lists the missing ones",
                  portfolio.files.path(unknown->measure->file))};
}

bool IsTreePath(std::string_view path) {
  constexpr std::string_view kFirst[] = {"organization.yaml", "policy.yaml",   "rates.yaml",
                                         "waivers.yaml",      "registry.yaml", "people",
                                         "committees",        "portfolios",    "evidence"};
  return std::ranges::find(kFirst, path.substr(0, path.find('/'))) != std::end(kFirst);
}

Result<void> CheckOutside(const std::string& file, const std::string& start, const std::string& root) {
  std::error_code error;
  const fs::path real = fs::weakly_canonical(AbsolutePath(start, file), error);
  const Result<std::string> inside = PathInRoot(error ? AbsolutePath(start, file) : real.string(), start,
                                                fs::weakly_canonical(root, error).string());
  if (!inside || !IsTreePath(*inside)) return {};
  return FailUsage("'{}' belongs to the tree, which this command never changes; write elsewhere",
                   Printable(file));
}

std::string StartDirectory(const Invocation& invocation, const Environment& environment) {
  std::string directory = environment.directory;
  if (const std::optional<std::string> given = invocation.Value("--directory"))
    directory = AbsolutePath(directory, *given);
  return directory;
}

Result<std::string> FindRoot(const std::string& start) {
  std::error_code error;
  if (!fs::is_directory(start, error)) return Fail("there is no directory '{}'", Printable(start));
  for (fs::path at = start;; at = at.parent_path()) {
    const fs::file_status status = fs::symlink_status(at / "organization.yaml", error);
    const bool found = status.type() != fs::file_type::none && status.type() != fs::file_type::not_found;
    if (found) return RefuseNested(at);
    if (at == at.root_path() || at.empty()) break;
  }
  return Fail("no organization.yaml in '{}' or above; go to the tree, or name it with -C DIR",
              Printable(start));
}

Result<std::string> PathInRoot(const std::string& path, const std::string& start, const std::string& root) {
  const std::string full = AbsolutePath(start, path);
  if (full == root) return std::string();
  const std::string prefix = root == "/" ? root : root + "/";
  if (!full.starts_with(prefix)) return FailUsage("'{}' lies outside '{}'", Printable(path), Printable(root));
  return full.substr(prefix.size());
}

Result<Date> AsOf(const Invocation& invocation, const Environment& environment) {
  const std::optional<std::string> given = invocation.Value("--as-of");
  if (!given) return environment.today;
  const std::optional<Date> date = ParseDate(*given);
  if (!date)
    return FailUsage("'{}' is no value of '--as-of'; wanted a date of the calendar, YYYY-MM-DD",
                     Printable(*given));
  return *date;
}

bool IsRich(const Invocation& invocation, const Environment& environment) {
  const std::string color = invocation.Value("--color").value_or("auto");
  if (color == "auto") return environment.out_is_terminal && !environment.no_color;
  return color == "always";
}

Result<Workspace> OpenWorkspace(const Invocation& invocation, const Environment& environment, Wanted wanted) {
  const Result<Date> as_of = AsOf(invocation, environment);
  if (!as_of) return tl::unexpected(as_of.error());
  Workspace workspace;
  workspace.as_of = *as_of;
  Result<OpenedTree> tree = OpenTree(invocation, environment);
  if (!tree) return tl::unexpected(tree.error());
  Loaded loaded = LoadPortfolio(*tree->source);
  if (const Result<void> complete = tree->CheckComplete(); !complete) return tl::unexpected(complete.error());
  workspace.start = std::move(tree->start);
  workspace.root = std::move(tree->root);
  workspace.revision = std::move(tree->revision);
  workspace.repository = std::move(tree->repository);
  workspace.source = std::move(tree->source);
  if (wanted == Wanted::kWhole) {
    if (std::optional<Failure> failure = WhyIncomplete(*workspace.source, loaded))
      return tl::unexpected(*failure);
  }
  workspace.portfolio = std::move(loaded.portfolio);
  workspace.figures = ComputeMeasures(*workspace.portfolio, workspace.as_of);
  if (wanted == Wanted::kWhole) {
    if (std::optional<Failure> failure = WhyUnknown(*workspace.portfolio, workspace.figures))
      return tl::unexpected(*failure);
  }
  return workspace;
}

int ExitOfParts(const Workspace& workspace, Environment& environment) {
  const Portfolio& portfolio = *workspace.portfolio;
  const std::size_t files = portfolio.unreadable_people.size() + portfolio.unreadable_committees.size() +
                            portfolio.unreadable_measures.size();
  if (files == 0 && portfolio.readable.people && portfolio.readable.committees) return 0;
  environment.err.Write(
      "cat4: people, committees or measures can't be read, so something may be missing here; 'cat4 check' "
      "says "
      "which\n");
  return 3;
}

const Container* FindContainer(const Portfolio& portfolio, const std::string& start, const std::string& root,
                               const std::string& text) {
  const auto matches = [&](const Container& container, const std::string& path) {
    if (container.id && container.id->view() == text) return true;
    if (container.file == 0) return false;
    const std::string& file = portfolio.files.path(container.file);
    return file == path || DirectoryOf(file) == path;
  };
  for (const std::string& path : PathsMeant(start, root, text)) {
    for (const Container& container : portfolio.containers) {
      if (matches(container, path)) return &container;
    }
  }
  return nullptr;
}

Result<NodeReference> FindNode(const Workspace& workspace, const std::string& text) {
  if (text.empty()) return FailUsage("an empty name of a node; wanted an id or a path");
  const Portfolio& portfolio = *workspace.portfolio;
  if (const Container* container = FindContainer(portfolio, workspace.start, workspace.root, text))
    return NodeReference{container, nullptr};
  for (const std::string& path : PathsMeant(workspace.start, workspace.root, text)) {
    for (const MeasureFigures& figures : workspace.figures) {
      const Measure& measure = *figures.measure;
      if (measure.id->view() == text || portfolio.files.path(measure.file) == path)
        return NodeReference{nullptr, &figures};
    }
  }
  std::vector<std::string_view> ids;
  for (const Container& container : portfolio.containers) {
    if (container.id) ids.push_back(container.id->view());
  }
  for (const Measure& measure : portfolio.measures) ids.push_back(measure.id->view());
  const std::string_view nearest = NearestWord(text, ids);
  return FailUsage("there is no node '{}'{}; wanted an id or a path", Printable(text),
                   nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest));
}

}  // namespace cat4
