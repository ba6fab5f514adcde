#!/usr/bin/env bash
# Installs what is missing, builds cat4 and shows an invented group of companies: its dual-status report, the decisions
# that wait for somebody, and what its governance lacks. Takes minutes the first time, seconds after that.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
echo "building build/release/cat4 (minutes the first time) …" >&2
bash cmake/build.sh

northwind() { build/release/cat4 -C examples/northwind --as-of 2026-10-31 "$@"; }
northwind report status --depth program
echo
echo "What waits for a decision, and from whom (cat4 -C examples/northwind --as-of 2026-10-31 inbox):"
northwind -q inbox
echo
echo "What its governance lacks (cat4 -C examples/northwind --as-of 2026-10-31 check), by rule:"
northwind -q check --fail-on never \
  | sed -E 's/.*: (error|warning|note): .*\[([a-z-]+)\]$/\1 \2/' | sort | uniq -c | sort -rn
echo
echo "More: build/release/cat4 -C examples/northwind show INV-7K3Q"
echo "Real data: build/release/cat4 -C examples/gmpp --as-of 2025-03-31 report status --depth portfolio"
