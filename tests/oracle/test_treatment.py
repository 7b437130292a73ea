# SPDX-License-Identifier: GPL-3.0-or-later
"""The treatment centre, 200 days of each scenario: see treatment.py. Intervals as wide as they are."""
import sys

from treatment import SCENARIOS, main

sys.exit(main(200, SCENARIOS, narrow=False))
