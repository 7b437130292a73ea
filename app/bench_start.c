/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a region lets its first event wait: everything `run` does before it, and then what every replication does,
 * which fills the units. CPU time of the process, from its own beginning. */
#include "vf_bench.h"
#include "vf_experiment.h"
#include "vf_sim.h"

int vf_bench_start(const char *path, const char *scenario, struct vf_bench_start *out, struct vf_error *err) {
    struct vf_experiment_options how = {.scenarios = &scenario, .n_scenarios = 1, .replications = 1};
    struct vf_experiment x;
    int code = vf_experiment_load(&x, path, &how, err);
    if (code != VF_OK)
        return code;
    struct vf_sim *s = vf_sim_new(&x.point[0].model);
    out->ready_ms = 1e3 * vf_bench_seconds(CLOCK_PROCESS_CPUTIME_ID);
    vf_sim_begin(s, 0);
    out->event_ms = 1e3 * vf_bench_seconds(CLOCK_PROCESS_CPUTIME_ID);
    out->patients = s->in_system;
    vf_sim_free(s);
    vf_experiment_fini(&x);
    return VF_OK;
}
