# SPDX-License-Identifier: GPL-3.0-or-later
"""No text of the project names a folder of somebody's machine or the host of a package server."""
import re

WHY = "a clone must work in any folder and on any network"

FOLDERS = re.compile(r"(?<![\w.~/}-])/(?:home|root|work|workspace|mnt|Users|opt|srv)/[\w.]")
TEMPORARY = re.compile(r"(?<![\w.}-])/" r"tmp\b")
HOSTS = re.compile(r"https?://(?:[\w.-]*(?:registry|mirror|proxy|pypi|npmjs|deb\.debian|security\.debian|localdomain)"
                   r"|(?:\d+\.){3}\d+(?!\d)(?<!127\.0\.0\.1))", re.I)


def check(tree):
    for path, text in tree.files.items():
        if path == "COPYING":
            continue
        for number, line in enumerate(text.split("\n"), 1):
            if FOLDERS.search(line):
                yield path, number, f"a machine's own folder: {FOLDERS.search(line).group(0)}..."
            if TEMPORARY.search(line) and "TMPDIR" not in line and \
                    "XXXXXX" not in line:
                yield path, number, "ask for a temporary folder (mkdtemp, mktemp -d), do not name one"
            if HOSTS.search(line):
                yield path, number, f"a package server's host: {HOSTS.search(line).group(0)}"


BAD = [
    {"README.md": "see " + "/home" + "/me/notes"},
    {"check": "cp x " + "/wo" + "rk/y"},
    {"tests/t.c": 'f("' + "/tm" + 'p/x");'},
    {"package-lock.json": '"resolved": "' + "https://" + 'registry.example.org/x.tgz"'},
    {"check": "curl " + "http://" + "10.0.0.7/x"},
]
GOOD = [
    {"README.md": "https://www.kolada.se and /usr/share/doc, JSON pointer /units/medicin, build/work/x"},
    {"check": 'folder=$(mktemp -d "${TMPDIR:-' + "/tm" + 'p}/x.XXXX")'},
    {"tests/t.c": 'get("http://127.0.0.1:8080/");'},
]
