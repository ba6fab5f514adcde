// What main hands to the commands: everything they know of the world outside.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "cat4/base/date.h"
#include "cat4/base/random.h"
#include "cat4/git/object_store.h"

namespace cat4 {

class Output {
 public:
  virtual ~Output() = default;
  virtual void Write(std::string_view text) = 0;
};

struct Environment {
  Output& out;
  Output& err;
  std::string directory;  // the working directory, absolute
  Date today;
  bool out_is_terminal = false;
  std::size_t terminal_width = 0;  // 0: unknown
  bool no_color = false;           // NO_COLOR is set, or the terminal is dumb
  RandomBytes random = {};
  std::string program = {};  // this program's own file, absolute; empty: unknown
  bool err_is_terminal = false;
  std::string trust_root = {};       // CAT4_TRUST_ROOT: given to the user out of band
  std::string state_directory = {};  // the user's own for this program, absolute; empty: there is none
  std::string git_index_file = {};   // GIT_INDEX_FILE, by which git tells a hook what is being committed
  std::optional<Quarantine> git_quarantine = {};  // where git keeps a push while it asks the pre-receive hook
  Result<std::string> (*read_input)() = nullptr;  // all of standard input
  std::string step_summary = {};  // GITHUB_STEP_SUMMARY, the file that GitHub shows on a run's page
};

}  // namespace cat4
