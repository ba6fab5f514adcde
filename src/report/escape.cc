#include "report/escape.h"

#include <fmt/format.h>

#include "cat4/base/text.h"

namespace cat4 {
namespace {

bool IsAlphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::string Replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string replaced;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t at = text.find(from, start);
    replaced += text.substr(start, at - start);
    if (at == std::string_view::npos) break;
    replaced += to;
    start = at + from.size();
  }
  return replaced;
}

std::string PercentEncoded(std::string_view text, std::string_view reserved) {
  std::string encoded;
  for (const char c : text) {
    if (reserved.find(c) == std::string_view::npos) {
      encoded += c;
    } else {
      encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return encoded;
}

}  // namespace

std::string XmlEscaped(std::string_view text) {
  std::string escaped;
  for (const char c : Printable(text)) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&apos;";
        break;
      default:
        escaped += c;
    }
  }
  // The two characters that are UTF-8 and no XML.
  return Replaced(Replaced(escaped, "\xEF\xBF\xBE", "\\u{FFFE}"), "\xEF\xBF\xBF", "\\u{FFFF}");
}

std::string MarkdownEscaped(std::string_view text) {
  constexpr std::string_view kMarks = "\\`*_{}[]()<>#+!|~&:@\"^$=";
  std::string escaped;
  for (const char c : Printable(text)) {
    // "www." alone is a link too.
    const bool link = c == '.' && (escaped.ends_with('w') || escaped.ends_with('W'));
    if (link || kMarks.find(c) != std::string_view::npos) {
      escaped += fmt::format("&#{};", static_cast<int>(c));
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string CommandMessage(std::string_view text) { return PercentEncoded(text, "%\r\n"); }
std::string CommandProperty(std::string_view text) { return PercentEncoded(text, "%\r\n:,"); }

std::string UriOfPath(std::string_view path) {
  constexpr std::string_view kPlain = "-._~/";
  std::string uri;
  for (const char c : path) {
    const bool plain = IsAlphanumeric(c) || kPlain.find(c) != std::string_view::npos;
    uri += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return uri;
}

std::string SarifEscaped(std::string_view text) { return Replaced(Printable(text), "](", "\\]("); }

}  // namespace cat4
