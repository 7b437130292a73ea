# SPDX-License-Identifier: GPL-3.0-or-later
"""Which file a task goes on with when its shard lies in the result folder and in scratch: the newer one, and a journal
only beside the store it belongs to. The program is a script that notes what it finds and adds to it."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

PROGRAM = os.path.abspath(os.environ["VARDFLODE"])
SOURCE = pathlib.Path(os.environ["VF_SOURCE_DIR"]).resolve()
SHARD = "shard-0001-of-0002.sqlite"
STAND_IN = """#!/bin/bash
while [[ $1 != --out ]]; do shift; done
cat "$2/{shard}-journal" > found-journal 2>/dev/null || :
echo more >> "$2/{shard}"
exit "$(cat code)"
"""


def write(path, text, time):
    path.write_text(text, encoding="utf-8")
    os.utime(path, (time, time))


def task(here, code):
    (here / "code").write_text(str(code), encoding="utf-8")
    env = dict(os.environ, PATH=f"{here}/bin:{os.environ['PATH']}", SLURM_ARRAY_JOB_ID="7", SLURM_ARRAY_TASK_ID="1",
               NODE_DISK=f"{here}/node disk")
    done = subprocess.run(["bash", "out/array.sh"], cwd=here, env=env, check=False, timeout=60, text=True,
                          stderr=subprocess.PIPE)
    assert done.returncode == code, (done.returncode, done.stderr)


def main():
    with tempfile.TemporaryDirectory(prefix="vf-scratch-") as folder:
        here = pathlib.Path(folder)
        (here / "bin").mkdir()
        for name, text in (("program", STAND_IN.format(shard=SHARD)), ("bin/scontrol", "#!/bin/sh\nexit 1\n")):
            (here / name).write_text(text, encoding="utf-8")
            (here / name).chmod(0o755)
        (here / "site.json").write_text(json.dumps({"program": "./program", "scratch": "$NODE_DISK"}), encoding="utf-8")
        subprocess.run([PROGRAM, "slurm", SOURCE / "tests/cli/sweep_study.json", "--tasks", "2", "--site", "site.json",
                        "--out", "out"], cwd=here, check=True, stdout=subprocess.DEVNULL)
        out, node = here / "out", here / "node disk/vardflode-7-1"
        task(here, 1)  # as if killed: nothing is copied back
        assert (node / SHARD).read_text() == "more\n" and not (out / SHARD).exists()
        write(out / SHARD, "older\n", 1000000000)
        write(node / f"{SHARD}-journal", "of the node", 1000000000)
        task(here, 4)
        assert (node / SHARD).read_text() == (out / SHARD).read_text() == "more\nmore\n", "the older one was taken"
        assert (here / "found-journal").read_text() == "of the node"
        write(out / SHARD, "newer\n", 4000000000)
        write(out / f"{SHARD}-journal", "of the folder", 4000000000)
        task(here, 1)
        assert (node / SHARD).read_text() == "newer\nmore\n" and (here / "found-journal").read_text() == "of the folder"
        write(out / SHARD, "newest\n", 4100000000)
        (out / f"{SHARD}-journal").unlink()
        task(here, 0)
        assert (here / "found-journal").read_text() == "", "the journal of another store was left beside it"
        assert (out / SHARD).read_text() == "newest\nmore\n" and not node.exists()
        assert sorted(p.name for p in out.iterdir()) == ["array.sh", "merge.sh", SHARD, "submit.sh"]
    return 0


if __name__ == "__main__":
    sys.exit(main())
