#include "cat4/base/text_pool.h"

namespace cat4 {
namespace {
constexpr std::size_t kBlockSize = std::size_t{64} << 10;
}  // namespace

Text TextPool::Intern(std::string_view characters) {
  if (characters.empty()) return {};
  if (const auto found = texts_.find(characters); found != texts_.end()) return *found;
  const auto size = static_cast<std::uint32_t>(characters.size());
  char* data = Allocate(sizeof size + characters.size());
  std::memcpy(data, &size, sizeof size);
  std::memcpy(data + sizeof size, characters.data(), characters.size());
  const Text text(data);
  texts_.insert(text);
  return text;
}

Text TextPool::Find(std::string_view characters) const {
  const auto found = texts_.find(characters);
  return found == texts_.end() ? Text() : *found;
}

char* TextPool::Allocate(std::size_t size) {
  if (size > free_size_) {
    const std::size_t block = size > kBlockSize / 4 ? size : kBlockSize;
    blocks_.push_back(std::make_unique<char[]>(block));
    if (block == size) return blocks_.back().get();  // large: its own block, the current one stays in use
    free_ = blocks_.back().get();
    free_size_ = block;
  }
  char* data = free_;
  free_ += size;
  free_size_ -= size;
  return data;
}

}  // namespace cat4
