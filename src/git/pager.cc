#include "cat4/git/pager.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cat4/base/descriptor.h"

extern char** environ;

namespace cat4 {
namespace {

constexpr int kNotRunnable = 126, kNotFound = 127;  // what a shell ends with

// What the keyboard sends is for the pager while it runs.
class KeyboardIgnored {
 public:
  KeyboardIgnored() : interrupt_(std::signal(SIGINT, SIG_IGN)), quit_(std::signal(SIGQUIT, SIG_IGN)) {}
  KeyboardIgnored(const KeyboardIgnored&) = delete;
  KeyboardIgnored& operator=(const KeyboardIgnored&) = delete;
  ~KeyboardIgnored() {
    std::signal(SIGINT, interrupt_);
    std::signal(SIGQUIT, quit_);
  }

 private:
  void (*interrupt_)(int);
  void (*quit_)(int);
};

// As git has it: what the user set stays, else short texts and colours are shown as they are.
std::vector<char*> Variables() {
  static char less[] = "LESS=FRX", lv[] = "LV=-c";
  std::vector<char*> variables;
  for (char** variable = environ; *variable; ++variable) variables.push_back(*variable);
  if (!std::getenv("LESS")) variables.push_back(less);
  if (!std::getenv("LV")) variables.push_back(lv);
  variables.push_back(nullptr);
  return variables;
}

// Negative if it can't be started.
pid_t Start(std::string command, int input) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  sigset_t defaults;
  sigemptyset(&defaults);
  for (const int signal : {SIGPIPE, SIGXFSZ, SIGINT, SIGQUIT}) sigaddset(&defaults, signal);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  char shell[] = "/bin/sh", option[] = "-c";
  char* arguments[] = {shell, option, command.data(), nullptr};
  pid_t child = -1;
  const int error = posix_spawn(&child, shell, &actions, &attributes, arguments, Variables().data());
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return error == 0 ? child : -1;
}

}  // namespace

bool ShowInPager(const std::string& command, std::string_view text) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return false;
  Descriptor read(ends[0]), write(ends[1]);
  const KeyboardIgnored ignored;
  const pid_t child = Start(command, read.get());
  if (child < 0) return false;
  read.Close();
  write.WriteAll(text);  // a pager that was left early reads no further, which is no error
  write.Close();
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return !WIFEXITED(status) || (WEXITSTATUS(status) != kNotFound && WEXITSTATUS(status) != kNotRunnable);
}

}  // namespace cat4
