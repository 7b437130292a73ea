#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The benchmark models as a SimPy user would write them: a Resource per station, a process per customer.

Use: simpy_models.py MODEL COUNT SEED [PATIENTS], and the same JSON, as bare.c. COUNT is arrivals for mm1,
mm50 and tandem, events (arrivals and departures) for mminf.
Debian: python3-simpy3, for /usr/bin/python3.
"""
import json
import random
import resource
import sys
import time

import simpy

MEAN_SERVICE = 10.0


class Tally:
    """Waits, and the integral over time of the number in the system."""

    def __init__(self, env):
        self.env = env
        self.waits = self.served = self.arrived = self.left = 0
        self.inside = 0
        self.area = self.changed = 0.0

    def step(self, change):
        self.area += self.inside * (self.env.now - self.changed)
        self.changed = self.env.now
        self.inside += change


def customer(env, stations, back, tally):
    tally.step(+1)
    while True:
        for station in stations:
            asked = env.now
            with station.request() as place:
                yield place
                tally.waits += env.now - asked
                tally.served += 1
                yield env.timeout(random.expovariate(1 / MEAN_SERVICE))
        if not back or random.random() >= back:
            break
    tally.step(-1)
    tally.left += 1


def source(env, rate, count, stations, back, tally):
    for _ in range(count):
        yield env.timeout(random.expovariate(rate))
        tally.arrived += 1
        env.process(customer(env, stations, back, tally))


def resident(env, tally, enough=None):
    yield env.timeout(random.expovariate(1 / MEAN_SERVICE))
    tally.step(-1)
    tally.left += 1
    if enough and tally.arrived + tally.left >= enough[0] and not enough[1].triggered:
        enough[1].succeed()


def endless_source(env, rate, tally, enough):
    while True:
        yield env.timeout(random.expovariate(rate))
        tally.arrived += 1
        tally.step(+1)
        env.process(resident(env, tally, enough))


MODELS = {"mm1": (1, 1, 0.9, 0), "mm50": (1, 50, 45, 0), "tandem": (4, 50, 40.5, 0.1)}


def main():
    model, count, seed = sys.argv[1], int(float(sys.argv[2])), int(sys.argv[3])
    patients = int(float(sys.argv[4])) if len(sys.argv) > 4 else 0
    random.seed(seed)
    env = simpy.Environment()
    tally = Tally(env)
    before = time.process_time()
    if model == "mminf":
        enough = (count, env.event())
        env.process(endless_source(env, patients / MEAN_SERVICE, tally, enough))
        for _ in range(patients):
            env.process(resident(env, tally, enough))
        tally.inside = patients
        env.run(until=1e-12)  # starts the processes: set-up, not counted below
        until = enough[1]
    else:
        stations, servers, per_service, back = MODELS[model]
        units = [simpy.Resource(env, capacity=servers) for _ in range(stations)]
        until = env.process(source(env, per_service / MEAN_SERVICE, count, units, back, tally))
    started = time.process_time()
    env.run(until=until)
    cpu = time.process_time() - started
    tally.step(0)
    events = tally.arrived + (tally.left if model == "mminf" else tally.served)
    peak = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({
        "program": "simpy", "model": model, "patients": patients, "customers": tally.arrived,
        "events": events, "cpu_s": cpu, "setup_s": started - before, "ns_per_event": 1e9 * cpu / events,
        "mean_wait": tally.waits / tally.served if tally.served else 0.0,
        "mean_n": tally.area / env.now, "peak_bytes": peak,
        "peak_bytes_per_patient": peak / max(patients, 1)}))


main()
