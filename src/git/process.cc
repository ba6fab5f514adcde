#include "cat4/git/process.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <iterator>
#include <string_view>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cat4/base/descriptor.h"
#include "cat4/base/text.h"

extern char** environ;

namespace cat4 {
namespace {

struct Pipe {
  Descriptor read{-1}, write{-1};

  bool Open() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return false;
    read = Descriptor(ends[0]);
    write = Descriptor(ends[1]);
    return true;
  }
};

std::vector<std::string> EnvironmentOf(const Process& process) {
  std::vector<std::string> variables;
  for (char** variable = environ; *variable; ++variable) {
    const std::string_view text = *variable;
    const std::string_view name = text.substr(0, text.find('='));
    const bool replaced =
        std::ranges::any_of(process.environment, [&](const auto& change) { return change.first == name; });
    if (!replaced) variables.emplace_back(text);
  }
  for (const auto& [name, value] : process.environment) {
    if (value) variables.push_back(fmt::format("{}={}", name, *value));
  }
  return variables;
}

std::vector<char*> PointersTo(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// Reads what is there; false at the end.
bool ReadSome(int fd, std::string& out) {
  char block[65536];
  const ssize_t size = read(fd, block, sizeof block);
  if (size < 0) return errno == EINTR || errno == EAGAIN;
  out.append(block, static_cast<std::size_t>(size));
  return size > 0;
}

// Feeds the input and collects both outputs until all are closed.
class Exchange {
 public:
  Exchange(const std::string& input, Pipe& in, Pipe& out, Pipe& err)
      : left_(input), in_(in), out_(out), err_(err) {
    fcntl(in_.write.get(), F_SETFL, O_NONBLOCK);
    if (left_.empty()) in_.write.Close();
  }

  void Run(ProcessOutput& output) {
    while (out_.read.get() >= 0 || err_.read.get() >= 0) {
      pollfd polled[] = {
          {in_.write.get(), POLLOUT, 0}, {out_.read.get(), POLLIN, 0}, {err_.read.get(), POLLIN, 0}};
      if (poll(polled, 3, -1) < 0 && errno != EINTR) return;
      if (polled[0].revents != 0) Feed();
      if (polled[1].revents != 0 && !ReadSome(out_.read.get(), output.out)) out_.read.Close();
      if (polled[2].revents != 0 && !ReadSome(err_.read.get(), output.err)) err_.read.Close();
    }
  }

 private:
  // A program that reads no further is no error: its exit code tells.
  void Feed() {
    const ssize_t written = write(in_.write.get(), left_.data(), left_.size());
    if (written < 0 && (errno == EINTR || errno == EAGAIN)) return;
    if (written > 0) left_.remove_prefix(static_cast<std::size_t>(written));
    if (written < 0 || left_.empty()) in_.write.Close();
  }

  std::string_view left_;
  Pipe& in_;
  Pipe& out_;
  Pipe& err_;
};

int WaitFor(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

std::vector<std::string> ShownLines(std::string_view text) {
  std::vector<std::string> lines;
  for (const std::string_view bytes : Split(text, '\n')) {
    std::string line(bytes);
    std::erase(line, '\r');  // ssh-keygen's, and in the middle where git quotes it
    if (!TrimBlanks(line).empty()) lines.push_back(Printable(TrimBlanks(line)));
  }
  return lines;
}

// Signals that this process ignores must not be ignored by those it starts.
void SetSignals(posix_spawnattr_t& attributes) {
  sigset_t defaults;
  sigemptyset(&defaults);
  for (const int signal : {SIGPIPE, SIGXFSZ}) sigaddset(&defaults, signal);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
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
  Pipe in, out, err;
  if (!in.Open() || !out.Open() || !err.Open())
    return Fail("can't run '{}': {}", process.arguments.front(), std::strerror(errno));
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_adddup2(&actions, in.read.get(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out.write.get(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.write.get(), STDERR_FILENO);
  if (!process.directory.empty()) posix_spawn_file_actions_addchdir_np(&actions, process.directory.c_str());
  SetSignals(attributes);
  std::vector<std::string> arguments = process.arguments;
  std::vector<std::string> variables = EnvironmentOf(process);
  pid_t child = 0;
  const int error = posix_spawnp(&child, arguments.front().c_str(), &actions, &attributes,
                                 PointersTo(arguments).data(), PointersTo(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (error != 0) return Fail("can't run '{}': {}", arguments.front(), std::strerror(error));
  in.read.Close();
  out.write.Close();
  err.write.Close();
  ProcessOutput output;
  Exchange(process.input, in, out, err).Run(output);
  in.write.Close();
  output.exit_code = WaitFor(child);
  return output;
}

}  // namespace cat4
