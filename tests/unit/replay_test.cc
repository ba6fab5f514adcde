// Random histories: replay follows the table of moves, whatever is thrown at it. The table is written here a
// second time, from the format's text, and shares no code with what it checks.
#include "cat4/governance/replay.h"

#include <random>

#include <catch2/catch.hpp>

#include "cat4/governance/statement.h"
#include "cat4/governance/terms.h"
#include "cat4/rules/rule_text.h"

namespace cat4 {
namespace {

using Kind = DecisionKind;
using Random = std::mt19937;

int Below(Random& random, int count) { return static_cast<int>(random() % static_cast<unsigned>(count)); }

// A policy as the model sees it.
struct Gates {
  int last = 0;
  int lock = 0;                              // last + 1: no stage locks terms
  std::vector<std::vector<Role>> approvals;  // by stage
};

// A measure as the model sees it. Terms are numbers; decisions are known by their place in the list.
struct Place {
  int stage = 0;
  char state = 'a';  // active, on hold, cancelled
  bool sealed = false, moved = false;
  int seal = 0, sealing = -1, latest = -1;
  std::vector<int> entered;  // by stage; -1: not entered
};

struct Step {
  Kind kind = Kind::kAdvance;
  int stage = -1;
  int terms = 0;
};

bool Legal(const Gates& gates, const Place& at, const Step& step) {
  const bool before_last = at.stage < gates.last;
  switch (step.kind) {
    case Kind::kAdvance:
      return at.state == 'a' && step.stage == at.stage + 1;
    case Kind::kReject:
    case Kind::kHold:
      return at.state == 'a' && before_last;
    case Kind::kResume:
      return at.state == 'h';
    case Kind::kCancel:
      return at.state != 'c' && before_last;
    case Kind::kReinstate:
      return at.state == 'c';
    case Kind::kReturn:
      return at.state == 'a' && before_last && step.stage < at.stage;
    case Kind::kReopen:
      return !before_last;
    case Kind::kAmend:
      return at.sealed && at.state != 'c';
    default:  // adopt
      return !at.moved && step.stage < gates.last;
  }
}

Place Next(const Gates& gates, Place at, const Step& step, int index) {
  const bool enters = step.kind == Kind::kAdvance || step.kind == Kind::kAdopt;
  if (step.kind == Kind::kAmend || (enters && !at.sealed && step.stage >= gates.lock)) {
    at.sealed = true;
    at.seal = step.terms;
    at.sealing = index;
  }
  if (step.kind == Kind::kReturn && step.stage < gates.lock) at.sealed = false;
  if (enters || step.kind == Kind::kReturn) at.stage = step.stage;
  if (step.kind == Kind::kReopen) at.stage = gates.last - 1;
  if (step.kind == Kind::kHold) at.state = 'h';
  if (step.kind == Kind::kCancel) at.state = 'c';
  if (step.kind == Kind::kResume || step.kind == Kind::kReinstate) at.state = 'a';
  if (!at.sealed) at.sealing = -1;
  at.moved = true;
  at.latest = index;
  for (int stage = 1; stage <= gates.last; ++stage) {
    int& entered = at.entered[static_cast<std::size_t>(stage)];
    if (stage > at.stage) entered = -1;
    if (stage <= at.stage && entered < 0) entered = index;
  }
  return at;
}

// Whose approval the default policy's lines ask for; of a reject one is enough.
std::vector<Role> Asked(const Gates& gates, const Place& at, const Step& step) {
  const std::vector<Role> all{Role::kSponsor, Role::kController, Role::kSteeringCommittee};
  const auto of_stage = [&](int stage) { return gates.approvals[static_cast<std::size_t>(stage)]; };
  switch (step.kind) {
    case Kind::kAdvance:
      return of_stage(step.stage);
    case Kind::kReject:
      return of_stage(at.stage + 1);
    case Kind::kHold:
    case Kind::kResume:
      return {Role::kSponsor};
    case Kind::kCancel:
    case Kind::kReinstate:
      return {Role::kSponsor, Role::kSteeringCommittee};
    case Kind::kReturn:
      return at.sealed && step.stage < gates.lock ? all : std::vector{Role::kSponsor};
    case Kind::kReopen:
      return {Role::kController, Role::kSponsor};
    case Kind::kAmend:
      return all;
    default: {
      std::vector<Role> roles = of_stage(step.stage);
      roles.insert(roles.begin(), Role::kAdmin);
      return roles;
    }
  }
}

// The small organization with a board that three sit on, and one measure whose decisions are made up.
class Scene {
 public:
  Scene()
      : loaded_(LoadPortfolio(*InMemorySource(ExampleTree("--- people/m.member.yaml\n"
                                                          "id: m.member\n"
                                                          "name: Mia Member\n"
                                                          "email: mia@demo.example\n"
                                                          "--- committees/board.yaml\n"
                                                          "id: board\n"
                                                          "name: Steering Board\n"
                                                          "chair: s.sponsor\n"
                                                          "members: [a.admin, m.member]\n"
                                                          "quorum: 1\n"
                                                          "--- DEMO-1.yaml\n"
                                                          "id: DEMO-1\n"
                                                          "title: Live stock feed\n"
                                                          "owner: o.owner\n"
                                                          "controller: c.controller\n"
                                                          "stage: defined\n"
                                                          "state: active\n")))) {}

  Portfolio& portfolio() { return *loaded_.portfolio; }
  Measure& measure() { return portfolio().measures.front(); }

  // Some of the default stages, with any of them as the lock and any roles to approve.
  Gates Draw(Random& random) {
    Policy& policy = portfolio().policy;
    policy.stages = DefaultPolicy(portfolio().texts).stages;
    while (policy.stages.size() > 2 && Below(random, 3) == 0)
      policy.stages.erase(policy.stages.begin() + Below(random, static_cast<int>(policy.stages.size())));
    Gates gates{.last = policy.last_stage(), .lock = Below(random, policy.last_stage() + 2), .approvals = {}};
    for (int i = 0; i <= gates.last; ++i) {
      Stage& stage = policy.stages[static_cast<std::size_t>(i)];
      // Further stages behind the first locking one may say so too.
      stage.locks_terms = {i == gates.lock || (i > gates.lock && Below(random, 2) == 0), Spot(0)};
      stage.approvals.clear();
      std::vector<Role> roles{Role::kSponsor, Role::kController, Role::kSteeringCommittee};
      std::shuffle(roles.begin(), roles.end(), random);
      roles.resize(1 + static_cast<std::size_t>(Below(random, 3)));
      for (const Role role : roles) stage.approvals.push_back({role, Spot(0)});
      gates.approvals.push_back(roles);
    }
    return gates;
  }

  // Terms 0 are those of the file.
  std::string Terms(int number) {
    return number == 0 ? DigestOf(TermsText(portfolio(), measure())) : DigestOf(std::to_string(number));
  }

  Decision Make(const Step& step, Kind kind, Role role, std::string_view by) {
    Decision decision;
    const int place = ++made_;
    const auto word = [&](std::string_view text) { return Located<Text>{Intern(text), Spot(place)}; };
    decision.decision = {kind, Spot(place)};
    decision.role = {role, Spot(place)};
    decision.by = word(by);
    decision.on = {*ParseDate("2026-09-14"), Spot(place)};
    decision.policy = {*portfolio().policy.version, Spot(place)};
    decision.after = word(after_);
    decision.terms = word(Terms(step.terms));
    const std::string_view stage =
        step.stage < 0 ? "" : portfolio().policy.stages[static_cast<std::size_t>(step.stage)].id->view();
    if (kind != Kind::kApprove) {
      if (!stage.empty()) decision.gate = word(stage);
    } else if (step.kind == Kind::kAdvance) {
      decision.gate = word(stage);
    } else {
      decision.gate = word(fmt::format("{}{}{}", Name(step.kind), stage.empty() ? "" : " ", stage));
    }
    return decision;
  }

  void Clear() {
    measure().decisions.clear();
    after_ = "none";
  }
  void Add(const Decision& decision) {
    measure().decisions.push_back(decision);
    if (*decision.decision != Kind::kApprove)
      after_ = DigestOf(StatementText(portfolio(), measure(), decision));
  }

  Replay Run() {
    findings_ = Findings();
    return ReplayDecisions(portfolio(), Locks(portfolio()), measure(), findings_);
  }
  // "rule: message" of the latest run.
  std::string Lines() const {
    std::string lines;
    for (const Finding& finding : findings_.all())
      lines += fmt::format("{}: {}\n", GetRule(finding.rule).slug, finding.message);
    return lines;
  }
  std::vector<Span> PlacesOf(RuleId rule) const {
    std::vector<Span> places;
    for (const Finding& finding : findings_.all()) {
      if (finding.rule == rule) places.push_back(finding.span);
    }
    return places;
  }

 private:
  Text Intern(std::string_view text) { return portfolio().texts.Intern(text); }
  Span Spot(int number) { return Span(measure().file, static_cast<std::size_t>(number) % 100'000, 1); }

  Loaded loaded_;
  Findings findings_;
  std::string after_ = "none";
  int made_ = 0;
};

constexpr Kind kMoves[] = {Kind::kAdvance,   Kind::kReject, Kind::kHold,   Kind::kResume, Kind::kCancel,
                           Kind::kReinstate, Kind::kReturn, Kind::kReopen, Kind::kAmend,  Kind::kAdopt};

bool NamesStage(Kind kind) { return kind == Kind::kAdvance || kind == Kind::kReturn || kind == Kind::kAdopt; }

// Any move; a legal one where `legal` says so.
Step DrawStep(Random& random, const Gates& gates, const Place& at, bool legal) {
  Step step;
  do {
    step.kind = kMoves[Below(random, static_cast<int>(std::size(kMoves)))];
    // Advances are drawn most often, or no history would come far.
    if (Below(random, 2) == 0) step.kind = Kind::kAdvance;
    step.stage = NamesStage(step.kind) ? Below(random, gates.last + 1) : -1;
  } while (legal && !Legal(gates, at, step));
  step.terms = at.sealed && step.kind != Kind::kAmend ? at.seal : Below(random, 3);
  return step;
}

Place Born(const Gates& gates) {
  Place place;
  place.entered.assign(static_cast<std::size_t>(gates.last) + 1, -1);
  return place;
}

std::string Describe(const Place& place, const Decision* first, const std::string& seal) {
  std::string text = fmt::format("stage {} {}{} latest {} sealing {} {} entered", place.stage, place.state,
                                 place.moved ? "" : " unmoved", place.latest, place.sealing, seal);
  for (const int index : place.entered) text += fmt::format(" {}", index);
  return first ? text : text + " none";
}

// The replay in the model's words.
std::string Describe(const Replay& replay, const Measure& measure) {
  const Decision* first = measure.decisions.empty() ? nullptr : measure.decisions.data();
  const auto index = [&](const Decision* decision) {
    return decision ? static_cast<int>(decision - first) : -1;
  };
  Place place{.stage = replay.position.stage,
              .state = "ahc"[static_cast<std::size_t>(replay.position.state)],
              .sealed = replay.position.sealed,
              .moved = replay.position.moved,
              .sealing = index(replay.sealing),
              .latest = index(replay.latest),
              .entered = {}};
  for (const Decision* decision : replay.entered) place.entered.push_back(index(decision));
  return Describe(place, first, replay.position.sealed ? replay.seal : "open");
}

// The decisions of a legal history: approvals by everybody who is asked, but for the transition's own signer.
constexpr std::string_view kPeople[] = {"o.owner", "s.sponsor", "c.controller", "m.member", "a.admin"};

struct Given {
  std::size_t index = 0;  // of an approval, among the decisions
  std::size_t transition = 0;
  Role role{};
};

std::vector<Given> AddAuthorised(Scene& scene, Random& random, const Gates& gates, const Place& at,
                                 const Step& step) {
  std::vector<Role> roles = Asked(gates, at, step);
  std::shuffle(roles.begin(), roles.end(), random);
  const Role own = roles.back();
  roles.pop_back();
  if (step.kind == Kind::kReject) roles.clear();
  std::vector<Given> given;
  for (const Role role : roles) {
    given.push_back({scene.measure().decisions.size(), 0, role});
    scene.Add(scene.Make(step, Kind::kApprove, role, kPeople[static_cast<std::size_t>(role)]));
  }
  for (Given& approval : given) approval.transition = scene.measure().decisions.size();
  scene.Add(scene.Make(step, step.kind, own, kPeople[static_cast<std::size_t>(own)]));
  return given;
}

}  // namespace

TEST_CASE("replay: random decisions never leave the table") {
  Random random(20260914);
  Scene scene;
  int illegal = 0, sealed = 0, closed = 0;
  for (int round = 0; round < 4000; ++round) {
    const Gates gates = scene.Draw(random);
    Place place = Born(gates);
    scene.Clear();
    bool whole = true;
    const int length = 1 + Below(random, 14);
    Span broken;
    for (int i = 0; i < length; ++i) {
      // Mostly legal ones: a history ends with its first illegal decision.
      const Step step = DrawStep(random, gates, place, Below(random, 12) != 0);
      scene.Add(scene.Make(step, step.kind, Role::kSponsor, "s.sponsor"));
      if (!whole) continue;
      whole = Legal(gates, place, step);
      if (whole) {
        place = Next(gates, place, step, i);
      } else {
        broken = scene.measure().decisions.back().decision.span;
      }
    }
    const Replay replay = scene.Run();
    INFO("round " << round << ", " << gates.last + 1 << " stages, lock " << gates.lock);
    const std::string seal = place.sealed ? scene.Terms(place.seal) : "open";
    REQUIRE(Describe(replay, scene.measure()) == Describe(place, scene.measure().decisions.data(), seal));
    REQUIRE(replay.whole == whole);
    REQUIRE(scene.PlacesOf(RuleId::kIllegalTransition) ==
            (whole ? std::vector<Span>() : std::vector<Span>{broken}));
    REQUIRE(scene.PlacesOf(RuleId::kStaleApproval).empty());
    REQUIRE(scene.PlacesOf(RuleId::kTermsChanged).empty());
    illegal += whole ? 0 : 1;
    sealed += place.sealed ? 1 : 0;
    closed += place.stage == gates.last ? 1 : 0;
  }
  // The histories are worth their name: each kind of end is frequent.
  CHECK(illegal > 500);
  CHECK(sealed > 500);
  CHECK(closed > 150);
}

TEST_CASE("replay: a legal history with all approvals has no finding, and none less is enough") {
  Random random(20261031);
  Scene scene;
  int removed = 0, doubled = 0;
  for (int round = 0; round < 2000; ++round) {
    const Gates gates = scene.Draw(random);
    Place place = Born(gates);
    scene.Clear();
    std::vector<Given> given;
    const int length = 1 + Below(random, 10);
    for (int i = 0; i < length; ++i) {
      const Step step = DrawStep(random, gates, place, true);
      const auto more = AddAuthorised(scene, random, gates, place, step);
      given.insert(given.end(), more.begin(), more.end());
      place = Next(gates, place, step, static_cast<int>(scene.measure().decisions.size()) - 1);
    }
    const std::string seal = place.sealed ? scene.Terms(place.seal) : "open";
    INFO("round " << round << ", " << gates.last + 1 << " stages, lock " << gates.lock);
    const Replay replay = scene.Run();
    REQUIRE(scene.Lines().empty());
    REQUIRE(Describe(replay, scene.measure()) == Describe(place, scene.measure().decisions.data(), seal));
    if (given.empty()) continue;

    // Without one of the approvals exactly that one is missed, and nothing else.
    std::vector<Decision>& decisions = scene.measure().decisions;
    const std::vector<Decision> complete = decisions;
    const Given& one = given[static_cast<std::size_t>(Below(random, static_cast<int>(given.size())))];
    const Decision transition = complete[one.transition];
    decisions.erase(decisions.begin() + static_cast<std::ptrdiff_t>(one.index));
    const Replay lacking = scene.Run();
    REQUIRE(scene.PlacesOf(RuleId::kMissingApproval) == std::vector<Span>{transition.decision.span});
    REQUIRE(scene.Lines() ==
            fmt::format("missing-approval: {} lacks the approval of the {}\n",
                        Describe(*MoveOf(transition, scene.portfolio().policy), scene.portfolio().policy),
                        Name(one.role)));
    REQUIRE(lacking.position == replay.position);
    ++removed;

    // The transition's signer does not stand in for somebody else's approval.
    decisions = complete;
    decisions[one.index].by = transition.by;
    scene.Run();
    REQUIRE(scene.PlacesOf(RuleId::kMissingApproval) == std::vector<Span>{transition.decision.span});
    ++doubled;
  }
  CHECK(removed > 1000);
  CHECK(doubled > 1000);
}

}  // namespace cat4
