#include <algorithm>

#include "cat4/base/text.h"
#include "cat4/governance/gate_status.h"
#include "cat4/governance/judge.h"

#include "cli/gate_text.h"
#include "cli/landed_tree.h"
#include "cli/workspace.h"

namespace cat4 {
namespace {

constexpr OptionSpec kOptions[] = {{.name = "--by",
                                    .letter = "",
                                    .value = "PERSON",
                                    .about = "only what this person may decide",
                                    .kind = ValueKind::kPerson}};
constexpr Example kExamples[] = {
    {"cat4 inbox", "everything that waits for a decision, oldest first"},
    {"cat4 inbox --by m.okafor", "what waits for one person, as a deputy too"},
};

Result<Text> FindPersonNamed(const Portfolio& portfolio, const std::string& id) {
  for (const Person& person : portfolio.people) {
    if (person.id->view() == id) return *person.id;
  }
  std::vector<std::string_view> known;
  for (const Person& person : portfolio.people) known.push_back(person.id->view());
  const std::string_view nearest = NearestWord(id, known);
  return FailUsage("there is no person '{}'{}", Printable(id),
                   nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest));
}

// Items of one decision stand behind each other: one for each role that is missing.
std::size_t CountDecisions(const std::vector<InboxItem>& items) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const bool same = i > 0 && items[i].measure == items[i - 1].measure && items[i].move == items[i - 1].move;
    if (!same) ++count;
  }
  return count;
}

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const Result<Workspace> workspace = OpenWorkspace(invocation, environment, Wanted::kParts);
  if (!workspace) return tl::unexpected(workspace.error());
  Portfolio& portfolio = *workspace->portfolio;
  if (!CanJudgeGates(portfolio))
    return Fail("organization.yaml or policy.yaml can't be read, so no gate is known; 'cat4 check' says why");
  const Locks locks(portfolio);
  const Result<LandedTree> landed = FindLandedTree(*workspace);
  if (!landed) return tl::unexpected(landed.error());
  std::vector<InboxItem> items =
      Inbox({portfolio, locks, landed->portfolio.get(), Approvals::kAsRecorded, landed->landing});
  if (const std::optional<std::string> id = invocation.Value("--by")) {
    const Result<Text> person = FindPersonNamed(portfolio, *id);
    if (!person) return tl::unexpected(person.error());
    for (InboxItem& item : items) {
      std::erase_if(item.able, [&](const Signatory& signatory) { return signatory.by != *person; });
    }
    std::erase_if(items, [](const InboxItem& item) { return item.able.empty(); });
  }
  if (!items.empty()) environment.out.Write(InboxText(portfolio, items, environment.terminal_width));
  if (!invocation.Has("--quiet"))
    environment.err.Write(items.empty()
                              ? "nothing waits for a decision\n"
                              : fmt::format("{} waiting\n", Count(CountDecisions(items), "decision")));
  return ExitOfParts(*workspace, environment);
}

}  // namespace

extern const Command kInboxCommand;
const Command kInboxCommand{
    .name = "inbox",
    .summary = "list the decisions that wait for somebody",
    .description =
        "Lists gates that were submitted and other moves that have some of their approvals, oldest first: "
        "since\n"
        "when, which role is missing, and who may act, deputies included. One line for each missing role.",
    .arguments = {},
    .options = kOptions,
    .examples = kExamples,
    .run = &Run,
    .takes_revision = true};

}  // namespace cat4
