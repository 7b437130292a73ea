# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: timeout=900
"""Every key of a config does what it says: runs the cases of cases_*.py, and fails for a key without a case.

The keys are read out of the published schema, which another test holds to the field table. Usage: test_keys.py
[WORD...] runs only the cases of keys, or of names, that hold one of the words.
"""
import concurrent.futures
import glob
import importlib
import json
import os
import sys
import traceback

import vfkeys

# Three readings of a profile are one table in the program; each is a definition of its own in the schema, and
# each has its cases.
REMARKS = {"source", "assumed", "note", "title", "description"}


def keys_of_schema():
    definitions = {}
    for schema in ("vardflode", "study"):
        with open(os.path.join(vfkeys.SOURCE, "configs", schema + ".schema.json"), encoding="utf-8") as f:
            definitions.update(json.load(f)["$defs"])
    keys = []
    for name, definition in definitions.items():
        if not name.endswith("_part"):
            keys += ["%s.%s" % (name, key) for key in definition.get("properties") or {}
                     if key not in REMARKS or name == "remarks"]
    return keys


def run_case(function):
    try:
        function()
        return None
    except AssertionError as e:
        line = traceback.extract_tb(e.__traceback__)
        where = next((f for f in reversed(line) if "cases_" in f.filename), line[-1])
        return "line %d: %s\n    %s" % (where.lineno, where.line, str(e).replace("\n", "\n    "))
    except Exception:  # a case that cannot run is a failure too
        return traceback.format_exc()


def main(words):
    folder = os.path.dirname(os.path.abspath(__file__))
    for path in sorted(glob.glob(os.path.join(folder, "cases_*.py"))):
        importlib.import_module(os.path.basename(path)[:-3])
    keys = keys_of_schema()
    assert len(keys) > 250, "the schema was not understood"
    failed = ["key without a case: " + k for k in keys if k not in vfkeys.CASES]
    failed += ["case for a key that does not exist: " + k for k in vfkeys.CASES if k not in keys]
    if words:
        failed = []
    functions = {}
    for key, cases in vfkeys.CASES.items():
        for function in cases:
            functions.setdefault(function, []).append(key)
    chosen = [f for f, its in functions.items()
              if not words or any(w in k for w in words for k in its + [f.__name__])]
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        for function, problem in zip(chosen, pool.map(run_case, chosen)):
            if problem is not None:
                failed.append("%s.%s (%s)\n  %s" % (function.__module__, function.__name__,
                                                    ", ".join(functions[function]), problem))
    for problem in failed:
        print("FAIL", problem)
    print("%d keys, %d cases, %d failures" % (len(keys), len(chosen), len(failed)))
    return 1 if failed else 0


if __name__ == "__main__":
    if not os.access(vfkeys.PROGRAM, os.X_OK):
        print("the program is not there: set VARDFLODE")
        sys.exit(1)
    sys.exit(main(sys.argv[1:]))
