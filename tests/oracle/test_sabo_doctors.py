# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: labels=slow
"""Doctors for residential care, organised in three ways (configs/exempel): the hours each takes are exact, and
patients at the vårdcentraler wait least when others go to the residences."""
import json
import math
import os
import subprocess
import sys
import tempfile

PROGRAM = os.path.abspath(os.environ["VARDFLODE"])
CONFIG = os.path.join(os.environ["VF_SOURCE_DIR"], "configs", "exempel", "sabo_lakare.json")
OPEN = 9 * 5 / 7 / 24  # share of all hours
VISITS, ROUNDS = 12 * OPEN, 1.6 * OPEN
HOURS = {"efter_lista": 20 + 40 / 1.6, "efter_omrade": 20 + 40 / 5, "dedikerade": 20 + 40 / 8}  # minutes a resident


def busy(found, pools):
    """Mean and standard error of all doctors busy."""
    parts = [m["server_busy"] for m in pools]
    return sum(m["mean"] for m in parts), math.sqrt(sum(m["sd"] ** 2 / m["n"] for m in parts))


def main():
    with tempfile.TemporaryDirectory() as folder:
        command = [PROGRAM, "run", CONFIG, "--json", "-q", "--out", os.path.join(folder, "out")]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    faults, waits = [], []
    for found in json.loads(done.stdout)["scenarios"]:
        doctors = [found["units"][m + ".mottagning"]["pools"]["lakare"] for m in ("norr", "syd", "vast")]
        mean, error = busy(found, [*doctors, found["staff"]["sabo_lakare"]])
        exact = (VISITS * 20 + ROUNDS * HOURS[found["name"]]) / 60
        waits.append(max(d["server_wait_mean"]["mean"] for d in doctors))
        print("%-13s busy %.4f exact %.4f z %.2f, longest mean wait %.3f h" %
              (found["name"], mean, exact, (mean - exact) / error, waits[-1]))
        if abs(mean - exact) > 4 * error or error > 0.01 * exact:
            faults.append("%s: %.4f doctors busy, exact %.4f" % (found["name"], mean, exact))
    if len(waits) != 3 or not waits[2] < min(waits[:2]):
        faults.append("patients wait least when dedicated doctors go: %r" % waits)
    print("%d faults" % len(faults), *faults, sep="\n")
    return 1 if faults else 0


sys.exit(main())
