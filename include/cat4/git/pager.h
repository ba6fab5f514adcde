// The user's program that shows a long text page by page.
#pragma once

#include <string>
#include <string_view>

namespace cat4 {

// Shows the text with that command of a shell, on the terminal of this process, and waits until the user has
// read enough. False if it can't be run: nothing was shown then. The caller ignores SIGPIPE.
bool ShowInPager(const std::string& command, std::string_view text);

}  // namespace cat4
