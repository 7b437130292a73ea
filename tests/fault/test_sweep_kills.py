# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: labels=minutes timeout=900
"""Kills sweeps at 50 random moments: whatever came through holds what an uninterrupted sweep does."""
import sys
import tempfile

import sweeps

with tempfile.TemporaryDirectory(prefix="vf-sweep-") as place:
    killed, finished = sweeps.kills(place, 50, seed=2, least=5)
print(f"{killed} kills, {finished} sweeps that came through after them")
sys.exit(0 if killed >= 50 and finished >= 5 else 1)
