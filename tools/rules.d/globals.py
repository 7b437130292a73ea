# SPDX-License-Identifier: GPL-3.0-or-later
"""No variable outlives a call unless it is constant; names across files begin with vf_."""
import re

from csource import blank, functions, statements

WHY = "a thread, a replication or a second study in the same process must not see what another left behind"

OURS = ("engine/", "flows/", "app/")
FREE_NAMES = {"main"}


def is_constant(declaration):
    declaration = re.sub(r"\[[^\]]*\]", "", declaration)
    if "*" in declaration:
        return re.search(r"\*\s*const\b", declaration[declaration.rindex("*"):]) is not None
    return re.search(r"\bconst\b", declaration) is not None


def is_variable(head):
    head = head.strip().rstrip(";").strip()
    before = head.split("=")[0].strip()
    if not before or "(" in before or re.match(r"(typedef|_Static_assert)\b", before):
        return False
    if "=" not in head and re.fullmatch(r"(struct|union|enum)(\s+\w+)?", before):
        return False
    return re.search(r"\w\s+\**\s*\w|\*\s*\w", before) is not None


def check(tree):
    for path, text in tree.select(*OURS):
        for head, line, _ in statements(blank(text)):
            before = head.split("=")[0]
            if re.fullmatch(r"\s*[A-Z_0-9]+\([\w ,]*\)\s*(extern\b)?.*", before, re.S) and "=" not in head:
                continue
            if is_variable(head) and not is_constant(before.rstrip().rstrip(";")):
                yield path, line, f"a variable at file scope that is not constant: {' '.join(before.split())}"
        for f in functions(text):
            for found in re.finditer(r"\bstatic\b([^=;]*)[=;]", f.body):
                if not is_constant(found.group(1)):
                    line = f.first + f.head.count("\n") + f.body.count("\n", 0, found.start())
                    yield path, line, f"{f.name} keeps a static variable that is not constant"
            if not f.static and not f.name.startswith(("vf_", "vardflode_")) and f.name not in FREE_NAMES:
                yield path, f.first, f"{f.name} is neither static nor called vf_<module>_<verb>"


BAD = [
    {"flows/a.c": "static int counter;"},
    {"flows/a.c": "int counter = 3;"},
    {"engine/base/a.c": 'static const char *names[] = {"a", "b"};'},
    {"engine/base/a.c": "struct vf_x table[] = {{1}, {2}};"},
    {"app/a.c": "int vf_f(void) { static int n; return n++; }"},
    {"app/a.c": "int next(void) { return 1; }"},
]
GOOD = [
    {"flows/a.c": 'static const int A[] = {1};\nstatic const char *const B[] = {"a", "b"};\nenum { X = 1 };\n'
                  "struct vf_x { int a; };\nextern const struct vf_x vf_y;\nint vf_f(int a);\n"
                  "static int g(void) { static const int T[] = {1}; int n = 0; return n + T[0]; }\n"
                  "_Static_assert(sizeof(int) == 4, \"\");\nstruct vf_z;\n"},
    {"app/a.h": "typedef int (*handler)(int);\nstatic inline int vf_f(void) { return 1; }\n"},
    {"app/a.c": "VF_COMMANDS(DECLARE)\n\nextern const struct vf_x *const vf_all[];\nint main(void) { return 0; }"},
]
