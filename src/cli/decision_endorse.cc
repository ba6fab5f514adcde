#include <algorithm>
#include <charconv>

#include "cat4/base/text.h"
#include "cat4/governance/proof.h"
#include "cat4/governance/registry.h"
#include "cat4/governance/statement.h"
#include "cat4/model/decision_file.h"

#include "cli/decision_options.h"

namespace cat4 {
namespace {

constexpr ArgumentSpec kArguments[] = {
    {.name = "ID", .about = "a measure: its id or its path", .min = 1, .max = 1, .kind = ValueKind::kMeasure},
    {.name = "N",
     .about = "which decisions: 1 is the first in the list; open approvals follow, by file name",
     .min = 1,
     .max = 1000}};
constexpr OptionSpec kOptions[] = {kNoteOption, kDryRunOption};
constexpr Example kExamples[] = {{"cat4 decision endorse INV-7K3Q 4 --note \"squashed by the forge\"",
                                  "settle a decision whose signed commit was lost"}};

Result<std::size_t> ParseNumber(const std::string& text, std::size_t count, std::string_view id) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size() && number >= 1 && number <= count)
    return number - 1;
  return Refuse("there is no decision '{}' of '{}'; it has {}", Printable(text), id, count);
}

struct Chosen {
  std::string measure;               // its id
  std::vector<std::string> digests;  // of the decisions' statements
};

// Each decision must be truly signed: an endorsement says of a commit that it was lost, never of a decision
// that it is good.
Result<Chosen> Choose(const Invocation& invocation, RecordingSession& session) {
  Invocation one = invocation;
  one.arguments.resize(1);
  const Result<std::vector<std::string>> ids = SelectIds(one, session);
  if (!ids) return tl::unexpected(ids.error());
  const Measure& measure = *GetMeasure(session, ids->front());
  std::vector<const Decision*> decisions;
  for (const auto* list : {&measure.decisions, &measure.open_approvals}) {
    for (const Decision& decision : *list) decisions.push_back(&decision);
  }
  Chosen chosen{.measure = ids->front(), .digests = {}};
  for (std::size_t i = 1; i < invocation.arguments.size(); ++i) {
    const Result<std::size_t> number = ParseNumber(invocation.arguments[i], decisions.size(), ids->front());
    if (!number) return tl::unexpected(number.error());
    const Decision& decision = *decisions[*number];
    const std::string statement = StatementText(session.portfolio(), measure, decision);
    const Proof proof =
        ProveStatement(session.portfolio(), decision.by->view(), statement, decision.signature->view());
    if (!proof.proven)
      return Refuse("decision {} of '{}' is not proven ({}), and nobody can endorse it", *number + 1,
                    ids->front(), proof.why);
    std::string digest = DigestOf(statement);
    if (std::ranges::find(chosen.digests, digest) == chosen.digests.end())
      chosen.digests.push_back(std::move(digest));
  }
  return chosen;
}

Result<void> CheckNew(const Portfolio& portfolio, const std::vector<std::string>& digests) {
  for (const RegistryEntry& entry : portfolio.registry) {
    const Person* by = portfolio.FindPerson(*entry.by);
    const bool proven =
        by && by->is_active() &&
        ProveStatement(portfolio, entry.by->view(), StatementText(portfolio, entry), entry.signature->view())
            .proven;
    if (!proven) continue;  // what nobody signed settles nothing, and stands in nobody's way
    for (const Located<Text>& statement : entry.statements) {
      if (std::ranges::find(digests, statement->view()) != digests.end())
        return Refuse("'{}' has endorsed {} on {} already", entry.by->view(), ShortDigest(statement->view()),
                      FormatDate(*entry.on));
    }
  }
  return {};
}

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const Result<std::unique_ptr<RecordingSession>> opened = RecordingSession::Open(invocation, environment);
  if (!opened) return tl::unexpected(opened.error());
  RecordingSession& session = **opened;
  const Result<Chosen> chosen = Choose(invocation, session);
  if (!chosen) return tl::unexpected(chosen.error());
  const std::vector<std::string>& digests = chosen->digests;
  if (const Result<void> fresh = CheckNew(session.portfolio(), digests); !fresh)
    return tl::unexpected(fresh.error());
  const std::string path(kRegistryFile);
  const std::optional<std::string> bytes = session.BytesOf(path);
  if (!bytes) return Refuse("there is no registry.yaml yet; 'cat4 registry ratify' makes it");
  TextPool& texts = session.portfolio().texts;
  const Result<Text> note = TextOption(invocation, kNoteOption.name, texts);
  if (!note) return tl::unexpected(note.error());

  const Span here = WholeFile(1);
  RegistryEntry entry;
  entry.decision = {texts.Intern("endorse"), here};
  for (const std::string& digest : digests) entry.statements.push_back({texts.Intern(digest), here});
  entry.by = {*session.signer().id, here};
  entry.on = {session.workspace().as_of, here};
  if (!note->empty()) entry.note = {*note, here};
  const std::string statement = StatementText(session.portfolio(), entry);
  const auto changes_with = [&](const std::string& signature) -> Result<TreeChanges> {
    entry.signature = {texts.Intern(signature), here};
    Result<std::string> recorded = RecordInRegistry(*bytes, {}, {entry});
    if (!recorded) return tl::unexpected(recorded.error());
    return TreeChanges{{path, std::move(*recorded)}};
  };
  Result<TreeChanges> changes = changes_with("unsigned");
  if (!changes) return tl::unexpected(changes.error());
  if (const Result<void> proved = session.Prove(*changes); !proved) return tl::unexpected(proved.error());
  environment.out.Write(fmt::format("{}: endorse {}\n", chosen->measure, Count(digests.size(), "decision")));
  if (!session.quiet() || session.dry_run()) environment.out.Write(IndentedStatement(statement));
  if (!session.dry_run()) {
    const Result<std::string> signature = session.Sign(statement);
    if (!signature) return tl::unexpected(signature.error());
    changes = changes_with(*signature);
    if (!changes) return tl::unexpected(changes.error());
  }
  return session.Finish(*changes,
                        {.changes = {},
                         .subject = fmt::format("registry: endorse {} of {}",
                                                Count(digests.size(), "decision"), chosen->measure),
                         .body = {},
                         .trailers = {fmt::format("Cat4-Statement: {}", DigestOf(statement))}},
                        environment);
}

}  // namespace

extern const Command kDecisionEndorseCommand;
const Command kDecisionEndorseCommand{.name = "decision endorse",
                                      .summary = "settle decisions whose signed commit was lost",
                                      .description =
                                          "A forge that squashes or rebases replaces the signed commit of a "
                                          "decision by one of its own; what was\n"
                                          "decided stays proven by the statement's signature. An "
                                          "endorsement, a signed entry in registry.yaml, says\n"
                                          "that somebody active knows of it. Recorded in a signed commit.",
                                      .arguments = kArguments,
                                      .options = kOptions,
                                      .examples = kExamples,
                                      .run = &Run};

}  // namespace cat4
