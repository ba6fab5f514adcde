#include "cat4/git/process.h"

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <string_view>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "cat4/base/text.h"

#include "git/child.h"

namespace cat4 {
namespace {

// Feeds the input and collects both outputs until all are closed.
class Exchange {
 public:
  Exchange(const std::string& input, Child& child) : left_(input), child_(child) {
    fcntl(child_.in.get(), F_SETFL, O_NONBLOCK);
    if (left_.empty()) child_.in.Close();
  }

  void Run(ProcessOutput& output) {
    while (child_.out.get() >= 0 || child_.err.get() >= 0) {
      pollfd polled[] = {
          {child_.in.get(), POLLOUT, 0}, {child_.out.get(), POLLIN, 0}, {child_.err.get(), POLLIN, 0}};
      if (poll(polled, 3, -1) < 0 && errno != EINTR) return;
      if (polled[0].revents != 0) Feed();
      if (polled[1].revents != 0 && !ReadSome(child_.out.get(), output.out)) child_.out.Close();
      if (polled[2].revents != 0 && !ReadSome(child_.err.get(), output.err)) child_.err.Close();
    }
  }

 private:
  // A program that reads no further is no error: its exit code tells.
  void Feed() {
    const ssize_t written = write(child_.in.get(), left_.data(), left_.size());
    if (written < 0 && (errno == EINTR || errno == EAGAIN)) return;
    if (written > 0) left_.remove_prefix(static_cast<std::size_t>(written));
    if (written < 0 || left_.empty()) child_.in.Close();
  }

  std::string_view left_;
  Child& child_;
};

std::vector<std::string> ShownLines(std::string_view text) {
  std::vector<std::string> lines;
  for (const std::string_view bytes : Split(text, '\n')) {
    std::string line(bytes);
    std::erase(line, '\r');  // ssh-keygen's, and in the middle where git quotes it
    if (!TrimBlanks(line).empty()) lines.push_back(Printable(TrimBlanks(line)));
  }
  return lines;
}

}  // namespace

std::string ProcessOutput::Complaint() const {
  for (const std::string* text : {&err, &out}) {
    const std::vector<std::string> lines = ShownLines(*text);
    if (!lines.empty()) return lines.front();
  }
  return fmt::format("it ended with exit code {}", exit_code);
}

std::vector<std::string> ProcessOutput::Lines() const {
  std::vector<std::string> lines = ShownLines(out);
  std::ranges::move(ShownLines(err), std::back_inserter(lines));
  return lines;
}

Result<ProcessOutput> RunProcess(const Process& process) {
  Result<Child> child = Child::Start(process);
  if (!child) return tl::unexpected(child.error());
  ProcessOutput output;
  Exchange(process.input, *child).Run(output);
  child->in.Close();
  output.exit_code = child->Wait();
  return output;
}

}  // namespace cat4
