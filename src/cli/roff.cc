#include "cli/roff.h"

#include "cat4/base/text.h"

namespace cat4 {

std::string RoffText(std::string_view text) {
  std::string escaped;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool start = i == 0 || text[i - 1] == '\n';
    if (start && (text[i] == '.' || text[i] == '\'')) escaped += "\\&";
    if (text[i] == '\\') {
      escaped += "\\e";
    } else if (text[i] == '-') {
      escaped += "\\-";
    } else if (text.substr(i, 3) == "…") {
      escaped += "\\&...";
      i += 2;
    } else {
      escaped += text[i];
    }
  }
  return escaped;
}

std::string RoffParagraphs(std::string_view text) {
  std::string out;
  for (const std::string_view line : Split(text, '\n')) out += line.empty() ? ".PP\n" : RoffText(line) + "\n";
  return out;
}

}  // namespace cat4
