#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every number that describes Sweden says where it comes from: in configs/regioner each unit, group, family, member
and population entry has `source` or `assumed`, itself or in what encloses it or in the template it names."""
import json
import os
import pathlib
import sys

ROOT = pathlib.Path(os.environ.get("VF_SOURCE_DIR", pathlib.Path(__file__).resolve().parents[2]))
REMARKS = {"source", "assumed", "note", "title", "description"}


def told(*objects):
    return any(isinstance(o, dict) and (o.get("source") or o.get("assumed")) for o in objects)


def has_numbers(value):
    if isinstance(value, dict):
        return any(has_numbers(v) for k, v in value.items() if k not in REMARKS)
    if isinstance(value, list):
        return any(map(has_numbers, value))
    if isinstance(value, bool):
        return False
    return isinstance(value, (int, float)) or (isinstance(value, str) and value[:1].isdigit())


def entries(document, map_name):
    """(pointer, value, enclosing objects incl. the template)"""
    whole = document.get(map_name, {})
    templates = document.get("templates", {}).get(map_name, {})
    for name, value in whole.items():
        if name not in REMARKS:
            template = templates.get(value.get("template")) if isinstance(value, dict) else None
            yield f"/{map_name}/{name}", value, (document, whole, template)


def untold(document):
    for map_name in ("units", "groups", "families"):
        for pointer, value, around in entries(document, map_name):
            if has_numbers(value) and not told(value, *around):
                yield pointer
    for family, value in document.get("families", {}).items():
        for member, m in (value.get("members", {}) if isinstance(value, dict) else {}).items():
            if member not in REMARKS and not told(m, value, value["members"], document.get("families"), document):
                yield f"/families/{family}/members/{member}"
    population = document.get("population", {})
    for name, value in population.items():
        if name not in REMARKS and has_numbers(value) and not told(value, population, document):
            yield f"/population/{name}"


def self_test():
    bad = {"units": {"a": {"kind": "ward", "beds": {"disponibla": 3}}, "b": {"kind": "delay"}},
           "population": {"total": 3}, "families": {"k": {"source": "x", "members": {"m": {"weight": 1}}}}}
    assert list(untold(bad)) == ["/units/a", "/population/total"], list(untold(bad))
    good = {"templates": {"units": {"t": {"source": "x"}}}, "units": {"a": {"template": "t", "capacity": 3}},
            "groups": {"assumed": True, "g": {"stay_factor": 1}}}
    assert not list(untold(good)), list(untold(good))


def main():
    self_test()
    missing = 0
    for path in sorted((ROOT / "configs" / "regioner").glob("*.json")):
        for pointer in untold(json.loads(path.read_text(encoding="utf-8"))):
            print(f"{path.relative_to(ROOT)}: {pointer}: neither source nor assumed")
            missing += 1
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
