# SPDX-License-Identifier: GPL-3.0-or-later
"""What the keys of money, causes, people and kommuner do."""
from vfkeys import R, akut, build, case, clinic, eq, kommunal, near, one, refused, sim, times, ward


@case("unit.form")
def bed_days_of_waiting_are_told_by_form():
    def waits(**form):
        later = kommunal({"base": 0, "dated": {"2024-01-20": 1}}, **form)
        path = {"a": {"stay": "24 h", "next": {"kom": 1}}, "kom": {"stay": "1 h"}}
        r = sim({"a": ward(1), "kom": later}, {"g": {"arrivals": R(0), "start": "a", "path": path}})
        return {k: v["first"] for k, v in r.scenario()["bed_days_by_cause"].items() if v["first"]}
    eq(waits(), {"needed": 1.0, "wait_kommun": 4.0})
    eq(waits(form="annan"), {"needed": 1.0, "wait_kommun": 4.0})
    for form in ("korttids", "sabo", "hemsjukvard", "hemtjanst"):
        eq(waits(form=form), {"needed": 1.0, "wait_" + form: 4.0})


@case("unit.cost", "cost.per_day", "cost.per_visit", "cost.per_place_day", "cost.paid_by")
def care_costs_money_and_somebody_pays():
    def r(cost, **unit):
        return sim({"u": clinic(3, **unit, **({"cost": cost} if cost else {})), "v": clinic()},
                   {"g": one(hours=(0, 0, 24), stay="12 h"), "h": one("v")}, {"duration": "2 d"})
    assert "kostnad" not in r(None).scenario()["indicators"]
    eq(r({"per_day": 100}).ind("kostnad"), 150.0)      # three halves of a day
    eq(r({"per_visit": 10}).ind("kostnad"), 30.0)
    eq(r({"per_place_day": 1}).ind("kostnad"), 6.0)    # 3 places for 2 days
    whole = r({"per_day": 100, "per_visit": 10, "per_place_day": 1})
    eq((whole.ind("kostnad"), whole.u("u", "kostnad_enhet"), whole.g("g", "kostnad_grupp"),
        whole.g("h", "kostnad_grupp"), whole.ind("kostnad_niva_primarvard"), whole.ind("kostnad_niva_kommun")),
       (186.0, 186.0, 180.0, 0.0, 186.0, 0.0))
    def payers(**more):
        x = r({"per_visit": 10, **more.pop("cost", {})}, **more)
        return tuple(x.ind("kostnad_" + o) for o in ("region", "kommun", "extern"))
    eq(payers(), (30.0, 0.0, 0.0))
    eq(payers(owner="kommun"), (0.0, 30.0, 0.0))
    eq(payers(cost={"paid_by": {"region": 0.5, "kommun": 0.3, "extern": 0.2}}), (15.0, 9.0, 6.0))
    # by kommun: what it pays of its own units
    units = {k: kommunal(9, organisation=o, cost={"per_visit": 10, "paid_by": {"kommun": 0.9, "region": 0.1}})
             for k, o in (("a", "storstad"), ("b", "storstad"), ("c", "landet"), ("d", "region"))}
    kommuner = sim(units, {k: one(k) for k in units}, organisation={
        "region": {"type": "region"}, "storstad": {"type": "kommun"}, "landet": {"type": "kommun"}}).scenario()["kommuner"]
    eq({k: v["kostnad_i_kommunen"]["mean"] for k, v in kommuner.items()}, {"storstad": 18.0, "landet": 9.0})
    config = build({"u": clinic(cost={"paid_by": {"region": 0.5}})}, {"g": one()})
    refused(config, "paid_by", "sum")
    refused(build({"u": {"kind": "delay", "cost": {"per_place_day": 5}}}, {"g": one()}), "per_place_day")


def _cohort(size, home, path=None, start=None, **more):
    keep = {k: more.pop(k) for k in ("rate_factor", "limit", "become") if k in more}
    become = {"become": keep.pop("become")} if "become" in keep else {}
    return {"arrivals": {"cohort": {"size": size, "home": home, **more}, **keep},
            "path": path or {"u": {"stay": "1 h"}}, **({"start": start} if start else {}), **become}


@case("arrivals.cohort", "cohort.size", "cohort.home")
def members_come_back_after_their_time_at_home():
    r = sim({"u": clinic(9)}, {"g": _cohort(2, "9 h")})
    for p in (0, 1):   # a residual time at home, then 1 h of care and 9 h at home, again and again
        mine = [h for q, h in r.starts("u") if q == p]
        assert 0 <= mine[0] <= 9 and len(mine) in (47, 48)
        eq([round(b - a, 6) for a, b in zip(mine, mine[1:])], [10.0] * (len(mine) - 1))
    eq((r.g("g", "levande"), r.ind("individer")), (2.0, 2.0))
    eq(sim({"u": clinic(9)}, {"g": _cohort(5, "9 h")}).ind("individer"), 5.0)
    # more members: the first ones are the same
    both = [sim({"u": clinic(9)}, {"g": _cohort(n, {"exponential": {"mean": "9 h"}})}) for n in (3, 4)]
    assert set(times(both[0].starts("u"))) < set(times(both[1].starts("u")))
    # a factor on the hazard, not on the care
    fast = sim({"u": clinic(9)}, {"g": _cohort(1, "9 h", rate_factor=9)})
    eq(round(times(fast.starts("u"))[2] - times(fast.starts("u"))[1], 6), 2.0)
    refused(build({"u": clinic(9)}, {"g": _cohort(1, "9 h", limit=3)}), "limit")
    # no draw is made twice, however often the member comes
    often = sim({"u": clinic(9)}, {"g": _cohort(1, {"exponential": {"mean": "1 h"}},
                                                {"u": {"stay": {"exponential": {"mean": "1 h"}}}})}, {"duration": "60 d"})
    lengths = [round(b - a, 9) for a, b in zip(times(often.starts("u")), times(often.ends("u")))]
    assert len(lengths) > 400 and len(set(lengths)) == len(lengths)
    # whoever finds no place goes home too
    lost = sim({"u": clinic(1, queue={"external_cap": 0})}, {"g": _cohort(3, "1 h")})
    eq(lost.g("g", "levande"), 3.0)
    assert lost.u("u", "lost_fraction") > 0


@case("cohort.profile", "lever.rate", "shock.arrivals")
def members_come_at_the_pace_of_the_time():
    """9 h at home and 1 h of care; at three times the pace 3 h, and 6 + 1 h where the pace changes after 6 of the 9 h."""
    def visits(times_of=1, hours=None, **top):
        group = _cohort(1, "9 h", **({"profile": hours} if hours else {}))
        return times(sim({"u": clinic(9)}, {"g": group}, {"duration": "20 d"}, **top).starts("u"))
    plain = visits()
    dated = {"from": "2024-01-20"}   # at hour 120
    last = max(h for h in plain if h < 120)
    left = 9 - (120 - last - 1)      # of the time at home when the pace changes
    assert 0 < left < 9
    expected = [h for h in plain if h < 120] + [120 + left / 3 + 4 * k for k in range(200)]
    for faster in ({"hours": {"base": 1, "dated": {"2024-01-20": 3}}}, {"levers": {"l": {"rate": 3, **dated}}},
                   {"levers": {"l": {"where": {"group": "g"}, "rate": 3, **dated}}},
                   {"shocks": {"s": {**dated, "to": "2024-12-31", "arrivals": {"all": 3}}}},
                   {"shocks": {"s": {**dated, "to": "2024-12-31", "arrivals": {"clinic": 3}}}}):
        got = visits(**faster)
        eq([round(h, 5) for h in got], [round(h, 5) for h in expected[:len(got)]], faster)
        eq(len(got) > len(plain) * 1.5, True)
    # over all of the run it is the lever without dates, and nobody comes while the pace is 0
    eq(visits(levers={"l": {"rate": 3, "from": "2024-01-15"}}), visits(levers={"l": {"rate": 3}}))
    nobody = visits(shocks={"s": {**dated, "to": "2024-01-21", "arrivals": {"g": 0}}})
    eq([round(h, 5) for h in nobody], [round(h + (48 if h > 120 else 0), 5) for h in plain][:len(nobody)])
    # whose lives end at home end as before, whatever the pace
    def dead(**more):
        return times(sim({"u": clinic(9)}, {"g": _cohort(50, "900 d", mortality="0.1 /d", replace=False, **more)})
                     .lives("death"))
    eq(dead(profile={"base": 1, "dated": {"2024-01-20": 1.0}}), dead())
    refused(build({"u": clinic()}, {"g": one("u")}, shocks={"s": {**dated, "to": "2024-02-01", "arrivals": {"all": 2}}}),
            "\"all\" stands for", "from a file have no rate")


@case("cohort.frailty_cv")
def some_come_more_often_than_others():
    def visits(**cv):
        r = sim({"u": clinic(200)}, {"g": _cohort(100, {"exponential": {"mean": "24 h"}}, **cv)})
        count = {}
        for p, _ in r.starts("u"):
            count[p] = count.get(p, 0) + 1
        n = [count.get(p, 0) for p in range(100)]
        mean = sum(n) / 100
        return mean, sum((x - mean) ** 2 for x in n) / 99
    mean, variance = visits()
    assert variance < 2 * mean
    mean, variance = visits(frailty_cv=1)
    assert variance > 5 * mean


@case("cohort.mortality", "cohort.replace")
def members_die_at_home():
    def r(**more):
        return sim({"u": clinic(200)}, {"g": _cohort(100, "3 h", **more)})
    eq((r().g("g", "levande"), r().g("g", "doda_hemma")), (100.0, 0.0))
    dying = r(mortality="0.1 /d", replace=False)
    dead = dying.g("g", "doda_hemma")
    assert 60 < dead < 95 and dying.g("g", "levande") < 70
    eq(len(dying.lives("death")), int(dead))
    replaced = r(mortality="0.1 /d")
    assert replaced.g("g", "doda_hemma") > 110
    eq(replaced.g("g", "levande"), 100.0)
    assert replaced.ind("individer") > 180


@case("group.become", "become.group", "become.node")
def a_patient_may_become_one_of_another_group():
    def r(**become):
        one_day = {"arrivals": R(0, 1), "start": "u", "become": {"kronisk": {"group": "h", **become}},
                   "path": {"u": {"stay": "1 h", "next": {"kronisk": 1}}}}
        return sim({"u": clinic(9), "v": clinic(9)},
                   {"g": one_day, "h": _cohort(0, "9 h", {"v": {"stay": "2 h"}})}, {"duration": "24 h"})
    home = r()   # home first, then every 11 hours
    eq(home.starts("v"), [(0, 10.0), (1, 11.0), (0, 21.0), (1, 22.0)])
    eq((home.g("h", "tillkomna"), home.ind("individer"), home.ind("andel_en_niva")), (2.0, 2.0, 1.0))
    eq(r(node="v").starts("v"), [(0, 1.0), (1, 2.0), (0, 12.0), (1, 13.0), (0, 23.0)])
    def config(**change):
        g = {**one(), "become": {"x": {"group": "h"}}}
        g["path"]["u"]["next"] = {"x": 1}
        return build({"u": clinic()}, {"g": {**g, **change}, "h": one()})
    refused(config(), "no cohort")
    refused(config(become={"x": {"group": "h", "node": "w"}}), "w")
    refused(config(become={"x": {"group": "g", "node": "u"}}), "not another group")
    circle = config(become={"x": {"group": "h", "node": "u"}})
    circle["groups"]["h"]["become"] = {"y": {"group": "g", "node": "u"}}
    refused(circle, "again")
    circle["groups"]["h"]["become"] = {"u": {"group": "g", "node": "u"}}
    refused(circle, "name of a node")


@case("group.become", "group.patient_type")
def a_life_goes_from_one_type_to_the_next():
    """Healthy with one visit, then chronically ill, then frail: one history, with what each type of patient meets."""
    units = {"vc": clinic(9), "mott": clinic(9, level="specialistvard"), "med": ward(9), "kom": kommunal(9)}
    frail = {"vc": {"stay": "1 h", "next": {"med": 1}}, "med": {"stay": "10 h", "next": {"kom": 1}}, "kom": {"stay": "5 h"}}
    groups = {"frisk": {"patient_type": 1, "arrivals": R(0), "become": {"sjuk": {"group": "kronisk"}},
                        "path": {"vc": {"stay": "1 h", "next": {"sjuk": 1}}}},
              "kronisk": {"patient_type": 3, **_cohort(0, "9 h", {"mott": {"stay": "1 h", "next": {"skor": 1}}},
                                                       become={"skor": {"group": "skor"}})},
              "skor": {"patient_type": 4, **_cohort(0, "72 h", frail, "vc")}}
    r = sim(units, groups, {"duration": "250 h"})
    eq([r.starts(u) for u in ("vc", "mott", "med", "kom")],
       [[(0, 0.0), (0, 83.0), (0, 171.0)], [(0, 10.0)], [(0, 84.0), (0, 172.0)], [(0, 94.0), (0, 182.0)]])
    eq((r.g("kronisk", "tillkomna"), r.g("skor", "tillkomna")), (1.0, 1.0))
    eq([r.ind(k) for k in ("individer", "besok_per_person", "vardperioder_per_person", "andel_fyra_nivaer")],
       [1.0, 8.0, 2.0, 1.0])
    eq(r.ind("kontinuitet"), 1 / 3)   # of three later visits to a clinic the last was where the one before was
    near(r.g("kronisk", "levande"), 10 / 250, 1e-12)
    near(r.g("skor", "levande"), 239 / 250, 1e-12)


@case("run.individuals")
def individuals_are_told_apart_when_asked_for():
    units = {"u": clinic(9, cost={"per_visit": 10}), "a": ward(9, cost={"per_day": 100})}
    groups = {"g": {"arrivals": {"poisson": {"rate": "1 /h"}}, "start": "u",
                    "path": {"u": {"stay": {"exponential": {"mean": "1 h"}}, "next": {"exit": 0.8, "a": 0.2}},
                             "a": {"stay": {"exponential": {"mean": "24 h"}}}},
                    "readmission": {"probability": 0.5, "time": "30 h", "to": "u"}}}
    assert "individer" not in sim(units, groups).scenario()["indicators"]
    r = sim(units, groups, {"individuals": True})
    # by hand from the log: days on the ward and visits of each individual, to the end of the run
    since, bed, visits, at = {}, {}, {}, {}
    for e in r.log:
        if e["life"] == "start":
            since[e["p"]] = (e["unit"], e["h"])
            visits[e["p"]] = visits.get(e["p"], 0) + (e["unit"] == "u")
            at.setdefault(e["p"], set()).add(e["unit"])
        elif e["life"] == "complete":
            unit, h = since.pop(e["p"])
            if unit == "a":
                bed[e["p"]] = bed.get(e["p"], 0) + e["h"] - h
    for p, (unit, h) in since.items():
        if unit == "a":
            bed[p] = bed.get(p, 0) + 480 - h
    people = sorted(at)
    def top(values, share):
        values, k = sorted(values, reverse=True), share * len(values)
        return (sum(values[:int(k)]) + (k - int(k)) * values[int(k)]) / sum(values)
    days = [bed.get(p, 0) for p in people]
    cost = [bed.get(p, 0) / 24 * 100 + 10 * visits.get(p, 0) for p in people]
    eq(r.ind("individer"), float(len(people)))
    for share, name in ((0.01, "1"), (0.1, "10")):
        near(r.ind("koncentration_varddygn_" + name), top(days, share), 1e-9)
        near(r.ind("koncentration_kostnad_" + name), top(cost, share), 1e-9)
    near(r.ind("andel_en_niva"), sum(len(at[p]) == 1 for p in people) / len(people), 1e-12)
    near(r.ind("andel_tva_nivaer"), sum(len(at[p]) == 2 for p in people) / len(people), 1e-12)
    near(sum(cost), r.ind("kostnad"), 1e-6)
    eq((r.ind("andel_tre_nivaer"), r.ind("kontinuitet")), (0.0, 1.0))
    # the run itself is the same, and so it is the general way and not the short one
    eq(sim(units, groups).starts("u"), r.starts("u"))


def _discharge(lead=None, start=None, kom=None, group=None, hours=(0,), **top):
    path = {"a": {"stay": "10 h", "next": {"kom": 1}, **({"lead": {"kom": lead}} if lead else {})},
            "kom": {"stay": "1 h"}}
    return sim({"a": ward(9999), "kom": kommunal(9999, **(kom or {}))},
               {"g": {"arrivals": R(*hours), "start": "a", "path": path, **(group or {})}},
               {"start": start} if start else None, **top)


@case("unit.assessment")
def planning_may_go_on_around_the_clock():
    friday = "2024-01-19"
    eq(_discharge("36 h", start=friday).starts("kom"), [(0, 4 * 24 + 10.0)])   # two working days: Tuesday
    eq(_discharge("36 h", start=friday, kom={"assessment": "workdays"}).starts("kom"), [(0, 4 * 24 + 10.0)])
    eq(_discharge("36 h", start=friday, kom={"assessment": "around_the_clock"}).starts("kom"), [(0, 46.0)])
    eq(_discharge("8 h", kom={"assessment": "around_the_clock"}).starts("kom"), [(0, 18.0)])
    eq(_discharge("8 h").starts("kom"), [(0, 10.0)])   # rounds to no working day


@case("document.planning", "group.planning", "planning.parties", "planning.lead_time")
def planning_takes_longer_with_more_parties():
    def leads(plan, **more):
        r = _discharge("1 d", hours=[0] * 400, planning=plan, **more)
        return sorted(h for _, h in r.starts("kom")), r
    both = {"parties": {"2": 0.7, "3": 0.3}, "lead_time": {"2": "1 d", "3": "4 d"}}
    got, r = leads(both)
    eq(set(got), {34.0, 106.0})
    share = got.count(106.0) / 400
    near(share, 0.3, 0.08)
    near(r.ind("parter_medel"), 2 + share, 1e-12)
    eq((r.ind("ledtid_parter_2"), r.ind("ledtid_parter_3"), r.ind("ledtid_parter_1")), (1.0, 4.0, None))
    near(r.ind("utskrivningsklara_ledtid"), 1 + 3 * share, 1e-9)
    # no law for that number: the receiver's or the edge's own
    eq(set(leads({"parties": {"2": 0.5, "3": 0.5}, "lead_time": {"3": "4 d"}})[0]), {34.0, 106.0})
    # a group's own planning goes before that of all
    eq(set(leads(both, group={"planning": {"parties": {"1": 1}, "lead_time": {"1": "2 d"}}})[0]), {58.0})
    refused(build({"a": ward(1)}, {"g": one("a")}, planning={"parties": {"2": 0.5}}), "sum")
    refused(build({"a": ward(1)}, {"g": one("a")}, planning={"parties": {"2": 1}, "lead_time": {"3": "1 d"}}), "3")
    assert "parter_medel" not in _discharge("1 d").scenario()["indicators"]


@case("planning.sip", "sip.coverage", "sip.lead_factor")
def a_coordinated_plan_shortens_the_lead_time():
    def r(sip):
        plan = {"parties": {"3": 1}, "lead_time": {"3": "4 d"}, **({"sip": sip} if sip else {})}
        return _discharge(hours=[0] * 400, planning=plan)
    eq(r(None).ind("sip_andel"), 0.0)
    half = r({"coverage": 0.5, "lead_factor": 0.5})
    near(half.ind("sip_andel"), 0.5, 0.08)
    eq((half.ind("ledtid_med_sip"), half.ind("ledtid_utan_sip")), (2.0, 4.0))
    eq(r({"coverage": 1}).ind("ledtid_med_sip"), 4.0)
    # more plans: the same patients and some more have one
    def planned(coverage):
        return {p for p, h in r({"coverage": coverage, "lead_factor": 0.5}).starts("kom") if h == 58.0}
    assert planned(0.37) < planned(0.75)


@case("document.betalningsansvar", "betalningsansvar.rule", "betalningsansvar.price_per_day", "betalningsansvar.cutoff",
      "betalningsansvar.free_days", "betalningsansvar.free_days_psyk", "betalningsansvar.limit",
      "betalningsansvar.limit_psyk")
def the_kommun_pays_for_those_who_stay_on():
    def kr(somatic=True, stay="10 h", **rule):
        units = {"a": ward(9, somatic=somatic),
                 "kom": kommunal({"base": 0, "dated": {"2024-01-20": 9}}, organisation="storstad")}
        path = {"a": {"stay": stay, "next": {"kom": 1}}, "kom": {"stay": "1 h"}}
        r = sim(units, {"g": {"arrivals": R(0), "start": "a", "path": path}},
                organisation={"storstad": {"type": "kommun"}, "landet": {"type": "kommun"}},
                **({"betalningsansvar": {"price_per_day": 9300, **rule}} if rule is not None else {}))
        kommuner = r.scenario()["kommuner"]
        eq(kommuner["storstad"]["betalningsansvar"]["mean"], r.ind("betalningsansvar"))
        eq(kommuner["landet"]["betalningsansvar"]["mean"], 0.0)
        eq(r.ind("betalningsansvar_dagar") * rule.get("price_per_day", 9300), r.ind("betalningsansvar"))
        return r.ind("betalningsansvar")
    eq(kr(), 2 * 9300.0)                          # five days, three of them free
    eq(kr(price_per_day=100), 200.0)
    eq(kr(stay="14 h"), 9300.0)                   # the notice after noon counts as Tuesday's
    eq(kr(stay="14 h", cutoff="15:00"), 2 * 9300.0)
    eq(kr(free_days=0), 5 * 9300.0)
    eq((kr(free_days_psyk=0), kr(False, free_days_psyk=0)), (2 * 9300.0, 5 * 9300.0))
    eq(kr(False), 2 * 9300.0)
    eq((kr(rule="per_patient", limit=0), kr(rule="mean"), kr(rule="mean", limit=4.5)),
       (2 * 9300.0, 2 * 9300.0, 4650.0))
    eq((kr(rule="mean", limit_psyk=1), kr(False, rule="mean", limit_psyk=1)), (2 * 9300.0, 4 * 9300.0))
    assert "kommuner" not in _discharge().scenario()
