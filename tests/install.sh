#!/usr/bin/env bash
set -euo pipefail
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
"$1" --install "$2" --prefix "$prefix" >/dev/null
for file in bin/cat4 share/man/man1/cat4.1 share/man/man5/cat4-format.5 share/man/man7/cat4-rules.7 \
  share/man/man7/cat4-gates.7; do
  [[ -f "$prefix/$file" ]] || { echo "missing: $file"; exit 1; }
done
"$prefix/bin/cat4" schema | while read -r kind _; do
  "$prefix/bin/cat4" schema "$kind" | cmp - "$prefix/share/cat4/schemas/$kind.schema.json"
done
"$prefix/bin/cat4" --version
