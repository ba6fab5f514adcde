#include <algorithm>
#include <chrono>
#include <cstdint>
#include <mutex>

#include "cat4/base/check.h"
#include "cat4/base/parallel.h"
#include "cat4/model/portfolio.h"
#include "cat4/yaml/document.h"

#include "model/decode_files.h"
#include "model/link.h"
#include "model/tree.h"

namespace cat4 {
namespace {

// Reads that take longer have waited for a disk, or for git.
constexpr std::chrono::milliseconds kStall(1);
constexpr std::size_t kFilesAtOnce = 32;
// Fewer files of a source that is read by one thread at a time are not worth a second thread.
constexpr std::size_t kFewFiles = 256;

// A file of the tree and where what it says goes.
struct Job {
  enum class Kind : std::uint8_t {
    kOrganization,
    kPolicy,
    kRates,
    kWaivers,
    kRegistry,
    kPerson,
    kCommittee,
    kContainer,
    kMeasure,
    kApproval
  };
  FileId file = 0;
  Kind kind{};
  std::uint32_t index = 0;     // in the portfolio's list; a measure's for an approval
  std::uint32_t approval = 0;  // in the measure's list
};

class Loader {
 public:
  // `registry`: null if its files are read as well.
  Loader(const Source& source, const Portfolio* registry) : source_(source), registry_(registry) {}

  Loaded Load() {
    if (registry_) {
      CopyRegistry();
    } else {
      portfolio().files.Add("policy.yaml (default)");  // where DefaultPolicy says its values stand
      portfolio().policy = DefaultPolicy(portfolio().texts);
    }
    const Tree tree = WalkTree(source_, portfolio().files, findings());
    loaded_.failures = tree.failures;
    Plan(tree);
    ReadFiles();
    registry_ ? TakeEntries(tree) : TakeRegistry(tree);
    TakeContainers(tree);
    for (const FileId file : tree.evidence) portfolio().evidence.emplace(portfolio().files.path(file), file);
    LinkPortfolio(portfolio(), findings());
    for (const Finding& finding : findings().all()) {
      if (AffectsSums(portfolio(), finding)) portfolio().complete = false;
    }
    if (!loaded_.failures.empty()) portfolio().complete = false;
    return std::move(loaded_);
  }

  // Of what is linked anew nothing is copied.
  void CopyRegistry() {
    Portfolio& p = portfolio();
    p.texts = registry_->texts;
    p.files = registry_->files;
    p.organization = registry_->organization;
    p.policy = registry_->policy;
    p.policy_file = registry_->policy_file;
    p.rates = registry_->rates;
    p.waivers = registry_->waivers;
    p.people = registry_->people;
    p.committees = registry_->committees;
    p.readable = registry_->readable;
    p.complete = registry_->complete;
    p.unreadable_people = registry_->unreadable_people;
    p.unreadable_committees = registry_->unreadable_committees;
  }

  // Where all but registry.yaml was copied.
  void TakeEntries(const Tree& tree) {
    Portfolio& p = portfolio();
    CAT4_CHECK(tree.organization == 0 && tree.policy == 0 && tree.people.empty());
    p.readable.registry =
        (tree.registry == 0 || IsWhole(tree.registry)) &&
        std::ranges::find(tree.unreadable_root, "registry.yaml") == tree.unreadable_root.end();
    for (const std::string& stem : tree.passed_over) Unreadable(p.unreadable_measures, stem);
    TakeOrganization(registry_->containers.front().file);
  }

 private:
  Portfolio& portfolio() { return *loaded_.portfolio; }
  Findings& findings() { return loaded_.findings; }

  // A place for all that will be read, so that it does not matter which file is read first.
  void Plan(const Tree& tree) {
    Portfolio& p = portfolio();
    const auto add = [&](FileId file, Job::Kind kind, std::size_t index, std::size_t approval = 0) {
      if (file != 0)
        jobs_.push_back(
            {file, kind, static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(approval)});
    };
    add(tree.organization, Job::Kind::kOrganization, 0);
    add(tree.policy, Job::Kind::kPolicy, 0);
    add(tree.rates, Job::Kind::kRates, 0);
    add(tree.waivers, Job::Kind::kWaivers, 0);
    add(tree.registry, Job::Kind::kRegistry, 0);
    for (std::size_t i = 0; i < tree.people.size(); ++i) add(tree.people[i].file, Job::Kind::kPerson, i);
    for (std::size_t i = 0; i < tree.committees.size(); ++i)
      add(tree.committees[i].file, Job::Kind::kCommittee, i);
    if (!registry_) {
      p.people.resize(tree.people.size());
      p.committees.resize(tree.committees.size());
    }
    p.containers.resize(1 + tree.containers.size());  // the organization is the first
    for (std::size_t i = 0; i < tree.containers.size(); ++i) {
      const TreeContainer& from = tree.containers[i];
      p.containers[i + 1].level = from.level;
      add(from.file, Job::Kind::kContainer, i + 1);
      for (const TreeMeasure& measure : from.measures) {
        add(measure.measure.file, Job::Kind::kMeasure, p.measures.size());
        for (std::size_t k = 0; k < measure.approvals.size(); ++k)
          add(measure.approvals[k].file, Job::Kind::kApproval, p.measures.size(), k);
        p.measures.emplace_back().open_approvals.resize(measure.approvals.size());
      }
    }
  }

  // What was said of some files, in their order.
  struct Said {
    Findings findings;
    std::vector<Failure> failures;
  };

  void ReadFiles() {
    std::vector<std::string> paths;
    paths.reserve(jobs_.size());
    for (const Job& job : jobs_) paths.push_back(portfolio().files.path(job.file));
    source_.Expect(paths);
    whole_.resize(jobs_.size());
    std::vector<Said> said = source_.IsConcurrent() ? ReadAtOnce() : ReadInTurn();
    portfolio().files_read = jobs_.size();
    for (Said& some : said) {
      findings().Append(some.findings);
      portfolio().files_read -= some.failures.size();
      loaded_.failures.insert(loaded_.failures.end(), some.failures.begin(), some.failures.end());
    }
  }

  std::vector<Said> ReadAtOnce() {
    std::vector<Said> said(PartsOf(jobs_.size(), kFilesAtOnce));
    InParts(jobs_.size(), kFilesAtOnce, [&](const Part& part, Crew& crew) {
      for (std::size_t number = part.begin; number < part.end; ++number) {
        const auto start = std::chrono::steady_clock::now();
        const Result<std::string> bytes = Bytes(jobs_[number]);
        if (std::chrono::steady_clock::now() - start > kStall) crew.Waited();
        Decode(number, bytes, said[part.number]);
      }
    });
    return said;
  }

  // One thread reads the next file while others make something of those before.
  std::vector<Said> ReadInTurn() {
    std::vector<Said> said(jobs_.size());
    std::mutex turn;
    std::size_t next = 0;
    const std::size_t at_once = jobs_.size() < kFewFiles ? std::max<std::size_t>(1, jobs_.size()) : 1;
    InParts(jobs_.size(), at_once, [&](const Part& part) {
      for (std::size_t i = part.begin; i < part.end; ++i) {
        std::unique_lock lock(turn);
        const std::size_t number = next++;
        const Result<std::string> bytes = Bytes(jobs_[number]);
        lock.unlock();
        Decode(number, bytes, said[number]);
      }
    });
    return said;
  }

  Result<std::string> Bytes(const Job& job) const {
    return source_.Read(loaded_.portfolio->files.path(job.file), kMaxFileBytes);
  }

  // Several threads at once: nothing is written but the job's own place and texts.
  void Decode(std::size_t number, const Result<std::string>& bytes, Said& said) {
    if (!bytes) {
      said.failures.push_back(bytes.error());
      return;
    }
    const Job& job = jobs_[number];
    const std::size_t before = said.findings.size();
    if (const std::optional<Document> document = ReadYaml(job.file, *bytes, said.findings)) {
      Decoder decoder(*document, *bytes, job.file, portfolio().texts, said.findings);
      Decode(job, decoder, document->root());
    }
    whole_[number] = said.findings.size() == before ? 1 : 0;
  }

  void Decode(const Job& job, Decoder& d, const Node& root) {
    Portfolio& p = portfolio();
    switch (job.kind) {
      case Job::Kind::kOrganization:
        return DecodeOrganization(d, root, p.organization);
      case Job::Kind::kPolicy:
        return DecodePolicy(d, root, p.policy);
      case Job::Kind::kRates:
        return DecodeRates(d, root, p.rates);
      case Job::Kind::kWaivers:
        return DecodeWaivers(d, root, p.waivers);
      case Job::Kind::kRegistry:
        return DecodeRegistry(d, root, p.registry);
      case Job::Kind::kPerson:
        DecodePerson(d, root, p.people[job.index]);
        return CheckStem(d, p.people[job.index].id, job.file);
      case Job::Kind::kCommittee:
        DecodeCommittee(d, root, p.committees[job.index]);
        return CheckStem(d, p.committees[job.index].id, job.file);
      case Job::Kind::kContainer:
        return DecodeContainer(d, root, p.containers[job.index]);
      case Job::Kind::kMeasure:
        DecodeMeasure(d, root, p.measures[job.index]);
        return CheckStem(d, p.measures[job.index].id, job.file);
      case Job::Kind::kApproval:
        return DecodeApproval(d, root, p.measures[job.index].open_approvals[job.approval]);
    }
  }

  void CheckStem(Decoder& decoder, const Located<Text>& id, FileId file) {
    const std::string_view stem = StemOf(file);
    if (!id || id->view() == stem) return;
    decoder
        .Refuse(RuleId::kInvalidId, id.span,
                fmt::format("id '{}' differs from the file's name '{}.yaml'", id->view(), stem))
        .Help("ids never change: rename the file, or restore the id");
  }

  // The name without .yaml.
  std::string_view StemOf(FileId file) {
    std::string_view path = portfolio().files.path(file);
    path.remove_prefix(path.rfind('/') + 1);
    path.remove_suffix(std::string_view(".yaml").size());
    return path;
  }

  // Whether the next file of the plan, which this is, was read without a mistake; false if there is none.
  bool IsWhole(FileId file) {
    if (file == 0) return false;
    CAT4_CHECK(jobs_[taken_].file == file);
    return whole_[taken_++] != 0;
  }

  void TakeRegistry(const Tree& tree) {
    Portfolio& p = portfolio();
    const auto stands = [&](std::string_view name) {
      return std::ranges::find(tree.unreadable_root, name) == tree.unreadable_root.end();
    };
    const auto none_or_whole = [&](FileId file) { return file == 0 || IsWhole(file); };
    p.policy_file = tree.policy;
    p.readable.organization = IsWhole(tree.organization);
    p.readable.policy = none_or_whole(tree.policy) && stands("policy.yaml");
    p.readable.rates = none_or_whole(tree.rates) && stands("rates.yaml");
    p.readable.waivers = none_or_whole(tree.waivers) && stands("waivers.yaml");
    p.readable.registry = none_or_whole(tree.registry) && stands("registry.yaml");
    p.readable.people = stands("people");
    p.readable.committees = stands("committees");
    for (const std::string& stem : tree.passed_over) {
      Unreadable(p.unreadable_people, stem);
      Unreadable(p.unreadable_committees, stem);
      Unreadable(p.unreadable_measures, stem);
    }
    KeepWhole(tree.people, p.people, p.unreadable_people);
    KeepWhole(tree.committees, p.committees, p.unreadable_committees);
    TakeOrganization(tree.organization);
  }

  void TakeOrganization(FileId file) {
    const Portfolio& p = portfolio();
    Container& organization = portfolio().containers.front();
    organization.file = file;
    organization.id = p.organization.id;
    organization.name = p.organization.name;
    organization.target = p.organization.target;
  }

  template <typename T>
  void KeepWhole(const std::vector<TreeFile>& files, std::vector<T>& values,
                 std::unordered_set<Text, TextHash>& unreadable) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < files.size(); ++i) {
      if (!IsWhole(files[i].file)) {
        Unreadable(unreadable, StemOf(files[i].file));
        continue;
      }
      if (kept != i) values[kept] = std::move(values[i]);
      ++kept;
    }
    values.resize(kept);
  }

  void TakeContainers(const Tree& tree) {
    Portfolio& p = portfolio();
    std::size_t measure = 0;
    for (std::size_t i = 0; i < tree.containers.size(); ++i) {
      const TreeContainer& from = tree.containers[i];
      Container& container = p.containers[i + 1];
      container.parent = from.parent + 1;
      container.file = from.file;
      container.broken =
          !IsWhole(from.file) || p.containers[static_cast<std::size_t>(container.parent)].broken;
      for (const TreeMeasure& file : from.measures)
        TakeMeasure(file, p.measures[measure++], static_cast<int>(i + 1), container.broken);
    }
  }

  void TakeMeasure(const TreeMeasure& from, Measure& measure, int package, bool inherits_unknown) {
    measure.file = from.measure.file;
    measure.package = package;
    measure.inherits_unknown = inherits_unknown;
    measure.broken = !IsWhole(from.measure.file);
    std::vector<Decision> whole;
    for (std::size_t i = 0; i < from.approvals.size(); ++i) {
      if (IsWhole(from.approvals[i].file)) whole.push_back(std::move(measure.open_approvals[i]));
    }
    measure.open_approvals = std::move(whole);
    if (measure.broken) Unreadable(portfolio().unreadable_measures, StemOf(from.measure.file));
  }

  void Unreadable(std::unordered_set<Text, TextHash>& ids, std::string_view stem) {
    ids.insert(portfolio().texts.Intern(stem));
  }

  const Source& source_;
  const Portfolio* registry_;
  Loaded loaded_{std::make_unique<Portfolio>(), {}, {}};
  std::vector<Job> jobs_;
  std::vector<char> whole_;  // by job: it was read without a mistake; not bits, which threads would share
  std::size_t taken_ = 0;
};

}  // namespace

Loaded LoadPortfolio(const Source& source) { return Loader(source, nullptr).Load(); }

Loaded LoadPortfolio(const Source& source, const Portfolio& registry) {
  return Loader(source, &registry).Load();
}

void JudgeByPolicyOf(Portfolio& portfolio, const Source& other) {
  portfolio.policy = DefaultPolicy(portfolio.texts);
  const Result<std::string> bytes = other.Read("policy.yaml", kMaxFileBytes);
  const FileId file = portfolio.files.Add("policy.yaml (of another tree)");
  Findings ignored;
  if (const auto document = bytes ? ReadYaml(file, *bytes, ignored) : std::nullopt) {
    Decoder decoder(*document, *bytes, file, portfolio.texts, ignored);
    DecodePolicy(decoder, document->root(), portfolio.policy);
  }
  for (Measure& measure : portfolio.measures)
    measure.stage_index = portfolio.policy.FindStage(*measure.stage);
}

}  // namespace cat4
