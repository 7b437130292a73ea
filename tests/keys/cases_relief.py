# SPDX-License-Identifier: GPL-3.0-or-later
"""How wards make room: turnaround, step-down, closing, early discharge, rebooking, sjukhusvård i hemmet."""
from vfkeys import akut, build, by_ed, case, eq, near, one, refused, sim, times, ward

WAIT = {"steps": ["home", "wait"]}


@case("unit.turnaround")
def a_bed_is_made_ready_between_patients():
    def run(beds=1, hours=(0, 0), stay="10 h", **more):
        return sim({"u": ward(beds, **more)}, {"g": one(stay=stay, hours=hours)})
    eq(times(run().starts("u")), [0.0, 10.0])
    r = run(turnaround="3 h")
    eq(times(r.starts("u")), [0.0, 13.0])
    # six hours of 480, in no occupancy but among the bed-days
    eq((r.u("u", "turnaround"), r.u("u", "occupancy"), r.ind("varddygn_iordningstallande"), r.ind("varddygn")),
       (6 / 480, 20 / 480, 6 / 24, 26 / 24))
    eq(r.u("u", "utilisation"), 20 / 480)
    # at the census nobody lies in a bed that is made ready
    eq(run(hours=(0,), stay="4 h", turnaround="3 h").ind("belaggningsgrad"), 0.0)
    # with both beds in use the next waits for the first of the two
    eq(times(run(2, (0, 1, 1), turnaround="3 h").starts("u")), [0.0, 1.0, 13.0])
    # a bed that is not ready may be stepped past: an extra place
    r = run(hours=(0, 11), turnaround="3 h", max_extra=1)
    eq((times(r.starts("u")), r.u("u", "p_extra")), ([0.0, 11.0], 0.5))
    # a reservation counts the beds that are ready
    r = sim({"u": ward(2, min_free={"h": 1}, turnaround="3 h")},
            {"g": one(stay="10 h"), "h": one(stay="1 h", hours=(11,))})
    eq(r.starts("u"), [(0, 0.0), (1, 13.0)])
    # patients and beds are as many as without: the draw is the patient's own
    many = {"exponential": {"mean": "2 h"}}
    r = run(5, [3 * k for k in range(100)], turnaround=many)
    near(r.u("u", "turnaround") * 480 / 100, 2.0, 0.8)


def _iva(groups, n=1, **more):
    units = {"iva": ward(n, **{"preempt": "step_down", "preempt_to": ["ima"], **more}), "ima": ward(1),
             "annan": {"kind": "external", "capacity": "unlimited"}}
    if not any("annan" in v for v in more.values() if isinstance(v, list)):
        del units["annan"]
    if "annan" in more.get("preempt_to", []):
        del units["ima"]
    return sim(units, groups)


def _stay(priority, hours, stay, node="iva"):
    return {**one(node, stay, hours), "priority": priority}


@case("unit.preempt", "unit.preempt_to")
def the_least_sick_makes_room():
    calm, urgent = _stay(5, (0,), "10 h"), _stay(1, (4,), "3 h")
    r = _iva({"calm": calm, "urgent": urgent})
    eq((r.starts("iva"), r.starts("ima")), ([(0, 0.0), (1, 4.0)], [(0, 4.0)]))
    eq((sorted(r.lives("exit")), r.u("iva", "p_stepped_down")), ([(0, 10.0), (1, 7.0)], 0.5))
    eq(_iva({"calm": calm, "urgent": {**urgent, "priority": 5}}).starts("iva"), [(0, 0.0), (1, 10.0)])
    # no room in step-down until six
    full = _stay(5, (0,), "6 h", "ima")
    eq(_iva({"calm": calm, "urgent": urgent, "other": full}).starts("iva"), [(0, 0.0), (2, 6.0)])
    # the bed is made ready first
    eq(_iva({"calm": calm, "urgent": urgent}, turnaround="2 h").starts("iva"), [(0, 0.0), (1, 6.0)])
    # of two, the less urgent; of equals, the one with less time left
    for second, who in ((_stay(4, (1,), "5 h"), 0), (_stay(6, (1,), "50 h"), 1), (_stay(5, (1,), "8 h"), 1),
                        (_stay(5, (1,), "12 h"), 0)):
        eq(_iva({"calm": calm, "second": second, "urgent": urgent}, 2).starts("ima"), [(who, 4.0)])
    # to another region, where the stay goes on
    r = _iva({"calm": calm, "urgent": urgent}, preempt="transfer", preempt_to=["annan"])
    eq((r.starts("annan"), sorted(r.lives("exit"))), ([(0, 4.0)], [(0, 10.0), (1, 7.0)]))
    for bad in ({"preempt": "resume"}, {"preempt": "step_down"}, {"preempt_to": ["u"]},
                {"preempt": "transfer", "preempt_to": ["u"]}):
        refused(build({"u": ward(1, **bad)}, {"g": one()}), "preempt")


WEEK = {"base": 2, "weekdays": [1, 1, 1, 1, 1, 0, 0]}  # shuts at midnight before Saturday, hour 120


@case("unit.closing", "closing.then", "closing.to")
def a_five_day_ward():
    def run(closing, hours=(100,), **more):
        units = {"u": ward(WEEK, **({"closing": closing} if closing else {}), **more), "medB": ward(1)}
        return sim(units, {"g": one(stay="50 h", hours=hours), "h": one("medB", "1 h", (200,))})
    eq(run(None).ends("u"), [(0, 150.0)])
    eq(run({"then": "stay"}).ends("u"), [(0, 150.0)])
    r = run({"then": "discharge"})
    eq((r.ends("u"), r.u("u", "p_early"), r.u("u", "p_moved_at_closing")), ([(0, 120.0)], 1.0, 0.0))
    r = run({"then": "move", "to": ["medB"]}, (100, 101))
    eq((r.ends("u"), r.starts("medB"), r.ends("medB")),
       ([(0, 120.0), (1, 151.0)], [(0, 120.0), (2, 200.0)], [(0, 150.0), (2, 201.0)]))
    eq((r.u("u", "p_moved_at_closing"), r.u("u", "p_early")), (0.5, 0.0))
    # a closed ward has no extra places
    eq(times(run(None, (125,), max_extra=5).starts("u")), [125.0])
    eq(times(run({"then": "stay"}, (125,), max_extra=5).starts("u")), [168.0])
    refused(build({"u": ward(WEEK, closing={"then": "move"})}, {"g": one()}), "closing")
    refused(build({"u": ward(WEEK, closing={"then": "stay", "to": ["u"]})}, {"g": one()}), "closing")


@case("unit.beds", "period.factor")
def a_summer_closing():
    summer = {"base": 2, "periods": {"sommar": {"from": "2024-06-24", "to": "2024-08-04", "factor": 0.5}}}
    stays = {"a": one(stay="200 h", hours=(0, 0)), "b": one(stay="24 h", hours=(10, 11, 1170, 1170))}
    r = sim({"u": ward(summer, max_extra=0, placement=WAIT)}, stays, {"start": "2024-06-17", "duration": "60 d"})
    # from hour 168 to 1176 one bed of two: those in care stay (over at two censuses), one at a time gets in after them
    eq(times(r.starts("u")), [0.0, 0.0, 200.0, 224.0, 1170.0, 1176.0])
    near(r.ind("overbelaggningar_per_100"), 100 * 2 / (2 * 18 + 42), 1e-9)
    near(r.u("u", "p_over"), 32 / 1440, 1e-9)


@case("unit.early_discharge", "early_discharge.load_from", "early_discharge.share", "early_discharge.stay_factor")
def stays_end_early_under_pressure():
    def ends(hours, beds, share, time="10 h", load=1, factor=0.5, **more):
        rule = {"load_from": load, "share": share, "stay_factor": factor}
        return sim({"u": ward(beds, early_discharge=rule, **more)}, {"g": one(stay=time, hours=hours)})
    r = ends((0,), 1, 1)
    eq((times(r.ends("u")), r.u("u", "p_early")), ([5.0], 1.0))
    eq(times(ends((0,), 1, 1, factor=0.8).ends("u")), [8.0])
    eq(times(ends((0,), 1, 1, factor=1).ends("u")), [10.0])
    eq(times(ends((0,), 1, 0).ends("u")), [10.0])
    eq(times(ends((0,), 1, 1, load=1.1).ends("u")), [10.0])
    # the load is asked for when it would be: 2 of 2 at hour 5, 1 of 2 at hour 9
    eq(ends((0, 4), 2, 1).ends("u"), [(0, 5.0), (1, 14.0)])
    near(ends([0] * 400, 1000, 0.3, load=0.1).u("u", "p_early"), 0.3, 0.07)
    # whole nights, rounded down, keep the hour of discharge
    night = {"stay": "nights", "discharge": {"hours": [0] * 12 + [1] + [0] * 11}}
    full = ends((10,), 1, 0, "5 d", **night).ends("u")[0][1]
    early = ends((10,), 1, 1, "5 d", **night).ends("u")[0][1]
    eq((full - early, int(full) // 24), (72.0, 5))


@case("early_discharge.readmission_odds")
def an_early_discharge_may_bring_more_back():
    def back(odds, share, path=False):
        rule = {"load_from": 0, "share": share, "stay_factor": 0.5, "readmission_odds": odds}
        group = one(stay="10 h", hours=[0] * 1000)
        if path:  # the way back is drawn on the path, not by the group's readmission
            group = {**group, "start": "u", "path": {"u": {"stay": "10 h", "next": {"home": 1}},
                                                    "home": {"stay": "1 d", "next": {"again": 0.2, "exit": 0.8}},
                                                    "again": {"unit": "u", "stay": "10 h"}}}
        else:
            group["readmission"] = {"probability": 0.2, "time": "1 d", "to": next(iter(group["path"]))}
        units = {"u": ward(1000, early_discharge=rule), **({"home": {"kind": "delay"}} if path else {})}
        r = sim(units, {"g": group}, {"duration": "2 d"}, log=False)
        return r.u("u", "admitted") - 1000
    for path in (False, True):
        if path:
            eq(back(1, 1, True), back(4, 0, True))
        near(back(4, 1, path), 1000 * 0.5, 60)  # odds 1:4, times 4
        near(back(1, 1, path), 1000 * 0.2, 50)
        near(back(4, 0, path), 1000 * 0.2, 50)


@case("node.rebook", "rebook.time", "rebook.max")
def planned_admissions_are_cancelled_and_rebooked():
    def run(**rebook):
        steps = {"steps": ["home", "cancel", "wait"]}
        groups = {"acute": one(stay="60 h"),
                  "planned": one(stay="5 h", hours=(1,), planned=True, rebook={"time": "24 h", **rebook})}
        return sim({"u": ward(1, placement=steps)}, groups)
    r = run(max=2)  # at 1 and at 25; at 49 it waits
    eq((r.starts("u"), r.u("u", "p_cancelled", "planned"), r.u("u", "wait_mean", "planned")),
       ([(0, 0.0), (1, 60.0)], 1.0, 59.0))  # a share, not the two times
    eq((times(r.lives("cancelled")), r.u("u", "arrivals", "planned"), r.u("u", "p_cancelled")), ([1.0, 25.0], 1.0, 0.5))
    eq(run(max=3).starts("u"), [(0, 0.0), (1, 73.0)])
    eq(run().starts("u"), [(0, 0.0), (1, 73.0)])
    eq(run(time="30 h", max=1).starts("u"), [(0, 0.0), (1, 60.0)])
    eq(run(time="90 h", max=1).starts("u"), [(0, 0.0), (1, 91.0)])
    refused(build({"u": ward(1)}, {"g": one(rebook={"time": "1 d"})}), "planned")
    # the step passes those over who are not planned
    r = sim({"u": ward(1, placement={"steps": ["home", "cancel", "wait"]})}, {"g": one(stay="10 h", hours=(0, 1))})
    eq(times(r.starts("u")), [0.0, 10.0])


def _home(hours, beds=1, slots=2, stay="10 h", **virtual):
    units = {"u": ward(beds, placement=WAIT), "sih": ward(slots, virtual={"for": ["u"], "eligible": 1, **virtual})}
    return sim(units, {"g": one(stay=stay, hours=hours)})


@case("unit.virtual", "virtual.for", "virtual.eligible", "virtual.fall_back")
def hospital_at_home():
    r = _home((0, 0, 0, 1))
    eq((r.starts("sih"), r.starts("u")), ([(0, 0.0), (1, 0.0), (3, 10.0)], [(2, 0.0)]))
    eq((r.u("u", "p_virtual"), r.u("u", "p_home"), r.ind("disponibla"), r.u("sih", "disponibla")),
       (0.75, 0.25, 1.0, 2.0))
    eq(r.ind("utlokaliserade_per_100"), 0.0)
    eq(_home((0,), eligible=0).starts("sih"), [])
    eq(_home((0,), eligible={"g": 1}).starts("sih"), [(0, 0.0)])
    near(len(_home([0] * 400, 900, 900, eligible=0.3).starts("sih")), 120, 37)
    # it is slutenvård in vårdtillfällen, vårdtid and bed-days of the hospital and of the region, but no bed of theirs
    units = {"u": ward(1, organisation="s"), "v": ward(1, organisation="s"),
             "sih": ward(2, organisation="s", virtual={"for": ["u"], "eligible": 1})}
    groups = {"g": one(stay="10 d", hours=(0, 0)), "h": {**one(stay="4 d", hours=(0,)), "path": {"v": {"stay": "4 d"}}}}
    r = sim(units, groups, organisation={"s": {"type": "sjukhus"}})
    for found in (r.scenario()["indicators"], r.scenario()["hospitals"]["s"]):
        eq([found[k]["mean"] for k in ("vardtillfallen", "medelvardtid_tillfalle", "medelvardtid_period", "varddygn",
                                       "disponibla", "belaggningsgrad")], [3.0, 8.0, 8.0, 24.0, 2.0, 4 / 40])
    # who falls back needs a bed on the ward, and stays what was left
    r = _home((0,), fall_back=1)
    at = r.starts("u")[0][1]
    assert 0 < at < 10
    eq((r.ends("sih"), r.ends("u"), r.u("sih", "p_fell_back")), ([(0, at)], [(0, 10.0)], 1.0))
    eq((r.u("u", "arrivals"), r.u("u", "p_home")), (2.0, 0.5))
    # no bed there: it keeps the virtual place until there is one, at 10; what was left is left
    units = {"u": ward(1), "sih": ward(2, virtual={"for": ["u"], "eligible": {"g": 1}, "fall_back": 1})}
    r = sim(units, {"other": one(stay="10 h"), "g": one(stay="10 h")})
    eq((r.starts("u"), r.ends("sih")), ([(0, 0.0), (1, 10.0)], [(1, 10.0)]))
    eq(r.ends("u")[1][1], 10 + 10 - at)
    near(len(_home([0] * 400, 900, 900, fall_back=0.3).starts("u")), 120, 37)
    for bad in ({"for": ["sih"]}, {}):
        config = build({"u": ward(1), "sih": ward(1, virtual={"for": ["u"], "eligible": 1, **bad})},
                       {"g": one(), "h": one("sih")})
        refused(config, "virtual")


@case("placement.steps")
def boarders_are_relieved_too():
    """Through the ED: the urgent one boards nowhere, the calm one steps down; the books balance with all of it on."""
    units = {"akut": akut(), "iva": ward(1, preempt="step_down", preempt_to=["ima"], turnaround="1 h"),
             "ima": ward(1, turnaround="1 h")}
    groups = {"calm": {**by_ed("iva", (0,)), "priority": 5}, "urgent": {**by_ed("iva", (4,)), "priority": 1}}
    r = sim(units, groups)
    eq((r.starts("iva"), r.ends("akut")), ([(0, 0.0), (1, 5.0)], [(0, 0.0), (1, 5.0)]))
