#include "cat4/model/portfolio_diff.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "cat4/model/measure_fields.h"

namespace cat4 {
namespace {

std::string TextOf(const Located<Text>& text) { return text ? std::string(text->view()) : std::string(); }

std::string PathOf(const Portfolio& portfolio, FileId file) {
  return file == 0 ? std::string() : portfolio.files.path(file);
}

// All values of one version, by what they are.
using Values = std::map<std::string, std::string>;

void Compare(const Values& before, const Values& after, std::vector<ValueChange>& changes) {
  Values all = before;
  all.insert(after.begin(), after.end());
  for (const auto& [what, ignored] : all) {
    const auto old = before.find(what), now = after.find(what);
    const std::string was = old == before.end() ? "" : old->second;
    const std::string is = now == after.end() ? "" : now->second;
    if (was != is) changes.push_back({what, was, is});
  }
}

std::string Names(const std::vector<Located<Text>>& names) {
  std::vector<std::string_view> sorted;
  for (const Located<Text>& name : names) sorted.push_back(name->view());
  std::ranges::sort(sorted);
  return fmt::format("{}", fmt::join(sorted, ", "));
}

std::string RolesOf(const Person& person) {
  std::string text = person.is_active() ? "active" : "inactive";
  for (const Located<Role>& role : person.roles) text += fmt::format(", {}", Name(*role));
  return text;
}

Values RegistryOf(const Portfolio& portfolio) {
  const Organization& organization = portfolio.organization;
  Values values{{"organization name", TextOf(organization.name)},
                {"policy version", fmt::format("{}", *portfolio.policy.version)}};
  if (organization.closed_through) values["closed through"] = FormatMonth(*organization.closed_through);
  for (const LegalEntity& entity : organization.legal_entities)
    values[fmt::format("legal entity {}", entity.id->view())] =
        entity.closed && *entity.closed ? "closed" : TextOf(entity.name);
  int version = 0;
  for (const RegistryEntry& entry : portfolio.registry) version = std::max(version, *entry.version);
  if (version > 0) values["registry version"] = fmt::format("{}", version);
  for (const Person& person : portfolio.people)
    values[fmt::format("person {}", person.id->view())] = RolesOf(person);
  for (const Committee& committee : portfolio.committees) {
    const std::string name = fmt::format("committee {}", committee.id->view());
    values[name] = fmt::format("{}; quorum {}, chair {}", Names(committee.members), *committee.quorum,
                               committee.chair->view());
  }
  return values;
}

Values ValuesOf(const Container& container) {
  Values values{{"name", TextOf(container.name)},
                {"description", TextOf(container.description)},
                {"lead", TextOf(container.lead)},
                {"sponsor", TextOf(container.sponsor)},
                {"legal_entity", TextOf(container.legal_entity)},
                {"business_unit", TextOf(container.business_unit)},
                {"function", TextOf(container.function)},
                {"steering_committee", TextOf(container.steering_committee)}};
  if (container.target) values["target"] = FormatDecimal(*container.target->amount);
  return values;
}

class Comparison {
 public:
  Comparison(const Portfolio& before, const Portfolio& after) : before_(before), after_(after) {}

  PortfolioDiff Run() {
    Compare(RegistryOf(before_), RegistryOf(after_), out_.registry);
    out_.unreadable_before = before_.unreadable_measures.size();
    out_.unreadable_after = after_.unreadable_measures.size();
    for (std::size_t i = 1; i < after_.containers.size(); ++i) {
      CompareContainer(after_.containers[i]);
      for (const Measure& measure : after_.measures) {
        if (measure.package == static_cast<int>(i)) CompareMeasure(measure);
      }
    }
    FindRemoved();
    return std::move(out_);
  }

 private:
  static bool IsTold(const NodeDiff& node) {
    return node.change != Change::kChanged || node.path_before != node.path_after || !node.values.empty() ||
           !node.decided.empty() || !node.taken_back.empty();
  }

  const Container* FindContainer(const Portfolio& portfolio, const std::string& id) const {
    const auto found = std::find_if(portfolio.containers.begin() + 1, portfolio.containers.end(),
                                    [&](const Container& other) { return TextOf(other.id) == id; });
    return found == portfolio.containers.end() ? nullptr : &*found;
  }

  void CompareContainer(const Container& container) {
    if (!container.id) return;
    const Container* old = FindContainer(before_, TextOf(container.id));
    NodeDiff node{.change = old ? Change::kChanged : Change::kAdded,
                  .level = container.level,
                  .id = TextOf(container.id),
                  .name = TextOf(container.name),
                  .path_before = old ? PathOf(before_, old->file) : std::string(),
                  .path_after = PathOf(after_, container.file),
                  .decided = {},
                  .taken_back = {},
                  .values = {}};
    if (old) Compare(ValuesOf(*old), ValuesOf(container), node.values);
    if (IsTold(node)) out_.nodes.push_back(std::move(node));
  }

  void CompareMeasure(const Measure& measure) {
    const Measure* old = before_.FindMeasure(before_.texts.Find(measure.id->view()));
    NodeDiff node{.change = old ? Change::kChanged : Change::kAdded,
                  .level = Level::kMeasure,
                  .id = TextOf(measure.id),
                  .name = TextOf(measure.title),
                  .path_before = old ? PathOf(before_, old->file) : std::string(),
                  .path_after = PathOf(after_, measure.file),
                  .decided = NotIn(measure, old),
                  .taken_back = old ? NotIn(*old, &measure) : std::vector<const Decision*>(),
                  .values = {}};
    if (old) CompareValues(*old, measure, node.values);
    if (IsTold(node)) out_.nodes.push_back(std::move(node));
  }

  static void CompareValues(const Measure& old, const Measure& now, std::vector<ValueChange>& values) {
    const std::vector<MeasureField> before = FieldsOf(old), after = FieldsOf(now);
    for (const FieldChange& change : CompareFields(before, after))
      values.push_back(
          {change.name, change.before ? change.before->value : "", change.after ? change.after->value : ""});
  }

  // Decisions of one version that the other has not, whether in the list or open.
  static std::vector<const Decision*> NotIn(const Measure& measure, const Measure* other) {
    std::set<std::string_view> known;
    if (other) {
      for (const auto* all : {&other->decisions, &other->open_approvals}) {
        for (const Decision& decision : *all) known.insert(decision.signature->view());
      }
    }
    std::vector<const Decision*> found;
    for (const auto* all : {&measure.decisions, &measure.open_approvals}) {
      for (const Decision& decision : *all) {
        if (!known.contains(decision.signature->view())) found.push_back(&decision);
      }
    }
    return found;
  }

  void FindRemoved() {
    for (std::size_t i = 1; i < before_.containers.size(); ++i) {
      const Container& container = before_.containers[i];
      if (!container.id || FindContainer(after_, TextOf(container.id))) continue;
      AddRemoved(container.level, TextOf(container.id), TextOf(container.name), container.file);
    }
    for (const Measure& measure : before_.measures) {
      const Text id = after_.texts.Find(measure.id->view());
      if (after_.FindMeasure(id) || after_.unreadable_measures.contains(id)) continue;
      AddRemoved(Level::kMeasure, TextOf(measure.id), TextOf(measure.title), measure.file);
    }
  }

  void AddRemoved(Level level, std::string id, std::string name, FileId file) {
    out_.nodes.push_back({.change = Change::kRemoved,
                          .level = level,
                          .id = std::move(id),
                          .name = std::move(name),
                          .path_before = PathOf(before_, file),
                          .path_after = {},
                          .decided = {},
                          .taken_back = {},
                          .values = {}});
  }

  const Portfolio& before_;
  const Portfolio& after_;
  PortfolioDiff out_;
};

}  // namespace

PortfolioDiff ComparePortfolios(const Portfolio& before, const Portfolio& after) {
  return Comparison(before, after).Run();
}

}  // namespace cat4
