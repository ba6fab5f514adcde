#include <charconv>
#include <filesystem>

#include "cat4/base/text.h"
#include "cat4/crypto/ssh_signature.h"
#include "cat4/governance/proof.h"
#include "cat4/governance/statement.h"

#include "cli/measure_selection.h"
#include "cli/output_file.h"

namespace cat4 {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kRegistry = "registry";

constexpr ArgumentSpec kArguments[] = {
    {.name = "ID",
     .about = "a measure: its id or its path; 'registry' for registry.yaml",
     .min = 1,
     .max = 1,
     .kind = ValueKind::kMeasure},
    {.name = "N",
     .about = "which decision: 1 is the first in the list; open approvals follow, by file name",
     .min = 1,
     .max = 1},
    {.name = "DIR",
     .about = "where to put the three files; made if needed",
     .min = 1,
     .max = 1,
     .kind = ValueKind::kDirectory},
};
constexpr Example kExamples[] = {
    {"cat4 decision export INV-7K3Q 1 /tmp/proof", "statement, signature and the signer's keys"},
    {"cat4 decision export registry 1 /tmp/root", "the first ratification of the registry"},
};

// What is signed, by whom, with what.
struct Signed {
  std::string statement, signature;
  Text by;
};

Result<std::size_t> IndexOf(const std::string& text, std::size_t count, std::string_view what) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size() && number >= 1 && number <= count)
    return number - 1;
  return Refuse("there is no decision '{}' of '{}'; it has {}", Printable(text), Printable(what), count);
}

Result<Signed> FromRegistry(const Portfolio& portfolio, const std::string& number) {
  if (!portfolio.readable.registry) return Fail("registry.yaml can't be read; 'cat4 check' says why");
  const Result<std::size_t> index = IndexOf(number, portfolio.registry.size(), kRegistry);
  if (!index) return tl::unexpected(index.error());
  const RegistryEntry& entry = portfolio.registry[*index];
  return Signed{StatementText(portfolio, entry), std::string(entry.signature->view()), *entry.by};
}

Result<Signed> FromMeasure(const Workspace& workspace, const std::string& id, const std::string& number) {
  const Result<const MeasureFigures*> figures = FindMeasure(workspace, id);
  if (!figures) return tl::unexpected(AsRefusal(figures.error()));
  const Measure& measure = *(*figures)->measure;
  const std::size_t listed = measure.decisions.size();
  const Result<std::size_t> index = IndexOf(number, listed + measure.open_approvals.size(), id);
  if (!index) return tl::unexpected(index.error());
  const Decision& decision =
      *index < listed ? measure.decisions[*index] : measure.open_approvals[*index - listed];
  return Signed{StatementText(*workspace.portfolio, measure, decision),
                std::string(decision.signature->view()), *decision.by};
}

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const Result<Workspace> workspace = OpenWorkspace(invocation, environment, Wanted::kParts);
  if (!workspace) return tl::unexpected(workspace.error());
  const Portfolio& portfolio = *workspace->portfolio;
  if (!portfolio.readable.organization)
    return Fail("organization.yaml can't be read, and statements name its id; 'cat4 check' says why");
  const std::vector<std::string>& given = invocation.arguments;
  const Result<Signed> found =
      given[0] == kRegistry ? FromRegistry(portfolio, given[1]) : FromMeasure(*workspace, given[0], given[1]);
  if (!found) return tl::unexpected(found.error());

  const fs::path directory = fs::path(workspace->start) / given[2];
  const std::pair<std::string_view, std::string> files[] = {
      {"decision.statement", found->statement},
      {"decision.sig", ArmorSignature(found->signature)},
      {"allowed_signers", AllowedSigners(portfolio, found->by)},
  };
  for (const auto& [name, text] : files) {
    const Result<void> outside = CheckOutside((directory / name).string(), workspace->start, workspace->root);
    if (!outside) return tl::unexpected(outside.error());
  }
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) return Fail("can't make '{}': {}", Printable(given[2]), error.message());
  for (const auto& [name, text] : files) {
    const Result<void> written = WriteOutputFile(directory.string(), std::string(name), text);
    if (!written) return tl::unexpected(written.error());
  }
  environment.out.Write(fmt::format(
      "ssh-keygen -Y verify -n cat4 -I {} -f allowed_signers -s decision.sig < decision.statement\n",
      found->by.view()));
  const Proof proof = ProveStatement(portfolio, found->by.view(), found->statement, found->signature);
  if (!proof.proven) {
    environment.err.Write(fmt::format("cat4: the signature does not prove it: {}\n", proof.why));
  } else if (!invocation.Has("--quiet")) {
    environment.err.Write(fmt::format("{}, signed by {} with {}\n", DigestOf(found->statement),
                                      found->by.view(), proof.fingerprint));
  }
  return proof.proven ? 0 : 1;
}

}  // namespace

extern const Command kDecisionExportCommand;
const Command kDecisionExportCommand{
    .name = "decision export",
    .summary = "write a decision so that ssh-keygen can check it",
    .description =
        "Writes three files: decision.statement, the exact bytes that were signed; decision.sig, the "
        "signature as\n"
        "ssh-keygen reads it; allowed_signers, the keys of the person who is named. Prints the command that\n"
        "checks them, which needs nothing else. Exit 1 if the signature is not by a key of that person.",
    .arguments = kArguments,
    .options = {},
    .examples = kExamples,
    .run = &Run,
    .takes_revision = true};

}  // namespace cat4
