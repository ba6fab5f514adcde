// What a report is made from.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/model/period.h"
#include "cat4/model/portfolio.h"
#include "cat4/report/report.h"

namespace cat4 {

// A version of the portfolio, with its figures as of a day.
struct ReportSide {
  const Portfolio* portfolio = nullptr;
  std::span<const MeasureFigures> figures;  // of all its measures, in their order
  Date as_of{};
  ReportRevision revision;

  const Policy& policy() const { return portfolio->policy; }
};

// The fields that measures can be grouped by.
enum class GroupField { kLegalEntity, kBusinessUnit, kFunction, kSponsor, kController, kCommittee, kTag };
std::optional<GroupField> FindGroupField(std::string_view name);
std::string_view Name(GroupField field);   // "legal_entity"
std::string_view Title(GroupField field);  // "Legal entity"
std::span<const std::string_view> GroupFieldNames();

// What waits for somebody: a gate that was submitted, or approvals that were given and not counted yet.
struct OpenDecision {
  struct Waiting {
    std::string role;
    std::vector<std::string> people;  // any of them will do; for a committee, those who have not voted
    int votes = 1;                    // how many of them are needed
  };
  const MeasureFigures* measure = nullptr;
  std::string what;  // "advance to 'decided'"
  std::string gate;  // empty: it is not about one
  Date since{};
  std::vector<std::string> given;               // "controller: a.berg for m.okafor on 2026-10-19"
  std::vector<Waiting> missing;                 // empty: the transition itself is all that is missing
  std::vector<const Decision*> approvals = {};  // those that `given` tells of
};

// A decision and whether it is proven, from where the report's revision stands.
struct RegisteredDecision {
  const Measure* measure = nullptr;
  const Decision* decision = nullptr;
  std::size_t number = 0;  // as 'cat4 log' has it
  std::string statement;   // digest
  bool open = false;       // an approval that no transition has counted
  bool signature_good = false;
  std::string why;                            // where it is not
  std::string key;                            // fingerprint
  KeyStatus key_status = KeyStatus::kActive;  // today
  std::string landed;  // commit of the main line; empty: it has not landed, or nobody looked
};

struct ReportInput {
  ReportHead head;  // complete but for its title
  ReportSide now;
  std::optional<ReportSide> before;  // what is compared with
  std::vector<ReportSide>
      history;                     // the ends of the months before the as-of date, oldest first; if asked for
  const Container* top = nullptr;  // what is reported on; null: the organization
  const MeasureFigures* only = nullptr;  // a single measure instead
  std::optional<Period> period;
  std::optional<GroupField> by;
  Level depth = Level::kMeasure;
  std::string subject;
  std::vector<OpenDecision> open;              // oldest first; if asked for
  std::vector<RegisteredDecision> registered;  // in the order of measures and decisions; if asked for
  // What had landed at the end of other days that the report wants to look at, oldest first. Their figures
  // are those of another day; they are there for what the files said.
  std::vector<ReportSide> days;
  std::string no_history;  // why `history` is empty, where it was asked for
};

// The figures of what is reported on, of that version: all measures below the node that has the same id
// there.
std::vector<const MeasureFigures*> MeasuresOf(const ReportInput& input, const ReportSide& side);

// The values of the field, or "-" where the measure has none. A measure with several tags is in several
// groups.
std::vector<std::string> GroupsOf(const Measure& measure, GroupField field);

// Measures by group, groups by name, those without one last.
struct MeasureGroup {
  std::string name;
  std::vector<const MeasureFigures*> measures;
};
std::vector<MeasureGroup> GroupMeasures(std::span<const MeasureFigures* const> measures, GroupField field);

// The measure of the same id in another version; null if it has none.
const MeasureFigures* FindFigures(const ReportSide& side, std::string_view id);

// Text of what may not be there.
std::string TextOf(const Located<Text>& text);

}  // namespace cat4
