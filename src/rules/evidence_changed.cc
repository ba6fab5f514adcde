#include <string>
#include <vector>

#include "rules/rule.h"

namespace cat4 {
namespace {

constexpr std::size_t kShownDigits = 12;

void CheckDecisions(const Evidence& evidence, const std::vector<Decision>& decisions, RuleFindings& out) {
  for (const Decision& decision : decisions) {
    for (const EvidenceFile& cited : decision.evidence) {
      const auto found = evidence.sha256.find(std::string(cited.file->view()));
      if (found == evidence.sha256.end() || found->second == cited.sha256->view()) continue;
      out.Report(cited.sha256.span, "'{}' has sha256 {}; the decision cites {}", cited.file->view(),
                 found->second.substr(0, kShownDigits), cited.sha256->view().substr(0, kShownDigits))
          .Help("restore the file as it was; add a newer version under another name");
    }
  }
}

void Check(const RuleInput& input, RuleFindings& out) {
  for (const Measure& measure : input.portfolio.measures) {
    CheckDecisions(input.evidence, measure.decisions, out);
    CheckDecisions(input.evidence, measure.open_approvals, out);
  }
}

}  // namespace

const Rule kRuleEvidenceChanged{
    .text =
        {.summary = "a cited file is not the one that was signed for",
         .explanation =
             R"(A decision cites evidence by its digest, so that the document it rests on can't be exchanged
afterwards. This file has another digest now: it was edited, replaced, or saved again by a
program that changes bytes without being asked.

Restore the file as it was when the decision was made. A newer version belongs beside it under
another name, for a later decision to cite.)",
         .bad = R"(--- evidence/DEMO-1/minutes.txt
The board asks for a third offer.
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
