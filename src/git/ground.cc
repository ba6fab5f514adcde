#include "git/ground.h"

#include <set>

#include "cat4/base/check.h"
#include "cat4/base/text.h"

namespace cat4 {

std::string PathIn(const Repository& repository, const FileToRecord& change) {
  return repository.prefix + change.path;
}

Result<void> CheckOnDisk(const Repository& repository, const FileToRecord& change) {
  const Result<std::optional<std::string>> bytes = ReadWorkFile(repository, PathIn(repository, change));
  if (!bytes) return tl::unexpected(bytes.error());
  if (*bytes == change.here) return {};
  return Fail("'{}' {}; commit or restore it, then try again", Printable(change.path),
              !change.here ? "stands there already"
              : *bytes     ? "has changes that are not committed"
                           : "is missing");
}

Result<Ground> SurveyGround(const Repository& repository, const Head& head,
                            const std::vector<FileToRecord>& changes) {
  if (const std::optional<std::string> unfinished = repository.Unfinished())
    return Fail("nothing can be recorded while {}", *unfinished);
  Ground ground;
  for (const FileToRecord& change : changes) ground.paths.push_back(PathIn(repository, change));
  CAT4_CHECK(std::set(ground.paths.begin(), ground.paths.end()).size() == changes.size());
  Result<IndexEntries> committed = EntriesOfCommit(repository, head.commit, ground.paths);
  if (!committed) return tl::unexpected(committed.error());
  Result<IndexEntries> indexed = EntriesOfIndex(repository, ground.paths);
  if (!indexed) return tl::unexpected(indexed.error());
  for (const FileToRecord& change : changes) {
    if (const Result<void> same = CheckOnDisk(repository, change); !same) return tl::unexpected(same.error());
    const std::string path = PathIn(repository, change), staged = ObjectAt(*indexed, path);
    if (staged != ObjectAt(*committed, path) && staged != IdOf(repository, change.here))
      return Fail(
          "'{}' has other changes staged than stand in the file; unstage them with 'git restore --staged'",
          Printable(change.path));
  }
  ground.committed = std::move(*committed);
  ground.indexed = std::move(*indexed);
  return ground;
}

Result<void> CheckRecordable(const Repository& repository, const Head& head,
                             const std::vector<FileToRecord>& changes) {
  const Result<Ground> ground = SurveyGround(repository, head, changes);
  if (!ground) return tl::unexpected(ground.error());
  return {};
}

}  // namespace cat4
