#include "cat4/base/text.h"

#include <string>

#include <catch2/catch.hpp>

#include "cat4/base/ci_commands.h"
#include "cat4/git/process.h"

namespace cat4 {

TEST_CASE("a command of a CI service is disarmed where a log would obey it, and nowhere else") {
  CHECK(DisarmCommands("::error::x") == "\\x3A:error::x");
  CHECK(DisarmCommands("a ::error::x") == "a ::error::x");
  CHECK(DisarmCommands("a\n \u00a0::error::x\nb") == "a\n \u00a0\\x3A:error::x\nb");
  CHECK(DisarmCommands("a ##[error]x ##vso[x]y") == "a \\x23#[error]x \\x23#vso[x]y");
  CHECK(DisarmCommands("# ## :: \xff\x00z\t") == std::string("# ## :: \xff\x00z\t"));
  CHECK(DisarmCommands("").empty());
}

TEST_CASE("text: a slip of the finger finds the word that was meant") {
  constexpr std::string_view kWords[] = {"controller", "sponsor", "stage", "state"};
  CHECK(NearestWord("controler", kWords) == "controller");
  CHECK(NearestWord("Sponsro", kWords) == "sponsor");  // neighbours swapped, other case
  CHECK(NearestWord("stat", kWords) == "state");
  CHECK(NearestWord("budget", kWords).empty());
  CHECK(NearestWord("", kWords).empty());
  CHECK(NearestWord(std::string(1'000'000, 'x'), kWords).empty());
}

TEST_CASE("text: width counts columns, not bytes") {
  CHECK(DisplayWidth("Zürich") == 6);
  CHECK(DisplayWidth("東京") == 4);
  CHECK(DisplayWidth("e\u0301") == 1);
  CHECK(CutToWidth("Zürich", 6) == "Zürich");
  CHECK(CutToWidth("Zürich", 4) == "Zür…");
  CHECK(CutToWidth("東京都", 4) == "東…");
  CHECK(CutToWidth("ab", 0).empty());
  CHECK(PadRight("東", 4) == "東  ");
  CHECK(PadLeft("ü", 3) == "  ü");
}

TEST_CASE("text: what a terminal would act on is spelled out") {
  CHECK(Printable("a\x1b[31m\xff\u202e") == "a\\x1B[31m\\xFF\\u{202E}");
  CHECK(Printable("Zürich 東京") == "Zürich 東京");
  // What runners of CI services would take for a command, wherever it ends up in a log.
  CHECK(Printable("::error ::x") == "\\x3A:error ::x");
  CHECK(Printable("\u00a0 ::error ::x") == "\u00a0 \\x3A:error ::x");
  CHECK(Printable("a ::b") == "a ::b");
  CHECK(Printable("a ###[error]b ##vso[c") == "a #\\x23#[error]b \\x23#vso[c");
}

TEST_CASE("text: a word of a command is quoted as far as a shell needs it") {
  CHECK(ShellQuoted("evidence/DEMO-1/a_b.pdf") == "evidence/DEMO-1/a_b.pdf");
  CHECK(ShellQuoted("") == "\"\"");
  CHECK(ShellQuoted("return detailed") == "\"return detailed\"");
  CHECK(ShellQuoted("Miriam's; *~#") == "\"Miriam's; *~#\"");
  CHECK(ShellQuoted("Zürich") == "\"Zürich\"");
  CHECK(ShellQuoted("A=b") == "\"A=b\"");
  // What means something in double quotes as well.
  CHECK(ShellQuoted("5 $") == "'5 $'");
  CHECK(ShellQuoted("`id`") == "'`id`'");
  CHECK(ShellQuoted("a\\b") == "'a\\b'");
  CHECK(ShellQuoted("No!") == "'No!'");
  CHECK(ShellQuoted("the \"old\" one isn't") == "'the \"old\" one isn'\\''t'");
}

TEST_CASE("text: what a shell makes of a quoted word is the word") {
  std::string every = "'";
  for (int c = 1; c < 256; ++c) every += static_cast<char>(c);
  for (const std::string& text : {every, every.substr(1), std::string("a \"b\" $c 'd' \\"), std::string()}) {
    const Result<ProcessOutput> shell =
        RunProcess({.arguments = {"sh", "-c", "printf %s " + ShellQuoted(text)}, .directory = "/"});
    REQUIRE(shell);
    CHECK(shell->out == text);
  }
}

TEST_CASE("text: names that a file system may confuse fold to the same") {
  CHECK(FoldName("Plan.PDF") == FoldName("plan.pdf"));
  CHECK(FoldName("Z\u00fcrich") == FoldName("Zu\u0308rich"));
  CHECK(FoldName("a") != FoldName("b"));
  CHECK(FoldName("\xff") != FoldName("\xfe"));
}

TEST_CASE("text: encodings and normal form") {
  CHECK(FindInvalidUtf8("aü") == std::string_view::npos);
  CHECK(FindInvalidUtf8("a\xc0\xaf") == 1);     // overlong
  CHECK(FindInvalidUtf8("\xed\xa0\x80") == 0);  // half a surrogate pair
  CHECK(FindNotNfc("Zürich") == std::string_view::npos);
  CHECK(FindNotNfc("xe\u0301") == 1);
  std::string marks = "q";
  for (int i = 0; i < 30; ++i) marks += "\u0316";
  CHECK(FindTooManyMarks(marks) == std::string_view::npos);
  CHECK(FindTooManyMarks(marks + "\u0316") == marks.size());
}

TEST_CASE("text: counts agree with their word") {
  CHECK(Count(1, "file") == "1 file");
  CHECK(Count(0, "file") == "0 files");
}

}  // namespace cat4
