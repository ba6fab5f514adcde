// Fills decisions of examples with what they must say about each other, by the program's own digests.
#pragma once

#include <string>
#include <string_view>

#include "cat4/check/check_tree.h"
#include "cat4/governance/replay.h"
#include "cat4/governance/statement.h"
#include "cat4/governance/terms.h"
#include "cat4/rules/rule_text.h"

namespace cat4 {

// Replaces '@terms', '@after' and '@previous' in the decisions of measures, first to last: the digest of the
// measure's terms as the file has them, that of the latest transition (for a confirm: of the one that locked
// the terms), that of the effect's latest confirm. Whether the decisions are right is not asked.
class Recorder {
 public:
  static std::string Fill(std::string text) {
    for (std::size_t at = FirstToken(text); at != kNone; at = FirstToken(text)) {
      const std::size_t end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz", at + 1);
      text.replace(at, end - at, Value(text, at, text.substr(at, end - at)));
    }
    return text;
  }

 private:
  static constexpr std::size_t kNone = std::string::npos;

  static std::size_t FirstToken(const std::string& text, std::size_t from = 0) {
    std::size_t first = kNone;
    for (const std::string_view token : {"@terms", "@after", "@previous"})
      first = std::min(first, text.find(fmt::format(": {}", token), from));
    return first == kNone ? kNone : first + 2;
  }

  // The text with a digest in place of every token, so that it can be read.
  static std::string Readable(std::string text) {
    for (std::size_t at = FirstToken(text); at != kNone; at = FirstToken(text)) {
      const std::size_t end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz", at + 1);
      text.replace(at, end - at, "sha256:" + std::string(64, '0'));
    }
    return text;
  }

  static std::string Value(const std::string& text, std::size_t at, std::string_view token) {
    const std::size_t header = text.rfind("\n--- ", at) == kNone ? 4 : text.rfind("\n--- ", at) + 5;
    std::string name = text.substr(header, text.find('\n', header) - header);
    name = name.substr(name.rfind('/') + 1);
    name = name.substr(0, name.find('.'));
    std::size_t index = 0;  // of the decision that the token stands in
    for (std::size_t entry = text.find("- decision:", header); entry < at; ++index)
      entry = text.find("- decision:", entry + 1);
    --index;
    const Loaded loaded = LoadPortfolio(*InMemorySource(ExampleTree(Readable(text))));
    const Portfolio& portfolio = *loaded.portfolio;
    const Measure* found = portfolio.FindMeasure(loaded.portfolio->texts.Intern(name));
    if (!found || index >= found->decisions.size()) return "sha256:" + std::string(64, '0');
    Measure before = *found;
    if (token == "@terms") return DigestOf(TermsText(portfolio, before));
    const Decision decision = before.decisions[index];
    before.decisions.resize(index);
    before.open_approvals.clear();
    if (token == "@previous") return Previous(portfolio, before, decision);
    Findings ignored;
    const Replay replay = ReplayDecisions(portfolio, Locks(portfolio), before, ignored);
    if (*decision.decision != DecisionKind::kConfirm) return replay.after;
    return replay.sealing ? replay.sealing_digest : "none";
  }

  static std::string Previous(const Portfolio& portfolio, const Measure& before, const Decision& decision) {
    std::string digest = "none";
    for (const Decision& earlier : before.decisions) {
      if (*earlier.decision == DecisionKind::kConfirm && earlier.effect.value == decision.effect.value)
        digest = DigestOf(StatementText(portfolio, before, earlier));
    }
    return digest;
  }
};

inline std::string Recorded(std::string_view text) { return Recorder::Fill(std::string(text)); }

}  // namespace cat4
