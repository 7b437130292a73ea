Measuring: the table, and the object that programs read.

$ vardflode bench --start --json | python3 -c 'import json, sys; d = json.load(sys.stdin); print(70000 < d["patients"] < 90000, 0 < d["ready_ms"] < d["first_event_ms"])'
True True

$ vardflode bench --start
read, checked and compiled after * ms of CPU; first event, with 80,739 patients in place, after * ms

$ rm configs; vardflode bench --customers 20000
the base region is left out: configs/regioner/bas.json is not here
Model    Events  CPU time, s  Million events/s  ns per event
────────────────────────────────────────────────────────────
mm1     40,000 * * *
mm50    40,000 * * *
tandem  108,724 * * *

$ vardflode bench --model mm50 --customers 20000 --seed 3 --json | python3 -c 'import json, sys; d = json.load(sys.stdin); print(d["model"], d["events"], d["cpu_s"] > 0)'
mm50 40000 True

$ vardflode bench --model mminf --customers 50000 --patients 5000 --json | python3 -c 'import json, sys; d = json.load(sys.stdin); print(98000 < d["events"] < 102000, d["patients"], d["peak_bytes_per_patient"] >= 0)'
True 5000 True

$ vardflode bench --model none
--model (expected one of mm1|mm50|tandem|mminf, found none)
Help: vardflode bench --help
exit 2
