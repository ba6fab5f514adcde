// The closed vocabularies of the format. Each enum has Name(value), the word in files, and Words<E>(), all of
// them in the enum's order.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace cat4 {

enum class Level : std::uint8_t { kOrganization, kPortfolio, kProgram, kProject, kPackage, kMeasure };
enum class State : std::uint8_t { kActive, kOnHold, kCancelled };
enum class Light : std::uint8_t { kGreen, kAmber, kRed, kGrey };
enum class Role : std::uint8_t { kOwner, kSponsor, kController, kSteeringCommittee, kAdmin };
enum class Criterion : std::uint8_t {
  kDescription,
  kAlive,
  kBusinessCase,
  kBaseline,
  kMilestones,
  kMilestonesDone,
  kDependenciesMet,
  kEbitdaConfirmed
};
enum class EffectKind : std::uint8_t {
  kEbitda,
  kRevenue,
  kCost,
  kCash,
  kWorkingCapital,
  kCapex,
  kOneOffCost,
  kFte
};
enum class Nature : std::uint8_t { kRecurring, kOneOff };
enum class EffectClass : std::uint8_t { kHard, kSoft, kAvoidance };
enum class FigureKind : std::uint8_t { kPlan, kOriginal, kForecast, kActual };
enum class TargetBasis : std::uint8_t { kCumulative, kFiscalYear, kRunRate };
enum class KeyStatus : std::uint8_t { kActive, kRetired, kCompromised };
enum class CommitteeRecord : std::uint8_t { kVotes, kMinutes };
enum class SignedCommits : std::uint8_t { kRequired, kPreferred };
enum class Rating : std::uint8_t { kLow, kMedium, kHigh };
enum class DecisionKind : std::uint8_t {
  kApprove,
  kAdvance,
  kReject,
  kHold,
  kResume,
  kCancel,
  kReinstate,
  kReturn,
  kReopen,
  kAmend,
  kConfirm,
  kAdopt
};

template <typename E>
std::span<const std::string_view> Words();

template <typename E>
std::string_view Name(E value) {
  return Words<E>()[static_cast<std::size_t>(value)];
}

// The worse of two lights; grey is none, and gives way to the other.
Light Worse(Light a, Light b);

// fte and working_capital: their months hold levels, so that a sum over months is the last one.
bool HoldsLevels(EffectKind kind);

}  // namespace cat4
