#!/usr/bin/env bash
set -euo pipefail
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
"$1" --install "$2" --prefix "$prefix" >/dev/null
for file in bin/cat4 share/man/man1/cat4.1 share/man/man5/cat4-format.5 share/man/man7/cat4-rules.7 \
  share/man/man7/cat4-gates.7 share/man/man7/cat4-reports.7 share/man/man7/cat4-scale.7 \
  share/man/man1/cat4-gate-advance.1 share/man/man1/cat4-report-status.1 \
  share/bash-completion/completions/cat4 share/zsh/site-functions/_cat4 \
  share/fish/vendor_completions.d/cat4.fish; do
  [[ -f "$prefix/$file" ]] || { echo "missing: $file"; exit 1; }
done
"$prefix/bin/cat4" schema | while read -r kind _; do
  "$prefix/bin/cat4" schema "$kind" | cmp - "$prefix/share/cat4/schemas/$kind.schema.json"
done
"$prefix/bin/cat4" completion bash | cmp - "$prefix/share/bash-completion/completions/cat4"
"$prefix/bin/cat4" completion zsh | cmp - "$prefix/share/zsh/site-functions/_cat4"
"$prefix/bin/cat4" completion fish | cmp - "$prefix/share/fish/vendor_completions.d/cat4.fish"
# Every command has a page, and cat4(1) names it.
"$prefix/bin/cat4" --help | sed -n '/^commands:/,/^$/s/^  \(.*[^ ]\)  .*/\1/p' | sed 's/  .*//' | while read -r command; do
  page=cat4-${command// /-}
  [[ -f "$prefix/share/man/man1/$page.1" ]] || { echo "missing: $page.1"; exit 1; }
  grep -qF ".BR ${page//-/\\-} (1)" "$prefix/share/man/man1/cat4.1" || { echo "cat4.1 does not name $page"; exit 1; }
done
"$prefix/bin/cat4" --version
