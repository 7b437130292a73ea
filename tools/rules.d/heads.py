# SPDX-License-Identifier: GPL-3.0-or-later
"""Every source file says its licence and then what it is for."""
import re

WHY = "the head comment is the contract of the file: what it is, who calls it, what must not be done"

LICENCE = "SPDX-License-Identifier: " + "GPL-3.0-or-later"
WORDS = 6


def script(path, text):
    return path.endswith((".py", ".sh")) or text.startswith("#!")


def check(tree):
    for path, text in tree.select():
        if not text.startswith(f"/* {LICENCE} */\n"):
            yield path, 1, f"the first line is /* {LICENCE} */"
            continue
        found = re.match(r"[^\n]*\n/\*(.*?)\*/", text, re.S)
        if not found or len(found.group(1).split()) < WORDS:
            yield path, 2, "the second line begins a comment that says what the file is for"
    for path, text in tree.files.items():
        if path.endswith((".c", ".h", ".md", ".json", ".t")) or not script(path, text):
            continue
        lines = text.split("\n")
        if LICENCE not in "\n".join(lines[:2]):
            yield path, 1, f"one of the first two lines is # {LICENCE}"
        elif len(re.sub(r'[#"\s]+', " ", " ".join(lines[1:8])).split()) < WORDS:
            yield path, 2, "the head says what the script is for"


SAID = "/* " + LICENCE + " */\n"
BAD = [
    {"flows/a.c": "int x;\n"},
    {"flows/a.c": "// " + LICENCE + "\n"},
    {"flows/a.c": SAID + "#include <stdio.h>\n"},
    {"flows/a.c": SAID + "/* Things. */\n"},
    {"tools/a.py": '"""Does a thing for somebody who wants it done well."""\n'},
    {"tools/a": "#!/bin/sh\n# " + LICENCE + "\necho\n"},
]
GOOD = [
    {"flows/a.c": SAID + "/* A queue of patients, called by the stations, first come first served. */\n"},
    {"tools/a": "#!/bin/sh\n# " + LICENCE + "\n# Says hello to whoever starts it and then ends.\n"},
]
