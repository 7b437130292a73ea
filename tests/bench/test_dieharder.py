#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: labels=minutes timeout=3600
"""A chosen set of the dieharder battery on the keyed streams, in every way the model strings words together
(the modes of raw_bits.c).

Hundreds of p-values are drawn, so one below 1e-3 is no news: it is WEAK, and its test is run once more on
another seed; below 1e-3 again in the same row, or below 1e-6 at once, and the streams have failed. Values
near 1 are only held against the streams when both runs give them: dieharder's own p-values are not uniform up
there (the random device of the kernel gets 1 - 7e-7 now and then).

usage: test_dieharder.py [--modes abcde] [--scale 1.0] [--seed N]    scale: of the number of samples per test
$RAW_BITS names the program; without it, the one in $VARDFLODE's build, or one compiled here with $CC.
Ends with 77 (skipped) where dieharder is not installed.
"""
import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

WEAK, FAIL = 1e-3, 1e-6
ROOT = pathlib.Path(os.environ.get("VF_SOURCE_DIR", pathlib.Path(__file__).resolve().parents[2]))

# dieharder's number, n-tuple (None: its own), samples. The numbers: birthday spacings, OPERM5, 32x32 and 6x8
# ranks, count the 1s, runs, craps, greatest common divisor, monobit, runs, serial, bit distribution,
# generalised minimum distance, permutations, lagged sums, Kolmogorov-Smirnov, bytes, DCT, fill tree.
TESTS = [
    (0, None, 100), (1, None, 10), (2, None, 20), (3, None, 20), (8, None, 40), (15, None, 100),
    (16, None, 20), (17, None, 10), (100, None, 100), (101, None, 100), (102, None, 20), (200, 4, 40),
    (200, 8, 20), (201, 3, 40), (202, 4, 40), (203, 1, 40), (203, 17, 10), (204, None, 100), (205, None, 1),
    (206, None, 1), (208, None, 1),
]


def find_raw_bits(work):
    """The program that writes the words; compiled into the folder `work` if the build has none."""
    beside = pathlib.Path(os.environ.get("VARDFLODE", "/")).parent / "tests/bench/raw_bits"
    for path in (os.environ.get("RAW_BITS"), beside):
        if path and os.access(path, os.X_OK):
            return str(path)
    out = str(pathlib.Path(work) / "raw_bits")
    subprocess.run([os.environ.get("CC", "cc"), "-std=c11", "-O2", "-I", str(ROOT / "engine/kernel"),
                    str(ROOT / "tests/bench/raw_bits.c"), "-o", out], check=True)
    return out


def p_values(raw, mode, seed, test, scale):
    """The rows of one test: [(name, p)]."""
    number, ntuple, samples = test
    command = ["dieharder", "-g", "200", "-d", str(number), "-p", str(max(1, round(samples * scale)))]
    if ntuple is not None:
        command += ["-n", str(ntuple)]
    for column in ("test_name", "ntuple", "pvalues", "no_whitespace"):
        command += ["-D", column]
    with subprocess.Popen([raw, mode, str(seed)], stdout=subprocess.PIPE) as source:
        out = subprocess.run(command, stdin=source.stdout, capture_output=True, text=True, check=False).stdout
        source.stdout.close()
        source.terminate()
    rows = []
    for line in out.splitlines():
        cells = line.split("|")
        if len(cells) == 3:
            rows.append((f"{cells[0]} {cells[1]}", float(cells[2])))
    return rows


def judge(p, again):
    """'' for no doubt, 'weak' for one that must be run again, 'failed'."""
    if p < FAIL:
        return "failed"
    if WEAK <= p <= 1 - WEAK:
        return ""
    if again is None:
        return "weak"
    return "failed" if again < WEAK and p < WEAK or min(p, again) > 1 - FAIL else ""


def run_test(raw, mode, seed, test, scale):
    """Prints the rows of one test; how many failed."""
    rows = p_values(raw, mode, seed, test, scale)
    if not rows:
        print(f"mode {mode}  test {test[0]}: dieharder gave no p-value")
        return 1
    again = {}
    if any(judge(p, None) == "weak" for _, p in rows):
        again = dict(enumerate(p for _, p in p_values(raw, mode, seed + 1, test, scale)))
    failed = 0
    for k, (name, p) in enumerate(rows):
        weak = judge(p, None) == "weak"
        bad = judge(p, again.get(k, 0.0)) == "failed"
        failed += bad
        note = f"  WEAK, again {again.get(k)}" if weak else ""
        print(f"mode {mode}  {name:28} {p:.8f}{note}{'  FAILED' if bad else ''}", flush=True)
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--modes", default="abcde")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=20260615)
    options = parser.parse_args()
    if shutil.which("dieharder") is None:
        print("dieharder is not installed")
        return 77
    with tempfile.TemporaryDirectory() as work:
        raw = find_raw_bits(work)
        failed = sum(run_test(raw, mode, options.seed, test, options.scale)
                     for mode in options.modes for test in TESTS)
    print("passed" if failed == 0 else f"{failed} FAILED")
    return 1 if failed else 0


sys.exit(main())
