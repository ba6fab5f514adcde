// An imported tree as the product reads it: nothing is wrong with it, and every cell is found again.
#include <filesystem>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

#include "cat4/base/csv.h"
#include "cat4/base/text.h"
#include "cat4/exchange/import_csv.h"
#include "cat4/exchange/import_ids.h"
#include "cat4/model/portfolio.h"
#include "cat4/report/schema_json.h"

namespace cat4 {
namespace {

using Files = std::map<std::string, std::string>;

Imported Import(std::string_view csv, std::string_view mapping) {
  Findings findings;
  const Result<Imported> imported = ImportCsv(csv, 1, mapping, findings);
  for (const Finding& finding : findings.all()) UNSCOPED_INFO(finding.message);
  REQUIRE(findings.size() == 0);
  REQUIRE(imported);
  return *imported;
}

std::unique_ptr<Portfolio> Load(const Files& files) {
  Loaded loaded = LoadPortfolio(*InMemorySource(files));
  for (const Finding& finding : loaded.findings.all()) {
    FAIL_CHECK(loaded.portfolio->files.path(finding.span.file()) << ": " << finding.message);
  }
  CHECK(loaded.failures.empty());
  return std::move(loaded.portfolio);
}

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

const std::filesystem::path kGmpp = std::filesystem::path(CAT4_SOURCE_DIR) / "examples/gmpp";

std::string CsvField(std::string_view text) {
  std::string field = "\"";
  for (const char c : text) field.append(c == '"' ? 2 : 1, c);
  return field + "\"";
}

// Texts made of what YAML gives a meaning to, by a fixed sequence of pseudo-random numbers.
std::vector<std::string> AwkwardTexts(std::size_t count) {
  const std::vector<std::string> pieces = {
      ":",    ": ",     " #",         "#",     "- ",  "-",  "?",    "? ",  "'",    "\"",      "\\",
      "{",    "}",      "[",          "]",     ",",   ", ", "&",    "*",   "!",    "|",       ">",
      "%",    "@",      "`",          "~",     "<<",  "=",  "null", "yes", "No",   "1",       "0x1",
      ".5",   "1e3",    "2026-10-31", "12:30", "a",   "B",  " ",    "  ",  "é",    "e\u0301", "\u00A0",
      "日本", "\u0338", "\U0001F600", "---",   "...", "\n", "\r\n", "\t",  "\x01", "\u200B"};
  std::uint64_t state = 20261031;
  const auto next = [&](std::size_t bound) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>(state >> 33) % bound;
  };
  std::vector<std::string> texts;
  while (texts.size() < count) {
    std::string text;
    for (std::size_t pieces_left = 1 + next(5); pieces_left > 0; --pieces_left)
      text += pieces[next(pieces.size())];
    texts.push_back(text);
  }
  return texts;
}

}  // namespace

TEST_CASE("import: any text is rejected or found again", "[import]") {
  const std::vector<std::string> texts = AwkwardTexts(4000);
  std::string csv = "id,title,notes,label\n";
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::string field = CsvField(texts[i]);
    csv += fmt::format("{},{},{},{}\n", i, CsvField("x" + texts[i]), field, field);
  }
  const Imported imported = Import(csv, R"(organization: {id: acme, name: Acme, currency: EUR}
portfolio: {name: A}
program: {name: B}
project: {name: C}
package: {name: D, prefix: T}
measure: {id: {column: id}, title: {column: title}, tags: {column: title}, notes: {column: notes}}
)");
  CHECK(imported.counts.measures + imported.rejected.size() == texts.size());
  CHECK(imported.counts.measures > texts.size() / 2);
  const auto portfolio = Load(imported.files);
  REQUIRE(portfolio->measures.size() == imported.counts.measures);
  for (const Measure& measure : portfolio->measures) {
    const std::string& text =
        texts[static_cast<std::size_t>(std::stoi(std::string(measure.id->view().substr(2))))];
    INFO("text '" << Printable(text) << "'");
    CHECK(measure.title->view() == ToNfc(TrimBlanks("x" + text)));
    REQUIRE(measure.tags.size() == 1);
    CHECK(measure.tags[0]->view() == measure.title->view());
    CHECK(measure.notes->view() == ToNfc(TrimBlanks(text)));
    CHECK((measure.labels.empty() ? "" : measure.labels[0].value->view()) == ToNfc(TrimBlanks(text)));
  }
}

TEST_CASE("import: what was imported is found again", "[import]") {
  const std::string csv = ReadFile(kGmpp / "source/gmpp-2024-25.csv");
  const Imported imported = Import(csv, ReadFile(kGmpp / "source/mapping.yaml"));
  CHECK(imported.rejected.empty());
  const auto portfolio = Load(imported.files);
  const std::vector<CsvRow> rows = *ParseCsv(csv, ',');
  REQUIRE(portfolio->measures.size() == rows.size() - 1);
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const std::vector<std::string>& cells = rows[i].fields;
    INFO(cells[0]);
    const Measure* measure = portfolio->FindMeasure(portfolio->texts.Find(MeasureIdOf(cells[0], "")));
    REQUIRE(measure);
    CHECK(measure->title->view() == TrimBlanks(cells[1]));
    const auto& containers = portfolio->containers;
    const Container& package = containers[static_cast<std::size_t>(measure->package)];
    const Container& project = containers[static_cast<std::size_t>(package.parent)];
    const Container& program = containers[static_cast<std::size_t>(project.parent)];
    CHECK(program.name->view() == cells[3]);
    CHECK(containers[static_cast<std::size_t>(program.parent)].name->view() == cells[2]);
    std::string labels, wanted;
    for (const Label& label : measure->labels)
      labels += fmt::format("{}={}\n", label.key->view(), label.value->view());
    for (std::size_t j = 4; j < 7; ++j) {
      if (!cells[j].empty()) wanted += fmt::format("{}={}\n", rows[0].fields[j], cells[j]);
    }
    CHECK(labels == wanted);
    CHECK((measure->status ? Name(*measure->status->implementation) : "") == ToLowerAscii(cells[7]));
  }
}

TEST_CASE("import: examples/gmpp is what its source makes", "[import]") {
  Files tree;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kGmpp)) {
    const std::string path = std::filesystem::relative(entry.path(), kGmpp).generic_string();
    if (entry.is_regular_file() && !path.starts_with("source/")) tree.emplace(path, ReadFile(entry.path()));
  }
  Imported imported =
      Import(ReadFile(kGmpp / "source/gmpp-2024-25.csv"), ReadFile(kGmpp / "source/mapping.yaml"));
  imported.files.merge(SchemaFiles());
  CHECK(imported.files == tree);
}

}  // namespace cat4
