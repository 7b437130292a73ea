# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: labels=slow timeout=300
"""An extract made of the program's own event log comes back, through `vardflode import`, to the parameters that made it: each
within four standard errors or a chi-square bound; and the fragment runs and has the extract's mean number in care. What
is rare appears nowhere. A million rows are read in seconds."""
import copy
import datetime
import json
import math
import os
import random
import resource
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import extract  # noqa: E402

program = os.path.abspath(os.environ["VARDFLODE"])
home = os.path.join(os.environ["VF_SOURCE_DIR"], "configs", "exempel", "utdrag")
FIRST, DAYS = datetime.date(2023, 2, 27), 1095
LAST = FIRST + datetime.timedelta(days=DAYS - 1)
Z = 4.0
REPLICATIONS = 12

with open(os.path.join(home, "region.json"), encoding="utf-8") as _file:
    truth = json.load(_file)
truth["run"]["duration"] = f"{DAYS} d"
with open(os.path.join(home, "karta.json"), encoding="utf-8") as _file:
    karta = json.load(_file)
karta["period"] = {"from": FIRST.isoformat(), "to": LAST.isoformat()}


class Report:
    def __init__(self):
        self.faults, self.checks = [], 0

    def near(self, what, found, expected, se):
        self.checks += 1
        z = abs(found - expected) / max(se, 1e-12)
        if not z <= Z:
            self.faults.append(f"{what}: {found:.5g}, made with {expected:.5g}, z = {z:.1f}")

    def holds(self, what, so):
        self.checks += 1
        if not so:
            self.faults.append(what)

    def share(self, what, found, expected, n):
        self.near(what, found, expected, math.sqrt(expected * (1 - expected) / n) + 0.5 / n)


def dump(path, tree):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(tree, file)


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def call(*words, **more):
    return subprocess.run([program, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False,
                          env=dict(os.environ, LANGUAGE="en"), **more)


# ---- what the truth comes to ----

def gamma_cdf(shape, x):
    """Regularised lower incomplete gamma by its series."""
    if x <= 0:
        return 0.0
    term = total = 1 / shape
    for k in range(1, 2000):
        term *= x / (shape + k)
        total += term
    return min(1.0, total * math.exp(-x + shape * math.log(x) - math.lgamma(shape)))


def law_cdf(spec, x):
    if "gamma" in spec:
        g = spec["gamma"]
        return gamma_cdf(g["shape"], x * g["shape"] / float(g["mean"].split()[0]))
    mean, cv = float(spec["lognormal"]["mean"].split()[0]), spec["lognormal"]["cv"]
    sigma = math.sqrt(math.log(1 + cv * cv))
    mu = math.log(mean) - sigma * sigma / 2
    cdf = lambda y: 0.5 * math.erfc(-(math.log(y) - mu) / sigma / math.sqrt(2)) if y > 0 else 0.0
    top = float(spec["max"].split()[0])
    return min(1.0, cdf(x) / cdf(top))


def nights(spec, most=200):
    """P(nights = k): drawn in days, rounded, at least one unless exactly 0."""
    zero = spec.get("zero", 0)
    p, before = [zero], 0.0
    for k in range(1, most):
        now = law_cdf(spec, k + 0.5)
        p.append((1 - zero) * (now - before))
        before = now
    return p


def histogram_cdf(spec, x):
    h, zero = spec["histogram"], spec.get("zero", 0)
    total, below = sum(h["weights"]), 0.0
    for low, high, w in zip(h["edges"], h["edges"][1:], h["weights"]):
        below += w * min(1.0, max(0.0, (x - low) / (high - low)))
    return zero + (1 - zero) * below / total


def histogram_mean(spec):
    h, zero = spec["histogram"], spec.get("zero", 0)
    mids = [(a + b) / 2 for a, b in zip(h["edges"], h["edges"][1:])]
    return (1 - zero) * sum(m * w for m, w in zip(mids, h["weights"])) / sum(h["weights"])


def calendar_mean(profile):
    """Mean of weekday x month over the period."""
    total = 0.0
    for k in range(DAYS):
        day = FIRST + datetime.timedelta(days=k)
        total += profile["weekdays"][day.weekday()] * profile.get("months", [1] * 12)[day.month - 1]
    return total / DAYS


# ---- the checks ----

def check_stay(report, name, found, spec, n):
    p = nights(spec)
    mean = sum(k * x for k, x in enumerate(p))
    sd = math.sqrt(sum(k * k * x for k, x in enumerate(p)) - mean * mean)
    report.near(f"{name}: mean vårdtid", histogram_mean(found), mean, sd / math.sqrt(n))
    cdf = 0.0
    quantiles = [0.25, 0.5, 0.75, 0.9]
    for k, x in enumerate(p):
        cdf += x
        if quantiles and cdf >= quantiles[0]:
            quantiles = [q for q in quantiles if q > cdf]
            report.share(f"{name}: share with at most {k} nights", histogram_cdf(found, k + 0.5), cdf, n)


def check_shares(report, what, factors, true, weights, n):
    """Chi-square of shares against those of the truth; cells that the truth has at 0 must be nearly so."""
    expected = [t * w for t, w in zip(true, weights)]
    found = [f * w for f, w in zip(factors, weights)]
    expected, found = ([x / sum(y) for x in y] for y in (expected, found))
    chi = sum(n * (f - e) ** 2 / e for f, e in zip(found, expected) if e > 0)
    df = sum(e > 0 for e in expected) - 1
    report.holds(f"{what}: chi-square {chi:.1f} for {df} degrees", chi < df + Z * math.sqrt(2 * df) + 2)
    report.holds(f"{what}: cells that are never used", sum(f for f, e in zip(found, expected) if e == 0) < 0.01)


def check_arrivals(report, fragment, group, rate, profile):
    found = fragment["groups"][group]["arrivals"]["poisson"]["rate"]
    shape, true = fragment["profiles"][found["like"]], truth["profiles"][profile]
    per_day = rate * sum(true["hours"]) / 24 * calendar_mean(true)
    n = per_day * DAYS
    report.near(f"{group}: arrivals", float(found["base"].split()[0]) * calendar_mean(shape), per_day,
                math.sqrt(per_day / DAYS) * 1.1)
    check_shares(report, f"{group}: hours", shape["hours"], true["hours"], [1] * 24, n)
    check_shares(report, f"{group}: weekdays", shape["weekdays"], true["weekdays"], [1] * 7, n)
    check_shares(report, f"{group}: months", shape["months"], true.get("months", [1] * 12), [1] * 12, n)


def count(rows, **what):
    return sum(all(str(r[k]) == str(v) for k, v in what.items()) and r["utskriven"] != "" for r in rows)


def check_moves(report, fragment, rows):
    old = fragment["groups"]["medicin_aldre_akut"]["path"]
    for node, klinik in (("medicin", "medicin"), ("geriatrik", "geriatrik")):
        n = count(rows, klinik=klinik, alder=71)
        for to, p in truth["groups"]["aldre_medicin"]["path"][node]["next"].items():
            found = old[klinik]["next"].get({"mottagande": "hemgang"}.get(to, to), 0)
            report.share(f"{klinik} to {to}", found, p, n)
    n = count(rows, klinik="kirurgi", alder=44, planerad=0)
    # the acute stratum also holds readmitted planned patients, who never move on: the share is theirs too
    returned = truth["groups"]["vuxna_planerade"]["readmission"]["probability"] * 3 / (2.5 + 3)
    found = fragment["groups"]["kirurgi_vuxna_akut"]["path"]["kirurgi"]["next"]["medicin"]
    report.holds(f"kirurgi to medicin: {found}, made with 0.1, less the returned",
                 0.1 * (1 - returned) - Z * math.sqrt(0.09 / n) - 0.01 < found < 0.1 + Z * math.sqrt(0.09 / n))


def check_readmission(report, fragment):
    def truncated(x):
        return (1 - math.exp(-0.053 * min(x, 30))) / (1 - math.exp(-0.053 * 30))

    rates = {"medicin_aldre_akut": 3, "kirurgi_vuxna_planerad": 3, "kirurgi_vuxna_akut": 2.5}
    for group, p in (("medicin_aldre_akut", 0.2), ("kirurgi_vuxna_planerad", 0.05), ("kirurgi_vuxna_akut", 0.08)):
        found = fragment["groups"][group]["readmission"]
        n = rates[group] * DAYS
        report.share(f"{group}: readmitted", found["probability"], p, n)
        curve = fragment["distributions"][found["time"]]
        events = (3 * 0.25 if "aldre" in group else 3 * 0.053 + 2.5 * 0.087) * DAYS * 0.95
        for days in (1, 3, 7, 14, 21):
            report.share(f"{found['time']}: within {days} days", histogram_cdf(curve, days), truncated(days), events)
    to = fragment["groups"]["medicin_aldre_akut"]["path"]["ater"]["next"]
    report.holds(f"readmissions lead to {to}", to == {"medicin": 1})


def check_kommuner(report, fragment, rows):
    members = fragment["families"]["kommun"]["members"]
    for name, true in truth["families"]["kommun"]["members"].items():
        n = count(rows, utskrivningssatt="kommun", hemkommun=name)
        lead = members[name]["units"]["hemgang"]["lead_time"]["empirical"]
        weights = {float(v): w / sum(lead["weights"]) for v, w in zip(lead["values"], lead["weights"])}
        for days, p in true["units"]["mottagande"]["lead_time"]["discrete"].items():
            report.share(f"{name}: {days} from utskrivningsklar", weights.get(float(days.split()[0]), 0), p, n)
    share = members["storby"]["weight"] / sum(m["weight"] for m in members.values())
    report.share("share of storby", share, 0.75, count(rows, utskrivningssatt="kommun"))


def check_parameters(report, fragment, rows):
    check_arrivals(report, fragment, "medicin_aldre_akut", 3, "dygnet")
    check_arrivals(report, fragment, "kirurgi_vuxna_akut", 2.5, "dygnet")
    check_arrivals(report, fragment, "kirurgi_vuxna_planerad", 3, "listan")
    laws = truth["distributions"]
    for name, spec, what in (("vardtid_medicin_aldre_akut", "medicinsk", {"klinik": "medicin", "alder": 71}),
                             ("vardtid_geriatrik_aldre_akut", "geriatrisk", {"klinik": "geriatrik"}),
                             ("vardtid_kirurgi_vuxna_akut", "kirurgisk", {"klinik": "kirurgi", "planerad": 0}),
                             ("vardtid_kirurgi_vuxna_planerad", "planerad", {"klinik": "kirurgi", "planerad": 1})):
        check_stay(report, name, fragment["distributions"][name], laws[spec], count(rows, **what))
    check_moves(report, fragment, rows)
    check_readmission(report, fragment)
    check_kommuner(report, fragment, rows)
    for name, unit in fragment["units"].items():
        if name == "ater":
            continue
        beds = truth["units"][name]["beds"]["disponibla"]
        report.holds(f"{name}: disponibla", unit["beds"]["disponibla"] == (beds if isinstance(beds, dict) else {"base": beds}))
        check_shares(report, f"{name}: hours of discharge", unit["discharge"]["hours"],
                     truth["units"][name]["discharge"]["hours"], [1] * 24, count(rows, klinik=name))


def check_run(report, folder, rows):
    """The fragment's mean number in care against the extract's own, within the interval of one such run."""
    done = call("run", f"{folder}/fragment.json", "--json", "-q", "-n", str(REPLICATIONS), "--out", f"{folder}/out")
    report.holds(f"the fragment runs: {done.stderr}", done.returncode == 0)
    if done.returncode:
        return
    scenario = json.loads(done.stdout)["scenarios"][0]
    report.holds(f"books {scenario['checks']}", all(scenario["checks"][b] == "ok" for b in ("little", "flow", "bed_days")))
    start = datetime.datetime.combine(FIRST, datetime.time())
    end = start + datetime.timedelta(days=DAYS)
    for klinik in ("medicin", "kirurgi", "geriatrik"):
        inside = 0.0
        for r in rows:
            if r["klinik"] == klinik:
                a = max(start, datetime.datetime.fromisoformat(r["inskriven"]))
                b = min(end, datetime.datetime.fromisoformat(r["utskriven"]) if r["utskriven"] else end)
                inside += (b - a).total_seconds()
        own = inside / (end - start).total_seconds()
        found = scenario["units"][klinik]["occupancy"]
        mean, low, high = found["mean"], found["pi_low"], found["pi_high"]
        print(f"{klinik}: {own:.3f} in the extract, {mean:.3f} [{low:.3f}, {high:.3f}] simulated")
        report.holds(f"{klinik}: in care {own:.3f}, simulated {mean:.3f} [{low:.3f}, {high:.3f}]",
                     low <= own <= high and abs(mean - own) < 0.04 * own)


def check_fitted(report, folder):
    for law, key in (("lognormal", "lognormal"), ("gamma", "gamma"), ("best", "lognormal")):
        done = call("import", f"{folder}/vardtillfallen.csv", "-m", f"{folder}/karta.json", "--stays", law)
        found = json.loads(done.stdout)["distributions"]["vardtid_medicin_aldre_akut"]
        report.holds(f"--stays {law}: {found}", key in found and "KS histogram" in found["note"])
        if key == "lognormal":
            report.near(f"--stays {law}: cv", found[key]["cv"], 0.9, 0.03)


def check_suppression(report, folder, rows):
    """A klinik of three patients, a kommun of two, a rare move and a rare age: nothing of them is written or told."""
    rare = [dict(rows[0], lopnr=f"R{k % 3}", klinik="Brännskada", inskriven=f"2024-03-{k + 1:02d} 03:07",
                 utskriven=f"2024-03-{k + 1:02d} 23:41", utskrivningssatt="hem", hemkommun="Ensamby", utskrivningsklar="")
            for k in range(9)]
    rare += [dict(rows[0], lopnr=f"K{k}", klinik="medicin", inskriven="2024-05-02 10:00", utskriven="2024-05-09 10:00",
                  utskrivningsklar="2024-05-04 10:00", utskrivningssatt="kommun", hemkommun="Avlägsnaby") for k in range(2)]
    rare += [dict(rows[0], lopnr=f"B{k}", alder=3, klinik="geriatrik", planerad=1, inskriven="2024-06-02 04:00",
                  utskriven="2024-11-29 10:00", utskrivningsklar="", utskrivningssatt="hem") for k in range(4)]
    for k in range(3):
        home = dict(rows[0], lopnr=f"S{k}", alder=71, planerad=0, utskrivningssatt="hem", utskrivningsklar="")
        rare += [dict(home, klinik="medicin", inskriven="2024-04-02 10:00", utskriven="2024-04-05 10:00"),
                 dict(home, klinik="geriatrik", inskriven="2024-04-12 10:00", utskriven="2024-04-15 10:00")]
    with open(f"{folder}/vardtillfallen.csv", encoding="utf-8") as file:
        text = file.read()
    with open(f"{folder}/rara.csv", "w", encoding="utf-8") as file:
        file.write(text + "".join(";".join(str(r[h]) for h in extract.HEADER) + "\n" for r in rare))
    before = set(os.listdir(folder))
    done = call("import", f"{folder}/rara.csv", "-m", f"{folder}/karta.json", "-o", f"{folder}/rara.json", cwd=folder)
    report.holds(f"import of rare ones: {done.stderr}", done.returncode == 0)
    report.holds("no other file is left", set(os.listdir(folder)) - before == {"rara.json"})
    with open(f"{folder}/rara.json", encoding="utf-8") as file:
        written = file.read()
    for word in ("annskada", "Ensamby", "Avl", "barn", "R0", "K0", "P0000"):
        report.holds(f"{word} is written", word not in written)
    report.holds("Brännskada is told", "nnskada" not in done.stdout + done.stderr)
    report.holds("kliniker with too few patients are counted together", "klinik with too few patients" in done.stdout)
    fragment = json.loads(written)
    longest = fragment["distributions"]["vardtid_geriatrik_aldre_akut"]["histogram"]["edges"][-1]
    report.holds(f"the longest stay, of 180 nights, shows in {longest}", abs(longest - 180) > 5)
    to = fragment["groups"]["medicin_aldre_akut"]["path"]["ater"]["next"]
    report.holds(f"readmissions, three of them to geriatrik, lead to {to}", to == {"medicin": 1})
    members = fragment["families"]["kommun"]["members"]
    report.holds(f"members {list(members)}", set(members) == {"storby", "lillby"})
    for name, d in fragment["distributions"].items():
        n = int(d["note"].split()[1].rstrip(";")) if "note" in d else 400
        total = sum(d["histogram"]["weights"]) / (1 - d.get("zero", 0))
        least = min(w for w in d["histogram"]["weights"] if w > 0) / total * n
        report.holds(f"{name}: a class of {least:.1f}", "note" not in d or least > 4.5)
    alone = rare[:3]
    with open(f"{folder}/ensam.csv", "w", encoding="utf-8") as file:
        file.write(text + "".join(";".join(str(r[h]) for h in extract.HEADER) + "\n" for r in alone))
    done = call("import", f"{folder}/ensam.csv", "-m", f"{folder}/karta.json", "-o", f"{folder}/ensam.json")
    report.holds("three rows left out are told as few, and the rows used are not",
                 "below the smallest cell" in done.stdout and "used" not in done.stdout)


def check_reported(report, folder):
    """What the daily file reports is told per 100 disponibla, and not at all when it stands for fewer than five."""
    few = 3
    with open(f"{folder}/dygn.csv", encoding="utf-8") as file:
        lines = file.read().splitlines()
    for k, line in enumerate(lines):
        if ";medicin 1;" in line:
            lines[k] = line[:-1] + "2"
        if ";geriatrik 1;" in line and few > 0:
            lines[k], few = line[:-1] + "1", few - 1
    with open(f"{folder}/dygn2.csv", "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    done = call("import", f"{folder}/vardtillfallen.csv", "-m", f"{folder}/karta.json", "--days", f"{folder}/dygn2.csv",
                "-o", f"{folder}/dygn2.json")
    told = {line.split()[0]: line.split() for line in done.stdout.splitlines() if len(line.split()) == 8}
    beds = float(told["medicin"][5])
    report.near("överbeläggningar per 100", float(told["medicin"][6]), 200 / beds, 0.02)
    report.holds(f"geriatrik, three in all: {told['geriatrik'][6]}", told["geriatrik"][6] == "–")
    report.holds(f"kirurgi, none: {told['kirurgi'][6]}", told["kirurgi"][6] == "0.0")


def check_use(report, folder):
    """As a base by extends and as a patch; without --run there is no run in it."""
    done = call("import", f"{folder}/vardtillfallen.csv", "-m", f"{folder}/karta.json", "-o", f"{folder}/delen.json")
    report.holds("no run unless asked for", done.returncode == 0 and "run" not in load(f"{folder}/delen.json"))
    dump(f"{folder}/pa.json", {"extends": "delen.json", "run": {"duration": "28 d", "replications": 1}})
    for words in (("pa.json",), ("region.json", "--patch", f"{folder}/delen.json")):
        done = call("check", f"{folder}/{words[0]}", *words[1:])
        report.holds(f"{words}: {done.stderr}", done.returncode == 0)


def check_dates_only(report, folder, rows):
    """Without times of day: no hours are written, and the rest is as before."""
    text = ";".join(extract.HEADER) + "\n"
    for r in rows:
        cut = {k: str(r[k])[:10] if k in ("inskriven", "utskriven", "utskrivningsklar") else r[k] for k in extract.HEADER}
        text += ";".join(str(cut[k]) for k in extract.HEADER) + "\n"
    with open(f"{folder}/datum.csv", "w", encoding="utf-8") as file:
        file.write(text)
    done = call("import", f"{folder}/datum.csv", "-m", f"{folder}/karta.json")
    fragment = json.loads(done.stdout)
    report.holds("no hours", all("hours" not in p for p in fragment["profiles"].values()))
    report.holds("no hours of discharge", all("discharge" not in u for u in fragment["units"].values()))
    check_stay(report, "dates: medicin", fragment["distributions"]["vardtid_medicin_aldre_akut"],
               truth["distributions"]["medicinsk"], count(rows, klinik="medicin", alder=71))


def new_arrivals(rows):
    """Days of admission of the old who were not discharged in the 30 days before, from the whole extract."""
    out, days = {}, []
    for r in sorted((r for r in rows if r["alder"] == 71), key=lambda r: (r["lopnr"], r["inskriven"])):
        came, last = datetime.datetime.fromisoformat(r["inskriven"]), out.get(r["lopnr"])
        if not last or came - last > datetime.timedelta(days=30):
            days.append(came.date())
        if r["utskriven"]:
            out[r["lopnr"]] = datetime.datetime.fromisoformat(r["utskriven"])
    return days


def check_start(report, folder, rows):
    """Extracts of 90 days see no earlier stays: their arrivals must not hold the readmissions that begin unseen."""
    days, counted, raw, true = new_arrivals(rows), 0.0, 0, 0
    for k in range(12):
        first = FIRST + datetime.timedelta(days=90 * k)
        last = first + datetime.timedelta(days=89)
        dump(f"{folder}/kort.json", dict(karta, period={"from": first.isoformat(), "to": last.isoformat()}))
        fragment = json.loads(call("import", f"{folder}/vardtillfallen.csv", "-m", f"{folder}/kort.json").stdout)
        rate = fragment["groups"]["medicin_aldre_akut"]["arrivals"]["poisson"]["rate"]
        weekdays = fragment["profiles"][rate["like"]]["weekdays"]
        mean = sum(weekdays[(first + datetime.timedelta(days=d)).weekday()] for d in range(90)) / 90
        counted += float(rate["base"].split()[0]) * mean * 90
        true += sum(first <= d <= last for d in days)
        seen = [r for r in rows if first.isoformat() <= (r["utskriven"] or "9")]
        raw += sum(first <= d <= last for d in new_arrivals(seen))
    print(f"arrivals in short extracts: {counted:.0f}, in the whole one {true}, without a correction {raw}")
    report.holds(f"{raw} without a correction is not {true}: the check means something", raw > 1.02 * true)
    report.holds(f"arrivals in short extracts: {counted:.0f}, in the whole one {true}", abs(counted - true) < 0.01 * true)


def odd_rows(draw):
    """A small extract of nothing in particular: few persons, loops of moves, stays still going on, with times or without."""
    kliniker, persons, days = draw.choice([1, 2, 5, 12]), draw.choice([5, 20, 100, 600]), draw.choice([60, 200, 500])
    timed = draw.random() < 0.7
    for _ in range(draw.choice([60, 200, 1000])):
        first, long = FIRST + datetime.timedelta(days=draw.randrange(days)), int(draw.expovariate(0.15))
        last, ready = first + datetime.timedelta(days=long), first + datetime.timedelta(days=draw.randrange(long + 1))
        klinik = min(draw.randrange(kliniker), draw.randrange(kliniker))
        out = f"{last} 23:59" if draw.random() > 0.02 else ""
        row = [draw.randrange(persons), f"K{klinik}", f"{first} {draw.randrange(24):02d}:{draw.randrange(60):02d}", out,
               draw.randrange(2), draw.randrange(100), 1, "", draw.choice(["hem", "annan klinik", "kommun", "avliden", ""]),
               f"{ready} 23:59" if out and draw.random() < 0.3 else "", draw.choice("ABC")]
        yield [str(cell) if timed else str(cell).split(" ", maxsplit=1)[0] if k in (2, 3, 9) else str(cell)
               for k, cell in enumerate(row)]


def check_odd(report, folder):
    """Whatever the rows are, what is written is a config that compiles."""
    short = {"stays": {"columns": {k: karta["stays"]["columns"][k] for k in ("person", "klinik", "in", "out")}}}
    dump(f"{folder}/udda_kort.json", dict(short, readmission_days=20))
    dump(f"{folder}/udda.json", {"stays": karta["stays"], "readmission_days": 20})
    written = 0
    for seed in range(40):
        with open(f"{folder}/udda.csv", "w", encoding="utf-8") as file:
            file.write(";".join(extract.HEADER) + "\n")
            file.writelines(";".join(row) + "\n" for row in odd_rows(random.Random(seed)))
        for name in ("udda.json", "udda_kort.json"):
            done = call("import", f"{folder}/udda.csv", "-m", f"{folder}/{name}", "--run", "-o", f"{folder}/ut.json")
            if done.returncode == 0:
                written += 1
                done = call("check", f"{folder}/ut.json")
                report.holds(f"odd rows {seed}, {name}: {done.stderr[:300]}", done.returncode == 0)
            else:
                report.holds(f"odd rows {seed}, {name}: {done.stderr[:300]}", done.returncode == 3 and done.stderr)
    report.holds(f"{written} fragments of odd rows", written > 40)


def check_speed(report, folder):
    """A million rows, a second file of many, and the memory of the child."""
    draw = random.Random(5)
    with open(f"{folder}/miljon.csv", "w", encoding="utf-8") as file:
        file.write(";".join(extract.HEADER) + "\n")
        for block in range(100):
            lines = []
            for k in range(10000):
                day = draw.randrange(1000)
                a, b = (FIRST + datetime.timedelta(days=d) for d in (day, day + draw.randrange(12)))
                lines.append(f"Q{draw.randrange(600000)};klinik {k % 30};{a} {k % 24:02d}:17;{b} 23:59;{k % 2};"
                             f"{k % 90};1;I50;hem;;kommun {block % 40}\n")
            file.write("".join(lines))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = call("import", f"{folder}/miljon.csv", "-m", f"{folder}/karta.json", "-o", f"{folder}/miljon.json")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    memory, size = after.ru_maxrss / 1024, os.path.getsize(folder + "/miljon.csv") / 1e6
    print(f"a million rows ({size:.0f} MB): {seconds:.1f} s of CPU, {memory:.0f} MB")
    report.holds(f"a million rows: {done.stderr[:500]}", done.returncode == 0 and "1,000,000" in done.stdout)
    os.remove(f"{folder}/miljon.csv")
    report.holds(f"a million rows took {seconds:.1f} s", seconds < 10)
    report.holds(f"a million rows took {memory:.0f} MB", memory < 600)


def main():
    report = Report()
    with tempfile.TemporaryDirectory(prefix="vf-import-") as folder:
        region = copy.deepcopy(truth)
        dump(f"{folder}/region.json", region)
        dump(f"{folder}/karta.json", karta)
        done = call("run", f"{folder}/region.json", "-q", "--out", f"{folder}/sant", "--log", f"{folder}/log.csv")
        report.holds(f"the region runs: {done.stderr}", done.returncode == 0)
        rows = extract.write(f"{folder}/log.csv", region, folder, FIRST, LAST)
        done = call("import", f"{folder}/vardtillfallen.csv", "-m", f"{folder}/karta.json", "--days",
                    f"{folder}/dygn.csv", "--run", "-o", f"{folder}/fragment.json")
        report.holds(f"import: {done.stderr}", done.returncode == 0)
        print(done.stdout)
        check_parameters(report, load(f"{folder}/fragment.json"), rows)
        check_run(report, folder, rows)
        check_fitted(report, folder)
        check_suppression(report, folder, rows)
        check_reported(report, folder)
        check_use(report, folder)
        check_dates_only(report, folder, rows)
        check_start(report, folder, rows)
        check_odd(report, folder)
        check_speed(report, folder)
    print(f"{report.checks} checks, {len(report.faults)} faults", *report.faults, sep="\n")
    return 1 if report.faults else 0


sys.exit(main())
