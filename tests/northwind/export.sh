#!/usr/bin/env bash
# Exports every decision of the example organization with cat4 and has stock ssh-keygen check it; then again with one
# byte of the statement changed, which must fail.
#   export.sh CAT4 ORGANIZATION
set -uo pipefail
cat4=$(realpath "$1")
root=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
good=0
failed=0

# ID N: one decision; false if there is no such decision.
verify() {
  local by
  "$cat4" -C "$root" decision export "$1" "$2" "$work/proof" -q >"$work/command" 2>"$work/errors" || return 1
  by=$(sed -n 's/^by: //p' "$work/proof/decision.statement")
  grep -qx "ssh-keygen -Y verify -n cat4 -I $by -f allowed_signers -s decision.sig < decision.statement" "$work/command" || return 2
  (cd "$work/proof" && bash "$work/command") >/dev/null 2>&1 || return 2
  sed -i 's/^by: /by: x/' "$work/proof/decision.statement"
  ! (cd "$work/proof" && bash "$work/command") >/dev/null 2>&1 || return 2
}

for id in registry $("$cat4" -C "$root" list --format ids); do
  for ((n = 1; ; ++n)); do
    verify "$id" "$n"
    case $? in
      0) good=$((good + 1)) ;;
      *)
        grep -q 'there is no decision' "$work/errors" && break
        failed=$((failed + 1))
        echo "$id $n: $(cat "$work/errors")"
        ((failed < 10)) || break 2
        ;;
    esac
  done
done
echo "$good decisions verified by ssh-keygen, $failed failed"
((good > 300 && failed == 0))
