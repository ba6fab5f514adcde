#include <algorithm>
#include <filesystem>
#include <map>

#include "cat4/base/path.h"
#include "cat4/base/text.h"
#include "cat4/check/new_errors.h"
#include "cat4/exchange/tree_files.h"
#include "cat4/git/identity.h"
#include "cat4/git/record.h"
#include "cat4/governance/registry.h"
#include "cat4/governance/statement.h"
#include "cat4/model/decision_file.h"
#include "cat4/model/id.h"

#include "cli/hooks.h"
#include "cli/initial_files.h"
#include "cli/initial_tree.h"
#include "cli/recording.h"

namespace cat4 {
namespace {

namespace fs = std::filesystem;

constexpr int kLockSeconds = 60;
constexpr const char* kAttributesFile = ".gitattributes";

constexpr ArgumentSpec kArguments[] = {{.name = "DIR",
                                        .about = "where the tree begins; made if needed",
                                        .min = 1,
                                        .max = 1,
                                        .kind = ValueKind::kDirectory}};
constexpr OptionSpec kTemplate{
    .name = "--template",
    .letter = "",
    .value = "DIR",
    .about = "begin with the files of this directory: policy, people, committees …",
    .kind = ValueKind::kDirectory};
constexpr OptionSpec kId{.name = "--id",
                         .letter = "",
                         .value = "ID",
                         .about = "the organization's id, for ever (default: from DIR)"};
constexpr OptionSpec kName{
    .name = "--name", .letter = "", .value = "NAME", .about = "what people call it (default: the id)"};
constexpr OptionSpec kCurrency{.name = "--currency",
                               .letter = "",
                               .value = "CODE",
                               .about = "the reporting currency, ISO 4217 (default: EUR)"};
constexpr OptionSpec kOptions[] = {kTemplate, kId, kName, kCurrency};
constexpr Example kExamples[] = {
    {"cat4 init northwind --name \"Northwind\" --currency EUR", "a new repository with a new organization"},
    {"cat4 init . --id northwind", "in the repository where you are"},
    {"cat4 init acme --template ~/house-rules", "with the policy of your house"},
};

class Initializer {
 public:
  Initializer(const Invocation& invocation, Environment& environment)
      : invocation_(invocation),
        environment_(environment),
        start_(StartDirectory(invocation, environment)),
        target_(AbsolutePath(start_, invocation.arguments.front())) {}

  Result<int> Run() {
    const Result<Date> as_of = AsOf(invocation_, environment_);
    if (!as_of) return tl::unexpected(as_of.error());
    as_of_ = *as_of;
    if (invocation_.arguments.front().empty())
      return FailUsage("an empty DIR; wanted where the tree begins, '.' for here");
    for (const auto step : {&Initializer::SettleInterrupted, &Initializer::JudgeTarget,
                            &Initializer::FindCaller, &Initializer::Compose, &Initializer::Prove}) {
      if (const Result<void> done = (this->*step)(); !done) return tl::unexpected(done.error());
    }
    const Result<void> made = Make();
    if (!made) {
      TakeBack();
      return tl::unexpected(made.error());
    }
    Tell();
    return 0;
  }

 private:
  // The nearest directory that exists: DIR itself, or one above it.
  std::string Existing() const {
    std::error_code error;
    fs::path at = target_;
    while (!fs::is_directory(at, error) && at.has_relative_path()) at = at.parent_path();
    return at.string();
  }

  // What an earlier `init` was interrupted in, say.
  Result<void> SettleInterrupted() {
    const Result<Repository> repository = Repository::Open(Existing());
    if (!repository || !IsRecordingBegun(*repository)) return {};
    const Result<RecordingLock> lock = RecordingLock::Take(*repository, kLockSeconds);
    if (!lock) return tl::unexpected(lock.error());
    const Result<std::optional<Interrupted>> settled = FinishInterrupted(*repository);
    if (!settled) return tl::unexpected(settled.error());
    if (!*settled) return {};
    if ((*settled)->recorded) return Refuse("{}; nothing else was done", SettledText(**settled, *repository));
    environment_.err.Write(fmt::format("cat4: {}\n", (*settled)->message));
    return {};
  }

  Result<void> JudgeTarget() {
    std::error_code error;
    const fs::file_status status = fs::symlink_status(target_, error);
    const bool there = fs::exists(status);
    if (there && !fs::is_directory(fs::status(target_, error)))
      return Refuse("'{}' is no directory", Printable(invocation_.arguments.front()));
    if (there) {
      for (const fs::directory_entry& entry : fs::directory_iterator(target_, error)) {
        const std::string name = entry.path().filename().string();
        if (IsTreePath(name))
          return Refuse(
              "'{}' is there already, and a tree begins where nothing of it is; for one that is "
              "there, 'cat4 hook install' installs the hooks",
              Printable((fs::path(invocation_.arguments.front()) / name).string()));
      }
    }
    const Result<std::string> above = FindRoot(Existing());
    if (above)
      return Refuse("'{}' lies inside the tree of '{}'", Printable(invocation_.arguments.front()),
                    Printable(*above));
    const Result<bool> in_repository = IsInRepository(Existing());
    in_repository_ = in_repository.value_or(false);
    if (!in_repository_ && fs::exists(fs::symlink_status(fs::path(target_) / ".git", error)))
      return Refuse("'{}' holds a repository that git can't read; 'git -C {} status' says why",
                    Printable(invocation_.arguments.front()), Printable(invocation_.arguments.front()));
    if (!in_repository) return tl::unexpected(in_repository.error());
    return {};
  }

  Result<void> FindCaller() {
    const std::string existing = Existing();
    if (in_repository_) {
      Result<Repository> repository = Repository::Open(existing);
      if (!repository) return tl::unexpected(repository.error());
      if (const std::optional<std::string> unfinished = repository->Unfinished())
        return Fail("nothing can be recorded while {}", *unfinished);
      const Result<Head> head = repository->ReadHead();
      if (!head) return tl::unexpected(head.error());
      if (!head->branch().empty()) branch_ = head->branch();
    }
    Result<Identity> identity = FindIdentity(existing);
    if (!identity) return tl::unexpected(identity.error());
    identity_ = std::move(*identity);
    Result<SigningKey> key = FindSigningKey(existing);
    if (!key) return tl::unexpected(key.error());
    key_ = std::move(*key);
    return {};
  }

  // ---- the files
  Result<void> Compose() {
    organization_.id = invocation_.Value(kId.name).value_or(IdFrom(fs::path(target_).filename().string()));
    organization_.name = invocation_.Value(kName.name).value_or(organization_.id);
    organization_.currency = invocation_.Value(kCurrency.name).value_or("EUR");
    if (!IsId(organization_.id, IdForm::kName))
      return Refuse("'{}' is no id of an organization; give one with --id: {}", Printable(organization_.id),
                    DescribeId(IdForm::kName));
    Beginnings beginnings{organization_, identity_, key_.key, branch_, std::nullopt};
    if (const std::optional<std::string> given = invocation_.Value(kTemplate.name))
      beginnings.template_given = (fs::path(start_) / *given).string();
    Result<InitialTree> tree = ComposeTree(beginnings);
    if (!tree) return tl::unexpected(tree.error());
    files_ = std::move(tree->files);
    person_ = std::move(tree->admin);
    for (const auto& [path, text] : files_) {
      if (path != kAttributesFile && Stands(path))
        return Refuse("'{}' is there already; nothing that is there is overwritten", Printable(path));
    }
    return {};
  }

  bool Stands(std::string_view path) const {
    std::error_code error;
    return fs::exists(fs::symlink_status(fs::path(target_) / path, error));
  }

  Result<void> Prove() {
    const std::vector<NewError> errors = NewErrors(*InMemorySource({}), *InMemorySource(files_), as_of_);
    if (!errors.empty())
      return Refuse("the new tree would have an error: {}{}", Describe(errors),
                    errors.front().help.empty() ? "" : "; " + errors.front().help);
    return {};
  }

  // ---- what is written
  Result<void> MakeDirectories() {
    std::vector<fs::path> missing;
    std::error_code error;
    for (fs::path at = target_; !fs::exists(at, error) && at.has_relative_path(); at = at.parent_path())
      missing.push_back(at);
    for (auto at = missing.rbegin(); at != missing.rend(); ++at) {
      if (fs::create_directory(*at, error)) created_.push_back(*at);
      if (error) return Fail("can't make '{}': {}", Printable(at->string()), error.message());
    }
    return {};
  }

  Result<void> Make() {
    if (const Result<void> made = MakeDirectories(); !made) return made;
    if (!in_repository_) {
      // Of two at once, one makes it; only he may take it away again.
      std::error_code error;
      created_repository_ = fs::create_directory(fs::path(target_) / ".git", error);
      if (!created_repository_)
        return Fail("'{}' has become a git repository meanwhile{}; run the command again", Printable(target_),
                    error ? fmt::format(" or can't be one ({})", error.message()) : "");
      if (const Result<void> made = CreateRepository(target_, branch_); !made) return made;
    }
    Result<Repository> repository = Repository::Open(target_);
    if (!repository) return tl::unexpected(repository.error());
    repository_ = std::move(*repository);
    Result<RecordingLock> lock = RecordingLock::Take(repository_, kLockSeconds);
    if (!lock) return tl::unexpected(lock.error());
    if (IsRecordingBegun(repository_))
      return Fail("a recording was interrupted here meanwhile; run the command again, which settles that");
    if (const Result<void> composed = ComposeRecording(); !composed) return composed;
    if (const Result<void> signed_entry = Ratify(); !signed_entry) return signed_entry;
    return RecordFiles();
  }

  // Version 1 of the registry, which its own admin ratifies.
  Result<void> Ratify() {
    const std::unique_ptr<Source> source = InMemorySource(files_);
    const Loaded loaded = LoadPortfolio(*source);
    const Result<std::string> lines = RegistryLines(*source);
    if (!lines) return tl::unexpected(lines.error());
    trust_root_ = DigestOf(*lines);
    TextPool& texts = loaded.portfolio->texts;
    const Span here = WholeFile(1);
    RegistryEntry entry;
    entry.decision = {texts.Intern("ratify"), here};
    entry.version = {1, here};
    entry.previous = {texts.Intern("none"), here};
    entry.registry = {texts.Intern(trust_root_), here};
    entry.by = {texts.Intern(person_), here};
    entry.on = {as_of_, here};
    statement_ = StatementText(*loaded.portfolio, entry);
    const Result<std::string> signature = SignStatement(key_, statement_);
    if (!signature) return tl::unexpected(signature.error());
    entry.signature = {texts.Intern(*signature), here};
    Result<std::string> registry = RecordInRegistry(EmptyRegistry(*source), {}, {entry});
    if (!registry) return tl::unexpected(registry.error());
    files_["registry.yaml"] = std::move(*registry);
    return {};
  }

  // All but registry.yaml; what stands in its way is known before anything is signed.
  Result<void> ComposeRecording() {
    Result<Head> head = repository_.ReadHead();
    if (!head) return tl::unexpected(head.error());
    head_ = std::move(*head);
    AddWorkflows();
    for (const auto& [path, text] : files_) {
      if (path != kAttributesFile) recording_.changes.push_back({path, std::nullopt, text});
    }
    AddAttributes();
    return CheckRecordable(repository_, head_, recording_.changes);
  }

  Result<void> RecordFiles() {
    recording_.subject = fmt::format("{}: a new organization", organization_.id);
    recording_.trailers = {fmt::format("Cat4-Statement: {}", DigestOf(statement_))};
    recording_.changes.push_back({"registry.yaml", std::nullopt, files_["registry.yaml"]});
    const Result<Recorded> recorded = Record(repository_, head_, key_, recording_);
    if (!recorded) return tl::unexpected(recorded.error());
    recorded_ = *recorded;
    if (const std::string hooks = InstallHooks(repository_, environment_); !hooks.empty()) remarks_ += hooks;
    return {};
  }

  void AddAttributes() {
    const Result<std::string> old = ReadWhole(*OpenDirectory(target_), kAttributesFile, std::size_t{1} << 28);
    const std::optional<std::string> here = old ? std::optional(*old) : std::nullopt;
    const auto of_template = files_.find(kAttributesFile);
    recording_.changes.push_back(
        {std::string(kAttributesFile), here,
         AttributesWithOurs(here.value_or(""), of_template == files_.end() ? "" : of_template->second)});
  }

  // At the top of the work tree, where forges look for them; what is there, or in the template, is left
  // alone.
  void AddWorkflows() {
    if (!repository_.prefix.empty()) {
      remarks_ += fmt::format(
          "workflow files lie at the top of a repository, so none were written; let yours call: cat4 -C {} "
          "check\n",
          Printable(repository_.prefix));
      return;
    }
    for (const WorkflowFile& workflow : kWorkflowFiles) {
      const std::string path(workflow.path);
      if (files_.contains(path)) {
        remarks_ += fmt::format("'{}' is the template's; let it call: cat4 check\n", path);
      } else if (Stands(path)) {
        remarks_ += fmt::format("'{}' is there already and was left alone; let it call: cat4 check\n", path);
      } else {
        files_[path] = workflow.content;
      }
    }
  }

  // Only what was made here, and is empty; never a repository in which something is committed.
  void TakeBack() const {
    std::error_code error;
    const Result<Head> head =
        created_repository_ && !repository_.top.empty() ? repository_.ReadHead() : Head();
    if (created_repository_ && head && head->commit.empty())
      fs::remove_all(fs::path(target_) / ".git", error);
    for (auto at = created_.rbegin(); at != created_.rend(); ++at) fs::remove(*at, error);
  }

  void Tell() {
    environment_.out.Write(fmt::format("trust root {}@{}\n", trust_root_, recorded_.commit));
    if (!remarks_.empty()) environment_.err.Write(remarks_);
    if (invocation_.Has("--quiet")) return;
    environment_.err.Write(fmt::format(
        "'{}' begins with commit {} on {}; you are '{}', its admin\n"
        "keep the trust root outside of this repository, where nobody who writes to it can change it: with "
        "the\n"
        "auditors, in the variable CAT4_TRUST_ROOT of your CI, or in each user's git configuration:\n"
        "  git config --global cat4.trustRoot {}@{}\n"
        "next: 'cat4 new portfolio', 'cat4 new person'; then 'cat4 registry ratify' for what changed in the "
        "registry\n",
        organization_.id, recorded_.commit.substr(0, 12), recorded_.where, person_, trust_root_,
        recorded_.commit));
  }

  const Invocation& invocation_;
  Environment& environment_;
  const std::string start_;
  std::string target_;
  Date as_of_{};
  bool in_repository_ = false, created_repository_ = false;
  std::vector<fs::path> created_;  // directories that were made here, from above
  std::string branch_ = "main";
  Identity identity_;
  SigningKey key_;
  Repository repository_;
  OrganizationText organization_;
  std::map<std::string, std::string> files_;
  Head head_;
  Recording recording_;
  Recorded recorded_;
  std::string person_, trust_root_, statement_, remarks_;
};

Result<int> Run(const Invocation& invocation, Environment& environment) {
  return Initializer(invocation, environment).Run();
}

}  // namespace

extern const Command kInitCommand;
const Command kInitCommand{.name = "init",
                           .summary = "begin a new organization",
                           .description =
                               "Makes the tree of a new organization, in a new repository or in the one "
                               "where DIR lies, and records it in\n"
                               "a first signed commit: you as its admin with the SSH key that git signs "
                               "with, version 1 of the registry\n"
                               "ratified by you, schemas for editors, .gitattributes, workflow files for "
                               "GitHub and GitLab, a pre-commit\n"
                               "hook. Prints the trust root, by which anybody can later prove the history. "
                               "Your person id comes from\n"
                               "git's user.name. Nothing that is there is overwritten.",
                           .arguments = kArguments,
                           .options = kOptions,
                           .examples = kExamples,
                           .run = &Run};

}  // namespace cat4
