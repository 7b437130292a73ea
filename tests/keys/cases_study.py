# SPDX-License-Identifier: GPL-3.0-or-later
"""What the keys of a study file do: which points there are, what each is, and when a point has been run enough."""
import csv
import json
import os
import sqlite3
import subprocess
import tempfile

from vfkeys import PROGRAM, SCRATCH, build, case, clinic, eq

BASE = build({"u": clinic(3), "v": clinic(5)},
             {"g": {"arrivals": {"poisson": {"rate": "2 /h"}}, "start": "u",
                    "path": {"u": {"stay": {"exponential": {"mean": "1 h"}}, "next": {"v": 1}}, "v": {"stay": "1 h"}}}},
             {"duration": "10 d", "replications": 2, "seed": 9},
             scenarios={"bas": {"patch": {}}, "fler": {"patch": {"units": {"u": {"capacity": 4}}}}})
U = {"pointer": "/units/u/capacity", "values": [3, 4]}


class Study:
    """The outcome of `sweep`: exit code, message, the plan's points, and with run=True the store."""

    def __init__(self, study, run=False, *args):
        with tempfile.TemporaryDirectory(dir=SCRATCH) as folder:
            for name, document in (("config.json", BASE), ("study.json", study)):
                with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
                    json.dump(document, f)
            words = ["-q", "-o", folder + "/out", "--threads", "1"] if run else ["--plan"]
            done = subprocess.run([PROGRAM, "sweep", folder + "/study.json", "--json", *words, *args], timeout=120,
                                  check=False, capture_output=True, text=True)
            self.code, self.err = done.returncode, done.stderr
            self.doc = json.loads(done.stdout) if done.stdout.startswith("{") else None
            self.points = [list(p.values()) for p in self.doc["points"]] if self.doc and not run else None
            self.rows = []
            if run and self.code == 0:
                with sqlite3.connect(folder + "/out/results.sqlite") as db:
                    self.rows = db.execute("SELECT point, metric, n, mean FROM tidy").fetchall()

    def means(self, metric="occupancy"):
        return [row[3] for row in self.rows if row[1] == metric]


def study(run=False, **keys):
    whole = {"extends": "config.json", "indicators": ["unit/u/occupancy"], "axes": {"a": U}, "design": {"kind": "grid"}}
    whole.update(keys)
    s = Study({k: v for k, v in whole.items() if v is not None}, run)
    assert s.code == 0, s.err
    return s


def refused(**keys):
    whole = {"extends": "config.json", "indicators": ["unit/u/occupancy"], "axes": {"a": U}, "design": {"kind": "grid"}}
    whole.update(keys)
    s = Study({k: v for k, v in whole.items() if v is not None})
    assert s.code == 3 and s.points is None, (s.code, s.err)
    return s.err


def sample(kind, axes, samples=8, **design):
    return study(axes=axes, design={"kind": kind, "samples": samples, **design}).points


@case("study.$schema", "study.extends", "study.indicators")
def a_study_names_its_config_and_what_is_kept():
    s = study(run=True, **{"$schema": "x", "indicators": ["unit/u/occupancy", "unit/u/wait_mean"]})
    eq(sorted({row[1] for row in s.rows}), ["occupancy", "wait_mean"])
    assert "required key" in refused(extends=None) or "extends" in refused(extends=None)


@case("study.seed", "study.replications")
def seed_and_replications_are_the_studys():
    s, t, u = study(run=True), study(run=True, seed=10), study(run=True, replications=5)
    eq([[row[2] for row in x.rows] for x in (s, t, u)], [[2, 2], [2, 2], [5, 5]])
    assert s.means() != t.means()
    eq(study(run=True, seed=9).means(), s.means())


@case("study.patch", "study.scenario", "axis.scenarios")
def patch_and_scenario_hold_for_all_points():
    b = {"pointer": "/units/v/capacity", "values": [5]}
    patched = study(run=True, patch={"units": {"u": {"capacity": 4}}}, axes={"b": b}).means()
    eq(study(run=True, axes={"s": {"scenarios": ["fler"]}}).means(), patched)
    eq(study(run=True, scenario="fler", axes={"b": b}).means(), patched)
    both = study(run=True, axes={"s": {"scenarios": ["bas", "fler"]}})
    eq(both.means(), study(run=True).means())
    assert "only one axis of scenarios" in refused(scenario="fler", axes={"s": {"scenarios": ["bas"]}})


@case("study.precision", "study.replications_max", "precision.relative", "precision.absolute")
def a_point_is_run_until_it_is_precise():
    def n(limit, **more):
        return [row[2] for row in study(run=True, precision={"unit/u/occupancy": limit}, **more).rows]
    loose, tight = n({"relative": 0.5}), n({"relative": 0.05})
    assert loose == [2, 2] or max(loose) < min(tight), (loose, tight)
    eq(n({"relative": 1e-6}, replications_max=7), [7, 7])
    absolute = study(run=True, precision={"unit/u/occupancy": {"absolute": 0.1}})
    assert all(row[2] > 2 for row in absolute.rows), absolute.rows
    eq(n({"absolute": 10.0}, replications=4), [4, 4])


@case("study.axes", "axis.pointer", "axis.pointers", "axis.values")
def axes_move_values():
    eq(study().points, [[3], [4]])
    two = {"pointers": ["/units/u/capacity", "/units/v/capacity"], "values": [4]}
    eq(study(run=True, axes={"a": two}).means(), study(run=True).means()[1:])
    lever = {"levers": {"l": {"where": {"kind": "clinic"}, "capacity": 1}}}
    pulled = study(run=True, patch=lever, axes={"a": {"pointer": "/levers/l/capacity", "values": [1, 4 / 3]}}).means()
    eq(pulled, study(run=True).means(), "levers are pulled in every point")


@case("axis.from", "axis.to", "axis.step", "axis.whole")
def a_range_has_steps_or_is_sampled():
    eq(study(axes={"a": {"pointer": "/units/u/capacity", "from": 3, "to": 7, "step": 2}}).points, [[3], [5], [7]])
    span = {"pointer": "/units/u/capacity", "from": 2, "to": 9, "whole": True}
    eq(sorted(p[0] for p in sample("lhs", {"a": span})), [2, 3, 4, 5, 6, 7, 8, 9])


@case("axis.change")
def a_change_is_a_value_a_factor_or_a_term():
    def means(change, value):
        return study(run=True, axes={"a": {"pointer": "/units/u/capacity", "change": change, "values": [value]}}).means()
    wanted = study(run=True).means()[1:]
    eq(means("set", 4), wanted)
    eq(means("add", 1), wanted)
    eq(means("factor", 4 / 3), wanted)


@case("study.design", "design.kind")
def designs_say_which_combinations_are_run():
    b = {"pointer": "/units/v/capacity", "values": [5, 6]}
    eq(study(axes={"a": U, "b": b}).points, [[3, 5], [3, 6], [4, 5], [4, 6]])
    eq(study(axes={"a": U, "b": b}, design={"kind": "zip"}).points, [[3, 5], [4, 6]])
    eq(study(axes={"a": U, "b": b}, design={"kind": "one_at_a_time"}).points,
       [[None, None], [3, None], [4, None], [None, 5], [None, 6]])


def drawn(what, n=400, **axis):
    """What a parameter of mean 100 or so is drawn as: the whole numbers' spread is next to nothing there."""
    got = sample("lhs", {"a": {"pointer": "/units/u/capacity", "distribution": what, "whole": True, **axis}}, n)
    values = sorted(p[0] for p in got)
    mean = sum(values) / n
    return values, mean, (sum((v - mean) ** 2 for v in values) / n) ** 0.5


@case("axis.distribution", "drawn.normal", "drawn_normal.mean", "drawn_normal.sd", "drawn.lognormal",
      "drawn_lognormal.mean", "drawn_lognormal.sd", "drawn.gamma", "drawn_gamma.mean", "drawn_gamma.sd")
def parameters_are_drawn_with_their_mean_and_sd():
    for kind in ("normal", "lognormal", "gamma"):
        values, mean, sd = drawn({kind: {"mean": 100, "sd": 20}})
        assert abs(mean - 100) < 0.5 and abs(sd - 20) < 0.7, (kind, mean, sd)
        eq(values[200] <= 99, kind != "normal", kind + " is skewed")
    factor = {"pointer": "/units/u/capacity", "change": "factor", "distribution": {"gamma": {"mean": 1, "sd": 0.2}}}
    points = sample("lhs", {"a": factor}, 50)
    assert abs(sum(p[0] for p in points) / 50 - 1) < 0.01 and points == sample("lhs", {"a": factor}, 50)
    assert "values" in refused(axes={"a": factor})


@case("drawn_normal.min", "drawn_normal.max", "drawn_lognormal.min", "drawn_lognormal.max", "drawn_gamma.min",
      "drawn_gamma.max")
def distributions_are_cut_off():
    for kind in ("normal", "lognormal", "gamma"):
        whole, low, high = (drawn({kind: {"mean": 100, "sd": 20, **cut}})[0]
                            for cut in ({}, {"min": 90}, {"min": 90, "max": 110}))
        assert whole[0] < 70 and whole[-1] > 130 and low[0] >= 90 and low[-1] > 130, (kind, low[0], low[-1])
        assert high[0] == 90 and high[-1] == 110, (kind, high[0], high[-1])


@case("drawn.uniform", "drawn_uniform.min", "drawn_uniform.max", "drawn.triangular", "drawn_triangular.min",
      "drawn_triangular.mode", "drawn_triangular.max", "drawn.beta", "drawn_beta.a", "drawn_beta.b", "drawn_beta.min",
      "drawn_beta.max")
def distributions_have_ends():
    values, mean, sd = drawn({"uniform": {"min": 50, "max": 150}})
    assert values[0] == 50 and values[-1] == 150 and abs(mean - 100) < 0.5 and abs(sd - 28.87) < 0.5, (mean, sd)
    values, mean, sd = drawn({"triangular": {"min": 50, "mode": 60, "max": 190}})
    assert abs(mean - 100) < 0.5 and values[0] >= 50 and values[-1] <= 190 and abs(sd - 31.9) < 0.5, (mean, sd)
    values, mean, sd = drawn({"beta": {"a": 2, "b": 3, "min": 60, "max": 160}})
    assert abs(mean - 100) < 0.5 and abs(sd - 20) < 0.5, (mean, sd)
    axes = {"a": {"pointer": "/units/u/capacity", "change": "add", "distribution": {"beta": {"a": 2, "b": 2}}}}
    assert all(0 < p[0] < 1 for p in sample("random", axes, 100))


@case("design.levels")
def trajectories_move_one_axis_at_a_time():
    span = {"from": 0, "to": 1, "change": "add"}
    axes = {"a": {"pointer": "/units/u/capacity", **span}, "b": {"pointer": "/units/v/capacity", **span}}
    for levels, step in ((4, 2 / 3), (2, 1), (6, 0.6)):
        points = sample("morris", axes, 5, levels=levels)
        eq(len(points), 15)
        for t in range(5):
            one = points[3 * t:3 * t + 3]
            moves = [[abs(x - y) > 1e-9 for x, y in zip(p, q)] for p, q in zip(one, one[1:])]
            assert sorted(moves) == [[False, True], [True, False]], moves
            assert all(abs(abs(x - y) - step) < 1e-9 for p, q in zip(one, one[1:]) for x, y in zip(p, q) if x != y)
    eq(sample("morris", axes, 5), sample("morris", axes, 5, levels=4))
    assert "only a design of kind morris" in refused(axes=axes, design={"kind": "lhs", "samples": 3, "levels": 4})


@case("design.samples", "design.seed")
def samples_fill_the_space():
    span = {"from": 1, "to": 9}
    axes = {"a": {"pointer": "/units/u/capacity", **span}, "b": {"pointer": "/units/v/capacity", **span}}
    first, again, other = sample("lhs", axes), sample("lhs", axes, seed=1), sample("lhs", axes, seed=2)
    eq(first, again)
    assert first != other and len(first) == 8
    for column in zip(*first):
        eq(sorted(int(x - 1) for x in column), list(range(8)), "one in each slice")
    eq(sample("sobol", axes, 3), [[5, 5], [7, 3], [3, 7]])
    eq(sample("sobol", axes, 8)[:3], sample("sobol", axes, 3))
    eq(sample("random", axes, 8)[:3], sample("random", axes, 3))
    blocks = sample("saltelli", axes, 4)
    eq((len(blocks), blocks[:8]), (16, sample("saltelli", axes, 2)))
    for a, a_b, b_a, b in zip(*(blocks[k::4] for k in range(4))):
        eq((a_b, b_a), ([b[0], a[1]], [a[0], b[1]]))
    assert blocks != sample("saltelli", axes, 4, seed=2)


@case("design.points")
def a_list_is_points_one_by_one():
    axes = {"a": {"pointer": "/units/u/capacity"}, "b": {"pointer": "/units/v/capacity"}}
    s = study(axes=axes, design={"kind": "list", "points": [{"a": 4}, {"b": 6}, {"a": 5, "b": 7}]})
    eq(s.points, [[4, None], [None, 6], [5, 7]])


@case("study.where", "study.points_max")
def conditions_and_a_bound_hold_the_points():
    axes = {"a": U, "b": {"pointer": "/units/v/capacity", "values": [5, 6]}}
    eq(study(axes=axes, where=["a + b <= 9", "not (b == 6)"]).points, [[3, 5], [4, 5]])
    assert "at most 3" in refused(axes=axes, points_max=3)


class Budget:
    """The outcome of `solve` for a study with a budget."""

    def __init__(self, budget, **keys):
        b = {"pointer": "/units/v/capacity", "values": [4, 5]}
        whole = {"extends": "config.json", "indicators": ["unit/u/occupancy"], "axes": {"a": U, "b": b},
                 "design": {"kind": "grid"}, "budget": budget, **keys}
        with tempfile.TemporaryDirectory(dir=SCRATCH) as folder:
            for name, document in (("config.json", BASE), ("study.json", whole)):
                with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
                    json.dump(document, f)
            done = subprocess.run([PROGRAM, "solve", folder + "/study.json", "--json", "-q", "--threads", "1", "--most", "200"],
                                  timeout=120, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        self.doc = json.loads(done.stdout)
        self.front = [(row["cost"], *row["values"].values()) for row in self.doc["frontier"]]


@case("study.budget", "budget.costs", "budget.most", "unit_cost.each", "unit_cost.per")
def a_budget_bounds_what_points_cost():
    def within(most, a=2, b=1):
        return Budget({"costs": {"a": {"each": a, "per": "bed"}, "b": {"each": b}}, "most": most, "indifference": 0.01,
                       "minimise": {"unit/u/wait_mean": 1}}).doc
    eq([within(most)["points_within"] for most in (9, 10, 11, 12, 13)], [0, 1, 2, 3, 4])
    eq(within(9)["cheapest"], 10)
    eq(within(9, a=0, b=1)["points_within"], 4)


@case("budget.minimise", "budget.indifference")
def the_weighted_sum_is_made_small():
    costs = {"a": {"each": 1}, "b": {"each": 1}}

    def front(minimise, indifference=0.1):
        budget = Budget({"costs": costs, "most": 100, "minimise": minimise, "indifference": indifference})
        eq(budget.doc["buys_nothing"], len(budget.front) == 1 or indifference > 100)
        return budget.front
    eq(front({"unit/u/wait_mean": 1}), [(7, 3, 4), (8, 4, 4)])
    eq(front({"unit/u/wait_mean": -1}), [(7, 3, 4)])
    assert (8, 3, 5) in front({"unit/u/wait_mean": 0.01, "unit/v/wait_mean": 10})
    front({"unit/u/wait_mean": 1}, 1000)


@case("organisation.code")
def codes_of_scb_stand_in_the_store():
    path = {"u": {"stay": "1 h", "next": {"v": 1}}, "v": {"stay": "1 h", "next": {"w": 1}}, "w": {"stay": "1 h"}}
    config = build({"u": clinic(3), "v": clinic(3), "w": clinic(3)},
                   {"g": {"arrivals": {"poisson": {"rate": "2 /h"}}, "start": "u", "path": path}},
                   {"duration": "2 d", "replications": 2})
    config["organisation"] = {"r": {"type": "region", "code": "01"}, "k": {"type": "kommun", "parent": "r", "code": "0180"},
                              "l": {"type": "kommun", "parent": "r"}}
    for unit, place in (("u", "k"), ("v", "l")):
        config["units"][unit]["organisation"] = place
    whole = {"extends": "config.json", "indicators": ["unit/*/occupancy", "group/g/arrivals"],
             "axes": {"a": U}, "design": {"kind": "grid"}}

    def run(folder):
        for name, document in (("config.json", config), ("study.json", whole)):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
                json.dump(document, f)
        return subprocess.run([PROGRAM, "sweep", folder + "/study.json", "-q", "-o", folder + "/out"], timeout=120,
                              check=False, capture_output=True, text=True)
    with tempfile.TemporaryDirectory(dir=SCRATCH) as folder:
        done = run(folder)
        assert done.returncode == 0, done.stderr
        with open(folder + "/out/summary.csv", encoding="utf-8", newline="") as f:
            rows = {(row["unit"], row["metric"]): (row["lanskod"], row["kommunkod"]) for row in csv.DictReader(f)}
        eq(rows, {("u", "occupancy"): ("01", "0180"), ("v", "occupancy"): ("01", ""), ("w", "occupancy"): ("", ""),
                  ("", "arrivals"): ("", "")})
        with open(folder + "/out/codebook.csv", encoding="utf-8") as f:
            assert "kommunkod" in f.read()
        config["organisation"]["k"]["code"] = "180"
        done = run(folder)
        assert done.returncode == 3 and "kommunkod of four" in done.stderr, done.stderr
