#include "cat4/model/file_kind.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace cat4 {
namespace {

constexpr FileKindInfo kKinds[] = {
    {FileKind::kOrganization, "organization", "organization.yaml",
     "the root of the tree: currency, legal entities, business units, functions"},
    {FileKind::kPolicy, "policy", "policy.yaml",
     "the rules of the house: stages, approvals, thresholds, severities"},
    {FileKind::kRates, "rates", "rates.yaml", "currency rates of the plan and of each month"},
    {FileKind::kWaivers, "waivers", "waivers.yaml", "findings that are accepted for a while"},
    {FileKind::kPerson, "person", "people/PERSON.yaml", "one person: roles, deputies, keys"},
    {FileKind::kCommittee, "committee", "committees/COMMITTEE.yaml",
     "one steering committee: chair, members, quorum"},
    {FileKind::kRegistry, "registry", "registry.yaml", "who agreed to people, committees and policy"},
    {FileKind::kPortfolio, "portfolio", "portfolios/A/portfolio.yaml", "a portfolio of programs"},
    {FileKind::kProgram, "program", "portfolios/A/B/program.yaml", "a program of projects"},
    {FileKind::kProject, "project", "portfolios/A/B/C/project.yaml", "a project of measure packages"},
    {FileKind::kPackage, "package", "portfolios/A/B/C/D/package.yaml", "a package of measures"},
    {FileKind::kMeasure, "measure", "portfolios/A/B/C/D/MEASURE-ID.yaml",
     "a measure: owner, stage, milestones, effects, decisions"},
    {FileKind::kApproval, "approval", "portfolios/A/B/C/D/MEASURE-ID.approvals/HEX.yaml",
     "one approval that waits for its decision"},
};

}  // namespace

std::span<const FileKindInfo> AllFileKinds() { return kKinds; }

const FileKindInfo& GetFileKind(FileKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

const FileKindInfo* FindFileKind(std::string_view name) {
  const auto* const found = std::ranges::find(kKinds, name, &FileKindInfo::name);
  return found == std::end(kKinds) ? nullptr : found;
}

std::string SchemaPath(FileKind kind) {
  return fmt::format("schemas/{}.schema.json", GetFileKind(kind).name);
}

std::string Modeline(FileKind kind) {
  std::string up;
  for (auto depth = std::ranges::count(GetFileKind(kind).path, '/'); depth > 0; --depth) up += "../";
  return fmt::format("# yaml-language-server: $schema={}{}\n", up, SchemaPath(kind));
}

}  // namespace cat4
