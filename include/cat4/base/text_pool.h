// Interned text: each distinct string of a portfolio is stored once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <string_view>

namespace cat4 {

// A string owned by a TextPool. Eight bytes, trivially copyable. Two Texts of the same pool are equal exactly
// if they point to the same storage; comparing Texts of different pools is a bug. Valid while the pool lives.
class Text {
 public:
  Text() = default;

  std::string_view view() const {
    if (!data_) return {};
    std::uint32_t size = 0;
    std::memcpy(&size, data_, sizeof size);
    return {data_ + sizeof size, size};
  }
  bool empty() const { return data_ == nullptr; }  // empty text is never stored

  friend bool operator==(Text a, Text b) { return a.data_ == b.data_; }
  std::size_t hash() const { return std::hash<const void*>()(data_); }

 private:
  friend class TextPool;
  explicit Text(const char* data) : data_(data) {}
  const char* data_ = nullptr;  // four bytes of length, then the characters
};

struct TextHash {
  std::size_t operator()(Text text) const { return text.hash(); }
};

// Owns the characters, together with its copies: they are one pool, and live as long as any of them. Several
// threads may intern at once.
class TextPool {
 public:
  TextPool();

  // The one Text with these characters; the empty Text for "".
  Text Intern(std::string_view characters);
  // As Intern, but adds nothing: the empty Text if no such string was interned.
  Text Find(std::string_view characters) const;

 private:
  class Shard;
  struct Shards;
  Shard& ShardOf(std::size_t hash) const;

  std::shared_ptr<Shards> shards_;
};

}  // namespace cat4
