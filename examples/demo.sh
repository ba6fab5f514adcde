#!/usr/bin/env bash
# Installs what is missing, builds cat4 and shows a real portfolio: its dual-status report and what its governance
# lacks. Takes minutes the first time, seconds after that.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
echo "building build/release/cat4 (minutes the first time) …" >&2
bash cmake/build.sh

cat4=build/release/cat4
"$cat4" -C examples/gmpp report status --as-of 2025-03-31
echo
echo "What its governance lacks (cat4 -C examples/gmpp check), by rule:"
"$cat4" -C examples/gmpp --as-of 2025-03-31 check -q --fail-on never \
  | sed -E 's/.*: (error|warning|note): .*\[([a-z-]+)\]$/\1 \2/' | sort | uniq -c | sort -rn
