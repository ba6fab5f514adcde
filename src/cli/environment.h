// What main hands to the commands: everything they know of the world outside.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "cat4/base/date.h"
#include "cat4/base/random.h"

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
};

}  // namespace cat4
