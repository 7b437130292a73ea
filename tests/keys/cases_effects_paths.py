# SPDX-License-Identifier: GPL-3.0-or-later
"""The effects that are written into the paths: in what dose, whom they concern, what they refuse, and that they are what
the same keys written by hand are."""
from math import exp

from vfkeys import R, akut, build, case, clinic, eq, near, one, refused, run_config, sim, ward

N = 2000
CLOSED = {"base": 0, "dated": {"2024-01-25": 9999}}  # opens after ten days
TO_AKUT = {"group": "acute", "node": "akut"}


def binomial(got, n, p, what=""):
    near(got, n * p, 4 * (n * p * (1 - p)) ** 0.5 + 1e-9, what)


def queue(unit="vc", path=None, units=None, n=N, beside=None, **effect):
    """n patients who wait ten days for `unit`, with an akutmottagning on their path as one readmitted."""
    world = {"vc": clinic(CLOSED), "akut": akut("unlimited"), **(units or {})}
    path = path or {unit: {"stay": 0, "next": {"akut": 0, "exit": 1}}, "akut": {"stay": 0}}
    groups = {"g": {"arrivals": R(*[0] * n), "start": unit, "path": path}, **(beside or {})}
    return sim(world, groups, **({"effects": {"deterioration": effect}} if effect else {}))


def worse(r):
    return [(e["case"], e["h"]) for e in r.log if e["life"] == "worsened"]


def unique(r):
    return {c for c, _ in worse(r)}


@case("effects.deterioration", "effect_deterioration.hazard", "effect_deterioration.reference", "effect_deterioration.on")
def waiting_makes_planned_acute():
    eq(worse(queue()), [])
    before = set()
    for hazard, reference in ((0.1, "6 d"), (0.1, "2 d"), (0.1, "0 d"), (0.35, "0 d")):
        r = queue(hazard="%g /w" % hazard, reference=reference)
        days = float(reference.split()[0])
        binomial(len(worse(r)), N, 1 - exp(-hazard * (10 - days) / 7), (hazard, reference))
        assert before < unique(r)  # the same patients, and more
        assert min(h for _, h in worse(r)) > 24 * days and max(h for _, h in worse(r)) < 240
        before = unique(r)
        eq(len(r.starts("akut")), len(worse(r)))
        eq(r.ind("effect_deterioration"), float(len(worse(r))))
        near(r.u("vc", "worsened_fraction"), len(worse(r)) / N, 1e-12)
    eq(worse(queue(hazard="1 /w", reference="10 d")), [])
    eq(worse(queue(hazard="0 /w", reference="0 d")), [])
    eq(worse(queue(hazard="1 /w", reference="0 d", on=False)), [])
    config = {"vc": clinic(), "akut": akut()}, {"g": {"arrivals": R(0), "path": {"vc": {"stay": 0}, "akut": {"stay": 0}},
                                                      "start": {"vc": 0.5, "akut": 0.5}}}
    refused(build(*config, effects={"deterioration": {"reference": "1 d"}}), "hazard")
    refused(build(*config, effects={"deterioration": {"hazard": "1 /w"}}), "reference")
    refused(build(*config, effects={"deterioration": {"hazard": "9 /d", "reference": "3 d"}}), "config.json:1:",
            "/effects/deterioration/hazard", "at most 20")


@case("effect_deterioration.where", "effect_deterioration.to")
def who_waits_where_and_goes_where():
    dose = {"hazard": "1 /h", "reference": "0 d"}
    # a planned admission waits; an acute one is not concerned, nor is a node with a key of its own
    full = ward(0, placement={"steps": ["home", "wait"]})
    for planned, n in ((True, 9), (False, 0)):
        path = {"w": {"stay": "1 d", "planned": planned, "next": {"akut": 0, "exit": 1}}, "akut": {"stay": 0},
                "vc": {"stay": 0}}
        r = queue("w", {**path, "w": {**path["w"], "next": {"akut": 0, "vc": 0, "exit": 1}}}, {"w": full}, 9, **dose)
        eq(len(worse(r)), n)
    own = {"time": "30 h", "to": "exit"}
    path = {"vc": {"stay": 0, "deterioration": own, "next": {"akut": 0, "exit": 1}}, "akut": {"stay": 0}}
    eq([h for _, h in worse(queue(path=path, n=3, **dose))], [30.0] * 3)
    eq(queue(path=path, n=3, **dose).ind("effect_deterioration"), 3.0)
    # where patience leads comes before the first on the path
    path = {"vc": {"stay": 0, "patience": {"time": "99 d", "to": "b"}}, "akut": {"stay": 0}, "b": {"stay": 0}}
    path["vc"]["next"] = {"akut": 0, "exit": 1}
    r = queue(path=path, units={"b": akut(99)}, n=9, **dose)
    eq((len(r.starts("b")), r.starts("akut")), (9, []))
    # groups, and the units they wait for
    path = {"vc": {"stay": 0, "next": {"sp": 1}}, "sp": {"stay": 0, "next": {"akut": 0, "exit": 1}}, "akut": {"stay": 0}}
    late = {"sp": clinic({"base": 0, "dated": {"2024-02-01": 9}}, level="specialistvard")}

    def at(**where):
        return sorted({e["unit"] for e in queue(path=path, units=late, n=9, where=where, **dose).log
                       if e["life"] == "worsened"})
    eq([at(), at(unit="sp"), at(level="specialistvard"), at(group="g", kind="clinic")], [["vc"], ["sp"], ["sp"], ["vc"]])
    refused(build({"vc": clinic(), "akut": akut()}, {"g": one("vc"), "h": one("akut")},
                  effects={"deterioration": {**dose, "where": {"group": "h"}}}), "/effects/deterioration", "nobody")
    # a group with no akutmottagning on its path goes where it is told, or is not concerned
    acute = {"acute": {"arrivals": R(479), "path": {"akut": {"stay": 0}}}}
    r = queue(path={"vc": {"stay": 0}}, n=9, beside=acute, to=TO_AKUT, **dose)
    eq((len(worse(r)), len(r.starts("akut"))), (9, 10))
    eq({e["group"] for e in r.log if e["unit"] == "akut"}, {"acute"})
    plain = build({"vc": clinic(), "akut": akut()}, {"g": one("vc"), **acute})
    refused({**plain, "effects": {"deterioration": dose}}, "nobody")
    wrong = {"to": {"group": "g", "node": "vc"}, **dose}
    refused({**plain, "effects": {"deterioration": wrong}}, "/effects/deterioration/to", "of group g")
    # written by hand it is the same
    hand = {"vc": {"stay": 0, "next": {"akut": 0, "exit": 1}, "deterioration": {
        "time": {"exponential": {"mean": "7 d"}, "min": "2 d"}, "to": "akut"}}, "akut": {"stay": 0}}
    eq(queue(path=hand).log, queue(hazard="1 /w", reference="2 d").log)


def world(effect=None, own=None, contact=None, rate="10 /h", visit=None, units=None, days=100, **group):
    """Ten visits an hour to vc, and two to another clinic that is not of primary care."""
    path = {"vc": visit or {"stay": "20 min"}, "annan": {"stay": 0}, **({"vc_digital": contact} if contact else {})}
    g = {"arrivals": {"poisson": {"rate": rate}}, "start": {"vc": 0.8, "annan": 0.2}, "path": path,
         **({"digital": own} if own else {}), **group}
    all_units = {"vc": clinic("unlimited"), "chatt": clinic("unlimited", level="hem"),
                 "annan": clinic("unlimited", level="specialistvard"), **(units or {})}
    return build(all_units, {"g": g, "chattare": one("chatt", 0)}, {"duration": "%d d" % days},
                 staff={"lakare": {"capacity": 4}}, **({"effects": {"digital": effect}} if effect else {}))


def go(*a, log=False, **k):
    r = run_config(world(*a, **k), log=log)
    eq(r.code, 0, r.err)
    return r


@case("effects.digital", "effect_digital.share", "effect_digital.substitution", "effect_digital.induction",
      "effect_digital.unit", "effect_digital.on")
def digital_contacts_replace_and_induce():
    for share, s, i in ((0, 0.5, 0.2), (0.5, 0.99, 0), (0.5, 0.5, 0.2), (0.5, 0, 0), (1, 0.3, 0.6), (0.25, 0.2, 0.8)):
        r = go({"share": share, "substitution": s, "induction": i, "time_factor": 0.5, "unit": "chatt"})
        visits, digital = r.u("vc", "arrivals") / 2400, (r.u("chatt", "arrivals") - 1) / 2400
        near(digital, 8 * share / (1 - i), 0.25, (share, s, i))
        near(visits, 8 - s * digital, 0.25, (share, s, i))
        near(r.u("annan", "arrivals") / 2400, 2, 0.2)
        eq(r.ind("effect_digital"), r.u("chatt", "arrivals") - 1)
    # in the clinic's own time: contacts and visits are all there
    dose = {"share": 0.5, "substitution": 0.5, "induction": 0.2, "time_factor": 0.5}
    r = go(dose)
    eq(r.u("chatt", "arrivals"), 1.0)
    near(r.u("vc", "arrivals") / 2400, 5 + 8 - 2.5, 0.35)
    near(r.ind("effect_digital") / 2400, 5, 0.25)
    # off, and written by hand
    eq(go({**dose, "on": False}, log=True).log, go(log=True).log)
    own = {"node": "vc_digital", "instead_of": "vc", "share": 0.5, "substitution": 0.5, "induction": 0.2}
    for unit in ({}, {"unit": "chatt"}):
        by_hand = go(own=own, contact={"unit": "vc", "stay": "20 min", "stay_factor": 0.5, **unit}, days=9, log=True)
        eq(go({**dose, **unit}, days=9, log=True).log, by_hand.log)
    # a group with one node has no "start" to say where it begins
    alone = build({"vc": clinic("unlimited")}, {"g": {"arrivals": {"poisson": {"rate": "8 /h"}},
                                                      "path": {"vc": {"stay": "20 min"}}}},
                  {"duration": "100 d"}, effects={"digital": dose})
    r = run_config(alone, log=False)
    eq(r.code, 0, r.err)
    near(r.ind("effect_digital") / 2400, 5, 0.25)
    # a key of the group's own goes before
    other = {**own, "share": 0.1}
    contact = {"unit": "chatt", "stay": "1 min"}
    eq(go(dose, own=other, contact=contact, days=9, log=True).log, go(own=other, contact=contact, days=9, log=True).log)
    for key, wrong, words in (("substitution", 0.9, "found 1.1"), ("substitution", 1, "neither"), ("unit", "avd", "at a ward"),
                              ("unit", "chat", "did you mean"), ("share", 1.5, "out of range")):
        config = world({**dose, key: wrong}, units={"avd": ward(1)})
        config["groups"]["idle"] = one("avd")
        refused(config, "config.json:1:", "/effects/digital/" + key, words)
    for key in dose:
        refused(world({k: v for k, v in dose.items() if k != key}), key)
    config = world(dose)
    config["groups"]["g"]["arrivals"] = R(0)
    refused(config, "/effects/digital", "comes at a rate")  # a replay
    refused(world(dose, contact={"unit": "vc", "stay": 0}, start={"vc": 0.5, "vc_digital": 0.5}), "several nodes")
    refused(world(dose, contact={"unit": "annan", "stay": 0}, start={"vc": 0.5, "vc_digital": 0.5}), "already")
    by_next = {"stay": {"by_next": {"annan": "1 h", "exit": "2 h"}}, "route_drawn": "at_entry",
               "next": {"annan": 0.5, "exit": 0.5}}
    refused(world(dose, visit=by_next), "/effects/digital", "by the way on")


@case("effect_digital.where")
def digital_contacts_of_some():
    dose = {"share": 1, "substitution": 0.9, "induction": 0, "time_factor": 1, "unit": "chatt"}

    def count(**where):
        return round((go({**dose, "where": where}, days=30).u("chatt", "arrivals") - 1) / 720)
    eq([count(), count(unit="annan"), count(level="specialistvard"), count(group="g")], [8, 2, 2, 8])
    refused(world({**dose, "where": {"kind": "clinic"}}), "/effects/digital/where", "several nodes")
    refused(world({**dose, "where": {"age_class": "80+"}}), "/effects/digital", "no group that fits")


@case("effect_digital.time_factor")
def contacts_out_of_the_clinics_time_let_others_wait():
    visit = {"steps": {"s": {"needs": {"lakare": 1}, "time": {"exponential": {"mean": "20 min"}}}}}

    def wait(**dose):
        r = go({"share": 0.4, "substitution": 0.5, "induction": 0.3, "time_factor": 0.6, **dose} if dose else None,
               visit=visit)
        return r.scenario()["staff"]["lakare"]["server_wait_mean"]["mean"]
    none, short, long = wait(), wait(time_factor=0.4), wait(time_factor=0.8)
    assert short < none < long, (short, none, long)  # s / t more or less than 1
    assert wait(unit="chatt") < none                 # others answer
    mean = go({"share": 1, "substitution": 0.9, "induction": 0, "time_factor": 0.4, "unit": "chatt"}, visit=visit, days=30,
              log=True).stays("chatt")
    near(sum(mean) / len(mean), 0.4 / 3, 4 * 0.4 / 3 / len(mean) ** 0.5)  # a wait for no doctor
