# SPDX-License-Identifier: GPL-3.0-or-later
"""Many stays of few persons: `vardflode import` writes no kommun of three persons and no readmissions of four, however many
stays they have, and tells of stays that end after the period of the map."""
import datetime
import json
import os
import random
import subprocess
import sys
import tempfile

program = os.path.abspath(os.environ["VARDFLODE"])
FIRST = datetime.date(2023, 1, 1)
COLUMNS = {"person": "p", "klinik": "klinik", "in": "in", "out": "ut", "age": "alder", "ready": "klar", "kommun": "kommun"}


def extract(persons):
    """Stays of many persons once each, and of 60 readmissions by one person and 60 stays that wait for the kommun by others."""
    draw = random.Random(8)

    def row(person, first, nights, waited=None):
        day = FIRST + datetime.timedelta(days=first)
        out = day + datetime.timedelta(days=nights)
        ready = "" if waited is None else f"{out - datetime.timedelta(days=waited)} 10:00"
        return f"{person};medicin;{day} 10:00;{out} 10:00;71;{ready};Lillby\n"
    yield ";".join(COLUMNS.values()) + "\n"
    for k in range(1500):
        yield row(f"V{k}", draw.randrange(690), draw.choice([1, 2, 3, 5, 9]))
    for k in range(60):
        yield row(f"B{k * (persons - 2) // 60}", 11 * k, 7)
        yield row(f"G{k * persons // 60}", 11 * k, 6, 2)


def imported(folder, persons, to):
    with open(f"{folder}/ut.csv", "w", encoding="utf-8") as file:
        file.writelines(extract(persons))
    with open(f"{folder}/karta.json", "w", encoding="utf-8") as file:
        json.dump({"stays": {"columns": COLUMNS}, "period": {"from": str(FIRST), "to": to}}, file)
    done = subprocess.run([program, "import", f"{folder}/ut.csv", "-m", f"{folder}/karta.json", "-o", f"{folder}/f.json"],
                          capture_output=True, text=True, timeout=100, check=False,
                          env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "en"})
    assert done.returncode == 0, done.stderr
    with open(f"{folder}/f.json", encoding="utf-8") as file:
        return json.load(file), done.stdout


def main():
    with tempfile.TemporaryDirectory(prefix="vf-persons-") as folder:
        few, said = imported(folder, 3, "2024-12-31")
        text = json.dumps(few, ensure_ascii=False)
        assert "families" not in few and "Lillby" not in text and "ovriga_kommuner" not in text, text
        assert "readmission" not in json.dumps(few["groups"]) and "aterinskrivning" not in text, text
        assert "after the period" not in said and "readmitted –" in said, said
        many, said = imported(folder, 12, "2024-06-30")
        assert "lillby" in json.dumps(many["families"]).lower(), many["families"]
        assert "aterinskrivning" in json.dumps(many) and "readmitted –" not in said, said
        assert " stays end after the period" in said, said
    return 0


sys.exit(main())
