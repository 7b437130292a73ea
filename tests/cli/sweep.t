A study: its plan, one point, all of it, shards that are merged, and what goes wrong.

$ vardflode sweep tests/cli/sweep_study.json --plan
Point  platser  flode
─────────────────────
    0       14    0.9
    1       25    0.9
    2       25    1.1
    3       16    0.9
    4       16    1.1

5 points x 3 replications = 15 (grid); the conditions took out 1

$ vardflode sweep tests/cli/sweep_study.json --plan --json
{"study":"tests/cli/sweep_study.json","design":"grid","replications":3,"replications_max":3,"seed":7,"points":[{"platser":14,"flode":0.9},{"platser":25,"flode":0.9},{"platser":25,"flode":1.1},{"platser":16,"flode":0.9},{"platser":16,"flode":1.1}]}

$ LANGUAGE=sv vardflode sweep tests/config/studies/good/precision.json --plan
Punkt   a
─────────
    0  14
    1  16

2 punkter x 3 till 50 körningar (grid)

$ vardflode sweep tests/cli/sweep_study.json --only 0 --progress none
Point 0: platser = 14, flode = 0.9

Indicator                                    Mean    One year: 95 % (sd)  n
───────────────────────────────────────────────────────────────────────────
belaggningsgrad * ± *  *..* (*)  3
unit/medA/overbelaggningar_per_100 * ± *  *..* (*)  3

$ vardflode sweep tests/cli/sweep_study.json --only 0 --json -q
{"point":0,"axes":{"platser":14,"flode":0.9},"indicators":{"belaggningsgrad":{"mean":*,"ci95":*,"n":3,"sd":*,"sd_year":*,"pi_low":*,"pi_high":*},"unit/medA/overbelaggningar_per_100":{"mean":*,"ci95":*,"n":3,"sd":*,"sd_year":*,"pi_low":*,"pi_high":*}}}

$ vardflode sweep tests/cli/sweep_study.json --only 5
there is no point 5: the study has 0 to 4
exit 2

$ vardflode sweep tests/cli/sweep_study.json --out r --progress none
6 trials failed, the first: point 1, replication 0: /units/medA/beds: ward medA has at some time more disponibla beds (25) than fysiska (24)
15 of 15 trials done
Results: r/results.sqlite
SHA-256: ...

$ ls r
codebook.csv
config.json
datapackage.json
manifest.json
results.sqlite
summary.csv

$ head -n 1 r/summary.csv
point,platser,flode,scope,unit,patient_group,period,metric,measure,n,mean,sd,ci_low,ci_high,sd_year,pi_low,pi_high,p05,p50,p95,kpi_id,lanskod,kommunkod

$ sqlite3 -header r/results.sqlite "SELECT point, replication, status, reason, platser, flode FROM trial_point WHERE replication = 0"
point|replication|status|reason|platser|flode
0|0|done||14.0|0.9
1|0|failed|/units/medA/beds: ward medA has at some time more disponibla beds (25) than fysiska (24)|25.0|0.9
2|0|failed|/units/medA/beds: ward medA has at some time more disponibla beds (25) than fysiska (24)|25.0|1.1
3|0|done||16.0|0.9
4|0|done||16.0|1.1

$ sqlite3 r/results.sqlite "SELECT point, metric, n FROM tidy WHERE point < 2"
0|belaggningsgrad|3
0|overbelaggningar_per_100|3
1|belaggningsgrad|0
1|overbelaggningar_per_100|0

$ vardflode sweep tests/cli/sweep_study.json --out r
r/results.sqlite exists already: --resume continues it, --replace begins anew
exit 2

$ vardflode sweep tests/cli/sweep_study.json --out r --resume --json -q
6 trials failed, the first: point 1, replication 0: /units/medA/beds: ward medA has at some time more disponibla beds (25) than fysiska (24)
{"study":"tests/cli/sweep_study.json","store":"r/results.sqlite","points":5,"replications":3,"replications_max":3,"shard":1,"shards":1,"trials":15,"before":15,"done":0,"failed":6,"complete":true,"content_sha256":"d979872afe927be378160428ec22931a84df76feb9c962e1a81f72ac754aff66","events":0,"wall_s":0}

$ vardflode sweep tests/cli/sweep_study.json --out d --shard 2/2 -q
3 trials failed, the first: point 1, replication 0: /units/medA/beds: ward medA has at some time more disponibla beds (25) than fysiska (24)
6 of 6 trials done
Results: d/shard-0002-of-0002.sqlite

$ vardflode merge d
shard 1/2 is missing
exit 1

$ vardflode merge d --partial --json; grep partial d/datapackage.json; sqlite3 d/results.sqlite "SELECT * FROM meta WHERE key = 'partial'"
{"store":"d/results.sqlite","shards":1,"trials":6,"points":5,"points_done":2,"partial":true,"content_sha256":"..."}
  "partial": "2 of 5 points",
partial|2 of 5 points

$ vardflode sweep tests/cli/sweep_study.json --out d --resume -q
d/results.sqlite is joined of shards that are not complete (2 of 5 points) and cannot be continued; continue the shards and merge them again
exit 2

$ vardflode sweep tests/cli/sweep_study.json --out d --shard 1/2 -q
3 trials failed, the first: point 2, replication 0: /units/medA/beds: ward medA has at some time more disponibla beds (25) than fysiska (24)
9 of 9 trials done
Results: d/shard-0001-of-0002.sqlite

$ vardflode merge d
2 shards, 15 trials
Results: d/results.sqlite
SHA-256: ...

$ LANGUAGE=sv vardflode merge d --json
{"store":"d/results.sqlite","shards":2,"trials":15,"points":5,"points_done":5,"partial":false,"content_sha256":"..."}

$ cmp r/summary.csv d/summary.csv; cmp r/config.json d/config.json; grep -E '"(command|trials.*|wall_s)"' d/manifest.json
  "command": "merge",
  "trials": 15,
  "trials_done": 9,
  "trials_failed": 6,
  "wall_s": null,

$ vardflode stress d -o s.md -q

$ mkdir o; cp d/shard-0001-of-0002.sqlite o; vardflode sweep tests/config/studies/good/grid.json --out g -q --shard 1/2; cp g/shard-0001-of-0002.sqlite o/shard-0002-of-0002.sqlite; vardflode merge o
8 of 8 trials done
Results: g/shard-0001-of-0002.sqlite
o/shard-0001-of-0002.sqlite and o/shard-0002-of-0002.sqlite are of different studies
shard 2/2 is missing
exit 1

$ cp r/results.sqlite o; vardflode sweep tests/config/studies/good/grid.json --out g -q --shard 2/2 > out; rm o/shard*; cp g/shard* o; vardflode merge o; cmp r/results.sqlite o/results.sqlite
o/results.sqlite holds something else than this study; take another --out, or --replace

$ vardflode merge o --replace --json
{"store":"o/results.sqlite","shards":2,"trials":14,"points":7,"points_done":7,"partial":false,"content_sha256":"..."}

$ vardflode merge r
r: there are no shards (shard-\*.sqlite) to join here
exit 2

$ vardflode sweep tests/cli/sweep_study.json --shard 3/2
--shard 3/2: write I/N, such as 3/8
exit 2

$ vardflode sweep tests/cli/sweep_study.json --resume --replace
choose --resume or --replace
exit 2

$ vardflode sweep tests/config/studies/good/grid.json --out r --resume
r/results.sqlite cannot be continued: the study, its config, the replications, the seed or the program is another than when it was begun; take another --out, or --replace
exit 2

$ vardflode sweep tests/config/studies/good/refused_between.json --out f -q
1 trials failed, the first: point 1, replication 0: /groups/aldre/readmission/probability: out of range (expected a number from 0 to 1, found the number 1.1)
3 of 3 trials done
Results: f/results.sqlite
SHA-256: ...

$ sqlite3 f/results.sqlite "SELECT point, reason FROM trial_point WHERE status = 'failed'"
1|/groups/aldre/readmission/probability: out of range (expected a number from 0 to 1, found the number 1.1)

$ vardflode sweep tests/config/studies/good/refused_between.json --only 1 --progress none
point 1, replication 0: /groups/aldre/readmission/probability: out of range (expected a number from 0 to 1, found the number 1.1)
exit 3
