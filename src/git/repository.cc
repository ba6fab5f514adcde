#include "cat4/git/repository.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

#include "cat4/base/path.h"
#include "cat4/base/text.h"
#include "cat4/git/object_store.h"

#include "git/run_git.h"

namespace cat4 {
namespace {

namespace fs = std::filesystem;

// Each is a file or directory of the git directory that exists while something is unfinished.
struct Operation {
  std::string_view path, what, remedy;
};
constexpr Operation kOperations[] = {
    {"MERGE_HEAD", "a merge", "finish it with 'git commit', or undo it with 'git merge --abort'"},
    {"rebase-merge", "a rebase",
     "finish it with 'git rebase --continue', or undo it with 'git rebase --abort'"},
    {"rebase-apply", "a rebase or 'git am'",
     "finish it with '--continue', or undo it with '--abort' of 'git rebase' or 'git am'"},
    {"CHERRY_PICK_HEAD", "a cherry-pick",
     "finish it with 'git cherry-pick --continue', or undo it with 'git cherry-pick --abort'"},
    {"REVERT_HEAD", "a revert",
     "finish it with 'git revert --continue', or undo it with 'git revert --abort'"},
    {"BISECT_LOG", "a bisect", "finish it with 'git bisect reset'"},
};

Failure NotARepository(const std::string& directory, const std::string& complaint) {
  if (complaint.find("dubious ownership") != std::string::npos)
    return {
        FailureKind::kUnable,
        fmt::format("git refuses to work in '{}', because another user owns it; work in a clone of your own",
                    Printable(directory))};
  if (complaint.find("must be run in a work tree") != std::string::npos)
    return {FailureKind::kUnable,
            fmt::format("'{}' lies in a bare repository; work in a clone with files", Printable(directory))};
  // git's own words say the same again, and are of use only where they say something else.
  const bool plain = complaint.find("not a git repository") != std::string::npos;
  return {FailureKind::kUnable,
          fmt::format("'{}' is in no git repository{}; history is read and decisions are recorded there, and "
                      "'git init' makes one",
                      Printable(directory), plain ? "" : fmt::format(" ({})", complaint))};
}

// The nearest directory, upwards, with a '.git' in it.
std::optional<std::string> FindGitEntry(const std::string& directory) {
  std::error_code error;
  for (fs::path at = AbsolutePath("/", directory); !at.empty(); at = at.parent_path()) {
    if (fs::exists(fs::symlink_status(at / ".git", error))) return at.string();
    if (at == at.root_path()) break;
  }
  return std::nullopt;
}

// For what another git that was killed has left.
std::string_view RemedyFor(const ProcessOutput& output) {
  return output.err.find(".lock': File exists") == std::string::npos
             ? ""
             : "; if no other git is at work here, remove that file";
}

}  // namespace

Process GitProcess(const std::string& directory, std::vector<std::string> arguments,
                   const std::optional<Quarantine>& quarantine) {
  // A commit-graph tells of commits what they might not say themselves.
  arguments.insert(arguments.begin(), {"git", "--no-replace-objects", "-c", "core.fsmonitor=false", "-c",
                                       "core.commitGraph=false", "-c", "advice.graftFileDeprecated=false"});
  Process process{.arguments = std::move(arguments), .directory = directory};
  for (const char* name :
       {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_SHALLOW_FILE", "GIT_REPLACE_REF_BASE",
        "GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS",
        "GIT_EXTERNAL_DIFF", "GIT_TRACE"})
    process.environment.emplace_back(name, std::nullopt);
  process.environment.emplace_back("GIT_GRAFT_FILE", "/dev/null");  // unset, it would be info/grafts
  process.environment.emplace_back("LC_ALL", "C");
  process.environment.emplace_back("GIT_TERMINAL_PROMPT", "0");
  process.environment.emplace_back("GIT_NO_LAZY_FETCH", "1");
  process.environment.emplace_back("GIT_ALLOW_PROTOCOL", "none");
  // A passphrase that only a person can type is asked for nowhere: what needs one fails, and says so.
  process.environment.emplace_back("SSH_ASKPASS", "false");
  process.environment.emplace_back("SSH_ASKPASS_REQUIRE", "force");
  process.environment.emplace_back("GIT_ASKPASS", "false");
  if (quarantine) {
    process.environment.emplace_back("GIT_OBJECT_DIRECTORY", quarantine->object_directory);
    process.environment.emplace_back("GIT_ALTERNATE_OBJECT_DIRECTORIES", quarantine->alternates);
  }
  return process;
}

Result<std::string> ConfigIn(const std::string& directory, std::vector<std::string> key) {
  key.insert(key.begin(), {"config", "--get"});
  const Result<ProcessOutput> output = RunProcess(GitProcess(directory, std::move(key)));
  if (!output) return tl::unexpected(output.error());
  return output->succeeded() ? WithoutLineEnd(output->out) : std::string();
}

std::string WithoutLineEnd(std::string text) {
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

std::string_view Head::branch() const {
  constexpr std::string_view kHeads = "refs/heads/";
  return std::string_view(ref).starts_with(kHeads) ? std::string_view(ref).substr(kHeads.size())
                                                   : std::string_view(ref);
}

std::string Head::place() const { return ref.empty() ? "a detached HEAD" : Printable(branch()); }

Result<Repository> Repository::Open(const std::string& directory) {
  // One value a line: paths with line ends in them are refused below, because the lines then don't fit.
  const Result<ProcessOutput> output = RunProcess(
      GitProcess(directory, {"rev-parse", "--path-format=absolute", "--show-toplevel", "--absolute-git-dir",
                             "--git-common-dir", "--show-prefix", "--show-object-format=storage"}));
  if (!output) return tl::unexpected(output.error());
  if (!output->succeeded()) return tl::unexpected(NotARepository(directory, output->Complaint()));
  const std::vector<std::string_view> lines = Split(output->out, '\n');
  if (lines.size() != 6)
    return Fail("can't make out where the repository of '{}' is; a path with a line end in it?",
                Printable(directory));
  Repository repository;
  repository.top = lines[0];
  repository.git_dir = AbsolutePath(repository.top, std::string(lines[1]));
  repository.common_dir = AbsolutePath(repository.top, std::string(lines[2]));
  repository.prefix = lines[3];
  repository.no_object = std::string(lines[4] == "sha256" ? 64 : 40, '0');
  repository.objects = std::make_shared<ObjectStore>(repository.top, repository.hash());
  return repository;
}

Result<Repository> Repository::OpenToRead(const std::string& directory,
                                          std::optional<Quarantine> quarantine) {
  Result<Repository> repository = OpenToRead(directory);
  if (!repository || !quarantine) return repository;
  repository->objects = std::make_shared<ObjectStore>(repository->top, repository->hash(), quarantine);
  repository->quarantine = std::move(quarantine);
  return repository;
}

Result<Repository> Repository::OpenToRead(const std::string& directory) {
  const Result<ProcessOutput> output = RunProcess(
      GitProcess(directory, {"rev-parse", "--is-bare-repository", "--path-format=absolute",
                             "--absolute-git-dir", "--git-common-dir", "--show-object-format=storage"}));
  const bool bare = output && output->succeeded() && output->out.starts_with("true\n");
  if (!bare) return Open(directory);
  const std::vector<std::string_view> lines = Split(output->out, '\n');
  if (lines.size() != 5)
    return Fail("can't make out where the repository of '{}' is; a path with a line end in it?",
                Printable(directory));
  Repository repository;
  repository.git_dir = repository.top = AbsolutePath("/", std::string(lines[1]));
  // What is committed into a repository may look like one, and its configuration is not the user's.
  const Result<ProcessOutput> around = RunProcess(
      GitProcess(fs::path(repository.top).parent_path().string(), {"rev-parse", "--is-inside-work-tree"}));
  if (around && around->succeeded() && around->out == "true\n")
    return Fail(
        "'{}' looks like a bare repository, but lies among the files of another one; it is not trusted",
        Printable(repository.top));
  repository.common_dir = AbsolutePath("/", std::string(lines[2]));
  repository.bare = true;
  repository.no_object = std::string(lines[3] == "sha256" ? 64 : 40, '0');
  repository.objects = std::make_shared<ObjectStore>(repository.top, repository.hash());
  return repository;
}

GitHash Repository::hash() const { return no_object.size() == 64 ? GitHash::kSha256 : GitHash::kSha1; }

Result<ProcessOutput> Repository::Try(std::vector<std::string> arguments, std::string input,
                                      std::optional<std::string> index_file) const {
  Process process = GitProcess(top, std::move(arguments), quarantine);
  process.input = std::move(input);
  if (index_file) process.environment.emplace_back("GIT_INDEX_FILE", std::move(*index_file));
  return RunProcess(process);
}

Result<std::string> Repository::Run(std::vector<std::string> arguments, std::string input,
                                    std::optional<std::string> index_file) const {
  const auto is_option = [](const std::string& argument) { return argument.starts_with('-'); };
  const auto command = std::ranges::find_if_not(arguments, is_option);
  const std::string name = command == arguments.end() ? std::string() : *command;
  Result<ProcessOutput> output = Try(std::move(arguments), std::move(input), std::move(index_file));
  if (!output) return tl::unexpected(output.error());
  if (!output->succeeded()) return Fail("git {} failed: {}{}", name, output->Complaint(), RemedyFor(*output));
  return std::move(output->out);
}

Result<Head> Repository::ReadHead() const {
  Head head;
  const Result<ProcessOutput> ref = Try({"symbolic-ref", "--quiet", "HEAD"});
  if (!ref) return tl::unexpected(ref.error());
  if (ref->succeeded()) head.ref = WithoutLineEnd(ref->out);
  const Result<ProcessOutput> commit = Try({"rev-parse", "--verify", "--quiet", "HEAD^{commit}"});
  if (!commit) return tl::unexpected(commit.error());
  if (commit->succeeded()) head.commit = WithoutLineEnd(commit->out);
  if (head.commit.empty() && head.ref.empty()) return Fail("HEAD can't be read: {}", commit->Complaint());
  return head;
}

std::optional<std::string> Repository::Config(std::string_view key) const {
  const Result<ProcessOutput> output = Try({"config", "--get", std::string(key)});
  if (!output || !output->succeeded()) return std::nullopt;
  return WithoutLineEnd(output->out);
}

std::optional<std::string> Repository::UserConfig(std::string_view key) const {
  const Result<ProcessOutput> output = Try({"config", "--global", "--get", std::string(key)});
  if (!output || !output->succeeded()) return std::nullopt;
  return WithoutLineEnd(output->out);
}

std::optional<std::string> Repository::RefNamed(std::string_view revision) const {
  const Result<ProcessOutput> output = Try({"rev-parse", "--symbolic-full-name", "--verify", "--quiet",
                                            "--end-of-options", std::string(revision)});
  if (!output || !output->succeeded() || !output->out.starts_with("refs/")) return std::nullopt;
  return WithoutLineEnd(output->out);
}

bool Repository::IsShallow() const {
  std::error_code error;
  return fs::exists(fs::path(common_dir) / "shallow", error);
}

std::set<std::string> Repository::ShallowCommits() const {
  std::ifstream file(fs::path(common_dir) / "shallow");
  std::set<std::string> commits;
  for (std::string line; std::getline(file, line);) commits.insert(line);
  return commits;
}

std::optional<std::string> Repository::Unfinished() const {
  std::error_code error;
  for (const Operation& operation : kOperations) {
    if (fs::exists(fs::path(git_dir) / operation.path, error))
      return fmt::format("{} is unfinished; {}", operation.what, operation.remedy);
  }
  return std::nullopt;
}

std::optional<std::string> Repository::FindCommit(std::string_view revision) const {
  const Result<ProcessOutput> output =
      Try({"rev-parse", "--verify", "--quiet", "--end-of-options", fmt::format("{}^{{commit}}", revision)});
  if (!output || !output->succeeded()) return std::nullopt;
  return WithoutLineEnd(output->out);
}

std::optional<std::string> Repository::MergeBase(const std::string& one, const std::string& other) const {
  const Result<ProcessOutput> output = Try({"merge-base", one, other});
  if (!output || !output->succeeded()) return std::nullopt;
  return WithoutLineEnd(output->out);
}

std::optional<std::string> Repository::TipAtRemote(std::string_view branch) const {
  const std::string remote = Config(fmt::format("branch.{}.remote", branch)).value_or("origin");
  return FindCommit(fmt::format("refs/remotes/{}/{}", remote, branch));
}

std::vector<std::string> Repository::TipsOfBranch(std::string_view branch) const {
  std::vector<std::string> tips;
  for (std::optional<std::string>& tip :
       std::array{TipAtRemote(branch), FindCommit(fmt::format("refs/heads/{}", branch))}) {
    if (tip) tips.push_back(std::move(*tip));
  }
  return tips;
}

std::optional<std::string> Repository::MergeBaseWithBranch(const std::string& commit,
                                                           std::string_view branch) const {
  std::optional<std::string> best;
  for (const std::string& tip : TipsOfBranch(branch)) {
    const std::optional<std::string> base = MergeBase(commit, tip);
    if (base && (!best || MergeBase(*best, *base) == best)) best = base;
  }
  return best;
}

Result<bool> IsInRepository(const std::string& directory) {
  const Result<ProcessOutput> output = RunProcess(GitProcess(directory, {"rev-parse", "--git-dir"}));
  if (output && output->succeeded()) return true;
  const std::optional<std::string> holder = FindGitEntry(directory);
  if (!holder) return false;
  if (!output) return tl::unexpected(output.error());
  const std::string complaint(output->err.substr(0, output->err.find('\n')));
  if (complaint.find("mount point") != std::string::npos) return false;  // git looks no further up than that
  if (complaint.find("not a git repository") == std::string::npos)
    return tl::unexpected(NotARepository(directory, complaint));
  return Fail("'{}' holds a repository that git can't read; 'git -C {} status' says why", Printable(*holder),
              ShellQuoted(*holder));
}

}  // namespace cat4
