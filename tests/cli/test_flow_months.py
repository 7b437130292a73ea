# SPDX-License-Identifier: GPL-3.0-or-later
"""The flow matrix of each month: flows_monthly.csv and units_monthly.csv of a result folder against the event log.

For every month and unit, exactly: the column sums to the arrivals, the row with those under way to the departures, and start
+ arrivals - departures = end. Arrivals, departures and every single cell are counted once more from the patients' own events
in the log. All months together are flows.csv.
"""
import collections
import csv
import os
import subprocess
import sys
import tempfile

SOURCE = os.environ.get("VF_SOURCE_DIR", os.getcwd())
PROGRAM = os.environ.get("VARDFLODE", "vardflode")
GOLDEN = os.path.join(SOURCE, "tests/golden")
# without a warm-up the log and the window begin together; units that start filled have patients whose start is not in the log
RUNS = (("vardkedja", ["--scenario", "nulage", "--scenario", "mer_sjuka", "--set", '/run/warmup="0 d"', "--set",
                       '/run/duration="75 d"', "-n", "2"], 4),
        ("koer", ["-n", "3"], 2))
failures = []


def expect(what, good):
    if not good:
        failures.append(what)
        print("FAIL", what)


def rows(folder, name):
    with open(os.path.join(folder, name), newline="", encoding="utf-8") as f:
        return list(csv.DictReader(f))


def moves_of(events):
    """(month, from, to) of one patient's moves, and (month, unit) of its arrivals and departures, from its events."""
    moves, came, left = [], [], []
    last = at = None
    lost = False
    for e in events:
        month, life, unit = e["time:timestamp"][:7], e["lifecycle:transition"], e["concept:name"]
        if life in ("start", "repatriate"):
            moves.append((month, last or "outside", unit))
            came.append((month, unit))
            at = unit
        elif life == "complete":
            left.append((month, unit))
            last, at = unit, None
            if lost:
                last, lost = None, False
        elif life in ("exit", "death"):
            moves.append((month, last or "outside", life))
            last = None
        elif life == "lost":
            from_ = at or e["org:resource"] or last
            moves.append((month, from_ or "outside", "lost"))
            lost = bool(at or e["org:resource"])
            last = None
    return moves, came, left


def from_log(log):
    cases = collections.defaultdict(list)
    for row in log:
        cases[row["scenario"], row["case:concept:name"]].append(row)
    moves, came, left = (collections.Counter() for _ in range(3))
    for (scenario, _), events in cases.items():
        for counter, found in zip((moves, came, left), moves_of(events)):
            counter.update((scenario, *what) for what in found)
    return moves, came, left


def check(name, args, most_months):
    with tempfile.TemporaryDirectory() as folder:
        out, log = os.path.join(folder, "r"), os.path.join(folder, "log.csv")
        subprocess.run([PROGRAM, "run", os.path.join(GOLDEN, name + ".json"), "-q", "-o", out, "--log", log, *args], check=True,
                       stdout=subprocess.DEVNULL)
        matrix, units, total = rows(out, "flows_monthly.csv"), rows(out, "units_monthly.csv"), rows(out, "flows.csv")
        moves, came, left = from_log(rows(folder, "log.csv"))
    runs = int(args[args.index("-n") + 1])
    expect(name + ": whole months", len({u["month"] for u in units}) in (most_months - 1, most_months))

    def count(value):
        n = float(value) * runs
        expect("%s: %s is a count of %d replications" % (name, value, runs), abs(n - round(n)) < 1e-9)
        return round(n)

    cells = {(m["scenario"], m["month"], m["from"], m["to"]): count(m["patients"]) for m in matrix}
    expect("%s: every cell is what the log says: %s" % (name, set(cells.items()) ^ set(moves.items())), cells == dict(moves))
    row, column = collections.Counter(), collections.Counter()
    for (scenario, month, from_, to), n in cells.items():
        row[scenario, month, from_] += n
        column[scenario, month, to] += n
    away = 0
    for u in units:
        key = u["scenario"], u["month"], u["unit"]
        start, arrivals, departures, end = (count(u[k]) for k in ("start", "arrivals", "departures", "end"))
        on_the_way = count(u["under_way_end"]) - count(u["under_way_start"])
        away += on_the_way != 0
        expect("%s: the column of %s" % (name, key), column[key] == arrivals == came[key])
        expect("%s: the row of %s" % (name, key), row[key] + on_the_way == departures == left[key])
        expect("%s: the balance of %s" % (name, key), start + arrivals - departures == end)
    by_unit = collections.defaultdict(list)
    for u in units:
        by_unit[u["scenario"], u["unit"]].append(u)
    expect(name + ": a month begins as the last ended", all(
        a["end"] == b["start"] and a["under_way_end"] == b["under_way_start"]
        for months in by_unit.values() for a, b in zip(months, months[1:])))
    days = collections.Counter()
    for u in units:
        days[u["scenario"], u["unit"]] += float(u["days"])
    for f in total:
        key = f["scenario"], f["from"], f["to"]
        all_months = sum(n for (s, _, a, b), n in cells.items() if (s, a, b) == key)
        per_day = all_months / runs / next(d for (s, _), d in days.items() if s == key[0])
        told = float(f["per_day"])
        expect("%s: the months of %s sum to flows.csv" % (name, key), abs(per_day - told) < 1e-9 * max(1, told))
    return away, column


def main():
    away, lost = 0, 0
    for name, args, months in RUNS:
        a, column = check(name, args, months)
        away += a
        lost += sum(n for (_, _, to), n in column.items() if to == "lost")
    expect("some are under way at the end of a month, and some are lost", away > 0 and lost > 0)
    print("%d failures" % len(failures))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
