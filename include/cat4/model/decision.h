// Decisions as they stand in the files. Whether they are legal, authorised and truly signed is judged
// elsewhere.
#pragma once

#include <vector>

#include "cat4/base/date.h"
#include "cat4/base/text_pool.h"
#include "cat4/diagnostics/span.h"
#include "cat4/model/money.h"
#include "cat4/model/words.h"

namespace cat4 {

struct MonthAmount {
  Located<Month> month;
  Located<Decimal> amount;  // scale: the decision's currency's exponent
};
struct EffectSum {
  Located<Text> effect;
  Located<Decimal> amount;
};
struct EvidenceFile {
  Located<Text> file;
  Located<Text> sha256;
};

struct Decision {
  Located<DecisionKind> decision;
  Located<Text> gate;
  Located<Role> role;
  Located<Text> by;
  Located<Text> for_;  // the principal, when somebody's deputy acts
  Located<Date> on;
  Located<int> policy;
  Located<Text> after, previous, terms;  // digests "sha256:<hex>", or "none"
  Located<Text> effect;
  Located<Currency> currency;  // none for a confirm of fte
  std::vector<MonthAmount> amounts;
  std::vector<EffectSum> confirmed;
  Located<bool> restates;
  Located<Date> until;
  Located<Text> reason, note, checked;
  std::vector<EvidenceFile> evidence;
  Located<Text> signature;
  Span span;  // the whole entry
};

// An entry of registry.yaml.
struct RegistryEntry {
  Located<Text> decision;  // ratify | endorse
  Located<int> version;
  Located<Text> previous, registry;
  std::vector<Located<Text>> statements;
  Located<Text> by;
  Located<Date> on;
  Located<Text> note, signature;
  Span span;
};

}  // namespace cat4
