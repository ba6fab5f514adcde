#include <algorithm>
#include <map>

#include "cat4/base/csv.h"
#include "cat4/base/text.h"

#include "cli/decision_options.h"
#include "cli/input_file.h"
#include "cli/signed_entries.h"

namespace cat4 {
namespace {

constexpr std::size_t kMaxCsvBytes = std::size_t{64} << 20;

constexpr ArgumentSpec kArguments[] = {
    {.name = "ID",
     .about = "a measure (its id or its path), or a month with its amount: 2026-10=31250.50",
     .min = 0,
     .max = 100'000}};
constexpr OptionSpec kMine{.name = "--mine",
                           .letter = "",
                           .value = "",
                           .about = "every measure whose controller you are (or whom you stand in for)"};
constexpr OptionSpec kEntity{
    .name = "--entity", .letter = "", .value = "ENTITY", .about = "only measures of this legal entity"};
constexpr OptionSpec kEffect{.name = "--effect",
                             .letter = "",
                             .value = "EFFECT",
                             .about = "only this effect (default with --through: all; else the leading one)"};
constexpr OptionSpec kThrough{.name = "--through",
                              .letter = "",
                              .value = "MONTH",
                              .about = "the actuals of all months up to this one that are not confirmed"};
constexpr OptionSpec kFrom{
    .name = "--from",
    .letter = "",
    .value = "FILE",
    .about = "amounts from a csv with the columns measure, effect, month, amount; - for standard input"};
constexpr OptionSpec kChecked{.name = "--checked",
                              .letter = "",
                              .value = "TEXT",
                              .about = "what the amounts were tied out against; signed"};
constexpr OptionSpec kRestate{.name = "--restate",
                              .letter = "",
                              .value = "",
                              .about = "replace earlier confirmations of the same months; needs --reason"};
constexpr OptionSpec kOptions[] = {kMine,        kEntity,         kEffect,      kThrough,
                                   kFrom,        kChecked,        kRestate,     kReasonOption,
                                   kNoteOption,  kEvidenceOption, kRoleOption,  kOnBehalfOption,
                                   kUnderOption, kIdsFromOption,  kDryRunOption};
constexpr Example kExamples[] = {
    {"cat4 confirm INV-7K3Q --through 2026-10 --checked \"Account 6400, cost centre 4711\"",
     "the actuals up to October"},
    {"cat4 confirm --mine --entity NW-DE --through 2026-10 --checked \"Ledger of October\"",
     "all of yours in one entity, in one commit"},
    {"cat4 confirm INV-7K3Q 2026-10=31250.50 --checked \"Account 6400\"", "another amount than the actual"},
    {"cat4 confirm INV-7K3Q 2026-09=29000 --restate --reason \"Credit note 88\" --checked \"Account 6400\"",
     "correct what was confirmed"},
};

// One confirmation to be: months by effect of a measure.
struct Wanted {
  std::string measure;
  std::string effect;
  std::map<Month, Decimal> amounts;
};

// "-0", "-0.00"
bool IsNegativeZero(std::string_view text) {
  return text.starts_with('-') && text.find_first_not_of("-0.") == std::string_view::npos;
}

Result<Decimal> ParseAmount(const std::string& text, const Effect& effect) {
  const int exponent = effect.currency->exponent();
  if (IsNegativeZero(text)) return Refuse("'{}' is a negative zero; write 0", Printable(text));
  const std::optional<Decimal> parsed = ParseDecimal(text, exponent);
  const std::optional<Decimal> amount = parsed ? Rescale(*parsed, exponent) : std::nullopt;
  if (amount) return *amount;
  return Refuse("'{}' is no amount; wanted digits with at most {} behind the point ({}), such as 31250{}",
                Printable(text), Count(static_cast<std::size_t>(exponent), "decimal"),
                effect.currency->empty() ? "fte" : effect.currency->code(), exponent > 0 ? ".50" : "");
}

Result<Month> ParseMonthText(const std::string& text) {
  if (const std::optional<Month> month = ParseMonth(text)) return *month;
  return Refuse("'{}' is no month; wanted YYYY-MM, such as 2026-10", Printable(text));
}

class Confirmer {
 public:
  Confirmer(const Invocation& invocation, Environment& environment)
      : invocation_(invocation), environment_(environment) {}

  Result<int> Run() {
    if (const Result<void> split = SplitArguments(); !split) return tl::unexpected(split.error());
    Result<std::unique_ptr<RecordingSession>> session = RecordingSession::Open(invocation_, environment_);
    if (!session) return tl::unexpected(session.error());
    session_ = std::move(*session);
    if (const Result<void> taken = TakeEvidence(invocation_, *session_); !taken)
      return tl::unexpected(taken.error());
    for (const auto step : {&Confirmer::ReadSigner, &Confirmer::Collect}) {
      if (const Result<void> done = (this->*step)(); !done) return tl::unexpected(done.error());
    }
    return Propose();
  }

 private:
  // Ids and amounts stand beside each other: 2026-10=31250.50 is no id.
  Result<void> SplitArguments() {
    named_ = invocation_;
    named_.arguments.clear();
    for (const std::string& argument : invocation_.arguments) {
      (argument.find('=') == std::string::npos ? named_.arguments : amounts_).push_back(argument);
    }
    const int sources = (invocation_.Has(kThrough.name) ? 1 : 0) + (invocation_.Has(kFrom.name) ? 1 : 0) +
                        (amounts_.empty() ? 0 : 1);
    if (sources != 1)
      return FailUsage(
          "wanted one of: --through MONTH, months with amounts such as 2026-10=31250.50, --from FILE");
    const bool measures = !named_.arguments.empty() || invocation_.Has(kMine.name) ||
                          invocation_.Has(kUnderOption.name) || invocation_.Has(kIdsFromOption.name);
    if (invocation_.Has(kFrom.name) ? measures : !measures)
      return FailUsage(
          "{}", measures ? "--from names the measures itself"
                         : "no measure is named; wanted an id, --mine, --under PATH or --ids-from FILE");
    if (!invocation_.Has(kChecked.name))
      return FailUsage("--checked TEXT is missing: what the amounts were tied out against");
    if (invocation_.Has(kRestate.name) != invocation_.Has(kReasonOption.name))
      return FailUsage("{}", invocation_.Has(kRestate.name)
                                 ? "--restate needs --reason TEXT"
                                 : "--reason is for --restate; say other things with --note");
    return {};
  }

  Result<void> ReadSigner() {
    const Result<Signer> signer = SignerOf(invocation_, *session_);
    if (!signer) return tl::unexpected(signer.error());
    signer_ = *signer;
    TextPool& texts = session_->portfolio().texts;
    struct {
      std::string_view option;
      Text& text;
    } const options[] = {{kReasonOption.name, reason_}, {kNoteOption.name, note_}, {kChecked.name, checked_}};
    for (const auto& [option, text] : options) {
      const Result<Text> given = TextOption(invocation_, option, texts);
      if (!given) return tl::unexpected(given.error());
      text = *given;
    }
    return {};
  }

  // ---- which months of which effects
  Result<void> Collect() {
    if (invocation_.Has(kFrom.name)) return CollectFromFile();
    Result<std::vector<std::string>> ids = MeasureIds();
    if (!ids) return tl::unexpected(ids.error());
    if (invocation_.Has(kEntity.name)) {
      if (const Result<void> kept = KeepEntity(*ids); !kept) return kept;
    }
    for (const std::string& id : *ids) {
      const Measure& measure = *GetMeasure(*session_, id);
      if (const Result<void> same = CheckCommitted(*session_, PathOf(*session_, measure)); !same) return same;
      const Result<void> collected = amounts_.empty() ? CollectThrough(measure) : CollectAmounts(measure);
      if (!collected) return collected;
    }
    if (wanted_.empty())
      return Refuse("nothing to confirm: no measure of yours that is decided has {}",
                    invocation_.Has(kThrough.name) ? fmt::format("an actual up to {} that is not confirmed",
                                                                 Printable(*invocation_.Value(kThrough.name)))
                                                   : std::string("been named"));
    return {};
  }

  Result<std::vector<std::string>> MeasureIds() const {
    const bool others = !named_.arguments.empty() || invocation_.Has(kUnderOption.name) ||
                        invocation_.Has(kIdsFromOption.name);
    if (invocation_.Has(kMine.name) && others) return FailUsage("--mine stands alone; --entity narrows it");
    if (!invocation_.Has(kMine.name)) return SelectIds(named_, *session_);
    const Text me = signer_.for_.empty() ? signer_.by : signer_.for_;
    std::vector<std::string> ids;
    for (const Measure& measure : session_->portfolio().measures) {
      if (measure.controller && *measure.controller == me && IsSealed(measure))
        ids.emplace_back(measure.id->view());
    }
    return ids;
  }

  bool IsSealed(const Measure& measure) const {
    Findings ignored;
    return ReplayDecisions(session_->portfolio(), session_->basis().locks, measure, ignored).position.sealed;
  }

  Result<void> KeepEntity(std::vector<std::string>& ids) const {
    const std::string entity = *invocation_.Value(kEntity.name);
    std::vector<std::string_view> known;
    for (const LegalEntity& there : session_->portfolio().organization.legal_entities)
      known.push_back(there.id->view());
    if (std::ranges::find(known, entity) == known.end()) {
      const std::string_view nearest = NearestWord(entity, known);
      return Refuse("there is no legal entity '{}'{}", Printable(entity),
                    nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest));
    }
    std::erase_if(ids, [&](const std::string& id) {
      const Measure& measure = *GetMeasure(*session_, id);
      return !measure.legal_entity || measure.legal_entity->view() != entity;
    });
    return {};
  }

  Result<const Effect*> EffectNamed(const Measure& measure, const std::string& name) const {
    std::vector<std::string_view> known;
    for (const Effect& effect : measure.effects) {
      if (effect.id->view() == name) return &effect;
      known.push_back(effect.id->view());
    }
    const std::string_view nearest = NearestWord(name, known);
    return Refuse("{} has no effect '{}'{}; it has {}", measure.id->view(), Printable(name),
                  nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest),
                  known.empty() ? "none" : Join(known, ", "));
  }

  Result<const Effect*> EffectFor(const Measure& measure, const std::optional<std::string>& name) const {
    if (name && !name->empty()) return EffectNamed(measure, *name);
    const Effect* leading = nullptr;
    std::vector<std::string_view> known;
    for (const Effect& effect : measure.effects) {
      known.push_back(effect.id->view());
      if (!effect.is_hard() || *effect.kind != *session_->portfolio().policy.leading_effect) continue;
      if (leading)
        return Refuse("{} has several leading effects; say which with --effect: {}", measure.id->view(),
                      Join(known, ", "));
      leading = &effect;
    }
    if (leading) return leading;
    return Refuse("{} has no {} effect; say which effect with --effect: {}", measure.id->view(),
                  Name(*session_->portfolio().policy.leading_effect),
                  known.empty() ? "it has none" : Join(known, ", "));
  }

  Result<void> CollectThrough(const Measure& measure) {
    const Result<Month> through = ParseMonthText(*invocation_.Value(kThrough.name));
    if (!through) return tl::unexpected(through.error());
    if (*through > MonthOf(session_->workspace().as_of))
      return Refuse("{} lies ahead of {}; confirm what has happened", FormatMonth(*through),
                    FormatDate(session_->workspace().as_of));
    const std::optional<std::string> only = invocation_.Value(kEffect.name);
    if (only && !named_.arguments.empty()) {
      if (const Result<const Effect*> effect = EffectNamed(measure, *only); !effect)
        return tl::unexpected(effect.error());
    }
    bool any = false;
    for (const Effect& effect : measure.effects) {
      if (only && effect.id->view() != *only) continue;
      Wanted wanted{std::string(measure.id->view()), std::string(effect.id->view()),
                    Unconfirmed(measure, effect, *through)};
      any = any || !wanted.amounts.empty();
      if (!wanted.amounts.empty()) wanted_.push_back(std::move(wanted));
    }
    if (!any && !named_.arguments.empty())
      return Refuse("{}: nothing to confirm: no actual up to {} is unconfirmed", measure.id->view(),
                    FormatMonth(*through));
    return {};
  }

  // Actuals without a confirmation; when restating also those that it differs from.
  std::map<Month, Decimal> Unconfirmed(const Measure& measure, const Effect& effect, Month through) const {
    const std::vector<ConfirmedMonth> confirmed = ConfirmedMonths(measure, effect);
    const int exponent = effect.currency->exponent();
    std::map<Month, Decimal> amounts;
    for (const Cell& cell : effect.Cells()) {
      if (!cell.actual || cell.month > through) continue;
      const auto before = std::ranges::find(confirmed, cell.month, &ConfirmedMonth::month);
      const bool differs = before != confirmed.end() && before->amount != *cell.actual;
      if (before != confirmed.end() && !(differs && invocation_.Has(kRestate.name))) continue;
      amounts[cell.month] = Decimal{cell.actual->minor, static_cast<std::uint8_t>(exponent)};
    }
    return amounts;
  }

  Result<void> CollectAmounts(const Measure& measure) {
    const Result<const Effect*> effect = EffectFor(measure, invocation_.Value(kEffect.name));
    if (!effect) return tl::unexpected(effect.error());
    Wanted wanted{std::string(measure.id->view()), std::string((*effect)->id->view()), {}};
    for (const std::string& argument : amounts_) {
      const std::size_t equals = argument.find('=');
      const Result<void> added =
          Add(wanted, **effect, argument.substr(0, equals), argument.substr(equals + 1));
      if (!added) return added;
    }
    wanted_.push_back(std::move(wanted));
    return {};
  }

  static Result<void> Add(Wanted& wanted, const Effect& effect, const std::string& month_text,
                          const std::string& amount_text) {
    const Result<Month> month = ParseMonthText(month_text);
    if (!month) return tl::unexpected(month.error());
    const Result<Decimal> amount = ParseAmount(amount_text, effect);
    if (!amount) return tl::unexpected(amount.error());
    if (!wanted.amounts.emplace(*month, *amount).second)
      return Refuse("{} of effect '{}' of {} is given twice", FormatMonth(*month), effect.id->view(),
                    wanted.measure);
    return {};
  }

  // ---- csv: all rows or none; every row that is not right is named
  Result<void> CollectFromFile() {
    const std::string path = *invocation_.Value(kFrom.name);
    const Result<InputFile> file = ReadInputFile(session_->workspace().start, path, kMaxCsvBytes);
    if (!file) return tl::unexpected(file.error());
    if (FindInvalidUtf8(file->bytes) != std::string::npos)
      return Refuse("'{}' is not in UTF-8", Printable(path));
    const Result<std::vector<CsvRow>> rows =
        ParseCsv(file->bytes,
                 file->bytes.substr(0, file->bytes.find('\n')).find(';') == std::string::npos ? ',' : ';');
    if (!rows) return Refuse("{}: {}", Printable(path), rows.error().message);
    if (rows->empty())
      return Refuse("'{}' is empty; wanted a first line: measure,effect,month,amount", Printable(path));
    std::map<std::string, std::size_t> columns;
    for (std::size_t i = 0; i < rows->front().fields.size(); ++i)
      columns[std::string(TrimBlanks(rows->front().fields[i]))] = i;
    for (const char* needed : {"measure", "month", "amount"}) {
      if (!columns.contains(needed))
        return Refuse("'{}' has no column '{}'; wanted measure, effect, month, amount", Printable(path),
                      needed);
    }
    std::string rejected;
    for (const CsvRow& row : std::span(*rows).subspan(1)) {
      const Result<void> added = AddRow(row, columns);
      if (!added)
        rejected += fmt::format("{}{}:{}: {}", rejected.empty() ? "" : "\ncat4: ", Printable(path), row.line,
                                added.error().message);
    }
    if (!rejected.empty())
      return tl::unexpected(Failure{FailureKind::kRefused, rejected + "\ncat4: nothing was recorded"});
    if (wanted_.empty()) return Refuse("'{}' has no rows", Printable(path));
    return {};
  }

  Result<void> AddRow(const CsvRow& row, const std::map<std::string, std::size_t>& columns) {
    const auto field = [&](const char* name) -> std::string {
      const auto column = columns.find(name);
      if (column == columns.end() || column->second >= row.fields.size()) return {};
      return std::string(TrimBlanks(row.fields[column->second]));
    };
    Invocation one = named_;
    one.arguments = {field("measure")};
    std::erase_if(one.options, [](const auto& option) {
      return option.first == kUnderOption.name || option.first == kIdsFromOption.name;
    });
    const Result<std::vector<std::string>> ids = SelectIds(one, *session_);
    if (!ids) return tl::unexpected(ids.error());
    const Measure& measure = *GetMeasure(*session_, ids->front());
    if (const Result<void> same = CheckCommitted(*session_, PathOf(*session_, measure)); !same) return same;
    const std::string effect_name = field("effect");
    const Result<const Effect*> effect = EffectFor(
        measure, effect_name.empty() ? invocation_.Value(kEffect.name) : std::optional(effect_name));
    if (!effect) return tl::unexpected(effect.error());
    const auto same = [&](const Wanted& wanted) {
      return wanted.measure == ids->front() && wanted.effect == (*effect)->id->view();
    };
    auto wanted = std::ranges::find_if(wanted_, same);
    if (wanted == wanted_.end()) {
      wanted_.push_back({ids->front(), std::string((*effect)->id->view()), {}});
      wanted = wanted_.end() - 1;
    }
    return Add(*wanted, **effect, field("month"), field("amount"));
  }

  // ---- decisions
  Result<int> Propose() {
    const Result<std::vector<EvidenceFile>> evidence = EvidenceOf(invocation_, *session_);
    if (!evidence) return tl::unexpected(evidence.error());
    std::vector<Entry> entries;
    std::vector<NamedRefusal> refusals;
    for (const Wanted& wanted : wanted_) {
      const Measure& measure = *GetMeasure(*session_, wanted.measure);
      ConfirmWish wish{.signer = signer_,
                       .on = session_->workspace().as_of,
                       .effect = *EffectNamed(measure, wanted.effect),
                       .amounts = {},
                       .restates = invocation_.Has(kRestate.name),
                       .reason = reason_,
                       .note = note_,
                       .checked = checked_,
                       .evidence = *evidence};
      const Span here = WholeFile(measure.file);
      for (const auto& [month, amount] : wanted.amounts)
        wish.amounts.push_back({{month, here}, {amount, here}});
      Proposed proposed = ProposeConfirm(session_->basis(), measure, wish);
      if (auto* refusal = std::get_if<Refusal>(&proposed)) {
        refusals.push_back({wanted.measure, std::move(*refusal)});
      } else {
        entries.push_back({wanted.measure, std::move(std::get<Proposal>(proposed)), {}, {}});
      }
    }
    if (!refusals.empty()) return tl::unexpected(Refused(refusals));
    return RecordEntries(*session_, std::move(entries), environment_);
  }

  const Invocation& invocation_;
  Environment& environment_;
  Invocation named_;                  // as given, with the arguments that are ids
  std::vector<std::string> amounts_;  // those that are not
  std::unique_ptr<RecordingSession> session_;
  Signer signer_;
  Text reason_, note_, checked_;
  std::vector<Wanted> wanted_;
};

Result<int> Run(const Invocation& invocation, Environment& environment) {
  return Confirmer(invocation, environment).Run();
}

}  // namespace

extern const Command kConfirmCommand;
const Command kConfirmCommand{
    .name = "confirm",
    .summary = "confirm what effects have brought, as a controller",
    .description =
        "Signs one confirmation for each effect: months, amounts, and what they were tied out against. Only "
        "what\n"
        "has been decided can be confirmed, and each month once; --restate replaces earlier amounts, with a\n"
        "reason. All of it goes into one signed commit, or nothing does.",
    .arguments = kArguments,
    .options = kOptions,
    .examples = kExamples,
    .run = &Run};

}  // namespace cat4
