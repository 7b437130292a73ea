Showing configs: summary, provenance, graph.

$ vardflode show tests/cli/small.json
A small region
Scenario: nulage
4 replications of 91 days, warm-up 28 days, seed 7

Level           Unit      Kind             Capacity  Place
───────────────────────────────────────────────────────────────
primarvard      vc        clinic               0.80
───────────────────────────────────────────────────────────────
specialistvard  spec      clinic               0.48
───────────────────────────────────────────────────────────────
akutmottagning  akut      akutmottagning         12  lasarettet
───────────────────────────────────────────────────────────────
slutenvard      medA      ward                   16  med
                kirA      ward                   13  kir
───────────────────────────────────────────────────────────────
kommun          korttids  kommunal                9
───────────────────────────────────────────────────────────────
hem             hem       delay           unlimited

Patient group  Age    New/d  Path
─────────────────────────────────────────────────
besok          18-64  30.00  vc, spec
aldre          80+     4.00  akut, medA, korttids
kirurgi        18-64   6.00  akut, kirA, hem

Scenarios:
  nulage: As today
  fler_platser: Four beds more
  fler_korttids: Three more korttids places

$ vardflode show tests/cli/small.json --resolved --scenario fler_platser --set /run/seed=9 | grep -e disponibla -e '"seed"'
    "seed": 9,  // --set /run/seed=9
        "disponibla": 20  // tests/cli/small.json:55
        "disponibla": 13  // tests/cli/small.json:17

$ vardflode show tests/cli/small.json --json | python3 -c 'import json, sys; print(sorted(json.load(sys.stdin)))'
['description', 'groups', 'organisation', 'population', 'run', 'title', 'units']

$ vardflode show tests/cli/small.json --graph
// expected patients per day; capacity in brackets
digraph vardflode {
  rankdir=LR;
  node [shape=box];
  outside [shape=plaintext];
  home [shape=ellipse];
  death [shape=plaintext];
  subgraph cluster_primarvard {
    label="primarvard";
    u0 [label="vc (0.8)"];
  }
  subgraph cluster_specialistvard {
    label="specialistvard";
    u1 [label="spec (0.5)"];
  }
  subgraph cluster_akutmottagning {
    label="akutmottagning";
    u2 [label="akut (12)"];
  }
  subgraph cluster_slutenvard {
    label="slutenvard";
    u3 [label="medA (16)"];
    u4 [label="kirA (13)"];
  }
  subgraph cluster_kommun {
    label="kommun";
    u5 [label="korttids (9)"];
  }
  subgraph cluster_hem {
    label="hem";
    u6 [label="hem"];
  }
  u0 -> u1 [label="4.5"];
  u0 -> home [label="25.5"];
  u1 -> home [label="4.5"];
  u2 -> u3 [label="2.0"];
  u2 -> u4 [label="2.4"];
  u2 -> home [label="6.0"];
  u3 -> u5 [label="0.392"];
  u3 -> home [label="1.4"];
  u3 -> death [label="0.157"];
  u4 -> u6 [label="1.2"];
  u4 -> home [label="1.2"];
  u5 -> home [label="0.392"];
  u6 -> home [label="1.2"];
  outside -> u0 [label="30.0"];
  outside -> u2 [label="10.0"];
  home -> u2 [label="0.361"];
}

$ vardflode show tests/cli/small.json --graph --resolved
choose --resolved or --graph
exit 2

$ LANGUAGE=sv vardflode show tests/cli/small.json | sed -n 1,6p
Ett litet län
Scenario: nulage
4 körningar om 91 dygn, insvängning 28 dygn, slumpfrö 7

Nivå            Enhet     Slag             Kapacitet  Plats
────────────────────────────────────────────────────────────────
