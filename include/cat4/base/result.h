// Result<T>: a value, or why the program could not do its work.
//
// A Failure is not a finding: findings say that a portfolio is wrong and let the run go on; a failure ends
// the command. (This is the one public header that names a third-party library besides fmt: tl::expected
// stands in for std::expected until the compiler has C++23.)
#pragma once

#include <string>
#include <utility>

#include <fmt/format.h>
#include <tl/expected.hpp>

namespace cat4 {

enum class FailureKind {
  kUsage,    // the command line asks for something that does not exist: exit 2
  kUnable,   // input, output or environment: exit 3
  kRefused,  // a decision or an edit that may not be made, and nothing was changed: exit 1
};

struct Failure {
  FailureKind kind = FailureKind::kUnable;
  std::string message;  // one line: found, then wanted; lower case, no final stop
};

template <typename T>
using Result = tl::expected<T, Failure>;

// The same where the caller has to tell reasons apart.
template <typename T, typename Reason>
using ResultOr = tl::expected<T, Reason>;

template <typename... Args>
tl::unexpected<Failure> Fail(fmt::format_string<Args...> format, Args&&... args) {
  return tl::unexpected<Failure>(
      Failure{FailureKind::kUnable, fmt::format(format, std::forward<Args>(args)...)});
}

template <typename... Args>
tl::unexpected<Failure> FailUsage(fmt::format_string<Args...> format, Args&&... args) {
  return tl::unexpected<Failure>(
      Failure{FailureKind::kUsage, fmt::format(format, std::forward<Args>(args)...)});
}

template <typename... Args>
tl::unexpected<Failure> Refuse(fmt::format_string<Args...> format, Args&&... args) {
  return tl::unexpected<Failure>(
      Failure{FailureKind::kRefused, fmt::format(format, std::forward<Args>(args)...)});
}

}  // namespace cat4
