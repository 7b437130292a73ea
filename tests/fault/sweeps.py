# SPDX-License-Identifier: GPL-3.0-or-later
"""Sweeps in trouble, for the tests beside this file: a study of some seconds, and what may befall it."""
import json
import os
import pathlib
import random
import signal
import subprocess
import time

PROGRAM = os.path.abspath(os.environ["VARDFLODE"])
CONFIG = pathlib.Path(os.environ["VF_SOURCE_DIR"]).resolve() / "configs/validation/o3.json"
ENV = dict(os.environ, LANGUAGE="en")


def write_study(folder, replications=60, days=365):
    """One point is refused when its turn comes, one indicator decides how long each point runs."""
    study = {"extends": str(CONFIG), "patch": {"run": {"warmup": "5 d", "duration": f"{days} d"},
                                               "units": {"ward": {"beds": {"fysiska": 60}}}},
             "replications": replications // 3, "replications_max": replications,
             "indicators": ["unit/ward/occupancy", "unit/ward/overbelaggningar_per_100"],
             "precision": {"unit/ward/overbelaggningar_per_100": {"relative": 0.04}},
             "axes": {"platser": {"pointer": "/units/ward/beds/disponibla", "values": [20, 21, 61, 22, 23]},
                      "flode": {"pointer": "/groups/patients/arrivals/poisson/rate", "change": "factor",
                                "values": [0.9, 1, 1.1]}},
             "design": {"kind": "grid"}}
    path = pathlib.Path(folder, "study.json")
    path.write_text(json.dumps(study), encoding="utf-8")
    return str(path)


def command(study, out, *more):
    return [PROGRAM, "sweep", study, "--out", out, "--json", *more]


def run(study, out, *more, code=0):
    done = subprocess.run(command(study, out, *more), env=ENV, check=False, text=True, timeout=300,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert done.returncode == code, f"exit code {done.returncode}, expected {code}: {done.stderr}"
    return json.loads(done.stdout) if done.stdout else {"stderr": done.stderr}


def kills(folder, wanted, seed, least=1):
    """Kills sweeps at random moments, begins anew when one comes through, until there were `wanted` kills and `least`
    sweeps came through after some. Every one that came through must hold what an uninterrupted one does."""
    rng = random.Random(seed)
    study = write_study(folder)
    begun = time.monotonic()
    whole = run(study, f"{folder}/whole", "-q")
    took = time.monotonic() - begun
    killed, finished, rounds = 0, 0, 0
    while killed < wanted or finished < least:
        out, count = f"{folder}/r{rounds}", 0
        rounds += 1
        assert rounds < 20 * wanted, "the sweep never comes through"
        while True:
            process = subprocess.Popen(command(study, out, "-q", "--resume"), env=ENV, text=True,
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            try:
                # once there were kills enough, a round that had one runs through
                through = killed >= wanted and count > 0
                text, err = process.communicate(timeout=None if through else rng.uniform(0.005, 1.2 * took))
                break
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.communicate()
                killed, count = killed + 1, count + 1
        assert process.returncode == 0, err
        finished += count > 0
        got = json.loads(text)
        assert got["content_sha256"] == whole["content_sha256"], f"after {count} kills the content differs"
        one, other = (pathlib.Path(f, "summary.csv").read_bytes() for f in (f"{folder}/whole", out))
        assert one == other, f"after {count} kills summary.csv differs"
    return killed, finished
