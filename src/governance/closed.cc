#include "governance/closed.h"

#include <algorithm>
#include <map>
#include <utility>

#include "cat4/model/figure_change.h"
#include "cat4/model/measure_fields.h"

namespace cat4 {
namespace {

struct Actual {
  Decimal amount;
  Currency currency;
  Span span;
};
using Actuals = std::map<std::pair<std::string_view, Month>, Actual>;

Actuals ActualsThrough(const Measure& measure, Month through) {
  Actuals actuals;
  for (const Effect& effect : measure.effects) {
    for (const Figure& figure : effect.figures) {
      if (figure.kind() == FigureKind::kActual && figure.month() <= through)
        actuals.emplace(std::pair(effect.id->view(), figure.month()),
                        Actual{figure.decimal(), *effect.currency, figure.span(measure.file)});
    }
  }
  return actuals;
}

std::string AmountText(const Actuals& actuals, const Actuals::key_type& key) {
  const auto found = actuals.find(key);
  if (found == actuals.end()) return "none";
  return fmt::format("{} {}", FormatDecimal(found->second.amount), found->second.currency.unit());
}

void JudgePeriods(const Basis& basis, const Measure& landed, const Measure& measure, Findings& findings) {
  const Located<Month>& closed = basis.landed->organization.closed_through;
  if (!closed) return;
  const Actuals before = ActualsThrough(landed, *closed), now = ActualsThrough(measure, *closed);
  Actuals all = now;
  for (const auto& [key, actual] : before)
    all.try_emplace(key, Actual{actual.amount, actual.currency, measure.id.span});
  for (const auto& [key, actual] : all) {
    const auto was = before.find(key), is = now.find(key);
    const bool same = was != before.end() && is != now.end() &&
                      SameAmount(was->second.amount, is->second.amount) &&
                      was->second.currency == is->second.currency;
    if (same) continue;
    findings
        .Report(RuleId::kPeriodClosed, actual.span,
                "the actual of {} of effect '{}' changes from {} to {}; periods through {} are closed",
                FormatMonth(key.second), key.first, AmountText(before, key), AmountText(now, key),
                FormatMonth(*closed))
        .Help("to correct a closed period, ratify an earlier 'closed_through' first, then raise it again");
  }
}

void JudgeLastStage(const Basis& basis, const Measure& landed, const Measure& measure, Findings& findings) {
  const bool closed = landed.stage_index == basis.landed->policy.last_stage() &&
                      measure.stage_index == basis.here.policy.last_stage();
  if (!closed) return;
  const std::vector<MeasureField> before = FieldsOf(landed), now = FieldsOf(measure);
  for (const FieldChange& change : CompareFields(before, now)) {
    const MeasureField& field = change.after ? *change.after : *change.before;
    const bool inherited = (!change.before || change.before->kind == FieldKind::kInherited) &&
                           (!change.after || change.after->kind == FieldKind::kInherited);
    if (field.kind == FieldKind::kActual || inherited) continue;
    findings
        .Report(RuleId::kClosedMeasureChanged,
                change.after && change.after->kind == FieldKind::kOwn ? change.after->span : measure.id.span,
                "'{}' of a measure in the last stage {}", change.name,
                !change.before  ? "was added"
                : !change.after ? "was removed"
                                : "was changed")
        .Help("restore it; reopen the measure, or amend it, if it has to change");
  }
}

}  // namespace

std::optional<Month> LastClosedActual(const Portfolio& landed, const Measure& measure) {
  const Located<Month>& closed = landed.organization.closed_through;
  if (!closed) return std::nullopt;
  std::optional<Month> last;
  for (const auto& [key, actual] : ActualsThrough(measure, *closed))
    last = std::max(last.value_or(key.second), key.second);
  return last;
}

void JudgeClosed(const Basis& basis, const Measure& landed, const Measure& measure, bool amended,
                 Findings& findings) {
  JudgePeriods(basis, landed, measure, findings);
  if (!amended) JudgeLastStage(basis, landed, measure, findings);
}

}  // namespace cat4
