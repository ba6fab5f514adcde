#include "cat4/audit/checkpoint.h"

#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "cat4/base/text.h"
#include "cat4/crypto/evidence.h"

namespace cat4 {
namespace {

// Raised with every change of what the audit finds.
constexpr std::string_view kRules = "3";
constexpr std::string_view kHeader = "cat4-checkpoint 1";
constexpr std::string_view kEnd = "end";
constexpr char kSeparator = '\t';

// Tabs and line ends part values.
std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\\')
      escaped += "\\\\";
    else if (c == '\n')
      escaped += "\\n";
    else if (c == '\t')
      escaped += "\\t";
    else
      escaped += c;
  }
  return escaped;
}

std::string Unescaped(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      plain += text[i];
      continue;
    }
    const char next = text[++i];
    plain += next == 'n' ? '\n' : next == 't' ? '\t' : next;
  }
  return plain;
}

template <typename Number>
bool Read(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

std::string FindingLine(const PlacedFinding& finding) {
  return fmt::format("open\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n", GetRule(finding.rule).slug,
                     Name(finding.severity), Escaped(finding.path), finding.location.line,
                     finding.location.column, finding.location.end_line, finding.location.end_column,
                     Escaped(finding.message), Escaped(finding.help), finding.measure, finding.commit,
                     finding.statement);
}

bool ReadFinding(const std::vector<std::string_view>& values, PlacedFinding& finding) {
  if (values.size() != 13) return false;
  const RuleInfo* rule = FindRule(values[1]);
  const std::optional<Severity> severity = ParseSeverity(values[2]);
  if (!rule || !severity) return false;
  finding.rule = rule->id;
  finding.severity = *severity;
  finding.path = Unescaped(values[3]);
  finding.message = Unescaped(values[8]);
  finding.help = Unescaped(values[9]);
  finding.measure = values[10];
  finding.commit = values[11];
  finding.statement = values[12];
  return Read(values[4], finding.location.line) && Read(values[5], finding.location.column) &&
         Read(values[6], finding.location.end_line) && Read(values[7], finding.location.end_column);
}

bool ReadLine(const std::vector<std::string_view>& values, Checkpoint& checkpoint) {
  const std::string_view key = values.front();
  if (key == "open") return ReadFinding(values, checkpoint.open.emplace_back());
  const std::string_view value = values.size() > 1 ? values[1] : std::string_view();
  if (key == "tip") return !(checkpoint.tip = value).empty();
  if (key == "registry") return !(checkpoint.registry = value).empty();
  if (key == "version") return Read(value, checkpoint.registry_version);
  if (key == "trust-root") return !(checkpoint.trust_root = value).empty();
  if (key == "steps") return Read(value, checkpoint.steps);
  if (key == "decisions") return Read(value, checkpoint.decisions);
  if (key == "endorsed") return checkpoint.endorsed.emplace(value).second;
  if (values.size() != 3) return false;
  if (key == "gone") return checkpoint.gone.emplace(value, values[2]).second;
  int version = 0;
  return key == "lock" && Read(value, version) && checkpoint.lock_stages.emplace(version, values[2]).second;
}

}  // namespace

std::string FormatCheckpoint(const Checkpoint& checkpoint) {
  std::string text =
      fmt::format("{}\ntip\t{}\nregistry\t{}\nversion\t{}\ntrust-root\t{}\nsteps\t{}\ndecisions\t{}\n",
                  kHeader, checkpoint.tip, checkpoint.registry, checkpoint.registry_version,
                  checkpoint.trust_root, checkpoint.steps, checkpoint.decisions);
  for (const auto& [version, stage] : checkpoint.lock_stages)
    text += fmt::format("lock\t{}\t{}\n", version, stage);
  for (const auto& [measure, commit] : checkpoint.gone)
    text += fmt::format("gone\t{}\t{}\n", measure, commit);
  for (const std::string& digest : checkpoint.endorsed) text += fmt::format("endorsed\t{}\n", digest);
  for (const PlacedFinding& finding : checkpoint.open) text += FindingLine(finding);
  return text + std::string(kEnd) + "\n";
}

std::optional<Checkpoint> ParseCheckpoint(std::string_view text) {
  Checkpoint checkpoint;
  const std::vector<std::string_view> lines = Split(text, '\n');
  // The last line tells that nothing is cut off.
  if (lines.size() < 3 || lines.front() != kHeader || lines[lines.size() - 2] != kEnd) return std::nullopt;
  for (std::size_t i = 1; i + 2 < lines.size(); ++i) {
    if (!ReadLine(Split(lines[i], kSeparator), checkpoint)) return std::nullopt;
  }
  if (checkpoint.tip.empty() || checkpoint.registry.empty()) return std::nullopt;
  return checkpoint;
}

std::string CheckpointName(std::string_view trust_root, std::string_view organization,
                           std::string_view branch) {
  return Sha256Hex(fmt::format("{}\n{}\n{}\n{}\n", kRules, trust_root, organization, branch)).substr(0, 32);
}

}  // namespace cat4
