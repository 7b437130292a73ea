# SPDX-License-Identifier: GPL-3.0-or-later
"""Small configs run by the built program, and what came of them: the ground of the tests of the config keys.

A case is a function marked @case("object.key", ...): it runs configs that differ in that key and asserts what
the key does. test_keys.py holds the cases against the schema, so that a key without a case fails. Hours are
counted from the start of the run; patients are numbered in the order they come. Configs are dicts, in which
R(0, 1, 2) stands for arrivals at those hours, read from a file of their own.
"""
import copy
import csv
import datetime
import json
import os
import resource
import subprocess
import tempfile

PROGRAM = os.environ.get("VARDFLODE", "vardflode")
SOURCE = os.environ.get("VF_SOURCE_DIR", ".")
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 28, 1 << 28))  # a run that never ends must not fill the disk

CASES = {}
# Result folders are synced to disk; hundreds of them had better lie in memory.
SCRATCH = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
START = "2024-01-15"  # a Monday; no public holiday until Good Friday, 29 March


def case(*keys):
    def mark(function):
        for key in keys:
            CASES.setdefault(key, []).append(function)
        return function
    return mark


def R(*hours, **beside):
    return {"__hours__": list(hours), **beside}


def _write_arrivals(value, folder, count):
    if isinstance(value, dict):
        if "__hours__" in value:
            hours = value.pop("__hours__")
            name = "arrivals%d.csv" % len(count)
            count.append(name)
            with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
                f.write("time\n" + "".join("%r\n" % h for h in hours))
            value["replay"] = {"file": name, "unit": "h"}
        for v in value.values():
            _write_arrivals(v, folder, count)
    elif isinstance(value, list):
        for v in value:
            _write_arrivals(v, folder, count)


class Result:
    """The outcome of one run: exit code, messages, the JSON document and the event log."""

    def __init__(self, code, out, err, log):
        self.code, self.err = code, err
        self.doc = json.loads(out) if out.strip().startswith("{") else None
        self.log = log

    def scenario(self, name=None):
        for s in self.doc["scenarios"]:
            if name is None or s["name"] == name:
                return s
        raise AssertionError("no scenario " + str(name))

    def u(self, unit, metric, group=None, scenario=None):
        block = self.scenario(scenario)["units"][unit]
        block = block["by_group"][group] if group else block
        return block[metric]["mean"]

    def g(self, group, metric, scenario=None):
        return self.scenario(scenario)["groups"][group][metric]["mean"]

    def ind(self, metric, scenario=None):
        return self.scenario(scenario)["indicators"][metric]["mean"]

    def results(self, scenario=None):
        """Everything that was counted; not names, titles and times of the run itself."""
        s = copy.deepcopy(self.scenario(scenario))
        for key in ("name", "title", "wall_s"):
            s.pop(key, None)
        return s

    # ---- from the event log; scenario: index of the scenario's name in order of appearance ----
    def lives(self, lifecycle=None, unit=None, scenario=None):
        """(patient, hour) of the events of that kind, in the order of the log."""
        return [(e["p"], e["h"]) for e in self.log if (lifecycle is None or e["life"] == lifecycle)
                and (unit is None or e["unit"] == unit) and (scenario is None or e["scenario"] == scenario)]

    def starts(self, unit, scenario=None):
        return self.lives("start", unit, scenario)

    def ends(self, unit, scenario=None):
        return self.lives("complete", unit, scenario)

    def stays(self, unit, scenario=None):
        """Length of the stay, in hours, of each patient who has left, in the order of arrival."""
        since, out = {}, {}
        for e in self.log:
            if e["unit"] == unit and (scenario is None or e["scenario"] == scenario):
                if e["life"] == "start":
                    since[e["p"]] = e["h"]
                elif e["life"] == "complete":
                    out[e["p"]] = round(e["h"] - since[e["p"]], 9)
        return [out[p] for p in sorted(out)]


def _read_log(path, start):
    if not os.path.exists(path):
        return []
    zero = datetime.datetime.fromisoformat(start)
    events, number, seen = [], {}, {}
    with open(path, encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            where = (row["scenario"], row["replication"])
            case_id = (where, row["case:concept:name"])
            if case_id not in number:
                seen[where] = seen.get(where, -1) + 1
                number[case_id] = seen[where]
            at = datetime.datetime.fromisoformat(row["time:timestamp"])
            events.append({"p": number[case_id], "h": round((at - zero).total_seconds() / 3600, 9),
                           "life": row["lifecycle:transition"], "unit": row["concept:name"],
                           "at": row["org:resource"], "group": row["group"], "scenario": row["scenario"],
                           "case": row["case:concept:name"].split("-")[-1]})
    return events


def run_config(config, *args, files=None, log=True):
    """Runs a whole config. Nothing is added to it but the files of R(...)."""
    config = copy.deepcopy(config)
    with tempfile.TemporaryDirectory(dir=SCRATCH) as folder:
        _write_arrivals(config, folder, [])
        for name, text in (files or {}).items():
            with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
                f.write(text if isinstance(text, str) else json.dumps(text))
        path = os.path.join(folder, "config.json")
        with open(path, "w", encoding="utf-8") as f:
            json.dump(config, f, ensure_ascii=False)
        log_path = os.path.join(folder, "log.csv")
        command = [PROGRAM, "run", path, "-q", "--json", "--threads", "1", "-o", os.path.join(folder, "out"), *args]
        if log:
            command += ["--log", log_path]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        start = (config.get("run") or {}).get("start", START if "extends" in config else "2024-01-01")
        return Result(done.returncode, done.stdout, done.stderr, _read_log(log_path, start) if log else [])


def build(units, groups, run=None, **top):
    settings = {"start": START, "duration": "20 d", "replications": 1, "transient": True, "report_time_unit": "h"}
    settings.update(run or {})
    settings = {k: v for k, v in settings.items() if v is not None}
    return {"run": settings, "units": units, "groups": groups, **top}


def sim(units, groups, run=None, files=None, args=(), log=True, **top):
    """A run that must go well."""
    r = run_config(build(units, groups, run, **top), *args, files=files, log=log)
    assert r.code == 0, "exit %d: %s" % (r.code, r.err)
    return r


def refused(config, *words, files=None):
    """The config must be refused with a message that holds these words."""
    r = run_config(config, files=files, log=False)
    assert r.code == 3, "exit %d, expected a refusal: %s" % (r.code, r.err)
    for word in words:
        assert word in r.err, "not in the message: %r\n%s" % (word, r.err)


def _same(got, expected):
    if isinstance(expected, (list, tuple)):
        return isinstance(got, (list, tuple)) and len(got) == len(expected) and all(map(_same, got, expected))
    if isinstance(expected, float) and isinstance(got, (int, float)):
        return abs(got - expected) <= 1e-9 * max(1.0, abs(expected))
    return got == expected


def eq(got, expected, what=""):
    """Equal; numbers with a fraction to nine digits."""
    assert _same(got, expected), "%s: got %r, expected %r" % (what, got, expected)


def near(got, expected, tolerance, what=""):
    assert abs(got - expected) <= tolerance, "%s: got %r, expected %r +- %r" % (what, got, expected, tolerance)


def times(pairs):
    return [h for _, h in pairs]


def clinic(n=1, **more):
    return {"kind": "clinic", "capacity": n, **more}


def ward(beds, **more):
    return {"kind": "ward", "beds": {"disponibla": beds}, "max_extra": 0, **more}


def akut(n=50, **more):
    return {"kind": "akutmottagning", "capacity": n, **more}


def kommunal(n=1, **more):
    return {"kind": "kommunal", "capacity": n, **more}


def one(node="u", stay="2 h", hours=(0,), **node_more):
    """A group of one node, at a unit or at a family's own ("kom.plats")."""
    path = {node: {"stay": stay, **node_more}} if "." not in node else {"n": {"unit": node, "stay": stay, **node_more}}
    return {"arrivals": R(*hours), "path": path}


def by_ed(to, hours, stay="10 h", before=0, **more):
    """A group that comes to the akutmottagning `akut` and needs the ward `to` at once, or after `before`."""
    return {"arrivals": R(*hours), "start": "akut",
            "path": {"akut": {"stay": before, "next": {to: 1}}, to: {"stay": stay}}, **more}
