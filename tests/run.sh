#!/usr/bin/env bash
# Installs what is missing, builds cat4 and runs all tests; the last line has the counts.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
unset CAT4_REBASE  # a test run judges, it does not rewrite what is expected
bash cmake/build.sh || exit 1

log=$(mktemp)
trap 'rm -f "$log"' EXIT
ctest --test-dir build/release --output-on-failure -j"$(nproc)" "$@" 2>&1 | tee "$log" | grep -vE '^ +Start +[0-9]+:|^[ 0-9]+/[0-9]+ Test +#[0-9]+:.*Passed'
status=${PIPESTATUS[0]}

# "97% tests passed, 3 tests failed out of 100"
read -r failed total < <(sed -nE 's/^[0-9]+% tests passed, ([0-9]+) tests? failed out of ([0-9]+)$/\1 \2/p' "$log")
if [[ -z "${total:-}" || "$total" == 0 ]]; then
  echo "no test was run" >&2
  exit 1
fi
echo "$((total - failed)) passed, $failed failed"
exit "$status"
