# SPDX-License-Identifier: GPL-3.0-or-later
"""Scenarios meet the same patients: a change of capacity changes nobody's arrival, stays or route; a higher rate
keeps every patient and adds some, a lower one leaves some out; and a scenario's patients do not depend on which
other scenarios are run."""
import sys

from vfkeys import akut, clinic, eq, kommunal, near, sim, ward

EXP = {"exponential": {"mean": "30 h"}}
UNITS = {"vc": clinic(3), "akut": akut(9), "a": ward(8, placement={"steps": ["home", "extra", "outlier", "board"]},
                                                      outliers={"to": ["b"]}, max_extra=2),
         "b": ward(6), "kom": kommunal(4), "hemma": {"kind": "delay"}}
PATH = {"vc": {"steps": {"besok": {"time": {"exponential": {"mean": "20 min"}}}}, "next": {"akut": 0.3, "exit": 0.7}},
        "akut": {"stay": {"lognormal": {"mean": "4 h", "cv": 0.5}}, "next": {"a": 0.5, "exit": 0.5}},
        "a": {"stay": EXP, "next": {"kom": 0.3, "exit": 0.65, "death": 0.05},
              "lead": {"kom": {"discrete": {"0 d": 0.5, "2 d": 0.5}}}},
        "kom": {"stay": {"gamma": {"shape": 2, "mean": "60 h"}}, "next": {"akut": 0.2, "exit": 0.8}}}
GROUPS = {"g": {"arrivals": {"poisson": {"rate": {"base": "1.5 /h", "hours": [0.5] * 8 + [1.4] * 16}}}, "start": "vc",
                "path": PATH, "readmission": {"probability": 0.2, "time": {"exponential": {"mean": "5 d"}},
                                              "to": "akut"}},
          "q": {"arrivals": {"poisson": {"rate": "2 /d"}}, "path": {"b": {"stay": EXP}}},
          "h": {"arrivals": {"poisson": {"rate": "1 /d"}}, "path": {"hemma": {"stay": EXP}}}}
RUN = {"duration": "40 d", "replications": 2}


def patients(log, scenario):
    """{patient: [(event, unit, hour)]} of one scenario."""
    out = {}
    for e in log:
        if e["scenario"] == scenario:
            out.setdefault(e["case"], []).append((e["life"], e["unit"], e["h"]))
    return out


def needs(events):
    """Where the patient wanted to go, one need after the other: what does not depend on capacity."""
    return [u for life, u, _ in events if life in ("arrive", "exit", "death", "readmission")]


def same_start(a, b):
    """One is how far the other came before the run ended."""
    n = min(len(a), len(b))
    return a[:n] == b[:n]


def stays(events):
    """From the beginning of each visit to the moment its patient is ready to leave, with those blocked left out."""
    out, since = [], None
    for life, unit, hour in events:
        if life == "start":
            since = (unit, hour)
        elif life in ("complete", "ready", "blocked") and since is not None:
            out.append((since[0] if since[0] not in ("a", "b") else "ward", round(hour - since[1], 5)))
            since = None
        elif life == "repatriate":
            since = None
    return out


def capacity_alone_changes_nobody():
    patch = {"units": {"a": {"capacity_factor": 1.5}, "vc": {"capacity": 1}, "kom": {"capacity": 9},
                       "akut": {"capacity": 4}}}
    r = sim(UNITS, GROUPS, RUN, scenarios={"nu": {"patch": {}}, "andra": {"patch": patch}})
    a, b = patients(r.log, "nu"), patients(r.log, "andra")
    eq(set(a), set(b))
    assert len(a) > 2500
    longer = 0
    for case in a:
        eq(a[case][0], b[case][0])
        assert same_start(needs(a[case]), needs(b[case])), (a[case], b[case])
        if any(life in ("outlier", "repatriate") for life, _, _ in a[case] + b[case]):
            continue
        x, y = stays(a[case]), stays(b[case])
        n = min(len(x), len(y))
        for (unit, left), (_, right) in zip(x[:n], y[:n]):
            near(left, right, 2e-5, "stay of %s at %s" % (case, unit))
        longer += n > 2
    assert longer > 100 and a != b


def rates_add_and_leave_out():
    def rate(f):
        return {"patch": {"groups": {"g": {"arrivals": {"rate_factor": f}}}}}
    nights = [2] * 8 + [1.4] * 16
    scenarios = {"nu": rate(1), "farre": rate(0.4), "fler": rate(1.7), "manga": rate(5),
                 "natt": {"patch": {"groups": {"g": {"arrivals": {"poisson": {"rate": {"hours": nights}}}}}}}}
    units = {"hemma": {"kind": "delay"}}
    groups = {"g": {"arrivals": GROUPS["g"]["arrivals"], "path": {"hemma": {"stay": EXP}}}}
    r = sim(units, groups, RUN, scenarios=scenarios)
    seen = {s: {(c, e[0][2]) for c, e in patients(r.log, s).items()} for s in scenarios}
    assert seen["farre"] < seen["nu"] < seen["fler"] < seen["manga"] and seen["nu"] < seen["natt"]
    n = len(seen["nu"])
    for name, factor in (("farre", 0.4), ("fler", 1.7), ("manga", 5)):
        near(len(seen[name]), factor * n, 5 * (factor * n) ** 0.5, name)
    # one by one they are what they were together
    for name in scenarios:
        alone = sim(units, groups, RUN, scenarios=scenarios, args=("--scenario", name))
        eq([e for e in r.log if e["scenario"] == name], alone.log)


def main():
    for test in (capacity_alone_changes_nobody, rates_add_and_leave_out):
        test()
        print("ok", test.__name__)


if __name__ == "__main__":
    sys.exit(main())
