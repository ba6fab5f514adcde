// A program that runs beside this one, with pipes to all its ends.
#pragma once

#include <sys/types.h>

#include "cat4/base/descriptor.h"
#include "cat4/git/process.h"

namespace cat4 {

class Child {
 public:
  // `process.input` is not written: the caller feeds `in`. Fails if it can't be started.
  static Result<Child> Start(const Process& process);

  Child(Child&& other) noexcept;
  Child& operator=(Child&& other) noexcept;
  ~Child();  // closes all ends and waits

  // Its standard input, and both outputs, as seen from here.
  Descriptor in{-1}, out{-1}, err{-1};

  // Waits until it has ended; 128 + n if signal n ended it.
  int Wait();

 private:
  Child() = default;
  pid_t pid_ = -1;
};

// Reads what is there, waiting for something if the end does not say not to; false at the end.
bool ReadSome(int fd, std::string& out);

}  // namespace cat4
