#include "cat4/report/table_changes.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "cat4/base/check.h"

namespace cat4 {
namespace {

const ReportSection* FindTable(const Report& report, std::string_view key) {
  if (key.empty()) return report.sections.empty() ? nullptr : &report.sections.front();
  const auto found = std::ranges::find(report.sections, key, &ReportSection::key);
  return found == report.sections.end() ? nullptr : &*found;
}

// A change of nothing to nothing is nothing; otherwise nothing is zero.
ReportValue Difference(const ReportValue& now, const ReportValue& before) {
  const ReportValue& kind = std::holds_alternative<std::monostate>(now) ? before : now;
  if (const auto* money = std::get_if<Money>(&kind)) {
    const auto total = [](const ReportValue& value) {
      const auto* known = std::get_if<Money>(&value);
      return known ? known->total : Total();
    };
    return Money{total(now) - total(before), money->currency};
  }
  if (std::holds_alternative<std::int64_t>(kind)) {
    const auto count = [](const ReportValue& value) {
      const auto* known = std::get_if<std::int64_t>(&value);
      return known ? *known : 0;
    };
    return count(now) - count(before);
  }
  return {};
}

class TableChanges {
 public:
  TableChanges(const Report& before, const TableComparison& how, const ReportSection& then,
               ReportSection& table, const ReportHead& head)
      : before_(before.head), head_(head), then_(then), table_(table) {
    key_ = how.section.empty() ? "changes" : fmt::format("{}_changes", how.section);
    if (!head.by.empty() && Has(head.by)) identity_.push_back(head.by);
    const auto take = [&](std::span<const std::string_view> keys, std::vector<std::string>& into) {
      for (const std::string_view key : keys) {
        CAT4_CHECK(Has(key));
        into.emplace_back(key);
      }
    };
    take(how.identity, identity_);
    take(how.shown, shown_);
    take(how.figures, figures_);
  }

  // The section of what changed; the table has its columns for programs then.
  ReportSection Run() {
    ReportSection changes = Section();
    std::map<std::string, const ReportRow*> earlier = RowsByIdentity(then_, before_);
    std::vector<std::string> identities;
    for (const auto& [row, identity] : InOrder(table_, head_)) identities.push_back(identity);
    for (std::size_t i = 0; i < table_.rows.size(); ++i) {
      const auto found = earlier.find(identities[i]);
      const ReportRow* before = found == earlier.end() ? nullptr : std::exchange(found->second, nullptr);
      const std::string change = !before ? "new" : SameFigures(table_.rows[i], *before) ? "same" : "changed";
      if (change != "same") changes.rows.push_back(ChangeRow(change, &table_.rows[i], before));
      Extend(table_.rows[i], change, before);
    }
    for (const auto& [row, identity] : InOrder(then_, before_)) {
      if (earlier.at(identity)) changes.rows.push_back(ChangeRow("gone", nullptr, row));
    }
    std::stable_partition(changes.rows.begin(), changes.rows.end(),
                          [](const ReportRow& row) { return !row.sum; });
    ExtendColumns();
    return changes;
  }

 private:
  static std::size_t Find(const ReportSection& table, std::string_view key) {
    return static_cast<std::size_t>(std::ranges::find(table.columns, key, &ReportColumn::key) -
                                    table.columns.begin());
  }
  bool Has(std::string_view key) const { return Find(table_, key) < table_.columns.size(); }

  static ReportValue ValueOf(const ReportSection& table, const ReportRow& row, std::string_view key) {
    const std::size_t at = Find(table, key);
    return at < row.values.size() ? row.values[at] : ReportValue();
  }
  ReportValue Now(const ReportRow* row, std::string_view key) const {
    return row ? ValueOf(table_, *row, key) : ReportValue();
  }
  ReportValue Then(const ReportRow* row, std::string_view key) const {
    return row ? ValueOf(then_, *row, key) : ReportValue();
  }

  // Rows with what tells them apart; the second of the same is another one than the first.
  std::vector<std::pair<const ReportRow*, std::string>> InOrder(const ReportSection& table,
                                                                const ReportHead& head) const {
    std::vector<std::pair<const ReportRow*, std::string>> rows;
    std::map<std::string, int> seen;
    for (const ReportRow& row : table.rows) {
      std::string identity = row.sum ? "sum" : "row";
      for (const std::string& key : identity_) {
        const std::string part = FormatForPrograms(ValueOf(table, row, key), head);
        identity += fmt::format("\n{}:{}", part.size(), part);
      }
      const int number = ++seen[identity];
      rows.emplace_back(&row, fmt::format("{}\n{}", identity, number));
    }
    return rows;
  }
  std::map<std::string, const ReportRow*> RowsByIdentity(const ReportSection& table,
                                                         const ReportHead& head) const {
    std::map<std::string, const ReportRow*> rows;
    for (auto& [row, identity] : InOrder(table, head)) rows.emplace(std::move(identity), row);
    return rows;
  }

  bool SameFigures(const ReportRow& now, const ReportRow& before) const {
    return std::ranges::all_of(figures_,
                               [&](const std::string& key) { return Now(&now, key) == Then(&before, key); });
  }

  ReportSection Section() const {
    ReportSection section;
    section.key = key_;
    section.title = fmt::format("{}changed since {}", key_ == "changes" ? "What " : table_.title + ": what ",
                                FormatDate(head_.compared_as_of));
    section.nothing = "Nothing changed.";
    section.sums = table_.sums;
    const auto copy = [&](const std::string& key) {
      section.columns.push_back(table_.columns[Find(table_, key)]);
    };
    std::ranges::for_each(identity_, copy);
    std::ranges::for_each(shown_, copy);
    section.columns.push_back({"change", "Change"});
    for (const std::string& key : figures_) {
      const ReportColumn& figure = table_.columns[Find(table_, key)];
      section.columns.push_back({key + "_before", figure.heading + " then", figure.kind});
      section.columns.push_back({key, figure.heading, figure.kind});
      section.columns.push_back({key + "_change", "+/-", figure.kind});
    }
    return section;
  }

  ReportRow ChangeRow(const std::string& change, const ReportRow* now, const ReportRow* before) const {
    ReportRow row;
    row.sum = (now ? now : before)->sum;
    for (const std::vector<std::string>* keys : {&identity_, &shown_}) {
      for (const std::string& key : *keys) row.values.push_back(now ? Now(now, key) : Then(before, key));
    }
    row.values.emplace_back(change);
    for (const std::string& key : figures_) {
      row.values.push_back(Then(before, key));
      row.values.push_back(Now(now, key));
      row.values.push_back(Difference(Now(now, key), Then(before, key)));
    }
    return row;
  }

  void Extend(ReportRow& row, const std::string& change, const ReportRow* before) const {
    std::vector<ReportValue> more{change};
    for (const std::string& key : figures_) {
      more.push_back(Then(before, key));
      more.push_back(Difference(Now(&row, key), Then(before, key)));
    }
    std::ranges::move(more, std::back_inserter(row.values));
  }

  void ExtendColumns() {
    table_.columns.push_back({"change", "Change", ColumnKind::kText, Shown::kToProgramsOnly});
    for (const std::string& key : figures_) {
      const ColumnKind kind = table_.columns[Find(table_, key)].kind;
      table_.columns.push_back({key + "_before", key + " then", kind, Shown::kToProgramsOnly});
      table_.columns.push_back({key + "_change", key + " change", kind, Shown::kToProgramsOnly});
    }
  }

  const ReportHead& before_;
  const ReportHead& head_;
  const ReportSection& then_;
  ReportSection& table_;
  std::string key_;
  std::vector<std::string> identity_, shown_, figures_;
};

}  // namespace

void AddChanges(const Report& before, const TableComparison& how, Report& now) {
  const ReportSection* const then = FindTable(before, how.section);
  const ReportSection* const table = FindTable(now, how.section);
  if (!then || !table) return;
  const auto at = table - now.sections.data();
  ReportSection& changed = now.sections[static_cast<std::size_t>(at)];
  ReportSection changes = TableChanges(before, how, *then, changed, now.head).Run();
  // Where people don't read the table, what changed comes behind what they read instead.
  const bool behind = changed.shown == Shown::kEverywhere;
  now.sections.insert(behind ? now.sections.begin() + at + 1 : now.sections.end(), std::move(changes));
}

}  // namespace cat4
