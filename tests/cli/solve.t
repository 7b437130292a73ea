Inverse questions: an answer, no answer, and slips of the hand.

$ vardflode solve configs/validation/o2.json --vary /units/ward/beds/disponibla=4..20 --limit 'unit/ward/lost_fraction<=0.05' --set '/run/duration="400 d"' -q

The answer, and one step further
Values                           Limit                            Runs     Mean    Bound  Verdict
──────────────────────────────────────────────────────────────────────────────────────────────────
/units/ward/beds/disponibla = 8  unit/ward/lost_fraction <= 0.05    40  0.03143  0.03484  kept
/units/ward/beds/disponibla = 7  unit/ward/lost_fraction <= 0.05    40  0.06403  0.06881  not kept

The smallest that keeps the limits: /units/ward/beds/disponibla = 8, with 95 % confidence (40
  replications on patients that the search had not seen). One step further, in any of them, does not
  keep: that is shown. That assumes that the limits are easier to keep the further one goes.

$ vardflode solve configs/validation/o2.json --vary /units/ward/beds/disponibla=1..5 --limit 'unit/ward/lost_fraction<=0.05' --set '/run/duration="400 d"' --progress none

No answer
Values                           Limit                            Runs     Mean    Bound  Verdict
──────────────────────────────────────────────────────────────────────────────────────────────────
/units/ward/beds/disponibla = 5  unit/ward/lost_fraction <= 0.05    40  0.20038  0.20756  not kept

There is no answer: not even with /units/ward/beds/disponibla = 5 are the limits kept.
Points looked at: 5. Replications in all: 90.

$ LANGUAGE=sv vardflode solve configs/validation/o2.json --vary /units/ward/beds/disponibla=1..5 --limit 'unit/ward/lost_fraction<=0.3' --set '/run/duration="400 d"' -q | tail -n 3
Det minsta som håller gränserna: /units/ward/beds/disponibla = 5, med 95 % konfidens (40 körningar
  på patienter som sökningen inte sett). Ett steg till, i något av dem, håller inte: det är visat.
  Det förutsätter att gränserna blir lättare att hålla ju längre man går.

$ vardflode solve configs/validation/o2.json --vary /units/wrd/beds/disponibla=1..5 --vary x=5..3 --limit 'unit/ward/lost_fracton<=0.05' --limit a
--vary /units/wrd/beds/disponibla=1..5: the pointer /units/wrd/beds/disponibla leads nowhere
    did you mean "ward"?
--vary x=5..3: the range is empty
the model has no indicator "unit/ward/lost_fracton"
    did you mean "lost_fraction"?
--limit a is not a limit
    write INDICATOR<=VALUE or INDICATOR>=VALUE, such as unit/medA/occupancy<=0.9 (shares from 0 to 1)
exit 2

$ vardflode solve configs/validation/o2.json
a question needs something to vary and a limit to keep: give --vary PTR=LO..HI and --limit INDICATOR<=VALUE
exit 2

$ vardflode solve configs/validation/o2.json --vary /units/ward/beds/disponibla=-3..4 --limit 'unit/ward/lost_fraction<=0.05'
configs/validation/o2.json:24:30: /units/ward/beds/disponibla: out of range (expected a number of at least 0, the name of a profile or an object, found the number -3)
exit 3

$ vardflode solve configs/validation/o2.json --vary /units/ward/beds/disponibla=1..4 --limit 'unit/ward/lost_fraction<=0.05' --confidence 30
--confidence is in per cent, above 50 and below 100
exit 2

$ vardflode solve configs/validation/o2.json --vary /units/ward/beds/disponibla=1..4 --limit 'unit/ward/lost_fraction<=0.05' --scenario none
configs/validation/o2.json: no such scenario (found none)
    there are: a4_c6_exp, a4_c6_lognormal, a4_c6_empirical, a4_c6_fixed, a8_c10_exp, a8_c10_lognormal, a8_c10_empirical, a8_c10_fixed, a12_c14_exp, a12_c14_lognormal, a12_c14_empirical, a12_c14_fixed, a20_c22_exp, a20_c22_lognormal, a20_c22_empirical, a20_c22_fixed, a20_c25_exp, a20_c25_lognormal, a20_c25_empirical, a20_c25_fixed, a26_c30_exp, a26_c30_lognormal, a26_c30_empirical, a26_c30_fixed, a40_c44_exp, a40_c44_lognormal, a40_c44_empirical, a40_c44_fixed, a60_c66_exp, a60_c66_lognormal, a60_c66_empirical, a60_c66_fixed
exit 2

$ vardflode solve configs/studies/tva_budget.json --most 12 -q | tail -n 6
  35            3               13       2.303  0.037  2.126..2.480 (0.086)    40        −0.051  0.021  shown
  35            5               10       2.337  0.044  2.126..2.547 (0.102)    40         0.033  0.025  no, not by what matters
  36            4               12       2.006  0.043  1.798..2.214 (0.100)    40        −0.331  0.018  shown

The best split within the budget: vardplatser = 4; korttidsplatser = 12, for 36, with 2.006 (95 %
  interval 1.963 to 2.049). The search was not settled: it takes more replications (--most).

$ vardflode solve configs/studies/platser.json
configs/studies/platser.json:1:1: the study has no budget
    say what its axes cost and what is to be minimised, under "budget"
exit 3

$ vardflode solve configs/studies/tva_budget.json --vary /a=1..2 --confidence 120
--vary does not go with a study: change the study file
--confidence is in per cent, above 50 and below 100
exit 2

$ vardflode solve configs/studies/tva_budget.json --points 5
configs/studies/tva_budget.json:15:13: /design: 45 points within the budget, at most 5
    take longer steps, or raise the bound with --points
exit 3
