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
  RegistryJudge(std::unique_ptr<Source> files, AuditState& state, std::vector<PlacedFinding>& findings)
      : files_(std::move(files)), state_(state), findings_(findings), before_(state.registry) {}

  void Run() {
    if (!state_.registry_files && !HoldsRegistry()) return;  // it has not begun yet
    const Result<std::string> lines = RegistryLines(*files_);
    digest_ = lines ? DigestOf(*lines) : std::string();
    Loaded loaded = LoadPortfolio(*files_);
    registry_ = std::move(loaded.portfolio);
    CheckEntriesKept();
    if (digest_ != state_.registry_digest || before_->version == 0) CheckChange();
    CheckKeys();
    CheckEndorsements();
    state_.registry_files = registry_;
    state_.registry_digest = digest_;
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
    const bool kept =
        !state_.registry_files || (readable && KeepsEntries(*state_.registry_files, *registry_));
    if (!kept)
      Report(RuleId::kRegistryRewritten, "registry.yaml does not begin with the entries that had landed",
             "entries are only added: restore the file as it was ('git log -p' shows it)");
  }

  void CheckChange() {
    if (before_->version > 0 && digest_ == before_->digest) return;  // back to the one in force
    std::string unreadable = digest_.empty() ? "registry" : FirstUnreadable(*registry_);
    if (unreadable.empty() && !registry_->readable.registry) unreadable = kRegistryFile;
    if (!unreadable.empty()) return Refuse(fmt::format("'{}' can't be read", unreadable));
    if (before_->version == 0 && !BeginsHere())
      return Refuse("the first commit with registry.yaml must hold version 1 and no other");
    const ResultOr<int, std::string> version = VersionInForce(*before_, *registry_, *files_, digest_);
    if (!version) return Refuse(version.error());
    if (*version == 1) state_.trust_root = digest_;
    state_.lock_stages[*registry_->policy.version] = LockStage(registry_->policy);
    auto in_force = std::make_shared<RatifiedRegistry>();
    in_force->version = *version;
    in_force->digest = digest_;
    in_force->source = std::move(files_);
    in_force->portfolio = LoadPortfolio(*in_force->source).portfolio;
    state_.registry = std::move(in_force);
  }

  bool BeginsHere() const {
    return std::ranges::all_of(registry_->registry, [](const RegistryEntry& entry) {
      return entry.decision->view() != "ratify" || (entry.version && *entry.version == 1);
    });
  }

  void Refuse(std::string_view why) {
    Report(RuleId::kUnratifiedRegistry,
           fmt::format("the registry changed, and this does not come into force: {}", why),
           before_->version == 0 ? "nobody may decide before a registry is ratified: 'cat4 init' begins one"
                                 : "take the change back, or have it ratified: 'cat4 registry ratify'");
  }

  void CheckKeys() {
    const std::string shared = SharedKey(*registry_);
    const bool known = state_.registry_files && SharedKey(*state_.registry_files) == shared;
    if (shared.empty() || known) return;
    Report(RuleId::kKeyReuse, fmt::format("{} have the same key", shared),
           "a key belongs to one person for ever: give each a key of his own");
  }

  // Somebody active answers for decisions whose signed commit was lost, by a key that was and is active.
  void CheckEndorsements() {
    const std::size_t old = state_.registry_files ? state_.registry_files->registry.size() : 0;
    for (std::size_t i = old; i < registry_->registry.size(); ++i) {
      const RegistryEntry& entry = registry_->registry[i];
      if (entry.decision->view() == "endorse") CheckEndorsement(entry);
    }
  }

  void CheckEndorsement(const RegistryEntry& entry) {
    const std::string statement = StatementText(*registry_, entry);
    for (const auto& registry : {before_, state_.registry}) {
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
    for (const Located<Text>& digest : entry.statements) state_.endorsed.emplace(digest->view());
  }

  std::unique_ptr<Source> files_;
  AuditState& state_;
  std::vector<PlacedFinding>& findings_;
  const std::shared_ptr<const RatifiedRegistry> before_;
  std::shared_ptr<const Portfolio> registry_;
  std::string digest_;
};

}  // namespace

std::string LockStage(const Policy& policy) {
  const auto lock = static_cast<std::size_t>(policy.lock_stage());
  return lock < policy.stages.size() ? std::string(policy.stages[lock].id->view()) : std::string();
}

void JudgeRegistry(std::unique_ptr<Source> files, AuditState& state, std::vector<PlacedFinding>& findings) {
  RegistryJudge(std::move(files), state, findings).Run();
}

bool TakeRegistry(std::unique_ptr<Source> files, AuditState& state) {
  const Result<std::string> lines = RegistryLines(*files);
  Loaded loaded = LoadPortfolio(*files);
  const Portfolio& portfolio = *loaded.portfolio;
  if (!lines || !FirstUnreadable(portfolio).empty() || !portfolio.readable.registry) return false;
  const RegistryStatus status = StatusOfRegistry(portfolio, DigestOf(*lines));
  if (!status.current) return false;
  auto in_force = std::make_shared<RatifiedRegistry>();
  in_force->version = status.versions.back().version;
  in_force->digest = status.digest;
  in_force->source = std::move(files);
  in_force->portfolio = std::move(loaded.portfolio);
  state.registry_files = std::shared_ptr<const Portfolio>(in_force, in_force->portfolio.get());
  state.registry_digest = in_force->digest;
  if (const RegistryVersion* first = status.first()) state.trust_root = first->digest;
  state.registry = std::move(in_force);
  return true;
}

}  // namespace cat4
