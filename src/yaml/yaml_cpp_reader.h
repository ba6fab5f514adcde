// The reader of record: yaml-cpp's events, made into nodes with exact places.
#pragma once

#include <optional>
#include <string_view>

#include "cat4/yaml/document.h"

namespace cat4 {

// ReadYaml for bytes that have passed the gate, by yaml-cpp.
std::optional<Document> ReadByYamlCpp(FileId file, std::string_view bytes, Findings& findings);

}  // namespace cat4
