#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The bash completion that the program writes: valid bash, offers the commands and a command's own options,
# and every option that --help shows.
set -eu
# shellcheck source=/dev/null
source <("$VARDFLODE" docs completion)
compopt() { :; }
faults=0

offer() { # the words of a command line -> COMPREPLY
    COMP_WORDS=("$@")
    COMP_CWORD=$(($# - 1))
    _vardflode
}

expect() { # a word that must be among the offers
    if [[ " ${COMPREPLY[*]} " != *" $1 "* ]]; then
        echo "no '$1' among: ${COMPREPLY[*]}"
        faults=$((faults + 1))
    fi
}

offer vardflode ver
expect version
offer vardflode help vers
expect version
for command in $("$VARDFLODE" --help | sed -n 's/^  \([a-z]\+\) .*/\1/p'); do
    [[ $command == help ]] && continue
    offer vardflode "$command" --
    while read -r option; do
        expect "$option"
    done < <("$VARDFLODE" "$command" --help | grep -o '^  \(-.,\)\? *--[a-z-]\+' | grep -o -- '--[a-z-]\+')
done
echo "completion: $faults faults"
exit $((faults > 0))
