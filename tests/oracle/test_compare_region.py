# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: labels=minutes timeout=1800
"""The base region with and without 10 % more medical beds: the same patients must make the comparison of
överbeläggningar more than 5 times as sharp as independent runs would."""
import json
import os
import subprocess
import sys

config = os.path.join(os.environ["VF_SOURCE_DIR"], "configs/regioner/bas.json")
told = subprocess.run([os.environ["VARDFLODE"], "compare", config, "--base", "nulage", "--with", "fler_vardplatser",
                       "--replications", "20", "-q", "--json"], check=True, stdout=subprocess.PIPE, text=True).stdout
cell = json.loads(told)["comparisons"][0]["indicators"]["overbelaggningar_per_100"]
print(cell)
sys.exit(0 if cell["variance_reduction"] > 5 and cell["verdict"] == "lower" else 1)
