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
    config = build({"u": clinic(cost={"paid_by": {"region": 0.5}})}, {"g": one()})
    refused(config, "paid_by", "sum")
    refused(build({"u": {"kind": "delay", "cost": {"per_place_day": 5}}}, {"g": one()}), "per_place_day")
