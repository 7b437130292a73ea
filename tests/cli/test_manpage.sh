#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The man pages that the program writes: no roff complaint, and every visible command has its section.
set -eu
faults=0
for language in en sv; do
    page=$(LANGUAGE=$language "$VARDFLODE" docs man)
    if command -v groff >/dev/null; then
        said=$(printf '%s\n' "$page" | groff -man -Tutf8 -Kutf8 -ww -z 2>&1) || true
        [[ -z $said ]] || { echo "$language: $said"; faults=$((faults + 1)); }
    fi
    while read -r command; do
        grep -q "^\.SS vardflode $command " <<<"$page" || { echo "$language: no $command"; faults=$((faults + 1)); }
    done < <(LANGUAGE=en "$VARDFLODE" --help | sed -n 's/^  \([a-z]\+\) .*/\1/p')
done
echo "man pages: $faults faults"
exit $((faults > 0))
