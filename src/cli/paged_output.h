// Standard output on a terminal, of which what is longer than the screen is shown page by page.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "cli/environment.h"

namespace cat4 {

// True for what people read from top to bottom: not for documents of programs, help and short answers.
bool IsPaged(std::span<const std::string> arguments);

class PagedOutput : public Output {
 public:
  // `pager`: a command of the shell. `height`: lines of the terminal.
  PagedOutput(Output& out, std::string pager, std::size_t height)
      : out_(out), pager_(std::move(pager)), height_(height) {}
  void Write(std::string_view text) override { text_ += text; }
  // Nothing is shown before.
  void Finish();

 private:
  Output& out_;
  std::string pager_;
  std::size_t height_;
  std::string text_;
};

}  // namespace cat4
