#include "cli/initial_files.h"

#include <algorithm>
#include <filesystem>

#include "cat4/base/source.h"
#include "cat4/base/text.h"
#include "cat4/governance/person_keys.h"
#include "cat4/model/file_edit.h"

namespace cat4 {

namespace fs = std::filesystem;

constexpr std::size_t kMaxTemplateFile = std::size_t{16} << 20;

// Both expect the program on the runner: how it gets there differs from house to house.
const WorkflowFile kWorkflowFiles[2] = {
    {".github/workflows/cat4.yml",
     R"(# A pull request is judged as one step from its base, with every signature; every night the whole history is
# audited. The runner needs the cat4 binary: bake it into the image, or add a step that installs it. The
# variable CAT4_TRUST_ROOT (Settings, Variables) holds the trust root: keep it where only few can change it.
name: cat4
on:
  push:
  pull_request:
  schedule:
    - cron: "17 3 * * *"
permissions:
  contents: read
  security-events: write
jobs:
  pull-request:
    if: github.event_name == 'pull_request'
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
      - run: cat4 check --base "origin/$GITHUB_BASE_REF" --format github --format sarif=cat4.sarif
      - uses: github/codeql-action/upload-sarif@v3
        if: ${{ !cancelled() && hashFiles('cat4.sarif') != '' }}
        with:
          sarif_file: cat4.sarif
  tree:
    if: github.event_name == 'push'
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: cat4 check --format github
  audit:
    if: github.event_name == 'schedule'
    runs-on: ubuntu-latest
    env:
      CAT4_TRUST_ROOT: ${{ vars.CAT4_TRUST_ROOT }}
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
      - run: cat4 audit --no-checkpoint --format github --format json=audit.json
)"},
    {".gitlab-ci.yml",
     R"(# A merge request is judged as one step from its target, with every signature; a scheduled pipeline audits the
# whole history. The runner needs the cat4 binary: bake it into the image. The variable CAT4_TRUST_ROOT (Settings,
# CI/CD, Variables) holds the trust root: keep it where only few can change it.
variables:
  GIT_DEPTH: 0

cat4-merge-request:
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  script:
    - git fetch --quiet origin "$CI_MERGE_REQUEST_TARGET_BRANCH_NAME"
    - cat4 check --base FETCH_HEAD --format text --format gitlab=gl-code-quality.json --format junit=junit.xml
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality.json
      junit: junit.xml

cat4-tree:
  rules:
    - if: $CI_PIPELINE_SOURCE == "push"
  script:
    - cat4 check --format text --format gitlab=gl-code-quality.json
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality.json

cat4-audit:
  rules:
    - if: $CI_PIPELINE_SOURCE == "schedule"
  script:
    - cat4 audit --no-checkpoint --format text --format junit=junit.xml
  artifacts:
    when: always
    reports:
      junit: junit.xml
)"},
};

namespace {

bool IsIdCharacter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// Words of small letters and digits; everything else parts them.
std::vector<std::string> WordsOf(std::string_view name) {
  const bool readable =
      FindInvalidUtf8(name) == std::string_view::npos && FindTooManyMarks(name) == std::string_view::npos;
  std::vector<std::string> words = {""};
  for (const char c : ToLowerAscii(readable ? WithoutMarks(name) : std::string())) {
    if (IsIdCharacter(c)) {
      words.back() += c;
    } else if (c != '\'' && !words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

bool HoldsDecisions(const Portfolio& portfolio) {
  return !portfolio.registry.empty() || std::ranges::any_of(portfolio.measures, [](const Measure& measure) {
    return !measure.decisions.empty() || !measure.open_approvals.empty();
  });
}

Result<void> Collect(const Source& source, const std::string& directory,
                     std::map<std::string, std::string>& files) {
  const Result<std::vector<SourceEntry>> entries = source.List(directory);
  if (!entries) return tl::unexpected(entries.error());
  for (const SourceEntry& entry : *entries) {
    const std::string path = directory.empty() ? entry.name : fmt::format("{}/{}", directory, entry.name);
    if (entry.name == ".git" || path == "schemas") continue;
    if (entry.kind == EntryKind::kOther)
      return Refuse("'{}' of the template is no regular file", Printable(path));
    if (entry.kind == EntryKind::kDirectory) {
      if (const Result<void> below = Collect(source, path, files); !below) return below;
      continue;
    }
    Result<std::string> bytes = source.Read(path, kMaxTemplateFile);
    if (!bytes) return tl::unexpected(bytes.error());
    if (bytes->size() > kMaxTemplateFile)
      return Refuse("'{}' of the template is larger than 16 MiB", Printable(path));
    files[path] = std::move(*bytes);
  }
  return {};
}

}  // namespace

std::string PersonIdFrom(std::string_view name) {
  const std::vector<std::string> words = WordsOf(name);
  if (words.empty()) return {};
  return words.size() == 1 ? words.front() : fmt::format("{}.{}", words.front().front(), words.back());
}

std::string IdFrom(std::string_view name) {
  const std::vector<std::string> words = WordsOf(name);
  std::string id;
  for (const std::string& word : words) id += (id.empty() ? "" : "-") + word;
  return id;
}

Result<std::map<std::string, std::string>> FilesOfTemplate(const std::string& directory,
                                                           const OrganizationText& organization) {
  std::error_code error;
  if (!fs::is_directory(directory, error)) return Refuse("there is no directory '{}'", Printable(directory));
  std::map<std::string, std::string> files;
  if (const Result<void> collected = Collect(*OpenDirectory(directory), "", files); !collected)
    return tl::unexpected(collected.error());
  const Loaded loaded = LoadPortfolio(*InMemorySource(files));
  if (HoldsDecisions(*loaded.portfolio) || files.contains("registry.yaml"))
    return Refuse(
        "the template '{}' holds decisions or a registry.yaml, which were signed for its own organization; "
        "take them out of a copy",
        Printable(directory));
  if (const auto file = files.find("organization.yaml"); file != files.end()) {
    FileEdit edit(FileKind::kOrganization, file->second);
    edit.SetText({"id"}, organization.id);
    edit.SetText({"name"}, organization.name);
    edit.SetText({"currency"}, organization.currency);
    Result<std::string> edited = edit.Finish();
    if (!edited) return tl::unexpected(edited.error());
    file->second = std::move(*edited);
  }
  return files;
}

Result<std::string> PersonAsAdmin(std::string bytes, const Person& person, const PublicKey& key) {
  FileEdit edit(FileKind::kPerson, std::move(bytes));
  if (!person.Holds(Role::kAdmin)) edit.AppendText({"roles"}, "admin");
  if (!FindKey(person, key.blob)) edit.AppendKey(KeyLine(key), "");
  return edit.Finish();
}

Result<std::string> PolicyWithBranch(std::string bytes, const std::string& branch) {
  if (bytes.empty()) bytes = Modeline(FileKind::kPolicy) + "version: 1\n";
  FileEdit edit(FileKind::kPolicy, std::move(bytes));
  edit.SetText({"branch"}, branch);
  return edit.Finish();
}

}  // namespace cat4
