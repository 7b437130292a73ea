Checking configs: every problem at once, else the load.

$ vardflode check tests/cli/small.json
tests/cli/small.json: no problems

nulage
Unit      Kind            Arrivals/d   Load   Capacity     %
────────────────────────────────────────────────────────────
vc        clinic               30.00   0.42       0.80  51.9
────────────────────────────────────────────────────────────
spec      clinic                4.50   0.09       0.48  19.7
────────────────────────────────────────────────────────────
akut      akutmottagning       10.36   0.61         12   5.1
────────────────────────────────────────────────────────────
medA      ward                  1.96  13.67         16  85.4
kirA      ward                  2.40   9.63         13  74.1
────────────────────────────────────────────────────────────
korttids  kommunal              0.39   8.24          9  91.6
────────────────────────────────────────────────────────────
hem       delay                 1.20  16.80  unlimited

Servers  Unit  Load  Capacity    %
──────────────────────────────────
lakare   akut  0.25      3.00  8.2

fler_platser (what differs)
Unit  Kind  Arrivals/d   Load  Capacity     %
─────────────────────────────────────────────
medA  ward        1.96  13.67        20  68.4

fler_korttids (what differs)
Unit      Kind      Arrivals/d  Load  Capacity     %
────────────────────────────────────────────────────
korttids  kommunal        0.39  8.24        12  68.7

$ vardflode check tests/cli/small.json --scenario nulage --set /units/korttids/capacity=8 --set /units/medA/beds/disponibla=14 | grep -e tight -e grows -e Verdict
Unit      Kind            Arrivals/d   Load   Capacity      %  Verdict
medA      ward                  1.96  13.67         14   97.6  tight
korttids  kommunal              0.39   8.24          8  103.0  the queue grows

$ echo '{"run": {"duraton": "1 d"}, "units": {"a": {"kind": "clinik", "capacity": 1}}}' > bad.json; vardflode check bad.json tests/cli/small.json -q > out
bad.json:1:21: /run/duraton: unknown key "duraton"
    did you mean "duration"?
bad.json:1:53: /units/a/kind: unknown word (expected ...clinic..., found the string "clinik")
    did you mean "clinic"?
...
exit 3

$ head -n 1 out | tail -n 1
tests/cli/small.json: no problems

$ vardflode check bad.json --json 2> err | python3 -c 'import json, sys; d = json.load(sys.stdin)["configs"][0]; print(d["ok"], len(d["problems"]) > 2, d["problems"][0]["line"])'
False True 1

$ vardflode check tests/cli/small.json --json | python3 -c 'import json, sys; u = json.load(sys.stdin)["configs"][0]["scenarios"][0]["units"]; print(sorted(u["korttids"])); print(u["hem"]["capacity"])'
['arrivals_per_day', 'capacity', 'kind', 'level', 'load_share', 'offered_load', 'verdict']
None
