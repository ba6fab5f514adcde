// The quick way from bytes to nodes for files that are written as cat4 and most people write them.
#pragma once

#include <optional>
#include <string_view>

#include "cat4/yaml/document.h"

namespace cat4 {

// The document that ReadByYamlCpp makes of these bytes (which have passed the gate), or nothing: then they
// hold something that the scanner does not know, or something to be reported, and yaml-cpp has to read them.
//
// It knows block maps and lists, flow maps and lists without a trailing comma, plain scalars that start with
// a letter, a digit or the like, quoted scalars with the usual escapes, | and > blocks whose lines are
// indented alike, comments, and keys of letters, digits, '_', '-', '.' and '/'. A value stands on the line of
// its key or dash unless it is a block map or list. Nothing that is looked at is guessed: in doubt it
// declines.
std::optional<Document> ScanStrict(FileId file, std::string_view bytes);

}  // namespace cat4
