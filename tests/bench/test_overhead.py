# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: labels=minutes timeout=600
"""What a study costs beside its replications: points compiled, trials stored and folded, progress shown.

Instructions of a part of the obstetric sweep under callgrind, so that no other work on the machine counts. What one point more
costs beside its replications is held against them; what is done once for a study (reading it, opening the store) is told, and
not judged."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

SOURCE = os.environ.get("VF_SOURCE_DIR", os.getcwd())
PROGRAM = os.environ.get("VARDFLODE", "vardflode")
MOST = 0.03
STUDY, POINTS, REPLICATIONS = "configs/studies/obstetrik.json", 3240, 25


def measured(points):
    """Instructions of a shard of so many points: all, and those of the replications."""
    trials = points * REPLICATIONS
    with tempfile.TemporaryDirectory() as folder:
        counts = os.path.join(folder, "counts")
        command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=" + counts, PROGRAM, "sweep", STUDY,
                   "--shard", "1/%d" % (POINTS // points), "--threads", "2", "--progress", "lines", "--out",
                   os.path.join(folder, "out")]
        done = subprocess.run(command, cwd=SOURCE, capture_output=True, text=True, check=False)
        if done.returncode != 0 or "%d of %d trials" % (trials, trials) not in done.stdout + done.stderr:
            sys.exit("the sweep failed (%d)\n%s%s" % (done.returncode, done.stdout, done.stderr))
        told = subprocess.run(["callgrind_annotate", "--inclusive=yes", "--threshold=100", "--auto=no", counts],
                              capture_output=True, text=True, check=True).stdout
    total, runs = (max(int(k.replace(",", "")) for k in re.findall(r"^ *([\d,]+) .*%s" % name, told, re.MULTILINE))
                   for name in ("PROGRAM TOTALS", r":vf_sim_run\b"))
    return total, runs


def main():
    if shutil.which("valgrind") is None:
        print("SKIPPED: no valgrind here")
        return 77
    (few, few_runs), (many, many_runs) = measured(1), measured(4)
    runs = many_runs - few_runs
    share = (many - few - runs) / runs
    once = few - few_runs - (many - few - runs) / 3
    print("%.3g instructions a point, of which beside its %d replications %.2f %%; once for a study %.3g" %
          ((many - few) / 3, REPLICATIONS, 100 * share, once))
    return 1 if not 0 < share < MOST else 0


if __name__ == "__main__":
    sys.exit(main())
