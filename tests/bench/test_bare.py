#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: timeout=300
"""The bare interpreter and the SimPy models against queueing theory.

A limit that simulates something else is no limit. Exact: M/M/c by Erlang C; the tandem is a Jackson
network (1957) whose stations are M/M/50 at rho 0.9 each, feedback or not; M/M/∞ stays at its mean. Each
quantity is a mean over seeds, accepted within its 99.9 % interval, which must itself be narrow.
"""
import json
import math
import statistics
import subprocess
import sys
import tempfile
import unittest

import compare

SEEDS = range(1, 11)
T_999 = 4.781  # Student, 9 degrees of freedom, two-sided 99.9 %
SERVICE = 10.0


def erlang_c(servers, load):
    blocking = 1.0
    for k in range(1, servers + 1):
        blocking = load * blocking / (k + load * blocking)
    return blocking / (1 - load / servers * (1 - blocking))


def mmc(servers, load):
    """Mean wait, number present and number queueing."""
    wait = erlang_c(servers, load) * SERVICE / (servers - load)
    queue = load / SERVICE * wait
    return {"mean_wait": wait, "mean_n": queue + load, "mean_queue": queue}


class Bare(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.program = compare.build_bare(cls.folder.name)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def runs(self, *command, seeds=SEEDS):
        for seed in seeds:
            words = [str(seed) if word == "SEED" else str(word) for word in command]
            yield json.loads(subprocess.run(words, capture_output=True, check=True).stdout)

    def agrees(self, runs, exact, width):
        runs = list(runs)
        for key, value in exact.items():
            seen = [r[key] for r in runs]
            half = T_999 * statistics.stdev(seen) / math.sqrt(len(seen))
            mean = statistics.mean(seen)
            with self.subTest(key=key):
                self.assertLess(half, width * value)
                self.assertLess(abs(mean - value), half, f"{key}: exact {value}, simulated {mean} +- {half}")

    def test_mm1(self):
        self.agrees(self.runs(self.program, "mm1", 2000000, "SEED"), mmc(1, 0.9), 0.05)

    def test_mm50(self):
        self.agrees(self.runs(self.program, "mm50", 1000000, "SEED"), mmc(50, 45), 0.1)

    def test_tandem_is_a_jackson_network(self):
        station = mmc(50, 45)
        exact = {"mean_wait": station["mean_wait"], "mean_n": 4 * station["mean_n"],
                 "mean_queue": 4 * station["mean_queue"]}
        runs = list(self.runs(self.program, "tandem", 400000, "SEED"))
        self.agrees(runs, exact, 0.15)
        for r in runs:  # an arrival, and 4 / 0.9 ends of service
            self.assertAlmostEqual(r["events"] / r["customers"], 1 + 4 / 0.9, delta=0.03)

    def test_mminf_in_every_regime_of_the_event_list(self):
        for patients, events, width in ((1, 200000, 0.03), (75, 500000, 0.03), (200, 500000, 0.03),
                                        (5000, 2000000, 0.02), (100000, 2000000, 0.01)):
            with self.subTest(patients=patients):
                self.agrees(self.runs(self.program, "mminf", events, "SEED", patients),
                            {"mean_n": patients}, width)

    def test_same_seed_same_run(self):
        first, second = self.runs(self.program, "tandem", 20000, "SEED", seeds=(7, 7))
        for key in ("events", "mean_wait", "mean_n", "mean_stay"):
            self.assertEqual(first[key], second[key])

    def test_simpy_models_simulate_the_same(self):
        python = compare.simpy_python()
        if python is None:
            self.skipTest("no SimPy")
        models = str(compare.HERE / "simpy_models.py")
        n = mmc(50, 45)["mean_n"]
        for words, exact, width in ((("mm1", 20000), 9.0, 0.5), (("mm50", 6000), n, 0.1),
                                    (("tandem", 6000), 4 * n, 0.1), (("mminf", 10000, 100), 100, 0.1)):
            with self.subTest(model=words[0]):
                command = (python, models, words[0], words[1], "SEED", *words[2:])
                self.agrees(self.runs(*command), {"mean_n": exact}, width)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[1:]])
