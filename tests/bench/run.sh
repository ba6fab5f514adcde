#!/usr/bin/env bash
# Measures cat4 beside what people use today and prints the table of targets, each with what was measured; by hand only.
#
#   tests/bench/run.sh [--quick] [--measures 10000,100000] [--decisions 100000] [--million] [--cold] [--rounds N]
#                      [--only PARTS] [--cat4 FILE]
#
# Peers come from Debian and npm, data and results lie in build/bench and are used again; results.json there holds all
# that was measured. Nothing else should run meanwhile. `measure.py --help` tells of the options.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
bench=$PWD/build/bench
mkdir -p "$bench"

wanted=()
for package in ripgrep yamllint git openssh-client python3-cryptography python3-yaml nodejs g++; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' || wanted+=("$package")
done
command -v npm >/dev/null || wanted+=(npm)
if ((${#wanted[@]})); then
  sudo=()
  ((EUID == 0)) || sudo=(sudo)
  "${sudo[@]}" apt-get install -y --no-install-recommends "${wanted[@]}" >&2
fi
if [[ ! -x $bench/node_modules/.bin/ajv || ! -d $bench/node_modules/js-yaml ]]; then
  npm install --silent --no-audit --no-fund --prefix "$bench" ajv-cli@5 ajv-formats@3 ajv@8 js-yaml@5 >&2
fi
if [[ ! $bench/raw_read -nt tests/bench/raw_read.cc ]]; then
  g++ -O3 -std=c++20 -pthread tests/bench/raw_read.cc -o "$bench/raw_read"
fi
exec /usr/bin/python3 -B tests/bench/measure.py "$@"
