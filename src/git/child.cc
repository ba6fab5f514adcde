#include "git/child.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

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

// Signals that this process ignores must not be ignored by those it starts.
void SetSignals(posix_spawnattr_t& attributes) {
  sigset_t defaults;
  sigemptyset(&defaults);
  for (const int signal : {SIGPIPE, SIGXFSZ}) sigaddset(&defaults, signal);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
}

// What is not found may also be the directory to run it in, or a program that somebody named by its path.
std::string RemedyFor(const Process& process, int error) {
  const std::string& program = process.arguments.front();
  const bool there = process.directory.empty() || access(process.directory.c_str(), F_OK) == 0;
  if (error != ENOENT || !there || program.find('/') != std::string::npos) return {};
  return fmt::format("; install {}, or add where it is to PATH",
                     program == "ssh-keygen" ? "OpenSSH's client, which it is a part of" : program);
}

}  // namespace

Result<Child> Child::Start(const Process& process) {
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
  Child child;
  const int error = posix_spawnp(&child.pid_, arguments.front().c_str(), &actions, &attributes,
                                 PointersTo(arguments).data(), PointersTo(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (error != 0) {
    child.pid_ = -1;
    return Fail("can't run '{}': {}{}", arguments.front(), std::strerror(error), RemedyFor(process, error));
  }
  child.in = std::move(in.write);
  child.out = std::move(out.read);
  child.err = std::move(err.read);
  return child;
}

Child::Child(Child&& other) noexcept
    : in(std::move(other.in)),
      out(std::move(other.out)),
      err(std::move(other.err)),
      pid_(std::exchange(other.pid_, -1)) {}

Child& Child::operator=(Child&& other) noexcept {
  std::swap(in, other.in);
  std::swap(out, other.out);
  std::swap(err, other.err);
  std::swap(pid_, other.pid_);
  return *this;
}

Child::~Child() {
  in.Close();
  out.Close();
  err.Close();
  if (pid_ > 0) Wait();
}

int Child::Wait() {
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

bool ReadSome(int fd, std::string& out) {
  char block[65536];
  const ssize_t size = read(fd, block, sizeof block);
  if (size < 0) return errno == EINTR || errno == EAGAIN;
  out.append(block, static_cast<std::size_t>(size));
  return size > 0;
}

}  // namespace cat4
