// Scalars that every parser reads back as the same text.
#include "yaml/emit.h"

#include <catch2/catch.hpp>

#include "cat4/base/text.h"
#include "cat4/yaml/document.h"

namespace cat4 {
namespace {

// What format 1 reads for a value at the given place.
std::string ReadBack(const std::string& yaml) {
  Findings findings;
  const std::optional<Document> document = ReadYaml(1, yaml, findings);
  for (const Finding& finding : findings.all()) UNSCOPED_INFO(yaml << finding.message);
  REQUIRE(document);
  CHECK(findings.size() == 0);
  const Node* value = document->Find(document->root(), "key");
  if (value->kind == NodeKind::kSequence) value = &*document->children(*value).begin();
  return std::string(value->text);
}

const std::vector<std::string> kTexts = {
    "Shared Rural Network",
    "GOV.UK One Login",
    "DATA (R&D)",
    "a, b",
    "a: b",
    "a:b",
    "a:",
    "a #b",
    "a#b",
    "#a",
    "-",
    "- a",
    "---",
    "...",
    "-5",
    "+5",
    "5",
    "05",
    "5.0",
    ".5",
    "5e3",
    "0x1F",
    "0o17",
    "1_000",
    "12:30",
    "12:30:45",
    "2026-10-31",
    "2026-10",
    "2001-12-14 21:59:43.10 -5",
    "2001-12-14T21:59:43Z",
    "2024 plan",
    "1st",
    "yes",
    "No",
    "ON",
    "off",
    "y",
    "N",
    "true",
    "False",
    "null",
    "NULL",
    "~",
    "",
    " ",
    " a",
    "a ",
    "=",
    "<<",
    "<a",
    ">a",
    "|a",
    "!a",
    "&a",
    "*a",
    "%a",
    "@a",
    "`a",
    "'a",
    "\"a",
    "a\"b",
    "it's",
    "\"it's\"",
    "a\\b",
    "a\\\"'b",
    "{a}",
    "[a]",
    "a {b}",
    "a [b]",
    "?",
    "? a",
    "a?b",
    ".inf",
    ".NaN",
    "/usr/bin",
    "(a)",
    "$1",
    "_x",
    "£5",
    "Élan",
    "日本",
    "a\nb",
    "a\n",
    "\na",
    "a\tb",
    "a\rb",
    "a\x01b",
    "a\u0085b",
    "a\u200Bb",
    "a\u2028b",
    "\uFEFFa",
    "a\uFFFEb",
    "a\U000E0001b",
    "😀",
    "a\n  b\n\nc",
    "  a\nb",
    "a \nb",
    "a\n#b\n- c",
    "null\nb",
};

}  // namespace

TEST_CASE("emit: plain where it is safe, else quoted", "[import]") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"COLLECTIONS, PACKAGING", "COLLECTIONS, PACKAGING"},
      {"R&D [old]", "R&D [old]"},
      {"GOV.UK", "GOV.UK"},
      {"1st of May", "1st of May"},
      {"1443.7", "\"1443.7\""},
      {"2024-25", "\"2024-25\""},
      {"No", "\"No\""},
      {"a: b", "\"a: b\""},
      {"say \"x\"", "say \"x\""},
      {"\"x\" isn't", "'\"x\" isn''t'"},
      {"", "\"\""},
      {"a\nb", "\"a\\nb\""},
      {"\u2028", "\"\\u2028\""},
      {"\U000E0001\"", "\"\\U000E0001\\\"\""},
      {"~", "\"~\""},
  };
  for (const auto& [text, yaml] : cases) CHECK(YamlScalar(text) == yaml);
  CHECK(YamlScalar("a, b", YamlPlace::kFlow) == "\"a, b\"");
  CHECK(YamlScalar("a b", YamlPlace::kFlow) == "a b");
}

TEST_CASE("emit: what is written is read back", "[import]") {
  for (const std::string& text : kTexts) {
    INFO("text '" << Printable(text) << "'");
    CHECK(ReadBack("key: " + YamlScalar(text) + "\n") == text);
    CHECK(ReadBack("key: [" + YamlScalar(text, YamlPlace::kFlow) + ", b]\n") == text);
    CHECK(ReadBack("key: " + YamlProse(text, 2) + "\nnext: a\n") == text);
  }
}

TEST_CASE("emit: prose of many lines is a block", "[import]") {
  CHECK(YamlProse("a\n\n  b: c\n# d", 4) == "|-\n    a\n\n      b: c\n    # d");
  CHECK(YamlProse("one: line", 4) == "\"one: line\"");
  CHECK(YamlProse("ends\n", 4) == "\"ends\\n\"");
}

}  // namespace cat4
