#include "rules/rule.h"

namespace cat4 {

const Rule kRuleMeasureDeleted{
    .text =
        {.summary = "a measure with decisions whose file is gone",
         .explanation =
             R"(Somebody has decided about this measure, and perhaps reported its money. If its file is deleted, or gets
another id, then the plan falls without a cancellation, and a measure that failed was never there. Moving the
file to another package is fine, since ids count and paths do not; so is deleting a measure about which nobody
has decided.

A measure that is given up is cancelled, with a reason, by those whom the policy asks. It stays in its package
as cancelled, and nothing more is expected of it.

Bring the file back as it was (`git checkout COMMIT^ -- PATH`), then cancel the measure. If the deletion has
landed it remains a finding; a ratified waiver naming this rule and the commit makes it an acknowledged
warning.)",
         .bad = R"($ git show --stat --format='%an: %s' HEAD
Olaf Owner: Not needed any more

 portfolios/demo/plants/stock/feed/DEMO-1.yaml | 61 ----------------------
 1 file changed, 61 deletions(-)
$ git show HEAD^:portfolios/demo/plants/stock/feed/DEMO-1.yaml | grep -c 'decision: '
4
)",
         .good = R"(s.sponsor$ cat4 -q gate cancel DEMO-1 --reason "Supplier insolvent, no other in sight"
DEMO-1: cancel as sponsor
s.sponsor$ git show --stat --format='%an: %s' HEAD
Sara Sponsor: DEMO-1: cancel as sponsor

 portfolios/demo/plants/stock/feed/DEMO-1.yaml | 14 +++++++++++++-
 1 file changed, 13 insertions(+), 1 deletion(-)
)"},
    .needs = Needs::kNothing,
    .check = nullptr};

}  // namespace cat4
