#!/usr/bin/env bash
# examples/monthly-pack.sh writes every report of a month, the same bytes each time, and each is genuine: pack.sh CAT4 SCRIPT
set -euo pipefail
cat4=$1 script=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export HOME=$scratch XDG_STATE_HOME=$scratch/state GIT_CONFIG_NOSYSTEM=1 LC_ALL=C.UTF-8 TZ=UTC
export GIT_AUTHOR_DATE=2026-08-20T09:00:00Z GIT_COMMITTER_DATE=2026-08-20T09:00:00Z
ssh-keygen -q -t ed25519 -N '' -f "$scratch/key"
git config --global user.name "Tama Ngata"
git config --global user.email t.ngata@acme.example
git config --global gpg.format ssh
git config --global user.signingKey "$scratch/key.pub"
git config --global init.defaultBranch main
"$cat4" -q init "$scratch/acme" --name "Acme <script>" --as-of 2026-08-20 >/dev/null
cd "$scratch/acme"
"$cat4" -q new committee sc-ops --name "Operations" --chair t.ngata --member t.ngata --quorum 1 >/dev/null
"$cat4" -q registry ratify --note "Committee" --as-of 2026-08-20 >/dev/null
"$cat4" -q new portfolio operations --name Operations >/dev/null
"$cat4" -q new program operations energy --name Energy >/dev/null
"$cat4" -q new project energy plant --name Plant >/dev/null
"$cat4" -q new package plant heat --name Heat --prefix ENG --steering-committee sc-ops >/dev/null
"$cat4" -q new measure heat --title "=cmd()|Heat" --id ENG-7K3Q >/dev/null
git add -A && git commit -qnm "Energy program"
export GIT_AUTHOR_DATE=2026-09-10T09:00:00Z GIT_COMMITTER_DATE=2026-09-10T09:00:00Z
sed -i 's/^title: .*/title: Heat for the hall/' portfolios/operations/energy/plant/heat/ENG-7K3Q.yaml
git commit -qnam "A better title"
cd "$scratch"

CAT4=$cat4 "$script" acme 2026-09 one
CAT4=$cat4 "$script" acme 2026-09 two
cmp one/2026-09.tar.gz two/2026-09.tar.gz
(cd one/2026-09 && sha256sum --quiet -c SHA256SUMS)
reports=0
for report in one/2026-09/*.json; do
  "$cat4" -C acme report verify "$scratch/$report" >/dev/null
  reports=$((reports + 1))
done
test "$reports" -eq 10
# Later committees are none of that month's, earlier ones stay in its pack; a pack that fails leaves nothing.
cd acme
export GIT_AUTHOR_DATE=2026-10-10T09:00:00Z GIT_COMMITTER_DATE=2026-10-10T09:00:00Z
git rm -q committees/sc-ops.yaml && sed -i '/steering_committee/d' portfolios/operations/energy/plant/heat/package.yaml
"$cat4" -q new committee sc-new --name "New" --chair t.ngata --member t.ngata --quorum 1 >/dev/null
git add -A && git commit -qnm "Another committee"
cd ..
touch one/2026-09/stray.json
CAT4=$cat4 "$script" acme 2026-09 one
cmp one/2026-09.tar.gz two/2026-09.tar.gz
printf '#!/bin/sh\ncase "$*" in *bridge*) exit 3;; esac\nexec "%s" "$@"\n' "$cat4" >fails && chmod +x fails
if CAT4=$scratch/fails "$script" acme 2026-09 four 2>/dev/null; then exit 1; fi
test -z "$(ls -A four)"
if CAT4=$cat4 "$script" acme 2026-13 three 2>/dev/null; then exit 1; fi
if CAT4=$cat4 "$script" acme 2025-01 three 2>/dev/null; then exit 1; fi
echo "$reports reports, the same twice, all genuine"
