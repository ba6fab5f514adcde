#include "report/decision_words.h"

#include <algorithm>

#include <fmt/format.h>

namespace cat4 {
namespace {

bool HoldsLevels(const Measure& measure, const Decision& confirm) {
  const auto effect = std::ranges::find_if(
      measure.effects, [&](const Effect& one) { return one.id.value == confirm.effect.value; });
  return effect != measure.effects.end() && cat4::HoldsLevels(*effect->kind);
}

std::optional<Amount> Converted(const Portfolio& portfolio, const Decision& confirm,
                                const MonthAmount& amount) {
  const Rate* rate = portfolio.MonthlyRate(*confirm.currency, *amount.month);
  if (!rate) return std::nullopt;
  return Convert({amount.amount->digits}, confirm.currency->exponent(), *rate,
                 portfolio.organization.currency->exponent());
}

}  // namespace

std::string DecisionText(const Decision& decision) {
  std::string text(Name(*decision.decision));
  if (decision.gate) text += fmt::format(" {}", decision.gate->view());
  if (decision.effect) text += fmt::format(" {}", decision.effect->view());
  if (!decision.amounts.empty()) {
    const auto [first, last] = std::ranges::minmax_element(
        decision.amounts, {}, [](const MonthAmount& amount) { return *amount.month; });
    text += " " + FormatMonth(*first->month);
    if (*first->month != *last->month) text += " to " + FormatMonth(*last->month);
  }
  if (decision.until) text += " until " + FormatDate(*decision.until);
  return text;
}

std::string NameOf(const Portfolio& portfolio, std::string_view person) {
  const Text id = portfolio.texts.Find(person);
  const Person* known = id.empty() ? nullptr : portfolio.FindPerson(id);
  return std::string(known && known->name ? known->name->view() : person);
}

std::string NameOf(const Portfolio& portfolio, const Located<Text>& person) {
  return person ? NameOf(portfolio, person->view()) : std::string();
}

std::string SignedBy(const Portfolio& portfolio, const Decision& decision) {
  std::string text = NameOf(portfolio, decision.by);
  if (decision.for_) text += " for " + NameOf(portfolio, decision.for_);
  return text;
}

bool HasGoodSignature(const RegisteredDecision& entry) {
  return entry.signature_good && entry.key_status != KeyStatus::kCompromised;
}

bool IsRegistryKnown(const ReportHead& head) {
  return head.proof.state != ProofState::kIncomplete && head.proof.state != ProofState::kNoRegistry;
}

std::string RoleText(std::string_view role) {
  std::string text(role);
  std::ranges::replace(text, '_', ' ');
  return text;
}

ReportValue InCurrency(Total total, Currency currency) {
  if (currency.empty()) return FormatTotal(total, currency.exponent());
  return Money{total, currency};
}

ConfirmSum SumOfConfirm(const Portfolio& portfolio, const Measure& measure, const Decision& confirm) {
  std::vector<const MonthAmount*> amounts;
  for (const MonthAmount& amount : confirm.amounts) amounts.push_back(&amount);
  std::ranges::sort(amounts, {}, [](const MonthAmount* amount) { return *amount->month; });
  if (amounts.empty()) return {};
  if (HoldsLevels(measure, confirm)) amounts.erase(amounts.begin(), amounts.end() - 1);
  Total own, reporting;
  bool known = !confirm.currency->empty();
  for (const MonthAmount* amount : amounts) {
    own += Amount{amount->amount->digits};
    const std::optional<Amount> converted = known ? Converted(portfolio, confirm, *amount) : std::nullopt;
    known = converted.has_value();
    reporting += converted.value_or(Amount());
  }
  return {InCurrency(own, *confirm.currency), known ? ReportValue(Money{reporting}) : ReportValue()};
}

}  // namespace cat4
