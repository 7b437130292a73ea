# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: labels=slow,release timeout=1200
"""Runs `vardflode verify --json` and applies the acceptance rule once more, from the numbers printed."""
import json
import os
import subprocess
import sys
from collections import Counter

program = os.path.abspath(os.environ["VARDFLODE"])
ROWS = {
    "O1": 5, "O2": 64, "O3": 16, "O3b": 8, "O4": 26, "O5": 5, "O6": 18, "V1": 41, "priority": 8, "erlang-a": 6,
    "reservation": 6, "erlang-r": 6, "erlang-r-loss": 3, "mt-g-inf": 27, "deadlock": 5, "pooling": 3,
}  # fmt: skip


def tolerance(row):
    """The widest half-width, as a share of the exact value."""
    if row["case"].startswith("O6") and "Wq" in row["quantity"]:
        return 0.03
    if row["case"].startswith("O6") and row["quantity"] == "blocked beds":
        return 0.02
    return 0.02 if row["quantity"][:2] in ("P(", "p(") and row["exact"] < 0.1 else 0.01


def faults_of(rows):
    first = [r for r in rows if not r["again"]]
    counts = Counter(r["case"].split()[0] for r in first)
    if counts != ROWS:
        yield f"rows by case: {dict(counts)}"
    again = {(r["case"], r["quantity"]): r for r in rows if r["again"]}
    if len(again) > 3:
        yield f"{len(again)} rows were run again"
    for row in rows:
        at = f"{row['case']} {row['quantity']}"
        if row["n"] < 40:
            yield f"{at}: {row['n']} replications"
        if row["ci95"] > tolerance(row) * row["exact"]:
            yield f"{at}: half-width {row['ci95']:.3g} of {row['exact']:.6g}"
        if row["ok"] != (abs(row["z"]) <= 3):
            yield f"{at}: z = {row['z']:.2f}, but ok is {row['ok']}"
        last = again.get((row["case"], row["quantity"]), row)
        if abs(last["z"]) > 3:
            yield f"{at}: {last['simulated']:.6g}, exact {last['exact']:.6g}, z = {last['z']:.2f}"


def main():
    done = subprocess.run([program, "verify", "--json", "-q"], stdout=subprocess.PIPE, check=False, text=True)
    rows = json.loads(done.stdout)
    faults = list(faults_of(rows))
    if done.returncode:
        faults.append(f"verify ended with {done.returncode}")
    print(f"{len(rows)} lines, {len(faults)} faults", *faults, sep="\n")
    return 1 if faults else 0


sys.exit(main())
