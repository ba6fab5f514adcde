// What the reader says about broken files and trees: whole findings, with exact places.
#include <algorithm>
#include <map>

#include <catch2/catch.hpp>

#include "cat4/check/check_tree.h"
#include "cat4/diagnostics/location.h"
#include "cat4/rules/rule_text.h"
#include "cat4/yaml/document.h"

namespace cat4 {
namespace {

using namespace std::string_literals;
using Files = std::map<std::string, std::string>;

const std::string kPackage = "portfolios/demo/plants/stock/feed/";

// A measure without findings; what tests add to it starts in line 7.
const std::string kMeasure =
    "id: DEMO-1\n"
    "title: Live stock feed\n"
    "owner: o.owner\n"
    "controller: c.controller\n"
    "stage: defined\n"
    "state: active\n";

// "path:line:column: rule: message" of each finding in the example organization with these files in it; the
// path without the package's directory.
std::string InTree(const Files& files) {
  Files tree = ExampleTree("");
  for (const auto& [path, content] : files) tree[path] = content;
  const auto source = InMemorySource(tree);
  const Checked checked = CheckTree(*source, ExampleDate());
  Locator locator(*source, checked.portfolio->files);
  std::string lines;
  for (const Finding& finding : checked.findings) {
    std::string path = checked.portfolio->files.path(finding.span.file());
    if (path.starts_with(kPackage)) path.erase(0, kPackage.size());
    const Location at = locator.Locate(finding.span);
    lines += fmt::format("{}:{}:{}: {}: {}\n", path, at.line, at.column, GetRule(finding.rule).slug,
                         finding.message);
  }
  return lines;
}

std::string AsMeasure(const std::string& content) { return InTree({{kPackage + "DEMO-1.yaml", content}}); }
std::string InMeasure(const std::string& lines) { return AsMeasure(kMeasure + lines); }

// "line:column-line:column rule" of each finding: from the first byte to one past the last.
std::string RangesInMeasure(const std::string& lines) {
  Files tree = ExampleTree("");
  tree[kPackage + "DEMO-1.yaml"] = kMeasure + lines;
  const auto source = InMemorySource(tree);
  const Checked checked = CheckTree(*source, ExampleDate());
  Locator locator(*source, checked.portfolio->files);
  std::string ranges;
  for (const Finding& finding : checked.findings) {
    const Location at = locator.Locate(finding.span);
    ranges += fmt::format("{}:{}-{}:{} {}\n", at.line, at.column, at.end_line, at.end_column,
                          GetRule(finding.rule).slug);
  }
  return ranges;
}

std::string Repeat(std::string_view text, int count) {
  std::string repeated;
  for (int i = 0; i < count; ++i) repeated += text;
  return repeated;
}

std::string EffectWith(std::string_view currency, std::string_view amount) {
  return fmt::format(
      "effects:\n"
      "  - id: e\n"
      "    kind: ebitda\n"
      "    nature: recurring\n"
      "    currency: {}\n"
      "    run_rate: {}\n",
      currency, amount);
}

}  // namespace

TEST_CASE("reading: bytes that are no text are refused before any parser sees them") {
  // UTF-16 with and without its mark, and a UTF-8 byte order mark.
  CHECK(AsMeasure("\377\376i\000d\000"s) ==
        "DEMO-1.yaml:1:1: syntax-error: the file is UTF-16; wanted UTF-8\n");
  CHECK(AsMeasure("\376\377\000i\000d"s) ==
        "DEMO-1.yaml:1:1: syntax-error: the file is UTF-16; wanted UTF-8\n");
  CHECK(AsMeasure("i\000d\000:\000\n\000"s) ==
        "DEMO-1.yaml:1:2: syntax-error: control character U+0000\n"
        "DEMO-1.yaml:2:2: syntax-error: the last line has no end\n");
  CHECK(AsMeasure("\ufeff" + kMeasure) ==
        "DEMO-1.yaml:1:1: syntax-error: the file starts with a byte order mark\n");
  CHECK(InMeasure("notes: a\ufeffb\n") ==
        "DEMO-1.yaml:7:9: syntax-error: invisible or direction-changing character U+FEFF\n");
  // Invalid UTF-8: a stray byte, an overlong form, half a surrogate pair, a character cut short.
  CHECK(InMeasure("notes: a\377b\n") == "DEMO-1.yaml:7:9: syntax-error: byte 0xFF is not UTF-8\n");
  CHECK(InMeasure("notes: a\300\257b\n") == "DEMO-1.yaml:7:9: syntax-error: byte 0xC0 is not UTF-8\n");
  CHECK(InMeasure("notes: a\355\240\200b\n") == "DEMO-1.yaml:7:9: syntax-error: byte 0xED is not UTF-8\n");
  CHECK(InMeasure("notes: a\303\n") == "DEMO-1.yaml:7:9: syntax-error: byte 0xC3 is not UTF-8\n");
}

TEST_CASE("reading: line ends, tabs and control characters") {
  CHECK(InMeasure("notes: a\r\n") ==
        "DEMO-1.yaml:7:9: syntax-error: a carriage return (CR); wanted LF alone at the end of a line\n");
  CHECK(InMeasure("notes: a\rtags: [x]\n") ==
        "DEMO-1.yaml:7:9: syntax-error: a carriage return (CR); wanted LF alone at the end of a line\n");
  CHECK(InMeasure("notes:\ta\n") == "DEMO-1.yaml:7:7: syntax-error: a tab; wanted spaces\n");
  CHECK(InMeasure("risks:\n\t- {title: x}\n") == "DEMO-1.yaml:8:1: syntax-error: a tab; wanted spaces\n");
  CHECK(InMeasure("notes: a # b\tc\n") == "DEMO-1.yaml:7:13: syntax-error: a tab; wanted spaces\n");
  CHECK(InMeasure("notes: a\000b\n"s) == "DEMO-1.yaml:7:9: syntax-error: control character U+0000\n");
  CHECK(InMeasure("notes: a\007b\010\n") == "DEMO-1.yaml:7:9: syntax-error: control character U+0007\n");
  CHECK(InMeasure("notes: a\177b\n") == "DEMO-1.yaml:7:9: syntax-error: control character U+007F\n");
  CHECK(InMeasure("notes: a\302\205b\n") == "DEMO-1.yaml:7:9: syntax-error: control character U+0085\n");
  // Several kinds of mistake in one file are reported at once, each at its first place.
  CHECK(InMeasure("notes: a\tb\tc\r\ntags: [\007]\r\n") ==
        "DEMO-1.yaml:7:9: syntax-error: a tab; wanted spaces\n"
        "DEMO-1.yaml:7:13: syntax-error: a carriage return (CR); wanted LF alone at the end of a line\n"
        "DEMO-1.yaml:8:8: syntax-error: control character U+0007\n");
  // The last line must have its end.
  CHECK(InMeasure("notes: a") == "DEMO-1.yaml:7:9: syntax-error: the last line has no end\n");
  CHECK(InMeasure("notes: |\n  a") == "DEMO-1.yaml:8:4: syntax-error: the last line has no end\n");
  CHECK(AsMeasure(",") == "DEMO-1.yaml:1:2: syntax-error: the last line has no end\n");
}

TEST_CASE("reading: characters that show nothing or turn the text around") {
  CHECK(InMeasure("notes: a\u202eb\n") ==
        "DEMO-1.yaml:7:9: syntax-error: invisible or direction-changing character U+202E\n");
  CHECK(InMeasure("# a\u2066b\n") ==
        "DEMO-1.yaml:7:4: syntax-error: invisible or direction-changing character U+2066\n");
  CHECK(InMeasure("notes: a\u200bb\n") ==
        "DEMO-1.yaml:7:9: syntax-error: invisible or direction-changing character U+200B\n");
  CHECK(InMeasure("notes: |\n  a\n  b\u00ad\n") ==
        "DEMO-1.yaml:9:4: syntax-error: invisible or direction-changing character U+00AD\n");
  CHECK(InMeasure("notes: a\u2028b\n") ==
        "DEMO-1.yaml:7:9: syntax-error: invisible or direction-changing character U+2028\n");
  // Nor can an escape bring them in.
  CHECK(InMeasure("notes: \"a\\u202eb\"\n") ==
        "DEMO-1.yaml:7:8: invalid-value: 'notes' is 'a\\u{202E}b'; wanted text without control or invisible "
        "characters\n");
  CHECK(InMeasure("notes: \"a\\u200bb\"\n") ==
        "DEMO-1.yaml:7:8: invalid-value: 'notes' is 'a\\u{200B}b'; wanted text without control or invisible "
        "characters\n");
  CHECK(InMeasure("tags: [\"a\\Lb\", \"a\\Pb\"]\n") ==
        "DEMO-1.yaml:7:8: invalid-value: this item is 'a\\u{2028}b'; wanted text without control or "
        "invisible characters\n"
        "DEMO-1.yaml:7:16: invalid-value: this item is 'a\\u{2029}b'; wanted text without control or "
        "invisible characters\n");
  CHECK(InMeasure("tags: [\"a\\0b\", \"a\\eb\", \"a\\tb\"]\n") ==
        "DEMO-1.yaml:7:8: invalid-value: this item is 'a\\x00b'; wanted text without control or invisible "
        "characters\n"
        "DEMO-1.yaml:7:16: invalid-value: this item is 'a\\x1Bb'; wanted text without control or invisible "
        "characters\n"
        "DEMO-1.yaml:7:24: invalid-value: this item is 'a\\x09b'; wanted text without control or invisible "
        "characters\n");
  // yaml-cpp 0.7 makes a single byte of \N (next line) and \_ (no-break space).
  for (const std::string escape : {"N", "_"}) {
    CHECK(InMeasure("tags: [\"a\\" + escape + "b\"]\n") ==
          "DEMO-1.yaml:7:11: syntax-error: an escape for a no-break space or next line; write a plain "
          "character\n");
  }
  CHECK(InMeasure("tags: [\"a\\nb\"]\n") ==
        "DEMO-1.yaml:7:8: invalid-value: this item is 'a\\x0Ab'; wanted one line (a block with one line "
        "starts with |- or >-)\n");
  CHECK(InMeasure("notes: \"a\\nb\"\n").empty());
  CHECK(InMeasure("tags: [\"\\x41\\/\\U0001F600\"]\n").empty());
  CHECK(InMeasure("tags: [\"\\ud83d\\ude00\"]\n") ==
        "DEMO-1.yaml:7:15: syntax-error: invalid unicode: 55357\n");
  CHECK(InMeasure("tags: [\"\\UFFFFFFFF\"]\n") ==
        "DEMO-1.yaml:7:19: syntax-error: invalid unicode: 4294967295\n");
  CHECK(InMeasure("tags: [\"\\q\"]\n") == "DEMO-1.yaml:7:11: syntax-error: unknown escape character: q\n");
  CHECK(InMeasure("tags: [\"\\\\'\", \"\\'\"]\n") ==
        "DEMO-1.yaml:7:17: syntax-error: unknown escape character: '\n");
  // What looks the same must be the same bytes.
  CHECK(InMeasure("notes: e\u0301\n") ==
        "DEMO-1.yaml:7:8: syntax-error: the text is not in Unicode normal form C: what looks the same must "
        "be the same bytes\n");
  CHECK(InMeasure("tags: [\"e\\u0301\"]\n") ==
        "DEMO-1.yaml:7:8: invalid-value: this item is 'e\u0301'; wanted text in Unicode normal form C\n");
  CHECK(InMeasure("tags: [é, größe, 日本語]\n").empty());
}

TEST_CASE("reading: files without content") {
  CHECK(AsMeasure("") == "DEMO-1.yaml:1:1: syntax-error: the file is empty\n");
  CHECK(AsMeasure("\n") == "DEMO-1.yaml:1:1: syntax-error: the file holds nothing but blanks and comments\n");
  CHECK(AsMeasure("   \n") ==
        "DEMO-1.yaml:1:1: syntax-error: the file holds nothing but blanks and comments\n");
  CHECK(AsMeasure("# nothing but this\n") ==
        "DEMO-1.yaml:1:1: syntax-error: the file holds nothing but blanks and comments\n");
  CHECK(AsMeasure("---\n") == "DEMO-1.yaml:2:1: wrong-type: the file is nothing; wanted a mapping\n");
  CHECK(AsMeasure("~\n") == "DEMO-1.yaml:1:1: wrong-type: the file is a scalar; wanted a mapping\n");
}

TEST_CASE("reading: broken YAML is reported once, where reading stopped") {
  // A ',' alone makes yaml-cpp 0.7 deliver documents without end.
  CHECK(AsMeasure(",\n") == "DEMO-1.yaml:1:1: syntax-error: content that belongs to nothing before it\n");
  CHECK(AsMeasure(",,,,\n") == "DEMO-1.yaml:1:1: syntax-error: content that belongs to nothing before it\n");
  CHECK(AsMeasure("- ,\n") == "DEMO-1.yaml:1:3: syntax-error: ',' behind the end of a value\n");
  CHECK(AsMeasure("- [,]\n") == "DEMO-1.yaml:1:4: syntax-error: an empty item in a flow sequence\n");
  CHECK(InMeasure(",\n") ==
        "DEMO-1.yaml:7:1: syntax-error: a line that is neither 'key: value' nor properly indented\n");
  CHECK(InMeasure("notes: ,\n") == "DEMO-1.yaml:7:8: syntax-error: ',' behind the end of a value\n");
  CHECK(InMeasure("tags: [a,,b]\n") == "DEMO-1.yaml:7:10: syntax-error: an empty item in a flow sequence\n");
  CHECK(InMeasure("tags: [,a]\n") == "DEMO-1.yaml:7:8: syntax-error: an empty item in a flow sequence\n");
  CHECK(InMeasure("status: {comment: b, , next: d}\n") ==
        "DEMO-1.yaml:7:22: syntax-error: an entry without a key\n");
  CHECK(InMeasure("status: {,comment: b}\n") == "DEMO-1.yaml:7:10: syntax-error: an entry without a key\n");
  // Trailing commas are harmless.
  CHECK(InMeasure("tags: [a, b,]\n").empty());
  CHECK(InMeasure("status: {comment: b,}\n").empty());
  // Quotes, brackets and braces without their end.
  CHECK(InMeasure("notes: \"abc\n") ==
        "DEMO-1.yaml:7:8: syntax-error: a quoted scalar without its closing quote\n");
  CHECK(InMeasure("notes: 'abc\n") ==
        "DEMO-1.yaml:7:8: syntax-error: a quoted scalar without its closing quote\n");
  CHECK(InMeasure("notes: \"abc\\\"\n") ==
        "DEMO-1.yaml:7:8: syntax-error: a quoted scalar without its closing quote\n");
  CHECK(InMeasure("tags: [a, b\n") ==
        "DEMO-1.yaml:8:1: syntax-error: a '[' without its ']', or an item without its comma\n");
  CHECK(InMeasure("status: {comment: a\n") ==
        "DEMO-1.yaml:7:9: syntax-error: a '{' without its '}' on the same line\n");
  CHECK(InMeasure("tags: [a, b}\n") == "DEMO-1.yaml:7:12: syntax-error: a ']' or '}' that closes nothing\n");
  CHECK(InMeasure("tags: [a]]\n") == "DEMO-1.yaml:7:10: syntax-error: ']' behind the end of a value\n");
  CHECK(InMeasure("status: {comment: a}}\n") ==
        "DEMO-1.yaml:7:21: syntax-error: '}' behind the end of a value\n");
  CHECK(InMeasure("status: {comment: a next: b}\n") ==
        "DEMO-1.yaml:7:25: syntax-error: a '{' without its '}', or an entry without its comma\n");
  CHECK(InMeasure("tags: [\"a\"b]\n") ==
        "DEMO-1.yaml:7:11: syntax-error: a '[' without its ']', or an item without its comma\n");
  CHECK(InMeasure("tags: [a #b\n") ==
        "DEMO-1.yaml:7:7: syntax-error: a '[' without its ']' on the same line\n");
  CHECK(AsMeasure("]\n") == "DEMO-1.yaml:1:1: syntax-error: a ']' or '}' that closes nothing\n");
  // A quote that swallows the next lines.
  CHECK(InMeasure("notes: \"abc\ntags: [x]\nlabels: {a: \"b\"}\n") ==
        "DEMO-1.yaml:7:8: forbidden-yaml: a quoted scalar over several lines\n"
        "DEMO-1.yaml:9:14: syntax-error: 'b' behind the end of a value\n");
  // Text where none may be.
  CHECK(InMeasure("notes: \"a\" b\n") == "DEMO-1.yaml:7:12: syntax-error: 'b' behind the end of a value\n");
  CHECK(InMeasure("notes: 'a'b\n") == "DEMO-1.yaml:7:11: syntax-error: 'b' behind the end of a value\n");
  CHECK(InMeasure("notes: \"a\"#b\n") == "DEMO-1.yaml:7:11: syntax-error: '#' behind the end of a value\n");
  CHECK(InMeasure("tags: [a] b\n") == "DEMO-1.yaml:7:11: syntax-error: 'b' behind the end of a value\n");
  CHECK(InMeasure("notes: a: b\n") == "DEMO-1.yaml:7:9: syntax-error: a second ': ' in one entry\n");
  CHECK(InMeasure("notes: \"a\": b\n") == "DEMO-1.yaml:7:11: syntax-error: a second ': ' in one entry\n");
  CHECK(InMeasure("notes: - a\n") == "DEMO-1.yaml:7:8: syntax-error: '- ' in the middle of a line\n");
  CHECK(InMeasure("notes: @a\n") ==
        "DEMO-1.yaml:7:8: syntax-error: a value that starts with a reserved character\n");
  CHECK(InMeasure("notes: `a\n") ==
        "DEMO-1.yaml:7:8: syntax-error: a value that starts with a reserved character\n");
  CHECK(InMeasure("notes: %a\n") ==
        "DEMO-1.yaml:7:8: syntax-error: a value that starts with a reserved character\n");
  CHECK(InMeasure("notes: &\n") == "DEMO-1.yaml:7:9: syntax-error: anchor not found after &\n");
  CHECK(InMeasure("notes: | a\n") ==
        "DEMO-1.yaml:7:10: syntax-error: unexpected character in block scalar\n");
  CHECK(InMeasure("garbage\n") ==
        "DEMO-1.yaml:7:8: syntax-error: a line that is neither 'key: value' nor properly indented\n");
  CHECK(InMeasure(": x\n") == "DEMO-1.yaml:7:1: syntax-error: an entry without a key\n");
  CHECK(InMeasure("status:\n   comment: a\n  next: b\n") ==
        "DEMO-1.yaml:9:3: syntax-error: a line that is neither 'key: value' nor properly indented\n");
  CHECK(InMeasure("  notes: a\n") == "DEMO-1.yaml:7:8: syntax-error: ': ' inside a plain value\n");
  CHECK(InMeasure("- a\n") ==
        "DEMO-1.yaml:7:1: syntax-error: a line that is neither 'key: value' nor properly indented\n");
  CHECK(InMeasure("notes: \"a\"\n  \"b\"\n") ==
        "DEMO-1.yaml:8:3: syntax-error: a line that is neither 'key: value' nor properly indented\n");
  CHECK(InMeasure("notes: |\n    a\n  b\n") ==
        "DEMO-1.yaml:9:3: syntax-error: a line that is neither 'key: value' nor properly indented\n");
  for (const char* value : {"[x]", "{a: b}", "\"x\"", "'x'", "|\n  x"}) {
    CHECK(InMeasure(fmt::format("notes:\n{}\n", value)) ==
          "DEMO-1.yaml:8:1: syntax-error: a value that is not indented more than its key\n");
    CHECK(InMeasure(fmt::format("status:\n  comment:\n  {}\n", value)) ==
          "DEMO-1.yaml:9:3: syntax-error: a value that is not indented more than its key\n");
  }
  // What only looks odd.
  CHECK(InMeasure("notes: a:b#c http://x.example/?a=b&c\n").empty());
  CHECK(InMeasure("notes: 'it''s' # c\n").empty());
  CHECK(InMeasure("notes: \"a\\\\\" # c\n").empty());
  CHECK(InMeasure("notes: --a|{b\n").empty());
  CHECK(InMeasure("notes : a   \n").empty());
  CHECK(InMeasure("notes: # c\n  a\n").empty());
  CHECK(InMeasure("tags:\n- a\n- b\n").empty());
  CHECK(InMeasure("tags:\n  [a]\n").empty());
  CHECK(AsMeasure("# yaml-language-server: $schema=x\n---  # one document\n" + kMeasure).empty());
}

TEST_CASE("reading: one document") {
  CHECK(InMeasure("---\nid: DEMO-2\n") == "DEMO-1.yaml:7:1: forbidden-yaml: a second document; wanted one\n");
  CHECK(InMeasure("--- # x\n") == "DEMO-1.yaml:7:1: forbidden-yaml: a second document; wanted one\n");
  CHECK(InMeasure("...\n") ==
        "DEMO-1.yaml:7:1: forbidden-yaml: a document end marker; wanted one document\n");
  CHECK(InMeasure("...\nid: DEMO-2\n") ==
        "DEMO-1.yaml:7:1: forbidden-yaml: a document end marker; wanted one document\n");
  CHECK(AsMeasure("---\n---\n" + kMeasure) ==
        "DEMO-1.yaml:2:1: forbidden-yaml: a second document; wanted one\n");
  CHECK(AsMeasure("%YAML 1.2\n---\n" + kMeasure) == "DEMO-1.yaml:1:1: forbidden-yaml: a YAML directive\n");
  CHECK(AsMeasure("%TAG ! tag:x,2002:\n---\n" + kMeasure) ==
        "DEMO-1.yaml:1:1: forbidden-yaml: a YAML directive\n");
  CHECK(InMeasure("notes: |\n  a\n%b\n") == "DEMO-1.yaml:9:1: forbidden-yaml: a YAML directive\n");
  CHECK(InMeasure("notes: |\n  ---\n  ...\n  %x\n").empty());
}

TEST_CASE("reading: anchors, aliases and tags") {
  CHECK(InMeasure("notes: &a text\n") == "DEMO-1.yaml:7:8: forbidden-yaml: an anchor\n");
  CHECK(InMeasure("status: &a {comment: x}\n") == "DEMO-1.yaml:7:9: forbidden-yaml: an anchor\n");
  CHECK(InMeasure("status: &a\n  comment: x\n") == "DEMO-1.yaml:7:9: forbidden-yaml: an anchor\n");
  CHECK(InMeasure("tags: &a\n  - x\n") == "DEMO-1.yaml:7:7: forbidden-yaml: an anchor\n");
  CHECK(InMeasure("notes: &a\ntags: [x]\n") ==
        "DEMO-1.yaml:7:1: wrong-type: 'notes' is nothing; wanted text\n"
        "DEMO-1.yaml:7:8: forbidden-yaml: an anchor\n");
  CHECK(InMeasure("&a notes: x\n") == "DEMO-1.yaml:7:1: forbidden-yaml: an anchor\n");
  CHECK(InMeasure("tags:\n  - &a x\n  - *a # c\n") ==
        "DEMO-1.yaml:8:5: forbidden-yaml: an anchor\n"
        "DEMO-1.yaml:9:5: forbidden-yaml: an alias\n");
  CHECK(InMeasure("tags: [&a notes]\n*a : x\n") ==
        "DEMO-1.yaml:7:8: forbidden-yaml: an anchor\n"
        "DEMO-1.yaml:8:1: forbidden-yaml: an alias\n");
  CHECK(InMeasure("notes: *nobody\n") == "DEMO-1.yaml:7:8: forbidden-yaml: an alias\n");
  CHECK(InMeasure("notes: **bold**\n") == "DEMO-1.yaml:7:8: forbidden-yaml: an alias\n");
  CHECK(InMeasure("tags:\n  - &a\n  - x\n") ==
        "DEMO-1.yaml:8:5: forbidden-yaml: an anchor\n"
        "DEMO-1.yaml:8:7: wrong-type: this item is nothing; wanted text\n");
  CHECK(InMeasure("notes: !!str no\n") == "DEMO-1.yaml:7:8: forbidden-yaml: a tag\n");
  CHECK(InMeasure("notes: !x y\n") == "DEMO-1.yaml:7:8: forbidden-yaml: a tag\n");
  CHECK(InMeasure("notes: ! y\n") == "DEMO-1.yaml:7:8: forbidden-yaml: a tag\n");
  CHECK(InMeasure("notes: !<tag:yaml.org,2002:str> y\n") == "DEMO-1.yaml:7:8: forbidden-yaml: a tag\n");
  CHECK(InMeasure("notes: !!null\n") ==
        "DEMO-1.yaml:7:1: wrong-type: 'notes' is nothing; wanted text\n"
        "DEMO-1.yaml:7:8: forbidden-yaml: a tag\n");
  CHECK(InMeasure("status: !!map {comment: x}\n") == "DEMO-1.yaml:7:9: forbidden-yaml: a tag\n");
  CHECK(InMeasure("!!str notes: y\n") == "DEMO-1.yaml:7:1: forbidden-yaml: a tag\n");
  CHECK(InMeasure("notes: &a !!str |\n  y\n") ==
        "DEMO-1.yaml:7:8: forbidden-yaml: an anchor\n"
        "DEMO-1.yaml:7:11: forbidden-yaml: a tag\n");
  // Only where they mean something: not in quotes, blocks, comments or inside words.
  CHECK(InMeasure("notes: \"&a *a !t\" # &a\n").empty());
  CHECK(InMeasure("notes: |\n  &a *a !t\ntags: [a&b, a*b, a!b]\n").empty());
}

TEST_CASE("reading: merge keys and duplicate keys") {
  CHECK(InMeasure("status: {<<: {comment: x}, on: 2026-10-01}\n") ==
        "DEMO-1.yaml:7:10: forbidden-yaml: a merge key\n");
  CHECK(InMeasure("submitted:\n  <<: {gate: identified}\n  on: 2026-10-01\n") ==
        "DEMO-1.yaml:8:3: forbidden-yaml: a merge key\n");
  CHECK(InMeasure("title: Another feed\n") ==
        "DEMO-1.yaml:7:1: duplicate-key: key 'title' stands here again; it is already on line 2\n");
  CHECK(InMeasure("title: Another feed\ntitle: A third\n") ==
        "DEMO-1.yaml:7:1: duplicate-key: key 'title' stands here again; it is already on line 2\n"
        "DEMO-1.yaml:8:1: duplicate-key: key 'title' stands here again; it is already on line 2\n");
  CHECK(InMeasure("status: {comment: a, comment: b}\n") ==
        "DEMO-1.yaml:7:22: duplicate-key: key 'comment' stands here again; it is already on line 7\n");
  CHECK(InMeasure("effects:\n  - id: e\n    kind: ebitda\n    nature: recurring\n    months:\n      2026-10: "
                  "{plan: 1}\n      2026-10: {plan: 2}\n") ==
        "DEMO-1.yaml:13:7: duplicate-key: key '2026-10' stands here again; it is already on line 12\n");
}

TEST_CASE("reading: keys are plain scalars on one line") {
  CHECK(InMeasure("\"notes\": x\n") == "DEMO-1.yaml:7:1: forbidden-yaml: a quoted key; wanted a plain one\n");
  CHECK(InMeasure("'notes': x\n") == "DEMO-1.yaml:7:1: forbidden-yaml: a quoted key; wanted a plain one\n");
  CHECK(InMeasure("status: {\"comment\": x}\n") ==
        "DEMO-1.yaml:7:10: forbidden-yaml: a quoted key; wanted a plain one\n");
  CHECK(InMeasure("? notes\n: x\n") ==
        "DEMO-1.yaml:7:1: forbidden-yaml: a complex key; wanted a plain scalar\n");
  CHECK(InMeasure("risks:\n  - ? title\n    : x\n") ==
        "DEMO-1.yaml:8:5: forbidden-yaml: a complex key; wanted a plain scalar\n");
  CHECK(InMeasure("? [a, b]\n: x\n") ==
        "DEMO-1.yaml:7:3: forbidden-yaml: a map or sequence as a key; wanted a plain scalar\n");
  CHECK(InMeasure("[a]: x\n") ==
        "DEMO-1.yaml:7:1: forbidden-yaml: a map or sequence as a key; wanted a plain scalar\n");
  CHECK(InMeasure("{a: b}: x\n") ==
        "DEMO-1.yaml:7:1: forbidden-yaml: a map or sequence as a key; wanted a plain scalar\n");
  CHECK(InMeasure("? |\n  notes\n: x\n") ==
        "DEMO-1.yaml:7:3: forbidden-yaml: a block as a key; wanted a plain scalar\n");
  CHECK(InMeasure("tags: [a: b]\n") ==
        "DEMO-1.yaml:7:8: forbidden-yaml: an entry 'key: value' without braces in a flow sequence\n"
        "DEMO-1.yaml:7:8: wrong-type: this item is a mapping; wanted text\n");
  CHECK(InMeasure("~: x\n") == "DEMO-1.yaml:7:1: unknown-field: unknown field '~'\n");
  CHECK(InMeasure("notes\n  x: y\n") == "DEMO-1.yaml:7:1: syntax-error: ': ' inside a plain value\n");
}

TEST_CASE("reading: scalars and brackets stay on one line") {
  CHECK(InMeasure("notes: a\n  b\n") ==
        "DEMO-1.yaml:7:8: forbidden-yaml: a plain scalar over several lines\n");
  CHECK(InMeasure("notes:\n  a\n").empty());
  CHECK(InMeasure("notes:\n  a\n  b\n") ==
        "DEMO-1.yaml:8:3: forbidden-yaml: a plain scalar over several lines\n");
  CHECK(InMeasure("notes: \"a\n  b\"\n") ==
        "DEMO-1.yaml:7:8: forbidden-yaml: a quoted scalar over several lines\n");
  CHECK(InMeasure("notes: 'a\n\n  b'\n") ==
        "DEMO-1.yaml:7:8: forbidden-yaml: a quoted scalar over several lines\n");
  CHECK(InMeasure("notes: \"a\\\n  b\"\n") ==
        "DEMO-1.yaml:7:8: forbidden-yaml: a quoted scalar over several lines\n");
  CHECK(InMeasure("tags: [a,\n  b]\n") ==
        "DEMO-1.yaml:7:7: forbidden-yaml: a flow map or sequence over several lines\n");
  CHECK(InMeasure("status: {comment: a,\n  next: b}\n") ==
        "DEMO-1.yaml:7:9: forbidden-yaml: a flow map or sequence over several lines\n");
  CHECK(InMeasure("tags: [a, # c\n  b]\n") ==
        "DEMO-1.yaml:7:7: forbidden-yaml: a flow map or sequence over several lines\n");
  CHECK(InMeasure("risks: [{title: a,\n  impact: low}]\n") ==
        "DEMO-1.yaml:7:8: forbidden-yaml: a flow map or sequence over several lines\n");
}

TEST_CASE("reading: block scalars have one of four headers") {
  CHECK(InMeasure("notes: |+\n  a\n\n") ==
        "DEMO-1.yaml:7:8: forbidden-yaml: a block scalar with an indicator other than -\n");
  CHECK(InMeasure("notes: |2\n  a\n") ==
        "DEMO-1.yaml:7:8: forbidden-yaml: a block scalar with an indicator other than -\n");
  CHECK(InMeasure("notes: >2-\n    a\n") ==
        "DEMO-1.yaml:7:8: forbidden-yaml: a block scalar with an indicator other than -\n");
  CHECK(InMeasure("notes: |#c\n  a\n") ==
        "DEMO-1.yaml:7:8: forbidden-yaml: a block scalar with an indicator other than -\n");
  CHECK(InMeasure("notes: |\ntags: [x]\n") ==
        "DEMO-1.yaml:7:8: invalid-value: 'notes' is ''; wanted some text, or leave the key out\n");
  CHECK(InMeasure("notes: |\n  a\n\n  b\n\n\ntags: [x]\n").empty());
  CHECK(InMeasure("notes: |-\n  a\n").empty());
  CHECK(InMeasure("notes: >\n  a\n  b\n").empty());
  CHECK(InMeasure("notes: >-  # c\n  a\n").empty());
  // One line of text ends where the line does: a block needs the -.
  CHECK(InMeasure("tags:\n  - |\n    a\n") ==
        "DEMO-1.yaml:8:5: invalid-value: this item is 'a\\x0A'; wanted one line (a block with one line "
        "starts with |- or >-)\n");
  CHECK(InMeasure("tags:\n  - |-\n    a\n").empty());
}

TEST_CASE("reading: nothing where something is wanted, and the wrong kind of thing") {
  CHECK(InMeasure("notes:\n") == "DEMO-1.yaml:7:1: wrong-type: 'notes' is nothing; wanted text\n");
  CHECK(InMeasure("notes:\ntags: [x]\n") == "DEMO-1.yaml:7:1: wrong-type: 'notes' is nothing; wanted text\n");
  CHECK(InMeasure("notes: # c\n") == "DEMO-1.yaml:7:1: wrong-type: 'notes' is nothing; wanted text\n");
  CHECK(InMeasure("status: {comment: , next: x}\n") ==
        "DEMO-1.yaml:7:10: wrong-type: 'comment' is nothing; wanted text\n");
  CHECK(InMeasure("status: {comment, next: x}\n") ==
        "DEMO-1.yaml:7:10: wrong-type: 'comment' is nothing; wanted text\n");
  CHECK(InMeasure("tags:\n  -\n  - x\n") ==
        "DEMO-1.yaml:8:4: wrong-type: this item is nothing; wanted text\n");
  CHECK(InMeasure("tags:\n  - x # c\n  # d\n  -\n") ==
        "DEMO-1.yaml:10:4: wrong-type: this item is nothing; wanted text\n");
  CHECK(InMeasure("tags:\n") == "DEMO-1.yaml:7:1: wrong-type: 'tags' is nothing; wanted a sequence\n");
  CHECK(InMeasure("labels:\n") == "DEMO-1.yaml:7:1: wrong-type: 'labels' is nothing; wanted a mapping\n");
  CHECK(InMeasure("notes: \"\"\n") ==
        "DEMO-1.yaml:7:8: invalid-value: 'notes' is ''; wanted some text, or leave the key out\n");
  CHECK(InMeasure("notes: ''\n") ==
        "DEMO-1.yaml:7:8: invalid-value: 'notes' is ''; wanted some text, or leave the key out\n");
  CHECK(InMeasure("tags: [\" a\", \"a \"]\n") ==
        "DEMO-1.yaml:7:8: invalid-value: this item is ' a'; wanted text without spaces around it\n"
        "DEMO-1.yaml:7:14: invalid-value: this item is 'a '; wanted text without spaces around it\n");
  CHECK(InMeasure("milestones:\n  -\n") ==
        "DEMO-1.yaml:8:4: wrong-type: this item is nothing; wanted a mapping\n");
  // Optional lists and mappings may be empty.
  CHECK(InMeasure("tags: []\nlabels: {}\nstatus: {}\n").empty());
  CHECK(InMeasure("status: red\n") ==
        "DEMO-1.yaml:7:9: wrong-type: 'status' is a scalar; wanted a mapping\n");
  CHECK(InMeasure("tags: x\n") == "DEMO-1.yaml:7:7: wrong-type: 'tags' is a scalar; wanted a sequence\n");
  CHECK(InMeasure("notes: {a: b}\n") == "DEMO-1.yaml:7:8: wrong-type: 'notes' is a mapping; wanted text\n");
  CHECK(InMeasure("notes: [a]\n") == "DEMO-1.yaml:7:8: wrong-type: 'notes' is a sequence; wanted text\n");
  CHECK(InMeasure("notes:\n  a: b\n") == "DEMO-1.yaml:8:3: wrong-type: 'notes' is a mapping; wanted text\n");
  CHECK(InMeasure("notes:\n  - a\n") == "DEMO-1.yaml:8:3: wrong-type: 'notes' is a sequence; wanted text\n");
  CHECK(InMeasure("status: [a]\n") ==
        "DEMO-1.yaml:7:9: wrong-type: 'status' is a sequence; wanted a mapping\n");
  CHECK(InMeasure("tags: {a: b}\n") ==
        "DEMO-1.yaml:7:7: wrong-type: 'tags' is a mapping; wanted a sequence\n");
  CHECK(InMeasure("tags:\n  - {a: b}\n") ==
        "DEMO-1.yaml:8:5: wrong-type: this item is a mapping; wanted text\n");
  CHECK(InMeasure("milestones:\n  - x\n") ==
        "DEMO-1.yaml:8:5: wrong-type: this item is a scalar; wanted a mapping\n");
  CHECK(InMeasure("gates: [identified]\n") ==
        "DEMO-1.yaml:7:8: wrong-type: 'gates' is a sequence; wanted a mapping\n");
  CHECK(AsMeasure("- a\n") == "DEMO-1.yaml:1:1: wrong-type: the file is a sequence; wanted a mapping\n");
  CHECK(AsMeasure("a\n") == "DEMO-1.yaml:1:1: wrong-type: the file is a scalar; wanted a mapping\n");
  CHECK(AsMeasure("\"a\"\n") == "DEMO-1.yaml:1:1: wrong-type: the file is a scalar; wanted a mapping\n");
  CHECK(AsMeasure("|\n  a\n") == "DEMO-1.yaml:1:1: wrong-type: the file is a scalar; wanted a mapping\n");
  CHECK(AsMeasure("[a, b]\n") == "DEMO-1.yaml:1:1: wrong-type: the file is a sequence; wanted a mapping\n");
  // A whole file in braces is odd but allowed.
  CHECK(AsMeasure("{id: DEMO-1, title: Feed, owner: o.owner, controller: c.controller, stage: defined, "
                  "state: active}\n")
            .empty());
}

TEST_CASE("reading: unknown and missing fields, in every depth") {
  CHECK(InMeasure("controler: x\n") ==
        "DEMO-1.yaml:7:1: unknown-field: unknown field 'controler'; did you mean 'controller'?\n");
  CHECK(InMeasure("my key: x\n") == "DEMO-1.yaml:7:1: unknown-field: unknown field 'my key'\n");
  CHECK(InMeasure("größe: x\n") == "DEMO-1.yaml:7:1: unknown-field: unknown field 'größe'\n");
  CHECK(InMeasure("status: {coment: x}\n") ==
        "DEMO-1.yaml:7:10: unknown-field: unknown field 'coment'; did you mean 'comment'?\n");
  CHECK(InMeasure(
            "effects:\n  - id: e\n    kind: ebitda\n    months:\n      2026-10: {plan: 1, forecst: 2}\n") ==
        "DEMO-1.yaml:8:5: missing-field: field 'nature' is missing\n"
        "DEMO-1.yaml:11:26: unknown-field: unknown field 'forecst'; did you mean 'forecast'?\n");
  CHECK(InMeasure("milestones:\n  - {titel: a}\n") ==
        "DEMO-1.yaml:8:6: missing-field: field 'id' is missing\n"
        "DEMO-1.yaml:8:6: unknown-field: unknown field 'titel'; did you mean 'title'?\n");
  CHECK(InMeasure("status: {on:2026-10-01}\n") ==
        "DEMO-1.yaml:7:10: unknown-field: unknown field 'on:2026-10-01'\n");
  CHECK(AsMeasure("title: Live stock feed\n") ==
        "DEMO-1.yaml:1:1: missing-field: field 'id' is missing\n"
        "DEMO-1.yaml:1:1: missing-field: field 'stage' is missing\n"
        "DEMO-1.yaml:1:1: missing-field: field 'state' is missing\n");
  CHECK(AsMeasure("{}\n") ==
        "DEMO-1.yaml:1:1: missing-field: field 'id' is missing\n"
        "DEMO-1.yaml:1:1: missing-field: field 'stage' is missing\n"
        "DEMO-1.yaml:1:1: missing-field: field 'state' is missing\n"
        "DEMO-1.yaml:1:1: missing-field: field 'title' is missing\n");
}

TEST_CASE("reading: words, stages, currencies and ids") {
  CHECK(InMeasure("effects:\n  - {id: e, kind: EBITDA, nature: once, class: firm, currency: EURO}\n") ==
        "DEMO-1.yaml:8:19: invalid-value: 'kind' is 'EBITDA'; wanted one of ebitda, revenue, cost, cash, "
        "working_capital, capex, one_off_cost, fte\n"
        "DEMO-1.yaml:8:35: invalid-value: 'nature' is 'once'; wanted one of recurring, one_off\n"
        "DEMO-1.yaml:8:48: invalid-value: 'class' is 'firm'; wanted one of hard, soft, avoidance\n"
        "DEMO-1.yaml:8:64: invalid-value: 'currency' is 'EURO'; wanted a currency code of ISO 4217, such as "
        "EUR\n");
  CHECK(InMeasure("effects:\n  - {id: e, kind: ebitda, nature: recurring, currency: eur}\n") ==
        "DEMO-1.yaml:8:56: invalid-value: 'currency' is 'eur'; wanted a currency code of ISO 4217, such as "
        "EUR\n");
  CHECK(InMeasure("effects:\n  - {id: e, kind: fte, nature: recurring, currency: EUR}\n") ==
        "DEMO-1.yaml:8:53: invalid-value: an effect of kind fte has no currency\n");
  CHECK(InMeasure("milestones:\n  - {id: a, title: b, key: yes}\n") ==
        "DEMO-1.yaml:8:28: invalid-value: 'key' is 'yes'; wanted true or false\n");
  CHECK(InMeasure("gates: {implementd: 2026-12-01}\n") ==
        "DEMO-1.yaml:7:9: invalid-value: 'gates' is 'implementd'; wanted one of the stages defined, "
        "identified, detailed, decided, implemented, closed\n");
  CHECK(InMeasure("depends_on:\n  - {measure: DEMO-1, stage: Defined}\n") ==
        "DEMO-1.yaml:8:30: invalid-value: 'stage' is 'Defined'; wanted one of the stages defined, "
        "identified, detailed, decided, implemented, closed\n");
  CHECK(InMeasure("milestones:\n  - {id: -a, title: b}\n  - {id: a b, title: c}\n  - {id: ａ, title: d}\n") ==
        "DEMO-1.yaml:8:10: invalid-id: 'id' is '-a'; wanted 1 to 64 of A-Z, a-z, 0-9, '.', '_', '-', "
        "starting with a letter or digit\n"
        "DEMO-1.yaml:9:10: invalid-id: 'id' is 'a b'; wanted 1 to 64 of A-Z, a-z, 0-9, '.', '_', '-', "
        "starting with a letter or digit\n"
        "DEMO-1.yaml:10:10: invalid-id: 'id' is 'ａ'; wanted 1 to 64 of A-Z, a-z, 0-9, '.', '_', '-', "
        "starting with a letter or digit\n");
  CHECK(InMeasure("effects:\n  - {id: \"\", kind: ebitda, nature: recurring}\n") ==
        "DEMO-1.yaml:8:10: invalid-id: 'id' is ''; wanted 1 to 64 of A-Z, a-z, 0-9, '.', '_', '-', starting "
        "with a letter or digit\n");
  CHECK(InMeasure("status: {implementation: grey}\n") ==
        "DEMO-1.yaml:7:26: invalid-value: 'implementation' is 'grey'; wanted one of green, amber, red\n");
}

TEST_CASE("reading: spans hold the key or the value, no more and no less") {
  CHECK(RangesInMeasure("title: x\n") == "7:1-7:6 duplicate-key\n");
  CHECK(RangesInMeasure("ttle: x\n") == "7:1-7:5 unknown-field\n");
  CHECK(RangesInMeasure("status: {on: 2026-02-30 }\n") == "7:14-7:24 invalid-value\n");
  CHECK(RangesInMeasure("status: {on: \"2026-02-30\"} # c\n") == "7:14-7:26 invalid-value\n");
  CHECK(RangesInMeasure("status:\n  on: '2026-02-30'   # c\n") == "8:7-8:19 invalid-value\n");
  CHECK(RangesInMeasure("notes: [a, {b: c}] # d\n") == "7:8-7:19 wrong-type\n");
  CHECK(RangesInMeasure("tags: [\"größe\", {a: [b, \"]\"]}, x]\n") == "7:19-7:32 wrong-type\n");
  CHECK(RangesInMeasure("tags:\n  - |\n    größe\n    b\n\n# c\n") == "8:5-10:6 invalid-value\n");
  CHECK(RangesInMeasure("tags:\n  - - a\n    - b\n  - {c: d}\nlabels: {}\n") ==
        "8:5-9:8 wrong-type\n"
        "10:5-10:11 wrong-type\n");
  CHECK(RangesInMeasure("notes:\n  a: b\n  c:\n    d: e\n\n# f\ntags: [x]\n") == "8:3-10:9 wrong-type\n");
  CHECK(RangesInMeasure("milestones:\n  - id: a\n    due: 2026-02-30\n") ==
        "8:5-8:7 missing-field\n"
        "9:10-9:20 invalid-value\n");
  CHECK(RangesInMeasure("notes:\n") == "7:1-7:6 wrong-type\n");
  CHECK(RangesInMeasure("effects:\n  - {id: e, kind: ebitda, nature: recurring, months: {2026-13: {plan: 1}, "
                        "2026-10: {plan: x, actul: 2}}}\n") ==
        "8:55-8:62 invalid-value\n"
        "8:91-8:92 invalid-value\n"
        "8:94-8:99 unknown-field\n");
}

TEST_CASE("reading: dates and months exist in the calendar") {
  for (const char* date :
       {"2026-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00", "2026-1-1",
        "26-01-01", "2026/01/01", "2026-01-01T00:00:00", "２026-01-01", "today", "null"}) {
    CHECK(InMeasure(fmt::format("status: {{on: {}}}\n", date)) ==
          fmt::format(
              "DEMO-1.yaml:7:14: invalid-value: 'on' is '{}'; wanted a date of the calendar, YYYY-MM-DD\n",
              date));
  }
  for (const char* date : {"2024-02-29", "2000-02-29", "\"2026-01-01\"", "9999-12-31"}) {
    CHECK(InMeasure(fmt::format("milestones:\n  - {{id: a, title: A, due: {}}}\n", date)).empty());
  }
  for (const char* month : {"2026-13", "2026-00", "2026-1", "2026", "2026-10-01", "２026-10"}) {
    CHECK(InMeasure(fmt::format("effects:\n  - id: e\n    kind: ebitda\n    nature: recurring\n    months:\n"
                                "      {}: {{plan: 1}}\n",
                                month)) ==
          fmt::format("DEMO-1.yaml:12:7: invalid-value: this key is '{}'; wanted a month, YYYY-MM\n", month));
  }
}

TEST_CASE("reading: amounts are digits, whatever other programs make of them") {
  for (const char* amount : {"1e5",
                             "1E5",
                             ".inf",
                             "-.inf",
                             ".nan",
                             "0x10",
                             "0o17",
                             "1,000",
                             "1_000",
                             "1 000",
                             "+5",
                             "5.",
                             ".5",
                             "--5",
                             "１２３",
                             "١٢",
                             "1000000000000000",
                             "9223372036854775808",
                             "-9223372036854775809",
                             "99999999999999999999",
                             "1.23456",
                             "~",
                             "null",
                             "true",
                             "480k",
                             "EUR 5"}) {
    CHECK(
        InMeasure(EffectWith("EUR", amount)) ==
        fmt::format(
            "DEMO-1.yaml:12:15: invalid-value: 'run_rate' is '{}'; wanted an amount such as 1234.50 or -80: "
            "at most 15 digits before the point and the currency's decimals after it, no separators, "
            "no exponent\n",
            amount));
  }
  CHECK(InMeasure(EffectWith("EUR", "")) ==
        "DEMO-1.yaml:12:5: wrong-type: 'run_rate' is nothing; wanted an amount\n");
  CHECK(InMeasure(EffectWith("EUR", "\"\""))
            .starts_with("DEMO-1.yaml:12:15: invalid-value: 'run_rate' is ''; wanted"));
  for (const char* amount :
       {"0", "-0", "0123", "00012.50", "999999999999999.99", "-999999999999999.99", "\"100\"", "5 # c"}) {
    CHECK(InMeasure(EffectWith("EUR", amount)).empty());
  }
}

TEST_CASE("reading: no more decimals than the currency has") {
  const auto too_many = [](std::string_view found, std::string_view limit) {
    return fmt::format("DEMO-1.yaml:12:15: invalid-value: 'run_rate' has {}; {}\n", found, limit);
  };
  CHECK(InMeasure(EffectWith("EUR", "1.234")) == too_many("3 decimals", "EUR has at most 2"));
  CHECK(InMeasure(EffectWith("JPY", "1.5")) == too_many("1 decimal", "JPY has at most 0"));
  CHECK(InMeasure(EffectWith("JPY", "1.0")) == too_many("1 decimal", "JPY has at most 0"));
  CHECK(InMeasure(EffectWith("KWD", "1.2345")) == too_many("4 decimals", "KWD has at most 3"));
  CHECK(InMeasure(EffectWith("EUR", "1.23")).empty());
  CHECK(InTree({{"rates.yaml", "plan: {KWD: 3}\n"},
                {kPackage + "DEMO-1.yaml", kMeasure + EffectWith("KWD", "999999999999999.999")}})
            .empty());
}

TEST_CASE("reading: the id of a measure has one form, and is its file's name") {
  const auto with_id = [](std::string_view id) {
    return AsMeasure(fmt::format("id: {}\n{}", id, kMeasure.substr(kMeasure.find('\n') + 1)));
  };
  CHECK(with_id("DEMO-1").empty());
  CHECK(with_id("\"DEMO-1\"").empty());
  CHECK(with_id("DEMO-2") ==
        "DEMO-1.yaml:1:5: invalid-id: id 'DEMO-2' differs from the file's name 'DEMO-1.yaml'\n");
  for (const char* id : {"demo-1", "DEMO", "DEMO-", "DEMO--1", "DEMO_1", "DÉMO-1", "ＤEMO-1", "0123", "1-A",
                         "~", "DEMO-ABCDEFGHIJKLMNOPQRSTUVWXYZ12"}) {
    CHECK(with_id(id) ==
          fmt::format("DEMO-1.yaml:1:5: invalid-id: 'id' is '{}'; wanted capitals and digits in parts "
                      "joined by '-', such as INV-7K3Q, at most 32 characters\n",
                      id));
  }
}

TEST_CASE("reading: text stays the text that was written") {
  const Files files = {
      {kPackage + "DEMO-1.yaml",
       kMeasure +
           "tags: [null, ~, no, yes, NULL, on, true, 0123, 0x10, 1e5, .inf, 2026-02-30, 1.10, 'a''b']\n"
           "milestones:\n"
           "  - {id: 0123, title: ~, due: 2026-12-01}\n"
           "labels: {null: no, 010: 010}\n"
           "notes: |\n"
           "  a\n"
           "   b\n"
           "\n"
           "  c\n"}};
  CHECK(InTree(files).empty());
  Files tree = ExampleTree("");
  tree.insert(files.begin(), files.end());
  const Loaded loaded = LoadPortfolio(*InMemorySource(tree));
  const Measure& measure = loaded.portfolio->measures.at(0);
  std::vector<std::string_view> tags;
  for (const Located<Text>& tag : measure.tags) tags.push_back(tag->view());
  CHECK(tags == std::vector<std::string_view>{"null", "~", "no", "yes", "NULL", "on", "true", "0123", "0x10",
                                              "1e5", ".inf", "2026-02-30", "1.10", "a'b"});
  CHECK(measure.milestones.at(0).id->view() == "0123");
  CHECK(measure.milestones.at(0).title->view() == "~");
  CHECK(measure.labels.at(0).key->view() == "null");
  CHECK(measure.labels.at(0).value->view() == "no");
  CHECK(measure.labels.at(1).key->view() == "010");
  CHECK(measure.labels.at(1).value->view() == "010");
  CHECK(measure.notes->view() == "a\n b\n\nc\n");
}

TEST_CASE("reading: limits of size, depth and number") {
  const std::size_t rest = kMaxFileBytes - kMeasure.size() - 2;
  CHECK(InMeasure("#" + std::string(rest, 'x') + "\n").empty());
  CHECK(InMeasure("#" + std::string(rest + 1, 'x') + "\n") ==
        "DEMO-1.yaml:1:1: syntax-error: the file is larger than 1048576 bytes (1 MiB)\n");

  const auto nested = [](int depth) { return "notes: " + Repeat("[", depth) + Repeat("]", depth) + "\n"; };
  CHECK(InMeasure(nested(11)) == "DEMO-1.yaml:7:8: wrong-type: 'notes' is a sequence; wanted text\n");
  for (const int depth : {12, 10'000, 100'000}) {
    CHECK(InMeasure(nested(depth)) == "DEMO-1.yaml:7:19: syntax-error: nested more than 12 levels deep\n");
  }
  CHECK(InMeasure("notes: " + Repeat("{a: ", 10'000) + Repeat("}", 10'000) + "\n") ==
        "DEMO-1.yaml:7:52: syntax-error: nested more than 12 levels deep\n");
  CHECK(InMeasure("notes:\n  " + Repeat("- ", 10'000) + "x\n") ==
        "DEMO-1.yaml:8:25: syntax-error: nested more than 12 levels deep\n");
  CHECK(InMeasure("notes: " + Repeat("[", 10'000) + "\n") ==
        "DEMO-1.yaml:7:9: syntax-error: a '[' without its ']', or an item without its comma\n");

  const int others = 8;  // the file itself, six fields, the list
  CHECK(InMeasure("tags:\n" + Repeat("  - x\n", 20'000 - others)).empty());
  CHECK(InMeasure("tags:\n" + Repeat("  - x\n", 20'000 - others + 1)) ==
        "DEMO-1.yaml:20000:5: syntax-error: more than 20000 values in one file\n");
}

TEST_CASE("reading: an alias bomb is refused piece by piece, and never goes off") {
  std::string bomb = "labels:\n  a0: &a0 x\n";
  for (int i = 1; i < 30; ++i) bomb += fmt::format("  a{0}: &a{0} [*a{1}, *a{1}]\n", i, i - 1);
  const std::string found = InMeasure(bomb);
  CHECK(
      found.starts_with("DEMO-1.yaml:8:7: forbidden-yaml: an anchor\n"
                        "DEMO-1.yaml:9:7: forbidden-yaml: an anchor\n"
                        "DEMO-1.yaml:9:11: wrong-type: 'a1' is a sequence; wanted text\n"
                        "DEMO-1.yaml:9:12: forbidden-yaml: an alias\n"
                        "DEMO-1.yaml:9:17: forbidden-yaml: an alias\n"));
  CHECK(std::count(found.begin(), found.end(), '\n') == 1 + 29 * 4);
}

TEST_CASE("reading: hostile repetition takes no time") {
  // Each is near a megabyte, and was or could be quadratic: one line as long as the file, the same keys
  // again.
  std::string keys;
  for (int i = 0; i < 9'900; ++i) keys += fmt::format("k{:05}{}: v, ", i, std::string(80, 'x'));
  CHECK(InMeasure("labels: {" + keys + "}\n").empty());
  std::string lines = "labels:\n";
  for (int i = 0; i < 9'900; ++i) lines += fmt::format("  k{:05}: v\n", i);
  const std::string twice = InMeasure(lines + lines.substr(lines.find('\n') + 1));
  CHECK(std::count(twice.begin(), twice.end(), '\n') == 9'900);
  CHECK(twice.ends_with(
      "DEMO-1.yaml:19807:3: duplicate-key: key 'k09899' stands here again; it is already on line 9907\n"));
}

TEST_CASE("reading: one broken file hides nothing in another") {
  CHECK(InTree(
            {{kPackage + "DEMO-1.yaml", "id: \"DEMO-1\n"},
             {kPackage + "DEMO-2.yaml", "\xFF"},
             {kPackage + "DEMO-3.yaml", "id: DEMO-3\ntitle: t\nstage: defined\nstate: actve\n"},
             {kPackage + "DEMO-4.yaml",
              "id: DEMO-4\ntitle: t\nowner: o.owner\ncontroller: n.obody\nstage: defined\nstate: active\n"
              "depends_on:\n  - {measure: DEMO-1, stage: decided}\n  - {measure: FEED-77, stage: decided}\n"},
             {"people/c.controller.yaml", "id: c.controller\nname: [Cleo]\nemail: cleo@demo.example\n"},
             {"committees/jury.yaml",
              "id: jury\nname: Jury\nchair: c.controller\nmembers: [c.controller]\nquorum: 2\n"}}) ==
        "committees/jury.yaml:5:9: invalid-value: 'quorum' is 2; wanted at most 1, the number of members\n"
        "people/c.controller.yaml:2:7: wrong-type: 'name' is a sequence; wanted text\n"
        "DEMO-1.yaml:1:5: syntax-error: a quoted scalar without its closing quote\n"
        "DEMO-2.yaml:1:1: syntax-error: byte 0xFF is not UTF-8\n"
        "DEMO-3.yaml:4:8: invalid-value: 'state' is 'actve'; wanted one of active, on_hold, cancelled\n"
        "DEMO-4.yaml:4:13: unresolved-reference: there is no person 'n.obody'\n"
        "DEMO-4.yaml:9:15: unresolved-reference: there is no measure 'FEED-77'\n");
}

TEST_CASE("reading: no name is passed over in silence") {
  constexpr const char* kNameId = "1 to 64 of a-z, 0-9, '.', '_', '-', starting with a letter or digit";
  const auto passed_over = [](std::string_view path, std::string_view what, std::string_view wanted) {
    const std::string_view name = path.substr(path.rfind('/') + 1);
    const std::string_view shown = path.starts_with(kPackage) ? path.substr(kPackage.size()) : path;
    return fmt::format("{}:1:1: misplaced-file: {} '{}' would be passed over; wanted {}\n", shown, what, name,
                       wanted);
  };

  for (const char* name :
       {"DEMO-2.yml", "DEMO-2.YAML", "DEMO-2.yaml~", "DEMO-2", "demo-2.yaml", ".DEMO-2.yaml", ".yaml",
        "DEMO-2.yaml.orig", "notes.md", "portfolio.yaml", ".gitkeep", "ＤEMO-2.yaml"}) {
    const std::string path = kPackage + name;
    CHECK(
        InTree({{path, kMeasure}}) ==
        passed_over(path, "file", "<MEASURE-ID>.yaml, the id of capitals and digits in parts joined by '-'"));
  }
  CHECK(InTree({{kPackage + "Package.yaml", "id: feed\n"}}) ==
        passed_over(kPackage + "Package.yaml", "file",
                    "<MEASURE-ID>.yaml, the id of capitals and digits in parts joined by '-'") +
            "package.yaml:1:1: name-collision: 'package.yaml' and 'Package.yaml' differ only in case or "
            "Unicode "
            "normalisation\n");
  CHECK(InTree({{kPackage + "more/DEMO-2.yaml", kMeasure}}) ==
        passed_over(kPackage + "more", "directory",
                    "<MEASURE-ID>.yaml, the id of capitals and digits in parts joined by '-'"));

  for (const char* path :
       {"people/x.yml", "people/X.yaml", "people/.x.yaml", "people/x.YAML", "committees/readme.txt"}) {
    CHECK(InTree({{path, ""}}) == passed_over(path, "file", fmt::format("<id>.yaml, the id of {}", kNameId)));
  }
  CHECK(InTree({{"people/team/x.yaml", ""}}) ==
        passed_over("people/team", "directory", fmt::format("<id>.yaml, the id of {}", kNameId)));

  // Depth decides the level.
  const auto wrong_level = [&](std::string_view path, std::string_view what, std::string_view level) {
    return passed_over(path, what, fmt::format("a directory for each {}, its name of {}", level, kNameId));
  };
  for (const auto& [path, level] :
       {std::pair("portfolios/DEMO-2.yaml", "portfolio"), std::pair("portfolios/demo/DEMO-2.yaml", "program"),
        std::pair("portfolios/demo/plants/DEMO-2.yaml", "project"),
        std::pair("portfolios/demo/plants/stock/DEMO-2.yaml", "package"),
        std::pair("portfolios/demo/program.yaml", "program"),
        std::pair("portfolios/demo/plants/stock/project.yml", "package")}) {
    CHECK(InTree({{path, kMeasure}}) == wrong_level(path, "file", level));
  }
  CHECK(InTree({{"portfolios/.hidden/portfolio.yaml", ""}}) ==
        wrong_level("portfolios/.hidden", "directory", "portfolio"));
  CHECK(InTree({{"portfolios/demo/Plants2/program.yaml", ""}}) ==
        wrong_level("portfolios/demo/Plants2", "directory", "program"));
  CHECK(InTree({{"portfolios/demo/plants/stock/labels/DEMO-1.yaml", kMeasure}}) ==
        "portfolios/demo/plants/stock/labels:1:1: misplaced-file: directory "
        "'portfolios/demo/plants/stock/labels' has no "
        "package.yaml\n");
}

TEST_CASE("reading: names at the root") {
  for (const auto& [found, known] :
       {std::pair("Policy.yaml", "policy.yaml"), std::pair("policy.yml", "policy.yaml"),
        std::pair("POLICY.YML", "policy.yaml"), std::pair("Waivers.yaml", "waivers.yaml"),
        std::pair("Organization.yaml", "organization.yaml"), std::pair("rates.YAML", "rates.yaml"),
        std::pair("Registry.yaml", "registry.yaml")}) {
    CHECK(InTree({{found, ""}}) ==
          fmt::format("{0}:1:1: misplaced-file: '{0}' is not read; the name is '{1}'\n", found, known));
  }
  for (const auto& [found, known] :
       {std::pair("People", "people"), std::pair("PORTFOLIOS", "portfolios"),
        std::pair("Committees", "committees"), std::pair("Evidence", "evidence")}) {
    CHECK(InTree({{fmt::format("{}/x.yaml", found), ""}}) ==
          fmt::format("{0}:1:1: misplaced-file: '{0}' is not read; the name is '{1}'\n", found, known));
  }
  CHECK(InTree({{"evidence", ""}}) ==
        "evidence:1:1: misplaced-file: 'evidence' is a file; wanted a directory\n");
  // All else belongs to others.
  CHECK(InTree({{"README.md", ""},
                {".git/config", ""},
                {".hidden.yaml", ""},
                {"docs/policy.yaml", "\t"},
                {"x.yml", ""}})
            .empty());
}

TEST_CASE("reading: a directory in a file's place") {
  const auto directory = [](std::string_view path, std::string_view name) {
    return fmt::format("{}:1:1: not-a-regular-file: '{}' is a directory; wanted a regular file\n", path,
                       name);
  };
  CHECK(InTree({{"people/x.yaml/inner", ""}}) == directory("people/x.yaml", "x.yaml"));
  CHECK(InTree({{"policy.yaml/inner", ""}}) == directory("policy.yaml", "policy.yaml"));
  CHECK(InTree({{kPackage + "DEMO-2.yaml/inner", ""}}) == directory("DEMO-2.yaml", "DEMO-2.yaml"));
}

TEST_CASE("reading: names that other file systems take for one") {
  const auto collision = [](std::string_view later, std::string_view earlier) {
    const auto name = [](std::string_view path) { return path.substr(path.rfind('/') + 1); };
    return fmt::format("{}:1:1: name-collision: '{}' and '{}' differ only in case or Unicode normalisation\n",
                       later, name(later), name(earlier));
  };
  CHECK(InTree({{"evidence/a.pdf", ""}, {"evidence/A.PDF", ""}}) ==
        collision("evidence/a.pdf", "evidence/A.PDF"));
  CHECK(InTree({{"evidence/A/x", ""}, {"evidence/a/y", ""}}) == collision("evidence/a", "evidence/A"));
  CHECK(InTree({{"evidence/\u00e9.pdf", ""}, {"evidence/e\u0301.pdf", ""}}) ==
        collision("evidence/\u00e9.pdf", "evidence/e\u0301.pdf"));
  CHECK(InTree({{"evidence/\u00c9.pdf", ""}, {"evidence/\u00e9.pdf", ""}}) ==
        collision("evidence/\u00e9.pdf", "evidence/\u00c9.pdf"));
  CHECK(InTree({{"evidence/stra\u00dfe", ""}, {"evidence/STRASSE", ""}}) ==
        collision("evidence/stra\u00dfe", "evidence/STRASSE"));
  CHECK(InTree({{"people/A.admin.yaml", ""}})
            .ends_with(collision("people/a.admin.yaml", "people/A.admin.yaml")));
  CHECK(InTree({{"evidence/a/x", ""}, {"evidence/b/X", ""}}).empty());
}

TEST_CASE("reading: approvals stand beside their measure") {
  CHECK(InTree({{kPackage + "DEMO-9.approvals/0123456789abcdef.yaml", ""}}) ==
        "DEMO-9.approvals:1:1: misplaced-file: approvals of 'DEMO-9', but there is no such measure beside "
        "them\n");
  for (const char* name :
       {"0123456789ABCDEF.yaml", "0123456789abcde.yaml", "0123456789abcdef.yml", "note.txt"}) {
    CHECK(InTree({{kPackage + "DEMO-1.yaml", kMeasure},
                  {fmt::format("{}DEMO-1.approvals/{}", kPackage, name), ""}}) ==
          fmt::format(
              "DEMO-1.approvals/{0}:1:1: misplaced-file: file '{0}' would be passed over; wanted <16 hex "
              "digits>.yaml, as cat4 writes it\n",
              name));
  }
  CHECK(InTree({{kPackage + "DEMO-1.yaml", kMeasure},
                {kPackage + "DEMO-1.approvals/0123456789abcdef.yaml", "decision: advance\n"}}) ==
        "DEMO-1.approvals/0123456789abcdef.yaml:1:1: missing-field: field 'after' is missing\n"
        "DEMO-1.approvals/0123456789abcdef.yaml:1:1: missing-field: field 'by' is missing\n"
        "DEMO-1.approvals/0123456789abcdef.yaml:1:1: missing-field: field 'gate' is missing; a 'advance' "
        "needs it\n"
        "DEMO-1.approvals/0123456789abcdef.yaml:1:1: missing-field: field 'on' is missing\n"
        "DEMO-1.approvals/0123456789abcdef.yaml:1:1: missing-field: field 'policy' is missing\n"
        "DEMO-1.approvals/0123456789abcdef.yaml:1:1: missing-field: field 'role' is missing\n"
        "DEMO-1.approvals/0123456789abcdef.yaml:1:1: missing-field: field 'signature' is missing\n"
        "DEMO-1.approvals/0123456789abcdef.yaml:1:1: missing-field: field 'terms' is missing\n"
        "DEMO-1.approvals/0123456789abcdef.yaml:1:11: invalid-value: 'decision' is 'advance'; wanted "
        "approve: only "
        "approvals have files of their own\n");
}

TEST_CASE("reading: decisions stand last and in one layout") {
  CHECK(InMeasure("decisions: []\nnotes: a\n") ==
        "DEMO-1.yaml:7:1: syntax-error: 'decisions' is not the last key of the file\n");
  CHECK(InMeasure("decisions: [{decision: cancel}]\n")
            .starts_with("DEMO-1.yaml:7:12: syntax-error: decisions in brackets; wanted one key a line\n"));
  CHECK(InMeasure("decisions:\n- decision: cancel\n  role: sponsor\n")
            .ends_with("DEMO-1.yaml:8:3: syntax-error: a line of a decision in column 3; wanted column 5\n"));
  CHECK(InMeasure("decisions: []\n").empty());
}

TEST_CASE("reading: ids are unique") {
  const std::string other = "portfolios/demo/plants/stock/labels/";
  CHECK(InTree({{kPackage + "DEMO-1.yaml", kMeasure},
                {other + "package.yaml",
                 "id: feed\nname: Labels\nsponsor: s.sponsor\nlegal_entity: DE\nsteering_committee: board\n"},
                {other + "DEMO-1.yaml", kMeasure}}) ==
        "portfolios/demo/plants/stock/labels/DEMO-1.yaml:1:5: duplicate-id: id 'DEMO-1' is already used in "
        "portfolios/demo/plants/stock/feed/DEMO-1.yaml\n"
        "portfolios/demo/plants/stock/labels/package.yaml:1:5: duplicate-id: id 'feed' is already used in "
        "portfolios/demo/plants/stock/feed/package.yaml\n");
  CHECK(InTree({{"people/z.twin.yaml", "id: z.twin\nname: Z\nemail: ada@demo.example\n"}}) ==
        "people/z.twin.yaml:3:8: duplicate-id: email 'ada@demo.example' is already used in "
        "people/a.admin.yaml\n");
  CHECK(InMeasure("milestones:\n  - {id: a, title: b}\n  - {id: c, title: d}\n  - {id: a, title: e}\n") ==
        "DEMO-1.yaml:10:10: duplicate-id: id 'a' is used twice in this list\n");
}

TEST_CASE("reading: references lead to something") {
  CHECK(InTree({{kPackage + "DEMO-1.yaml",
                 "id: DEMO-1\ntitle: t\nowner: o.ownr\ncontroller: nobody\nsponsor: O.Owner\nlegal_entity: "
                 "XX\nbusiness_unit: plant\n"
                 "function: none\nsteering_committee: bord\nstage: defined\nstate: active\n"}}) ==
        "DEMO-1.yaml:3:8: unresolved-reference: there is no person 'o.ownr'; did you mean 'o.owner'?\n"
        "DEMO-1.yaml:4:13: unresolved-reference: there is no person 'nobody'\n"
        "DEMO-1.yaml:5:10: unresolved-reference: there is no person 'O.Owner'; did you mean 'o.owner'?\n"
        "DEMO-1.yaml:6:15: unresolved-reference: there is no legal entity 'XX'\n"
        "DEMO-1.yaml:7:16: unresolved-reference: there is no business unit 'plant'; did you mean 'plants'?\n"
        "DEMO-1.yaml:8:11: unresolved-reference: there is no function 'none'\n"
        "DEMO-1.yaml:9:21: unresolved-reference: there is no committee 'bord'; did you mean 'board'?\n");
}

TEST_CASE("reading: a broken policy, rates or waivers file is a finding like any other") {
  CHECK(InTree({{"policy.yaml",
                 "version: 01\n"
                 "stages:\n"
                 "  - {id: hold}\n"
                 "  - {id: done, requires: [alive, alife], approvals: [bos]}\n"
                 "separation_of_duties: [[owner], [owner, owner]]\n"
                 "severity: {syntax-error: off, missing-ownr: off, missing-owner: fatal}\n"}}) ==
        "policy.yaml:1:10: invalid-value: 'version' is '01'; wanted a whole number from 1 to 1000000\n"
        "policy.yaml:3:10: invalid-id: stage 'hold' is named like a decision\n"
        "policy.yaml:4:34: invalid-value: this item is 'alife'; wanted one of description, alive, "
        "business_case, baseline, "
        "milestones, milestones_done, dependencies_met, ebitda_confirmed\n"
        "policy.yaml:4:54: invalid-value: this item is 'bos'; wanted one of owner, sponsor, controller, "
        "steering_committee, admin\n"
        "policy.yaml:5:24: invalid-value: wanted two different roles that one person must not hold\n"
        "policy.yaml:5:33: invalid-value: wanted two different roles that one person must not hold\n"
        "policy.yaml:6:12: invalid-value: the severity of rule 'syntax-error' is fixed\n"
        "policy.yaml:6:31: invalid-value: this key is 'missing-ownr'; wanted the name of a rule, perhaps "
        "'missing-owner'\n"
        "policy.yaml:6:65: invalid-value: 'missing-owner' is 'fatal'; wanted one of off, note, warning, "
        "error\n");
  CHECK(
      InTree({{"rates.yaml", "plan: {CHF: 0, USDD: 1, GBP: 1e0}\nmonths:\n  2026-13: {CHF: 1}\n"}}) ==
      "rates.yaml:1:13: invalid-value: 'CHF' is '0'; wanted a rate above 0 with at most 9 digits before and "
      "12 after the "
      "point\n"
      "rates.yaml:1:16: invalid-value: this key is 'USDD'; wanted a currency code of ISO 4217, such as EUR\n"
      "rates.yaml:1:30: invalid-value: 'GBP' is '1e0'; wanted a rate above 0 with at most 9 digits before "
      "and 12 after "
      "the point\n"
      "rates.yaml:3:3: invalid-value: this key is '2026-13'; wanted a month, YYYY-MM\n");
  CHECK(InTree({{"waivers.yaml", "rule: missing-owner\n"}}) ==
        "waivers.yaml:1:1: wrong-type: the file is a mapping; wanted a sequence\n");
}

}  // namespace cat4
