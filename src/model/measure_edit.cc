#include "cat4/model/measure_edit.h"

#include <algorithm>
#include <map>

#include "cat4/base/text.h"
#include "cat4/model/figures.h"
#include "cat4/model/key_order.h"

#include "model/decode.h"

namespace cat4 {
namespace {

template <typename T>
std::string IndexIn(const std::vector<T>& elements, const T& element) {
  return fmt::to_string(&element - elements.data());
}

constexpr Decimal kZero{};

// Works out where what is expected of the open months of an effect goes.
class Shift {
 public:
  Shift(const Measure& measure, const Effect& effect, int months, Month first)
      : effect_(effect), cells_(effect.Cells()), months_(months), first_(first) {
    for (const ConfirmedMonth& month : ConfirmedMonths(measure, effect))
      closed_[month.month] = "is confirmed";
    for (const Cell& cell : cells_) {
      if (cell.actual) closed_.emplace(cell.month, "has an actual");
    }
  }

  // `amount_at(month, kinds)` gives the first of the kinds that is written.
  template <typename AmountAt>
  Result<std::map<Month, Decimal>> Find(AmountAt amount_at) {
    const bool levels = HoldsLevels(*effect_.kind);
    for (const Cell& cell : cells_) {
      if (WhyNotOpen(cell.month)) {
        const auto level =
            amount_at(cell.month, {FigureKind::kActual, FigureKind::kForecast, FigureKind::kPlan});
        if (level && emptied_.empty()) level_before_ = *level;
        continue;
      }
      const auto amount = amount_at(cell.month, {FigureKind::kForecast, FigureKind::kPlan});
      if (!amount) continue;
      emptied_.push_back(cell.month);
      if (const Result<void> moved = Move(cell.month, *amount, levels); !moved) {
        return tl::unexpected(moved.error());
      }
    }
    if (emptied_.empty()) {
      return Refuse(
          "effect '{}' has no forecast or plan to move: none from {} on without an actual or a confirmation",
          effect_.id->view(), FormatMonth(first_));
    }
    for (const Month month : emptied_) moved_.try_emplace(month, levels ? LevelBefore(month) : kZero);
    return moved_;
  }

 private:
  std::optional<std::string> WhyNotOpen(Month month) const {
    if (const auto closed = closed_.find(month); closed != closed_.end()) return std::string(closed->second);
    if (month < first_) return fmt::format("lies before {}", FormatMonth(first_));
    return std::nullopt;
  }

  Result<void> Move(Month month, Decimal amount, bool levels) {
    const int index = MonthIndex(month) + months_;
    if (index < 0 || index > MonthIndex(std::chrono::year(9999) / 12)) {
      return Refuse("{} moved by {} leaves the calendar", FormatMonth(month),
                    Count(static_cast<std::size_t>(std::abs(months_)), "month"));
    }
    const Month target = MonthFromIndex(index);
    const std::optional<std::string> reason = WhyNotOpen(target);
    const bool known = std::ranges::find(cells_, target, &Cell::month) != cells_.end();
    const bool zero = amount.digits == 0;
    if (reason && !levels && !zero) {
      return Refuse(
          "the {} of {} would move to {}, which {}; move by fewer months, or write the months one by one",
          FormatDecimal(amount), FormatMonth(month), FormatMonth(target), *reason);
    }
    if (!reason && (known || levels || !zero)) moved_[target] = amount;
    return {};
  }

  Decimal LevelBefore(Month month) const {
    const auto later = moved_.upper_bound(month);
    return later == moved_.begin() ? level_before_ : std::prev(later)->second;
  }

  const Effect& effect_;
  std::vector<Cell> cells_;
  int months_;
  Month first_;
  std::map<Month, std::string_view> closed_;  // why nothing can be moved to or from it
  std::map<Month, Decimal> moved_;
  std::vector<Month> emptied_;
  Decimal level_before_ = kZero;
};

}  // namespace

Result<std::string> ReadLine(std::string_view name, std::string_view text) {
  const bool hopeless =
      FindInvalidUtf8(text) != std::string_view::npos || FindTooManyMarks(text) != std::string_view::npos;
  std::string line = hopeless ? std::string(text) : ToNfc(text);
  if (line.find('\n') != std::string::npos) {
    return Refuse("'{}' is '{}', which has a line break; wanted one line", name, Printable(text));
  }
  Node node;
  node.kind = NodeKind::kScalar;
  node.key = name;
  node.text = line;
  node.span = Span(1, 0, 1);  // no file: only the message is kept
  const Document none;
  TextPool texts;
  Findings findings;
  Decoder decoder(none, {}, 1, texts, findings);
  Located<Text> ignored;
  if (decoder.Decode(node, kTextShape, ignored)) return line;
  return Refuse("{}", findings.all().front().message);
}

Result<std::string> ReadMeasureFile(const Source& source, std::string_view path) {
  return source.Read(path, kMaxFileBytes);
}

Result<MeasureEditor> MeasureEditor::Open(const Measure& measure, std::string bytes) {
  Result<YamlEditor> editor = YamlEditor::Open(std::move(bytes), KeyOrderOf(FileKind::kMeasure));
  if (!editor) return tl::unexpected(editor.error());
  // Positions in lists come from the measure, so the lists must be the ones that it was read from.
  const auto same_id = [&](const NodePath& path, const Located<Text>& id) {
    const Node* node = editor->Find(path);
    return node && node->text == id->view() && node->span.offset() == id.span.offset();
  };
  bool same = same_id({"id"}, measure.id);
  for (const Effect& effect : measure.effects) {
    same = same && same_id({"effects", IndexIn(measure.effects, effect), "id"}, effect.id);
  }
  for (const Milestone& milestone : measure.milestones) {
    same = same && same_id({"milestones", IndexIn(measure.milestones, milestone), "id"}, milestone.id);
  }
  if (!same) return Fail("the file of '{}' was changed meanwhile; run the command again", measure.id->view());
  return MeasureEditor(measure, std::move(*editor));
}

NodePath MeasureEditor::CellPath(const Effect& effect, Month month, FigureKind kind) const {
  return {"effects", IndexIn(measure_->effects, effect), "months", FormatMonth(month),
          std::string(Name(kind))};
}

std::optional<Decimal> MeasureEditor::AmountAt(const Effect& effect, Month month, FigureKind kind) const {
  const Node* node = editor_.Find(CellPath(effect, month, kind));
  return node ? ParseDecimal(node->text, effect.currency->exponent()) : std::nullopt;
}

Result<void> MeasureEditor::SetFigures(std::span<const FigureChange> changes) {
  std::vector<PathValue> values;
  for (const FigureChange& change : changes) {
    const auto written = AmountAt(*change.effect, change.month, change.kind);
    if (written && SameAmount(*written, change.amount)) continue;
    values.push_back({CellPath(*change.effect, change.month, change.kind),
                      EditValue::Literal(FormatDecimal(change.amount))});
  }
  return editor_.SetAll(values);
}

Result<void> MeasureEditor::ShiftForecast(const Effect& effect, int months, Month first) {
  Shift shift(*measure_, effect, months, first);
  const auto moved = shift.Find([&](Month month, std::initializer_list<FigureKind> kinds) {
    for (const FigureKind kind : kinds) {
      if (auto amount = AmountAt(effect, month, kind)) return amount;
    }
    return std::optional<Decimal>();
  });
  if (!moved) return tl::unexpected(moved.error());
  std::vector<FigureChange> changes;
  for (const auto& [month, amount] : *moved)
    changes.push_back({&effect, FigureKind::kForecast, month, amount});
  return SetFigures(changes);
}

Result<void> MeasureEditor::SetMilestone(const Milestone& milestone, MilestoneDate which, Date date) {
  const std::string key = which == MilestoneDate::kDone ? "done" : "forecast";
  const NodePath path = {"milestones", IndexIn(measure_->milestones, milestone), key};
  const std::string text = FormatDate(date);
  const Node* written = editor_.Find(path);
  if (written && written->text == text) return {};
  return editor_.Set(path, EditValue::Literal(text));
}

Result<void> MeasureEditor::SetStatus(const StatusChange& change) {
  const auto set = [&](std::string_view key, const EditValue& value) -> Result<void> {
    const NodePath path = {"status", std::string(key)};
    const Node* written = editor_.Find(path);
    if (value.text().empty()) return written ? editor_.Remove(path) : Result<void>();
    if (written && written->text == value.text()) return {};
    return editor_.Set(path, value);
  };
  // The day comes first: a status never loses its last key.
  Result<void> done = set("on", EditValue::Literal(FormatDate(change.on)));
  if (done && change.implementation) {
    done = set("implementation", EditValue::Literal(std::string(Name(*change.implementation))));
  }
  if (done && change.comment) done = set("comment", EditValue::Text(*change.comment));
  if (done && change.next) done = set("next", EditValue::Text(*change.next));
  if (done && change.needs) done = set("needs", EditValue::Text(*change.needs));
  return done;
}

}  // namespace cat4
