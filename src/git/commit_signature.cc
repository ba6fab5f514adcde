#include "git/commit_signature.h"

namespace cat4 {

std::optional<CommitSignature> SignatureOfCommit(std::string_view raw) {
  // git has a header for each kind of ids; what it signs is the commit without that of its repository's kind.
  constexpr std::size_t kSha256Line = std::string_view("tree ").size() + 64;
  const std::string_view key = raw.find('\n') == kSha256Line ? "gpgsig-sha256 " : "gpgsig ";
  CommitSignature signature;
  bool found = false, inside = false;
  while (!raw.empty() && raw.front() != '\n') {  // an empty line ends the header
    const std::size_t end = raw.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    std::string_view line = raw.substr(0, end);
    raw.remove_prefix(end + 1);
    if (line.starts_with(key)) {
      if (found) return std::nullopt;
      found = inside = true;
      line.remove_prefix(key.size());
    } else if (inside && line.starts_with(' ')) {
      line.remove_prefix(1);
    } else {
      inside = false;
      signature.payload.append(line).push_back('\n');
      continue;
    }
    if (!line.starts_with("-----")) signature.base64 += line;
  }
  if (!found) return std::nullopt;
  signature.payload += raw;
  return signature;
}

}  // namespace cat4
