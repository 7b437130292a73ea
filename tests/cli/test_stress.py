# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: timeout=300
"""The STRESS-DES checklist: what it says of the base region, and what it names as missing of a config that says nothing."""
import json
import os
import re
import subprocess
import sys
import tempfile

PROGRAM, SOURCE = os.environ["VARDFLODE"], os.environ["VF_SOURCE_DIR"]
ITEMS = ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "2.5.1", "2.5.2", "2.5.3", "2.5.4", "2.5.5", "3.1", "3.2", "3.3",
         "3.4", "4.1", "4.2", "4.3", "5.1", "5.2", "5.3", "5.4", "6.1"]
wrong = []


def check(what, right):
    print("ok" if right else "WRONG", what)
    if not right:
        wrong.append(what)


def program(*words, language="en", code=0):
    done = subprocess.run([PROGRAM, *words], env=dict(os.environ, LANGUAGE=language), check=False, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True)
    assert done.returncode == code, (words, done.stderr)
    return done.stdout if code == 0 else done.stderr


def sections(text):
    return dict(re.findall(r"^### ([\d.]+) [^\n]*\n\n(.*?)(?=^##|\Z)", text, re.M | re.S))


def missing(text):
    return re.findall(r"^- ([\d.]+) ", text[text.index("## " + ("What is missing" if "What is" in text else "Vad som")):], re.M)


def base_region(folder):
    config = os.path.join(SOURCE, "configs/regioner/bas.json")
    program("run", config, "-n", "2", "--set", '/run/duration="7 d"', "--set", '/run/warmup="7 d"', "-q", "-o", folder)
    with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as f:
        manifest = json.load(f)
    text = program("stress", folder, "-q")
    s = sections(text)
    check("all items, in order", list(s) == ITEMS)
    check("only the sharing statement is missing", missing(text) == ["6.1"] and "23 of 24" in text)
    wanted = {"1.1": "300 000", "1.2": "`overbelaggningar_per_100`", "1.3": "`fler_korttidsplatser`", "2.1": "digraph",
              "2.3": '"capacity_factor":1.1', "2.5.1": "`stroke_80`", "2.5.2": "- `stroke_80`: ", "2.5.3": "| `kirA` | ward |",
              "2.5.5": "poisson", "3.1": "Kolada", "3.2": "kalibrera", "3.3": manifest["config_sha256"], "3.4": "35 procents",
              "4.1": "7 days", "4.2": "7 days", "4.3": "2 replications", "5.1": "C11", "5.2": "Seed 1",
              "5.3": "Replications done: 6", "5.4": manifest["host"]["machine"], "6.1": "**Missing:**"}
    for item, words in wanted.items():
        check(f"{item} holds {words}", words in s[item])
    swedish = program("stress", folder, "-q", language="sv")
    check("in Swedish", list(sections(swedish)) == ITEMS and "## Vad som saknas" in swedish and "23 av 24" in swedish)
    path = os.path.join(folder, "stress.md")
    program("stress", folder, "-o", path, "--access", "https://example.org, CC0")
    with open(path, encoding="utf-8") as f:
        told = f.read()
    check("written whole under its name", sorted(n for n in os.listdir(folder) if n.startswith("stress")) == ["stress.md"])
    check("a full disk is told", "/dev/full" in program("stress", folder, "-o", "/dev/full", code=1))
    check("the statement given", "https://example.org" in sections(told)["6.1"] and "24 of 24" in told and not missing(told))


def minimal(folder):
    config, out = os.path.join(folder, "minimal.json"), os.path.join(folder, "out")
    with open(config, "w", encoding="utf-8") as f:
        json.dump({"run": {"duration": "10 d", "warmup": 0, "replications": 1},
                   "units": {"u": {"kind": "clinic", "capacity": 1}},
                   "groups": {"g": {"arrivals": {"poisson": {"rate": "1 /d"}}, "path": {"u": {"stay": "1 h"}}}}}, f)
    program("run", config, "-q", "-o", out)
    text = program("stress", out, "-q")
    check("what is missing is named", missing(text) == ["1.1", "1.3", "2.3", "3.1", "3.2", "3.4", "4.1", "4.3", "6.1"])
    check("with what to write", all(word in text for word in
                                    ('"description"', '"scenarios"', '"source"', '"assumed"', '"note"')))
    check("the rest is filled", "15 of 24" in text and "| `u` | clinic | 1 |" in text)


def of_a_study(folder):
    """The study's own indicators, axes and points; and a second run with nothing to do leaves the manifest alone."""
    study, out = os.path.join(folder, "study.json"), os.path.join(folder, "study")
    with open(study, "w", encoding="utf-8") as f:
        json.dump({"extends": os.path.join(SOURCE, "configs/validation/o2.json"), "replications": 2,
                   "patch": {"run": {"duration": "20 d"}}, "indicators": ["unit/ward/lost_fraction"], "axes":
                   {"platser": {"pointer": "/units/ward/beds/disponibla", "values": [4, 6, 8]}},
                   "design": {"kind": "grid"}}, f)
    program("sweep", study, "-q", "-o", out)
    s = sections(program("stress", out, "-q"))
    check("the study's indicators alone", "`unit/ward/lost_fraction`" in s["1.2"] and "disponibla" not in s["1.2"])
    check("its axes, design and points", all(w in s["1.3"] for w in ("3 points", '"grid"', "`platser`", "[4,6,8]")))
    check("nothing of that is missing", "Missing" not in s["1.3"] + s["2.3"] + s["4.1"])
    with open(os.path.join(out, "manifest.json"), "rb") as f:
        told = f.read()
    program("sweep", study, "-q", "-o", out, "--resume")
    with open(os.path.join(out, "manifest.json"), "rb") as f:
        check("the manifest of what was done stays", f.read() == told)


def refused(folder):
    check("no result folder", "manifest.json" in program("stress", folder + "/nowhere", code=3))


with tempfile.TemporaryDirectory() as temporary:
    base_region(os.path.join(temporary, "bas"))
    minimal(temporary)
    of_a_study(temporary)
    refused(temporary)
sys.exit(1 if wrong else 0)
