# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: labels=slow timeout=300
"""A sweep in trouble: killed, stopped, a full disk, two at once. What is done is kept, --resume goes on, and the content
is that of a sweep nothing befell; shards and threads give the same. Progress is told to programs and on SIGUSR1."""
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

import sweeps


def stopped(folder, study, whole, number):
    out = f"{folder}/s{number}"
    process = subprocess.Popen(sweeps.command(study, out, "--progress", "ndjson"), env=sweeps.ENV, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    seen, usr1 = [], False
    for line in process.stderr:
        if not line.startswith("{"):
            continue
        seen.append(json.loads(line))
        if seen[-1]["done"] > 0 and not usr1:
            process.send_signal(signal.SIGUSR1)
            usr1 = True
        elif seen[-1]["reason"] == "asked":
            process.send_signal(number)
            break
    text, err = process.communicate(timeout=120)
    assert process.returncode == 4, f"signal {number}: exit code {process.returncode}: {err}"
    status = seen[-1]
    assert set(status) >= {"trials", "done", "points", "points_done", "events_per_s", "left_s", "workers"}, status
    assert all(set(w) >= {"done", "events", "trial"} for w in status["workers"]) and status["workers"], status
    assert "stopped" in err, err
    document = json.loads(text)
    assert not document["complete"] and document["content_sha256"] is None and document["done"] > 0, document
    again = sweeps.run(study, out, "-q", "--resume")
    assert again["before"] >= document["done"] and again["content_sha256"] == whole["content_sha256"], again


def asked_by_a_person(folder, study):
    process = subprocess.Popen(sweeps.command(study, f"{folder}/asked", "--progress", "none"), env=sweeps.ENV, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(0.5)
    process.send_signal(signal.SIGUSR1)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 0 and "status: " in err and "worker 0: " in err, err


def asked_before_it_runs(folder):
    """The one who opens a pipe for writing goes on when the program has opened it for reading."""
    pipe = f"{folder}/pipe.json"
    os.mkfifo(pipe)
    process = subprocess.Popen([sweeps.PROGRAM, "show", pipe], env=sweeps.ENV, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    with open(pipe, "w", encoding="utf-8") as f:
        process.send_signal(signal.SIGUSR1)
        f.write("{}")
    assert process.wait(timeout=60) > 0, process.returncode


def full_disk(folder, study, whole):
    """Files may grow to 24 kB only; then the disk is big enough again."""
    out = f"{folder}/full"
    words = " ".join(f"'{w}'" for w in sweeps.command(study, out, "-q"))
    done = subprocess.run(["bash", "-c", f"trap '' XFSZ; ulimit -f 64; exec {words}"], env=sweeps.ENV, check=False,
                          text=True, timeout=120, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert done.returncode == 1 and "results.sqlite" in done.stderr, (done.returncode, done.stderr)
    assert sweeps.run(study, out, "-q", "--resume")["content_sha256"] == whole["content_sha256"]


def two_at_once(folder, study, whole):
    out = f"{folder}/two"
    first = subprocess.Popen(sweeps.command(study, out, "-q"), env=sweeps.ENV, stdout=subprocess.DEVNULL)
    while not os.path.exists(f"{out}/results.sqlite") or os.path.getsize(f"{out}/results.sqlite") == 0:
        time.sleep(0.01)
    second = sweeps.run(study, out, "-q", "--resume", code=1)
    assert "another process" in second["stderr"], second
    # --replace would take the rows of the first with it
    second = sweeps.run(study, out, "-q", "--replace", code=1)
    assert "another process" in second["stderr"], second
    assert first.wait(timeout=120) == 0
    assert sweeps.run(study, out, "-q", "--resume")["content_sha256"] == whole["content_sha256"]


def taken_away(folder, study):
    """Rows that go to a file without its name are lost: that is no success."""
    out = f"{folder}/taken"
    process = subprocess.Popen(sweeps.command(study, out, "-q"), env=sweeps.ENV, text=True, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    while not os.path.exists(f"{out}/results.sqlite") or os.path.getsize(f"{out}/results.sqlite") == 0:
        time.sleep(0.01)
    shutil.copy(f"{folder}/whole/results.sqlite", f"{out}/other")
    os.rename(f"{out}/other", f"{out}/results.sqlite")
    text, err = process.communicate(timeout=120)
    assert process.returncode == 1 and "moved, removed or replaced" in err and not text, (process.returncode, err)
    with open(f"{out}/results.sqlite", "w", encoding="utf-8") as file:
        file.write("no store at all")
    assert sweeps.run(study, out, "-q", "--replace")["complete"]


def shards(folder, study, whole):
    out = f"{folder}/d"
    for k in (3, 1, 2):
        sweeps.run(study, out, "-q", "--shard", f"{k}/3", "--threads", str(k))
    done = subprocess.run([sweeps.PROGRAM, "merge", out, "--json"], check=True, text=True, stdout=subprocess.PIPE)
    merged = json.loads(done.stdout)
    assert merged["content_sha256"] == whole["content_sha256"], merged
    for name in ("whole", "d"):
        with sqlite3.connect(f"{folder}/{name}/results.sqlite") as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            bad = db.execute("SELECT DISTINCT point, reason FROM trial WHERE status = 'failed'").fetchall()
            assert [p for p, _ in bad] == [6, 7, 8] and "fysiska" in bad[0][1], bad
    first, second = (open(f"{folder}/{name}/summary.csv", "rb").read() for name in ("whole", "d"))
    assert first == second


def changed_between(folder):
    """What a scenario does is part of what the study is: shards before and after a change are not of one."""
    def config(beds):
        patch = {"units": {"ward": {"beds": {"disponibla": beds}}}}
        with open(f"{folder}/scenarios.json", "w", encoding="utf-8") as f:
            json.dump({"extends": os.path.join(os.environ["VF_SOURCE_DIR"], "configs/validation/o3.json"),
                       "scenarios": {"x": {"patch": patch}, "y": {"patch": {}}}}, f)
    study = f"{folder}/of_scenarios.json"
    with open(study, "w", encoding="utf-8") as f:
        json.dump({"extends": "scenarios.json", "patch": {"run": {"duration": "5 d"}}, "replications": 2, "indicators":
                   ["unit/ward/occupancy"], "axes": {"s": {"scenarios": ["x", "y"]}}, "design": {"kind": "grid"}}, f)
    for k, beds in ((1, 21), (2, 35)):
        config(beds)
        sweeps.run(study, f"{folder}/changed", "-q", "--shard", f"{k}/2")
    done = subprocess.run([sweeps.PROGRAM, "merge", f"{folder}/changed"], check=False, text=True, capture_output=True)
    assert done.returncode != 0 and "different studies" in done.stderr, done


def main():
    with tempfile.TemporaryDirectory(prefix="vf-sweep-") as folder:
        killed, finished = sweeps.kills(folder, 6, seed=1)
        print(f"{killed} kills, {finished} sweeps that came through after them")
        study = sweeps.write_study(folder)
        whole = sweeps.run(study, f"{folder}/whole", "-q", "--replace", "--threads", "1")
        for number in (signal.SIGINT, signal.SIGTERM):
            stopped(folder, study, whole, number)
        asked_by_a_person(folder, study)
        asked_before_it_runs(folder)
        full_disk(folder, study, whole)
        two_at_once(folder, study, whole)
        taken_away(folder, study)
        shards(folder, study, whole)
        changed_between(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
