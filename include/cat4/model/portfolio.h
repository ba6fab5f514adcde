// Everything that one repository says, decoded and linked.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "cat4/base/source.h"
#include "cat4/base/text_pool.h"
#include "cat4/diagnostics/finding.h"
#include "cat4/model/measure.h"
#include "cat4/model/policy.h"

namespace cat4 {

struct LegalEntity {
  Located<Text> id, name;
  Located<Currency> currency;
  Located<bool> closed;
};
struct Unit {  // a business unit or a function
  Located<Text> id, name;
};

// In the organization's reporting currency.
struct Target {
  Located<Decimal> amount;
  Located<Month> by;
  Located<TargetBasis> basis;  // cumulative if not written
  Span span;
};

struct Organization {
  Located<int> format;
  Located<Text> id, name;
  Located<Currency> currency;  // the reporting currency
  Located<int> fiscal_year_start;
  Located<Month> closed_through;
  std::vector<LegalEntity> legal_entities;
  std::vector<Unit> business_units, functions;
  std::optional<Target> target;  // moved to the container that stands for the organization when loading

  int fiscal_year_start_month() const { return fiscal_year_start ? *fiscal_year_start : 1; }
};

struct PersonKey {
  Located<Text> key;  // an OpenSSH public key line
  Located<KeyStatus> status;
  Located<Text> note;
};
struct Person {
  Located<Text> id, name, email;
  Located<bool> active;
  std::vector<Located<Role>> roles;
  std::vector<Located<Text>> legal_entities;  // a controller's scope; empty: all
  std::vector<Located<Text>> deputies;
  std::vector<PersonKey> keys;

  bool is_active() const { return !active || *active; }
  bool Holds(Role role) const;
};
struct Committee {
  Located<Text> id, name, chair;
  std::vector<Located<Text>> members;
  Located<int> quorum;
  Located<CommitteeRecord> record;
  std::vector<Located<Date>> meetings;
  Located<bool> active;

  bool is_active() const { return !active || *active; }
};

// The organization itself (index 0), a portfolio, program, project or measure package.
struct Container {
  Level level = Level::kOrganization;
  int parent = -1;  // index of the container above
  FileId file = 0;
  Located<Text> id, name, description, lead;
  Located<Text> sponsor, legal_entity, business_unit, function,
      steering_committee;  // once linked: inherited too
  Located<Currency> currency;
  std::optional<Target> target;
  Located<Text> prefix;
  bool broken = false;  // its file has mistakes; it holds what could be read
  int measures_begin = 0,
      measures_end = 0;  // a package's measures; for the others those of all packages below
};

struct MonthRate {
  Currency currency;
  int month_index = 0;  // MonthIndex
  friend bool operator==(MonthRate, MonthRate) = default;
  friend auto operator<=>(const MonthRate& a, const MonthRate& b) {
    return std::make_pair(a.currency.code(), a.month_index) <=>
           std::make_pair(b.currency.code(), b.month_index);
  }
};
struct Rates {
  std::map<std::string_view, Located<Rate>> plan;  // by currency code
  std::map<MonthRate, Located<Rate>> months;
};

struct Waiver {
  Located<Text> rule, measure, path, commit;
  Located<Date> until;
  Located<Text> reason, by;
  Span span;
};

// What could be read of the files that judge all others. A rule that needs one that is broken is not run.
struct Readable {
  bool organization = true;
  bool policy = true;
  bool rates = true;
  bool waivers = true;
  bool people = true, committees = true;  // the directories as such
  bool registry = true;                   // registry.yaml
};

struct Portfolio {
  TextPool texts;
  FileTable files;
  std::size_t files_read = 0;

  Organization organization;
  Policy policy;
  FileId policy_file = 0;  // 0: there is none, the defaults hold
  Rates rates;
  std::vector<Waiver> waivers;
  std::vector<Person> people;  // by path, as all that follow
  std::vector<Committee> committees;
  std::vector<Container> containers;  // depth-first, parents first; the organization is the first
  std::vector<Measure> measures;      // in the order of their packages
  std::vector<RegistryEntry> registry;
  std::unordered_map<std::string, FileId> evidence;  // regular files below evidence/

  Readable readable;
  // False where something was left out, or could not be understood, that figures may rest on: see
  // AffectsSums.
  bool complete = true;
  std::set<Span> unknown_entities;  // legal entities of containers and measures that do not exist

  const Person* FindPerson(Text id) const;
  const Committee* FindCommittee(Text id) const;
  const LegalEntity* FindLegalEntity(Text id) const;
  const Measure* FindMeasure(Text id) const;

  const Rate* PlanRate(Currency currency) const;  // null if missing; the reporting currency's is 1
  const Rate* MonthlyRate(Currency currency, Month month) const;

  // Filled by loading: ids to places in the vectors above; ids whose files exist but could not be read.
  std::unordered_map<Text, std::size_t, TextHash> person_index, committee_index, entity_index, measure_index;
  std::unordered_set<Text, TextHash> unreadable_people, unreadable_committees, unreadable_measures;
};

struct Loaded {
  std::unique_ptr<Portfolio> portfolio;  // never null; holds what could be read
  Findings findings;                     // those of the reading group
  std::vector<Failure> failures;         // files and directories that could not be read at all
};

// True for a finding of reading after which sums would be wrong: a mistake in the organization, policy, rates
// or below portfolios/, or a legal entity that an effect's currency may follow from. A mistake in a person's
// file, say, moves no figure.
bool AffectsSums(const Portfolio& portfolio, const Finding& finding);

// The measure that a file belongs to, by its path: its own file or one of its open approvals. Empty for
// others.
std::string_view MeasureOfPath(std::string_view path);

// Reads every file of the tree: bytes, nodes, typed values, references. One broken file never hides another.
Loaded LoadPortfolio(const Source& source);
// The same, but what organization, policy, rates, waivers, people and committees say is that of `registry`, a
// portfolio loaded from the same files, with which it shares texts; the source is not asked for them.
// Mistakes in them are not found again.
Loaded LoadPortfolio(const Source& source, const Portfolio& registry);

// Has a loaded portfolio judged by the policy of another tree, whose policy.yaml is known to be readable.
// What was read stays as it is; a stage that this policy does not have gets no index (-1).
void JudgeByPolicyOf(Portfolio& portfolio, const Source& other);

}  // namespace cat4
