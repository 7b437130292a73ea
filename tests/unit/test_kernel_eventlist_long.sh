#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: labels=slow timeout=900
# Ten million operations of the event list beside the binary heap, event for event.
set -eu
VF_TEST_LONG=1 exec "$(dirname "$VARDFLODE")/tests/test_kernel_eventlist"
