# SPDX-License-Identifier: GPL-3.0-or-later
"""`compare --json` against the same numbers worked out here from the values that `run` left in its store: paired
differences, their spread, correlation, gain, and Holm's correction. An unchanged scenario must be identical."""
import json
import math
import os
import sqlite3
import subprocess
import sys
import tempfile

program = os.path.abspath(os.environ["VARDFLODE"])
config = os.path.join(os.environ["VF_SOURCE_DIR"], "tests/cli/small.json")
T975 = {4: 2.776445105198, 5: 2.570581835636}  # Student's t, 5 replications or 6
faults = []


def close(a, b, what, tolerance=1e-9):
    if a is None or b is None or not math.isclose(a, b, rel_tol=tolerance, abs_tol=1e-12):
        faults.append(f"{what}: {a} and {b}")


def sums(a, b):
    n, ma, mb = len(a), sum(a) / len(a), sum(b) / len(b)
    return (sum((x - ma) ** 2 for x in a), sum((y - mb) ** 2 for y in b),
            sum((x - ma) * (y - mb) for x, y in zip(a, b)), n)


def check_cell(cell, base, other, name):
    d = [y - x for x, y in zip(base, other)]
    aa, bb, ab, n = sums(base, other)
    dd = sums(d, d)[0]
    sd = math.sqrt(dd / (n - 1))
    close(cell["difference"], sum(d) / n, name + " difference")
    for mean, year, own in (("base_mean", "base_year", aa), ("mean", "year", bb)):  # the window is 91 of 365 days
        spread, whole = math.sqrt(own / (n - 1)), cell[year]
        close(whole["sd_year"], spread * math.sqrt(91 / 365), name + " sd of a year", 1e-6)
        half = T975[n - 1] * math.sqrt(whole["sd_year"] ** 2 + spread ** 2 / n)
        close(whole["pi_high"] - cell[mean], half, name + " interval of a year", 1e-6)
    close(cell["sd"], sd, name + " sd", 1e-6)
    close(cell["ci95"], T975[n - 1] * sd / math.sqrt(n), name + " ci95", 1e-6)
    if aa > 1e-20 and bb > 1e-20 and dd > 1e-20:
        close(cell["correlation"], ab / math.sqrt(aa * bb), name + " correlation", 1e-6)
        close(cell["variance_reduction"], (aa + bb) / dd, name + " gain", 1e-6)


def holm(p):
    order, most, out = sorted(range(len(p)), key=lambda i: p[i]), 0, [0.0] * len(p)
    for k, i in enumerate(order):
        most = max(most, min(1, p[i] * (len(p) - k)))
        out[i] = most
    return out


def main():
    with tempfile.TemporaryDirectory(prefix="vf-compare-") as folder:
        with open(config, encoding="utf-8") as file:
            whole = json.load(file)
        whole["scenarios"]["oforandrad"] = {"patch": {}}
        path = os.path.join(folder, "small.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(whole, file)
        out = os.path.join(folder, "r")
        subprocess.run([program, "run", path, "-n", "6", "-q", "--out", out], check=True, stdout=subprocess.DEVNULL)
        told = subprocess.run([program, "compare", path, "-n", "6", "-q", "--base", "nulage", "--json"], check=True,
                              stdout=subprocess.PIPE, text=True).stdout
        document = json.loads(told)
        db = sqlite3.connect(os.path.join(out, "results.sqlite"))
        values = {}
        for scenario, metric, value in db.execute(
                "SELECT scenario, metric, value FROM tidy_value WHERE scope='region' AND period='all' "
                "ORDER BY replication"):
            values.setdefault((scenario, metric), []).append(value)
        cells = [(c["scenario"], name, cell) for c in document["comparisons"]
                 for name, cell in c["indicators"].items()]
        for scenario, name, cell in cells:
            check_cell(cell, values["nulage", name], values[scenario, name], f"{scenario} {name}")
            if scenario == "oforandrad" and (cell["verdict"] != "identical" or cell["difference"] != 0):
                faults.append(f"an unchanged scenario differs: {name} {cell}")
        tested = [cell for _, _, cell in cells if cell["p"] is not None]
        if len(tested) != document["correction"]["tests"] or len(tested) < 20:
            faults.append(f"{len(tested)} tests, {document['correction']}")
        for cell, adjusted in zip(tested, holm([cell["p"] for cell in tested])):
            close(cell["p_holm"], adjusted, "Holm")
            shown = cell["verdict"] in ("lower", "higher")
            if shown != (adjusted <= 0.05) or (shown and (cell["verdict"] == "lower") != (cell["difference"] < 0)):
                faults.append(f"verdict {cell}")
        for name, order in document["ranking"].items():
            means = [o["mean"] for o in order]
            if means != sorted(means) or len(order) != 4:
                faults.append(f"order of {name}: {order}")
        if not any(c["verdict"] == "lower" for _, _, c in cells):
            faults.append("nothing was shown, so the test shows nothing")
    print(f"{len(cells)} comparisons, {len(faults)} faults", *faults, sep="\n")
    return 1 if faults else 0


sys.exit(main())
