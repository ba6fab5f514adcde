// Changes to a YAML file that keep every byte they don't have to touch.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/base/result.h"
#include "cat4/yaml/document.h"

namespace cat4 {

// Keys of maps and positions ("0", "1" …) in lists, from the root: {"effects", "0", "months", "2026-10"}.
using NodePath = std::vector<std::string>;
std::string FormatPath(const NodePath& path);  // for messages: effects/0/months/2026-10

enum class YamlLayout : std::uint8_t {
  kBlock,         // one key or item a line
  kFlow,          // {a: 1} or [a] on one line
  kAsNeighbours,  // of a map in a list: as the item before it, in block style if there is none
};

struct EditEntry;

// What is to be written. Inside braces or brackets everything is in flow style.
class EditValue {
 public:
  enum class Kind : std::uint8_t { kText, kLiteral, kMap, kList };

  static EditValue Text(std::string text);      // gets quotes where it needs them
  static EditValue Literal(std::string token);  // a number, date, month or boolean: written as it is
  static EditValue Map(YamlLayout layout, std::vector<EditEntry> entries);
  static EditValue List(YamlLayout layout, std::vector<EditValue> items);

  Kind kind() const { return kind_; }
  const std::string& text() const { return text_; }
  YamlLayout layout() const { return layout_; }
  const std::vector<EditEntry>& entries() const { return entries_; }  // a list's have no keys

  EditValue In(YamlLayout layout) const;  // the same value in another layout

 private:
  EditValue(Kind kind, YamlLayout layout);
  Kind kind_;
  YamlLayout layout_;
  std::string text_;
  std::vector<EditEntry> entries_;
};

struct EditEntry {
  std::string key;
  EditValue value;
};

struct PathValue {
  NodePath path;
  EditValue value;
};

// True if `key` is wanted before `other` in the map at the path. A new key is put behind the last one that is
// wanted before it, else before the first one that it is wanted before, else at the end.
using KeyPrecedes = std::function<bool(const NodePath& map, std::string_view key, std::string_view other)>;

// Edits one file of format 1. Comments, blank lines, quotes, the order of keys, indentation and the alignment
// of rows stay as they are. An edit that fails changes nothing.
//
// A removed key of a block map takes its lines with it; comments above it stay. The last key of a map leaves
// {}, the last item of a list [].
class YamlEditor {
 public:
  // Fails if anything would be reported about the bytes as YAML.
  static Result<YamlEditor> Open(std::string bytes, KeyPrecedes precedes = {});
  YamlEditor(YamlEditor&&) noexcept;
  YamlEditor& operator=(YamlEditor&&) noexcept;
  ~YamlEditor();

  // As edited so far; valid until the next edit.
  const Document& document() const;
  const Node* Find(const NodePath& path) const;  // null if there is nothing

  // Replaces a scalar by a scalar, or adds the key where it is absent; so do maps and lists, which replace
  // nothing but null, {} and []. Maps that are missing on the way are made: in flow style if they hold the
  // value itself, unless a neighbour is in block style.
  Result<void> Set(const NodePath& path, const EditValue& value);
  // The same for many places, in a fraction of the time: all or none. What is aligned follows the rows as
  // they were before. A place that is named twice gets the value that comes last.
  Result<void> SetAll(std::span<const PathValue> values);
  // Removes a key with its value, or an item of a list.
  Result<void> Remove(const NodePath& path);
  // Adds an item at the end of the list, which is made, in block style, where it is absent, null or [].
  Result<void> Append(const NodePath& list, const EditValue& item);

  // The new bytes, after a proof: they are read again, and hold exactly the values that the edits ask for,
  // which is worked out from the values alone, never from the bytes.
  Result<std::string> Finish() const;

 private:
  class State;
  explicit YamlEditor(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace cat4
