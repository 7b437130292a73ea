#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays transcripts: what a person types and what the program answers, checked line by line.

A transcript (NAME.t) is a session in an empty folder in which `configs` is the project's. A line `$ command`
is given to the shell; the lines below it, up to the next command, are what it must print (stdout and stderr
as they come); blank lines at the end do not count. `exit N` as the last line says the exit code when it is
not 0. Lines before the first command are for the reader. In expected lines
    *    stands for one number (signs, digits, grouping, exponent), and blanks around it may differ in count,
    ...  within a line stands for any text, alone on a line for any lines,
    \\*   is an asterisk.
The program speaks English unless the command says otherwise (`$ LANGUAGE=sv vardflode ...`).

    run_transcripts.py [--update] FILE...      VARDFLODE names the program

--update writes what the program printed into the file (where it differs): read the diff before you commit.
"""
import os
import re
import subprocess
import sys
import tempfile

NUMBER = r"[-+\u2212]?(?:\d[\d.,\u00a0]*(?:[eE][-+]?\d+)?|\u221e|\u2013)"


def read(path):
    """The transcript as a list of [prose or command line, expected lines, exit code]."""
    steps, prose = [], []
    with open(path, encoding="utf-8") as file:
        for line in file.read().splitlines():
            if line.startswith("$ "):
                steps.append([line[2:], [], 0])
            elif not steps:
                prose.append(line)
            else:
                steps[-1][1].append(line)
    for step in steps:
        while step[1] and not step[1][-1].strip():
            step[1].pop()
        if step[1] and re.fullmatch(r"exit \d+", step[1][-1]):
            step[2] = int(step[1].pop()[5:])
    return prose, steps


def pattern_of(line):
    """A regular expression for one expected line."""
    loose = re.search(r"(?<!\\)\*", line) is not None
    out = ""
    for part in re.split(r"(\\\*|\*|\.\.\.| +)", line):
        if part == "\\*":
            out += re.escape("*")
        elif part == "*":
            out += NUMBER
        elif part == "...":
            out += ".*"
        elif part.startswith(" "):
            out += " +" if loose else re.escape(part)
        else:
            out += re.escape(part)
    return out


def matches(expected, got):
    """None if the output is as expected, otherwise a text saying where it is not."""
    reach = {0: None}  # positions in `got` that the expected lines so far can end at
    for i, line in enumerate(expected):
        if line.strip() == "...":
            reach = {k: None for k in range(min(reach), len(got) + 1)} if reach else {}
            continue
        compiled = re.compile(pattern_of(line))
        after = {k + 1: None for k in reach if k < len(got) and compiled.fullmatch(got[k].rstrip())}
        if not after:
            at = max(reach) if reach else 0
            return f"expected line {i + 1}: {line!r}\n  got: {got[at]!r}" if at < len(got) else \
                f"expected line {i + 1}: {line!r}\n  got: end of output"
        reach = after
    if len(got) not in reach:
        return f"more output than expected, from: {got[max(reach)]!r}"
    return None


def environment(program):
    env = dict(os.environ)
    for name in ("LC_ALL", "LC_MESSAGES", "NO_COLOR", "COLUMNS"):
        if name != "LC_ALL" or "VF_TEST_LOCALE" not in env:
            env.pop(name, None)
    env.update(LANGUAGE="en", TERM="dumb", VARDFLODE=program)
    env["PATH"] = os.path.dirname(program) + os.pathsep + env.get("PATH", "")
    env["LC_ALL"] = env.get("VF_TEST_LOCALE", "C.UTF-8")
    return env


def play(path, program, source, update):
    prose, steps = read(path)
    if not steps:
        print(f"{path}: no command in it")
        return 1
    faults, lines = 0, list(prose)
    with tempfile.TemporaryDirectory(prefix="vf-cli-") as folder:
        os.symlink(os.path.join(source, "configs"), os.path.join(folder, "configs"))
        os.symlink(os.path.join(source, "tests"), os.path.join(folder, "tests"))
        for command, expected, code in steps:
            done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment(program), check=False,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            text = done.stdout.decode("utf-8", "backslashreplace").replace(folder, "FOLDER")
            got = text.rstrip().splitlines()
            wrong = matches(expected, got)
            if done.returncode != code:
                wrong = (wrong + "\n  " if wrong else "") + f"exit code {done.returncode}, expected {code}"
            lines.append("$ " + command)
            if wrong and update:
                lines += got + ([f"exit {done.returncode}"] if done.returncode else [])
            else:
                lines += expected + ([f"exit {code}"] if code else [])
            lines.append("")
            if wrong:
                faults += 1
                print(f"{path}: $ {command}\n  {wrong}\n  --- the whole output:\n" + text)
    if update and faults:
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(lines).rstrip("\n") + "\n")
    return faults


def main():
    update = "--update" in sys.argv
    files = [a for a in sys.argv[1:] if a != "--update"]
    program = os.path.abspath(os.environ.get("VARDFLODE", "build/release/vardflode"))
    here = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    source = os.environ.get("VF_SOURCE_DIR", here)
    faults = sum(play(f, program, source, update) for f in files)
    print(f"{len(files)} transcripts, {faults} commands that did not answer as written")
    return 1 if faults and not update else 0


if __name__ == "__main__":
    sys.exit(main())
