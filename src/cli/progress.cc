#include "cli/progress.h"

#include <string>

#include <fmt/format.h>

namespace cat4 {

void Progress::Show(std::size_t done, std::size_t all) {
  constexpr std::chrono::milliseconds kEvery(100), kPatience(500);
  constexpr std::size_t kWidth = 24;
  if (!environment_.err_is_terminal || all == 0) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - start_ < kPatience || now - shown_ < kEvery) return;
  shown_ = now;
  visible_ = true;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const double rate = static_cast<double>(done) / seconds;
  const std::size_t filled = kWidth * done / all;
  const std::string left =
      rate > 0 ? fmt::format(", {:.0f} s left", static_cast<double>(all - done) / rate) : std::string();
  environment_.err.Write(fmt::format("\r{} {} of {} {} [{}{}] {:.0f}/s{}\x1b[K", verb_, done, all, things_,
                                     std::string(filled, '#'), std::string(kWidth - filled, '.'), rate,
                                     left));
}

void Progress::Clear() {
  if (visible_) environment_.err.Write("\r\x1b[K");
  visible_ = false;
}

}  // namespace cat4
