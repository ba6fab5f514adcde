// Other programs, run to their end. Only this layer starts any.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cat4/base/result.h"

namespace cat4 {

struct Process {
  std::vector<std::string> arguments;  // the program first; searched in PATH unless it holds a slash
  std::string directory;               // where it runs; absolute
  // Variables that differ from this process's own environment: a value, or none for removed.
  std::vector<std::pair<std::string, std::optional<std::string>>> environment = {};
  std::string input = {};  // what it reads on standard input
};

struct ProcessOutput {
  int exit_code = 0;  // 128 + n if signal n ended it
  std::string out, err;

  bool succeeded() const { return exit_code == 0; }
  // The first line of standard error, or of standard output; what went wrong, for a message.
  std::string Complaint() const;
  // Every line of both that is not empty, as it may be shown.
  std::vector<std::string> Lines() const;
};

// Fails if it can't be started (not installed, say). The caller ignores SIGPIPE: a program may end before it
// has read all of its input.
Result<ProcessOutput> RunProcess(const Process& process);

}  // namespace cat4
