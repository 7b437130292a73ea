#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Writes the golden event logs again, after a change of the model: VARDFLODE=build/release/vardflode tests/golden/update.sh
# Read the difference, and say in the commit why it is right. A faster program must never need this.
exec python3 "$(dirname "$0")/test_logs.py" --update
