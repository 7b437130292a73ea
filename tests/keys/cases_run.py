# SPDX-License-Identifier: GPL-3.0-or-later
"""What the keys of the run do: its length, its seed, and how things are counted."""
from vfkeys import R, akut, build, by_ed, case, clinic, eq, one, refused, run_config, sim, times, ward

POISSON = {"g": {"arrivals": {"poisson": {"rate": "10 /h"}}, "path": {"u": {"stay": {"exponential": {"mean": "1 h"}}}}}}


@case("run.seed")
def the_seed_is_the_chance():
    first, again, other = (sim({"u": clinic(99)}, POISSON, {"duration": "2 d", "seed": s}).log for s in (1, 1, 2))
    eq(first, again)
    assert first != other


@case("run.start")
def the_start_sets_the_calendar():
    def first_start(date):
        open_on_mondays = {"base": 1, "weekdays": [1, 0, 0, 0, 0, 0, 0]}
        return times(sim({"u": clinic(open_on_mondays)}, {"g": one()}, {"start": date}).starts("u"))
    eq(first_start("2024-01-15"), [0.0])
    eq(first_start("2024-01-16"), [144.0])


@case("run.warmup")
def the_warmup_is_not_counted():
    groups = {"g": one(hours=(1, 25, 49))}
    eq(sim({"u": clinic()}, groups).g("g", "arrivals"), 3.0)
    r = sim({"u": clinic()}, groups, {"warmup": "1 d"})
    eq((r.g("g", "arrivals"), r.doc["warmup_days"], r.scenario()["window_days"]), (2.0, 1.0, 20.0))
    r = sim({"u": clinic(30)}, POISSON, {"warmup": "auto", "duration": "730 d", "transient": False}, log=False)
    assert r.doc["warmup_auto"] and r.doc["warmup_days"] % 7 == 0


@case("run.duration")
def the_duration_is_the_window():
    r = sim({"u": clinic()}, {"g": one(hours=(1, 25, 49))}, {"duration": "2 d"})
    eq((r.g("g", "arrivals"), r.scenario()["window_days"]), (2.0, 2.0))
    refused(build({"u": clinic()}, {"g": one()}, {"duration": None}), "duration")


@case("run.replications")
def replications_are_counted():
    r = sim({"u": clinic(99)}, POISSON, {"replications": 3, "duration": "2 d"}, log=False)
    block = r.scenario()["units"]["u"]["arrivals"]
    eq((block["n"], r.scenario()["replications"]), (3, 3))
    assert block["ci95"] > 0
    eq(sim({"u": clinic(99)}, POISSON, {"duration": "2 d"}, log=False).scenario()["replications"], 1)


@case("run.stop_after_arrivals")
def the_run_stops_after_arrivals():
    r = sim({"u": clinic()}, {"g": one(hours=range(10))}, {"stop_after_arrivals": 4, "duration": None})
    eq((r.g("g", "arrivals"), times(r.starts("u"))), (4.0, [0.0, 2.0, 4.0, 6.0]))
    eq(r.scenario()["window_days"], 8 / 24)  # until the last of them is out


@case("run.report_time_unit")
def times_are_told_in_the_unit():
    for unit, value in (("d", 6.0), ("h", 144.0), ("min", 8640.0)):
        r = sim({"u": clinic()}, {"g": one(stay="6 d")}, {"report_time_unit": unit})
        eq((r.g("g", "total_time"), r.doc["report_time_unit"]), (value, unit))


@case("run.census_time")
def the_census_is_at_its_hour():
    group = {"g": one("a", "13 h", hours=(7,))}
    for clock, share in (("06:00", 0.0), ("08:00", 1.0), ("20:30", 0.0)):
        eq(sim({"a": ward(1)}, group, {"duration": "1 d", "census_time": clock}).ind("belaggningsgrad"), share)


@case("run.count_boarded")
def boarders_may_count():
    units = {"akut": akut(), "a": ward(1)}
    groups = {"g": by_ed("a", (0, 0, 0), "20 d")}
    for told, per_100 in ((False, 0.0), (True, 200.0)):
        r = sim(units, groups, {"duration": "1 d", "count_boarded": told})
        eq(r.ind("overbelaggningar_per_100"), per_100)
        eq(r.ind("overbelaggningar_inkl_vantande_per_100"), 200.0)
        eq(r.ind("boarded_at_census"), 200.0)


@case("run.count_both")
def an_outlier_in_an_extra_place_counts_once_or_twice():
    units = {"a": ward(1, placement={"steps": ["home", "outlier"]}, outliers={"to": ["b"], "reserve": 0}),
             "b": ward({"base": 2, "dated": {"2024-01-16": 1}}, outliers={"reserve": 0})}
    groups = {"gb": one("b", "20 d"), "ga": one("a", "20 d", hours=(1, 1))}
    found = {}
    for told in (True, False):
        r = sim(units, groups, {"start": "2024-01-15", "warmup": "1 d", "duration": "1 d", "count_both": told})
        eq((r.u("b", "overbelaggningar_per_100"), r.ind("overbelagda_eller_utlokaliserade_per_100")), (100.0, 50.0))
        found[told] = (r.ind("utlokaliserade_per_100"), r.u("a", "utlokaliserade_per_100"),
                       r.u("b", "utlokaliserade_hos_per_100"))
    eq(found, {True: (50.0, 100.0, 100.0), False: (0.0, 0.0, 0.0)})


@case("run.admission_time")
def the_stay_may_begin_at_the_decision():
    units = {"akut": akut(), "a": ward(1)}
    # the second decides at 23 on the first day, gets the bed at 02 and leaves it on the third day
    groups = {"g": by_ed("a", (4, 23), "22 h")}
    for when, days in (("ward_arrival", 1.0), ("decision", 1.0)):
        r = sim(units, {"g": by_ed("a", (4,), "22 h")}, {"admission_time": when})
        eq(r.ind("medelvardtid_tillfalle"), days)
    for when, days in (("ward_arrival", 1.0), ("decision", 1.5)):
        eq(sim(units, groups, {"admission_time": when}).ind("medelvardtid_tillfalle"), days)


def _knot(how):
    units = {"a": clinic(1, queue={"internal_cap": 0}), "b": clinic(1, queue={"internal_cap": 0})}
    groups = {"ab": {"arrivals": R(0), "start": "a", "path": {"a": {"stay": "2 h", "next": {"b": 1}},
                                                              "b": {"stay": "1 h"}}},
              "ba": {"arrivals": R(0), "start": "b", "path": {"b": {"stay": "3 h", "next": {"a": 1}},
                                                              "a": {"stay": "1 h"}}}}
    return run_config(build(units, groups, {"on_deadlock": how}))


@case("run.on_deadlock")
def a_knot_stops_is_undone_or_stays():
    r = _knot("stop")
    eq(r.code, 1, r.err)
    assert r.scenario()["checks"]["deadlock"] and r.scenario()["deadlock_time"]["mean"] == 3.0
    r = _knot("swap")
    eq((r.code, sorted(r.lives("exit"))), (0, [(0, 4.0), (1, 4.0)]))
    assert r.scenario()["checks"]["deadlock"]
    r = _knot("record")
    eq((r.code, r.lives("exit"), r.scenario()["deadlock_time"]["mean"]), (0, [], 3.0))


@case("run.transient")
def a_transient_run_has_no_verdict():
    for told in (True, False):
        r = sim({"u": clinic(1)}, POISSON, {"transient": told, "duration": "20 d"}, log=False)
        eq(r.scenario()["checks"]["stationary"], None if told else False)


@case("run.phase", "phase.cycle", "phase.bins")
def occupancy_by_phase():
    def phases(**phase):
        r = sim({"u": clinic(9)}, {"g": one(stay="6 h", hours=(0.5, 24.5))}, {"duration": "2 d", "phase": phase})
        return r.scenario()["units"]["u"]["phase"]
    r = phases(cycle="24 h", bins=24)
    eq((r["cycle_h"], r["occupancy"]), (24, [0] + [1] * 6 + [0] * 17))
    eq(phases(cycle="24 h", bins=4)["occupancy"], [0, 1, 0, 0])
    eq(phases(cycle="12 h", bins=12)["occupancy"], [0] + [0.5] * 6 + [0] * 5)
    eq(phases(cycle="24 h", bins=7)["occupancy"], [0, 1, 0, 0, 0, 0, 0])
    assert "phase" not in sim({"u": clinic()}, {"g": one()}).scenario()["units"]["u"]
    refused(build({"u": clinic()}, {"g": one()}, {"phase": {"cycle": "0.5 s", "bins": 1000}}), "phase")


@case("run.initial_state")
def a_run_begins_with_the_patients_of_a_file():
    units = {"u": clinic(1)}
    rows = "unit,group,state,elapsed\nu,g,in_care,2 h\nu,g,waiting,3 d\n"
    r = sim(units, {"g": one(stay="6 h", hours=(1,))}, {"initial_state": "now.csv"}, files={"now.csv": rows})
    eq(times(r.starts("u")), [0.0, 4.0, 10.0])
    eq((r.g("g", "arrivals"), r.u("u", "wait_mean")), (1.0, (72 + 4 + 9) / 2))
    eq(r.scenario()["checks"]["stationary"], None)
    wrong = rows.replace("waiting", "asleep")
    refused(build(units, {"g": one()}, {"initial_state": "now.csv"}), "now.csv:3:5", files={"now.csv": wrong})
    refused(build(units, {"g": one()}, {"initial_state": "nowhere.csv"}), "nowhere.csv")


@case("run.series")
def results_by_day_and_month():
    def series(how, **run):
        group = {"g": one("a", "36 h", hours=(0, 0, 24))}
        return sim({"a": ward(1, max_extra=2)}, group, {"start": "2024-01-30", "duration": "5 d", "series": how, **run},
                   log=False).scenario().get("series")
    assert series(None) is None and series("none") is None
    assert list(series("day")) == ["day"] and list(series("month")) == ["month"]
    s = series("both")
    eq(s["day"]["start"], ["2024-01-30", "2024-01-31", "2024-02-01", "2024-02-02", "2024-02-03"])
    eq(s["day"]["units"]["a"]["occupancy"]["mean"], [2.0, 2.0, 0.5, 0.0, 0.0])
    eq(s["day"]["region"]["overbelaggningar"]["mean"], [1.0, 2.0, 0.0, 0.0, 0.0])
    eq(s["day"]["region"]["admissions"]["mean"], [2.0, 1.0, 0.0, 0.0, 0.0])
    eq(s["month"]["start"], ["2024-01-30", "2024-02-01"])
    eq(s["month"]["region"]["inskrivna"]["mean"], [2.5, 1 / 3])
    with_warmup = series("day", warmup="1 d", duration="2 d")
    eq((with_warmup["day"]["start"], with_warmup["day"]["units"]["a"]["queue"]["mean"]),
       (["2024-01-31", "2024-02-01"], [0.0, 0.0]))
    refused(build({"u": clinic()}, {"g": one()}, {"series": "day", "warmup": "7 h"}), "whole days")
