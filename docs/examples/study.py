#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the store of a study with nothing but Python's own library: how many beds keep överbeläggningar at or below a
limit with 95 % confidence, for each inflow, and what one bed more does to the very same patients.

    python3 docs/examples/study.py results/platser/results.sqlite"""
import sqlite3
import statistics
import sys

LIMIT = 5.0  # överbeläggningar per 100 disponibla vårdplatser
STUDENT_975 = {7: 2.365, 24: 2.064}  # the quantile for n - 1 degrees of freedom

db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)

print("Fewest beds with at most", LIMIT, "överbeläggningar per 100 (95 %)")
for inflow, beds in db.execute("""
        SELECT inflode, min(platser) FILTER (WHERE ci_high <= ?) FROM tidy
        WHERE metric = 'overbelaggningar_per_100' AND scope = 'unit' GROUP BY inflode""", (LIMIT,)):
    print(f"  inflow x {inflow:g}: {'none of those tried' if beds is None else int(beds)}")

# Replication k of every point meets the same patients: differences are taken pair by pair.
rows = db.execute("""
    SELECT a."unit/ward/overbelaggningar_per_100" - b."unit/ward/overbelaggningar_per_100"
    FROM trial_point a JOIN trial_point b ON a.replication = b.replication AND a.inflode = b.inflode
    WHERE a.platser = 20 AND b.platser = 22 AND a.inflode = 1""").fetchall()
gain = [d for (d,) in rows if d is not None]
half = STUDENT_975.get(len(gain) - 1, 1.96) * statistics.stdev(gain) / len(gain) ** 0.5
print(f"Two beds more at inflow x 1: {statistics.fmean(gain):.2f} fewer per 100, +- {half:.2f} ({len(gain)} pairs)")

failed = db.execute("SELECT point, reason, count(*) FROM trial WHERE status = 'failed' GROUP BY point").fetchall()
print("Points that could not be run:", "none" if not failed else failed)
