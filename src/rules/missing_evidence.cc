#include <string>
#include <vector>

#include "rules/rule.h"

namespace cat4 {
namespace {

void CheckDecisions(const RuleInput& input, const std::vector<Decision>& decisions, RuleFindings& out) {
  for (const Decision& decision : decisions) {
    for (const EvidenceFile& cited : decision.evidence) {
      // A file that is there but could not be read is a failure of the run, not of the portfolio.
      const std::string path(cited.file->view());
      if (input.evidence.sha256.contains(path) || input.portfolio.evidence.contains(path)) continue;
      out.Report(cited.file.span, "there is no evidence file '{}'", path)
          .Help("put back the file that was cited; it is known by its sha256");
    }
  }
}

void Check(const RuleInput& input, RuleFindings& out) {
  for (const Measure& measure : input.portfolio.measures) {
    CheckDecisions(input, measure.decisions, out);
    CheckDecisions(input, measure.open_approvals, out);
  }
}

}  // namespace

const Rule kRuleMissingEvidence{
    .text = {.summary = "a decision cites a file that is not there",
             .explanation =
                 R"(Whoever signed the decision had a document in view: minutes, an offer, an extract of the
ledger. Without it nobody can later see what the decision rests on. Evidence is a regular file
below evidence/; anything elsewhere counts as missing.

Put the file back exactly as it was; its digest stands beside its name, and version control
still has it if it was ever committed. A decision is never edited: if the document is lost, a
new decision has to cite another one.)",
             .bad = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
decisions:
  - decision: reject
    role: sponsor
    by: s.sponsor
    on: 2026-10-12
    policy: 1
    after: none
    terms: sha256:1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c
    reason: A second offer is missing
    evidence:
      - {file: evidence/DEMO-1/minutes.txt, sha256: cee371c0d84dd4580e0dfad4738e08a6cc74a4c687f8bd6c1acc1487f57fe27b}  # <-
    signature: AAAA
)",
             .good = R"(--- evidence/DEMO-1/minutes.txt
The board asks for a second offer.
--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
decisions:
  - decision: reject
    role: sponsor
    by: s.sponsor
    on: 2026-10-12
    policy: 1
    after: none
    terms: sha256:1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c
    reason: A second offer is missing
    evidence:
      - {file: evidence/DEMO-1/minutes.txt, sha256: cee371c0d84dd4580e0dfad4738e08a6cc74a4c687f8bd6c1acc1487f57fe27b}
    signature: AAAA
)"},
    .needs = Needs::kNothing,
    .check = &Check};

}  // namespace cat4
