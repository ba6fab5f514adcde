#include <algorithm>
#include <set>

#include <fmt/ranges.h>

#include "cat4/audit/registry_line.h"
#include "cat4/base/line_diff.h"
#include "cat4/base/text.h"
#include "cat4/git/tree_source.h"
#include "cat4/governance/registry.h"
#include "cat4/governance/registry_change.h"
#include "cat4/governance/statement.h"
#include "cat4/model/decision_file.h"

#include "cli/decision_options.h"

namespace cat4 {
namespace {

constexpr OptionSpec kOptions[] = {kNoteOption, kDryRunOption};
constexpr Example kExamples[] = {
    {"cat4 registry ratify --note \"New controller in Hamburg\"", "show what changed, sign it, commit it"},
    {"cat4 registry ratify --dry-run", "only show it"},
};

// Paths of the registry's files in a source: those that the lines of its digest name.
Result<std::set<std::string>> PathsIn(const Source& source) {
  const Result<std::string> lines = RegistryLines(source);
  if (!lines) return tl::unexpected(lines.error());
  std::set<std::string> paths;
  for (const std::string_view line : Split(*lines, '\n')) {
    if (const std::size_t at = line.find("  "); at != std::string_view::npos)
      paths.emplace(line.substr(at + 2));
  }
  return paths;
}

std::string Joined(const std::vector<std::string_view>& words) {
  return words.empty() ? "nobody" : Join(words, ", ");
}

class Ratifier {
 public:
  Ratifier(const Invocation& invocation, Environment& environment)
      : invocation_(invocation), environment_(environment) {}

  Result<int> Run() {
    Result<std::unique_ptr<RecordingSession>> session =
        RecordingSession::Open(invocation_, environment_, SignerFrom::kLater);
    if (!session) return tl::unexpected(session.error());
    session_ = std::move(*session);
    for (const auto step : {&Ratifier::FindRatified, &Ratifier::TakeRegistry, &Ratifier::JudgeChange,
                            &Ratifier::FindSigner, &Ratifier::JudgeEntries, &Ratifier::JudgeBranch}) {
      if (const Result<void> done = (this->*step)(); !done) return tl::unexpected(done.error());
    }
    return Sign();
  }

 private:
  Result<void> FindRatified() {
    Result<RegistryState> registry = FindRegistry(session_->repository(), session_->landed_commit());
    if (!registry) return tl::unexpected(registry.error());
    ratified_ = std::move(registry->in_force);
    if (!KeepsEntries(session_->landed(), session_->portfolio()))
      return Refuse(
          "registry.yaml does not begin with what has landed of it; it is only added to: restore it");
    return {};
  }

  // The working tree's registry, with whatever has been changed, added or removed in it.
  Result<void> TakeRegistry() {
    const std::unique_ptr<Source> disk = OpenDirectory(session_->workspace().root);
    Result<std::set<std::string>> paths = PathsIn(*disk);
    if (!paths) return tl::unexpected(paths.error());
    const Result<std::set<std::string>> committed = PathsIn(*session_->workspace().source);
    if (!committed) return tl::unexpected(committed.error());
    paths->insert(committed->begin(), committed->end());
    std::vector<std::string> changed;
    for (const std::string& path : *paths) {
      if (BytesIn(*disk, path) != session_->CommittedBytesOf(path)) changed.push_back(path);
    }
    if (const Result<void> taken = session_->TakeEdited(changed); !taken) return taken;
    if (const std::string unreadable = FirstUnreadable(session_->portfolio()); !unreadable.empty())
      return Refuse("'{}' can't be read, and what can't be read is never ratified; 'cat4 check' says why",
                    Printable(unreadable));
    const Result<std::string> lines = RegistryLines(*session_->workspace().source);
    if (!lines) return tl::unexpected(lines.error());
    digest_ = DigestOf(*lines);
    if (digest_ != ratified_->digest) return {};
    return Refuse("nothing to ratify: the registry here is version {}, {}", ratified_->version,
                  ShortDigest(digest_));
  }

  // An admin of the registry before; of version 1, its own. Where the admins or their number change, those of
  // the changed registry ratify as well.
  Result<void> FindSigner() {
    const Portfolio& here = session_->portfolio();
    const Portfolio& before = ratified_->portfolio ? *ratified_->portfolio : here;
    Result<const Person*> signer = OwnerOfKey(before, session_->key(), session_->email());
    const bool judges = signer && (*signer)->Holds(Role::kAdmin);
    if (!judges && needed_.after > 0) {
      const Result<const Person*> added = OwnerOfKey(here, session_->key(), session_->email());
      if (added && (*added)->Holds(Role::kAdmin)) signer = added;
    }
    if (!signer) return tl::unexpected(signer.error());
    signer_ = std::string((*signer)->id->view());
    if (!(*signer)->Holds(Role::kAdmin))
      return Refuse("'{}' is no admin of the registry in force, and only admins ratify a change: {}", signer_,
                    Joined(ActiveAdmins(before)));
    const Result<const Person*> now = OwnerOfKey(here, session_->key(), session_->email());
    if (now) return {};
    return Refuse(
        "in the changed registry {} (to replace your own key, have the new one ratified first, then retire "
        "the old one)",
        now.error().message);
  }

  Result<void> JudgeChange() {
    if (ratified_->portfolio) {
      const bool same = BytesIn(*ratified_->source, "policy.yaml") == session_->BytesOf("policy.yaml");
      const std::vector<std::string> breaches = Breaches(*ratified_->portfolio, session_->portfolio(),
                                                         same ? PolicyFile::kSame : PolicyFile::kChanged);
      if (!breaches.empty()) return Refuse("this change can't be ratified: {}", fmt::join(breaches, "; "));
      needed_ = NeededToRatify(*ratified_->portfolio, session_->portfolio());
    } else {
      needed_ = {.before = static_cast<std::size_t>(*session_->portfolio().policy.registry_approvals),
                 .after = 0};
    }
    if (ActiveAdmins(session_->portfolio()).size() < std::max(needed_.before, needed_.after))
      return Refuse(
          "the changed registry has {}, and {} must ratify every change: nobody could change it any more",
          Count(ActiveAdmins(session_->portfolio()).size(), "active admin"),
          std::max(needed_.before, needed_.after));
    return {};
  }

  // What lands on the governed branch is a step of its own.
  Result<void> JudgeBranch() {
    if (session_->head().branch() != session_->governed_branch() || WhoIsMissing().empty()) return {};
    return Refuse("{}; signatures of several admins land together: git switch -c BRANCH, and ratify there",
                  WhoIsMissing());
  }

  // What stands in registry.yaml behind what has landed: signatures of others under this version stay, those
  // under another one that has not landed go.
  Result<void> JudgeEntries() {
    const std::vector<RegistryEntry>& entries = session_->portfolio().registry;
    for (std::size_t i = session_->landed().registry.size(); i < entries.size(); ++i) {
      if (entries[i].decision->view() != "ratify") continue;
      if (entries[i].registry->view() != digest_ || *entries[i].version != ratified_->version + 1) {
        replaced_.push_back(i);
      } else if (entries[i].by->view() == signer_) {
        return Refuse("'{}' has ratified this version already, on {}", signer_, FormatDate(*entries[i].on));
      } else {
        others_.emplace_back(entries[i].by->view());
      }
    }
    return JudgeTurn();
  }

  // Who only becomes an admin by the change signs behind the admins of the registry in force.
  Result<void> JudgeTurn() const {
    if (!ratified_->portfolio) return {};
    const std::vector<std::string_view> admins = ActiveAdmins(*ratified_->portfolio);
    const auto is_admin = [&](std::string_view id) { return std::ranges::find(admins, id) != admins.end(); };
    const auto given = static_cast<std::size_t>(std::ranges::count_if(others_, is_admin));
    if (is_admin(signer_) || given >= needed_.before) return {};
    return Refuse(
        "'{}' becomes an admin by this change, which the admins of the registry in force ratify first: {}",
        signer_, Joined(admins));
  }

  void ShowChange() {
    const Result<std::set<std::string>> now = PathsIn(*session_->workspace().source);
    std::set<std::string> paths = now ? *now : std::set<std::string>();
    if (ratified_->source) {
      if (const Result<std::set<std::string>> then = PathsIn(*ratified_->source))
        paths.insert(then->begin(), then->end());
    }
    for (const std::string& path : paths) {
      const std::optional<std::string> before =
          ratified_->source ? BytesIn(*ratified_->source, path) : std::nullopt;
      environment_.out.Write(
          UnifiedDiff(Printable(path), before.value_or(""), session_->BytesOf(path).value_or("")));
    }
  }

  void Show(const std::string& statement) {
    const bool whole = !session_->quiet() || session_->dry_run();
    if (whole) ShowChange();
    environment_.out.Write(fmt::format("registry: ratify version {}\n", ratified_->version + 1));
    if (whole) environment_.out.Write(IndentedStatement(statement));
  }

  Result<int> Sign() {
    TextPool& texts = session_->portfolio().texts;
    const Result<Text> note = TextOption(invocation_, kNoteOption.name, texts);
    if (!note) return tl::unexpected(note.error());
    const Span here = WholeFile(1);
    RegistryEntry entry;
    entry.decision = {texts.Intern("ratify"), here};
    entry.version = {ratified_->version + 1, here};
    entry.previous = {texts.Intern(ratified_->digest), here};
    entry.registry = {texts.Intern(digest_), here};
    entry.by = {texts.Intern(signer_), here};
    entry.on = {session_->workspace().as_of, here};
    if (!note->empty()) entry.note = {*note, here};
    entry.signature = {texts.Intern("unsigned"), here};
    const std::string statement = StatementText(session_->portfolio(), entry);

    const Result<TreeChanges> unsigned_changes = Changes(entry);
    if (!unsigned_changes) return tl::unexpected(unsigned_changes.error());
    if (const Result<void> proved = session_->ProveRegistry(*unsigned_changes, environment_); !proved)
      return tl::unexpected(proved.error());
    Show(statement);
    if (!session_->dry_run()) {
      const Result<std::string> signature = session_->Sign(statement);
      if (!signature) return tl::unexpected(signature.error());
      entry.signature = {texts.Intern(*signature), here};
    }
    Result<TreeChanges> changes = Changes(entry);
    if (!changes) return tl::unexpected(changes.error());
    const Result<int> done =
        session_->Finish(*changes,
                         {.changes = {},
                          .subject = fmt::format("registry: ratify version {}", ratified_->version + 1),
                          .body = {},
                          .trailers = {fmt::format("Cat4-Statement: {}", DigestOf(statement))}},
                         environment_);
    if (!done || session_->dry_run()) return done;
    if (ratified_->version == 0) environment_.out.Write(fmt::format("trust root {}\n", digest_));
    if (const std::string missing = WhoIsMissing(); !missing.empty())
      environment_.err.Write(fmt::format("cat4: {}\n", missing));
    return done;
  }

  Result<TreeChanges> Changes(const RegistryEntry& entry) const {
    const std::string path(kRegistryFile);
    Result<std::string> bytes = RecordInRegistry(
        session_->BytesOf(path).value_or(EmptyRegistry(*session_->workspace().source)), replaced_, {entry});
    if (!bytes) return tl::unexpected(bytes.error());
    return TreeChanges{{path, std::move(*bytes)}};
  }

  // Who else has to ratify; empty if nobody.
  std::string WhoIsMissing() const {
    std::set<std::string> ratifiers(others_.begin(), others_.end());
    ratifiers.insert(signer_);
    const auto missing = [&](const Portfolio& portfolio, std::size_t needed) -> std::string {
      std::vector<std::string_view> admins = ActiveAdmins(portfolio);
      const auto has = [&](std::string_view admin) { return ratifiers.contains(std::string(admin)); };
      const auto given = static_cast<std::size_t>(std::ranges::count_if(admins, has));
      if (given >= needed) return {};
      std::erase_if(admins, has);
      return fmt::format("{} of {} have ratified; missing is one of {}, before this lands", given, needed,
                         Joined(admins));
    };
    const Portfolio& judge = ratified_->portfolio ? *ratified_->portfolio : session_->portfolio();
    std::string text = missing(judge, needed_.before);
    if (text.empty()) text = missing(session_->portfolio(), needed_.after);
    return text;
  }

  const Invocation& invocation_;
  Environment& environment_;
  std::unique_ptr<RecordingSession> session_;
  std::shared_ptr<const RatifiedRegistry> ratified_;  // in force; version 0: none
  RatifiersNeeded needed_;
  std::string digest_, signer_;
  std::vector<std::size_t> replaced_;
  std::vector<std::string> others_;
};

Result<int> Run(const Invocation& invocation, Environment& environment) {
  return Ratifier(invocation, environment).Run();
}

}  // namespace

extern const Command kRegistryRatifyCommand;
const Command kRegistryRatifyCommand{
    .name = "registry ratify",
    .summary = "bring a changed registry into force",
    .description =
        "Shows what differs from the registry in force, signs the new version as an admin of that registry, "
        "and\n"
        "commits the changed files with registry.yaml in one signed commit. Where policy asks for several\n"
        "admins, each ratifies on the same branch, which then lands as one step. A version that has not "
        "landed\n"
        "is replaced. The first version is ratified by its own admins: its digest is the trust root.",
    .arguments = {},
    .options = kOptions,
    .examples = kExamples,
    .run = &Run};

}  // namespace cat4
