// The scanner reads what people write, as yaml-cpp's reader reads it, and declines everything else.
#include "yaml/strict_scanner.h"

#include <chrono>
#include <iostream>

#include <catch2/catch.hpp>

#include "unit/yaml_corpus.h"
#include "unit/yaml_mutation.h"
#include "unit/yaml_readers.h"

namespace cat4 {
namespace {

using Outcome = ReadersCompared::Outcome;

std::string Nodes(const Document& document, const Node& node) {
  const std::string key = node.key.empty() ? "" : std::string(node.key) + "@" + Shown(node.key_span) + " ";
  const std::string place = "@" + Shown(node.span);
  if (node.kind == NodeKind::kNull) return key + "null" + place;
  if (node.kind == NodeKind::kScalar) {
    static constexpr std::string_view kQuotes[] = {"", "'", "\"", "|"};
    const std::string_view quote = kQuotes[static_cast<std::size_t>(node.style)];
    return fmt::format("{}{}{}{}{}", key, quote, node.text, quote, place);
  }
  const bool map = node.kind == NodeKind::kMap;
  std::string children;
  for (const Node& child : document.children(node))
    children += (children.empty() ? "" : ", ") + Nodes(document, child);
  return key + (node.flow ? "flow" : "") + (map ? "{" : "[") + children + (map ? "}" : "]") + place;
}

// The nodes, which are those of yaml-cpp's reader too; "declined".
std::string Scanned(std::string_view yaml) {
  const ReadersCompared compared = CompareReaders(yaml);
  CHECK(compared.difference == "");
  if (compared.outcome != Outcome::kScanned) return "declined";
  const std::optional<Document> document = ScanStrict(1, yaml);
  return Nodes(*document, document->root());
}

const std::vector<CorpusFile>& Corpus() {
  static const std::vector<CorpusFile> corpus = YamlCorpus();
  return corpus;
}

}  // namespace

TEST_CASE("scanner: block maps and lists") {
  CHECK(Scanned("a: b\n") == "{a@0+1 b@3+1}@0+4");
  CHECK(Scanned("# note\n\na:   b c  # note\n\n  # note\nd:\n") == "{a@8+1 b c@13+3, d@35+1 null@37+0}@8+29");
  CHECK(Scanned("a:\n  b:\n    c: d\ne: f\n") ==
        "{a@0+1 {b@5+1 {c@12+1 d@15+1}@12+4}@5+11, e@17+1 f@20+1}@0+21");
  CHECK(Scanned("a:\n- b\n-\n- c: d\n  e: f\n") ==
        "{a@0+1 [b@5+1, null@8+0, {c@11+1 d@14+1, e@18+1 f@21+1}@11+11]@3+19}@0+22");
  CHECK(Scanned("- - a\n  - b\n-\n  c: d\n") == "[[a@4+1, b@10+1]@2+9, {c@16+1 d@19+1}@16+4]@0+20");
  CHECK(Scanned("2026-08: -5\nx/y.z_1: \xC3\xA4:b#c\n") ==
        "{2026-08@0+7 -5@9+2, x/y.z_1@12+7 \xC3\xA4:b#c@21+6}@0+27");
}

TEST_CASE("scanner: flow maps and lists") {
  CHECK(Scanned("[]\n") == "flow[]@0+2");
  CHECK(Scanned("a: { }  # none\n") == "{a@0+1 flow{}@3+3}@0+6");
  CHECK(Scanned("a: {b: c d, e: [f,-1, 'g']}\n") ==
        "{a@0+1 flow{b@4+1 c d@7+3, e@12+1 flow[f@16+1, -1@18+2, 'g'@22+3]@15+11}@3+24}@0+27");
}

TEST_CASE("scanner: quoted scalars") {
  CHECK(Scanned("a: 'it''s # \"no\" note'  # note\n") == "{a@0+1 'it's # \"no\" note'@3+19}@0+22");
  CHECK(Scanned("a: \"\"\nb: \"x\\n\\\"\\\\\\ty\\/\"\n") ==
        "{a@0+1 \"\"@3+2, b@6+1 \"x\n\"\\\ty/\"@9+14}@0+23");
  CHECK(Scanned("- ''\n- ' a '\n") == "[''@2+2, ' a '@7+5]@0+12");
}

TEST_CASE("scanner: blocks of text") {
  CHECK(Scanned("a: |\n  b\n    c\n\n  # d\n\n# note\ne: f\n") ==
        "{a@0+1 |b\n  c\n\n# d\n|@3+18, e@30+1 f@33+1}@0+34");
  CHECK(Scanned("a: |-  # note\n b\n") == "{a@0+1 |b|@3+13}@0+16");
  CHECK(Scanned("- >\n  b\n  c\n\n  d\n\n") == "[|b c\nd\n|@2+14]@0+16");
  CHECK(Scanned("- >-\n  b\n  c\n") == "[|b c|@2+10]@0+12");
}

TEST_CASE("scanner: what it does not know is declined") {
  for (const std::string_view yaml : {"# only a note\n",
                                      "a\n",
                                      "'a'\n",
                                      " a: b\n",
                                      "a: b",
                                      "a: &b c\n",
                                      "a: *b\n",
                                      "a: !b c\n",
                                      "? a\n",
                                      "a : b\n",
                                      "'a': b\n",
                                      "a b: c\n",
                                      "a:b\n",
                                      "a: b: c\n",
                                      "a: b:\n",
                                      "a: b\n  c\n",
                                      "a: b\n c: d\n",
                                      "a:\n  b\n",
                                      "a: - b\n",
                                      "- a\n b\n",
                                      "- a: b\n - c\n",
                                      "a: b\n- c\n",
                                      "- b\na: c\n",
                                      "a: ~\n",
                                      "a: null\n",
                                      "null: a\n",
                                      "<<: {}\n",
                                      "a: b\na: c\n",
                                      "a: [b\n  ]\n",
                                      "a: [b,]\n",
                                      "a: [b, , c]\n",
                                      "a: [b: c]\n",
                                      "a: {b}\n",
                                      "a: {b:c}\n",
                                      "a: {b: }\n",
                                      "a: {b: c]\n",
                                      "a: [b?]\n",
                                      "a: [b] c\n",
                                      "a: 'b' c\n",
                                      "a: 'b'#c\n",
                                      "a: 'b\n  c'\n",
                                      "a: 'b\n",
                                      "a: \"\\x41\"\n",
                                      "a: \"\\q\"\n",
                                      "a: \"b\\\n  c\"\n",
                                      "a: |+\n  b\n",
                                      "a: |2\n  b\n",
                                      "a: |\n",
                                      "a: |\nb: c\n",
                                      "a: |\n\n  b\n",
                                      "a: |\n  b\n c\n",
                                      "a: |\n  b\n  \n  c\n",
                                      "a: >\n  b\n   c\n",
                                      "a: @b\n",
                                      "a: `b\n",
                                      "a: %b\n",
                                      "a: ? b\n",
                                      "a: ,\n",
                                      "---\na: b\n",
                                      "--- a\n",
                                      "{a: b}: c\n",
                                      "[a\n",
                                      "a: [b #c\n",
                                      "- a: b\n  c\n"}) {
    INFO(yaml);
    CHECK(Scanned(yaml) == "declined");
  }
}

TEST_CASE("scanner: limits and duplicate keys are left to the reader that reports them") {
  std::string deep, many = "a:\n", wide;
  for (std::size_t i = 0; i <= kMaxDepth; ++i) deep += std::string(i, ' ') + "a:\n";
  for (std::size_t i = 0; i < kMaxNodes; ++i) many += "- b\n";
  for (int i = 0; i < 500; ++i) wide += fmt::format("key{}: {}\n", i, i);
  CHECK(Scanned(deep) == "declined");
  CHECK(Scanned(many) == "declined");
  CHECK(Scanned(wide) != "declined");
  CHECK(Scanned(wide + "key250: a\n") == "declined");
  CHECK(Scanned(std::string(300, 'a') + ": b\n") == "declined");
}

TEST_CASE("scanner: all examples and cases are read alike, and nearly all of them scanned") {
  std::size_t clean = 0, scanned = 0;  // those of cases are odd on purpose, those of examples are not
  std::string declined;
  for (const CorpusFile& file : Corpus()) {
    INFO(file.name);
    const ReadersCompared compared = CompareReaders(file.bytes);
    CHECK(compared.difference == "");
    Findings findings;
    if (compared.outcome == Outcome::kShut) continue;
    const bool read = ReadByYamlCpp(1, file.bytes, findings) && findings.size() == 0;
    if (!read) continue;
    ++clean;
    scanned += compared.outcome == Outcome::kScanned ? 1 : 0;
    if (compared.outcome != Outcome::kDeclined) continue;
    declined += file.name + "\n";
    CHECK(file.name.find("/examples/") == std::string::npos);
  }
  INFO("declined:\n" << declined);
  CHECK(clean > 400);
  CHECK(scanned * 100 >= clean * 95);
}

TEST_CASE("scanner: changed files are read alike or declined") {
  constexpr int kMutations = 100'000;
  constexpr auto kMostTime = std::chrono::seconds(10);
  const char* const seed = std::getenv("CAT4_TEST_SEED");
  const auto end = std::chrono::steady_clock::now() + (seed ? 60 : 1) * kMostTime;
  YamlMutation mutation(seed ? std::strtoull(seed, nullptr, 10) : 1);
  int done = 0, scanned = 0, shut = 0;
  for (; done < (seed ? 50 : 1) * kMutations && std::chrono::steady_clock::now() < end; ++done) {
    const std::string& base = Corpus()[mutation.Below(Corpus().size())].bytes;
    const std::string text = mutation.Of(base, Corpus()[mutation.Below(Corpus().size())].bytes);
    const ReadersCompared compared = CompareReaders(text);
    scanned += compared.outcome == Outcome::kScanned ? 1 : 0;
    shut += compared.outcome == Outcome::kShut ? 1 : 0;
    if (compared.difference.empty()) continue;
    INFO(text);
    CHECK(compared.difference == "");
  }
  if (seed) std::cout << fmt::format("{} mutations, {} scanned, {} shut by the gate\n", done, scanned, shut);
  CHECK(scanned > done / 10);
}

}  // namespace cat4
