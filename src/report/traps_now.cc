#include "report/traps_now.h"

#include <algorithm>

#include "cat4/base/text.h"
#include "cat4/model/traps.h"

namespace cat4 {
namespace {

// The first of the unbroken run of versions, up to the last, of which `holds` is true; it is of the last.
template <typename Side, typename Holds>
const Side& FirstOf(std::span<const Side> sides, const Holds& holds) {
  const Side* first = &sides.back();
  for (auto side = sides.rbegin(); side != sides.rend() && holds(*side); ++side) first = &*side;
  return *first;
}

std::string PercentOf(const Share& share) {
  const std::optional<int> tenths = share.PerMille();
  return tenths ? FormatTotal(Amount{*tenths}, 1) + "%" : "nothing";
}

bool IsTrap(const Sighting& sighting) { return sighting.figures->known && sighting.figures->trap; }

std::optional<Light> CallOf(const Sighting& sighting) {
  return CalledTooWell(*sighting.side->portfolio, sighting.measure(), sighting.day());
}

// What the months bring that begin before the milestone's forecast.
Total BroughtBefore(const Sighting& sighting, const SilentSlip& slip) {
  std::vector<OutlookCell> cells = OutlookAfter(sighting, Date::min());
  std::erase_if(cells,
                [&](const OutlookCell& cell) { return cell.month >= MonthOf(*slip.milestone->forecast); });
  return SumOf(cells);
}

std::string ClaimsText(const DoubleClaim& account, Currency unit) {
  constexpr std::size_t kNamed = 4;
  std::string text;
  for (std::size_t i = 0; i < std::min(kNamed, account.claims.size()); ++i)
    text += fmt::format("{}{} {}", i == 0 ? "" : " + ", account.claims[i].measure->id->view(),
                        FormatTotalGrouped(account.claims[i].size, unit.exponent()));
  if (account.claims.size() > kNamed) text += fmt::format(" + {} more", account.claims.size() - kNamed);
  return fmt::format("{} = {} {}", text, FormatTotalGrouped(account.sum, unit.exponent()), unit.unit());
}

std::optional<DoubleClaim> FindClaim(const ReportSide* side, const DoubleClaim& account) {
  std::vector<DoubleClaim> claims = DoubleClaims(*side->portfolio, side->as_of);
  for (DoubleClaim& other : claims) {
    if (other.account.view() == account.account.view() &&
        other.legal_entity.view() == account.legal_entity.view() && other.kind == account.kind)
      return std::move(other);
  }
  return std::nullopt;
}

std::string PlanText(const Sighting& sighting) {
  const PotentialShares& shares = sighting.figures->shares;
  return fmt::format("plan {}, of it due {}", AmountOf(sighting, shares.outlook.plan),
                     AmountOf(sighting, shares.to_date.plan));
}

std::string CallText(const Sighting& sighting) {
  const OwnerStatus& status = *sighting.measure().status;
  return fmt::format("the owner calls it {}{}", Name(*status.implementation),
                     status.on ? fmt::format(" on {}", FormatDate(*status.on)) : "");
}

std::string DueText(const Milestone& milestone) {
  return fmt::format("'{}' due {}", milestone.id->view(), FormatDate(*milestone.due));
}

// What was said when it began: by the version itself if that is not the one that is reported on.
TrapEvidence Began(const Sighting& first, const Sighting& now, std::string what) {
  return {&first == &now ? nullptr : first.side, std::move(what)};
}

}  // namespace

void FindGreenStatus(const Story& story, std::vector<Trap>& traps) {
  const Sighting& now = story.back();
  if (!IsTrap(now)) return;
  const Sighting& first = FirstOf(std::span(story), &IsTrap);
  const PotentialShares& shares = now.figures->shares;
  // Where the outlook holds and only what was due is missing, that is what is at stake.
  const int wanted = *now.policy().status.potential.amber_below;
  const Share& short_of = shares.outlook.IsBelow(wanted) ? shares.outlook : shares.to_date;
  traps.push_back(
      {.kind = TrapKind::kGreenStatus,
       .measure = now.figures,
       .owner = OwnerOf(now.measure()),
       .since = first.day(),
       .before = Began(first, now, PlanText(first)),
       .after = {now.side, fmt::format("outlook {} ({}), to date {} ({}), potential {}",
                                       AmountOf(now, shares.outlook.value), PercentOf(shares.outlook),
                                       AmountOf(now, shares.to_date.value), PercentOf(shares.to_date),
                                       Name(now.figures->potential))},
       .at_stake = short_of.plan - short_of.value});
}

void FindOptimisticCall(const Story& story, std::vector<Trap>& traps) {
  const Sighting& now = story.back();
  const std::optional<Light> computed = CallOf(now);
  if (!computed) return;
  const Sighting& first =
      FirstOf(std::span(story), [](const Sighting& sighting) { return CallOf(sighting).has_value(); });
  const Milestone& milestone = *DecidingMilestone(now.measure(), now.day());
  const auto late = static_cast<std::size_t>(*DaysLate(milestone, now.day()));
  traps.push_back({.kind = TrapKind::kOptimisticCall,
                   .measure = now.figures,
                   .owner = OwnerOf(now.measure()),
                   .since = first.day(),
                   .before = Began(first, now, CallText(first)),
                   .after = {now.side, fmt::format("the milestones say {}: {}, is {} late", Name(*computed),
                                                   DueText(milestone), Count(late, "day"))},
                   .at_stake = SumOf(OutlookAfter(now, now.day()))});
}

void FindSilentSlip(const Story& story, std::vector<Trap>& traps) {
  const Sighting& now = story.back();
  for (const SilentSlip& slip : SilentSlips(*now.side->portfolio, now.measure())) {
    const std::string_view id = slip.milestone->id->view();
    const Sighting& first = FirstOf(std::span(story), [&](const Sighting& sighting) {
      return std::ranges::any_of(SilentSlips(*sighting.side->portfolio, sighting.measure()),
                                 [&](const SilentSlip& other) { return other.milestone->id->view() == id; });
    });
    traps.push_back({.kind = TrapKind::kSilentSlip,
                     .measure = now.figures,
                     .owner = OwnerOf(now.measure()),
                     .since = first.day(),
                     .before = Began(first, now, DueText(*FindMilestone(first.measure(), id))),
                     .after = {now.side, fmt::format("forecast for {}; '{}' still to begin in {} as planned",
                                                     FormatDate(*slip.milestone->forecast),
                                                     slip.effect->id->view(), FormatMonth(slip.start))},
                     .about = fmt::format("{} {}", id, slip.effect->id->view()),
                     .at_stake = BroughtBefore(now, slip)});
  }
}

void FindDoubleClaims(std::span<const ReportSide* const> sides,
                      std::span<const MeasureFigures* const> measures, std::vector<Trap>& traps) {
  const ReportSide& now = *sides.back();
  for (const DoubleClaim& account : DoubleClaims(*now.portfolio, now.as_of)) {
    const MeasureFigures* reported = nullptr;  // the last of them that is reported on
    for (const Claim& claim : account.claims) {
      const auto found = std::ranges::find(measures, claim.measure, &MeasureFigures::measure);
      if (found != measures.end()) reported = *found;
    }
    if (!reported) continue;
    const ReportSide& first =
        *FirstOf(sides, [&](const ReportSide* side) { return FindClaim(side, account).has_value(); });
    const bool money = account.kind != EffectKind::kFte;
    const Currency unit = money ? *now.portfolio->organization.currency : Currency();
    traps.push_back(
        {.kind = TrapKind::kDoubleClaim,
         .measure = reported,
         .owner = OwnerOf(*reported->measure),
         .since = first.as_of,
         .before = {&first == &now ? nullptr : &first,
                    fmt::format("account '{}' of '{}', {}: baseline {} {}", account.account.view(),
                                account.legal_entity.view(), Name(account.kind),
                                FormatTotalGrouped(FindClaim(&first, account)->baseline, unit.exponent()),
                                unit.unit())},
         .after = {&now, "claimed " + ClaimsText(account, unit)},
         .about =
             fmt::format("{} {} {}", account.legal_entity.view(), account.account.view(), Name(account.kind)),
         .at_stake = money ? std::optional(account.sum - account.baseline) : std::nullopt});
  }
}

}  // namespace cat4
