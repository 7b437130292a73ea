# SPDX-License-Identifier: GPL-3.0-or-later
"""From the program's event log to an extract as a region has it: vårdtillfällen, one row each, and a daily file of beds.

    python3 tests/oracle/extract.py LOG.csv CONFIG.json OUT_FOLDER [FROM TO]

writes vardtillfallen.csv and dygn.csv. A ward is a klinik; a patient's age lies in the group's age class; a period is
planned when it begins at a node that says so and is no readmission."""
import csv
import datetime
import json
import sys

AGES = {"0-17": 9, "18-64": 44, "65-79": 71, "80+": 86}
HEADER = ["lopnr", "klinik", "inskriven", "utskriven", "planerad", "alder", "kon", "diagnos", "utskrivningssatt",
          "utskrivningsklar", "hemkommun"]


def minutes(stamp):
    return stamp[:16].replace("T", " ")


class Journey:
    """What is known of one patient while the log is read."""

    def __init__(self, number):
        self.number, self.stay, self.back, self.kommun = number, None, False, None


def stays_of(log, config):
    """Rows in the order of admission. A stay ends when its ward is left; where it leads shows in the next event."""
    units, groups = config["units"], config["groups"]
    wards = {name for name, unit in units.items() if unit["kind"] == "ward"}
    planned = {g for g, group in groups.items()
               if group["path"][group.get("start") or next(iter(group["path"]))].get("planned")}
    journeys, rows = {}, []
    with open(log, encoding="utf-8", newline="") as file:
        for e in csv.DictReader(file):
            case, unit, life = e["case:concept:name"], e["concept:name"], e["lifecycle:transition"]
            j = journeys.setdefault(case, Journey(len(journeys) + 1))
            at, stay = e["time:timestamp"], j.stay
            if stay and stay["utskriven"] and not stay["utskrivningssatt"]:
                if life == "start" and unit in wards:
                    stay["utskrivningssatt"] = "annan klinik"
                elif life == "start" and "." in unit:
                    stay["utskrivningssatt"], stay["hemkommun"] = "kommun", unit.split(".")[0]
                elif life in ("exit", "death"):
                    stay["utskrivningssatt"] = "hem" if life == "exit" else "avliden"
                if stay["utskrivningssatt"] != "kommun" and stay["utskrivningssatt"]:
                    stay["utskrivningsklar"] = ""
            if life == "readmission":
                j.back = True
            if life == "start" and unit in wards:
                group = e["group"]
                j.stay = dict.fromkeys(HEADER, "")
                j.stay.update(lopnr=f"P{j.number:07d}", klinik=unit, inskriven=minutes(at),
                              planerad=int(group in planned and not j.back), alder=AGES[groups[group]["age_class"]],
                              kon=1 + j.number % 2, diagnos="I501" if j.number % 3 else "J189",
                              hemkommun="storby" if j.number % 4 else "lillby")
                rows.append(j.stay)
            elif life == "ready" and stay:
                stay["utskrivningsklar"] = minutes(at)
            elif life == "complete" and unit in wards and stay and not stay["utskriven"]:
                stay["utskriven"] = minutes(at)
    for row in rows:
        if not row["utskriven"]:
            row["utskrivningsklar"] = ""
    return rows


def days_of(config, first, last):
    """Disponibla by ward and day, as the config's dated values have them; wards in two halves, as hospitals do."""
    for name, unit in config["units"].items():
        beds = unit.get("beds", {}).get("disponibla")
        if beds is None:
            continue
        dated = beds.get("dated", {}) if isinstance(beds, dict) else {}
        now = beds["base"] if isinstance(beds, dict) else beds
        day = first
        while day <= last:
            for date, value in dated.items():
                now = value if date == day.isoformat() else now
            half = now / 2
            yield day, f"{name} 1", half
            yield day, f"{name} 2", half
            day += datetime.timedelta(days=1)


def write(log, config, folder, first, last, decimal=","):
    rows = [r for r in stays_of(log, config) if r["inskriven"][:10] <= last.isoformat()
            and (not r["utskriven"] or r["utskriven"][:10] >= first.isoformat())]
    with open(f"{folder}/vardtillfallen.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, HEADER, delimiter=";", lineterminator="\n")
        out.writeheader()
        out.writerows(rows)
    with open(f"{folder}/dygn.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter=";", lineterminator="\n")
        out.writerow(["datum", "avdelning", "disponibla", "overbelaggningar"])
        for day, ward, beds in days_of(config, first, last):
            out.writerow([day, ward, f"{beds:.1f}".replace(".", decimal), 0])
    return rows


def main(log, config, folder, *period):
    with open(config, encoding="utf-8") as file:
        tree = json.load(file)
    first, last = (datetime.date.fromisoformat(d) for d in (period or ("2023-02-27", "2025-02-25")))
    print(len(write(log, tree, folder, first, last)), "rows")


if __name__ == "__main__":
    main(*sys.argv[1:])
