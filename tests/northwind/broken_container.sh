#!/usr/bin/env bash
# A container or a legal entity that can't be read is one mistake: what may be inherited from it is not judged, so that no
# gate rule says anything that it does not say about the sound tree.
#   broken_container.sh CAT4 ORGANIZATION
set -uo pipefail
cat4=$(realpath "$1")
source=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
gate_rules='illegal-transition|stage-mismatch|missing-approval|stale-approval|unmet-criterion|terms-changed|confirmation-overlap|leftover-approval'

gate_findings() { "$cat4" -C "$1" check -q --as-of 2026-10-31 --fail-on never | grep -E "\[($gate_rules)\]$"; }

expected=$(gate_findings "$source")
failed=0
tried=0
try() {
  local found
  tried=$((tried + 1))
  found=$(gate_findings "$work/tree")
  if ! "$cat4" -C "$work/tree" check -q --as-of 2026-10-31 >/dev/null && [[ "$found" == "$expected" ]]; then return; fi
  failed=$((failed + 1))
  echo "$1:"
  diff <(echo "$expected") <(echo "$found")
}

while read -r container; do
  rm -rf "$work/tree" && cp -r "$source" "$work/tree"
  echo 'name' >>"$work/tree/$container"
  try "$container broken"
done < <(cd "$source" && find portfolios -name 'portfolio.yaml' -o -name program.yaml -o -name project.yaml -o -name package.yaml | sort)
for entity in NW-JP NW-US; do
  rm -rf "$work/tree" && cp -r "$source" "$work/tree"
  sed -i "s/id: $entity,/id: $entity-X,/" "$work/tree/organization.yaml"
  try "$entity unknown"
done
echo "$tried trees, $failed with other findings"
((tried > 10 && failed == 0))
