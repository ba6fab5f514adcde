// A bar on the terminal for what takes long.
#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>

#include "cli/environment.h"

namespace cat4 {

class Progress {
 public:
  // "audited 120 of 544 steps [####……] 220/s, 2 s left"; nothing where standard error is no terminal.
  Progress(std::string_view verb, std::string_view things, const Environment& environment)
      : verb_(verb), things_(things), environment_(environment) {}

  void Show(std::size_t done, std::size_t all);
  void Clear();

 private:
  std::string_view verb_, things_;
  const Environment& environment_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now(), shown_ = start_;
  bool visible_ = false;
};

}  // namespace cat4
