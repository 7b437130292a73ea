Comparing scenarios: paired differences, verdicts for all indicators together, order, and slips of the hand.

$ vardflode compare tests/cli/small.json --base nulage --with fler_platser --indicator belaggningsgrad --indicator unit/kirA/occupancy --progress none

fler_platser against nulage
Indicator ... nulage  fler_platser  Difference ... 95 % interval  Corr. ... Gain  p (Holm)  Verdict
...
Bed occupancy, % * * * * to * * * <0.001  lower
kirA: Occupancy * * * * to * * * * not shown

With 4 replications and the same patients, fler_platser against nulage. Lower: Bed occupancy, %
...
Order, lowest first (< shown to differ from the next, ≈ not shown)
Bed occupancy, %: fler_platser < nulage
kirA: Occupancy: fler_platser ≈ nulage

Differences are paired replication by replication (common random numbers); each interval stands for
  its own difference. Verdicts are corrected by Holm's method over 2 tests, the order over 2, at 5 %
  for all together. Gain: how many times more replications independent scenarios would have taken.

$ LANGUAGE=sv vardflode compare tests/cli/small.json --base nulage --with fler_platser --indicator belaggningsgrad -q | head -n 8

fler_platser jämfört med nulage
Indikator ... nulage  fler_platser  Skillnad ... 95 % intervall  Korr. ... Vinst  p (Holm)  Utslag
...
Beläggningsgrad, % * * * * till * * * <0,001  lägre

Med 4 körningar och samma patienter, fler_platser jämfört med nulage. Lägre: Beläggningsgrad, %
...

$ vardflode compare tests/cli/small.json
compared with what? give --base SCENARIO
    there are: nulage, fler_platser, fler_korttids
exit 2

$ vardflode compare tests/cli/small.json --base nulge
tests/cli/small.json: no such scenario (found nulge)
    did you mean "nulage"?
exit 2

$ vardflode compare tests/cli/small.json --base nulage --with nulage
there is nothing to compare it with: give --with SCENARIO
exit 2

$ vardflode compare tests/cli/small.json --base nulage --indicator unit/medB/occupancy --indicator occupanc --indicator a/b
the model has no indicator "unit/medB/occupancy"
    did you mean "medA"?
the model has no indicator "occupanc"
    did you mean "occupancy"?
the model has no indicator "a/b"
    write METRIC, unit/NAME/METRIC, hospital/NAME/METRIC, group/NAME/METRIC or unit/NAME/GROUP/METRIC
exit 2

$ vardflode compare tests/cli/small.json --base nulage -n 1
--replications (expected an integer 2–1000000, found 1)
Help: vardflode compare --help
exit 2

$ vardflode compare configs/validation/o3.json --base a20_c22 --with a22_c22 --with a24_c22 --select unit/ward/p_over --indifference 0.05 --set '/run/duration="200 d"' --progress none

Time overcrowded, %
Scenario   Mean  Outcome
──────────────────────────────────────────
a20_c22   27.28  chosen
a22_c22   43.10  out after 10 replications
a24_c22   60.06  out after 10 replications

Choose a20_c22: the lowest mean. If one scenario is at least 5.00 better than all others, it is
  chosen with probability at least 95.0 % (KN, Kim and Nelson 2001; 10 replications were enough, 30
  of all scenarios).

$ LANGUAGE=sv vardflode compare configs/validation/o3.json --base a20_c22 --with a22_c22 --select unit/ward/occupancy --largest --indifference 0.0001 --most 12 --set '/run/duration="20 d"' -q

Belagda platser
Scenario  Medel  Utfall
───────────────────────
a20_c22   19,75  kvar
a22_c22   21,59  kvar

Efter 12 körningar är a22_c22 främst, men valet är inte avgjort: inget utlovas.

$ vardflode compare configs/validation/o3.json --base a20_c22 --with a22_c22 --select unit/ward/p_over
how small a difference does not matter? give --indifference D, above 0
exit 2

$ vardflode compare configs/validation/o3.json --base a20_c22 --with a22_c22 --select unit/ward/p_over --indifference 1 --pcs 0.4
--pcs is a probability below 1, above what a choice at random would have
exit 2
