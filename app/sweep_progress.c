/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Progress of a study: a bar or lines for people, one JSON object per second with every worker for programs, and, when
 * SIGUSR1 asks, the whole status on stderr whatever the mode. */
#include <inttypes.h>
#include <math.h>

#include "vf_json.h"
#include "vf_sweep_app.h"
#include "vf_text.h"

enum { LINE_MAX_BYTES = 1 << 18 };
static const double EVERY_S = 1.0;

void vf_sweep_progress_begin(struct vf_sweep_progress *p, const struct vf_call *call, const char *what,
                             uint64_t trials, uint32_t replications) {
    *p = (struct vf_sweep_progress){.call = call, .replications = replications};
    p->mode = vf_progress_mode_of(call, vf_option_text(&call->options, "progress", NULL));
    vf_progress_begin(&p->bar, call, p->mode == VF_PROGRESS_NDJSON ? VF_PROGRESS_NONE : p->mode, what,
                      trials);
}

static const char *reason_word(enum vf_status_reason reason) {
    static const char *const words[] = {[VF_STATUS_TIMER] = "timer",
                                        [VF_STATUS_ASKED] = "asked",
                                        [VF_STATUS_STOPPING] = "stopping",
                                        [VF_STATUS_END] = "end"};
    return words[reason];
}

static void put_worker(struct vf_json_writer *w, const struct vf_worker_status *k) {
    vf_json_begin_object(w);
    vf_json_key_integer(w, "done", (long long)k->done);
    vf_json_key_integer(w, "events", (long long)k->events);
    /* to the runner each trial is a point of its own */
    vf_json_key(w, "trial");
    if (k->busy)
        vf_json_integer(w, k->point);
    else
        vf_json_null(w);
    vf_json_end_object(w);
}

static void put_json(const struct vf_sweep_progress *p, const struct vf_study_status *s) {
    struct vf_text line;
    struct vf_json_writer w;
    uint64_t ended = s->done + s->failed + p->before;
    vf_text_init(&line, LINE_MAX_BYTES);
    vf_json_writer_init(&w, &line, 0);
    vf_json_begin_object(&w);
    vf_json_key_string(&w, "reason", reason_word(s->reason));
    vf_json_key_integer(&w, "trials", (long long)(s->trials + p->before));
    vf_json_key_integer(&w, "done", (long long)ended);
    vf_json_key_integer(&w, "failed", (long long)s->failed);
    vf_json_key_integer(&w, "points", (long long)((s->trials + p->before) / p->replications));
    vf_json_key_integer(&w, "points_done", (long long)(ended / p->replications));
    vf_json_key_integer(&w, "events", (long long)s->events);
    vf_json_key_number(&w, "events_per_s", s->events_per_s);
    vf_json_key_number(&w, "elapsed_s", s->elapsed_s);
    vf_json_key_number(&w, "left_s", s->left_s);
    vf_json_key(&w, "workers");
    vf_json_begin_array(&w);
    for (unsigned k = 0; k < s->threads; k++)
        put_worker(&w, &s->worker[k]);
    vf_json_end_array(&w);
    vf_json_end_object(&w);
    (void)fprintf(p->call->messages, "%s\n", line.data);
    (void)fflush(p->call->messages);
    vf_text_fini(&line);
}

/* For a person who asked with a signal. */
static void put_status(const struct vf_sweep_progress *p, const struct vf_study_status *s) {
    FILE *to = p->call->messages;
    enum vf_language l = p->call->language;
    char left[VF_PEOPLE_NUMBER], rate[VF_PEOPLE_NUMBER];
    (void)vf_people_span(left, isnan(s->left_s) ? -1 : s->left_s);
    (void)vf_people_real(rate, l, s->events_per_s / 1e6, 2);
    (void)fprintf(to,
                  VF_SAY(l, "läge: %" PRIu64 " av %" PRIu64 " körningar, %" PRIu64 " misslyckade, ",
                         "status: %" PRIu64 " of %" PRIu64 " trials, %" PRIu64 " failed, "),
                  s->done + s->failed + p->before, s->trials + p->before, s->failed);
    (void)fprintf(to, VF_SAY(l, "%s M händelser/s, %s kvar\n", "%s M events/s, %s left\n"), rate, left);
    for (unsigned k = 0; k < s->threads; k++)
        (void)fprintf(to,
                      VF_SAY(l, "  arbetare %u: %" PRIu64 " klara, nu körning %" PRIu32 "\n",
                             "  worker %u: %" PRIu64 " done, now at trial %" PRIu32 "\n"),
                      k, s->worker[k].done, s->worker[k].point);
    (void)fflush(to);
}

void vf_sweep_progress_report(void *progress, const struct vf_study_status *s) {
    struct vf_sweep_progress *p = progress;
    double now = vf_progress_clock();
    uint64_t ended = s->done + s->failed + p->before;
    if (p->mode == VF_PROGRESS_NDJSON) {
        if (s->reason != VF_STATUS_TIMER || now - p->told >= EVERY_S) {
            put_json(p, s);
            p->told = now;
        }
        return;
    }
    if (s->reason == VF_STATUS_ASKED)
        put_status(p, s);
    if (s->reason == VF_STATUS_STOPPING && !p->call->quiet)
        (void)fprintf(p->call->messages, "%s\n",
                      VF_SAY(p->call->language, "avslutar påbörjade körningar; en gång till avbryter dem",
                             "finishing started replications; once more abandons them"));
    if (s->reason == VF_STATUS_END)
        vf_progress_end(&p->bar, ended, s->events, now);
    else
        vf_progress_show(&p->bar, ended, s->events, now);
}
