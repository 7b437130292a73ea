Own stays against own beds.

$ cd configs/exempel/aterspelning && vardflode replay avdelningar.json --stays vardtillfallen.csv --daily dygn.csv --columns karta.json

Simulated against reported, day by day
Ward  At 06:00        Days  Simulated  Reported  Difference  Corr.  ±1 %  ±2 %
──────────────────────────────────────────────────────────────────────────────
medA  överbelagda       84       0.63      0.63        0.00  0.992   100   100
      utlokaliserade    84       0.80      0.81       −0.01  0.989   100   100
──────────────────────────────────────────────────────────────────────────────
medB  överbelagda       84       0.69      0.65        0.04  0.987   100   100
      utlokaliserade    84       0.40      0.44       −0.04  0.974   100   100
──────────────────────────────────────────────────────────────────────────────
kirA  överbelagda       84       0.32      0.32        0.00  1.000   100   100
      utlokaliserade    84       0.00      0.00        0.00      –   100   100
──────────────────────────────────────────────────────────────────────────────
all   överbelagda       84       1.64      1.61        0.04  0.997   100   100
      utlokaliserade    84       1.20      1.25       −0.05  0.991   100   100
──────────────────────────────────────────────────────────────────────────────
586 vårdtillfällen (0 in care when it begins), 84 days

$ cd configs/exempel/aterspelning && LANGUAGE=sv vardflode replay avdelningar.json --stays vardtillfallen.csv --daily dygn.csv --columns karta.json --set '/units/medA/placement/steps=["home","extra","outlier","wait"]' | head -n 7

Simulerat mot rapporterat, dygn för dygn
Avdelning  Kl. 06          Dygn  Simulerat  Rapporterat  Skillnad  Korr.  ±1 %  ±2 %
────────────────────────────────────────────────────────────────────────────────────
medA       överbelagda       84       1,06         0,63      0,43  0,811    89    96
           utlokaliserade    84       0,37         0,81     −0,44  0,735    88    96
────────────────────────────────────────────────────────────────────────────────────

$ cd configs/exempel/aterspelning && vardflode replay avdelningar.json --stays dygn.csv --daily dygn.csv --columns karta.json 2>&1 | head -n 2
karta.json:3:27: /stays/columns/person: the file has no column of that name (expected datum, avdelning, disponibla, overbelagda, utlokaliserade, found the string "lopnr")
    dygn.csv

$ vardflode replay configs/exempel/aterspelning/avdelningar.json
--columns is missing
--stays is missing
--daily is missing
exit 2
