// Output to a file descriptor.
#pragma once

#include <string>

#include "cli/environment.h"

namespace cat4 {

class FdOutput : public Output {
 public:
  explicit FdOutput(int fd) : fd_(fd) {}
  void Write(std::string_view text) override;
  // False if something could not be written, which has been said on standard error. A reader that closed its
  // end
  // (`cat4 list | head -1`) is no error: nothing more is written, nothing is said.
  bool Finish();

 private:
  int fd_;
  int error_ = 0;
};

}  // namespace cat4
