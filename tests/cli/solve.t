Inverse questions: an answer, no answer, and slips of the hand.

$ vardflode solve configs/validation/o2.json --vary /units/ward/beds/disponibla=4..20 --limit 'unit/ward/lost_fraction<=0.05' --set '/run/duration="400 d"' -q

The answer, and one step further
Values                           Limit                            Runs     Mean    Bound  Verdict
──────────────────────────────────────────────────────────────────────────────────────────────────
/units/ward/beds/disponibla = 8  unit/ward/lost_fraction <= 0.05    40  0.03143  0.03484  kept
/units/ward/beds/disponibla = 7  unit/ward/lost_fraction <= 0.05    40  0.06403  0.06881  not kept

The smallest that keeps the limits: /units/ward/beds/disponibla = 8, with 95 % confidence (40
  replications on patients that the search had not seen). One step further, in any of them, does not
  keep: that is shown.

$ vardflode solve configs/validation/o2.json --vary /units/ward/beds/disponibla=1..5 --limit 'unit/ward/lost_fraction<=0.05' --set '/run/duration="400 d"' --progress none

No answer
Values                           Limit                            Runs     Mean    Bound  Verdict
──────────────────────────────────────────────────────────────────────────────────────────────────
/units/ward/beds/disponibla = 5  unit/ward/lost_fraction <= 0.05    40  0.20038  0.20756  not kept

There is no answer: not even with /units/ward/beds/disponibla = 5 are the limits kept.
Points looked at: 1. Replications in all: 50.

$ LANGUAGE=sv vardflode solve configs/validation/o2.json --vary /units/ward/beds/disponibla=1..5 --limit 'unit/ward/lost_fraction<=0.3' --set '/run/duration="400 d"' -q | tail -n 2
Det minsta som håller gränserna: /units/ward/beds/disponibla = 5, med 95 % konfidens (40 körningar
  på patienter som sökningen inte sett). Ett steg till, i något av dem, håller inte: det är visat.

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
the config configs/validation/o2.json has no scenario "none"
exit 2
