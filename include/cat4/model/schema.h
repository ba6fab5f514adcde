// What may stand in each kind of file, as a value: taken from the tables of fields that the files are decoded
// by, for writers of schemas that editors and other programs understand.
//
// A schema describes the value that an editor's YAML 1.2 parser sees. cat4 types a scalar by its field and
// never by its looks; an editor knows only the looks, and the two are brought together like this:
//
// - What the format takes, the schema takes, however it looks: `account: 6400` and `title: true` are texts,
//   `quorum: "2"` is a number.
// - The one exception is null. An editor sees the same in `name:`, which the format refuses, and in `name: ~`
//   or `name: null`, which it takes as a text of that spelling. The first is a daily slip, and who writes the
//   others means nothing rather than the text, so null is refused. In quotes the text is fine.
// - Dates and months are strings in YAML 1.2. So are digests, hex digits and signatures, which machines
//   write.
// - What the looks do not show can't be told: 1e3, 0x10, +5 and .5 are numbers like others to an editor, 1.0
//   is an integer, True is true.
//
// Beyond that a schema leaves to cat4 what one scalar can't show: days that the calendar lacks (30 February),
// decimals of a currency, the range of integers in quotes, amounts that leave 64 bits, normal form C, marks
// in a row, invisible characters above U+FFFF, the form of public keys; how many items a list needs, what is
// unique or in order; what one field asks of another (fields that a kind of decision needs, the one scope of
// a waiver, severities of fixed rules); the decision that an approval's file is; names of stages; references.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/model/file_kind.h"

namespace cat4 {

enum class SchemaType : std::uint8_t { kString, kNumber, kInteger, kBoolean, kList, kMapping };

// What a value must be; members that are empty demand nothing.
struct Schema {
  // Of a value in the `fields` of a mapping: its key, and whether the mapping must have it.
  std::string_view name = {};
  bool required = false;

  std::string_view definition = {};  // if set: what the file's definition of this name demands, nothing else
  std::string_view description = {};
  std::vector<SchemaType> types = {};        // it is one of these
  std::vector<std::string_view> words = {};  // it is one of these strings
  // Of a string: a regular expression of ECMA 262, which Python reads alike, and the most characters.
  std::string pattern = {};
  std::optional<std::size_t> longest = {};
  // Of a number: the least and the largest value; limits that it stays above and below.
  std::optional<std::int64_t> minimum = {}, maximum = {}, above = {}, below = {};
  std::vector<Schema> fields = {};  // of a mapping: it has these keys and no others
  std::vector<Schema> key = {};     // of a mapping with free keys: what each key must be; at most one
  std::vector<Schema> item = {};    // of a list, or such a mapping: what each value must be; at most one
  std::vector<Schema> either = {};  // it is what one of these demands
};

struct SchemaDefinition {
  std::string_view name;
  Schema schema;
};

struct FileSchema {
  FileKind kind = FileKind::kOrganization;
  Schema root;
  std::vector<SchemaDefinition> definitions;  // those that `root` names, in the order of their first use
};

FileSchema SchemaOf(FileKind kind);

}  // namespace cat4
