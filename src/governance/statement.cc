#include "cat4/governance/statement.h"

#include <algorithm>

#include <fmt/format.h>

#include "cat4/crypto/evidence.h"

namespace cat4 {
namespace {

class Statement {
 public:
  explicit Statement(std::string_view organization) {
    Line("cat4-statement", "1");
    Line("organization", organization);
  }

  void Line(std::string_view key, std::string_view value) {
    text_.append(key).append(": ").append(value).append("\n");
  }
  void Line(std::string_view key, const Located<Text>& value) {
    if (value) Line(key, value->view());
  }
  void Line(std::string_view key, const Located<int>& value) {
    if (value) Line(key, std::to_string(*value));
  }
  void Line(std::string_view key, const Located<Date>& value) {
    if (value) Line(key, FormatDate(*value));
  }
  std::string Take() { return std::move(text_); }

 private:
  std::string text_;
};

std::string AmountText(const Located<Decimal>& amount) {
  return FormatTotal(Amount{amount->digits}, amount->scale);
}

void AddAmounts(const Decision& decision, Statement& out) {
  std::vector<MonthAmount> amounts = decision.amounts;
  std::ranges::sort(amounts, {}, [](const MonthAmount& amount) { return *amount.month; });
  for (const MonthAmount& amount : amounts)
    out.Line("amount", fmt::format("{} {}", FormatMonth(*amount.month), AmountText(amount.amount)));
  std::vector<EffectSum> sums = decision.confirmed;
  std::ranges::sort(sums, {}, [](const EffectSum& sum) { return sum.effect->view(); });
  for (const EffectSum& sum : sums)
    out.Line("confirmed", fmt::format("{} {}", sum.effect->view(), AmountText(sum.amount)));
}

}  // namespace

std::string StatementText(const Portfolio& portfolio, const Measure& measure, const Decision& decision) {
  Statement out(portfolio.organization.id->view());
  out.Line("measure", measure.id);
  out.Line("decision", Name(*decision.decision));
  out.Line("gate", decision.gate);
  out.Line("role", Name(*decision.role));
  out.Line("by", decision.by);
  out.Line("for", decision.for_);
  out.Line("on", decision.on);
  out.Line("policy", decision.policy);
  out.Line("after", decision.after);
  out.Line("previous", decision.previous);
  out.Line("terms", decision.terms);
  out.Line("effect", decision.effect);
  if (decision.currency) out.Line("currency", decision.currency->empty() ? "-" : decision.currency->code());
  AddAmounts(decision, out);
  if (decision.restates) out.Line("restates", *decision.restates ? "true" : "false");
  out.Line("until", decision.until);
  out.Line("reason", decision.reason);
  out.Line("note", decision.note);
  out.Line("checked", decision.checked);
  for (const EvidenceFile& evidence : decision.evidence)
    out.Line("evidence", fmt::format("{} {}", evidence.sha256->view(), evidence.file->view()));
  return out.Take();
}

std::string RecordText(const Portfolio& portfolio, const Measure& measure, const Decision& decision) {
  return StatementText(portfolio, measure, decision) + std::string(decision.signature->view());
}

std::string StatementText(const Portfolio& portfolio, const RegistryEntry& entry) {
  Statement out(portfolio.organization.id->view());
  out.Line("decision", entry.decision);
  out.Line("version", entry.version);
  out.Line("previous", entry.previous);
  out.Line("registry", entry.registry);
  for (const Located<Text>& statement : entry.statements) out.Line("statement", statement);
  out.Line("by", entry.by);
  out.Line("on", entry.on);
  out.Line("note", entry.note);
  return out.Take();
}

std::string DigestOf(std::string_view text) { return "sha256:" + Sha256Hex(text); }

std::string ShortDigest(std::string_view digest) {
  constexpr std::size_t kShown = 23;  // "sha256:" and 16 digits
  return std::string(digest.substr(0, kShown)) + (digest.size() > kShown ? "…" : "");
}

}  // namespace cat4
