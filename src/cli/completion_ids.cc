#include <algorithm>
#include <map>
#include <set>

#include "cat4/base/text.h"
#include "cat4/diagnostics/rule.h"
#include "cat4/git/tree_source.h"
#include "cat4/model/file_kind.h"
#include "cat4/model/id.h"
#include "cat4/model/portfolio.h"

#include "cli/completion.h"
#include "cli/opened_tree.h"
#include "cli/workspace.h"

namespace cat4 {
namespace {

constexpr std::string_view kYaml = ".yaml";
constexpr std::size_t kMostBytes = std::size_t{1} << 20;  // of a file of the format
constexpr int kPackageDepth = 4;                          // portfolio, program, project, package

constexpr ArgumentSpec kArguments[] = {
    {.name = "KIND",
     .about = "measure, container, node, person, committee, rule, stage or revision",
     .min = 1,
     .max = 1},
    {.name = "PREFIX", .about = "only those that begin with it", .min = 0, .max = 1},
};
constexpr Example kExamples[] = {
    {"cat4 completion ids measure INV-", "the measures of a prefix, one a line"}};

// Ids as the names of files and directories tell them: nothing is read, so 100,000 of them are quick.
class Listing {
 public:
  explicit Listing(const Source& source) : source_(source) {}

  void Files(const std::string& directory, IdForm form) {
    for (const SourceEntry& entry : Entries(directory)) {
      const std::string id = Stem(entry);
      if (entry.kind == EntryKind::kFile && IsId(id, form)) words.insert(id);
    }
  }

  // Ids of containers and their paths, and ids of measures, as they are asked for.
  void Tree(bool containers, bool measures) { Below("portfolios", 0, containers, measures); }

  std::set<std::string> words;

 private:
  std::vector<SourceEntry> Entries(const std::string& directory) const {
    return source_.List(directory).value_or(std::vector<SourceEntry>());
  }

  static std::string Stem(const SourceEntry& entry) {
    return entry.name.ends_with(kYaml) ? entry.name.substr(0, entry.name.size() - kYaml.size())
                                       : std::string();
  }

  void Below(const std::string& directory, int depth, bool containers, bool measures) {
    if (depth == kPackageDepth) {
      if (measures) Files(directory, IdForm::kMeasure);
      return;
    }
    for (const SourceEntry& entry : Entries(directory)) {
      if (entry.kind != EntryKind::kDirectory || !IsId(entry.name, IdForm::kName)) continue;
      const std::string path = directory + "/" + entry.name;
      if (containers) words.insert({entry.name, path});
      Below(path, depth + 1, containers, measures);
    }
  }

  const Source& source_;
};

void AddStages(const Source& source, std::set<std::string>& words) {
  std::map<std::string, std::string> files;
  for (const std::string_view path : {"organization.yaml", "policy.yaml"}) {
    if (Result<std::string> bytes = ReadWhole(source, path, kMostBytes))
      files.emplace(path, std::move(*bytes));
  }
  const std::unique_ptr<Source> few = InMemorySource(std::move(files));
  const Loaded loaded = LoadPortfolio(*few);
  for (const Stage& stage : loaded.portfolio->policy.stages) words.emplace(stage.id->view());
}

// A name that a shell reads more into is not offered: whoever pushes a branch must not run commands
// elsewhere.
bool IsHarmless(std::string_view word) {
  const auto harmless = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("._/@+-").find(c) != std::string_view::npos;
  };
  return !word.empty() && word.front() != '-' && std::ranges::all_of(word, harmless);
}

void AddRevisions(const std::string& start, std::set<std::string>& words) {
  const Result<Repository> repository = Repository::OpenToRead(start);
  if (!repository) return;
  const Result<std::string> refs = repository->Run(
      {"for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags", "refs/remotes"});
  words.insert("HEAD");
  if (!refs) return;
  for (const std::string_view ref : Split(*refs, '\n')) {
    if (IsHarmless(ref)) words.emplace(ref);
  }
}

void AddOfTree(std::string_view kind, const Source& source, std::set<std::string>& words) {
  Listing listing(source);
  if (kind == "measure" || kind == "node" || kind == "container")
    listing.Tree(kind != "measure", kind != "container");
  if (kind == "person") listing.Files("people", IdForm::kName);
  if (kind == "committee") listing.Files("committees", IdForm::kName);
  words.merge(listing.words);
  if (kind == "stage") AddStages(source, words);
}

// Nobody reads messages in the middle of a line that he types: what can't be listed is left out.
Result<int> Run(const Invocation& invocation, Environment& environment) {
  const std::string& kind = invocation.arguments.front();
  if (std::ranges::find(IdKinds(), kind) == IdKinds().end())
    return FailUsage("'{}' is no kind of id; wanted one of {}", Printable(kind), Join(IdKinds(), ", "));
  std::set<std::string> words;
  if (kind == "rule") {
    for (const RuleInfo& rule : AllRules()) words.emplace(rule.slug);
  } else if (kind == "revision") {
    AddRevisions(StartDirectory(invocation, environment), words);
  } else if (const Result<OpenedTree> tree = OpenTree(invocation, environment)) {
    AddOfTree(kind, *tree->source, words);
  }
  const std::string prefix = invocation.arguments.size() > 1 ? invocation.arguments[1] : std::string();
  std::string text;
  for (const std::string& word : words) {
    if (word.starts_with(prefix)) text += word + "\n";
  }
  environment.out.Write(text);
  return 0;
}

}  // namespace

extern const Command kCompletionIdsCommand;
const Command kCompletionIdsCommand{
    .name = "completion ids",
    .summary = "list ids for a shell",
    .description =
        "Lists ids of a kind, one a line, as the completions of the shells offer them: quickly, from "
        "the names of\nfiles, and without a word where there is no tree.",
    .arguments = kArguments,
    .options = {},
    .examples = kExamples,
    .run = &Run,
    .takes_revision = true};

}  // namespace cat4
