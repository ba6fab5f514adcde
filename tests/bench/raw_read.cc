// Reads every file below a directory and does nothing with it: what no program that reads the tree can beat.
//
//   raw_read DIR [THREADS]      default: 2; leaves out names that begin with a dot; prints files and bytes
//
// getdents64 of each directory, openat relative to it, one read a file where it fits, close. Build: g++ -O3
// -std=c++20 -pthread.
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

// An entry as getdents64 gives it; its name follows.
struct Entry {
  std::uint64_t inode;
  std::int64_t next;
  std::uint16_t size;
  std::uint8_t type;
};
constexpr std::size_t kNameOffset = 19;  // sizeof(Entry) has padding that the kernel's has not

// Directories that wait, the newest first, so that few are open at a time; closed when none waits and nobody
// works.
class Directories {
 public:
  void Push(int directory) {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(directory);
    changed_.notify_one();
  }

  // The next one, or -1 at the end. Whoever takes one calls Done.
  int Take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !waiting_.empty() || working_ == 0; });
    if (waiting_.empty()) return -1;
    const int directory = waiting_.back();
    waiting_.pop_back();
    ++working_;
    return directory;
  }

  void Done() {
    const std::lock_guard lock(mutex_);
    if (--working_ == 0) changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<int> waiting_;
  int working_ = 0;
};

Directories directories;
std::atomic<std::uint64_t> all_files, all_bytes;

[[noreturn]] void Fail(const char* what) {
  std::perror(what);
  std::exit(3);
}

std::uint64_t ReadFile(int directory, const char* name, std::vector<char>& buffer) {
  const int file = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (file < 0) Fail(name);
  std::uint64_t bytes = 0;
  for (;;) {
    const ssize_t got = read(file, buffer.data(), buffer.size());
    if (got < 0) Fail(name);
    bytes += static_cast<std::uint64_t>(got);
    if (static_cast<std::size_t>(got) < buffer.size()) break;
  }
  close(file);
  return bytes;
}

void Work() {
  std::vector<char> entries(1 << 16), buffer(1 << 16);
  std::uint64_t files = 0, bytes = 0;
  for (int directory; (directory = directories.Take()) >= 0; directories.Done()) {
    for (long got; (got = syscall(SYS_getdents64, directory, entries.data(), entries.size())) > 0;) {
      for (long at = 0; at < got;) {
        const char* start = entries.data() + at;
        Entry entry;
        std::memcpy(&entry, start, kNameOffset);
        at += entry.size;
        const char* name = start + kNameOffset;
        if (name[0] == '.') continue;
        if (entry.type == 4) {  // DT_DIR
          const int inner = openat(directory, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
          if (inner < 0) Fail(name);
          directories.Push(inner);
        } else if (entry.type == 8) {  // DT_REG
          bytes += ReadFile(directory, name, buffer);
          ++files;
        }
      }
    }
    close(directory);
  }
  all_files += files;
  all_bytes += bytes;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("usage: raw_read DIR [THREADS]\n", stderr);
    return 2;
  }
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  const int root = open(argv[1], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (root < 0) Fail(argv[1]);
  directories.Push(root);
  std::vector<std::thread> threads;
  for (int count = argc > 2 ? std::atoi(argv[2]) : 2; count > 1; --count) threads.emplace_back(Work);
  Work();
  for (std::thread& thread : threads) thread.join();
  std::printf("%llu files, %llu bytes\n", static_cast<unsigned long long>(all_files),
              static_cast<unsigned long long>(all_bytes));
}
