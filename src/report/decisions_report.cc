#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>

#include "cat4/base/text.h"
#include "cat4/report/decisions.h"

#include "report/decision_words.h"
#include "report/grouped_rows.h"

namespace cat4 {
namespace {

constexpr std::size_t kShort = 12;  // digits of a commit that people read

std::string ProofText(const RegisteredDecision& entry, const ReportHead& head) {
  const std::string good = IsRegistryKnown(head) ? "proven" : "signature good";
  if (!entry.signature_good) return fmt::format("NOT PROVEN: {}", entry.why);
  switch (entry.key_status) {
    case KeyStatus::kActive:
      break;
    case KeyStatus::kRetired:
      return good + ", key retired since";
    case KeyStatus::kCompromised:
      return "NOT PROVEN: key is compromised";
  }
  return good;
}

class Builder {
 public:
  explicit Builder(const ReportInput& input) : input_(input), portfolio_(*input.now.portfolio) {
    report_.head = input.head;
    report_.head.amounts = AmountDetail::kMinorUnits;
  }

  Report Build() {
    Select();
    AddSummary();
    ReportSection all = Section("decisions", "", "No decision was taken.");
    for (const RegisteredDecision* entry : entries_) all.rows.push_back(RowOf(*entry));
    GroupRows(input_, MeasuresOf(input_, input_.now), all);
    if (input_.now.revision.commit.empty())
      all.notes.push_back("Which commit landed a decision is known with --rev only.");
    report_.sections.push_back(std::move(all));
    AddWords();
    AddPart("uncounted", "Approvals that nobody counted yet", "",
            [](const RegisteredDecision& entry) { return entry.open; });
    AddPart("unproven", "Bad signatures and compromised keys",
            entries_.empty() ? "" : "Every signature is good, and no key is compromised.",
            [](const RegisteredDecision& entry) { return !HasGoodSignature(entry); });
    return std::move(report_);
  }

 private:
  // Those of the period, by day; a measure's own in the order they landed, whatever their days say.
  void Select() {
    std::set<const Measure*> wanted;
    for (const MeasureFigures* figures : MeasuresOf(input_, input_.now)) wanted.insert(figures->measure);
    std::vector<std::pair<Date, const RegisteredDecision*>> sorted;
    const Measure* last = nullptr;
    Date day{};
    for (const RegisteredDecision& entry : input_.registered) {
      if (!wanted.contains(entry.measure)) continue;
      const Date on = *entry.decision->on;
      day = entry.measure == last ? std::max(day, on) : on;
      last = entry.measure;
      if (!input_.period || input_.period->months.contains(MonthOf(on))) sorted.emplace_back(day, &entry);
    }
    std::ranges::stable_sort(sorted, {}, &std::pair<Date, const RegisteredDecision*>::first);
    for (const auto& [at, entry] : sorted) entries_.push_back(entry);
  }

  void AddSummary() {
    std::array<std::size_t, std::size_t{static_cast<std::uint8_t>(DecisionKind::kAdopt)} + 1> by_kind{};
    std::size_t good = 0, open = 0;
    for (const RegisteredDecision* entry : entries_) {
      ++by_kind[static_cast<std::size_t>(*entry->decision->decision)];
      if (HasGoodSignature(*entry)) ++good;
      if (entry->open) ++open;
    }
    std::string kinds;
    for (std::size_t i = 0; i < by_kind.size(); ++i) {
      if (by_kind[i] > 0)
        kinds += fmt::format("{}{} {}", kinds.empty() ? ": " : ", ", by_kind[i],
                             Name(static_cast<DecisionKind>(i)));
    }
    std::set<const Measure*> measures;
    for (const RegisteredDecision* entry : entries_) measures.insert(entry->measure);
    report_.summary = {fmt::format("{} on {}{}", Count(entries_.size(), "decision"),
                                   Count(measures.size(), "measure"), kinds),
                       fmt::format("{} {}, {} not; {} not counted yet", good,
                                   IsRegistryKnown(report_.head)
                                       ? "proven by a good signature"
                                       : "with a good signature of a key whose registry is not proven",
                                   entries_.size() - good, Count(open, "approval"))};
  }

  bool Foreign() const {
    return std::ranges::any_of(entries_, [&](const RegisteredDecision* entry) {
      const Located<Currency>& currency = entry->decision->currency;
      return currency && !currency->empty() && *currency != report_.head.currency;
    });
  }

  ReportSection Section(std::string key, std::string title, std::string nothing) const {
    const auto programs = Shown::kToProgramsOnly;
    ReportSection section{.key = std::move(key),
                          .title = std::move(title),
                          .about = {},
                          .columns = {},
                          .rows = {},
                          .nothing = std::move(nothing),
                          .notes = {}};
    for (const ReportColumn& column : std::initializer_list<ReportColumn>{
             {"on", "Day", ColumnKind::kDate},
             {"measure", "Measure"},
             {"number", "No", ColumnKind::kCount},
             {"title", "Title", ColumnKind::kText, programs},
             {"what", "Decision"},
             {"decision", "Kind", ColumnKind::kText, programs},
             {"gate", "Gate", ColumnKind::kText, programs},
             {"effect", "Effect", ColumnKind::kText, programs},
             {"role", "Role", ColumnKind::kText, programs},
             {"by", "By", ColumnKind::kText, programs},
             {"for", "For", ColumnKind::kText, programs},
             {"who", "By"},
             {"restates", "Restates", ColumnKind::kFlag, programs},
             {"currency", "Currency", ColumnKind::kText, programs},
             {"amount", "Confirmed", ColumnKind::kMoney},
             {"amount_reporting", fmt::format("in {}", report_.head.currency.code()), ColumnKind::kMoney,
              Foreign() ? Shown::kEverywhere : programs},
             {"counted", "Counted", ColumnKind::kFlag, programs},
             {"proof", "Proof"},
             {"signature_good", "Signature good", ColumnKind::kFlag, programs},
             {"proven", "Proven", ColumnKind::kFlag, programs},
             {"why", "Why not", ColumnKind::kText, programs},
             {"key", "Key", ColumnKind::kText, programs},
             {"key_status", "Key today", ColumnKind::kText, programs},
             {"statement", "Statement", ColumnKind::kText, programs},
             {"landed", "Landed", ColumnKind::kText, programs},
             {"landed_short", "Landed"},
             {"reason", "Reason", ColumnKind::kText, programs},
             {"note", "Note", ColumnKind::kText, programs},
             {"checked", "Checked", ColumnKind::kText, programs},
             {"evidence", "Evidence", ColumnKind::kCount, programs},
             {"path", "File", ColumnKind::kText, programs}}) {
      section.columns.push_back(column);
    }
    return section;
  }

  static ReportValue OrNothing(const Located<Text>& text) {
    return text ? ReportValue(TextOf(text)) : ReportValue();
  }
  static ReportValue OrNothing(const std::string& text) {
    return text.empty() ? ReportValue() : ReportValue(text);
  }

  std::string WhoText(const Decision& decision) const {
    return fmt::format("{} ({})", SignedBy(portfolio_, decision), RoleText(Name(*decision.role)));
  }

  ReportRow RowOf(const RegisteredDecision& entry) const {
    const Decision& decision = *entry.decision;
    const ConfirmSum sum = SumOfConfirm(portfolio_, *entry.measure, decision);
    const bool confirm = *decision.decision == DecisionKind::kConfirm;
    return {.values = {*decision.on,
                       TextOf(entry.measure->id),
                       static_cast<std::int64_t>(entry.number),
                       TextOf(entry.measure->title),
                       DecisionText(decision),
                       std::string(Name(*decision.decision)),
                       OrNothing(decision.gate),
                       OrNothing(decision.effect),
                       std::string(Name(*decision.role)),
                       TextOf(decision.by),
                       OrNothing(decision.for_),
                       WhoText(decision),
                       decision.restates && *decision.restates,
                       confirm ? ReportValue(std::string(decision.currency->code())) : ReportValue(),
                       sum.own,
                       sum.reporting,
                       !entry.open,
                       ProofText(entry, report_.head),
                       entry.signature_good,
                       IsRegistryKnown(report_.head) && HasGoodSignature(entry),
                       OrNothing(entry.why),
                       OrNothing(entry.key),
                       entry.key.empty() ? ReportValue() : ReportValue(std::string(Name(entry.key_status))),
                       entry.statement,
                       OrNothing(entry.landed),
                       OrNothing(entry.landed.substr(0, kShort)),
                       OrNothing(decision.reason),
                       OrNothing(decision.note),
                       OrNothing(decision.checked),
                       static_cast<std::int64_t>(decision.evidence.size()),
                       portfolio_.files.path(decision.span.file())}};
  }

  // What people wrote, at length.
  void AddWords() {
    ReportSection section{.key = "words",
                          .title = "Reasons, notes and what was checked",
                          .about = {},
                          .columns = {{"on", "Day", ColumnKind::kDate},
                                      {"measure", "Measure"},
                                      {"number", "No", ColumnKind::kCount},
                                      {"words", "Words"},
                                      {"text", "Text"},
                                      {"evidence", "Evidence", ColumnKind::kCount}},
                          .rows = {},
                          .nothing = {},
                          .notes = {}};
    for (const RegisteredDecision* entry : entries_) {
      const Decision& decision = *entry->decision;
      const auto add = [&](std::string_view what, const Located<Text>& text) {
        if (!text) return;
        section.rows.push_back(
            {.values = {*decision.on, TextOf(entry->measure->id), static_cast<std::int64_t>(entry->number),
                        std::string(what), TextOf(text),
                        static_cast<std::int64_t>(decision.evidence.size())}});
      };
      add("reason", decision.reason);
      add("note", decision.note);
      add("checked", decision.checked);
    }
    report_.sections.push_back(std::move(section));
  }

  void AddPart(std::string key, std::string title, std::string nothing,
               bool (*wanted)(const RegisteredDecision& entry)) {
    ReportSection section = Section(std::move(key), std::move(title), std::move(nothing));
    for (const RegisteredDecision* entry : entries_) {
      if (wanted(*entry)) section.rows.push_back(RowOf(*entry));
    }
    report_.sections.push_back(std::move(section));
  }

  const ReportInput& input_;
  const Portfolio& portfolio_;
  Report report_;
  std::vector<const RegisteredDecision*> entries_;
};

}  // namespace

Result<Report> BuildDecisions(const ReportInput& input) { return Builder(input).Build(); }

}  // namespace cat4
