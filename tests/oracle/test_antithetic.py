# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: timeout=300
"""Antithetic pairs: unbiased against exact answers, sharper where outputs are monotone in the draws, and off unless asked."""
import csv
import json
import os
import subprocess
import sys
import tempfile

PROGRAM, SOURCE = os.environ["VARDFLODE"], os.environ["VF_SOURCE_DIR"]
wrong = []


def check(what, right):
    print("ok" if right else "WRONG", what)
    if not right:
        wrong.append(what)


def case(name):
    return os.path.join(SOURCE, "configs/validation", name)


def run(*words, code=0):
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([PROGRAM, *words, "-q"] + (["-o", folder + "/out"] if words[0] == "run" else []), check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder)
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout) if code == 0 else done.stderr


def mm5(n, *words):
    return run("run", case("o1.json"), "-n", str(n), "--set", '/run/duration="20000 min"', "--json", *words)


def exact():
    """M/M/5, 2.5 Erlang: the mean number in service and in the queue, the share that waits."""
    nurses = mm5(400, "--antithetic")["scenarios"][0]["units"]["nurses"]
    b = 1.0
    for k in range(1, 6):
        b = 2.5 * b / (k + 2.5 * b)
    c = b / (1 - 0.5 * (1 - b))
    for name, value in (("occupancy", 2.5), ("p_wait", c), ("queue", c * 0.5 / 0.5), ("wait_mean", c * 4)):
        x = nurses[name]
        error = x["ci95"] / 1.972  # Student's t of 199 degrees of freedom
        check(f"{name}: {x['mean']:.5f} for {value:.5f}, gain {x['antithetic_gain']:.2f}",
              abs(x["mean"] - value) < 3.5 * error and x["n"] == 200)
    check("the gain is what is to be expected", nurses["occupancy"]["antithetic_gain"] > 2
          and nurses["wait_mean"]["antithetic_gain"] > 1.02)
    return nurses


def gain_is_real(pairs):
    """The variance of pair means over that of independent ones, from another run without pairs."""
    alone = mm5(400)["scenarios"][0]["units"]["nurses"]
    ratio = alone["occupancy"]["sd"] ** 2 / 2 / pairs["occupancy"]["sd"] ** 2
    check(f"an independent run tells the same gain: {ratio:.2f}", 0.7 < ratio / pairs["occupancy"]["antithetic_gain"] < 1.4)
    check("one year varies as it did", abs(alone["occupancy"]["pi_high"] - pairs["occupancy"]["pi_high"])
          < 0.1 * (alone["occupancy"]["pi_high"] - alone["occupancy"]["mean"]) + alone["occupancy"]["ci95"])


def events(folder, *words):
    """The events of each replication, by the log's column of it."""
    path = os.path.join(folder, "log.csv")
    run("run", case("o1.json"), "--set", '/run/duration="500 min"', "--json", "--log", path, *words)
    with open(path, encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    return [[list(row.values()) for row in rows if row["replication"] == str(r)] for r in (0, 1)]


def first_of_a_pair_is_plain():
    with tempfile.TemporaryDirectory() as folder:
        plain, pair = events(folder, "-n", "2"), events(folder, "-n", "2", "--antithetic")
    check("replication 0 is what it is without pairs, 1 is another one",
          len(pair[0]) > 100 and plain[0] == pair[0] and plain[1] != pair[1] and pair[1][:20] != pair[0][:20])


def compared():
    words = ["compare", case("o3.json"), "--base", "a20_c22", "--with", "a22_c22", "-n", "40", "--json"]
    told = run(*words, "--antithetic")
    cell = told["comparisons"][0]["indicators"]["belaggningsgrad"]
    check(f"a difference: gain {cell['antithetic_gain']:.2f}", cell["n"] == 20 and cell["antithetic_gain"] > 1
          and cell["verdict"] == "higher")
    check("not by default", "antithetic_gain" not in run(*words)["comparisons"][0]["indicators"]["belaggningsgrad"])
    sharp = run(*words, "--antithetic", "--control")["comparisons"][0]["indicators"]["belaggningsgrad"]
    check("with the control variate too",
          sharp["control"]["ci95"] > 0 and abs(sharp["difference"] - cell["difference"]) < 1e-12)


def refused():
    check("an odd number", "even number" in run("run", case("o1.json"), "--antithetic", "-n", "3", code=2))
    check("selection", "independent" in run("compare", case("o3.json"), "--base", "a20_c22", "--with", "a22_c22", "--select",
                                            "belaggningsgrad", "--indifference", "1", "--antithetic", code=2))


gain_is_real(exact())
first_of_a_pair_is_plain()
compared()
refused()
sys.exit(1 if wrong else 0)
