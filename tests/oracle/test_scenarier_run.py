# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: labels=minutes timeout=2400
"""Every scenario of the library runs over the base region, keeps the books, and comes out otherwise than the base. The
window, March to July 2025, holds the dates that the scenarios name."""
from signs import AGAIN, FULL, OVER, ROOT, compare, library

WATCHED = [FULL, OVER, AGAIN, "vardtillfallen", "akut_besok_per_dygn", "akut_vistelsetid_median",
           "utskrivningsklara_andel", "unit/vc01.mottagning/wait_mean", "unit/medicinmott.mottagning/arrivals",
           "unit/medicinmott.mottagning/queue", "akut_tid_till_lakare_median", "medelvardtid_tillfalle"]

for path in sorted((ROOT / "configs" / "scenarier").glob("*.json")):
    result = compare({"s": library(path.stem)}, WATCHED, 150, 2, start="2025-02-01")["s"]
    changed = [k for k in WATCHED if result[k]["difference"]]
    print(path.stem, changed)
    assert changed, path.stem
