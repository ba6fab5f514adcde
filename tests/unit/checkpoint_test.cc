#include "cat4/audit/checkpoint.h"

#include <catch2/catch.hpp>

#include "cat4/audit/audit.h"

namespace cat4 {
namespace {

Checkpoint Sample() {
  Checkpoint checkpoint;
  checkpoint.tip = std::string(40, 'a');
  checkpoint.registry = std::string(40, 'b');
  checkpoint.registry_version = 3;
  checkpoint.trust_root = "sha256:" + std::string(64, 'c');
  checkpoint.steps = 12;
  checkpoint.decisions = 34;
  checkpoint.lock_stages = {{1, "decided"}, {2, ""}};
  checkpoint.gone = {{"ENG-1", std::string(40, 'd')}};
  checkpoint.endorsed = {"sha256:" + std::string(64, 'e')};
  PlacedFinding finding;
  finding.rule = RuleId::kUnsignedApprovalCommit;
  finding.severity = Severity::kWarning;
  finding.path = "a\tb\\n.yaml";
  finding.message = "two\nlines";
  finding.measure = "ENG-1";
  checkpoint.open = {finding};
  return checkpoint;
}

TEST_CASE("checkpoint: what was written is read") {
  const std::string text = FormatCheckpoint(Sample());
  const std::optional<Checkpoint> read = ParseCheckpoint(text);
  REQUIRE(read);
  CHECK(FormatCheckpoint(*read) == text);
  CHECK(read->lock_stages == Sample().lock_stages);
  REQUIRE(read->open.size() == 1);
  CHECK(read->open.front().message == "two\nlines");
  CHECK(read->open.front().path == "a\tb\\n.yaml");
}

TEST_CASE("checkpoint: what is cut off or of another version is none") {
  const std::string text = FormatCheckpoint(Sample());
  for (std::size_t length = 0; length < text.size(); ++length) {
    INFO(length);
    CHECK_FALSE(ParseCheckpoint(text.substr(0, length)));
  }
  CHECK_FALSE(ParseCheckpoint("cat4-checkpoint 2" + text.substr(text.find('\n'))));
}

TEST_CASE("checkpoint: its name tells trust root, organization and branch apart") {
  const std::string name = CheckpointName("sha256:1", "demo", "refs/heads/main");
  CHECK(name.size() == 32);
  CHECK(name != CheckpointName("sha256:2", "demo", "refs/heads/main"));
  CHECK(name != CheckpointName("sha256:1", "other", "refs/heads/main"));
  CHECK(name != CheckpointName("sha256:1", "demo", "refs/heads/side"));
}

TEST_CASE("pin: a digest, and behind an @ a whole commit") {
  const std::string digest = "sha256:" + std::string(64, '0');
  REQUIRE(ParsePin(digest));
  CHECK(ParsePin(digest)->commit.empty());
  CHECK(ParsePin(digest + "@" + std::string(40, 'a'))->commit == std::string(40, 'a'));
  CHECK(ParsePin(digest + "@" + std::string(64, 'a')));
  for (const std::string& wrong :
       {std::string(), digest + "@", digest + "@abc", digest.substr(1), digest + "0",
        "sha256:" + std::string(64, 'G'), digest + "@" + std::string(40, 'A')}) {
    INFO(wrong);
    REQUIRE_FALSE(ParsePin(wrong));
    CHECK(ParsePin(wrong).error().kind == FailureKind::kUsage);
  }
}

}  // namespace
}  // namespace cat4
