/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The event list against a plain binary heap in the hold model: a list of constant size, pop the first event
 * and push one later by a random increment. Prints ns of CPU time per pop + push by increment shape and size,
 * the median of interleaved repeats, and the ratio list / heap.
 *
 * usage: bench_eventlist [--sizes 10,100,...] [--shapes name,...] [--repeats n] [--ms n] [--json] [--gate]
 *        --ms: CPU time aimed at per measurement; --gate: exit 1 when a ratio exceeds 2.5 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "vf_error.h"
#include "vf_eventlist.h"
#include "vf_heap.h"
#include "vf_math.h"
#include "vf_random.h"

enum { TABLE = 1 << 16, REPEATS_MAX = 99, SIZES_MAX = 16 };
#define HOUR 3600000.0
#define GATE 2.5

/* Shapes: the next increment in ms. */
static double shape_exponential(struct vf_rand *r) { return -HOUR * vf_log(vf_rand_u01(r)); }
static double shape_hyper(struct vf_rand *r) {
    return (vf_rand_u01(r) < 0.9 ? -0.1 * HOUR : -9.1 * HOUR) * vf_log(vf_rand_u01(r));
}
static double shape_pareto(struct vf_rand *r) { return 0.1 * HOUR * vf_pow(vf_rand_u01(r), -1.0 / 1.2); }
static double shape_uniform(struct vf_rand *r) { return HOUR * vf_rand_u01(r); }
static double shape_grid(struct vf_rand *r) { return HOUR * (double)(1 + vf_rand_u64(r) % 24); }
static double shape_fine_grid(struct vf_rand *r) { return (double)(vf_rand_u64(r) % 16); }
static double shape_daily(struct vf_rand *r) { /* nine of ten to a full day, as at 06:00 */
    double x = 24.0 * HOUR * (double)(1 + vf_rand_u64(r) % 3);
    return vf_rand_u01(r) < 0.9 ? x : x * vf_rand_u01(r);
}
static double shape_deterministic(struct vf_rand *r) {
    (void)r;
    return HOUR;
}
static double shape_half_zero(struct vf_rand *r) {
    return vf_rand_u01(r) < 0.5 ? 0.0 : -HOUR * vf_log(vf_rand_u01(r));
}
static double shape_bimodal(struct vf_rand *r) { /* minutes now, or months ahead */
    return vf_rand_u01(r) < 0.9 ? -HOUR / 6.0 * vf_log(vf_rand_u01(r))
                                : 730.0 * HOUR * (1.0 + 11.0 * vf_rand_u01(r));
}

static const struct shape {
    const char *name;
    double (*draw)(struct vf_rand *r);
} shapes[] = {
    {"exponential", shape_exponential},
    {"hyper", shape_hyper},
    {"pareto", shape_pareto},
    {"uniform", shape_uniform},
    {"grid", shape_grid},
    {"fine-grid", shape_fine_grid},
    {"daily", shape_daily},
    {"deterministic", shape_deterministic},
    {"half-zero", shape_half_zero},
    {"bimodal", shape_bimodal},
};
enum { SHAPES = sizeof shapes / sizeof shapes[0] };

static int64_t increments[TABLE];

static double cpu_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static uint64_t hold_list(struct vf_eventlist *l, size_t ops) {
    uint64_t sum = 0;
    for (size_t i = 0; i < ops; i++) {
        struct vf_event e;
        if (!vf_eventlist_pop(l, &e)) {
            abort();
        }
        sum = sum * 31 + e.lo;
        vf_eventlist_push(l, vf_event_time(e) + increments[i & (TABLE - 1)], 3, vf_event_index(e));
    }
    return sum;
}

static uint64_t hold_heap(struct vf_heap *h, size_t ops) {
    uint64_t sum = 0;
    for (size_t i = 0; i < ops; i++) {
        struct vf_event e;
        if (!vf_heap_pop(h, &e)) {
            abort();
        }
        sum = sum * 31 + e.lo;
        vf_heap_push(h, vf_event_time(e) + increments[i & (TABLE - 1)], 3, vf_event_index(e));
    }
    return sum;
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

struct options {
    size_t sizes[SIZES_MAX], nsizes;
    const char *shapes;
    size_t repeats;
    double ms;
    bool json, gate;
};

static void fill(struct vf_eventlist *l, struct vf_heap *h, size_t n) {
    for (size_t i = 0; i < n; i++) {
        int64_t at = increments[(i * 7919) & (TABLE - 1)];
        vf_eventlist_push(l, at, 3, (uint32_t)i);
        vf_heap_push(h, at, 3, (uint32_t)i);
    }
}

/* One shape and size: medians of ns per hold. */
static void measure(const struct options *o, size_t n, double *list_ns, double *heap_ns) {
    struct vf_eventlist l;
    struct vf_heap h;
    vf_eventlist_init(&l);
    vf_heap_init(&h);
    fill(&l, &h, n);
    size_t warm = 3 * n < 200000 ? 200000 : 3 * n;
    uint64_t a = hold_list(&l, warm);
    double from = cpu_ns();
    uint64_t b = hold_heap(&h, warm);
    double per = (cpu_ns() - from) / (double)warm;
    size_t ops = (size_t)(o->ms * 1e6 / per);
    double tl[REPEATS_MAX], th[REPEATS_MAX];
    for (size_t k = 0; k < o->repeats; k++) {
        double t0 = cpu_ns();
        a ^= hold_list(&l, ops);
        double t1 = cpu_ns();
        b ^= hold_heap(&h, ops);
        double t2 = cpu_ns();
        tl[k] = (t1 - t0) / (double)ops;
        th[k] = (t2 - t1) / (double)ops;
    }
    if (a != b) {
        fprintf(stderr, "bench_eventlist: the list and the heap gave different events\n");
        exit(1);
    }
    qsort(tl, o->repeats, sizeof tl[0], by_value);
    qsort(th, o->repeats, sizeof th[0], by_value);
    *list_ns = tl[o->repeats / 2];
    *heap_ns = th[o->repeats / 2];
    vf_eventlist_fini(&l);
    vf_heap_fini(&h);
}

static bool selected(const char *list, const char *name) {
    size_t len = strlen(name);
    for (const char *p = list; p != NULL && (p = strstr(p, name)) != NULL; p += len) {
        if ((p == list || p[-1] == ',') && (p[len] == 0 || p[len] == ',')) {
            return true;
        }
    }
    return list == NULL;
}

static int parse(struct options *o, int argc, char **argv) {
    *o = (struct options){{10, 100, 1000, 10000, 100000, 1000000}, 6, NULL, 5, 20.0, false, false};
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : NULL;
        if (strcmp(argv[i], "--json") == 0) {
            o->json = true;
        } else if (strcmp(argv[i], "--gate") == 0) {
            o->gate = true;
        } else if (strcmp(argv[i], "--sizes") == 0 && value != NULL) {
            o->nsizes = 0;
            for (char *p = argv[++i]; *p != 0 && o->nsizes < SIZES_MAX; p += *p == ',') {
                o->sizes[o->nsizes++] = strtoull(p, &p, 10);
            }
        } else if (strcmp(argv[i], "--shapes") == 0 && value != NULL) {
            o->shapes = argv[++i];
        } else if (strcmp(argv[i], "--repeats") == 0 && value != NULL) {
            o->repeats = strtoull(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "--ms") == 0 && value != NULL) {
            o->ms = strtod(argv[++i], NULL);
        } else {
            fprintf(stderr, "usage: bench_eventlist [--sizes n,...] [--shapes name,...] [--repeats n] "
                            "[--ms n] [--json] [--gate]\n");
            return 2;
        }
    }
    return o->repeats >= 1 && o->repeats <= REPEATS_MAX ? 0 : 2;
}

int main(int argc, char **argv) {
    struct options o;
    if (parse(&o, argc, argv) != 0) {
        return 2;
    }
    double worst = 0.0;
    const char *separator = "";
    printf(o.json ? "[" : "%-14s %9s %9s %9s %6s\n", "shape", "pending", "list ns", "heap ns", "ratio");
    for (size_t s = 0; s < SHAPES; s++) {
        if (!selected(o.shapes, shapes[s].name)) {
            continue;
        }
        struct vf_rand r = vf_rand_open(1, s, 0);
        for (size_t i = 0; i < TABLE; i++) {
            increments[i] = (int64_t)shapes[s].draw(&r);
        }
        for (size_t k = 0; k < o.nsizes; k++) {
            double list_ns, heap_ns;
            measure(&o, o.sizes[k], &list_ns, &heap_ns);
            double ratio = list_ns / heap_ns;
            worst = ratio > worst ? ratio : worst;
            if (o.json) {
                printf("%s\n{\"shape\":\"%s\",\"pending\":%zu,", separator, shapes[s].name, o.sizes[k]);
                printf("\"list_ns\":%.2f,\"heap_ns\":%.2f,\"ratio\":%.3f}", list_ns, heap_ns, ratio);
                separator = ",";
            } else {
                printf("%-14s %9zu %9.1f %9.1f %6.2f\n", shapes[s].name, o.sizes[k], list_ns, heap_ns, ratio);
            }
            fflush(stdout);
        }
    }
    printf(o.json ? "\n]\n" : "worst ratio %.2f\n", worst);
    return o.gate && worst > GATE ? 1 : 0;
}
