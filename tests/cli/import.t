An own extract into a fragment: the summary, the fragment in use, and what is said of files that are wrong.

$ vardflode import configs/exempel/utdrag/vardtillfallen.csv --map configs/exempel/utdrag/karta.json --days configs/exempel/utdrag/dygn.csv --run -o fragment.json
Rows              Number
────────────────────────
read                1920
used                1920
daily file: read    1092

Klinik     Stays  In/d  Mean nights  In care  Disponibla  Over/100  Out/100
───────────────────────────────────────────────────────────────────────────
geriatrik    116  0.59        12.00      7.0        50.0       0.0        –
medicin      738  3.91         5.70     21.9        57.5       0.0        –
kirurgi     1066  5.79         2.70     15.9        40.0       0.0        –

2023-02-27 to 2023-08-27; readmitted 11.7 %
3 groups, 7 distributions, 3 profiles
37 stays end after the period: all their nights count

$ LANGUAGE=sv vardflode import configs/exempel/utdrag/vardtillfallen.csv -m configs/exempel/utdrag/karta.json -o fragment2.json | head -3
Rader    Antal
──────────────
lästa     1920

$ vardflode check fragment.json -q
fragment.json: no problems
Unit            Kind      Arrivals/d   Load   Capacity     %
────────────────────────────────────────────────────────────
geriatrik       ward            0.57   6.71         50  13.4
medicin         ward            3.86  21.32      57.54  37.1
kirurgi         ward            5.82  15.38         40  38.5
────────────────────────────────────────────────────────────
lillby.hemgang  kommunal        0.19   0.00  unlimited
storby.hemgang  kommunal        0.76   0.00  unlimited
────────────────────────────────────────────────────────────
ater            delay           1.07   0.00  unlimited

$ vardflode import configs/exempel/utdrag/vardtillfallen.csv -m configs/exempel/utdrag/karta.json -q | python3 -c 'import json, sys; f = json.load(sys.stdin); print(sorted(f)); print(sorted(f["distributions"])); print(f["units"]["medicin"]["beds"])'
['distributions', 'families', 'groups', 'note', 'profiles', 'source', 'units']
['aterinskrivning_aldre', 'aterinskrivning_vuxna', 'vardtid_geriatrik_aldre_akut', 'vardtid_kirurgi_vuxna_akut', 'vardtid_kirurgi_vuxna_planerad', 'vardtid_medicin_aldre_akut', 'vardtid_medicin_vuxna_akut']
{'disponibla': 36, 'assumed': 'no daily file: mean in care + 3 sqrt(mean)'}

$ vardflode import configs/exempel/utdrag/vardtillfallen.csv
--map FILE is needed: the file that says which column is what
exit 2

$ (head -4 configs/exempel/utdrag/vardtillfallen.csv; echo 'X;medicin;2023-02-30;;1;x;3'; echo 'X;;2023-03-01;2023-02-01;9;400;7;;hemma;2023-01-01;') > fel.csv; vardflode import fel.csv -m configs/exempel/utdrag/karta.json
fel.csv:5:1: the line has 7 cells (expected 11, as in the header)
fel.csv:6:3: no klinik (expected a name, found nothing)
fel.csv:6:15: the discharge is before the admission (expected a time at or after it, found "2023-02-01")
fel.csv:6:41: utskrivningsklar before the admission (expected a time at or after it, found "2023-01-01")
fel.csv:6:26: unknown code (expected a code of the map's "values", found "9")
fel.csv:6:32: unknown code (expected a usual code, or "values" in the map, found "7")
fel.csv:6:28: not an age (expected years from 0 to 150, found "400")
fel.csv:6:35: unknown code (expected a code of the map's "values", found "hemma")
exit 3

$ (cat configs/exempel/utdrag/vardtillfallen.csv; echo 'Y;medicin;2023-02-30;;1;44;1;;;;') > fel.csv; vardflode import fel.csv -m configs/exempel/utdrag/karta.json --skip-bad -o fragment3.json | head -8
fel.csv:1922:11: not a date (expected 2024-03-18, or 2024-03-18 14:05, found "2023-02-30")
Rows                                         Number
───────────────────────────────────────────────────
read, in tens                                  1920
left out for other reasons  below the smallest cell

Klinik     Stays  In/d  Mean nights  In care  Disponibla  Over/100  Out/100
───────────────────────────────────────────────────────────────────────────
geriatrik    116  0.59        12.00      7.0           –         –        –

$ sed 's/"klinik": "klinik"/"klinic": "klinik"/' configs/exempel/utdrag/karta.json > karta.json; vardflode import fel.csv -m karta.json
karta.json:6:36: /stays/columns/klinic: unknown key "klinic"
    did you mean "klinik"?
exit 3

$ sed 's/"klinik": "klinik"/"klinik": "avdelning"/' configs/exempel/utdrag/karta.json > karta.json; vardflode import fel.csv -m karta.json
karta.json:6:36: /stays/columns/klinik: the file has no column of that name (expected lopnr, klinik, inskriven, utskriven, planerad, alder, kon, diagnos, utskrivningssatt, utskrivningsklar, hemkommun, found the string "avdelning")
    fel.csv
exit 3
