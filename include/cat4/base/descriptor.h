// An open file or directory of the system, closed when it goes out of scope.
#pragma once

#include <string_view>

namespace cat4 {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}  // negative: none
  Descriptor(Descriptor&& other) noexcept : fd_(other.Release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();

  int get() const { return fd_; }
  int Release();  // the caller closes it
  // These return false with errno set if it can't be done.
  bool WriteAll(std::string_view bytes) const;
  bool Close();

 private:
  int fd_;
};

}  // namespace cat4
