// What history gives away: for each detector one that is guilty, and innocent ones beside it.
#include "report/lies.h"

#include <catch2/catch.hpp>

#include "cat4/rules/rule_text.h"

#include "report/traps_now.h"

namespace cat4 {
namespace {

// The measure DEMO-1 as it stood at the ends of some days.
class Past {
 public:
  void Add(std::string_view day, std::string_view body) {
    Loaded loaded = LoadPortfolio(*InMemorySource(ExampleTree(fmt::format(
        "--- DEMO-1.yaml\nid: DEMO-1\ntitle: A measure\nowner: o.owner\ncontroller: c.controller\n{}",
        body))));
    for (const Finding& finding : loaded.findings.all()) FAIL(finding.message);
    Version& version = *versions_.emplace_back(std::make_unique<Version>());
    version.portfolio = std::move(loaded.portfolio);
    const Date date = *ParseDate(day);
    version.figures = ComputeMeasures(*version.portfolio, date);
    version.side = {version.portfolio.get(), version.figures, date, {std::string(day), std::string(day)}};
  }

  Story story() const {
    std::vector<const ReportSide*> sides;
    for (const auto& version : versions_) sides.push_back(&version->side);
    return StoryOf(sides, "DEMO-1");
  }

  // "2026-07-31 before 2026-06-30: …, after 2026-07-31: …, at stake 100.00" for each.
  std::string Found(void (*detect)(const Story&, std::vector<Trap>&)) const {
    std::vector<Trap> traps;
    detect(story(), traps);
    std::string text;
    for (const Trap& trap : traps)
      text += fmt::format("{} {}: {} | {}{}\n", FormatDate(trap.since), trap.owner, Text(trap.before),
                          Text(trap.after), trap.at_stake ? " | " + FormatTotal(*trap.at_stake, 2) : "");
    return text;
  }

 private:
  struct Version {
    std::unique_ptr<Portfolio> portfolio;
    std::vector<MeasureFigures> figures;
    ReportSide side;
  };
  static std::string Text(const TrapEvidence& evidence) {
    return (evidence.side ? FormatDate(evidence.side->as_of) + " " : "") + evidence.what;
  }
  std::vector<std::unique_ptr<Version>> versions_;
};

std::string Body(std::string_view milestones, std::string_view months,
                 std::string_view head = "stage: detailed\nstate: active\n", std::string_view tail = "") {
  return fmt::format(
      "{}milestones:\n{}effects:\n  - id: e\n    kind: ebitda\n    nature: recurring\n    months:\n{}{}",
      head, milestones, months, tail);
}

const std::string kHold = "stage: detailed\nstate: on_hold\n";
const std::string kDecided = "stage: decided\nstate: active\n";

// A decision as the file has it; nobody looks at what it signs here.
std::string Signed(std::string_view kind, std::string_view on, std::string_view more = "") {
  const std::string digest(64, 'a');
  return fmt::format(
      "  - decision: {}\n    role: sponsor\n    by: s.sponsor\n    on: {}\n    policy: 2\n    after: "
      "sha256:{}\n    terms: sha256:{}\n{}    signature: AAAA\n",
      kind, on, digest, digest, more);
}
std::string Confirm(std::string_view on, std::string_view amount, std::string_view more = "") {
  const std::string digest(64, 'a');
  return fmt::format(
      "  - decision: confirm\n    role: controller\n    by: c.controller\n    on: {0}\n    policy: 2\n    "
      "after: sha256:{1}\n    previous: none\n    terms: sha256:{1}\n    effect: e\n    currency: EUR\n    "
      "amounts:\n      2026-05: {2}\n    checked: ledger\n{3}    signature: AAAA\n",
      on, digest, amount, more);
}

const std::string kPlan =
    "      2026-08: {plan: 100}\n      2026-09: {plan: 100}\n      2026-12: {plan: 100}\n";

}  // namespace

TEST_CASE("lies: the end moves beyond months that are foreseen as before") {
  Past past;
  past.Add("2026-05-31", Body("  - {id: cutover, title: T, due: 2026-07-31}\n", kPlan));
  past.Add("2026-06-30", Body("  - {id: cutover, title: T, due: 2026-07-31, forecast: 2026-09-30}\n", kPlan));
  past.Add("2026-07-15", Body("  - {id: cutover, title: T, due: 2026-07-31, forecast: 2026-10-31}\n", kPlan));
  CHECK(past.Found(&FindEndMoved) ==
        "2026-06-30 o.owner: 2026-05-31 'cutover' ends the work on 2026-07-31 | 2026-07-15 'cutover' ends it "
        "on 2026-10-31; 2026-08 to 2026-09 still 200 | 200.00\n");
}

TEST_CASE("lies: small steps of the end add up") {
  Past past;
  past.Add("2026-05-31", Body("  - {id: cutover, title: T, due: 2026-07-31}\n", kPlan));
  past.Add("2026-06-15", Body("  - {id: cutover, title: T, due: 2026-07-31, forecast: 2026-08-06}\n", kPlan));
  CHECK(past.Found(&FindEndMoved).empty());
  past.Add("2026-06-30", Body("  - {id: cutover, title: T, due: 2026-07-31, forecast: 2026-08-12}\n", kPlan));
  CHECK(past.Found(&FindEndMoved).starts_with("2026-06-30 o.owner: 2026-05-31 "));
}

TEST_CASE("lies: an end that moves with its forecast, or within the slack, is none") {
  const std::string first = Body("  - {id: cutover, title: T, due: 2026-07-31}\n", kPlan);
  const std::string moved = "  - {id: cutover, title: T, due: 2026-07-31, forecast: 2026-09-30}\n";
  SECTION("the months in between are forecast anew") {
    Past past;
    past.Add("2026-05-31", first);
    past.Add("2026-06-30", Body(moved,
                                "      2026-08: {plan: 100, forecast: 0}\n      2026-09: {plan: 100, "
                                "forecast: 50}\n      2026-12: {plan: 100}\n"));
    CHECK(past.Found(&FindEndMoved).empty());
  }
  SECTION("the effect begins later still") {
    Past past;
    past.Add("2026-05-31",
             Body("  - {id: cutover, title: T, due: 2026-07-31}\n", "      2026-12: {plan: 100}\n"));
    past.Add("2026-06-30", Body(moved, "      2026-12: {plan: 100}\n"));
    CHECK(past.Found(&FindEndMoved).empty());
  }
  SECTION("on hold, nothing is foreseen") {
    Past past;
    past.Add("2026-05-31", first);
    past.Add("2026-06-30", Body(moved, kPlan, kHold));
    CHECK(past.Found(&FindEndMoved).empty());
  }
  SECTION("an amend of locked terms agreed to it") {
    Past past;
    past.Add("2026-05-31", Body("  - {id: cutover, title: T, due: 2026-07-31}\n", kPlan, kDecided));
    past.Add("2026-06-30", Body("  - {id: cutover, title: T, due: 2026-09-30}\n", kPlan, kDecided,
                                "decisions:\n" + Signed("amend", "2026-06-10", "    reason: Supplier\n")));
    CHECK(past.Found(&FindEndMoved).empty());
  }
  SECTION("a new measure has no past") {
    Past past;
    past.Add("2026-06-30", Body(moved, kPlan));
    CHECK(past.Found(&FindEndMoved).empty());
  }
}

TEST_CASE("lies: the forecast stands still while its months fall short") {
  const auto months = [](std::string_view june, std::string_view july, std::string_view ahead = "") {
    return fmt::format(
        "      2026-06: {{plan: 100{}}}\n      2026-07: {{plan: 100{}}}\n      2026-11: {{plan: 100{}}}\n",
        june, july, ahead);
  };

  Past past;
  past.Add("2026-05-31", Body("  - {id: m, title: T, due: 2026-04-30, done: 2026-04-30}\n", months("", "")));
  past.Add("2026-06-30",
           Body("  - {id: m, title: T, due: 2026-04-30, done: 2026-04-30}\n", months(", actual: 60", "")));
  SECTION("guilty") {
    past.Add("2026-07-31", Body("  - {id: m, title: T, due: 2026-04-30, done: 2026-04-30}\n",
                                months(", actual: 60", ", actual: 50")));
    CHECK(past.Found(&FindSameForecast) ==
          "2026-05-31 o.owner: 2026-05-31 2026-06 to 2026-07: 200; later 100 | 2026-07-31 2026-06 to "
          "2026-07: 110; later still 100, at 3 month ends | 100.00\n");
  }
  SECTION("the months came as foreseen") {
    past.Add("2026-07-31", Body("  - {id: m, title: T, due: 2026-04-30, done: 2026-04-30}\n",
                                months(", actual: 90", ", actual: 100")));
    CHECK(past.Found(&FindSameForecast).empty());
  }
  SECTION("the months ahead were forecast anew") {
    past.Add("2026-07-31", Body("  - {id: m, title: T, due: 2026-04-30, done: 2026-04-30}\n",
                                months(", actual: 60", ", actual: 50", ", forecast: 55")));
    CHECK(past.Found(&FindSameForecast).empty());
  }
  SECTION("on hold") {
    past.Add("2026-07-31", Body("  - {id: m, title: T, due: 2026-04-30, done: 2026-04-30}\n",
                                months(", actual: 60", ", actual: 50"), kHold));
    CHECK(past.Found(&FindSameForecast).empty());
  }
  SECTION("a month end in between is not known") {
    past.Add("2026-08-31", Body("  - {id: m, title: T, due: 2026-04-30, done: 2026-04-30}\n",
                                months(", actual: 60", ", actual: 50")));
    CHECK(past.Found(&FindSameForecast).empty());
  }
}

TEST_CASE("lies: nothing gets done, though it was due") {
  const auto milestones = [](std::string_view first, std::string_view second) {
    return fmt::format(
        "  - {{id: first, title: T, due: 2026-06-15{}}}\n  - {{id: second, title: T, due: 2026-12-31{}}}\n",
        first, second);
  };
  Past past;
  past.Add("2026-05-31", Body(milestones("", ""), kPlan));
  past.Add("2026-06-30", Body(milestones(", forecast: 2026-07-20", ""), kPlan));
  SECTION("guilty") {
    past.Add("2026-07-31", Body(milestones(", forecast: 2026-08-20", ""), kPlan));
    CHECK(past.Found(&FindSameProgress) ==
          "2026-05-31 o.owner: 2026-05-31 0 of 2 milestones done; 'first' by 2026-06-15 | 2026-07-31 0 of 2 "
          "milestones done, 3 month ends running; 'first' by 2026-08-20 | 300.00\n");
  }
  SECTION("it got done, late") {
    past.Add("2026-07-31", Body(milestones(", done: 2026-07-21", ""), kPlan));
    CHECK(past.Found(&FindSameProgress).empty());
  }
  SECTION("another one got done") {
    past.Add("2026-07-31", Body(milestones("", ", done: 2026-07-21"), kPlan));
    CHECK(past.Found(&FindSameProgress).empty());
  }
  SECTION("on hold") {
    past.Add("2026-07-31", Body(milestones("", ""), kPlan, kHold));
    CHECK(past.Found(&FindSameProgress).empty());
  }
}

TEST_CASE("lies: what was openly late from the beginning breaks no word") {
  const std::string open = Body("  - {id: m, title: T, due: 2026-05-15, forecast: 2026-09-30}\n", kPlan);
  Past past;
  for (const std::string_view day : {"2026-05-31", "2026-06-30", "2026-07-31"}) past.Add(day, open);
  CHECK(past.Found(&FindSameProgress).empty());
  CHECK(past.Found(&FindEndMoved).empty());
}

TEST_CASE("lies: a milestone is re-dated shortly before it is due") {
  const std::string first = Body("  - {id: m, title: T, due: 2026-06-10}\n", kPlan);
  const std::string moved = Body("  - {id: m, title: T, due: 2026-06-10, forecast: 2026-09-10}\n", kPlan);
  SECTION("guilty") {
    Past past;
    past.Add("2026-05-31", first);
    past.Add("2026-06-05", moved);
    CHECK(past.Found(&FindLateRedating) ==
          "2026-06-05 o.owner: 2026-05-31 'm' by 2026-06-10 | 2026-06-05 by 2026-09-10, re-dated 5 to 9 days "
          "before | 200.00\n");
  }
  SECTION("in time") {
    Past past;
    past.Add("2026-04-30", first);
    past.Add("2026-05-31", moved);
    CHECK(past.Found(&FindLateRedating).empty());
  }
  SECTION("the day between decides") {
    Past past;
    past.Add("2026-04-30", first);
    past.Add("2026-06-30", moved);
    std::vector<Date> days;
    AddDaysOfRedating(past.story(), days);
    REQUIRE(days.size() == 2);
    CHECK(FormatDate(days[0]) == "2026-05-26");
    CHECK(FormatDate(days[1]) == "2026-06-10");
    CHECK(past.Found(&FindLateRedating).empty());
  }
  SECTION("openly late, behind its day") {
    Past past;
    past.Add("2026-06-10", first);
    past.Add("2026-06-30", moved);
    CHECK(past.Found(&FindLateRedating).empty());
  }
  SECTION("by as little as moves no light") {
    Past past;
    past.Add("2026-05-31", first);
    past.Add("2026-06-05", Body("  - {id: m, title: T, due: 2026-06-10, forecast: 2026-06-13}\n", kPlan));
    CHECK(past.Found(&FindLateRedating).empty());
  }
  SECTION("by an amend of locked terms") {
    Past past;
    past.Add("2026-05-31", Body("  - {id: m, title: T, due: 2026-06-10}\n", kPlan, kDecided));
    past.Add("2026-06-05", Body("  - {id: m, title: T, due: 2026-09-10}\n", kPlan, kDecided,
                                "decisions:\n" + Signed("amend", "2026-06-03", "    reason: Supplier\n")));
    CHECK(past.Found(&FindLateRedating).empty());
  }
}

TEST_CASE("lies: a past figure is not what a month end reported") {
  const auto month = [](std::string_view may) {
    return Body("", fmt::format("      2026-05: {{plan: 100{}}}\n      2026-12: {{plan: 100}}\n", may));
  };
  const auto text = [&](std::string body) {
    body.erase(body.find("milestones:\n"), 12);
    return body;
  };
  SECTION("guilty") {
    Past past;
    past.Add("2026-06-30", text(month(", actual: 60")));
    past.Add("2026-07-31", text(month(", actual: 95.50")));
    CHECK(past.Found(&FindPastChanged) ==
          "2026-07-31 o.owner: 2026-06-30 'e' actual: 2026-05 60.00 EUR | 2026-07-31 2026-05 95.50 EUR | "
          "35.50\n");
  }
  SECTION("taken away") {
    Past past;
    past.Add("2026-06-30", text(month(", actual: 60")));
    past.Add("2026-07-31", text(month("")));
    CHECK(past.Found(&FindPastChanged) ==
          "2026-07-31 o.owner: 2026-06-30 'e' actual: 2026-05 60.00 EUR | 2026-07-31 2026-05 nothing | "
          "60.00\n");
  }
  SECTION("reported for the first time") {
    Past past;
    past.Add("2026-06-30", text(month("")));
    past.Add("2026-07-31", text(month(", actual: 95.50")));
    CHECK(past.Found(&FindPastChanged).empty());
  }
  SECTION("within its month, before any month end") {
    Past past;
    past.Add("2026-05-15", text(month(", actual: 60")));
    past.Add("2026-05-31", text(month(", actual: 95.50")));
    CHECK(past.Found(&FindPastChanged).empty());
  }
  SECTION("corrected to what the controller confirmed") {
    Past past;
    past.Add("2026-06-30", text(month(", actual: 60")));
    past.Add("2026-07-31", text(month(", actual: 95.50")) + "decisions:\n" + Confirm("2026-07-10", "95.50"));
    CHECK(past.Found(&FindPastChanged).empty());
  }
  SECTION("a confirmation is restated, and by whom") {
    Past past;
    past.Add("2026-06-30", text(month(", actual: 95.50")) + "decisions:\n" + Confirm("2026-06-10", "95.50"));
    past.Add("2026-07-31", text(month(", actual: 95.50")) + "decisions:\n" + Confirm("2026-06-10", "95.50") +
                               Confirm("2026-07-10", "80", "    restates: true\n    reason: Credit note\n"));
    CHECK(past.Found(&FindPastChanged) ==
          "2026-07-31 o.owner: 2026-06-30 'e' confirmed: 2026-05 95.50 EUR | 2026-07-31 restated by "
          "c.controller on 2026-07-10: 2026-05 80.00 EUR | 15.50\n");
  }
}

TEST_CASE("lies: both lights are green until the day of cancellation") {
  const std::string ahead = "      2026-12: {plan: 100}\n";
  const std::string milestones = "  - {id: m, title: T, due: 2026-10-31}\n";
  const std::string cancelled =
      Body(milestones, ahead, "stage: detailed\nstate: cancelled\n",
           "decisions:\n" + Signed("cancel", "2026-07-10", "    reason: No need\n"));
  Past past;
  SECTION("guilty") {
    past.Add("2026-06-30", Body(milestones, ahead));
    past.Add("2026-07-31", cancelled);
    CHECK(past.Found(&FindGreenUntilCancelled) ==
          "2026-07-10 o.owner: 2026-06-30 both lights green, 100 expected | 2026-07-31 cancelled by "
          "s.sponsor on 2026-07-10: No need | 100.00\n");
  }
  SECTION("it was red before") {
    past.Add("2026-06-30", Body("  - {id: m, title: T, due: 2026-05-31}\n", ahead));
    past.Add("2026-07-31", cancelled);
    CHECK(past.Found(&FindGreenUntilCancelled).empty());
  }
  SECTION("it was on hold before") {
    past.Add("2026-06-30", Body(milestones, ahead, kHold));
    past.Add("2026-07-31", cancelled);
    CHECK(past.Found(&FindGreenUntilCancelled).empty());
  }
  SECTION("what counts is the month end before the decision, not before it landed") {
    past.Add("2026-06-30", Body("  - {id: m, title: T, due: 2026-05-31}\n", ahead));
    past.Add("2026-07-31", Body(milestones, ahead));
    past.Add("2026-08-31", cancelled);
    CHECK(past.Found(&FindGreenUntilCancelled).empty());
  }
}

TEST_CASE("lies: a trap of today tells since when it has been one") {
  const std::string milestones = "  - {id: m, title: T, due: 2026-04-30, done: 2026-04-30}\n";
  const auto month = [](std::string_view actual) {
    return fmt::format("      2026-05: {{plan: 100{}}}\n", actual);
  };
  Past past;
  past.Add("2026-05-31", Body(milestones, month("")));
  past.Add("2026-06-30", Body(milestones, month(", actual: 60")));
  past.Add("2026-07-31", Body(milestones, month(", actual: 60")));
  CHECK(past.Found(&FindGreenStatus) ==
        "2026-06-30 o.owner: 2026-06-30 plan 100, of it due 100 | 2026-07-31 outlook 60 (60.0%), to date 60 "
        "(60.0%), "
        "potential red | 40.00\n");
  past.Add("2026-08-31", Body(milestones, month(", actual: 100")));
  CHECK(past.Found(&FindGreenStatus).empty());
}

}  // namespace cat4
