// Digests of the evidence files that decisions cite.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "cat4/base/source.h"
#include "cat4/model/portfolio.h"

namespace cat4 {

std::string Sha256Hex(std::string_view bytes);  // 64 hex digits in lower case

struct Evidence {
  // By path, for every cited file that exists. A cited file that is not here is missing.
  std::unordered_map<std::string, std::string> sha256;
  std::vector<Failure> failures;  // files that could not be read
};

// Reads only what a decision cites, and only regular files below evidence/.
Evidence HashEvidence(const Source& source, const Portfolio& portfolio);

}  // namespace cat4
