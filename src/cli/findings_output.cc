#include "cli/findings_output.h"

#include <algorithm>

#include "cat4/base/text.h"
#include "cat4/rules/rule_text.h"

#include "cli/output_file.h"
#include "cli/repository_prefix.h"
#include "cli/version.h"
#include "cli/workspace.h"

namespace cat4 {
namespace {

Result<const FindingsFormat*> GetFormat(std::string_view name) {
  if (const FindingsFormat* const format = FindFindingsFormat(name)) return format;
  std::vector<std::string_view> names;
  for (const FindingsFormat& format : FindingsFormats()) names.push_back(format.name);
  const std::string_view last = names.back();
  names.pop_back();
  return FailUsage("'{}' is no format; wanted {} or {}", Printable(name), Join(names, ", "), last);
}

TextStyle StyleOnStdout(const Invocation& invocation, const Environment& environment) {
  if (IsRich(invocation, environment)) return TextStyle::kColor;
  return environment.out_is_terminal ? TextStyle::kSource : TextStyle::kPlain;
}

RuleHelp HelpOfRule(RuleId rule) {
  const RuleText& text = TextOf(rule);
  return {text.summary, text.explanation, text.bad, text.good};
}

}  // namespace

FindingsReport EmptyReport(std::string_view command, Date as_of) {
  return {.command = command, .findings = {}, .as_of = as_of, .version = kVersion, .help_of = &HelpOfRule};
}

std::string PrefixOf(const OpenedTree& tree) {
  return tree.repository ? tree.repository->prefix : RepositoryPrefix(tree.root);
}

Result<FindingsOutput::Format> FindingsOutput::Parse(const std::string& value) {
  const std::size_t equals = value.find('=');
  const Result<const FindingsFormat*> writer = GetFormat(value.substr(0, equals));
  if (!writer) return tl::unexpected(writer.error());
  Format format{*writer, std::nullopt};
  if (equals != std::string::npos) format.file = value.substr(equals + 1);
  if (format.file == "-") format.file.reset();
  if (format.file && format.file->empty()) return FailUsage("'--format {}' names no file", Printable(value));
  return format;
}

Result<void> FindingsOutput::Add(Format format) {
  const bool taken = std::ranges::find(formats_, format.file, &Format::file) != formats_.end();
  if (taken && format.file)
    return FailUsage("two formats go to '{}'; wanted a file for each", Printable(*format.file));
  if (taken)
    return FailUsage("only one format can go to standard output; name files for the others, as in json=FILE");
  formats_.push_back(std::move(format));
  return {};
}

Result<FindingsOutput> FindingsOutput::Of(const Invocation& invocation, const Environment& environment) {
  FindingsOutput output;
  for (const std::string& value : invocation.Values(kFindingsFormatOption.name)) {
    Result<Format> format = Parse(value);
    if (!format) return tl::unexpected(format.error());
    if (const Result<void> added = output.Add(std::move(*format)); !added)
      return tl::unexpected(added.error());
  }
  if (output.formats_.empty()) output.formats_.push_back({FindFindingsFormat("text"), std::nullopt});
  const FindingsFormat* const github = FindFindingsFormat("github");
  const bool asked = std::ranges::find(output.formats_, github, &Format::writer) != output.formats_.end();
  if (asked && !environment.step_summary.empty()) output.summary_ = environment.step_summary;
  return output;
}

Result<void> FindingsOutput::CheckOutside(const std::string& start, const std::string& root) const {
  std::vector<std::string> files;
  for (const Format& format : formats_) {
    if (format.file) files.push_back(*format.file);
  }
  if (summary_) files.push_back(*summary_);
  for (const std::string& file : files) {
    if (const Result<void> outside = cat4::CheckOutside(file, start, root); !outside) return outside;
  }
  return {};
}

Result<void> FindingsOutput::Write(const FindingsReport& report, const Invocation& invocation,
                                   const std::string& start, Environment& environment) const {
  Result<void> all;
  const auto keep_first = [&](const Result<void>& written) {
    if (all && !written) all = written;
  };
  for (const auto& [writer, file] : formats_) {
    if (file) {
      keep_first(WriteOutputFile(start, *file, writer->write(report, TextStyle::kPlain)));
    } else {
      environment.out.Write(writer->write(report, StyleOnStdout(invocation, environment)));
    }
  }
  if (summary_) keep_first(AppendOutputFile(start, *summary_, FindingsMarkdown(report)));
  return all;
}

void FindingsOutput::WriteFailure(const FindingsReport& report, const Invocation& invocation,
                                  const std::string& start, Environment& environment) const {
  FindingsOutput others = *this;
  std::erase_if(others.formats_, [](const Format& format) {
    return !format.file && format.writer == FindFindingsFormat("json");
  });
  // A second failure, to write, would only hide the first.
  (void)others.Write(report, invocation, start, environment);
}

}  // namespace cat4
