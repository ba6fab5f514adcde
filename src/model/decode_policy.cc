#include <algorithm>

#include "cat4/base/text.h"

#include "model/decode_files.h"

namespace cat4 {
namespace {

// `any`, or a list of roles.
void ReadRolesAsked(Decoder& decoder, const Node& node, const Shape& shape, RolesAsked& out) {
  out = {};
  out.span = node.span;
  if (node.kind == NodeKind::kScalar && node.text == "any" && shape.kind == ShapeKind::kAnyOrList) {
    out.any = true;
    return;
  }
  decoder.Decode(node, shape, out.roles);
}
template <auto Member>
void IntoRoles(Decoder& decoder, const Node& node, const Shape& shape, void* object) {
  ReadRolesAsked(decoder, node, shape, static_cast<DecisionPolicy*>(object)->*Member);
}

void ReadSeparation(Decoder& decoder, const Node& node, const Shape& shape, void* object) {
  if (!decoder.Expect(node, NodeKind::kSequence)) return;
  auto& pairs = static_cast<Policy*>(object)->separation_of_duties;
  pairs.clear();
  for (const Node& item : decoder.document().children(node)) {
    std::vector<Located<Role>> roles;
    if (!decoder.Decode(item, *shape.item, roles)) continue;
    if (item.count != 2 || (roles.size() == 2 && *roles[0] == *roles[1])) {
      decoder
          .Refuse(RuleId::kInvalidValue, item.span,
                  "wanted two different roles that one person must not hold")
          .Help("write for example [owner, controller]");
    } else if (roles.size() == 2) {
      pairs.push_back({roles[0], roles[1]});
    }
  }
}

void ReadSeverities(Decoder& decoder, const Node& node, const Shape& shape, void* object) {
  if (!decoder.Expect(node, NodeKind::kMap)) return;
  auto& severities = static_cast<Policy*>(object)->severity;
  severities.clear();
  for (const Node& entry : decoder.document().children(node)) {
    Located<Text> slug;
    Located<Severity> severity;
    const bool key = decoder.DecodeKey(entry, *shape.key, slug);
    if (!decoder.Decode(entry, *shape.item, severity) || !key) continue;
    const RuleInfo& rule = *FindRule(slug->view());
    if (rule.kind == RuleKind::kFixed) {
      decoder
          .Refuse(RuleId::kInvalidValue, entry.key_span,
                  fmt::format("the severity of rule '{}' is fixed", rule.slug))
          .Help("remove the line");
    } else {
      severities.push_back({rule.id, *severity, entry.span});
    }
  }
}

// Severities as policy may set them; the order is that of the enum.
std::span<const std::string_view> SeverityWords() {
  static constexpr std::string_view kWords[] = {"off", "note", "warning", "error"};
  return kWords;
}
constexpr Shape kSeverityShape{.kind = ShapeKind::kWord, .words = &SeverityWords};

constexpr int kMaxDays = 3660;
constexpr Shape kDaysShape = IntegerShape(0, kMaxDays);
constexpr Shape kPercentShape = IntegerShape(0, 100);
constexpr Shape kRolesShape = ListShape(kWordShape<Role>);
constexpr Shape kAnyOrRolesShape{.kind = ShapeKind::kAnyOrList, .item = &kWordShape<Role>};

constexpr Field kStageFields[] = {
    Required<&Stage::id>("id", kCodeIdShape),
    Optional<&Stage::entry_criteria>("requires", ListShape(kWordShape<Criterion>)),
    Optional<&Stage::approvals>("approvals", kRolesShape),
    Optional<&Stage::locks_terms>("locks_terms", kBooleanShape),
    Optional<&Stage::weight>("weight", kPercentShape),
    Optional<&Stage::stalled_after_days>("stalled_after_days", IntegerShape(1, kMaxDays)),
};
constexpr Shape kStageShape = MapShape(kStageFields);

template <auto Member>
constexpr Field Roles(std::string_view name) {
  return {name, Presence::kOptional, kRolesShape, &IntoRoles<Member>};
}

constexpr Field kDecisionFields[] = {
    {"reject", Presence::kOptional, kAnyOrRolesShape, &IntoRoles<&DecisionPolicy::reject>},
    Roles<&DecisionPolicy::hold>("hold"),
    Roles<&DecisionPolicy::resume>("resume"),
    Roles<&DecisionPolicy::cancel>("cancel"),
    Roles<&DecisionPolicy::reinstate>("reinstate"),
    Roles<&DecisionPolicy::return_>("return"),
    Roles<&DecisionPolicy::reopen>("reopen"),
    Roles<&DecisionPolicy::amend>("amend"),
    Roles<&DecisionPolicy::confirm>("confirm"),
    Roles<&DecisionPolicy::adopt>("adopt"),
};

constexpr Field kConfirmationFields[] = {
    Optional<&Policy::Confirmation::share>("share", kPercentShape),
    Optional<&Policy::Confirmation::months>("months", IntegerShape(1, 600)),
};
constexpr Field kImplementationFields[] = {
    Optional<&Policy::Status::Implementation::amber_days>("amber_days", kDaysShape),
    Optional<&Policy::Status::Implementation::red_days>("red_days", kDaysShape),
};
constexpr Field kPotentialFields[] = {
    Optional<&Policy::Status::Potential::amber_below>("amber_below", IntegerShape(0, 1000)),
    Optional<&Policy::Status::Potential::red_below>("red_below", IntegerShape(0, 1000)),
};
constexpr Field kRollupFields[] = {
    Optional<&Policy::Status::Rollup::red_share>("red_share", kPercentShape),
    Optional<&Policy::Status::Rollup::amber_share>("amber_share", kPercentShape),
};
constexpr Field kStatusFields[] = {
    Optional<&Policy::Status::actuals_due_days>("actuals_due_days", kDaysShape),
    Optional<&Policy::Status::implementation>("implementation", MapShape(kImplementationFields)),
    Optional<&Policy::Status::potential>("potential", MapShape(kPotentialFields)),
    Optional<&Policy::Status::rollup>("rollup", MapShape(kRollupFields)),
};

constexpr Shape kRolePairsShape = ListShape(kRolesShape);

constexpr Field kPolicyFields[] = {
    Optional<&Policy::version>("version", IntegerShape(1, 1'000'000)),
    Optional<&Policy::branch>("branch", kTextShape),
    Optional<&Policy::stages>("stages", ListShape(kStageShape)),
    Optional<&Policy::decisions>("decisions", MapShape(kDecisionFields)),
    {"separation_of_duties", Presence::kOptional, kRolePairsShape, &ReadSeparation},
    Optional<&Policy::leading_effect>("leading_effect", kWordShape<EffectKind>),
    Optional<&Policy::confirmation>("confirmation", MapShape(kConfirmationFields)),
    Optional<&Policy::status>("status", MapShape(kStatusFields)),
    Optional<&Policy::stalled_after_days>("stalled_after_days", IntegerShape(1, kMaxDays)),
    Optional<&Policy::update_every_days>("update_every_days", IntegerShape(1, kMaxDays)),
    Optional<&Policy::signed_commits>("signed_commits", kWordShape<SignedCommits>),
    Optional<&Policy::registry_approvals>("registry_approvals", IntegerShape(1, 1000)),
    {"severity", Presence::kOptional, DictionaryShape(kRuleSlugShape, kSeverityShape), &ReadSeverities},
};

void CheckStages(Decoder& decoder, const Node& root, const Policy& policy) {
  CheckUniqueIds(decoder, policy.stages);
  const Node* stages = decoder.document().Find(root, "stages");
  if (stages && stages->kind == NodeKind::kSequence && stages->count < 2) {
    decoder.Refuse(RuleId::kInvalidValue, stages->span, "wanted at least two stages: the first and the last")
        .Help("the first is where a measure is born, the last where it is closed");
  }
  for (const Stage& stage : policy.stages) {
    if (!stage.id ||
        std::ranges::find(Words<DecisionKind>(), stage.id->view()) == Words<DecisionKind>().end())
      continue;
    decoder
        .Refuse(RuleId::kInvalidId, stage.id.span,
                fmt::format("stage '{}' is named like a decision", stage.id->view()))
        .Help("choose another id: an approval of '{}' would have two meanings", stage.id->view());
  }
}

// `low` must not exceed `high`; reported at whichever the file sets.
void CheckOrder(Decoder& decoder, std::string_view low_name, Located<int> low, std::string_view high_name,
                Located<int> high) {
  if (*low <= *high) return;
  const Span span = low.span.file() == decoder.file() ? low.span : high.span;
  decoder
      .Refuse(RuleId::kInvalidValue, span,
              fmt::format("'{}' is {} and '{}' is {}; wanted the first no larger than the second", low_name,
                          *low, high_name, *high))
      .Help("with these values one light could never be shown");
}

}  // namespace

const Shape kPolicyShape = MapShape(kPolicyFields);

void DecodePolicy(Decoder& decoder, const Node& root, Policy& out) {
  decoder.Map(root, kPolicyShape.fields, &out);
  CheckStages(decoder, root, out);
  if (const RolesAsked& confirm = out.decisions.confirm; confirm.roles.size() != 1) {
    decoder
        .Refuse(RuleId::kInvalidValue, confirm.span,
                fmt::format("'confirm' has {}; wanted exactly one", Count(confirm.roles.size(), "role")))
        .Help("a confirmation is signed by one person alone, by default the controller");
  }
  const Policy::Status& status = out.status;
  CheckOrder(decoder, "amber_days", status.implementation.amber_days, "red_days",
             status.implementation.red_days);
  CheckOrder(decoder, "red_below", status.potential.red_below, "amber_below", status.potential.amber_below);
  if (out.leading_effect && *out.leading_effect == EffectKind::kFte) {
    decoder
        .Refuse(RuleId::kInvalidValue, out.leading_effect.span,
                "'fte' can't be the leading effect: it is no money")
        .Help("choose a kind that has a currency, such as ebitda");
  }
}

}  // namespace cat4
