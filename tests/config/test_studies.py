#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Study files of tests/config/studies: `good` ones are planned, by loader and schema alike; `bad` ones are refused before
anything runs, with every problem at once, word for word as the .expected beside each says (VF_UPDATE=1 writes it)."""
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
CORPUS = ROOT / "tests" / "config" / "studies"


def plan(path):
    return subprocess.run([os.environ["VARDFLODE"], "sweep", str(path.relative_to(ROOT)), "--plan", "--json"], cwd=ROOT,
                          env=dict(os.environ, LANGUAGE="en"), check=False, timeout=60, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def main():
    schema = json.loads((ROOT / "configs" / "study.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    wrong, n = [], 0
    shipped = list((ROOT / "configs" / "studies").glob("*.json"))
    for path in sorted((CORPUS / "good").glob("*.json")) + shipped:
        n += 1
        got = plan(path)
        problems = [e.message[:120] for e in validator.iter_errors(json.loads(path.read_text(encoding="utf-8")))]
        if got.returncode or problems or not json.loads(got.stdout)["points"]:
            wrong.append(f"{path.name}: exit {got.returncode}, schema says {problems or 'ok'}\n{got.stderr}")
    for path in sorted((CORPUS / "bad").glob("*.json")):
        n += 1
        got, expected = plan(path), path.with_suffix(".expected")
        if os.environ.get("VF_UPDATE"):
            expected.write_text(got.stderr, encoding="utf-8")
        if got.returncode != 3 or got.stdout or got.stderr != expected.read_text(encoding="utf-8"):
            wrong.append(f"{path.name}: exit {got.returncode}, told\n{got.stderr}")
    for line in wrong:
        print(line)
    print(f"{n} studies, {len(wrong)} faults")
    return 1 if wrong or n < 20 else 0


if __name__ == "__main__":
    sys.exit(main())
