// Every rule's own examples, through the real check: the bad one gives findings of that rule on the marked
// lines and nothing else, the good one gives nothing. Stories can't be run here; only their form is looked
// at.
#include <catch2/catch.hpp>

#include "cat4/base/text.h"
#include "cat4/check/check_tree.h"
#include "cat4/diagnostics/location.h"
#include "cat4/rules/rule_text.h"

namespace cat4 {
namespace {

// "path:line: slug" for each finding.
std::string Found(std::string_view example) {
  const auto source = InMemorySource(ExampleTree(example));
  const Checked checked = CheckTree(*source, ExampleDate());
  Locator locator(*source, checked.portfolio->files);
  std::string lines;
  for (const Finding& finding : checked.findings) {
    lines += fmt::format("{}:{}: {}\n", checked.portfolio->files.path(finding.span.file()),
                         locator.Locate(finding.span).line, GetRule(finding.rule).slug);
  }
  return lines;
}

// "path:line: slug" for each marked line.
std::string Expected(std::string_view example, std::string_view slug) {
  constexpr std::string_view kMarker = "# <-";
  std::string lines;
  for (const auto& [path, content] : ExampleTree(example)) {
    if (example.find(fmt::format("--- {}  {}\n", path.substr(path.rfind('/') + 1), kMarker)) !=
            std::string_view::npos ||
        example.find(fmt::format("--- {}  {}\n", path, kMarker)) != std::string_view::npos) {
      lines += fmt::format("{}:1: {}\n", path, slug);
    }
    std::size_t number = 1;
    for (std::size_t begin = 0; begin < content.size(); ++number) {
      const std::size_t end = std::min(content.find('\n', begin), content.size());
      const std::string_view line = std::string_view(content).substr(begin, end - begin);
      if (line.ends_with(kMarker) || line.ends_with("# <-\r"))
        lines += fmt::format("{}:{}: {}\n", path, number, slug);
      begin = end + 1;
    }
  }
  return lines;
}

// What is odd about a story, or nothing.
std::string WrongWithStory(std::string_view story) {
  if (!story.ends_with('\n') || story.ends_with("\n\n")) return "it does not end with one line end";
  if (story.find("# <-") != std::string_view::npos) return "it has a mark, as only trees have";
  const std::vector<std::string_view> lines = Split(story.substr(0, story.size() - 1), '\n');
  if (lines.size() < 5 || lines.size() > 15) return fmt::format("it has {} lines", lines.size());
  for (const std::string_view line : lines) {
    if (DisplayWidth(line) > 120) return fmt::format("too wide: {}", line);
    if (Printable(line) != line) return fmt::format("not printable: {}", line);
  }
  return {};
}

}  // namespace

TEST_CASE("rules: texts are complete") {
  for (const RuleInfo& rule : AllRules()) {
    INFO("rule " << rule.slug);
    const RuleText& text = TextOf(rule.id);
    CHECK_FALSE(text.summary.empty());
    CHECK(text.summary.find('\n') == std::string_view::npos);
    CHECK_FALSE(text.summary.ends_with('.'));
    CHECK_FALSE(text.explanation.empty());
    for (const std::string_view line : Split(text.explanation, '\n')) CHECK(DisplayWidth(line) <= 120);
    CHECK_FALSE(text.bad.empty());
    CHECK_FALSE(text.good.empty());
  }
}

TEST_CASE("rules: stories are short and printable") {
  for (const RuleInfo& rule : AllRules()) {
    if (!ExamplesAreStories(rule.group)) continue;
    INFO("rule " << rule.slug);
    const RuleText& text = TextOf(rule.id);
    for (const std::string_view story : {text.bad, text.good}) {
      const std::string wrong = WrongWithStory(story);
      INFO(wrong);
      CHECK(wrong.empty());
    }
  }
}

TEST_CASE("rules: every example is executed") {
  for (const RuleInfo& rule : AllRules()) {
    if (ExamplesAreStories(rule.group)) continue;
    INFO("rule " << rule.slug);
    const RuleText& text = TextOf(rule.id);
    CHECK(text.bad.find("# <-") != std::string_view::npos);
    CHECK(Found(text.bad) == Expected(text.bad, rule.slug));
    CHECK(Found(text.good).empty());
  }
}

}  // namespace cat4
