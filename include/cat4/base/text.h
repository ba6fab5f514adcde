// Small functions over UTF-8 text. All take and return valid UTF-8 unless they say otherwise.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cat4 {

std::string_view TrimBlanks(std::string_view text);  // spaces and tabs at both ends
std::vector<std::string_view> Split(std::string_view text, char separator);
std::string ToLowerAscii(std::string_view text);
std::string Join(std::span<const std::string_view> words, std::string_view separator);

// "1 file", "2 files": the count with the word, which gets an s unless the count is 1.
std::string Count(std::size_t count, std::string_view word);

// The candidate most like `word` if it is near enough to be a typing slip (Damerau-Levenshtein distance,
// optimal string alignment, of at most a third of the length, at least 1); empty if none is.
std::string_view NearestWord(std::string_view word, std::span<const std::string_view> candidates);

// Byte offset of the first byte that breaks UTF-8 (Unicode 15, table 3-7), or npos.
std::size_t FindInvalidUtf8(std::string_view bytes);

// Byte offset of the 31st combining mark in a row, or npos. More are in no language's text (Unicode's
// stream-safe format), and make normalisation take quadratic time.
std::size_t FindTooManyMarks(std::string_view text);

// Byte offset of the first place where NFC normalisation would change the text, or npos. Only for text
// without too many marks in a row.
std::size_t FindNotNfc(std::string_view text);

// The text in Unicode normal form C.
std::string ToNfc(std::string_view text);

// The text taken apart (normal form KD) and without its combining marks: "Élan №1" becomes "Elan No1".
std::string WithoutMarks(std::string_view text);

// Same result for two file names exactly if a case-insensitive or normalising file system may confuse them.
// Invalid UTF-8 is kept byte by byte.
std::string FoldName(std::string_view name);

// The bytes as hex digits, in lower case.
std::string Hex(std::string_view bytes);

// What some editors put in front of a text in UTF-8.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// One code point, decoded; size is its length in bytes, 0 at the end and for invalid UTF-8.
struct CodePoint {
  char32_t value = 0;
  std::size_t size = 0;
};
CodePoint DecodeUtf8(std::string_view text, std::size_t offset);

// True for characters that change how the text around them is shown, or show nothing at all: bidirectional
// controls, zero-width characters, soft hyphens, BOM, line and paragraph separators, C0 and C1 controls,
// tags.
bool IsInvisibleControl(char32_t character);

// What is wanted in place of this text: nothing if it is fine. A line of text is not empty, in valid UTF-8
// and normal form C, without control or invisible characters and without spaces around it; prose may have
// several lines.
enum class TextForm { kLine, kProse };
std::string_view WantedInText(std::string_view text, TextForm form);

// Number of terminal columns the text takes.
std::size_t DisplayWidth(std::string_view text);
// The text cut to at most `columns` terminal columns, with "…" if it was cut.
std::string CutToWidth(std::string_view text, std::size_t columns);
// The text followed (or preceded) by as many spaces as fill `columns`; never cut.
std::string PadRight(std::string_view text, std::size_t columns);
std::string PadLeft(std::string_view text, std::size_t columns);

// Safe to print on a terminal or in a log, from any bytes: controls, invisible characters and invalid UTF-8
// become \xNN or \u{N}, and so does the sign that would make a command of it for a CI service that reads the
// log: a leading "::", and "##[" or "##vso[" anywhere.
std::string Printable(std::string_view bytes);

// One word of a command that somebody pastes into a shell: a plain word as it is, other text in double
// quotes, as people write it; where the shell would read more into that, in single quotes.
std::string ShellQuoted(std::string_view text);

// Units that the text takes in UTF-16; a byte that is no UTF-8 counts as one.
std::size_t Utf16Length(std::string_view text);

}  // namespace cat4
