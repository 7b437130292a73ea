/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libvardflode: run a config from your own program, and read its numbers.
 *
 *     struct vardflode *v = vardflode_new();
 *     if (vardflode_load(v, "configs/regioner/bas.json") != 0 || vardflode_run(v, 30, 0) != 0) {
 *         fputs(vardflode_problems(v), stderr);
 *     }
 *     struct vardflode_number n;
 *     if (vardflode_indicator(v, "nulage", "overbelaggningar_per_100", &n) == 0) {
 *         printf("%.2f +- %.2f\n", n.mean, n.ci95);
 *     }
 *     vardflode_free(v);
 *
 * The names of metrics are those of `vardflode run --json` (docs/METHODS.md). One object is used by one thread at a
 * time; vardflode_run uses as many threads as it is told. Results depend on the config, the settings, the seed and
 * the number of replications, and on nothing else. Link: -lvardflode -lgsl -lgslcblas -lcjson -lsqlite3 -levent
 * -levent_pthreads -lpthread -lm. */
#ifndef VARDFLODE_H
#define VARDFLODE_H

#include <stddef.h>
#include <stdint.h>

struct vardflode;

/* What is known of a number over the replications. NaN where n does not allow it. */
struct vardflode_number {
    uint64_t n; /* replications with a value */
    double mean, sd;
    double ci95, ci_low, ci_high; /* 95 % confidence interval of the mean: half-width and ends */
    double pi_low, pi_high;       /* where one new year falls with 95 % probability */
};

/* Return codes: 0 done; negative = trouble, told by vardflode_problems. */
enum {
    VARDFLODE_OK = 0,
    VARDFLODE_USAGE = -1,
    VARDFLODE_CONFIG = -2,
    VARDFLODE_IO = -3,
    VARDFLODE_STATE = -4
};

/* Never NULL (the program ends when there is no memory). */
struct vardflode *vardflode_new(void);
void vardflode_free(struct vardflode *v); /* NULL is fine */

/* Settings laid over the next config loaded: "/units/medA/max_extra=6". Kept until vardflode_free. */
void vardflode_set(struct vardflode *v, const char *pointer_and_value);
/* Another seed than the config's, for the next load. */
void vardflode_seed(struct vardflode *v, uint64_t seed);
/* Reads and compiles a config with all its scenarios. Results of an earlier run are gone. */
int vardflode_load(struct vardflode *v, const char *config_file);
/* Runs every scenario. replications 0 = the config's; threads 0 = all processors. */
int vardflode_run(struct vardflode *v, uint32_t replications, unsigned threads);
/* Text of the trouble of the last call, one problem per line with file, line and column; "" when there was none. */
const char *vardflode_problems(const struct vardflode *v);

/* The scenarios, in their order; a config without scenarios has one, named "config". NULL beyond the last. */
const char *vardflode_scenario(const struct vardflode *v, size_t k);
/* A number of the whole region, of a unit, or of a unit and group. VARDFLODE_USAGE when there is none of that name. */
int vardflode_indicator(const struct vardflode *v, const char *scenario, const char *metric,
                        struct vardflode_number *out);
int vardflode_unit(const struct vardflode *v, const char *scenario, const char *unit, const char *metric,
                   struct vardflode_number *out);
int vardflode_unit_group(const struct vardflode *v, const char *scenario, const char *unit, const char *group,
                         const char *metric, struct vardflode_number *out);
int vardflode_group(const struct vardflode *v, const char *scenario, const char *group, const char *metric,
                    struct vardflode_number *out);

#endif
