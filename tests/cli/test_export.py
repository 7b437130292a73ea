# SPDX-License-Identifier: GPL-3.0-or-later
"""Following patients: what `vardflode export` writes of an event log, as XES and as CSV.

The XES must be valid against the rules of IEEE 1849-2016 (xes.xsd here, which is shown to refuse what is not), and both must
hold the very events of the log, patient by patient, in order, with those still in care marked. A broken log is refused
with its line, and an export that fails or is stopped leaves nothing behind.
"""
import collections
import csv
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET

SOURCE = os.environ.get("VF_SOURCE_DIR", os.getcwd())
PROGRAM = os.environ.get("VARDFLODE", "vardflode")
SCHEMA = os.path.join(SOURCE, "tests/cli/xes.xsd")
CONFIG = os.path.join(SOURCE, "tests/golden/vardkedja.json")
# the states of the standard life-cycle model of the XES lifecycle extension
STANDARD = {"schedule", "assign", "withdraw", "reassign", "start", "suspend", "resume", "pi_abort", "ate_abort", "complete",
            "autoskip", "manualskip", "unknown"}
MEANS = {"arrive": "schedule", "start": "start", "repatriate": "start", "complete": "complete", "exit": "complete",
         "death": "complete", "readmission": "complete", "lost": "withdraw", "renege": "withdraw", "worsened": "withdraw"}
ENDS, BEGINS = {"exit", "death", "lost"}, {"arrive", "start", "readmission"}
failures = []


def expect(what, good):
    if not good:
        failures.append(what)
        print("FAIL", what)


def vardflode(*args, code=0):
    done = subprocess.run([PROGRAM, *args], capture_output=True, text=True, env={**os.environ, "LANGUAGE": "en"}, check=False)
    if done.returncode != code:
        sys.exit("vardflode %s: exit %d, not %d\n%s" % (" ".join(args), done.returncode, code, done.stderr))
    return done


def valid(path):
    done = subprocess.run(["xmllint", "--noout", "--schema", SCHEMA, path], capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stderr


def read_log(path):
    with open(path, newline="", encoding="utf-8") as f:
        return list(csv.DictReader(f))


def unfinished(lives):
    inside = True
    for life in lives:
        inside = (inside or life in BEGINS) and life not in ENDS
    return inside


def attributes(element):
    return {a.get("key"): a.get("value") for a in element if a.tag != "event"}


def cases_of(log):
    cases = collections.defaultdict(list)
    for row in log:
        cases[row["case:concept:name"]].append(row)
    return cases


def check_xes(path, log):
    good, trouble = valid(path)
    expect("the XES is valid: " + trouble[:300], good)
    root = ET.parse(path).getroot()
    expect("the version of the standard", root.tag == "log" and root.get("xes.version") == "1849.2016")
    cases, seen = cases_of(log), set()
    globals_ = {g.get("scope"): {a.get("key") for a in g} for g in root.iter("global")}
    known = {e.get("prefix") for e in root.iter("extension")}
    for classifier in root.iter("classifier"):
        expect("a classifier's keys are global", set(classifier.get("keys").split()) <= globals_["event"])
    wrong = 0
    for trace in root.iter("trace"):
        a = attributes(trace)
        rows, events = cases[a["concept:name"]], [attributes(e) for e in trace.iter("event")]
        seen.add(a["concept:name"])
        same = len(rows) == len(events) and all(
            e["time:timestamp"] == r["time:timestamp"] and e["life"] == r["lifecycle:transition"]
            and e.get("org:resource", "") == r["org:resource"] and e.get("group", a["group"]) == r["group"]
            and e["concept:name"] == (e["life"] if e["life"] in ("exit", "death", "readmission") else r["concept:name"])
            and e["lifecycle:transition"] == MEANS.get(e["life"], "unknown") and e["lifecycle:transition"] in STANDARD
            for e, r in zip(events, rows))
        same = same and globals_["trace"] <= set(a) and all(globals_["event"] <= set(e) for e in events)
        same = same and all(k.split(":")[0] in known for e in [a, *events] for k in e if ":" in k)
        same = same and a["scenario"] == rows[0]["scenario"] and a["replication"] == rows[0]["replication"]
        same = same and a["unfinished"] == str(unfinished(r["lifecycle:transition"] for r in rows)).lower()
        wrong += not same
    expect("%d traces differ from the log" % wrong, wrong == 0)
    expect("every patient of the log is a trace, once", seen == set(cases) and len(cases) > 1000)
    left = sum(attributes(t)["unfinished"] == "true" for t in root.iter("trace"))
    expect("some patients are unfinished, most are not", 20 < left < len(cases) / 4)
    return root, left


def check_schema_refuses(path, folder):
    """The schema can fail: each of these changes makes the document invalid."""
    with open(path, encoding="utf-8") as f:
        lines = f.read().split("\n")
    cut = next(i for i, line in enumerate(lines) if "</trace>" in line)
    text = "\n".join(lines[:cut + 1]) + "\n</log>\n"
    small = os.path.join(folder, "small.xes")
    changes = [("<int key", "<float kye"), ('xes.version="1849.2016"', 'xes.version="1849-2016"'),
               ('scope="trace"', 'scope="case"'), ('value="20', 'value="the 20'), ("<boolean ", "<bool "),
               ("  <trace>", '  <trace><event/><string key="x" value="y"/>'),
               ('<string key="lifecycle:model" value="standard"/>', '<classifier name="late" keys="life"/>'),
               ('<string key="life"', '<string key="concept:name"'), (' prefix="org"', ""),
               (' prefix="org"', ' prefix="concept"'), ("<log ", '<log xmlns="http://www.xes-standard.org/" ')]
    for old, new in [("", "")] + changes:
        expect("the change is one: " + old, old in text)
        with open(small, "w", encoding="utf-8") as f:
            f.write(text.replace(old, new, 1) if old != '<string key="life"' else new.join(text.rsplit(old, 1)))
        expect("the schema on %r: %s" % (new, valid(small)[1][:200]), valid(small)[0] == (old == ""))


def check_csv(path, log, root):
    rows = read_log(path)
    flat = [(attributes(t)["concept:name"], attributes(t)["unfinished"], attributes(e))
            for t in root.iter("trace") for e in t.iter("event")]
    expect("CSV and XES hold the same", len(rows) == len(flat) == len(log) and all(
        r["case:concept:name"] == case and r["case:unfinished"] == left and r["concept:name"] == e["concept:name"]
        and r["time:timestamp"] == e["time:timestamp"] and r["life"] == e["life"]
        and r["lifecycle:transition"] == e["lifecycle:transition"] and r["org:resource"] == e.get("org:resource", "")
        for r, (case, left, e) in zip(rows, flat)))
    open_stays, order = collections.Counter(), 0
    last = None
    for r in rows:
        if last and last["case:concept:name"] == r["case:concept:name"]:
            order += last["time:timestamp"] > r["time:timestamp"]
        if r["case:began_before"] == "true":
            continue
        if r["lifecycle:transition"] == "start":
            open_stays[r["case:concept:name"]] += 1
        elif r["life"] == "complete":
            open_stays[r["case:concept:name"]] -= 1
            order += open_stays[r["case:concept:name"]] < 0
        last = r
    expect("within a patient time never goes back, and a stay begins before it ends", order == 0)
    before = {c for c, of in cases_of(log).items() if of[0]["lifecycle:transition"] != "arrive" or of[0]["org:resource"]}
    marked = {r["case:concept:name"] for r in rows if r["case:began_before"] == "true"}
    expect("who was in care when the log began is marked", marked == before != set())
    in_care = {r["case:concept:name"] for r in rows if r["case:unfinished"] == "true"}
    expect("stays that go on are those of the unfinished", {c for c, n in open_stays.items() if n > 0} <= in_care)


def check_choices(folder, log_path, log):
    out = os.path.join(folder, "chosen.csv")
    said = json.loads(vardflode("export", log_path, "--visits", "--scenario", "fler_korttids", "--replication", "1", "-o", out,
                                "--json").stdout)
    rows = read_log(out)
    expected = [r for r in log if r["scenario"] == "fler_korttids" and r["replication"] == "1"
                and MEANS.get(r["lifecycle:transition"]) in ("start", "complete")]
    expect("--visits of one scenario and replication", len(rows) == len(expected) == said["events"] > 1000)
    expect("only starts and ends", {r["lifecycle:transition"] for r in rows} == {"start", "complete"})
    expect("an export is not overwritten", "--replace" in vardflode("export", log_path, "-o", out, code=2).stderr)
    before = os.path.getsize(out)
    vardflode("export", log_path, "--scenario", "nosuch", "-o", out, "--replace", code=2)
    expect("what was there stays when there is nothing to write", os.path.getsize(out) == before)
    os.unlink(out)


def refused(folder, name, text, *words):
    broken = os.path.join(folder, name + ".csv")
    with open(broken, "w", encoding="utf-8") as f:
        f.write(text)
    for form in ("csv", "xes"):
        said = vardflode("export", broken, "--format", form, code=3).stderr
        expect("%s: %s in %r" % (name, words, said), all(word in said for word in words))
    os.unlink(broken)


def check_broken(folder, log_path):
    with open(log_path, encoding="utf-8") as f:
        lines = f.read().split("\n")
    head = "\n".join(lines[:50])
    refused(folder, "cut", head[:-7], "line 50", "cut off")
    refused(folder, "cut_at_a_field", "\n".join(lines[:50])[:-3] + "\n", "line 50", "not a line")
    refused(folder, "empty", "", "header")
    refused(folder, "other_version", head.replace("org:resource", "org:unit", 1) + "\n", "line 1", "header of an event log")
    refused(folder, "no_log", '{"run": 1}\n', "header of an event log")
    refused(folder, "unknown_word", head.replace(",arrive,", ",arrived,", 1) + "\n", "not a line")
    refused(folder, "bad_time", re.sub(r"T(\d\d):(\d\d):", r" \1.\2.", head, count=1) + "\n", "line 2")
    refused(folder, "quote", head.replace("specialist", '"specialist', 1), "cut off")
    vardflode("export", os.path.join(folder, "nothing.csv"), code=3)
    expect("nothing is left of what was refused", sorted(os.listdir(folder)) == ["log.csv", "r"])


def check_stopped(folder, log_path):
    """Stopped by a signal, killed, without room: never anything under the file's name."""
    big, out = os.path.join(folder, "big.csv"), os.path.join(folder, "big.xes")
    with open(log_path, encoding="utf-8") as f:
        head, text = f.readline(), f.read()
    with open(big, "w", encoding="utf-8") as f:
        f.write(head)
        for k in range(12):
            f.write(text.replace("\n", "%d\n" % k))
    for number, code in ((signal.SIGINT, 4), (signal.SIGTERM, 4), (signal.SIGKILL, -signal.SIGKILL)):
        with subprocess.Popen([PROGRAM, "export", big, "--format", "xes"], stderr=subprocess.PIPE, text=True) as p:
            while not os.path.exists(out + ".partial") and p.poll() is None:
                time.sleep(0.001)
            time.sleep(0.02)
            p.send_signal(number)
            said = p.stderr.read()
            expect("%s ends it with %s: %s %s" % (number, code, p.wait(), said), p.wait() == code)
        expect("%s leaves no file" % number, not os.path.exists(out))
        expect("%s leaves nothing half done" % number, number == signal.SIGKILL or not os.path.exists(out + ".partial"))
    expect("a full disk is told", "cannot" in vardflode("export", big, "-o", "/proc/nothing.csv", code=1).stderr)
    for most in (1 << 16, 40 << 20):  # at once, and when much is written
        done = subprocess.run([PROGRAM, "export", big, "--format", "xes"], capture_output=True, text=True, check=False,
                              preexec_fn=lambda: (signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
                                                  resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))))
        told = done.returncode == 1 and "cannot write" in done.stderr
        expect("no room for more than %d bytes: %s" % (most, done.stderr), told)
        expect("no room: nothing is left", not os.path.exists(out) and not os.path.exists(out + ".partial"))
    vardflode("export", big, "--format", "xes")
    expect("the next try clears up", not os.path.exists(out + ".partial") and os.path.getsize(out) > os.path.getsize(big))
    os.unlink(out)
    os.unlink(big)


def main():
    if not shutil.which("xmllint"):
        print("xmllint is not here (Debian: libxml2-utils)")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        results, log_path = os.path.join(folder, "r"), os.path.join(folder, "log.csv")
        vardflode("run", CONFIG, "-q", "-o", results, "--log", log_path)
        log = read_log(log_path)
        xes, table = os.path.join(folder, "log.xes"), os.path.join(folder, "log-export.csv")
        said = vardflode("export", results, "--format", "xes").stdout
        vardflode("export", results)
        root, left = check_xes(xes, log)
        expect("it says how many", ("%d still in care" % left) in said and xes in said)
        check_schema_refuses(xes, folder)
        check_csv(table, log, root)
        for name in ("small.xes", "log.xes", "log-export.csv"):
            os.unlink(os.path.join(folder, name))
        check_choices(folder, log_path, log)
        check_broken(folder, log_path)
        check_stopped(folder, log_path)
    print("%d failures" % len(failures))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
