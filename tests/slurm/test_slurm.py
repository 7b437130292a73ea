# SPDX-License-Identifier: GPL-3.0-or-later
# vf-test: timeout=300
"""A study on a real Slurm: this test starts munged, slurmctld and slurmd of its own, submits what `vardflode slurm` wrote
(an array of 8, whose third task is killed the first time and comes back by itself), and compares the merged content with
that of one local process. Needs root and the packages slurmctld, slurmd, slurm-client and munge."""
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

PROGRAM = os.path.abspath(os.environ["VARDFLODE"])
SOURCE = pathlib.Path(os.environ["VF_SOURCE_DIR"]).resolve()
CONF = """ClusterName=vf
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={dir}/munge.socket
CryptoType=crypto/munge
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=sched_interval=1,sched_min_interval=0,bf_interval=1
MpiDefault=none
ReturnToService=2
SlurmdParameters=config_overrides
JobRequeue=1
SlurmctldPidFile={dir}/slurmctld.pid
SlurmdPidFile={dir}/slurmd.pid
StateSaveLocation={dir}/state
SlurmdSpoolDir={dir}/spool
SlurmctldLogFile={dir}/slurmctld.log
SlurmdLogFile={dir}/slurmd.log
NodeName={host} NodeAddr=127.0.0.1 CPUs=2
PartitionName=p Nodes={host} Default=YES
"""


def skip(why):
    print(f"SKIPPED LOUDLY: no test against a real Slurm: {why}")
    sys.exit(77)


def free_ports(n):
    sockets = [socket.socket() for _ in range(n)]
    for s in sockets:
        s.bind(("127.0.0.1", 0))
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


class Slurm:
    """The three daemons, ended one by one by their own handles."""

    def __init__(self, folder):
        self.folder, self.processes = folder, []
        self.env = dict(os.environ, SLURM_CONF=f"{folder}/slurm.conf", LANGUAGE="en")

    def start(self, *command):
        with open(f"{self.folder}/daemons.log", "ab") as log:
            self.processes.append(subprocess.Popen(command, env=self.env, stdout=log, stderr=log))

    def ask(self, *command):
        done = subprocess.run(command, env=self.env, check=False, text=True, timeout=30, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
        return done.returncode, done.stdout

    def __enter__(self):
        host = socket.gethostname().split(".")[0]
        pathlib.Path(self.folder, "slurm.conf").write_text(CONF.format(host=host, dir=self.folder, ports=free_ports(2)),
                                                           encoding="utf-8")
        for name in ("state", "spool", "munge"):
            os.mkdir(f"{self.folder}/{name}", 0o700)
        key = f"{self.folder}/munge/key"
        with open(os.open(key, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as file:
            file.write(os.urandom(1024))
        os.chmod(self.folder, 0o755)
        self.start("munged", "--foreground", "--force", f"--key-file={key}", f"--socket={self.folder}/munge.socket",
                   f"--pid-file={self.folder}/munge/pid", f"--log-file={self.folder}/munge/log",
                   f"--seed-file={self.folder}/munge/seed")
        self.wait(lambda: os.path.exists(f"{self.folder}/munge.socket"), 20, "munged does not start")
        self.start("slurmctld", "-D", "-c")
        self.start("slurmd", "-D", "-N", host)
        self.wait(lambda: "idle" in self.ask("sinfo", "-h", "-o", "%t")[1], 60, "the node does not come up")
        return self

    def wait(self, good, seconds, why):
        until = time.monotonic() + seconds
        while not good():
            if time.monotonic() > until:
                self.show()
                raise SystemExit(f"{why} within {seconds} s")
            time.sleep(0.2)

    def show(self):
        for log in ("daemons.log", "munge/log", "slurmctld.log", "slurmd.log"):
            path = pathlib.Path(self.folder, log)
            if path.exists():
                print(f"--- {log}\n" + "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]))

    def __exit__(self, *_):
        for process in reversed(self.processes):
            process.terminate()
        for process in reversed(self.processes):
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def local(study, out):
    done = subprocess.run([PROGRAM, "sweep", study, "--out", out, "-q", "--json"], check=True, text=True,
                          stdout=subprocess.PIPE)
    return json.loads(done.stdout)["content_sha256"]


def make_study(folder):
    study = json.loads((SOURCE / "configs/studies/platser.json").read_text(encoding="utf-8"))
    study.update(extends=str(SOURCE / "configs/validation/o3.json"), replications=20)
    study["axes"]["platser"]["values"] = [20, 21, 22, 24]
    study["where"] = []
    path = pathlib.Path(folder, "study.json")
    path.write_text(json.dumps(study), encoding="utf-8")
    return str(path)


def submit(slurm, study, folder):
    """The third task is killed when it runs for the first time."""
    wrapper = pathlib.Path(folder, "program")
    wrapper.write_text(f"""#!/bin/bash
if [[ ${{SLURM_ARRAY_TASK_ID:-}} == 3 && ! -e "{folder}/struck" ]]; then
    touch "{folder}/struck"
    timeout -s KILL 0.2 '{PROGRAM}' "$@"
    kill -KILL $$
fi
exec '{PROGRAM}' "$@"
""", encoding="utf-8")
    wrapper.chmod(0o755)
    site = pathlib.Path(folder, "site.json")
    site.write_text(json.dumps({"partition": "p", "time": "00:10:00", "program": str(wrapper),
                                "sbatch": [f"--output={folder}/job-%A_%a.log"], "setup": ["export LANGUAGE=en"]}),
                    encoding="utf-8")
    subprocess.run([PROGRAM, "slurm", study, "--tasks", "8", "--site", str(site), "--out", f"{folder}/out"], check=True,
                   stdout=subprocess.DEVNULL)
    code, told = slurm.ask(f"{folder}/out/submit.sh")
    assert code == 0, told
    return told.split()[1], told.split()[3]


def main():
    missing = [p for p in ("munged", "slurmctld", "slurmd", "sbatch") if not shutil.which(p)]
    if missing:
        skip("missing: " + ", ".join(missing))
    if os.geteuid() != 0:
        skip("its daemons have to be started by root")
    with tempfile.TemporaryDirectory(prefix="vf-slurm-") as folder, Slurm(folder) as slurm:
        study = make_study(folder)
        wanted = local(study, f"{folder}/local")
        array, merge = submit(slurm, study, folder)
        out = pathlib.Path(folder, "out")
        def ended():
            # Slurm lets a requeued job wait for two minutes: not here
            slurm.ask("scontrol", "update", f"jobid={array}_3", "StartTime=now")
            return not slurm.ask("squeue", "-h", "-j", f"{array},{merge}")[1].strip()
        slurm.wait(ended, 200, "the jobs do not end")
        logs = "\n".join(p.read_text(encoding="utf-8") for p in sorted(pathlib.Path(folder).glob("job-*.log")))
        assert (out / "results.sqlite").exists(), logs[-4000:]
        assert os.path.exists(f"{folder}/struck") and "Restarts=1" in slurm.ask("scontrol", "show", "job",
                                                                                f"{array}_3")[1], logs[-4000:]
        assert len(list(out.glob("shard-*-of-0008.sqlite"))) == 8
        done = subprocess.run([PROGRAM, "merge", str(out), "--json"], check=True, text=True, stdout=subprocess.PIPE)
        assert json.loads(done.stdout)["content_sha256"] == wanted, done.stdout
        merged = next(line for line in logs.splitlines() if line.startswith('{"store"'))
        assert json.loads(merged)["content_sha256"] == wanted, merged
        print("an array of 8, one of them killed and requeued: the same content as one process")
    return 0


if __name__ == "__main__":
    sys.exit(main())
