#include "audit/registry_step.h"

#include <algorithm>
#include <map>
#include <utility>

#include "cat4/crypto/public_key.h"
#include "cat4/governance/proof.h"
#include "cat4/governance/statement.h"

namespace cat4 {
namespace {

PlacedFinding At(RuleId rule, std::string path, std::string message, std::string help) {
  PlacedFinding finding;
  finding.rule = rule;
  finding.path = std::move(path);
  finding.message = std::move(message);
  finding.help = std::move(help);
  return finding;
}

// The stage that locks terms; empty if none does.
std::string LockStage(const Policy& policy) {
  const auto lock = static_cast<std::size_t>(policy.lock_stage());
  return lock < policy.stages.size() ? std::string(policy.stages[lock].id->view()) : std::string();
}

// A key at two persons, "'a' and 'b'"; empty if there is none.
std::string SharedKey(const Portfolio& registry) {
  std::map<std::string, std::string_view> owners;
  for (const Person& person : registry.people) {
    for (const PersonKey& key : person.keys) {
      const KeyResult parsed = ParseKeyLine(key.key->view());
      if (!parsed.key) continue;
      const auto [owner, added] = owners.emplace(parsed.key->blob, person.id->view());
      if (!added && owner->second != person.id->view())
        return fmt::format("'{}' and '{}'", owner->second, person.id->view());
    }
  }
  return {};
}

class RegistryJudge {
 public:
  RegistryJudge(std::unique_ptr<Source> files, RegistryState& state, std::vector<PlacedFinding>& findings)
      : files_(std::move(files)), state_(state), findings_(findings), before_(state.in_force) {}

  void Run() {
    if (!state_.files && !HoldsRegistry()) return;  // it has not begun yet
    const RegistryState old = state_;
    NoteFiles(*files_, state_);
    old_files_ = old.files;
    old_entries_ = old.entries;
    registry_ = state_.files;
    digest_ = state_.digest;
    CheckEntriesKept();
    // Left as it was it is not told again, but may have been ratified since.
    if (const std::string why = TakeIntoForce(); !why.empty() && (digest_ != old.digest || !old.files))
      Refuse(why);
    CheckKeys();
    CheckRatifications();
    CheckEndorsements();
  }

 private:
  bool HoldsRegistry() const {
    const Result<std::vector<SourceEntry>> entries = files_->List("");
    return entries && std::ranges::find(*entries, kRegistryFile, &SourceEntry::name) != entries->end();
  }

  void Report(RuleId rule, std::string message, std::string help) {
    findings_.push_back(At(rule, std::string(kRegistryFile), std::move(message), std::move(help)));
  }

  void CheckEntriesKept() {
    const bool readable = registry_->readable.registry && !registry_->registry.empty();
    const bool kept = !old_files_ || (readable && (!old_entries_ || KeepsEntries(*old_entries_, *registry_)));
    if (kept) return;
    Report(RuleId::kRegistryRewritten,
           readable ? "registry.yaml does not begin with the entries that had landed"
                    : "the entries of registry.yaml that had landed can't be read here",
           "entries are only added: restore the files as they were ('git log -p' shows them)");
  }

  // Why it does not come into force; empty if it does, or is the one that is.
  std::string TakeIntoForce() {
    if (before_->version > 0 && digest_ == before_->digest) return {};
    std::string unreadable = digest_.empty() ? "registry" : FirstUnreadable(*registry_);
    if (unreadable.empty() && !registry_->readable.registry) unreadable = kRegistryFile;
    if (!unreadable.empty()) return fmt::format("'{}' can't be read", unreadable);
    const ResultOr<int, std::string> version = VersionInForce(*before_, *registry_, *files_, digest_);
    if (!version) return version.error();
    if (*version == 1) state_.trust_root = digest_;
    state_.lock_stages[*registry_->policy.version] = LockStage(registry_->policy);
    auto in_force = std::make_shared<RatifiedRegistry>();
    in_force->version = *version;
    in_force->digest = digest_;
    in_force->source = std::move(files_);
    in_force->portfolio = registry_;
    state_.in_force = std::move(in_force);
    return {};
  }

  void Refuse(std::string_view why) {
    Report(RuleId::kUnratifiedRegistry,
           fmt::format("the registry changed, and this does not come into force: {}", why),
           before_->version == 0 ? "nobody may decide before a registry is ratified: 'cat4 init' begins one"
                                 : "take the change back, or have it ratified: 'cat4 registry ratify'");
  }

  void CheckKeys() {
    const std::string shared = SharedKey(*registry_);
    const bool known = old_files_ && SharedKey(*old_files_) == shared;
    if (shared.empty() || known) return;
    Report(RuleId::kKeyReuse, fmt::format("{} have the same key", shared),
           "a key belongs to one person for ever: give each a key of his own");
  }

  // A new ratification is signed by an admin of the registry before it, or of the one that it ratifies.
  // Whether it is of any use is another question: one that somebody else brought into force is left alone.
  void CheckRatifications() {
    const std::size_t old = old_entries_ ? old_entries_->registry.size() : 0;
    for (std::size_t i = old; i < registry_->registry.size(); ++i) {
      const RegistryEntry& entry = registry_->registry[i];
      if (entry.decision->view() != "ratify") continue;
      const std::string statement = StatementText(*registry_, entry);
      const auto prove = [&](const Portfolio& judge) {
        return ProveByActiveKey(judge, entry.by->view(), statement, entry.signature->view());
      };
      if (before_->version > 0 && prove(*before_->portfolio).proven) continue;
      const Proof proof = prove(*registry_);
      if (!proof.proven)
        Report(proof.fault,
               fmt::format("the ratification of version {} by '{}' is not proven: {}", *entry.version,
                           entry.by->view(), proof.why),
               "take the entry back; 'cat4 registry ratify' writes one that is signed");
    }
  }

  // Somebody active answers for decisions whose signed commit was lost, by a key that was and is active.
  void CheckEndorsements() {
    const std::size_t old = old_entries_ ? old_entries_->registry.size() : 0;
    for (std::size_t i = old; i < registry_->registry.size(); ++i) {
      const RegistryEntry& entry = registry_->registry[i];
      if (entry.decision->view() == "endorse") CheckEndorsement(entry);
    }
  }

  void CheckEndorsement(const RegistryEntry& entry) {
    const std::string statement = StatementText(*registry_, entry);
    for (const auto& registry : {before_, state_.in_force}) {
      if (registry->version == 0) continue;
      const Portfolio& judge = *registry->portfolio;
      const Text by = judge.texts.Find(entry.by->view());
      const Proof proof = ProveByActiveKey(judge, entry.by->view(), statement, entry.signature->view());
      if (!proof.proven)
        return Report(proof.fault,
                      fmt::format("the endorsement by '{}' is not proven: {}", entry.by->view(), proof.why),
                      "have it signed by an active person: 'cat4 decision endorse'");
      if (!judge.FindPerson(by)->is_active())
        return Report(RuleId::kRoleNotHeld,
                      fmt::format("the endorsement is by '{}', who is not active", entry.by->view()),
                      "have it signed by an active person: 'cat4 decision endorse'");
    }
    if (state_.in_force->version == 0) return;  // nobody could judge it
    for (const Located<Text>& digest : entry.statements) state_.endorsed.emplace(digest->view());
  }

  std::unique_ptr<Source> files_;
  RegistryState& state_;
  std::vector<PlacedFinding>& findings_;
  const std::shared_ptr<const RatifiedRegistry> before_;
  std::shared_ptr<const Portfolio> old_files_, old_entries_, registry_;
  std::string digest_;
};

}  // namespace

void NoteFiles(const Source& files, RegistryState& state) {
  const Result<std::string> lines = RegistryLines(files);
  state.digest = lines ? DigestOf(*lines) : std::string();
  state.files = LoadPortfolio(files).portfolio;
  if (state.files->readable.registry && !state.files->registry.empty()) state.entries = state.files;
}

void LeaveOutEndorsed(const RegistryState& state, std::vector<PlacedFinding>& findings) {
  std::erase_if(findings, [&](const PlacedFinding& finding) {
    return finding.rule == RuleId::kUnsignedApprovalCommit && state.endorsed.contains(finding.statement);
  });
}

void JudgeRegistry(std::unique_ptr<Source> files, RegistryState& state,
                   std::vector<PlacedFinding>& findings) {
  RegistryJudge(std::move(files), state, findings).Run();
}

std::optional<RegistryState> TakeRegistry(std::unique_ptr<Source> files, int version) {
  RegistryState state;
  NoteFiles(*files, state);
  const Portfolio& portfolio = *state.files;
  if (state.digest.empty() || !FirstUnreadable(portfolio).empty() || !portfolio.readable.registry)
    return std::nullopt;
  state.in_force = std::make_shared<RatifiedRegistry>(RatifiedRegistry{
      .version = version, .digest = state.digest, .source = std::move(files), .portfolio = state.files});
  return state;
}

std::optional<RegistryState> TakeRatified(std::unique_ptr<Source> files) {
  RegistryState seen;
  NoteFiles(*files, seen);
  if (!seen.files->organization.id || !seen.files->readable.policy || !seen.files->readable.registry)
    return std::nullopt;
  const RegistryStatus status = StatusOfRegistry(*seen.files, seen.digest);
  if (!status.current || status.versions.back().ratifiers < status.needed) return std::nullopt;
  std::optional<RegistryState> state = TakeRegistry(std::move(files), status.versions.back().version);
  if (const RegistryVersion* first = status.first(); state && first) state->trust_root = first->digest;
  return state;
}

}  // namespace cat4
