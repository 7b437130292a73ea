Studies that ask what matters and how sure that is: indices, two kinds of uncertainty, and what goes wrong.

$ vardflode sweep configs/studies/kanslighet_o3.json --out k -q --threads 1 | head -n 1
640 of 640 trials done

$ vardflode sensitivity k

unit/ward/occupancy: Occupancy, patients
Axis                      Total             First order
───────────────────────────────────────────────────────
inflode  0.702 (0.514 to 0.958)  0.611 (0.365 to 0.865)
vardtid  0.390 (0.269 to 0.551)  0.290 (0.108 to 0.479)
platser  0.000 (0.000 to 0.000)  0.000 (0.000 to 0.000)
Mean 20.1, sd over the axes 0.697; chance in the mean of a point: sd 0.0372 (subtracted)

unit/ward/overbelaggningar_per_100: Overcrowded per 100 disponibla beds, per 100
Axis                      Total              First order
────────────────────────────────────────────────────────
platser  0.828 (0.596 to 1.130)   0.853 (0.582 to 1.224)
inflode  0.138 (0.095 to 0.194)  0.055 (−0.053 to 0.168)
vardtid  0.100 (0.058 to 0.156)  0.020 (−0.071 to 0.107)
Mean 5.15, sd over the axes 2.85; chance in the mean of a point: sd 0.146 (subtracted)

Share of the variance over the axes: alone (first order) and with all interactions (total).
  Brackets: 95 % bootstrap intervals.

$ vardflode sensitivity k --json -q | head -c 200
{"program":{"name":"vardflode","version":"0.1.0"},"store":"k/results.sqlite","design":"saltelli","points":320,"points_complete":320,"replications":2,"samples":64,"indicators":{"unit/ward/occupancy":{"

$ LANGUAGE=sv vardflode sensitivity k/results.sqlite -q | tail -n 6
Axel                       Totalt           Första ordningen
────────────────────────────────────────────────────────────
platser  0,828 (0,596 till 1,130)   0,853 (0,582 till 1,224)
inflode  0,138 (0,095 till 0,194)  0,055 (−0,053 till 0,168)
vardtid  0,100 (0,058 till 0,156)  0,020 (−0,071 till 0,107)
Medel 5,15, sd över axlarna 2,85; slump i en punkts medel: sd 0,146 (fråndragen)

$ ls k
codebook.csv
config.json
datapackage.json
manifest.json
results.sqlite
sensitivity.csv
summary.csv
uncertainty.csv

$ head -n 2 k/sensitivity.csv
scope,unit,patient_group,metric,measure,axis,sensitivity,value,ci_low,ci_high,samples
unit,ward,,occupancy,patients,platser,total,0,0,0,64

$ vardflode sweep configs/studies/osakerhet_o3.json --out o -q --threads 1 | head -n 1
480 of 480 trials done

$ vardflode uncertainty o

unit/ward/occupancy: Occupancy, patients
Uncertainty                           sd     95 % of years
──────────────────────────────────────────────────────────
parameters        0.743 (0.629 to 0.906)  18.783 to 21.439
chance, one year  0.188 (0.127 to 0.377)  19.805 to 20.470
both, one year                     0.766  18.672 to 21.605
Mean 20.114 (19.880 to 20.347); parameters are 94 % of the variance of a year. 60 draws x 8 replications.

unit/ward/overbelaggningar_per_100: Overcrowded per 100 disponibla beds, per 100
Uncertainty                        sd  95 % of years
────────────────────────────────────────────────────
parameters        1.26 (1.03 to 1.59)   2.69 to 7.08
chance, one year  0.34 (0.25 to 0.66)   3.91 to 5.24
both, one year                   1.31   2.52 to 7.37
Mean 4.63 (4.24 to 5.03); parameters are 93 % of the variance of a year. 60 draws x 8 replications.

Parameters: where the expected year lies as the axes are drawn from their distributions, chance
  subtracted. Chance: single years with the expected parameters. Both: what one published year may
  show. Brackets: 95 % confidence intervals.

$ vardflode uncertainty o --json -q
{"program":{"name":"vardflode","version":"0.1.0"},"store":"o/results.sqlite","design":"lhs","points":60,"points_complete":60,"replications":8,"axes":{"inflode":"distribution","vardtid":"distribution"},"indicators":{"unit/ward/occupancy":{"unit":"patients","points":60,"replications":8,"mean":{"value":*,"ci_low":*,"ci_high":*},"sd_parameter":{"value":*,"ci_low":*,"ci_high":*},"sd_year":{"value":*,"ci_low":*,"ci_high":*},"share_parameter":*,"parameter95":[*,*],"year95":[*,*],"both95":[*,*]},"unit/ward/overbelaggningar_per_100":{"unit":"per 100","points":60,"replications":8,"mean":{"value":*,"ci_low":*,"ci_high":*},"sd_parameter":{"value":*,"ci_low":*,"ci_high":*},"sd_year":{"value":*,"ci_low":*,"ci_high":*},"share_parameter":*,"parameter95":[*,*],"year95":[*,*],"both95":[*,*]}}}

$ LANGUAGE=sv vardflode uncertainty o -q | tail -n 8
unit/ward/overbelaggningar_per_100: Överbeläggningar per 100 disponibla vårdplatser, per 100
Osäkerhet                         sd    95 % av åren
────────────────────────────────────────────────────
parametrar     1,26 (1,03 till 1,59)  2,69 till 7,08
slump, ett år  0,34 (0,25 till 0,66)  3,91 till 5,24
båda, ett år                    1,31  2,52 till 7,37
Medel 4,63 (4,24 till 5,03); parametrarna är 93 % av ett års varians. 60 dragningar x 8 körningar.

$ vardflode sensitivity o
a study of kind lhs gives no sensitivity indices: take morris or saltelli
exit 2

$ vardflode sweep tests/config/studies/good/morris.json --out m -q --threads 1 | head -n 1
48 of 48 trials done

$ vardflode sensitivity m

belaggningsgrad: Bed occupancy
Axis                     mu\*                         mu  sigma  Chance
──────────────────────────────────────────────────────────────────────
a     0.196 (0.194 to 0.197)  −0.196 (−0.200 to −0.191)  0.002   0.023
b     0.185 (0.153 to 0.201)     0.185 (0.116 to 0.253)  0.028   0.039
c     0.000 (0.000 to 0.000)     0.000 (0.000 to 0.000)  0.000   0.000

mu\*: mean size of an effect, mu: with its sign, sigma: its spread (interactions and curvature); all
  per whole range of the axis, from its smallest to its largest value; a move that rounding undoes
  is left out. Chance: the standard deviation that chance alone gives a single effect, with the same
  patients in every point. Brackets: 95 % intervals.

$ vardflode sweep tests/config/studies/good/morris_whole.json --out w -q --threads 1 | head -n 1
48 of 48 trials done

$ vardflode sensitivity w -q

disponibla: Disponibla beds, patients
Axis                     mu\*                   mu  sigma  Chance
────────────────────────────────────────────────────────────────
kirurgi  6.00 (6.00 to 6.00)  6.00 (6.00 to 6.00)   0.00    0.00
medicin  4.00 (4.00 to 4.00)  4.00 (4.00 to 4.00)   0.00    0.00
drag                       –                    –      –       –

$ vardflode uncertainty m
a study of kind morris draws no parameters: take random, lhs, sobol or saltelli
exit 2

$ vardflode uncertainty nowhere
nowhere: there is no store of a study here
exit 2

$ echo nonsense > x.sqlite; vardflode sensitivity x.sqlite
x.sqlite is not the store of a study
exit 2
