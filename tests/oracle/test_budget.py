# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: labels=slow timeout=600
"""A budget for two loss units, whose best split over the whole lattice is computed exactly (Erlang B); a budget that buys
nothing; one that is too small for anything."""
import json
import os
import subprocess
import sys
import tempfile

PROGRAM, SOURCE = os.environ["VARDFLODE"], os.environ["VF_SOURCE_DIR"]
STUDY = os.path.join(SOURCE, "configs/studies/tva_budget.json")
wrong = []


def erlang_b(load, c):
    b = 1.0
    for k in range(1, c + 1):
        b = load * b / (k + load * b)
    return b


def check(what, right):
    print("ok" if right else "WRONG", what)
    if not right:
        wrong.append(what)


def solve(path, *options):
    return json.loads(subprocess.run([PROGRAM, "solve", path, "-q", "--json", *options], check=True,
                                     stdout=subprocess.PIPE, text=True).stdout)


def changed(folder, name, **budget):
    with open(STUDY, encoding="utf-8") as f:
        study = json.load(f)
    study["extends"] = os.path.join(SOURCE, "configs/validation/o2.json")
    study["budget"].update(budget)
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as f:
        json.dump(study, f)
    return path


EXACT = {(a, b): (3 * a + 2 * b, 4 * erlang_b(4, a) + 9 * erlang_b(9, b)) for a in range(1, 7) for b in range(6, 17)}


def known_answer():
    answer = solve(STUDY)
    within = {at: x for at, x in EXACT.items() if x[0] <= 36}
    best = min(within, key=lambda at: within[at][1])
    got = tuple(answer["best"]["values"].values())
    check(f"the best of {len(within)} splits: {got} for {best}", got == best and answer["settled"])
    check("points within the budget", answer["points_within"] == len(within) and answer["points"] == len(EXACT))
    row = answer["best"]
    check("its value", abs(row["mean"] - within[best][1]) < 2 * (row["ci_high"] - row["ci_low"]) / 2)
    indifference, front = answer["indifference"], answer["frontier"]
    for row in front:
        at = tuple(row["values"].values())
        cost, value = EXACT[at]
        cheaper = [x for x in within.values() if x[0] <= cost]
        if cost != row["cost"] or value > min(x[1] for x in cheaper) + indifference:
            check(f"{at} lies on the frontier", False)
    means = [row["mean"] for row in front]
    check("the frontier falls", means == sorted(means, reverse=True) and len(front) > 8)
    missed = [at for at, x in within.items() if tuple(at) not in [tuple(r["values"].values()) for r in front]
              and all(o is x or o[0] > x[0] or o[1] > x[1] + indifference for o in within.values())]
    check(f"nothing clearly better than all as cheap is missing: {missed}", not missed)
    check("it is said", "4" in answer["says"]["en"] and "95 %" in answer["says"]["sv"])


def intervals():
    """The frontier's means are of patients that the search has not seen: exact values lie within as they should."""
    inside = n = 0
    for seed in range(2):
        for row in solve(STUDY, "--seed", str(seed + 100))["frontier"]:
            n += 1
            inside += row["ci_low"] <= EXACT[tuple(row["values"].values())][1] <= row["ci_high"]
    check(f"{inside} of {n} intervals hold the exact value", inside >= 0.85 * n)


def buys_nothing(folder):
    """Money for the ward alone, when only the other one counts, or hardly anything else."""
    for weight in (0, 1e-6):
        bought_nothing(solve(changed(folder, "nothing.json", costs={"vardplatser": {"each": 3}}, most=12,
                                     minimise={"unit/ward/lost_fraction": weight, "unit/korttids/lost_fraction": 9})))


def bought_nothing(answer):
    check("nothing is bought", answer["buys_nothing"] and answer["best"]["values"]["vardplatser"] == 1)
    check("the free axis is as good as it gets", answer["best"]["values"]["korttidsplatser"] >= 15)
    check("that is said", "buys nothing" in answer["says"]["en"] and "köper ingenting" in answer["says"]["sv"])


def too_small(folder):
    answer = solve(changed(folder, "small.json", most=14.5))
    check("too small a budget", not answer["found"] and answer["trials"] == 0 and answer["cheapest"] == 15
          and "the cheapest one costs 15" in answer["says"]["en"])


with tempfile.TemporaryDirectory() as temporary:
    known_answer()
    intervals()
    buys_nothing(temporary)
    too_small(temporary)
sys.exit(1 if wrong else 0)
