# SPDX-License-Identifier: GPL-3.0-or-later
"""The control variate against exact results: a ward that refuses nobody has 20 patients on average (O3), and knowing how
many came must make that at least 5 times as sharp, without moving it away. How often members of a cohort come is no such
knowledge: their queue decides that."""
import json
import os
import subprocess
import sys
import tempfile

config = os.path.join(os.environ["VF_SOURCE_DIR"], "configs/validation/o3.json")
told = subprocess.run([os.environ["VARDFLODE"], "compare", config, "--base", "a20_c22", "--with", "a22_c22", "--control",
                       "--indicator", "unit/ward/occupancy", "--set", '/run/duration="200 d"', "-n", "40", "-q", "--json"],
                      check=True, stdout=subprocess.PIPE, text=True).stdout
cell = json.loads(told)["comparisons"][0]["indicators"]["unit/ward/occupancy"]
control = cell["control"]
print(control)
told = subprocess.run([os.environ["VARDFLODE"], "compare", config, "--base", "a20_c22", "--with", "a22_c22", "--control",
                       "--indicator", "unit/ward/occupancy", "--set", '/run/duration="200 d"', "-n", "40", "-q"],
                      check=True, stdout=subprocess.PIPE, text=True).stdout
row = next(line for line in told.splitlines() if "(base)" in line).split()
mean, half, gain = float(row[-5]), float(row[-3]), float(row[-1])
print(mean, half, gain)


def with_a_cohort():
    """8 members crowd two doctors; 1 an hour come to another clinic for half an hour."""
    exponential = {"exponential": {"mean": "30 min"}}
    clinics = {"u": {"kind": "clinic", "capacity": 2}, "v": {"kind": "clinic", "capacity": 9}}
    groups = {"cohort": {"arrivals": {"cohort": {"size": 8, "home": exponential}}, "path": {"u": {"stay": exponential}}},
              "open": {"arrivals": {"poisson": {"rate": "1 /h"}}, "path": {"v": {"stay": exponential}}}}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as f:
        json.dump({"run": {"duration": "30 d", "warmup": "1 d", "replications": 20}, "units": clinics, "groups": groups,
                   "scenarios": {"fore": {"patch": {}}, "tre": {"patch": {"units": {"u": {"capacity": 3}}}}}}, f)
        f.flush()
        told = subprocess.run([os.environ["VARDFLODE"], "compare", f.name, "--base", "fore", "--with", "tre", "--control",
                               "--indicator", "unit/u/queue", "-q", "--json"], check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(told.stdout)["comparisons"][0]["indicators"]["unit/u/queue"]["control"]


cohort = with_a_cohort()
print(cohort)
sys.exit(0 if abs(cohort["load_expected"] - 0.5) < 1e-9 and abs(cohort["load_z"]) < 4
         and abs(mean - 20) <= 2 * half and gain > 5 and abs(control["load_expected"] - 20) < 1e-6
         and abs(control["load_z"]) < 4 and abs(control["difference"] - 2) < 3 * control["ci95"] else 1)
