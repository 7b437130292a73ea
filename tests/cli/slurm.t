Job scripts for a cluster; tests/slurm runs them on a real one.

$ vardflode slurm tests/cli/sweep_study.json --tasks 3 --out r
5 points in 3 tasks: r/submit.sh submits them

$ ls r
array.sh
merge.sh
submit.sh

$ echo '{"account": "a1", "partition": "core", "time": "00:30:00", "cpus_per_task": 4, "modules": ["gsl"], "sbatch": ["--exclusive"], "setup": ["export LC_ALL=C"], "program": "./it s/vardflode", "scratch": "$SNIC_TMP"}' > site.json; vardflode slurm tests/cli/sweep_study.json --tasks 99 --site site.json --out r; grep -v ^study= r/array.sh | grep -v ^folder=; bash -n r/array.sh; bash -n r/submit.sh; tail -n 3 r/merge.sh | grep -v ^folder=
5 points in 5 tasks: r/submit.sh submits them
#!/bin/bash
#SBATCH --job-name=vardflode
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=4
#SBATCH --requeue
#SBATCH --array=1-5
#SBATCH --signal=B:TERM@60
#SBATCH --open-mode=append
#SBATCH --account=a1
#SBATCH --partition=core
#SBATCH --time=00:30:00
#SBATCH --exclusive
set -euo pipefail
module load gsl
export LC_ALL=C
vardflode='FOLDER'/'./it s/vardflode'
shard=$(printf 'shard-%04d-of-%04d.sqlite' "$SLURM_ARRAY_TASK_ID" 5)
work=$folder
work="$SNIC_TMP"/vardflode-$SLURM_ARRAY_JOB_ID-$SLURM_ARRAY_TASK_ID
mkdir -p "$work"
if [[ $folder/$shard -nt $work/$shard ]]; then
    cp -p "$folder/$shard" "$work/$shard.new"
    rm -f "$work/$shard-journal"
    [[ ! -f $folder/$shard-journal ]] || cp -p "$folder/$shard-journal" "$work/"
    mv "$work/$shard.new" "$work/$shard"
fi
code=0
"$vardflode" sweep "$study" --shard "$SLURM_ARRAY_TASK_ID/5" --isolate --resume --out "$work" --threads 4 --progress ndjson --json &
child=$!
trap 'kill -TERM "$child" 2>/dev/null || true' TERM
wait "$child" || code=$?
while kill -0 "$child" 2>/dev/null; do code=0; wait "$child" || code=$?; done
if [[ $code -eq 0 || $code -eq 4 ]]; then
    cp -p "$work/$shard" "$folder/$shard.new"
    rm -f "$folder/$shard-journal"
    mv "$folder/$shard.new" "$folder/$shard"
fi
[[ $code -ne 0 ]] || rm -rf "$work"
case $code in 0 | 2 | 3) exit "$code" ;; esac
if [[ $code -eq 4 || ${SLURM_RESTART_COUNT:-0} -lt 5 ]]; then
    scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID" && sleep 60
fi
exit "$code"
vardflode='FOLDER'/'./it s/vardflode'
exec "$vardflode" merge "$folder" --json

$ LANGUAGE=sv vardflode slurm tests/cli/sweep_study.json --out r
5 punkter i 5 uppgifter: r/submit.sh lämnar in dem

$ echo '{"acount": "x", "time": 3, "modules": "m", "cpus_per_task": 0}' > site.json; vardflode slurm tests/cli/sweep_study.json --site site.json
site.json:1:12: /acount: unknown key (expected account, partition, qos, time, mem, constraint, cpus_per_task, sbatch, modules, setup, program or scratch)
site.json:1:25: /time: wrong value (expected a string, not empty, without spaces or quotes)
site.json:1:39: /modules: wrong value (expected a list of lines, none empty)
site.json:1:61: /cpus_per_task: wrong value (expected a whole number from 1 to 1024)
exit 3

$ echo '{"account": "a b", "qos": "", "cpus_per_task": 1.7, "program": "", "scratch": "here", "modules": [""]}' > site.json; vardflode slurm tests/cli/sweep_study.json --site site.json
site.json:1:13: /account: wrong value (expected a string, not empty, without spaces or quotes)
site.json:1:27: /qos: wrong value (expected a string, not empty, without spaces or quotes)
site.json:1:48: /cpus_per_task: wrong value (expected a whole number from 1 to 1024)
site.json:1:64: /program: wrong value (expected a string of one line, not empty)
site.json:1:79: /scratch: wrong value (expected a path that begins with / or a variable ($), without quotes)
site.json:1:98: /modules: wrong value (expected a list of lines, none empty)
exit 3

$ vardflode slurm tests/config/studies/bad/contradiction.json
tests/config/studies/bad/contradiction.json:7:12: /where: no point satisfies all conditions
    each alone leaves: 1 ; 1 of 2 points
exit 3
