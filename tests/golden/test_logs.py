# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: labels=threads timeout=1200
"""Golden event logs: the log of each config here is, byte for byte, the one that was committed: with any number of
threads, without FMA and AVX2, in a Swedish locale, and for each scenario whichever others run beside it.

A log is kept as its first lines (NAME.csv) and as the checksums of its parts of 1000 lines (NAME.sums), which say
where it begins to differ. A faster program must not change them; a change of the model may: then run update.sh,
read the difference, and say in the commit why it is right.
"""
import hashlib
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.environ.get("VARDFLODE", "vardflode")
SCRATCH = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
NAMES = ("vardkedja", "koer")
HEAD, PART = 150, 1000
NO_FMA = {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2_Usable,-AVX2"}
SWEDISH = {"LC_ALL": "sv_SE.UTF-8", "LANGUAGE": "sv"}


def run(name, *args, env=None):
    """The log as lines, and the results without the time they took."""
    with tempfile.TemporaryDirectory(dir=SCRATCH) as folder:
        log = os.path.join(folder, "log.csv")
        command = [PROGRAM, "run", os.path.join(HERE, name + ".json"), "-q", "--json", "-o",
                   os.path.join(folder, "out"), "--log", log, *args]
        done = subprocess.run(command, env={**os.environ, **(env or {})}, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit("%s\nexit %d: %s" % (" ".join(command), done.returncode, done.stderr))
        with open(log, "rb") as f:
            lines = f.read().split(b"\n")
        document = json.loads(done.stdout)
        for place in [document, *document["scenarios"]]:
            place.pop("wall_s")
        return lines, document


def sums(lines):
    parts = [b"\n".join(lines[i:i + PART]) for i in range(0, len(lines), PART)]
    return "".join("%6d %s\n" % (i * PART + 1, hashlib.sha256(p).hexdigest()) for i, p in enumerate(parts))


def kept(name, suffix):
    with open(os.path.join(HERE, name + suffix), "rb") as f:
        return f.read()


def compare(name, lines, what):
    """Problems, as text; None when the log is the golden one."""
    head = kept(name, ".csv").split(b"\n")[:HEAD]
    for i, (old, new) in enumerate(zip(head, lines), 1):
        if old != new:
            return "%s, %s: line %d is\n  %s\nnot\n  %s" % (name, what, i, new.decode(), old.decode())
    old, new = kept(name, ".sums").decode().splitlines(), sums(lines).splitlines()
    for a, b in zip(old, new):
        if a != b:
            return "%s, %s: the log differs from line %s on, and not before" % (name, what, a.split()[0])
    return None if len(old) == len(new) else "%s, %s: %d parts, not %d" % (name, what, len(new), len(old))


def of_scenario(lines, scenario):
    return [line for line in lines if line.rsplit(b",", 2)[-2:-1] == [scenario.encode()]]


def check(name):
    problems = []
    whole, results = run(name, "--threads", "1")
    problems.append(compare(name, whole, "one thread"))
    for threads in ("2", "4"):
        lines, others = run(name, "--threads", threads)
        problems.append(compare(name, lines, threads + " threads"))
        if others != results:
            problems.append("%s: other results with %s threads" % (name, threads))
    for what, env in (("without FMA", NO_FMA), ("in Swedish", SWEDISH)):
        lines, others = run(name, env=env)
        problems.append(compare(name, lines, what))
        if [s["indicators"] for s in others["scenarios"]] != [s["indicators"] for s in results["scenarios"]]:
            problems.append("%s: other results %s" % (name, what))
    names = [s["name"] for s in results["scenarios"]]
    for chosen in [[n] for n in names] + [names[:0:-1]]:
        lines, _ = run(name, *[a for n in chosen for a in ("--scenario", n)])
        for n in chosen:
            if of_scenario(lines, n) != of_scenario(whole, n) or not of_scenario(lines, n):
                problems.append("%s: another log of scenario %s when run with only %s" % (name, n, ", ".join(chosen)))
    other_seed, _ = run(name, "--seed", "12345")
    if other_seed == whole:
        problems.append(name + ": the seed does not matter")
    return [p for p in problems if p]


def update(name):
    lines, _ = run(name)
    with open(os.path.join(HERE, name + ".csv"), "wb") as f:
        f.write(b"\n".join(lines[:HEAD]) + b"\n")
    with open(os.path.join(HERE, name + ".sums"), "w", encoding="utf-8") as f:
        f.write(sums(lines))
    print("%s: %d lines" % (name, len(lines) - 1))


def main():
    if "--update" in sys.argv:
        for name in NAMES:
            update(name)
        return 0
    problems = [p for name in NAMES for p in check(name)]
    for problem in problems:
        print("FAIL", problem)
    print("%d golden logs, %d failures" % (len(NAMES), len(problems)))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
