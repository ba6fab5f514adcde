#include "model/link.h"

#include <algorithm>
#include <map>
#include <span>

#include "cat4/base/text.h"

namespace cat4 {
namespace {

class Linker {
 public:
  Linker(Portfolio& portfolio, Findings& findings) : p_(portfolio), findings_(findings) {}

  void Link() {
    IndexIds();
    InheritContainers();
    ResolveRegistry();
    for (const Container& container : p_.containers) ResolveContainer(container);
    RescaleTargets();
    std::vector<bool> broken(p_.measures.size());
    for (std::size_t i = 0; i < p_.measures.size(); ++i) {
      Measure& measure = p_.measures[i];
      Inherit(measure);
      ResolveMeasure(measure);
      const bool stages_known = ResolveStages(measure);
      broken[i] =
          measure.broken || !stages_known || !ResolveCurrencies(measure) || duplicate_measures_.contains(i);
    }
    RemoveMeasures(broken);
  }

 private:
  // ---- ids
  template <typename T>
  void Index(const std::vector<T>& all, std::unordered_map<Text, std::size_t, TextHash>& index) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i].id) index.emplace(all[i].id.value, i);
    }
  }

  void IndexIds() {
    Index(p_.people, p_.person_index);
    Index(p_.committees, p_.committee_index);
    Index(p_.organization.legal_entities, p_.entity_index);
    for (const Unit& unit : p_.organization.business_units) business_units_.insert(unit.id.value);
    for (const Unit& unit : p_.organization.functions) functions_.insert(unit.id.value);
    CheckUnique(
        p_.people, [](const Person& person) { return person.email; }, "email");
    CheckUnique(
        std::span<const Container>(p_.containers).subspan(1), [](const Container& c) { return c.id; }, "id");
    for (std::size_t i = 0; i < p_.measures.size(); ++i) {
      if (!p_.measures[i].id) continue;
      const auto [first, fresh] = p_.measure_index.emplace(p_.measures[i].id.value, i);
      if (fresh) continue;
      duplicate_measures_.insert(i);
      Duplicate(p_.measures[i].id, p_.measures[first->second].id, "id");
    }
  }

  template <typename Elements, typename Get>
  void CheckUnique(const Elements& all, Get get, std::string_view what) {
    std::unordered_map<Text, Span, TextHash> seen;
    for (const auto& element : all) {
      const Located<Text> value = get(element);
      if (!value) continue;
      const auto [first, fresh] = seen.emplace(value.value, value.span);
      if (!fresh) Duplicate(value, {value.value, first->second}, what);
    }
  }

  void Duplicate(const Located<Text>& later, const Located<Text>& first, std::string_view what) {
    findings_
        .Report(RuleId::kDuplicateId, later.span, "{} '{}' is already used in {}", what, later->view(),
                p_.files.path(first.span.file()))
        .Help("give one of them another {}; what is unique in the organization can't be shared", what);
  }

  // ---- inheritance
  template <typename Child, typename Parent>
  static void InheritFields(Child& child, const Parent& parent) {
    const auto inherit = [](auto& value, const auto& from) {
      if (!value) value = from;
    };
    inherit(child.sponsor, parent.sponsor);
    inherit(child.legal_entity, parent.legal_entity);
    inherit(child.business_unit, parent.business_unit);
    inherit(child.function, parent.function);
    inherit(child.steering_committee, parent.steering_committee);
  }

  void InheritContainers() {
    for (Container& container : p_.containers) {
      if (container.parent < 0) continue;
      const Container& parent = p_.containers[static_cast<std::size_t>(container.parent)];
      InheritFields(container, parent);
      if (!container.currency) container.currency = parent.currency;
    }
  }

  void Inherit(Measure& measure) { InheritFields(measure, PackageOf(measure)); }
  const Container& PackageOf(const Measure& measure) const {
    return p_.containers[static_cast<std::size_t>(measure.package)];
  }

  // ---- references
  template <typename Known>
  void Unresolved(const Located<Text>& reference, std::string_view what, Known known) {
    // A slip of the finger gets a suggestion; a thousand of them are an import gone wrong, and comparing each
    // with everybody would take longer than everything else.
    constexpr int kMostSuggestions = 1000;
    const bool suggest = ++unresolved_ <= kMostSuggestions;
    const std::string_view nearest = suggest ? NearestWord(reference->view(), known()) : std::string_view();
    findings_
        .Report(RuleId::kUnresolvedReference, reference.span, "there is no {} '{}'{}", what,
                reference->view(), nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest))
        .Help("name one that exists, or add it");
  }

  template <typename T>
  std::vector<std::string_view> IdsOf(const std::vector<T>& all) const {
    std::vector<std::string_view> ids;
    for (const T& element : all) {
      if (element.id) ids.push_back(element.id->view());
    }
    return ids;
  }

  void Person_(const Located<Text>& person) {
    if (!person || !p_.readable.people || p_.FindPerson(*person) || p_.unreadable_people.contains(*person))
      return;
    Unresolved(person, "person", [&] { return IdsOf(p_.people); });
  }
  void Committee_(const Located<Text>& committee) {
    if (!committee || !p_.readable.committees || p_.FindCommittee(*committee) ||
        p_.unreadable_committees.contains(*committee))
      return;
    Unresolved(committee, "committee", [&] { return IdsOf(p_.committees); });
  }
  void Entity(const Located<Text>& entity) {
    if (!entity || !p_.readable.organization || p_.FindLegalEntity(*entity)) return;
    Unresolved(entity, "legal entity", [&] { return IdsOf(p_.organization.legal_entities); });
  }
  void BusinessUnit(const Located<Text>& unit) {
    if (!unit || !p_.readable.organization || business_units_.contains(*unit)) return;
    Unresolved(unit, "business unit", [&] { return IdsOf(p_.organization.business_units); });
  }
  void Function(const Located<Text>& function) {
    if (!function || !p_.readable.organization || functions_.contains(*function)) return;
    Unresolved(function, "function", [&] { return IdsOf(p_.organization.functions); });
  }
  void Measure_(const Located<Text>& measure) {
    if (!measure || p_.FindMeasure(*measure) || p_.unreadable_measures.contains(*measure)) return;
    Unresolved(measure, "measure", [] {
      return std::vector<std::string_view>();
    });  // ids look alike by design: the nearest one is no likely slip
  }

  void ResolveRegistry() {
    CheckOwnRates();
    for (const Person& person : p_.people) {
      for (const Located<Text>& deputy : person.deputies) Person_(deputy);
      for (const Located<Text>& entity : person.legal_entities) Entity(entity);
    }
    for (const Committee& committee : p_.committees) {
      Person_(committee.chair);
      for (const Located<Text>& member : committee.members) Person_(member);
    }
    for (const Waiver& waiver : p_.waivers) {
      Person_(waiver.by);
      Measure_(waiver.measure);
      CheckWaivedPath(waiver.path);
    }
  }

  // The reporting currency's own rate is 1: another would say something that no figure shows.
  void CheckOwnRates() {
    if (!p_.readable.organization) return;
    const auto refuse = [&](const Located<Rate>& rate) {
      findings_
          .Report(RuleId::kInvalidValue, rate.span, "a rate for {}, the reporting currency; wanted none",
                  p_.organization.currency->code())
          .Help("remove it: rates are units of {} for one of another currency",
                p_.organization.currency->code());
    };
    for (const auto& [code, rate] : p_.rates.plan) {
      if (code == p_.organization.currency->code()) refuse(rate);
    }
    for (const auto& [month, rate] : p_.rates.months) {
      if (month.currency == *p_.organization.currency) refuse(rate);
    }
  }

  // A waiver of a path that nothing stands at covers nothing.
  void CheckWaivedPath(const Located<Text>& path) {
    if (!path) return;
    std::string wanted(path->view());
    if (wanted.ends_with('/')) wanted.pop_back();
    for (std::size_t i = 1; i <= p_.files.size(); ++i) {
      const std::string_view known = p_.files.path(static_cast<FileId>(i));
      if (known == wanted || (known.starts_with(wanted) && known.substr(wanted.size()).starts_with('/')))
        return;
    }
    findings_
        .Report(RuleId::kUnresolvedReference, path.span, "there is no file or directory '{}'", path->view())
        .Help("name one as findings do: relative to the root, without patterns");
  }

  // What a container or a measure writes itself; what it inherits is checked where it is written.
  template <typename T>
  void ResolveOwn(const T& element) {
    const auto own = [&](const Located<Text>& value) {
      return value.span.valid() && value.span.file() == element.file ? value : Located<Text>();
    };
    Person_(own(element.sponsor));
    if (const Located<Text> entity = own(element.legal_entity)) {
      Entity(entity);
      const bool unknown = p_.readable.organization && !p_.FindLegalEntity(*entity);
      if (unknown) p_.unknown_entities.insert(entity.span);
    }
    BusinessUnit(own(element.business_unit));
    Function(own(element.function));
    Committee_(own(element.steering_committee));
  }

  void ResolveContainer(const Container& container) {
    Person_(container.lead);
    ResolveOwn(container);
  }

  void ResolveMeasure(const Measure& measure) {
    ResolveOwn(measure);
    Person_(measure.owner);
    Person_(measure.controller);
    for (const Dependency& dependency : measure.depends_on) Measure_(dependency.measure);
    for (const Decision& decision : measure.decisions) ResolveSigner(decision);
    for (const Decision& decision : measure.open_approvals) ResolveSigner(decision);
    if (measure.broken) return;  // an effect that could not be read would look as if it were not there
    for (const Decision& decision : measure.decisions) {
      for (const EffectSum& sum : decision.confirmed) {
        if (!FindEffect(measure, *sum.effect))
          Unresolved(sum.effect, "effect", [&] { return IdsOf(measure.effects); });
      }
      if (!decision.effect || FindEffect(measure, *decision.effect)) continue;
      Unresolved(decision.effect, "effect", [&] { return IdsOf(measure.effects); });
    }
  }

  // People never leave the registry: whoever has decided is known for ever.
  void ResolveSigner(const Decision& decision) {
    Person_(decision.by);
    Person_(decision.for_);
  }

  static const Effect* FindEffect(const Measure& measure, Text id) {
    const auto found =
        std::ranges::find(measure.effects, id, [](const Effect& effect) { return effect.id.value; });
    return found == measure.effects.end() ? nullptr : &*found;
  }

  // ---- stages
  bool ResolveStages(Measure& measure) {
    if (!p_.readable.policy) return true;
    measure.stage_index = p_.policy.FindStage(*measure.stage);
    bool known = KnownStage(measure.stage, "stage");
    for (const GateDate& gate : measure.gates) known = KnownStage(gate.stage, "gates") && known;
    for (const Dependency& dependency : measure.depends_on)
      known = KnownStage(dependency.stage, "stage") && known;
    if (measure.submitted) known = KnownStage(measure.submitted->gate, "gate") && known;
    for (const Decision& decision : measure.decisions) known = KnownGate(decision) && known;
    for (const Decision& decision : measure.open_approvals) known = KnownGate(decision) && known;
    return known;
  }

  // An approve names a stage, or what it approves: `hold`, `return detailed`. Stages are never removed from a
  // policy, so that those of old decisions are known.
  bool KnownGate(const Decision& decision) {
    if (!decision.gate) return true;
    const std::string_view gate = decision.gate->view();
    const std::size_t space = gate.find(' ');
    const bool approve = *decision.decision == DecisionKind::kApprove;
    const auto kind = std::ranges::find(Words<DecisionKind>(), gate.substr(0, space));
    if (!approve || kind == Words<DecisionKind>().end()) return KnownStage(decision.gate, "gate");
    if (space == std::string_view::npos) return true;
    const Text stage = p_.texts.Intern(gate.substr(space + 1));
    return KnownStage({stage, decision.gate.span}, "gate");
  }

  bool KnownStage(const Located<Text>& stage, std::string_view field) {
    if (!stage || p_.policy.FindStage(*stage) >= 0) return true;
    const std::vector<std::string_view> stages = IdsOf(p_.policy.stages);
    const std::string_view nearest = NearestWord(stage->view(), stages);
    findings_
        .Report(RuleId::kInvalidValue, stage.span, "'{}' is '{}'; wanted one of the stages {}", field,
                stage->view(), Join(stages, ", "))
        .Help("write {}", nearest.empty() ? "one of the stages of the policy" : fmt::format("'{}'", nearest));
    return false;
  }

  // ---- money
  bool ResolveCurrencies(Measure& measure) {
    if (!p_.readable.organization) return true;
    bool fits = true;
    for (Effect& effect : measure.effects) {
      if (!effect.currency && *effect.kind != EffectKind::kFte) effect.currency = InheritedCurrency(measure);
      fits = RescaleEffect(measure, effect) && fits;
    }
    std::map<std::string_view, Currency> confirmed;
    for (Decision& decision : measure.decisions) {
      fits = RescaleDecision(measure, decision, confirmed) && fits;
      if (decision.effect && decision.currency) confirmed[decision.effect->view()] = *decision.currency;
    }
    for (Decision& decision : measure.open_approvals)
      fits = RescaleDecision(measure, decision, confirmed) && fits;
    return fits;
  }

  Located<Currency> InheritedCurrency(const Measure& measure) const {
    if (const Container& package = PackageOf(measure); package.currency) return package.currency;
    const LegalEntity* entity = measure.legal_entity ? p_.FindLegalEntity(*measure.legal_entity) : nullptr;
    return entity && entity->currency ? entity->currency : p_.organization.currency;
  }

  bool RescaleEffect(const Measure& measure, Effect& effect) {
    const Currency currency = *effect.currency;
    bool fits = true;
    if (effect.baseline) fits = RescaleOne(effect.baseline->amount, currency, "amount");
    const bool run_rate_fits = RescaleOne(effect.run_rate, currency, "run_rate");
    if (effect.run_rate && run_rate_fits)
      fits = CheckConvertible(effect.run_rate, currency, std::nullopt) && fits;
    fits = fits && run_rate_fits;
    for (Figure& figure : effect.figures) {
      Located<Decimal> amount{figure.decimal(), figure.span(measure.file)};
      if (RescaleOne(amount, currency, Name(figure.kind()))) {
        figure.set_decimal(*amount);
        const bool booked = figure.kind() == FigureKind::kActual;
        fits =
            CheckConvertible(amount, currency, booked ? std::optional(figure.month()) : std::nullopt) && fits;
      } else {
        fits = false;
      }
    }
    return fits;
  }

  // Sums of what was confirmed are in the currency of the latest confirmation before: an amend may have
  // changed the effect's since.
  bool RescaleDecision(const Measure& measure, Decision& decision,
                       const std::map<std::string_view, Currency>& confirmed) {
    bool fits = true;
    for (MonthAmount& amount : decision.amounts) {
      const bool one_fits = RescaleOne(amount.amount, *decision.currency, "amounts");
      if (one_fits) fits = CheckConvertible(amount.amount, *decision.currency, *amount.month) && fits;
      fits = fits && one_fits;
    }
    for (EffectSum& sum : decision.confirmed) {
      const auto earlier = confirmed.find(sum.effect->view());
      const Effect* effect = FindEffect(measure, *sum.effect);
      if (earlier != confirmed.end()) {
        fits = RescaleOne(sum.amount, earlier->second, "confirmed") && fits;
      } else if (effect) {
        fits = RescaleOne(sum.amount, *effect->currency, "confirmed") && fits;
      }
    }
    return fits;
  }

  bool RescaleOne(Located<Decimal>& amount, Currency currency, std::string_view field) {
    if (!amount) return true;
    const std::optional<Decimal> scaled = Rescale(*amount, currency.exponent());
    if (scaled) {
      amount.value = *scaled;
      return true;
    }
    const std::string_view unit = currency.unit();
    if (amount->scale > currency.exponent()) {
      findings_
          .Report(RuleId::kInvalidValue, amount.span, "'{}' has {}; {} has at most {}", field,
                  Count(amount->scale, "decimal"), unit, currency.exponent())
          .Help("round to the smallest unit of {}", unit);
    } else {
      findings_
          .Report(RuleId::kInvalidValue, amount.span,
                  "'{}' is too large to be kept in the smallest unit of {}", field, unit)
          .Help("check the amount and its currency");
    }
    return false;
  }

  // An amount that can't be expressed in the reporting currency would have to be left out of every sum.
  bool CheckConvertible(const Located<Decimal>& amount, Currency currency, std::optional<Month> booked) {
    if (currency.empty() || !p_.readable.rates) return true;
    const int exponent = p_.organization.currency->exponent();
    for (const Rate* rate : {p_.PlanRate(currency), booked ? p_.MonthlyRate(currency, *booked) : nullptr}) {
      if (!rate || Convert({amount->digits}, currency.exponent(), *rate, exponent)) continue;
      findings_
          .Report(RuleId::kInvalidValue, amount.span, "{} {} is too large to be converted to {}",
                  FormatTotal(Amount{amount->digits}, currency.exponent()), currency.code(),
                  p_.organization.currency->code())
          .Help("check the amount, its currency and the rate");
      return false;
    }
    return true;
  }

  void RescaleTargets() {
    if (!p_.readable.organization) return;
    const Currency currency = *p_.organization.currency;
    for (Container& container : p_.containers) {
      if (container.target) RescaleOne(container.target->amount, currency, "amount");
    }
  }

  // ---- what is left
  void RemoveMeasures(const std::vector<bool>& broken) {
    if (std::ranges::find(broken, true) == broken.end()) return SetRanges();  // the index stands
    std::vector<Measure> kept;
    kept.reserve(p_.measures.size());
    for (std::size_t i = 0; i < p_.measures.size(); ++i) {
      if (!broken[i]) {
        kept.push_back(std::move(p_.measures[i]));
      } else if (p_.measures[i].id && !duplicate_measures_.contains(i)) {
        p_.unreadable_measures.insert(p_.measures[i].id.value);
      }
    }
    p_.measures = std::move(kept);
    p_.measure_index.clear();
    Index(p_.measures, p_.measure_index);
    SetRanges();
  }

  // Measures stand in the order of their packages, so that each container's measures are a range.
  void SetRanges() {
    std::size_t next = 0;
    for (std::size_t i = 0; i < p_.containers.size(); ++i) {
      p_.containers[i].measures_begin = static_cast<int>(next);
      while (next < p_.measures.size() && p_.measures[next].package == static_cast<int>(i)) ++next;
      p_.containers[i].measures_end = static_cast<int>(next);
    }
    for (std::size_t i = p_.containers.size(); i-- > 1;) {
      Container& parent = p_.containers[static_cast<std::size_t>(p_.containers[i].parent)];
      parent.measures_end = std::max(parent.measures_end, p_.containers[i].measures_end);
    }
  }

  Portfolio& p_;
  Findings& findings_;
  std::unordered_set<Text, TextHash> business_units_, functions_;
  std::unordered_set<std::size_t> duplicate_measures_;
  int unresolved_ = 0;
};

}  // namespace

void LinkPortfolio(Portfolio& portfolio, Findings& findings) { Linker(portfolio, findings).Link(); }

}  // namespace cat4
