# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: labels=slow timeout=300
"""Studies of M/M/infinity with known answers, end to end through store, commands and tables: the two kinds of uncertainty
when the arrival rate is gamma (mean and both variances exact), Sobol' indices of arrivals times stay (exact), elementary
effects; the same from shards; and the base region's own screening, shortened."""
import csv
import json
import math
import os
import subprocess
import sys
import tempfile

PROGRAM, SOURCE = os.path.abspath(os.environ["VARDFLODE"]), os.path.abspath(os.environ["VF_SOURCE_DIR"])
RATE, STAY, DAYS = 10, 2, 365
RHO, MU_T = RATE * STAY, DAYS / STAY
# variance of the mean number over a window, of a stationary M/M/infinity: proportional to the rate, so its mean over rates
# that are 1 on average is that of rate 1
CHANCE = 2 * RHO / MU_T * (1 - (1 - math.exp(-MU_T)) / MU_T)
CONFIG = {"run": {"seed": 5, "warmup": "30 d", "duration": f"{DAYS} d", "replications": 2},
          "units": {"hem": {"kind": "delay"}},
          "groups": {"g": {"arrivals": {"poisson": {"rate": f"{RATE} /d"}},
                           "path": {"hem": {"stay": {"exponential": {"mean": f"{STAY} d"}}}}}}}
ARRIVALS, MEAN = "/groups/g/arrivals/poisson/rate", "/groups/g/path/hem/stay/exponential/mean"
wrong = []


def check(what, right):
    print("ok" if right else "WRONG", what)
    if not right:
        wrong.append(what)


def inside(x, truth):
    return x["ci_low"] <= truth <= x["ci_high"]


def ask(*words):
    done = subprocess.run([PROGRAM, *words], check=False, text=True, capture_output=True, timeout=200, cwd=SOURCE)
    assert done.returncode == 0, (words, done.stderr)
    return done.stdout


class Study:
    """A study that has been run into a folder of its own."""

    def __init__(self, top, name, study, shards=1):
        self.folder = os.path.join(top, name)
        path = os.path.join(top, name + ".json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"extends": "config.json", "indicators": ["unit/hem/occupancy"], **study}, file)
        for k in range(shards):
            ask("sweep", path, "-q", "--out", self.folder, *(["--shard", f"{k + 1}/{shards}"] if shards > 1 else []))
        if shards > 1:
            ask("merge", self.folder)

    def ask(self, command):
        return json.loads(ask(command, self.folder, "--json"))

    def indicator(self, command):
        return self.ask(command)["indicators"]["unit/hem/occupancy"]

    def table(self, name):
        with open(os.path.join(self.folder, name + ".csv"), encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


def two_kinds(top):
    """Rate ~ gamma(mean 1, sd 0.1) x 10 a day: the expected number has mean 20 and sd 2."""
    held, last = 0, None
    for seed in range(1, 7):
        study = {"replications": 8, "axes": {"rate": {"pointer": ARRIVALS, "change": "factor",
                                                      "distribution": {"gamma": {"mean": 1, "sd": 0.1}}}},
                 "design": {"kind": "random" if seed % 2 else "lhs", "samples": 100, "seed": seed}, "seed": seed}
        last = Study(top, f"two{seed}", study)
        x = last.indicator("uncertainty")
        ours = [inside(x["mean"], RHO), inside(x["sd_parameter"], 0.1 * RHO), inside(x["sd_year"], math.sqrt(CHANCE))]
        held += sum(ours)
        print(seed, x["mean"]["value"], x["sd_parameter"]["value"], x["sd_year"]["value"], ours)
        check("each near the truth", abs(x["sd_parameter"]["value"] / 2 - 1) < 0.25 and
              abs(x["sd_year"]["value"] / math.sqrt(CHANCE) - 1) < 0.5 and abs(x["mean"]["value"] - RHO) < 1)
        share = x["sd_parameter"]["value"] ** 2 / (x["sd_parameter"]["value"] ** 2 + x["sd_year"]["value"] ** 2)
        check("the share is of the two variances", abs(x["share_parameter"] - share) < 1e-9)
        low, high = x["both95"]
        check("one year: about 95 % of gamma and chance together", abs(low - 16.1) < 1 and abs(high - 24.3) < 1.3)
        check("a year's own range is narrower", x["parameter95"][0] < x["year95"][0] < x["year95"][1] < x["parameter95"][1])
    check(f"{held} of 18 intervals hold", held >= 15)
    row, = last.table("uncertainty")
    x = last.indicator("uncertainty")
    check("the table says the same", float(row["sd_parameter"]) == x["sd_parameter"]["value"] and
          [float(row["pi_low"]), float(row["pi_high"])] == x["both95"] and row["metric"] == "occupancy" and
          float(row["sd_year_high"]) == x["sd_year"]["ci_high"] and int(row["points"]) == 100)


def indices(top):
    """rate x stay, uniform factors: variances of a product of independent factors with mean 1."""
    a, b = 1 / 12, 0.4**2 / 12
    v = a + b + a * b
    axes = {"rate": {"pointer": ARRIVALS, "change": "factor", "from": 0.5, "to": 1.5},
            "stay": {"pointer": MEAN, "change": "factor", "from": 0.8, "to": 1.2}}
    study = {"axes": axes, "replications": 2, "design": {"kind": "saltelli", "samples": 128}}
    whole, parts = Study(top, "saltelli", study), Study(top, "parts", study, shards=3)
    check("ranges are told from parameters", whole.ask("uncertainty")["axes"] == {"rate": "a range", "stay": "a range"} and
          "rate (a range)" in " ".join(ask("uncertainty", whole.folder).split()))
    x = whole.indicator("sensitivity")
    for axis, first, total in (("rate", a / v, (a + a * b) / v), ("stay", b / v, (b + a * b) / v)):
        got = x["axes"][axis]
        check(f"{axis}: {got}", inside(got["first_order"], first) and inside(got["total"], total))
    check("mean and variance of the number", abs(x["mean"] / RHO - 1) < 0.02 and abs(x["variance"] / RHO**2 / v - 1) < 0.15)
    check("samples are told", x["samples_used"] == 128 and whole.ask("sensitivity")["samples"] == 128)
    for name in ("sensitivity", "uncertainty", "codebook"):
        check("shards give the same " + name, whole.table(name) == parts.table(name))
    rows = {(r["axis"], r["sensitivity"]): r for r in whole.table("sensitivity")}
    check("and the table", float(rows["stay", "total"]["ci_low"]) == x["axes"]["stay"]["total"]["ci_low"])
    codebook = whole.table("codebook")
    for name in ("sensitivity", "uncertainty"):
        described = [r["name"] for r in codebook if r["tab"] == name]
        check("the codebook describes " + name, described == list(whole.table(name)[0]))
        with open(os.path.join(whole.folder, "datapackage.json"), encoding="utf-8") as file:
            package = {r["name"]: r for r in json.load(file)["resources"]}
        check("and the package", [f["name"] for f in package[name]["schema"]["fields"]] == described)
    study["design"] = {"kind": "morris", "samples": 20}
    screened = Study(top, "morris", study)
    x = screened.indicator("sensitivity")["axes"]
    # an effect is the range of the one factor times the other, which is 1 on average over the grid
    for axis, size in (("rate", 1.0 * RHO), ("stay", 0.4 * RHO)):
        check(f"effect of {axis}: {x[axis]}", abs(x[axis]["mu"]["value"] / size - 1) < 0.15 and
              abs(x[axis]["mu_star"]["value"] - abs(x[axis]["mu"]["value"])) < 1e-9 and
              x[axis]["noise"]["value"] < 0.1 * size)
    check("a screening has no draws", not os.path.exists(os.path.join(screened.folder, "uncertainty.csv")))
    check("nor are its tables in the codebook", all(r["tab"] != "uncertainty" for r in screened.table("codebook")))


def region(top):
    """The shipped screening of the base region with two trajectories of a fortnight: every axis reaches the model."""
    with open(os.path.join(SOURCE, "configs/studies/kanslighet.json"), encoding="utf-8") as file:
        study = json.load(file)
    study["extends"] = os.path.join(SOURCE, "configs/regioner/bas.json")
    study["patch"]["run"] = {"warmup": "4 w", "duration": "4 w"}
    study.update(replications=1, design={"kind": "morris", "samples": 2},
                 indicators=["overbelaggningar_per_100", "utskrivningsklara_andel", "vardtillfallen_per_100k"])
    short = Study(top, "region", study)
    x = short.ask("sensitivity")["indicators"]
    for axis in study["axes"]:
        check(f"{axis} does something", any(i["axes"][axis]["mu_star"]["value"] > 0 for i in x.values()))
    crowding = x["overbelaggningar_per_100"]["axes"]
    check("beds ease crowding, stays and inflow add to it", crowding["vardplatser"]["mu"]["value"] < 0 <
          min(crowding["vardtid"]["mu"]["value"], crowding["inflode"]["mu"]["value"]))


def main():
    with tempfile.TemporaryDirectory(prefix="vf-uncertainty-") as top:
        with open(os.path.join(top, "config.json"), "w", encoding="utf-8") as file:
            json.dump(CONFIG, file)
        for part in (two_kinds, indices, region):
            if len(sys.argv) < 2 or part.__name__ in sys.argv[1:]:
                part(top)
    print(len(wrong), "wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
