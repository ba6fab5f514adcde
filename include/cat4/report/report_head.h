// Reading back what a report's JSON document says that it was made from, and where two documents differ.
//
// The document comes from anywhere: nothing in it is trusted, and none harms the program that reads it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/base/result.h"
#include "cat4/report/report.h"

namespace cat4 {

// The head of a report, without what its document does not have: title, name of the node, how revisions were
// asked for, details of the proof. Fails if this is no JSON document of a report, with what it is instead.
Result<ReportHead> ReadReportHead(std::string_view document);

struct JsonDifference {
  std::string path;           // "nodes[3].plan"; safe to print, as the others
  std::string found, wanted;  // as JSON, cut where it is long; empty: nothing is there
};

// The first places where `found` is not as `wanted`, in the order of the documents; one more than `most` of
// them tells that there are more. None where they differ only in what parts values. Both are JSON documents.
std::vector<JsonDifference> FindDifferences(std::string_view found, std::string_view wanted,
                                            std::size_t most);

}  // namespace cat4
