# SPDX-License-Identifier: GPL-3.0-or-later
"""What levers and shocks do: a choice of units, groups or nodes, and a factor, for good or between two dates."""
from vfkeys import R, akut, build, by_ed, case, clinic, eq, kommunal, one, refused, run_config, sim, times, ward

JAN = {"from": "2024-01-16", "to": "2024-01-17"}  # hours 24 to 72 of a run from 2024-01-15


def world(**top):
    """Two clinics and a ward; everybody stays ten hours."""
    units = {"a": clinic(10), "b": clinic(10, level="specialistvard"), "w": ward(10), "k": kommunal(10)}
    groups = {"ga": one("a", "10 h", hours=(0, 30)), "gb": one("b", "10 h", hours=(0, 30)),
              "gw": one("w", "10 h", hours=(0, 30)), "gk": one("k", "10 h", hours=(0, 30))}
    groups["gw"].update(age_class="80+", patient_type=4, paverkbar=True, disease="cancer")
    groups["gk"].update(psykiatri=True)
    return sim(units, groups, **top)


def lever(**what):
    return world(levers={"l": what})


def caps(r):
    return [r.u(u, "capacity_mean") for u in "abwk"]


def lengths(r):
    return [r.stays(u)[0] for u in "abwk"]


@case("document.levers", "lever.capacity", "lever.where", "where.kind", "where.level", "where.owner", "where.unit",
      "where.somatic")
def a_lever_changes_what_it_chooses():
    eq(caps(world()), [10.0] * 4)
    eq(caps(lever(capacity=2)), [20.0] * 4)
    for where, hit in (({"kind": "clinic"}, "ab"), ({"kind": ["clinic", "ward"]}, "abw"), ({"level": "kommun"}, "k"),
                       ({"level": ["primarvard", "slutenvard"]}, "aw"), ({"owner": "kommun"}, "k"),
                       ({"unit": "b"}, "b"), ({"unit": ["a", "w"]}, "aw"), ({"somatic": True}, "w"),
                       ({"kind": "clinic", "level": "specialistvard"}, "b")):
        eq(caps(lever(where=where, capacity=2)), [20.0 if u in hit else 10.0 for u in "abwk"], where)
    refused(build({"a": clinic()}, {"g": one("a")}, levers={"l": {"where": {"kind": "ward"}, "capacity": 2}}),
            "fits the choice", "/levers/l/capacity")
    refused(build({"a": ward(1, somatic=False)}, {"g": one("a")},
                  levers={"l": {"where": {"somatic": True}, "capacity": 2}}), "fits the choice")
    refused(build({"a": clinic()}, {"g": one("a")}, levers={"l": {"where": {"group": "g"}, "capacity": 2}}),
            "a unit has no group")
    refused(build({"a": clinic()}, {"g": one("a")}, levers={"l": {"where": {"group": "x"}, "stay": 2}}), "\"x\"")
    refused(build({"a": clinic()}, {"g": one("a")}, levers={"l": {"where": {"kind": "clinic"}}}), "changes nothing")


@case("lever.capacity")
def staff_and_members_follow_their_unit():
    fam = {"k": {"units": {"p": clinic(4, servers={"s": {"capacity": 2}})},
                 "members": {"m": {"weight": 1}, "n": {"weight": 1, "units": {"p": {"capacity": 8}}}}}}
    group = {"arrivals": R(0), "path": {"n": {"unit": "k.p", "steps": {"s": {"server": "s", "time": "1 h"}}}}}
    r = sim({}, {"g": group}, families=fam, levers={"l": {"capacity": 1.5, "where": {"unit": "k.p"}}})
    eq([r.u("m.p", "capacity_mean"), r.u("n.p", "capacity_mean")], [6.0, 12.0])
    dated = {"capacity": 0.5, "from": "2024-01-25"}  # the last ten of twenty days
    r = sim({}, {"g": group}, families=fam, levers={"l": dated})
    eq([r.u("m.p", "capacity_mean"), r.u("n.p", "capacity_mean")], [3.0, 6.0])
    fam["k"]["units"]["p"]["capacity"] = {"base": 4, "weekdays": [1, 1, 1, 1, 1, 1, 1]}
    r = sim({}, {"g": group}, families=fam, levers={"l": dated})
    eq([r.u("m.p", "capacity_mean"), r.u("n.p", "capacity_mean")], [3.0, 6.0])
    group["arrivals"] = R(0, 0, 0)
    r = sim({}, {"g": group}, families=fam, levers={"l": {"capacity": 0.5, "to": "2024-01-16"}})
    eq(len(set(times(r.ends("m.p") + r.ends("n.p")))) > 1, True)  # one at a time instead of two


@case("lever.stay", "where.group", "where.age_class", "where.disease", "where.patient_type", "where.paverkbar",
      "where.psykiatri")
def a_lever_on_stays_chooses_groups_too():
    for where, hit in (({}, "abwk"), ({"group": "ga"}, "a"), ({"age_class": ["80+", "65-79"]}, "w"),
                       ({"disease": "cancer"}, "w"), ({"patient_type": 4}, "w"), ({"patient_type": [1, 2]}, "abk"),
                       ({"paverkbar": False}, "abk"), ({"psykiatri": True}, "k"),
                       ({"kind": "clinic", "group": ["ga", "gw"]}, "a")):
        eq(lengths(lever(where=where, stay=0.5)), [5.0 if u in hit else 10.0 for u in "abwk"], where)


@case("lever.from", "lever.to")
def a_lever_may_have_dates():
    eq([lever(stay=2, **{"from": "2024-01-16"}).stays("a"), lever(stay=2, to="2024-01-15").stays("a")],
       [[10.0, 20.0], [20.0, 10.0]])
    r = sim({"a": clinic(2)}, {"g": one("a")}, {"duration": "4 d"}, levers={"l": {"capacity": 2, **JAN}})
    eq(r.u("a", "capacity_mean"), 3.0)
    units, groups = {"a": clinic(1), "k": kommunal(1)}, {"g": one("a")}
    refused(build(units, groups, levers={"l": {"lead_time": 2, "from": "2024-01-16"}}), "cannot have dates")


@case("lever.rate")
def a_lever_on_arrivals_is_by_what_the_group_is_and_where_it_starts():
    def arrivals(**levers):
        group = {"arrivals": {"scheduled": {"per_day": 2, "at": "08:00"}}}
        units = {"akut": akut(), "a": clinic(50), "w": ward(50)}
        groups = {"g": {**group, "path": {"a": {"stay": "1 h"}}}, "h": {**group, **by_ed("w", ()), **group},
                  "p": {"arrivals": {"poisson": {"rate": "2 /d"}}, "path": {"a": {"stay": "1 h"}}}}
        r = sim(units, groups, levers=levers)
        return [len({p for p, _ in r.lives("arrive", u) if True}) for u in ("a", "akut")], r
    (a, ed), r = arrivals()
    own = r.g("p", "arrivals")
    eq([a, ed], [40 + own, 40])
    (a, ed), r = arrivals(l={"rate": 2, "where": {"group": ["g", "h"]}})
    eq([a, ed, r.g("p", "arrivals")], [80 + own, 80, own])
    (a, ed), r = arrivals(l={"rate": 2, "where": {"kind": "akutmottagning"}})
    eq([a, ed], [40 + own, 80])
    (a, ed), r = arrivals(l={"rate": 2, "where": {"kind": "akutmottagning"}, "from": "2024-01-25"})
    eq([a, ed], [40 + own, 60])
    (_, _), r = arrivals(l={"rate": 1.5, "where": {"group": "p"}})
    assert r.g("p", "arrivals") > own
    refused(build({"a": clinic()}, {"g": one("a")}, levers={"l": {"rate": 2}}), "fits the choice")
    # of a cohort's members it is the hazard of coming back
    members = {"arrivals": {"cohort": {"size": 1, "home": "9 h"}}, "path": {"a": {"stay": "1 h"}}}
    r = sim({"a": clinic()}, {"g": members}, levers={"l": {"rate": 9}})
    eq(times(r.starts("a"))[2] - times(r.starts("a"))[1], 2.0)


@case("lever.lead_time")
def a_lever_on_planning_times():
    def left(factor, **k):
        units = {"w": ward(2), "k": kommunal(2, **k)}
        group = {"arrivals": R(0), "start": "w", "path": {"w": {"stay": "10 h", "next": {"k": 1}}, "k": {"stay": "1 h"}}}
        if not k:
            group["path"]["w"]["lead"] = {"k": "law"}
        levers = {"levers": {"l": {"lead_time": factor, "where": {"level": "kommun"}}}} if factor is not None else {}
        return times(sim(units, {"g": group}, distributions={"law": "2 d"}, **levers).starts("k"))
    for k in ({}, {"lead_time": "2 d"}, {"lead_time": "law"}):
        eq([left(None, **k), left(0.5, **k), left(0, **k)], [[58.0], [34.0], [10.0]], k)


@case("lever.lead_time")
def a_lever_on_planning_times_reaches_those_by_parties():
    plan = {"parties": {"2": 1}, "lead_time": {"2": "2 d"}}
    def left(levers, common=True, **units):
        units = {"w": ward(2), "k": kommunal(2, lead_time="9 d"), **units}
        group = {"arrivals": R(0), "start": "w", "path": {"w": {"stay": "10 h", "next": {"k": 1}}, "k": {"stay": "1 h"}}}
        top = {"planning": plan} if common else {}
        return build(units, {"g": {**group, **({} if common else {"planning": plan})}}, levers=levers, **top)
    half = {"l": {"lead_time": 0.5, "where": {"level": "kommun"}}}
    for common in (True, False):
        eq(times(run_config(left({}, common)).starts("k")), [58.0])
        eq(times(run_config(left(half, common)).starts("k")), [34.0])
    some = {"l": {"lead_time": 0.5, "where": {"unit": "k"}}}
    eq(times(run_config(left(some)).starts("k")), [34.0])
    refused(left(some, k2=kommunal(1)), "one lead time into all units", "/levers/l/lead_time")


@case("lever.assessment")
def a_lever_on_when_the_kommun_plans():
    def left(lever=None, **k):
        group = {"arrivals": R(0), "start": "w", "path": {"w": {"stay": "10 h", "next": {"k": 1}}, "k": {"stay": "1 h"}}}
        levers = {"levers": {"l": {"where": {"kind": "kommunal"}, "assessment": lever}}} if lever else {}
        units = {"w": ward(2), "k": kommunal(2, lead_time="36 h", **k)}
        return build(units, {"g": group}, {"start": "2024-01-19"}, **levers)   # a Friday
    def starts(*a, **k):
        return times(run_config(left(*a, **k)).starts("k"))
    always = {"assessment": "around_the_clock"}
    eq([starts(), starts("around_the_clock"), starts("workdays", **always)], [[106.0], [46.0], [106.0]])
    refused(left("around_the_clock", **always), "fits the choice", "/levers/l/assessment")
    refused(left("workdays"), "fits the choice")
    refused(build({"a": clinic()}, {"g": one("a")}, levers={"l": {"assessment": "around_the_clock"}}), "fits the choice")
    families = {"f": {"units": {"k": kommunal(2, lead_time="36 h")},
                      "members": {"a": {"weight": 1, "units": {"k": {"assessment": "workdays"}}}}}}
    group = {"arrivals": R(0), "start": "w",
             "path": {"w": {"stay": "10 h", "next": {"k": 1}}, "k": {"unit": "f.k", "stay": "1 h"}}}
    r = sim({"w": ward(2)}, {"g": group}, {"start": "2024-01-19"}, families=families,
            levers={"l": {"assessment": "around_the_clock"}})
    eq(times(r.starts("a.k")), [46.0])


@case("lever.readmission")
def a_lever_on_readmission():
    def back(**levers):
        group = one("w", "10 h", hours=range(0, 200, 2))
        group["readmission"] = {"probability": 0.5, "time": "2 d", "to": "w"}
        r = sim({"w": ward(100)}, {"g": group}, **levers)
        return r.u("w", "arrivals")
    plain = back()
    eq(back(levers={"l": {"readmission": 0}}), 100)
    assert back(levers={"l": {"readmission": 0.5}}) < plain < back(levers={"l": {"readmission": 1.5}})
    refused(build({"a": clinic()}, {"g": one("a")}, levers={"l": {"readmission": 2}}), "fits the choice")


@case("lever.moves", "moves.to", "moves.factor")
def a_lever_on_the_ways_on():
    def went(**moves):
        units = {"a": clinic(99), "akut": akut(99), "k": kommunal(99)}
        group = {"arrivals": R(*range(100)), "start": "a",
                 "path": {"a": {"stay": "1 h", "next": {"akut": 0.4, "k": 0.2, "exit": 0.4}}, "akut": {"stay": "1 h"},
                          "k": {"stay": "1 h"}}}
        r = sim(units, {"g": group}, levers={"l": {"moves": moves}} if moves else {})
        return [{p for p, _ in r.starts(u)} for u in ("akut", "k")]
    ed, k = went()
    less_ed, more_k = went(to={"kind": "akutmottagning"}, factor=0.5)
    assert less_ed < ed and 0.3 < len(less_ed) / len(ed) < 0.7 and len(more_k) > len(k)
    eq(went(to={"kind": "akutmottagning"}, factor=0)[0], set())
    eq(len(went(to={"level": ["kommun", "akutmottagning"]}, factor=9)[0]) + len(
        went(to={"level": ["kommun", "akutmottagning"]}, factor=9)[1]), 100)
    refused(build({"a": clinic()}, {"g": one("a")}, levers={"l": {"moves": {"to": {"unit": "a"}, "factor": 2}}}),
            "fits the choice")


@case("lever.divert", "divert.share", "divert.to", "divert.stay")
def a_lever_that_takes_a_share_elsewhere():
    def went(share=None, **more):
        units = {"a": clinic(99), "w": ward(99), "n": {"kind": "intermediate", "capacity": 99}, "k": kommunal(99)}
        group = {"arrivals": R(*range(100)), "start": "a",
                 "path": {"a": {"stay": "1 h", "next": {"w": 0.5, "exit": 0.5}},
                          "w": {"stay": "24 h", "next": {"k": 1}}, "k": {"stay": "1 h"}}}
        if share is None:
            units["n"]["capacity"] = 1
            group["path"]["w"]["next"] = {"k": 0.99, "n": 0.01}
            group["path"]["n"] = {"stay": "1 h"}
        levers = {"l": {"where": {"kind": "ward"}, "divert": {"share": share, "to": "n", **more}}}
        return sim(units, {"g": group}, levers=levers if share is not None else {})

    def who(r, unit):
        return {p for p, _ in r.starts(unit)}
    plain, some, all_ = went(), went(0.4), went(1, stay="6 h")
    assert who(some, "w") < who(plain, "w") and who(some, "n") | who(some, "w") == who(plain, "w")
    assert 0.2 < len(who(some, "n")) / len(who(plain, "w")) < 0.6
    eq([set(some.stays("n")), set(all_.stays("n"))], [{24.0}, {6.0}])
    eq([who(all_, "w"), who(all_, "n"), len(who(all_, "k"))], [set(), who(plain, "w"), len(who(all_, "n"))])


@case("document.shocks", "shock.from", "shock.to", "shock.capacity", "shock.stay", "shock.arrivals")
def shocks_have_dates_and_go():
    def shock(**what):
        return world(shocks={"s": {**JAN, **what}})
    eq(shock(stay={"clinic": 2}).stays("a"), [10.0, 20.0])
    for who, hit in (("all", "abwk"), ("ga", "a"), ("80+", "w"), ("b", "b"), ("ward", "w"), ("kommun", "k")):
        eq([shock(stay={who: 2}).stays(u)[1] for u in "abwk"], [20.0 if u in hit else 10.0 for u in "abwk"], who)
    r = sim({"a": clinic(2), "b": clinic(2)}, {"g": one("a"), "h": one("b")}, {"duration": "4 d"},
            shocks={"s": {**JAN, "capacity": {"a": 0.5}}, "t": {**JAN, "capacity": {"a": 0}}})
    eq([r.u("a", "capacity_mean"), r.u("b", "capacity_mean")], [1.0, 2.0])
    booked = {"arrivals": {"scheduled": {"per_day": 2, "at": "08:00"}}, "path": {"a": {"stay": "1 h"}}}
    for who in ("g", "18-64", "clinic", "primarvard", "all", "a"):
        r = sim({"a": clinic(50)}, {"g": booked}, {"duration": "4 d"}, shocks={"s": {**JAN, "arrivals": {who: 3}}})
        eq([len([h for h in times(r.starts("a")) if h // 24 == d]) for d in range(4)], [2, 6, 6, 2], who)
    refused(build({"a": clinic()}, {"g": one("a")}, shocks={"s": {**JAN, "stay": {"x": 2}}}), "\"x\"", "/shocks/s/stay")
    refused(build({"a": clinic()}, {"g": one("a")}, shocks={"s": {"from": "2024-01-16", "stay": {"a": 2}}}), "to")
    refused(build({"a": clinic()}, {"g": one("a")},
                  shocks={"s": {"from": "2024-01-16", "to": "2024-01-15", "stay": {"a": 2}}}), "in order")


@case("shock.capacity", "staffed_by.pool")
def staff_is_hit_too():
    """Two of four days: pools with a number and in shifts, the ward that a pool staffs, a unit's own in shifts."""
    def duty(**capacity):
        shifts = {"dag": {"from": "08:00", "to": "20:00", "staff": 4}, "natt": {"from": "20:00", "to": "08:00", "staff": 2}}
        units = {"u": clinic("unlimited", servers={"lab": {"shifts": {"alltid": {"from": "00:00", "to": "24:00",
                                                                                 "staff": 2}}}}),
                 "w": {"kind": "ward", "beds": {"staffed_by": {"pool": "usk", "per_bed": 0.5}}}}
        visit = {"s": {"needs": {"lak": 1, "ssk": 1, "lab": 1}, "time": "1 h"}}
        r = sim(units, {"g": {"arrivals": R(0), "path": {"u": {"steps": visit}}}, "h": one("w")}, {"duration": "4 d"},
                staff={"lak": {"capacity": 4}, "ssk": {"shifts": shifts}, "usk": {"capacity": 6}},
                **({"shocks": {"s": {**JAN, "capacity": capacity}}} if capacity else {}))
        found = r.scenario()
        pools = {**found["staff"], "lab": found["units"]["u"]["pools"]["lab"]}
        return [pools[k]["server_on_duty"]["mean"] for k in ("lak", "ssk", "usk", "lab")] + [r.u("w", "capacity_mean")]
    eq(duty(), [4.0, 3.0, 6.0, 2.0, 12.0])
    eq(duty(lak=0.5), [3.0, 3.0, 6.0, 2.0, 12.0])
    eq(duty(usk=0.5), [4.0, 3.0, 4.5, 2.0, 9.0])
    eq(duty(u=0.5), [4.0, 3.0, 6.0, 1.5, 12.0])
    eq(duty(ssk=0.5), [4.0, 3.0 - 1.5 / 2, 6.0, 2.0, 12.0])   # the night that began before goes on, and so does the last
    eq(duty(all=0.5), [3.0, 3.0 - 1.5 / 2, 4.5, 1.5, 9.0])


@case("lever.capacity", "shock.capacity", "beds.staffed_by")
def beds_that_a_pool_gives_have_no_dates_of_their_own():
    staffed = {"kind": "ward", "beds": {"staffed_by": {"pool": "ssk", "per_bed": 1}}}

    def config(**top):
        return build({"w": staffed, "v": ward(8)}, {"g": one("w"), "h": one("v")}, staff={"ssk": {"capacity": 8}}, **top)
    lever = {"where": {"kind": "ward"}, "capacity": 0.5}
    r = run_config(config(levers={"l": lever}), log=False)
    eq((r.u("w", "capacity_mean"), r.u("v", "capacity_mean")), (4.0, 4.0))
    words = ("beds of ward \"w\"", "belongs to the pool")
    refused(config(levers={"l": {**lever, "from": "2024-01-16"}}), "/levers/l/capacity", *words)
    refused(config(shocks={"s": {**JAN, "capacity": {"ward": 0.5}}}), "/shocks/s/capacity", *words)
    refused(config(shocks={"s": {**JAN, "capacity": {"w": 0.5}}}), *words)
    both = config(shocks={"s": {"from": "2024-01-15", "to": "2024-12-31", "capacity": {"ward": 0.5, "ssk": 0.25}}})
    r = run_config(both, log=False)
    eq((r.u("w", "capacity_mean"), r.u("v", "capacity_mean")), (2.0, 4.0))
    eq(run_config(config(levers={"l": {**lever, "where": {"unit": "v"}, "from": "2024-01-15"}}), log=False)
       .u("v", "capacity_mean"), 4.0)


@case("shock.arrivals", "profile_rate.periods")
def thinning_stays_exact_in_a_shock():
    group = {"arrivals": {"poisson": {"rate": "50 /d"}}, "path": {"a": {"stay": "1 h"}}}
    shock = {"from": "2024-01-25", "to": "2024-02-03", "arrivals": {"g": 3.3}}

    def came(**top):
        r = sim({"a": clinic(200)}, {"g": group}, {"duration": "40 d"}, **top)
        return lambda name: {h for h in times(r.lives("arrive", scenario=name))}

    by = came(scenarios={n: {"patch": {"shocks": {"s": {**shock, "arrivals": {"g": f}}}}}
                         for n, f in (("none", 1), ("high", 3.3), ("low", 0.2))})
    inside = {n: {h for h in by(n) if 240 <= h < 480} for n in ("none", "high", "low")}
    # outside the ten days the same patients whatever the shock; inside, 500 expected times the factor
    assert by("none") - inside["none"] == by("high") - inside["high"] == by("low") - inside["low"]
    assert inside["low"] < inside["none"] < inside["high"]
    for n, expected in (("none", 500), ("high", 1650), ("low", 100)):
        assert abs(len(inside[n]) - expected) < 4 * expected ** 0.5, (n, len(inside[n]))
    # a config that has the shock from the start thins candidates of the rate in the shock
    own = came(shocks={"s": shock})(None)
    assert abs(len([h for h in own if 240 <= h < 480]) - 1650) < 4 * 1650 ** 0.5
    assert abs(len([h for h in own if not 240 <= h < 480]) - 1500) < 4 * 1500 ** 0.5


@case("profile.periods", "profile_any.periods", "profile_rate.periods", "period.from", "period.to", "period.factor")
def periods_come_once():
    def cap(value, **top):
        return sim({"a": clinic(value)}, {"g": one("a")}, {"duration": "731 d"}, **top).u("a", "capacity_mean")
    periods = {"p": {"from": "2024-01-20", "to": "2024-01-29", "factor": 2}}
    eq(cap({"base": 731, "periods": periods}), 741.0)  # ten days of 731, not once a year
    eq(cap("p", profiles={"p": {"base": 731, "periods": periods}}), 741.0)
    periods["q"] = {"from": "2026-01-14", "factor": 0}  # the last day, for good
    eq(cap({"base": 731, "periods": periods}), 740.0)
    rate = {"base": "24 /d", "periods": {"p": {"from": "2024-01-16", "factor": 0}}}
    r = sim({"a": clinic(99)}, {"g": {"arrivals": {"poisson": {"rate": rate}}, "path": {"a": {"stay": "1 h"}}}})
    assert 0 < len(r.starts("a")) and max(times(r.starts("a"))) < 24
    refused(build({"a": clinic({"base": 1, "periods": {"p": {"from": "2024-01-20", "to": "2024-01-19", "factor": 2}}})},
                  {"g": one("a")}), "in order")


@case("node.stay_factor")
def stays_follow_the_calendar_from_their_beginning():
    def stays(factor, **node):
        units = {"a": clinic(9, servers={"s": {"capacity": 9}}), "w": ward(9)}
        group = one("a", hours=(0, 30), **node)
        if "steps" in node:
            del group["path"]["a"]["stay"]
        if factor is not None:
            group["path"]["a"]["stay_factor"] = factor
        return sim(units, {"g": group, "h": one("w")}, profiles={"p": {"base": 1, "dated": {"2024-01-16": 3}}}).stays("a")
    eq([stays(None), stays(2), stays("p"), stays({"base": 1, "hours": [2] + [1] * 23})],
       [[2.0, 2.0], [4.0, 4.0], [2.0, 6.0], [4.0, 2.0]])
    eq(stays("p", steps={"x": {"server": "s", "time": "1 h"}, "y": {"time": "1 h"}}), [2.0, 6.0])
    ward_stay = one("w", "10 h", hours=(0, 30))
    ward_stay["path"]["w"]["stay_factor"] = {"like": "p", "factor": 2}
    eq(sim({"w": ward(9)}, {"g": ward_stay}, profiles={"p": {"base": 1, "dated": {"2024-01-16": 3}}}).stays("w"),
       [20.0, 60.0])
