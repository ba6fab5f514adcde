// Importing a table: whole files, whole rejection lists, the mapping's mistakes.
#include "cat4/exchange/import_csv.h"

#include <catch2/catch.hpp>

#include "cat4/base/text.h"
#include "cat4/diagnostics/location.h"
#include "cat4/exchange/import_ids.h"
#include "cat4/model/portfolio.h"

namespace cat4 {
namespace {

using Files = std::map<std::string, std::string>;

constexpr std::string_view kHead =
    "organization: {id: acme, name: Acme, currency: EUR}\n"
    "portfolio: {column: unit}\n"
    "program: {id: all, name: All programs}\n"
    "project: {id: all, name: All projects}\n";
constexpr std::string_view kMinimal =
    "package: {id: new, name: New}\n"
    "measure: {id: {column: id}, title: {column: title}}\n";

std::string Mapping(std::string_view rest = kMinimal) { return std::string(kHead).append(rest); }

Imported Import(std::string_view csv, const std::string& mapping = Mapping()) {
  Findings findings;
  const Result<Imported> imported = ImportCsv(csv, 1, mapping, findings);
  for (const Finding& finding : findings.all()) UNSCOPED_INFO(finding.message);
  REQUIRE(findings.size() == 0);
  REQUIRE(imported);
  return *imported;
}

std::string Rejections(const Imported& imported) {
  std::string lines;
  for (const RejectedRow& row : imported.rejected) {
    for (const std::string& reason : row.reasons) {
      lines += fmt::format("{} {}: {}\n", row.line, Printable(row.first_field), reason);
    }
  }
  return lines;
}
std::string Rejections(std::string_view csv, const std::string& mapping = Mapping()) {
  return Rejections(Import(csv, mapping));
}

// "line:column rule: message" for everything the mapping is told.
std::string Mistakes(const std::string& mapping, std::string_view csv = "id,title,unit\n") {
  Findings findings;
  const Result<Imported> imported = ImportCsv(csv, 1, mapping, findings);
  REQUIRE(imported);
  CHECK(imported->files.empty());
  FileTable files;
  files.Add("mapping.yaml");
  const auto source = InMemorySource({{"mapping.yaml", mapping}});
  Locator locator(*source, files);
  std::vector<Finding> sorted = findings.all();
  SortFindings(files, sorted);
  std::string lines;
  for (const Finding& finding : sorted) {
    CHECK_FALSE(finding.help.empty());
    const Location at = locator.Locate(finding.span);
    lines += fmt::format("{}:{} {}: {}\n", at.line, at.column, GetRule(finding.rule).slug, finding.message);
  }
  return lines;
}

std::string FailureOf(std::string_view csv, const std::string& mapping = Mapping()) {
  Findings findings;
  const Result<Imported> imported = ImportCsv(csv, 1, mapping, findings);
  REQUIRE_FALSE(imported);
  return imported.error().message;
}

// The tree as the product reads it; nothing but references to people may be wrong with it.
std::unique_ptr<Portfolio> Load(const Files& files) {
  Loaded loaded = LoadPortfolio(*InMemorySource(files));
  for (const Finding& finding : loaded.findings.all()) {
    INFO(loaded.portfolio->files.path(finding.span.file()) << ": " << finding.message);
    CHECK(finding.rule == RuleId::kUnresolvedReference);
  }
  CHECK(loaded.failures.empty());
  return std::move(loaded.portfolio);
}

// Every field that a mapping knows.
constexpr std::string_view kFullMapping =
    "package: {name: Wave 1, prefix: W1}\n"
    "measure:\n"
    "  id: {column: No}\n"
    "  title: {column: Title}\n"
    "  description: {column: What}\n"
    "  owner: {column: Owner}\n"
    "  sponsor: {value: h.vogt}\n"
    "  controller: {column: Owner, values: {Lena Brandt: m.okafor}}\n"
    "  legal_entity: {column: Entity}\n"
    "  business_unit: {value: plants}\n"
    "  function: {value: supply-chain}\n"
    "  steering_committee: {value: sc-digital}\n"
    "  stage: {column: Stage, values: {L1: identified}}\n"
    "  state: {value: on_hold}\n"
    "  tags: {column: Tags, split: \";\"}\n"
    "  status:\n"
    "    implementation: {column: Light, values: {G: green, n/a: }}\n"
    "    comment: {column: Remark}\n"
    "    on: {column: As of}\n"
    "  notes: {column: Notes}\n"
    "effects:\n"
    "  - id: ebitda\n"
    "    kind: ebitda\n"
    "    nature: recurring\n"
    "    class: soft\n"
    "    months: {2026-11: {plan: Nov}, 2026-10: {plan: Oct, forecast: Oct F, actual: Oct A}}\n"
    "  - {id: heads, kind: fte, nature: recurring, months: {2026-10: {plan: FTE}}}\n"
    "  - {id: capex, kind: capex, nature: one_off, currency: JPY, months: {2026-10: {plan: Yen}}}\n";
constexpr std::string_view kFullHeader =
    "unit,No,Title,What,Owner,Entity,Stage,Tags,Light,Remark,As of,Notes,Oct,Oct F,Oct A,Nov,FTE,Yen,no,a: "
    "b\n";

}  // namespace

TEST_CASE("import: the smallest table", "[import]") {
  const Imported imported = Import("id,title,unit,cost\nA-1, Feed ,Plant Nord,5.0\n");
  CHECK(
      imported.files ==
      Files{
          {"organization.yaml",
           "# yaml-language-server: $schema=schemas/organization.schema.json\n"
           "format: 1\nid: acme\nname: Acme\ncurrency: EUR\nlegal_entities: []\n"},
          {"portfolios/plant-nord/portfolio.yaml",
           "# yaml-language-server: $schema=../../schemas/portfolio.schema.json\n"
           "id: plant-nord\nname: Plant Nord\n"},
          {"portfolios/plant-nord/all/program.yaml",
           "# yaml-language-server: $schema=../../../schemas/program.schema.json\n"
           "id: plant-nord-all\nname: All programs\n"},
          {"portfolios/plant-nord/all/all/project.yaml",
           "# yaml-language-server: $schema=../../../../schemas/project.schema.json\n"
           "id: plant-nord-all-all\nname: All projects\n"},
          {"portfolios/plant-nord/all/all/new/package.yaml",
           "# yaml-language-server: $schema=../../../../../schemas/package.schema.json\n"
           "id: plant-nord-all-all-new\nname: New\n"},
          {"portfolios/plant-nord/all/all/new/A-1.yaml",
           "# yaml-language-server: $schema=../../../../../schemas/measure.schema.json\n"
           "id: A-1\ntitle: Feed\nstage: defined\nstate: active\nlabels:\n  cost: \"5.0\"\ndecisions: []\n"},
      });
  CHECK(imported.rejected.empty());
  CHECK(imported.counts.rows == 1);
  CHECK(imported.counts.measures == 1);
  CHECK(imported.counts.portfolios == 1);
  CHECK(imported.counts.packages == 1);
}

TEST_CASE("import: every field, in the format's order", "[import]") {
  const Imported imported =
      Import(std::string(kFullHeader) +
                 "N,7,Feed: live,\"One\r\nTwo\",Lena Brandt,NW-DE,L1,api; a: b ;,G,#1,2026-10-28,"
                 "it's,40000.50,-1,,38000,1.25,500,x,y\n"
                 "N,W1-8,Bare,,,,L1,,n/a,,,,,,,,,,,\n",
             Mapping(kFullMapping));
  CHECK(Rejections(imported).empty());
  CHECK(imported.files.at("portfolios/n/all/all/wave-1/package.yaml") ==
        "# yaml-language-server: $schema=../../../../../schemas/package.schema.json\n"
        "id: n-all-all-wave-1\nname: Wave 1\nprefix: W1\n");
  CHECK(imported.files.at("portfolios/n/all/all/wave-1/W1-7.yaml") ==
        R"(# yaml-language-server: $schema=../../../../../schemas/measure.schema.json
id: W1-7
title: "Feed: live"
description: |-
  One
  Two
owner: lena-brandt
sponsor: h.vogt
controller: m.okafor
legal_entity: NW-DE
business_unit: plants
function: supply-chain
steering_committee: sc-digital
stage: identified
state: on_hold
tags: [api, "a: b"]
status:
  implementation: green
  comment: "#1"
  on: 2026-10-28
effects:
  - id: ebitda
    kind: ebitda
    nature: recurring
    class: soft
    months:
      2026-10: {plan: 40000.50, forecast: -1}
      2026-11: {plan: 38000}
  - id: heads
    kind: fte
    nature: recurring
    months:
      2026-10: {plan: 1.25}
  - id: capex
    kind: capex
    nature: one_off
    currency: JPY
    months:
      2026-10: {plan: 500}
labels:
  _no: x
  a_ b: "y"
notes: it's
decisions: []
)");
  CHECK(imported.files.at("portfolios/n/all/all/wave-1/W1-8.yaml") ==
        R"(# yaml-language-server: $schema=../../../../../schemas/measure.schema.json
id: W1-8
title: Bare
sponsor: h.vogt
business_unit: plants
function: supply-chain
steering_committee: sc-digital
stage: identified
state: on_hold
decisions: []
)");
  const auto portfolio = Load(imported.files);
  REQUIRE(portfolio->measures.size() == 2);
  CHECK(portfolio->measures[0].description->view() == "One\nTwo");
}

TEST_CASE("import: every reason of a row at once", "[import]") {
  const std::string rows =
      std::string(kFullHeader) +
      "N,7,Feed,,,,L1,,G,,,,,,,,,,,\n"
      "N,7,,,Chloé & Co,Ü,L9,,B,\"a\nb\",31.12.2026,,\"1,000\",1.005,1e3,1 000,0.125,0.5,\"c\nd\",\n"
      "N,,Feed\x01,,!,!,,,,,2026-02-29,\"n\x01\",99999999999999999,,,,,,,\n"
      "N,8\n"
      "N,9,Feed,,,,L1,,G,,,,,,,,,,,,\n";
  CHECK(Rejections(rows, Mapping(kFullMapping)) ==
        R"(3 N: 'Title' is empty; wanted a title
3 N: 'Owner' is 'Chloé & Co'; wanted Lena Brandt
3 N: 'Stage' is 'L9'; wanted L1
3 N: 'Light' is 'B'; wanted one of G, n/a
3 N: 'As of' is '31.12.2026'; wanted a date of the calendar, YYYY-MM-DD
3 N: 'Oct' is '1,000'; wanted an amount such as 1234.50 or -80: at most 15 digits before the point and the currency's decimals after it, no separators, no exponent
3 N: 'Oct F' is '1.005' with 3 decimals; EUR has at most 2
3 N: 'Oct A' is '1e3'; wanted an amount such as 1234.50 or -80: at most 15 digits before the point and the currency's decimals after it, no separators, no exponent
3 N: 'Nov' is '1 000'; wanted an amount such as 1234.50 or -80: at most 15 digits before the point and the currency's decimals after it, no separators, no exponent
3 N: 'FTE' is '0.125' with 3 decimals; fte has at most 2
3 N: 'Yen' is '0.5' with 1 decimal; JPY has at most 0
3 N: 'no' is 'c\x0Ad', which has a line break; wanted one line
3 N: the measure's id 'W1-7' is that of line 2
6 N: 'No' is empty; wanted an id
6 N: 'Title' is 'Feed\x01'; wanted text without control or invisible characters
6 N: 'Owner' is '!', which makes no id; wanted 1 to 64 of a-z, 0-9, '.', '_', '-', starting with a letter or digit
6 N: 'Owner' is '!'; wanted Lena Brandt
6 N: 'Entity' is '!', which makes no id; wanted 1 to 64 of A-Z, a-z, 0-9, '.', '_', '-', starting with a letter or digit
6 N: 'Stage' is empty; wanted a stage
6 N: 'As of' is '2026-02-29'; wanted a date of the calendar, YYYY-MM-DD
6 N: 'Notes' is 'n\x01'; wanted text without control or invisible characters
6 N: 'Oct' is '99999999999999999'; wanted an amount such as 1234.50 or -80: at most 15 digits before the point and the currency's decimals after it, no separators, no exponent
7 N: 2 fields; the header has 20
8 N: 21 fields; the header has 20
)");
}

TEST_CASE("import: measure ids", "[import]") {
  const std::string csv =
      "id,title,unit\nCO_0438_2425-Q3,a,N\n co-0438.2425 q3 ,b,N\nÉlan/7,c,N\n0438,d,N\nX,e,N\n"
      "***,f,N\nA-23456789012345678901234567890123,g,N\n";
  CHECK(Rejections(csv) ==
        "3  co-0438.2425 q3 : the measure's id 'CO-0438-2425-Q3' is that of line 2\n"
        "5 0438: 'id' is '0438', which makes '0438'; wanted capitals and digits in parts joined by '-', such "
        "as "
        "INV-7K3Q, at most 32 characters (a 'prefix' of the package would go before it)\n"
        "6 X: 'id' is 'X', which makes 'X'; wanted capitals and digits in parts joined by '-', such as "
        "INV-7K3Q, at "
        "most 32 characters (a 'prefix' of the package would go before it)\n"
        "7 ***: 'id' is '***', which makes no id; wanted capitals and digits in parts joined by '-', such as "
        "INV-7K3Q, at most 32 characters\n"
        "8 A-23456789012345678901234567890123: 'id' is 'A-23456789012345678901234567890123', which makes "
        "'A-23456789012345678901234567890123'; wanted capitals and digits in parts joined by '-', such as "
        "INV-7K3Q, "
        "at most 32 characters\n");
  CHECK(MeasureIdOf("Élan/7", "") == "ELAN-7");
  CHECK(MeasureIdOf("0438", "GMPP") == "GMPP-0438");
  CHECK(MeasureIdOf("1-A", "GMPP") == "GMPP-1-A");
}

TEST_CASE("import: container ids are clipped the same way every time", "[import]") {
  const std::string name(70, 'x');
  CHECK(SlugOf(name) == std::string(55, 'x') + "-77f3c97d");
  CHECK(SlugOf(name).size() == 64);
  CHECK(SlugOf(name) != SlugOf(name + "y"));
  CHECK(ClipId(std::string(54, 'x') + "-" + std::string(20, 'y')) == std::string(54, 'x') + "-10af823c");
  CHECK(SlugOf(" Élan & Über №1 -- ß") == "elan-uber-no1");
  const Imported imported = Import("id,title,unit\nA-1,a," + name + "\nA-2,b," + name + "y\n");
  CHECK(imported.counts.portfolios == 2);
  CHECK(Load(imported.files)->measures.size() == 2);
}

TEST_CASE("import: containers that would be taken for one another", "[import]") {
  const std::string levels =
      "organization: {id: acme, name: Acme, currency: EUR}\n"
      "portfolio: {column: unit}\nprogram: {column: kind}\nproject: {column: unit}\n"
      "package: {name: New}\nmeasure: {id: {column: id}, title: {column: title}}\n";
  CHECK(Rejections("id,title,unit,kind\nA-1,a,CO,ICT\nA-2,b,co,Ict\nA-3,c,CO "
                   "ICT,x\nA-4,d,,\nA-5,e,日本,y\nA-6,f,CO,Ict\n",
                   levels) ==
        "3 A-2: portfolio 'co' makes the directory 'co', as 'CO' of line 2 does; wanted one spelling\n"
        "4 A-3: portfolio 'CO ICT' makes the id 'co-ict', which the program 'ICT' of line 2 has\n"
        "5 A-4: 'unit' is empty; wanted a portfolio\n"
        "5 A-4: 'kind' is empty; wanted a program\n"
        "5 A-4: 'unit' is empty; wanted a project\n"
        "6 A-5: no id can be made of portfolio '日本': it holds no letter a-z and no digit\n"
        "6 A-5: no id can be made of project '日本': it holds no letter a-z and no digit\n"
        "7 A-6: program 'Ict' makes the directory 'ict', as 'ICT' of line 2 does; wanted one spelling\n");
}

TEST_CASE("import: which columns are labels", "[import]") {
  const std::string csv = "id,title,unit,\"b\r\n# c\",,Nein\nA-1,t,N, 1 ,x,\n";
  const std::string path = "portfolios/n/all/all/new/A-1.yaml";
  const std::string head =
      "# yaml-language-server: $schema=../../../../../schemas/measure.schema.json\n"
      "id: A-1\ntitle: t\nstage: defined\nstate: active\n";
  CHECK(Import(csv).files.at(path) == head + "labels:\n  b _ c: \"1\"\n  column_5: x\ndecisions: []\n");
  CHECK(Import(csv, Mapping() + "labels: []\n").files.at(path) == head + "decisions: []\n");
  CHECK(Import(csv, Mapping() + "labels: [column_5, title, \"b # c\", \"b # c\"]\n").files.at(path) ==
        head + "labels:\n  column_5: x\n  title: t\n  b _ c: \"1\"\ndecisions: []\n");
}

TEST_CASE("import: a csv that can't be understood", "[import]") {
  CHECK(FailureOf("") == "the csv is empty; wanted a line with the names of its columns");
  CHECK(FailureOf("id,title,unit\nA-1,\"a,N\n") == "line 2: a quote that is never closed");
  CHECK(FailureOf("id,title,unit\nA-1,\xE9,N\n") == "line 2: byte 0xE9 is not UTF-8; wanted a csv in UTF-8");
  CHECK(FailureOf("id,title,unit,id \n") == "columns 1 and 4 are both named 'id'; wanted names that differ");
  CHECK(FailureOf("id,title,unit,no,_no\n") ==
        "columns 'no' and '_no' both make the label '_no'; wanted names that differ");
  CHECK(Import("id\ttitle\tunit\nA-1\ta\tN\n", "separator: tab\n" + Mapping()).counts.measures == 1);
  CHECK(
      Import("\xEF\xBB\xBFid;title;unit\r\nA-1;a;N\r\n", "separator: \";\"\n" + Mapping()).counts.measures ==
      1);
}

TEST_CASE("import: mistakes of the mapping", "[import]") {
  CHECK(Mistakes("portfolio: {}\n") ==
        "1:1 missing-field: field 'measure' is missing\n"
        "1:1 missing-field: field 'organization' is missing\n"
        "1:1 missing-field: field 'package' is missing\n"
        "1:1 missing-field: field 'program' is missing\n"
        "1:1 missing-field: field 'project' is missing\n"
        "1:12 missing-field: 'portfolio' has neither 'column' nor 'name'; wanted one of them\n");
  CHECK(Mistakes(Mapping(
            "package: {name: 日本, prefix: w}\n"
            "measure:\n"
            "  id: {value: A-1}\n"
            "  title: {column: Titel}\n"
            "  owner: {value: Lena Brandt}\n"
            "  stage: {value: done}\n"
            "  state: {column: unit, values: {a: actif}}\n"
            "  tags: {column: unit, split: ab}\n"
            "  status: {on: {value: 2026-13-01}, comment: {column: unit, value: x}, next: {column: unit}}\n"
            "  notes: {value: x, values: {a: b}}\n"
            "effects:\n"
            "  - {id: a, kind: fte, nature: recurring, currency: EUR, months: {2026-13: {plan: unit}}}\n")) ==
        R"(5:17 invalid-value: no id can be made of '日本': it holds no letter a-z and no digit
5:33 invalid-id: 'prefix' is 'w'; wanted capitals and digits, starting with a letter, such as INV
7:8 missing-field: field 'column' is missing
7:8 unknown-field: unknown field 'value'
9:18 invalid-id: 'value' is 'Lena Brandt'; wanted 1 to 64 of a-z, 0-9, '.', '_', '-', starting with a letter or digit
10:18 invalid-value: 'value' is 'done'; wanted one of defined, identified, detailed, decided, implemented, closed
11:37 invalid-value: 'a' is 'actif'; wanted one of active, on_hold, cancelled
12:31 invalid-value: 'split' is 'ab'; wanted one character
13:24 invalid-value: 'value' is '2026-13-01'; wanted a date of the calendar, YYYY-MM-DD
13:47 invalid-value: 'comment' has both 'column' and 'value'; wanted one of them
13:72 unknown-field: unknown field 'next'
14:21 invalid-value: 'values' stands beside 'value'
16:53 invalid-value: an effect of kind fte has no currency
16:67 invalid-value: this key is '2026-13'; wanted a month, YYYY-MM
)");
  CHECK(Mistakes("separator: x\n" + Mapping()) ==
        "1:12 invalid-value: 'separator' is 'x'; wanted \",\", \";\", \"|\" or tab\n");
  CHECK(Mistakes("a: [\n").substr(0, 16) == "1:4 syntax-error");
}

TEST_CASE("import: columns that the csv lacks", "[import]") {
  CHECK(Mistakes(Mapping() + "labels: [cost, titel]\n") ==
        "7:10 invalid-value: the csv has no column 'cost'\n"
        "7:16 invalid-value: the csv has no column 'titel'; did you mean 'title'?\n");
}

}  // namespace cat4
