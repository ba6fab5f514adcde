#define CATCH_CONFIG_RUNNER
#include <csignal>

#include <catch2/catch.hpp>

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // as the program does: a process that reads no further is no error
  return Catch::Session().run(argc, argv);
}
