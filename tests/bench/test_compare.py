#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: timeout=120
"""The comparison and its gate, against a stand-in for vardflode that answers with given seconds."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import compare

STAND_IN = """#!/usr/bin/python3
import json, sys
words = sys.argv[1:]
assert words[0] == "bench" and "--json" in words, words
customers = int(words[words.index("--customers") + 1])
patients = int(words[words.index("--patients") + 1]) if "--patients" in words else 0
slower = {slower} if patients > 1000 else 1
print(json.dumps({{"cpu_s": {us} * 1e-6 * customers * slower, "events": 2 * customers}}))
"""


class Compare(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.limits = pathlib.Path(self.folder.name) / "gate.json"

    def stand_in(self, us=0.1, slower=1.0):
        program = pathlib.Path(self.folder.name) / "vardflode"
        program.write_text(STAND_IN.format(us=us, slower=slower), encoding="utf-8")
        program.chmod(0o755)
        return str(program)

    def compare(self, *words):
        command = [sys.executable, str(compare.HERE / "compare.py"), *words]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def gate(self, simpy_to_ours):
        """Judges fixed measurements, without running anything."""
        gate = json.loads((compare.HERE / "gate.json").read_text(encoding="utf-8"))
        gate["recorded"] = {"simpy_to_ours": {"mm1": 80}, "instructions": {"mm1": 1000}, "start_instructions": 1000}
        now = {"simpy_to_ours": {"mm1": simpy_to_ours}, "growth": 1.2, "growth_instructions": 1.2,
               "instructions": {"mm1": 1049}, "start_instructions": 1049}
        return gate, now

    def test_gate_limits(self):
        gate, now = self.gate(40)
        self.assertTrue(all(v[3] for v in compare.gate_verdicts(gate, now)))
        for key, value in (("growth", 2.01), ("growth_instructions", 1.31), ("simpy_to_ours", {"mm1": 39}),
                           ("instructions", {"mm1": 1051}), ("instructions", {"mm1": 949}),
                           ("start_instructions", 1051)):
            broken = [v[0] for v in compare.gate_verdicts(gate, now | {key: value}) if not v[3]]
            self.assertEqual(len(broken), 1, (key, broken))
        del gate["recorded"]["start_instructions"]
        self.assertIsNone(list(compare.gate_verdicts(gate, now))[-1][3])

    def test_other_compiler_is_not_judged(self):
        gate, now = self.gate(80)
        gate["recorded"]["compiler"], now["compiler"] = "gcc 12", "gcc 13"
        now["instructions"] = {"mm1": 5}
        self.assertEqual([v[3] for v in compare.gate_verdicts(gate, now)], [True, True, True, None, None])

    def test_busy_minutes_do_not_break_it(self):
        busy = {"simpy_to_ours": {"mm1": 10}, "growth": 2.0, "instructions": {"mm1": 5}}
        quiet = {"simpy_to_ours": {"mm1": 80}, "growth": 1.1}
        self.assertEqual(compare.better(busy, quiet), quiet | {"instructions": {"mm1": 5}})

    def test_gate_sees_growth(self):
        if compare.simpy_python() is None:
            self.skipTest("no SimPy")
        gate = json.loads((compare.HERE / "gate.json").read_text(encoding="utf-8")) | {"customers": 1000}
        self.limits.write_text(json.dumps(gate), encoding="utf-8")
        original = compare.instructions
        self.addCleanup(setattr, compare, "instructions", original)
        compare.instructions = lambda *_: 1000
        self.addCleanup(setattr, compare, "start_instructions", compare.start_instructions)
        compare.start_instructions = lambda *_: 1000
        programs = {"ours": self.stand_in(slower=1.5), "simpy": compare.simpy_python()}
        self.assertAlmostEqual(compare.gate_measure(programs, gate, 1)["growth"], 1.5, places=2)

    def test_gate_without_ours_is_skipped_loudly(self):
        done = self.compare("--gate", "--ours", os.devnull, "--limits", str(compare.HERE / "gate.json"),
                            "--repeat", "1")
        self.assertEqual(done.returncode, 77, done.stderr)
        self.assertIn("NOT JUDGED", done.stderr)

    def test_table_and_page(self):
        page = pathlib.Path(self.folder.name) / "PAGE.md"
        page.write_text(f"# Page\n\nabove\n{compare.BEGIN}\nold\n{compare.END}\nbelow\n", encoding="utf-8")
        words = ["--without", "simpy", "--scale", "0.01", "--largest", "1e3", "--repeat", "1"]
        done = self.compare(*words, "--ours", self.stand_in(), "--json", "--markdown", str(page))
        self.assertEqual(done.returncode, 0, done.stderr)
        document = json.loads(done.stdout)
        case = document["models"]["mm1"]
        self.assertAlmostEqual(case["ours"]["us_per_customer"], 0.1)
        self.assertAlmostEqual(case["ratios"]["ours_to_bare"], 0.1 / case["bare"]["us_per_customer"])
        self.assertAlmostEqual(document["populations"]["100"]["ours"]["ns_per_event"], 50)
        text = page.read_text(encoding="utf-8")
        self.assertTrue(text.startswith("# Page\n\nabove\n") and text.endswith("\nbelow\n"))
        self.assertIn("| tandem |", text)
        self.assertNotIn("old", text)

    def test_missing_ours_is_left_out_loudly(self):
        done = self.compare("--without", "simpy", "--scale", "0.001", "--largest", "1e2", "--repeat", "1",
                            "--ours", "/nonexistent")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("LEFT OUT: ours", done.stderr)
        self.assertIn("–", done.stdout)


if __name__ == "__main__":
    unittest.main()
