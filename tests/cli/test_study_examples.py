# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: timeout=120
"""The example analyses of docs/examples run on the study they are written for, and say the same; datapackage.json and
codebook.csv describe every column there is."""
import csv
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

PROGRAM = os.path.abspath(os.environ["VARDFLODE"])
SOURCE = pathlib.Path(os.environ["VF_SOURCE_DIR"]).resolve()


def ask(*command):
    done = subprocess.run(command, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=100)
    assert done.returncode == 0, done.stdout
    return done.stdout


def described(out):
    with open(out / "codebook.csv", encoding="utf-8", newline="") as file:
        book = {(row["tab"], row["name"]) for row in csv.DictReader(file)}
    with open(out / "summary.csv", encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    resources = {r["name"]: r for r in package["resources"]}
    fields = resources["summary"]["schema"]["fields"]
    assert [f["name"] for f in fields] == header and all(f["description"] for f in fields), fields
    assert all(f["description"] for f in resources["codebook"]["schema"]["fields"]), resources["codebook"]
    assert all((out / r["path"]).exists() for r in package["resources"])
    with sqlite3.connect(out / "results.sqlite") as db:
        for table in ("tidy", "trial", "summary", "trial_point", "point", "metric", "output_column", "meta", "shard",
                      "codebook"):
            for _, name, *_ in db.execute(f"PRAGMA table_info({table})"):
                assert (table, name) in book, f"{table}.{name} is not in the codebook"
        assert db.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%STRICT%'"
                          ).fetchone() == (0,)


def main():
    with tempfile.TemporaryDirectory(prefix="vf-study-") as folder:
        out = pathlib.Path(folder)
        ask(PROGRAM, "sweep", str(SOURCE / "configs/studies/platser.json"), "--out", folder, "-q")
        described(out)
        told = ask(sys.executable, str(SOURCE / "docs/examples/study.py"), str(out / "results.sqlite"))
        assert "inflow x 0.9: 20" in told or "inflow x 0.9: 22" in told, told
        assert "fewer per 100" in told and "none" in told.splitlines()[-1], told
        if shutil.which("Rscript"):
            by_r = ask("Rscript", str(SOURCE / "docs/examples/study.R"), str(out / "summary.csv"))
            assert [l for l in by_r.splitlines() if "inflow" in l] == [l for l in told.splitlines() if "inflow x" in l][:3]
        else:
            print("*** SKIPPED: Rscript is not installed (r-base-core), so the example in R was NOT run ***", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
