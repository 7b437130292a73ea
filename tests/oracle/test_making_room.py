# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: labels=slow timeout=900
"""The base region with ways of making room laid over it as patches, on the same patients: each moves what it should,
the books balance in every run, and psychiatry is a world of its own with its slower discharge."""
import json
import os
import subprocess
import sys
import tempfile

PROGRAM, CONFIG = os.environ["VARDFLODE"], os.path.join(os.environ["VF_SOURCE_DIR"], "configs/regioner/bas.json")
SHORT = {"run": {"warmup": "8 w", "duration": "120 d"}}


def region(patch=None):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "patch.json")
        with open(path, "w", encoding="utf-8") as f:
            json.dump({**SHORT, **(patch or {})}, f)
        told = subprocess.run([PROGRAM, "run", CONFIG, "--scenario", "nulage", "--patch", path, "-n", "2", "-q", "--json",
                               "-o", os.path.join(folder, "out")], check=True, stdout=subprocess.PIPE, text=True).stdout
    found = json.loads(told)["scenarios"][0]
    return {k: v["mean"] for k, v in found["indicators"].items()}, found["units"]


def every_ward(**keys):
    return {"templates": {"units": {"vardavdelning": keys}}}


def crowded(indicators):
    return indicators["overbelaggningar_per_100"] + indicators["utlokaliserade_per_100"]


def main():
    wrong = []

    def check(what, holds, *numbers):
        print("%-62s %s" % (what, " ".join("%.4g" % n for n in numbers)), "" if holds else "  WRONG")
        if not holds:
            wrong.append(what)

    base, _ = region()
    with_turnaround, _ = region(every_ward(turnaround="4 h"))
    check("turnaround: more crowded", crowded(with_turnaround) > crowded(base), crowded(with_turnaround), crowded(base))
    share = with_turnaround["varddygn_iordningstallande"] / with_turnaround["varddygn"]
    check("turnaround: a few per cent of the bed-days", 0.01 < share < 0.06, share)
    early, _ = region(every_ward(early_discharge={"load_from": 1, "share": 0.5, "stay_factor": 0.8}))
    check("early discharge: less crowded", crowded(early) < crowded(base), crowded(early), crowded(base))
    ward = {"kind": "ward", "template": None, "stay": "nights", "organisation": "c_medicin", "beds": {"disponibla": 30},
            "virtual": {"for": ["medicin.vard", "ava", "geriatrik.vard"], "eligible": 0.2, "fall_back": 0.07}}
    home, units = region({"units": {"sih": {k: v for k, v in ward.items() if v is not None}}})
    check("hospital at home: less crowded", crowded(home) < crowded(base), crowded(home), crowded(base))
    check("hospital at home: no bed of the hospital", abs(home["disponibla"] - base["disponibla"]) < 1e-9, home["disponibla"])
    fell = units["sih"]["p_fell_back"]["mean"]
    check("hospital at home: some fall back", 0.04 < fell < 0.1, fell)
    slow = {"lead": {"exit": {"gamma": {"shape": 2, "mean": "6 d"}}}}
    groups = {g: {"path": {"psykiatri": slow}} for g in ("psykiatri_18_64", "psykiatri_65_79")}
    psyk, _ = region({"groups": groups})
    check("psychiatry: slower discharge than in somatic care",
          psyk["utskrivningsklara_andel_psyk"] > 2 * psyk["utskrivningsklara_andel"],
          psyk["utskrivningsklara_andel_psyk"], psyk["utskrivningsklara_andel"])
    check("psychiatry: fuller", psyk["belaggningsgrad_psyk"] > base["belaggningsgrad_psyk"], psyk["belaggningsgrad_psyk"],
          base["belaggningsgrad_psyk"])
    check("psychiatry: somatic care as before",
          abs(psyk["utskrivningsklara_andel"] - base["utskrivningsklara_andel"]) < 0.004, psyk["utskrivningsklara_andel"],
          base["utskrivningsklara_andel"])
    clock = {"families": {"specialist": {"units": {"mottagning": {"guarantee": "60 d"}}}}}
    both, _ = region(clock)
    started, waiting = both["vardgaranti_paborjade"], both["vardgaranti_vantande"]
    check("the two statistics of the vårdgaranti are two", abs(started - waiting) > 0.02, started, waiting)
    return 1 if wrong else 0


sys.exit(main())
