#!/bin/sh
# Verifies every signature of a tree with nothing but stock ssh-keygen, and that one changed byte is refused.
#
#   verify.sh [ROOT]      default: examples/northwind of this repository
#
# The statements come from tests/oracle/statements.py, the keys from people/*.yaml.
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=${1:-$here/../../examples/northwind}
work=$(mktemp -d) || exit 3
trap 'rm -rf "$work"' EXIT

# One line a signature: number, signer, what it is. The files that ssh-keygen reads go into the work directory.
/usr/bin/python3 - "$here/../oracle" "$root" "$work" > "$work/list" <<'PYTHON' || exit 3
import glob, sys
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import statements
root, work = sys.argv[2:]
tree, number = statements.Tree(root), 0
with open(f"{work}/allowed_signers", "w", encoding="utf-8") as file:
    for path in sorted(glob.glob(f"{root}/people/*.yaml")):
        person = statements.load(path)
        for key in person.get("keys", []):
            file.write(f'{person["id"]} namespaces="cat4" {key["key"]}\n')
def put(entry, statement, what):
    global number
    number += 1
    with open(f"{work}/{number}.statement", "wb") as file:
        file.write(statement)
    lines = [entry["signature"][i:i + 70] for i in range(0, len(entry["signature"]), 70)]
    with open(f"{work}/{number}.sig", "w", encoding="ascii") as file:
        file.write("\n".join(["-----BEGIN SSH SIGNATURE-----", *lines, "-----END SSH SIGNATURE-----", ""]))
    print(number, entry["by"], what)
for name in tree.paths:
    for index, entry in enumerate(tree.decisions(name), 1):
        put(entry, statements.statement_of(tree, name, entry), f"{name} decision {index}")
for index, entry in enumerate(tree.registry_entries(), 1):
    put(entry, statements.registry_statement_of(tree, entry), f"registry entry {index}")
PYTHON

verify() { # signer, signature, statement
  ssh-keygen -Y verify -q -n cat4 -I "$1" -f "$work/allowed_signers" -s "$2" < "$3" > "$work/message" 2>&1
}

good=0 failed=0
while read -r number signer what; do
  if verify "$signer" "$work/$number.sig" "$work/$number.statement"; then
    good=$((good + 1))
  else
    failed=$((failed + 1))
    echo "$what by $signer: $(cat "$work/message")"
  fi
  # the same statement with the first byte of its last line changed
  sed '$s/^./X/' "$work/$number.statement" > "$work/changed"
  if verify "$signer" "$work/$number.sig" "$work/changed"; then
    failed=$((failed + 1))
    echo "$what by $signer: still verifies after a byte was changed"
  fi
done < "$work/list"
echo "$good signatures verified, $failed failed"
[ "$failed" -eq 0 ] && [ "$good" -gt 0 ]
