// What the commands `key …` share.
#pragma once

#include <string>

#include "cat4/model/words.h"

#include "cli/command.h"
#include "cli/workspace.h"

namespace cat4 {

inline constexpr OptionSpec kKeyNoteOption{
    .name = "--note", .letter = "", .value = "TEXT", .about = "why, or where the key is used; kept with it"};

// The person's place among portfolio.people. Refuses unknown ones, with the nearest.
Result<const Person*> FindPersonNamed(const Portfolio& portfolio, const std::string& id);

// `key retire` and `key compromise`: PERSON and which of his keys.
Result<int> WorsenKey(const Invocation& invocation, Environment& environment, KeyStatus status);

// The changed file is written after the tree was judged with it; then the user is told to ratify.
Result<int> WritePerson(const Workspace& workspace, const std::string& path, std::string before,
                        std::string after, const Invocation& invocation, Environment& environment);

}  // namespace cat4
