# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: labels=minutes timeout=1800
"""The treatment centre with intervals no wider than the reference's: see treatment.py."""
import sys

from treatment import SCENARIOS, main

sys.exit(main(3600, SCENARIOS, narrow=True))
