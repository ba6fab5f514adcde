#include "cat4/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <sys/resource.h>

namespace cat4 {
namespace {

// Reads of a disk that seeks or is far away are not quicker for more.
constexpr std::size_t kMostWaiting = 32;

std::size_t wanted_threads = 0;  // 0: nobody said

std::size_t Cores() { return std::max<std::size_t>(1, std::thread::hardware_concurrency()); }

class Workers : public Crew {
 public:
  Workers(std::size_t count, std::size_t size, const std::function<void(const Part&, Crew&)>& work)
      : count_(count), size_(size), parts_(PartsOf(count, size)), work_(work) {}

  void Run() {
    const std::size_t first = std::min(wanted_threads != 0 ? wanted_threads : Cores(), kMostThreads);
    most_ = std::min(parts_, wanted_threads != 0 ? first : std::max(first, kMostWaiting));
    for (std::size_t i = 1; i < std::min(first, parts_); ++i) Hire();
    Work();
    // Threads may still hire others, so that the list is not looked at without its lock.
    for (std::size_t i = 0;; ++i) {
      std::unique_lock lock(mutex_);
      if (i == threads_.size()) break;
      std::thread thread = std::move(threads_[i]);
      lock.unlock();
      thread.join();
    }
    if (failure_) std::rethrow_exception(failure_);
  }

  void Waited() override {
    // One that only had to give way to others has nothing to gain from more of them.
    thread_local long waits = 0;
    rusage usage{};
    if (getrusage(RUSAGE_THREAD, &usage) != 0 || std::exchange(waits, usage.ru_nvcsw) == usage.ru_nvcsw)
      return;
    if (next_.load(std::memory_order_relaxed) < parts_) Hire();
  }

 private:
  void Hire() {
    const std::lock_guard lock(mutex_);
    if (threads_.size() + 1 >= most_) return;
    try {
      threads_.emplace_back([this] { Work(); });
    } catch (const std::system_error&) {
      most_ = 0;  // no more to be had: those that there are do it
    }
  }

  void Work() {
    for (;;) {
      const std::size_t number = next_.fetch_add(1, std::memory_order_relaxed);
      if (number >= parts_) return;
      try {
        work_({number, number * size_, std::min(count_, (number + 1) * size_)}, *this);
      } catch (...) {
        const std::lock_guard lock(mutex_);
        if (!failure_) failure_ = std::current_exception();
        next_ = parts_;
      }
    }
  }

  const std::size_t count_, size_, parts_;
  const std::function<void(const Part&, Crew&)>& work_;
  std::atomic<std::size_t> next_ = 0;
  std::mutex mutex_;  // of all that follow
  std::size_t most_ = 1;
  std::vector<std::thread> threads_;
  std::exception_ptr failure_;
};

}  // namespace

void SetThreads(std::size_t threads) { wanted_threads = threads; }

void InParts(std::size_t count, std::size_t size, const std::function<void(const Part&, Crew&)>& work) {
  Workers(count, size, work).Run();
}

void InParts(std::size_t count, std::size_t size, const std::function<void(const Part&)>& work) {
  InParts(count, size, [&](const Part& part, Crew&) { work(part); });
}

}  // namespace cat4
