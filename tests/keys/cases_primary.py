# SPDX-License-Identifier: GPL-3.0-or-later
"""What the keys of primary care do: lists with a cap, the own doctor, opening hours against care around the clock."""
from vfkeys import R, build, case, clinic, eq, near, one, refused, sim, times

VC = {"kind": "clinic", "capacity": "unlimited"}


def _lists(listning, run=None, **members):
    group = {"arrivals": {"poisson": {"rate": "20 /h"}}, "path": {"b": {"unit": "vc.mott", "stay": "1 h"}}}
    family = {"units": {"mott": VC}, "members": members, **({"listning": listning} if listning else {})}
    return sim({}, {"g": group}, run, log=False, families={"vc": family})


def _sizes(r):
    return [r.u(m + ".mott", "listade") for m in "abc"]


def _shares(r):
    n = [r.u(m + ".mott", "arrivals") for m in "abc"]
    return [x / sum(n) for x in n]


@case("family.listning", "listning.people", "listning.per_doctor", "member.doctors")
def lists_are_filled_by_weight_up_to_the_cap():
    members = {"a": {"weight": 6, "doctors": 3}, "b": {"weight": 3, "doctors": 4}, "c": {"weight": 1, "doctors": 4}}
    plain = _lists(None, **members)
    for got, expected in zip(_shares(plain), (0.6, 0.3, 0.1)):
        near(got, expected, 0.02)
    free = _lists({"people": 10000}, **members)
    eq(_sizes(free), [6000.0, 3000.0, 1000.0])
    eq(_shares(free), _shares(plain))
    # a takes 3300; of the 2700 over, b and c get three and one parts: 5025 is over b's cap, the rest goes to c
    full = _lists({"people": 10000, "per_doctor": 1100}, **members)
    eq(_sizes(full), [3300.0, 4400.0, 2300.0])
    eq(full.u("c.mott", "listade_per_lakare"), 575.0)
    for got, expected in zip(_shares(full), (0.33, 0.44, 0.23)):
        near(got, expected, 0.02)
    members["a"]["doctors"] = 6
    eq(_sizes(_lists({"people": 10000, "per_doctor": 1100}, **members)), [6000.0, 3000.0, 1000.0])
    eq(_sizes(_lists({"people": 5000, "per_doctor": 1100}, **members)), [3000.0, 1500.0, 500.0])


@case("listning.unlisted")
def who_finds_no_list_goes_to_the_member_for_them():
    members = {"a": {"weight": 1, "doctors": 2}, "b": {"weight": 1, "doctors": 1}, "c": {"weight": 0}}
    eq(_sizes(_lists({"people": 10000, "per_doctor": 1100, "unlisted": "c"}, **members)), [2200.0, 1100.0, 6700.0])
    family = {"units": {"mott": VC}, "members": members, "listning": {"people": 10000, "per_doctor": 1100}}
    config = build({}, {"g": one("vc.mott")}, families={"vc": family})
    refused(config, "no room for 6700")
    family["listning"]["unlisted"] = "d"
    refused(config, "no member \"d\"")


def _visits(wait, n=2, doctors=2, run=None, **more):
    group = {"arrivals": {"poisson": {"rate": "9 /h"}}, "path": {"u": {"stay": {"exponential": {"mean": "11 min"}}}}}
    unit = clinic(n, own_doctor={"doctors": doctors, "wait": wait, **more})
    return sim({"u": unit}, {"g": group}, {"duration": "60 d", **(run or {})}, log=False)


@case("unit.own_doctor", "own_doctor.wait")
def access_is_paid_with_continuity():
    plain = sim({"u": clinic(2)}, {"g": {"arrivals": {"poisson": {"rate": "9 /h"}},
                                         "path": {"u": {"stay": {"exponential": {"mean": "11 min"}}}}}},
                {"duration": "60 d"}, log=False)
    runs = [_visits(wait) for wait in (0, "10 min", "40 min", "3 h", "300 d")]
    eq(runs[0].u("u", "wait_mean"), plain.u("u", "wait_mean"))
    waits = [r.u("u", "wait_mean") for r in runs]
    seen = [r.u("u", "kontinuitet_egen_lakare") for r in runs]
    eq(waits, sorted(waits))
    eq(seen, sorted(seen))
    assert waits[-1] > 2 * waits[0] and seen[0] < 0.65 and seen[-1] == 1, (waits, seen)


@case("own_doctor.doctors", "own_doctor.share")
def who_is_listed_on_whom():
    near(_visits(0, 4, 4).u("u", "kontinuitet_egen_lakare"), 0.62, 0.12)
    assert _visits(0, 2, 8).u("u", "kontinuitet_egen_lakare") < 0.25  # most of them are not on duty
    near(_visits("5 h", share=0.3).u("u", "fast_lakarkontakt"), 0.3, 0.02)
    eq(_visits("5 h").u("u", "fast_lakarkontakt"), 1.0)
    nobody, plain = _visits("5 h", share=0), _visits(0)
    eq(nobody.u("u", "wait_mean"), plain.u("u", "wait_mean"))
    eq(nobody.u("u", "kontinuitet_egen_lakare"), None)


@case("own_doctor.wait", "node.patience")
def patience_goes_on_while_the_own_doctor_is_awaited():
    def queue(wait, patience):
        group = {"arrivals": R(0, 0, 0), "start": "u",
                 "path": {"u": {"stay": "10 h", "patience": {"time": patience, "to": "akut"}}, "akut": {"stay": "1 h"}}}
        r = sim({"u": clinic(1, own_doctor={"doctors": 1, "wait": wait}), "akut": clinic(9)}, {"g": group})
        return times(r.starts("u")), times(r.starts("akut"))
    eq(queue("5 h", "15 h"), ([0.0, 10.0], [15.0]))
    eq(queue("5 h", "3 h"), ([0.0], [3.0, 3.0]))
    eq(queue("30 h", "3 h"), ([0.0], [3.0, 3.0]))
    eq(queue("5 h", "50 h"), ([0.0, 10.0, 20.0], []))
    refused(build({"u": clinic(2, preempt="resume", own_doctor={"doctors": 2, "wait": 0})}, {"g": one()}), "preempt")


@case("step.travel", "step.per_trip", "step.needs")
def doctors_travel_to_the_patient():
    def stays(**step):
        needs = {"steps": {"s": {"needs": {"lak": 1}, "time": "20 min", **step}}}
        r = sim({"u": clinic("unlimited")}, {"g": {"arrivals": R(0, 0), "path": {"u": needs}}},
                staff={"lak": {"capacity": 1}})
        return [round(60 * x, 6) for x in r.stays("u")]
    eq(stays(), [20.0, 40.0])
    eq(stays(travel="40 min"), [60.0, 120.0])
    eq(stays(travel="40 min", per_trip=4), [30.0, 60.0])
    # a residence that belongs to one member's area: that member's doctor comes
    units = {"mott": {"kind": "clinic", "capacity": 9, "servers": {"lak": {"capacity": 1}}},
             "hem": {"kind": "clinic", "capacity": "unlimited"}}
    visit = {"steps": {"s": {"needs": {"mott.lak": 1}, "time": "1 h"}}}
    groups = {"area": {"arrivals": R(0, 0), "path": {"h": {"unit": "syd.hem", **visit}}},
              "all": {**one("vc.mott", hours=(0,)), "path": {"m": {"unit": "vc.mott", "stay": "1 h"}}}}
    members = {"norr": {"weight": 1}, "syd": {"weight": 1}}
    r = sim({}, groups, families={"vc": {"units": units, "members": members}})
    eq(r.stays("syd.hem"), [1.0, 2.0])
    busy = [r.scenario()["units"][m + ".mott"]["pools"]["lak"]["server_busy"]["mean"] * 480 for m in ("norr", "syd")]
    eq(busy, [0.0, 2.0])


def _digital(share, s, i=0, run=None, capacity="unlimited", staff=None, **digital):
    rule = {"node": "chatt", "instead_of": "vc", "share": share, "substitution": s, "induction": i, **digital}
    step = {"steps": {"s": {"needs": {"lakare": 1}, "time": {"exponential": {"mean": "20 min"}}}}}
    chat = {"steps": {"s": {"needs": {"lakare": 1}, "time": {"exponential": {"mean": "10 min"}}}}} if staff else \
        {"stay": "10 min"}
    group = {"arrivals": {"poisson": {"rate": "10 /h"}}, "start": {"vc": 0.8, "annan": 0.2},
             "path": {"vc": step, "chatt": chat, "annan": {"unit": "chatt", "stay": 0}}, "digital": rule}
    return sim({"vc": clinic(capacity), "chatt": clinic("unlimited")}, {"g": group},
               {"duration": "100 d", **(run or {})}, staff={"lakare": {"capacity": 4}})


@case("group.digital", "digital.node", "digital.instead_of", "digital.share", "digital.substitution",
      "digital.induction")
def digital_contacts_replace_some_visits_and_induce_others():
    def counts(r):  # visits, digital contacts; per hour
        return r.u("vc", "arrivals") / 2400, r.u("chatt", "arrivals") / 2400 - 2
    for share, s, i in ((0, 0.5, 0.2), (0.5, 1, 0), (0.5, 0.5, 0.2), (0.5, 0, 0), (1, 0.3, 0.6), (0.25, 0.2, 0.8)):
        visits, digital = counts(_digital(share, s, i))
        near(digital, 8 * share / (1 - i), 0.25, (share, s, i))
        near(visits, 8 - s * digital, 0.25, (share, s, i))
    # with the induced everybody else is the same patient: those who are not digital start the same visits
    def direct(i):
        r = _digital(0.5, 0, i, {"duration": "4 d"})
        digital = {e["case"] for e in r.log if e["unit"] == "chatt"}
        return [e["h"] for e in r.log if e["life"] == "arrive" and e["unit"] == "vc" and e["case"] not in digital]
    eq(direct(0), direct(0.5))
    config = build({"vc": clinic(), "chatt": clinic()},
                   {"g": {**one("vc"), "path": {"vc": {"stay": "1 h"}, "chatt": {"stay": "1 h"}}, "start": "vc",
                          "digital": {"node": "chatt", "instead_of": "vc", "share": 0.5, "substitution": 0.7,
                                      "induction": 0.4}}})
    refused(config, "at most 1 (found 1.1)")
    config["groups"]["g"]["digital"]["substitution"] = 0.5
    refused(config, "only arrivals with a rate")
    config["groups"]["g"]["digital"]["induction"] = 0
    config["groups"]["g"]["path"]["chatt"]["next"] = {"exit": 1}
    refused(config, "no \"next\"")


@case("digital.share", "step.needs")
def digital_slots_without_staff_let_others_wait():
    def wait(share, s, i, staff):
        return _digital(share, s, i, staff=staff).scenario()["staff"]["lakare"]["server_wait_mean"]["mean"]
    none = wait(0, 0, 0, True)
    assert wait(0.6, 0.2, 0.3, True) > 1.2 * none  # the same doctors answer, and little is replaced
    assert wait(0.6, 0.2, 0.3, False) < none       # others answer
    assert wait(0.6, 0.9, 0.0, True) < none        # the same doctors, and nearly all is replaced


@case("profile.clock", "patience.to")
def a_closed_clinic_sends_people_to_care_around_the_clock():
    """Ten a day come at all hours; the clinic is open on weekdays, the municipal team day and night, the ED always."""
    def ed_visits(hours):
        clinic_hours = {"base": 2, **({"clock": hours} if hours else {})}
        group = {"arrivals": {"poisson": {"rate": "10 /d"}}, "start": "vc",
                 "path": {"vc": {"stay": "30 min", "patience": {"time": {"exponential": {"mean": "8 h"}},
                                                                "to": "akut"}, "next": {"hem": 0.3, "exit": 0.7}},
                          "akut": {"stay": "2 h"}, "hem": {"stay": "1 h"}}}
        units = {"vc": clinic(clinic_hours), "akut": {"kind": "akutmottagning", "capacity": 20},
                 "hem": {"kind": "kommunal", "capacity": 5}}
        r = sim(units, {"g": group}, {"duration": "140 d"}, log=False)
        return r.u("akut", "arrivals") / r.u("vc", "arrivals"), r.u("hem", "wait_mean")
    day = {"from": "08:00", "to": "17:00", "weekdays": [1, 1, 1, 1, 1, 0, 0]}
    shares = [ed_visits(h)[0] for h in (None, {**day, "to": "21:00", "weekdays": [1] * 7}, day)]
    eq(shares, sorted(shares))
    assert shares[0] < 0.01 and shares[1] > 0.1 and shares[2] > 0.4, shares
    eq(ed_visits(day)[1], 0.0)
