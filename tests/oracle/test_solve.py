# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: labels=slow timeout=600
"""Inverse questions with known answers: Erlang B, Erlang C, overcrowding without bound (Poisson), two wards at once, no
answer; and how often an answer that does not keep the limit is given when the right one is as near as can be."""
import json
import math
import os
import subprocess
import sys
import tempfile

PROGRAM, SOURCE = os.environ["VARDFLODE"], os.environ["VF_SOURCE_DIR"]
wrong = []


def erlang_b(load, c):
    b = 1.0
    for k in range(1, c + 1):
        b = load * b / (k + load * b)
    return b


def erlang_c(load, c):
    b = erlang_b(load, c)
    return 1.0 if load >= c else b / (1 - load / c * (1 - b))


def poisson_over(load, c):
    return 1 - sum(math.exp(-load) * load**k / math.factorial(k) for k in range(c + 1))


def solve(config, *options):
    path = config if os.path.isabs(config) else os.path.join(SOURCE, "configs/validation", config)
    told = subprocess.run([PROGRAM, "solve", path, "-q", "--json", *options], check=True, stdout=subprocess.PIPE,
                          text=True).stdout
    return json.loads(told)


def check(what, right):
    print("ok" if right else "WRONG", what)
    if not right:
        wrong.append(what)


def values(answer):
    return list(answer["answer"]["values"].values()) if answer["found"] else None


def least(keeps):
    return next(c for c in range(1, 100) if keeps(c))


def beds():
    for load, limit in ((4, 0.05), (4, 0.01), (12, 0.1)):
        a = solve("o2.json", "--vary", "/units/ward/beds/disponibla=1..40", "--limit",
                  f"unit/ward/lost_fraction<={limit}", "--set", '/run/duration="400 d"', "--set",
                  f'/groups/patients/arrivals/poisson/rate="{load} /d"')
        right = least(lambda c: erlang_b(load, c) <= limit)
        check(f"Erlang B, {load} Erlang, {limit}: {values(a)} for {right}", values(a) == [right])
        check("  and one bed fewer is shown not to do", a["next"][0]["verdict"] == "broken" and a["proven"])


def nurses():
    for limit in (0.05, 0.2):
        a = solve("o1.json", "--vary", "/units/nurses/capacity=3..12", "--limit", f"unit/nurses/p_wait<={limit}",
                  "--set", '/run/duration="20000 min"')
        right = least(lambda c: erlang_c(2.5, c) <= limit)
        check(f"Erlang C, {limit}: {values(a)} for {right}", values(a) == [right])


def overcrowded():
    a = solve("o3.json", "--vary", "/units/ward/beds/disponibla=10..60", "--limit", "unit/ward/p_over<=0.1",
              "--set", '/run/duration="200 d"')
    right = least(lambda c: poisson_over(20, c) <= 0.1)
    check(f"O3, beds: {values(a)} for {right}", values(a) == [right])
    a = solve("o3.json", "--vary", "/groups/patients/arrivals/poisson/rate*=0.5..1.5:0.05", "--largest", "--limit",
              "unit/ward/p_over<=0.1", "--set", '/run/duration="200 d"')
    right = max(k for k in range(50, 151, 5) if poisson_over(20 * k / 100, 22) <= 0.1) / 100
    check(f"O3, the largest inflow: {values(a)} for {right}", values(a) == [right])


def two_wards(folder):
    ward = {"kind": "ward", "beds": {"disponibla": 6}, "placement": {"steps": ["home", "refuse"]}}
    group = {w: {"arrivals": {"poisson": {"rate": f"{rate} /d"}}, "path": {w: {"stay": {"exponential": {"mean": "1 d"}}}}}
             for w, rate in (("a", 4), ("b", 9))}
    config = {"run": {"seed": 1, "warmup": "15 d", "duration": "400 d", "replications": 10},
              "units": {"a": ward, "b": ward}, "groups": group}
    path = os.path.join(folder, "two.json")
    with open(path, "w", encoding="utf-8") as f:
        json.dump(config, f)
    a = solve(path, "--vary", "/units/a/beds/disponibla=1..30", "--vary", "/units/b/beds/disponibla=1..30", "--limit",
              "unit/*/lost_fraction<=0.04")
    right = [least(lambda c, load=load: erlang_b(load, c) <= 0.04) for load in (4, 9)]
    check(f"two wards: {values(a)} for {right}", values(a) == right and len(a["points"]) <= 25)


def no_answer():
    a = solve("o2.json", "--vary", "/units/ward/beds/disponibla=1..5", "--limit", "unit/ward/lost_fraction<=0.05",
              "--set", '/run/duration="400 d"')
    check("no answer", not a["found"] and a["refuted"] and "no answer" in a["says"]["en"])
    check("  after a look at all points", not a["assumes_monotone"] and a["proven"] and a["monotone"])


def opposed():
    """Both limits are kept in the middle alone: 4 beds lose too many, 8 are idle too often."""
    ward = ["--vary", "/units/ward/beds/disponibla=1..%d", "--set", '/run/duration="400 d"', "--limit"]
    busy, lost = "unit/ward/utilisation>=0.5", "unit/ward/lost_fraction<=%s"

    def ask(*options, most=20):
        return solve("o2.json", *[w % most if "%" in w else w for w in ward], *options)

    right = least(lambda c: erlang_b(4, c) <= 0.25)
    for most in (20, 1000):
        a = ask(lost % 0.25, "--limit", busy, most=most)
        check(f"opposed limits, 1..{most}: {values(a)} for {right}", values(a) == [right])
        check("  which is not called proven", not a["monotone"] and not a["proven"])
    a = ask(lost % 0.25, "--limit", busy, "--largest")
    right = max(c for c in range(1, 20) if 4 * (1 - erlang_b(4, c)) / c >= 0.5)
    check(f"the largest of them: {values(a)} for {right}", values(a) == [right] and not a["proven"])
    a = ask(lost % 0.05, "--largest")
    check(f"the end that is asked for: {values(a)}", values(a) == [20] and not a["monotone"])
    a = ask(lost % 0.01, "--limit", busy)
    check("limits that nothing keeps are not called impossible",
          not a["found"] and not a["refuted"] and not a["proven"] and "There is no" not in a["says"]["en"])


def confidence():
    """7 beds break the limit by 4 %: an answer of 7 is false, and may come in at most 5 % of the runs."""
    limit, n, false, found = erlang_b(4, 7) * 0.96, 100, 0, 0
    for seed in range(n):
        a = solve("o2.json", "--vary", "/units/ward/beds/disponibla=4..12", "--limit", f"unit/ward/lost_fraction<={limit}",
                  "--set", '/run/duration="100 d"', "--most", "80", "--seed", str(seed))
        found += a["found"]
        false += a["found"] and values(a)[0] < 8
    check(f"{false} of {n} answers false, {found} found", false <= 10 and found == n)


with tempfile.TemporaryDirectory() as folder:
    beds()
    nurses()
    overcrowded()
    two_wards(folder)
    no_answer()
    opposed()
    confidence()
sys.exit(1 if wrong else 0)
