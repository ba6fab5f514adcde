// Which months of which effects `cat4 confirm` is about.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/decision_options.h"

namespace cat4 {

inline constexpr OptionSpec kMineOption{
    .name = "--mine",
    .letter = "",
    .value = "",
    .about = "every decided measure whose controller you are; with --on-behalf, that person"};
inline constexpr OptionSpec kEntityOption{
    .name = "--entity",
    .letter = "",
    .value = "ENTITY",
    .about = "with --mine, --under or --ids-from: only measures of this legal entity"};
inline constexpr OptionSpec kConfirmEffectOption{
    .name = "--effect",
    .letter = "",
    .value = "EFFECT",
    .about = "only this effect (default with --through: all; else the only leading one)"};
inline constexpr OptionSpec kThroughOption{
    .name = "--through",
    .letter = "",
    .value = "MONTH",
    .about = "the actuals of all months up to this one that are not confirmed"};
inline constexpr OptionSpec kRestateOption{
    .name = "--restate",
    .letter = "",
    .value = "",
    .about = "replace earlier confirmations of the same months; needs --reason"};

// Months of one effect that are to be confirmed. Pointers live as long as the session's portfolio.
struct ConfirmMonths {
  const Measure* measure = nullptr;
  const Effect* effect = nullptr;
  std::vector<MonthAmount> amounts;  // scale: the currency's exponent
};

MonthAmount AmountOf(const Measure& measure, const Effect& effect, Month month, Decimal amount);

// One measure, with the amounts that are given for it.
Result<std::vector<ConfirmMonths>> MonthsGiven(const Invocation& invocation, RecordingSession& session,
                                               const std::string& id,
                                               const std::vector<std::string>& amounts);
// The actuals of all measures that the command line names, through a month. Refuses if there is none, and
// says whom else the signer could act for.
Result<std::vector<ConfirmMonths>> MonthsThrough(const Invocation& invocation, RecordingSession& session,
                                                 const Signer& signer);

}  // namespace cat4
