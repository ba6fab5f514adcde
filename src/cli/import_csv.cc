#include "cat4/exchange/import_csv.h"

#include <filesystem>

#include "cat4/base/source.h"
#include "cat4/base/text.h"
#include "cat4/diagnostics/location.h"
#include "cat4/report/schema_json.h"

#include "cli/command.h"
#include "cli/input_file.h"
#include "cli/output_file.h"
#include "cli/rejected_rows.h"
#include "cli/workspace.h"

namespace cat4 {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxCsvBytes = std::size_t{256} << 20;

constexpr ArgumentSpec kArguments[] = {{.name = "FILE",
                                        .about = "the csv file; its first row names the columns",
                                        .min = 1,
                                        .max = 1,
                                        .kind = ValueKind::kFile}};
constexpr OptionSpec kOptions[] = {
    {.name = "--mapping",
     .letter = "",
     .value = "FILE",
     .about = "which column becomes what (see cat4-format(5))",
     .required = true,
     .kind = ValueKind::kFile},
    {.name = "--output",
     .letter = "-o",
     .value = "DIR",
     .about = "the new tree; the directory must be new or empty",
     .required = true,
     .kind = ValueKind::kDirectory},
};
constexpr Example kExamples[] = {
    {"cat4 import csv measures.csv --mapping mapping.yaml -o tree", "a spreadsheet as a tree of files"},
    {"cat4 import csv q3.csv --mapping mapping.yaml -o q3 && cat4 check -C q3",
     "then: what the imported measures lack"},
};

Failure MappingFailure(const Findings& findings, const InputFile& mapping, const std::string& given,
                       Environment& environment) {
  FileTable files;
  files.Add(mapping.name);
  const auto source = InMemorySource({{mapping.name, mapping.bytes}});
  std::vector<Finding> sorted = findings.all();
  SortFindings(files, sorted);
  Locator locator(*source, files);
  for (const Finding& finding : sorted) {
    const Location place = locator.Locate(finding.span);
    environment.err.Write(fmt::format("{}:{}:{}: error: {}\n  help: {}\n", Printable(given), place.line,
                                      place.column, Printable(finding.message), Printable(finding.help)));
  }
  return {FailureKind::kUnable, fmt::format("the mapping '{}' has {}; nothing was imported", Printable(given),
                                            Count(sorted.size(), "error"))};
}

Result<fs::path> PrepareDirectory(const std::string& start, const std::string& path) {
  const fs::path target = (fs::path(start) / path).lexically_normal();
  std::error_code error;
  if (fs::exists(target, error) && (!fs::is_directory(target, error) || !fs::is_empty(target, error))) {
    return Fail("'{}' is not an empty directory; nothing is ever overwritten", Printable(path));
  }
  fs::create_directories(target, error);
  if (error) return Fail("can't create '{}': {}", Printable(path), error.message());
  return target;
}

Result<void> WriteTree(const fs::path& target, const std::map<std::string, std::string>& files) {
  for (const auto& [path, content] : files) {
    std::error_code error;
    fs::create_directories((target / path).parent_path(), error);
    if (error)
      return Fail("can't create '{}': {}", Printable((target / path).parent_path().string()),
                  error.message());
    const Result<void> written = WriteOutputFile(target.string(), path, content);
    if (!written) return written;
  }
  return {};
}

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const std::string mapping_path = *invocation.Value("--mapping");
  const std::string output = *invocation.Value("--output");
  const std::string start = StartDirectory(invocation, environment);
  const Result<InputFile> csv = ReadInputFile(start, invocation.arguments.front(), kMaxCsvBytes);
  if (!csv) return tl::unexpected(csv.error());
  const Result<InputFile> mapping = ReadInputFile(start, mapping_path, kMaxCsvBytes);
  if (!mapping) return tl::unexpected(mapping.error());

  Findings findings;
  Result<Imported> imported = ImportCsv(csv->bytes, 1, mapping->bytes, findings);
  if (!imported) return Fail("'{}': {}", Printable(invocation.arguments.front()), imported.error().message);
  if (findings.size() > 0)
    return tl::unexpected(MappingFailure(findings, *mapping, mapping_path, environment));
  const Result<fs::path> target = PrepareDirectory(start, output);
  if (!target) return tl::unexpected(target.error());
  imported->files.merge(SchemaFiles());
  if (const Result<void> written = WriteTree(*target, imported->files); !written)
    return tl::unexpected(written.error());

  WriteRejected(invocation.arguments.front(), imported->rejected, environment);
  if (!invocation.Has("--quiet")) {
    environment.err.Write(fmt::format("{} of {} imported into {}, {} rejected\n", imported->counts.measures,
                                      Count(imported->counts.rows, "row"), Printable(output),
                                      imported->rejected.size()));
  }
  return imported->rejected.empty() ? 0 : 1;
}

}  // namespace

extern const Command kImportCsvCommand;
const Command kImportCsvCommand{.name = "import csv",
                                .summary = "make a tree of a table of measures",
                                .description =
                                    "Makes a new tree from a csv file: a small mapping says which columns "
                                    "name the levels and which become which\n"
                                    "fields. Nothing is invented: an empty cell leaves its field out, a "
                                    "column without a field becomes a label.\n"
                                    "Every file names its schema in the first line, for editors; the schemas "
                                    "are put into schemas/.\n"
                                    "Rows that the format can't hold are reported with line and reason, the "
                                    "others are imported; exit 1 then.",
                                .arguments = kArguments,
                                .options = kOptions,
                                .examples = kExamples,
                                .run = &Run};

}  // namespace cat4
