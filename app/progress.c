/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws progress as vf_progress.h says: measures a moment, then hands it to the mode that was asked for. */
#include "vf_progress.h"

#include <string.h>
#include <time.h>

#include "vf_json.h"
#include "vf_terminal.h"
#include "vf_text.h"

enum { BAR_CELLS = 24 };
static const double REDRAW_S = 0.1;

double vf_progress_clock(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now))
        return 0;
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

enum vf_progress_mode vf_progress_mode_of(const struct vf_call *call, const char *how) {
    if (how && strcmp(how, "ndjson") == 0)
        return VF_PROGRESS_NDJSON;
    if (call->quiet || (how && strcmp(how, "none") == 0))
        return VF_PROGRESS_NONE;
    if (how && strcmp(how, "bar") == 0)
        return VF_PROGRESS_BAR;
    if (how && strcmp(how, "lines") == 0)
        return VF_PROGRESS_LINES;
    return vf_terminal_is(call->messages) ? VF_PROGRESS_BAR : VF_PROGRESS_LINES;
}

void vf_progress_begin(struct vf_progress *p, const struct vf_call *call, enum vf_progress_mode mode,
                       const char *what, uint64_t total) {
    double now = vf_progress_clock();
    *p = (struct vf_progress){.to = call->messages,
                              .mode = mode,
                              .language = call->language,
                              .what = what,
                              .total = total ? total : 1,
                              .started = now,
                              .drawn = now - 2 * REDRAW_S};
}

/* What a moment of progress comes to. */
struct moment {
    uint64_t done, events;
    double share, elapsed, rate, left; /* left: NaN-free, negative = not known yet */
};

static struct moment measure(const struct vf_progress *p, uint64_t done, uint64_t events, double now) {
    struct moment m = {.done = done, .events = events, .elapsed = now - p->started};
    m.share = (double)done / (double)p->total;
    m.rate = m.elapsed > 0 ? (double)events / m.elapsed : 0;
    m.left = done > 0 ? m.elapsed * ((double)p->total - (double)done) / (double)done : -1;
    return m;
}

/* "12/30 · 1.2 M events/s · 0:14 left" */
static void tell(const struct vf_progress *p, const struct moment *m) {
    char rate[VF_PEOPLE_NUMBER], left[VF_PEOPLE_NUMBER];
    bool millions = m->rate >= 1e6;
    (void)vf_people_real(rate, p->language, millions ? m->rate / 1e6 : m->rate / 1e3, 1);
    (void)vf_people_span(left, m->left);
    (void)fprintf(p->to, "%llu/%llu \xc2\xb7 %s %s \xc2\xb7 ", (unsigned long long)m->done,
                  (unsigned long long)p->total, rate,
                  millions ? VF_SAY(p->language, "M händelser/s", "M events/s")
                           : VF_SAY(p->language, "k händelser/s", "k events/s"));
    (void)fprintf(p->to, VF_SAY(p->language, "%s kvar", "%s left"), left);
}

static void draw_bar(const struct vf_progress *p, const struct moment *m) {
    int full = (int)(m->share * BAR_CELLS);
    (void)fprintf(p->to, "\r\033[K%s ", p->what);
    for (int i = 0; i < BAR_CELLS; i++)
        (void)fputs(i < full ? "\xe2\x96\x88" : "\xe2\x94\x80", p->to);
    (void)fprintf(p->to, " %d%% \xc2\xb7 ", (int)(100 * m->share));
    tell(p, m);
    (void)fflush(p->to);
}

static void draw_line(struct vf_progress *p, const struct moment *m) {
    uint64_t tenths = m->done * 10 / p->total;
    if (tenths <= p->tenths)
        return;
    p->tenths = tenths;
    (void)fprintf(p->to, "%s: %llu%% \xc2\xb7 ", p->what, (unsigned long long)(10 * tenths));
    tell(p, m);
    (void)fputc('\n', p->to);
    (void)fflush(p->to);
}

static void draw_json(const struct vf_progress *p, const struct moment *m) {
    struct vf_text line;
    struct vf_json_writer w;
    vf_text_init(&line, 4096);
    vf_json_writer_init(&w, &line, 0);
    vf_json_begin_object(&w);
    vf_json_key_string(&w, "what", p->what);
    vf_json_key_integer(&w, "done", (long long)m->done);
    vf_json_key_integer(&w, "total", (long long)p->total);
    vf_json_key_integer(&w, "events", (long long)m->events);
    vf_json_key_number(&w, "elapsed_s", m->elapsed);
    vf_json_key(&w, "left_s");
    if (m->left < 0)
        vf_json_null(&w);
    else
        vf_json_number(&w, m->left);
    vf_json_end_object(&w);
    (void)fprintf(p->to, "%s\n", line.data);
    (void)fflush(p->to);
    vf_text_fini(&line);
}

static void draw(struct vf_progress *p, uint64_t done, uint64_t events, double now) {
    struct moment m = measure(p, done, events, now);
    p->drawn = now;
    switch (p->mode) {
    case VF_PROGRESS_BAR: draw_bar(p, &m); break;
    case VF_PROGRESS_LINES: draw_line(p, &m); break;
    case VF_PROGRESS_NDJSON: draw_json(p, &m); break;
    case VF_PROGRESS_NONE: break;
    }
}

void vf_progress_show(struct vf_progress *p, uint64_t done, uint64_t events, double now) {
    if (p->mode != VF_PROGRESS_NONE && now - p->drawn >= REDRAW_S)
        draw(p, done, events, now);
}

void vf_progress_end(struct vf_progress *p, uint64_t done, uint64_t events, double now) {
    if (p->mode != VF_PROGRESS_NONE)
        draw(p, done, events, now);
    if (p->mode == VF_PROGRESS_BAR) {
        (void)fputs("\r\033[K", p->to);
        (void)fflush(p->to);
    }
}
