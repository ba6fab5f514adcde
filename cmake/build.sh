#!/usr/bin/env bash
# Installs missing Debian packages and builds build/release/cat4. Used by examples/demo.sh and tests/run.sh.
# Quick when there is nothing to do.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

missing=()
while read -r package; do
  [[ -z "$package" || "$package" == \#* ]] && continue
  state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
  [[ "$state" == installed ]] || missing+=("$package")
done < <(cat cmake/debian-packages.txt; for extra in "$@"; do echo "$extra"; done)

if ((${#missing[@]})); then
  echo "installing: ${missing[*]}" >&2
  sudo=()
  if ((EUID != 0)); then sudo=(sudo); fi
  "${sudo[@]}" apt-get update -qq >&2
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
fi

# Without a compiler cache the first build counts, so files are compiled several at a time.
if [[ ! -f build/release/build.ninja ]]; then
  grouped=ON
  if [[ -z "${CCACHE_DISABLE:-}" ]] && command -v ccache >/dev/null; then grouped=OFF; fi
  cmake --preset release -DCAT4_GROUPED=$grouped >&2
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! cmake --build --preset release >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi
