// What most commands begin with: find the root, settle the day, read the portfolio.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cat4/base/source.h"
#include "cat4/git/repository.h"
#include "cat4/model/figures.h"
#include "cat4/model/portfolio.h"

#include "cli/command.h"

namespace cat4 {

// The directory a command works in: --directory, or where the user is. Absolute.
std::string StartDirectory(const Invocation& invocation, const Environment& environment);

// The nearest directory, from there upwards, that holds organization.yaml.
Result<std::string> FindRoot(const std::string& start);

// `path` as the user gave it, made relative to the root; "" for the root itself. Fails if it lies outside.
Result<std::string> PathInRoot(const std::string& path, const std::string& start, const std::string& root);

// True for what the format knows at the root, and everything below its directories.
bool IsTreePath(std::string_view path);

// Fails if writing `file` would change the tree itself.
Result<void> CheckOutside(const std::string& file, const std::string& start, const std::string& root);

Result<Date> AsOf(const Invocation& invocation, const Environment& environment);

// Colours, and other things that only people want.
bool IsRich(const Invocation& invocation, const Environment& environment);

// A portfolio that every figure can be computed of.
struct Workspace {
  std::string start, root;
  std::string revision;                  // the commit it was read from; empty: the files here
  std::optional<Repository> repository;  // of the revision; outlives the source

  std::unique_ptr<Source> source;
  std::unique_ptr<Portfolio> portfolio;
  Date as_of;
  std::vector<MeasureFigures> figures;
};

// Why sums of what was read would be wrong, or nothing: a file that can't be read, a rate that is missing.
std::optional<Failure> WhyIncomplete(const Source& source, const Loaded& loaded);
std::optional<Failure> WhyUnknown(const Portfolio& portfolio, std::span<const MeasureFigures> figures);

enum class Wanted {
  kWhole,  // sums: every file must be readable and every rate known
  kParts,  // single measures: what can be read
};
Result<Workspace> OpenWorkspace(const Invocation& invocation, const Environment& environment, Wanted wanted);

// Exit code of a command that shows what can be read: 0, or 3 after saying on standard error that people,
// committees or measures can't be read, so that something may be missing.
int ExitOfParts(const Workspace& workspace, Environment& environment);

// The container that has this id, or this path (directory or file, relative to the root or to `start`); null
// if there is none.
const Container* FindContainer(const Portfolio& portfolio, const std::string& start, const std::string& root,
                               const std::string& text);

// A node by its id or by its path (directory or file, relative to the root or to where the user is).
struct NodeReference {
  const Container* container = nullptr;
  const MeasureFigures* measure = nullptr;
};
Result<NodeReference> FindNode(const Workspace& workspace, const std::string& text);

}  // namespace cat4
