# SPDX-License-Identifier: GPL-3.0-or-later
"""Includes point downwards, header names are unique, and each outside library has its rooms."""
import os
import re

WHY = "a layer that knows the ones above it cannot be understood, tested or replaced alone"

ORDER = ["engine/base", "engine/kernel", "engine/stats", "engine/output", "engine/study", "flows", "app"]
PUBLIC = "vardflode/vardflode.h"
# Outside libraries and the layers that may name them.
ROOMS = {
    "cjson/": {"engine/base", "flows", "app"},
    "gsl/": set(ORDER) - {"engine/base"},
    "sqlite3.h": {"engine/output", "app"},
    "event2/": {"engine/study", "app"},
    "threads.h": set(),
}


def layer_of(path):
    for i, folder in enumerate(ORDER):
        if path.startswith(folder + "/"):
            return i
    return None


def headers(tree):
    where = {}
    for path, _ in tree.select(*ORDER, ends=(".h",)):
        where.setdefault(os.path.basename(path), []).append(path)
    return where


def check_include(path, line, quote, name, where):
    mine = layer_of(path)
    if name == PUBLIC and mine in (None, ORDER.index("flows"), ORDER.index("app")):
        return
    if ".." in name or (quote == '"' and "/" in name):
        yield path, line, f'#include "{name}": name the header alone, the layers are on the include path'
    elif quote == '"' and mine is not None:
        owners = where.get(name, [])
        if not owners:
            yield path, line, f'#include "{name}": no layer has this header'
        elif layer_of(owners[0]) > mine:
            yield path, line, f'#include "{name}": {ORDER[layer_of(owners[0])]} lies above {ORDER[mine]}'
    elif quote == "<" and mine is not None:
        for prefix, rooms in ROOMS.items():
            if name.startswith(prefix) and ORDER[mine] not in rooms:
                yield path, line, f"#include <{name}> is not for {ORDER[mine]}"


def check(tree):
    where = headers(tree)
    for name, paths in where.items():
        if len(paths) > 1:
            yield paths[1], 1, f"{name} exists twice: {paths[0]}"
    for path, text in tree.select():
        if layer_of(path) is not None and path.endswith(".h"):
            name = os.path.basename(path)
            guard = re.sub(r"[^A-Z0-9]", "_", name.upper())
            if not name.startswith("vf_"):
                yield path, 1, "a header is called vf_<subject>.h"
            if f"#ifndef {guard}\n" not in text:
                yield path, 1, f"the include guard is {guard}"
        for number, line in enumerate(text.split("\n"), 1):
            found = re.match(r'\s*#\s*include\s*(["<])([^">]+)[">]', line)
            if found:
                yield from check_include(path, number, found.group(1), found.group(2), where)


H = "#ifndef VF_A_H\n#define VF_A_H\n#endif\n"
BAD = [
    {"engine/base/a.c": '#include "vf_b.h"\n', "engine/kernel/vf_b.h": H.replace("_A_", "_B_")},
    {"engine/stats/a.c": '#include "vf_a.h"\n', "flows/vf_a.h": H},
    {"engine/base/a.c": '#include "../kernel/vf_a.h"\n', "engine/kernel/vf_a.h": H},
    {"flows/a.c": '#include "vf_nowhere.h"\n'},
    {"flows/a.c": "#include <sqlite3.h>\n"},
    {"app/a.c": "#include <threads.h>\n"},
    {"app/vf_a.h": H, "flows/vf_a.h": H},
    {"engine/base/a.c": '#include "vardflode/vardflode.h"\n'},
    {"app/a.h": H.replace("VF_A_H", "A_H")},
    {"app/vf_a.h": H.replace("VF_A_H", "VF_B_H")},
]
GOOD = [
    {"engine/kernel/a.c": '#include "vf_a.h"\n#include <gsl/gsl_rng.h>\n', "engine/base/vf_a.h": H},
    {"app/a.c": '#include <sqlite3.h>\n#include "vf_a.h"\n', "flows/config/vf_a.h": H},
    {"flows/a.c": '#include "vardflode/vardflode.h"\n'},
    {"tests/unit/t.c": '#include <check.h>\n#include "vf_a.h"\n', "app/vf_a.h": H},
]
