#include "cat4/model/portfolio.h"

#include <algorithm>

namespace cat4 {
namespace {

template <typename T>
const T* FindById(const std::vector<T>& all, const std::unordered_map<Text, std::size_t, TextHash>& index,
                  Text id) {
  const auto found = index.find(id);
  return found == index.end() ? nullptr : &all[found->second];
}

}  // namespace

bool Person::Holds(Role role) const {
  return std::ranges::any_of(roles, [&](const Located<Role>& held) { return *held == role; });
}

const Person* Portfolio::FindPerson(Text id) const { return FindById(people, person_index, id); }
const Committee* Portfolio::FindCommittee(Text id) const { return FindById(committees, committee_index, id); }
const LegalEntity* Portfolio::FindLegalEntity(Text id) const {
  return FindById(organization.legal_entities, entity_index, id);
}
const Measure* Portfolio::FindMeasure(Text id) const { return FindById(measures, measure_index, id); }

const Rate* Portfolio::PlanRate(Currency currency) const {
  if (currency == *organization.currency) return &kUnitRate;
  const auto rate = rates.plan.find(currency.code());
  return rate == rates.plan.end() ? nullptr : &rate->second.value;
}

const Rate* Portfolio::MonthlyRate(Currency currency, Month month) const {
  if (currency == *organization.currency) return &kUnitRate;
  const auto rate = rates.months.find({currency, MonthIndex(month)});
  return rate == rates.months.end() ? nullptr : &rate->second.value;
}

bool AffectsSums(const Portfolio& portfolio, const Finding& finding) {
  if (finding.rule == RuleId::kUnresolvedReference) {
    return portfolio.unknown_entities.contains(finding.span);
  }
  const std::string_view path = portfolio.files.path(finding.span.file());
  constexpr std::string_view kWithoutFigures[] = {"people", "committees", "evidence", "waivers", "registry"};
  return std::ranges::none_of(kWithoutFigures,
                              [&](std::string_view start) { return path.starts_with(start); });
}

std::string_view MeasureOfPath(std::string_view path) {
  constexpr std::string_view kApprovals = ".approvals/";
  constexpr std::string_view kYaml = ".yaml";
  if (!path.starts_with("portfolios/")) return {};
  if (const std::size_t at = path.find(kApprovals); at != std::string_view::npos) path = path.substr(0, at);
  if (path.ends_with(kYaml)) path.remove_suffix(kYaml.size());
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const bool id = name.find('-') != std::string_view::npos && std::ranges::all_of(name, [](char c) {
                    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
                  });
  return id ? name : std::string_view();
}

}  // namespace cat4
