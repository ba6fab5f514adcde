#include "cat4/report/failure_json.h"

#include "report/json.h"

namespace cat4 {

std::string FailureJson(const Failure& failure) {
  return DocumentText({{"format_version", 1}, {"error", {{"message", failure.message}}}});
}

}  // namespace cat4
