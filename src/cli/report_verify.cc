#include <algorithm>

#include "cat4/base/text.h"
#include "cat4/git/tree_source.h"
#include "cat4/report/report_head.h"

#include "cli/governed_branch.h"
#include "cli/input_file.h"
#include "cli/make_report.h"
#include "cli/version.h"

namespace cat4 {
namespace {

constexpr std::size_t kMostBytes = std::size_t{256} << 20;
constexpr std::size_t kMostDifferences = 20;
constexpr std::size_t kGenerousWidth = 80;  // of a text in a message

constexpr ArgumentSpec kArguments[] = {
    {.name = "FILE",
     .about = "a report that --format json wrote; '-' is standard input",
     .min = 1,
     .max = 1,
     .kind = ValueKind::kFile},
};
constexpr std::string_view kRequireProof = "--require-proof";
constexpr OptionSpec kOptions[] = {
    {.name = kRequireProof,
     .letter = "",
     .value = "",
     .about = "exit 1 also where its revision is not proven, or is not part of the governed branch"},
};
constexpr Example kExamples[] = {
    {"cat4 report verify archive/2026-10/status.json", "did this report come from our history as it says?"},
    {"cat4 report verify --require-proof status.json", "in a script: and does what it rests on count?"},
    {"cat4 -C portfolio.git report verify -", "in a bare repository, from standard input"},
};

bool IsCommitId(std::string_view text) {
  constexpr std::size_t kSha1Digits = 40, kSha256Digits = 64;
  return (text.size() == kSha1Digits || text.size() == kSha256Digits) &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool IsVersion(std::string_view text) {
  constexpr std::size_t kMost = 40;
  return !text.empty() && text.size() <= kMost &&
         text.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyz.+-") == std::string_view::npos;
}

const Command* CommandOf(const ReportKind& kind) {
  const std::string name = fmt::format("report {}", kind.name);
  const auto found = std::ranges::find(AllCommands(), name, &Command::name);
  return found == AllCommands().end() ? nullptr : *found;
}

bool Takes(const Command& command, std::string_view option) {
  return std::ranges::find(command.options, option, &OptionSpec::name) != command.options.end();
}

// What a head says that no command line can ask for; nothing if there is nothing. What a report takes no
// notice of would otherwise be echoed, and so look proven.
std::string WhyNeverMade(const ReportHead& head, const ReportKind& kind) {
  const Command* command = CommandOf(kind);
  if (!command) return {};
  const struct {
    std::string_view key;
    bool given, taken;
  } kAsked[] = {
      {"node", !head.node.empty(), Takes(*command, "--node")},
      {"period", !head.period.empty(), Takes(*command, "--period")},
      {"by", !head.by.empty(), Takes(*command, "--by")},
      {"compared", head.compared.has_value(), Takes(*command, "--compare")},
      {"subject", !head.subject.empty(), !command->arguments.empty() || Takes(*command, "--person")}};
  for (const auto& asked : kAsked) {
    if (asked.given && !asked.taken)
      return fmt::format("a {} report takes no '{}', and it names one", kind.name, asked.key);
  }
  if (!head.by.empty() && !FindGroupField(head.by))
    return fmt::format("nothing can be grouped by '{}'", Printable(head.by));
  if (head.compared && head.as_of < head.compared_as_of)
    return fmt::format("it compares with {}, which is later than {}", FormatDate(head.compared_as_of),
                       FormatDate(head.as_of));
  return {};
}

Result<void> CheckCommit(const Repository& repository, const std::string& id) {
  if (!IsCommitId(id))
    return Fail("this is no report that can be verified: it names '{}', which is no id of a commit",
                CutToWidth(Printable(id), kGenerousWidth));
  const std::optional<std::string> commit = repository.FindCommit(id);
  if (commit && *commit == id) return {};
  if (repository.IsShallow())
    return Fail(
        "commit {}, which the report names, is not here; this clone is shallow: 'git fetch --unshallow' "
        "brings the rest",
        id);
  return Fail(
      "commit {}, which the report names, is not here: it was made in another repository, or its history was "
      "rewritten; 'git fetch' brings what others have",
      id);
}

std::string NameOf(const ReportHead& head) {
  return fmt::format("{} report of {}, revision {} as of {}", head.name, Printable(head.organization),
                     head.revision.commit, FormatDate(head.as_of));
}

// What is said of a report that another version of this program made.
std::string OtherVersion(const ReportHead& head, std::string_view means) {
  return head.version == kVersion ? std::string()
                                  : fmt::format("it says that cat4 {} made it, and this is {}, which {}\n",
                                                head.version, kVersion, means);
}

// The first line that is not the same, from 1.
std::size_t FirstOtherLine(std::string_view found, std::string_view wanted) {
  const auto differ = std::ranges::mismatch(found, wanted);
  return 1 + static_cast<std::size_t>(std::count(found.begin(), differ.in1, '\n'));
}

std::string DifferencesText(std::string_view found, std::string_view wanted) {
  std::vector<JsonDifference> differences = FindDifferences(found, wanted, kMostDifferences);
  if (differences.empty())
    return fmt::format("  every value is the same, but it is written differently, first in line {}\n",
                       FirstOtherLine(found, wanted));
  const bool more = differences.size() > kMostDifferences;
  if (more) differences.pop_back();
  std::string text;
  for (const JsonDifference& place : differences) {
    text += fmt::format("  {}: {}; wanted {}\n", place.path.empty() ? "the document" : place.path,
                        place.found.empty() ? "missing" : place.found,
                        place.wanted.empty() ? "nothing" : place.wanted);
    if (place.path == "proof.state" && place.found == "\"proven\"")
      text +=
          "  it claims to be proven, and the audit of its revision says otherwise: 'cat4 audit' tells why\n";
  }
  return text + (more ? "  and more\n" : "");
}

// How the revision stands to the branch where decisions land.
struct Lineage {
  bool held = false;    // some branch or tag here has it in its history
  bool landed = false;  // it is part of the governed branch
  std::string text;     // one line
};
Result<Lineage> FindLineage(const Repository& repository, const std::string& commit) {
  const Result<std::string> holders =
      repository.Run({"for-each-ref", "--count=1", "--format=%(refname)", "--contains=" + commit});
  if (!holders) return tl::unexpected(holders.error());
  const Result<Head> head = repository.ReadHead();
  const bool here = head && !head->commit.empty() && repository.MergeBase(commit, head->commit) == commit;
  if (holders->empty() && !here)
    return Lineage{false, false,
                   "no branch and no tag here has its revision in its history, so it was rewritten\n"};
  constexpr std::string_view kPaths[] = {"organization.yaml", "policy.yaml"};
  const Result<std::unique_ptr<Source>> source = OpenCommit(repository, commit, kPaths);
  if (!source) return tl::unexpected(source.error());
  const Loaded loaded = LoadPortfolio(**source);
  const Result<LandedCommit> landed =
      FindLandedCommit(repository, {.commit = commit, .ref = ""}, loaded.portfolio->policy.branch->view());
  if (!landed) return tl::unexpected(landed.error());
  const bool part = landed->landing == Landing::kTogether && landed->commit == commit;
  return Lineage{
      true, part,
      fmt::format("its revision is {} '{}'\n", part ? "part of" : "not part of", Printable(landed->branch))};
}

class Verification {
 public:
  Verification(const Invocation& invocation, Environment& environment, const std::string& document,
               const ReportHead& head, const ReportKind& kind)
      : invocation_(invocation), environment_(environment), document_(document), head_(head), kind_(kind) {}

  Result<int> Run() {
    Result<Repository> repository = Repository::OpenToRead(StartDirectory(invocation_, environment_));
    if (!repository) return tl::unexpected(repository.error());
    if (const Result<void> known = CheckCommit(*repository, head_.revision.commit); !known)
      return tl::unexpected(known.error());
    if (head_.compared) {
      if (const Result<void> known = CheckCommit(*repository, head_.compared->commit); !known)
        return tl::unexpected(known.error());
    }
    if (const std::string why = WhyNeverMade(head_, kind_); !why.empty())
      return NotGenuine("  " + why + "\n");
    const Result<MadeReport> made = Remake();
    if (!made && made.error().kind == FailureKind::kUsage)
      return NotGenuine("  " + made.error().message + "\n");
    if (!made) return tl::unexpected(made.error());
    if (made->json != document_) return Differs(*made);
    return Genuine(*repository, made->report.head);
  }

 private:
  Result<MadeReport> Remake() {
    const Invocation asked = AtRevision(invocation_, head_.revision.commit, head_.as_of);
    const ReportWish wish{.node = head_.node,
                          .period = head_.period,
                          .by = head_.by,
                          .compare = {},
                          .subject = head_.subject,
                          .compared = head_.compared,
                          .compared_as_of = head_.compared_as_of,
                          .version = head_.version};
    return MakeReport(kind_, wish, asked, environment_);
  }

  int NotGenuine(const std::string& why) {
    environment_.out.Write(fmt::format("not genuine: {}\n{}{}", NameOf(head_), why,
                                       OtherVersion(head_, "may write other bytes")));
    return 1;
  }

  Result<int> Differs(const MadeReport& made) {
    if (made.report.head.proof.state == ProofState::kIncomplete)
      return Fail(
          "the report can't be verified here: the history is not complete, and nothing of it is proven; "
          "'git fetch --unshallow' brings the rest of a shallow clone");
    return NotGenuine(DifferencesText(document_, made.json));
  }

  Result<int> Genuine(const Repository& repository, const ReportHead& made) {
    const Result<Lineage> lineage = FindLineage(repository, made.revision.commit);
    if (!lineage) return tl::unexpected(lineage.error());
    const bool required = invocation_.Has(kRequireProof);
    if (!lineage->held) return NotGenuine("  every byte is as made from its revision, but " + lineage->text);
    std::string text = fmt::format("genuine: {}\n", NameOf(made));
    for (const std::string& line : Provenance(made)) text += line + "\n";
    environment_.out.Write(text + lineage->text + OtherVersion(head_, "writes the same"));
    return required && (made.proof.state != ProofState::kProven || !lineage->landed) ? 1 : 0;
  }

  const Invocation& invocation_;
  Environment& environment_;
  const std::string& document_;
  const ReportHead& head_;
  const ReportKind& kind_;
};

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const Result<InputFile> file =
      ReadInputFile(StartDirectory(invocation, environment), invocation.arguments.front(), kMostBytes);
  if (!file) return tl::unexpected(file.error());
  const Result<ReportHead> head = ReadReportHead(file->bytes);
  if (!head) return tl::unexpected(head.error());
  if (!IsVersion(head->version))
    return Fail("this is no report that can be verified: '{}' is no version of cat4",
                CutToWidth(Printable(head->version), kGenerousWidth));
  const ReportKind* const kind = FindReportKind(head->name);
  if (!kind)
    return Fail("this is a '{}' report, which cat4 {} does not make; it says that cat4 {} made it",
                CutToWidth(Printable(head->name), kGenerousWidth), kVersion, head->version);
  if (head->revision.commit.empty())
    return Fail(
        "the report was made from files that were not committed, so nobody can make it again; commit, and "
        "name the revision: 'cat4 report {} --rev HEAD --format json'",
        kind->name);
  return Verification(invocation, environment, file->bytes, *head, *kind).Run();
}

}  // namespace

extern const Command kReportVerifyCommand;
const Command kReportVerifyCommand{
    .name = "report verify",
    .summary = "make a report again from what it names, and say whether it is genuine",
    .description =
        "Reads a report that --format json wrote, makes the same report again from the revision, day, node, "
        "period and\n"
        "comparison that it names, and compares every byte. A report is genuine if all are the same: its "
        "figures, and\n"
        "that its revision is proven, where it says so. A genuine report of a revision that is not proven, "
        "or "
        "that\n"
        "landed nowhere, says so in its heading and is exit 0, but for --require-proof. Exit 1 with the "
        "first places that differ if it is "
        "not, or if no\n"
        "branch or tag has its revision in its history any more; exit 3 if nobody can tell: it was made from "
        "files that\n"
        "were not committed, its revision is not here, or it is no such document.",
    .arguments = kArguments,
    .options = kOptions,
    .examples = kExamples,
    .run = &Run};

}  // namespace cat4
