#include <fmt/format.h>

#include "cat4/base/text.h"
#include "cat4/rules/rule_text.h"

#include "cli/man_page.h"
#include "cli/roff.h"
#include "cli/version.h"

namespace cat4 {
namespace {

constexpr std::string_view kIntroduction =
    R"(.SH DESCRIPTION
Rules are what
.B cat4 check
judges a tree by. Every finding names its rule in brackets. A rule has a severity: an error, a warning or a note. The
policy may change it, or turn the rule off, unless the rule is fixed; findings may be accepted for a while by
.IR waivers.yaml .
.PP
Each rule is shown with a bad and a good example, set in a small organization whose other files are not shown. In a bad
one every line that is reported ends with
.BR "# <\-" .
A line
.B \-\-\- PATH
starts a file; the directories of measures are left out.
The examples of the history rules are short stories instead, told by commands and diffs: these rules judge what one
commit made of another.
.PP
.B cat4 explain RULE
prints the same.
)";

constexpr std::string_view kEnd =
    R"(.SH SEE ALSO
.BR cat4 (1),
.BR cat4\-format (5),
.BR cat4\-gates (7)
)";

std::string Heading(RuleGroup group) {
  std::string title;
  for (const char c : Name(group)) title += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return fmt::format(".SH {} RULES\n", title);
}

// Lines as they stand, indented.
std::string Verbatim(std::string_view title, std::string_view text) {
  std::string out = fmt::format(".PP\n{}:\n.RS 4\n.nf\n", title);
  std::vector<std::string_view> lines = Split(text, '\n');
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  for (const std::string_view line : lines) out += RoffText(line) + "\n";
  return out + ".fi\n.RE\n";
}

std::string RuleSection(const RuleInfo& rule) {
  const RuleText& text = TextOf(rule.id);
  return fmt::format(".SS {}\n\\fB{}\\fR\n({}{})\n.PP\n{}", RoffText(rule.slug), RoffText(text.summary),
                     Name(rule.severity), rule.kind == RuleKind::kFixed ? ", fixed" : "",
                     RoffParagraphs(text.explanation)) +
         Verbatim("Bad", text.bad) + Verbatim("Good", text.good);
}

}  // namespace

std::string RulesManPage() {
  std::string page = fmt::format(
      ".\\\" Made from the rules' texts by the program cat4_man; do not edit.\n"
      ".TH CAT4-RULES 7 {} \"cat4 {}\" \"Conventions\"\n"
      ".SH NAME\ncat4\\-rules \\- what cat4 check judges a tree by\n",
      kVersionDate, kVersion);
  page += kIntroduction;
  for (std::size_t i = 0; i < AllRules().size(); ++i) {
    const RuleInfo& rule = AllRules()[i];
    if (i == 0 || AllRules()[i - 1].group != rule.group) page += Heading(rule.group);
    page += RuleSection(rule);
  }
  page += kEnd;
  return page;
}

}  // namespace cat4
