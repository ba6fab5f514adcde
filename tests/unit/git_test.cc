// Processes, objects of commits and signatures in commit headers.
#include <cstdlib>
#include <filesystem>

#include <catch2/catch.hpp>

#include "cat4/git/process.h"
#include "cat4/git/record.h"
#include "cat4/git/tree_source.h"

#include "unit/temporary_repository.h"

namespace cat4 {
namespace {

namespace fs = std::filesystem;

TEST_CASE("process: output, error output and exit code are told apart") {
  const Result<ProcessOutput> output =
      RunProcess({.arguments = {"sh", "-c", "echo out; echo err >&2; exit 7"}, .directory = "/"});
  REQUIRE(output);
  CHECK(output->exit_code == 7);
  CHECK(output->out == "out\n");
  CHECK(output->err == "err\n");
  CHECK(output->Complaint() == "err");
}

TEST_CASE("process: large input and output pass through without waiting for each other") {
  const std::string input(3'000'000, 'x');
  const Result<ProcessOutput> output = RunProcess({.arguments = {"cat"}, .directory = "/", .input = input});
  REQUIRE(output);
  CHECK(output->out == input);
}

TEST_CASE("process: one that reads nothing is no failure, one that does not exist is") {
  const Result<ProcessOutput> deaf =
      RunProcess({.arguments = {"true"}, .directory = "/", .input = std::string(1'000'000, 'x')});
  REQUIRE(deaf);
  CHECK(deaf->succeeded());
  const Result<ProcessOutput> none = RunProcess({.arguments = {"no-such-program-of-cat4"}, .directory = "/"});
  REQUIRE_FALSE(none);
  CHECK(none.error().message ==
        "can't run 'no-such-program-of-cat4': No such file or directory; "
        "install no-such-program-of-cat4, or add where it is to PATH");
  for (const Process& process : {Process{.arguments = {"true"}, .directory = "/no-such-directory"},
                                 Process{.arguments = {"/no/such/program"}, .directory = "/"}}) {
    const Result<ProcessOutput> nowhere = RunProcess(process);
    REQUIRE_FALSE(nowhere);
    CHECK(nowhere.error().message ==
          fmt::format("can't run '{}': No such file or directory", process.arguments.front()));
  }
}

TEST_CASE("process: a signal that ends it shows in the exit code, variables are set and removed") {
  const Result<ProcessOutput> killed =
      RunProcess({.arguments = {"sh", "-c", "kill -9 $$"}, .directory = "/"});
  REQUIRE(killed);
  CHECK(killed->exit_code == 128 + 9);
  const Result<ProcessOutput> variables = RunProcess({.arguments = {"sh", "-c", "echo \"$A-${HOME-none}\""},
                                                      .directory = "/",
                                                      .environment = {{"A", "b c"}, {"HOME", std::nullopt}}});
  REQUIRE(variables);
  CHECK(variables->out == "b c-none\n");
}

TEST_CASE("repository: found from below, with its prefix, HEAD may be unborn") {
  const TemporaryRepository place;
  place.Shell("mkdir -p a/b");
  const Result<Repository> repository = Repository::Open(place.path() + "/a/b");
  REQUIRE(repository);
  CHECK(fs::equivalent(repository->top, place.path()));
  CHECK(repository->prefix == "a/b/");
  const Result<Head> unborn = repository->ReadHead();
  REQUIRE(unborn);
  CHECK(unborn->commit.empty());
  CHECK(unborn->branch() == "main");
  place.Shell("git commit -q --allow-empty -m one && git switch -q --detach");
  const Result<Head> detached = repository->ReadHead();
  REQUIRE(detached);
  CHECK(detached->commit.size() == 40);
  CHECK(detached->branch().empty());
}

TEST_CASE("repository: what is unfinished is told with the way out") {
  const TemporaryRepository place;
  place.Shell("git commit -q --allow-empty -m one");
  const Result<Repository> repository = Repository::Open(place.path());
  REQUIRE(repository);
  CHECK_FALSE(repository->Unfinished());
  place.Shell("touch .git/CHERRY_PICK_HEAD");
  CHECK(repository->Unfinished() ==
        "a cherry-pick is unfinished; finish it with 'git cherry-pick --continue', or undo it with 'git "
        "cherry-pick --abort'");
}

TEST_CASE("recording lock: who waits in vain is told, and one that is let go of can be taken") {
  const TemporaryRepository place;
  const Result<Repository> repository = Repository::Open(place.path());
  REQUIRE(repository);
  {
    const Result<RecordingLock> held = RecordingLock::Take(*repository, 0);
    REQUIRE(held);
    const Result<RecordingLock> second = RecordingLock::Take(*repository, 0);
    REQUIRE_FALSE(second);
    CHECK(second.error().message ==
          "another cat4 has been recording in this repository for 0 seconds; try again when it is done");
  }
  CHECK(RecordingLock::Take(*repository, 0));
}

TEST_CASE("tree source: files of a commit below the opened directory, links and all") {
  const TemporaryRepository place;
  place.Shell(
      "mkdir -p org/people org/evidence && echo 'id: a' > org/people/a.yaml && printf 'x\\0y' > "
      "org/evidence/b.bin && "
      "ln -s people org/link && echo z > outside.yaml && git add -A && git commit -q -m one && rm -r org");
  fs::create_directories(place.path() + "/org");
  const Result<Repository> repository = Repository::Open(place.path() + "/org");
  REQUIRE(repository);
  const Result<std::unique_ptr<Source>> source = OpenCommit(*repository, repository->ReadHead()->commit);
  REQUIRE(source);
  const Result<std::vector<SourceEntry>> root = (*source)->List("");
  REQUIRE(root);
  std::string names;
  for (const SourceEntry& entry : *root)
    names += fmt::format("{}{} ", entry.name,
                         entry.kind == EntryKind::kDirectory ? "/"
                         : entry.kind == EntryKind::kOther   ? "@"
                                                             : "");
  CHECK(names == "evidence/ link@ people/ ");
  CHECK((*source)->Read("people/a.yaml", 100).value() == "id: a\n");
  CHECK((*source)->Read("evidence/b.bin", 100).value() == std::string("x\0y", 3));
  CHECK((*source)->Read("evidence/b.bin", 1).value() == std::string("x\0", 2));
  CHECK_FALSE((*source)->Read("link", 100));
  CHECK_FALSE((*source)->Read("outside.yaml", 100));
  CHECK_FALSE((*source)->List("outside"));
}

}  // namespace
}  // namespace cat4
