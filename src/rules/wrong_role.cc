#include <algorithm>

#include "cat4/base/text.h"

#include "rules/rule.h"

namespace cat4 {
namespace {

std::string RolesOf(const Person& person) {
  if (person.roles.empty()) return "no role";
  std::vector<std::string_view> names;
  for (const Located<Role>& role : person.roles) names.push_back(Name(*role));
  return fmt::format("{} {}", names.size() == 1 ? "the role" : "the roles", Join(names, ", "));
}

// No measure is named in the message: what several measures inherit from one place is one finding.
void CheckRole(const Portfolio& portfolio, const Located<Text>& named, Role role, RuleFindings& out) {
  const Person* person = named ? portfolio.FindPerson(*named) : nullptr;
  if (!person || person->Holds(role)) return;
  out.Report(named.span, "{} '{}' holds {}; wanted {}", Name(role), named->view(), RolesOf(*person),
             Name(role))
      .Help("name a person with the role {}, or add it to 'roles' of '{}'", Name(role), named->view());
}

void CheckScope(const Portfolio& portfolio, const Measure& measure, RuleFindings& out) {
  const Person* controller = measure.controller ? portfolio.FindPerson(*measure.controller) : nullptr;
  const Located<Text>& entity = measure.legal_entity;
  if (!controller || controller->legal_entities.empty() || !entity) return;
  if (portfolio.readable.organization && !portfolio.FindLegalEntity(*entity)) return;  // unresolved-reference
  std::vector<std::string_view> scope;
  for (const Located<Text>& own : controller->legal_entities) scope.push_back(own->view());
  if (std::ranges::find(scope, entity->view()) != scope.end()) return;
  out.Report(measure.controller.span, "controller '{}' acts for {}; wanted '{}', the measure's legal entity",
             measure.controller->view(), Join(scope, ", "), entity->view())
      .Help("name a controller of {}, or correct the measure's legal entity", entity->view());
}

void Check(const RuleInput& input, RuleFindings& out) {
  const Portfolio& portfolio = input.portfolio;
  for (const Measure& measure : portfolio.measures) {
    if (measure.cancelled() || InLastStage(measure, portfolio.policy)) continue;
    CheckRole(portfolio, measure.owner, Role::kOwner, out);
    CheckRole(portfolio, measure.sponsor, Role::kSponsor, out);
    CheckRole(portfolio, measure.controller, Role::kController, out);
    CheckScope(portfolio, measure, out);
  }
}

}  // namespace

const Rule kRuleWrongRole{
    .text =
        {.summary = "a person named for a role that he does not hold",
         .explanation =
             R"(The files in `people/` say who may be owner, sponsor or controller, and for which legal entities a controller
answers. A measure that names somebody else gives itself an authority that nobody granted: the person's
approvals would not count, and its EBITDA could be confirmed from outside the company that is to earn it.

Name somebody who holds the role. If the person is to have it, change `roles` or `legal_entities` in his file;
that change needs its own approval. Measures in the last stage and cancelled ones keep the names they had.)",
         .bad = R"(--- people/n.neighbour.yaml
id: n.neighbour
name: Nora Neighbour
email: nora@demo.example
roles: [controller]
legal_entities: [CH]
--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: s.sponsor  # <-
controller: n.neighbour  # <-
legal_entity: DE
stage: defined
state: active
)",
         .good = R"(--- people/n.neighbour.yaml
id: n.neighbour
name: Nora Neighbour
email: nora@demo.example
roles: [controller]
legal_entities: [CH]
--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: n.neighbour
legal_entity: CH
stage: defined
state: active
)"},
    .needs = Needs::kPolicy,
    .check = &Check};

}  // namespace cat4
