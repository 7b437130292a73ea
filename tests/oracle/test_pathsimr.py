# SPDX-License-Identifier: GPL-3.0-or-later
"""Three pathways of PathSimR (configs/validation/v2_*.json) against an independent implementation of the same
rules: |ours - theirs| <= 3 s sqrt(2 / 300), s our standard deviation over 300 replications. The examination of
A&E also against its exact load. The stroke pathway has no steady state, which the run must say."""
import json
import math
import os
import subprocess
import sys
import tempfile

program = os.path.abspath(os.environ["VARDFLODE"])
source = os.environ["VF_SOURCE_DIR"]
REPLICATIONS = 300
INDEPENDENT = {
    "v2_stroke": {
        "hasu": {"occupancy": 23.47, "queue": 11.5, "blocked_beds": 5.41},
        "asu": {"occupancy": 26.72, "queue": 0, "blocked_beds": 9.26},
        "sa1": {"occupancy": 19.22, "queue": 0, "blocked_beds": 0},
        "sa2": {"occupancy": 12.37, "queue": 0, "blocked_beds": 0},
    },
    "v2_obstetrics": {
        "triage": {"occupancy": 5.628, "blocked_beds": 0.351},
        "apm": {"occupancy": 13.55},
        "apnm": {"occupancy": 7.60},
        "ld": {"occupancy": 9.19, "blocked_beds": 0.903, "queue": 0},
        "pp": {"occupancy": 31.44, "blocked_beds": 0},
        "pacu": {"occupancy": 0.862},
        "msw": {"occupancy": 10.01, "queue": 0},
    },
    "v2_ae": {
        "shock": {"occupancy": 0.2358, "queue": 0},
        "intensive": {"occupancy": 0.3307, "queue": 0},
        "observation": {"occupancy": 0.6275},
        "yellow": {"occupancy": 0.9769},
        "green": {"occupancy": 3.8427},
        "examination": {"occupancy": 0.0962},
    },
}
EXAMINATION = 0.0972


def run(name, folder, *options):
    config = os.path.join(source, "configs", "validation", name + ".json")
    command = [program, "run", config, "--out", os.path.join(folder, name), "--replace", *options]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True, text=True)


def faults_of(name, folder):
    scenario = json.loads(run(name, folder, "--json", "-q").stdout)["scenarios"][0]
    if scenario["replications"] != REPLICATIONS:
        yield f"{name}: {scenario['replications']} replications"
    for unit, values in INDEPENDENT[name].items():
        for metric, theirs in values.items():
            ours = scenario["units"][unit][metric]
            widest = 3 * ours["sd"] * math.sqrt(2 / REPLICATIONS)
            print(f"{name} {unit} {metric}: {ours['mean']:.4f}, independent {theirs}, may differ by {widest:.4f}")
            if abs(ours["mean"] - theirs) > widest:
                yield f"{name} {unit} {metric}: {ours['mean']:.4f}, independent {theirs}, more than {widest:.4f}"
    if name == "v2_ae":
        ours = scenario["units"]["examination"]["occupancy"]
        if abs(ours["mean"] - EXAMINATION) > 3 * ours["sd"] / math.sqrt(REPLICATIONS):
            yield f"examination: {ours['mean']:.5f}, exact {EXAMINATION}"
    if scenario["checks"]["stationary"] != (name != "v2_stroke"):
        yield f"{name}: stationary is {scenario['checks']['stationary']}"
    if name == "v2_stroke":
        if scenario["checks"]["not_stationary"]["unit"] != "hasu":
            yield "v2_stroke: the queue that grows is that of hasu"
        told = run(name, folder, "--progress", "none")
        if "hasu" not in told.stdout or "no steady state" not in told.stdout + told.stderr:
            yield "v2_stroke: the run does not warn that there is no steady state"


def main():
    os.environ["LC_ALL"] = "C"
    with tempfile.TemporaryDirectory() as folder:
        faults = [fault for name in INDEPENDENT for fault in faults_of(name, folder)]
    print(f"{len(faults)} faults", *faults, sep="\n")
    return 1 if faults else 0


sys.exit(main())
