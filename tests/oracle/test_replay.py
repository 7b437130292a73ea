# SPDX-License-Identifier: GPL-3.0-or-later
"""Trace replay: an extract made of our own event log, replayed, gives back the very figures of every morning's census.

A hospital of four wards with outliers, extra places, repatriation and beds that change from day to day runs with its log on.
From the log come rows such as a region has (pseudonym, klinik, in, out, planned), from the census the daily file. `replay`
must then simulate exactly what was reported, ward by ward and day by day; and something else when the beds are others.
"""
import collections
import csv
import datetime
import json
import os
import random
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

SOURCE = os.environ.get("VF_SOURCE_DIR", os.getcwd())
PROGRAM = os.environ.get("VARDFLODE", "vardflode")
START, DAYS = "2025-11-03", 120
PATIENTS = {"medA": 420, "medB": 300, "kirA": 330, "geri": 220}
BEDS = {"medA": 17, "medB": 12, "kirA": 13, "geri": 10}
MAP = {"stays": {"columns": {"person": "lopnr", "klinik": "enhet", "in": "in", "out": "ut", "planned": "planerad"},
                 "klinik": {"Avd. 1": "medA"}},
       "days": {"columns": {"date": "datum", "ward": "avdelning", "disponibla": "disponibla", "overbelagda": "over",
                            "utlokaliserade": "utlok"}, "wards": {"Avd. 1": "medA"}}}
NAMES = {"medA": "Avd. 1"}
failures = []


def expect(what, good):
    if not good:
        failures.append(what)
        print("FAIL", what)


def vardflode(*args, code=0):
    done = subprocess.run([PROGRAM, *args], capture_output=True, text=True, env={**os.environ, "LANGUAGE": "en"}, check=False)
    if done.returncode != code:
        sys.exit("vardflode %s: exit %d, not %d\n%s" % (" ".join(args), done.returncode, code, done.stderr))
    return done


def rows(*path):
    with open(os.path.join(*path), newline="", encoding="utf-8") as f:
        return list(csv.DictReader(f))


def write(path, header, lines):
    with open(path, "w", newline="", encoding="utf-8") as f:
        csv.writer(f).writerows([header, *lines])


def make_config(folder, whole_minutes):
    """Arrivals and stays in whole minutes, no two events in one of them (as long as each minute of the day is used once);
    or as they come, in ms."""
    rand = random.Random(7)
    minutes = rand.sample(range(1440), sum(PATIENTS.values()))
    groups, units = {}, {}
    for ward, n in PATIENTS.items():
        times = sorted(rand.randrange(DAYS - 1) * 1440 + minutes.pop() for _ in range(n))
        with open(os.path.join(folder, ward + ".csv"), "w", encoding="utf-8") as f:
            f.write("\n".join(["minut", *map(str, times)]) + "\n")
        stay = {"empirical": {"values": ["1 d", "2 d", "3 d", "5 d", "8 d", "14 d"], "weights": [5, 6, 5, 4, 2, 1]}} \
            if whole_minutes else {"lognormal": {"mean": "4.6 d", "cv": 0.9}, "max": "60 d"}
        arrivals = {"replay": {"file": ward + ".csv", "column": "minut", "unit": "min"}} if whole_minutes \
            else {"poisson": {"rate": "%.2f /d" % (n / DAYS)}}
        groups["till_" + ward] = {"arrivals": arrivals, "start": ward,
                                  "path": {ward: {"stay": stay, "planned": ward == "kirA"}}}
        dated, day = {}, 0
        while day < DAYS:
            date = datetime.date.fromisoformat(START) + datetime.timedelta(days=day)
            dated[str(date)] = BEDS[ward] + rand.choice((-4, -3, -2, -1, 0, 0, 1, 2))
            day += rand.randrange(1, 6)
        others = [w for w in PATIENTS if w != ward]
        units[ward] = {"kind": "ward", "beds": {"disponibla": {"base": BEDS[ward], "dated": dated}}, "max_extra": "100 %",
                       "outliers": {"to": others, "accepts": "all", "reserve": 1}, "outlier_factor": 1}
        if ward != "kirA":
            units[ward]["placement"] = {"steps": ["home", "outlier", "extra"]}
    config = {"run": {"seed": 3, "start": START, "warmup": "0 d", "duration": "%d d" % DAYS, "replications": 1,
                      "transient": True}, "units": units, "groups": groups}
    path = os.path.join(folder, "config.json")
    with open(path, "w", encoding="utf-8") as f:
        json.dump(config, f)
    return path


def minute(stamp):
    return stamp.replace("T", " ")[:16] if stamp else ""


def make_extract(folder, log, census):
    """Rows of stays and the daily file, of a run's log and census."""
    cases = collections.defaultdict(list)
    for row in log:
        cases[row["case:concept:name"]].append(row)
    stays = []
    for number, events in enumerate(cases.values()):
        home = events[0]["concept:name"]
        came = next((e["time:timestamp"] for e in events if e["lifecycle:transition"] == "start"), None)
        left = events[-1]["time:timestamp"] if events[-1]["lifecycle:transition"] == "exit" else None
        if came:
            stays.append((number, NAMES.get(home, home), minute(came), minute(left), int(home == "kirA")))
    random.Random(1).shuffle(stays)
    files = {name: os.path.join(folder, name) for name in ("stays.csv", "daily.csv", "map.json", "config.json")}
    write(files["stays.csv"], ["lopnr", "enhet", "in", "ut", "planerad"], stays)
    write(files["daily.csv"], ["datum", "avdelning", "disponibla", "over", "utlok"],
          [(c["date"], NAMES.get(c["ward"], c["ward"]), c["disponibla"], c["overbelaggningar"], c["utlokaliserade"])
           for c in census])
    with open(files["map.json"], "w", encoding="utf-8") as f:
        json.dump(MAP, f)
    return files, stays


def replay(files, out, *args, config="config.json"):
    given = ("--stays", files["stays.csv"], "--daily", files["daily.csv"], "--columns", files["map.json"])
    said = vardflode("replay", files[config], *given, "-o", out, "--replace", *args).stdout
    return rows(out, "days.csv"), {(r["ward"], r["measure"]): r for r in rows(out, "summary.csv")}, said


def prepare(folder, whole_minutes):
    config = make_config(folder, whole_minutes)
    vardflode("run", config, "-q", "-o", os.path.join(folder, "run"), "--log", os.path.join(folder, "log.csv"))
    census = rows(folder, "run", "census.csv")
    files, stays = make_extract(folder, rows(folder, "log.csv"), census)
    return files, stays, census


def differing(days):
    return sum(d["overbelagda_simulated"] != d["overbelagda_reported"]
               or d["utlokaliserade_simulated"] != d["utlokaliserade_reported"] for d in days)


def check_exact(folder):
    files, stays, census = prepare(folder, True)
    out = os.path.join(folder, "replayed")
    days, summary, said = replay(files, out)
    reported = {(c["date"], c["ward"]): c for c in census}
    expect("all days of all wards", len(days) == len(census) == DAYS * len(PATIENTS))
    for d in days:
        c = reported[d["date"], d["ward"]]
        expect("%s %s: %s against %s" % (d["date"], d["ward"], d, c),
               (d["disponibla"], d["inskrivna"], d["overbelagda_simulated"], d["utlokaliserade_simulated"])
               == (c["disponibla"], c["inskrivna"], c["overbelaggningar"], c["utlokaliserade"]))
    expect("no day differs", differing(days) == 0)
    some = collections.Counter(d["ward"] for d in days if d["utlokaliserade_reported"] != "0")
    over = collections.Counter(d["ward"] for d in days if d["overbelagda_reported"] != "0")
    expect("there is something to get wrong: %s %s" % (some, over),
           len(some) >= 3 and min(some.values()) >= 5 and sum(over.values()) >= 20)
    for key, r in summary.items():
        varies = r["correlation"] != ""
        expect("%s: %s" % (key, r), int(r["days"]) == DAYS and float(r["difference"]) == 0 and r["within_1"] == "1"
               and r["within_2"] == "1" and (not varies or abs(float(r["correlation"]) - 1) < 1e-9))
    mean = sum(int(c["overbelaggningar"]) for c in census) / DAYS
    expect("the mean over the wards", abs(float(summary["", "overbelagda"]["simulated"]) - mean) < 1e-9)
    expect("the table says so", "utlokaliserade" in said and "1.000" in said and "%d vårdtillfällen" % len(stays) in said)
    check_written(out, files, stays)
    check_host(files, out, census)
    check_other_beds(files, out)
    check_gaps(files, out)
    check_later_start(files, out, census)
    check_dates_only(files, out, stays)
    check_refused(files)


def check_written(out, files, stays):
    """The chart is there; of rows nothing is."""
    root = ET.parse(os.path.join(out, "replay.svg")).getroot()
    lines = [p.get("d") for p in root.iter("{http://www.w3.org/2000/svg}path") if p.get("class") in ("r", "s")]
    expect("two lines in each of ten panels, and the key", len(lines) == 2 * 2 * (len(PATIENTS) + 1) + 2)
    expect("a line has all days", sum(d.count("L") == DAYS - 1 for d in lines) == len(lines) - 2)
    expect("where simulated and reported agree the lines lie on each other", sorted(lines[2::2]) == sorted(lines[3::2]))
    text = "".join(open(os.path.join(out, name), encoding="utf-8").read() for name in os.listdir(out) if name != ".lock")
    expect("no row of a patient is written", not any(s[2] in text or (s[3] and s[3] in text) for s in stays))
    expect("these files", sorted(n for n in os.listdir(out) if n[0] != ".")
           == ["config.json", "days.csv", "manifest.json", "replay.svg", "summary.csv"])


def check_host(files, out, census):
    days, _, _ = replay(files, out, "--by-host")
    hosts = {(c["date"], c["ward"]): c["utlokaliserade_hos"] for c in census}
    expect("by host", all(d["utlokaliserade_simulated"] == hosts[d["date"], d["ward"]] for d in days))


def check_other_beds(files, out):
    """Other beds, other figures: on a ward with four fewer more are överbelagda or lie elsewhere."""
    daily = rows(files["daily.csv"])
    fewer = [[str(max(0, int(v) - 4)) if k == "disponibla" and r["avdelning"] == "Avd. 1" else v for k, v in r.items()]
             for r in daily]
    write(files["daily.csv"], list(daily[0]), fewer)
    days, summary, _ = replay(files, out)
    changed = summary["medA", "utlokaliserade"]
    expect("fewer beds change the figures", differing(days) > DAYS / 4)
    expect("and in the right direction: %s" % changed, float(changed["difference"]) > 0.2 and float(changed["within_1"]) < 1
           and float(changed["correlation"]) < 0.99)
    write(files["daily.csv"], list(daily[0]), [list(r.values()) for r in daily])


def check_gaps(files, out):
    """Days and cells that were not reported are left out of the comparison; the beds go on as they were."""
    daily = rows(files["daily.csv"])
    less = [[("" if k == "utlok" and r["avdelning"] == "geri" and int(r["datum"][-2:]) % 2 else v) for k, v in r.items()]
            for r in daily if r["avdelning"] != "medB" or int(r["datum"][-2:]) % 7]
    write(files["daily.csv"], list(daily[0]), less)
    _, summary, _ = replay(files, out)
    there = sum(1 for r in daily if r["avdelning"] == "medB" and int(r["datum"][-2:]) % 7)
    expect("days that are there", int(summary["medB", "overbelagda"]["days"]) == there < DAYS)
    away, over = (int(summary["geri", measure]["days"]) for measure in ("utlokaliserade", "overbelagda"))
    expect("cells that are there", 0 < away < over)
    write(files["daily.csv"], list(daily[0]), [list(r.values()) for r in daily])


def check_later_start(files, out, census):
    """A daily file that begins later: those in care then are placed first, by when they came, and it soon is as before."""
    daily = rows(files["daily.csv"])
    first = str(datetime.date.fromisoformat(START) + datetime.timedelta(days=40))
    write(files["daily.csv"], list(daily[0]), [list(r.values()) for r in daily if r["datum"] >= first])
    days, _, said = replay(files, out, "--json")
    expect("some are in care when it begins", json.loads(said)["in_care_at_start"] > 20)
    totals = [{day: sum(int(d["inskrivna"]) for d in table if d["date"] == day) for day in {d["date"] for d in days}}
              for table in (days, census)]
    expect("as many in care as there were, from the first morning on", totals[0] == totals[1] and len(totals[0]) == DAYS - 40)
    late = [d for d in days if d["date"] >= str(datetime.date.fromisoformat(first) + datetime.timedelta(days=20))]
    expect("the same again after three weeks: %d" % differing(late), len(late) == 60 * len(PATIENTS) and differing(late) == 0)
    write(files["daily.csv"], list(daily[0]), [list(r.values()) for r in daily])


def check_dates_only(files, out, stays):
    """Dates without a time of day, as in Patientregistret: told, and near."""
    write(files["stays.csv"], ["lopnr", "enhet", "in", "ut", "planerad"], [(*s[:2], s[2][:10], s[3][:10], s[4]) for s in stays])
    days, summary, said = replay(files, out)
    expect("what is assumed is said", "12:00" in said)
    near = float(summary["", "overbelagda"]["correlation"])
    expect("near: %s" % near, 0.6 < near < 1 and differing(days) > 0)
    write(files["stays.csv"], ["lopnr", "enhet", "in", "ut", "planerad"], stays)


def check_refused(files):
    base = ["replay", files["config.json"], "--stays", files["stays.csv"], "--daily", files["daily.csv"], "--columns"]
    with open(files["map.json"], "w", encoding="utf-8") as f:
        json.dump({**MAP, "days": {"columns": MAP["days"]["columns"]}}, f)
    said = vardflode(*base, files["map.json"], code=3).stderr
    expect("an unknown ward: " + said, "no ward called" in said and "Avd_1" in said)
    with open(files["map.json"], "w", encoding="utf-8") as f:
        json.dump({**MAP, "stays": {**MAP["stays"], "klinik": {"Avd. 1": "medC"}}}, f)
    said = vardflode(*base, files["map.json"], code=3).stderr
    expect("an unknown klinik: " + said, "medC" in said and "did you mean" in said and said.count("no ward called") == 1)
    with open(files["map.json"], "w", encoding="utf-8") as f:
        json.dump({**MAP, "days": {**MAP["days"], "wards": {"Avd. 1": "medA", "Avd. 0": "medA"}}}, f)
    said = vardflode(*base, files["map.json"], code=3).stderr
    expect("a ward of which half is never reported: " + said, "no day with a row for each name that the map gives medA" in said)
    expect("what is missing", "--daily" in vardflode(*base[:4], code=2).stderr)
    with open(files["map.json"], "w", encoding="utf-8") as f:
        json.dump(MAP, f)
    with open(files["daily.csv"], encoding="utf-8") as f:
        text = f.read()
    with open(files["daily.csv"], "w", encoding="utf-8") as f:
        f.write(text + text.split("\n")[1].replace("Avd. 1", "nedlagd").replace(START, "2024-01-01") + "\n")
    expect("an unknown ward", "no ward called" in vardflode(*base, files["map.json"], code=3).stderr)
    last = datetime.date.fromisoformat(START) + datetime.timedelta(days=DAYS - 1)
    with open(files["map.json"], "w", encoding="utf-8") as f:
        json.dump({**MAP, "period": {"from": START, "to": last.isoformat()}}, f)
    vardflode(*base, files["map.json"])  # which was closed before the period
    with open(files["daily.csv"], "w", encoding="utf-8") as f:
        f.write(text + text.split("\n")[1] + "\n")
    expect("a day twice", "two rows for medA on " + START in vardflode(*base, files["map.json"], code=3).stderr)


def check_klinik(folder):
    """An extract that knows kliniker alone: a patient goes to the ward of the klinik with most free beds, and the rules that
    the config has for a group hold for those whose group in the map has its name."""
    files, stays, census = prepare(folder, True)
    with open(files["config.json"], encoding="utf-8") as f:
        config = json.load(f)
    config["organisation"] = {"med": {"type": "klinik"}}
    for ward in ("medA", "medB"):
        config["units"][ward]["organisation"] = "med"
        config["units"][ward]["placement"] = {"steps": ["home", "outlier", "extra"],
                                              "groups": {"gamla": {"steps": ["refuse"]}}}
        config["groups"]["gamla"] = {"arrivals": {"poisson": {"rate": "0.01 /d"}}, "start": "medA", "path": {
            "medA": {"stay": "1 d", "next": {"medB": 1}}, "medB": {"stay": "1 d"}}}
    path = os.path.join(folder, "klinik.json")
    with open(path, "w", encoding="utf-8") as f:
        json.dump(config, f)
    write(files["stays.csv"], ["lopnr", "enhet", "in", "ut", "planerad", "alder"],
          [(s[0], "Med" if s[1] in ("Avd. 1", "medB") else s[1], *s[2:], 90 if s[0] % 10 == 0 else 40) for s in stays])
    given = json.loads(json.dumps(MAP))
    given["stays"]["klinik"] = {"Med": "med"}
    for groups, share in ((None, 1), ({"gamla": {"age": [80, 120]}}, 0.9)):
        if groups:
            given["stays"]["columns"]["age"], given["groups"] = "alder", groups
        with open(files["map.json"], "w", encoding="utf-8") as f:
            json.dump(given, f)
        days, summary, _ = replay({**files, "klinik.json": path}, os.path.join(folder, "k"), config="klinik.json")
        inside = {who: sum(int(d["inskrivna"]) for d in table if d["ward"] in ("medA", "medB"))
                  for who, table in (("simulated", days), ("reported", census))}
        expect("%s: as many in care of the klinik: %s" % (groups, inside),
               abs(inside["simulated"] - share * inside["reported"]) < 0.06 * inside["reported"])
    expect("fewer lie elsewhere when the beds of a klinik are one", float(summary["medA", "utlokaliserade"]["difference"]) < 0)


def check_too_many(folder):
    """More pairs of a group and a ward than nodes have numbers: refused for that, not for a name."""
    wards = ["w%d" % k for k in range(110)]
    config, stays, daily, given = (os.path.join(folder, name) for name in ("m.json", "m.csv", "md.csv", "mm.json"))
    with open(config, "w", encoding="utf-8") as f:
        json.dump({"run": {"start": START, "duration": "10 d"}, "organisation": {"med": {"type": "klinik"}},
                   "units": {w: {"kind": "ward", "organisation": "med", "beds": {"disponibla": 5}} for w in wards},
                   "groups": {"g": {"arrivals": {"poisson": {"rate": "1 /d"}}, "start": "w0", "path": {
                       w: {"stay": "1 d", "next": {after: 1}} for w, after in zip(wards, [*wards[1:], "exit"])}}}}, f)
    write(stays, ["lopnr", "enhet", "in", "ut", "planerad", "alder", "kon"],
          [(k, "med", START + " 09:00", START + " 19:00", k // 300, k % 150, 1 + k // 150 % 2) for k in range(600)])
    write(daily, ["datum", "avdelning", "disponibla", "over", "utlok"], [(START, w, 5, 0, 0) for w in wards])
    groups = {"a%d_%s" % (a, sex): {"age": [a, a], "sex": sex} for a in range(150) for sex in ("man", "kvinna")}
    with open(given, "w", encoding="utf-8") as f:
        json.dump({"stays": {"columns": {**MAP["stays"]["columns"], "age": "alder", "sex": "kon"}, "klinik": {"med": "med"}},
                   "days": {"columns": MAP["days"]["columns"]}, "groups": groups}, f)
    said = vardflode("replay", config, "--stays", stays, "--daily", daily, "--columns", given, code=3).stderr
    expect("too many pairs: " + said[:300], "too many groups" in said and "no ward called" not in said)


def ward_stays(events, wards):
    """(home ward, in, out) of each stay on the wards, of one patient's events in the whole region's log."""
    home = of = since = None
    for e, after in zip(events, [*events[1:], None]):
        life, unit = e["lifecycle:transition"], e["concept:name"]
        if unit not in wards:
            continue
        if life == "arrive":
            home = unit
        elif life == "start" and since is None:
            of, since = home or unit, e["time:timestamp"]
        elif life == "complete" and since and not (after and after["lifecycle:transition"] == "repatriate"):
            yield of, since, e["time:timestamp"]
            since = None
    if since:
        yield of, since, None


def check_region(folder):
    """The base region: 29 wards in their chain of care, replayed from what their patients' stays were and nothing else."""
    config = os.path.join(SOURCE, "configs/regioner/bas.json")
    vardflode("run", config, "--scenario", "nulage", "-n", "1", "--set", '/run/warmup="0 d"', "--set", '/run/duration="100 d"',
              "--set", "/run/transient=true", "-q", "-o", os.path.join(folder, "run"), "--log", os.path.join(folder, "log.csv"))
    census = rows(folder, "run", "census.csv")
    wards = {c["ward"] for c in census}
    cases = collections.defaultdict(list)
    for e in rows(folder, "log.csv"):
        cases[e["case:concept:name"]].append(e)
    stays = [stay for events in cases.values() for stay in ward_stays(events, wards)]
    files = {name: os.path.join(folder, name) for name in ("stays.csv", "daily.csv", "map.json")}
    write(files["stays.csv"], ["lopnr", "enhet", "in", "ut", "planerad"],
          [(i, home, minute(came), minute(left), 0) for i, (home, came, left) in enumerate(stays)])
    write(files["daily.csv"], ["datum", "avdelning", "disponibla", "over", "utlok"],
          [(c["date"], c["ward"], c["disponibla"], c["overbelaggningar"], c["utlokaliserade"]) for c in census])
    with open(files["map.json"], "w", encoding="utf-8") as f:
        json.dump({"stays": {"columns": MAP["stays"]["columns"]}, "days": {"columns": MAP["days"]["columns"]}}, f)
    _, summary, _ = replay({**files, "bas": config}, os.path.join(folder, "k"), "--scenario", "nulage", config="bas")
    for measure in ("overbelagda", "utlokaliserade"):
        r = summary["", measure]
        expect("the region: %s" % r, float(r["correlation"]) > 0.97
               and abs(float(r["difference"])) < 0.1 * float(r["reported"]))
        near = [float(summary[ward, measure]["within_1"]) for ward in wards]
        expect("its wards: %s" % sorted(near)[:3], min(near) > 0.93)


def check_near(folder):
    """Times in ms, rounded to the minute in the extract: hardly a day differs."""
    files, _, census = prepare(folder, False)
    days, summary, _ = replay(files, os.path.join(folder, "replayed"))
    expect("nearly all days: %d of %d differ" % (differing(days), len(census)), differing(days) <= 0.05 * len(census))
    for key in (("", "overbelagda"), ("", "utlokaliserade")):
        near = float(summary[key]["correlation"]) > 0.97 and float(summary[key]["within_1"]) > 0.95
        expect("%s: %s" % (key, summary[key]), near)


def main():
    for check in (check_exact, check_near, check_klinik, check_too_many, check_region):
        with tempfile.TemporaryDirectory() as folder:
            check(folder)
    print("%d failures" % len(failures))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
