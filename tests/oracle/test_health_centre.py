# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: labels=slow
"""The health centre of configs/exempel: it runs, its books balance, everything in it is used; the doctors are busy
for what consultations, admissions and births ask of them, exactly; and births make consultations wait longer."""
import json
import math
import os
import subprocess
import sys
import tempfile

program = os.path.abspath(os.environ["VARDFLODE"])
config = os.path.join(os.environ["VF_SOURCE_DIR"], "configs", "exempel", "halsocentral.json")
REPLICATIONS = 20
VISITORS, BIRTHS = 9 * 8 * 6 / 7, 0.7  # a day
BUSY = (VISITORS * (8 + 0.02 * (15 + 10)) + BIRTHS * 45) / 1440


def run(folder, scenario, *options):
    command = [program, "run", config, "--json", "-q", "-n", str(REPLICATIONS), "--scenario", scenario]
    command += ["--out", os.path.join(folder, "out"), "--replace", *options]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    return json.loads(done.stdout)["scenarios"][0]


def busy_fault(name, found):
    busy = found["staff"]["lakare"]["server_busy"]
    z = (busy["mean"] - BUSY) / (busy["sd"] / math.sqrt(REPLICATIONS))
    print(f"{name}: doctors busy {busy['mean']:.5f}, exact {BUSY:.5f}, z = {z:.2f}")
    return [] if abs(z) <= 3 and busy["ci95"] < 0.01 * BUSY else [f"{name}: doctors busy {busy['mean']}, z = {z:.2f}"]


def faults_of(folder):
    now, one = run(folder, "nulage"), run(folder, "en_lakare")
    none = run(folder, "nulage", "--set", "/groups/fodande/arrivals/rate_factor=0")
    for found in (now, one, none):
        if any(found["checks"][book] != "ok" for book in ("little", "flow", "bed_days")):
            yield f"{found['name']}: {found['checks']}"
    if not now["checks"]["stationary"]:
        yield "the centre does not keep up"
    yield from busy_fault("nulage", now) + busy_fault("en_lakare", one)
    for unit, values in now["units"].items():
        if not values["occupancy"]["mean"] > 0:
            yield f"{unit} is not used"
    waits = [found["staff"]["lakare"]["server_wait_mean"] for found in (none, now, one)]
    print("wait for a doctor without births, now, one doctor:", *(f"{w['mean']:.3f}" for w in waits))
    for less, more in zip(waits, waits[1:]):
        if not less["mean"] + less["ci95"] < more["mean"] - more["ci95"]:
            yield f"wait for a doctor {less['mean']} is not less than {more['mean']}"


def main():
    with tempfile.TemporaryDirectory() as folder:
        faults = list(faults_of(folder))
    print(f"{len(faults)} faults", *faults, sep="\n")
    return 1 if faults else 0


sys.exit(main())
