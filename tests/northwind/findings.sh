#!/bin/sh
# What the check says about the example organization on one day: no error, and exactly these warnings and notes.
#
#   findings.sh CAT4      compares with findings.txt; CAT4_REBASE=1 rewrites it (the review is `git diff`)
set -u
here=$(cd "$(dirname "$0")" && pwd)
cat4=$1
actual=$(mktemp) || exit 3
trap 'rm -f "$actual"' EXIT

run() {
  "$cat4" -C "$here/../../examples/northwind" check --as-of 2026-10-31 2> "$actual.summary"
  code=$?
  cat "$actual.summary"
  rm -f "$actual.summary"
  echo "exit $code"
}
run > "$actual"

if [ "${CAT4_REBASE:-}" ]; then cp "$actual" "$here/findings.txt"; fi
diff -u "$here/findings.txt" "$actual"
