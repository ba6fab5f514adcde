// What the commands `new …` share: one file more in a tree, judged with it before it is written.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/check/check_tree.h"
#include "cat4/model/id.h"

#include "cli/command.h"

namespace cat4 {

inline constexpr OptionSpec kNameOption{
    .name = "--name", .letter = "", .value = "NAME", .about = "what people call it", .required = true};
inline constexpr OptionSpec kPreviewOption{.name = "--dry-run",
                                           .letter = "",
                                           .value = "",
                                           .about = "print the path and the content, and write nothing"};

// A tree as it stands before a file is added.
struct JudgedTree {
  std::string start, root;
  std::unique_ptr<Source> source;
  Date as_of;
  Checked checked;

  const Portfolio& portfolio() const { return *checked.portfolio; }
};

// Also refuses values without text for any of `options`. Fails if so much of the tree can't be read that
// nobody could say whether a new file fits.
Result<JudgedTree> JudgeTree(std::span<const OptionSpec> options, const Invocation& invocation,
                             const Environment& environment);

// What was given for an option, without blanks around it and in normal form C; empty if nothing was.
std::string TextOf(const Invocation& invocation, std::string_view option);
std::vector<std::string> TextsOf(const Invocation& invocation, std::string_view option);

// Refuses what can't be the id of a new `what`, and suggests the nearest that can.
Result<void> CheckNewId(const std::string& id, IdForm form, std::string_view what);

struct NewFile {
  std::string path;     // relative to the root
  std::string claimed;  // what must not be there yet: the file, or the directory that is made for it
  std::string content;
  std::string next;  // lines for standard error, once the file is there
};

// Writes the file and prints its path. Refuses it if something stands there, or if the tree would have an
// error more; the findings are on standard error then.
Result<int> AddFile(const JudgedTree& tree, const NewFile& file, const Invocation& invocation,
                    Environment& environment);

// A line for `next`, where the tree has a registry: a file of it has changed. Empty elsewhere.
std::string RegistryHint(const JudgedTree& tree);

}  // namespace cat4
