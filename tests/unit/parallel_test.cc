#include "cat4/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "cat4/base/text_pool.h"

using namespace cat4;

namespace {

// What a test chose does not hold for those behind it.
struct Chosen {
  explicit Chosen(std::size_t threads) { SetThreads(threads); }
  Chosen(const Chosen&) = delete;
  Chosen& operator=(const Chosen&) = delete;
  ~Chosen() { SetThreads(0); }
};

}  // namespace

TEST_CASE("parallel: each part is worked on once, whatever the number of threads") {
  for (const std::size_t threads : std::vector<std::size_t>{1, 2, 32}) {
    const Chosen chosen(threads);
    for (const std::size_t count : std::vector<std::size_t>{0, 1, 7, 8, 9, 1000}) {
      std::vector<int> touched(count);
      std::vector<int> parts(PartsOf(count, 8));
      InParts(count, 8, [&](const Part& part) {
        ++parts[part.number];
        CHECK(part.begin == part.number * 8);
        CHECK(part.end == std::min(count, part.begin + 8));
        for (std::size_t i = part.begin; i < part.end; ++i) ++touched[i];
      });
      CHECK(touched == std::vector<int>(count, 1));
      CHECK(parts == std::vector<int>(PartsOf(count, 8), 1));
    }
  }
}

TEST_CASE("parallel: one thread does the work in its order") {
  const Chosen chosen(1);
  std::vector<std::size_t> order;
  InParts(5, 1, [&](const Part& part) { order.push_back(part.begin); });
  CHECK(order == std::vector<std::size_t>{0, 1, 2, 3, 4});
}

TEST_CASE("parallel: who waits gets more threads, but never more than were asked for") {
  const Chosen chosen(3);
  std::mutex mutex;
  std::set<std::thread::id> seen;
  InParts(64, 1, [&](const Part&, Crew& crew) {
    crew.Waited();
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    const std::lock_guard lock(mutex);
    seen.insert(std::this_thread::get_id());
  });
  CHECK(seen.size() <= 3);
  CHECK(seen.size() >= 1);
}

TEST_CASE("parallel: an exception reaches the caller when nobody works any more") {
  for (const std::size_t threads : std::vector<std::size_t>{1, 2, 32}) {
    const Chosen chosen(threads);
    std::atomic<int> working = 0;
    CHECK_THROWS_AS(InParts(100, 1,
                            [&](const Part& part) {
                              ++working;
                              if (part.number == 10) {
                                --working;
                                throw std::runtime_error("part 10");
                              }
                              --working;
                            }),
                    std::runtime_error);
    CHECK(working == 0);
  }
}

TEST_CASE("text pool: threads that intern the same texts get the same ones") {
  const Chosen chosen(8);
  constexpr std::size_t kTexts = 5000;
  TextPool pool;
  const auto text = [](std::size_t i) { return "text " + std::to_string(i) + std::string(i % 300, 'x'); };
  std::vector<std::vector<Text>> got(8);
  InParts(8, 1, [&](const Part& part) {
    for (std::size_t i = 0; i < kTexts; ++i) got[part.number].push_back(pool.Intern(text(i)));
  });
  for (std::size_t i = 0; i < kTexts; ++i) {
    REQUIRE(got[0][i].view() == text(i));
    REQUIRE(pool.Find(text(i)) == got[0][i]);
    for (const std::vector<Text>& of_thread : got) REQUIRE(of_thread[i] == got[0][i]);
  }
  CHECK(pool.Find("text never interned").empty());
  CHECK(pool.Intern("").empty());
  CHECK(pool.Find("").empty());
}
