/* SPDX-License-Identifier: GPL-3.0-or-later */
/* MSER-5, with and without a season, and the cut of one unit: see vf_warmup.h for definitions and papers. */
#include "vf_warmup.h"

#include <gsl/gsl_multifit.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_error.h"

enum {
    BATCH = 5,
    TAIL_BATCHES = 5,
    TERMS = 5, /* level and two harmonics; and, where drift is looked for, a trend */
    TREND_TERMS = TERMS + 1,
    SEASON_BATCHES_MIN = 2 * TERMS + 2
};

static double batch_mean(const double *series, size_t batch) {
    double z = 0.0;
    for (size_t j = 0; j < BATCH; j++) {
        z += series[batch * BATCH + j];
    }
    return z / BATCH;
}

/* The best cut so far. Cuts are tried from the late to the early; of equal ones the earliest keeps most
 * data. */
struct choice {
    size_t cut;
    double value;
};
#define NO_CHOICE \
    { 0, (double)INFINITY }

static void consider(struct choice *best, size_t cut, double value) {
    if (value <= best->value && !isinf(value)) {
        *best = (struct choice){cut, value};
    }
}

void vf_mser5(const double *series, size_t n, struct vf_mser *out) {
    size_t k = n / BATCH;
    *out = (struct vf_mser){0, (double)NAN, true, 0, (double)NAN};
    if (k < 2 * TAIL_BATCHES) {
        return;
    }
    /* Backwards with Welford's update, so that every cut costs O(1). */
    double mean = 0.0, m2 = 0.0;
    struct choice best = NO_CHOICE, half = NO_CHOICE;
    for (size_t left = 1; left <= k; left++) {
        size_t d = k - left;
        double z = batch_mean(series, d);
        double delta = z - mean;
        mean += delta / (double)left;
        m2 += delta * (z - mean);
        double value = m2 / ((double)left * (double)left);
        if (left > TAIL_BATCHES) {
            consider(&best, d, value);
            consider(&half, d, 2 * d * BATCH > n ? (double)INFINITY : value);
        }
    }
    struct vf_slope slope;
    vf_slope_test(series + n / 2, n - n / 2, &slope);
    bool too_short = 2 * best.cut * BATCH > n;
    *out = (struct vf_mser){best.cut * BATCH, best.value, too_short, half.cut * BATCH, slope.z};
}

/* The space of one least-squares fit of at most `rows` batches. */
struct fit {
    gsl_matrix *x, *cov;
    gsl_vector *y, *c;
    gsl_multifit_linear_workspace *work;
};

static struct fit fit_new(size_t rows) {
    struct fit f = {gsl_matrix_alloc(rows, TREND_TERMS), gsl_matrix_alloc(TREND_TERMS, TREND_TERMS),
                    gsl_vector_alloc(rows), gsl_vector_alloc(TREND_TERMS),
                    gsl_multifit_linear_alloc(rows, TREND_TERMS)};
    VF_ASSERT(f.x && f.cov && f.y && f.c && f.work, "no memory for the season's fit");
    return f;
}

static void fit_free(struct fit *f) {
    gsl_multifit_linear_free(f->work);
    gsl_vector_free(f->c);
    gsl_vector_free(f->y);
    gsl_matrix_free(f->cov);
    gsl_matrix_free(f->x);
}

static double season_term(size_t column, double t, double period) {
    size_t harmonic = (column + 1) / 2; /* sine and cosine of the first, of the second, ... */
    double angle = 2.0 * 3.14159265358979323846 * (double)harmonic * t / period;
    return column == 0 ? 1.0 : (column % 2 == 1 ? cos(angle) : sin(angle));
}

/* Squared residuals of batches d .. k-1 around the first `terms` columns, whose coefficients stay in f->c. */
static double residual_squares(struct fit *f, size_t d, size_t terms) {
    size_t rows = f->y->size - d;
    gsl_matrix_const_view x = gsl_matrix_const_submatrix(f->x, d, 0, rows, terms);
    gsl_vector_const_view y = gsl_vector_const_subvector(f->y, d, rows);
    gsl_vector_view c = gsl_vector_subvector(f->c, 0, terms);
    gsl_matrix_view cov = gsl_matrix_submatrix(f->cov, 0, 0, terms, terms);
    double rss;
    int failed = gsl_multifit_linear(&x.matrix, &y.vector, &c.vector, &cov.matrix, &rss, f->work);
    return failed ? (double)INFINITY : rss;
}

/* Trend of batches d .. k-1 with the season, fitted beside the trend, taken out. Destroys f->y. */
static double season_drift(struct fit *f, size_t d) {
    if (isinf(residual_squares(f, d, TREND_TERMS))) {
        return (double)NAN;
    }
    size_t k = f->y->size;
    for (size_t i = d; i < k; i++) {
        for (size_t j = 1; j < TERMS; j++) {
            double *y = gsl_vector_ptr(f->y, i);
            *y -= gsl_vector_get(f->c, j) * gsl_matrix_get(f->x, i, j);
        }
    }
    struct vf_slope slope;
    vf_slope_test(gsl_vector_const_ptr(f->y, d), k - d, &slope);
    return slope.z;
}

static struct fit fit_of_series(const double *series, size_t k, double period) {
    struct fit f = fit_new(k);
    for (size_t i = 0; i < k; i++) {
        gsl_vector_set(f.y, i, batch_mean(series, i));
        for (size_t j = 0; j < TERMS; j++) {
            gsl_matrix_set(f.x, i, j, season_term(j, (double)(i * BATCH), period));
        }
        gsl_matrix_set(f.x, i, TERMS, (double)i / (double)k);
    }
    return f;
}

void vf_mser5_season(const double *series, size_t n, double period, struct vf_mser *out) {
    size_t k = n / BATCH, least = SEASON_BATCHES_MIN;
    if (period > 0.0 && (double)least * BATCH < period) {
        least = (size_t)ceil(period / BATCH - 0.05); /* 104 weeks hold two years of 52.18 */
    }
    if (!(period > 0.0) || k < least + 1) {
        vf_mser5(series, n, out);
        return;
    }
    struct fit f = fit_of_series(series, k, period);
    struct choice best = NO_CHOICE, half = NO_CHOICE;
    for (size_t d = k - least + 1; d-- > 0;) {
        double m = (double)(k - d);
        double value = residual_squares(&f, d, TERMS) / ((m - (double)(TERMS - 1)) * m);
        consider(&best, d, value);
        consider(&half, d, 2 * d * BATCH > n ? (double)INFINITY : value);
    }
    bool too_short = 2 * best.cut * BATCH > n || best.cut == k - least;
    size_t second_half = k / 2 < k - least ? k / 2 : k - least;
    *out = (struct vf_mser){best.cut * BATCH, best.value, too_short, half.cut * BATCH, (double)NAN};
    out->drift = season_drift(&f, second_half);
    fit_free(&f);
}

void vf_warmup_cut(const double *weekly, size_t replications, size_t weeks, double period,
                   struct vf_mser *out) {
    double *mean = vf_xcalloc(weeks > 0 ? weeks : 1, sizeof mean[0]);
    for (size_t r = 0; r < replications; r++) {
        for (size_t w = 0; w < weeks; w++) {
            mean[w] += weekly[r * weeks + w] / (double)replications;
        }
    }
    vf_mser5_season(mean, weeks, period, out);
    free(mean);
}
