#include "cat4/git/object.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <set>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "cat4/base/text.h"

namespace cat4 {
namespace {

std::size_t DigitsOf(GitHash format) { return format == GitHash::kSha256 ? 64 : 40; }

// "Lena Brandt <l.brandt@acme.example> 1767600000 +0000"
std::optional<CommitPerson> ParsePerson(std::string_view line) {
  const std::size_t open = line.find('<'), close = line.find('>');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return std::nullopt;
  CommitPerson person;
  person.name = TrimBlanks(line.substr(0, open));
  person.email = line.substr(open + 1, close - open - 1);
  if (person.email.find('<') != std::string::npos || !line.substr(close).starts_with("> "))
    return std::nullopt;
  const std::string_view when = line.substr(close + 2);
  if (when.starts_with('-') || (when.starts_with('0') && !when.starts_with("0 "))) return std::nullopt;
  const auto [end, error] = std::from_chars(when.data(), when.data() + when.size(), person.seconds);
  const std::string_view zone = when.substr(static_cast<std::size_t>(end - when.data()));
  const bool zone_fits = zone.size() == 6 && zone[0] == ' ' && (zone[1] == '+' || zone[1] == '-') &&
                         zone.substr(2).find_first_not_of("0123456789") == std::string_view::npos;
  if (error != std::errc() || !zone_fits) return std::nullopt;
  return person;
}

// A header of a commit: its first line's key and value, and lines that continue it.
struct Header {
  std::string_view key, value;
  std::vector<std::string_view> more;  // without the space in front
  std::string_view raw;                // all its lines with their ends
};

constexpr std::string_view kSignatureBegin = "-----BEGIN SSH SIGNATURE-----";
constexpr std::string_view kSignatureEnd = "-----END SSH SIGNATURE-----";

class CommitParser {
 public:
  CommitParser(std::string_view raw, GitHash format) : raw_(raw), left_(raw), format_(format) {}

  Result<Commit> Run() {
    if (raw_.find('\0') != std::string_view::npos) return Fail("it holds a NUL");
    for (const auto step : {&CommitParser::ReadTree, &CommitParser::ReadParents, &CommitParser::ReadPeople,
                            &CommitParser::ReadOthers}) {
      if (std::optional<std::string> wrong = (this->*step)()) return Fail("{}", *wrong);
    }
    commit_.subject = left_.substr(0, left_.find('\n'));
    return std::move(commit_);
  }

 private:
  // The next header; nothing at the empty line that ends them, or where there is none.
  std::optional<Header> Next() {
    const std::string_view from = left_;
    std::optional<std::string_view> line = TakeLine();
    if (!line || line->empty()) {
      left_ = from;
      return std::nullopt;
    }
    Header header;
    const std::size_t space = line->find(' ');
    header.key = line->substr(0, space);
    if (space != std::string_view::npos) header.value = line->substr(space + 1);
    while (left_.starts_with(' ')) {
      const std::string_view before = left_;
      const std::optional<std::string_view> next = TakeLine();
      if (!next) {
        left_ = before;
        break;
      }
      header.more.push_back(next->substr(1));
    }
    header.raw = from.substr(0, from.size() - left_.size());
    return header;
  }

  std::optional<std::string_view> TakeLine() {
    const std::size_t end = left_.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = left_.substr(0, end);
    left_.remove_prefix(end + 1);
    return line;
  }

  std::optional<std::string> ReadTree() {
    const std::optional<Header> header = Next();
    if (!header || header->key != "tree" || !header->more.empty() || !IsObjectId(header->value, format_))
      return "it does not begin with its tree";
    commit_.tree = header->value;
    return std::nullopt;
  }

  std::optional<std::string> ReadParents() {
    while (left_.starts_with("parent ")) {
      const std::optional<Header> header = Next();
      if (!header || !header->more.empty() || !IsObjectId(header->value, format_)) return "a parent is no id";
      commit_.parents.emplace_back(header->value);
    }
    return std::nullopt;
  }

  std::optional<std::string> ReadPeople() {
    for (const auto& [key, person] :
         {std::pair("author", &commit_.author), std::pair("committer", &commit_.committer)}) {
      const std::optional<Header> header = Next();
      if (!header || header->key != key || !header->more.empty())
        return fmt::format("its {} does not stand where it belongs", key);
      const std::optional<CommitPerson> parsed = ParsePerson(header->value);
      if (!parsed) return fmt::format("its {} can't be read", key);
      *person = *parsed;
    }
    return std::nullopt;
  }

  std::optional<std::string> ReadOthers() {
    std::set<std::string_view> seen;
    while (const std::optional<Header> header = Next()) {
      constexpr std::string_view kSingle[] = {"tree", "parent", "author", "committer", "encoding"};
      const bool known = std::ranges::find(kSingle, header->key) != std::end(kSingle);
      const bool second = !seen.insert(header->key).second || header->key != "encoding";
      if (known && second) return fmt::format("it has a second header '{}'", header->key);
      if (header->key.empty() || header->key.size() + 1 >= header->raw.size())
        return fmt::format("it has a header '{}' without a value", Printable(header->key));
      if (!header->key.starts_with("gpgsig")) continue;
      if (std::optional<std::string> wrong = ReadSignature(*header)) return wrong;
    }
    if (!left_.starts_with('\n')) return "its headers do not end";
    left_.remove_prefix(1);
    TakeOutSignatures();
    return std::nullopt;
  }

  // git has a header for each kind of ids. What it signs is the commit without either.
  std::optional<std::string> ReadSignature(const Header& header) {
    constexpr std::string_view kSha1 = "gpgsig", kSha256 = "gpgsig-sha256";
    if (header.key != kSha1 && header.key != kSha256)
      return fmt::format("it has a header '{}', which git does not know", Printable(header.key));
    const bool twice = std::ranges::any_of(
        signatures_, [&](std::string_view other) { return other.substr(0, other.find(' ')) == header.key; });
    if (twice) return "it has two signatures";
    signatures_.push_back(header.raw);
    if (header.key != (format_ == GitHash::kSha256 ? kSha256 : kSha1)) return std::nullopt;
    CommitSignature& signature = commit_.signature.emplace();
    signature.armour = std::string(header.value) + '\n';
    for (const std::string_view line : header.more) signature.armour.append(line) += '\n';
    if (header.value != kSignatureBegin) return std::nullopt;  // OpenPGP's or X.509's
    std::span<const std::string_view> lines = header.more;
    while (!lines.empty() && lines.back().empty()) lines = lines.first(lines.size() - 1);
    if (lines.empty() || lines.back() != kSignatureEnd) return "its signature does not end";
    for (const std::string_view line : lines.first(lines.size() - 1)) signature.base64 += line;
    return std::nullopt;
  }

  void TakeOutSignatures() {
    if (!commit_.signature) return;
    std::string& payload = commit_.signature->payload;
    const char* from = raw_.data();
    for (const std::string_view signature : signatures_) {  // in the order of their places
      payload.append(from, signature.data());
      from = signature.data() + signature.size();
    }
    payload.append(from, raw_.data() + raw_.size());
  }

  const std::string_view raw_;
  std::string_view left_;
  const GitHash format_;
  std::vector<std::string_view> signatures_;  // headers with all their lines
  Commit commit_;
};

std::optional<TreeMode> ModeOf(std::string_view digits) {
  constexpr std::pair<std::string_view, TreeMode> kModes[] = {{"100644", TreeMode::kFile},
                                                              {"100755", TreeMode::kExecutable},
                                                              {"120000", TreeMode::kLink},
                                                              {"40000", TreeMode::kDirectory},
                                                              {"160000", TreeMode::kSubmodule}};
  for (const auto& [text, mode] : kModes) {
    if (text == digits) return mode;
  }
  return std::nullopt;
}

std::string SortKey(const TreeEntry& entry) {
  return entry.mode == TreeMode::kDirectory ? entry.name + '/' : entry.name;
}

std::optional<std::string> WhyNoName(std::string_view name) {
  const auto same = [](char one, char other) { return (one | 0x20) == other; };  // of letters
  const bool git = std::ranges::equal(name, std::string_view(".git"), [&](char one, char other) {
    return one == other || (other != '.' && same(one, other));
  });
  const bool reserved =
      name.empty() || name == "." || name == ".." || git || name.find('/') != std::string_view::npos;
  if (!reserved) return std::nullopt;
  return fmt::format("an entry is named '{}', as no file can be", Printable(name));
}

}  // namespace

bool IsObjectId(std::string_view text, GitHash format) {
  return text.size() == DigitsOf(format) &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string_view Name(ObjectType type) {
  constexpr std::string_view kNames[] = {"commit", "tree", "blob", "tag"};
  return kNames[static_cast<std::size_t>(type)];
}

Result<Commit> ParseCommit(std::string_view raw, GitHash format) { return CommitParser(raw, format).Run(); }

Result<std::vector<TreeEntry>> ParseTree(std::string_view raw, GitHash format) {
  const std::size_t id_bytes = DigitsOf(format) / 2;
  std::vector<TreeEntry> entries;
  std::vector<std::string> names;
  while (!raw.empty()) {  // "<mode> <name>\0<id>"
    const std::size_t space = raw.find(' '), end = raw.find('\0');
    if (space == std::string_view::npos || end == std::string_view::npos || space > end ||
        raw.size() < end + 1 + id_bytes)
      return Fail("an entry can't be read");
    TreeEntry entry;
    entry.name = raw.substr(space + 1, end - space - 1);
    const std::optional<TreeMode> mode = ModeOf(raw.substr(0, space));
    if (!mode)
      return Fail("'{}' has the mode '{}', which git does not write", Printable(entry.name),
                  Printable(raw.substr(0, space)));
    entry.mode = *mode;
    entry.id = Hex(raw.substr(end + 1, id_bytes));
    if (auto why = WhyNoName(entry.name)) return Fail("{}", *why);
    if (!entries.empty() && SortKey(entries.back()) >= SortKey(entry))
      return Fail("'{}' does not stand where its name belongs", Printable(entry.name));
    names.push_back(entry.name);
    entries.push_back(std::move(entry));
    raw.remove_prefix(end + 1 + id_bytes);
  }
  std::ranges::sort(names);  // a file and a directory of one name have others between them
  if (const auto twice = std::ranges::adjacent_find(names); twice != names.end())
    return Fail("'{}' stands there twice", Printable(*twice));
  return entries;
}

}  // namespace cat4
