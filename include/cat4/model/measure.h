// The measure, the atomic unit of the hierarchy.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "cat4/base/date.h"
#include "cat4/base/text_pool.h"
#include "cat4/diagnostics/span.h"
#include "cat4/model/decision.h"
#include "cat4/model/money.h"
#include "cat4/model/words.h"

namespace cat4 {

// One written number of a month, packed into 16 bytes: a measure has dozens. Its file is the measure's.
class Figure {
 public:
  Figure(Month month, FigureKind kind, Decimal decimal, Span span);

  Month month() const;
  FigureKind kind() const { return static_cast<FigureKind>((bits_ >> 41) & 0x3); }
  Decimal decimal() const { return {digits_, static_cast<std::uint8_t>((bits_ >> 26) & 0x7)}; }
  Span span(FileId file) const { return Span(file, (bits_ >> 5) & 0x1FFFFF, bits_ & 0x1F); }
  // Order: by month, then kind.
  std::uint64_t rank() const { return bits_ >> 41; }
  void set_decimal(Decimal decimal);

 private:
  std::int64_t digits_;
  std::uint64_t bits_;  // month 17 | kind 2 | (unused) 12 | scale 3 | offset 21 | length 5
};

// What one month of an effect says, in minor units of the effect's currency (for fte: hundredths).
struct Cell {
  Month month{};
  std::optional<Amount> plan, original, forecast, actual;
};

struct Baseline {
  Located<Decimal> amount;
  Located<Month> from, to;
  Located<Text> source;
  Span span;
};

struct Effect {
  Located<Text> id;
  Located<EffectKind> kind;
  Located<Nature> nature;
  Located<EffectClass> class_;  // hard if not written
  Located<Currency> currency;   // once linked: written, inherited or the organization's; none for fte
  Located<Text> account;
  std::optional<Baseline> baseline;
  Located<Decimal> run_rate;
  std::vector<Figure> figures;  // by month, then kind
  Span span;

  bool is_hard() const { return !class_ || *class_ == EffectClass::kHard; }
  std::vector<Cell> Cells() const;  // by month; once linked
  // Place of a written figure, invalid if it is not there.
  Span SpanOf(Month month, FigureKind kind) const;
};

struct Milestone {
  Located<Text> id, title;
  Located<Date> due, forecast, done;
  Located<bool> key;  // true if not written
  Span span;

  bool is_key() const { return !key || *key; }
};

struct Dependency {
  Located<Text> measure;
  Located<Text> stage;
  Located<Date> by;
};

struct OwnerStatus {
  Located<Light> implementation;
  Located<Text> comment, next, needs;
  Located<Date> on;
  Span span;
};

struct Submission {
  Located<Text> gate;
  Located<Date> on;
  Located<Text> note;
  Span span;
};

struct Risk {
  Located<Text> title;
  Located<Rating> likelihood, impact;
  Located<Text> response;
};

struct GateDate {
  Located<Text> stage;
  Located<Date> date;
};

struct Label {
  Located<Text> key, value;
};

struct Measure {
  Located<Text> id, title, description;
  Located<Text> owner, controller;
  // Inherited where the measure does not set them; the span then lies in the container's file.
  Located<Text> sponsor, legal_entity, business_unit, function, steering_committee;
  Located<Text> stage;
  int stage_index = -1;  // in the policy's stages; -1 if the policy can't be read
  Located<State> state;
  std::vector<GateDate> gates;
  std::optional<Submission> submitted;
  std::vector<Located<Text>> tags;
  std::vector<Milestone> milestones;
  std::vector<Dependency> depends_on;
  std::optional<OwnerStatus> status;
  std::vector<Risk> risks;
  std::vector<Effect> effects;
  std::vector<Label> labels;
  Located<Text> notes;
  std::vector<Decision> decisions;       // the list in the file
  std::vector<Decision> open_approvals;  // the files beside it
  FileId file = 0;
  int package = -1;  // index in the portfolio's containers
  // A container above could not be read: what is missing here may be inherited from it.
  bool inherits_unknown = false;
  // Its file has mistakes: its references are still checked when linking, then it is taken out.
  bool broken = false;

  bool active() const { return *state == State::kActive; }
  bool cancelled() const { return *state == State::kCancelled; }
};

}  // namespace cat4
