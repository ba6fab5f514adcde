// Schemas of the format as JSON Schema (draft 7), for editors.
#pragma once

#include <map>
#include <string>

#include "cat4/model/schema.h"

namespace cat4 {

std::string SchemaJson(const FileSchema& schema);

// The schemas of all kinds of file, by the path that they have in a tree.
std::map<std::string, std::string> SchemaFiles();

}  // namespace cat4
