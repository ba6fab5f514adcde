// What the commands share that add a node to the hierarchy: portfolio, program, project, package, measure.
#pragma once

#include <string>

#include "cat4/model/words.h"

#include "cli/new_file.h"

namespace cat4 {

constexpr ArgumentSpec ParentArgument(std::string_view name) {
  return {.name = name,
          .about = "the node above: its id or its path",
          .min = 1,
          .max = 1,
          .kind = ValueKind::kContainer};
}
inline constexpr ArgumentSpec kIdArgument{
    .name = "ID", .about = "its id, which is the name of its directory too", .min = 1, .max = 1};

// The options that all containers have; a package has one more.
inline constexpr OptionSpec kPackageOptions[] = {
    kNameOption,
    {.name = "--description", .letter = "", .value = "TEXT", .about = "what it is about"},
    {.name = "--lead", .letter = "", .value = "PERSON", .about = "who leads it", .kind = ValueKind::kPerson},
    {.name = "--sponsor",
     .letter = "",
     .value = "PERSON",
     .about = "sponsor of the measures below that name none",
     .kind = ValueKind::kPerson},
    {.name = "--legal-entity",
     .letter = "",
     .value = "ENTITY",
     .about = "legal entity of the measures below that name none"},
    {.name = "--business-unit",
     .letter = "",
     .value = "UNIT",
     .about = "business unit of the measures below that name none"},
    {.name = "--function",
     .letter = "",
     .value = "FUNCTION",
     .about = "function of the measures below that name none"},
    {.name = "--steering-committee",
     .letter = "",
     .value = "COMMITTEE",
     .about = "steering committee of the measures below that name none",
     .kind = ValueKind::kCommittee},
    {.name = "--currency",
     .letter = "",
     .value = "CODE",
     .about = "currency of the effects below that name none, such as EUR"},
    kPreviewOption,
    {.name = "--prefix",
     .letter = "",
     .value = "PREFIX",
     .about = "what ids of its new measures start with, such as INV"},
};
inline constexpr std::span<const OptionSpec> kContainerOptions =
    std::span(kPackageOptions).first<std::size(kPackageOptions) - 1>();

// Runs `new portfolio` to `new package`.
Result<int> NewContainer(Level level, std::span<const OptionSpec> options, const Invocation& invocation,
                         Environment& environment);

// The container of `level` that `text` names by its id or its path. Refuses anything else, with the command
// that makes it.
Result<const Container*> FindParent(const JudgedTree& tree, Level level, const std::string& text);

// The directory of a container, relative to the root.
std::string DirectoryOf(const Portfolio& portfolio, const Container& container);

}  // namespace cat4
