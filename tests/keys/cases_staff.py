# SPDX-License-Identifier: GPL-3.0-or-later
"""What the keys of servers, staff pools, shifts and beds by staff do."""
from vfkeys import R, build, case, clinic, eq, near, one, refused, sim, ward


def pool(r, name, metric):
    return r.scenario()["staff"][name][metric]["mean"]


def visits(needs, hours, time="2 h", unit="u", **more):
    return {"arrivals": R(*hours), "path": {unit: {"steps": {"s": {"needs": needs, "time": time}}}}, **more}


ROOMY = {"u": clinic("unlimited"), "v": clinic("unlimited")}


@case("document.staff", "step.needs")
def units_share_a_pool():
    groups = {"a": visits({"lak": 1}, (0,)), "b": visits({"lak": 1}, (0,), unit="v")}
    for n, ends in ((1, [2.0, 4.0]), (2, [2.0, 2.0])):
        r = sim(ROOMY, groups, staff={"lak": {"capacity": n}})
        eq(r.stays("u") + r.stays("v"), ends)
        eq(pool(r, "lak", "server_busy"), 4 / 480)
    refused(build(ROOMY, groups), "lak")
    refused(build(ROOMY, groups, staff={"lakk": {"capacity": 1}}), "lak", "did you mean \"lakk\"?")
    refused(build(ROOMY, {"a": visits({"lak": 3}, (0,)), "b": one("v")}, staff={"lak": {"capacity": 2}}), "never more than 2")


@case("step.needs")
def a_step_takes_several_servers():
    units = {"u": clinic("unlimited", servers={"rum": {"capacity": 1}}), "v": clinic("unlimited")}
    staff = {"lak": {"capacity": 2}, "ssk": {"capacity": 3}}
    # one room: one at a time, whoever else is free; without it two doctors, and three nurses are one pair
    for needs, ends in (({"rum": 1, "lak": 1}, [2.0, 4.0]), ({"lak": 1}, [2.0, 2.0]), ({"ssk": 2}, [2.0, 4.0]),
                        ({"lak": 2, "ssk": 1}, [2.0, 4.0]), ({"ssk": 1, "lak": 1}, [2.0, 2.0])):
        eq(sim(units, {"a": visits(needs, (0, 0)), "b": one("v")}, staff=staff).stays("u"), ends, needs)
    # another unit's server
    groups = {"a": visits({"u.rum": 1}, (0, 0), unit="v"), "b": visits({"rum": 1}, (0,))}
    r = sim(units, groups)
    eq((r.stays("v"), r.stays("u")), ([2.0, 6.0], [4.0]))
    refused(build(units, {"a": visits({"u.rom": 1}, (0,), unit="v"), "b": one("u")}), "u.rom")


@case("step.needs")
def the_room_is_held_while_the_doctor_is_awaited():
    units = {"u": clinic("unlimited", servers={"rum": {"capacity": 1}}), "v": clinic("unlimited")}
    groups = {"b": visits({"lak": 1}, (0,), time="5 h", unit="v"), "a": visits({"lak": 1, "rum": 1}, (1,)),
              "c": visits({"rum": 1}, (2,), time="1 h")}
    r = sim(units, groups, staff={"lak": {"capacity": 1}})
    eq(r.stays("u"), [6.0, 6.0])  # a: 5 to 7 in a room held since 1; c: 7 to 8
    eq(r.u("u", "occupancy"), 12 / 480)
    eq(r.scenario()["units"]["u"]["pools"]["rum"]["server_busy"]["mean"], 7 / 480)


@case("step.needs")
def what_is_needed_in_any_order_ends_in_no_deadlock():
    staff = {"x": {"capacity": 1, "may_be_done_by": ["y"]}, "y": {"capacity": 1, "may_be_done_by": ["x"]},
             "z": {"capacity": 2}}
    needs = ({"x": 1, "y": 1}, {"y": 1, "x": 1, "z": 1}, {"z": 2, "x": 1}, {"y": 1, "z": 1}, {"x": 2}, {"z": 2})
    groups = {"g%d" % k: visits(n, [0.3 * k + 2.1 * j for j in range(150)], time={"exponential": {"mean": "20 min"}})
              for k, n in enumerate(needs)}
    r = sim(ROOMY | {"v": clinic()}, groups | {"v": one("v")}, staff=staff)
    eq(len(r.stays("u")), 900)
    # who needs two is not passed by those who need one
    groups = {"a": visits({"z": 1}, (0, 1, 2, 3, 4, 5)), "b": visits({"z": 2}, (0.5,))}
    r = sim({"u": clinic("unlimited")}, groups, staff={"z": {"capacity": 2}})
    eq(r.stays("u"), [2.0, 3.5, 5.0, 4.0, 5.0, 4.0, 5.0])


@case("server.may_be_done_by")
def others_may_do_the_work():
    def stays(staff, groups=None):
        r = sim({"u": clinic("unlimited")}, groups or {"a": visits({"usk": 1}, (0, 0, 0))}, staff=staff)
        return r.stays("u"), pool(r, "usk", "server_substituted")
    eq(stays({"usk": {"capacity": 1}, "ssk": {"capacity": 1}}), ([2.0, 4.0, 6.0], 0.0))
    helped = {"usk": {"capacity": 1, "may_be_done_by": ["ssk"]}, "ssk": {"capacity": 1}}
    eq(stays(helped), ([2.0, 2.0, 4.0], 1 / 3))
    # never the other way
    two = {"a": visits({"usk": 1}, (5,)), "b": visits({"ssk": 1}, (0, 0))}
    eq(stays(helped, two), ([2.0, 4.0, 2.0], 0.0))
    # in order: the first named first
    three = {**helped, "lak": {"capacity": 1}}
    three["usk"] = {"capacity": 0, "may_be_done_by": ["lak", "ssk"]}
    r = sim({"u": clinic("unlimited")}, {"a": visits({"usk": 1}, (0,))}, staff=three)
    eq((pool(r, "lak", "server_busy"), pool(r, "ssk", "server_busy")), (2 / 480, 0.0))
    # a unit's own servers too
    own = {"ssk": {"capacity": 1}, "usk": {"capacity": 1, "may_be_done_by": ["ssk"]}}
    group = {"arrivals": R(0, 0), "path": {"u": {"steps": {"s": {"server": "usk", "time": "2 h"}}}}}
    eq(sim({"u": clinic(9, servers=own)}, {"g": group}).stays("u"), [2.0, 2.0])
    own["usk"]["may_be_done_by"] = ["lak"]
    refused(build({"u": clinic(9, servers=own)}, {"g": group}), "lak")


@case("server.administration")
def paperwork_follows_the_step():
    def stays(share, **server):
        staff = {"lak": {"capacity": 1, "administration": share, **server}}
        r = sim({"u": clinic("unlimited")}, {"a": visits({"lak": 1}, (0, 0), time="3 h")}, staff=staff)
        return r.stays("u"), round(pool(r, "lak", "server_administration"), 9), pool(r, "lak", "server_busy")
    eq(stays(0), ([3.0, 6.0], 0.0, 6 / 480))
    eq(stays(0.25), ([3.0, 7.0], 0.25, 8 / 480))
    group = {"arrivals": R(0, 0), "path": {"u": {"steps": {"s": {"server": "lak", "time": "3 h"}}}}}
    eq(sim({"u": clinic(9, servers={"lak": {"capacity": 1, "administration": 0.5}})}, {"g": group}).stays("u"),
       [3.0, 9.0])


@case("server.absence")
def some_are_away():
    def duty(absence, run=None, **server):
        staff = {"lak": {"capacity": 10, "absence": absence, **server}}
        return sim({"u": clinic("unlimited")}, {"a": visits({"lak": 1}, (0,))}, {"duration": "400 d", **(run or {})},
                   staff=staff, log=False)
    eq(pool(duty(0), "lak", "server_on_duty"), 10.0)
    near(pool(duty(0.3), "lak", "server_on_duty"), 7, 0.3)
    near(pool(duty(0.3, {"seed": 2}), "lak", "server_on_duty"), 7, 0.3)
    assert pool(duty(0.3), "lak", "server_on_duty") != pool(duty(0.3, {"seed": 2}), "lak", "server_on_duty")
    # one more on the roster leaves the others' absence alone
    more = pool(duty(0.3, capacity=11), "lak", "server_on_duty") - pool(duty(0.3), "lak", "server_on_duty")
    near(more, 0.7, 0.1)


@case("server.shifts", "shift.from", "shift.to", "shift.staff")
def shifts_add_up():
    def starts(**shifts):
        staff = {"ssk": {"shifts": shifts}}
        hours = (0, 0, 5, 5, 5, 5, 23.5)
        r = sim({"u": clinic("unlimited")}, {"a": visits({"ssk": 1}, hours, time="1 h")}, staff=staff)
        return r.stays("u"), pool(r, "ssk", "server_on_duty")
    day = {"from": "07:00", "to": "16:00", "staff": 2}
    eq(starts(dag=day), ([8.0, 8.0, 4.0, 4.0, 5.0, 5.0, 8.5], 18 / 24))
    eq(starts(dag={**day, "staff": 1})[1], 9 / 24)
    eq(starts(dag={**day, "from": "06:30"}), ([7.5, 7.5, 3.5, 3.5, 4.5, 4.5, 8.0], 19 / 24))
    eq(starts(dag={**day, "to": "15:00"})[1], 16 / 24)
    night = {"from": "22:00", "to": "06:00", "staff": 1}
    eq(starts(dag=day, natt=night), ([1.0, 2.0, 1.0, 3.0, 3.0, 4.0, 1.0], 26 / 24))
    eq(starts(dag=day, mer={**day, "staff": 1})[1], 27 / 24)
    eq(starts(all={"from": "00:00", "to": "24:00", "staff": 1})[1], 1.0)
    # how many is decided when the shift begins: Sunday's night goes on into Monday
    weekend = {"base": 1, "weekdays": [0, 0, 0, 0, 0, 0, 1]}
    staff = {"ssk": {"shifts": {"natt": {**night, "staff": weekend}}}}
    r = sim({"u": clinic("unlimited")}, {"a": visits({"ssk": 1}, (10,), time="1 h")}, staff=staff)
    eq(r.stays("u"), [6 * 24 + 22 - 10 + 1.0])
    r = sim({"u": clinic("unlimited")}, {"a": visits({"ssk": 1}, (6 * 24 + 29,), time="30 min")}, staff=staff)
    eq(r.stays("u"), [0.5])
    refused(build({"u": clinic("unlimited")}, {"a": visits({"ssk": 1}, (0,))},
                  staff={"ssk": {"capacity": 1, "shifts": {"dag": day}}}), "do not go together")


@case("server.shifts", "server.absence")
def absence_is_drawn_for_each_shift():
    staff = {"ssk": {"absence": 0.5, "shifts": {"dag": {"from": "07:00", "to": "15:00", "staff": 1},
                                                "kvall": {"from": "15:00", "to": "23:00", "staff": 1}}}}
    r = sim({"u": clinic("unlimited")}, {"a": visits({"ssk": 1}, (0,))}, {"duration": "900 d"}, staff=staff, log=False)
    near(pool(r, "ssk", "server_on_duty"), 1 / 3, 0.03)


@case("beds.staffed_by", "staffed_by.pool", "staffed_by.per_bed", "staffed_by.share")
def nurses_open_beds():
    def beds(staff=5, faststallda=None, **by):
        given = {"staffed_by": {"pool": "ssk", "per_bed": 0.5, **by}}
        given.update({"faststallda": faststallda} if faststallda else {})
        return sim({"a": {"kind": "ward", "beds": given, "max_extra": 0}}, {"g": one("a", "30 h", hours=[0] * 20)},
                   {"duration": "2 d"}, staff={"ssk": {"capacity": staff}, "usk": {"capacity": 1}})
    eq(len(beds().starts("a")), 20)
    eq([h for _, h in beds().starts("a")].count(0.0), 10)
    fixed = sim({"a": ward(10)}, {"g": one("a", "30 h", hours=[0] * 20)}, {"duration": "2 d"})
    eq(beds().lives(), fixed.lives())
    eq(beds().u("a", "capacity_mean"), 10.0)
    eq(beds(4).u("a", "capacity_mean"), 8.0)
    eq(beds(per_bed=0.4).u("a", "capacity_mean"), 12.0)
    eq(beds(per_bed=0.7).u("a", "capacity_mean"), 7.0)  # 7.14 beds are 7
    eq(beds(share=0.5).u("a", "capacity_mean"), 5.0)
    eq(beds(faststallda=6).u("a", "capacity_mean"), 6.0)
    eq(beds(pool="usk").u("a", "capacity_mean"), 2.0)
    nights = {"base": 5, "hours": [2 / 5] * 7 + [1] * 14 + [2 / 5] * 3}
    r = beds(nights)
    eq(r.u("a", "capacity_mean"), (10 * 4 + 14 * 10) / 24)
    eq([h for _, h in r.starts("a")].count(0.0), 4)
    eq([h for _, h in r.starts("a")].count(7.0), 6)
    # the same by shifts
    shifts = {"dag": {"from": "07:00", "to": "21:00", "staff": 5}, "natt": {"from": "21:00", "to": "07:00", "staff": 2}}
    by_shift = sim({"a": {"kind": "ward", "beds": {"staffed_by": {"pool": "ssk", "per_bed": 0.5}}, "max_extra": 0}},
                   {"g": one("a", "30 h", hours=[0] * 20)}, {"duration": "2 d"}, staff={"ssk": {"shifts": shifts}})
    eq(by_shift.lives(), r.lives())
    # the 30 % of the beds that may be extra
    extra = {"kind": "ward", "beds": {"staffed_by": {"pool": "ssk", "per_bed": 0.5}}, "max_extra": "30 %"}
    r = sim({"a": extra}, {"g": one("a", "30 h", hours=[0] * 20)}, {"duration": "2 d"}, staff={"ssk": {"capacity": 5}})
    eq([h for _, h in r.starts("a")].count(0.0), 13)
    refused(build({"a": {"kind": "ward", "beds": {"disponibla": 3, "staffed_by": {"pool": "ssk", "per_bed": 1}}}},
                  {"g": one("a")}, staff={"ssk": {"capacity": 5}}), "do not go together")


def _family(**lakare):
    units = {"mott": {"kind": "clinic", "capacity": "unlimited", "servers": {"lak": {"capacity": 1, **lakare}}},
             "hem": {"kind": "clinic", "capacity": "unlimited"}}
    members = {"ett": {"weight": 1}, "tva": {"weight": 1}}
    groups = {"a": {"arrivals": R(*[0] * 8), "path": {"m": {"unit": "vc.mott", "steps": {
        "s": {"needs": {"lak": 1}, "time": "1 h"}}}}},
              "b": {"arrivals": R(*[0] * 8), "path": {"m": {"unit": "vc.hem", "steps": {
                  "s": {"needs": {"mott.lak": 1}, "time": "1 h"}}}}}}
    return sim({}, groups, families={"vc": {"units": units, "members": members}})


@case("step.needs", "server.administration")
def the_members_of_a_family_have_their_own():
    for share, paper in ((0, 0), (0.5, 1)):
        r = _family(administration=share)
        for member in ("ett", "tva"):
            ends = sorted(r.stays(member + ".mott") + r.stays(member + ".hem"))
            eq(ends, [1.0 + k * (1 + paper) for k in range(len(ends))])
            assert len(ends) > 2
