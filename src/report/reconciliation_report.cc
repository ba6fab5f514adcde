#include <array>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "cat4/base/text.h"
#include "cat4/report/reconciliation.h"

#include "report/decision_words.h"
#include "report/reconciliation.h"

namespace cat4 {
namespace {

constexpr std::string_view kNone = "-";

// What a row of the main table is about. Sorted as shown: the leading kind first, those without an entity or
// account last.
struct Place {
  bool other_kind = false;
  EffectKind kind{};
  bool without_entity = false;
  std::string entity;
  bool without_account = false;
  std::string account;
  std::string currency;

  std::tuple<bool, EffectKind> block() const { return {other_kind, kind}; }
  std::tuple<bool, EffectKind, bool, std::string> books() const {
    return {other_kind, kind, without_entity, entity};
  }
  friend auto operator<=>(const Place&, const Place&) = default;
};

struct Booked {
  Currency currency;
  std::set<std::string_view> measures;
  ReconciledSums own, reporting;
};

// A table of sums below each other: entity, its accounts, total.
class Builder {
 public:
  Builder(const ReportInput& input, std::span<const MeasureFigures* const> measures)
      : input_(input), portfolio_(*input.now.portfolio), period_(PeriodOf(input)), measures_(measures) {
    report_.head = input.head;
    report_.head.period = period_.name;
    report_.head.amounts = AmountDetail::kMinorUnits;
    effects_ = Reconcile(portfolio_, measures, input.now.as_of, period_.months);
    for (const ReconciledEffect& effect : effects_) Take(effect);
  }

  Report Build() {
    AddSummary();
    if (input_.by) AddGroups();
    report_.sections.push_back(Main());
    AddOwnCurrency();
    AddCounts();
    AddLines();
    AddRestated("restated", "Restated in these months",
                "Confirmed once, then replaced by a later confirmation that says why.",
                &ReconciledEffect::restated);
    AddRestated("restated_outside", "Decided in these months: other months restated",
                "They change what reports of those other months said.", &ReconciledEffect::restated_outside);
    return std::move(report_);
  }

 private:
  // The last month whose actuals are due, where nothing was asked for.
  static Period PeriodOf(const ReportInput& input) {
    if (input.period) return *input.period;
    Month month = MonthOf(input.now.as_of);
    const int days = *input.now.policy().status.actuals_due_days;
    while (!ActualIsDue(month, input.now.as_of, days) && MonthIndex(month) > 0)
      month = MonthFromIndex(MonthIndex(month) - 1);
    return {FormatMonth(month), {month, month}};
  }

  Place PlaceOf(const ReconciledEffect& one) const {
    const Measure& measure = *one.measure;
    const std::string entity = measure.legal_entity ? TextOf(measure.legal_entity) : std::string(kNone);
    const std::string account = one.effect->account ? TextOf(one.effect->account) : std::string(kNone);
    return {!IsLeading(*one.effect, portfolio_.policy),
            *one.effect->kind,
            entity == kNone,
            entity,
            account == kNone,
            account,
            std::string(one.effect->currency->code())};
  }

  bool IsForeign(Currency currency) const { return currency != report_.head.currency; }

  void Take(const ReconciledEffect& one) {
    silent_ += one.silent;
    if (one.months.empty()) return;
    const bool fte = *one.effect->kind == EffectKind::kFte;
    Booked& booked = (fte ? counts_ : money_)[PlaceOf(one)];
    booked.currency = *one.effect->currency;
    booked.measures.insert(one.measure->id->view());
    booked.own += one.own;
    booked.reporting += one.reporting;
    foreign_ = foreign_ || (!fte && IsForeign(booked.currency));
    for (const ReconciledMonth& month : one.months) {
      ++states_[static_cast<std::size_t>(month.state)];
      if (month.restated) ++restated_;
    }
  }

  std::string Shown(Total total) const { return FormatForPeople(Money{total}, report_.head); }

  void AddSummary() {
    ReconciledSums sums;
    std::size_t months = 0;
    for (const auto& [place, booked] : money_) {
      if (!place.other_kind) sums += booked.reporting;
    }
    for (const std::size_t count : states_) months += count;
    const MonthRange& range = period_.months;
    std::string when = FormatMonth(range.first);
    if (range.first != range.last) when += " to " + FormatMonth(range.last);
    const Located<Month>& closed = portfolio_.organization.closed_through;
    if (closed) when += fmt::format("; figures are final up to {}", FormatMonth(*closed));
    report_.summary = {
        fmt::format("Months {}", when),
        fmt::format("{}: actual {}, confirmed {}, difference {}", Name(*portfolio_.policy.leading_effect),
                    Shown(sums.actual), Shown(sums.confirmed), Shown(sums.difference())),
        fmt::format("{}: {} confirmed as reported, {} confirmed otherwise, {} not confirmed, {} "
                    "confirmed without an actual; {} restated",
                    Count(months, "figure"), states_[0], states_[1], states_[2], states_[3], restated_)};
    if (silent_ > 0) {
      report_.summary.push_back(
          fmt::format("{} due and neither reported nor confirmed",
                      silent_ == 1 ? "1 planned figure is"
                                   : Count(static_cast<std::size_t>(silent_), "planned figure") + " are"));
    }
  }

  using Map = std::map<Place, Booked>;
  using Amounts = std::vector<ReportValue>;

  static Amounts InReporting(const ReconciledSums& sums) {
    return {Money{sums.actual},      Money{sums.confirmed},      Money{sums.difference()},
            Money{sums.unconfirmed}, Money{sums.without_actual}, Money{sums.restated}};
  }
  static Amounts InOwn(const ReconciledSums& sums, Currency currency) {
    return {InCurrency(sums.actual, currency),         InCurrency(sums.confirmed, currency),
            InCurrency(sums.difference(), currency),   InCurrency(sums.unconfirmed, currency),
            InCurrency(sums.without_actual, currency), InCurrency(sums.restated, currency)};
  }
  static Amounts Nothing() { return Amounts(6); }

  static void Append(std::vector<ReportValue>& values, Amounts more) {
    for (ReportValue& value : more) values.push_back(std::move(value));
  }

  static std::vector<ReportColumn> Head() {
    return {{"level", "Level", ColumnKind::kText, Shown::kToProgramsOnly},
            {"name", "Entity and account"},
            {"kind", "Kind"},
            {"entity", "Entity", ColumnKind::kText, Shown::kToProgramsOnly},
            {"account", "Account", ColumnKind::kText, Shown::kToProgramsOnly},
            {"currency", "Currency", ColumnKind::kText, Shown::kToProgramsOnly},
            {"books", "Books", ColumnKind::kText, Shown::kToProgramsOnly},
            {"measures", "Measures", ColumnKind::kCount, Shown::kToProgramsOnly}};
  }
  static void AddAmounts(std::vector<ReportColumn>& columns, std::string_view prefix, cat4::Shown shown) {
    const auto add = [&](std::string_view key, std::string heading) {
      columns.push_back({fmt::format("{}{}", prefix, key), std::move(heading), ColumnKind::kMoney, shown});
    };
    add("actual", "Actual");
    add("confirmed", "Confirmed");
    add("difference", "Difference");
    add("unconfirmed", "Unconfirmed");
    add("without_actual", "No actual");
    add("restated", "Restated");
  }

  std::string EntityName(const std::string& id) const {
    const LegalEntity* entity = portfolio_.FindLegalEntity(portfolio_.texts.Find(id));
    return entity && entity->name ? fmt::format("{} {}", id, entity->name->view())
           : id == kNone          ? "- (no legal entity)"
                                  : id;
  }

  // The rows of an entity: itself, then its accounts, from `first` on. `amounts` makes their amounts, and
  // those of the entity where they can be added up.
  struct Writing {
    Amounts (*account)(const Booked& booked);
    Amounts (*sum)(const Booked& booked, std::size_t currencies);
  };
  struct Totals {
    Booked booked;
    std::set<std::string_view> currencies;
    void Add(const Booked& other) {
      booked.measures.insert(other.measures.begin(), other.measures.end());
      booked.own += other.own;
      booked.reporting += other.reporting;
      booked.currency = other.currency;
      currencies.insert(other.currency.code());
    }
    ReportValue code() const {
      return currencies.size() == 1 ? ReportValue(std::string(booked.currency.code())) : ReportValue();
    }
  };

  static ReportRow SumRow(std::string_view level, std::string name, const Place& place, const Totals& totals,
                          const Writing& writing) {
    const bool entity = level == "entity";
    ReportRow row{.values = {std::string(level), std::move(name), std::string(Name(place.kind)),
                             entity ? ReportValue(place.entity) : ReportValue(), ReportValue(), totals.code(),
                             ReportValue(), static_cast<std::int64_t>(totals.booked.measures.size())},
                  .depth = 0,
                  .sum = !entity};
    Append(row.values, writing.sum(totals.booked, totals.currencies.size()));
    return row;
  }

  std::vector<ReportRow> RowsOf(const Map& map, const Writing& writing) const {
    std::vector<ReportRow> rows;
    for (auto at = map.begin(); at != map.end();) {
      const Place& first = at->first;
      Totals block;
      while (at != map.end() && at->first.block() == first.block()) {
        const Place& entity = at->first;
        Totals sums;
        std::vector<ReportRow> accounts;
        for (; at != map.end() && at->first.books() == entity.books(); ++at) {
          const auto& [place, booked] = *at;
          sums.Add(booked);
          ReportRow row{.values = {std::string("account"), place.account, std::string(Name(place.kind)),
                                   place.entity, place.account, std::string(booked.currency.code()),
                                   std::string(booked.currency.code()),
                                   static_cast<std::int64_t>(booked.measures.size())},
                        .depth = 1};
          Append(row.values, writing.account(booked));
          accounts.push_back(std::move(row));
        }
        block.Add(sums.booked);
        block.currencies.insert(sums.currencies.begin(), sums.currencies.end());
        rows.push_back(SumRow("entity", EntityName(entity.entity), entity, sums, writing));
        for (ReportRow& row : accounts) rows.push_back(std::move(row));
      }
      rows.push_back(SumRow("total", fmt::format("Total {}", Name(first.kind)), first, block, writing));
    }
    return rows;
  }

  // The main table for each group.
  void AddGroups() {
    ReportSection section = Main();
    section.key = "groups";
    section.rows.clear();
    section.columns.insert(section.columns.begin(),
                           {std::string(Name(*input_.by)), std::string(Title(*input_.by))});
    for (const MeasureGroup& group : GroupMeasures(measures_, *input_.by)) {
      ReportSection main = Builder(input_, group.measures).Main();
      for (ReportRow& row : main.rows) {
        row.values.insert(row.values.begin(), group.name);
        row.depth = 0;  // it would move the group
        section.rows.push_back(std::move(row));
      }
    }
    if (*input_.by == GroupField::kTag)
      section.notes.emplace_back("A measure with several tags is in several groups.");
    report_.sections.push_back(std::move(section));
  }

  ReportSection Main() const {
    ReportSection section{.key = "accounts",
                          .title = {},
                          .about = {},
                          .columns = Head(),
                          .rows = {},
                          .nothing = "Nothing was reported or confirmed for these months.",
                          .notes = {}};
    AddAmounts(section.columns, "", cat4::Shown::kEverywhere);
    AddAmounts(section.columns, "own_", cat4::Shown::kToProgramsOnly);
    const Writing writing{[](const Booked& booked) {
                            Amounts amounts = InReporting(booked.reporting);
                            Append(amounts, InOwn(booked.own, booked.currency));
                            return amounts;
                          },
                          [](const Booked& booked, std::size_t currencies) {
                            Amounts amounts = InReporting(booked.reporting);
                            Append(amounts, currencies == 1 ? InOwn(booked.own, booked.currency) : Nothing());
                            return amounts;
                          }};
    section.rows = RowsOf(money_, writing);
    section.notes = {
        "Difference is confirmed less actual. Unconfirmed: actuals of months that nobody confirmed. No "
        "actual: confirmed in months without one. Restated: by how much restating changed what had been "
        "confirmed."};
    return section;
  }

  // The books themselves, where they are kept in another currency.
  void AddOwnCurrency() {
    Map foreign;
    for (const auto& [place, booked] : money_) {
      if (IsForeign(booked.currency)) foreign.emplace(place, booked);
    }
    ReportSection section{.key = "own_currency",
                          .title = "In the currency of the books",
                          .about = {},
                          .columns = Head(),
                          .rows = {},
                          .nothing = {},
                          .notes = {}};
    AddAmounts(section.columns, "own_", cat4::Shown::kEverywhere);
    section.row_count = RowCount::kHidden;
    section.rows =
        RowsOf(foreign, Writing{[](const Booked& booked) { return InOwn(booked.own, booked.currency); },
                                [](const Booked& booked, std::size_t currencies) {
                                  return currencies == 1 ? InOwn(booked.own, booked.currency) : Nothing();
                                }});
    std::erase_if(section.rows, [](const ReportRow& row) { return row.sum; });
    report_.sections.push_back(std::move(section));
  }

  void AddCounts() {
    ReportSection section{.key = "fte",
                          .title = "Heads, in no sum of money",
                          .about = "The last level of these months counts.",
                          .columns = Head(),
                          .rows = {},
                          .nothing = {},
                          .notes = {}};
    AddAmounts(section.columns, "", cat4::Shown::kEverywhere);
    section.row_count = RowCount::kHidden;
    section.rows =
        RowsOf(counts_,
               Writing{[](const Booked& booked) { return InOwn(booked.own, booked.currency); },
                       [](const Booked& booked, std::size_t) { return InOwn(booked.own, booked.currency); }});
    report_.sections.push_back(std::move(section));
  }

  static std::vector<ReportColumn> WhereColumns() {
    return {{"entity", "Entity"},
            {"account", "Account"},
            {"kind", "Kind"},
            {"measure", "Measure"},
            {"title", "Title", ColumnKind::kText, Shown::kToProgramsOnly},
            {"effect", "Effect"},
            {"currency", "Currency", ColumnKind::kText, Shown::kToProgramsOnly},
            {"month", "Month", ColumnKind::kMonth}};
  }
  std::vector<ReportValue> WhereOf(const ReconciledEffect& one, Month month) const {
    const Place place = PlaceOf(one);
    return {place.entity,
            place.account,
            std::string(Name(place.kind)),
            TextOf(one.measure->id),
            TextOf(one.measure->title),
            TextOf(one.effect->id),
            place.currency,
            month};
  }

  // Effects in the order of the main table, those of a place in that of their measures.
  std::vector<const ReconciledEffect*> Sorted() const {
    std::multimap<Place, const ReconciledEffect*> sorted;
    for (const ReconciledEffect& one : effects_) sorted.emplace(PlaceOf(one), &one);
    std::vector<const ReconciledEffect*> all;
    for (const auto& [place, one] : sorted) all.push_back(one);
    return all;
  }

  void AddLines() {
    ReportSection section{.key = "lines",
                          .title = "Measure by measure",
                          .about = foreign_ ? "Amounts stand in the currency of the books." : "",
                          .columns = WhereColumns(),
                          .rows = {},
                          .nothing = {},
                          .notes = {}};
    for (const ReportColumn& column : std::initializer_list<ReportColumn>{
             {"own_actual", "Actual", ColumnKind::kMoney},
             {"own_confirmed", "Confirmed", ColumnKind::kMoney},
             {"own_difference", "Difference", ColumnKind::kMoney},
             {"actual", "Actual", ColumnKind::kMoney, Shown::kToProgramsOnly},
             {"confirmed", "Confirmed", ColumnKind::kMoney, Shown::kToProgramsOnly},
             {"difference", "Difference", ColumnKind::kMoney, Shown::kToProgramsOnly},
             {"state", "State"},
             {"restated", "Restated", ColumnKind::kFlag, Shown::kToProgramsOnly},
             {"confirmed_by", "Confirmed by", ColumnKind::kText, Shown::kToProgramsOnly},
             {"confirmed_on", "Confirmed on", ColumnKind::kDate, Shown::kToProgramsOnly},
             {"path", "File", ColumnKind::kText, Shown::kToProgramsOnly}})
      section.columns.push_back(column);
    for (const ReconciledEffect* one : Sorted()) {
      for (const ReconciledMonth& month : one->months) section.rows.push_back(LineOf(*one, month));
    }
    report_.sections.push_back(std::move(section));
  }

  ReportRow LineOf(const ReconciledEffect& one, const ReconciledMonth& month) const {
    const Currency currency = *one.effect->currency;
    const bool money = !currency.empty();
    const auto if_there = [](bool there, ReportValue value) {
      return there ? std::move(value) : ReportValue();
    };
    std::string state(Name(month.state));
    if (month.restated) state += ", restated";
    ReportRow row{.values = WhereOf(one, month.month)};
    Append(row.values,
           {if_there(month.has_actual, InCurrency(month.own.actual, currency)),
            if_there(month.has_confirmed, InCurrency(month.own.confirmed, currency)),
            InCurrency(month.own.difference(), currency),
            if_there(money && month.has_actual, Money{month.reporting.actual}),
            if_there(money && month.has_confirmed, Money{month.reporting.confirmed}),
            if_there(money, Money{month.reporting.difference()}), std::move(state), month.restated,
            if_there(month.decision, month.decision ? TextOf(month.decision->by) : std::string()),
            if_there(month.decision, month.decision ? *month.decision->on : Date()),
            portfolio_.files.path(one.measure->file)});
    return row;
  }

  void AddRestated(std::string key, std::string title, std::string about,
                   std::vector<Restatement> ReconciledEffect::*restated) {
    ReportSection section{.key = std::move(key),
                          .title = std::move(title),
                          .about = std::move(about),
                          .columns = WhereColumns(),
                          .rows = {},
                          .nothing = {},
                          .notes = {}};
    for (const ReportColumn& column :
         std::initializer_list<ReportColumn>{{"own_before", "Before", ColumnKind::kMoney},
                                             {"own_after", "After", ColumnKind::kMoney},
                                             {"own_change", "Change", ColumnKind::kMoney},
                                             {"before", "Before", ColumnKind::kMoney, Shown::kToProgramsOnly},
                                             {"after", "After", ColumnKind::kMoney, Shown::kToProgramsOnly},
                                             {"change", "Change", ColumnKind::kMoney, Shown::kToProgramsOnly},
                                             {"on", "On", ColumnKind::kDate},
                                             {"by", "By", ColumnKind::kText, Shown::kToProgramsOnly},
                                             {"by_name", "By"},
                                             {"reason", "Reason"}})
      section.columns.push_back(column);
    for (const ReconciledEffect* one : Sorted()) {
      for (const Restatement& restatement : one->*restated)
        section.rows.push_back(RestatedRow(*one, restatement));
    }
    report_.sections.push_back(std::move(section));
  }

  ReportRow RestatedRow(const ReconciledEffect& one, const Restatement& restatement) const {
    const Currency currency = *one.effect->currency;
    const auto reporting = [&](Total total) {
      return currency.empty() ? ReportValue() : ReportValue(Money{total});
    };
    ReportRow row{.values = WhereOf(one, restatement.month)};
    Append(row.values,
           {InCurrency(restatement.own_before, currency), InCurrency(restatement.own_after, currency),
            InCurrency(Total(restatement.own_after) - restatement.own_before, currency),
            reporting(restatement.reporting_before), reporting(restatement.reporting_after),
            reporting(Total(restatement.reporting_after) - restatement.reporting_before),
            *restatement.after->on, TextOf(restatement.after->by), SignedBy(portfolio_, *restatement.after),
            TextOf(restatement.after->reason)});
    return row;
  }

  const ReportInput& input_;
  const Portfolio& portfolio_;
  const Period period_;
  const std::span<const MeasureFigures* const> measures_;
  Report report_;
  std::vector<ReconciledEffect> effects_;
  Map money_, counts_;
  std::array<std::size_t, 4> states_{};
  std::size_t restated_ = 0;
  int silent_ = 0;
  bool foreign_ = false;
};

}  // namespace

Result<Report> BuildReconciliation(const ReportInput& input) {
  const std::vector<const MeasureFigures*> measures = MeasuresOf(input, input.now);
  return Builder(input, measures).Build();
}

}  // namespace cat4
