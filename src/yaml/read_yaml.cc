// Gate first, then the scanner, then yaml-cpp for what the scanner declines.
#include <atomic>

#include "cat4/yaml/document.h"
#include "cat4/yaml/reader_choice.h"

#include "yaml/byte_gate.h"
#include "yaml/strict_scanner.h"
#include "yaml/yaml_cpp_reader.h"

namespace cat4 {
namespace {

// The one setting of the library that is not handed in. Both readers give the same, which tests hold, so no
// result depends on it: as a parameter it would run through every function that loads or edits anything, only
// to tell tests that they went the other way.
std::atomic<YamlReader> chosen_reader{YamlReader::kScannerFirst};

}  // namespace

void ChooseYamlReader(YamlReader reader) { chosen_reader.store(reader, std::memory_order_relaxed); }

std::optional<Document> ReadYaml(FileId file, std::string_view bytes, Findings& findings) {
  if (CheckBytes(file, bytes, findings) == Gate::kShut) return std::nullopt;
  if (chosen_reader.load(std::memory_order_relaxed) == YamlReader::kScannerFirst) {
    if (std::optional<Document> document = ScanStrict(file, bytes)) return document;
  }
  return ReadByYamlCpp(file, bytes, findings);
}

}  // namespace cat4
