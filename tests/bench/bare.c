/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The speed limit: a hand-written interpreter of the benchmark models, with nothing in it that a
 * simulator could do without. Not linked to any layer; compare.py runs it beside the engine.
 *
 * A model is data: an op list that each patient walks, units with places, distributions. Patients are
 * 64-byte records of one pool with a free list; queues are linked by index; a freed place goes to the
 * next in line at once. Times come from xoshiro256++ (Blackman & Vigna 2021) and -log(1 - u). Kept are
 * the waits and the integrals over time of what is busy, queueing and present, and no more.
 *
 * Pending events lie in the ladder queue of bare_ladder.h, alone in an array while few.
 *
 * Use: bare MODEL COUNT SEED [PATIENTS]. MODEL is mm1, mm50 or tandem (COUNT arrivals, from empty) or
 * mminf (COUNT events, from PATIENTS in equilibrium). Prints one JSON object. Linux or POSIX.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "bare_ladder.h"

enum op_kind { OP_ARRIVE, OP_SEIZE, OP_HOLD, OP_RELEASE, OP_BRANCH, OP_LEAVE };
enum dist_kind { DIST_EXPONENTIAL, DIST_FIXED };

struct op {
    enum op_kind kind;
    uint32_t arg;  /* distribution or unit */
    uint32_t to;   /* where an arrival starts, or where a branch goes */
    double chance; /* of the branch */
};

struct dist {
    enum dist_kind kind;
    double mean;
};

struct unit {
    uint32_t free, busy, queueing, first, last;
    uint64_t seized;
    double area_busy, area_queue, wait;
};

struct patient {
    _Alignas(64) double arrived;
    double queued;
    uint32_t op, next;
};

struct sim {
    double now;
    uint64_t random[4];
    struct op op[32];
    struct dist dist[2];
    struct unit unit[4];
    int units;
    uint32_t inside, free, fresh, patients, ready;
    uint64_t arrived, left, events, arrivals_max, events_max;
    double area, stay;
    struct patient *pool;
    struct ladder pending;
};

/* ---- random numbers ---- */

static uint64_t rotate(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

static inline double uniform(uint64_t s[4]) {
    const uint64_t result = rotate(s[0] + s[3], 23) + s[0], t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return (double)(int64_t)(result >> 11) * 0x1p-53;
}

static void seed_random(uint64_t s[4], uint64_t seed) {
    for (int i = 0; i < 4; i++) { /* splitmix64 */
        uint64_t z = (seed += UINT64_C(0x9e3779b97f4a7c15));
        z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
        z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
        s[i] = z ^ (z >> 31);
    }
}

static inline double draw(struct sim *s, const struct dist *d) {
    return d->kind == DIST_EXPONENTIAL ? -log(1.0 - uniform(s->random)) * d->mean : d->mean;
}

/* ---- patients, units, ops ---- */

static inline uint32_t patient_new(struct sim *s) {
    uint32_t who = s->free;
    if (who != NOBODY)
        s->free = s->pool[who].next;
    else if ((who = s->fresh++) == s->patients)
        die("more patients than room");
    return who;
}

static inline uint32_t enter(struct sim *s, uint32_t op) {
    const uint32_t who = patient_new(s);
    struct patient *p = &s->pool[who];
    p->op = op;
    p->arrived = s->now;
    s->area -= s->now; /* an integral over time: minus each entry, plus each exit */
    s->inside++;
    return who;
}

/* True if a place was free; otherwise the patient stands last in the queue. */
static inline int seize(struct sim *s, struct unit *u, uint32_t who) {
    if (u->free) {
        u->area_busy -= s->now;
        u->free--;
        u->busy++;
        u->seized++;
        return 1;
    }
    u->area_queue -= s->now;
    s->pool[who].queued = s->now;
    s->pool[who].next = NOBODY;
    if (u->queueing++)
        s->pool[u->last].next = who;
    else
        u->first = who;
    u->last = who;
    return 0;
}

static inline void release(struct sim *s, struct unit *u) {
    if (u->queueing == 0) {
        u->area_busy += s->now;
        u->free++;
        u->busy--;
        return;
    }
    const uint32_t who = u->first;
    struct patient *p = &s->pool[who];
    u->area_queue += s->now;
    u->queueing--;
    u->first = p->next;
    u->wait += s->now - p->queued;
    u->seized++;
    p->op++;
    p->next = s->ready;
    s->ready = who;
}

static inline void leave(struct sim *s, uint32_t who) {
    struct patient *p = &s->pool[who];
    s->area += s->now;
    s->inside--;
    s->left++;
    s->stay += s->now - p->arrived;
    p->next = s->free;
    s->free = who;
}

static inline void walk(struct sim *s, uint32_t who) {
    for (uint32_t at = s->pool[who].op;;) {
        const struct op *op = &s->op[at];
        switch (op->kind) {
        case OP_ARRIVE:
            s->arrived++;
            ladder_push(&s->pending, (struct event){s->now + draw(s, &s->dist[op->arg]), who, 0});
            at = op->to;
            who = enter(s, at);
            break;
        case OP_SEIZE:
            if (!seize(s, &s->unit[op->arg], who)) {
                s->pool[who].op = at;
                return;
            }
            at++;
            break;
        case OP_HOLD:
            s->pool[who].op = at + 1;
            ladder_push(&s->pending, (struct event){s->now + draw(s, &s->dist[op->arg]), who, 0});
            return;
        case OP_RELEASE:
            release(s, &s->unit[op->arg]);
            at++;
            break;
        case OP_BRANCH: at = uniform(s->random) < op->chance ? op->to : at + 1; break;
        case OP_LEAVE: leave(s, who); return;
        }
    }
}

/* Those who were just given a place walk on before the clock does. */
static inline int next_to_walk(struct sim *s, uint32_t *who) {
    *who = s->ready;
    if (s->ready != NOBODY) {
        s->ready = s->pool[*who].next;
        return 1;
    }
    struct event e;
    if (s->events >= s->events_max || s->arrived >= s->arrivals_max ||
        !ladder_pop(&s->pending, &e, (const char *)s->pool))
        return 0;
    s->now = e.time;
    s->events++;
    *who = e.who;
    return 1;
}

static void run(struct sim *s) {
    uint32_t who;
    while (next_to_walk(s, &who))
        walk(s, who);
    s->area += s->inside * s->now;
    for (int i = 0; i < s->units; i++) {
        s->unit[i].area_busy += s->unit[i].busy * s->now;
        s->unit[i].area_queue += s->unit[i].queueing * s->now;
    }
}

/* ---- the models; the clock runs in minutes ---- */

#define MEAN_SERVICE 10.0

static void build(struct sim *s, int stations, uint32_t servers, double per_service, double back) {
    struct op *op = s->op;
    s->dist[0] = (struct dist){DIST_EXPONENTIAL, MEAN_SERVICE / per_service};
    s->dist[1] = (struct dist){DIST_EXPONENTIAL, MEAN_SERVICE};
    *op++ = (struct op){OP_ARRIVE, 0, 1, 0};
    for (uint32_t i = 0; i < (uint32_t)stations; i++) {
        s->unit[i].free = servers;
        *op++ = (struct op){OP_SEIZE, i, 0, 0};
        *op++ = (struct op){OP_HOLD, 1, 0, 0};
        *op++ = (struct op){OP_RELEASE, i, 0, 0};
    }
    if (stations == 0)
        *op++ = (struct op){OP_HOLD, 1, 0, 0};
    if (back > 0)
        *op++ = (struct op){OP_BRANCH, 0, 1, back};
    *op = (struct op){OP_LEAVE, 0, 0, 0};
    s->units = stations;
}

static void start(struct sim *s, uint32_t room, uint32_t filled) {
    s->patients = room;
    s->pool = reserve(room, sizeof *s->pool);
    s->free = s->ready = NOBODY;
    ladder_init(&s->pending, room);
    const uint32_t source = patient_new(s);
    s->pool[source].op = 0;
    ladder_push(&s->pending, (struct event){draw(s, &s->dist[0]), source, 0});
    for (uint32_t i = 0; i < filled; i++) {
        const uint32_t who = enter(s, 2);
        ladder_push(&s->pending, (struct event){draw(s, &s->dist[1]), who, 0});
    }
}

static double cpu_seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void print(const struct sim *s, const char *model, uint32_t filled, double cpu, double setup) {
    double wait = 0, area_queue = 0;
    uint64_t seized = 0;
    for (int i = 0; i < s->units; i++) {
        wait += s->unit[i].wait;
        seized += s->unit[i].seized;
        area_queue += s->unit[i].area_queue;
    }
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    const double bytes = 1024.0 * (double)usage.ru_maxrss, records = (double)s->fresh;
    printf("{\"program\": \"bare\", \"model\": \"%s\", \"patients\": %" PRIu32 ", \"customers\": %" PRIu64
           ", \"events\": %" PRIu64 ", \"cpu_s\": %.6f, \"setup_s\": %.6f, \"ns_per_event\": %.3f",
           model, filled, s->arrived, s->events, cpu, setup, 1e9 * cpu / (double)s->events);
    printf(", \"mean_wait\": %.6f, \"mean_n\": %.6f, \"mean_queue\": %.6f, \"mean_stay\": %.6f",
           seized ? wait / (double)seized : 0.0, s->area / s->now, area_queue / s->now,
           s->left ? s->stay / (double)s->left : 0.0);
    printf(", \"peak_bytes\": %.0f, \"peak_bytes_per_patient\": %.1f}\n", bytes, bytes / records);
}

int main(int argc, char **argv) {
    if (argc < 4 || argc > 5)
        die("use: bare mm1|mm50|tandem|mminf COUNT SEED [PATIENTS]");
    const char *model = argv[1];
    const uint64_t count = (uint64_t)strtod(argv[2], NULL), seed = strtoull(argv[3], NULL, 10);
    const double patients = argc == 5 ? strtod(argv[4], NULL) : 0;
    if (count == 0 || patients < 0 || patients > 2e9)
        die("COUNT from 1, PATIENTS up to 2e9");
    struct sim *s = calloc(1, sizeof *s);
    if (!s)
        die("out of memory");
    seed_random(s->random, seed);
    const double before = cpu_seconds();
    s->arrivals_max = s->events_max = UINT64_MAX;
    if (strcmp(model, "mm1") == 0)
        build(s, 1, 1, 0.9, 0);
    else if (strcmp(model, "mm50") == 0)
        build(s, 1, 50, 45, 0);
    else if (strcmp(model, "tandem") == 0)
        build(s, 4, 50, 40.5, 0.1);
    else if (strcmp(model, "mminf") == 0 && patients >= 1)
        build(s, 0, 0, patients, 0);
    else
        die("unknown model, or mminf without PATIENTS");
    *(s->units ? &s->arrivals_max : &s->events_max) = count;
    start(s, (uint32_t)(patients + 20 * sqrt(patients)) + (1 << 20), (uint32_t)patients);
    const double started = cpu_seconds();
    run(s);
    print(s, model, (uint32_t)patients, cpu_seconds() - started, started - before);
    return 0;
}
