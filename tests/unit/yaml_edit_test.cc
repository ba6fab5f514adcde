// Edits touch what they have to, and nothing else.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "cat4/base/text.h"
#include "cat4/model/key_order.h"
#include "cat4/yaml/edit.h"

namespace cat4 {
namespace {

namespace fs = std::filesystem;

EditValue Text(std::string text) { return EditValue::Text(std::move(text)); }
EditValue Literal(std::string token) { return EditValue::Literal(std::move(token)); }

// Months by date, everything else in this order.
bool Precedes(const NodePath& map, std::string_view key, std::string_view other) {
  if (!map.empty() && map.back() == "months") return key < other;
  constexpr std::string_view kOrder[] = {"id",     "title",          "stage",    "state",  "submitted",
                                         "plan",   "original",       "forecast", "actual", "key",
                                         "note",   "implementation", "comment",  "next",   "on",
                                         "status", "months",         "keys",     "labels", "decisions"};
  const auto rank = [&](std::string_view word) { return std::ranges::find(kOrder, word) - kOrder; };
  return rank(key) < rank(other);
}

YamlEditor Open(const std::string& bytes) {
  Result<YamlEditor> editor = YamlEditor::Open(bytes, &Precedes);
  REQUIRE(editor);
  return std::move(*editor);
}

std::string Finished(const YamlEditor& editor) {
  const Result<std::string> bytes = editor.Finish();
  return bytes ? *bytes : "failed: " + bytes.error().message;
}

std::string AfterSet(const std::string& bytes, const NodePath& path, const EditValue& value) {
  YamlEditor editor = Open(bytes);
  const Result<void> done = editor.Set(path, value);
  return done ? Finished(editor) : "refused: " + done.error().message;
}

std::string AfterRemove(const std::string& bytes, const NodePath& path) {
  YamlEditor editor = Open(bytes);
  const Result<void> done = editor.Remove(path);
  return done ? Finished(editor) : "refused: " + done.error().message;
}

std::string AfterAppend(const std::string& bytes, const NodePath& path, const EditValue& item) {
  YamlEditor editor = Open(bytes);
  const Result<void> done = editor.Append(path, item);
  return done ? Finished(editor) : "refused: " + done.error().message;
}

EditValue Decision() {
  return EditValue::Map(
      YamlLayout::kBlock,
      {{"decision", Literal("approve")},
       {"on", Literal("2026-10-31")},
       {"amounts", EditValue::Map(YamlLayout::kBlock, {{"2026-10", Literal("31250.50")}})},
       {"note", Text("seen: all of it")},
       {"evidence", EditValue::List(YamlLayout::kBlock,
                                    {EditValue::Map(YamlLayout::kFlow, {{"file", Text("evidence/a, b.md")},
                                                                        {"sha256", Literal("00ff")}})})},
       {"signature", Literal("U1NIU0lH")}});
}

constexpr const char* kDecisionLines =
    "  - decision: approve\n"
    "    on: 2026-10-31\n"
    "    amounts:\n"
    "      2026-10: 31250.50\n"
    "    note: \"seen: all of it\"\n"
    "    evidence:\n"
    "      - {file: \"evidence/a, b.md\", sha256: 00ff}\n"
    "    signature: U1NIU0lH\n";

EditValue Key() {
  return EditValue::Map(YamlLayout::kAsNeighbours,
                        {{"key", Text("ssh-ed25519 AAAA x@y")}, {"status", Literal("active")}});
}

}  // namespace

TEST_CASE("edit: a scalar is replaced where it stands") {
  CHECK(AfterSet("id: A-1   # the id\n\nstage: defined  # now\n", {"stage"}, Literal("decided")) ==
        "id: A-1   # the id\n\nstage: decided  # now\n");
  CHECK(AfterSet("title:   'It''s'\n", {"title"}, Text("it isn't")) == "title:   'it isn''t'\n");
  CHECK(AfterSet("title: \"One\"\n", {"title"}, Text("a \"b\"")) == "title: \"a \\\"b\\\"\"\n");
  CHECK(AfterSet("title: One\n", {"title"}, Text("Yes")) == "title: \"Yes\"\n");
  CHECK(AfterSet("title:\n  One\nid: x\n", {"title"}, Text("Two")) == "title:\n  Two\nid: x\n");
  CHECK(AfterSet("status: {comment: a, on: 2026-10-01}\n", {"status", "comment"}, Text("a, b")) ==
        "status: {comment: \"a, b\", on: 2026-10-01}\n");
  CHECK(AfterSet("list: [a, b]  # two\n", {"list", "1"}, Text("c")) == "list: [a, c]  # two\n");
  CHECK(AfterSet("list:\n  - a\n  - b # two\n", {"list", "1"}, Text("c")) == "list:\n  - a\n  - c # two\n");
  CHECK(AfterSet("title: # none\nid: x\n", {"title"}, Text("c")) == "title: c # none\nid: x\n");
  CHECK(AfterSet("a: {title, id: x}\n", {"a", "title"}, Text("c")) == "a: {title: c, id: x}\n");
}

TEST_CASE("edit: a block is replaced as a whole, the comment of its first line stays") {
  CHECK(AfterSet("comment: |  # long\n  One\n\n  Two\nid: x\n", {"comment"}, Text("Short")) ==
        "comment: Short # long\nid: x\n");
  CHECK(AfterSet("a:\n  comment: |-\n    One\n    Two\n", {"a", "comment"}, Text("1\n2: 3")) ==
        "a:\n  comment: |-\n    1\n    2: 3\n");
  CHECK(AfterSet("comment: One   # short\nid: x\n", {"comment"}, Text("1\n2: 3")) ==
        "comment: |- # short\n  1\n  2: 3\nid: x\n");
}

TEST_CASE("edit: a comment that is aligned with another stays in its column") {
  CHECK(AfterSet("stage: decided      # one\nstate: active       # two\n", {"state"}, Literal("on_hold")) ==
        "stage: decided      # one\nstate: on_hold      # two\n");
  CHECK(AfterSet("stage: decided      # one\nstate: active  # two\n", {"state"}, Literal("on_hold")) ==
        "stage: decided      # one\nstate: on_hold  # two\n");
}

TEST_CASE("edit: new keys go to their place") {
  CHECK(AfterSet("id: A-1\n\n# about the title\ntitle: One\n# the end\ndecisions: []\n", {"stage"},
                 Literal("defined")) ==
        "id: A-1\n\n# about the title\ntitle: One\nstage: defined\n# the end\ndecisions: []\n");
  CHECK(AfterSet("# file\ntitle: One\n", {"id"}, Literal("A-1")) == "# file\nid: A-1\ntitle: One\n");
  CHECK(AfterSet("x:\n  - title: One\n", {"x", "0", "id"}, Literal("A-1")) ==
        "x:\n  - id: A-1\n    title: One\n");
  CHECK(AfterSet("x:\n  - id: One\n    # deeper\n", {"x", "0", "title"}, Text("A")) ==
        "x:\n  - id: One\n    title: A\n    # deeper\n");
  CHECK(AfterSet("id: a\nmonths:\n  2026-01: {plan: 1}\n  # more later\n\ndecisions: []\n", {"keys"},
                 EditValue::List(YamlLayout::kFlow, {Text("x")})) ==
        "id: a\nmonths:\n  2026-01: {plan: 1}\n  # more later\nkeys: [x]\n\ndecisions: []\n");
  CHECK(AfterSet("title: |\n  One\n\n\ndecisions: []\n", {"stage"}, Literal("defined")) ==
        "title: |\n  One\nstage: defined\n\n\ndecisions: []\n");
  CHECK(AfterSet("{id: a, decisions: []}\n", {"stage"}, Literal("b")) ==
        "{id: a, stage: b, decisions: []}\n");
  CHECK(AfterSet("{}\n", {"stage"}, Literal("b")) == "{stage: b}\n");
}

TEST_CASE("edit: keys of a cell keep their order") {
  const std::string rows = "months:\n  2026-10: {plan: 1, forecast: 3}\n  2026-11: { forecast: 3 }\n";
  CHECK(AfterSet(rows, {"months", "2026-10", "original"}, Literal("2")) ==
        "months:\n  2026-10: {plan: 1, original: 2, forecast: 3}\n  2026-11: { forecast: 3 }\n");
  CHECK(AfterSet(rows, {"months", "2026-10", "actual"}, Literal("4")) ==
        "months:\n  2026-10: {plan: 1, forecast: 3, actual: 4}\n  2026-11: { forecast: 3 }\n");
  CHECK(AfterSet(rows, {"months", "2026-11", "plan"}, Literal("0")) ==
        "months:\n  2026-10: {plan: 1, forecast: 3}\n  2026-11: { plan: 0, forecast: 3 }\n");
  CHECK(AfterSet("months:\n  2026-10:\n    plan: 1 # c\n    forecast: 3\n", {"months", "2026-10", "original"},
                 Literal("2")) == "months:\n  2026-10:\n    plan: 1 # c\n    original: 2\n    forecast: 3\n");
}

TEST_CASE("edit: months that are missing are made in the style of their neighbours") {
  const NodePath cell = {"months", "2026-11", "forecast"};
  CHECK(AfterSet("months:\n  2026-10: {plan: 1}\n  2026-12: {plan: 1}\n", cell, Literal("2")) ==
        "months:\n  2026-10: {plan: 1}\n  2026-11: {forecast: 2}\n  2026-12: {plan: 1}\n");
  CHECK(AfterSet("months:\n    2026-12: {plan: 1}\n", cell, Literal("2")) ==
        "months:\n    2026-11: {forecast: 2}\n    2026-12: {plan: 1}\n");
  CHECK(AfterSet("months:\n  2026-10:\n    plan: 1\nid: x\n", cell, Literal("2")) ==
        "months:\n  2026-10:\n    plan: 1\n  2026-11:\n    forecast: 2\nid: x\n");
  CHECK(AfterSet("id: x\n", cell, Literal("2")) == "id: x\nmonths:\n  2026-11: {forecast: 2}\n");
  CHECK(AfterSet("months:  # none\nid: x\n", cell, Literal("2")) ==
        "months:  # none\n  2026-11: {forecast: 2}\nid: x\n");
  CHECK(AfterSet("months: {}\nid: x\n", cell, Literal("2")) == "months:\n  2026-11: {forecast: 2}\nid: x\n");
  CHECK(AfterSet("months: {2026-10: {plan: 1}}\n", cell, Literal("2")) ==
        "months: {2026-10: {plan: 1}, 2026-11: {forecast: 2}}\n");
  CHECK(AfterSet("id: x\n", {"status", "comment"}, Text("a: b")) == "id: x\nstatus: {comment: \"a: b\"}\n");
  CHECK(AfterSet("status:\nid: x\n", {"status", "comment"}, Text("a")) == "status: {comment: a}\nid: x\n");
}

TEST_CASE("edit: columns of rows stay aligned") {
  const std::string right =
      "months:\n"
      "  2026-10: {plan:  8000, forecast: 12000}\n"
      "  2026-11: {plan: 18000, forecast:  2000}\n"
      "  2026-12: {plan:   800, forecast:   200}\n";
  CHECK(AfterSet(right, {"months", "2026-10", "plan"}, Literal("10")) ==
        "months:\n"
        "  2026-10: {plan:    10, forecast: 12000}\n"
        "  2026-11: {plan: 18000, forecast:  2000}\n"
        "  2026-12: {plan:   800, forecast:   200}\n");
  CHECK(AfterSet(right, {"months", "2026-11", "forecast"}, Literal("12000.50")) ==
        "months:\n"
        "  2026-10: {plan:  8000, forecast: 12000}\n"
        "  2026-11: {plan: 18000, forecast: 12000.50}\n"
        "  2026-12: {plan:   800, forecast:   200}\n");
  CHECK(AfterSet(right, {"months", "2027-01", "plan"}, Literal("5")) == right + "  2027-01: {plan:     5}\n");
  YamlEditor editor = Open(right);
  REQUIRE(editor.Set({"months", "2027-01", "plan"}, Literal("5")));
  REQUIRE(editor.Set({"months", "2027-01", "forecast"}, Literal("70")));
  CHECK(Finished(editor) == right + "  2027-01: {plan:     5, forecast:    70}\n");

  const std::string left =
      "months:\n"
      "  2026-10: {plan: 8000,  forecast: 12000}\n"
      "  2026-11: {plan: 18000, forecast: 2000}\n"
      "  2026-12: {plan: 800,   forecast: 200}\n";
  CHECK(AfterSet(left, {"months", "2026-11", "plan"}, Literal("1")) ==
        "months:\n"
        "  2026-10: {plan: 8000,  forecast: 12000}\n"
        "  2026-11: {plan: 1,     forecast: 2000}\n"
        "  2026-12: {plan: 800,   forecast: 200}\n");
  YamlEditor second = Open(left);
  REQUIRE(second.Set({"months", "2027-01", "plan"}, Literal("5")));
  REQUIRE(second.Set({"months", "2027-01", "forecast"}, Literal("70")));
  CHECK(Finished(second) == left + "  2027-01: {plan: 5,     forecast: 70}\n");
}

TEST_CASE("edit: rows that are not aligned are not padded") {
  const std::string rows =
      "months:\n"
      "  2026-10: {plan: 8000, forecast: 12000}\n"
      "  2026-11: {plan: 80000, forecast: 1200}\n"
      "  2026-12: {plan: 36000}\n";
  CHECK(AfterSet(rows, {"months", "2026-10", "forecast"}, Literal("9")) ==
        "months:\n"
        "  2026-10: {plan: 8000, forecast: 9}\n"
        "  2026-11: {plan: 80000, forecast: 1200}\n"
        "  2026-12: {plan: 36000}\n");
  CHECK(AfterSet(rows, {"months", "2026-12", "forecast"}, Literal("9")) ==
        "months:\n"
        "  2026-10: {plan: 8000, forecast: 12000}\n"
        "  2026-11: {plan: 80000, forecast: 1200}\n"
        "  2026-12: {plan: 36000, forecast: 9}\n");
}

TEST_CASE("edit: keys are removed with their lines") {
  CHECK(AfterRemove("id: a\nsubmitted: {gate: b, on: c}  # soon\nstate: d\n", {"submitted"}) ==
        "id: a\nstate: d\n");
  CHECK(AfterRemove("id: a\n# above\nsubmitted:\n  gate: b\n  on: c\n\nstate: d\n", {"submitted"}) ==
        "id: a\n# above\n\nstate: d\n");
  CHECK(AfterRemove("a: {b: 1, c: 2, d: 3}\n", {"a", "b"}) == "a: {c: 2, d: 3}\n");
  CHECK(AfterRemove("a: {b: 1, c: 2, d: 3}\n", {"a", "c"}) == "a: {b: 1, d: 3}\n");
  CHECK(AfterRemove("a: {b: 1, c: 2, d: 3}\n", {"a", "d"}) == "a: {b: 1, c: 2}\n");
  CHECK(AfterRemove("a: { b: 1 } # c\n", {"a", "b"}) == "a: {} # c\n");
  CHECK(AfterRemove("a:  # c\n  # d\n  b: 1\ne: f\n", {"a", "b"}) == "a: {}  # c\n  # d\ne: f\n");
  CHECK(AfterRemove("b: 1\n", {"b"}) == "{}\n");
  CHECK(AfterRemove("x:\n  - b: 1\n", {"x", "0", "b"}) == "x:\n  - {}\n");
  CHECK(AfterRemove("x:\n  - b: 1 # one\n    c: 2\n", {"x", "0", "b"}) == "x:\n  - c: 2\n");
  CHECK(AfterRemove("x:\n  - b: 1\n    # two\n    c: 2\n", {"x", "0", "b"}) ==
        "x:\n  -\n    # two\n    c: 2\n");
}

TEST_CASE("edit: items are removed with their lines") {
  const std::string entries =
      "decisions:\n"
      "  - decision: ratify\n"
      "    version: 1\n"
      "  # second\n"
      "  - {decision: endorse, n: 2}\n"
      "  - decision: ratify\n"
      "    version: 2\n";
  CHECK(AfterRemove(entries, {"decisions", "1"}) ==
        "decisions:\n"
        "  - decision: ratify\n"
        "    version: 1\n"
        "  # second\n"
        "  - decision: ratify\n"
        "    version: 2\n");
  CHECK(AfterRemove(entries, {"decisions", "0"}) ==
        "decisions:\n"
        "  # second\n"
        "  - {decision: endorse, n: 2}\n"
        "  - decision: ratify\n"
        "    version: 2\n");
  CHECK(AfterRemove("a:\n- b\n- c\n", {"a", "1"}) == "a:\n- b\n");
  CHECK(AfterRemove("a:\n- b\nd: e\n", {"a", "0"}) == "a: []\nd: e\n");
  CHECK(AfterRemove("a: [b, c]\n", {"a", "0"}) == "a: [c]\n");
  CHECK(AfterRemove("a: [b]\n", {"a", "0"}) == "a: []\n");
  CHECK(AfterRemove("- b\n- c\n", {"0"}) == "- c\n");
}

TEST_CASE("edit: an entry is appended in its fixed layout") {
  const std::string head = "id: a\n";
  const std::string lines = kDecisionLines;
  const NodePath list = {"decisions"};
  CHECK(AfterAppend(head, list, Decision()) == head + "decisions:\n" + lines);
  CHECK(AfterAppend(head + "decisions: []\n", list, Decision()) == head + "decisions:\n" + lines);
  CHECK(AfterAppend(head + "decisions:\n", list, Decision()) == head + "decisions:\n" + lines);
  CHECK(AfterAppend(head + "decisions: [] # none yet\n# end\n", list, Decision()) ==
        head + "decisions: # none yet\n" + lines + "# end\n");
  CHECK(AfterAppend(head + "decisions:\n" + lines + "    # deeper\n# end\n", list, Decision()) ==
        head + "decisions:\n" + lines + "    # deeper\n" + lines + "# end\n");
  CHECK(AfterAppend(head + "decisions:\n" + lines + "\n# end\n\n", list, Decision()) ==
        head + "decisions:\n" + lines + lines + "\n# end\n\n");
  CHECK(AfterAppend("decisions: []\nid: a\n", list, Decision()) == "decisions:\n" + lines + "id: a\n");
}

TEST_CASE("edit: an item takes the form of the list") {
  const NodePath keys = {"keys"};
  CHECK(AfterAppend("id: a\ndecisions: []\n", keys, Key()) ==
        "id: a\nkeys:\n  - key: ssh-ed25519 AAAA x@y\n    status: active\ndecisions: []\n");
  CHECK(AfterAppend("keys:\n- {key: x}\n", keys, Key()) ==
        "keys:\n- {key: x}\n- {key: ssh-ed25519 AAAA x@y, status: active}\n");
  CHECK(AfterAppend("keys:\n  -   key: x\n", keys, Key()) ==
        "keys:\n  -   key: x\n  -   key: ssh-ed25519 AAAA x@y\n      status: active\n");
  CHECK(AfterAppend("keys: [{key: x}] # one\n", keys, Key()) ==
        "keys: [{key: x}, {key: ssh-ed25519 AAAA x@y, status: active}] # one\n");
  CHECK(AfterAppend("{keys: []}\n", keys, Text("a, b")) == "{keys: [\"a, b\"]}\n");
  CHECK(AfterAppend("keys:\n  - |\n    One\n  - b\n", keys, Text("c")) ==
        "keys:\n  - |\n    One\n  - b\n  - c\n");
  CHECK(AfterSet("keys:\n  - key: x\n    note: n\n", {"keys", "0", "status"}, Literal("retired")) ==
        "keys:\n  - key: x\n    note: n\n    status: retired\n");
}

TEST_CASE("edit: what does not fit is refused, and changes nothing") {
  YamlEditor editor = Open("a: {b: 1}\nc: [d]\ne: f\n");
  const auto message = [](const Result<void>& result) { return result ? "done" : result.error().message; };
  CHECK(message(editor.Set({"a"}, Text("x"))) == "'a' holds a map; wanted a scalar");
  CHECK(message(editor.Set({"c", "1"}, Text("x"))) == "'c' holds a list; there is no '1' in it");
  CHECK(message(editor.Set({"e", "f", "g"}, Text("x"))) == "'e' holds a scalar; there is no 'f' in it");
  CHECK(message(editor.Set({"a"}, EditValue::Map(YamlLayout::kFlow, {}))) ==
        "'a' holds a map; wanted nothing");
  CHECK(message(editor.Append({"a"}, Text("x"))) == "'a' holds a map; wanted a list");
  CHECK(message(editor.Remove({"x"})) == "there is no 'x'");
  CHECK(message(editor.Remove({})) == "there is no ''");
  CHECK(message(editor.Set({"e"}, Literal("x: y"))) ==
        "the edited file could not be read: line 3: a second ': ' in one entry");
  CHECK(Finished(editor) == "a: {b: 1}\nc: [d]\ne: f\n");
}

TEST_CASE("edit: the proof sees a literal that says more than it should") {
  CHECK(AfterSet("a: {b: 1}\n", {"a", "b"}, Literal("2, c: 3")) ==
        "failed: the edit went wrong: 'a' would hold a map with 2 keys; wanted a map with 1 key");
  CHECK(AfterSet("a: 1\n", {"a"}, Literal("2 # 3")) ==
        "failed: the edit went wrong: 'a' would hold '2'; wanted '2 # 3'");
  CHECK(AfterSet("a: 1\n", {"b: 2"}, Literal("3")) ==
        "refused: the edited file could not be read: line 2: a second ': ' in one entry");
}

TEST_CASE("edit: many edits at once are what they would be one by one") {
  const std::string rows =
      "months:\n  2026-02: {plan: 1}   # c\n  2026-05: {plan: 2, forecast: 3}\n  # end\nnote: x\n";
  const std::vector<PathValue> values = {{{"months", "2026-04", "forecast"}, Literal("44")},
                                         {{"months", "2026-03", "forecast"}, Literal("3")},
                                         {{"months", "2026-02", "forecast"}, Literal("2")},
                                         {{"months", "2026-02", "actual"}, Literal("1")},
                                         {{"months", "2026-05", "plan"}, Literal("9")},
                                         {{"months", "2026-01", "plan"}, Literal("0")},
                                         {{"months", "2026-06", "plan"}, Literal("6")},
                                         {{"note"}, Text("a\nb: c")},
                                         {{"labels", "b"}, Text("2")},
                                         {{"labels", "a"}, Text("1")},
                                         {{"note"}, Text("last")}};
  YamlEditor editor = Open(rows);
  REQUIRE(editor.SetAll(values));
  CHECK(Finished(editor) ==
        "months:\n  2026-01: {plan: 0}\n  2026-02: {plan: 1, forecast: 2, actual: 1}   # c\n"
        "  2026-03: {forecast: 3}\n  2026-04: {forecast: 44}\n  2026-05: {plan: 9, forecast: 3}\n"
        "  2026-06: {plan: 6}\n  # end\nlabels:\n  b: \"2\"\n  a: \"1\"\nnote: last\n");
  YamlEditor one_by_one = Open(rows);
  for (const PathValue& value : values) REQUIRE(one_by_one.Set(value.path, value.value));
  CHECK(Finished(one_by_one) == Finished(editor));
}

TEST_CASE("edit: of many edits all are made, or none") {
  const std::string bytes = "a: {b: 1}\nc: {d: 2}\n";
  YamlEditor editor = Open(bytes);
  CHECK_FALSE(editor.SetAll(std::vector<PathValue>{
      {{"a", "b"}, Literal("3")}, {{"a", "e"}, Literal("4")}, {{"c", "d", "x"}, Literal("5")}}));
  CHECK_FALSE(editor.SetAll(std::vector<PathValue>{
      {{"a", "b"}, Literal("3")}, {{"a", "e"}, Literal("4: 5")}, {{"c", "d"}, Literal("6")}}));
  CHECK(Finished(editor) == bytes);
  REQUIRE(
      editor.SetAll(std::vector<PathValue>{{{"a", "b"}, Literal("2, z: 3")}, {{"c", "d"}, Literal("6")}}));
  CHECK(Finished(editor) ==
        "failed: the edit went wrong: 'a' would hold a map with 2 keys; wanted a map with 1 key");
}

TEST_CASE("edit: the format's own order of keys") {
  Result<YamlEditor> editor = YamlEditor::Open(
      "id: A-1\nstate: active\neffects:\n  - id: e\n    kind: ebitda\nlabels: {b: 1}\ndecisions: []\n",
      KeyOrderOf(FileKind::kMeasure));
  REQUIRE(editor);
  const auto cell = [&](const std::string& month, const std::string& key) {
    return NodePath{"effects", "0", "months", month, key};
  };
  REQUIRE(editor->Set({"stage"}, Literal("defined")));
  REQUIRE(editor->Set({"status", "on"}, Literal("2026-10-31")));
  REQUIRE(editor->Set({"status", "comment"}, Text("One")));
  REQUIRE(editor->Set(cell("2026-12", "actual"), Literal("4")));
  REQUIRE(editor->Set(cell("2026-10", "forecast"), Literal("3")));
  REQUIRE(editor->Set(cell("2026-12", "original"), Literal("2")));
  REQUIRE(editor->Set({"effects", "0", "nature"}, Literal("one_off")));
  REQUIRE(editor->Set({"labels", "a"}, Text("2")));
  CHECK(Finished(*editor) ==
        "id: A-1\nstage: defined\nstate: active\nstatus: {comment: One, on: 2026-10-31}\neffects:\n"
        "  - id: e\n    kind: ebitda\n    nature: one_off\n    months:\n"
        "      2026-10: {forecast: 3}\n      2026-12: {original: 2, actual: 4}\n"
        "labels: {b: 1, a: \"2\"}\ndecisions: []\n");
}

TEST_CASE("edit: only clean files are opened") {
  const auto message = [](const std::string& bytes) {
    const Result<YamlEditor> editor = YamlEditor::Open(bytes);
    return editor ? "opened" : editor.error().message;
  };
  CHECK(message("a: 1\na: 2\n") == "line 2: key 'a' stands here again; it is already on line 1");
  CHECK(message("a: &x 1\n") == "line 1: an anchor");
  CHECK(message("") == "line 1: the file is empty");
  CHECK(message("a: 1\r\n") == "line 1: a carriage return (CR); wanted LF alone at the end of a line");
}

// ---- random edits of every example

namespace {

std::vector<std::string> Lines(const std::string& bytes) {
  std::vector<std::string> lines;
  std::istringstream stream(bytes);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

void CollectPaths(const Document& document, const Node& node, const NodePath& path,
                  std::vector<NodePath>& paths) {
  std::size_t index = 0;
  for (const Node& child : document.children(node)) {
    NodePath inner = path;
    inner.push_back(node.kind == NodeKind::kMap ? std::string(child.key) : std::to_string(index));
    ++index;
    paths.push_back(inner);
    CollectPaths(document, child, inner, paths);
  }
}

// Every value by its path, with the order of keys.
std::vector<std::string> ValuesOf(const std::string& bytes) {
  const YamlEditor editor = Open(bytes);
  std::vector<NodePath> paths;
  CollectPaths(editor.document(), editor.document().root(), {}, paths);
  std::vector<std::string> values;
  for (const NodePath& path : paths)
    values.push_back(fmt::format("{}: {}", FormatPath(path), editor.Find(path)->text));
  return values;
}

std::size_t LineOf(const std::string& bytes, std::size_t offset) {
  return static_cast<std::size_t>(
      std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
}

// The lines before the first and behind the last that a node and its key take.
bool KeepsOtherLines(const std::string& before, const std::string& after, std::size_t first,
                     std::size_t last) {
  const std::vector<std::string> old_lines = Lines(before), new_lines = Lines(after);
  const std::size_t behind = old_lines.size() - last - 1;
  return new_lines.size() >= first + behind &&
         std::equal(old_lines.begin(), old_lines.begin() + static_cast<std::ptrdiff_t>(first),
                    new_lines.begin()) &&
         std::equal(old_lines.end() - static_cast<std::ptrdiff_t>(behind), old_lines.end(),
                    new_lines.end() - static_cast<std::ptrdiff_t>(behind));
}

// What the examples lack.
constexpr const char* kOdd = R"(# head
- x:   # odd
  # above
    - - a   # one
      # between
      - {b: , c}   # two
    -
      d: |

        # no comment

        text
      # deeper
      e: >-   # folded
          one
          two

    - [ a , {b: [c]}, 'it''s' ]
  y: "#"
  z:
  - f:
      g

    h: {}

- {i: [], j: {k: 1,},}   # tail
# foot

)";

enum class Judge { kLinesToo, kProofOnly };

struct RandomEdits {
  std::mt19937 random{20261031};
  std::size_t done = 0;

  std::size_t Below(std::size_t count) {
    return std::uniform_int_distribution<std::size_t>(0, count - 1)(random);
  }

  EditValue Value() {
    const std::vector<EditValue> values = {
        Text("plain"),      Text("a: b, [c]"),  Text("it's \"x\""), Text(""),  Literal("12.50"),
        Text("two\nlines"), Literal("2026-10"), Text("#"),          Text("Ü"), Text("null")};
    return values[Below(values.size())];
  }

  void Edit(const std::string& bytes, Judge judge = Judge::kLinesToo) {
    Result<YamlEditor> editor = YamlEditor::Open(bytes, &Precedes);
    REQUIRE(editor);
    std::vector<NodePath> paths;
    CollectPaths(editor->document(), editor->document().root(), {}, paths);
    const NodePath path = paths[Below(paths.size())];
    const Node node = *editor->Find(path);
    const std::size_t begin = node.key_span.valid() ? node.key_span.offset() : node.span.offset();
    std::size_t first = LineOf(bytes, begin), last = LineOf(bytes, node.span.end());
    Result<void> result;
    switch (Below(3)) {
      case 0:
        if (node.kind == NodeKind::kMap || node.kind == NodeKind::kSequence) return;
        result = editor->Set(path, Value());
        break;
      case 1: {
        const NodePath holders(path.begin(), path.end() - 1);
        const Node& parent = *editor->Find(holders);
        if (parent.count == 1) first = std::min(first, LineOf(bytes, parent.key_span.offset()));
        if (!parent.flow) last = std::min(last + 1, Lines(bytes).size() - 1);
        result = editor->Remove(path);
        break;
      }
      default:
        if (node.kind == NodeKind::kMap) {
          NodePath added = path;
          added.push_back("months-" + std::to_string(Below(100)));
          result = editor->Set(added, Value());
        } else if (node.kind == NodeKind::kSequence) {
          result = editor->Append(
              path, EditValue::Map(YamlLayout::kAsNeighbours, {{"x", Value()}, {"y", Value()}}));
        } else {
          return;
        }
    }
    INFO(FormatPath(path) << '\n' << bytes);
    if (!result) FAIL(result.error().message);
    const Result<std::string> after = editor->Finish();
    if (!after) FAIL(after.error().message);
    if (judge == Judge::kLinesToo) CHECK(KeepsOtherLines(bytes, *after, first, last));
    ++done;
  }
};

}  // namespace

namespace {

// Scalars of the document and keys that it lacks, in any order.
std::vector<PathValue> RandomValues(RandomEdits& edits, const YamlEditor& editor) {
  std::vector<NodePath> paths;
  CollectPaths(editor.document(), editor.document().root(), {}, paths);
  std::vector<PathValue> values;
  for (int i = 0; i < 30; ++i) {
    NodePath path = paths[edits.Below(paths.size())];
    const Node& node = *editor.Find(path);
    if (node.kind == NodeKind::kSequence) continue;
    if (node.kind == NodeKind::kMap) path.push_back(fmt::format("20{}-01", 10 + edits.Below(60)));
    values.push_back({path, edits.Value()});
  }
  return values;
}

}  // namespace

TEST_CASE("edit: random edits at once are proven, and say what they say one by one") {
  RandomEdits edits;
  for (const auto& entry : fs::recursive_directory_iterator(CAT4_SOURCE_DIR "/examples")) {
    if (entry.path().extension() != ".yaml") continue;
    std::ifstream stream(entry.path());
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    YamlEditor at_once = Open(bytes), one_by_one = Open(bytes);
    const std::vector<PathValue> values = RandomValues(edits, at_once);
    for (const PathValue& value : values) REQUIRE(one_by_one.Set(value.path, value.value));
    REQUIRE(at_once.SetAll(values));
    INFO(entry.path());
    REQUIRE(at_once.Finish());
    CHECK(ValuesOf(Finished(at_once)) == ValuesOf(Finished(one_by_one)));
  }
}

TEST_CASE("edit: random edits of all examples leave other lines alone") {
  RandomEdits edits;
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(CAT4_SOURCE_DIR "/examples")) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  REQUIRE(files.size() > 100);
  for (const fs::path& file : files) {
    std::ifstream stream(file);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    for (int i = 0; i < 12; ++i) edits.Edit(bytes);
  }
  // A removed item may have its dash on a line of its own there: the proof says enough.
  for (int i = 0; i < 400; ++i) edits.Edit(kOdd, Judge::kProofOnly);
  CHECK(edits.done > 1000);
}

}  // namespace cat4
