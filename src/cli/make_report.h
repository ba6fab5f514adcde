// Reports on the command line: what they have in common, and how one is made from what was asked for.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "cat4/report/report_input.h"
#include "cat4/report/table_changes.h"

#include "cli/command.h"
#include "cli/node_options.h"

namespace cat4 {

// A report as the commands know it.
struct ReportKind {
  std::string_view name;   // on the command line: "pipeline"
  std::string_view title;  // in its heading: "pipeline by stage"
  // Fills title, summary and sections of a report whose head is complete.
  Result<Report> (*build)(const ReportInput& input);
  // Its JSON document, where it is more than its sections; null: the sections.
  std::string (*json)(const ReportInput& input, const Report& report) = nullptr;
  int month_ends = 0;       // how many ends of months before the as-of date it looks at
  bool open = false;        // looks at decisions that wait for somebody
  bool registered = false;  // looks at all decisions and their proof
  bool before = false;      // looks at the version that --compare names
  // Other days that it looks at, known from the ends of months; null: none.
  std::vector<Date> (*days)(const ReportInput& input) = nullptr;
  // Tables that --compare holds against those of the same report of the other version; for kinds that look at
  // no version before themselves.
  std::span<const TableComparison> comparisons = {};
};

// What somebody asks for.
struct ReportWish {
  std::string node, period, by, compare, subject;  // empty: not asked for
  std::optional<ReportRevision> compared = {};  // a revision that is known, with the day it is judged as of
  Date compared_as_of{};
  Level depth = Level::kMeasure;
  std::string version = {};  // of the program, as its head names it; empty: this one's
  bool proof = true;         // audits the revision
  bool document = true;      // writes the JSON document
};

// A report, with what it points into.
struct MadeReport {
  Report report;
  std::string json;  // its document, if it was asked for
  std::string start, root;
};

Result<MadeReport> MakeReport(const ReportKind& kind, const ReportWish& wish, const Invocation& invocation,
                              Environment& environment);

// Makes the report that the options ask for, and writes it where they say; `subject` is its argument, if it
// takes one.
Result<int> RunReport(const ReportKind& kind, const Invocation& invocation, Environment& environment,
                      const std::string& subject = {});

// The same command for another revision and day, with nothing else that was asked for.
Invocation AtRevision(const Invocation& invocation, const std::string& commit, Date as_of);

std::span<const ReportKind* const> ReportKinds();
const ReportKind* FindReportKind(std::string_view name);  // null if there is none

inline constexpr std::string_view kReportFormatNames[] = {"text", "markdown", "json", "csv"};
inline constexpr std::string_view kGroupFieldNames[] = {
    "legal_entity", "business_unit", "function", "sponsor", "controller", "committee", "tag"};

inline constexpr OptionSpec kNodeOption{.name = "--node",
                                        .letter = "",
                                        .value = "PATH",
                                        .about = "report on this node only: its path or its id",
                                        .kind = ValueKind::kNode};
inline constexpr OptionSpec kPeriodOption{
    .name = "--period",
    .letter = "",
    .value = "PERIOD",
    .about = "a month, a fiscal year or a quarter of one: 2026-09, FY27, FY27-Q2"};
inline constexpr OptionSpec kByOption{.name = "--by",
                                      .letter = "",
                                      .value = "FIELD",
                                      .about = "group the main table by this field of the measures",
                                      .choices = kGroupFieldNames};
inline constexpr OptionSpec kCompareOption{
    .name = "--compare",
    .letter = "",
    .value = "WHEN",
    .about = "what to compare with: a revision, or what had landed at the end of a date or period",
    .kind = ValueKind::kRevision};
inline constexpr OptionSpec kReportFormatOption{
    .name = "--format",
    .letter = "",
    .value = "FORMAT",
    .about = "text (default), markdown, json, or csv (the main table)",
    .choices = kReportFormatNames};
inline constexpr OptionSpec kReportOutputOption{
    .name = "--output",
    .letter = "-o",
    .value = "FILE",
    .about =
        "write into FILE, or into a file named after the report in a directory, instead of standard output",
    .kind = ValueKind::kFile};

}  // namespace cat4
