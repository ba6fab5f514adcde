// Errors that a change would bring, with their places: what a recording is refused for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cat4/base/date.h"
#include "cat4/base/source.h"
#include "cat4/diagnostics/rule.h"

namespace cat4 {

struct NewError {
  std::string path;
  std::size_t line = 1;
  std::string message, help;
  std::optional<RuleId> rule = {};  // none: the file can't be read at all
};

// The errors of `after` that `before` does not have (see AddedFindings), and files of `after` that can't be
// read at all.
std::vector<NewError> NewErrors(const Source& before, const Source& after, Date as_of);

// True for an error that a measure has because somebody it names has left or lost a role: the registry must
// not wait for the measures.
bool FollowsFromLeaving(const NewError& error);

// "portfolios/…/X.yaml:12: message [rule]", for a refusal; of the first, with the number of the others.
std::string Describe(const std::vector<NewError>& errors);

}  // namespace cat4
