// The versions that a report looks back at.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cat4/report/report_input.h"

#include "cli/workspace.h"

namespace cat4 {

// A version that was read whole; what points into it lives as long.
struct LoadedSide {
  std::unique_ptr<Source> source;
  std::unique_ptr<Portfolio> portfolio;
  std::vector<MeasureFigures> figures;
  Date as_of{};
  ReportRevision revision;

  ReportSide side() const { return {portfolio.get(), figures, as_of, revision}; }
};

// The history that a workspace stands in.
struct ReportHistory {
  std::optional<Repository> repository;  // its prefix is the tree's root; nothing: it is in none
  std::string tip;                       // the commit that is looked back from; empty: nothing is committed
};
Result<ReportHistory> FindReportHistory(const Workspace& workspace);

// The last commit of the chain of first parents that was committed up to the end (UTC) of the day; nothing if
// there is none. Days of commits are claims of those who made them.
Result<std::optional<std::string>> CommitAt(const ReportHistory& history, Date day);

// A version and the day that it is judged as of.
struct ComparedRevision {
  ReportRevision revision;
  Date as_of{};
};
// A revision to compare with: a day or a period means what had landed at its end, judged as of that day; any
// other text names a commit, judged as of the day it was committed, or `as_of` if that is earlier. Days after
// `as_of` are refused.
Result<ComparedRevision> FindCompared(const ReportHistory& history, const std::string& asked, Date as_of,
                                      int fiscal_year_start_month);
// The version of a commit, judged as of a day. Fails where git does; the inner result where what git has
// can't be read whole, which is so for everybody.
Result<Result<LoadedSide>> TryOpenSide(const ReportHistory& history, const ReportRevision& revision,
                                       Date as_of);
Result<LoadedSide> OpenSide(const ReportHistory& history, const ReportRevision& revision, Date as_of);

// What had landed at the end of each of the months before that of the as-of date, oldest first; months before
// the history began are left out.
struct MonthEnds {
  std::vector<LoadedSide> sides;
  std::vector<Date> unreadable;  // those whose version can't be read whole
};
// Fails where a shallow clone does not reach back so far.
Result<MonthEnds> OpenMonthEnds(const ReportHistory& history, Date as_of, int months,
                                Environment& environment);

// Why there are none: "the tree is in no git repository".
std::string WhyNoMonthEnds(const ReportHistory& history, Date as_of);

}  // namespace cat4
