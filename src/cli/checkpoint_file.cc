#include "cli/checkpoint_file.h"

#include <filesystem>

#include "cat4/base/source.h"
#include "cat4/base/text.h"
#include "cat4/base/write_file.h"
#include "cat4/git/tree_source.h"
#include "cat4/governance/registry.h"
#include "cat4/model/portfolio.h"

namespace cat4 {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{1} << 26;

}  // namespace

CheckpointFile FindCheckpointFile(const Environment& environment, const Repository& repository,
                                  std::string_view revision, const std::string& commit) {
  const std::optional<std::string> ref = repository.RefNamed(revision);
  if (environment.state_directory.empty() || !ref) return {};
  const Result<std::unique_ptr<Source>> source = OpenCommit(repository, commit, RegistryParts());
  if (!source) return {};
  const Loaded loaded = LoadPortfolio(**source);
  const RegistryStatus status = StatusOfRegistry(*loaded.portfolio, "");
  const RegistryVersion* first = status.first();
  if (!first || !loaded.portfolio->organization.id) return {};
  const std::string name = CheckpointName(first->digest, loaded.portfolio->organization.id->view(), *ref);
  return {environment.state_directory, fmt::format("audit/{}", name)};
}

std::optional<Checkpoint> CheckpointFile::Read() const {
  if (path.empty()) return std::nullopt;
  const Result<std::string> bytes = OpenDirectory(directory)->Read(path, kMaxBytes);
  return bytes ? ParseCheckpoint(*bytes) : std::nullopt;
}

Result<void> CheckpointFile::Write(const Checkpoint& checkpoint) const {
  if (path.empty()) return {};
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) return Fail("can't make '{}': {}", Printable(directory), error.message());
  return PutFile(directory, path, FormatCheckpoint(checkpoint));
}

}  // namespace cat4
