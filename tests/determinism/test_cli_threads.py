# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: labels=threads timeout=600
"""A run gives the same bytes with one, two and four threads: the JSON document (but for the seconds), the event log
and every CSV file of the result folder."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

PROGRAM = os.path.abspath(os.environ["VARDFLODE"])
CONFIG = pathlib.Path(os.environ["VF_SOURCE_DIR"]) / "tests/cli/small.json"
FILES = ("summary.csv", "census.csv", "flows.csv", "flows_monthly.csv",
         "units_monthly.csv", "bed_days.csv", "occupancy.csv", "phase.csv", "config.json", "events.csv")


def run(folder, threads, *more):
    out = pathlib.Path(folder) / f"t{threads}"
    command = [PROGRAM, "run", str(CONFIG), "--threads", str(threads), "--out", str(out), "--replace", "--json",
               "--log", str(out / "events.csv"), "-q", *more]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    files = {name: (out / name).read_bytes() for name in FILES}
    files["json"] = re.sub(r'"wall_s":[^,}]+', "", done.stdout).encode()
    return files


def main():
    faults = []
    with tempfile.TemporaryDirectory(prefix="vf-threads-") as folder:
        one = run(folder, 1)
        for threads in (2, 4):
            other = run(folder, threads)
            faults += [f"{name} differs between 1 and {threads} threads" for name in one if one[name] != other[name]]
        seeded = run(folder, 1, "--seed", "8")
        faults += [f"{name} is the same with another seed" for name in ("json", "census.csv", "events.csv")
                   if one[name] == seeded[name]]
        if one["events.csv"].count(b"case:concept:name") != 1:
            faults.append("the event log has not one header")
    print(f"{len(FILES) + 1} outputs, {len(faults)} faults", *faults, sep="\n")
    return 1 if faults else 0


sys.exit(main())
