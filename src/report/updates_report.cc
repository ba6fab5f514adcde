#include <algorithm>
#include <array>
#include <set>

#include "cat4/base/text.h"
#include "cat4/report/updates.h"

#include "report/grouped_rows.h"
#include "report/owed_items.h"

namespace cat4 {
namespace {

// How a kind of item is settled.
struct Remedy {
  OwedKind kind;
  std::string_view text;
};
constexpr std::array kRemedies = {
    Remedy{OwedKind::kActual, "Actuals: cat4 set MEASURE actual YYYY-MM=AMOUNT, even if it is 0"},
    Remedy{OwedKind::kStatus, "Status: cat4 set MEASURE status green|amber|red --comment TEXT"},
    Remedy{OwedKind::kMilestone, "Milestones: cat4 set MEASURE milestone ID --done DATE, or --forecast DATE"},
    Remedy{OwedKind::kForecast, "Forecasts: cat4 set MEASURE forecast YYYY-MM=AMOUNT"},
    Remedy{OwedKind::kConfirmation, "Confirmations: cat4 confirm MEASURE --through YYYY-MM --checked TEXT"},
    Remedy{OwedKind::kDecision,
           "Decisions: cat4 gate status MEASURE shows what is asked; cat4 gate approve "
           "or cat4 gate reject MEASURE"},
    Remedy{OwedKind::kRecord, "What all have approved: cat4 gate status MEASURE shows the command"}};

class Builder {
 public:
  explicit Builder(const ReportInput& input) : input_(input), portfolio_(*input.now.portfolio) {}

  Result<Report> Build() {
    report_.head = input_.head;
    items_ = FindOwed(input_);
    if (!input_.subject.empty()) {
      if (const Result<void> known = CheckPerson(); !known) return tl::unexpected(known.error());
      std::erase_if(items_, [&](const OwedItem& item) { return item.person != input_.subject; });
    }
    if (input_.period) std::erase_if(items_, [&](const OwedItem& item) { return !IsIn(item); });
    AddSummary();
    AddAll();
    for (std::size_t begin = 0; begin < items_.size();) {
      std::size_t end = begin;
      while (end < items_.size() && items_[end].person == items_[begin].person) ++end;
      AddBlock(std::span(items_).subspan(begin, end - begin));
      begin = end;
    }
    return std::move(report_);
  }

 private:
  Result<void> CheckPerson() const {
    if (FindPersonById(portfolio_, input_.subject)) return {};
    std::vector<std::string_view> ids;
    for (const Person& person : portfolio_.people) ids.push_back(person.id->view());
    const std::string_view nearest = NearestWord(input_.subject, ids);
    return FailUsage("there is no person '{}'{}", Printable(input_.subject),
                     nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest));
  }

  // What has no day is owed now.
  bool IsIn(const OwedItem& item) const {
    return input_.period->months.contains(MonthOf(item.since.value_or(input_.now.as_of)));
  }

  void AddSummary() {
    if (!input_.subject.empty()) {
      report_.summary = {
          fmt::format("{} owed by {}", Count(items_.size(), "item"), AddressOf(input_.subject))};
      return;
    }
    std::set<std::string_view> people, measures;
    for (const OwedItem& item : items_) {
      if (!item.person.empty()) people.insert(item.person);
      measures.insert(item.measure->measure->id->view());
    }
    report_.summary = {fmt::format("{} owed by {} for {}", Count(items_.size(), "item"),
                                   people.size() == 1 ? "1 person" : fmt::format("{} people", people.size()),
                                   Count(measures.size(), "measure"))};
  }

  std::string NameOf(const std::string& id) const {
    const Person* person = FindPersonById(portfolio_, id);
    return person ? TextOf(person->name) : std::string();
  }
  std::string EmailOf(const std::string& id) const {
    const Person* person = FindPersonById(portfolio_, id);
    return person ? TextOf(person->email) : std::string();
  }

  // "Lena Brandt <l.brandt@acme.example>".
  std::string AddressOf(const std::string& id) const {
    const Person* person = FindPersonById(portfolio_, id);
    return person ? fmt::format("{} <{}>", TextOf(person->name), TextOf(person->email)) : id;
  }

  bool HasLeft(const std::string& id) const {
    const Person* person = FindPersonById(portfolio_, id);
    return person && !person->is_active();
  }

  // Whom to ask instead of somebody who has left.
  std::vector<std::string> DeputiesOf(const std::string& id) const {
    std::vector<std::string> deputies;
    if (!HasLeft(id)) return deputies;
    for (const Located<Text>& deputy : FindPersonById(portfolio_, id)->deputies) {
      if (FindPersonById(portfolio_, deputy->view()) && !HasLeft(std::string(deputy->view())))
        deputies.emplace_back(deputy->view());
    }
    return deputies;
  }

  static std::string JoinedIds(const std::vector<std::string>& ids) {
    const std::vector<std::string_view> views(ids.begin(), ids.end());
    return Join(views, ", ");
  }

  ReportRow RowOf(const OwedItem& item) const {
    const Measure& measure = *item.measure->measure;
    return {.values = {item.person, NameOf(item.person), EmailOf(item.person), std::string(Name(item.role)),
                       std::string(measure.id->view()), TextOf(measure.title), std::string(Name(item.kind)),
                       item.what, item.since ? ReportValue(*item.since) : ReportValue(), DaysOf(item),
                       HasLeft(item.person), JoinedIds(DeputiesOf(item.person))}};
  }

  ReportValue DaysOf(const OwedItem& item) const {
    if (!item.since) return {};
    return std::int64_t{item.days(input_.now.as_of)};
  }

  void AddAll() {
    ReportSection section{.key = "updates",
                          .title = {},
                          .about = {},
                          .columns = {{"person", "Person"},
                                      {"name", "Name"},
                                      {"email", "Mail"},
                                      {"role", "Role"},
                                      {"measure", "Measure"},
                                      {"title", "Title"},
                                      {"kind", "Kind"},
                                      {"what", "What"},
                                      {"since", "Since", ColumnKind::kDate},
                                      {"days", "Days", ColumnKind::kCount},
                                      {"has_left", "Has left", ColumnKind::kFlag},
                                      {"ask", "Ask"}},
                          .rows = {},
                          .nothing = "Nothing is owed.",
                          .notes = {},
                          .shown = Shown::kToProgramsOnly};
    for (const OwedItem& item : items_) section.rows.push_back(RowOf(item));
    GroupRows(input_, MeasuresOf(input_, input_.now), section);
    report_.sections.push_back(std::move(section));
  }

  std::string AboutOf(const std::string& id) const {
    if (id.empty()) return "The measures name nobody for this.";
    if (!FindPersonById(portfolio_, id)) return "There is no such person in people/.";
    if (!HasLeft(id)) return {};
    const std::vector<std::string> deputies = DeputiesOf(id);
    if (deputies.empty()) return "Has left, and has no deputy; the measures need somebody else.";
    std::string text = "Has left; ask ";
    for (const std::string& deputy : deputies)
      text += fmt::format("{}{}", deputy == deputies.front() ? "" : " or ", AddressOf(deputy));
    return text + ".";
  }

  // What one person owes, as a mail tells it.
  void AddBlock(std::span<const OwedItem> items) {
    const std::string& id = items.front().person;
    ReportSection section{.key = id.empty() ? "owed_without_person" : "owed_by_" + id,
                          .title = id.empty() ? "Nobody" : AddressOf(id),
                          .about = AboutOf(id),
                          .columns = {{"measure", "Measure"},
                                      {"title", "Title"},
                                      {"what", "What"},
                                      {"since", "Since", ColumnKind::kDate},
                                      {"days", "Days", ColumnKind::kCount}},
                          .rows = {},
                          .nothing = {},
                          .notes = {}};
    for (const OwedItem& item : items) {
      const Measure& measure = *item.measure->measure;
      section.rows.push_back(
          {.values = {std::string(measure.id->view()), TextOf(measure.title), item.what,
                      item.since ? ReportValue(*item.since) : ReportValue(), DaysOf(item)}});
    }
    for (const Remedy& remedy : kRemedies) {
      if (std::ranges::find(items, remedy.kind, &OwedItem::kind) != items.end())
        section.notes.emplace_back(remedy.text);
    }
    report_.sections.push_back(std::move(section));
  }

  const ReportInput& input_;
  const Portfolio& portfolio_;
  std::vector<OwedItem> items_;
  Report report_;
};

}  // namespace

Result<Report> BuildUpdates(const ReportInput& input) { return Builder(input).Build(); }

}  // namespace cat4
