# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: labels=slow timeout=300
"""A trial that kills its process is recorded with its signal, and the rest goes on: the same store as without, but for
these trials; whatever the threads."""
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

import sweeps

wrong = []


def check(what, right):
    print("ok" if right else "WRONG", what)
    if not right:
        wrong.append(what)


def trials(out):
    with sqlite3.connect(f"{out}/results.sqlite") as db:
        return {row[:2]: row[2:] for row in db.execute("SELECT * FROM trial")}


def aborting(folder, study, threads):
    """Trials 7, 37, 67 ... abort."""
    os.environ["VARDFLODE_TEST_ABORT"] = sweeps.ENV["VARDFLODE_TEST_ABORT"] = "7/30"
    told = sweeps.run(study, f"{folder}/ill{threads}", "-q", "--isolate", "--threads", str(threads))
    del sweeps.ENV["VARDFLODE_TEST_ABORT"]
    check(f"{threads} threads: the study comes through", told["complete"])
    check("and tells of all that failed, also in processes before the last one",
          told["failed"] == sum(row[0] == "failed" for row in trials(f"{folder}/ill{threads}").values()))
    again = subprocess.run(sweeps.command(study, f"{folder}/ill{threads}", "-q", "--resume"), env=sweeps.ENV, check=False,
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    check("as does a later one", "replication 7: the process died of signal 6" in again.stderr)
    return trials(f"{folder}/ill{threads}"), told["content_sha256"]


def orphan(folder, study):
    """Kills the watching process: who runs ends too, and the study can be gone on with."""
    out = f"{folder}/orphan"
    process = subprocess.Popen(sweeps.command(study, out, "-q", "--isolate"), env=sweeps.ENV, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    time.sleep(0.5)
    process.kill()
    process.communicate()
    for _ in range(100):
        done = subprocess.run(sweeps.command(study, out, "-q", "--resume"), env=sweeps.ENV, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode == 0:
            break
        time.sleep(0.1)
    return trials(out) if done.returncode == 0 else done.stderr


def stopped(folder, study):
    process = subprocess.Popen(sweeps.command(study, f"{folder}/stopped", "-q", "--isolate"), env=sweeps.ENV, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(0.5)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    return process.returncode


with tempfile.TemporaryDirectory(prefix="vf-isolate-") as place:
    path = sweeps.write_study(place, days=120)
    whole = sweeps.run(path, f"{place}/whole", "-q")
    well = trials(f"{place}/whole")
    alone = sweeps.run(path, f"{place}/alone", "-q", "--isolate")
    check("without a fault it is the same", alone["content_sha256"] == whole["content_sha256"])
    one, two = aborting(place, path, 1), aborting(place, path, 2)
    check("the same whatever the threads", one == two)
    dead = {key for key, row in one[0].items() if row[2] and "signal 6" in row[2]}
    check(f"{len(dead)} trials died, each a seventh of thirty", len(dead) >= 5 and all((60 * p + r) % 30 == 7 for p, r in dead))
    check("they are recorded as failed", all(one[0][key][0] == "failed" for key in dead))
    check("all others are as they were", all(well[key] == row for key, row in one[0].items() if key in well and key not in dead)
          and len(set(one[0]) - set(well)) < 60)
    check("a killed watcher loses nothing", orphan(place, path) == well)
    check("a stopped one says so", stopped(place, path) == 4)
sys.exit(1 if wrong else 0)
