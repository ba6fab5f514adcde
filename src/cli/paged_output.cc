#include "cli/paged_output.h"

#include <algorithm>

#include "cat4/git/pager.h"

#include "cli/parser.h"

namespace cat4 {

bool IsPaged(std::span<const std::string> arguments) {
  const Result<ParsedLine> line = ParseCommandLine(arguments);
  if (!line || line->help || !line->command || !line->command->pages) return false;
  const std::string format = line->invocation.Value("--format").value_or("text");
  return format == "text" || format == "markdown";
}

void PagedOutput::Finish() {
  const auto lines = static_cast<std::size_t>(std::ranges::count(text_, '\n'));
  const bool shown = lines >= height_ && ShowInPager(pager_, text_);
  if (!shown) out_.Write(text_);
  text_.clear();
}

}  // namespace cat4
