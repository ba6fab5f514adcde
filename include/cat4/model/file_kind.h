// The kinds of file of a tree, and where the schema of each lies.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace cat4 {

enum class FileKind : std::uint8_t {
  kOrganization,
  kPolicy,
  kRates,
  kWaivers,
  kPerson,
  kCommittee,
  kRegistry,
  kPortfolio,
  kProgram,
  kProject,
  kPackage,
  kMeasure,
  kApproval
};

struct FileKindInfo {
  FileKind kind;
  std::string_view name;   // "measure"
  std::string_view path;   // where such files lie; capitals stand for names that are chosen
  std::string_view about;  // what one is for; lower case, no final stop
};

std::span<const FileKindInfo> AllFileKinds();
const FileKindInfo& GetFileKind(FileKind kind);
const FileKindInfo* FindFileKind(std::string_view name);  // null if there is none

// What the file of a container is called, from the portfolio down to the package.
inline constexpr std::string_view kContainerFiles[] = {"portfolio.yaml", "program.yaml", "project.yaml",
                                                       "package.yaml"};

// Where trees keep the schema of a kind, seen from their root: "schemas/measure.schema.json".
std::string SchemaPath(FileKind kind);

// The first line of such a file, from which editors know its schema; with the end of the line.
std::string Modeline(FileKind kind);

}  // namespace cat4
