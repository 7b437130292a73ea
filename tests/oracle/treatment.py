# SPDX-License-Identifier: GPL-3.0-or-later
"""The treatment centre (configs/validation/v4.json) against an independent run of 3000 days with thinning at the
candidate's own time: z = (ours - theirs) / sqrt(se^2 + se_ref^2), at most 3.

Waits (of those who began) and total times (of those who finished) are the program's own. Utilisation is by the
published definition: the whole length of every service begun within the 1140 min over 1140 min and server. It is
read from the event log of a longer run, in which all of them end; arrivals cease at 1140 min and nobody is
interrupted, so what happens before is the same, which is checked. Arrivals and finished come from there too."""
import json
import math
import os
import subprocess
import tempfile

program = os.path.abspath(os.environ["VARDFLODE"])
config = os.path.join(os.environ["VF_SOURCE_DIR"], "configs", "validation", "v4.json")
DAY = 1140
BATCH = 200  # days in one log: some 60 MB
SERVERS = {"triage": 1, "trauma": 2, "cubicle_2": 1, "registration": 1, "exam": 3, "cubicle_1": 1}
# metric: base, triage + 1, exam + 1, each (mean, half-width)
THEIRS = {
    "arrivals": ((229.676, 0.555), (229.631, 0.531), (229.269, 0.546)),
    "wait triage": ((31.036, 0.626), (1.306, 0.030), (31.021, 0.632)),
    "used triage": ((0.604, 0.002), (0.301, 0.001), (0.605, 0.002)),
    "wait registration": ((104.176, 0.866), (130.724, 1.061), (103.155, 0.873)),
    "used registration": ((0.850, 0.001), (0.854, 0.001), (0.850, 0.001)),
    "wait exam": ((25.127, 0.310), (25.850, 0.319), (0.147, 0.003)),
    "used exam": ((0.863, 0.001), (0.867, 0.001), (0.678, 0.001)),
    "wait cubicle_1": ((133.958, 0.948), (136.519, 0.944), (149.364, 0.921)),
    "used cubicle_1": ((0.882, 0.001), (0.884, 0.001), (0.883, 0.001)),
    "total other": ((228.345, 0.885), (226.504, 0.850), (216.663, 0.879)),
    "wait trauma": ((150.695, 2.717), (170.734, 2.895), (152.774, 2.667)),
    "used trauma": ((0.846, 0.004), (0.856, 0.004), (0.850, 0.004)),
    "wait cubicle_2": ((17.979, 0.475), (18.694, 0.515), (18.137, 0.479)),
    "used cubicle_2": ((0.508, 0.004), (0.514, 0.004), (0.507, 0.004)),
    "total trauma": ((290.798, 2.683), (282.979, 2.804), (292.635, 2.619)),
    "finished": ((166.212, 0.291), (166.752, 0.297), (169.539, 0.306)),
}
ROUNDED = 0.0005  # theirs is rounded to three decimals
SCENARIOS = ("base", "triage", "exam")


def run(folder, scenario, *options):
    command = [program, "run", config, "--json", "-q", "--scenario", scenario]
    command += ["--out", os.path.join(folder, "out"), "--replace", *options]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    return json.loads(done.stdout)["scenarios"][0]


def own_values(folder, scenario, days):
    """(mean, half-width) of the waits and total times that the program reports."""
    found = run(folder, scenario, "-n", str(days))
    values = {"wait " + unit: found["units"][unit]["wait_mean"] for unit in SERVERS}
    values |= {"total " + group: found["groups"][group]["total_time"] for group in ("other", "trauma")}
    return {name: (value["mean"], value["ci95"]) for name, value in values.items()}


def minutes(stamp):
    """2024-01-02T03:04:05.678 from the start of 2024."""
    return (int(stamp[8:10]) - 1) * 1440 + int(stamp[11:13]) * 60 + int(stamp[14:16]) + float(stamp[17:]) / 60


def read_log(path, days):
    """By day: arrivals, finished, length of services begun by unit, sum and number of waits in triage."""
    rows = [{"arrivals": 0, "finished": 0, "wait": 0.0, "n": 0, **dict.fromkeys(SERVERS, 0.0)} for _ in range(days)]
    since = {}
    with open(path, encoding="utf-8") as log:
        next(log)
        for line in log:
            case, activity, stamp, life, _, _, _, day = line.rstrip("\n").split(",")
            row = rows[int(day)]
            if life in ("start", "complete", "arrive"):
                at = minutes(stamp)
                if life == "complete":
                    begun = since.pop((case, activity))
                    row[activity] += at - begun if begun < DAY else 0
                    continue
                if activity == "triage" and at < DAY:
                    row["arrivals"] += life == "arrive"
                    row["wait"] += at - since[case, activity] if life == "start" else 0
                    row["n"] += life == "start"
                since[case, activity] = at
            elif life == "exit":
                row["finished"] += minutes(stamp) < DAY
    if since:
        raise ValueError(f"{len(since)} services do not end")
    return rows


def logged_values(folder, scenario, days):
    log, rows = os.path.join(folder, "log.csv"), []
    for seed in range(1, math.ceil(days / BATCH) + 1):
        n = min(BATCH, days - len(rows))
        run(folder, scenario, "-n", str(n), "--seed", str(seed), "--set", '/run/duration="7 d"', "--log", log)
        part = read_log(log, n)
        os.unlink(log)
        if seed == 1:  # the longer run must be the same until the day is over
            theirs = own_values(folder, scenario, n)["wait triage"][0]
            mine = sum(row["wait"] / row["n"] for row in part) / n
            if abs(mine - theirs) > 1e-4:
                raise ValueError(f"{scenario}: wait in triage {mine} by the log, {theirs} by the program")
        rows += part
    columns = {name: [row[name] for row in rows] for name in ("arrivals", "finished")}
    for unit, servers in SERVERS.items():
        open_time = DAY * (servers + (unit == scenario))  # a scenario is named after the unit with one more
        columns["used " + unit] = [row[unit] / open_time for row in rows]
    values = {}
    for name, column in columns.items():
        mean = sum(column) / days
        sd = math.sqrt(sum((x - mean) ** 2 for x in column) / (days - 1))
        values[name] = (mean, 1.96 * sd / math.sqrt(days))
    return values


def faults_of(folder, scenario, days, narrow):
    ours = own_values(folder, scenario, days) | logged_values(folder, scenario, days)
    for name, cells in THEIRS.items():
        theirs, wide = cells[SCENARIOS.index(scenario)]
        mean, half = ours[name]
        z = (mean - theirs) / math.hypot(half / 1.96, wide / 1.96)
        told = f"{scenario} {name}: {mean:.4f} +- {half:.4f}, theirs {theirs} +- {wide}, z = {z:.2f}"
        print(told)
        if abs(z) > 3:
            yield told
        if narrow and half > wide + ROUNDED:
            yield told + ": too wide"


def main(days, scenarios, narrow):
    with tempfile.TemporaryDirectory() as folder:
        faults = [fault for scenario in scenarios for fault in faults_of(folder, scenario, days, narrow)]
    print(f"{len(faults)} faults", *faults, sep="\n")
    return 1 if faults else 0
