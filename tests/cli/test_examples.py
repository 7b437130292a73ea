# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: timeout=900
"""Runs the example of every command's --help as it stands, in a folder where `configs` is the project's. An
example that stopped working, or a visible command without one, fails the test."""
import os
import subprocess
import sys
import tempfile

program = os.path.abspath(os.environ["VARDFLODE"])
source = os.environ["VF_SOURCE_DIR"]


def ask(*words):
    env = dict(os.environ, LANGUAGE="en")
    return subprocess.run([program, *words], env=env, check=True, stdout=subprocess.PIPE, text=True).stdout


def commands():
    listed = ask("--help").split("Commands:\n")[1].split("\n\n")[0]
    return [line.split()[0] for line in listed.splitlines() if line.startswith("  ") and line[2] != " "]


def main():
    examples = ask("docs", "examples").splitlines()
    faults = [f"`{c}` has no example" for c in commands()
              if not any(f"vardflode {c} " in e + " " for e in examples)]
    with tempfile.TemporaryDirectory(prefix="vf-examples-") as folder:
        os.symlink(os.path.join(source, "configs"), os.path.join(folder, "configs"))
        path = os.path.dirname(program) + os.pathsep + os.environ.get("PATH", "")
        for example in examples:
            done = subprocess.run(["bash", "-o", "pipefail", "-c", example], cwd=folder, check=False,
                                  env=dict(os.environ, PATH=path), stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            if done.returncode:
                faults.append(f"`{example}` ended with {done.returncode}:\n{done.stdout}")
    print(f"{len(examples)} examples, {len(faults)} faults", *faults, sep="\n")
    return 1 if faults or not examples else 0


sys.exit(main())
