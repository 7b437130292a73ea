# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: labels=minutes timeout=1800
"""The signs that must hold of the shipped region: better primary care lowers everything; shorter stays load the kommuner,
and bring more back only where follow-up is weak; digital slots without staff make others wait; moving a group frees beds
only until they are filled again."""
from signs import AGAIN, AVOIDABLE, AWAY, FULL, OVER, compare, goes, library

CARE = "unit/storstad.hemsjukvard/arrivals_per_day"
VC = "unit/vc01.mottagning/wait_mean"


def better_primary_care():
    r = compare({"better": {"effects": {"continuity": {"share": 0.9, "reference": 0.5, "visits": 0.05}}}},
                [AVOIDABLE, OVER, AWAY, FULL])["better"]
    for indicator in (AVOIDABLE, OVER, AWAY, FULL):
        goes(r, indicator, -1, "better primary care")


def shorter_stays():
    """With the same follow-up in both arms: more come back where it is weak, none where it is full."""
    shorter = {"shorter": {"effects": {"early_discharge": {"threshold": 0, "stay_factor": 0.8, "readmission_odds": 1.5}}}}
    by = {}
    for name, coverage in (("weak", 0.37), ("full", 1)):
        base = {"effects": {"follow_up": {"coverage": coverage, "odds": 3}}}
        by[name] = compare(shorter, [AGAIN, CARE, FULL], 120, 4, base)["shorter"]
        goes(by[name], FULL, -1, "shorter stays, %s follow-up" % name)
    goes(by["weak"], CARE, 1, "shorter stays, weak follow-up")
    goes(by["weak"], AGAIN, 1, "shorter stays, weak follow-up")
    goes(by["full"], AGAIN, 0, "shorter stays, full follow-up")
    assert by["full"][AGAIN]["difference"] < by["weak"][AGAIN]["difference"] / 4


def digital_without_staff():
    r = compare({"without": library("digitalt_utan_personal"), "with": library("digitalt_forst")}, [VC])
    goes(r["without"], VC, 1, "digital slots without staff")
    goes(r["with"], VC, 0, "digital slots with staff")


def moving_a_group():
    moved = library("narvardsplatser")
    again = {"effects": {"backfill": {"where": {"kind": ["ward", "akutmottagning"]}, "rate": 0.3, "below": 0.93}}}
    r = compare({"moved": moved}, [FULL, OVER], 90)
    goes(r["moved"], FULL, -1, "a group moved")
    filled = compare({"moved": {**moved, **again}}, [FULL], 90)
    freed, left = (x["moved"][FULL]["difference"] for x in (r, filled))
    assert left > freed / 2, (freed, left)  # more than half of what was freed is filled again
    goes(compare({"moved": again}, ["vardtillfallen"], 90, base=moved)["moved"], "vardtillfallen", 1, "filled again")


better_primary_care()
shorter_stays()
digital_without_staff()
moving_a_group()
