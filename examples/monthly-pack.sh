#!/usr/bin/env bash
# The reports of a month, made from what had landed at its end, and archived: monthly-pack.sh TREE MONTH DIRECTORY
#
#   examples/monthly-pack.sh ~/acme 2026-09 ~/packs
#
# writes DIRECTORY/2026-09/, with every report as text for people and as JSON for 'cat4 report verify', a list of their
# digests, and DIRECTORY/2026-09.tar.gz. Made again from the same history it has the same bytes.
set -euo pipefail

if (($# != 3)); then
  echo "usage: monthly-pack.sh TREE MONTH DIRECTORY, as in: monthly-pack.sh ~/acme 2026-09 ~/packs" >&2
  exit 2
fi
tree=$1 month=$2 directory=$3
cat4=${CAT4:-cat4}
if [[ ! "$month" =~ ^[0-9]{4}-(0[1-9]|1[0-2])$ ]]; then
  echo "'$month' is no month; wanted YYYY-MM" >&2
  exit 2
fi
end=$(date -u -d "$month-01 +1 month -1 day" +%F)
before=$(date -u -d "$month-01 -1 day" +%Y-%m)

revision=$(git -C "$tree" rev-list -1 --first-parent --before="${end}T23:59:59Z" HEAD)
if [[ -z "$revision" ]]; then
  echo "nothing had landed by $end" >&2
  exit 3
fi

# Made aside, so that a report that fails leaves no half pack behind, and no older file gets into a new one.
mkdir -p "$directory"
work=$(mktemp -d "$directory/.pack-XXXXXX")
trap 'rm -rf "$work"' EXIT
pack=$work/$month
mkdir "$pack"
at=(-q -C "$tree" --rev "$revision" --as-of "$end")
make() {  # NAME ARGUMENTS…: one report in both formats
  local name=$1
  shift
  "$cat4" "${at[@]}" report "$@" -o - >"$pack/$name.txt"
  "$cat4" "${at[@]}" report "$@" --format json -o - >"$pack/$name.json"
}

# In the first month there is nothing to compare with.
compare=()
if [[ -n $(git -C "$tree" rev-list -1 --first-parent --before="$month-01T00:00:00Z" "$revision") ]]; then
  compare=(--compare "$before")
fi
make status status --depth package "${compare[@]}"
make pipeline pipeline
make bridge bridge "${compare[@]}"
make months months
make traps traps
make decisions decisions --period "$month"
make reconciliation reconciliation --period "$month"
make updates updates
make accountability accountability
committees=$("$cat4" "${at[@]}" completion ids committee)
for committee in $committees; do
  make "steerco-$committee" steerco "$committee"
done

(cd "$pack" && sha256sum -- *.txt *.json >SHA256SUMS)
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="$end" --mode=u=rwX,go=rX -C "$work" -cf - "$month" | gzip -n >"$work/$month.tar.gz"
rm -rf "${directory:?}/$month"
mv "$work/$month" "$work/$month.tar.gz" "$directory"
echo "$directory/$month: $(find "$directory/$month" -name '*.json' | wc -l) reports of $revision as of $end"
