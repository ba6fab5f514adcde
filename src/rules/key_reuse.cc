#include <algorithm>
#include <map>
#include <utility>

#include "rules/rule.h"

namespace cat4 {
namespace {

std::string_view TakeWord(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  const std::string_view word = line.substr(0, line.find(' '));
  line.remove_prefix(word.size());
  return word;
}

// The kind of key and its base64. What follows is a comment, which anybody may change.
using Key = std::pair<std::string_view, std::string_view>;
Key KeyOf(std::string_view line) {
  const std::string_view kind = TakeWord(line);
  return {kind, TakeWord(line)};
}

void Check(const RuleInput& input, RuleFindings& out) {
  std::map<Key, const Person*> holders;
  for (const Person& person : input.portfolio.people) {
    for (const PersonKey& entry : person.keys) {
      const Key key = KeyOf(entry.key->view());
      if (key.second.empty()) continue;  // not a public key at all
      const auto [holder, fresh] = holders.emplace(key, &person);
      if (fresh) continue;
      if (holder->second == &person) {
        out.Report(entry.key.span, "'{}' has this key twice; wanted each key once", person.id->view())
            .Help("keep one of the two entries; a retired or compromised key must not come back as active");
      } else {
        out.Report(entry.key.span, "this is already a key of '{}'; wanted a key of '{}' alone",
                   holder->second->id->view(), person.id->view())
            .Help("create a key of one's own with ssh-keygen, and replace the shared one at both");
      }
    }
  }
}

}  // namespace

const Rule kRuleKeyReuse{
    .text =
        {.summary = "one public key at two persons, or twice at one",
         .explanation =
             R"(A signature shows that somebody had a key, and the registry says whose key that is. If two persons share one,
each can sign as the other, and a gate that asks for two people is passed by one. If a key stands twice at one
person, as retired and again as active, nobody can tell whether it may still be used.

Only the kind of key and its base64 text are compared; the comment behind them means nothing.

Give everybody a key of his own. The earlier of the two entries may be the wrong one as well as the reported,
later one: ask both persons, and treat a key that was ever shared as compromised.)",
         .bad = R"(--- people/t.twin.yaml
id: t.twin
name: Tim Twin
email: tim@demo.example
keys:
  - {key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDemoDemoDemoDemoDemoDemoDemoDemoDemoDemoDemo tim@desk}
--- people/u.twin.yaml
id: u.twin
name: Ute Twin
email: ute@demo.example
keys:
  - {key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDemoDemoDemoDemoDemoDemoDemoDemoDemoDemoDemo ute@desk}  # <-
)",
         .good = R"(--- people/t.twin.yaml
id: t.twin
name: Tim Twin
email: tim@demo.example
keys:
  - {key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDemoDemoDemoDemoDemoDemoDemoDemoDemoDemoDemo tim@desk}
--- people/u.twin.yaml
id: u.twin
name: Ute Twin
email: ute@demo.example
keys:
  - {key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEchoEchoEchoEchoEchoEchoEchoEchoEchoEchoEcho ute@desk}
)"},
    .check = &Check};

}  // namespace cat4
