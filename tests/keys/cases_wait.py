# SPDX-License-Identifier: GPL-3.0-or-later
"""What happens to those who wait: triage, priority that rises, deterioration, vardgaranti; and revisits to the ED."""
from vfkeys import R, akut, build, case, clinic, eq, near, one, refused, sim, times, ward

CLASSES = {"rod": {"share": 0.3, "priority": 0}, "gul": {"share": 0.7, "priority": 3}}


@case("node.triage", "triage_class.share", "triage_class.priority")
def triage_draws_the_priority_of_a_visit():
    def order(triage, n=400):
        r = sim({"u": clinic(1)}, {"g": one(stay="1 min", hours=[0] * n, triage=triage)})
        return [p for p, _ in r.starts("u")][1:]  # the first found the unit empty
    eq(order({"alla": {"share": 1, "priority": 2}}), list(range(1, 400)))
    got = order(CLASSES)
    red = next(k for k in range(1, len(got)) if got[k] < got[k - 1])
    eq(got[:red], sorted(got[:red]))
    eq(got[red:], sorted(got[red:]))
    near(red, 0.3 * 399, 37)
    # a class is the patient's own: with another order of priorities the same patients are red
    other = order({"rod": {"share": 0.3, "priority": 5}, "gul": {"share": 0.7, "priority": 3}})
    eq(sorted(other[-red:] if got[0] != 1 else other[-red - 1:])[:5], sorted(got[:red])[:5])
    groups = {"a": one(stay="5 h", hours=(0, 1)), "b": one(stay="5 h", hours=(2,), triage={"x": {"share": 1,
                                                                                                "priority": 0}})}
    eq(sim({"u": clinic(1)}, groups).starts("u"), [(0, 0.0), (2, 5.0), (1, 10.0)])
    refused(build({"u": clinic()}, {"g": one(triage={"x": {"share": 0.5, "priority": 0}})}), "sum", "0.5")


def _calm_and_urgent(rises, unit=clinic, **more):
    """One is in care until hour 10; a calm one comes at 1, an urgent one at 3. Who is next?"""
    rules = {"priority_rises": rises} if rises else {}
    groups = {"first": {**one(stay="10 h"), "priority": 0}, "calm": {**one(stay="10 h", hours=(1,)), "priority": 5},
              "urgent": {**one(stay="10 h", hours=(3,)), "priority": 2}}
    r = sim({"u": unit(1, **rules, **more)}, groups)
    return [p for p, _ in r.starts("u")], r


@case("unit.priority_rises")
def priority_rises_with_the_wait():
    for rises, calm_first in ((None, False), ({"4 h": 2}, True), ({"4 h": 3}, False), ({"9 h": 2}, True),
                              ({"9.5 h": 2}, False), ({"8 h": 1, "4 h": 3}, True), ({"4 h": 3, "9.5 h": 1}, False)):
        for kind in (clinic, akut, lambda n, **k: ward(n, placement={"steps": ["home", "wait"]}, **k)):
            got, r = _calm_and_urgent(rises, kind)
            eq(got, [0, 1, 2] if calm_first else [0, 2, 1], str(rises))
    eq(_calm_and_urgent({"4 h": 4, "8 h": 3})[1].u("u", "raised_fraction"), 2 / 3)  # the urgent one was higher
    eq(_calm_and_urgent({"4 h": 1, "8 h": 0})[1].u("u", "raised_fraction", "urgent"), 2.0)
    # those who hold a place and wait for a doctor: the wait counts from the arrival
    def order(two=False, **rules):
        unit = akut(9, servers={"lakare": {"capacity": 1, "doctor": True}, "ssk": {"capacity": 2}}, **rules)
        who = {"needs": {"lakare": 1, "ssk": 1}} if two else {"server": "lakare"}
        steps = {"a": {"time": "30 min"}, "b": {**who, "time": "10 h"}}
        groups = {g: {"arrivals": R(h), "priority": k, "path": {"u": {"steps": steps}}}
                  for g, h, k in (("first", 0, 0), ("calm", 1, 5), ("urgent", 3, 2))}
        return [p for p, _ in sim({"u": unit}, groups).ends("u")]
    eq(order(), [0, 2, 1])
    # the same when the step takes a nurse too
    eq(order(two=True), [0, 2, 1])
    eq(order(two=True, priority_rises={"9.5 h": 2}), [0, 1, 2])
    eq(order(priority_rises={"4 h": 2}), [0, 1, 2])
    eq(order(priority_rises={"9.5 h": 2}), [0, 1, 2])
    eq(order(priority_rises={"9.6 h": 2}), [0, 2, 1])


@case("node.deterioration", "deterioration.time", "deterioration.to")
def who_waits_may_deteriorate():
    def second(patience=None, time="30 h", stay="100 h"):
        path = {"u": {"stay": stay, "deterioration": {"time": time, "to": "akut"},
                      **({"patience": {"time": patience}} if patience else {})}, "akut": {"stay": "1 h"}}
        r = sim({"u": clinic(1), "akut": akut()}, {"g": {"arrivals": R(0, 0), "start": "u", "path": path}})
        return [r.starts("akut"), r.u("u", "worsened_fraction"), r.u("u", "reneged_fraction")]
    eq(second(), [[(1, 30.0)], 0.5, 0.0])
    eq(second("20 h"), [[], 0.0, 0.5])
    eq(second("40 h"), [[(1, 30.0)], 0.5, 0.0])
    eq(second(time="100 h"), [[], 0.0, 0.0])  # got its place at that moment
    # a constant hazard: 1 - exp(-wait / mean) of those who all wait 10 days
    closed = clinic({"base": 0, "dated": {"2024-01-25": 2000}})
    group = one(hours=[0] * 2000, stay="1 h", deterioration={"time": {"exponential": {"mean": "20 d"}}, "to": "exit"})
    near(sim({"u": closed}, {"g": group}, log=False).u("u", "worsened_fraction"), 1 - 2.718281828 ** -0.5, 0.044)
    # waiting for a ward, without a place elsewhere
    group = one(hours=(0, 0), stay="100 h", deterioration={"time": "30 h", "to": "exit"})
    r = sim({"u": ward(1, placement={"steps": ["home", "wait"]})}, {"g": group})
    eq((times(r.lives("exit")), r.lives("worsened")), ([30.0, 100.0], [(1, 30.0)]))


@case("unit.guarantee", "node.follow_up")
def two_statistics_of_the_guarantee():
    def shares(limit, hours, **more):
        r = sim({"u": clinic(1, guarantee=limit)}, {"g": one(stay="24 h", hours=hours, **more)})
        eq(r.ind("vardgaranti_paborjade"), r.u("u", "vardgaranti_paborjade"))
        return r.u("u", "vardgaranti_paborjade"), r.u("u", "vardgaranti_vantande")
    eq(shares("48 h", [0] * 4), (0.75, None))  # waits of 0, 1, 2, 3 days; nobody waits at the end of the month
    eq(shares("47 h", [0] * 4), (0.5, None))
    # end of January at hour 408: 17 of 20 have started, 3 have waited 17 days, 5 have waited 8 hours
    r = shares("48 h", [0] * 20 + [400] * 5)
    eq(r, (3 / 20, 5 / 8))
    eq(shares("48 h", [0] * 20 + [400] * 5, follow_up=True), (None, None))
    # no month ends in the run: at its end
    r = sim({"u": clinic(1, guarantee="48 h")}, {"g": one(stay="24 h", hours=[0] * 9)}, {"duration": "100 h"})
    eq((r.u("u", "vardgaranti_paborjade"), r.u("u", "vardgaranti_vantande")), (3 / 5, 0.0))
    eq(sim({"u": ward(1, guarantee="1 d", placement={"steps": ["home", "wait"]})},
           {"g": one(stay="24 h", hours=[0] * 4)}).u("u", "vardgaranti_paborjade"), 0.5)


def the_specialist_side():
    """Referral with delay, waiting list with its clock, follow-up, transfer to another region by wait and by load."""
    def run(**waiting):
        path = {"vc": {"stay": "1 h", "next": {"mott": 1},
                       "transition": {"mott": {"time": "23 h", "mode": "release"}}},
                "mott": {"stay": "24 h", "next": {"ater": 1}, **waiting},
                "ater": {"unit": "mott", "stay": "1 h", "follow_up": True}, "annan": {"stay": "1 h"}}
        if not waiting:
            del path["annan"]
        units = {"vc": clinic(9), "mott": clinic(1, level="specialistvard", guarantee="30 h"),
                 **({"annan": {"kind": "external", "capacity": "unlimited"}} if waiting else {})}
        return sim(units, {"g": {"arrivals": R(0, 0, 0, 0), "start": "vc", "path": path}})
    r = run()
    eq(times(r.ends("vc")), [1.0] * 4)   # nobody waits there for the referral to arrive
    eq(r.starts("mott"), [(0, 24.0), (1, 48.0), (2, 72.0), (3, 96.0), (0, 120.0), (1, 121.0), (2, 122.0), (3, 123.0)])
    eq(r.u("mott", "vardgaranti_paborjade"), 0.5)  # first visits after 0, 1, 2 and 3 days; the follow-ups are outside
    r = run(patience={"time": "40 h", "to": "annan"})
    eq(r.starts("annan"), [(2, 64.0), (3, 64.0)])
    r = run(balking={"at": 2, "to": "annan"})
    eq((r.starts("annan"), r.u("mott", "balked_fraction") > 0), ([(3, 24.0)], True))


case("transition.mode", "patience.to", "balking.to")(the_specialist_side)


def revisits_within_72_hours():
    """An indicator, not a key: run with the cases all the same."""
    def share(home, at=0, to="hem", units=None):
        path = {"akut": {"stay": "1 h", "next": {to: 1}}, "hem": {"stay": home, "next": {"igen": 1}},
                "igen": {"unit": "akut", "stay": "1 h"}, "medA": {"stay": "1 h", "next": {"hem": 1}}}
        path = {k: v for k, v in path.items() if k != "medA" or to == "medA"}
        units = {"akut": akut(), "hem": {"kind": "delay"}, **({"medA": ward(1)} if to == "medA" else {})}
        return sim(units, {"g": {"arrivals": R(at), "start": "akut", "path": path}}).ind("akut_aterbesok_72h")
    eq(share("71 h"), 0.5)   # two visits, the first with a return
    eq(share("72 h"), 0.5)
    eq(share("73 h"), 0.0)
    eq(share("71 h", at=400), 1.0)   # the run ends at 480: the second visit's horizon is cut
    eq(share("10 h", at=407), 1.0)
    eq(share("10 h", at=408), None)
    eq(share("10 h", to="medA"), 0.0)  # the admitted are no index


case("unit.kind")(revisits_within_72_hours)
