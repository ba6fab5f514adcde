#include "cat4/governance/originals.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "cat4/model/figure_change.h"

namespace cat4 {
namespace {

const Figure* FindFigure(const Effect& effect, Month month, FigureKind kind) {
  const auto found = std::ranges::find_if(
      effect.figures, [&](const Figure& figure) { return figure.month() == month && figure.kind() == kind; });
  return found == effect.figures.end() ? nullptr : &*found;
}

const Effect* FindEffect(const Measure& measure, std::string_view id) {
  const auto found =
      std::ranges::find(measure.effects, id, [](const Effect& effect) { return effect.id->view(); });
  return found == measure.effects.end() ? nullptr : &*found;
}

class Comparison {
 public:
  Comparison(const Measure& sealed, const Measure& amended) : sealed_(sealed), amended_(amended) {}

  std::variant<std::vector<OriginalWanted>, Refusal> Run() {
    for (const Effect& before : sealed_.effects) {
      const Effect* now = FindEffect(amended_, before.id->view());
      for (const Figure& figure : before.figures) {
        const bool planned = figure.kind() == FigureKind::kPlan || figure.kind() == FigureKind::kOriginal;
        if (planned && (!now || !FindFigure(*now, figure.month(), FigureKind::kPlan)))
          return Refusal{fmt::format("{} of effect '{}' had a plan and has none now; it has to stay",
                                     FormatMonth(figure.month()), before.id->view()),
                         "write a plan of 0 for it"};
      }
    }
    for (std::size_t i = 0; i < amended_.effects.size(); ++i) {
      const Effect& now = amended_.effects[i];
      const Effect* before = FindEffect(sealed_, now.id->view());
      for (const Figure& figure : now.figures) {
        if (figure.kind() == FigureKind::kOriginal && !FindFigure(now, figure.month(), FigureKind::kPlan))
          return Refusal{fmt::format("{} of effect '{}' has an 'original' without a plan",
                                     FormatMonth(figure.month()), now.id->view()),
                         "leave it out; it is written when the amend is approved"};
        if (figure.kind() != FigureKind::kPlan) continue;
        if (std::optional<Refusal> refusal = JudgeCell(i, now, before, figure)) return *refusal;
      }
    }
    return std::move(wanted_);
  }

 private:
  std::optional<Refusal> JudgeCell(std::size_t place, const Effect& now, const Effect* before,
                                   const Figure& plan) {
    const Month month = plan.month();
    const Figure* old_plan = before ? FindFigure(*before, month, FigureKind::kPlan) : nullptr;
    const Figure* old_original = before ? FindFigure(*before, month, FigureKind::kOriginal) : nullptr;
    const Figure* original = FindFigure(now, month, FigureKind::kOriginal);
    const bool unchanged = old_plan && SameAmount(old_plan->decimal(), plan.decimal());
    // What has to stand there: the original it had; nothing while the plan is the first one; else that plan.
    const Figure* kept = old_original ? old_original : unchanged ? nullptr : old_plan;
    const bool none = !kept && unchanged;
    const Decimal value = kept ? kept->decimal() : Decimal{};
    if (original && none)
      return Refusal{fmt::format("'original' of {} of effect '{}' stands beside the plan that is locked",
                                 FormatMonth(month), now.id->view()),
                     "leave it out: it is for a plan that was changed"};
    if (original && !SameAmount(original->decimal(), value))
      return Refusal{fmt::format("'original' of {} of effect '{}' is not the first approved plan",
                                 FormatMonth(month), now.id->view()),
                     "leave it out; it is written when the amend is approved"};
    if (original || none) return std::nullopt;
    if (old_original)
      return Refusal{
          fmt::format("'original' of {} of effect '{}' was removed", FormatMonth(month), now.id->view()),
          "restore it: it keeps the first approved plan"};
    wanted_.push_back({place, month, kept ? kept->span(sealed_.file) : Span()});
    return std::nullopt;
  }

  const Measure& sealed_;
  const Measure& amended_;
  std::vector<OriginalWanted> wanted_;
};

}  // namespace

std::variant<std::vector<OriginalWanted>, Refusal> OriginalsOfAmend(const Measure& sealed,
                                                                    const Measure& amended) {
  return Comparison(sealed, amended).Run();
}

std::optional<Refusal> WhyOriginalsLost(const Measure& before, bool locked, const Measure& now) {
  for (const Effect& effect : before.effects) {
    const Effect* after = FindEffect(now, effect.id->view());
    for (const Figure& figure : effect.figures) {
      const bool kept = figure.kind() == FigureKind::kOriginal ||
                        (locked && figure.kind() == FigureKind::kPlan &&
                         !FindFigure(effect, figure.month(), FigureKind::kOriginal));
      if (!kept) continue;
      const Figure* original = after ? FindFigure(*after, figure.month(), FigureKind::kOriginal) : nullptr;
      const Figure* plan = after ? FindFigure(*after, figure.month(), FigureKind::kPlan) : nullptr;
      if (original && SameAmount(original->decimal(), figure.decimal())) continue;
      const bool unchanged = figure.kind() == FigureKind::kPlan && plan && !original &&
                             SameAmount(plan->decimal(), figure.decimal());
      if (unchanged) continue;
      return Refusal{
          fmt::format("'original' of {} of effect '{}' {}", FormatMonth(figure.month()), effect.id->view(),
                      original ? "is not the first approved plan" : "was removed"),
          "restore it: it keeps the first approved plan"};
    }
  }
  return std::nullopt;
}

std::optional<Refusal> WhyOriginalsInvented(const Measure& before, bool locked, const Measure& now) {
  for (const Effect& effect : now.effects) {
    const Effect* old = FindEffect(before, effect.id->view());
    for (const Figure& figure : effect.figures) {
      if (figure.kind() != FigureKind::kOriginal) continue;
      if (old && FindFigure(*old, figure.month(), FigureKind::kOriginal)) continue;  // WhyOriginalsLost's
      const Figure* plan = old ? FindFigure(*old, figure.month(), FigureKind::kPlan) : nullptr;
      const Decimal first = plan ? plan->decimal() : Decimal{};
      if (locked && SameAmount(figure.decimal(), first)) continue;
      return Refusal{fmt::format("'original' of {} of effect '{}' is not the first approved plan",
                                 FormatMonth(figure.month()), effect.id->view()),
                     "remove it; an amend writes what it replaces"};
    }
  }
  return std::nullopt;
}

std::vector<StrayOriginal> StrayOriginals(const Measure& measure) {
  std::vector<StrayOriginal> stray;
  const bool rewritten = std::ranges::any_of(measure.decisions, [](const Decision& decision) {
    return *decision.decision == DecisionKind::kAmend || *decision.decision == DecisionKind::kReturn;
  });
  if (rewritten) return stray;
  for (const Effect& effect : measure.effects) {
    for (const Figure& figure : effect.figures) {
      if (figure.kind() != FigureKind::kOriginal) continue;
      stray.push_back({figure.span(measure.file),
                       {fmt::format("{} of effect '{}' has an 'original', but its plan was never amended",
                                    FormatMonth(figure.month()), effect.id->view()),
                        "remove it; an amend writes what it replaces"}});
    }
  }
  return stray;
}

std::vector<OriginalWanted> OriginalsOfReturn(const Measure& measure) {
  std::vector<OriginalWanted> wanted;
  for (std::size_t i = 0; i < measure.effects.size(); ++i) {
    const Effect& effect = measure.effects[i];
    for (const Figure& figure : effect.figures) {
      if (figure.kind() != FigureKind::kPlan || FindFigure(effect, figure.month(), FigureKind::kOriginal))
        continue;
      wanted.push_back({i, figure.month(), figure.span(measure.file)});
    }
  }
  return wanted;
}

}  // namespace cat4
