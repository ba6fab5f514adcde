#include "cli/key_option.h"

#include "cat4/base/text.h"

#include "cli/input_file.h"

namespace cat4 {
namespace {

constexpr std::size_t kMaxKeyBytes = std::size_t{1} << 20;

// A type of OpenSSH and something behind it: what else it takes to be a key is judged later.
bool IsKeyLine(std::string_view text) {
  const std::size_t space = text.find(' ');
  const std::string_view type = text.substr(0, space);
  const bool known = type.starts_with("ssh-") || type.starts_with("sk-") || type.starts_with("ecdsa-");
  return known && space != std::string_view::npos && type.find('/') == std::string_view::npos;
}

}  // namespace

Result<std::string> KeyLineOf(const std::string& start, const std::string& value) {
  const std::string_view given = TrimBlanks(value);
  if (IsKeyLine(given)) return std::string(given);
  const Result<InputFile> file = ReadInputFile(start, value, kMaxKeyBytes);
  if (!file) return tl::unexpected(file.error());
  // What a private key holds must not come up in any message.
  if (file->bytes.find("PRIVATE KEY") != std::string::npos) {
    return Refuse("'{}' is a private key; wanted the public one, perhaps '{}.pub'", Printable(value),
                  Printable(value));
  }
  std::vector<std::string_view> lines;
  for (const std::string_view line : Split(file->bytes, '\n')) {
    std::string_view text = TrimBlanks(line);
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (!text.empty() && !text.starts_with('#')) lines.push_back(text);
  }
  if (lines.size() == 1 && IsKeyLine(lines.front())) return std::string(lines.front());
  return Refuse("'{}' holds {}; wanted one OpenSSH public key, as ssh-keygen writes it to a .pub file",
                Printable(value),
                lines.size() > 1 ? Count(lines.size(), "line") : std::string("no public key"));
}

}  // namespace cat4
