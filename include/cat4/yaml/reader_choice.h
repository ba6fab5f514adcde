// By which reader ReadYaml goes: for tests and measurements.
#pragma once

#include <cstdint>

namespace cat4 {

// Nodes and findings are the same either way; the scanner is quick and leaves what it does not know to
// yaml-cpp.
enum class YamlReader : std::uint8_t { kScannerFirst, kYamlCppOnly };

// To be called before anything is read; without it, the scanner goes first.
void ChooseYamlReader(YamlReader reader);

}  // namespace cat4
