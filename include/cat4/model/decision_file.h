// Decisions as they stand in files: the one layout in which they are written. All other bytes stay as they
// are.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/base/result.h"
#include "cat4/base/source.h"
#include "cat4/model/decision.h"

namespace cat4 {

// The first approved plan of a cell, kept when an amend changes it.
struct OriginalCell {
  std::size_t effect = 0;  // its place in the file
  Month month{};
  std::string amount;
};

// What a decision changes in its measure's file.
struct MeasureChange {
  std::optional<std::string> stage;
  std::optional<State> state;
  bool remove_submitted = false;
  std::vector<OriginalCell> originals = {};
  std::vector<Decision> decisions = {};  // added to the list, in this order

  bool empty() const {
    return !stage && !state && !remove_submitted && originals.empty() && decisions.empty();
  }
};
Result<std::string> RecordInMeasure(std::string bytes, const MeasureChange& change);

// Where an open approval lies: beside its measure, named by its statement's digest.
std::string ApprovalPath(std::string_view measure_path, std::string_view digest);
Result<std::string> ApprovalFile(const Decision& approval);

// registry.yaml before its first entry. Its first line names the schema for editors where the tree keeps it.
std::string EmptyRegistry(const Source& tree);

// registry.yaml with entries added. Of the entries there are, those whose places
// are in `removed` (ascending) are left out.
Result<std::string> RecordInRegistry(std::string bytes, const std::vector<std::size_t>& removed,
                                     const std::vector<RegistryEntry>& entries);

}  // namespace cat4
