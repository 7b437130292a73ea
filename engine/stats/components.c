/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Components of variance in a crossed layout: see vf_components.h. Called for each output of a finished study. */
#include "vf_components.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_confidence.h"
#include "vf_error.h"

static const double Z975 = 1.959963984540054;

/* Means and mean squares of the points that are whole. */
struct layout {
    size_t n, m;
    double *y; /* n x m */
    double *point, *replication;
    double mean, ms_point, ms_replication, ms_rest;
};

static void layout_init(struct layout *l, const double *y, size_t n, size_t m) {
    *l = (struct layout){.m = m};
    l->y = vf_xcalloc(n * m + 1, sizeof *l->y);
    l->point = vf_xcalloc(n + 1, sizeof *l->point);
    l->replication = vf_xcalloc(m + 1, sizeof *l->replication);
    for (size_t j = 0; j < n; j++) {
        size_t r = 0;
        while (r < m && !isnan(y[j * m + r])) {
            r++;
        }
        if (r == m) {
            memcpy(&l->y[l->n++ * m], &y[j * m], m * sizeof *y);
        }
    }
    for (size_t k = 0; k < l->n * m; k++) {
        l->point[k / m] += l->y[k] / (double)m;
        l->replication[k % m] += l->y[k] / (double)l->n;
        l->mean += l->y[k] / (double)(l->n * m);
    }
}

static void layout_fini(struct layout *l) {
    free(l->y);
    free(l->point);
    free(l->replication);
}

static double square(double x) { return x * x; }

static void mean_squares(struct layout *l) {
    double points = 0, replications = 0, rest = 0, n = (double)l->n, m = (double)l->m;
    for (size_t j = 0; j < l->n; j++) {
        points += square(l->point[j] - l->mean);
    }
    for (size_t r = 0; r < l->m; r++) {
        replications += square(l->replication[r] - l->mean);
    }
    for (size_t k = 0; k < l->n * l->m; k++) {
        rest += square(l->y[k] - l->point[k / l->m] - l->replication[k % l->m] + l->mean);
    }
    l->ms_point = m * points / (n - 1);
    l->ms_replication = n * replications / (m - 1);
    l->ms_rest = rest / ((n - 1) * (m - 1));
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Bonett's interval of the variance of x[n] (sorted in place), n > 4. */
static void variance_interval(double *x, size_t n, struct vf_interval *out) {
    double mean = 0, second = 0, fourth = 0, middle = 0, count = (double)n;
    size_t cut = (size_t)(count / (2 * sqrt(count - 4)));
    qsort(x, n, sizeof *x, ascending);
    for (size_t k = 0; k < n; k++) {
        mean += x[k] / count;
        middle += k >= cut && k < n - cut ? x[k] / (double)(n - 2 * cut) : 0;
    }
    for (size_t k = 0; k < n; k++) {
        second += square(x[k] - mean);
        fourth += square(square(x[k] - middle));
    }
    double kurtosis = second > 0 ? count * fourth / square(second) : 0, c = count / (count - Z975),
           se = c * sqrt(fmax(kurtosis - (count - 3) / count, 0) / (count - 1));
    out->value = second / (count - 1);
    out->low = c * out->value * exp(-Z975 * se);
    out->high = c * out->value * exp(Z975 * se);
}

static void between_parameters(const struct layout *l, struct vf_interval *sd) {
    double *x = vf_xcalloc(l->n, sizeof *x), chance = l->ms_rest / (double)l->m;
    struct vf_interval v;
    memcpy(x, l->point, l->n * sizeof *x);
    variance_interval(x, l->n, &v);
    sd->value = sqrt(fmax(v.value - chance, 0));
    sd->low = sqrt(fmax(v.low - chance, 0));
    sd->high = sqrt(fmax(v.high - chance, 0));
    free(x);
}

/* Of a sum of mean squares over their degrees of freedom: Satterthwaite's. */
static double degrees(double total, double first, double df_first, double second, double df_second) {
    double sum = square(first) / df_first + square(second) / df_second;
    return sum > 0 ? fmax(square(total) / sum, 1) : 1;
}

/* How far a mean square's expectation may lie below and above it, squared and in shares of it (Graybill & Wang). */
static void reach(double part, double df, double *below, double *above) {
    *below += square(part * (1 - df / gsl_cdf_chisq_Pinv(0.975, df)));
    *above += square(part * (df / gsl_cdf_chisq_Pinv(0.025, df) - 1));
}

static void between_years(const struct layout *l, double years, struct vf_interval *sd) {
    double n = (double)l->n, m = (double)l->m, common = l->ms_replication / n, own = l->ms_rest * (1 - 1 / n),
           below = 0, above = 0;
    reach(common, m - 1, &below, &above);
    reach(own, (n - 1) * (m - 1), &below, &above);
    sd->value = sqrt((common + own) * years);
    sd->low = sqrt((common + own - sqrt(below)) * years);
    sd->high = sqrt((common + own + sqrt(above)) * years);
}

/* Variance of the grand mean: (MS_points + MS_replications - MS_rest) / (n m). */
static void grand_mean(const struct layout *l, struct vf_interval *mean) {
    double n = (double)l->n, m = (double)l->m, rest = fmin(l->ms_rest, l->ms_point),
           points = (l->ms_point - rest) / (n * m), replications = l->ms_replication / (n * m),
           variance = points + replications;
    double df = degrees(variance, l->ms_point / (n * m), n - 1, replications, m - 1),
           half = gsl_cdf_tdist_Pinv(0.975, df) * sqrt(variance);
    *mean = (struct vf_interval){l->mean, l->mean - half, l->mean + half};
}

static void quantiles(double *x, size_t n, double mean, struct vf_interval *out) {
    qsort(x, n, sizeof *x, ascending);
    *out = (struct vf_interval){mean, vf_sorted_quantile(x, n, 0.025), vf_sorted_quantile(x, n, 0.975)};
}

/* Points drawn in so that their variance is the corrected one; rests stretched to that of one year. */
static void spread(const struct layout *l, double years, struct vf_components *out) {
    size_t n = l->n, m = l->m;
    double *point = vf_xcalloc(n, sizeof *point), *rest = vf_xcalloc(n * m, sizeof *rest),
           *sum = vf_xcalloc(n * m, sizeof *sum);
    double stretch = sqrt(years * (double)m / (double)(m - 1)), spread = sqrt(l->ms_point / (double)m),
           draw = spread > 0 ? out->sd_parameter.value / spread : 0;
    for (size_t k = 0; k < n * m; k++) {
        double f = l->mean + draw * (l->point[k / m] - l->mean), e = stretch * (l->y[k] - l->point[k / m]);
        point[k / m] = f;
        rest[k] = l->mean + e;
        sum[k] = f + e;
    }
    quantiles(point, n, l->mean, &out->parameter);
    quantiles(rest, n * m, l->mean, &out->year);
    quantiles(sum, n * m, l->mean, &out->both);
    free(sum);
    free(rest);
    free(point);
}

void vf_components(const double *y, size_t n, size_t replications, double years, struct vf_components *out) {
    enum { LEAST_POINTS = 5, LEAST_REPLICATIONS = 2 };
    const struct vf_interval none = {(double)NAN, (double)NAN, (double)NAN};
    struct layout l;
    layout_init(&l, y, n, replications);
    *out = (struct vf_components){l.n, replications, none, none, none, none, none, none, (double)NAN};
    if (l.n >= LEAST_POINTS && replications >= LEAST_REPLICATIONS) {
        mean_squares(&l);
        grand_mean(&l, &out->mean);
        between_parameters(&l, &out->sd_parameter);
        between_years(&l, years, &out->sd_year);
        spread(&l, years, out);
        double all = square(out->sd_parameter.value) + square(out->sd_year.value);
        out->share = all > 0 ? square(out->sd_parameter.value) / all : (double)NAN;
    }
    layout_fini(&l);
}
