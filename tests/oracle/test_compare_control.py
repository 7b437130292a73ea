# SPDX-License-Identifier: GPL-3.0-or-later
"""The control variate against exact results: a ward that refuses nobody has 20 patients on average (O3), and knowing how
many came must make that at least 5 times as sharp, without moving it away."""
import json
import os
import subprocess
import sys

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
sys.exit(0 if abs(mean - 20) <= 2 * half and gain > 5 and abs(control["load_expected"] - 20) < 1e-6
         and abs(control["load_z"]) < 4 and abs(control["difference"] - 2) < 3 * control["ci95"] else 1)
