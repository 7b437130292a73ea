#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The JSON Schema and the loader draw the same line over tests/config: `good` is accepted by both, `bad` refused by
both, `semantic` refused by the loader alone (names, sums, files: what no schema can say). The loader's texts are
compared by the unit test flows_config_corpus; here the program itself is asked, when there is one."""
import json
import os
import pathlib
import subprocess
import sys

try:
    import jsonschema
except ImportError:
    print("python3-jsonschema is missing")
    sys.exit(77)

ROOT = pathlib.Path(os.environ.get("VF_SOURCE_DIR", pathlib.Path(__file__).resolve().parents[2]))
CORPUS = ROOT / "tests" / "config"
FILES_LEAST = 60
FOLDERS = {"good": (True, True), "bad": (False, False), "semantic": (True, False)}  # schema accepts, program accepts


def program_that_checks():
    """The program, or None when it is not built or has no `check` yet (said aloud, not passed over)."""
    program = os.environ.get("VARDFLODE")
    try:
        if program and subprocess.run([program, "check", "--help"], stdout=subprocess.DEVNULL,
                                      stderr=subprocess.DEVNULL, timeout=60).returncode == 0:
            return program
    except OSError:
        pass
    print("the program cannot be asked: only the schema is")
    return None


def program_accepts(program, path):
    got = subprocess.run([program, "check", str(path)], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                         timeout=60)
    if got.returncode not in (0, 3):
        raise SystemExit(f"{path}: exit code {got.returncode}: {got.stderr.decode()}")
    return got.returncode == 0


def main():
    schema = json.loads((ROOT / "configs" / "vardflode.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    program = program_that_checks()
    wrong, n = [], 0
    for folder, (by_schema, by_program) in FOLDERS.items():
        for path in sorted((CORPUS / folder).glob("*.json")):
            n += 1
            document = json.loads(path.read_text(encoding="utf-8"))
            problems = [e.message[:120] for e in validator.iter_errors(document)]
            if bool(problems) == by_schema:
                wrong.append(f"{path.relative_to(ROOT)}: schema says {problems or 'ok'}")
            if program and program_accepts(program, path) != by_program:
                wrong.append(f"{path.relative_to(ROOT)}: the program disagrees with the folder")
    for line in wrong:
        print(line)
    print(f"{n} files, {len(wrong)} disagreements")
    return 1 if wrong or n < FILES_LEAST else 0


if __name__ == "__main__":
    sys.exit(main())
