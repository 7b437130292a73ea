# SPDX-License-Identifier: GPL-3.0-or-later
"""What the pages for people name as a file or folder of the project is there."""
import re

WHY = "whoever reads of a file goes there; a file that went by accident is missed by nobody else"

NAMED = re.compile(r"`((?:app|cmake|configs|docs|engine|flows|include|results|tests|tools)/[\w./-]*[\w/])`")


def pages(tree):
    return [path for path in tree.files if path.endswith(".md") and not path.startswith("tests/")]


def check(tree):
    folders = {path[:k + 1] for path in tree.files for k, letter in enumerate(path) if letter == "/"}
    for page in pages(tree):
        for number, line in enumerate(tree.files[page].split("\n"), 1):
            for name in NAMED.findall(line):
                if name not in tree.files and name.rstrip("/") + "/" not in folders:
                    yield page, number, f"names {name}, which is not there"


BAD = [
    {"README.md": "see `results/README.md`"},
    {"docs/A.md": "in `flows/none.c` and `docs/A.md`"},
]
GOOD = [
    {"README.md": "see `results/README.md`, `results/`, `results` and `build/x`", "results/README.md": ""},
    {"docs/A.md": "`flows/effect_*.c`, `vardflode check configs/x.json`"},
]
