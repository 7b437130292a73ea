# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing grows past what fits in a head."""
import re

from csource import blank, functions

WHY = "what is longer or more branched than this is split: aim for files of 250 lines and functions of 40"

FILE_LINES, FUNCTION_LINES, COMPLEXITY, PARAMETERS = 500, 80, 15, 6
MODEL_LINES = 46000  # budget of engine + flows: lines that hold code (not blank, not only comment)


def code_lines(text):
    return sum(1 for line in blank(text, keep_strings=True).split("\n") if line.strip())


def check(tree):
    total = 0
    for path, text in tree.select():
        lines = text.count("\n")
        if lines > FILE_LINES:
            yield path, lines, f"{lines} lines, at most {FILE_LINES}"
        if path.startswith(("engine/", "flows/")):
            total += code_lines(text)
        for f in functions(text):
            if f.lines > FUNCTION_LINES:
                yield path, f.first, f"{f.name} has {f.lines} lines, at most {FUNCTION_LINES}"
            if f.complexity > COMPLEXITY and not path.startswith("tests/"):
                yield path, f.first, f"{f.name} has complexity {f.complexity}, at most {COMPLEXITY}"
            if f.parameters > PARAMETERS:
                yield path, f.first, f"{f.name} takes {f.parameters} parameters, at most {PARAMETERS}"
    if total > MODEL_LINES:
        yield "flows", 0, f"engine and flows hold {total} lines of code, at most {MODEL_LINES}"
    for path, text in tree.select("tools", "tests", ends=(".py", ".sh", "rules")):
        if text.count("\n") > FILE_LINES:
            yield path, text.count("\n"), f"more than {FILE_LINES} lines"


BAD = [
    {"app/a.c": "\n" * 501},
    {"app/a.c": "int f(void) {\n" + "x();\n" * 80 + "}\n"},
    {"app/a.c": "static const int X[] = {1, 2};\nint f(int a) {\n" + "if (a && b || c) x();\n" * 5 + "}\n"},
    {"app/a.c": "int f(int a, int b, int c, int d, int e, int (*f)(int, int), int g) { return 0; }"},
    {"flows/a%d.c" % i: "x();\n" * 499 for i in range(MODEL_LINES // 499 + 1)},
    {"tests/unit/t.c": "START_TEST(x) {\n" + "x();\n" * 80 + "}\nEND_TEST\n"},
]
GOOD = [
    {"app/a.c": "int f(void) {\n" + "x();\n" * 78 + "}\n" + "int g(void) {\n" + "x();\n" * 78 + "}\n"},
    {"app/a.c": "MACRO(a, f(1, 2, 3, 4))\nMACRO(b, c)\nint f(int a, int b) { return 0; }"},
    {"app/a.c": "int f(int a) { switch (a) {\n" + "case 1: return 1;\n" * 40 + "} return 0; }\n"},
    {"app/a.c": "int f(int a, int b, int c, int d, int e, int (*f)(int, int)) { return 0; }"},
    {"flows/a%d.c" % i: "/* only words */\n\n" * 240 for i in range(30)},
]
