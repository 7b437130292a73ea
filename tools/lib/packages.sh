# SPDX-License-Identifier: GPL-3.0-or-later
# Installs Debian packages, only those that are missing. Sourced by quickstart and check; wants bash.

# What a release build needs; the tests need more, which ./check names itself.
BUILD_PACKAGES=(gcc libc6-dev cmake ninja-build pkg-config libevent-dev libgsl-dev libcjson-dev libsqlite3-dev)

say() { printf '%s\n' "$*" >&2; }

as_root() {
    if [[ $(id -u) -eq 0 ]]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        say "This needs root: run it as root, install sudo, or install by hand: $*"
        return 1
    fi
}

is_installed() { [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

# need PACKAGE...: after it, all of them are there.
need() {
    local missing=() package
    for package in "$@"; do
        is_installed "$package" || missing+=("$package")
    done
    [[ ${#missing[@]} -eq 0 ]] && return 0
    if ! command -v apt-get >/dev/null; then
        say "Not a Debian system: install the counterparts of: ${missing[*]}"
        return 1
    fi
    say "Installing: ${missing[*]}"
    # The lists may be fresh enough already; if not, fetch them and try once more.
    apt_install "${missing[@]}" >/dev/null 2>&1 && return 0
    as_root apt-get -qq -o Acquire::Retries=3 update >&2 || return 1
    apt_install "${missing[@]}" >&2
}

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 "$@"
}
