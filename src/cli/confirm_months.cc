#include "cli/confirm_months.h"

#include <algorithm>
#include <set>

#include "cat4/base/check.h"
#include "cat4/base/text.h"
#include "cat4/governance/confirmation.h"
#include "cat4/model/figure_change.h"

#include "cli/month_amounts.h"

namespace cat4 {
namespace {

Result<void> CheckEntity(const Portfolio& portfolio, const std::string& entity) {
  std::vector<std::string_view> known;
  for (const LegalEntity& there : portfolio.organization.legal_entities) known.push_back(there.id->view());
  if (std::ranges::find(known, entity) != known.end()) return {};
  const std::string_view nearest = NearestWord(entity, known);
  return Refuse("there is no legal entity '{}'{}", Printable(entity),
                nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest));
}

class Through {
 public:
  Through(const Invocation& invocation, RecordingSession& session, const Signer& signer)
      : invocation_(invocation),
        session_(session),
        signer_(signer),
        entity_(invocation.Value(kEntityOption.name)),
        effect_(invocation.Value(kConfirmEffectOption.name)) {}

  Result<std::vector<ConfirmMonths>> Collect() {
    if (const Result<void> read = ReadMonthThrough(); !read) return tl::unexpected(read.error());
    if (entity_) {
      if (const Result<void> known = CheckEntity(session_.portfolio(), *entity_); !known)
        return tl::unexpected(known.error());
    }
    return mine() ? CollectMine() : CollectNamed();
  }

 private:
  bool mine() const { return invocation_.Has(kMineOption.name); }

  Result<void> ReadMonthThrough() {
    const Result<Month> month = ReadMonth(*invocation_.Value(kThroughOption.name));
    if (!month) return tl::unexpected(month.error());
    through_ = *month;
    const Date as_of = session_.workspace().as_of;
    if (through_ <= MonthOf(as_of)) return {};
    return Refuse("{} lies ahead of {}; confirm what has happened", FormatMonth(through_), FormatDate(as_of));
  }

  Result<std::vector<ConfirmMonths>> CollectMine() {
    const Text person = signer_.for_.empty() ? signer_.by : signer_.for_;
    std::vector<ConfirmMonths> due = DueOf(MineOf(person));
    if (!due.empty()) return Committed(std::move(due));
    for (const Measure* measure : MineOf(person)) {  // actuals that he sees here, say
      if (const Result<void> same = CheckCommitted(session_, PathOf(session_, *measure)); !same)
        return tl::unexpected(same.error());
    }
    return Refuse("nothing to confirm: {}{}", WhyNothingIsDue(person), OfPrincipals());
  }

  // Whoever sweeps over many passes over those that are not decided yet, as --mine does.
  Result<std::vector<ConfirmMonths>> CollectNamed() {
    const Result<std::vector<std::string>> ids = SelectIds(invocation_, session_);
    if (!ids) return tl::unexpected(ids.error());
    Result<std::set<const Measure*>> one_by_one = NamedOneByOne();
    if (!one_by_one) return tl::unexpected(one_by_one.error());
    std::vector<const Measure*> measures;
    std::size_t undecided = 0;
    for (const std::string& id : *ids) {
      const Measure& measure = *GetMeasure(session_, id);
      if (!IsOfEntity(measure)) continue;
      const bool decided = one_by_one->contains(&measure) || IsLocked(session_.basis(), measure);
      if (decided) measures.push_back(&measure);
      undecided += decided ? 0U : 1U;
    }
    std::vector<ConfirmMonths> due = DueOf(measures);
    if (due.empty())
      return Refuse("nothing to confirm: no {}measure that is named{} has an {}",
                    undecided > 0 ? "decided " : "", entity_ ? fmt::format(" in '{}'", *entity_) : "", Due());
    return Committed(std::move(due));
  }

  Result<std::vector<ConfirmMonths>> Committed(std::vector<ConfirmMonths> due) const {
    for (const ConfirmMonths& months : due) {
      if (const Result<void> same = CheckCommitted(session_, PathOf(session_, *months.measure)); !same)
        return tl::unexpected(same.error());
    }
    return due;
  }

  // Who names a measure by its id expects something of it.
  Result<std::set<const Measure*>> NamedOneByOne() {
    std::set<const Measure*> measures;
    for (const std::string& argument : invocation_.arguments) {
      Invocation one = invocation_;
      one.arguments = {argument};
      std::erase_if(one.options, [](const auto& option) {
        return option.first == kUnderOption.name || option.first == kIdsFromOption.name;
      });
      const Result<std::vector<std::string>> id = SelectIds(one, session_);
      if (!id) return tl::unexpected(id.error());
      const Measure& measure = *GetMeasure(session_, id->front());
      if (effect_) {
        if (const auto effect = FindReportedEffect(session_.portfolio(), measure, *effect_); !effect)
          return tl::unexpected(effect.error());
      }
      if (DueOf({&measure}).empty()) {
        if (const Result<void> same = CheckCommitted(session_, PathOf(session_, measure)); !same)
          return tl::unexpected(same.error());
        return Refuse("{}: nothing to confirm: it has no {}", measure.id->view(), Due());
      }
      measures.insert(&measure);
    }
    return measures;
  }

  bool IsOfEntity(const Measure& measure) const {
    return !entity_ || (measure.legal_entity && measure.legal_entity->view() == *entity_);
  }

  std::vector<const Measure*> MineOf(Text person) {
    std::vector<const Measure*> measures = MeasuresConfirmedBy(session_.portfolio(), person);
    std::erase_if(measures, [&](const Measure* measure) {
      return !IsOfEntity(*measure) || !IsLocked(session_.basis(), *measure);
    });
    return measures;
  }

  std::vector<ConfirmMonths> DueOf(const std::vector<const Measure*>& measures) const {
    const Unconfirmed which =
        invocation_.Has(kRestateOption.name) ? Unconfirmed::kNewAndOther : Unconfirmed::kNew;
    std::vector<ConfirmMonths> due;
    for (const Measure* measure : measures) {
      for (const Effect& effect : measure->effects) {
        if (effect_ && effect.id->view() != *effect_) continue;
        std::vector<MonthAmount> amounts = AmountsToConfirm(*measure, effect, through_, which);
        if (!amounts.empty()) due.push_back({measure, &effect, std::move(amounts)});
      }
    }
    return due;
  }

  // Behind "has no" and "has an".
  std::string Due() const {
    return fmt::format("actual up to {}{} that is not confirmed{}", FormatMonth(through_),
                       effect_ ? fmt::format(" of effect '{}'", Printable(*effect_)) : "",
                       invocation_.Has(kRestateOption.name) ? " with its amount" : "");
  }

  std::string WhyNothingIsDue(Text person) {
    const bool self = person == signer_.by;
    const std::string who = self ? "you confirm" : fmt::format("{} confirms", person.view());
    std::vector<const Measure*> all = MeasuresConfirmedBy(session_.portfolio(), person);
    if (all.empty()) return who + " no measure";
    std::erase_if(all, [&](const Measure* measure) { return !IsOfEntity(*measure); });
    if (all.empty()) return fmt::format("no measure that {} belongs to '{}'", who, *entity_);
    return fmt::format("no measure that {}{} {}", who, entity_ ? fmt::format(" in '{}'", *entity_) : "",
                       MineOf(person).empty() ? "is decided yet" : "has an " + Due());
  }

  // What a deputy could confirm for others, and how.
  std::string OfPrincipals() {
    if (!signer_.for_.empty()) return {};
    std::string text;
    for (const Text principal : PrincipalsOf(session_.portfolio(), signer_.by)) {
      std::size_t count = 0;
      for (const Measure* measure : MineOf(principal)) count += DueOf({measure}).empty() ? 0U : 1U;
      if (count == 0) continue;
      text += fmt::format("; you stand in for {}, who has {} to confirm: cat4 confirm --mine --on-behalf {}",
                          principal.view(), Count(count, "measure"), principal.view());
      for (const std::string_view option : {kEntityOption.name, kConfirmEffectOption.name})
        if (const auto value = invocation_.Value(option))
          text += fmt::format(" {} {}", option, ShellQuoted(Printable(*value)));
      text += fmt::format(" --through {}{} --checked …", FormatMonth(through_),
                          invocation_.Has(kRestateOption.name) ? " --restate --reason …" : "");
    }
    return text;
  }

  const Invocation& invocation_;
  RecordingSession& session_;
  const Signer& signer_;
  std::optional<std::string> entity_, effect_;
  Month through_{};
};

}  // namespace

MonthAmount AmountOf(const Measure& measure, const Effect& effect, Month month, Decimal amount) {
  const Span here = WholeFile(measure.file);
  const std::optional<Decimal> scaled = Rescale(amount, effect.currency->exponent());
  CAT4_CHECK(scaled);  // ReadAmount has seen to it
  return {{month, here}, {*scaled, here}};
}

Result<std::vector<ConfirmMonths>> MonthsGiven(const Invocation& invocation, RecordingSession& session,
                                               const std::string& id,
                                               const std::vector<std::string>& amounts) {
  Invocation one = invocation;
  one.arguments = {id};
  const Result<std::vector<std::string>> ids = SelectIds(one, session);
  if (!ids) return tl::unexpected(ids.error());
  const Measure& measure = *GetMeasure(session, ids->front());
  if (const Result<void> same = CheckCommitted(session, PathOf(session, measure)); !same)
    return tl::unexpected(same.error());
  const Result<const Effect*> effect = FindReportedEffect(
      session.portfolio(), measure, invocation.Value(kConfirmEffectOption.name).value_or(""));
  if (!effect) return tl::unexpected(effect.error());
  const Result<std::vector<MonthlyAmount>> given = ReadMonthAmounts(amounts, *(*effect)->currency);
  if (!given) return tl::unexpected(given.error());
  ConfirmMonths months{&measure, *effect, {}};
  for (const auto& [month, amount] : *given)
    months.amounts.push_back(AmountOf(measure, **effect, month, amount));
  return std::vector{std::move(months)};
}

Result<std::vector<ConfirmMonths>> MonthsThrough(const Invocation& invocation, RecordingSession& session,
                                                 const Signer& signer) {
  return Through(invocation, session, signer).Collect();
}

}  // namespace cat4
