// Which field of a file a place lies in: "effects / id: saving / plan / 2026-08".
//
// Read off the lines, by indentation: for files that no parser accepts too, and good enough to tell whether
// two findings of different days are the same. Items of lists go by how they begin, so that one more item
// before them changes nothing.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cat4 {

class FieldPaths {
 public:
  explicit FieldPaths(std::string_view bytes) : bytes_(bytes) {}

  // Reads each line once as long as offsets ascend.
  std::string At(std::size_t offset);

 private:
  struct Part {
    std::size_t indent = 0;
    std::string name;
    bool item = false;
  };

  // Reads as far as the line that holds the offset.
  void Seek(std::size_t offset);
  void ReadLine(std::string_view line);
  void Push(Part part);

  std::string_view bytes_;
  std::size_t line_ = 0, next_ = 0;  // where the line that was read last starts, and the one after it
  std::vector<Part> parts_;
};

}  // namespace cat4
