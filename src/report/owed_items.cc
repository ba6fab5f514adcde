#include "report/owed_items.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "cat4/base/text.h"
#include "cat4/model/owed.h"

namespace cat4 {
namespace {

constexpr std::array<std::string_view, 7> kKinds = {"actual",       "status",   "milestone", "forecast",
                                                    "confirmation", "decision", "record"};

// "2026-07, 2026-08, 2026-09 and 2 more".
std::string MonthsText(const std::vector<Month>& months) {
  constexpr std::size_t kNamed = 4;
  std::string text;
  for (std::size_t i = 0; i < std::min(kNamed, months.size()); ++i)
    text += fmt::format("{}{}", i == 0 ? "" : ", ", FormatMonth(months[i]));
  if (months.size() > kNamed) text += fmt::format(" and {} more", months.size() - kNamed);
  return text;
}

Date DaysAfter(Month month, int days) { return LastDayOf(month) + std::chrono::days(days); }

class Finder {
 public:
  explicit Finder(const ReportInput& input)
      : input_(input), portfolio_(*input.now.portfolio), as_of_(input.now.as_of) {}

  std::vector<OwedItem> Find() {
    const std::vector<const MeasureFigures*> measures = MeasuresOf(input_, input_.now);
    for (const MeasureFigures* figures : measures) {
      figures_ = figures;
      AddOwners(*figures->measure);
      AddControllers(*figures->measure);
    }
    for (const OpenDecision& open : input_.open) {
      figures_ = open.measure;
      if (std::ranges::find(measures, open.measure) != measures.end()) AddDecision(open);
    }
    std::ranges::stable_sort(items_, {}, [](const OwedItem& item) {
      return std::tuple(item.person.empty(), std::string_view(item.person), item.since.value_or(Date::max()));
    });
    return std::move(items_);
  }

 private:
  void Add(const Located<Text>& person, Role role, OwedKind kind, std::string what,
           std::optional<Date> since) {
    items_.push_back({TextOf(person), role, figures_, kind, std::move(what), since});
  }

  // Whatever the owner writes: figures, status, milestones.
  void AddOwners(const Measure& measure) {
    if (!measure.active()) return;
    const Policy& policy = portfolio_.policy;
    for (const Effect& effect : measure.effects) {
      if (IsSealed(measure, policy)) AddActuals(measure, effect);
      AddForecasts(measure, effect);
    }
    if (DaysWithoutStatus(portfolio_, measure, as_of_) > 0) AddStatus(measure);
    if (InLastStage(measure, policy)) return;
    for (const Milestone& milestone : measure.milestones) AddMilestone(measure, milestone);
  }

  void AddActuals(const Measure& measure, const Effect& effect) {
    const int due_days = *portfolio_.policy.status.actuals_due_days;
    const std::vector<Month> months = SilentMonths(measure, effect, as_of_, due_days);
    if (months.empty()) return;
    Add(measure.owner, Role::kOwner, OwedKind::kActual,
        fmt::format("{} of '{}': {}", months.size() == 1 ? "actual" : "actuals", effect.id->view(),
                    MonthsText(months)),
        DaysAfter(months.front(), due_days));
  }

  void AddForecasts(const Measure& measure, const Effect& effect) {
    const std::vector<Month> months = FindOpenForecasts(effect, MonthOf(as_of_)).months;
    if (months.empty()) return;
    Add(measure.owner, Role::kOwner, OwedKind::kForecast,
        fmt::format("{} of '{}': {}", months.size() == 1 ? "forecast" : "forecasts", effect.id->view(),
                    MonthsText(months)),
        std::nullopt);
  }

  void AddStatus(const Measure& measure) {
    const LastWord last = LastWordOf(measure);
    Add(measure.owner, Role::kOwner, OwedKind::kStatus,
        last.is_status ? fmt::format("status: the last is of {}", FormatDate(last.date))
                       : fmt::format("a first status since the decision of {}", FormatDate(last.date)),
        last.date + std::chrono::days(*portfolio_.policy.update_every_days));
  }

  void AddMilestone(const Measure& measure, const Milestone& milestone) {
    if (milestone.done || (!milestone.due && !milestone.forecast)) return;
    const Date expected = milestone.forecast ? *milestone.forecast : *milestone.due;
    if (expected >= as_of_) return;
    Add(measure.owner, Role::kOwner, OwedKind::kMilestone,
        fmt::format("milestone '{}' ({} {}): done, or a new forecast", milestone.id->view(),
                    milestone.forecast ? "forecast for" : "due", FormatDate(expected)),
        expected);
  }

  void AddControllers(const Measure& measure) {
    if (!IsSealed(measure, portfolio_.policy)) return;
    for (const Effect& effect : measure.effects) {
      if (!effect.is_hard()) continue;
      const std::vector<Month> months = UnconfirmedMonths(measure, effect, as_of_);
      if (months.empty()) continue;
      Add(measure.controller, Role::kController, OwedKind::kConfirmation,
          fmt::format("confirmation of '{}': {}", effect.id->view(), MonthsText(months)),
          DaysAfter(months.front(), kDaysToConfirm));
    }
  }

  void AddDecision(const OpenDecision& open) {
    if (open.missing.empty()) {
      Add(open.measure->measure->owner, Role::kOwner, OwedKind::kRecord,
          fmt::format("all have approved: record '{}'", open.what), open.since);
    }
    for (const OpenDecision::Waiting& waiting : open.missing) {
      const std::vector<std::string> people = WhoIsToDecide(waiting);
      const std::string what = fmt::format("decision as {}: {}", waiting.role, open.what);
      const Role role = FindRole(waiting.role).value_or(Role::kAdmin);
      if (people.empty())
        items_.push_back({"", role, figures_, OwedKind::kDecision, what + "; nobody may", open.since});
      for (const std::string& person : people)
        items_.push_back({person, role, figures_, OwedKind::kDecision, what, open.since});
    }
  }

  const ReportInput& input_;
  const Portfolio& portfolio_;
  const Date as_of_;
  const MeasureFigures* figures_ = nullptr;
  std::vector<OwedItem> items_;
};

}  // namespace

std::string_view Name(OwedKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

std::vector<OwedItem> FindOwed(const ReportInput& input) { return Finder(input).Find(); }

std::vector<Answerable> WhoAnswersFor(const Portfolio& portfolio, const Measure& measure) {
  std::vector<Answerable> people;
  if (measure.owner) people.push_back({TextOf(measure.owner), Role::kOwner});
  if (measure.sponsor) people.push_back({TextOf(measure.sponsor), Role::kSponsor});
  if (measure.controller) people.push_back({TextOf(measure.controller), Role::kController});
  const Committee* committee =
      measure.steering_committee ? portfolio.FindCommittee(*measure.steering_committee) : nullptr;
  if (!committee) return people;
  for (const Located<Text>& member : committee->members)
    people.push_back({std::string(member->view()), Role::kSteeringCommittee});
  return people;
}

std::vector<std::string> WhoIsToDecide(const OpenDecision::Waiting& waiting) {
  constexpr std::string_view kFor = " for ";  // as in "a.berg for m.okafor"; ids have no spaces
  std::vector<std::string> principals, deputies;
  for (const std::string& signatory : waiting.people) {
    const std::size_t at = signatory.find(kFor);
    std::vector<std::string>& people = at == std::string::npos ? principals : deputies;
    const std::string person = signatory.substr(0, at);
    if (std::ranges::find(people, person) == people.end()) people.push_back(person);
  }
  return principals.empty() ? deputies : principals;
}

std::optional<Role> FindRole(std::string_view name) {
  const auto words = Words<Role>();
  const auto found = std::ranges::find(words, name);
  if (found == words.end()) return std::nullopt;
  return static_cast<Role>(found - words.begin());
}

const Person* FindPersonById(const Portfolio& portfolio, std::string_view id) {
  return portfolio.FindPerson(portfolio.texts.Find(id));
}

}  // namespace cat4
