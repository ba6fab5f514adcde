#include "cat4/report/report_head.h"

#include <algorithm>
#include <initializer_list>
#include <set>

#include "cat4/base/text.h"

#include "report/json.h"

namespace cat4 {
namespace {

constexpr std::size_t kDeepest = 32;  // reports nest half a dozen levels; comparing recurses
constexpr std::size_t kMostMembers =
    1000;                                // of an object; reports have a few dozen, and finding one is linear
constexpr std::size_t kValueWidth = 60;  // of a value in a message

// Looks at a document before it is taken apart: its syntax, its depth, and that no key stands twice.
class Gate {
 public:
  using number_integer_t = Json::number_integer_t;
  using number_unsigned_t = Json::number_unsigned_t;
  using number_float_t = Json::number_float_t;
  using string_t = Json::string_t;
  using binary_t = Json::binary_t;

  bool null() { return true; }
  bool boolean(bool) { return true; }
  bool number_integer(number_integer_t) { return true; }
  bool number_unsigned(number_unsigned_t) { return true; }
  bool number_float(number_float_t, const string_t&) { return true; }
  bool string(string_t&) { return true; }
  bool binary(binary_t&) { return true; }
  bool start_object(std::size_t) { return Open(); }
  bool end_object() { return Close(); }
  bool start_array(std::size_t) { return Open(); }
  bool end_array() { return Close(); }
  bool key(string_t& key) {
    if (keys_.back().size() >= kMostMembers) {
      problem_ = fmt::format("it has an object of more than {} members", kMostMembers);
      return false;
    }
    if (keys_.back().insert(key).second) return true;
    problem_ = fmt::format("it has '{}' twice in one object", CutToWidth(Printable(key), kValueWidth));
    return false;
  }
  bool parse_error(std::size_t position, const std::string&, const Json::exception&) {
    problem_ = fmt::format("it is no JSON document: it breaks off, or goes wrong, at byte {}", position);
    return false;
  }

  const std::string& problem() const { return problem_; }

 private:
  bool Open() {
    keys_.emplace_back();
    if (keys_.size() <= kDeepest) return true;
    problem_ = fmt::format("it is nested deeper than {} levels", kDeepest);
    return false;
  }
  bool Close() {
    keys_.pop_back();
    return true;
  }

  std::vector<std::set<std::string>> keys_;  // of the objects and arrays that are open
  std::string problem_;
};

tl::unexpected<Failure> NoReport(std::string_view why) {
  return Fail("this is no report that can be verified: {}", why);
}

// Members of an object, which must be of the type that they are asked as.
class Reader {
 public:
  explicit Reader(const Json& object) : object_(object) {}

  std::string Text(const char* key) {
    const Json* member = Member(key);
    if (member && member->is_string()) return member->get<std::string>();
    return Want(key, "a text");
  }
  std::string TextOrNull(const char* key) {
    const Json* member = Member(key);
    if (member && member->is_null()) return {};
    if (member && member->is_string()) return member->get<std::string>();
    return Want(key, "a text or null");
  }
  Date Day(const char* key) {
    const std::optional<Date> day = ParseDate(Text(key));
    if (!day) Want(key, "a date, YYYY-MM-DD");
    return day.value_or(Date());
  }
  const Json* ObjectOrNull(const char* key) {
    const Json* member = Member(key);
    if (!member || (!member->is_object() && !member->is_null())) Want(key, "an object or null");
    return member && member->is_object() ? member : nullptr;
  }

  std::string problem;  // the first

 private:
  const Json* Member(const char* key) const {
    const auto found = object_.find(key);
    return found == object_.end() ? nullptr : &*found;
  }
  std::string Want(const char* key, std::string_view wanted) {
    if (problem.empty())
      problem = fmt::format("its '{}' {}; wanted {}", key, Member(key) ? "is something else" : "is missing",
                            wanted);
    return {};
  }

  const Json& object_;
};

// What it is instead of a report, or nothing.
std::string WhatElse(const Json& document) {
  if (!document.is_object()) return "it is no JSON object";
  const auto command = document.find("command");
  if (command == document.end() || !command->is_string())
    return "it does not say that a command made it; wanted what 'cat4 report … --format json' writes";
  if (*command != "report")
    return fmt::format("it is a document of 'cat4 {}'",
                       CutToWidth(Printable(command->get<std::string>()), kValueWidth));
  const auto format = document.find("format_version");
  if (format == document.end() || *format != 1) return "its 'format_version' is not 1";
  return {};
}

std::string Shown(const Json& value) {
  if (value.is_object()) return fmt::format("an object of {}", Count(value.size(), "member"));
  if (value.is_array()) return fmt::format("a list of {}", value.size());
  return CutToWidth(Printable(value.dump(-1, ' ', false, Json::error_handler_t::replace)), kValueWidth);
}

class Comparison {
 public:
  explicit Comparison(std::size_t most) : most_(most) {}

  void Compare(const std::string& path, const Json& found, const Json& wanted) {
    if (differences.size() > most_) return;
    if (found.is_object() && wanted.is_object()) return CompareObjects(path, found, wanted);
    if (found.is_array() && wanted.is_array()) return CompareArrays(path, found, wanted);
    if (found != wanted || found.type() != wanted.type()) Add(path, &found, &wanted);
  }

  std::vector<JsonDifference> differences;

 private:
  void Add(const std::string& path, const Json* found, const Json* wanted) {
    if (differences.size() > most_) return;
    differences.push_back(
        {path, found ? Shown(*found) : std::string(), wanted ? Shown(*wanted) : std::string()});
  }

  static std::string Below(const std::string& path, const std::string& key) {
    const auto plain = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    };
    if (!key.empty() && std::ranges::all_of(key, plain)) return path.empty() ? key : path + "." + key;
    return fmt::format("{}[\"{}\"]", path, CutToWidth(Printable(key), kValueWidth));
  }

  void CompareObjects(const std::string& path, const Json& found, const Json& wanted) {
    for (const auto& [key, value] : found.items()) {
      const auto other = wanted.find(key);
      if (other == wanted.end()) {
        Add(Below(path, key), &value, nullptr);
      } else {
        Compare(Below(path, key), value, *other);
      }
    }
    for (const auto& [key, value] : wanted.items()) {
      if (!found.contains(key)) Add(Below(path, key), nullptr, &value);
    }
  }

  void CompareArrays(const std::string& path, const Json& found, const Json& wanted) {
    if (found.size() != wanted.size()) Add(path, &found, &wanted);
    for (std::size_t i = 0; i < std::min(found.size(), wanted.size()); ++i)
      Compare(fmt::format("{}[{}]", path, i), found[i], wanted[i]);
  }

  std::size_t most_;
};

}  // namespace

Result<ReportHead> ReadReportHead(std::string_view document) {
  const std::size_t first = document.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return NoReport("it is empty");
  if (!document.substr(first).starts_with("{") && !document.starts_with(kByteOrderMark))
    return NoReport("it is no JSON object; of the formats of a report only '--format json' can be verified");
  Gate gate;
  if (!Json::sax_parse(document, &gate)) return NoReport(gate.problem());
  const Json json = Json::parse(document);
  if (const std::string else_what = WhatElse(json); !else_what.empty()) return NoReport(else_what);
  Reader reader(json);
  ReportHead head;
  head.name = reader.Text("report");
  head.as_of = reader.Day("as_of");
  head.revision.commit = head.revision.asked = reader.TextOrNull("revision");
  head.organization = reader.Text("organization");
  head.node = reader.TextOrNull("node");
  head.period = reader.TextOrNull("period");
  head.by = reader.TextOrNull("by");
  head.subject = reader.TextOrNull("subject");
  head.version = reader.Text("version");
  std::string problem = reader.problem;
  if (const Json* compared = reader.ObjectOrNull("compared")) {
    Reader members(*compared);
    const std::string commit = members.Text("revision");
    head.compared = ReportRevision{commit, commit};
    head.compared_as_of = members.Day("as_of");
    if (problem.empty() && !members.problem.empty()) problem = "of what it compares with, " + members.problem;
  }
  if (problem.empty()) problem = reader.problem;
  if (!problem.empty()) return NoReport(problem);
  return head;
}

std::vector<JsonDifference> FindDifferences(std::string_view found, std::string_view wanted,
                                            std::size_t most) {
  Comparison comparison(most);
  comparison.Compare("", Json::parse(found), Json::parse(wanted));
  return std::move(comparison.differences);
}

}  // namespace cat4
