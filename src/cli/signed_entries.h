// Decisions of several measures on their way into one commit.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/recording.h"

namespace cat4 {

// A decision that is legal, and where it goes.
struct Entry {
  std::string measure;    // its id
  Proposal proposal;      // its decision gets the signature
  std::string statement;  // filled in by Record below
  std::string what;       // "approve decided as controller"
};

// Puts the entries into their files, proves that the tree is no worse for it, signs and records them in one
// commit; or refuses all. Prints what is signed.
Result<int> RecordEntries(RecordingSession& session, std::vector<Entry> entries, Environment& environment);

// The amount that is written there, without the quotes that it may have.
std::string AmountAt(std::string_view bytes, Span span);

// Says why each of them is refused: a failure that names them all.
struct NamedRefusal {
  std::string measure;
  Refusal refusal;
};
Failure Refused(const std::vector<NamedRefusal>& refusals);

}  // namespace cat4
