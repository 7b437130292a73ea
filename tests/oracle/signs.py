# SPDX-License-Identifier: GPL-3.0-or-later
"""Which way the base region goes when one thing changes: paired comparisons of scenarios over it, held to a sign with its
95 % interval. These are tests of the program, not evidence about care: a sign that holds here follows from what the
config says. Not a test itself: test_signs.py has the quick one, test_signs_region.py the rest."""
import json
import os
import pathlib
import subprocess
import tempfile

ROOT = pathlib.Path(os.environ.get("VF_SOURCE_DIR", pathlib.Path(__file__).resolve().parents[2]))
PROGRAM = os.environ.get("VARDFLODE", "vardflode")
WARDS = {"kind": "ward", "somatic": True}
OVER, AWAY, FULL = "overbelaggningar_per_100", "utlokaliserade_per_100", "belaggningsgrad"
AVOIDABLE, AGAIN = "paverkbar_slutenvard_per_100k", "aterinskrivning_30d_65plus"


def library(name):
    """What a file of configs/scenarier changes."""
    patch = json.loads((ROOT / "configs" / "scenarier" / (name + ".json")).read_text(encoding="utf-8"))
    return {k: v for k, v in patch.items() if k in ("levers", "shocks", "effects", "units")}


def compare(scenarios, indicators, days=60, replications=4, base=None, start="2024-01-01"):
    """{scenario: {indicator: result}} against the base region with `base` laid over it."""
    config = {"extends": str(ROOT / "configs" / "regioner" / "bas.json"), **(base or {}),
              "run": {"start": start, "warmup": "4 w", "duration": "%d d" % days, "replications": replications,
                      "transient": True},
              "scenarios": {"before": {"patch": {}}, **{k: {"patch": v} for k, v in scenarios.items()}}}
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "config.json")
        with open(path, "w", encoding="utf-8") as f:
            json.dump(config, f)
        command = [PROGRAM, "compare", path, "--base", "before", "--json", "-q"]
        for name in scenarios:
            command += ["--with", name]
        for name in indicators:
            command += ["--indicator", name]
        got = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert got.returncode == 0, got.stderr
    return {c["scenario"]: c["indicators"] for c in json.loads(got.stdout)["comparisons"]}


def goes(result, indicator, sign, what):
    """The whole interval on that side of 0 (sign 1, -1), or not on the upper side (sign 0)."""
    r = result[indicator]
    said = "%s: %s %+.4g (%.4g to %.4g)" % (what, indicator, r["difference"], r["ci_low"], r["ci_high"])
    print(said)
    assert {1: r["ci_low"] > 0, -1: r["ci_high"] < 0, 0: r["ci_low"] <= 0}[sign], said
