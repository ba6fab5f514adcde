#include "cat4/governance/terms.h"

#include <algorithm>
#include <initializer_list>

#include "cat4/governance/statement.h"

namespace cat4 {
namespace {

// In the order of their ids, byte by byte.
template <typename T>
std::vector<const T*> ById(const std::vector<T>& all) {
  std::vector<const T*> sorted;
  for (const T& element : all) sorted.push_back(&element);
  std::ranges::sort(sorted, {}, [](const T* element) { return element->id->view(); });
  return sorted;
}

std::string_view OrDash(const Located<Text>& text) { return text ? text->view() : "-"; }
std::string OrDash(const Located<Month>& month) { return month ? FormatMonth(*month) : "-"; }

class Terms {
 public:
  Terms(const Portfolio& portfolio, const Measure& measure) : measure_(measure) {
    Line("cat4-terms", "1");
    Line("organization", portfolio.organization.id->view());
  }

  std::string Write() {
    Line("measure", measure_.id);
    Line("title", measure_.title);
    if (measure_.description) Line("description", DigestOf(measure_.description->view()));
    Line("sponsor", measure_.sponsor);
    Line("controller", measure_.controller);
    Line("legal_entity", measure_.legal_entity);
    Line("steering_committee", measure_.steering_committee);
    for (const Milestone* milestone : ById(measure_.milestones)) Add(*milestone);
    for (const Effect* effect : ById(measure_.effects)) Add(*effect);
    return std::move(text_);
  }

 private:
  void Line(std::string_view key, std::string_view value) { Line(key, {value}); }
  // Appended word by word: a formatter would take most of a check's time.
  void Line(std::string_view key, std::initializer_list<std::string_view> words) {
    text_.append(key).push_back(':');
    for (const std::string_view word : words) text_.append(" ").append(word);
    text_.push_back('\n');
  }
  void Line(std::string_view key, const Located<Text>& value) {
    if (value) Line(key, value->view());
  }

  void Add(const Milestone& milestone) {
    if (!milestone.is_key()) return;
    Line("milestone",
         {milestone.id->view(), milestone.due ? FormatDate(*milestone.due) : "-", milestone.title->view()});
  }

  void Add(const Effect& effect) {
    const std::string_view id = effect.id->view();
    const int exponent = effect.currency->exponent();
    const auto amount = [&](std::int64_t minor) { return FormatTotal(Amount{minor}, exponent); };
    Line("effect", {id, Name(*effect.kind), Name(*effect.nature),
                    Name(effect.class_ ? *effect.class_ : EffectClass::kHard),
                    effect.currency->empty() ? "-" : effect.currency->code(), OrDash(effect.account)});
    if (effect.baseline) {
      const Baseline& baseline = *effect.baseline;
      Line("baseline", {id, amount(baseline.amount->digits), OrDash(baseline.from), OrDash(baseline.to),
                        OrDash(baseline.source)});
    }
    if (effect.run_rate) Line("run_rate", {id, amount(effect.run_rate->digits)});
    for (const Cell& cell : effect.Cells()) {
      const std::string month = FormatMonth(cell.month);
      if (cell.original) Line("original", {id, month, amount(cell.original->minor)});
      if (cell.plan) Line("plan", {id, month, amount(cell.plan->minor)});
    }
  }

  const Measure& measure_;
  std::string text_;
};

}  // namespace

std::string TermsText(const Portfolio& portfolio, const Measure& measure) {
  return Terms(portfolio, measure).Write();
}

bool TermsAreKnown(const Portfolio& portfolio, const Measure& measure) {
  if (!portfolio.readable.organization || measure.inherits_unknown) return false;
  // An effect's currency may follow from the legal entity.
  return !LacksLegalEntity(portfolio, measure);
}

bool LacksLegalEntity(const Portfolio& portfolio, const Measure& measure) {
  if (!portfolio.readable.organization || measure.inherits_unknown || !measure.legal_entity) return false;
  return !portfolio.FindLegalEntity(*measure.legal_entity);
}

}  // namespace cat4
