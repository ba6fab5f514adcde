// A report as a value: what is shown, and in which order. Every format writes it, and none decides anything.
//
// A report is a heading, sentences that sum it up, and sections; a section is a table. Texts are the user's
// own bytes: each format makes them harmless in its own language.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cat4/base/date.h"
#include "cat4/model/money.h"
#include "cat4/model/words.h"
#include "cat4/report/light_glyph.h"

namespace cat4 {

// An amount in the currency of the report, or in another one where `currency` says so.
struct Money {
  Total total;
  Currency currency = {};  // none: the report's
  friend bool operator==(const Money&, const Money&) = default;
};
// A share in tenths of a percent.
struct PerMille {
  int value = 0;
  friend bool operator==(PerMille, PerMille) = default;
};

// One value of a table; nothing where there is none.
using ReportValue =
    std::variant<std::monostate, std::string, std::int64_t, Money, PerMille, Date, Month, Light, bool>;

enum class ColumnKind { kText, kCount, kMoney, kShare, kDate, kMonth, kLight, kFlag };

// Who sees a column: tables for people have only so much width.
enum class Shown { kEverywhere, kToProgramsOnly };

struct ReportColumn {
  std::string key;      // in documents for programs: "in_year_plan"
  std::string heading;  // for people: "Plan FY27"
  ColumnKind kind = ColumnKind::kText;
  Shown shown = Shown::kEverywhere;
};

struct ReportRow {
  std::vector<ReportValue> values;  // one for each column
  int depth = 0;                    // people see the first text that much indented
  bool sum = false;                 // it sums up those above it: people see it set apart
};

// Whether people read behind the title how many rows there are. It says something where rows are found, and
// nothing where they are given: those of key figures.
enum class RowCount { kShown, kHidden };

struct ReportSection {
  std::string key;    // in documents for programs: "stalled"
  std::string title;  // for people; empty: none, as of the main table
  std::string about;  // a sentence for people that says how to read it; may be empty
  std::vector<ReportColumn> columns;
  std::vector<ReportRow> rows;
  std::string nothing;  // what people read where there are no rows; empty: they see no section then
  std::vector<std::string> notes;  // sentences below the table, for people
  RowCount row_count = RowCount::kShown;
  bool sums = false;  // rows may sum up others, and programs are told of each whether it does
  // A list for programs only, whose rows people find in other sections; they still read that there are none.
  Shown shown = Shown::kEverywhere;
};

// True if people see something of the section.
bool IsForPeople(const ReportSection& section);

// Whether the revision that was read is proven, by an audit relative to the trust root that it found.
enum class ProofState {
  kNotAsked,    // files that are not committed: nobody signed them
  kProven,      // the audit found no error
  kNotProven,   // it found errors
  kIncomplete,  // it could not see all of the history
  kNoRegistry,  // no registry was ever ratified
};
struct ReportProof {
  ProofState state = ProofState::kNotAsked;
  // Errors of the audit; of files that are not committed, measures that stand where no decision put them.
  std::size_t errors = 0;
  int registry_version = 0;
  std::string trust_root;  // "sha256:…"; empty: none
};
std::string_view Name(ProofState state);  // "proven", "not proven", …

// A version that the report was made from, or compared with.
struct ReportRevision {
  std::string asked;   // as it was named: "v2026-09", "2026-09-30", "FY27-Q1"; empty: the files here
  std::string commit;  // its id; empty: the files as they are here
  friend bool operator==(const ReportRevision&, const ReportRevision&) = default;
};

// How people read amounts: a report for a committee is no place for cents, a controller ticks them off.
enum class AmountDetail { kWholeUnits, kMinorUnits };

// What a report was made from and what was asked for. Whatever changes a byte of its JSON document stands
// here and in the document, or nobody could make it again: 'cat4 report verify' does, and a test holds every
// option of every report against this. How a revision was asked for is no part of it; its commit is.
struct ReportHead {
  std::string name;   // "pipeline", as it is called on the command line
  std::string title;  // "pipeline by stage"
  std::string organization;
  Date as_of{};
  Currency currency;
  ReportRevision revision;
  ReportProof proof;
  std::string version;  // of this program
  // What was asked for; empty: nothing.
  std::string node, node_name;  // id, and what it is called
  std::string period;           // "2026-09", "FY27-Q2"
  std::string by;               // the field that the main table is grouped by
  std::string subject;          // of a report on one thing: the committee's id
  std::optional<ReportRevision> compared;
  Date compared_as_of{};  // the day that it is judged as of
  // Days that the report looks back at and whose version it did not look at: it can't be read whole, or there
  // were too many.
  std::vector<Date> not_looked_at = {};
  AmountDetail amounts = AmountDetail::kWholeUnits;
};

struct Report {
  ReportHead head;
  std::vector<std::string> summary;     // sentences for people, below the heading
  std::vector<ReportSection> sections;  // the first is the main table
};

struct ReportStyle {
  std::size_t width = 0;  // columns of the terminal; 0: unknown
  Glyphs glyphs = Glyphs::kPlain;
};

std::string ReportText(const Report& report, const ReportStyle& style);
// For a pull request's comment: at most what GitHub takes as one; rows that don't fit are counted.
std::string ReportMarkdown(const Report& report);
// Amounts and shares are decimal strings, dates ISO; a section is an array of objects.
std::string ReportJson(const Report& report);
// The main table only: a heading and equal columns (RFC 4180).
std::string ReportCsv(const Report& report);

// A value as people read it: amounts in the detail of the report, shares in percent. Text is made harmless
// for terminals.
std::string FormatForPeople(const ReportValue& value, const ReportHead& head);
// A value exactly, for programs: "-1234.50", "87.5", "2026-10-31", "amber", "true"; empty where there is
// none.
std::string FormatForPrograms(const ReportValue& value, const ReportHead& head);

// " (3)" behind a title: how many rows there are besides sums; empty where that is hidden.
std::string RowCountText(const ReportSection& section);

// Sentences on what the report was made from, and what of it is shown: "revision 986121d0c3a4, proven under
// …".
std::vector<std::string> Provenance(const ReportHead& head);

// The formats that can be asked for.
struct ReportFormat {
  std::string_view name, extension;
  std::string (*write)(const Report& report, const ReportStyle& style);
};
std::span<const ReportFormat> ReportFormats();
const ReportFormat* FindReportFormat(std::string_view name);  // null if there is none

}  // namespace cat4
