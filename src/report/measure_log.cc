#include "cat4/report/measure_log.h"

#include "cat4/base/text.h"

#include "report/json.h"

namespace cat4 {
namespace {

constexpr std::size_t kShort = 12, kDigest = 7 + kShort;  // digits that people read; with "sha256:"

std::string WhatText(const Decision& decision) {
  std::string text(Name(*decision.decision));
  if (decision.gate) text += " " + Printable(decision.gate->view());
  if (decision.effect) text += " " + Printable(decision.effect->view());
  return text;
}

std::string WhoText(const Decision& decision) {
  std::string text = Printable(decision.by->view());
  if (decision.for_) text += " for " + Printable(decision.for_->view());
  return fmt::format("{} as {}", text, Name(*decision.role));
}

std::string ProofText(const LogEntry& entry) {
  if (!entry.proven) return fmt::format("NOT PROVEN: {}", Printable(entry.why));
  const std::string status =
      entry.key_status == KeyStatus::kActive ? "" : fmt::format(", {} since", Name(entry.key_status));
  return fmt::format("signed by {}{}", entry.key, status);
}

std::string OriginText(const MeasureLog& log, const LogEntry& entry) {
  if (log.tip.empty()) return "not in a repository";
  if (entry.landed.empty()) return "not committed yet";
  std::string text = fmt::format("in commit {} ({}, {})", entry.landed.substr(0, kShort), entry.landed_on,
                                 Printable(entry.landed_by));
  if (entry.recorded.empty()) return text + "; no commit signed by an active person recorded it";
  if (entry.recorded == entry.landed) return text + fmt::format(", signed by {}", entry.recorder);
  return text +
         fmt::format("; recorded in {}, signed by {}", entry.recorded.substr(0, kShort), entry.recorder);
}

std::string WordsOf(const Decision& decision) {
  std::string text;
  const auto add = [&](std::string_view what, const Located<Text>& words) {
    if (words) text += fmt::format("     {}: {}\n", what, Printable(words->view()));
  };
  for (const MonthAmount& amount : decision.amounts)
    text += fmt::format("     {} {}\n", FormatMonth(*amount.month), FormatDecimal(*amount.amount));
  if (decision.until) text += fmt::format("     until: {}\n", FormatDate(*decision.until));
  add("reason", decision.reason);
  add("note", decision.note);
  add("checked", decision.checked);
  for (const EvidenceFile& file : decision.evidence)
    text += fmt::format("     evidence: {}\n", Printable(file.file->view()));
  return text;
}

}  // namespace

std::string MeasureLogText(const MeasureLog& log) {
  std::string text = fmt::format("{}  {}\n", Printable(log.measure), Printable(log.title));
  text += log.registry > 0 ? fmt::format("keys judged by registry version {}\n", log.registry)
                           : "keys judged by the files, which no history ratifies\n";
  for (const LogEntry& entry : log.entries) {
    const Decision& decision = *entry.decision;
    text += fmt::format("\n{:>3}  {}  {} by {}{}\n", entry.number, FormatDate(*decision.on),
                        WhatText(decision), WhoText(decision), entry.open ? "  (open)" : "");
    text += WordsOf(decision);
    text += fmt::format("     {}: {}\n", entry.statement.substr(0, kDigest), ProofText(entry));
    text += fmt::format("     {}\n", OriginText(log, entry));
  }
  if (log.entries.empty()) text += "\nno decisions\n";
  return text;
}

std::string MeasureLogJson(const MeasureLog& log) {
  Json entries = Json::array();
  for (const LogEntry& entry : log.entries) {
    const Decision& decision = *entry.decision;
    Json amounts = Json::object();
    for (const MonthAmount& amount : decision.amounts)
      amounts[FormatMonth(*amount.month)] = FormatDecimal(*amount.amount);
    entries.push_back({{"number", entry.number},
                       {"decision", Name(*decision.decision)},
                       {"gate", decision.gate ? Json(decision.gate->view()) : Json(nullptr)},
                       {"effect", decision.effect ? Json(decision.effect->view()) : Json(nullptr)},
                       {"amounts", std::move(amounts)},
                       {"role", Name(*decision.role)},
                       {"by", decision.by->view()},
                       {"for", decision.for_ ? Json(decision.for_->view()) : Json(nullptr)},
                       {"on", FormatDate(*decision.on)},
                       {"open", entry.open},
                       {"statement", entry.statement},
                       {"proven", entry.proven},
                       {"why", OrNull(entry.why)},
                       {"key", OrNull(entry.key)},
                       {"key_status", Name(entry.key_status)},
                       {"landed", OrNull(entry.landed)},
                       {"recorded", OrNull(entry.recorded)},
                       {"recorder", OrNull(entry.recorder)}});
  }
  return DocumentText({{"format_version", 1},
                       {"command", "log"},
                       {"measure", log.measure},
                       {"title", log.title},
                       {"tip", OrNull(log.tip)},
                       {"registry_version", log.registry},
                       {"decisions", std::move(entries)}});
}

}  // namespace cat4
