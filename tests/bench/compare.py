#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the benchmark models in the bare interpreter, in SimPy and in vardflode, side by side.

  compare.py                              the table: medians of CPU time, and their ratios
  compare.py --json                       the same as one JSON document
  compare.py --markdown docs/PERFORMANCE.md   writes the table into that page
  compare.py --gate                       quick: fails if ours fell behind what gate.json records
  compare.py --gate --record              measures and writes gate.json
  compare.py --start                      what passes before the base region's first event

Every program does its runs in turn, on one pinned core, so that a slow minute of the machine hits them
all. Called by people and by the check script; standard library only. How ours is called stands in
ours_command() and nowhere else. Exit code: 0 well, 1 the gate is broken, 77 it could not be judged.
"""
import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
MODELS = ("mm1", "mm50", "tandem")
POPULATIONS = (10**2, 10**3, 10**4, 10**5, 10**6, 10**7)
# customers of one run by program, so that each takes about a second
CUSTOMERS = {
    "bare": {"mm1": 4000000, "mm50": 3000000, "tandem": 800000},
    "ours": {"mm1": 2000000, "mm50": 2000000, "tandem": 500000},
    "simpy": {"mm1": 100000, "mm50": 80000, "tandem": 20000},
}
# customers of one run of mminf: enough that a large population turns over
TURNOVER = {10**5: 4000000, 10**6: 5000000, 10**7: 12000000}
SIMPY_POPULATION_MAX = 10**5
AGAIN = 3  # a gate broken in seconds is measured so often again: the machine may have been busy
CFLAGS = ["-std=c11", "-O3", "-ffp-contract=off", "-D_POSIX_C_SOURCE=200809L"]
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


class Missing(Exception):
    """A program that is not there, or cannot do what is asked."""


def say(text):
    print(text, file=sys.stderr, flush=True)


# ---- the programs ----

def build_bare(folder):
    program = pathlib.Path(folder) / "bare"
    compiler = os.environ.get("CC", "gcc")
    subprocess.run([compiler, *CFLAGS, str(HERE / "bare.c"), "-o", str(program), "-lm"], check=True)
    return str(program)


def find_ours():
    candidates = [os.environ.get("VARDFLODE"), ROOT / "build/release/vardflode", ROOT / "build/vardflode",
                  shutil.which("vardflode")]
    return next((str(c) for c in candidates if c and os.access(c, os.X_OK)), None)


def simpy_python():
    for python in ("/usr/bin/python3", sys.executable):
        found = subprocess.run([python, "-c", "import simpy"], capture_output=True, check=False)
        if found.returncode == 0:
            return python
    return None


def bare_command(programs, model, customers, patients, seed):
    count = 2 * customers if model == "mminf" else customers
    extra = [str(patients)] if patients else []
    return [programs["bare"], model, str(count), str(seed), *extra]


def simpy_command(programs, model, customers, patients, seed):
    count = 2 * customers if model == "mminf" else customers
    extra = [str(patients)] if patients else []
    return [programs["simpy"], str(HERE / "simpy_models.py"), model, str(count), str(seed), *extra]


def ours_command(programs, model, customers, patients, seed):
    extra = ["--patients", str(patients)] if patients else []
    return [programs["ours"], "bench", "--model", model, "--customers", str(customers), *extra,
            "--seed", str(seed), "--json"]


COMMANDS = {"bare": bare_command, "ours": ours_command, "simpy": simpy_command}


def run(programs, name, model, customers, patients=0, seed=1):
    """One run; returns {us_per_customer, ns_per_event, bytes_per_patient or None}."""
    command = COMMANDS[name](programs, model, customers, patients, seed)
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as trouble:
        raise Missing(f"{command[0]}: {trouble.strerror}") from trouble
    try:
        answer = json.loads(done.stdout)
        cpu, events = float(answer["cpu_s"]), float(answer["events"])
    except (ValueError, KeyError, TypeError) as trouble:
        last = (done.stderr.strip() or done.stdout.strip() or "no output").splitlines()[-1]
        raise Missing(f"`{' '.join(command)}` ended with {done.returncode}: {last}") from trouble
    # An arrival and a departure are the events of mminf, whatever else a program counts.
    counted = 2 * customers if model == "mminf" else events
    return {"us_per_customer": 1e6 * cpu / customers, "ns_per_event": 1e9 * cpu / counted,
            "bytes_per_patient": answer.get("peak_bytes_per_patient") if patients else None}


# ---- measuring ----

def summary(runs):
    result = {"runs": len(runs)}
    for key in ("us_per_customer", "ns_per_event"):
        values = sorted(r[key] for r in runs)
        result[key] = statistics.median(values)
        result[key + "_least"] = values[0]
        result[key + "_most"] = values[-1]
    held = [r["bytes_per_patient"] for r in runs if r["bytes_per_patient"] is not None]
    result["bytes_per_patient"] = max(held) if held else None
    return result


def interleave(programs, cases, repeat, drop):
    """cases: {key: {program: (model, customers, patients)}}; gives {key: {program: summary}}."""
    runs = {key: {name: [] for name in case} for key, case in cases.items()}
    for turn in range(repeat):
        for key, case in cases.items():
            for name, (model, customers, patients) in case.items():
                if name in drop:
                    continue
                try:
                    runs[key][name].append(run(programs, name, model, customers, patients, turn + 1))
                except Missing as trouble:
                    drop.add(name)
                    say(f"\n*** LEFT OUT: {name}. {trouble}\n")
            say(f"turn {turn + 1} of {repeat}: {key}")
    return {key: {name: summary(done) for name, done in case.items() if done and name not in drop}
            for key, case in runs.items()}


def scaled(customers, scale):
    return max(int(customers * scale), 1000)


def model_cases(programs, scale):
    return {model: {name: (model, scaled(CUSTOMERS[name][model], scale), 0) for name in programs}
            for model in MODELS}


def population_cases(programs, scale, largest):
    cases = {}
    for patients in POPULATIONS:
        if patients > largest:
            continue
        case = {name: ("mminf", scaled(TURNOVER.get(patients, 2000000), scale), patients)
                for name in programs if name != "simpy"}
        if "simpy" in programs and patients <= SIMPY_POPULATION_MAX:
            case["simpy"] = ("mminf", scaled(100000, scale), patients)
        cases[str(patients)] = case
    return cases


def ratio(case, above, below, key):
    return case[above][key] / case[below][key] if above in case and below in case else None


def measure(programs, options, drop):
    models = interleave(programs, model_cases(programs, options.scale), options.repeat, drop)
    populations = interleave(programs, population_cases(programs, options.scale, options.largest),
                             options.repeat, drop)
    for results, key in ((models, "us_per_customer"), (populations, "ns_per_event")):
        for case in results.values():
            case["ratios"] = {"ours_to_bare": ratio(case, "ours", "bare", key),
                              "simpy_to_ours": ratio(case, "simpy", "ours", key),
                              "simpy_to_bare": ratio(case, "simpy", "bare", key)}
    return {"machine": machine(), "repeat": options.repeat, "models": models, "populations": populations}


def machine():
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        cpu = next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        cpu = "unknown"
    return {"cpu": cpu, "cores": os.cpu_count(), "compiler": compiler_version()}


def compiler_version():
    done = subprocess.run([os.environ.get("CC", "gcc"), "--version"], capture_output=True, text=True,
                          check=False)
    return done.stdout.splitlines()[0] if done.stdout else "unknown"


# ---- showing ----

def cell(value, form):
    return "–" if value is None else format(value, form)


def rows(results, key, forms):
    for name, case in results.items():
        values = [cell(case.get(p, {}).get(key), forms) for p in ("bare", "ours", "simpy")]
        ratios = [cell(case["ratios"][r], ".2f" if r == "ours_to_bare" else ".0f")
                  for r in ("ours_to_bare", "simpy_to_ours", "simpy_to_bare")]
        yield [name, *values, *ratios]


def tables(document):
    heads = ["bare", "ours", "SimPy", "ours : bare", "SimPy : ours", "SimPy : bare"]
    yield ("CPU seconds per 10⁶ customers (median)", ["model", *heads],
           list(rows(document["models"], "us_per_customer", ".3f")))
    held = [[cell(case.get(p, {}).get("bytes_per_patient"), ".0f") for p in ("bare", "ours")]
            for case in document["populations"].values()]
    yield ("M/M/∞: CPU ns per event (median) by patients in the system, peak bytes per patient",
           ["patients", *heads, "bytes bare", "bytes ours"],
           [row + more for row, more in zip(rows(document["populations"], "ns_per_event", ".0f"), held)])


def plain(document):
    parts = []
    for title, head, body in tables(document):
        width = [max(len(line[i]) for line in [head, *body]) for i in range(len(head))]
        parts.append(title)
        parts += ["  ".join(c.rjust(w) for c, w in zip(line, width)) for line in [head, *body]]
        parts.append("")
    return "\n".join(parts)


def markdown(document):
    about = document["machine"]
    parts = [BEGIN, ""]
    for title, head, body in tables(document):
        parts += [f"**{title}**", "", "| " + " | ".join(head) + " |", "|" + "---:|" * len(head)]
        parts += ["| " + " | ".join(line) + " |" for line in body] + [""]
    parts += [
        f"Measured on {about['cpu']} ({about['cores']} cores), {about['compiler']}; medians of "
        f"{document['repeat']} runs in turn on one pinned core, CPU time of the process from the first "
        "event to the last. Only ratios travel between machines.", "",
        "*bare* is `tests/bench/bare.c`: a hand-written interpreter of these models that keeps waits and "
        "integrals and nothing else. *ours* is `vardflode bench` with all statistics on. *SimPy* is "
        "`tests/bench/simpy_models.py` under Debian's python3-simpy3. Bytes per patient are the peak "
        "resident memory of the process divided by the patients in the system, and so mean little "
        "below 10⁵.", "",
        "Again: `tests/bench/compare.py --markdown docs/PERFORMANCE.md`.", "", END]
    return "\n".join(parts)


def write_markdown(path, document):
    """Replaces what stands between the marks; what people wrote around them stays."""
    page = pathlib.Path(path)
    text = page.read_text(encoding="utf-8") if page.exists() else f"# Performance\n\n{BEGIN}\n{END}\n"
    if BEGIN not in text or END not in text:
        raise SystemExit(f"{path}: has no lines `{BEGIN}` and `{END}` to write between")
    head, rest = text.split(BEGIN, 1)
    page.write_text(head + markdown(document) + rest.split(END, 1)[1], encoding="utf-8")


# ---- the gate ----

def instructions(programs, model, customers, patients=0):
    """Instructions per customer under callgrind; they repeat, where seconds do not. Of two runs the
    difference, so that reading the config and loading the program do not count."""
    few, many = (instructions_of_run(programs, model, n, patients) for n in (customers, 3 * customers))
    return round((many - few) / (2 * customers), 1)


def instructions_of_run(programs, model, customers, patients):
    if not shutil.which("valgrind"):
        raise Missing("valgrind is not installed: no instruction counts")
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
               *ours_command(programs, model, customers, patients, 1)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    counts = [line for line in done.stderr.splitlines() if "Collected :" in line]
    if done.returncode != 0 or not counts:
        raise Missing(f"`{' '.join(command)}` ended with {done.returncode}")
    return int(counts[0].split(":")[1].split()[0])


def start_command(programs, folder):
    return [programs["ours"], "run", str(ROOT / "configs/regioner/bas.json"), "--scenario", "nulage",
            "--replications", "1", "--threads", "1", "--quiet", "--out", str(folder)]


def start_instructions(programs):
    """Instructions from the start of the program until the base region's first replication begins."""
    with tempfile.TemporaryDirectory() as folder:
        first = pathlib.Path(folder) / "counts.1"  # written then; what comes after is not waited for
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/counts",
                   "--dump-before=vf_sim_run", *start_command(programs, f"{folder}/out")]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            while process.poll() is None and not (first.exists() and "totals:" in first.read_text()):
                time.sleep(0.1)
            process.kill()
        if not first.exists():
            raise Missing(f"`{' '.join(command)}` did not come to its first replication")
        totals = next(line for line in first.read_text().splitlines() if line.startswith("totals:"))
    return int(totals.split()[1])


def start_ms(programs, repeat=20):
    """Least milliseconds of CPU until the base region's first replication begins, and until its first event."""
    found = []
    for _ in range(repeat):
        done = subprocess.run([programs["ours"], "bench", "--start", "--json"], cwd=ROOT, capture_output=True,
                              text=True, check=True)
        found.append(json.loads(done.stdout))
    return [min(one[key] for one in found) for key in ("ready_ms", "first_event_ms")]


def gate_measure(programs, gate, repeat):
    run(programs, "ours", "mm1", 1000)  # raises before seconds are spent on SimPy
    counts = {m: instructions(programs, m, gate["instructions_customers"]) for m in MODELS}
    small, large = (instructions(programs, "mminf", gate["instructions_customers"], gate[p])
                    for p in ("growth_from", "growth_to"))
    return {**gate_seconds(programs, gate, repeat), "instructions": counts,
            "start_instructions": start_instructions(programs),
            "growth_instructions": round(large / small, 3)}


def gate_seconds(programs, gate, repeat):
    drop = set()
    least = "us_per_customer_least"  # other work on the machine only ever adds
    cases = {m: {n: (m, gate["customers"], 0) for n in ("ours", "simpy")} for m in MODELS}
    grown = {str(p): {"ours": ("mminf", gate["growth_customers"], p)}
             for p in (gate["growth_from"], gate["growth_to"])}
    models = interleave(programs, cases, repeat, drop)
    if "ours" in drop or "simpy" in drop:
        raise Missing("without both ours and SimPy there is no gate")
    small, large = interleave(programs, grown, 2 * repeat + 1, drop).values()
    if "ours" in drop:
        raise Missing("ours has no mminf to measure the growth with")
    return {
        "simpy_to_ours": {m: round(ratio(models[m], "simpy", "ours", least), 1) for m in MODELS},
        "growth": round(large["ours"][least] / small["ours"][least], 3),
    }


def better(now, again):
    """The best of two measurements of seconds: what else runs on the machine can only spoil one."""
    ratios = {m: max(value, again["simpy_to_ours"][m]) for m, value in now["simpy_to_ours"].items()}
    return now | {"simpy_to_ours": ratios, "growth": min(now["growth"], again["growth"])}


def gate_verdicts(gate, now):
    """Yields (what, measured, limit text, True, False or None if nothing was recorded)."""
    for model, value in now["simpy_to_ours"].items():
        known = gate["recorded"]["simpy_to_ours"].get(model)
        limit = known and gate["least_share"] * known
        yield f"SimPy : ours, {model}", value, f"at least {cell(limit, '.1f')}", limit and value >= limit
    for key in ("growth", "growth_instructions"):
        yield (key.replace("_", ", "), now[key], f"at most {gate[key + '_most']}", now[key] <= gate[key + "_most"])
    counts = {f"instructions per customer, {model}": (value, gate["recorded"]["instructions"].get(model))
              for model, value in now["instructions"].items()}
    if "start_instructions" in now:
        counts["instructions before the base region's first event"] = (
            now["start_instructions"], gate["recorded"].get("start_instructions"))
    for what, (value, known) in counts.items():
        near = known and abs(value / known - 1) <= gate["instructions_tolerance"]
        if gate["recorded"].get("compiler") not in (None, now.get("compiler")):
            near = None  # another compiler, other instructions
        yield (what, value, f"{cell(known, '.1f')} within {100 * gate['instructions_tolerance']:g} %", near)


def gate_run(programs, options):
    path = pathlib.Path(options.limits)
    gate = json.loads(path.read_text(encoding="utf-8"))
    try:
        now = gate_measure(programs, gate, options.repeat) | {"compiler": compiler_version()}
        for _ in range(AGAIN):
            slow = [w for w, *_, good in gate_verdicts(gate, now) if good is False and "instr" not in w]
            if options.record or not slow:
                break
            now = better(now, gate_seconds(programs, gate, options.repeat))
    except Missing as trouble:
        say(f"\n*** THE SPEED GATE WAS NOT JUDGED. {trouble}\n")
        return 77
    if options.record:
        gate["recorded"] = now
        path.write_text(json.dumps(gate, indent=2) + "\n", encoding="utf-8")
    code = 0
    for what, value, limit, good in gate_verdicts(gate, now):
        verdict = "not recorded" if good is None else "ok" if good else "BROKEN"
        print(f"{verdict:>12}  {what}: {value} ({limit})")
        code = 1 if good is False else 77 if good is None and code == 0 else code
    if code == 1:
        say("Slower, or faster, than recorded. If it is meant: compare.py --gate --record, and say why.")
    return code


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ours", default=find_ours(), help="the vardflode to measure")
    parser.add_argument("--repeat", type=int, help="runs of each (5; gate 2)")
    parser.add_argument("--scale", type=float, default=1.0, help="shorter or longer runs")
    parser.add_argument("--largest", type=float, default=1e7, help="largest population of M/M/∞")
    parser.add_argument("--without", action="append", default=[], choices=list(COMMANDS))
    parser.add_argument("--core", type=int, help="the core to pin (the last one)")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--markdown", metavar="PAGE")
    parser.add_argument("--gate", action="store_true")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--start", action="store_true")
    parser.add_argument("--limits", default=str(HERE / "gate.json"))
    options = parser.parse_args()
    options.repeat = options.repeat or (2 if options.gate else 5)
    return options


def main():
    options = parse()
    cores = sorted(os.sched_getaffinity(0))
    core = cores[-1] if options.core is None else options.core
    with tempfile.TemporaryDirectory() as folder:
        programs = {"bare": build_bare(folder), "ours": options.ours or "vardflode",
                    "simpy": simpy_python() or "python3"}
        os.sched_setaffinity(0, {core})  # inherited by all that is run from here
        if options.gate:
            return gate_run(programs, options)
        if options.start:
            ready, event = start_ms(programs)
            print(f"first replication after {start_instructions(programs) / 1e6:.1f} million instructions, {ready:.1f} ms;"
                  f" first event after {event:.1f} ms")
            return 0
        programs = {name: p for name, p in programs.items() if name not in options.without}
        document = measure(programs, options, set())
    if options.markdown:
        write_markdown(options.markdown, document)
    print(json.dumps(document, indent=2) if options.json else plain(document))
    return 0


if __name__ == "__main__":
    sys.exit(main())
