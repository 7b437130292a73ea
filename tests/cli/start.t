Starting from a given state, and results by day and month.

$ printf 'unit,group,state,elapsed,ready\nmedA,aldre,,3,\nmedA,aldre,ready,20,6\nspec,besok,waiting,40,\n' > today.csv
$ vardflode run tests/cli/small.json --scenario nulage --initial today.csv --set '/run/duration="40 d"' --out r --progress none
A small region
  nulage: As today
...
Month by month: nulage
Month       Waiting   Placed/d   Inskrivna   Överbel.     Utlok.  Utskr.klara   Boarding
...
2024-01 * ± * * ± * * ± * * ± * * ± * * ± * * ± *
2024-02 * ± * * ± * * ± * * ± * * ± * * ± * * ± *
...
4 replications of 40 days, seed 7...
...
Results: r

$ head -n 1 r/series.csv
scenario,period,start,days,scope,unit,metric,measure,n,mean,sd,ci_low,ci_high,p05,p25,p50,p75,p95

$ grep -E 'day,2024-01-01,1,(region,,(disponibla|overbelaggningar)|unit,spec,queue)' r/series.csv
nulage,day,2024-01-01,1,region,,disponibla,beds,4,29,0,29,29,29,29,29,29,29
nulage,day,2024-01-01,1,region,,overbelaggningar,patients,4,0,0,0,0,0,0,0,0,0
nulage,day,2024-01-01,1,unit,spec,queue,patients,4,...

$ vardflode run tests/cli/small.json --scenario nulage --series month --set '/run/duration="2 w"' --out m -q --progress none > told; cut -d, -f2-4 m/series.csv | sort -u
month,2024-01-29,3
month,2024-02-01,11
period,start,days

$ printf 'unit,group,elapsed,state\nmedA,aldre,1 week,\nmedB,alder,2,ready\n' > wrong.csv
$ vardflode run tests/cli/small.json --initial wrong.csv --out x
...wrong.csv:2:12: not a length of time (expected days, as 3.5, or a number and a unit, as 80 h, found 1 week)
...wrong.csv:3:1: no unit has that name (expected medA, found medB)
...wrong.csv:3:6: no group has that name (expected aldre, found alder)
exit 3

$ vardflode run tests/cli/small.json --set /run/initial_state=today.csv --out x
...
...a run that starts from a given state has no warm-up: it would forget the state...
exit 3
