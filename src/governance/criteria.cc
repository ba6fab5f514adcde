#include "cat4/governance/criteria.h"

#include <algorithm>

#include "cat4/base/check.h"
#include "cat4/base/text.h"
#include "cat4/model/roles.h"

namespace cat4 {
namespace {

using Texts = std::vector<std::string>;

// What keeps a measure from being alive, and where the first of it stands.
struct Faults {
  Texts texts;
  Span place;

  void Add(const Located<Text>& at, std::string text) {
    texts.push_back(std::move(text));
    if (!place.valid()) place = at.span;
  }
};

std::string JoinTexts(const Texts& texts) {
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  return Join(views, ", ");
}

class Judge {
 public:
  Judge(const Portfolio& portfolio, const Measure& measure, Moment moment)
      : portfolio_(portfolio), measure_(measure), moment_(moment) {}

  CriterionResult Description() const {
    if (measure_.description) return Met(measure_.description.span, "it is there");
    return Unmet({}, "the measure has no description");
  }

  CriterionResult Alive() const {
    Faults faults;
    CheckPerson(Role::kOwner, faults);
    CheckPerson(Role::kSponsor, faults);
    CheckPerson(Role::kController, faults);
    CheckEntity(faults);
    CheckCommittee(faults);
    if (!faults.texts.empty()) return Unmet(faults.place, JoinTexts(faults.texts));
    return Met(measure_.owner.span, "owner, sponsor, controller, legal entity and committee are named");
  }

  CriterionResult BusinessCase() const {
    for (const Effect* effect : Leading()) {
      for (const Cell& cell : effect->Cells()) {
        if (!cell.plan || cell.plan->minor == 0) continue;
        return Met(effect->SpanOf(cell.month, FigureKind::kPlan),
                   fmt::format("effect '{}' has a plan", effect->id->view()));
      }
    }
    return Unmet(Leading().empty() ? Span() : Leading().front()->id.span,
                 fmt::format("no hard {} effect has a plan that is not zero", LeadingKind()));
  }

  CriterionResult Baselines() const {
    for (const Effect* effect : Leading()) {
      if (!effect->baseline)
        return Unmet(effect->id.span, fmt::format("effect '{}' has no baseline", effect->id->view()));
    }
    if (Leading().empty()) return Met({}, fmt::format("there is no hard {} effect", LeadingKind()));
    return Met(Leading().front()->baseline->span, "every leading effect names one");
  }

  CriterionResult Milestones() const {
    const auto keys = KeyMilestones();
    if (keys.empty()) return Unmet({}, "the measure has no key milestone");
    for (const Milestone* milestone : keys) {
      if (!milestone->due)
        return Unmet(milestone->id.span,
                     fmt::format("key milestone '{}' has no due date", milestone->id->view()));
    }
    return Met(keys.front()->id.span, fmt::format("{} with a due date", Count(keys.size(), "key milestone")));
  }

  CriterionResult MilestonesDone() const {
    const auto keys = KeyMilestones();
    const auto open = std::ranges::find_if(keys, [](const Milestone* m) { return !m->done; });
    if (open == keys.end()) {
      return Met(keys.empty() ? Span() : keys.front()->id.span,
                 fmt::format("{} done", Count(keys.size(), "key milestone")));
    }
    const auto done = std::ranges::count_if(keys, [](const Milestone* m) { return bool{m->done}; });
    return Unmet((*open)->id.span, fmt::format("{} of {} done; '{}' is not", done,
                                               Count(keys.size(), "key milestone"), (*open)->id->view()));
  }

  CriterionResult DependenciesMet() const {
    for (const Dependency& dependency : measure_.depends_on) {
      const Measure* other = portfolio_.FindMeasure(*dependency.measure);
      if (!other && portfolio_.unreadable_measures.contains(*dependency.measure))
        continue;  // a finding of its own
      if (!other)
        return Unmet(dependency.measure.span,
                     fmt::format("there is no measure '{}'", dependency.measure->view()));
      const bool reached = other->stage_index >= portfolio_.policy.FindStage(*dependency.stage);
      if (reached && !other->cancelled()) continue;
      return Unmet(
          dependency.measure.span,
          fmt::format("'{}' is {}; wanted stage '{}'", other->id->view(),
                      other->cancelled() ? "cancelled" : fmt::format("in '{}'", other->stage->view()),
                      dependency.stage->view()));
    }
    return Met(measure_.depends_on.empty() ? Span() : measure_.depends_on.front().measure.span,
               measure_.depends_on.empty() ? "it depends on none" : "each has reached its stage");
  }

  CriterionResult EbitdaConfirmed() const {
    const ConfirmationState state = JudgeConfirmation(portfolio_, measure_);
    const Span place = Leading().empty() ? Span() : Leading().front()->id.span;
    if (!state.known) return Unmet(place, "a currency rate is missing");
    if (state.months_asked == 0) return Met(place, "no month is asked for");
    if (state.months_missing > 0) {
      return Unmet(place, fmt::format("{} of the {} that closing asks for are not confirmed",
                                      state.months_missing, Count(state.months_asked, "month")));
    }
    const int wanted = *portfolio_.policy.confirmation.share;
    if (!state.share_reached) {
      // What is below is not rounded up to what is wanted.
      const int found = std::min(*state.share.PerMille(), wanted * 10 - 1);
      return Unmet(
          place, fmt::format("confirmed is {} percent of plan; wanted at least {}", Percent(found), wanted));
    }
    const std::string share =
        state.share.defined() ? fmt::format("{} percent of plan", Percent(*state.share.PerMille())) : "all";
    return Met(place, fmt::format("{} confirmed, {}", Count(state.months_asked, "month"), share));
  }

 private:
  static CriterionResult Met(Span span, std::string found) { return {{}, true, span, std::move(found)}; }
  static CriterionResult Unmet(Span span, std::string found) { return {{}, false, span, std::move(found)}; }

  static std::string Percent(int per_mille) {
    const int size = std::abs(per_mille);
    return fmt::format("{}{}.{}", per_mille < 0 ? "-" : "", size / 10, size % 10);
  }

  std::string_view LeadingKind() const { return Name(*portfolio_.policy.leading_effect); }
  std::vector<const Effect*> Leading() const {
    std::vector<const Effect*> leading;
    for (const Effect& effect : measure_.effects) {
      if (IsLeading(effect, portfolio_.policy)) leading.push_back(&effect);
    }
    return leading;
  }
  std::vector<const Milestone*> KeyMilestones() const {
    std::vector<const Milestone*> keys;
    for (const Milestone& milestone : measure_.milestones) {
      if (milestone.is_key()) keys.push_back(&milestone);
    }
    return keys;
  }

  // What can't be read, or may be inherited from what can't be read, is taken as valid: it has a finding of
  // its own.
  void CheckPerson(Role role, Faults& faults) const {
    const Located<Text> named = NamedIn(measure_, role);
    if (!named) {
      if (role != Role::kSponsor || !measure_.inherits_unknown)
        faults.Add(named, fmt::format("no {}", Name(role)));
      return;
    }
    if (moment_ == Moment::kEntered) return;
    const Person* person = portfolio_.FindPerson(*named);
    const bool unreadable = !portfolio_.readable.people || portfolio_.unreadable_people.contains(*named);
    if (!person && !unreadable) faults.Add(named, fmt::format("there is no person '{}'", named->view()));
    if (!person) return;
    if (!person->is_active())
      faults.Add(named, fmt::format("{} '{}' is not active", Name(role), named->view()));
    if (!person->Holds(role))
      faults.Add(named, fmt::format("'{}' does not hold the role {}", named->view(), Name(role)));
    if (role == Role::kController) CheckScope(*person, faults);
  }

  void CheckScope(const Person& controller, Faults& faults) const {
    if (!measure_.legal_entity || controller.legal_entities.empty()) return;
    const bool covers = std::ranges::any_of(controller.legal_entities, [&](const Located<Text>& entity) {
      return *entity == *measure_.legal_entity;
    });
    if (!covers)
      faults.Add(measure_.controller, fmt::format("controller '{}' is not responsible for '{}'",
                                                  controller.id->view(), measure_.legal_entity->view()));
  }

  void CheckEntity(Faults& faults) const {
    const Located<Text> named = measure_.legal_entity;
    if (!named) {
      if (!measure_.inherits_unknown) faults.Add(named, "no legal entity");
      return;
    }
    if (moment_ == Moment::kEntered) return;
    const LegalEntity* entity = portfolio_.FindLegalEntity(*named);
    if (!entity) faults.Add(named, fmt::format("there is no legal entity '{}'", named->view()));
    const bool closed = entity && entity->closed && *entity->closed;
    if (closed) faults.Add(named, fmt::format("legal entity '{}' is closed", named->view()));
  }

  void CheckCommittee(Faults& faults) const {
    const Located<Text> named = measure_.steering_committee;
    if (!named) {
      if (!measure_.inherits_unknown) faults.Add(named, "no steering committee");
      return;
    }
    if (moment_ == Moment::kEntered) return;
    const Committee* committee = portfolio_.FindCommittee(*named);
    const bool unreadable =
        !portfolio_.readable.committees || portfolio_.unreadable_committees.contains(*named);
    if (!committee && !unreadable)
      faults.Add(named, fmt::format("there is no committee '{}'", named->view()));
    if (committee && !committee->is_active())
      faults.Add(named, fmt::format("committee '{}' is not active", named->view()));
  }

  const Portfolio& portfolio_;
  const Measure& measure_;
  Moment moment_;
};

CriterionResult JudgeOne(const Judge& judge, Criterion criterion) {
  switch (criterion) {
    case Criterion::kDescription:
      return judge.Description();
    case Criterion::kAlive:
      return judge.Alive();
    case Criterion::kBusinessCase:
      return judge.BusinessCase();
    case Criterion::kBaseline:
      return judge.Baselines();
    case Criterion::kMilestones:
      return judge.Milestones();
    case Criterion::kMilestonesDone:
      return judge.MilestonesDone();
    case Criterion::kDependenciesMet:
      return judge.DependenciesMet();
    case Criterion::kEbitdaConfirmed:
      return judge.EbitdaConfirmed();
  }
  CAT4_CHECK(false);
}

}  // namespace

CriterionResult JudgeCriterion(const Portfolio& portfolio, const Measure& measure, Criterion criterion,
                               Moment moment) {
  CriterionResult result = JudgeOne(Judge(portfolio, measure, moment), criterion);
  result.criterion = criterion;
  // What is inherited stands in another file; the finding belongs to the measure.
  if (!result.span.valid() || result.span.file() != measure.file) result.span = measure.stage.span;
  return result;
}

ConfirmationState JudgeConfirmation(const Portfolio& portfolio, const Measure& measure) {
  const Policy& policy = portfolio.policy;
  ConfirmationState state;
  for (const Effect& effect : measure.effects) {
    if (!IsLeading(effect, policy)) continue;
    // Confirmed cells and plans are the same as of any day.
    const EffectFigures figures = ComputeEffect(portfolio, measure, effect, Date());
    state.known = state.known && figures.rates_known;
    for (const MonthFigures* month : MonthsToConfirm(figures, *policy.confirmation.months)) {
      ++state.months_asked;
      if (!month->confirmed_cell) ++state.months_missing;
    }
    state.share += ConfirmedShare(figures, *policy.confirmation.months);
  }
  state.share_reached = !state.share.IsBelow(*policy.confirmation.share);
  return state;
}

bool ClosesBelowShare(const Portfolio& portfolio, const Measure& measure) {
  const bool asked = std::ranges::any_of(
      portfolio.policy.stages.back().entry_criteria,
      [](const Located<Criterion>& criterion) { return *criterion == Criterion::kEbitdaConfirmed; });
  if (!asked || !portfolio.readable.rates) return false;
  const ConfirmationState state = JudgeConfirmation(portfolio, measure);
  return state.known && !state.share_reached;
}

}  // namespace cat4
