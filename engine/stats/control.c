/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One control variate by regression: see vf_control.h. Called for each output after a run, never in one. */
#include "vf_control.h"

#include <math.h>
#include <stdbool.h>

#include "vf_confidence.h"

enum { LEAST = 4 };

struct sums {
    double n, y, c, yy, cc, yc; /* means, then sums of products about them */
};

static bool both(const double *y, const double *c, size_t k) { return !isnan(y[k]) && !isnan(c[k]); }

static struct sums sum(const double *y, const double *c, size_t n) {
    struct sums s = {0, 0, 0, 0, 0, 0};
    for (size_t k = 0; k < n; k++) {
        if (both(y, c, k)) {
            s.n += 1;
            s.y += y[k];
            s.c += c[k];
        }
    }
    s.y /= s.n;
    s.c /= s.n;
    for (size_t k = 0; k < n; k++) {
        if (both(y, c, k)) {
            s.yy += (y[k] - s.y) * (y[k] - s.y);
            s.cc += (c[k] - s.c) * (c[k] - s.c);
            s.yc += (y[k] - s.y) * (c[k] - s.c);
        }
    }
    return s;
}

void vf_control(const double *y, const double *control, size_t n, double expected,
                struct vf_controlled *out) {
    const double none = (double)NAN;
    struct sums s = sum(y, control, n);
    *out = (struct vf_controlled){(uint64_t)s.n, s.y, none, none, none, none, s.c, none};
    if (s.n < LEAST || !(s.cc > 0)) {
        return;
    }
    double off = s.c - expected, rest = s.yy - s.yc * s.yc / s.cc;
    double variance = (rest > 0 ? rest : 0) / (s.n - 2) * (1 / s.n + off * off / s.cc);
    out->slope = s.yc / s.cc;
    out->mean = s.y - out->slope * off;
    out->ci95 = vf_student_975((uint64_t)s.n - 2) * sqrt(variance);
    out->correlation = s.yy > 0 ? s.yc / sqrt(s.yy * s.cc) : none;
    out->gain = s.yy / (s.n - 1) / s.n / variance;
    out->control_z = off / sqrt(s.cc / (s.n - 1) / s.n);
}
