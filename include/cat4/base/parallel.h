// Work that several threads share, with results that do not depend on how many there are.
#pragma once

#include <cstddef>
#include <functional>

namespace cat4 {

inline constexpr std::size_t kMostThreads = 64;

// How many threads share work, the calling one included; at most kMostThreads. Without it as many as the
// machine has cores, and more where they wait for a disk. To be called before any work is shared.
void SetThreads(std::size_t threads);

// Of work that is cut up.
struct Part {
  std::size_t number = 0;
  std::size_t begin = 0, end = 0;  // of what is worked on
};

// The threads that share some work, as one of them sees them.
class Crew {
 public:
  virtual ~Crew() = default;
  // Says that this thread may have had to wait, for a disk: if so, one more may have something to do
  // meanwhile. Never more than SetThreads said.
  virtual void Waited() = 0;
};

// How many parts of `size` there are of `count`; the last may be smaller.
constexpr std::size_t PartsOf(std::size_t count, std::size_t size) { return (count + size - 1) / size; }

// Calls `work` for each part of [0, count), several at once, and returns when all are done. Parts begin in
// their order and end in any: what `work` writes, other parts must not read. An exception of a part is thrown
// to the caller once the others are done; parts that had not begun are left out then.
void InParts(std::size_t count, std::size_t size, const std::function<void(const Part&, Crew&)>& work);
void InParts(std::size_t count, std::size_t size, const std::function<void(const Part&)>& work);

}  // namespace cat4
