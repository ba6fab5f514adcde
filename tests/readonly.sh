#!/usr/bin/env bash
# check, reports and views change nothing in the tree, and open nothing for writing anywhere (seen by strace).
set -euo pipefail
cat4=$1
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
cp -r "$2/." "$tree"
state() { find "$tree" -printf '%P %y %m %s %T@\n' | sort | sha256sum; find "$tree" -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum; }
before=$(state)
id=$("$cat4" -C "$tree" list --format ids | head -n 1)
for command in "check --fail-on never" "check --format json --fail-on never" "report status" "report status --format json" \
    tree list "list --format csv" "show $id" policy "explain-total . plan" rules "explain missing-owner" \
    "new portfolio something-new --name New --dry-run"; do
  # shellcheck disable=SC2086
  "$cat4" -C "$tree" $command >/dev/null 2>&1
  [[ "$(state)" == "$before" ]] || { echo "'$command' changed the tree"; exit 1; }
done
trace=$(mktemp)
export ASAN_OPTIONS=detect_leaks=0  # a sanitized binary can't look for leaks while it is traced
for command in "check --fail-on never" "report status"; do
  # shellcheck disable=SC2086
  strace -f -o "$trace" -e trace=open,openat,creat,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,link,linkat,symlink,symlinkat,truncate,ftruncate \
    "$cat4" -C "$tree" $command >/dev/null 2>&1
  # /dev/null is opened for both ways at the start, so that a closed standard stream lends its number to no file.
  if grep -v '"/dev/null"' "$trace" | grep -E 'O_WRONLY|O_RDWR|O_CREAT|^[0-9]+ +(creat|rename|unlink|mkdir|link|symlink|truncate|ftruncate)'; then
    echo "'$command' wrote"
    exit 1
  fi
  grep -q O_RDONLY "$trace" || { echo "strace saw nothing"; exit 1; }
done
rm -f "$trace"
echo "13 commands, nothing changed; 2 traced, nothing opened for writing"
