# SPDX-License-Identifier: GPL-3.0-or-later
"""The document of `run --json` and the result folder say the same, in the shape that was promised."""
import contextlib
import csv
import hashlib
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

PROGRAM = os.path.abspath(os.environ["VARDFLODE"])
SOURCE = pathlib.Path(os.environ["VF_SOURCE_DIR"])
INTERVAL = {"mean", "ci95", "n", "sd", "ci_low", "ci_high", "sd_year", "pi_low", "pi_high", "unit"}
HEAD = {"program", "config", "seed", "replications", "warmup_days", "report_time_unit", "partial", "scenarios",
        "events", "wall_s"}
SCENARIO = {"name", "title", "indicators", "hospitals", "units", "groups", "flows", "checks", "events", "wall_s"}
INDICATORS = ("overbelaggningar_per_100", "utlokaliserade_per_100", "belaggningsgrad", "utskrivningsklara_andel",
              "utskrivningsklara_dagar_per_vardtillfalle", "aterinskrivning_30d", "aterinskrivning_30d_65plus",
              "akut_andel_inlagda", "akut_vistelsetid_median", "akut_vistelsetid_p90", "vardtillfallen_per_100k",
              "overbelaggningar_per_100_psyk", "utlokaliserade_per_100_psyk")
faults = []


def expect(what, good):
    if not good:
        faults.append(what)


def near(a, b):
    return a == b or (a is not None and b is not None and abs(a - b) <= 1e-9 * max(abs(a), abs(b)))


def run(folder, config, *more):
    done = subprocess.run([PROGRAM, "run", str(config), "--out", str(folder), "--json", "-q", *more], check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    return done, json.loads(done.stdout) if done.stdout else None


def check_shape(document):
    expect(f"keys of the document: {HEAD - set(document)} missing", HEAD <= set(document))
    expect("three scenarios", [s["name"] for s in document["scenarios"]] == ["nulage", "fler_platser", "fler_korttids"])
    for s in document["scenarios"]:
        expect(f"keys of a scenario: {SCENARIO - set(s)} missing", SCENARIO <= set(s))
        for name in INDICATORS:
            expect(f"indicator {name}", set(s["indicators"].get(name, ())) == INTERVAL)
        expect("an indicator without psychiatry is not null",
               s["indicators"]["overbelaggningar_per_100_psyk"]["mean"] is None)
        expect("checks", s["checks"]["little"] == "ok" and s["checks"]["flow"] == "ok" and
               s["checks"]["deadlock"] is False and s["checks"]["stationary"] in (True, False))
        ward = s["units"]["medA"]
        expect("kind and level", (ward["kind"], ward["level"]) == ("ward", "slutenvard"))
        for name in ("arrivals", "occupancy", "wait_mean", "p_wait", "utilisation", "p_over", "need", "admitted"):
            expect(f"a ward has {name}", set(ward.get(name, ())) == INTERVAL)
        expect("distribution", abs(sum(ward["occupancy_distribution"]) - 1) < 1e-9)
        mean = sum(n * p for n, p in enumerate(ward["occupancy_distribution"]))
        expect("mean of the distribution", abs(mean - ward["occupancy"]["mean"]) < 1e-9)
        expect("phases", len(ward["phase"]["occupancy"]) == 4 and len(ward["phase"]["queue"]) == 4)
        expect("by_group", set(ward["by_group"]) == {"aldre", "kirurgi"})
        parts = sum(g["occupancy"]["mean"] for g in ward["by_group"].values())
        expect("groups sum to the unit", abs(parts - ward["occupancy"]["mean"]) < 1e-9)
        expect("months", "overbelaggningar_per_100" in ward["months"]["3"])
        expect("servers", "server_utilisation" in s["units"]["akut"]["pools"]["lakare"])
        expect("hospital", "belaggningsgrad" in s["hospitals"]["lasarettet"])
        expect("group", "total_time" in s["groups"]["aldre"])
        into = sum(f["per_day"] for f in s["flows"] if f["to"] == "vc")
        expect("flows", near(into, s["units"]["vc"]["admitted"]["mean"] / s["window_days"]))
    expect("events", sum(s["events"] for s in document["scenarios"]) == document["events"])


def check_year(name, x, row, years):
    """Beside every interval of the mean: the standard deviation of one year, and where one year falls."""
    for key in ("sd", "ci_low", "ci_high", "sd_year", "pi_low", "pi_high"):
        value = float(row[key]) if row[key] else None
        expect(f"summary.csv: {key} of {name}", near(value, x[key]) and (value is None) == (x["n"] < 2))
    if x["n"] == 4:
        sd = x["sd"] * years ** 0.5
        half = 3.182446305284 * (sd ** 2 + x["sd"] ** 2 / 4) ** 0.5
        expect(f"sd of a year: {name}", near(x["sd_year"], sd) and
               abs(x["pi_high"] - x["mean"] - half) <= 1e-6 * abs(half) + 1e-12 and
               abs(x["pi_high"] + x["pi_low"] - 2 * x["mean"]) < 1e-6 * (1 + abs(half)))


def check_folder(folder, document):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    config = (folder / "config.json").read_bytes()
    expect("checksum of the config", manifest["config_sha256"] == hashlib.sha256(config).hexdigest())
    expect("manifest", manifest["seed"] == 7 and manifest["replications"] == 4 and manifest["partial"] is False)
    with open(folder / "summary.csv", encoding="utf-8") as file:
        rows = {(r["scenario"], r["scope"], r["unit"], r["group"], r["period"], r["metric"]): r
                for r in csv.DictReader(file)}
    base = sqlite3.connect(folder / "results.sqlite")
    for s in document["scenarios"]:
        for name, x in s["indicators"].items():
            row = rows.get((s["name"], "region", "", "", "all", name))
            expect(f"summary.csv: {name}", (row is None) == (x["n"] == 0))
            if row:
                expect(f"summary.csv: mean of {name}", near(float(row["mean"]), x["mean"]))
                check_year(name, x, row, s["window_days"] / 365)
            stored = base.execute("SELECT mean FROM tidy WHERE scenario = ? AND scope = 'region' AND period = 'all'"
                                  " AND metric = ?", (s["name"], name)).fetchone()
            expect(f"results.sqlite: {name}", near(stored[0] if stored else None, x["mean"]))
    with open(folder / "census.csv", encoding="utf-8") as file:
        census = list(csv.DictReader(file))
    expect("census rows", len(census) == 3 * 2 * 91)
    expect("census in the store", base.execute("SELECT count(*) FROM census").fetchone()[0] == len(census))
    over = sum(int(r["overbelaggningar"]) for r in census if r["scenario"] == "nulage")
    beds = sum(int(r["disponibla"]) for r in census if r["scenario"] == "nulage")
    first = base.execute("SELECT value FROM tidy_value WHERE scenario = 'nulage' AND replication = 0 AND period = 'all'"
                         " AND scope = 'region' AND metric = 'overbelaggningar_per_100'").fetchone()[0]
    expect("the indicator is that of the census", near(first, 100 * over / beds))


def check_rerun(folder, document):
    """config.json of a folder gives the same numbers again."""
    done, again = run(folder.parent / "again", folder / "config.json")
    expect(f"rerun: {done.stderr}", done.returncode == 0)
    for a, b in zip(document["scenarios"], again["scenarios"]):
        expect("rerun: other numbers", a["indicators"] == b["indicators"] and a["units"] == b["units"])


def check_deadlock(folder):
    """Two units of one place that want each other's: the time is told, and the run fails unless told otherwise."""
    config = folder / "knot.json"
    node = {"stay": {"exponential": {"mean": "1 d"}}}
    config.write_text(json.dumps({
        "run": {"duration": "1000 d", "replications": 3, "report_time_unit": "h"},
        "units": {k: {"kind": "intermediate", "capacity": 1} for k in "ab"},
        "groups": {"p": {"arrivals": {"poisson": {"rate": "2 /d"}}, "start": {"a": 0.5, "b": 0.5},
                         "path": {"a": {**node, "next": {"b": 0.5, "exit": 0.5}},
                                  "b": {**node, "next": {"a": 0.5, "exit": 0.5}}}}}}), encoding="utf-8")
    done, document = run(folder / "knot", config)
    expect(f"deadlock: exit code {done.returncode}, expected 1", done.returncode == 1)
    expect(f"deadlock: not told: {done.stderr}", "deadlock" in done.stderr)
    scenario = document["scenarios"][0]
    expect("deadlock: not in the checks", scenario["checks"]["deadlock"] is True)
    expect("deadlock: no time", scenario["deadlock_time"]["n"] == 3 and scenario["deadlock_time"]["mean"] > 1)
    done, document = run(folder / "swap", config, "--set", "/run/on_deadlock=swap")
    expect(f"deadlock: swap ended with {done.returncode}: {done.stderr}", done.returncode == 0)
    expect("deadlock: swap is not counted", document["scenarios"][0]["checks"]["deadlock"] is True)


def check_pilot(folder):
    """The pilot of "auto" sees what lies over the file: stays of 200 days take longer to settle than those of one."""
    config = str(SOURCE / "configs/validation/o3.json")
    patch = {"run": {"warmup": "auto", "duration": "700 d"}, "groups": {"patients": {
        "arrivals": {"poisson": {"rate": "0.1 /d"}},
        "path": {"ward": {"stay": {"uniform": {"min": "150 d", "max": "250 d"}}}}}}}
    (folder / "long.json").write_text(json.dumps(patch), encoding="utf-8")
    more = ("--scenario", "a20_c22", "-n", "2")
    _, short = run(folder / "short", config, "--set", '/run/warmup="auto"', *more)
    _, long = run(folder / "long", config, "--patch", str(folder / "long.json"), *more)
    expect("the pilot does not see the patch", long["warmup_days"] >= 140 > 70 > short["warmup_days"])
    axis = {"pointer": "/units/ward/beds/disponibla", "values": [22, 23]}
    (folder / "study.json").write_text(json.dumps({
        "extends": config, "patch": patch, "scenario": "a20_c22", "replications": 2, "axes": {"beds": axis},
        "indicators": ["unit/ward/occupancy"], "design": {"kind": "grid"}}), encoding="utf-8")
    subprocess.run([PROGRAM, "sweep", folder / "study.json", "--out", folder / "study", "-q"], check=True,
                   stdout=subprocess.DEVNULL)
    with contextlib.closing(sqlite3.connect(folder / "study/results.sqlite")) as store:
        told = store.execute("SELECT value FROM meta WHERE key = 'warmup_days'").fetchone()[0]
    expect(f"the pilot of a study does not see its patch: {told} days", float(told) >= 140)


def main():
    with tempfile.TemporaryDirectory(prefix="vf-json-") as name:
        folder = pathlib.Path(name)
        done, document = run(folder / "r", SOURCE / "tests/cli/small.json")
        expect(f"exit code {done.returncode}: {done.stderr}", done.returncode == 0)
        check_shape(document)
        check_folder(folder / "r", document)
        check_rerun(folder / "r", document)
        check_deadlock(folder)
        check_pilot(folder)
    print(f"{len(faults)} faults", *sorted(set(faults)), sep="\n")
    return 1 if faults else 0


sys.exit(main())
