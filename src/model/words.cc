#include "cat4/model/words.h"

namespace cat4 {

#define CAT4_WORDS(Enum, ...)                                   \
  template <>                                                   \
  std::span<const std::string_view> Words<Enum>() {             \
    static constexpr std::string_view kWords[] = {__VA_ARGS__}; \
    return kWords;                                              \
  }

CAT4_WORDS(Level, "organization", "portfolio", "program", "project", "package", "measure")
CAT4_WORDS(State, "active", "on_hold", "cancelled")
CAT4_WORDS(Light, "green", "amber", "red", "grey")
CAT4_WORDS(Role, "owner", "sponsor", "controller", "steering_committee", "admin")
CAT4_WORDS(Criterion, "description", "alive", "business_case", "baseline", "milestones", "milestones_done",
           "dependencies_met", "ebitda_confirmed")
CAT4_WORDS(EffectKind, "ebitda", "revenue", "cost", "cash", "working_capital", "capex", "one_off_cost", "fte")
CAT4_WORDS(Nature, "recurring", "one_off")
CAT4_WORDS(EffectClass, "hard", "soft", "avoidance")
CAT4_WORDS(FigureKind, "plan", "original", "forecast", "actual")
CAT4_WORDS(TargetBasis, "cumulative", "fiscal_year", "run_rate")
CAT4_WORDS(KeyStatus, "active", "retired", "compromised")
CAT4_WORDS(CommitteeRecord, "votes", "minutes")
CAT4_WORDS(SignedCommits, "required", "preferred")
CAT4_WORDS(Rating, "low", "medium", "high")
CAT4_WORDS(DecisionKind, "approve", "advance", "reject", "hold", "resume", "cancel", "reinstate", "return",
           "reopen", "amend", "confirm", "adopt")
#undef CAT4_WORDS

Light Worse(Light a, Light b) {
  if (a == Light::kGrey) return b;
  if (b == Light::kGrey) return a;
  return a < b ? b : a;
}

bool HoldsLevels(EffectKind kind) { return kind == EffectKind::kFte || kind == EffectKind::kWorkingCapital; }

}  // namespace cat4
