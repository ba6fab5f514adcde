#include "cli/decision_options.h"

#include <algorithm>
#include <filesystem>

#include "cat4/base/check.h"
#include "cat4/base/text.h"
#include "cat4/crypto/evidence.h"

namespace cat4 {
namespace {

constexpr std::string_view kEvidenceDirectory = "evidence/";

Result<std::string> EvidencePath(const std::string& given, const Workspace& workspace) {
  Result<std::string> path = PathInRoot(given, workspace.start, workspace.root);
  if (!path || !path->starts_with(kEvidenceDirectory))
    return Refuse(
        "'{}' does not lie below evidence/ of the tree, where it stays with the decision; copy it there",
        Printable(given));
  std::error_code error;
  const auto status = std::filesystem::symlink_status(std::filesystem::path(workspace.root) / *path, error);
  const auto real = std::filesystem::weakly_canonical(std::filesystem::path(workspace.root) / *path, error);
  const auto root = std::filesystem::weakly_canonical(workspace.root, error);
  if (status.type() != std::filesystem::file_type::symlink && real != root / *path)
    return Refuse("'{}' is reached through a symbolic link, which git does not follow; name the file itself",
                  Printable(given));
  if (status.type() == std::filesystem::file_type::not_found)
    return Refuse("there is no '{}'", Printable(given));
  if (status.type() != std::filesystem::file_type::regular)
    return Refuse("'{}' is no regular file", Printable(given));
  if (!WantedInText(*path, TextForm::kLine).empty())
    return Refuse("the name '{}' can't be signed; wanted {}", Printable(given),
                  WantedInText(*path, TextForm::kLine));
  return path;
}

}  // namespace

Result<Signer> SignerOf(const Invocation& invocation, RecordingSession& session) {
  Signer signer{.by = *session.signer().id, .for_ = {}, .role = {}};
  if (const std::optional<std::string> role = invocation.Value(kRoleOption.name)) {
    const auto words = Words<Role>();
    const auto word = std::ranges::find(words, *role);
    if (word == words.end())
      return Refuse("there is no role '{}'; known: {}", Printable(*role), Join(words, ", "));
    signer.role = static_cast<Role>(word - words.begin());
  }
  if (const std::optional<std::string> principal = invocation.Value(kOnBehalfOption.name)) {
    signer.for_ = session.portfolio().texts.Find(*principal);
    if (signer.for_.empty() || !session.portfolio().FindPerson(signer.for_)) {
      std::vector<std::string_view> ids;
      for (const Person& person : session.portfolio().people) ids.push_back(person.id->view());
      const std::string_view nearest = NearestWord(*principal, ids);
      return Refuse("there is no person '{}'{}", Printable(*principal),
                    nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest));
    }
  }
  return signer;
}

constexpr std::size_t kMaxEvidenceBytes = std::size_t{256} << 20;

namespace {

// What is signed are the bytes that people see; behind a filter (git-lfs, say) the commit would hold others.
Result<void> CheckUnfiltered(const RecordingSession& session, const std::string& path) {
  const Repository& repository = session.repository();
  const Result<std::string> said =
      repository.Run({"check-attr", "-z", "filter", "--", repository.prefix + path});
  if (!said) return tl::unexpected(said.error());
  const std::vector<std::string_view> words = Split(*said, '\0');  // path, "filter", value
  if (words.size() < 3 || words[2] == "unspecified" || words[2] == "unset") return {};
  return Refuse(
      "'{}' goes through git's filter '{}', so that a commit would not hold what is signed; keep evidence "
      "out of "
      "it: 'evidence/** -filter' as the last line of .gitattributes",
      Printable(path), Printable(words[2]));
}

}  // namespace

Result<void> TakeEvidence(const Invocation& invocation, RecordingSession& session) {
  std::vector<std::string> uncommitted, named;
  for (const std::string& given : invocation.Values(kEvidenceOption.name)) {
    const Result<std::string> path = EvidencePath(given, session.workspace());
    if (!path) return tl::unexpected(path.error());
    if (std::ranges::find(named, *path) != named.end())
      return Refuse("'{}' is named twice as evidence", Printable(*path));
    named.push_back(*path);
    if (const Result<void> unfiltered = CheckUnfiltered(session, *path); !unfiltered) return unfiltered;
    const Result<std::string> bytes =
        ReadWhole(*OpenDirectory(session.workspace().root), *path, kMaxEvidenceBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    if (session.CommittedBytesOf(*path) != *bytes) uncommitted.push_back(*path);
  }
  return uncommitted.empty() ? Result<void>() : session.TakeEdited(uncommitted);
}

Result<std::vector<EvidenceFile>> EvidenceOf(const Invocation& invocation, RecordingSession& session) {
  std::vector<EvidenceFile> files;
  TextPool& texts = session.portfolio().texts;
  for (const std::string& given : invocation.Values(kEvidenceOption.name)) {
    const Result<std::string> path = EvidencePath(given, session.workspace());
    if (!path) return tl::unexpected(path.error());
    const std::optional<std::string> bytes = session.BytesOf(*path);
    if (!bytes) return Fail("can't read '{}'", Printable(given));
    const Span here = WholeFile(session.portfolio().policy_file == 0 ? 1 : session.portfolio().policy_file);
    files.push_back({{texts.Intern(*path), here}, {texts.Intern(Sha256Hex(*bytes)), here}});
  }
  return files;
}

Result<void> CheckCommitted(const RecordingSession& session, const std::string& path) {
  const Result<std::string> disk = OpenDirectory(session.workspace().root)->Read(path, std::size_t{1} << 21);
  if (disk && *disk == session.CommittedBytesOf(path)) return {};
  return Refuse(
      "'{}' {}; commit or restore it first: a decision is about what is committed (locked terms are changed "
      "by an amend: "
      "'cat4 gate approve --for amend')",
      Printable(path), disk ? "has changes that are not committed" : "is missing in the working tree");
}

Result<std::vector<std::string>> SelectIds(const Invocation& invocation, const RecordingSession& session) {
  const Workspace& workspace = session.workspace();
  const Result<std::vector<const MeasureFigures*>> measures = SelectMeasures(invocation, workspace);
  if (measures) {
    std::vector<std::string> ids;
    for (const MeasureFigures* figures : *measures) ids.emplace_back(figures->measure->id->view());
    return ids;
  }
  if (invocation.arguments.empty() && !invocation.Has(kUnderOption.name) &&
      !invocation.Has(kIdsFromOption.name))
    return tl::unexpected(measures.error());
  const Loaded disk = LoadPortfolio(*OpenDirectory(workspace.root));
  for (const std::string& id : invocation.arguments) {
    const Text known = disk.portfolio->texts.Find(id);
    if (!known.empty() && disk.portfolio->unreadable_measures.contains(known))
      return Fail("measure '{}' can't be read as it stands here; 'cat4 check' says why", Printable(id));
    const Measure* measure = known.empty() ? nullptr : disk.portfolio->FindMeasure(known);
    if (!measure || workspace.portfolio->FindMeasure(workspace.portfolio->texts.Find(id))) continue;
    const std::string path = Printable(disk.portfolio->files.path(measure->file));
    return Refuse("'{}' is not committed yet, and decisions are about what is: git add {} && git commit",
                  Printable(id), path);
  }
  return tl::unexpected(AsRefusal(measures.error()));
}

const Measure* GetMeasure(RecordingSession& session, const std::string& id) {
  const Measure* measure = session.portfolio().FindMeasure(session.portfolio().texts.Find(id));
  CAT4_CHECK(measure != nullptr);
  return measure;
}

const std::string& PathOf(RecordingSession& session, const Measure& measure) {
  return session.portfolio().files.path(measure.file);
}

}  // namespace cat4
