# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: timeout=600
"""The base region with every mechanism on (mechanisms.json laid over it) costs at most 1.7 times the CPU per patient of
the region as it is; and everything that is on does happen. Runs in turn, the least of each: other work only adds."""
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(os.environ["VF_SOURCE_DIR"])
PROGRAM = os.path.abspath(os.environ["VARDFLODE"])
MOST, TURNS = 1.7, 3
# of the region: what is 0 or not there when the mechanism is off
HAPPENS = ("varddygn_iordningstallande", "kostnad", "kontinuitet", "ledtid_parter_3", "sip_andel", "vardgaranti_paborjade",
           "effect_admission", "effect_readmission", "effect_early_discharge", "effect_follow_up", "effect_diversion",
           "effect_backfill", "effect_deterioration", "effect_digital")


def run(folder, *more):
    """CPU seconds, and the JSON document of the one scenario."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([PROGRAM, "run", str(SOURCE / "configs/regioner/bas.json"), "--scenario", "nulage", "-n", "1",
                           "--threads", "1", "--out", folder, "--replace", "-q", "--json", *more],
                          stdout=subprocess.PIPE, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, json.loads(done.stdout)["scenarios"][0]


def patients(scenario):
    return sum(group["arrivals"]["mean"] for group in scenario["groups"].values())


def main():
    off, on = [], []
    with tempfile.TemporaryDirectory(prefix="vf-mechanisms-") as folder:
        for _ in range(TURNS):
            cpu, plain = run(folder)
            off.append(cpu / patients(plain))
            cpu, full = run(folder, "--patch", str(SOURCE / "tests/bench/mechanisms.json"))
            on.append(cpu / patients(full))
    still = [name for name in HAPPENS if not (full["indicators"].get(name, {}).get("mean") or 0) > 0]
    units = full["units"]
    if not units["hemma"]["occupancy"]["mean"] > 0 or not full["staff"]["ssk_kirA"]["server_on_duty"]["mean"] > 0:
        still.append("virtual ward or staff")
    home, lists = units["hembesok"], [unit for unit in units.values() if "balked_fraction" in unit and "listade" in unit]
    if not home["arrivals"]["mean"] > 0 or not home["pools"]["lakare"]["server_substituted"]["mean"] > 0:
        still.append("several servers, of other pools")
    if not any(unit["balked_fraction"]["mean"] > 0 for unit in lists) or not sum(unit["listade"]["mean"] for unit in lists) > 0:
        still.append("balking or lists")
    ratio = min(on) / min(off)
    print(f"CPU per patient, every mechanism on : off = {ratio:.2f} (at most {MOST})")
    if still:
        print("on, and nothing happens:", ", ".join(still))
    return 1 if still or ratio > MOST else 0


if __name__ == "__main__":
    sys.exit(main())
