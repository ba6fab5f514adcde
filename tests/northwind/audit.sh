#!/bin/bash
# The recorded history proves every decision of the example: audit.sh CAT4 BUNDLE
set -euo pipefail
cat4=$(realpath "$1") bundle=$(realpath "$2")
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
git clone -q "$bundle" "$directory/northwind"
cd "$directory/northwind"
"$cat4" -q audit --no-checkpoint > "$directory/audit" || { cat "$directory/audit"; exit 1; }
grep -q "^audited 535 steps with 355 decisions up to commit .* under registry version 22$" "$directory/audit" || { cat "$directory/audit"; exit 1; }
