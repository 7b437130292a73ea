# SPDX-License-Identifier: GPL-3.0-or-later
"""What the keys of a profile do, in each of its three readings: as a capacity (read exactly, in an hour's
window), as a named profile that a capacity refers to, and as a rate (read as arrivals in an hour)."""
from vfkeys import CASES, build, clinic, eq, near, one, refused, sim

BASE, RATE = 10, 900
NONE7 = [1] * 7


def hourly(*inside):
    return [2 if h in inside else 0.5 for h in range(24)]


def of_week(day, hour):
    return [3 if h == 24 * day + hour else 1 for h in range(168)]


def month(m, factor):
    return [factor if k == m else 1 for k in range(1, 13)]


# key: what stands in the profile beside the base, hours of the run (from Monday 15 January 2024, 00:00), and the
# factor then
FORMS = {
    "hours": ({"hours": hourly(7, 8)}, [(6, 0.5), (7, 2), (8, 2), (9, 0.5), (31, 2)]),
    "weekdays": ({"weekdays": [1, 1, 1, 1, 1, 0.5, 0]}, [(0, 1), (4 * 24, 1), (5 * 24, 0.5), (6 * 24 + 23, 0),
                                                         (7 * 24, 1)]),
    "hour_of_week": ({"hour_of_week": of_week(2, 5)}, [(2 * 24 + 4, 1), (2 * 24 + 5, 3), (9 * 24 + 5, 3)]),
    "months": ({"months": month(2, 0.5)}, [(0, 1), (17 * 24 - 1, 1), (17 * 24, 0.5)]),
    "seasons": ({"seasons": {"s": {"from": "01-17", "to": "01-18", "factor": 2}}}, [(47, 1), (48, 2), (95, 2),
                                                                                    (96, 1)]),
    "periods": ({"periods": {"p": {"from": "2024-01-17", "to": "2024-01-18", "factor": 2}}}, [(47, 1), (48, 2), (95, 2),
                                                                                             (96, 1)]),
    "weeks": ({"weeks": {"w": {"from": 4, "to": 4, "factor": 2}}}, [(167, 1), (168, 2), (335, 2), (336, 1)]),
    "sinusoids": ({"sinusoids": {"s": {"period": "24 h", "amplitude": 0.5}}}, [(0, 1), (6, 1.5), (18, 0.5), (30, 1.5)]),
    "yearly": ({"yearly": {"2023": 0.5, "2024": 2, "2025": 3}}, [(0, 2)]),
    "holiday": ({"weekdays": [1, 1, 1, 1, 1, 1, 0.5], "holiday": {"as": "sunday"}}, [(0, 1), (74 * 24, 0.5),
                                                                                     (75 * 24, 1)]),
    "factor": ({"factor": 1.5}, [(0, 1.5), (99, 1.5)]),
    "clock": ({"clock": {"from": "08:00", "to": "17:00"}}, [(7, 0), (8, 1), (16, 1), (17, 0), (5 * 24 + 9, 1)]),
    "trend_per_year": ({"trend_per_year": 1.0}, [(0, 1), (366 * 24, 2)]),
}
PARTS = {
    "season.from": ({"seasons": {"s": {"from": "01-16", "to": "01-18", "factor": 2}}}, [(23, 1), (24, 2)]),
    "season.to": ({"seasons": {"s": {"from": "01-17", "to": "01-19", "factor": 2}}}, [(119, 2), (120, 1)]),
    "season.factor": ({"seasons": {"s": {"from": "12-20", "to": "01-15", "factor": 3}}}, [(0, 3), (24, 1)]),
    "weeks.from": ({"weeks": {"w": {"from": 3, "to": 4, "factor": 2}}}, [(0, 2), (168, 2), (336, 1)]),
    "weeks.to": ({"weeks": {"w": {"from": 4, "to": 5, "factor": 2}}}, [(0, 1), (168, 2), (336, 2)]),
    "weeks.factor": ({"weeks": {"w": {"from": 4, "to": 4, "factor": 0.5}}}, [(0, 1), (168, 0.5)]),
    "sinusoid.period": ({"sinusoids": {"s": {"period": "48 h", "amplitude": 0.5}}}, [(6, 1 + 0.5 * 2 ** -0.5),
                                                                                     (12, 1.5)]),
    "sinusoid.amplitude": ({"sinusoids": {"s": {"period": "24 h", "amplitude": -1}}}, [(6, 0), (18, 2)]),
    "sinusoid.phase": ({"sinusoids": {"s": {"period": "24 h", "amplitude": 0.5, "phase": "6 h"}}}, [(6, 1), (12, 1.5)]),
    "holiday.as": ({"weekdays": [1, 1, 1, 1, 1, 3, 0.5], "holiday": {"as": "saturday"}}, [(74 * 24, 3), (0, 1)]),
    "holiday.factor": ({"holiday": {"factor": 0.5}}, [(74 * 24, 0.5), (73 * 24, 1)]),
    "clock.from": ({"clock": {"from": "06:00", "to": "17:00"}}, [(5, 0), (6, 1)]),
    "clock.to": ({"clock": {"from": "20:00", "to": "04:00"}}, [(3, 1), (4, 0), (19, 0), (20, 1)]),
    "clock.weekdays": ({"clock": {"from": "08:00", "to": "17:00", "weekdays": [1, 1, 1, 1, 1, 0.5, 0]}},
                       [(9, 1), (5 * 24 + 9, 0.5), (6 * 24 + 9, 0)]),
}


def capacity_at(profile, hour, profiles=None):
    more = {"profiles": profiles} if profiles else {}
    return sim({"u": clinic(profile)}, {"g": one(hours=(20000,))}, {"warmup": "%d h" % hour, "duration": "1 h"},
               log=False,
               **more).u("u", "capacity_mean")


def arrivals_at(profile, hour, profiles=None):
    more = {"profiles": profiles} if profiles else {}
    group = {"arrivals": {"poisson": {"rate": profile}}, "path": {"home": {"stay": 0}}}
    return sim({"home": {"kind": "delay"}}, {"g": group}, {"warmup": "%d h" % hour, "duration": "1 h"}, log=False,
               **more).g("g", "arrivals")


def exactly(form, hour, factor, profiles=None):
    eq(capacity_at(form, hour, profiles), float(int(BASE * factor + 0.5)), "%r at hour %d" % (form, hour))


def about(form, hour, factor, profiles=None):
    """Within four and a half standard deviations; exact for none."""
    near(arrivals_at(form, hour, profiles), RATE * factor, 4.5 * (RATE * factor) ** 0.5, "%r at hour %d" % (form, hour))


def as_number(form, at):
    def run():
        for hour, factor in at:
            exactly({"base": BASE, **form}, hour, factor)
    return run


def as_named(form, at):
    def run():
        hour, factor = at[-1]
        exactly("p", hour, factor, {"p": {"base": BASE, **form}})
        exactly({"base": BASE, "like": "p"}, hour, factor, {"p": {"base": 77, **form}})
    return run


def as_rate(form, at):
    def run():
        for hour, factor in [x for x in at if x[0] <= 200][:3] or [min(at)]:
            about({"base": "%d /h" % RATE, **form}, hour, factor)
        hour, factor = max(at)
        if hour > 330:  # far off: at a low rate, by the number of the whole day
            n = sim({"home": {"kind": "delay"}},
                    {"g": {"arrivals": {"poisson": {"rate": {"base": "40 /h", **form}}},
                           "path": {"home": {"stay": 0}}}},
                    {"warmup": "%d h" % hour, "duration": "1 d"}, log=False).g("g", "arrivals")
            near(n, 960 * factor, 4.5 * (960 * factor) ** 0.5, "%r from hour %d" % (form, hour))
    return run


def register(key, function, name):
    function.__name__ = name + "_" + key.split(".")[-1]
    function.__module__ = __name__
    CASES.setdefault(key, []).append(function)


for _key, (_form, _at) in FORMS.items():
    register("profile." + _key, as_number(_form, _at), "number")
    register("profile_any." + _key, as_named(_form, _at), "named")
    register("profile_rate." + _key, as_rate(_form, _at), "rate")
for _key, (_form, _at) in PARTS.items():
    register(_key, as_number(_form, _at), _key.split(".")[0])


def _base():
    eq(capacity_at({"base": 7}, 0), 7.0)
    eq(capacity_at({"base": 2.5}, 0), 3.0)
    eq(capacity_at("p", 0, {"p": {"base": 7}}), 7.0)
    near(arrivals_at({"base": "400 /h"}, 0), 400, 90)
    near(arrivals_at({"base": "28800 /d"}, 0), 1200, 156)


def _like():
    profiles = {"p": {"base": 5, "hours": hourly(7)}, "q": {"like": "p", "weekdays": [1, 2, 1, 1, 1, 1, 1]}}
    eq(capacity_at({"base": 4, "like": "p"}, 7, profiles), 8.0)
    eq(capacity_at({"like": "p"}, 7, profiles), 10.0)
    eq(capacity_at({"base": 4, "like": "q"}, 31, profiles), 16.0)
    near(arrivals_at({"base": "400 /h", "like": "p"}, 7, profiles), 800, 127)


def _dated():
    dated = {"2024-01-16": 4, "2024-01-18": 2}
    for hour, beds in ((0, 10.0), (23, 10.0), (24, 4.0), (71, 4.0), (72, 2.0), (400, 2.0)):
        eq(capacity_at({"base": 10, "dated": dated}, hour), beds)
    eq(capacity_at("p", 24, {"p": {"base": 10, "dated": dated}}), 4.0)
    near(arrivals_at({"base": "900 /h", "dated": {"2024-01-16": "100 /h"}}, 30), 100, 45)
    near(arrivals_at({"base": "900 /h", "dated": {"2024-01-16": "100 /h"}}, 20), 900, 135)


def _cycle():
    cycle = {"period": "36 h", "steps": {"0 h": 3, "8 h": 6, "20 h": 1}}
    for hour, n in ((0, 3.0), (7, 3.0), (8, 6.0), (20, 1.0), (35, 1.0), (36, 3.0), (44, 6.0)):
        eq(capacity_at({"cycle": cycle}, hour), n)
    eq(capacity_at({"cycle": {**cycle, "period": "24 h"}}, 24), 3.0)
    eq(capacity_at("p", 44, {"p": {"cycle": cycle}}), 6.0)
    rates = {"period": "36 h", "steps": {"0 h": "100 /h", "8 h": "900 /h", "20 h": "100 /h"}}
    for hour, n in ((7, 100), (8, 900), (44, 900), (36, 100)):
        near(arrivals_at({"cycle": rates}, hour), n, 4.5 * n ** 0.5)
    near(arrivals_at({"cycle": {**rates, "period": "24 h"}}, 33), 900, 135)
    refused(build({"u": clinic({"cycle": {"period": "24 h", "steps": {}}})}, {"g": one()}), "steps")


for _reading in ("profile", "profile_any", "profile_rate"):
    register(_reading + ".base", _base, "base")
    register(_reading + ".like", _like, "like")
    register(_reading + ".dated", _dated, "dated")
    register(_reading + ".cycle", _cycle, "cycle")
for _reading in ("cycle", "cycle_any", "cycle_rate"):
    register(_reading + ".period", _cycle, "cycle")
    register(_reading + ".steps", _cycle, "cycle")
