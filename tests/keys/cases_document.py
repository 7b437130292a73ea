# SPDX-License-Identifier: GPL-3.0-or-later
"""What the keys of the document, the organisation, the population, templates, families and scenarios do."""
from vfkeys import R, build, case, clinic, eq, kommunal, near, one, refused, run_config, sim, times, ward

PLAIN = ({"u": clinic()}, {"g": one(hours=(0, 1, 5))})


@case("document.$schema", "remarks.source", "remarks.assumed", "remarks.note", "remarks.description", "remarks.title",
      "text.sv", "text.en")
def remarks_change_no_result():
    plain = sim(*PLAIN).results()
    units, groups = {"u": clinic()}, {"g": one(hours=(0, 1, 5))}
    said = {"source": "s", "assumed": True, "note": "n", "description": "d", "title": {"sv": "Enhet", "en": "Unit"}}
    units["u"].update(said)
    groups["g"].update(said)
    groups["g"]["path"]["u"].update(said)
    groups["g"]["path"]["source"] = "of the path"
    r = sim(units, groups, **{"$schema": "x.json"}, **said,
            scenarios={"s": {"title": {"sv": "Nu", "en": "Now"}, "patch": {}}})
    eq(r.results(), plain)
    eq(r.scenario()["title"], {"sv": "Nu", "en": "Now"})
    eq(sim(*PLAIN, scenarios={"s": {"title": "Nu", "patch": {}}}).scenario()["title"], {"sv": "Nu", "en": "Nu"})


@case("document.extends")
def extends_is_merged_under():
    whole = build(*PLAIN)
    extra = {"units": {"u": {"capacity": 3}}}
    r = run_config({"extends": ["base.json", "more.json"], "units": {"u": {"capacity": 2}}},
                   files={"base.json": {**whole,
                                        "groups": {"g": {"arrivals": {"replay": {"file": "a.csv", "unit": "h"}},
                                                                  "path": {"u": {"stay": "2 h"}}}}},
                          "more.json": extra, "a.csv": "time\n0\n0\n0\n"})
    eq(r.code, 0, r.err)
    eq(times(r.starts("u")), [0.0, 0.0, 2.0])
    r = run_config({"extends": "more.json", **whole}, files={"more.json": {"units": {"u": {"capacity_factor": 2}}}})
    eq(r.code, 0, r.err)
    eq(times(r.starts("u")), [0.0, 1.0, 5.0])


@case("document.run", "document.groups")
def run_and_groups_are_needed():
    for key in ("run", "groups"):
        config = build(*PLAIN)
        del config[key]
        refused(config, key)


@case("document.units")
def units_are_where_patients_go():
    config = build(*PLAIN)
    config["units"] = {"other": clinic()}
    refused(config, "u")
    assert "u" in sim(*PLAIN).scenario()["units"]


@case("document.profiles")
def a_named_profile_is_its_value():
    eq(sim({"u": clinic("p")}, {"g": one()}, profiles={"p": 4}).u("u", "capacity_mean"), 4.0)


@case("document.distributions")
def a_named_distribution_is_its_law():
    r = sim({"u": clinic()}, {"g": one(stay="d")}, distributions={"d": "7 h"})
    eq(r.stays("u"), [7.0])


@case("document.organisation", "organisation.type", "organisation.parent", "unit.organisation")
def hospitals_are_sums_of_their_wards():
    organisation = {"h": {"type": "sjukhus"}, "k": {"type": "klinik", "parent": "h"}, "l": {"type": "klinik"}}
    units = {"a": ward(1, organisation="k"), "b": ward(1, organisation="h"), "c": ward(2, organisation="l")}
    groups = {"ga": one("a", "48 h"), "gb": one("b", "1 h"), "gc": one("c", "1 h")}
    r = sim(units, groups, {"duration": "2 d"}, organisation=organisation)
    eq(list(r.scenario()["hospitals"]), ["h"])
    # census at 06:00 on two days: a is full, b empty; c lies in no hospital
    eq(r.scenario()["hospitals"]["h"]["belaggningsgrad"]["mean"], 0.5)
    eq(r.ind("belaggningsgrad"), 0.25)
    organisation["k"]["parent"] = "h2"
    organisation["h2"] = {"type": "sjukhus"}
    r = sim(units, groups, {"duration": "2 d"}, organisation=organisation)
    eq(r.scenario()["hospitals"]["h2"]["belaggningsgrad"]["mean"], 1.0)
    eq(r.scenario()["hospitals"]["h"]["belaggningsgrad"]["mean"], 0.0)
    organisation["h2"]["type"] = "region"
    eq(list(sim(units, groups, {"duration": "2 d"}, organisation=organisation).scenario()["hospitals"]), ["h"])


@case("organisation.type")
def clinics_divide_vardtillfallen():
    def stays(same):
        organisation = {"k": {"type": "klinik"}, "l": {"type": "klinik"}}
        units = {"a": ward(1, organisation="k"), "b": ward(1, organisation="k" if same else "l")}
        group = {"arrivals": R(0), "start": "a",
                 "path": {"a": {"stay": "24 h", "next": {"b": 1}}, "b": {"stay": "48 h"}}}
        r = sim(units, {"g": group}, organisation=organisation)
        return r.ind("vardtillfallen"), r.ind("medelvardtid_tillfalle"), r.ind("medelvardtid_period")
    eq(stays(True), (1.0, 3.0, 3.0))
    eq(stays(False), (2.0, 1.5, 3.0))


def _counted(population):
    group = one("a", "10 h", hours=(0, 24), next={"kom": 1})
    group["start"] = "a"
    group["path"]["kom"] = {"stay": "100 d"}
    group["age_class"] = "80+"
    return sim({"a": ward(2), "kom": kommunal(1)}, {"g": group}, {"duration": "73 d"}, population=population)


@case("document.population", "population.total")
def the_total_divides_rates():
    # two vardtillfallen in a fifth of a year
    eq(_counted({"total": 1000}).ind("vardtillfallen_per_100k"), 1000.0)
    eq(_counted({"total": {"2023": 500, "2025": 1000}}).ind("vardtillfallen_per_100k"), 2000.0)
    eq(_counted({"65plus": 5}).ind("vardtillfallen_per_100k"), None)


@case("population.65plus")
def inhabitants_over_65_divide_ready_days():
    # the second patient waits from hour 34 (day 1) until the end: nobody has left; give the slot at day 100
    def ready(population):
        group = one("a", "10 h", hours=(0, 24), next={"kom": 1})
        group.update({"start": "a", "age_class": "80+"})
        group["path"]["kom"] = {"stay": "20 d"}
        r = sim({"a": ward(2), "kom": kommunal(1)}, {"g": group}, {"duration": "73 d"}, population=population)
        return r.ind("utskrivningsklara_dagar_65plus_per_1000")
    # ready on day 1 at 10, slot free on day 20 at 10: 19 days in a fifth of a year
    eq(ready({"65plus": 1000}), 95.0)
    eq(ready({"65plus": 2000}), 47.5)
    eq(ready({"age_classes": {"18-64": 7, "80+": 500, "65-79": 500}}), 95.0)


@case("population.age_classes", "group.age_class")
def arrivals_come_out_of_age_classes():
    def n(age, classes, per=365):
        group = {"age_class": age, "arrivals": {"population": {"per_1000_year": per}},
                 "path": {"u": {"stay": "1 h"}}}
        return sim({"u": clinic(99999)}, {"g": group}, {"duration": "365 d"}, log=False,
                   population={"age_classes": classes}).g("g", "arrivals")
    classes = {"18-64": 4000, "80+": 16000}
    near(n("18-64", classes), 1460, 160)
    near(n("80+", classes), 5840, 320)
    # by year: the number of the year of the run holds
    near(n("80+", {"80+": {"2023": 16000, "2024": 4000, "2030": 16000}}), 1460, 160)


@case("document.templates", "templates.units", "unit.template", "templates.groups", "group.template")
def templates_lie_under_their_users():
    templates = {"units": {"t": {"kind": "clinic", "capacity": 1}},
                 "groups": {"q": {"arrivals": R(0, 0), "path": {"u": {"stay": "3 h"}}}}}
    r = sim({"u": {"template": "t"}}, {"g": {"template": "q"}}, templates=templates)
    eq(times(r.starts("u")), [0.0, 3.0])
    r = sim({"u": {"template": "t", "capacity": 2}}, {"g": {"template": "q", "path": {"u": {"stay": "1 h"}}}},
            templates=templates)
    eq((times(r.starts("u")), r.stays("u")), ([0.0, 0.0], [1.0, 1.0]))
    refused(build({"u": {"template": "x"}}, {"g": {"template": "q"}}, templates=templates), "x")


def _family(weights, **more):
    members = {m: {"weight": w} for m, w in weights.items()}
    for m, keys in more.items():
        members[m].update(keys)
    return {"kom": {"units": {"plats": kommunal(1)}, "members": members}}


@case("document.families", "family.units", "family.members", "member.weight")
def patients_belong_to_members_by_weight():
    group = {"g": one("kom.plats", "1 h", hours=[k / 2 for k in range(400)])}
    r = sim({}, group, families=_family({"a": 3, "b": 1}))
    near(r.u("a.plats", "arrivals"), 300, 35)
    eq(r.u("a.plats", "arrivals") + r.u("b.plats", "arrivals"), 400.0)
    eq(sim({}, group, families=_family({"a": 0, "b": 1})).u("b.plats", "arrivals"), 400.0)
    # the same member on every visit
    path = {"n1": {"unit": "kom.plats", "stay": "1 h", "next": {"n2": 1}}, "n2": {"unit": "kom.plats", "stay": "2 h"}}
    r = sim({}, {"g": {"arrivals": R(*range(50)), "start": "n1", "path": path}},
            families=_family({"a": 1, "b": 1}, a={"units": {"plats": {"capacity": 99}}},
                             b={"units": {"plats": {"capacity": 99}}}))
    units = {}
    for e in r.log:
        if e["life"] == "start":
            units.setdefault(e["p"], set()).add(e["unit"])
    assert all(len(u) == 1 for u in units.values())


@case("member.units")
def members_have_overrides():
    group = {"g": one("kom.plats", "1 h")}
    families = _family({"a": 1, "b": 1}, b={"units": {"plats": {"capacity": 7}}})
    r = sim({}, group, families=families)
    eq((r.u("a.plats", "capacity_mean"), r.u("b.plats", "capacity_mean")), (1.0, 7.0))


@case("member.organisation")
def members_lie_in_an_organisation():
    def hospital(**more):
        families = {"f": {"units": {"w": ward(1)}, "members": {"a": {"weight": 1, **more}}}}
        organisation = {"a": {"type": "sjukhus"}, "h": {"type": "sjukhus"}}
        r = sim({}, {"g": one("f.w", "20 d")}, {"duration": "2 d"}, families=families, organisation=organisation)
        return {k: v["belaggningsgrad"]["mean"] for k, v in r.scenario()["hospitals"].items()}
    eq(hospital(), {"a": 1.0, "h": None})
    eq(hospital(organisation="h"), {"a": None, "h": 1.0})


@case("document.scenarios", "scenario.patch")
def scenarios_patch_the_document():
    scenarios = {"one": {"patch": {}}, "two": {"patch": {"units": {"u": {"capacity": 2}}}},
                 "fewer": {"patch": {"groups": {"h": None}}}}
    groups = {"g": one(hours=(0, 0)), "h": one(hours=(50,))}
    r = sim({"u": clinic()}, groups, scenarios=scenarios)
    eq([s["name"] for s in r.doc["scenarios"]], ["one", "two", "fewer"])
    eq([times(r.starts("u", s)) for s in ("one", "two", "fewer")], [[0.0, 2.0, 50.0], [0.0, 0.0, 50.0], [0.0, 2.0]])
    eq([s["name"] for s in sim({"u": clinic()}, groups, scenarios=scenarios, args=("--scenario",
                                                                                   "two")).doc["scenarios"]],
       ["two"])
