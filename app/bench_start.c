/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a region lets its first event wait: everything `run` does before it, and then what every replication does,
 * which fills the units. CPU time of the process, from its own beginning. */
#include <time.h>

#include "vf_bench.h"
#include "vf_experiment.h"
#include "vf_sim.h"

static double milliseconds(void) {
    struct timespec t;
    return clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) ? 0
                                                       : 1e3 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec;
}

int vf_bench_start(const char *path, const char *scenario, struct vf_bench_start *out, struct vf_error *err) {
    struct vf_experiment_options how = {.scenarios = &scenario, .n_scenarios = 1, .replications = 1};
    struct vf_experiment x;
    int code = vf_experiment_load(&x, path, &how, err);
    if (code != VF_OK)
        return code;
    struct vf_sim *s = vf_sim_new(&x.point[0].model);
    out->ready_ms = milliseconds();
    vf_sim_begin(s, 0);
    out->event_ms = milliseconds();
    out->patients = s->in_system;
    vf_sim_free(s);
    vf_experiment_fini(&x);
    return VF_OK;
}
