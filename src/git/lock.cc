#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "cat4/base/text.h"
#include "cat4/git/record.h"

namespace cat4 {

Result<RecordingLock> RecordingLock::Take(const Repository& repository, int seconds) {
  const std::string path = repository.common_dir + "/cat4.lock";
  Descriptor file(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666));
  if (file.get() < 0) return Fail("can't open '{}': {}", Printable(path), std::strerror(errno));
  const int fd = file.get();
  RecordingLock lock(
      std::move(file));  // the file stays: were it removed, two could hold locks on different files
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR)
      return Fail("can't lock '{}': {}", Printable(path), std::strerror(errno));
    if (std::chrono::steady_clock::now() >= end)
      return Fail("another cat4 has been recording in this repository for {}; try again when it is done",
                  Count(static_cast<std::size_t>(seconds), "second"));
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return lock;
}

}  // namespace cat4
