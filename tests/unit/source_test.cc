// What the disk may answer: failures are failures, and never hide what could be read.
#include "cat4/base/source.h"

#include <catch2/catch.hpp>

#include "cat4/check/check_tree.h"
#include "cat4/rules/rule_text.h"

namespace cat4 {
namespace {

// A tree in which one path can't be read or listed.
class FailingSource : public Source {
 public:
  FailingSource(std::string_view example, std::string path)
      : files_(InMemorySource(ExampleTree(example))), path_(std::move(path)) {}
  Result<std::vector<SourceEntry>> List(std::string_view directory) const override {
    if (directory == path_) return Fail("can't list '{}': Permission denied", directory);
    return files_->List(directory);
  }
  Result<std::string> Read(std::string_view path, std::size_t limit) const override {
    if (path == path_) return Fail("can't read '{}': Permission denied", path);
    return files_->Read(path, limit);
  }

 private:
  std::unique_ptr<Source> files_;
  std::string path_;
};

// A tree with more people than places can tell apart.
class EndlessSource : public Source {
 public:
  Result<std::vector<SourceEntry>> List(std::string_view directory) const override {
    if (directory.empty()) return std::vector<SourceEntry>{{"people", EntryKind::kDirectory}};
    return std::vector<SourceEntry>(Span::kMaxFiles / 2 + 1, {"p.yaml", EntryKind::kFile});
  }
  Result<std::string> Read(std::string_view path, std::size_t /*limit*/) const override {
    return Fail("can't read '{}'", path);
  }
};

constexpr std::string_view kMeasures =
    "--- DEMO-1.yaml\nid: DEMO-1\ntitle: One\nowner: o.owner\ncontroller: c.controller\nstage: "
    "defined\nstate: active\n"
    "--- DEMO-2.yaml\nid: DEMO-2\ntitle: Two\nowner: nobody\ncontroller: c.controller\nstage: "
    "defined\nstate: active\n"
    "depends_on:\n  - {measure: DEMO-1, stage: decided}\n";

}  // namespace

TEST_CASE("source: a tree with more files than there are numbers for is a failure") {
  const Loaded loaded = LoadPortfolio(EndlessSource());
  REQUIRE(loaded.failures.size() == 1);
  CHECK(loaded.failures.front().message ==
        "can't read 'people': the tree has more than 4194303 files and directories");
  CHECK_FALSE(loaded.portfolio->complete);
}

TEST_CASE("source: a file that can't be read is a failure, and the others are still judged") {
  const FailingSource source(kMeasures, "portfolios/demo/plants/stock/feed/DEMO-1.yaml");
  const Checked checked = CheckTree(source, ExampleDate());
  REQUIRE(checked.failures.size() == 1);
  CHECK(checked.failures[0].message ==
        "can't read 'portfolios/demo/plants/stock/feed/DEMO-1.yaml': Permission denied");
  CHECK_FALSE(checked.portfolio->complete);
  REQUIRE(checked.findings.size() == 1);  // and no false 'there is no measure DEMO-1'
  CHECK(checked.findings[0].message == "there is no person 'nobody'");
}

TEST_CASE("source: a directory that can't be listed is a failure") {
  const FailingSource source(kMeasures, "portfolios/demo/plants");
  const Checked checked = CheckTree(source, ExampleDate());
  REQUIRE(checked.failures.size() == 1);
  CHECK_FALSE(checked.portfolio->complete);
}

TEST_CASE("source: memory lists files and directories in byte order") {
  const auto source = InMemorySource({{"b", ""}, {"a/x", "1"}, {"a-b", ""}, {"a/y/z", ""}});
  std::string names;
  const Result<std::vector<SourceEntry>> entries = source->List("");
  for (const SourceEntry& entry : *entries)
    names += entry.name + (entry.kind == EntryKind::kDirectory ? "/ " : " ");
  CHECK(names == "a/ a-b b ");
  CHECK(*source->Read("a/x", 10) == "1");
  CHECK_FALSE(source->Read("a", 10));
  CHECK_FALSE(source->List("c"));
}

}  // namespace cat4
