/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does a series grow? See vf_warmup.h for the test and its paper. */
#include "vf_warmup.h"

#include <math.h>

#include "vf_tally.h"

enum { BATCHES_MAX = 40, POINTS_MIN = 8 };

/* Least squares of z on 0 .. k-1: slope and its plain standard error; leaves the residuals in z. */
static void fit_line(double *z, size_t k, double *slope, double *se) {
    double mid = (double)(k - 1) / 2.0, mean = 0.0, sxx = 0.0, sxy = 0.0, rss = 0.0;
    for (size_t i = 0; i < k; i++) {
        mean += z[i];
    }
    mean /= (double)k;
    for (size_t i = 0; i < k; i++) {
        double x = (double)i - mid;
        sxx += x * x;
        sxy += x * (z[i] - mean);
    }
    *slope = sxy / sxx;
    for (size_t i = 0; i < k; i++) {
        z[i] -= mean + *slope * ((double)i - mid);
        rss += z[i] * z[i];
    }
    *se = sqrt(rss / (double)(k - 2) / sxx);
}

/* Lag-1 autocorrelation of residuals, corrected upwards: a fitted trend biases it by about -(2 + 4r)/k. */
static double autocorrelation(const double *residual, size_t k) {
    double top = 0.0, bottom = 0.0;
    for (size_t i = 0; i < k; i++) {
        bottom += residual[i] * residual[i];
        top += i > 0 ? residual[i] * residual[i - 1] : 0.0;
    }
    double n = (double)k, r = bottom > 0.0 ? top / bottom : 0.0;
    r = (n * r + 2.0) / (n - 4.0);
    return r < 0.0 ? 0.0 : (r > 0.95 ? 0.95 : r);
}

void vf_slope_test(const double *series, size_t n, struct vf_slope *out) {
    double z[BATCHES_MAX];
    *out = (struct vf_slope){(double)NAN, (double)NAN, (double)NAN};
    if (n < POINTS_MIN) {
        return;
    }
    size_t width = (n + BATCHES_MAX - 1) / BATCHES_MAX, k = n / width;
    size_t skip = n - k * width; /* the first few observations, so that the end of the window counts */
    for (size_t i = 0; i < k; i++) {
        z[i] = 0.0;
        for (size_t j = 0; j < width; j++) {
            z[i] += series[skip + i * width + j] / (double)width;
        }
    }
    double slope, se;
    fit_line(z, k, &slope, &se);
    double r = autocorrelation(z, k);
    se *= sqrt((1.0 + r) / (1.0 - r));
    out->slope = slope / (double)width;
    out->se = se / (double)width;
    out->z = fabs(out->slope) > 0.0 ? out->slope / out->se : 0.0;
}

void vf_slope_replications(const double *slopes, size_t n, struct vf_slope *out) {
    struct vf_tally t = VF_TALLY_INIT;
    for (size_t i = 0; i < n; i++) {
        if (!isnan(slopes[i])) {
            vf_tally_add(&t, slopes[i]);
        }
    }
    *out = (struct vf_slope){t.n > 0 ? t.mean : (double)NAN, (double)NAN, (double)NAN};
    if (t.n >= 3) {
        out->se = vf_tally_sd(&t) / sqrt((double)t.n);
        out->z = fabs(t.mean) > 0.0 ? t.mean / out->se : 0.0;
    }
}
