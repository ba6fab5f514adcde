#include "cli/gate_text.h"

#include <algorithm>
#include <array>

#include "cat4/base/text.h"
#include "cat4/diagnostics/location.h"

namespace cat4 {
namespace {

constexpr std::size_t kLabelWidth = 11;

std::string By(const Decision& decision) {
  return fmt::format("{} as {}, {}", SignatoryText(SignatoryOf(decision)), Name(*decision.role),
                     FormatDate(*decision.on));
}

std::string AbleText(const std::vector<Signatory>& able) {
  if (able.empty()) return "nobody may give it: see 'cat4 show' and the registry";
  std::string text;
  for (const Signatory& signatory : able)
    text += fmt::format("{}{}", text.empty() ? "" : ", ", SignatoryText(signatory));
  return text;
}

class StatusWriter {
 public:
  StatusWriter(const Portfolio& portfolio, const Source& source, const Measure& measure,
               const GateStatus& status)
      : portfolio_(portfolio),
        policy_(portfolio.policy),
        measure_(measure),
        status_(status),
        locator_(source, portfolio.files) {}

  std::string Write() {
    text_ = fmt::format("{}  {}\n{}\n\n", measure_.id->view(), Printable(measure_.title->view()),
                        Printable(portfolio_.files.path(measure_.file)));
    WritePosition();
    WriteTerms();
    WriteNext();
    for (const OpenMove& open : status_.others) WriteOther(open);
    WriteLeftover();
    return std::move(text_);
  }

 private:
  void Row(std::string_view label, const std::string& value) {
    text_ += fmt::format("{}{}\n", PadRight(label, kLabelWidth), value);
  }

  std::string_view StageId(int stage) const {
    return policy_.stages[static_cast<std::size_t>(stage)].id->view();
  }

  std::string Place(Span span) {
    const std::string& path = portfolio_.files.path(span.file());
    return fmt::format("{}:{}", Printable(std::string_view(path).substr(path.rfind('/') + 1)),
                       locator_.Locate(span).line);
  }

  void WritePosition() {
    const Replay& replay = status_.replay;
    const Position& at = replay.position;
    Row("stands in",
        fmt::format("{}, {}", StageId(at.stage), at.state == State::kOnHold ? "on hold" : Name(at.state)));
    if (replay.latest) {
      const std::optional<Move> move = MoveOf(*replay.latest, policy_);
      Row("since", fmt::format("{} by {}", move ? Describe(*move, policy_) : "-", By(*replay.latest)));
    }
    if (!replay.whole) Row("", "an illegal decision ends what could be judged; 'cat4 check' says which");
    const bool differs = measure_.stage_index != at.stage || *measure_.state != at.state;
    if (differs)
      Row("", fmt::format("the file says {}, {}: 'cat4 check' says more", measure_.stage->view(),
                          Name(*measure_.state)));
  }

  void WriteTerms() {
    const Replay& replay = status_.replay;
    if (replay.terms.empty()) {
      Row("terms",
          "not known: a file they are inherited from can't be read, or there is no such legal entity");
    } else if (!replay.sealing) {
      Row("terms", fmt::format("open, {}", replay.terms));
    } else if (replay.terms == replay.seal) {
      Row("terms", fmt::format("locked, {}", replay.seal));
    } else {
      Row("terms", fmt::format("locked, {}", replay.seal));
      Row("", fmt::format("changed: the file has {}", replay.terms));
    }
  }

  void WriteNext() {
    if (!status_.next) {
      const bool last = status_.replay.position.stage == policy_.last_stage();
      Row("next gate", last
                           ? "none: this is the last stage"
                           : "none while the measure is not active; it would be resumed or reinstated first");
      return;
    }
    std::string when;
    for (const GateDate& gate : measure_.gates) {
      if (policy_.FindStage(*gate.stage) == status_.next->move.stage)
        when = fmt::format(", planned for {}", FormatDate(*gate.date));
    }
    Row("next gate", fmt::format("{}{}", StageId(status_.next->move.stage), when));
    if (status_.submitted) {
      const Submission& submitted = *measure_.submitted;
      Row("submitted",
          fmt::format("on {}{}", FormatDate(*submitted.on),
                      submitted.note ? fmt::format(": {}", Printable(submitted.note->view())) : ""));
    } else if (measure_.submitted) {
      Row("submitted", fmt::format("for '{}', which is not the next gate", measure_.submitted->gate->view()));
    }
    WriteCriteria();
    WriteApprovals(*status_.next);
    WriteVerdict();
  }

  void WriteCriteria() {
    if (status_.criteria.empty()) return;
    text_ += "\nCriteria\n";
    std::size_t names = 0;
    for (const CriterionResult& result : status_.criteria)
      names = std::max(names, Name(result.criterion).size());
    for (const CriterionResult& result : status_.criteria) {
      text_ +=
          fmt::format("  {}  {}  {} ({})\n", result.met ? "met    " : "not met",
                      PadRight(Name(result.criterion), names), Printable(result.found), Place(result.span));
    }
  }

  void WriteApprovals(const OpenMove& open) {
    text_ += fmt::format("\nApprovals of {}{}\n", Describe(open.move, policy_),
                         open.any ? ", one of these roles" : "");
    if (open.reason) text_ += fmt::format("  reason: {}\n", Printable(open.reason->view()));
    if (open.until) text_ += fmt::format("  until: {}\n", FormatDate(*open.until));
    if (open.roles.empty()) text_ += "  policy asks for none\n";
    for (const RoleStatus& role : open.roles) WriteRole(open, role);
  }

  void WriteRole(const OpenMove& open, const RoleStatus& role) {
    for (const Decision* approval : role.given) {
      text_ += fmt::format("  given    {}: {} on {}\n", Name(role.need.role),
                           SignatoryText(SignatoryOf(*approval)), FormatDate(*approval->on));
    }
    if (role.missing() == 0 || (open.any && open.approved)) return;
    std::string many;
    if (role.need.people > 1) many = fmt::format(", {} of {} votes", role.missing(), role.need.people);
    if (role.need.minutes) many = ", with the minutes as evidence";
    text_ += fmt::format("  missing  {}{}: {}\n", Name(role.need.role), many, AbleText(role.able));
  }

  void WriteVerdict() {
    const auto unmet =
        static_cast<std::size_t>(std::ranges::count(status_.criteria, false, &CriterionResult::met));
    std::size_t missing = 0;
    for (const RoleStatus& role : status_.next->roles) missing += role.missing();
    std::string verdict;
    if (unmet == 0 && missing == 0) {
      verdict = "everything is there: the gate can be advanced through";
    } else {
      if (unmet == 1) verdict = "1 criterion is not met";
      if (unmet > 1) verdict = fmt::format("{} criteria are not met", unmet);
      if (missing > 0)
        verdict += fmt::format("{}{} missing", verdict.empty() ? "" : ", ",
                               missing == 1 ? "1 approval is" : fmt::format("{} approvals are", missing));
    }
    text_ += fmt::format("\n{}\n", verdict);
  }

  void WriteOther(const OpenMove& open) {
    WriteApprovals(open);
    if (open.approved) text_ += "  everything is there: it can be recorded\n";
  }

  void WriteLeftover() {
    if (!status_.replay.leftover.empty()) text_ += "\nApprovals that count for nothing\n";
    for (const auto& [approval, why] : status_.replay.leftover)
      text_ += fmt::format("  {} by {}: {}\n", Printable(approval->gate->view()), By(*approval), why);
  }

  const Portfolio& portfolio_;
  const Policy& policy_;
  const Measure& measure_;
  const GateStatus& status_;
  Locator locator_;
  std::string text_;
};

std::string WaitsFor(const InboxItem& item) {
  if (!item.role) return fmt::format("to be recorded: {}", AbleText(item.able));
  return fmt::format("{}{}: {}", Name(*item.role),
                     item.missing > 1 ? fmt::format(" ({} votes)", item.missing) : "", AbleText(item.able));
}

}  // namespace

std::string GateStatusText(const Portfolio& portfolio, const Source& source, const Measure& measure,
                           const GateStatus& status) {
  return StatusWriter(portfolio, source, measure, status).Write();
}

std::string InboxText(const Portfolio& portfolio, std::span<const InboxItem> items, std::size_t width) {
  using Row = std::array<std::string, 5>;
  std::vector<Row> rows{{"Since", "Measure", "Decision", "Title", "Waits for"}};
  for (const InboxItem& item : items) {
    rows.push_back({FormatDate(item.since), std::string(item.measure->id->view()),
                    Describe(item.move, portfolio.policy), Printable(item.measure->title->view()),
                    WaitsFor(item)});
  }
  std::array<std::size_t, 5> widths{};
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], DisplayWidth(row[i]));
  }
  constexpr std::size_t kLongestTitle = 40;
  widths[3] = std::min(widths[3], kLongestTitle);
  std::string text;
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t i = 0; i + 1 < row.size(); ++i)
      line += PadRight(CutToWidth(row[i], widths[i]), widths[i]) + "  ";
    line += row.back();
    text += (width == 0 ? line : CutToWidth(line, width)) + "\n";
  }
  return text;
}

}  // namespace cat4
