# SPDX-License-Identifier: GPL-3.0-or-later
"""What each effect does, in what dose, and that an effect that is off changes no byte of the event log."""
from vfkeys import R, akut, build, case, clinic, eq, kommunal, near, one, refused, run_config, sim, times, ward

N = 3000
EVENTS = [0.5 + k / 10 for k in range(N)]  # hours: one at a time, while the occupancy is what the blockers make it
RUN = {"duration": "20 d"}


def occupied(share, effect=None, p=0.3, n=N, units=None, **node):
    """An ED of which p go to ward w, whose 100 beds are occupied to `share`; visits and stays take no time."""
    world = {"akut": akut(999), "w": {**ward(100), "max_extra": 99}, **(units or {})}
    blockers = {"arrivals": R(*[0] * round(100 * share)), "path": {"w": {"stay": "999 d"}}}
    next_ = {"w": p, "exit": 1 - p} if p < 1 else {"w": 1}
    visitors = {"arrivals": R(*EVENTS[:n]), "start": "akut",
                "path": {"akut": {"stay": 0, "next": next_, **node}, "w": {"stay": 0}}}
    return sim(world, {"b": blockers, "g": visitors, **idle(*(units or {}))}, RUN,
               **({"effects": effect} if effect else {}))


def idle(*units):
    """Groups that only give the units a use: one visit at the end of twenty days."""
    return {"idle_" + u: one(u, 0, hours=(479.9,)) for u in units if u != "akut"}


def admitted(r):
    return {p for p, h in r.starts("w") if h > 0}


def binomial(got, n, p, what=""):
    """Within four standard deviations of an exact binomial."""
    near(got, n * p, 4 * (n * p * (1 - p)) ** 0.5 + 1e-9, what)


def with_odds(p, odds):
    return p * odds / (1 - p + p * odds)


@case("document.effects", "effects.admission", "effect_admission.odds", "effect_admission.of", "effect_admission.share",
      "effect_admission.on", "effect_admission.base_shares")
def full_wards_admit_fewer_by_published_odds():
    base = admitted(occupied(0.9))
    for share, odds in ((0.9, 1), (0.94, 1), (0.95, 0.88), (1.0, 0.82), (1.06, 0.74)):
        fewer = admitted(occupied(share, {"admission": {}}))
        blocked = round(100 * share) - 90  # patients are numbered from the first blocker on
        fewer = {p - blocked for p in fewer}
        assert fewer <= base
        binomial(len(fewer), len(base), with_odds(0.3, odds) / 0.3, share)
    # where everybody is admitted, in proportion to what the odds do to the share admitted of all
    refused(build({"akut": akut(), "w": ward(9)}, {"g": {"arrivals": R(0), "start": "akut", "path": {
        "akut": {"stay": 0, "next": {"w": 1}}, "w": {"stay": 0}}}}, effects={"admission": {}}), "share")
    few = admitted(occupied(1.06, {"admission": {"share": 0.315}}, p=1))
    binomial(len(few), N, with_odds(0.315, 0.74) / 0.315)
    eq(occupied(1.06, {"admission": {"share": 0.315}}, p=1).ind("effect_admission"), float(N - len(few)))
    # centred: if the base is always in that band, nothing changes there
    eq(len(admitted(occupied(0.96, {"admission": {"base_shares": {"95 %": 1}}}))), len(base))
    more = admitted(occupied(0.9, {"admission": {"base_shares": {"95 %": 1}}}))
    assert base < more
    binomial(len(more - base), N - len(base), (with_odds(0.3, 1 / 0.88) - 0.3) / 0.7)
    refused(build(*_tiny(), effects={"admission": {"base_shares": {"96 %": 1}}}), "96 %")
    own = admitted(occupied(0.96, {"admission": {"odds": {"90 %": 0.5}}}))
    binomial(len(own), len(base), with_odds(0.3, 0.5) / 0.3)
    # the ward alone, its hospital, the region: the other ward is empty
    other = {"v": ward(100)}
    eq(len(admitted(occupied(1.06, {"admission": {"of": "hospital"}}, units=other))), len(base))
    eq(len(admitted(occupied(1.06, {"admission": {"of": "region"}}, units=other))), len(base))
    binomial(len(admitted(occupied(1.06, {"admission": {"of": "ward"}}, units=other))), len(base),
             with_odds(0.3, 0.74) / 0.3)
    eq(len(admitted(occupied(1.06, {"admission": {"on": False}}))), len(base))


def _tiny():
    return ({"akut": akut(), "w": ward(9), "k": kommunal(9)},
            {"g": {"arrivals": R(0), "start": "akut", "path": {"akut": {"stay": "1 h", "next": {"w": 0.5, "exit": 0.5}},
                                                               "w": {"stay": "1 h", "next": {"k": 1}},
                                                               "k": {"stay": "1 h"}}}})


def returns(share, effect=None, by="home", p=0.3):
    """Stays of no time on an occupied ward, after which p come back: from home, or from municipal care."""
    world = {"w": {**ward(100), "max_extra": 99}, **({} if by == "home" else {"k": kommunal(999)})}
    blockers = {"arrivals": R(*[0] * round(100 * share)), "path": {"w": {"stay": "999 d"}}}
    group = {"arrivals": R(*EVENTS), "start": "w", "path": {"w": {"stay": 0}}}
    if by == "home":
        group["readmission"] = {"probability": p, "time": "400 d", "to": "w"}
    else:
        group["path"]["w"]["next"] = {"k": 1}
        group["path"]["k"] = {"stay": 0, "next": {"back": p, "exit": 1 - p}, "route_drawn": by}
        group["path"]["back"] = {"unit": "w", "stay": 0}
    r = sim(world, {"b": blockers, "g": group}, {"duration": "500 d"} if by == "home" else RUN,
            **({"effects": effect} if effect else {}))
    if by == "home":
        return {p for p, _ in r.lives("readmission")}
    counted = {}
    for q, h in r.starts("w"):
        counted[q] = counted.get(q, 0) + 1
    return {q for q, n in counted.items() if n > 1}


@case("effects.readmission", "effect_readmission.odds", "effect_readmission.of", "effect_readmission.on",
      "effect_readmission.base_shares")
def discharge_from_full_wards_brings_more_back():
    for by in ("home", "at_end", "at_entry"):
        base = {q - 90 for q in returns(0.9, by=by)}
        binomial(len(base), N, 0.3, by)
        for share, odds in ((0.94, 1), (0.96, 1.11), (1.01, 1.17), (1.06, 1.15)):
            back = {q - round(100 * share) for q in returns(share, {"readmission": {}}, by)}
            assert base <= back
            binomial(len(back - base), N - len(base), (with_odds(0.3, odds) - 0.3) / 0.7, (by, share))
    base = returns(1.01)
    eq(returns(1.01, {"readmission": {"on": False}}), base)
    eq(returns(1.01, {"readmission": {"odds": {"110 %": 9}}}), base)
    eq(returns(1.01, {"readmission": {"base_shares": {"100 %": 1}}}), base)
    assert returns(1.01, {"readmission": {"odds": {"100 %": 0.5}, "of": "ward"}}) < base


@case("effects.ed_stay", "effect_ed_stay.minutes", "effect_ed_stay.reference", "effect_ed_stay.of", "effect_ed_stay.on",
      "effect_ed_stay.admission_points", "effect_ed_stay.share")
def crowding_lengthens_the_visit():
    # the step that is pure waiting takes it, down to nothing
    def one_stay(share, **effect):
        units = {"akut": akut(99, servers={"s": {"capacity": 9}}), "w": {**ward(100), "max_extra": 99}}
        groups = {"b": {"arrivals": R(*[0] * round(100 * share)), "path": {"w": {"stay": "999 d"}}},
                  "g": {"arrivals": R(1), "path": {"akut": {"steps": {
                      "s": {"server": "s", "time": "20 min"}, "t": {"time": "30 min"},
                      "u": {"server": "s", "time": "10 min"}}}}}}
        r = sim(units, groups, RUN, effects={"ed_stay": {"reference": 0.9, "share": 0.3, **effect}})
        return round(r.stays("akut")[0] * 60, 6)
    eq([one_stay(0.9), one_stay(1.0), one_stay(0.8), one_stay(1.05), one_stay(0.5)], [60.0, 76.0, 44.0, 84.0, 30.0])
    eq([one_stay(1.0, minutes=30), one_stay(1.0, reference=1.0), one_stay(1.0, on=False)], [90.0, 60.0, 60.0])
    r = sim({"akut": akut(9), "w": ward(100), "v": ward(100)},
            {"b": {"arrivals": R(*[0] * 100), "path": {"w": {"stay": "999 d"}}}, "g": one("akut", "1 h", hours=(1,)),
             **idle("v")},
            effects={"ed_stay": {"reference": 0.5, "of": "region"}})
    eq(r.stays("akut"), [1.0])
    base = len(admitted(occupied(0.9)))
    fewer = len(admitted(occupied(1.0, {"ed_stay": {"reference": 0.9}})))
    binomial(fewer, base, (0.3 - 0.019) / 0.3)
    fewer = len(admitted(occupied(1.1, {"ed_stay": {"reference": 0.9, "admission_points": -10}})))
    binomial(fewer, base, 0.1 / 0.3)
    fewer = len(admitted(occupied(1.0, {"ed_stay": {"reference": 0.9, "share": 0.2}}, p=1)))
    binomial(fewer, N, (0.2 - 0.019) / 0.2)
    refused(build(*_tiny(), effects={"admission": {}, "ed_stay": {"reference": 0.9}}), "admission_points")
    refused(build(*_tiny(), effects={"ed_stay": {}}), "reference")


@case("effects.early_discharge", "effect_early_discharge.threshold", "effect_early_discharge.stay_factor",
      "effect_early_discharge.readmission_odds", "effect_early_discharge.of", "effect_early_discharge.on",
      "effect_early_discharge.where")
def pressure_shortens_stays_and_brings_more_back():
    def world(share, n=1, **effect):
        group = {"arrivals": R(*[1 + k / 1000 for k in range(n)]), "path": {"w": {"stay": "10 h" if n == 1 else 0}},
                 "readmission": {"probability": 0.3, "time": "400 d", "to": "w"}}
        units = {"w": {**ward(100), "max_extra": 99}, "v": ward(100)}
        blockers = {"arrivals": R(*[0] * round(100 * share)), "path": {"w": {"stay": "999 d"}}}
        effect = {"threshold": 1, "stay_factor": 0.5, "readmission_odds": 2, "of": "ward", **effect}
        r = sim(units, {"b": blockers, "g": group, **idle("v")}, {"duration": "500 d"},
                effects={"early_discharge": effect})
        return r if n > 1 else r.stays("w")[-1]
    eq([world(0.9), world(1.0), world(1.0, threshold=1.5), world(1.0, stay_factor=0.8), world(1.0, on=False),
        world(1.0, of="hospital"), world(1.0, where={"group": "b"}), world(1.0, where={"group": "g"})],
       [10.0, 5.0, 10.0, 8.0, 10.0, 10.0, 10.0, 5.0])
    calm, pressed = (set(p for p, _ in world(1.0, n=N, threshold=t).lives("readmission")) for t in (9, 1))
    assert calm < pressed
    binomial(len(pressed - calm), N - len(calm), (with_odds(0.3, 2) - 0.3) / 0.7)
    eq({p for p, _ in world(1.0, n=N, readmission_odds=1).lives("readmission")}, calm)
    eq(world(1.0, n=N).ind("effect_early_discharge") >= N, True)
    refused(build(*_tiny(), effects={"early_discharge": {"threshold": 1}}), "stay_factor", "readmission_odds")


@case("effects.follow_up", "effect_follow_up.coverage", "effect_follow_up.reference", "effect_follow_up.odds",
      "effect_follow_up.on", "effect_follow_up.where")
def follow_up_keeps_patients_at_home():
    def expected(coverage, reference, odds, p=0.3):
        low, high = 0.0, p  # the probability with a follow-up, so that the mean at the reference is p
        for _ in range(200):
            mid = (low + high) / 2
            mean = reference * mid + (1 - reference) * with_odds(mid, odds)
            low, high = (mid, high) if mean < p else (low, mid)
        return coverage * low + (1 - coverage) * with_odds(low, odds)
    base = returns(0.5)
    for by in ("home", "at_end", "at_entry"):
        for coverage, reference, odds in ((0.37, 0.37, 2), (0.75, 0.37, 2), (1, 0.37, 3), (0, 0.5, 3)):
            if by == "home" or coverage == 0.75:
                back = returns(0.5, {"follow_up": {"coverage": coverage, "reference": reference, "odds": odds}}, by)
                binomial(len(back), N, expected(coverage, reference, odds), (by, coverage))
    eq(returns(0.5, {"follow_up": {"coverage": 0.9, "odds": 2, "on": False}}), base)
    eq(returns(0.5, {"follow_up": {"coverage": 0.9, "odds": 2, "where": {"group": "b"}}}), base)
    assert abs(expected(0.37, 0.37, 2) - 0.3) < 1e-9
    plan = {"parties": {"2": 1}, "sip": {"coverage": 0.37, "lead_factor": 1}}
    units = {"w": ward(9999), "k": kommunal(9999)}
    group = {"arrivals": R(*[0] * 400), "start": "w", "path": {"w": {"stay": 0, "next": {"k": 1}}, "k": {"stay": 0}}}
    all_have, where = {"coverage": 1, "odds": 1.5}, {"where": {"group": "g"}}
    def planned(common, effect=None, **own):
        top = {"planning": plan} if common else {}
        r = sim(units, {"g": {**group, **own}, "h": group}, **top, **({"effects": {"follow_up": effect}} if effect else {}))
        return r.ind("sip_andel")
    near(planned(True), 0.37, 0.06)
    eq(planned(True, all_have), 1.0)
    near(planned(True, {**all_have, **where}), (1 + 0.37) / 2, 0.06)   # those whom the effect is about
    eq(planned(False, all_have, planning=plan), 1.0)
    near(planned(True, {**all_have, "on": False}), 0.37, 0.06)
    refused(build(*_tiny(), effects={"follow_up": {"coverage": 0.5}}), "odds")
    refused(build(*_tiny(), effects={"follow_up": {"coverage": 0.5, "odds": 2, "where": {"age_class": "80+"}}}),
            "no group fits")


@case("effect_early_discharge.readmission_odds", "effect_follow_up.coverage", "early_discharge.readmission_odds")
def early_discharge_brings_back_those_who_are_not_followed_up():
    """Both effects on: with a follow-up the odds are a, without it w a, and times the early discharge's after one."""
    p, w, early, reference = 0.3, 3, 2, 0.5
    low, high = 0.0, p
    for _ in range(200):
        mid = (low + high) / 2
        low, high = (mid, high) if reference * mid + (1 - reference) * with_odds(mid, w) < p else (low, mid)

    def back(coverage, odds=None, of="effect", **where):
        effects = {"follow_up": {"coverage": coverage, "reference": reference, "odds": w, **where}}
        more, stay = {}, 0
        if of == "ward":   # the ward's own early discharge, of all
            more, stay = {"early_discharge": {"load_from": 0, "share": 1, "stay_factor": 0.5,
                                              "readmission_odds": odds or 1}}, "6 min"
        elif odds:
            effects["early_discharge"] = {"threshold": 0, "stay_factor": 0.5, "readmission_odds": odds}
        group = {"arrivals": R(*EVENTS), "path": {"w": {"stay": stay}},
                 "readmission": {"probability": p, "time": "400 d", "to": "w"}}
        r = sim({"w": {**ward(100), **more}, "v": ward(9)}, {"g": group, **idle("v")}, {"duration": "500 d"},
                effects=effects)
        return {i for i, _ in r.lives("readmission")}
    for of in ("effect", "ward"):
        eq(back(1, early, of), back(1, None, of))   # all are followed up: nobody more
        for coverage in (0.75, 0):
            plain, more = back(coverage, None, of), back(coverage, early, of)
            assert plain < more
            for got, odds in ((plain, w), (more, w * early)):
                binomial(len(got), N, coverage * low + (1 - coverage) * with_odds(low, odds), (of, coverage, odds))
        # of those whom the effect does not concern it multiplies the odds of all
        elsewhere = back(1, early, of, where={"group": "idle_v"})
        binomial(len(elsewhere), N, with_odds(p, early), of)


@case("effects.outlier_stay", "effect_outlier_stay.factor", "effect_outlier_stay.on")
def outliers_stay_longer():
    def left(**effects):
        units = {"a": ward(1, outliers={"to": ["b"], "reserve": 0}, on_free=["queue"]),
                 "b": ward(2, outliers={"to": [], "reserve": 0}, outlier_factor=1.5)}
        return max(times(sim(units, {"g": one("a", "10 h", hours=(0, 0.5))}, **effects).lives("exit")))
    twice = {"factor": 2}
    eq([left(), left(effects={"outlier_stay": twice}), left(effects={"outlier_stay": {**twice, "on": False}})],
       [15.5, 30.5, 15.5])


@case("effects.diversion", "effect_diversion.reference", "effect_diversion.per_day", "effect_diversion.max",
      "effect_diversion.on")
def a_long_wait_sends_patients_to_the_ed():
    def went(n=400, **effect):
        # one clinician is taken for good, the first in the queue has waited since hour 1
        units = {"vc": clinic(1), "akut": akut(999)}
        path = {"vc": {"stay": "999 d", "patience": {"time": "999 d", "to": "akut"}}, "akut": {"stay": 0}}
        group = {"arrivals": R(0, 1, *[1 + 24 * 10 + k / 1000 for k in range(n)]), "start": "vc", "path": path}
        r = sim(units, {"g": group}, **({"effects": {"diversion": effect}} if effect else {}))
        return r
    def ed(**effect):
        return {p for p, _ in went(**effect).starts("akut")}
    eq(ed(), set())
    some = ed(reference="4 d", per_day=0.05)
    binomial(len(some), 400, 6 * 0.05)  # ten days waited, four of them free
    assert some < ed(reference="2 d", per_day=0.05)
    eq(ed(reference="20 d", per_day=0.05), set())
    eq(len(ed(reference="0 d", per_day=1)), 400)
    binomial(len(ed(reference="0 d", per_day=1, max=0.25)), 400, 0.25)
    eq(ed(reference="0 d", per_day=1, on=False), set())
    eq(went(reference="0 d", per_day=1).ind("effect_diversion"), 400.0)
    refused(build(*_tiny(), effects={"diversion": {"reference": "1 d", "per_day": 1}}), "patience")


@case("effects.continuity", "effect_continuity.share", "effect_continuity.reference", "effect_continuity.admissions",
      "effect_continuity.visits", "effect_continuity.on", "effect_continuity.where")
def continuity_lowers_arrivals():
    def arrivals(**effect):
        rate = {"poisson": {"rate": "200 /d"}}
        groups = {"paverkbar": {"arrivals": rate, "path": {"w": {"stay": 0}}, "paverkbar": True},
                  "akut": {"arrivals": rate, "path": {"akut": {"stay": 0}}},
                  "other": {"arrivals": rate, "path": {"w": {"stay": 0}}}}
        scenario = {"s": {"patch": {"effects": {"continuity": effect}}}} if effect else {"s": {"patch": {}}}
        r = sim({"w": ward(999), "akut": akut(999)}, groups, {"duration": "30 d"}, log=False, scenarios=scenario)
        return [r.g(g, "arrivals", "s") for g in groups]
    base = arrivals()
    fewer = arrivals(share=0.81, reference=0.61)
    eq(fewer[1:], base[1:])
    binomial(fewer[0], base[0], 1 - 0.0622)
    fewer = arrivals(share=0.81, reference=0.41, admissions=0.1, visits=0.2)
    eq(fewer[2:], base[2:])
    binomial(fewer[0], base[0], 0.81)
    binomial(fewer[1], base[1], 0.64)
    more = arrivals(share=0.41, reference=0.61, admissions=0.5)
    near(more[0] - base[0], base[0], 4 * (2 * base[0]) ** 0.5)
    eq(arrivals(share=0.61, reference=0.61), base)
    eq(arrivals(share=0.81, reference=0.61, on=False), base)
    eq(arrivals(share=0.81, reference=0.61, where={"group": "paverkbar"})[1:], base[1:])
    for tree in ({"where": {"group": "other"}}, {"where": {"group": "akut"}},
                 {"where": {"group": "other"}, "visits": 0.1}):
        rate, tree = {"poisson": {"rate": "1 /d"}}, {"share": 0.81, "reference": 0.61, **tree}
        groups = {"akut": {"arrivals": rate, "path": {"akut": {"stay": 0}}},
                  "other": {"arrivals": rate, "path": {"w": {"stay": 0}}}}
        refused(build({"w": ward(9), "akut": akut(9)}, groups, effects={"continuity": tree}), "nothing to change")


@case("effects.overload", "effect_overload.reference", "effect_overload.loss", "effect_overload.over",
      "effect_overload.delay", "effect_overload.max", "effect_overload.on")
def overload_takes_beds_later():
    def beds(day, n=110, later=0, **effect):
        effect = {"reference": 1, "loss": 0.1, "over": "1 d", "delay": "5 d", **effect}
        r = sim({"w": {**ward(100), "max_extra": 99}}, {"b": {"arrivals": R(*[0] * n, *[60] * later),
                                                              "path": {"w": {"stay": "999 d"}}}},
                {"warmup": "%d d" % day, "duration": "1 d"}, log=False, effects={"overload": effect})
        return r.u("w", "capacity_mean")
    eq([beds(d) for d in (4, 5, 7)], [100.0, 100.0, 90.0])  # 10 % over, of which the first midnight knows, five days on
    eq([beds(7, loss=0.2), beds(7, max=0.05), beds(7, reference=1.05), beds(7, delay="7 d"), beds(7, on=False),
        beds(7, n=100)], [80.0, 95.0, 95.0, 100.0, 100.0, 100.0])
    eq([beds(8, n=100, later=10), beds(8, n=100, later=10, over="4 d")], [90.0, 98.0])
    # fewer beds are more overload: it goes on to the highest loss
    eq(beds(60, delay="1 d", max=0.3), 70.0)


@case("effects.backfill", "effect_backfill.rate", "effect_backfill.size", "effect_backfill.below",
      "effect_backfill.width", "effect_backfill.of", "effect_backfill.on", "effect_backfill.where")
def freed_beds_fill_again():
    def extra(share, days=40, **effect):
        units = {"w": {**ward(100), "max_extra": 99}, "v": ward(100), "c": clinic(99)}
        groups = {**idle("v"), "b": {"arrivals": R(*[0] * round(100 * share)), "path": {"w": {"stay": "999 d"}}},
                  "g": {"arrivals": {"poisson": {"rate": "50 /d"}}, "path": {"w": {"stay": 0}}},
                  "h": {"arrivals": {"scheduled": {"per_day": {"base": 50, "weekdays": [1, 1, 1, 1, 1, 0, 0]},
                                                   "at": "08:00"}}, "path": {"c": {"stay": 0}}}}
        effect = {"where": {"group": "g"}, "rate": 0.5, "below": 0.9, "width": 0.1, "of": "ward", **effect}
        r = sim(units, groups, {"duration": "%d d" % days}, log=False, effects={"backfill": effect})
        return r.ind("effect_backfill") if effect.get("on", True) else 0.0
    def poisson(got, mean):
        near(got, mean, 4 * mean ** 0.5)
    poisson(extra(0.5), 1000)       # all that may come
    poisson(extra(0.85), 500)       # half of the way down
    eq([extra(0.9), extra(0.5, on=False), extra(0.5, size=7), extra(0.5, rate=0)], [0.0, 0.0, 7.0, 0.0])
    poisson(extra(0.85, width=0.05), 1000)
    poisson(extra(0.85, below=1.0), 1000)
    poisson(extra(1.5, of="region"), 1000)  # the other ward is empty
    poisson(extra(0.5, rate=0.2), 400)
    poisson(extra(0.9, where={"group": "h"}), 700)  # 28 working days of 25
    poisson(extra(0.5, where={"kind": ["ward", "clinic"]}), 1700)
    refused(build(*_tiny(), effects={"backfill": {"rate": 1, "below": 1}}), "no group with arrivals")


EFFECTS = {"admission": {"share": 0.3}, "readmission": {"odds": {"1 %": 3}},
           "ed_stay": {"reference": 0.1, "admission_points": 0},
           "early_discharge": {"threshold": 0, "stay_factor": 0.5, "readmission_odds": 2},
           "follow_up": {"coverage": 0.9, "odds": 2}, "outlier_stay": {"factor": 2},
           "diversion": {"reference": 0, "per_day": 1}, "continuity": {"share": 1, "reference": 0},
           "overload": {"reference": 0, "loss": 0.1, "delay": 0}, "backfill": {"rate": 1, "below": 1},
           "deterioration": {"hazard": "1 /d", "reference": 0},
           "digital": {"share": 0.5, "substitution": 0.3, "induction": 0.3, "time_factor": 0.5}}


@case("document.effects")
def an_effect_that_is_off_changes_no_byte():
    units = {"akut": akut(5, servers={"s": {"capacity": 2}}), "vc": clinic(1), "k": kommunal(3),
             "w": ward(4, max_extra=2, outliers={"to": ["v"], "reserve": 0}), "v": ward(3)}
    path = {"vc": {"stay": "4 h", "patience": {"time": "2 d", "to": "akut"}, "next": {"akut": 0.5, "exit": 0.5}},
            "akut": {"steps": {"a": {"server": "s", "time": "1 h"}, "b": {"time": "1 h"}},
                     "next": {"w": 0.6, "v": 0.2, "exit": 0.2}},
            "w": {"stay": {"exponential": {"mean": "2 d"}}, "next": {"k": 0.5, "exit": 0.5}},
            "v": {"stay": {"exponential": {"mean": "2 d"}}, "next": {"k": 0.5, "exit": 0.5}},
            "k": {"stay": {"exponential": {"mean": "2 d"}}, "next": {"akut": 0.3, "exit": 0.7}}}
    group = {"arrivals": {"poisson": {"rate": "4 /d"}}, "path": path, "start": "vc", "paverkbar": True,
             "readmission": {"probability": 0.3, "time": "3 d", "to": "akut"}}
    config = build(units, {"g": group}, {"duration": "60 d"})
    plain = run_config(config)
    eq(plain.code, 0, plain.err)
    off = run_config({**config, "effects": {k: {**v, "on": False} for k, v in EFFECTS.items()}})
    eq(off.code, 0, off.err)
    eq(off.log, plain.log)
    eq(off.results(), plain.results())
    for name, effect in EFFECTS.items():
        on = run_config({**config, "effects": {name: effect}})
        eq(on.code, 0, (name, on.err))
        assert on.log != plain.log, name
    on = run_config({**config, "effects": EFFECTS})  # all at once: the books still balance
    eq(on.code, 0, on.err)
