// The command line: what is understood, and what is said of what is not.
#include "cli/parser.h"

#include <catch2/catch.hpp>

namespace cat4 {
namespace {

std::string Parse(std::vector<std::string> arguments) {
  const Result<ParsedLine> line = ParseCommandLine(arguments);
  if (!line) return line.error().message;
  std::string text(line->command ? line->command->name : "program");
  if (line->help) text += " help";
  if (line->version) text += " version";
  for (const auto& [name, value] : line->invocation.options) text += fmt::format(" {}={}", name, value);
  for (const std::string& argument : line->invocation.arguments) text += fmt::format(" <{}>", argument);
  return text;
}

// The words behind "cat4" of a line as it is typed, up to the next command of the line. Quotes may stand
// around whole words.
std::vector<std::string> WordsOf(std::string_view line) {
  line = line.substr(0, line.find_first_of(">&|"));
  std::vector<std::string> words;
  for (std::size_t at = std::string_view("cat4 ").size(); at < line.size();) {
    const bool quoted = line[at] == '"';
    if (quoted) ++at;
    const std::size_t end = std::min(line.find(quoted ? '"' : ' ', at), line.size());
    words.emplace_back(line.substr(at, end - at));
    at = end + (quoted ? 2 : 1);
  }
  return words;
}

}  // namespace

TEST_CASE("parser: options stand before or behind the command and its arguments") {
  CHECK(Parse({"check"}) == "check");
  CHECK(Parse({"-C", "dir", "check", "--fail-on", "warning", "portfolios"}) ==
        "check --directory=dir --fail-on=warning <portfolios>");
  CHECK(Parse({"check", "-q", "a", "b", "--as-of=2026-10-31"}) ==
        "check --as-of=2026-10-31 --quiet= <a> <b>");
  CHECK(Parse({"check", "--format", "text", "--format", "json=f", "path"}) ==
        "check --format=text --format=json=f <path>");
  CHECK(Parse({"check", "--", "-x"}) == "check <-x>");
}

TEST_CASE("parser: an argument that equals a command's name stays an argument") {
  CHECK(Parse({"check", "report"}) == "check <report>");
  CHECK(Parse({"show", "list"}) == "show <list>");
  CHECK(Parse({"report", "status", "--node", "tree"}) == "report status --node=tree");
}

TEST_CASE("parser: every mistake is named, with the nearest known word") {
  CHECK(Parse({}) == "a command is missing; 'cat4 --help' lists them");
  CHECK(Parse({"chekc"}) == "unknown command 'chekc'; did you mean 'check'?; 'cat4 --help' lists them");
  CHECK(Parse({"report"}) ==
        "'report' needs one of: status, pipeline, bridge, months, traps, decisions, steerco, reconciliation, "
        "updates, "
        "accountability, verify");
  CHECK(Parse({"report", "statsu"}) ==
        "unknown command 'report statsu'; did you mean 'status'?; known: status, pipeline, bridge, months, "
        "traps, "
        "decisions, steerco, reconciliation, updates, accountability, verify");
  CHECK(Parse({"check", "--fromat", "json"}) == "unknown option '--fromat'; did you mean '--format'?");
  CHECK(Parse({"check", "--fail-on", "eror"}) ==
        "'eror' is no value of '--fail-on'; wanted one of error, warning, note, never");
  CHECK(Parse({"explain"}) == "RULE is missing: cat4 explain RULE [options]");
  CHECK(Parse({"explain", "a", "b"}) == "unexpected argument 'b': cat4 explain RULE [options]");
  CHECK(Parse({"rules", "x"}) == "unexpected argument 'x': cat4 rules [options]");
  CHECK(Parse({"report", "status", "--node", "a", "--node", "b"}) ==
        "option '--node' is given 2 times; wanted once");
  CHECK(Parse({"--frobnicate", "check"}) == "unknown option '--frobnicate' before the command");
  CHECK(Parse({"check", ""}) == "check <>");
}

TEST_CASE("parser: an option that is required is asked for, after the arguments") {
  CHECK(Parse({"import", "csv"}) == "FILE is missing: cat4 import csv FILE --mapping FILE -o DIR [options]");
  CHECK(Parse({"import", "csv", "a", "-o", "b"}) ==
        "--mapping FILE is missing: cat4 import csv FILE --mapping FILE -o DIR [options]");
  CHECK(Parse({"import", "csv", "a", "--mapping", "c", "-o", "b"}) ==
        "import csv --mapping=c --output=b <a>");
}

TEST_CASE("parser: help and version") {
  CHECK(Parse({"--version"}) == "program version --version=");
  CHECK(Parse({"-h"}) == "program help --help=");
  CHECK(Parse({"explain", "--help"}) == "explain help --help=");
}

TEST_CASE("help: every command has a summary, a description and an example that parses") {
  for (const Command* command : AllCommands()) {
    INFO(command->name);
    CHECK_FALSE(command->summary.empty());
    CHECK_FALSE(command->description.empty());
    CHECK_FALSE(command->examples.empty());
    for (const Example& example : command->examples) {
      const Result<ParsedLine> parsed = ParseCommandLine(WordsOf(example.line));
      INFO(example.line);
      REQUIRE(parsed);
      CHECK(parsed->command == command);
    }
    for (const OptionSpec& option : command->options)
      CHECK(HelpOf(*command).find(option.name) != std::string::npos);
  }
}

}  // namespace cat4
