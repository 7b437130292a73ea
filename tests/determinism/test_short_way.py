# SPDX-License-Identifier: GPL-3.0-or-later
"""The short way through a visit (flows/vf_lean.h), which also draws dear stays ahead, gives the numbers of the general one.

A run with the event log on takes the general way only: with and without a log the summaries are the same bytes."""
import os
import subprocess
import sys
import tempfile

SOURCE = os.environ.get("VF_SOURCE_DIR", os.getcwd())
PROGRAM = os.environ.get("VARDFLODE", "vardflode")
SHORT = ["--set", '/run/warmup="100 h"', "--set", '/run/duration="2000 h"']
STOP = ["--set", "/run/stop_after_arrivals=3000"]
RUNS = (("configs/validation/v3.json", [*SHORT, "-n", "2"]),  # laws that are drawn ahead, blocked stays that are credited
        ("configs/validation/v2_obstetrics.json", [*SHORT, "-n", "2"]),
        ("configs/validation/bench_tandem.json", STOP), ("configs/validation/bench_mm1.json", STOP),
        ("tests/golden/koer.json", []))


def summary(config, more, folder, log):
    out = os.path.join(folder, "log" if log else "plain")
    command = [PROGRAM, "run", config, *more, "-q", "-o", out]
    if log:
        command += ["--log", os.path.join(folder, "log.csv")]
    done = subprocess.run(command, cwd=SOURCE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        sys.exit("%s\n%s" % (" ".join(command), done.stderr))
    with open(os.path.join(out, "summary.csv"), encoding="utf-8") as f:
        return f.read().split("\n")


def main():
    failures = 0
    for config, more in RUNS:
        with tempfile.TemporaryDirectory() as folder:
            plain, logged = (summary(config, more, folder, log) for log in (False, True))
        unlike = [(a, b) for a, b in zip(plain, logged) if a != b]
        good = len(plain) == len(logged) > 20 and not unlike
        print("%s %s: %d lines" % ("ok" if good else "FAIL", config, len(plain)), *unlike[:3], sep="\n    " if unlike else " ")
        failures += not good
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
