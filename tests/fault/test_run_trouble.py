# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: timeout=300
"""A run in trouble: stopped by signals, killed, a full disk. Each must tell what happened by message and exit code,
and leave nothing that looks whole."""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM = os.path.abspath(os.environ["VARDFLODE"])
CONFIG = str(pathlib.Path(os.environ["VF_SOURCE_DIR"]) / "tests/cli/small.json")
ENV = dict(os.environ, LANGUAGE="en")
LONG = "/run/duration=\"1 y\""
faults = []


def expect(what, good, shown=""):
    if not good:
        faults.append(f"{what}\n{shown}")


def start(folder, *more):
    command = [PROGRAM, "run", CONFIG, "--out", f"{folder}/r", *more]
    return subprocess.Popen(command, env=ENV, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for_progress(process):
    """Reads progress lines until something has been done."""
    for line in process.stderr:
        if line.startswith("{") and json.loads(line)["done"] > 0:
            return
    raise SystemExit("no progress was shown")


def stopped_by(number):
    with tempfile.TemporaryDirectory(prefix="vf-trouble-") as folder:
        process = start(folder, "-n", "2000", "--set", LONG, "--json", "--progress", "ndjson",
                        "--log", f"{folder}/r/events.csv")
        wait_for_progress(process)
        process.send_signal(number)
        out, err = process.communicate(timeout=120)
        expect(f"signal {number}: exit code {process.returncode}, expected 4", process.returncode == 4, err)
        expect(f"signal {number}: not told", "stopped: " in err, err)
        document = json.loads(out)
        expect(f"signal {number}: not marked as partial", document["partial"] is True)
        done = sum(s["replications"] for s in document["scenarios"])
        expect(f"signal {number}: {done} replications", 0 < done < 6000)
        manifest = json.loads(pathlib.Path(folder, "r/manifest.json").read_text(encoding="utf-8"))
        expect("the manifest is not marked as partial", manifest["partial"] is True)
        with open(f"{folder}/r/events.csv", encoding="utf-8") as log:
            expect("the log has no header", log.readline().startswith("case:concept:name,"))
        expect("something was left", os.listdir(folder) == ["r"], str(os.listdir(folder)))


def killed():
    with tempfile.TemporaryDirectory(prefix="vf-trouble-") as folder:
        process = start(folder, "-n", "2000", "--set", LONG, "--progress", "ndjson")
        wait_for_progress(process)
        process.kill()
        process.communicate()
        expect("killed: a folder looks whole", os.listdir(folder) == ["r.partial"], str(os.listdir(folder)))
        again = start(folder, "-n", "2", "-q")
        out, err = again.communicate(timeout=120)
        expect(f"after a kill: exit code {again.returncode}", again.returncode == 0, out + err)
        expect("after a kill: no clean folder", os.listdir(folder) == ["r"], str(os.listdir(folder)))


def full_disk(*more):
    """Files may grow to 64 kB only: the log and the store do not fit."""
    with tempfile.TemporaryDirectory(prefix="vf-trouble-") as folder:
        line = f"trap '' XFSZ; ulimit -f 64; exec \"{PROGRAM}\" run \"{CONFIG}\" --out {folder}/r -q -n 2 " + \
            " ".join(more).replace("FOLDER", folder)
        done = subprocess.run(["bash", "-c", line], env=ENV, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              check=False, timeout=120)
        expect(f"full disk {more}: exit code {done.returncode}", done.returncode == 1, done.stderr)
        expect(f"full disk {more}: not told", "cannot write" in done.stderr, done.stderr)
        expect(f"full disk {more}: something was left", os.listdir(folder) == [], str(os.listdir(folder)))


def full_output():
    with tempfile.TemporaryDirectory(prefix="vf-trouble-") as folder, open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run([PROGRAM, "run", CONFIG, "--out", f"{folder}/r", "-q", "--json"], env=ENV, stdout=full,
                              stderr=subprocess.PIPE, text=True, check=False, timeout=120)
        expect(f"full output: exit code {done.returncode}", done.returncode == 1, done.stderr)
        expect("full output: not told", "could not be written" in done.stderr, done.stderr)


def main():
    began = time.monotonic()
    stopped_by(signal.SIGINT)
    stopped_by(signal.SIGTERM)
    killed()
    full_disk()
    full_disk("--log", "FOLDER/events.csv")
    full_output()
    print(f"{time.monotonic() - began:.0f} s, {len(faults)} faults", *faults, sep="\n")
    return 1 if faults else 0


sys.exit(main())
