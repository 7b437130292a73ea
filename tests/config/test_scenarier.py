#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: timeout=900
"""The library of scenarios: at least 30 patches, each told in Swedish and English with its source and what is assumed,
each accepted over the base region and changing its resolved config by more than its own words. That they run is the
business of test_scenarier_run."""
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(os.environ.get("VF_SOURCE_DIR", pathlib.Path(__file__).resolve().parents[2]))
REGION = ROOT / "configs" / "regioner" / "bas.json"
PROGRAM = os.environ.get("VARDFLODE", "vardflode")
REMARKS = {"source", "assumed", "note", "title", "description"}
MECHANISMS = {"levers", "shocks", "effects", "units"}
LEAST = 30


def bare(value):
    """Without remarks: what the model is made of."""
    if isinstance(value, dict):
        return {k: bare(v) for k, v in value.items() if k not in REMARKS}
    return [bare(v) for v in value] if isinstance(value, list) else value


def told(patch):
    for key in ("title", "description"):
        for language in ("sv", "en"):
            if not patch.get(key, {}).get(language):
                yield f"{key}.{language} is missing"
    for key in ("source", "assumed"):
        if not patch.get(key):
            yield f"{key} is missing"
    other = set(patch) - MECHANISMS - REMARKS
    if other:
        yield f"{sorted(other)} may not be in every region"


def ask(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=300, check=False)


def resolved(*arguments):
    got = ask("show", REGION, "--resolved", "--json", *arguments)
    assert got.returncode == 0, got.stderr
    return bare(json.loads(got.stdout))


def look_at(path, base):
    patch = json.loads(path.read_text(encoding="utf-8"))
    yield from told(patch)
    got = ask("check", REGION, "--patch", path, "-q")
    if got.returncode != 0:
        yield got.stderr.strip()
    elif resolved("--patch", path) == base:
        yield "changes nothing"


def main():
    paths = sorted((ROOT / "configs" / "scenarier").glob("*.json"))
    base = resolved()
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        wrong = [f"{path.name}: {problem}" for path, problems in
                 zip(paths, pool.map(lambda p: list(look_at(p, base)), paths)) for problem in problems]
    if len(paths) < LEAST:
        wrong.append(f"{len(paths)} scenarios, at least {LEAST} are promised")
    for line in wrong:
        print(line)
    print(f"{len(paths)} scenarios, {len(wrong)} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
