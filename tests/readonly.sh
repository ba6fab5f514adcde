#!/usr/bin/env bash
# check, reports and views open nothing for writing: seen by strace where it can run, and by comparing the tree.
set -euo pipefail
cat4=$1
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
cp -r "$2/." "$tree"
state() { find "$tree" -printf '%P %y %m %s %T@\n' | sort | sha256sum; find "$tree" -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum; }
before=$(state)
id=$("$cat4" -C "$tree" list --format ids | head -n 1)
for command in "check --fail-on never" "check --format json --fail-on never" "report status" "report status --format json" \
    tree list "list --format csv" "show $id" policy "explain-total . plan" rules "explain missing-owner"; do
  # shellcheck disable=SC2086
  "$cat4" -C "$tree" $command >/dev/null 2>&1
  [[ "$(state)" == "$before" ]] || { echo "'$command' changed the tree"; exit 1; }
done
chmod -R a-w "$tree"
"$cat4" -C "$tree" check --fail-on never >/dev/null 2>&1
chmod -R u+w "$tree"
echo "12 commands, nothing changed"
