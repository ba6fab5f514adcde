// What has to hold for every command, so that the one that is added next is not forgotten.
#include <algorithm>
#include <map>
#include <set>
#include <string>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/completion.h"
#include "cli/make_report.h"
#include "cli/man_page.h"

namespace cat4 {

TEST_CASE("commands: what changes the bytes of a report stands in its head, or nobody could verify it") {
  // Options that the head of a report's JSON names, and those that leave the JSON as it is; the story in
  // tests/walkthrough/reports.md makes each report with each of them and verifies it.
  const std::set<std::string_view> known = {"--node",  "--period", "--by",     "--compare",
                                            "--depth", "--format", "--output", "--person"};
  for (const ReportKind* kind : ReportKinds()) {
    const std::string name = fmt::format("report {}", kind->name);
    const auto command = std::ranges::find(AllCommands(), name, &Command::name);
    INFO(name);
    REQUIRE(command != AllCommands().end());
    CHECK((*command)->takes_revision);
    CHECK((*command)->arguments.size() <= 1);  // the subject
    for (const OptionSpec& option : (*command)->options) {
      INFO(option.name << ": name it in ReportHead and its JSON, and read it back in report_verify.cc");
      CHECK(known.contains(option.name));
    }
  }
}

TEST_CASE("commands: reports are shown page by page") {
  for (const Command* command : AllCommands()) {
    const bool report = command->name.starts_with("report ") && command->name != "report verify";
    INFO(command->name);
    if (report) CHECK(command->pages);
  }
}

TEST_CASE("commands: a value that is called like something that can be listed is completed as that") {
  const std::map<std::string_view, ValueKind> kinds = {
      {"PERSON", ValueKind::kPerson},     {"COMMITTEE", ValueKind::kCommittee},
      {"REV", ValueKind::kRevision},      {"RULE", ValueKind::kRule},
      {"STAGE", ValueKind::kStage},       {"FILE", ValueKind::kFile},
      {"PACKAGE", ValueKind::kContainer}, {"PROJECT", ValueKind::kContainer},
      {"PROGRAM", ValueKind::kContainer}, {"PORTFOLIO", ValueKind::kContainer},
      {"DIR", ValueKind::kDirectory}};
  for (const Command* command : AllCommands()) {
    INFO(command->name);
    for (const ArgumentSpec& argument : command->arguments) {
      if (const auto kind = kinds.find(argument.name); kind != kinds.end())
        CHECK(argument.kind == kind->second);
    }
    for (const OptionSpec& option : command->options) {
      if (const auto kind = kinds.find(option.value); kind != kinds.end()) CHECK(option.kind == kind->second);
    }
  }
}

TEST_CASE("commands: an option takes a value everywhere or nowhere, which fish's completion relies on") {
  std::map<std::string_view, bool> valued;
  for (const Command* command : AllCommands()) {
    for (const OptionSpec* option : OptionsOf(*command)) {
      INFO(command->name << " " << option->name);
      const auto [before, added] = valued.emplace(option->name, !option->value.empty());
      CHECK((added || before->second == !option->value.empty()));
    }
  }
}

TEST_CASE("commands: the first word of several commands is none itself, and names no page twice") {
  for (const CommandGroup& group : CommandGroups()) {
    INFO(group.word);
    CHECK((group.commands.size() == 1 || !group.single()));
  }
  std::set<std::string> names;
  for (const ManPageFile& page : CommandManPages()) CHECK(names.insert(page.name).second);
  CHECK(names.size() == AllCommands().size());
}

}  // namespace cat4
