# SPDX-License-Identifier: GPL-3.0-or-later
"""What the keys of groups, arrivals and the nodes of paths do."""
from vfkeys import R, akut, build, by_ed, case, clinic, eq, kommunal, near, one, refused, run_config, sim, times, ward


@case("group.arrivals", "arrivals.replay", "replay.file", "replay.column", "replay.unit")
def arrivals_from_a_file():
    def starts(files, **replay):
        group = {"arrivals": {"replay": replay}, "path": {"u": {"stay": "1 h"}}}
        return times(sim({"u": clinic(9)}, {"g": group}, files=files).starts("u"))
    two = {"a.csv": "time,x\n1,2\n3,4\n", "b.csv": "time\n5\n"}
    eq(starts(two, file="a.csv", unit="h"), [1.0, 3.0])
    eq(starts(two, file="b.csv", unit="h"), [5.0])
    eq(starts(two, file="a.csv", unit="h", column="x"), [2.0, 4.0])
    eq(starts(two, file="a.csv"), [24.0, 72.0])
    eq(starts(two, file="a.csv", unit="min"), [round(1 / 60, 9), 0.05])
    config = build({"u": clinic()}, {"g": {"arrivals": {"replay": {"file": "no.csv"}}, "path": {"u": {"stay": "1 h"}}}})
    refused(config, "no.csv")
    del config["groups"]["g"]["arrivals"]
    refused(config, "arrivals")


def _n(arrivals, run=None, **top):
    group = {"age_class": "80+", "arrivals": arrivals, "path": {"home": {"stay": 0}}}
    return sim({"home": {"kind": "delay"}}, {"g": group}, run or {"duration": "10 d"}, log=False, **top).g("g",
                                                                                                           "arrivals")


@case("arrivals.poisson", "poisson.rate")
def poisson_arrivals():
    near(_n({"poisson": {"rate": "10 /h"}}), 2400, 220)
    near(_n({"poisson": {"rate": "20 /d"}}), 200, 65)


@case("arrivals.population", "population_arrivals.per_1000_year", "population_arrivals.profile")
def arrivals_out_of_the_population():
    people = {"age_classes": {"65-79": 20000, "80+": 10000}}
    near(_n({"population": {"per_1000_year": 7300}}, population=people), 2000, 200)
    near(_n({"population": {"per_1000_year": {"65-79": 7300}}}, population=people), 4000, 290)
    near(_n({"population": {"per_1000_year": {"65-79": 3650, "80+": 7300}}}, population=people), 4000, 290)
    none = {"weekdays": [0, 0, 0, 0, 0, 1, 1]}
    near(_n({"population": {"per_1000_year": 7300, "profile": none}}, population=people), 400, 90)
    # growing by year
    grows = {"age_classes": {"80+": {"2024": 10000, "2025": 40000}}}
    near(_n({"population": {"per_1000_year": 730}}, {"warmup": "352 d", "duration": "10 d"}, population=grows),
         800, 130)


@case("arrivals.scheduled", "scheduled.per_day", "scheduled.at", "scheduled.no_show")
def booked_arrivals():
    def starts(per_day=2, at="07:30", **more):
        group = {"arrivals": {"scheduled": {"per_day": per_day, "at": at, **more}}, "path": {"u": {"stay": "1 h"}}}
        return times(sim({"u": clinic(99)}, {"g": group}, {"duration": "2 d"}).starts("u"))
    eq(starts(), [7.5, 7.5, 31.5, 31.5])
    eq(starts(1), [7.5, 31.5])
    eq(starts({"base": 1, "weekdays": [0, 2, 1, 1, 1, 1, 1]}), [31.5, 31.5])
    eq(starts(at="12:00"), [12.0, 12.0, 36.0, 36.0])
    eq(starts(1, {"discrete": {"9 h": 1}}), [9.0, 33.0])
    eq(starts(no_show=1), [])
    near(len(starts(400, no_show=0.25)), 600, 65)


@case("arrivals.limit")
def arrivals_have_an_end():
    eq(_n({"poisson": {"rate": "10 /h"}, "limit": 7}), 7.0)
    eq(_n({"scheduled": {"per_day": 4, "at": "07:30"}, "limit": 7}), 7.0)
    eq(_n({"__hours__": list(range(20)), "limit": 7}), 7.0)
    # over all layers of a rate that a scenario has raised
    group = {"arrivals": {"poisson": {"rate": "1 /h"}, "limit": 7}, "path": {"home": {"stay": 0}}}
    raised = {"more": {"patch": {"groups": {"g": {"arrivals": {"rate_factor": 5}}}}}}
    eq(sim({"home": {"kind": "delay"}}, {"g": group}, scenarios=raised, log=False).g("g", "arrivals"), 7.0)


@case("arrivals.rate_factor")
def the_factor_scales_the_rate():
    near(_n({"poisson": {"rate": "10 /h"}, "rate_factor": 0.5}), 1200, 155)
    eq(_n({"poisson": {"rate": "10 /h"}, "rate_factor": 0}), 0.0)
    eq(_n({"scheduled": {"per_day": 4, "at": "07:30"}, "rate_factor": 0.5}), 20.0)
    people = {"age_classes": {"80+": 10000}}
    near(_n({"population": {"per_1000_year": 7300}, "rate_factor": 2}, population=people), 4000, 290)


@case("group.patient_type", "group.omradestyp", "group.disease", "group.psykiatri", "group.paverkbar",
      "group.age_class")
def attributes_are_told_and_change_no_path():
    def told(**keys):
        r = sim({"u": clinic()}, {"g": {**one(hours=(0, 0)), **keys}})
        block = r.scenario()["groups"]["g"]
        return {k: block.get(k) for k in ("age_class", "patient_type", "omradestyp", "disease", "psykiatri",
                                          "paverkbar")}, r.log
    plain, log = told()
    eq(plain, {"age_class": "18-64", "patient_type": 1, "omradestyp": None, "disease": "ovriga", "psykiatri": False,
               "paverkbar": False})
    keys = {"age_class": "80+", "patient_type": 3, "omradestyp": 2, "disease": "cancer", "psykiatri": True,
            "paverkbar": True}
    eq(told(**keys), (keys, log))


@case("group.paverkbar")
def avoidable_care_is_counted():
    for told, n in ((True, 2000.0), (False, 0.0)):
        r = sim({"a": ward(2)}, {"g": {**one("a", hours=(0, 9)), "paverkbar": told}}, {"duration": "365 d"},
                population={"total": 100})
        eq(r.ind("paverkbar_slutenvard_per_100k"), n)


@case("group.priority", "node.priority")
def the_urgent_go_first():
    def order(group_priority, node_priority=None):
        urgent = {**one(hours=(2,)), "priority": group_priority}
        if node_priority is not None:
            urgent["path"]["u"]["priority"] = node_priority
        return [p for p,
                _ in sim({"u": clinic()}, {"calm": one(stay="5 h", hours=(0, 1)), "urgent": urgent}).starts("u")]
    eq(order(4), [0, 1, 2])
    eq(order(0), [0, 2, 1])
    eq(order(7), [0, 1, 2])
    eq(order(0, 5), [0, 1, 2])
    eq(order(7, 3), [0, 2, 1])


@case("group.start")
def paths_start_somewhere():
    path = {"a": {"stay": "1 h"}, "b": {"stay": "1 h"}}
    units = {"a": clinic(999), "b": clinic(999)}
    for start, share in (({"a": 1, "b": 0}, 1.0), ({"a": 0.25, "b": 0.75}, 0.25)):
        r = sim(units, {"g": {"arrivals": R(*[0] * 800), "start": start, "path": path}}, log=False)
        near(r.u("a", "arrivals"), 800 * share, 0 if share == 1 else 55)
    refused(build(units, {"g": {"arrivals": R(0), "path": path}}), "start")
    path["a"]["next"] = {"b": 1}
    eq(sim(units, {"g": {"arrivals": R(0), "start": "a", "path": path}}).starts("b"), [(0, 1.0)])


@case("group.route_drawn", "node.route_drawn", "by_next.by_next")
def a_stay_by_next_node_needs_the_route_at_entry():
    def config(group=None, node=None):
        path = {"a": {"stay": {"by_next": {"b": "5 h", "exit": "1 h"}}, "next": {"b": 0.5, "exit": 0.5}},
                "b": {"stay": 0}}
        g = {"arrivals": R(*[0] * 400), "start": "a", "path": path}
        if group:
            g["route_drawn"] = group
        if node:
            path["a"]["route_drawn"] = node
        return build({"a": {"kind": "delay"}, "b": {"kind": "delay"}}, {"g": g})
    for good in ((None, None), ("at_entry", None), (None, "at_entry"), ("at_end", "at_entry")):
        r = run_config(config(*good))
        eq(r.code, 0, r.err)
        left = dict(r.ends("a"))
        onward = {p for p, _ in r.starts("b")}
        near(len(onward), 200, 40)
        eq({p: (5.0 if p in onward else 1.0) for p in left}, left)
    for bad in (("at_end", None), (None, "at_end"), ("at_entry", "at_end")):
        refused(config(*bad), "at entry")


@case("group.competent")
def other_wards_may_be_home():
    units = {"a": ward(1), "b": ward(1)}
    groups = {"ga": one("a", "5 h", hours=(0, 0)), "gb": one("b", "1 h", hours=(9,))}
    eq(times(sim(units, groups).starts("a")), [0.0, 5.0])
    groups["ga"]["competent"] = ["b"]
    r = sim(units, groups)
    eq((times(r.starts("a")), times(r.starts("b")), r.u("a", "p_home"), r.u("a", "p_outlier")),
       ([0.0], [0.0, 9.0], 1.0, 0.0))


@case("group.stay_factor")
def the_factor_scales_every_stay():
    path = {"a": {"stay": "2 h", "next": {"b": 1}}, "b": {"steps": {"s": {"time": "4 h"}}}}
    group = {"arrivals": R(0), "start": "a", "path": path, "stay_factor": 1.5}
    r = sim({"a": clinic(), "b": clinic()}, {"g": group})
    eq((r.stays("a"), r.stays("b")), ([3.0], [6.0]))


@case("group.path")
def a_group_needs_a_path():
    refused(build({"u": clinic()}, {"g": {"arrivals": R(0)}}), "path")
    refused(build({"u": clinic()}, {"g": {"arrivals": R(0), "path": {}}}), "path")


@case("node.unit")
def nodes_may_be_called_otherwise():
    path = {"first": {"unit": "u", "stay": "1 h", "next": {"second": 1}}, "second": {"unit": "u", "stay": "2 h"}}
    eq(sim({"u": clinic()}, {"g": {"arrivals": R(0), "start": "first", "path": path}}).starts("u"), [(0, 0.0), (0,
                                                                                                                1.0)])


@case("node.stay")
def stays_last():
    eq(sim({"u": clinic(2)}, {"g": one(stay="90 min", hours=(0, 5))}).stays("u"), [1.5, 1.5])
    config = build({"u": clinic()}, {"g": {"arrivals": R(0), "path": {"u": {}}}})
    refused(config, "stay")
    # beside steps it is the last of them
    group = {"arrivals": R(0), "path": {"u": {"steps": {"s": {"time": "4 h"}}, "stay": "90 min"}}}
    eq(sim({"u": clinic()}, {"g": group}).stays("u"), [5.5])


@case("node.next")
def next_nodes_have_probabilities():
    def outcome(probabilities):
        path = {"a": {"stay": "1 h", "next": probabilities}, "b": {"stay": "1 h"}}
        r = sim({"a": clinic(999), "b": clinic(999)}, {"g": {"arrivals": R(*[0] * 800), "start": {"a": 1, "b": 0},
                                                             "path": path}}, log=False)
        return r.u("b", "arrivals"), r.g("g", "death_fraction")
    b, dead = outcome({"b": 0.25, "exit": 0.25, "death": 0.5})
    near(b, 200, 55)
    near(dead, 0.5, 0.08)
    eq(outcome({"b": 1}), (800.0, 0.0))
    eq(outcome({"death": 1}), (0.0, 1.0))
    eq(outcome({"exit": 1}), (0.0, 0.0))
    refused(build({"a": clinic()},
                  {"g": {"arrivals": R(0), "path": {"a": {"stay": "1 h", "next": {"exit": 0.5}}}}}), "0.5")


@case("node.transition", "transition.time", "transition.mode")
def moves_hold_release_or_reserve():
    def moves(mode, time="3 h"):
        path = {"a": {"stay": "1 h",
                      "next": {"b": 1}, "transition": {"b": {"time": time, **({"mode": mode} if mode else {})}}},
                "b": {"stay": "10 h"}}
        groups = {"g": {"arrivals": R(0, 0), "start": "a", "path": path}, "h": one("b", "1 h", hours=(2,))}
        r = sim({"a": clinic(1), "b": clinic(1)}, groups)
        return (sorted(r.starts("a")), sorted(r.starts("b")), round(r.u("a", "transit_beds") * 480, 6),
                round(r.u("b", "reserved_beds") * 480, 6))
    # hold: the first leaves a at 4; b is free to others until then
    hold = ([(0, 0.0), (1, 4.0)], [(0, 4.0), (1, 14.0), (2, 2.0)], 6.0, 0.0)
    eq(moves("hold"), hold)
    eq(moves(None), hold)
    # release: a is free at 1
    eq(moves("release"), ([(0, 0.0), (1, 1.0)], [(0, 4.0), (1, 14.0), (2, 2.0)], 0.0, 0.0))
    # reserve: b is taken at 1, entered at 4 and left at 14; then the two who need it since 2 and 5
    eq(moves("hold_and_reserve"), ([(0, 0.0), (1, 4.0)], [(0, 4.0), (1, 18.0), (2, 14.0)], 6.0, 6.0))
    eq(moves("hold", "5 h")[0], [(0, 0.0), (1, 6.0)])


@case("transition.mode")
def an_outlier_whose_bed_was_reserved_is_one():
    units = {"akut": akut(), "a": ward(1, placement={"steps": ["home", "outlier", "board"]},
                                       outliers={"to": ["b"], "reserve": 0}),
             "b": ward(1, outliers={"reserve": 0})}
    group = by_ed("a", (0, 0), "10 h")
    group["path"]["akut"]["transition"] = {"a": {"time": "2 h", "mode": "hold_and_reserve"}}
    r = sim(units, {"g": group, "gb": one("b", hours=(99,))})
    eq((r.lives("outlier"), r.starts("b"), r.u("a", "p_outlier")), ([(1, 2.0)], [(1, 2.0), (2, 99.0)], 0.5))


@case("node.credit_blocked")
def blocked_time_may_count():
    def ends(credit, unit, stay="10 h", second=4):
        path = {"a": {"stay": 0, "next": {"b": 1}}, "b": {"stay": stay, "credit_blocked": credit}}
        r = sim({"a": clinic(9), "b": unit}, {"g": {"arrivals": R(0, second), "start": "a", "path": path}})
        return times(r.ends("b"))
    for unit in (kommunal(1), ward(1)):
        eq(ends(False, unit), [10.0, 20.0])
        eq(ends(True, unit), [10.0, 14.0])  # blocked for 6 of its 10 hours
    nights = ward(1, stay="nights", discharge={"hours": [0] * 10 + [1] + [0] * 13})
    eq([int(h / 24) for h in ends(False, nights, "4 d", 40)], [4, 8])
    eq([int(h / 24) for h in ends(True, nights, "4 d", 40)], [4, 5])  # 66 hours are 2.75 of the 4 nights


@case("node.planned")
def planned_care_is_no_readmission():
    for planned, share in ((False, 1.0), (True, 0.0)):
        path = {"a": {"stay": "10 h", "next": {"home": 1}}, "home": {"stay": "10 d", "next": {"b": 1}},
                "b": {"unit": "a", "stay": "10 h", "planned": planned, "next": {"death": 1}}}
        r = sim({"a": ward(1), "home": {"kind": "delay"}}, {"g": {"arrivals": R(0), "start": "a", "path": path}},
                {"duration": "100 d"})
        eq((r.ind("aterinskrivning_30d"), r.ind("aterinskrivning_7d")), (share, 0.0))


@case("node.patience", "patience.time", "patience.to")
def the_impatient_leave_the_queue():
    def outcome(unit, **patience):
        group = {"arrivals": R(0, 0), "start": "u",
                 "path": {"u": {"stay": "5 h", "patience": patience}, "b": {"stay": "1 h"}}}
        if "to" not in patience:
            del group["path"]["b"]
        units = {"u": unit, "b": clinic()} if "to" in patience else {"u": unit}
        r = sim(units, {"g": group})
        return r.lives("renege"), r.u("u", "reneged_fraction"), r.starts("b"), r.u("u", "queue") * 480
    for unit in (clinic(1), ward(1), kommunal(1)):
        eq(outcome(unit, time="1 h"), ([(1, 1.0)], 0.5, [], 1.0))
        eq(outcome(unit, time="1 h", to="b"), ([(1, 1.0)], 0.5, [(1, 1.0)], 1.0))
        eq(outcome(unit, time="6 h"), ([], 0.0, [], 5.0))


@case("node.balking", "balking.at", "balking.probability", "balking.to")
def a_long_queue_turns_patients_away():
    def outcome(unit, n=4, **balking):
        group = {"arrivals": R(*[0] * n), "start": "u", "path": {"u": {"stay": "5 h", "balking": balking}}}
        if "to" in balking:
            group["path"]["b"] = {"stay": "1 h"}
        r = sim({"u": unit, "b": clinic(99)} if "to" in balking else {"u": unit}, {"g": group})
        return r.u("u", "balked_fraction"), len(r.starts("b"))
    for unit in (clinic(1), ward(1)):
        eq(outcome(unit, at=0), (0.75, 0))
        eq(outcome(unit, at=1, probability=1), (0.5, 0))
        eq(outcome(unit, at=2), (0.25, 0))
        eq(outcome(unit, at=2, probability=0), (0.0, 0))
        eq(outcome(unit, at=0, to="b"), (0.75, 3))
    share, _ = outcome(clinic(1), n=401, at=0, probability=0.5)
    near(share * 401, 200, 45)


@case("node.away_to")
def those_turned_away_go_elsewhere():
    closed = clinic({"base": 1, "clock": {"from": "08:00", "to": "12:00"}}, on_close="send_away")
    path = {"u": {"stay": "1 h"}, "b": {"stay": "1 h"}}
    units = {"u": closed, "b": clinic()}
    def seen(**more):
        p = {"u": {**path["u"], **more}, "b": path["b"]}
        r = sim(units, {"g": {"arrivals": R(3, 9), "start": {"u": 1, "b": 0}, "path": p}})
        return r.starts("u"), r.starts("b"), times(r.lives("exit"))
    eq(seen(), ([(1, 9.0)], [], [3.0, 10.0]))
    eq(seen(away_to="b"), ([(1, 9.0)], [(0, 3.0)], [4.0, 10.0]))
    full = ward(1, placement={"steps": ["home", "refuse"]})
    p = {"u": {"stay": "5 h", "away_to": "b"}, "b": {"stay": "1 h"}}
    r = sim({"u": full, "b": clinic()}, {"g": {"arrivals": R(0, 1), "start": "u", "path": p}})
    eq((r.starts("b"), r.u("u", "p_refused")), ([(1, 1.0)], 0.5))


@case("node.away_to", "node.balking", "placement.transfer_to")
def nobody_is_sent_round_for_ever():
    closed = clinic({"base": 1, "clock": {"from": "08:00", "to": "12:00"}}, on_close="send_away")
    full = clinic(1)

    def config(unit, u, v):
        path = {"u": {"stay": "5 h", **u}, "v": {"stay": "5 h", **v}}
        return build({"u": unit, "v": unit}, {"g": {"arrivals": R(3, 3, 3), "start": {"u": 0.5, "v": 0.5},
                                                    "path": path}})
    refused(config(closed, {"away_to": "v"}, {"away_to": "u"}), "for ever")
    refused(config(full, {"balking": {"at": 0, "to": "v"}}, {"balking": {"at": 0, "to": "u"}}), "for ever")
    refused(config(ward(1, placement={"steps": ["home", "refuse"]}), {"away_to": "u"}, {}), "for ever")
    refused(config(ward(1, placement={"steps": ["home", "transfer"], "transfer_to": "v"}), {}, {}), "for ever")
    good = run_config(config(full, {"balking": {"at": 0, "to": "v"}},
                             {"balking": {"at": 0, "probability": 0.5, "to": "u"}}))
    eq(good.code, 0, good.err)
    eq(run_config(config(full, {"away_to": "v"}, {"away_to": "u"})).code, 0)  # they never close


@case("group.readmission", "readmission.probability", "readmission.time", "readmission.to")
def some_come_back():
    def outcome(p, time, to, n=1, run=None):
        path = {"a": {"stay": "10 h"}, "akut": {"stay": "1 h", "next": {"a": 1}}}
        group = {"arrivals": R(*[0] * n), "start": {"a": 1, "akut": 0}, "path": path, "age_class": "80+",
                 "readmission": {"probability": p, "time": time, "to": to}}
        return sim({"a": ward(n), "akut": akut(n)}, {"g": group}, run or {"duration": "100 d"})
    r = outcome(0.5, "5 d", "akut", n=400)
    near(r.ind("aterinskrivning_7d"), 0.5, 0.08)
    eq((r.ind("aterinskrivning_3d"), r.ind("aterinskrivning_7d_65plus")), (0.0, r.ind("aterinskrivning_7d")))
    eq(times(r.lives("readmission"))[0], 130.0)
    assert r.u("akut", "arrivals") > 100
    eq(outcome(0.5, "5 d", "a", n=400).u("akut", "arrivals"), 0.0)
    eq(outcome(0.5, "9 d", "akut", n=400).ind("aterinskrivning_7d"), 0.0)
    near(outcome(0.2, "5 d", "akut", n=400).ind("aterinskrivning_7d"), 0.2, 0.07)
    refused(build({"a": ward(1)},
                  {"g": {**one("a"), "readmission": {"probability": 1, "time": "1 d", "to": "a"}}}), "1")
