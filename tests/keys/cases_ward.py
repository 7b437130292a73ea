# SPDX-License-Identifier: GPL-3.0-or-later
"""What the keys of wards do: beds, placement, outliers, repatriation, nights and discharge."""
from vfkeys import R, akut, build, by_ed, case, clinic, eq, near, one, refused, run_config, sim, times, ward


def shares(r, unit="a"):
    """Shares of the need that were placed at home, on extra places, as outliers, and that waited."""
    return tuple(r.u(unit, m) for m in ("p_home", "p_extra", "p_outlier", "p_waited"))


@case("unit.beds", "beds.disponibla")
def disponibla_are_the_beds():
    def r(beds):
        return sim({"a": ward(beds)}, {"g": one("a", "48 h", hours=(0, 0, 0, 0))}, {"duration": "3 d"})
    eq(times(r(4).starts("a")), [0.0] * 4)
    eq(times(r(3).starts("a")), [0.0] * 3 + [48.0])
    # those in care stay when the beds fall, and are overbelaggningar: 2 of 2 at the second census
    falls = r({"base": 4, "dated": {"2024-01-16": 2}})
    eq((falls.u("a", "overbelaggningar_per_100"), falls.u("a", "p_over")), (200 / 8, 1 / 3))
    refused(build({"a": {"kind": "ward"}}, {"g": one("a")}), "beds")


@case("beds.fysiska")
def nobody_lies_beyond_the_physical_places():
    for beds, expected in (({"disponibla": 2, "fysiska": 3}, 1), ({"disponibla": 2, "fysiska": 2}, 0),
                           ({"disponibla": 2}, 3)):
        r = sim({"a": {"kind": "ward", "beds": beds, "max_extra": 5}}, {"g": one("a", hours=[0] * 5)})
        eq(r.u("a", "p_extra"), expected / 5)


@case("beds.faststallda")
def disponibla_are_at_most_faststallda():
    def config(**beds):
        return build({"a": {"kind": "ward", "beds": {"disponibla": 4, **beds}}}, {"g": one("a")})
    refused(config(faststallda=3), "faststallda")
    refused(config(faststallda=6, fysiska=5), "faststallda")
    refused(config(faststallda=4, disponibla={"base": 4, "months": [1, 2] + [1] * 10}), "faststallda")
    sim({"a": {"kind": "ward", "beds": {"disponibla": 4, "faststallda": 4, "fysiska": 5}}}, {"g": one("a")})
    # beds that a pool gives are at most the fastställda: another fault of the config makes none of them
    wrong = build({"a": {"kind": "ward", "beds": {"faststallda": 10, "staffed_by": {"pool": "s", "per_bed": 1}}},
                   "x": {"kind": "clinic", "capacity": 2}}, {"g": one("a")}, staff={"s": {"capacity": 40}})
    refused(wrong, "unit x has no use")
    assert "disponibla" not in run_config(wrong, log=False).err


@case("unit.max_extra")
def extra_places_have_a_bound():
    for given, extra in ((0, 0), (2, 2), ("25 %", 2), ("31 %", 2), ("32 %", 3), (9, 3), (None, 2)):
        unit = ward(8)
        del unit["max_extra"]
        if given is not None:
            unit["max_extra"] = given
        eq(shares(sim({"a": unit}, {"g": one("a", hours=[0] * 11)})), (8 / 11 + (3 - extra) / 11, extra / 11, 0.0,
                                                                       (3 - extra) / 11))


@case("unit.placement", "placement.steps")
def the_order_of_placement_is_data():
    def tried(steps=None, ed=True):
        units = {"akut": akut(), "a": ward(1, max_extra=1, outliers={"to": ["b"]}), "b": ward(1,
                                                                                              outliers={"reserve": 0}),
                 "c": clinic()}
        if steps:
            units["a"]["placement"] = {"steps": steps}
        group = by_ed("a", (0, 0), "5 h") if ed else one("a", "5 h", hours=(0, 0))
        r = sim(units, {"g": group, "gb": one("b", hours=(99,)), "gc": one("c"), **({} if ed else {"ge": one("akut")})})
        return [r.u("a", m) for m in ("p_home", "p_extra", "p_outlier", "p_boarded", "p_waited", "p_transferred",
                                      "p_refused")]
    eq(tried(), [0.5, 0.5, 0, 0, 0, 0, 0])
    eq(tried(["home", "extra", "outlier", "board"]), [0.5, 0.5, 0, 0, 0, 0, 0])
    eq(tried(["home", "outlier", "extra"]), [0.5, 0, 0.5, 0, 0, 0, 0])
    eq(tried(["home", "board"]), [1.0, 0, 0, 0.5, 0, 0, 0])
    eq(tried(["home", "wait"]), [1.0, 0, 0, 0, 0.5, 0, 0])
    eq(tried(["home", "transfer"]), [0.5, 0, 0, 0, 0, 0.5, 0])
    eq(tried(["home", "refuse"]), [0.5, 0, 0, 0, 0, 0, 0.5])
    eq(tried(["home", "board"], ed=False), [1.0, 0, 0, 0, 0.5, 0, 0])  # who holds no place cannot board


@case("placement.steps")
def boarders_keep_their_place_and_who_may_not_lie_elsewhere_does_not():
    def starts(steps):
        units = {"akut": akut(2), "a": ward(1, outliers={"to": ["b"]}, placement={"steps": steps}),
                 "b": ward(1, outliers={"reserve": 0})}
        r = sim(units, {"gb": one("b", "3 h"), "g": by_ed("a", (0, 0), "9 h", "1 h"), "late": one("akut", "1 h",
                                                                                                  hours=(2, 2))})
        return sorted(r.starts("a")), sorted(r.starts("b")), [h for p, h in sorted(r.starts("akut")) if p > 2]
    # with outlier among the steps the boarder is tested again when a bed on b frees
    eq(starts(["home", "outlier", "board"]), ([(1, 1.0)], [(0, 0.0), (2, 3.0)], [2.0, 3.0]))
    eq(starts(["home", "board"]), ([(1, 1.0), (2, 10.0)], [(0, 0.0)], [2.0, 3.0]))
    eq(starts(["home", "wait"]), ([(1, 1.0), (2, 10.0)], [(0, 0.0)], [2.0, 2.0]))


def _loaded(placement, n=3, hospital=False):
    units = {"a": ward(2, max_extra=9, placement=placement), "b": ward(8)}
    more = {}
    if hospital:
        for u in units.values():
            u["organisation"] = "h"
        more["organisation"] = {"h": {"type": "sjukhus"}}
    r = sim(units, {"g": one("a", "5 h", hours=[0] * n), "gb": one("b", hours=(9,))}, **more)
    return r.u("a", "p_extra"), r.u("a", "p_waited")


@case("placement.when", "placement_when.load_from", "placement_when.steps")
def other_steps_from_a_load_on():
    def when(load, steps=("home", "extra")):
        return {"steps": ["home", "wait"], "when": {"trangt": {"load_from": load, "steps": list(steps)}}}
    eq(_loaded({"steps": ["home", "wait"]}), (0.0, 1 / 3))
    eq(_loaded(when(1.0)), (1 / 3, 0.0))
    eq(_loaded(when(1.01)), (0.0, 1 / 3))
    eq(_loaded(when(1.0, ["home", "wait"])), (0.0, 1 / 3))
    eq(_loaded(when(1.0), hospital=True), (0.0, 1 / 3))  # two of ten beds of the hospital
    eq(_loaded(when(0.2), hospital=True), (1 / 3, 0.0))
    # the highest load reached counts, in whatever order they stand
    two = when(1.0)
    two["when"] = {"mer": {"load_from": 1.5, "steps": ["home", "refuse"]}, **two["when"]}
    eq(_loaded(two, 4), (0.25, 0.0))


@case("placement.groups", "placement_group.steps", "placement_group.when")
def groups_have_exceptions():
    def outcome(own):
        placement = {"steps": ["home", "wait"], "groups": {"h": own}}
        r = sim({"a": ward(1, max_extra=9, placement=placement)}, {"g": one("a", hours=(0, 0)), "h": one("a",
                                                                                                         hours=(1,))})
        return [r.u("a", "p_extra", group=g) for g in ("g", "h")]
    eq(outcome({"steps": ["home", "extra"]}), [0.0, 1.0])
    eq(outcome({"steps": ["home", "wait"]}), [0.0, 0.0])
    eq(outcome({"when": {"x": {"load_from": 1, "steps": ["extra"]}}}), [0.0, 1.0])
    eq(outcome({"when": {"x": {"load_from": 2, "steps": ["extra"]}}}), [0.0, 0.0])


@case("placement.transfer_to")
def transfers_lead_somewhere():
    def outcome(**to):
        path = {"a": {"stay": "5 h"}, "b": {"stay": "2 h"}}
        units = {"a": ward(1, placement={"steps": ["home", "transfer"], **to}), "b": {"kind": "external"}}
        r = sim(units, {"g": {"arrivals": R(0, 1), "start": {"a": 1, "b": 0}, "path": path}})
        return r.starts("b"), times(r.lives("exit"))
    eq(outcome(), ([], [1.0, 5.0]))
    eq(outcome(transfer_to="b"), ([(1, 1.0)], [3.0, 5.0]))


def _outliers(n=2, a=None, b=None, c=None):
    units = {"a": ward(1, placement={"steps": ["home", "outlier"]}, outliers=a or {"to": ["b", "c"]}),
             "b": ward(2, outliers=b or {"reserve": 0}), "c": ward(2, outliers=c or {"reserve": 0})}
    r = sim(units, {"g": one("a", "5 h", hours=[0] * n), "gb": one("b", "1 h", hours=(50,)), "gc": one("c", "1 h",
                                                                                                       hours=(50,))})
    return [len([1 for _, h in r.starts(u) if h == 0]) for u in "abc"], r.u("a", "p_outlier")


@case("unit.outliers", "outliers.to")
def outliers_go_down_the_list():
    eq(_outliers(2), ([1, 1, 0], 0.5))
    eq(_outliers(2, {"to": ["c", "b"]}), ([1, 0, 1], 0.5))
    eq(_outliers(4), ([1, 2, 1], 0.75))
    eq(_outliers(4, {"to": ["b"]}), ([1, 2, 0], 0.5))
    eq(_outliers(2, {"to": []}), ([1, 0, 0], 0.0))


@case("outliers.accepts")
def hosts_choose_whom_they_take():
    for accepts, b in (("all", 1), ("none", 0), (["g"], 1), (["a"], 1), (["gb"], 0), (["c"], 0), ([], 0)):
        eq(_outliers(2, b={"reserve": 0, "accepts": accepts}), ([1, b, 1 - b], 0.5))


@case("outliers.reserve")
def hosts_keep_beds_free():
    for reserve, b in ((0, 2), (1, 1), (2, 0)):
        eq(_outliers(3, b={"reserve": reserve})[0], [1, b, 2 - b])
    eq(_outliers(3, b={"to": []})[0], [1, 1, 1])  # one is kept unless it says otherwise
    # those who wait get a bed there only when more than the reserve are free
    units = {"a": ward(1, placement={"steps": ["home", "outlier"]}, outliers={"to": ["b"]}), "b": ward(2)}
    r = sim(units, {"gb": {**one("b", "1 h", hours=(0,)), }, "gc": one("b", "3 h"), "g": one("a", "9 h", hours=(0, 0))})
    eq(sorted(r.starts("b")), [(0, 0.0), (1, 0.0), (3, 3.0)])


@case("unit.gemensam", "unit.pack")
def a_shared_ward_is_a_second_home():
    def outcome(**c):
        units = {"a": ward(1, placement={"steps": ["home", "wait"]}), "b": ward(1), "c": ward(1, **c)}
        r = sim(units, {"g": one("a", "9 h", hours=(0, 3)), "gb": one("b"), "gc": one("c", hours=(90,))})
        return sorted(x for x in r.starts("a") + r.starts("c") if x[1] < 50), r.lives("repatriate"), r.u("a",
                                                                                                         "p_outlier")
    eq(outcome(), ([(0, 0.0), (2, 9.0)], [], 0.0))
    eq(outcome(gemensam=["b"]), ([(0, 0.0), (2, 9.0)], [], 0.0))
    eq(outcome(gemensam=["a"]), ([(0, 0.0), (2, 3.0)], [], 0.0))
    eq(outcome(gemensam=["a", "b"], pack=True), ([(0, 0.0), (2, 3.0)], [(2, 9.0)], 0.0))
    eq(outcome(gemensam=["a", "b"], pack=False), ([(0, 0.0), (2, 3.0)], [], 0.0))


def _away(a=None, b=None, late=(2,), stay="50 h", run=None):
    """Patient 0 lies at home on a until 10, 1 as outlier on b from 1 on, then `late` ones who need a."""
    units = {"a": ward(1, placement={"steps": ["home", "outlier"]}, outliers={"to": ["b"]}, **(a or {})),
             "b": ward(1, outliers={"reserve": 0}, **(b or {}))}
    groups = {"first": one("a", "10 h"), "out": one("a", stay, hours=(1,)), "gb": one("b", "1 h", hours=(300,))}
    if late:
        groups["late"] = one("a", "4 h", hours=late)
    return sim(units, groups, run)


@case("unit.on_free")
def a_freed_bed_goes_by_its_list():
    def outcome(a, b=None):
        r = _away({"on_free": a} if a is not None else None, {"on_free": b} if b is not None else None)
        return [x for x in r.starts("a") if x[0] == 2], [x for x in r.starts("b") if x[0] == 2], r.lives("repatriate")
    usual = ([(2, 10.0)], [], [(1, 14.0)])
    eq(outcome(None), usual)
    eq(outcome(["queue", "repatriate"]), usual)
    eq(outcome(["repatriate", "queue"]), ([], [(2, 10.0)], [(1, 10.0)]))       # 2 gets the bed that 1 leaves
    eq(outcome(["repatriate", "queue"], ["queue"]), ([(2, 51.0)], [], [(1, 10.0)]))
    eq(outcome(["queue"]), ([(2, 10.0)], [], []))
    packs = {"a": ward(1, on_free=["queue"]), "c": ward(1, gemensam=["a"], pack=True)}
    r = sim(packs, {"g": one("a", "9 h", hours=(0, 3)), "gc": one("c", hours=(90,))})
    eq(r.lives("repatriate"), [])


@case("unit.repatriation", "repatriation.from", "repatriation.to")
def patients_are_brought_home_in_hours():
    def when(**hours):
        return times(_away({"repatriation": hours}, late=()).lives("repatriate"))
    eq(when(), [10.0])
    eq(when(**{"from": "08:00", "to": "21:00"}), [10.0])
    eq(when(**{"from": "12:00"}), [12.0])
    eq(when(**{"to": "10:00"}), [24.0])
    eq(when(**{"from": "08:00", "to": "09:00"}), [32.0])


@case("repatriation.chains")
def one_repatriation_may_start_another():
    def chain(chains):
        units = {"a": ward(1, placement={"steps": ["home", "outlier"]}, outliers={"to": ["b"]},
                           repatriation={"chains": chains}),
                 "b": ward(1, placement={"steps": ["home", "outlier"]}, outliers={"to": ["c"], "reserve": 0}),
                 "c": ward(1, outliers={"reserve": 0})}
        groups = {"g": one("a", "10 h"), "h": one("a", "50 h", hours=(1,)), "gb": one("b", "30 h", hours=(2,)),
                  "gc": one("c", "1 h", hours=(300,))}
        return sim(units, groups).lives("repatriate")
    eq(chain(True), [(1, 10.0), (2, 10.0)])
    eq(chain(False), [(1, 10.0)])
    # two beds that open at a time are no chain
    units = {"a": ward({"base": 1, "dated": {"2024-01-16": 3}}, placement={"steps": ["home", "outlier"]},
                       outliers={"to": ["b"]}, repatriation={"chains": False}), "b": ward(2, outliers={"reserve": 0})}
    r = sim(units, {"g": one("a", "90 h", hours=(0, 1, 2)), "gb": one("b", hours=(300,))})
    eq(r.lives("repatriate"), [(1, 24.0), (2, 24.0)])


@case("unit.outlier_factor")
def outliers_may_stay_longer():
    def ends(factor, home_again=False):
        # 0 leaves a at 10; without late repatriation 1 goes home then
        a = None if home_again else {"on_free": ["queue"]}
        r = _away(a, {"outlier_factor": factor}, late=(), stay="12 h")
        return [h for p, h in r.lives("exit") if p == 1]
    eq([ends(f) for f in (1, 2, 0.5)], [[13.0], [25.0], [7.0]])
    eq(ends(2, True), [17.5])  # 15 of 24 hours are left at 10, and half of that at home
    eq(ends(1, True), [13.0])


@case("unit.somatic")
def psychiatry_is_told_apart():
    units = {"a": ward(1, max_extra=9), "b": ward(2, max_extra=9)}
    groups = {"g": one("a", "20 d", hours=[0] * 2), "gb": one("b", "20 d", hours=[0] * 6)}
    def both(**b):
        r = sim({"a": units["a"], "b": {**units["b"], **b}}, groups)
        return r.ind("overbelaggningar_per_100"), r.ind("overbelaggningar_per_100_psyk")
    eq(both(), (500 / 3, None))
    eq(both(somatic=True), (500 / 3, None))
    eq(both(somatic=False), (100.0, 200.0))


TEN = {"hours": [0] * 10 + [1] + [0] * 13}


@case("unit.stay", "unit.discharge", "discharge.hours")
def nights_end_at_the_hour_of_discharge():
    def end(stay, law, hours=(3,), **more):
        return times(sim({"a": ward(900, stay=stay, **more)}, {"g": one("a", law, hours=hours)}).ends("a"))
    eq(end("continuous", "60 h"), [63.0])
    for law, day in (("2.4 d", 2), ("2.6 d", 3), ("0.2 d", 1), (0, 0)):
        (h,) = end("nights", law, discharge=TEN)
        assert 24 * day + 10 <= h < 24 * day + 11, (law, h)
    many = end("nights", "1 d", hours=[3] * 400, discharge={"hours": [0] * 10 + [3, 1] + [0] * 12})
    assert all(34 <= h < 36 for h in many)
    near(sum(h < 35 for h in many) / 400, 0.75, 0.1)
    many = end("nights", "1 d", hours=[3] * 400)  # evenly over the day
    assert min(many) < 25 and max(many) > 47


@case("discharge.weekend_shift")
def discharges_move_off_days_without_work():
    def days(shift, hour=96, law="1 d", **run):
        unit = ward(900, stay="nights", discharge={**TEN, "weekend_shift": shift})
        return [int(h // 24) for h in times(sim({"a": unit}, {"g": one("a", law, hours=[hour] * 400)}, run).ends("a"))]
    eq(set(days(0)), {5})                      # comes on a Friday: Saturday
    eq(set(days(1)), {6})                      # one day on
    near(days(0.25).count(6), 100, 40)
    eq(set(days(1, 0)), {1})                   # a Tuesday is no reason
    eq(set(days(1, 0, start="2024-03-28")), {2})  # Good Friday is
