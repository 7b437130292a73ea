/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Progress of something long, shown on stderr: a bar on a terminal, a line for every tenth otherwise, or one
 * JSON object a line for programs (--progress=ndjson). begin, show as often as you like (it draws at most ten
 * times a second), end. The caller's timers call it; it owns no clock and no thread. */
#ifndef VF_PROGRESS_H
#define VF_PROGRESS_H

#include <stdint.h>
#include <stdio.h>

#include "vf_command.h"

enum vf_progress_mode { VF_PROGRESS_NONE, VF_PROGRESS_BAR, VF_PROGRESS_LINES, VF_PROGRESS_NDJSON };

struct vf_progress {
    FILE *to;
    enum vf_progress_mode mode;
    enum vf_language language;
    const char *what; /* borrowed: a scenario's name, say */
    uint64_t total;
    double started, drawn;
    uint64_t tenths; /* lines: tenths told so far */
};

/* Seconds of a clock that never goes back. */
double vf_progress_clock(void);
/* What --progress says ("auto": a bar on a terminal, else lines); none with -q. `how` NULL = auto. */
enum vf_progress_mode vf_progress_mode_of(const struct vf_call *call, const char *how);

void vf_progress_begin(struct vf_progress *p, const struct vf_call *call, enum vf_progress_mode mode,
                       const char *what, uint64_t total);
/* `done` of total points or replications, `events` simulated so far, now = vf_progress_clock(). */
void vf_progress_show(struct vf_progress *p, uint64_t done, uint64_t events, double now);
/* Takes the bar away, or tells the last line. */
void vf_progress_end(struct vf_progress *p, uint64_t done, uint64_t events, double now);

#endif
