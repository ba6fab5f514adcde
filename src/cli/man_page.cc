#include "cli/man_page.h"

#include <algorithm>

#include "cli/command.h"
#include "cli/roff.h"
#include "cli/version.h"

namespace cat4 {
namespace {

std::string OptionEntry(const OptionSpec& option) {
  const std::string value = option.value.empty() ? "" : fmt::format(" \\fI{}\\fR", RoffText(option.value));
  const std::string letter =
      option.letter.empty() ? "" : fmt::format("\\fB{}\\fR, ", RoffText(option.letter));
  return fmt::format(".TP\n{}\\fB{}\\fR{}\n{}\n", letter, RoffText(option.name), value,
                     RoffText(option.about));
}

std::string ArgumentEntries(const Command& command) {
  std::string text;
  for (const ArgumentSpec& argument : command.arguments)
    text += fmt::format(".TP\n\\fI{}\\fR\n{}\n", RoffText(argument.name), RoffText(argument.about));
  return text;
}

std::string OptionEntries(std::span<const OptionSpec> options) {
  std::string text;
  for (const OptionSpec& option : options) text += OptionEntry(option);
  return text;
}

std::string ExampleEntries(const Command& command) {
  std::string text;
  for (const Example& example : command.examples)
    text += fmt::format(".TP\n\\fB{}\\fR\n{}\n", RoffText(example.line), RoffText(example.about));
  return text;
}

std::string CommandSection(const Command& command) {
  return fmt::format(".SS {}\n\\fB{}\\fR\n.PP\n{}", RoffText(UsageOf(command)), RoffText(command.summary),
                     RoffParagraphs(command.description)) +
         ArgumentEntries(command) + OptionEntries(command.options) + ExampleEntries(command);
}

// "cat4-gate-advance"
std::string PageNameOf(const Command& command) {
  std::string name = fmt::format("cat4-{}", command.name);
  std::ranges::replace(name, ' ', '-');
  return name;
}

std::string References(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names)
    text += fmt::format(".BR {} (1){}\n", RoffText(name), name == names.back() ? "" : ",");
  return text;
}

std::vector<std::string> SortedPageNames() {
  std::vector<std::string> names;
  for (const Command* command : AllCommands()) names.push_back(PageNameOf(*command));
  std::ranges::sort(names);
  return names;
}

// Those that share its first word.
std::vector<std::string> RelatedPages(const Command& command) {
  const std::string_view group = command.name.substr(0, command.name.find(' '));
  std::vector<std::string> names{"cat4"};
  for (const std::string& name : SortedPageNames()) {
    if (name.starts_with(fmt::format("cat4-{}-", group)) && name != PageNameOf(command) &&
        group != command.name)
      names.push_back(name);
  }
  return names;
}

std::string CommandPage(const Command& command) {
  std::string upper = PageNameOf(command);
  std::ranges::transform(upper, upper.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  std::string page = fmt::format(
      ".\\\" Made from the command table by the program cat4_man; do not edit.\n"
      ".TH {} 1 {} \"cat4 {}\" \"User Commands\"\n"
      ".SH NAME\n{} \\- {}\n.SH SYNOPSIS\n\\fB{}\\fR\n.SH DESCRIPTION\n{}",
      RoffText(upper), kVersionDate, kVersion, RoffText(PageNameOf(command)), RoffText(command.summary),
      RoffText(UsageOf(command)), RoffParagraphs(command.description));
  if (!command.arguments.empty()) page += ".SH ARGUMENTS\n" + ArgumentEntries(command);
  if (!command.options.empty()) page += ".SH OPTIONS\n" + OptionEntries(command.options);
  page += ".SH GLOBAL OPTIONS\n";
  for (const OptionSpec& option : GlobalOptions()) {
    if (option.name != kRevisionOption || command.takes_revision) page += OptionEntry(option);
  }
  if (!command.examples.empty()) page += ".SH EXAMPLES\n" + ExampleEntries(command);
  return page + ".SH SEE ALSO\n" + References(RelatedPages(command));
}

constexpr std::string_view kIntroduction =
    R"(.SH DESCRIPTION
.B cat4
works on a tree of YAML files that mirrors a company's strategy execution: organization, portfolio, program, project,
measure package, measure. It checks the tree against governance rules and reports, for every node, two independent
lights: is the work on track, and does the money arrive.
.PP
The root of the tree is the directory that holds
.IR organization.yaml ;
it is looked for in the working directory and above. The files are described in
.BR cat4\-format (5).
.PP
No command uses the network. What reads, such as \fBcheck\fR, \fBreport\fR and \fBgate status\fR, writes
nothing but the files that its options name; decisions are the only thing that is committed.
.SH GLOBAL OPTIONS
These are taken by every command, before or behind its name.
)";

constexpr std::string_view kEnd =
    R"(.SH EXIT STATUS
.TP
.B 0
clean, or done
.TP
.B 1
findings at or above
.BR \-\-fail\-on ,
rows that an import rejected, a new file that was refused, a signature that proves nothing, or a registry that is not
ratified
.TP
.B 2
wrong usage
.TP
.B 3
could not be done: a file can't be read, there is no organization, sums would be wrong
.SH JSON
With
.B \-\-format json
a command prints exactly one document on standard output, also when it could not do its work (exit 3):
.PP
.nf
{"format_version": 1, "error": {"message": "..."}}
.fi
.PP
Amounts are decimal strings with exactly the decimals of the reporting currency; dates are ISO 8601. Keys are only ever
added.
.SH ENVIRONMENT
.TP
.B NO_COLOR
if set and not empty, output has no colours unless
.B \-\-color always
asks for them
.TP
.BR CAT4_PAGER ", " PAGER
what shows a text that is longer than the terminal, in this order, else
.BR less ;
empty or
.BR cat :
nothing does. Output that is no terminal, and formats for programs, are never paged
.TP
.B CAT4_THREADS
how many threads share the work, from 1 to 64 (default: as many as the machine has cores, and up to 32 while they wait
for a disk). What is printed does not depend on it
.SH SEE ALSO
.BR cat4\-format (5),
.BR cat4\-gates (7),
.BR cat4\-reports (7),
.BR cat4\-rules (7),
.BR cat4\-scale (7)
)";

}  // namespace

std::string ManPage() {
  std::string page = fmt::format(
      ".\\\" Made from the command table by the program cat4_man; do not edit.\n"
      ".TH CAT4 1 {} \"cat4 {}\" \"User Commands\"\n"
      ".SH NAME\ncat4 \\- strategy execution as a governed tree of YAML files\n"
      ".SH SYNOPSIS\n\\fBcat4\\fR \\fICOMMAND\\fR [\\fIarguments\\fR] [\\fIoptions\\fR]\n.br\n"
      "\\fBcat4 \\-\\-version\\fR\n.br\n\\fBcat4\\fR [\\fICOMMAND\\fR] \\fB\\-\\-help\\fR\n",
      kVersionDate, kVersion);
  page += kIntroduction;
  page += OptionEntries(GlobalOptions());
  page += ".TP\n\\fB\\-h\\fR, \\fB\\-\\-help\\fR\nshow help and examples\n.SH COMMANDS\n";
  for (const Command* command : AllCommands()) page += CommandSection(*command);
  page += kEnd;
  return page + References(SortedPageNames());
}

std::vector<ManPageFile> CommandManPages() {
  std::vector<ManPageFile> pages;
  for (const Command* command : AllCommands())
    pages.push_back({PageNameOf(*command) + ".1", CommandPage(*command)});
  std::ranges::sort(pages, {}, &ManPageFile::name);
  return pages;
}

}  // namespace cat4
