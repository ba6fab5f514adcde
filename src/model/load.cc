#include <algorithm>

#include "cat4/model/portfolio.h"
#include "cat4/yaml/document.h"

#include "model/decode_files.h"
#include "model/link.h"
#include "model/tree.h"

namespace cat4 {
namespace {

class Loader {
 public:
  explicit Loader(const Source& source) : source_(source) {}

  Loaded Load() {
    portfolio().files.Add("policy.yaml (default)");  // where DefaultPolicy says its values stand
    const Tree tree = WalkTree(source_, portfolio().files, findings());
    loaded_.failures = tree.failures;
    Expect(tree);
    Registry(tree);
    Container& organization = portfolio().containers.emplace_back();
    organization.file = tree.organization;
    organization.id = portfolio().organization.id;
    organization.name = portfolio().organization.name;
    organization.target = portfolio().organization.target;
    for (const TreeContainer& container : tree.containers) AddContainer(container);
    for (const FileId file : tree.evidence) portfolio().evidence.emplace(portfolio().files.path(file), file);
    LinkPortfolio(portfolio(), findings());
    for (const Finding& finding : findings().all()) {
      if (AffectsSums(portfolio(), finding)) portfolio().complete = false;
    }
    if (!loaded_.failures.empty()) portfolio().complete = false;
    return std::move(loaded_);
  }

 private:
  Portfolio& portfolio() { return *loaded_.portfolio; }
  Findings& findings() { return loaded_.findings; }

  // In the order in which they are read below.
  void Expect(const Tree& tree) const {
    std::vector<std::string> paths;
    const auto add = [&](FileId file) {
      if (file != 0) paths.push_back(loaded_.portfolio->files.path(file));
    };
    for (const FileId file : {tree.organization, tree.policy, tree.rates, tree.waivers, tree.registry})
      add(file);
    for (const TreeFile& file : tree.people) add(file.file);
    for (const TreeFile& file : tree.committees) add(file.file);
    for (const TreeContainer& container : tree.containers) {
      add(container.file);
      for (const TreeMeasure& measure : container.measures) {
        add(measure.measure.file);
        for (const TreeFile& file : measure.approvals) add(file.file);
      }
    }
    source_.Expect(paths);
  }

  // Reads one file and hands its root to `decode`. False if anything was wrong with it.
  template <typename Decode>
  bool File(FileId file, Decode decode) {
    const Result<std::string> bytes = source_.Read(portfolio().files.path(file), kMaxFileBytes);
    if (!bytes) {
      loaded_.failures.push_back(bytes.error());
      return false;
    }
    ++portfolio().files_read;
    const std::size_t before = findings().size();
    if (const std::optional<Document> document = ReadYaml(file, *bytes, findings())) {
      Decoder decoder(*document, *bytes, file, portfolio().texts, findings());
      decode(decoder, document->root());
    }
    return findings().size() == before;
  }

  void Registry(const Tree& tree) {
    Portfolio& p = portfolio();
    p.readable.organization =
        tree.organization != 0 && File(tree.organization, [&](Decoder& d, const Node& root) {
          DecodeOrganization(d, root, p.organization);
        });
    p.policy = DefaultPolicy(p.texts);
    p.policy_file = tree.policy;
    if (tree.policy != 0) {
      p.readable.policy =
          File(tree.policy, [&](Decoder& d, const Node& root) { DecodePolicy(d, root, p.policy); });
    }
    if (tree.rates != 0) {
      p.readable.rates =
          File(tree.rates, [&](Decoder& d, const Node& root) { DecodeRates(d, root, p.rates); });
    }
    const auto stands = [&](std::string_view name) {
      return std::ranges::find(tree.unreadable_root, name) == tree.unreadable_root.end();
    };
    p.readable.policy = p.readable.policy && stands("policy.yaml");
    p.readable.rates = p.readable.rates && stands("rates.yaml");
    p.readable.people = stands("people");
    p.readable.committees = stands("committees");
    p.readable.waivers = stands("waivers.yaml");
    p.readable.registry = stands("registry.yaml");
    for (const std::string& stem : tree.passed_over) {
      Unreadable(p.unreadable_people, stem);
      Unreadable(p.unreadable_committees, stem);
      Unreadable(p.unreadable_measures, stem);
    }
    if (tree.waivers != 0) {
      p.readable.waivers =
          File(tree.waivers, [&](Decoder& d, const Node& root) { DecodeWaivers(d, root, p.waivers); });
    }
    if (tree.registry != 0) {
      p.readable.registry =
          File(tree.registry, [&](Decoder& d, const Node& root) { DecodeRegistry(d, root, p.registry); });
    }
    for (const TreeFile& file : tree.people) {
      Person person;
      const auto decode = [&](Decoder& d, const Node& root) {
        DecodePerson(d, root, person);
        CheckStem(d, person.id, file.stem);
      };
      File(file.file, decode) ? p.people.push_back(std::move(person))
                              : Unreadable(p.unreadable_people, file.stem);
    }
    for (const TreeFile& file : tree.committees) {
      Committee committee;
      const auto decode = [&](Decoder& d, const Node& root) {
        DecodeCommittee(d, root, committee);
        CheckStem(d, committee.id, file.stem);
      };
      File(file.file, decode) ? p.committees.push_back(std::move(committee))
                              : Unreadable(p.unreadable_committees, file.stem);
    }
  }

  void AddContainer(const TreeContainer& from) {
    Portfolio& p = portfolio();
    Container container;
    container.level = from.level;
    container.parent = from.parent + 1;  // the organization is the first
    container.file = from.file;
    container.broken = from.file == 0 || !File(from.file, [&](Decoder& d, const Node& root) {
                         DecodeContainer(d, root, container);
                       });
    if (p.containers[static_cast<std::size_t>(container.parent)].broken) container.broken = true;
    const auto index = static_cast<int>(p.containers.size());
    for (const TreeMeasure& measure : from.measures) AddMeasure(measure, index, container.broken);
    p.containers.push_back(container);
  }

  void AddMeasure(const TreeMeasure& from, int package, bool inherits_unknown) {
    Portfolio& p = portfolio();
    Measure measure;
    measure.file = from.measure.file;
    measure.package = package;
    measure.inherits_unknown = inherits_unknown;
    measure.broken = !File(from.measure.file, [&](Decoder& d, const Node& root) {
      DecodeMeasure(d, root, measure);
      CheckStem(d, measure.id, from.measure.stem);
    });
    for (const TreeFile& file : from.approvals) {
      Decision approval;
      const auto decode = [&](Decoder& d, const Node& root) { DecodeApproval(d, root, approval); };
      if (File(file.file, decode)) measure.open_approvals.push_back(std::move(approval));
    }
    if (measure.broken) Unreadable(p.unreadable_measures, from.measure.stem);
    p.measures.push_back(std::move(measure));
  }

  void CheckStem(Decoder& decoder, const Located<Text>& id, std::string_view stem) {
    if (!id || id->view() == stem) return;
    decoder
        .Refuse(RuleId::kInvalidId, id.span,
                fmt::format("id '{}' differs from the file's name '{}.yaml'", id->view(), stem))
        .Help("ids never change: rename the file, or restore the id");
  }

  void Unreadable(std::unordered_set<Text, TextHash>& ids, std::string_view stem) {
    ids.insert(portfolio().texts.Intern(stem));
  }

  const Source& source_;
  Loaded loaded_{std::make_unique<Portfolio>(), {}, {}};
};

}  // namespace

Loaded LoadPortfolio(const Source& source) { return Loader(source).Load(); }

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
