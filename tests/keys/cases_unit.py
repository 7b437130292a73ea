# SPDX-License-Identifier: GPL-3.0-or-later
"""What the keys of units do, wards left out (cases_ward.py)."""
from vfkeys import R, akut, build, case, clinic, eq, kommunal, near, one, refused, sim, times, ward


@case("unit.kind")
def kinds_differ_in_who_waits_where():
    def second_start(kind):
        units = {"a": clinic(1), "b": {"kind": kind, "capacity": 1}}
        group = {"arrivals": R(0, 0, 0), "start": "a",
                 "path": {"a": {"stay": "1 h", "next": {"b": 1}}, "b": {"stay": "10 h"}}}
        return times(sim(units, {"g": group}).starts("a"))
    eq(second_start("clinic"), [0.0, 1.0, 2.0])      # waits outside
    eq(second_start("kommunal"), [0.0, 1.0, 11.0])   # keeps the place until there is one
    eq(sim({"u": {"kind": "delay"}}, {"g": one(hours=[0] * 50)}).starts("u"), [(p, 0.0) for p in range(50)])


@case("unit.level", "unit.owner")
def level_and_owner_are_told():
    def told(**keys):
        u = sim({"u": clinic(**keys)}, {"g": one()}).scenario()["units"]["u"]
        return u["level"], u["owner"]
    eq(told(), ("primarvard", "region"))
    eq(told(level="specialistvard"), ("specialistvard", "region"))
    eq(told(owner="kommun"), ("primarvard", "kommun"))


@case("unit.capacity")
def capacity_is_the_number_of_places():
    for n, starts in ((1, [0.0, 2.0, 4.0]), (2, [0.0, 0.0, 2.0]), (3, [0.0] * 3), ("unlimited", [0.0] * 3)):
        eq(times(sim({"u": clinic(n)}, {"g": one(hours=(0, 0, 0))}).starts("u")), starts)


@case("unit.capacity_factor")
def the_factor_scales_all_capacity():
    eq(times(sim({"u": clinic(1, capacity_factor=2.4)}, {"g": one(hours=(0, 0, 0))}).starts("u")), [0.0, 0.0, 2.0])
    eq(sim({"u": ward(10, capacity_factor=0.75)}, {"g": one()}).u("u", "capacity_mean"), 8.0)
    unit = akut(9, servers={"lakare": {"capacity": 1}}, capacity_factor=2)
    group = {"arrivals": R(0, 0), "path": {"u": {"steps": {"s": {"server": "lakare", "time": "1 h"}}}}}
    eq(sim({"u": unit}, {"g": group}).stays("u"), [1.0, 1.0])


@case("unit.start")
def units_start_filled():
    group = {"g": one(stay="5 h", hours=(0.5,))}
    for start, there in (("empty", 0.0), (0, 0.0), (3, 3.0)):
        r = sim({"u": clinic(4, start=start)}, group, {"duration": "1 min"})
        eq(r.u("u", "occupancy"), there)
    # beyond the places of a clinic they wait
    r = sim({"u": clinic(2, start=5)}, group, {"duration": "1 min"})
    eq((r.u("u", "occupancy"), r.u("u", "queue")), (2.0, 3.0))
    # equilibrium: 40 a day for half a day; what is left of a fixed stay is uniform on it
    flow = {"g": {"arrivals": {"poisson": {"rate": "40 /d"}}, "path": {"u": {"stay": "12 h"}}}}
    r = sim({"u": kommunal(100, start="equilibrium")}, flow, {"duration": "1 min"})
    eq(r.u("u", "occupancy"), 20.0)
    left = times(sim({"u": kommunal(900, start=400)}, group, {"duration": "20 d"}).ends("u"))
    assert len(left) == 401 and 0 <= left[0] < 0.2
    near(sum(left) / len(left), 2.5, 0.25)


@case("unit.queue", "queue.external_cap")
def a_full_queue_loses_arrivals():
    for cap, lost in ((0, 3.0), (1, 2.0), (2, 1.0), (3, 0.0)):
        r = sim({"u": clinic(1, queue={"external_cap": cap})}, {"g": one(hours=(0, 0, 0, 0))})
        eq(r.u("u", "lost_fraction"), lost / 4)
    eq(sim({"u": ward(1, queue={"external_cap": 1})}, {"g": one(hours=(0, 0, 0))}).g("g", "lost_fraction"), 1 / 3)


def _into(cap, unit, **more):
    units = {"a": clinic(1), "b": {**unit, **({"queue": {"internal_cap": cap}} if cap is not None else {})}}
    group = {"arrivals": R(0, 0, 0, 0), "start": "a",
             "path": {"a": {"stay": "1 h", "next": {"b": 1}}, "b": {"stay": "10 h", **more}}}
    return sim(units, {"g": group})


@case("queue.internal_cap")
def a_full_queue_blocks_patients_where_they_are():
    eq(times(_into(0, clinic(1)).starts("a")), [0.0, 1.0, 11.0, 21.0])
    eq(times(_into(1, clinic(1)).starts("a")), [0.0, 1.0, 2.0, 11.0])
    eq(times(_into(2, clinic(1)).starts("a")), [0.0, 1.0, 2.0, 3.0])
    eq(times(_into(None, clinic(1)).starts("a")), [0.0, 1.0, 2.0, 3.0])
    # on a ward: the room for those whom the policy lets wait
    waits = ward(1, placement={"steps": ["home", "wait", "board"]})
    eq(times(_into(None, waits).starts("a")), [0.0, 1.0, 2.0, 3.0])
    eq(times(_into(1, waits).starts("a")), [0.0, 1.0, 2.0, 21.0])
    eq(times(_into(0, waits).starts("a")), [0.0, 1.0, 11.0, 21.0])


@case("unit.min_free")
def reservations_keep_places_free():
    def second(n, kept, kind=clinic, **more):
        unit = kind(5, min_free={"h": kept}, queue={"external_cap": 0}, **more)
        r = sim({"u": unit}, {"g": one(hours=(0, 0, 0), stay="10 h"), "h": one(hours=(1,) * n)})
        return r.g("h", "lost_fraction")
    eq([second(1, k) for k in (0, 1, 2)], [0.0, 0.0, 1.0])  # 2 of 5 are free
    eq([second(2, k) for k in (0, 1)], [0.0, 0.5])
    eq([second(1, k, ward) for k in (0, 1, 2)], [0.0, 0.0, 1.0])
    eq([second(1, k, ward, max_extra=3) for k in (0, 1, 2)], [0.0, 0.0, 1.0])
    # who waits gets in when enough are free, and lets others pass
    for kind in (clinic, ward):
        r = sim({"u": kind(2, min_free={"h": 1})},
                {"g": one(hours=(0, 0, 2), stay="10 h"), "h": one(hours=(1,), stay="1 h")})
        eq(sorted(r.starts("u")), [(0, 0.0), (1, 0.0), (2, 20.0), (3, 10.0)])
    refused(build({"u": clinic(2, min_free={"g": 2})}, {"g": one()}), "min_free")


@case("unit.on_close")
def closing_time():
    hours = {"base": 1, "clock": {"from": "08:00", "to": "12:00", "weekdays": [1] * 7}}
    def starts(**more):
        r = sim({"u": clinic(hours, **more)}, {"g": one(hours=(10, 10, 10))})
        return times(r.starts("u")), times(r.lives("exit")), r.u("u", "sent_away_fraction")
    later = ([10.0, 32.0, 34.0], [12.0, 34.0, 36.0], 0.0)
    eq(starts(), later)
    eq(starts(on_close="carry_over"), later)
    eq(starts(on_close="serve_queue"), ([10.0, 12.0, 14.0], [12.0, 14.0, 16.0], 0.0))
    eq(starts(on_close="send_away"), ([10.0], [12.0, 12.0, 12.0], 2 / 3))
    # who comes when it is closed: waits, waits, is sent away; not even served at closing time itself
    for how, when in (("carry_over", 32.0), ("serve_queue", 32.0), ("send_away", None)):
        r = sim({"u": clinic(hours, on_close=how)}, {"g": one(hours=(12,))})
        eq(times(r.starts("u")), [] if when is None else [when])
    r = sim({"u": clinic(hours, on_close="serve_queue")}, {"g": one(hours=(11, 11, 12, 12.5))})
    eq(times(r.starts("u")), [11.0, 13.0, 32.0, 34.0])


@case("unit.preempt")
def the_urgent_may_interrupt():
    def exits(how, **more):
        groups = {"calm": {**one(stay="10 h"), "priority": 5}, "urgent": {**one(stay="3 h", hours=(4,)), "priority": 1}}
        r = sim({"u": {**clinic(1), "preempt": how, **more}}, groups)
        return sorted(r.lives("exit")), r.u("u", "preempted_fraction")
    eq(exits("no"), ([(0, 10.0), (1, 13.0)], 0.0))
    eq(exits("resume"), ([(0, 13.0), (1, 7.0)], 0.5))
    for kind in ("akutmottagning", "kommunal", "intermediate"):
        eq(exits("resume", kind=kind)[0], [(0, 13.0), (1, 7.0)])
    groups = {"a": one(stay="10 h"), "b": one(stay="3 h", hours=(4,))}  # equals do not interrupt
    eq(sorted(sim({"u": clinic(preempt="resume")}, groups).lives("exit")), [(0, 10.0), (1, 13.0)])


@case("unit.servers", "server.capacity", "node.steps", "step.server", "step.time")
def steps_seize_servers():
    steps = {"triage": {"server": "ssk", "time": "1 h"}, "prov": {"time": "2 h"}, "lakare": {"server": "lakare",
                                                                                             "time": "1 h"}}
    group = {"g": {"arrivals": R(0, 0, 0), "path": {"u": {"steps": steps}}}}

    def stays(nurses, doctors, places=9):
        servers = {"ssk": {"capacity": nurses}, "lakare": {"capacity": doctors, "doctor": True}}
        return sim({"u": akut(places, servers=servers)}, group)
    eq(stays(3, 3).stays("u"), [4.0, 4.0, 4.0])
    eq(stays(1, 3).stays("u"), [4.0, 5.0, 6.0])
    eq(stays(3, 1).stays("u"), [4.0, 5.0, 6.0])
    r = stays(1, 1)
    eq(r.scenario()["units"]["u"]["pools"]["ssk"]["server_wait_mean"]["mean"], 1.0)
    eq(r.scenario()["units"]["u"]["pools"]["lakare"]["server_wait_mean"]["mean"], 0.0)
    eq(times(stays(3, 3, 1).starts("u")), [0.0, 4.0, 8.0])  # the place is held through all steps
    config = build({"u": akut(1, servers={"ssk": {"capacity": 1}})},
                   {"g": {"arrivals": R(0), "path": {"u": {"steps": {"s": {"server": "x", "time": "1 h"}}}}}})
    refused(config, "x")
    closed = {"ssk": {"capacity": {"base": 1, "clock": {"from": "08:00", "to": "16:00"}}}, "lakare": {"capacity": 9}}
    eq(sim({"u": akut(9, servers=closed)}, group).stays("u"), [12.0, 13.0, 14.0])


@case("server.doctor")
def time_to_doctor_needs_a_doctor():
    def to_doctor(**doctor):
        servers = {"ssk": {"capacity": 1}, "lakare": {"capacity": 1, **doctor}}
        steps = {"triage": {"server": "ssk", "time": "90 min"}, "lakare": {"server": "lakare", "time": "1 h"}}
        group = {"arrivals": R(0), "path": {"u": {"steps": steps}}}
        return sim({"u": akut(9, servers=servers)}, {"g": group}).u("u", "akut_tid_till_lakare_median")
    near(to_doctor(doctor=True), 1.5, 0.05)
    eq(to_doctor(doctor=False), None)
    eq(to_doctor(), None)


def _ready(destination, lead=None, start="2024-03-28", stay="10 h"):
    """On Maundy Thursday; ready at 10 o'clock."""
    path = {"a": {"stay": stay, "next": {"kom": 1}, **({"lead": {"kom": lead}} if lead else {})},
            "kom": {"stay": "1 h"}}
    r = sim({"a": ward(1), "kom": destination}, {"g": {"arrivals": R(0), "start": "a", "path": path}}, {"start": start})
    return r.starts("kom")[0][1], r.ind("utskrivningsklara_ledtid"), r.ind("utskrivningsklara_vantan")


@case("unit.lead_time", "node.lead")
def planning_takes_working_days():
    eq(_ready(kommunal(1)), (10.0, 0.0, 0.0))
    # Good Friday and Easter Monday are none: Tuesday, Wednesday, Thursday
    eq(_ready(kommunal(1), "3 d"), (7 * 24 + 10.0, 7.0, 0.0))
    eq(_ready(kommunal(1, lead_time="3 d")), (7 * 24 + 10.0, 7.0, 0.0))
    eq(_ready(kommunal(1, lead_time="1 d"), "3 d"), (5 * 24 + 10.0, 5.0, 0.0))  # the unit's own goes first
    eq(_ready(kommunal(1), "3 d", start="2024-01-15"), (3 * 24 + 10.0, 3.0, 0.0))
    # opens on 20 January: two more days of waiting for capacity
    later = kommunal({"base": 0, "dated": {"2024-01-20": 1}})
    eq(_ready(later, "3 d", start="2024-01-15"), (5 * 24.0, 3.0, 1 + 14 / 24))
    refused(build({"a": clinic(), "kom": kommunal()},
                  {"g": {"arrivals": R(0),
                         "start": "a", "path": {"a": {"stay": "1 h", "next": {"kom": 1}, "lead": {"kom": "3 d"}},
                                                                  "kom": {"stay": "1 h"}}}}), "lead")
