#include "cli/fd_output.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <unistd.h>

namespace cat4 {

void FdOutput::Write(std::string_view text) {
  while (!text.empty() && error_ == 0) {
    const ssize_t written = write(fd_, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      error_ = errno;
    }
  }
}

bool FdOutput::Finish() {
  if (error_ == 0 || error_ == EPIPE) return true;
  std::fprintf(stderr, "cat4: can't write to standard output: %s\n", std::strerror(error_));
  return false;
}

}  // namespace cat4
