# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: labels=slow timeout=300
"""The quick sign test: fewer beds, with the feedback on admissions, mean fewer avoidable admissions and more crowding."""
from signs import AVOIDABLE, AWAY, OVER, WARDS, compare, goes

fewer = compare({"fewer": {"levers": {"beds": {"where": WARDS, "capacity": 0.85}}}}, [AVOIDABLE, OVER, AWAY], 60, 4,
                {"effects": {"admission": {"share": 0.315}}})["fewer"]
goes(fewer, AVOIDABLE, -1, "fewer beds")
goes(fewer, OVER, 1, "fewer beds")
goes(fewer, AWAY, 1, "fewer beds")
