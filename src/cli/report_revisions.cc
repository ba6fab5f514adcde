#include "cli/report_revisions.h"

#include <charconv>
#include <chrono>
#include <utility>

#include "cat4/base/text.h"
#include "cat4/git/tree_source.h"

#include "cli/progress.h"

namespace cat4 {
namespace {

Result<LoadedSide> Fill(LoadedSide side) {
  Loaded loaded = LoadPortfolio(*side.source);
  if (std::optional<Failure> failure = WhyIncomplete(*side.source, loaded)) return tl::unexpected(*failure);
  side.portfolio = std::move(loaded.portfolio);
  side.figures = ComputeMeasures(*side.portfolio, side.as_of);
  if (std::optional<Failure> failure = WhyUnknown(*side.portfolio, side.figures))
    return tl::unexpected(*failure);
  return side;
}

// The day, in UTC, that the commit says it was committed on.
Result<Date> DayOf(const Repository& repository, const std::string& commit) {
  const Result<std::string> line = repository.Run({"rev-list", "-1", "--timestamp", commit});
  if (!line) return tl::unexpected(line.error());
  long long seconds = 0;
  std::from_chars(line->data(), line->data() + line->size(), seconds);
  return std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(seconds)));
}

Failure NoHistory() {
  return {FailureKind::kUnable,
          "the tree is in no git repository, or nothing is committed; there is nothing to "
          "compare with"};
}

}  // namespace

Result<ReportHistory> FindReportHistory(const Workspace& workspace) {
  if (workspace.repository) return ReportHistory{workspace.repository, workspace.revision};
  const Result<bool> in_repository = IsInRepository(workspace.root);
  if (!in_repository) return tl::unexpected(in_repository.error());
  if (!*in_repository) return ReportHistory();
  Result<Repository> repository = Repository::Open(workspace.root);
  if (!repository) return tl::unexpected(repository.error());
  const Result<Head> head = repository->ReadHead();
  if (!head) return tl::unexpected(head.error());
  return ReportHistory{std::move(*repository), head->commit};
}

Result<std::optional<std::string>> CommitAt(const ReportHistory& history, Date day) {
  const Result<std::string> found =
      history.repository->Run({"rev-list", "-1", "--first-parent",
                               fmt::format("--before={}T23:59:59Z", FormatDate(day)), history.tip});
  if (!found) return tl::unexpected(found.error());
  const std::string id(found->substr(0, found->find('\n')));
  return id.empty() ? std::optional<std::string>() : id;
}

Result<Result<LoadedSide>> TryOpenSide(const ReportHistory& history, const ReportRevision& revision,
                                       Date as_of) {
  // With objects of its own: what another version lacks is no fault of this one.
  Repository repository = *history.repository;
  repository.objects =
      std::make_shared<ObjectStore>(repository.top, repository.hash(), repository.quarantine);
  LoadedSide side;
  side.as_of = as_of;
  side.revision = revision;
  Result<std::unique_ptr<Source>> source = OpenCommit(repository, revision.commit);
  if (!source) return tl::unexpected(source.error());
  side.source = std::move(*source);
  Result<LoadedSide> filled = Fill(std::move(side));
  if (const Result<void> came = repository.objects->CheckAllCame(); !came)
    return tl::unexpected(came.error());
  return filled;
}

Result<LoadedSide> OpenSide(const ReportHistory& history, const ReportRevision& revision, Date as_of) {
  Result<Result<LoadedSide>> side = TryOpenSide(history, revision, as_of);
  if (!side) return tl::unexpected(side.error());
  if (!*side)
    return Fail("{} can't be compared with: {}",
                Printable(revision.asked.empty() ? revision.commit : revision.asked), side->error().message);
  return std::move(*side);
}

Result<ComparedRevision> FindCompared(const ReportHistory& history, const std::string& asked, Date as_of,
                                      int fiscal_year_start_month) {
  if (!history.repository || history.tip.empty()) return tl::unexpected(NoHistory());
  std::optional<Date> day = ParseDate(asked);
  if (const std::optional<Period> period = ParsePeriod(asked, fiscal_year_start_month))
    day = LastDayOf(period->months.last);
  if (day && *day > as_of)
    return FailUsage(
        "'{}' is or ends on {}, after {}, as of which the report is made; there is nothing to "
        "compare with",
        Printable(asked), FormatDate(*day), FormatDate(as_of));
  if (day) {
    const Result<std::optional<std::string>> commit = CommitAt(history, *day);
    if (!commit) return tl::unexpected(commit.error());
    if (!*commit)
      return Fail("nothing was committed up to {}{}; there is nothing to compare with", FormatDate(*day),
                  history.repository->IsShallow()
                      ? ", as far as this shallow clone knows ('git fetch --unshallow' brings the rest)"
                      : "");
    return ComparedRevision{{asked, **commit}, *day};
  }
  const std::optional<std::string> commit = history.repository->FindCommit(asked);
  if (!commit)
    return FailUsage("'{}' is nothing to compare with; wanted a revision, a date or a period such as FY27-Q2",
                     Printable(asked));
  const Result<Date> committed = DayOf(*history.repository, *commit);
  if (!committed) return tl::unexpected(committed.error());
  return ComparedRevision{{asked, *commit}, std::min(*committed, as_of)};
}

Result<MonthEnds> OpenMonthEnds(const ReportHistory& history, Date as_of, int months,
                                Environment& environment) {
  MonthEnds ends;
  if (!history.repository || history.tip.empty()) return ends;
  Progress progress("read", "month ends", environment);
  const int last = MonthIndex(MonthOf(as_of));
  for (int month = last - months; month < last; ++month) {
    const Date day = LastDayOf(MonthFromIndex(month));
    const int done = month - last + months;
    progress.Show(static_cast<std::size_t>(done), static_cast<std::size_t>(months));
    const Result<std::optional<std::string>> commit = CommitAt(history, day);
    if (!commit) return tl::unexpected(commit.error());
    if (!*commit && history.repository->IsShallow()) {
      progress.Clear();
      return Fail(
          "this clone is shallow and does not reach back to {}, which the report looks at; 'git fetch "
          "--unshallow' brings the rest",
          FormatDate(day));
    }
    if (!*commit) continue;
    Result<Result<LoadedSide>> side = TryOpenSide(history, {FormatDate(day), **commit}, day);
    if (!side) {
      progress.Clear();
      return tl::unexpected(side.error());
    }
    if (*side) ends.sides.push_back(std::move(**side));
    if (!*side) ends.unreadable.push_back(day);
  }
  progress.Clear();
  return ends;
}

std::string WhyNoMonthEnds(const ReportHistory& history, Date as_of) {
  if (!history.repository) return "the tree is in no git repository";
  if (history.tip.empty()) return "nothing is committed";
  const Date last = LastDayOf(MonthFromIndex(MonthIndex(MonthOf(as_of)) - 1));
  const Result<std::optional<std::string>> commit = CommitAt(history, last);
  if (commit && *commit) return "no version of the months before can be read whole";
  return fmt::format("nothing was committed up to {}", FormatDate(last));
}

}  // namespace cat4
