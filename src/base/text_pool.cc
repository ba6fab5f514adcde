#include "cat4/base/text_pool.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <vector>

namespace cat4 {
namespace {

constexpr std::size_t kFirstBlock = 1024, kLargestBlock = std::size_t{64} << 10;
constexpr std::size_t kShards = 16;       // so that threads seldom meet
constexpr std::size_t kFirstPlaces = 64;  // a power of two, as all that follow

}  // namespace

// The texts whose hashes begin alike: a table that is searched from the hash's place on, at most half full. A
// set of the library's would take a piece of memory for each text, and twice the time.
class TextPool::Shard {
 public:
  Text Intern(std::string_view characters, std::size_t hash) {
    const std::lock_guard lock(mutex_);
    if (2 * (size_ + 1) > places_.size()) Grow();
    Place& place = *Search(places_, characters, hash);
    if (place.text.empty()) {
      const auto size = static_cast<std::uint32_t>(characters.size());
      char* data = Allocate(sizeof size + characters.size());
      std::memcpy(data, &size, sizeof size);
      std::memcpy(data + sizeof size, characters.data(), characters.size());
      place = {Text(data), hash};
      ++size_;
    }
    return place.text;
  }

  Text Find(std::string_view characters, std::size_t hash) const {
    const std::lock_guard lock(mutex_);
    return places_.empty() ? Text() : Search(places_, characters, hash)->text;
  }

 private:
  struct Place {
    Text text;
    std::size_t hash = 0;
  };

  // Where it stands, or is to stand.
  template <typename Places>
  static auto Search(Places& places, std::string_view characters, std::size_t hash)
      -> decltype(places.data()) {
    for (std::size_t i = hash;; ++i) {
      auto& place = places[i & (places.size() - 1)];
      if (place.text.empty() || (place.hash == hash && place.text.view() == characters)) return &place;
    }
  }

  void Grow() {
    std::vector<Place> larger(std::max(kFirstPlaces, 2 * places_.size()));
    for (const Place& place : places_) {
      if (!place.text.empty()) *Search(larger, place.text.view(), place.hash) = place;
    }
    places_ = std::move(larger);
  }

  char* Allocate(std::size_t size) {
    if (size > free_size_) {
      const bool large = size > next_block_ / 4;  // its own block; the current one stays in use
      const std::size_t block = large ? size : next_block_;
      // NOLINTNEXTLINE(cppcoreguidelines-owning-memory): not filled with zeros
      blocks_.emplace_back(new char[block]);
      if (large) return blocks_.back().get();
      free_ = blocks_.back().get();
      free_size_ = block;
      next_block_ = std::min(2 * block, kLargestBlock);
    }
    char* data = free_;
    free_ += size;
    free_size_ -= size;
    return data;
  }

  mutable std::mutex mutex_;
  std::vector<Place> places_;
  std::size_t size_ = 0;
  std::vector<std::unique_ptr<char[]>> blocks_;
  char* free_ = nullptr;
  std::size_t free_size_ = 0, next_block_ = kFirstBlock;
};

struct TextPool::Shards {
  std::array<Shard, kShards> all;
};

TextPool::TextPool() : shards_(std::make_shared<Shards>()) {}

TextPool::Shard& TextPool::ShardOf(std::size_t hash) const {
  return shards_->all[(hash >> 58) % kShards];  // the lower bits choose the place in it
}

Text TextPool::Intern(std::string_view characters) {
  if (characters.empty()) return {};
  const std::size_t hash = std::hash<std::string_view>()(characters);
  return ShardOf(hash).Intern(characters, hash);
}

Text TextPool::Find(std::string_view characters) const {
  if (characters.empty()) return {};
  const std::size_t hash = std::hash<std::string_view>()(characters);
  return ShardOf(hash).Find(characters, hash);
}

}  // namespace cat4
