// In which order the format writes keys: for editing files.
#pragma once

#include "cat4/model/file_kind.h"
#include "cat4/yaml/edit.h"

namespace cat4 {

// The documented order of fields, and months by date. Other free keys (labels, say) have none: new ones go to
// the end.
KeyPrecedes KeyOrderOf(FileKind kind);

}  // namespace cat4
