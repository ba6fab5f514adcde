// Diffs that other programs take.
#include "cat4/base/line_diff.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

namespace cat4 {

TEST_CASE("diff: equal texts have none") {
  CHECK(UnifiedDiff("a", "x\n", "x\n").empty());
  CHECK(UnifiedDiff("a", "", "").empty());
}

TEST_CASE("diff: changed, added and removed lines") {
  CHECK(UnifiedDiff("a", "x\n", "y\n") == "--- a/a\n+++ b/a\n@@ -1 +1 @@\n-x\n+y\n");
  CHECK(UnifiedDiff("a", "", "y\nz\n") == "--- a/a\n+++ b/a\n@@ -0,0 +1,2 @@\n+y\n+z\n");
  CHECK(UnifiedDiff("a", "y\nz\n", "") == "--- a/a\n+++ b/a\n@@ -1,2 +0,0 @@\n-y\n-z\n");
  CHECK(UnifiedDiff("a", "1\n2\n3\n4\n5\n", "1\n2\n3\n4\n5\n6\n") ==
        "--- a/a\n+++ b/a\n@@ -3,3 +3,4 @@\n 3\n 4\n 5\n+6\n");
  CHECK(UnifiedDiff("a", "1\n2\n3\n", "1\n3\n2\n") == "--- a/a\n+++ b/a\n@@ -1,3 +1,3 @@\n 1\n-2\n 3\n+2\n");
}

TEST_CASE("diff: changes that share their context stand in one part") {
  std::string before;
  for (int i = 1; i <= 30; ++i) before += fmt::format("{}\n", i);
  std::string near = before, far = before;
  near.replace(near.find("\n10\n"), 4, "\nA\n").replace(near.find("\n17\n"), 4, "\nB\n");
  far.replace(far.find("\n10\n"), 4, "\nA\n").replace(far.find("\n18\n"), 4, "\nB\n");
  CHECK(UnifiedDiff("a", before, near) ==
        "--- a/a\n+++ b/a\n@@ -7,14 +7,14 @@\n 7\n 8\n 9\n-10\n+A\n 11\n 12\n 13\n 14\n 15\n 16\n-17\n+B\n "
        "18\n "
        "19\n 20\n");
  CHECK(
      UnifiedDiff("a", before, far) ==
      "--- a/a\n+++ b/a\n@@ -7,7 +7,7 @@\n 7\n 8\n 9\n-10\n+A\n 11\n 12\n 13\n@@ -15,7 +15,7 @@\n 15\n 16\n "
      "17\n-18\n+B\n 19\n 20\n 21\n");
}

}  // namespace cat4
