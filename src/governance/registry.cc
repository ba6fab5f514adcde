#include "cat4/governance/registry.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "cat4/crypto/evidence.h"
#include "cat4/governance/person_keys.h"
#include "cat4/governance/registry_change.h"
#include "cat4/governance/statement.h"

namespace cat4 {
namespace {

// More than any file that the format accepts.
constexpr std::size_t kMaxRegistryFileBytes = std::size_t{1} << 20;

// Files at the root that belong to it, and directories of which every *.yaml does.
constexpr std::string_view kFiles[] = {"organization.yaml", "policy.yaml", "rates.yaml", "waivers.yaml"};
constexpr std::string_view kDirectories[] = {"committees", "people"};

bool IsRegistryFile(const SourceEntry& entry) {
  return entry.kind == EntryKind::kFile && entry.name.ends_with(".yaml") && !entry.name.starts_with('.');
}

Result<std::vector<std::string>> RegistryPaths(const Source& source) {
  std::vector<std::string> paths;
  const Result<std::vector<SourceEntry>> root = source.List("");
  if (!root) return tl::unexpected(root.error());
  for (const SourceEntry& entry : *root) {
    if (entry.kind == EntryKind::kFile && std::ranges::find(kFiles, entry.name) != std::end(kFiles))
      paths.push_back(entry.name);
    if (entry.kind != EntryKind::kDirectory ||
        std::ranges::find(kDirectories, entry.name) == std::end(kDirectories))
      continue;
    const Result<std::vector<SourceEntry>> below = source.List(entry.name);
    if (!below) return tl::unexpected(below.error());
    for (const SourceEntry& file : *below) {
      if (IsRegistryFile(file)) paths.push_back(fmt::format("{}/{}", entry.name, file.name));
    }
  }
  std::ranges::sort(paths);
  return paths;
}

std::size_t CountRatifiers(const Portfolio& portfolio, const RegistryVersion& version) {
  std::set<std::string_view> people;
  for (const Ratification& ratification : version.ratifications) {
    const Person* person = portfolio.FindPerson(*ratification.entry->by);
    const bool admin = person && person->is_active() && person->Holds(Role::kAdmin);
    if (ratification.proof.proven && (admin || version.version > 1)) people.insert(person->id->view());
  }
  return people.size();
}

// The policy's file itself, which may change by a comment.
std::string PolicyBytes(const Source& source) {
  return source.Read("policy.yaml", kMaxRegistryFileBytes).value_or(std::string());
}

// A ratification as it should be.
struct Step {
  int version;
  const std::string& digest;
  const std::string& previous;
};

// Different active admins of `judge` who have signed it with a key that is good there.
std::size_t CountAdmins(const Portfolio& judge, const Portfolio& after, const Step& step) {
  std::set<std::string_view> admins;
  for (const RegistryEntry& entry : after.registry) {
    const bool names_it = entry.decision->view() == "ratify" && entry.version &&
                          *entry.version == step.version && entry.registry &&
                          entry.registry->view() == step.digest && entry.previous &&
                          entry.previous->view() == step.previous;
    if (!names_it) continue;
    const Text by = judge.texts.Find(entry.by->view());
    const Person* person = by.empty() ? nullptr : judge.FindPerson(by);
    if (!person || !person->is_active() || !person->Holds(Role::kAdmin)) continue;
    const Proof proof =
        ProveStatement(judge, by.view(), StatementText(after, entry), entry.signature->view());
    if (proof.proven && StatusOf(*proof.key) == KeyStatus::kActive) admins.insert(person->id->view());
  }
  return admins.size();
}

std::string TooFew(const Step& step, std::size_t found, std::size_t wanted, std::string_view whose) {
  return fmt::format("{} of {} active admins{} ratified it as version {}, after {}", found, wanted, whose,
                     step.version, ShortDigest(step.previous));
}

// The version of a registry before which there was none.
ResultOr<int, std::string> FirstVersion(const Portfolio& portfolio, const std::string& digest) {
  const RegistryStatus status = StatusOfRegistry(portfolio, digest);
  if (!status.current) return tl::unexpected<std::string>("registry.yaml ratifies other files than these");
  const Step step{1, digest, "none"};
  if (!status.first() || status.versions.size() > 1)
    return tl::unexpected<std::string>(
        "the first commit with registry.yaml must hold version 1 and no other");
  const std::size_t admins = CountAdmins(portfolio, portfolio, step);
  if (admins < status.needed) return tl::unexpected(TooFew(step, admins, status.needed, ""));
  return step.version;
}

}  // namespace

std::span<const std::string_view> RegistryParts() {
  static constexpr std::string_view kParts[] = {"organization.yaml", "policy.yaml", "rates.yaml",
                                                "waivers.yaml",      "people",      "committees",
                                                kRegistryFile};
  return kParts;
}

std::string FirstUnreadable(const Portfolio& portfolio) {
  const Readable& readable = portfolio.readable;
  if (!readable.organization) return "organization.yaml";
  if (!readable.policy) return "policy.yaml";
  if (!readable.rates) return "rates.yaml";
  if (!readable.waivers) return "waivers.yaml";
  if (!readable.people) return "people";
  if (!readable.committees) return "committees";
  std::set<std::string> files;
  for (const Text id : portfolio.unreadable_people) files.insert(fmt::format("people/{}.yaml", id.view()));
  for (const Text id : portfolio.unreadable_committees)
    files.insert(fmt::format("committees/{}.yaml", id.view()));
  return files.empty() ? std::string() : *files.begin();
}

ResultOr<int, std::string> VersionInForce(const RatifiedRegistry& before, const Portfolio& after,
                                          const Source& source, const std::string& digest) {
  if (before.version == 0) return FirstVersion(after, digest);
  const bool same = PolicyBytes(*before.source) == PolicyBytes(source);
  const std::vector<std::string> breaches =
      Breaches(*before.portfolio, after, same ? PolicyFile::kSame : PolicyFile::kChanged);
  if (!breaches.empty()) return tl::unexpected(breaches.front());
  const Step step{before.version + 1, digest, before.digest};
  const RatifiersNeeded needed = NeededToRatify(*before.portfolio, after);
  const std::size_t old = CountAdmins(*before.portfolio, after, step);
  if (old < needed.before) return tl::unexpected(TooFew(step, old, needed.before, " of the version before"));
  const std::size_t own = needed.after > 0 ? CountAdmins(after, after, step) : 0;
  if (own < needed.after) return tl::unexpected(TooFew(step, own, needed.after, " of its own"));
  return step.version;
}

bool KeepsEntries(const Portfolio& before, const Portfolio& after) {
  if (after.registry.size() < before.registry.size()) return false;
  return std::ranges::equal(before.registry, std::span(after.registry).first(before.registry.size()),
                            [&](const RegistryEntry& one, const RegistryEntry& other) {
                              return StatementText(before, one) == StatementText(after, other) &&
                                     one.signature->view() == other.signature->view();
                            });
}

Result<std::string> RegistryLines(const Source& source) {
  const Result<std::vector<std::string>> paths = RegistryPaths(source);
  if (!paths) return tl::unexpected(paths.error());
  source.Expect(*paths);
  std::string lines;
  for (const std::string& path : *paths) {
    const Result<std::string> bytes = source.Read(path, kMaxRegistryFileBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    if (bytes->size() > kMaxRegistryFileBytes) return Fail("'{}' is larger than 1 MiB", path);
    lines += fmt::format("{}  {}\n", Sha256Hex(*bytes), path);
  }
  return lines;
}

RegistryStatus StatusOfRegistry(const Portfolio& portfolio, const std::string& digest) {
  RegistryStatus status;
  status.digest = digest;
  for (const RegistryEntry& entry : portfolio.registry) {
    if (entry.decision->view() != "ratify" || !entry.version || !entry.registry) continue;
    const auto same = [&](const RegistryVersion& version) {
      return version.version == *entry.version && version.digest == entry.registry->view();
    };
    auto version = std::ranges::find_if(status.versions, same);
    if (version == status.versions.end()) {
      version = status.versions.insert(version, RegistryVersion{.version = *entry.version,
                                                                .digest = std::string(entry.registry->view()),
                                                                .ratifications = {}});
    }
    version->ratifications.push_back(
        {&entry, ProveStatement(portfolio, entry.by->view(), StatementText(portfolio, entry),
                                entry.signature->view())});
  }
  std::ranges::stable_sort(status.versions, {}, &RegistryVersion::version);
  for (RegistryVersion& version : status.versions) version.ratifiers = CountRatifiers(portfolio, version);
  status.current = !status.versions.empty() && status.versions.back().digest == status.digest;
  status.needed = static_cast<std::size_t>(*portfolio.policy.registry_approvals);
  return status;
}

const RegistryVersion* RegistryStatus::first() const {
  const auto is_first = [](const RegistryVersion& version) { return version.version == 1; };
  return std::ranges::count_if(versions, is_first) == 1 && is_first(versions.front()) ? &versions.front()
                                                                                      : nullptr;
}

}  // namespace cat4
