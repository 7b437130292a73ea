# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: timeout=900
"""A run with the event log on costs less than 2.5 times the run without: CPU seconds of the two on the base region, run in turn
so that both meet the same machine. Told beside it, and not judged: M/M/1, where a customer costs less than writing a line."""
import os
import resource
import subprocess
import sys
import tempfile

SOURCE = os.environ.get("VF_SOURCE_DIR", os.getcwd())
PROGRAM = os.environ.get("VARDFLODE", "vardflode")
MOST, ROUNDS = 2.5, 5
MODELS = (("M/M/1, not judged", ["configs/validation/bench_mm1.json", "--set", "/run/stop_after_arrivals=100000"]),
          ("base region", ["configs/regioner/bas.json", "--scenario", "nulage", "-n", "1", "--set", '/run/warmup="28 d"',
                           "--set", '/run/duration="120 d"']))


def cpu(args, folder, log):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [PROGRAM, "run", *args, "-q", "--threads", "1", "--replace", "-o", os.path.join(folder, "out")]
    if log:
        command += ["--log", os.path.join(folder, "log.csv")]
    done = subprocess.run(command, cwd=SOURCE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        sys.exit("%s\n%s" % (" ".join(command), done.stderr))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    failures = 0
    for name, args in MODELS:
        with tempfile.TemporaryDirectory() as folder:
            times = [(cpu(args, folder, False), cpu(args, folder, True)) for _ in range(ROUNDS)]
            lines = sum(1 for _ in open(os.path.join(folder, "log.csv"), "rb"))
        # the fastest of each: other work on the machine only adds
        without, with_log = (min(t[k] for t in times) for k in (0, 1))
        ratio = with_log / without
        print("%s: %.2f s without, %.2f s with the log of %d lines: %.2f times" % (name, without, with_log, lines, ratio))
        failures += (ratio >= MOST and "not judged" not in name) or lines < 100000
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
