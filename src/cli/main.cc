#include <cerrno>
#include <charconv>
#include <chrono>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <exception>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <unistd.h>

#include "cat4/base/parallel.h"
#include "cat4/yaml/reader_choice.h"

#include "cli/command.h"
#include "cli/fd_output.h"
#include "cli/paged_output.h"

namespace {

// A closed standard stream must not lend its number to a file that is opened later.
void FillStandardStreams() {
  while (true) {
    const int fd = open("/dev/null", O_RDWR);
    if (fd < 0 || fd > 2) {
      if (fd > 2) close(fd);
      return;
    }
  }
}

// Today where the user is: a date is asked of people, not of machines.
cat4::Date Today() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  return std::chrono::year(local.tm_year + 1900) / (local.tm_mon + 1) / local.tm_mday;
}

cat4::Result<void> SystemRandom(std::span<unsigned char> bytes) {
  while (!bytes.empty()) {
    const ssize_t got = getrandom(bytes.data(), bytes.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cat4::Fail("can't get random bytes: {}", std::strerror(errno));
    bytes = bytes.subspan(static_cast<std::size_t>(got));
  }
  return {};
}

// For hooks, which git starts with whatever PATH there is then.
std::string OwnFile() {
  char path[PATH_MAX];
  const ssize_t size = readlink("/proc/self/exe", path, sizeof path);
  return size > 0 && size < static_cast<ssize_t>(sizeof path)
             ? std::string(path, static_cast<std::size_t>(size))
             : std::string();
}

// As the XDG base directory specification has it: a relative path there counts for nothing.
std::string StateDirectory() {
  const char* const state = std::getenv("XDG_STATE_HOME");
  if (state && *state == '/') return std::string(state) + "/cat4";
  const char* const home = std::getenv("HOME");
  return home && *home == '/' ? std::string(home) + "/.local/state/cat4" : std::string();
}

std::optional<cat4::Quarantine> FindQuarantine() {
  const char* const objects = std::getenv("GIT_OBJECT_DIRECTORY");
  const char* const alternates = std::getenv("GIT_ALTERNATE_OBJECT_DIRECTORIES");
  if (!std::getenv("GIT_QUARANTINE_PATH") || !objects) return std::nullopt;
  return cat4::Quarantine{objects, alternates ? alternates : ""};
}

cat4::Result<std::string> ReadStandardInput() {
  constexpr std::size_t kMost = std::size_t{1} << 26;
  std::string input;
  char buffer[65536];
  while (input.size() < kMost) {
    const ssize_t got = read(STDIN_FILENO, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cat4::Fail("can't read standard input: {}", std::strerror(errno));
    if (got == 0) return input;
    input.append(buffer, static_cast<std::size_t>(got));
  }
  return cat4::Fail("standard input is larger than {} bytes", kMost);
}

winsize TerminalSize() {
  winsize size{};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size : winsize{};
}

// What the user reads long texts with; nothing: he wants none, or the terminal can do no more than print.
std::optional<std::string> FindPager(bool dumb) {
  std::string pager = "less";
  if (const char* const general = std::getenv("PAGER")) pager = general;
  if (const char* const own = std::getenv("CAT4_PAGER")) pager = own;
  if (dumb || pager.empty() || pager == "cat") return std::nullopt;
  return pager;
}

// So that tests can have every file read by yaml-cpp; "scanner" is what everybody gets.
cat4::YamlReader FindYamlReader() {
  const char* const reader = std::getenv("CAT4_YAML");
  const bool yaml_cpp = reader && std::strcmp(reader, "yaml-cpp") == 0;
  return yaml_cpp ? cat4::YamlReader::kYamlCppOnly : cat4::YamlReader::kScannerFirst;
}

// How many threads share work, where somebody says it: a machine's other users, or who compares results.
void ChooseThreads() {
  const char* const text = std::getenv("CAT4_THREADS");
  if (!text || !*text) return;
  std::size_t threads = 0;
  const auto [end, error] = std::from_chars(text, text + std::strlen(text), threads);
  if (error == std::errc() && *end == '\0' && threads >= 1 && threads <= cat4::kMostThreads) {
    cat4::SetThreads(threads);
  } else {
    std::fprintf(stderr, "cat4: CAT4_THREADS is not a number from 1 to %zu, and not followed\n",
                 cat4::kMostThreads);
  }
}

}  // namespace

int main(int argc, char** argv) try {
  FillStandardStreams();
  std::signal(SIGXFSZ, SIG_IGN);  // a limit on file sizes is an error of the write, like a full disk
  std::signal(SIGPIPE, SIG_IGN);  // a reader that left is no error: see FdOutput
  cat4::ChooseYamlReader(FindYamlReader());
  ChooseThreads();
  cat4::FdOutput out(STDOUT_FILENO);
  cat4::FdOutput err(STDERR_FILENO);
  char* directory = getcwd(nullptr, 0);
  const char* const term = std::getenv("TERM");
  const char* const no_color = std::getenv("NO_COLOR");
  const char* const trust_root = std::getenv("CAT4_TRUST_ROOT");
  const char* const index = std::getenv("GIT_INDEX_FILE");
  const char* const summary = std::getenv("GITHUB_STEP_SUMMARY");
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  const bool dumb = term && std::strcmp(term, "dumb") == 0;
  const winsize size = TerminalSize();
  const bool terminal = isatty(STDOUT_FILENO) == 1;
  const std::optional<std::string> pager =
      terminal && size.ws_row > 0 && cat4::IsPaged(arguments) ? FindPager(dumb) : std::nullopt;
  cat4::PagedOutput paged(out, pager.value_or(""), size.ws_row);
  cat4::Environment environment{pager ? static_cast<cat4::Output&>(paged) : out,
                                err,
                                directory ? directory : ".",
                                Today(),
                                terminal,
                                size.ws_col,
                                (no_color && *no_color) || dumb,
                                SystemRandom,
                                OwnFile(),
                                isatty(STDERR_FILENO) == 1,
                                trust_root ? trust_root : "",
                                StateDirectory(),
                                index ? index : "",
                                FindQuarantine(),
                                &ReadStandardInput,
                                summary ? summary : ""};
  std::free(directory);
  const int exit_code = cat4::RunCommandLine(arguments, environment);
  paged.Finish();
  return out.Finish() ? exit_code : 3;
} catch (const std::exception& error) {
  std::fprintf(stderr, "cat4: %s\n", error.what());
  return 3;
} catch (...) {
  std::fputs("cat4: unknown exception\n", stderr);
  return 3;
}
