#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "cat4/base/text.h"
#include "cat4/report/report.h"

#include "report/whole_units.h"

namespace cat4 {
namespace {

constexpr std::size_t kShort = 12;  // digits of a commit that people read
constexpr std::size_t kShortDigest = std::string_view("sha256:").size() + 16;

Currency CurrencyOf(const Money& money, const ReportHead& head) {
  return money.currency.empty() ? head.currency : money.currency;
}

// Tenths as a decimal: "87.5", "-0.3".
std::string Percent(PerMille share) {
  const int tenths = share.value % 10;
  return fmt::format("{}{}.{}", share.value < 0 ? "-" : "", std::abs(share.value / 10), std::abs(tenths));
}

struct ForPeople {
  const ReportHead& head;
  std::string operator()(std::monostate) const { return "-"; }
  std::string operator()(const std::string& text) const { return text.empty() ? "-" : Printable(text); }
  std::string operator()(std::int64_t count) const { return fmt::format("{}", count); }
  std::string operator()(const Money& money) const {
    const Currency currency = CurrencyOf(money, head);
    std::string text = head.amounts == AmountDetail::kWholeUnits
                           ? WholeUnits(money.total, currency.exponent())
                           : FormatTotalGrouped(money.total, currency.exponent());
    return currency == head.currency ? text : fmt::format("{} {}", text, currency.code());
  }
  std::string operator()(PerMille share) const { return Percent(share) + "%"; }
  std::string operator()(Date date) const { return FormatDate(date); }
  std::string operator()(Month month) const { return FormatMonth(month); }
  std::string operator()(Light light) const { return LightGlyph(light, Glyphs::kPlain); }
  std::string operator()(bool flag) const { return flag ? "yes" : "no"; }
};

struct ForPrograms {
  const ReportHead& head;
  std::string operator()(std::monostate) const { return {}; }
  std::string operator()(const std::string& text) const { return text; }
  std::string operator()(std::int64_t count) const { return fmt::format("{}", count); }
  std::string operator()(const Money& money) const {
    return FormatTotal(money.total, CurrencyOf(money, head).exponent());
  }
  std::string operator()(PerMille share) const { return Percent(share); }
  std::string operator()(Date date) const { return FormatDate(date); }
  std::string operator()(Month month) const { return FormatMonth(month); }
  std::string operator()(Light light) const { return std::string(Name(light)); }
  std::string operator()(bool flag) const { return flag ? "true" : "false"; }
};

// Without the name that was asked for: it may mean another commit tomorrow.
std::string CommitText(const ReportRevision& revision) { return revision.commit.substr(0, kShort); }

std::string ComparedText(const ReportHead& head) {
  const std::string commit = CommitText(*head.compared), &asked = head.compared->asked;
  const std::string name = asked.empty() || head.compared->commit.starts_with(asked)
                               ? commit
                               : fmt::format("{} ({})", commit, Printable(asked));
  return fmt::format("{} as of {}", name, FormatDate(head.compared_as_of));
}

std::string ProofText(const ReportProof& proof) {
  switch (proof.state) {
    case ProofState::kProven:
      return fmt::format("proven under registry version {} and trust root {}…", proof.registry_version,
                         proof.trust_root.substr(0, kShortDigest));
    case ProofState::kNotProven:
      return fmt::format("not proven: the audit found {}", Count(proof.errors, "error"));
    case ProofState::kIncomplete:
      return "not proven: the audit could not see all of the history";
    case ProofState::kNoRegistry:
      return "not proven: no registry was ever ratified";
    case ProofState::kNotAsked:
      if (proof.errors > 0)
        return fmt::format("not proven: {} where no decision put {}",
                           proof.errors == 1 ? "1 measure stands" : Count(proof.errors, "measure") + " stand",
                           proof.errors == 1 ? "it" : "them");
      break;
  }
  return "not proven";
}

}  // namespace

bool IsForPeople(const ReportSection& section) {
  return section.rows.empty() ? !section.nothing.empty() : section.shown == Shown::kEverywhere;
}

std::string_view Name(ProofState state) {
  constexpr std::array<std::string_view, 5> kNames = {"not committed", "proven", "not proven", "incomplete",
                                                      "no registry"};
  return kNames[static_cast<std::size_t>(state)];
}

std::string FormatForPeople(const ReportValue& value, const ReportHead& head) {
  return std::visit(ForPeople{head}, value);
}

std::string FormatForPrograms(const ReportValue& value, const ReportHead& head) {
  return std::visit(ForPrograms{head}, value);
}

std::string RowCountText(const ReportSection& section) {
  if (section.row_count == RowCount::kHidden) return {};
  return fmt::format(" ({})", std::ranges::count(section.rows, false, &ReportRow::sum));
}

std::vector<std::string> Provenance(const ReportHead& head) {
  std::vector<std::string> lines;
  const std::string from =
      head.revision.commit.empty() ? "working tree" : "revision " + CommitText(head.revision);
  lines.push_back(fmt::format("{}, {}; amounts in {}{}; cat4 {}", from, ProofText(head.proof),
                              head.amounts == AmountDetail::kWholeUnits ? "whole " : "", head.currency.code(),
                              head.version));
  std::string shown;
  const auto add = [&](std::string_view what, const std::string& value) {
    if (!value.empty()) shown += fmt::format("{}{} {}", shown.empty() ? "" : "; ", what, Printable(value));
  };
  add("period", head.period);
  add("by", head.by);
  if (head.compared) add("compared with", ComparedText(head));
  if (!shown.empty()) lines.push_back(shown);
  std::string days;
  for (const Date day : head.not_looked_at) days += (days.empty() ? "" : ", ") + FormatDate(day);
  if (!days.empty())
    lines.push_back(fmt::format(
        "not looked at: {}, as what had landed then can't be read whole, or was too many versions to read",
        days));
  return lines;
}

}  // namespace cat4
