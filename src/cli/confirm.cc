#include <algorithm>
#include <map>

#include "cat4/base/text.h"
#include "cat4/exchange/figures_csv.h"
#include "cat4/governance/confirmation.h"

#include "cli/confirm_months.h"
#include "cli/input_file.h"
#include "cli/rejected_rows.h"
#include "cli/signed_entries.h"

namespace cat4 {
namespace {

constexpr std::size_t kMaxCsvBytes = std::size_t{64} << 20;

constexpr ArgumentSpec kArguments[] = {
    {.name = "ID",
     .about = "a measure (its id or its path), or a month with its amount: 2026-10=31250.50",
     .min = 0,
     .max = 100'000,
     .kind = ValueKind::kMeasure}};
constexpr OptionSpec kFrom{
    .name = "--from",
    .letter = "",
    .value = "FILE",
    .about = "amounts from a csv with the columns measure, effect, month, amount; - for standard input",
    .kind = ValueKind::kFile};
constexpr OptionSpec kChecked{.name = "--checked",
                              .letter = "",
                              .value = "TEXT",
                              .about = "what the amounts were tied out against; signed"};
constexpr OptionSpec kOptions[] = {kMineOption,  kEntityOption,   kConfirmEffectOption, kThroughOption,
                                   kFrom,        kChecked,        kRestateOption,       kReasonOption,
                                   kNoteOption,  kEvidenceOption, kRoleOption,          kOnBehalfOption,
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

// Ids and amounts stand beside each other: 2026-10=31250.50 is no id.
struct Arguments {
  Invocation named;  // as given, with the arguments that are ids
  std::vector<std::string> amounts;
};
Arguments SplitArguments(const Invocation& invocation) {
  Arguments split{invocation, {}};
  split.named.arguments.clear();
  for (const std::string& argument : invocation.arguments)
    (argument.find('=') == std::string::npos ? split.named.arguments : split.amounts).push_back(argument);
  return split;
}

Result<void> CheckMeasures(const Arguments& split) {
  const Invocation& named = split.named;
  const bool mine = named.Has(kMineOption.name);
  const bool many = named.Has(kUnderOption.name) || named.Has(kIdsFromOption.name);
  const bool any = mine || many || !named.arguments.empty();
  if (named.Has(kFrom.name)) {
    if (any) return FailUsage("--from names the measures itself");
    for (const OptionSpec& option : {kEntityOption, kConfirmEffectOption}) {
      if (named.Has(option.name))
        return FailUsage("{} does not go with --from, whose rows name measures and effects", option.name);
    }
    return {};
  }
  if (!any) return FailUsage("no measure is named; wanted an id, --mine, --under PATH or --ids-from FILE");
  if (mine && (many || !named.arguments.empty()))
    return FailUsage("--mine stands alone; --entity narrows it");
  if (named.Has(kEntityOption.name) && !named.arguments.empty())
    return FailUsage("--entity goes with --mine, --under and --ids-from; a measure by its id has its own");
  if (!split.amounts.empty() && (mine || many || named.arguments.size() != 1))
    return FailUsage("an amount is that of one measure; wanted its id only, or --from FILE for several");
  return {};
}

Result<void> CheckUsage(const Arguments& split) {
  const Invocation& named = split.named;
  const int sources = (named.Has(kThroughOption.name) ? 1 : 0) + (named.Has(kFrom.name) ? 1 : 0) +
                      (split.amounts.empty() ? 0 : 1);
  if (sources != 1)
    return FailUsage(
        "wanted one of: --through MONTH, months with amounts such as 2026-10=31250.50, --from FILE");
  if (const Result<void> measures = CheckMeasures(split); !measures) return measures;
  if (!named.Has(kChecked.name))
    return FailUsage("--checked TEXT is missing: what the amounts were tied out against");
  if (named.Has(kRestateOption.name) != named.Has(kReasonOption.name))
    return FailUsage("{}", named.Has(kRestateOption.name)
                               ? "--restate needs --reason TEXT"
                               : "--reason is for --restate; say other things with --note");
  return {};
}

class Confirmer {
 public:
  Confirmer(const Arguments& arguments, RecordingSession& session, Environment& environment)
      : arguments_(arguments), invocation_(arguments.named), session_(session), environment_(environment) {}

  Result<int> Run() {
    if (const Result<void> read = ReadWish(); !read) return tl::unexpected(read.error());
    if (invocation_.Has(kFrom.name)) return RunTable(*invocation_.Value(kFrom.name));
    const Result<std::vector<ConfirmMonths>> wanted =
        arguments_.amounts.empty()
            ? MonthsThrough(invocation_, session_, wish_.signer)
            : MonthsGiven(invocation_, session_, invocation_.arguments.front(), arguments_.amounts);
    if (!wanted) return tl::unexpected(wanted.error());
    std::vector<Entry> entries;
    std::vector<NamedRefusal> refusals;
    for (const ConfirmMonths& months : *wanted) {
      Proposed proposed = Propose(months);
      if (auto* refusal = std::get_if<Refusal>(&proposed)) {
        AddRefusal(refusals, {std::string(months.measure->id->view()), std::move(*refusal)});
      } else {
        entries.push_back(EntryOf(months, std::move(std::get<Proposal>(proposed))));
      }
    }
    if (!refusals.empty()) return tl::unexpected(Refused(refusals));
    return RecordEntries(session_, std::move(entries), environment_);
  }

 private:
  // What all confirmations of the call have in common.
  Result<void> ReadWish() {
    const Result<Signer> signer = SignerOf(invocation_, session_);
    if (!signer) return tl::unexpected(signer.error());
    wish_.signer = *signer;
    wish_.on = session_.workspace().as_of;
    wish_.restates = invocation_.Has(kRestateOption.name);
    struct {
      std::string_view option;
      Text& text;
    } const options[] = {
        {kReasonOption.name, wish_.reason}, {kNoteOption.name, wish_.note}, {kChecked.name, wish_.checked}};
    for (const auto& [option, text] : options) {
      const Result<Text> given = TextOption(invocation_, option, session_.portfolio().texts);
      if (!given) return tl::unexpected(given.error());
      text = *given;
    }
    Result<std::vector<EvidenceFile>> evidence = EvidenceOf(invocation_, session_);
    if (!evidence) return tl::unexpected(evidence.error());
    wish_.evidence = std::move(*evidence);
    return {};
  }

  ConfirmWish WishFor(const ConfirmMonths& months) const {
    ConfirmWish wish = wish_;
    wish.effect = months.effect;
    wish.amounts = months.amounts;
    return wish;
  }
  Proposed Propose(const ConfirmMonths& months) const {
    return ProposeConfirm(session_.basis(), *months.measure, WishFor(months));
  }
  static Entry EntryOf(const ConfirmMonths& months, Proposal proposal) {
    return {std::string(months.measure->id->view()), std::move(proposal), {}, {}};
  }

  // What is wrong with a measure is said once, not for each of its effects.
  static void AddRefusal(std::vector<NamedRefusal>& refusals, NamedRefusal refusal) {
    const bool said = std::ranges::any_of(refusals, [&](const NamedRefusal& there) {
      return there.measure == refusal.measure && there.refusal.why == refusal.refusal.why;
    });
    if (!said) refusals.push_back(std::move(refusal));
  }

  // ---- csv: all rows or none; every row that is not right is named
  Result<int> RunTable(const std::string& path) {
    const Result<InputFile> file = ReadInputFile(session_.workspace().start, path, kMaxCsvBytes);
    if (!file) return tl::unexpected(file.error());
    Result<ConfirmTable> table = ReadConfirmTable(file->bytes, session_.portfolio());
    if (!table) return Refuse("'{}': {}", Printable(path), table.error().message);
    std::vector<Entry> entries;
    for (const std::vector<const ConfirmRow*>& rows : ByEffect(table->rows)) {
      const ConfirmMonths months = MonthsOf(rows);
      const Result<void> same = CheckCommitted(session_, PathOf(session_, *months.measure));
      Proposed proposed = same ? Propose(months) : Proposed(Refusal{.why = same.error().message, .next = ""});
      if (const auto* refusal = std::get_if<Refusal>(&proposed)) {
        Reject(rows, *refusal, table->rejected);
      } else {
        entries.push_back(EntryOf(months, std::move(std::get<Proposal>(proposed))));
      }
    }
    if (table->rejected.empty()) return RecordEntries(session_, std::move(entries), environment_);
    std::ranges::sort(table->rejected, {}, &RejectedRow::line);
    WriteRejected(path, table->rejected, environment_);
    return Refuse("{} of {} rejected; nothing was recorded", table->rejected.size(),
                  Count(table->row_count, "row"));
  }

  // In the order of the table.
  static std::vector<std::vector<const ConfirmRow*>> ByEffect(const std::vector<ConfirmRow>& rows) {
    std::vector<std::vector<const ConfirmRow*>> groups;
    std::map<const Effect*, std::size_t> places;
    for (const ConfirmRow& row : rows) {
      const auto [place, fresh] = places.emplace(row.effect, groups.size());
      if (fresh) groups.emplace_back();
      groups[place->second].push_back(&row);
    }
    return groups;
  }

  static ConfirmMonths MonthsOf(const std::vector<const ConfirmRow*>& rows) {
    ConfirmMonths months{rows.front()->measure, rows.front()->effect, {}};
    for (const ConfirmRow* row : rows)
      months.amounts.push_back(AmountOf(*row->measure, *row->effect, row->month, row->amount));
    return months;
  }

  // The rows whose months are at fault; all, if it is no single month.
  void Reject(const std::vector<const ConfirmRow*>& rows, const Refusal& refusal,
              std::vector<RejectedRow>& rejected) const {
    const Measure& measure = *rows.front()->measure;
    const ConfirmWish wish = WishFor(MonthsOf(rows));
    const std::optional<Refusal> by_months = WhyMonthsRefused(session_.basis(), measure, wish);
    const std::map<Month, Refusal> months = by_months && by_months->why == refusal.why
                                                ? RefusedMonths(session_.basis(), measure, wish)
                                                : std::map<Month, Refusal>();
    for (const ConfirmRow* row : rows) {
      const auto own = months.find(row->month);
      if (!months.empty() && own == months.end()) continue;
      const Refusal& said = months.empty() ? refusal : own->second;
      rejected.push_back({row->line,
                          std::string(row->measure->id->view()),
                          {said.next.empty() ? said.why : fmt::format("{}; {}", said.why, said.next)}});
    }
  }

  const Arguments& arguments_;
  const Invocation& invocation_;
  RecordingSession& session_;
  Environment& environment_;
  ConfirmWish wish_;  // for no effect yet
};

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const Arguments split = SplitArguments(invocation);
  if (const Result<void> right = CheckUsage(split); !right) return tl::unexpected(right.error());
  const Result<std::unique_ptr<RecordingSession>> session = RecordingSession::Open(invocation, environment);
  if (!session) return tl::unexpected(session.error());
  if (const Result<void> taken = TakeEvidence(invocation, **session); !taken)
    return tl::unexpected(taken.error());
  return Confirmer(split, **session, environment).Run();
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
        "reason. Amounts are in the effect's currency. All of it goes into one signed commit, or nothing "
        "does.\n"
        "A csv for --from has the columns measure, effect, month and amount, with commas, semicolons or "
        "tabs;\n"
        "without an effect the only leading one is meant. If one row is rejected, all are; each is named "
        "with "
        "its\n"
        "line.",
    .arguments = kArguments,
    .options = kOptions,
    .examples = kExamples,
    .run = &Run};

}  // namespace cat4
