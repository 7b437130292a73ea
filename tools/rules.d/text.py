# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines, blanks and notes to oneself."""
import re

WHY = "what is left for later is an issue with a number, not a word in the code; lines fit side by side"

WIDTH = 128  # the formatter breaks code at 110; a comment may run a little over
CODE = (".c", ".h", ".py", ".sh", ".cmake")
NOTE = re.compile(r"\b(?:TO" + "DO|FIX" + "ME|XX" + r"X|HA" + r"CK)\b(?!\(#\d+\): \w)")


def check(tree):
    for path, text in tree.files.items():
        if path.startswith(("tests/config/", "tests/fuzz/corpus/", "tests/golden/")) or path == "COPYING":
            continue
        if text and not text.endswith("\n"):
            yield path, text.count("\n") + 1, "the file does not end with a newline"
        for number, line in enumerate(text.split("\n"), 1):
            if line != line.rstrip() and not path.endswith((".t", ".md")):
                yield path, number, "blanks at the end of the line"
            if path.endswith(CODE) and len(line) > WIDTH:
                yield path, number, f"{len(line)} characters, at most {WIDTH}"
            if path.endswith(CODE) and "\t" in line:
                yield path, number, "a tab: indent with four blanks"
            if path.endswith(CODE + (".md",)) and NOTE.search(line):
                yield path, number, f"{NOTE.search(line).group(0)}: write an issue, or name it: TO" + "DO(#12): text"


BAD = [
    {"flows/a.c": "int x; \n"},
    {"flows/a.c": "int x;"},
    {"flows/a.c": "\tint x;\n"},
    {"flows/a.c": "/* " + "x" * 128 + " */\n"},
    {"flows/a.c": "/* TO" + "DO */\n"},
    {"flows/a.c": "/* TO" + "DO: later */\n"},
    {"docs/a.md": "FIX" + "ME\n"},
]
GOOD = [
    {"flows/a.c": "/* TO" + "DO(#12): ask the stations */\nint x;\n", "README.md": "å" * 300 + "  \n"},
    {"flows/a.c": "/* " + "å" * 100 + " */\n"},
]
