# SPDX-License-Identifier: GPL-3.0-or-later
"""What the parameters of each distribution do. Draws are keyed by patient, so that the same law gives the same
stays: two spellings of one law must agree draw by draw, and a change of scale must scale every draw."""
import statistics

from vfkeys import build, case, eq, near, one, refused, sim

N = 1500
HOME = {"home": {"kind": "delay"}}


def draws(law, files=None):
    """Stays in hours of N patients."""
    return sim(HOME, {"g": one("home", law, hours=[0] * N)}, {"duration": "3000 d"}, files=files).stays("home")


def same(law, other, factor=1.0, files=None):
    a, b = draws(law, files), draws(other, files)
    assert len(a) == len(b) == N
    for x, y in zip(a, b):
        near(y, factor * x, 3e-7 * (1 + factor),  # a millisecond of either
              "%s against %s" % (other, law))


def mean_sd(law, mean, sd, tolerance=0.1):
    x = draws(law)
    eq(len(x), N)
    near(statistics.mean(x), mean, tolerance * sd + 1e-6, "mean of %s" % law)
    near(statistics.stdev(x), sd, 2 * tolerance * sd + 1e-6, "sd of %s" % law)


def differ(law, other):
    assert draws(law) != draws(other), "%s gives the same draws as %s" % (other, law)


@case("exponential.mean", "exponential.rate", "distribution.exponential")
def exponential():
    mean_sd({"exponential": {"mean": "5 h"}}, 5, 5)
    same({"exponential": {"mean": "5 h"}}, {"exponential": {"mean": "10 h"}}, 2)
    same({"exponential": {"mean": "5 h"}}, {"exponential": {"rate": "0.2 /h"}})


@case("gamma.shape", "gamma.mean", "gamma.scale", "gamma.rate", "distribution.gamma")
def gamma():
    mean_sd({"gamma": {"shape": 4, "mean": "8 h"}}, 8, 4)
    mean_sd({"gamma": {"shape": 0.25, "mean": "8 h"}}, 8, 16)
    same({"gamma": {"shape": 4, "mean": "8 h"}}, {"gamma": {"shape": 4, "mean": "24 h"}}, 3)
    same({"gamma": {"shape": 4, "mean": "8 h"}}, {"gamma": {"shape": 4, "scale": "2 h"}})
    same({"gamma": {"shape": 4, "mean": "8 h"}}, {"gamma": {"shape": 4, "rate": "0.5 /h"}})


@case("erlang.k", "erlang.mean", "distribution.erlang")
def erlang():
    mean_sd({"erlang": {"k": 4, "mean": "8 h"}}, 8, 4)
    mean_sd({"erlang": {"k": 16, "mean": "8 h"}}, 8, 2)
    same({"erlang": {"k": 4, "mean": "8 h"}}, {"erlang": {"k": 4, "mean": "4 h"}}, 0.5)


@case("lognormal.mean", "lognormal.sd", "lognormal.cv", "lognormal.median", "lognormal.mu", "lognormal.sigma",
      "lognormal.unit", "distribution.lognormal")
def lognormal():
    mean_sd({"lognormal": {"mean": "8 h", "sd": "4 h"}}, 8, 4)
    same({"lognormal": {"mean": "8 h", "sd": "4 h"}}, {"lognormal": {"mean": "8 h", "cv": 0.5}})
    same({"lognormal": {"mean": "8 h", "cv": 0.5}}, {"lognormal": {"mean": "16 h", "cv": 0.5}}, 2)
    mean_sd({"lognormal": {"mean": "8 h", "cv": 0.25}}, 8, 2)
    x = sorted(draws({"lognormal": {"median": "4 h", "cv": 0.5}}))
    near(x[N // 2], 4, 0.25)
    same({"lognormal": {"mu": 1.5, "sigma": 0.5, "unit": "h"}},
         {"lognormal": {"mu": 1.5, "sigma": 0.5, "unit": "d"}}, 24)
    near(statistics.median(draws({"lognormal": {"mu": 0, "sigma": 0.1, "unit": "h"}})), 1, 0.02)
    near(statistics.median(draws({"lognormal": {"mu": 2, "sigma": 0.1, "unit": "h"}})), 7.389, 0.1)
    near(max(draws({"lognormal": {"mu": 0, "sigma": 0.001, "unit": "h"}})), 1, 0.01)


@case("weibull.shape", "weibull.scale", "distribution.weibull")
def weibull():
    mean_sd({"weibull": {"shape": 1, "scale": "4 h"}}, 4, 4)
    mean_sd({"weibull": {"shape": 2, "scale": "4 h"}}, 3.5449, 1.8530)
    same({"weibull": {"shape": 2, "scale": "4 h"}}, {"weibull": {"shape": 2, "scale": "8 h"}}, 2)


@case("triangular.min", "triangular.mode", "triangular.max", "distribution.triangular")
def triangular():
    x = draws({"triangular": {"min": "2 h", "mode": "3 h", "max": "10 h"}})
    assert 2 <= min(x) < 2.6 and 9 < max(x) <= 10
    near(statistics.mean(x), 5, 0.2)
    near(statistics.mean(draws({"triangular": {"min": "2 h", "mode": "9 h", "max": "10 h"}})), 7, 0.2)


@case("uniform.min", "uniform.max", "distribution.uniform")
def uniform():
    x = draws({"uniform": {"min": "2 h", "max": "10 h"}})
    assert 2 <= min(x) < 2.1 and 9.9 < max(x) <= 10
    near(statistics.mean(x), 6, 0.3)
    y = draws({"uniform": {"min": "4 h", "max": "10 h"}})
    for a, b in zip(x, y):
        near(b, 4 + (a - 2) * 0.75, 1e-6)


@case("normal.mean", "normal.sd", "distribution.normal")
def normal():
    mean_sd({"normal": {"mean": "50 h", "sd": "5 h"}}, 50, 5)
    mean_sd({"normal": {"mean": "60 h", "sd": "2 h"}}, 60, 2)
    assert min(draws({"normal": {"mean": "1 h", "sd": "5 h"}})) >= 0


@case("beta.a", "beta.b", "beta.min", "beta.max", "distribution.beta")
def beta():
    mean_sd({"beta": {"a": 2, "b": 6, "min": 0, "max": "8 h"}}, 2, 8 * (12 / (64 * 9)) ** 0.5)
    mean_sd({"beta": {"a": 6, "b": 2, "min": "2 h", "max": "10 h"}}, 8, 8 * (12 / (64 * 9)) ** 0.5)
    same({"beta": {"a": 2, "b": 6, "min": 0, "max": "8 h"}}, {"beta": {"a": 2, "b": 6, "min": 0, "max": "4 h"}}, 0.5)
    x = draws({"beta": {"a": 2, "b": 6, "min": "1 h", "max": "9 h"}})
    for a, b in zip(draws({"beta": {"a": 2, "b": 6, "min": 0, "max": "8 h"}}), x):
        near(b, a + 1, 1e-6)


@case("pareto.shape", "pareto.min", "distribution.pareto")
def pareto():
    x = draws({"pareto": {"shape": 3, "min": "2 h"}})
    assert min(x) >= 2
    near(statistics.median(x), 2 * 2 ** (1 / 3), 0.1)
    near(statistics.median(draws({"pareto": {"shape": 1, "min": "2 h"}})), 4, 0.4)
    same({"pareto": {"shape": 3, "min": "2 h"}}, {"pareto": {"shape": 3, "min": "4 h"}}, 2)


@case("hyperexponential.weights", "hyperexponential.means", "distribution.hyperexponential")
def hyperexponential():
    def mean(weights, means):
        return statistics.mean(draws({"hyperexponential": {"weights": weights, "means": means}}))
    near(mean([3, 1], ["1 h", "9 h"]), 3, 0.6)
    near(mean([1, 3], ["1 h", "9 h"]), 7, 0.9)
    same({"hyperexponential": {"weights": [3, 1], "means": ["1 h", "9 h"]}},
         {"hyperexponential": {"weights": [3, 1], "means": ["2 h", "18 h"]}}, 2)


@case("distribution.mixture", "component.weight", "component.of")
def mixture():
    def x(weight, short):
        return draws({"mixture": {"a": {"weight": weight, "of": short}, "b": {"weight": 1, "of": "9 h"}}})
    near(sum(v == 2 for v in x(3, "2 h")) / N, 0.75, 0.05)
    near(sum(v == 2 for v in x(1, "2 h")) / N, 0.5, 0.05)
    eq(set(x(3, "4 h")), {4.0, 9.0})


@case("empirical.values", "empirical.weights", "empirical.unit", "empirical.file", "distribution.empirical")
def empirical():
    def shares(law, files=None):
        x = draws({"empirical": law}, files)
        return {v: round(x.count(v) / N, 1) for v in set(x)}
    eq(shares({"values": ["1 h", "2 h"]}), {1.0: 0.5, 2.0: 0.5})
    eq(shares({"values": ["1 h", "2 h"], "weights": [4, 1]}), {1.0: 0.8, 2.0: 0.2})
    eq(shares({"values": [1, 2], "weights": [4, 1], "unit": "min"}), {round(1 / 60, 9): 0.8, round(2 / 60, 9): 0.2})
    eq(shares({"file": "los.csv", "unit": "h"}, {"los.csv": "value,weight\n3,1\n5,4\n"}), {3.0: 0.2, 5.0: 0.8})
    eq(shares({"file": "los.csv", "unit": "d"}, {"los.csv": "value\n3\n"}), {72.0: 1.0})
    refused(build(HOME, {"g": one("home", {"empirical": {"file": "none.csv", "unit": "h"}})}), "none.csv")


@case("histogram.edges", "histogram.weights", "histogram.unit", "distribution.histogram")
def histogram():
    x = draws({"histogram": {"edges": ["0 h", "1 h", "7 h"], "weights": [3, 1]}})
    near(sum(v < 1 for v in x) / N, 0.75, 0.05)
    near(sum(1 <= v < 4 for v in x) / N, 0.125, 0.04)
    assert max(x) > 6.8
    near(sum(v < 1 for v in draws({"histogram": {"edges": ["0 h", "1 h", "7 h"], "weights": [1, 1]}})) / N, 0.5, 0.05)
    same({"histogram": {"edges": [0, 1, 7], "weights": [3, 1], "unit": "h"}},
         {"histogram": {"edges": [0, 1, 7], "weights": [3, 1], "unit": "d"}}, 24)


@case("distribution.discrete")
def discrete():
    x = draws({"discrete": {"0 h": 0.5, "2 h": 0.25, "3 h": 0.25}})
    eq(set(x), {0.0, 2.0, 3.0})
    near(x.count(0.0) / N, 0.5, 0.05)
    near(x.count(2.0) / N, 0.25, 0.05)
    refused(build(HOME, {"g": one("home", {"discrete": {"1 h": 0.5}})}), "0.5")


LAWS = {
    "exponential": {"mean": "5 h"}, "gamma": {"shape": 2, "mean": "5 h"}, "erlang": {"k": 2, "mean": "5 h"},
    "lognormal": {"mean": "5 h", "cv": 1}, "weibull": {"shape": 1.5, "scale": "5 h"},
    "triangular": {"min": "1 h", "mode": "2 h", "max": "20 h"}, "uniform": {"min": "1 h", "max": "9 h"},
    "normal": {"mean": "5 h", "sd": "3 h"}, "beta": {"a": 2, "b": 2, "min": 0, "max": "10 h"},
    "pareto": {"shape": 1.5, "min": "2 h"}, "hyperexponential": {"weights": [1, 1], "means": ["1 h", "9 h"]},
    "mixture": {"a": {"weight": 1, "of": "3 h"}, "b": {"weight": 1, "of": {"exponential": {"mean": "6 h"}}}},
    "empirical": {"values": ["1 h", "4 h", "5 h", "8 h"]}, "histogram": {"edges": ["0 h", "4 h", "10 h"],
                                                                         "weights": [1, 1]},
    "discrete": {"1 h": 0.25, "4 h": 0.25, "5 h": 0.25, "8 h": 0.25},
}


@case("distribution.min", "distribution.max", "distribution.scale", "distribution.zero")
def modifiers_of_every_law():
    for kind, law in LAWS.items():
        x = draws({kind: law, "min": "3 h", "max": "6 h"})
        assert 3 <= min(x) and max(x) <= 6, "%s is not truncated: %r to %r" % (kind, min(x), max(x))
        whole = draws({kind: law})
        assert min(whole) < 3 and max(whole) > 6, kind
        same({kind: law}, {kind: law, "scale": 2}, 2)
        zero = draws({kind: law, "zero": 0.4})
        near(sum(v == 0 for v in zero) / N, 0.4, 0.05, kind)
