#include "cat4/base/csv.h"

#include <algorithm>

#include "cat4/base/text.h"

namespace cat4 {
namespace {

class CsvReader {
 public:
  CsvReader(std::string_view text, char separator) : text_(text), separator_(separator) {
    if (text_.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
  }

  Result<std::vector<CsvRow>> Read() {
    std::vector<CsvRow> rows;
    while (at_ < text_.size()) {
      CsvRow row{line_, {}};
      do {
        Result<std::string> field = text_.substr(at_, 1) == "\"" ? Quoted() : Result<std::string>(Plain());
        if (!field) return tl::unexpected(field.error());
        row.fields.push_back(std::move(*field));
      } while (Skip(separator_));
      if (!EndOfLine()) return Fail("line {}: text behind a closing quote", line_);
      const bool blank =
          std::ranges::all_of(row.fields, [](const std::string& field) { return field.empty(); });
      if (!blank) rows.push_back(std::move(row));
    }
    return rows;
  }

 private:
  bool Skip(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  bool EndOfLine() {
    if (at_ == text_.size()) return true;
    if (text_.substr(at_, 2) == "\r\n") ++at_;
    if (!Skip('\n')) return false;
    ++line_;
    return true;
  }

  std::string Plain() {
    std::size_t end = at_;
    while (end < text_.size() && text_[end] != separator_ && text_[end] != '\n') {
      ++end;
    }
    std::string_view field = text_.substr(at_, end - at_);
    if (field.ends_with('\r') && (end == text_.size() || text_[end] == '\n')) {
      field.remove_suffix(1);
      --end;
    }
    if (end == text_.size() - 1 && text_[end] == '\r') ++end;  // a lone CR at the very end
    at_ = end;
    return std::string(field);
  }

  Result<std::string> Quoted() {
    const std::size_t opened = line_;
    std::string field;
    for (++at_; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\n') ++line_;
      if (c != '"') {
        field += c;
      } else if (text_.substr(at_ + 1, 1) == "\"") {
        field += '"';
        ++at_;
      } else {
        ++at_;
        return field;
      }
    }
    return Fail("line {}: a quote that is never closed", opened);
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

}  // namespace

Result<std::vector<CsvRow>> ParseCsv(std::string_view text, char separator) {
  return CsvReader(text, separator).Read();
}

}  // namespace cat4
