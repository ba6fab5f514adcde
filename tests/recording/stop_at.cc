// Runs a command and does harm at one of its system calls, for tests of what is left then:
//   stop_at [--only first|others] [--log FILE] ACTION -- COMMAND ARGUMENT…
//
// Calls that change a file system are counted in the order in which they are about to be made, by the command
// and by every process it starts: creating, writing to a regular file, renaming, linking, removing, changing
// modes, owners, times or sizes, mapping a file for writing, syncing. `--only` counts those of the command's
// own process, or only those of the processes it starts.
//
//   count           nothing; only counts
//   kill N          before call N, SIGKILL to all of them: as if the machine stopped
//   kill-first N    the same, but only to the command itself; what it started runs to its end
//   kill-one N      the same, but only to the process that is about to make the call
//   interrupt N     SIGINT to all of them, as Control-C sends it; they may clean up
//   fail N          call N is not made; it fails the way such calls do (full disk, bad disk, no permission)
//   full N          from call N on the disk is full
//   run N SCRIPT    before call N, `sh -c SCRIPT` runs to its end
//
// The log has a line a call, "17 git unlink refs/heads/main.lock", and at its end "calls 52 acted 1".
// Exits as the command does, with 128 + n if signal n ended it, or with 125 if it can't do its work.
//
// ptrace with a seccomp filter, not a preloaded library: it sees what libc does inside itself, and static
// programs too.
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>
#if defined(__aarch64__)
#include <elf.h>
#include <sys/user.h>
#elif defined(__x86_64__)
#include <sys/reg.h>
#else
#error "how a system call is made to fail is not known for this processor"
#endif

namespace {

constexpr int kNoArgument = -1;
constexpr unsigned kCreates = O_CREAT | O_TRUNC;

struct Call {
  long number;
  const char* name;
  int path = kNoArgument;  // the argument that is a path …
  int fd = kNoArgument;    // … or a descriptor
  int error = EACCES;
  bool needs_space = false;
  int flags = kNoArgument;  // counts only if this argument has one of the bits of `mask`
  unsigned mask = 0;
};

constexpr Call kCalls[] = {
#ifdef __NR_open  // those that newer processors lack
    {__NR_open, "open", 0, kNoArgument, ENOSPC, true, 1, kCreates},
    {__NR_creat, "creat", 0, kNoArgument, ENOSPC, true},
    {__NR_rename, "rename", 1},
    {__NR_link, "link", 1, kNoArgument, EACCES, true},
    {__NR_unlink, "unlink", 0},
    {__NR_mkdir, "mkdir", 0, kNoArgument, ENOSPC, true},
    {__NR_rmdir, "rmdir", 0},
    {__NR_symlink, "symlink", 1, kNoArgument, ENOSPC, true},
    {__NR_mknod, "mknod", 0, kNoArgument, ENOSPC, true},
    {__NR_chmod, "chmod", 0},
    {__NR_chown, "chown", 0},
    {__NR_lchown, "lchown", 0},
    {__NR_utime, "utime", 0},
    {__NR_utimes, "utimes", 0},
    {__NR_futimesat, "futimesat", 1},
#endif
#ifdef __NR_renameat
    {__NR_renameat, "renameat", 3},
#endif
    {__NR_openat, "openat", 1, kNoArgument, ENOSPC, true, 2, kCreates},
    {__NR_openat2, "openat2", 1, kNoArgument, ENOSPC, true},
    {__NR_renameat2, "renameat2", 3},
    {__NR_linkat, "linkat", 3, kNoArgument, EACCES, true},
    {__NR_unlinkat, "unlinkat", 1},
    {__NR_mkdirat, "mkdirat", 1, kNoArgument, ENOSPC, true},
    {__NR_symlinkat, "symlinkat", 2, kNoArgument, ENOSPC, true},
    {__NR_mknodat, "mknodat", 1, kNoArgument, ENOSPC, true},
    {__NR_fchmodat, "fchmodat", 1},
    {__NR_fchownat, "fchownat", 1},
    {__NR_utimensat, "utimensat", 1},
    {__NR_truncate, "truncate", 0, kNoArgument, EIO},
    {__NR_ftruncate, "ftruncate", kNoArgument, 0, EIO},
    {__NR_fallocate, "fallocate", kNoArgument, 0, ENOSPC, true},
    {__NR_fchmod, "fchmod", kNoArgument, 0, EPERM},
    {__NR_fchown, "fchown", kNoArgument, 0, EPERM},
    {__NR_write, "write", kNoArgument, 0, ENOSPC, true},
    {__NR_writev, "writev", kNoArgument, 0, ENOSPC, true},
    {__NR_pwrite64, "pwrite64", kNoArgument, 0, ENOSPC, true},
    {__NR_pwritev, "pwritev", kNoArgument, 0, ENOSPC, true},
    {__NR_pwritev2, "pwritev2", kNoArgument, 0, ENOSPC, true},
    {__NR_sendfile, "sendfile", kNoArgument, 0, ENOSPC, true},
    {__NR_copy_file_range, "copy_file_range", kNoArgument, 2, ENOSPC, true},
    {__NR_fsync, "fsync", kNoArgument, 0, EIO},
    {__NR_fdatasync, "fdatasync", kNoArgument, 0, EIO},
    {__NR_mmap, "mmap", kNoArgument, 4, ENOMEM, false, 3, MAP_SHARED},
};

enum class Action { kCount, kKill, kKillFirst, kKillOne, kInterrupt, kFail, kFull, kRun };

struct Settings {
  Action action = Action::kCount;
  long at = 0;
  std::string script;
  std::string_view only;
  FILE* log = nullptr;
  std::vector<char*> command;
};

[[noreturn]] void Die(const std::string& what) {
  std::fprintf(stderr, "stop_at: %s: %s\n", what.c_str(), std::strerror(errno));
  std::exit(125);
}

// ---- the command: stops at the calls above and runs freely between them
void AppendCall(std::vector<sock_filter>& filter, const Call& call) {
  const auto add = [&](unsigned code, unsigned value, int if_true = 0, int if_false = 0) {
    filter.push_back({static_cast<unsigned short>(code), static_cast<unsigned char>(if_true),
                      static_cast<unsigned char>(if_false), value});
  };
  constexpr unsigned kIfEqual = BPF_JMP | BPF_JEQ | BPF_K, kIfBits = BPF_JMP | BPF_JSET | BPF_K,
                     kLoad = BPF_LD | BPF_W | BPF_ABS, kReturn = BPF_RET | BPF_K;
  const auto number = static_cast<unsigned>(call.number);
  if (call.flags == kNoArgument) {
    add(kIfEqual, number, 0, 1);
    add(kReturn, SECCOMP_RET_TRACE);
    return;
  }
  add(kIfEqual, number, 0, 4);
  add(kLoad, static_cast<unsigned>(offsetof(seccomp_data, args) +
                                   sizeof(__u64) * static_cast<unsigned>(call.flags)));
  add(kIfBits, call.mask, 0, 1);
  add(kReturn, SECCOMP_RET_TRACE);
  add(kReturn, SECCOMP_RET_ALLOW);
}

[[noreturn]] void Become(const std::vector<char*>& command) {
  std::vector<sock_filter> filter = {
      {BPF_LD | BPF_W | BPF_ABS, 0, 0, static_cast<unsigned>(offsetof(seccomp_data, nr))}};
  for (const Call& call : kCalls) AppendCall(filter, call);
  filter.push_back({BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW});
  const sock_fprog program = {static_cast<unsigned short>(filter.size()), filter.data()};
  std::signal(SIGINT, SIG_DFL);  // a shell's background job ignores it
  if (ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) Die("ptrace");
  raise(SIGSTOP);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
    Die("seccomp");
  execvp(command.front(), command.data());
  Die(command.front());
}

// ---- what a stopped process is about to do
std::string LinkTarget(const std::string& path) {
  char target[PATH_MAX];
  const ssize_t size = readlink(path.c_str(), target, sizeof target);
  return size < 0 ? std::string("?") : std::string(target, static_cast<std::size_t>(size));
}

std::string TextAt(pid_t pid, unsigned long long address) {
  std::string text;
  while (text.size() < PATH_MAX) {
    errno = 0;
    const long word = ptrace(PTRACE_PEEKDATA, pid, reinterpret_cast<void*>(address + text.size()), nullptr);
    if (errno != 0) break;
    const std::string_view bytes(reinterpret_cast<const char*>(&word), sizeof word);
    const std::size_t end = bytes.find('\0');
    text.append(bytes.substr(0, end));
    if (end != std::string_view::npos) break;
  }
  return text;
}

std::string ProgramOf(pid_t pid) {
  const std::string path = LinkTarget("/proc/" + std::to_string(pid) + "/exe");
  return path.substr(path.rfind('/') + 1);
}

void SkipCall(pid_t pid, int error) {
  const long result = -error;
#if defined(__x86_64__)
  if (ptrace(PTRACE_POKEUSER, pid, sizeof(long) * ORIG_RAX, -1L) != 0 ||
      ptrace(PTRACE_POKEUSER, pid, sizeof(long) * RAX, result) != 0)
    Die("ptrace");
#else
  int number = -1;
  user_regs_struct registers{};
  iovec call = {&number, sizeof number}, all = {&registers, sizeof registers};
  if (ptrace(PTRACE_SETREGSET, pid, NT_ARM_SYSTEM_CALL, &call) != 0 ||
      ptrace(PTRACE_GETREGSET, pid, NT_PRSTATUS, &all) != 0)
    Die("ptrace");
  registers.regs[0] = static_cast<unsigned long long>(result);
  if (ptrace(PTRACE_SETREGSET, pid, NT_PRSTATUS, &all) != 0) Die("ptrace");
#endif
}

class Tracer {
 public:
  Tracer(const Settings& settings, pid_t first) : settings_(settings), first_(first), alive_{first} {}

  int Run() {
    int status = 0;
    if (waitpid(first_, &status, 0) != first_ || !WIFSTOPPED(status)) Die("waiting for the command");
    constexpr long kOptions = PTRACE_O_EXITKILL | PTRACE_O_TRACESECCOMP | PTRACE_O_TRACEFORK |
                              PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC;
    if (ptrace(PTRACE_SETOPTIONS, first_, nullptr, kOptions) != 0) Die("ptrace");
    ptrace(PTRACE_CONT, first_, nullptr, nullptr);
    while (!alive_.empty()) {
      const pid_t pid = waitpid(-1, &status, __WALL);
      if (pid < 0 && errno == EINTR) continue;
      if (pid < 0) break;
      Heed(pid, status);
    }
    if (settings_.log) std::fprintf(settings_.log, "calls %ld acted %d\n", calls_, acted_ ? 1 : 0);
    return exit_code_;
  }

 private:
  void Heed(pid_t pid, int status) {
    if (WIFEXITED(status) || WIFSIGNALED(status)) {
      alive_.erase(pid);
      if (pid == first_) exit_code_ = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
      return;
    }
    if (!WIFSTOPPED(status)) return;
    const bool fresh = alive_.insert(pid).second;
    long signal = 0;
    if (status >> 8 == (SIGTRAP | PTRACE_EVENT_SECCOMP << 8)) {
      HeedCall(pid);
    } else if (status >> 16 == 0 && !(fresh && WSTOPSIG(status) == SIGSTOP)) {
      signal = WSTOPSIG(status);  // its own; a new process begins with a stop that ptrace made
    }
    if (fresh && killed_) kill(pid, SIGKILL);
    ptrace(PTRACE_CONT, pid, nullptr, signal);
  }

  void HeedCall(pid_t pid) {
    __ptrace_syscall_info info{};
    if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof info, &info) <= 0) return;
    for (const Call& call : kCalls) {
      if (call.number != static_cast<long>(info.seccomp.nr)) continue;
      if (Counts(pid, call, info)) Act(pid, call, info);
      return;
    }
  }

  static std::string TargetOf(pid_t pid, const Call& call, const __ptrace_syscall_info& info) {
    if (call.path != kNoArgument) return TextAt(pid, info.seccomp.args[call.path]);
    return LinkTarget("/proc/" + std::to_string(pid) + "/fd/" +
                      std::to_string(static_cast<int>(info.seccomp.args[call.fd])));
  }

  bool Counts(pid_t pid, const Call& call, const __ptrace_syscall_info& info) const {
    if (TargetOf(pid, call, info).ends_with(".gcda")) return false;  // gcov's
    if (settings_.only == "first" && pid != first_) return false;
    if (settings_.only == "others" && pid == first_) return false;
    if (call.fd == kNoArgument) return true;
    struct stat status {};
    const std::string file = "/proc/" + std::to_string(pid) + "/fd/" +
                             std::to_string(static_cast<int>(info.seccomp.args[call.fd]));
    if (stat(file.c_str(), &status) != 0) return false;
    const bool syncs = call.number == __NR_fsync || call.number == __NR_fdatasync;
    return S_ISREG(status.st_mode) || (syncs && S_ISDIR(status.st_mode));
  }

  void Log(pid_t pid, const Call& call, const __ptrace_syscall_info& info) const {
    if (!settings_.log) return;
    const std::string target = TargetOf(pid, call, info);
    std::fprintf(settings_.log, "%ld %s %s %s\n", calls_, ProgramOf(pid).c_str(), call.name, target.c_str());
    std::fflush(settings_.log);
  }

  void Act(pid_t pid, const Call& call, const __ptrace_syscall_info& info) {
    ++calls_;
    Log(pid, call, info);
    const bool now = calls_ == settings_.at;
    if (settings_.action == Action::kFull && calls_ >= settings_.at && call.needs_space) {
      acted_ = true;
      return SkipCall(pid, ENOSPC);
    }
    if (!now) return;
    acted_ = true;
    switch (settings_.action) {
      case Action::kKill:
        killed_ = true;
        return SendToAll(SIGKILL);
      case Action::kInterrupt:
        return SendToAll(SIGINT);
      case Action::kKillFirst:
        kill(first_, SIGKILL);
        return;
      case Action::kKillOne:
        kill(pid, SIGKILL);
        return;
      case Action::kFail:
        return SkipCall(pid, call.error);
      case Action::kRun:
        return RunScript();
      default:
        return;
    }
  }

  void SendToAll(int signal) const {
    for (const pid_t pid : alive_) kill(pid, signal);
  }

  void RunScript() const {
    const pid_t child = fork();
    if (child < 0) Die("fork");
    if (child == 0) {
      execl("/bin/sh", "sh", "-c", settings_.script.c_str(), nullptr);
      _exit(127);
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
  }

  const Settings& settings_;
  const pid_t first_;
  std::set<pid_t> alive_;
  long calls_ = 0;
  bool acted_ = false, killed_ = false;
  int exit_code_ = 125;
};

bool Parse(int count, char** arguments, Settings& settings) {
  constexpr struct {
    std::string_view name;
    Action action;
  } kActions[] = {{"count", Action::kCount},
                  {"kill", Action::kKill},
                  {"kill-first", Action::kKillFirst},
                  {"kill-one", Action::kKillOne},
                  {"interrupt", Action::kInterrupt},
                  {"fail", Action::kFail},
                  {"full", Action::kFull},
                  {"run", Action::kRun}};
  int i = 1;
  const auto left = [&] { return i < count; };
  for (; left() && std::string_view(arguments[i]).starts_with("--") && arguments[i][2] != '\0'; i += 2) {
    if (i + 1 >= count) return false;
    if (std::string_view(arguments[i]) == "--only") {
      settings.only = arguments[i + 1];
    } else if (std::string_view(arguments[i]) == "--log") {
      settings.log = std::fopen(arguments[i + 1], "we");
      if (!settings.log) Die(arguments[i + 1]);
    } else {
      return false;
    }
  }
  if (!left()) return false;
  const std::string_view name = arguments[i++];
  bool known = false;
  for (const auto& [word, action] : kActions) {
    if (word != name) continue;
    settings.action = action;
    known = true;
  }
  if (!known) return false;
  if (settings.action != Action::kCount) {
    if (!left() || (settings.at = std::atol(arguments[i++])) < 1) return false;
  }
  if (settings.action == Action::kRun) {
    if (!left()) return false;
    settings.script = arguments[i++];
  }
  if (!left() || std::string_view(arguments[i++]) != "--" || !left()) return false;
  settings.command.assign(arguments + i, arguments + count);
  settings.command.push_back(nullptr);
  return true;
}

}  // namespace

int main(int count, char** arguments) {
  Settings settings;
  if (!Parse(count, arguments, settings)) {
    std::fputs("usage: stop_at [--only first|others] [--log FILE] ACTION -- COMMAND…\n", stderr);
    return 125;
  }
  const pid_t child = fork();
  if (child < 0) Die("fork");
  if (child == 0) Become(settings.command);
  return Tracer(settings, child).Run();
}
