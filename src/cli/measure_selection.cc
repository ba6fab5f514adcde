#include "cli/measure_selection.h"

#include <algorithm>

#include "cat4/base/text.h"

#include "cli/input_file.h"

namespace cat4 {
namespace {

constexpr std::size_t kMaxIdsBytes = std::size_t{64} << 20;
constexpr std::size_t kShownComplaints = 20;
constexpr std::size_t kMaxIdBytes = 4096;  // of an id, or the path of a measure

class Selection {
 public:
  explicit Selection(const Workspace& workspace) : workspace_(workspace) {}

  Result<void> AddId(const std::string& text) {
    const Result<const MeasureFigures*> measure = FindMeasure(workspace_, text);
    if (!measure) return tl::unexpected(measure.error());
    Add(*measure);
    return {};
  }

  Result<void> AddUnder(const std::string& text) {
    const Result<NodeReference> node = FindNode(workspace_, text);
    if (!node) return tl::unexpected(node.error());
    if (node->measure) {
      Add(node->measure);
      return {};
    }
    for (int i = node->container->measures_begin; i < node->container->measures_end; ++i)
      Add(&workspace_.figures[static_cast<std::size_t>(i)]);
    return {};
  }

  Result<void> AddFile(const std::string& path) {
    const Result<InputFile> file = ReadInputFile(workspace_.start, path, kMaxIdsBytes);
    if (!file) return tl::unexpected(file.error());
    const std::string name = path == "-" ? "standard input" : Printable(path);
    std::vector<std::string> complaints;
    std::size_t wrong = 0;
    std::size_t number = 0;
    std::string_view bytes = file->bytes;
    if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
    for (std::string_view line : Split(bytes, '\n')) {
      ++number;
      if (line.ends_with('\r')) line.remove_suffix(1);
      line = TrimBlanks(line);
      if (line.empty()) continue;
      const Result<void> added = line.size() > kMaxIdBytes
                                     ? FailUsage("this line is no id of a measure; wanted one a line")
                                     : AddId(std::string(line));
      if (!added && ++wrong <= kShownComplaints)
        complaints.push_back(fmt::format("{}:{}: {}", name, number, added.error().message));
    }
    if (complaints.empty()) return {};
    if (wrong > complaints.size())
      complaints.push_back(fmt::format("and {} wrong", Count(wrong - complaints.size(), "other line")));
    return FailUsage("{}", Join(std::vector<std::string_view>(complaints.begin(), complaints.end()), "\n"));
  }

  std::vector<const MeasureFigures*> Take() { return std::move(measures_); }

 private:
  void Add(const MeasureFigures* measure) {
    if (std::ranges::find(measures_, measure) == measures_.end()) measures_.push_back(measure);
  }

  const Workspace& workspace_;
  std::vector<const MeasureFigures*> measures_;
};

}  // namespace

Failure AsRefusal(Failure failure) {
  if (failure.kind == FailureKind::kUsage) failure.kind = FailureKind::kRefused;
  return failure;
}

Result<const MeasureFigures*> FindMeasure(const Workspace& workspace, const std::string& text) {
  const Text known = workspace.portfolio->texts.Find(text);
  if (!known.empty() && workspace.portfolio->unreadable_measures.contains(known))
    return Fail("measure '{}' can't be read; 'cat4 check' says why", Printable(text));
  const Result<NodeReference> node = FindNode(workspace, text);
  if (!node) return tl::unexpected(node.error());
  if (!node->measure) return FailUsage("'{}' is no measure; 'cat4 tree' shows other nodes", Printable(text));
  return node->measure;
}

Result<std::vector<const MeasureFigures*>> SelectMeasures(const Invocation& invocation,
                                                          const Workspace& workspace) {
  Selection selection(workspace);
  for (const std::string& id : invocation.arguments) {
    if (const Result<void> added = selection.AddId(id); !added) return tl::unexpected(added.error());
  }
  for (const std::string& path : invocation.Values(kUnderOption.name)) {
    if (const Result<void> added = selection.AddUnder(path); !added) return tl::unexpected(added.error());
  }
  for (const std::string& path : invocation.Values(kIdsFromOption.name)) {
    if (const Result<void> added = selection.AddFile(path); !added) return tl::unexpected(added.error());
  }
  std::vector<const MeasureFigures*> measures = selection.Take();
  if (measures.empty() && (invocation.Has(kUnderOption.name) || invocation.Has(kIdsFromOption.name)))
    return FailUsage("no measure stands there: what --under or --ids-from names is empty");
  if (measures.empty())
    return FailUsage("no measure is named; wanted an id, --under PATH or --ids-from FILE");
  return measures;
}

}  // namespace cat4
