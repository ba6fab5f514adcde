#include <algorithm>

#include "cat4/base/text.h"
#include "cat4/exchange/tree_files.h"

#include "cli/new_file.h"

namespace cat4 {
namespace {

constexpr std::string_view kRecords[] = {"votes", "minutes"};

constexpr ArgumentSpec kArguments[] = {
    {.name = "ID", .about = "its id, which is the name of the file too: sc-digital", .min = 1, .max = 1}};
constexpr OptionSpec kOptions[] = {
    kNameOption,
    {.name = "--chair",
     .letter = "",
     .value = "PERSON",
     .about = "who chairs it",
     .required = true,
     .kind = ValueKind::kPerson},
    {.name = "--member",
     .letter = "",
     .value = "PERSON",
     .about = "somebody with a vote, the chair among them; given once for each",
     .repeatable = true,
     .required = true,
     .kind = ValueKind::kPerson},
    {.name = "--quorum",
     .letter = "",
     .value = "N",
     .about = "how many members make a decision",
     .required = true},
    {.name = "--record",
     .letter = "",
     .value = "RECORD",
     .about = "votes (default): each member signs; minutes: the chair signs, with the minutes as evidence",
     .choices = kRecords},
    kPreviewOption,
};
constexpr Example kExamples[] = {
    {"cat4 new committee sc-digital --name \"Steering committee Digital\" --chair a.vanderveen "
     "--member a.vanderveen --member h.vogt --member o.stein --quorum 2",
     "any two of three decide"},
    {"cat4 new committee board --name Board --chair r.albrecht --member r.albrecht --member g.laurent "
     "--quorum 2 --record minutes",
     "a committee that meets"},
};

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const Result<JudgedTree> tree = JudgeTree(kOptions, invocation, environment);
  if (!tree) return tl::unexpected(tree.error());
  const CommitteeText committee{.id = invocation.arguments.front(),
                                .name = TextOf(invocation, "--name"),
                                .chair = TextOf(invocation, "--chair"),
                                .members = TextsOf(invocation, "--member"),
                                .quorum = TextOf(invocation, "--quorum"),
                                .record = TextOf(invocation, "--record")};
  if (const Result<void> fine = CheckNewId(committee.id, IdForm::kName, "committee"); !fine)
    return tl::unexpected(fine.error());
  const Text chair =
      tree->portfolio().texts.Find(committee.chair);  // an unknown one is for the check to find
  if (!chair.empty() && tree->portfolio().FindPerson(chair) &&
      std::ranges::find(committee.members, committee.chair) == committee.members.end())
    return Refuse("'{}' chairs the committee and is no member of it; add '--member {}'",
                  Printable(committee.chair), Printable(committee.chair));
  NewFile file;
  file.path = file.claimed = fmt::format("committees/{}.yaml", committee.id);
  file.content = CommitteeFile(committee);
  file.next = RegistryHint(*tree);
  return AddFile(*tree, file, invocation, environment);
}

}  // namespace

extern const Command kNewCommitteeCommand;
const Command kNewCommitteeCommand{.name = "new committee",
                                   .summary = "add a steering committee to the registry",
                                   .description =
                                       "Writes committees/ID.yaml and prints its path. Refused if there is "
                                       "such a file, or if the tree would\n"
                                       "have an error more: an unknown member, a quorum that can't be "
                                       "reached. Being a member needs no role.",
                                   .arguments = kArguments,
                                   .options = kOptions,
                                   .examples = kExamples,
                                   .run = &Run};

}  // namespace cat4
