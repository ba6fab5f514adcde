#include "cat4/report/measure_card.h"

#include <algorithm>
#include <array>

#include "cat4/base/text.h"

namespace cat4 {
namespace {

constexpr std::size_t kLabelWidth = 15;

std::string Percent(const std::optional<int>& per_mille) {
  if (!per_mille) return "-";
  const int value = *per_mille < 0 ? -*per_mille : *per_mille;
  return fmt::format("{}{}.{} %", *per_mille < 0 ? "-" : "", value / 10, value % 10);
}

class Card {
 public:
  Card(const Portfolio& portfolio, const MeasureFigures& figures, Date as_of, std::size_t width,
       Glyphs glyphs)
      : portfolio_(portfolio),
        measure_(*figures.measure),
        figures_(figures),
        as_of_(as_of),
        width_(width == 0 ? 100 : std::max<std::size_t>(width, 40)),
        glyphs_(glyphs) {}

  std::string Write() {
    text_ = fmt::format("{}  {}\n{}\n\n", measure_.id->view(), Printable(measure_.title->view()),
                        Printable(portfolio_.files.path(measure_.file)));
    WriteHead();
    WriteProse("description", measure_.description);
    WriteLights();
    WriteMilestones();
    WriteDependencies();
    for (const Effect& effect : measure_.effects) WriteEffect(effect);
    WriteRisks();
    WriteDecisions();
    WriteRest();
    return std::move(text_);
  }

 private:
  void Row(std::string_view label, const std::string& value) {
    if (!value.empty()) text_ += fmt::format("{}{}\n", PadRight(label, kLabelWidth), value);
  }

  void WriteProse(std::string_view label, const Located<Text>& prose) {
    if (!prose) return;
    bool first = true;
    for (const std::string_view paragraph : Split(prose->view(), '\n')) {
      std::string line;
      for (const std::string_view word : Split(paragraph, ' ')) {
        if (!line.empty() && kLabelWidth + DisplayWidth(line) + DisplayWidth(word) + 1 > width_) {
          text_ += PadRight(first ? label : "", kLabelWidth) + line + "\n";
          first = false;
          line.clear();
        }
        line += (line.empty() ? "" : " ") + Printable(word);
      }
      if (line.empty()) continue;
      text_ += PadRight(first ? label : "", kLabelWidth) + line + "\n";
      first = false;
    }
  }

  // "h.vogt (Helga Vogt), from portfolios/…/package.yaml"
  std::string Person(const Located<Text>& id) const {
    if (!id) return "- (missing)";
    const cat4::Person* person = portfolio_.FindPerson(*id);
    return fmt::format("{}{}{}", id->view(),
                       person ? fmt::format(" ({})", Printable(person->name->view())) : "", Inherited(id));
  }
  std::string Inherited(const Located<Text>& value) const {
    if (!value || value.span.file() == measure_.file) return "";
    return fmt::format(", inherited from {}", Printable(portfolio_.files.path(value.span.file())));
  }
  std::string Plain(const Located<Text>& value) const {
    return value ? std::string(value->view()) + Inherited(value) : std::string();
  }

  void WriteHead() {
    Row("stage", fmt::format("{}, {}", measure_.stage->view(),
                             *measure_.state == State::kOnHold ? "on hold" : Name(*measure_.state)));
    std::string gates;
    for (const GateDate& gate : measure_.gates) {
      gates += fmt::format("{}{} {}", gates.empty() ? "" : ", ", gate.stage->view(), FormatDate(*gate.date));
    }
    Row("gates planned", gates);
    if (measure_.submitted) {
      Row("submitted", fmt::format("for gate {} on {}{}", measure_.submitted->gate->view(),
                                   FormatDate(*measure_.submitted->on),
                                   measure_.submitted->note
                                       ? fmt::format(": {}", Printable(measure_.submitted->note->view()))
                                       : ""));
    }
    Row("owner", Person(measure_.owner));
    Row("sponsor", Person(measure_.sponsor));
    Row("controller", Person(measure_.controller));
    Row("legal entity", measure_.legal_entity ? Plain(measure_.legal_entity) : "- (missing)");
    Row("committee", measure_.steering_committee ? Plain(measure_.steering_committee) : "- (missing)");
    Row("business unit", Plain(measure_.business_unit));
    Row("function", Plain(measure_.function));
    std::string tags;
    for (const Located<Text>& tag : measure_.tags)
      tags += (tags.empty() ? "" : ", ") + Printable(tag->view());
    Row("tags", tags);
  }

  void WriteLights() {
    text_ += "\n";
    if (!figures_.known) {
      Row("lights", "not computed: the policy or a currency rate can't be read; see 'cat4 check'");
      return;
    }
    Row("implementation", LightGlyph(figures_.implementation, glyphs_) + ImplementationReason());
    const std::string share =
        figures_.shares.outlook.defined()
            ? fmt::format("  outlook {} of plan, to date {}", Percent(figures_.shares.outlook.PerMille()),
                          Percent(figures_.shares.to_date.PerMille()))
            : std::string("  without a plan");
    const std::string closed =
        fmt::format("  confirmed {} of plan", Percent(figures_.shares.outlook.PerMille()));
    const bool last = InLastStage(measure_, portfolio_.policy) && figures_.shares.outlook.defined();
    Row("potential", LightGlyph(figures_.potential, glyphs_) + (last ? closed : share));
    if (figures_.trap) Row("", "green-status trap: the work is on track, the money is not");
    if (figures_.stalled) Row("", "stalled: nothing has moved for a long time");
    if (!measure_.status) return;
    if (measure_.status->on) Row("status of", FormatDate(*measure_.status->on));
    WriteProse("comment", measure_.status->comment);
    WriteProse("next", measure_.status->next);
    WriteProse("needs", measure_.status->needs);
  }

  std::string ImplementationReason() const {
    std::string reason =
        fmt::format("  milestones {}", LightGlyph(figures_.computed_implementation, glyphs_));
    if (measure_.status && measure_.status->implementation) {
      reason +=
          fmt::format(", the owner's own call {}", LightGlyph(*measure_.status->implementation, glyphs_));
    }
    return reason;
  }

  void WriteMilestones() {
    if (measure_.milestones.empty()) return;
    text_ += "\nMilestones\n";
    for (const Milestone& milestone : measure_.milestones) {
      const std::optional<int> late = DaysLate(milestone, as_of_);
      std::string when = milestone.due ? fmt::format("due {}", FormatDate(*milestone.due)) : "no date";
      if (milestone.done) {
        when += fmt::format(", done {}", FormatDate(*milestone.done));
      } else if (milestone.forecast) {
        when += fmt::format(", forecast {}", FormatDate(*milestone.forecast));
      }
      if (late && *late > 0) when += fmt::format(", {} late", Count(static_cast<std::size_t>(*late), "day"));
      text_ += fmt::format("  {}  {}: {}{}\n", milestone.id->view(), Printable(milestone.title->view()), when,
                           milestone.is_key() ? "" : " (working milestone)");
    }
  }

  void WriteDependencies() {
    if (measure_.depends_on.empty()) return;
    text_ += "\nDepends on\n";
    for (const Dependency& dependency : measure_.depends_on) {
      const Measure* other = portfolio_.FindMeasure(*dependency.measure);
      text_ +=
          fmt::format("  {}  at {}{}{}\n", dependency.measure->view(), dependency.stage->view(),
                      dependency.by ? fmt::format(" by {}", FormatDate(*dependency.by)) : "",
                      other ? fmt::format(", now {} ({})", other->stage->view(), Name(*other->state)) : "");
    }
  }

  void WriteEffect(const Effect& effect) {
    const int exponent = effect.currency->exponent();
    const bool fte = *effect.kind == EffectKind::kFte;
    text_ +=
        fmt::format("\nEffect {}: {}, {}, {}{}{}\n", effect.id->view(), Name(*effect.kind),
                    Name(*effect.nature), Name(effect.class_ ? *effect.class_ : EffectClass::kHard),
                    fte ? "" : fmt::format(", in {}", effect.currency->code()),
                    effect.account ? fmt::format(", account {}", Printable(effect.account->view())) : "");
    if (effect.baseline) {
      const Baseline& baseline = *effect.baseline;
      text_ +=
          fmt::format("  baseline {}{}{}{}\n", FormatTotalGrouped(Amount{baseline.amount->digits}, exponent),
                      baseline.from ? fmt::format(" from {}", FormatMonth(*baseline.from)) : "",
                      baseline.to ? fmt::format(" to {}", FormatMonth(*baseline.to)) : "",
                      baseline.source ? fmt::format(", {}", Printable(baseline.source->view())) : "");
    }
    if (effect.run_rate)
      text_ += fmt::format("  run-rate {}\n", FormatTotalGrouped(Amount{effect.run_rate->digits}, exponent));
    WriteMonths(effect, exponent);
  }

  void WriteMonths(const Effect& effect, int exponent) {
    const std::vector<Cell> cells = effect.Cells();
    const std::vector<ConfirmedMonth> confirmed = ConfirmedMonths(measure_, effect);
    if (cells.empty() && confirmed.empty()) return;
    using Line = std::array<std::string, 6>;
    std::vector<Line> lines = {{"month", "plan", "original", "forecast", "actual", "confirmed"}};
    std::vector<Month> months;
    for (const Cell& cell : cells) months.push_back(cell.month);
    for (const ConfirmedMonth& month : confirmed) months.push_back(month.month);
    std::ranges::sort(months);
    months.erase(std::unique(months.begin(), months.end()), months.end());
    const auto amount = [&](const std::optional<Amount>& value) {
      return value ? FormatTotalGrouped(*value, exponent) : std::string();
    };
    for (const Month month : months) {
      const auto cell = std::ranges::find(cells, month, &Cell::month);
      const auto sum = std::ranges::find(confirmed, month, &ConfirmedMonth::month);
      const Cell values = cell == cells.end() ? Cell() : *cell;
      lines.push_back({FormatMonth(month), amount(values.plan), amount(values.original),
                       amount(values.forecast), amount(values.actual),
                       sum == confirmed.end() ? "" : amount(sum->amount)});
    }
    std::array<std::size_t, 6> widths{};
    for (const Line& line : lines) {
      for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], line[i].size());
    }
    const bool originals =
        std::ranges::any_of(cells, [](const Cell& cell) { return cell.original.has_value(); });
    for (const Line& line : lines) {
      std::string row = "  " + PadRight(line[0], widths[0]);
      for (std::size_t i = 1; i < line.size(); ++i) {
        if (i != 2 || originals) row += "  " + PadLeft(line[i], widths[i]);
      }
      text_ += row.substr(0, row.find_last_not_of(' ') + 1) + "\n";
    }
  }

  void WriteRisks() {
    if (measure_.risks.empty()) return;
    text_ += "\nRisks\n";
    for (const Risk& risk : measure_.risks) {
      text_ +=
          fmt::format("  {}{}{}{}\n", Printable(risk.title->view()),
                      risk.likelihood ? fmt::format("; likelihood {}", Name(*risk.likelihood)) : "",
                      risk.impact ? fmt::format("; impact {}", Name(*risk.impact)) : "",
                      risk.response ? fmt::format("; response: {}", Printable(risk.response->view())) : "");
    }
  }

  void WriteDecisions() {
    if (measure_.decisions.empty() && measure_.open_approvals.empty()) return;
    text_ += "\nDecisions (signatures are not verified here)\n";
    for (const Decision& decision : measure_.decisions) WriteDecision(decision, "");
    for (const Decision& decision : measure_.open_approvals) WriteDecision(decision, ", open");
  }

  void WriteDecision(const Decision& decision, std::string_view open) {
    const Located<Text>& about = decision.gate ? decision.gate : decision.effect;
    text_ += fmt::format("  {}  {}{} by {} as {}{}{}\n", FormatDate(*decision.on), Name(*decision.decision),
                         about ? fmt::format(" {}", Printable(about->view())) : "",
                         Printable(decision.by->view()), Name(*decision.role), open,
                         decision.reason ? fmt::format(": {}", Printable(decision.reason->view())) : "");
  }

  void WriteRest() {
    if (!measure_.labels.empty()) text_ += "\nLabels\n";
    for (const Label& label : measure_.labels) {
      text_ += fmt::format("  {}: {}\n", Printable(label.key->view()), Printable(label.value->view()));
    }
    if (!measure_.notes) return;
    text_ += "\n";
    WriteProse("notes", measure_.notes);
  }

  const Portfolio& portfolio_;
  const Measure& measure_;
  const MeasureFigures& figures_;
  Date as_of_;
  std::size_t width_;
  Glyphs glyphs_;
  std::string text_;
};

}  // namespace

std::string MeasureCard(const Portfolio& portfolio, const MeasureFigures& figures, Date as_of,
                        std::size_t width, Glyphs glyphs) {
  return Card(portfolio, figures, as_of, width, glyphs).Write();
}

}  // namespace cat4
