#include "cat4/audit/history.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "cat4/base/text.h"
#include "cat4/git/tree_diff.h"

namespace cat4 {
namespace {

// Only what leads on: the tree's line and the parents' behind it.
std::optional<HistoryCommit> ReadLinks(const std::string& id, std::string_view raw) {
  HistoryCommit commit{.id = id, .tree = {}, .parents = {}, .malformed = {}};
  const auto take = [&](std::string_view key) -> std::optional<std::string> {
    if (!raw.starts_with(key)) return std::nullopt;
    const std::size_t end = std::min(raw.find('\n'), raw.size());
    std::string value(raw.substr(key.size(), end - key.size()));
    raw.remove_prefix(std::min(end + 1, raw.size()));
    return value;
  };
  const std::optional<std::string> tree = take("tree ");
  if (!tree) return std::nullopt;
  commit.tree = *tree;
  while (const std::optional<std::string> parent = take("parent ")) commit.parents.push_back(*parent);
  return commit;
}

}  // namespace

HistoryFault FaultOf(const ObjectFault& fault, std::string commit) {
  const RuleId rule =
      fault.kind == ObjectFault::Kind::kCorrupt ? RuleId::kObjectCorrupt : RuleId::kHistoryIncomplete;
  return {rule, std::move(commit), fault.message};
}

HistoryFault FaultOf(const Repository& repository, const Failure& failure, std::string commit) {
  if (const auto& fault = repository.objects->first_fault()) return FaultOf(*fault, std::move(commit));
  return {RuleId::kHistoryIncomplete, std::move(commit), failure.message};
}

ResultOr<HistoryCommit, HistoryFault> ReadHistory(ObjectStore& store, const std::string& id) {
  const ResultOr<std::string, ObjectFault> raw = store.Get(id, ObjectType::kCommit);
  if (!raw) return tl::unexpected(FaultOf(raw.error(), id));
  if (Result<Commit> commit = ParseCommit(*raw, store.hash()))
    return HistoryCommit{id, std::move(commit->tree), std::move(commit->parents), {}};
  else if (std::optional<HistoryCommit> links = ReadLinks(id, *raw)) {
    links->malformed = commit.error().message;
    return std::move(*links);
  } else {
    return tl::unexpected(
        HistoryFault{RuleId::kObjectCorrupt, id,
                     fmt::format("commit {} is not as git writes it: {}", id, commit.error().message)});
  }
}

ResultOr<std::vector<HistoryCommit>, HistoryFault> FirstParents(const Repository& repository,
                                                                const std::string& tip,
                                                                const std::string& stop) {
  ObjectStore& store = *repository.objects;
  // A hint what to send for; what is reachable is told by the commits themselves.
  std::vector<std::string> arguments = {"rev-list", "--first-parent", tip};
  if (!stop.empty()) arguments.push_back("^" + stop);
  if (const Result<std::string> listed = repository.Run(std::move(arguments))) {
    for (const std::string_view id : Split(*listed, '\n')) store.Want(id);
  }
  std::vector<HistoryCommit> chain;
  for (std::string at = tip; at != stop;) {
    ResultOr<HistoryCommit, HistoryFault> commit = ReadHistory(store, at);
    if (!commit) {
      if (!chain.empty()) commit.error().commit = chain.back().id;
      return tl::unexpected(std::move(commit.error()));
    }
    const bool first = commit->parents.empty();
    at = first ? std::string() : commit->parents.front();
    chain.push_back(std::move(*commit));
    if (first && !stop.empty())
      return tl::unexpected(HistoryFault{
          RuleId::kRollback, tip, fmt::format("commit {} is not on the chain of first parents", stop)});
    if (first) break;
  }
  std::ranges::reverse(chain);
  return chain;
}

std::optional<HistoryFault> FindBroken(const Repository& repository, const std::string& commit) {
  const auto read = ReadHistory(*repository.objects, commit);
  if (!read) return read.error();
  const auto all = DiffTrees(*repository.objects, "", read->tree, "");
  return all ? std::nullopt : std::optional(FaultOf(all.error(), commit));
}

ResultOr<std::vector<std::string>, HistoryFault> CommitsBetween(const Repository& repository,
                                                                const std::string& base,
                                                                const std::vector<std::string>& tips) {
  // What git says is a hint where to stop; that each commit is reachable is told by the raw ones.
  std::vector<std::string> arguments = {"rev-list"};
  arguments.insert(arguments.end(), tips.begin(), tips.end());
  if (!base.empty()) arguments.push_back("^" + base);
  const Result<std::string> listed = repository.Run(std::move(arguments));
  if (!listed)
    return tl::unexpected(HistoryFault{RuleId::kHistoryIncomplete, tips.front(), listed.error().message});
  std::set<std::string, std::less<>> hint;
  for (const std::string_view id : Split(*listed, '\n')) hint.emplace(id);
  std::vector<std::string> found;
  std::vector<std::string> next = tips;
  while (!next.empty()) {
    const std::string id = std::move(next.back());
    next.pop_back();
    if (hint.erase(id) == 0) continue;
    ResultOr<HistoryCommit, HistoryFault> commit = ReadHistory(*repository.objects, id);
    if (!commit) return tl::unexpected(std::move(commit.error()));
    found.push_back(id);
    next.insert(next.end(), commit->parents.begin(), commit->parents.end());
  }
  return found;
}

}  // namespace cat4
