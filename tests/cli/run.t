Running a config: tables for people, the folder, and what goes wrong.

$ vardflode run tests/cli/small.json --out r --progress none
A small region
  nulage: As today
  fler_platser: Four beds more
  fler_korttids: Three more korttids places

Indicator                                                 nulage        fler_platser       fler_korttids
────────────────────────────────────────────────────────────────────────────────────────────────────────
Overcrowded per 100 disponibla beds           * ± *   * ± *    * ± *
  a single window: 95 % (sd)  *..* (*) *..* (*) *..* (*)
Outlying per 100 disponibla beds              * ± *   * ± *    * ± *
  a single window: 95 % (sd)  *..* (*) *..* (*) *..* (*)
Bed occupancy, %                              * ± *   * ± *    * ± *
  a single window: 95 % (sd)  *..* (*) *..* (*) *..* (*)
...
Most crowded wards: överbeläggningar per 100 disponibla beds
Unit                          Disponibla  Occupancy %               nulage        fler_platser       fler_korttids
──────────────────────────────────────────────────────────────────────────────────────────────────────────────────
medA         16.0 * * ± *   * ± *    * ± *
  a single window: 95 % (sd)  *..* (*) *..* (*) *..* (*)
kirA         13.0 * * ± *   * ± *    * ± *
  a single window: 95 % (sd)  *..* (*) *..* (*) *..* (*)

Longest waits for clinics: mean wait, d
...
4 replications of 91 days after 28 days of warm-up, seed 7. ± is the half-width of the 95 %
  confidence interval of the mean; a single window falls with 95 % probability between the two
  numbers below it (sd between windows).
Checks: the balances of every replication (Little, flow, bed time) hold exactly.
* million events in * s, * million per second.
Results: r

$ ls r
bed_days.csv
census.csv
config.json
flows.csv
flows_monthly.csv
manifest.json
occupancy.csv
phase.csv
results.sqlite
summary.csv
units_monthly.csv

$ head -n 1 -q r/summary.csv r/census.csv r/flows.csv r/bed_days.csv r/occupancy.csv r/phase.csv
study,scenario,point,scope,unit,group,period,metric,measure,n,mean,sd,ci_low,ci_high,sd_year,pi_low,pi_high,p05,p50,p95,kpi_id
scenario,date,ward,inskrivna,disponibla,overbelaggningar,utlokaliserade,utlokaliserade_hos,utskrivningsklara,boarded
scenario,from,to,per_day
scenario,ward,state,origin,bed_days
scenario,unit,n,share_of_time
scenario,unit,hour,occupancy,queue

$ sed -n 2p r/census.csv
nulage,2024-01-29,medA,*,16,*,*,*,*,*

$ vardflode run tests/cli/small.json --out r -q
r: a finished result lies there already
    give another folder, or ask for it to be replaced
exit 2

$ vardflode run tests/cli/small.json --out r --replace --scenario fler_platser -n 2 -q > again; sed -n 1,2p again; ls r | wc -l
A small region
  fler_platser: Four beds more
11

$ vardflode check r/config.json | head -n 1
r/config.json: no problems

$ LANGUAGE=sv vardflode run tests/cli/small.json --out r --replace --progress none | grep -e Indikator -e Över -e Resultat
Indikator                                                    nulage        fler_platser       fler_korttids
Överbeläggningar per 100 disponibla vårdplatser * ± * * ± * * ± *
Resultat: r

$ vardflode run tests/cli/small.json --scenario nulage -n 1 --out one --log one/events.csv --progress none | tail -n 4
1 replication of 91 days after 28 days of warm-up, seed 7. One replication gives no intervals.
...
Results: one

$ head -n 1 one/events.csv
case:concept:name,concept:name,time:timestamp,lifecycle:transition,org:resource,group,scenario,replication

$ vardflode run tests/cli/small.json --out lines --scenario nulage --scenario fler_platser -n 5 > nothing
...
small: 100% · 10/10 · ...

$ vardflode run tests/cli/small.json --scenario battre
tests/cli/small.json: no such scenario (found battre)
    there are: nulage, fler_platser, fler_korttids
exit 2

$ vardflode run nowhere.json
...nowhere.json...
exit 3

$ vardflode run tests/cli/small.json --set /units/medA/bedz=3 --set /run/warmup=4 --out x; ls x
--set /run/warmup=4: /run/warmup: wrong type (expected a duration such as "7.4 d" or "auto", found the number 4)
    a bare number could be misread; write the unit: "4 d", "4 h" or "4 min"
--set /units/medA/bedz=3: /units/medA/bedz: unknown key "bedz"
    did you mean "beds"?
ls: cannot access 'x': No such file or directory
exit 2

$ touch file; vardflode run tests/cli/small.json --out file/x
cannot look at file/x: Not a directory
exit 1

$ vardflode run tests/cli/small.json --out x --log file/x.csv; ls -d x x.partial
cannot create file/x.csv: Not a directory
ls: cannot access 'x': No such file or directory
ls: cannot access 'x.partial': No such file or directory
exit 2

$ vardflode run tests/cli/small.json --set '/units/korttids/capacity=2' --set '/run/duration="1 y"' --out over -n 4 --progress none -q | grep steady
nulage: korttids: offered load * % of capacity: no steady state...
...

$ vardflode run
CONFIG is missing
Help: vardflode run --help
exit 2

$ vardflode run configs/exempel/sabo_lakare.json -q -n 2 --progress none --out s --scenario efter_lista --scenario dedikerade
Doctors for residential care: by list, by area or dedicated
  efter_lista: By list
  dedikerade: Dedicated

Units
Scenario     Unit                        Arrivals/d              Occupied
...
Staff: busy time of time on duty, %
Staff                             efter_lista        dedikerade
...
sabo_lakare                         * ± *        * ± *
...
