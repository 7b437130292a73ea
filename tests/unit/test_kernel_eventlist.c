/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The event list against its oracle, the plain binary heap, which is itself tested against a sorted array.
 * VF_TEST_LONG=1 in the environment does ten times as many operations. */
#include <check.h>
#include <stdlib.h>

#include "vf_eventlist.h"
#include "vf_heap.h"
#include "vf_math.h"
#include "vf_random.h"

#define MONTH INT64_C(2628000000)
#define HOUR INT64_C(3600000)

static size_t operations(void) {
    const char *s = getenv("VF_TEST_LONG");
    return s != NULL && s[0] == '1' ? 10000000 : 1000000;
}

static int64_t exponential(struct vf_rand *r, double mean) {
    return (int64_t)(-mean * vf_log(vf_rand_u01(r)));
}

static int64_t below(struct vf_rand *r, int64_t n) { return (int64_t)(vf_rand_u64(r) % (uint64_t)n); }

/* Increments of every kind the model makes; `past` is for a caller that breaks the rule. */
enum shape {
    EXPONENTIAL,
    HEAVY,
    GRID,
    FINE_GRID,
    DETERMINISTIC,
    HALF_ZERO,
    BIMODAL,
    DAILY,
    DECREASING,
    MIXED, /* any of those above */
    PAST,
    SHAPES
};

static int64_t due(enum shape s, struct vf_rand *r, int64_t now, size_t i) {
    switch (s) {
    case EXPONENTIAL: return now + exponential(r, 1e6);
    case HEAVY: return now + (int64_t)(1e3 * vf_pow(vf_rand_u01(r), -1.5));
    case GRID: return (now / HOUR + 1 + (int64_t)(vf_rand_u64(r) % 24)) * HOUR;
    case FINE_GRID: return now + (int64_t)(vf_rand_u64(r) % 4);
    case DETERMINISTIC: return now + HOUR;
    case HALF_ZERO: return vf_rand_u64(r) % 2 == 0 ? now : now + exponential(r, 1e6);
    case BIMODAL: return now + (below(r, 8) != 0 ? exponential(r, 6e5) : MONTH + below(r, 11 * MONTH));
    case DAILY:
        return below(r, 8) != 0 ? (now / (24 * HOUR) + 1) * 24 * HOUR + 6 * HOUR : now + exponential(r, 1e7);
    case DECREASING: /* ever nearer events while nothing is taken */
        return now + (int64_t)(1000000000 / (1 + i % 100000)) + (int64_t)(vf_rand_u64(r) % 3);
    case PAST: return below(r, 16) == 0 ? below(r, now + 1) : now + exponential(r, 1e6);
    default: return due((enum shape)(vf_rand_u64(r) % MIXED), r, now, i);
    }
}

struct pair {
    struct vf_eventlist list;
    struct vf_heap heap;
    int64_t now;
};

static void push(struct pair *p, int64_t at, unsigned class_, uint32_t index) {
    uint32_t a = vf_eventlist_push(&p->list, at, class_, index);
    uint32_t b = vf_heap_push(&p->heap, at, class_, index);
    ck_assert_uint_eq(a, b);
}

static bool pop(struct pair *p) {
    struct vf_event a = {0, 0}, b = {0, 0};
    bool got = vf_eventlist_pop(&p->list, &a), expected = vf_heap_pop(&p->heap, &b);
    if (got != expected || (got && (a.hi != b.hi || a.lo != b.lo))) {
        ck_abort_msg("list (%d) %llx %llx, heap (%d) %llx %llx", got, (unsigned long long)a.hi,
                     (unsigned long long)a.lo, expected, (unsigned long long)b.hi, (unsigned long long)b.lo);
    }
    if (got) {
        p->now = vf_event_time(a);
    }
    return got;
}

static void check_size(const struct pair *p) {
    if (vf_eventlist_size(&p->list) != vf_heap_size(&p->heap)) {
        ck_abort_msg("size %zu, not %zu", vf_eventlist_size(&p->list), vf_heap_size(&p->heap));
    }
}

/* Grows, holds, shrinks and resets at random, so that every size from none to `largest` comes up. */
static void differ(enum shape s, size_t largest, size_t ops, struct pair *p) {
    struct vf_rand r = vf_rand_open(20260615, (uint64_t)s, (uint32_t)largest);
    size_t target = 0;
    vf_eventlist_reset(&p->list);
    vf_heap_reset(&p->heap);
    p->now = 0;
    for (size_t i = 0; i < ops; i++) {
        if (i % (2 * largest + 50) == 0) {
            target = vf_rand_u64(&r) % 4 == 0 ? 0 : (size_t)(vf_rand_u64(&r) % largest);
            if (vf_rand_u64(&r) % 8 == 0) {
                vf_eventlist_reset(&p->list);
                vf_heap_reset(&p->heap);
                p->now = 0;
            }
        }
        bool grow = vf_heap_size(&p->heap) < target;
        if (vf_rand_u64(&r) % 8 < (grow ? 6U : 2U)) {
            bool classes = s == GRID || s == MIXED || s == HALF_ZERO;
            unsigned class_ = classes ? (unsigned)below(&r, 16) : 3;
            push(p, due(s, &r, p->now, i), class_, (uint32_t)i);
        } else {
            pop(p);
        }
        if (i % 64 == 0) {
            check_size(p);
        }
    }
    while (pop(p)) {}
    check_size(p);
}

START_TEST(list_equals_heap) {
    static const size_t largest[] = {3, 40, 70, 300, 5000, 60000};
    enum { N = sizeof largest / sizeof largest[0] };
    struct pair p;
    vf_eventlist_init(&p.list);
    vf_heap_init(&p.heap);
    for (int s = 0; s < SHAPES; s++) {
        for (size_t k = 0; k < N; k++) {
            static const char record[64]; /* one for all: size 0 */
            vf_eventlist_watch(&p.list, k % 2 ? record : NULL, 0);
            differ((enum shape)s, largest[k], operations() / (N * (size_t)SHAPES), &p);
        }
    }
    vf_eventlist_fini(&p.list);
    vf_heap_fini(&p.heap);
}
END_TEST

/* Very many at one instant, and more of them and of lower classes while they are being taken. */
static void pile(size_t reserved) {
    struct pair p;
    vf_eventlist_init(&p.list);
    if (reserved > 0) {
        vf_eventlist_reserve(&p.list, reserved);
    }
    vf_heap_init(&p.heap);
    p.now = 0;
    struct vf_rand r = vf_rand_open(7, 7, 0);
    for (uint32_t i = 0; i < 20000; i++) {
        push(&p, 6 * HOUR, 4, i);
        if (i % 10 == 0) {
            push(&p, 1 + (int64_t)(vf_rand_u64(&r) % (uint64_t)(12 * HOUR)), 2, i);
        }
    }
    for (uint32_t i = 0; i < 200000 && pop(&p); i++) {
        if (p.now == 6 * HOUR && i < 60000) { /* bursts of placements at once, arrivals at the same instant */
            unsigned burst = i % 1000 == 0 ? 150 : 1;
            for (unsigned k = 0; k < burst; k++) {
                push(&p, p.now, (unsigned)(vf_rand_u64(&r) % 5), i);
            }
        }
    }
    while (pop(&p)) {}
    vf_eventlist_fini(&p.list);
    vf_heap_fini(&p.heap);
}

START_TEST(pile_up) {
    pile(0);
    pile(100);   /* too little */
    pile(60000); /* in large pages where there are any */
}
END_TEST

/* The ends of the range of times, and the whole range in one list. */
START_TEST(extremes) {
    struct pair p;
    vf_eventlist_init(&p.list);
    vf_heap_init(&p.heap);
    p.now = 0;
    const int64_t end = (INT64_C(1) << 48) - 1;
    struct vf_rand r = vf_rand_open(8, 8, 0);
    for (uint32_t i = 0; i < 30000; i++) {
        push(&p, end - (int64_t)(i % 7), i % 16, i);
        push(&p, (int64_t)(vf_rand_u64(&r) >> 16), 0, i);
        push(&p, (int64_t)(vf_rand_u64(&r) >> (16 + vf_rand_u64(&r) % 48)), 15, i);
        push(&p, (int64_t)(i % 3), 15, i);
    }
    while (pop(&p)) {}
    vf_eventlist_fini(&p.list);
    vf_heap_fini(&p.heap);
}
END_TEST

/* Few events over all the centuries, some of them at one instant: they fit no key of the bottom's sort. */
START_TEST(centuries) {
    struct pair p;
    vf_eventlist_init(&p.list);
    vf_heap_init(&p.heap);
    struct vf_rand r = vf_rand_open(10, 10, 0);
    for (int round = 0; round < 50; round++) {
        for (uint32_t i = 0; i < 66; i++) {
            push(&p, below(&r, 40) << 42, (unsigned)below(&r, 2), i);
        }
        while (pop(&p)) {}
        vf_eventlist_reset(&p.list);
        vf_heap_reset(&p.heap);
    }
    vf_eventlist_fini(&p.list);
    vf_heap_fini(&p.heap);
}
END_TEST

/* Beyond 2^32 events the upper bits of the sequence move into hi; the order must not notice. */
START_TEST(long_sequence) {
    struct pair p;
    vf_eventlist_init(&p.list);
    vf_heap_init(&p.heap);
    p.now = 0;
    p.list.seq = p.heap.seq = (UINT64_C(1) << 32) * 5 - 3000;
    struct vf_rand r = vf_rand_open(9, 9, 0);
    for (uint32_t i = 0; i < 6000; i++) {
        push(&p, (int64_t)(vf_rand_u64(&r) % 3), 3, i);
    }
    while (pop(&p)) {}
    vf_eventlist_fini(&p.list);
    vf_heap_fini(&p.heap);
}
END_TEST

static int by_order(const void *a, const void *b) {
    const struct vf_event *x = a, *y = b;
    return vf_event_before(*x, *y) ? -1 : 1;
}

/* The oracle itself. */
START_TEST(heap_sorts) {
    enum { N = 5000 };
    struct vf_event v[N];
    struct vf_heap h;
    vf_heap_init(&h);
    struct vf_rand r = vf_rand_open(1, 2, 3);
    for (uint32_t i = 0; i < N; i++) {
        v[i] = vf_event_make((int64_t)(vf_rand_u64(&r) % 500), (unsigned)(vf_rand_u64(&r) % 3), i, i);
        vf_heap_push(&h, vf_event_time(v[i]), vf_event_class(v[i]), i);
    }
    qsort(v, N, sizeof v[0], by_order);
    for (uint32_t i = 0; i < N; i++) {
        struct vf_event e;
        ck_assert(vf_heap_pop(&h, &e));
        ck_assert_uint_eq(e.hi, v[i].hi);
        ck_assert_uint_eq(e.lo, v[i].lo);
    }
    struct vf_event e;
    ck_assert(!vf_heap_pop(&h, &e));
    vf_heap_fini(&h);
}
END_TEST

START_TEST(fields_and_order) {
    struct vf_event e = vf_event_make((INT64_C(1) << 48) - 1, 11, (UINT64_C(0xABC) << 32) + 77, 0xFFFFFFFE);
    ck_assert_int_eq(vf_event_time(e), (INT64_C(1) << 48) - 1);
    ck_assert_uint_eq(vf_event_class(e), 11);
    ck_assert_uint_eq(vf_event_seq(e), 77);
    ck_assert_uint_eq(vf_event_index(e), 0xFFFFFFFE);
    ck_assert(vf_event_before(vf_event_make(1, 15, 9, 0), vf_event_make(2, 0, 1, 0)));
    ck_assert(vf_event_before(vf_event_make(2, 1, 9, 0), vf_event_make(2, 2, 1, 0)));
    ck_assert(vf_event_before(vf_event_make(2, 1, 8, 5), vf_event_make(2, 1, 9, 4)));
    ck_assert(!vf_event_before(e, e));

    struct vf_eventlist l;
    vf_eventlist_init(&l);
    ck_assert(!vf_eventlist_pop(&l, &e));
    ck_assert_uint_eq(vf_eventlist_push(&l, 5, 0, 1), 0);
    ck_assert_uint_eq(vf_eventlist_push(&l, 5, 0, 2), 1);
    ck_assert_uint_eq(vf_eventlist_size(&l), 2);
    vf_eventlist_reset(&l);
    ck_assert_uint_eq(vf_eventlist_size(&l), 0);
    ck_assert(!vf_eventlist_pop(&l, &e));
    ck_assert_uint_eq(vf_eventlist_push(&l, 5, 0, 1), 0);
    vf_eventlist_fini(&l);
}
END_TEST

/* At most 20 bytes per pending event, counted in chunks taken from the pool; none more after a reset. */
START_TEST(memory) {
    enum { N = 300000 };
    struct vf_eventlist l;
    vf_eventlist_init(&l);
    struct vf_rand r = vf_rand_open(4, 4, 0);
    const struct vf_slab *first = NULL;
    for (int round = 0; round < 3; round++) {
        for (uint32_t i = 0; i < N; i++) {
            vf_eventlist_push(&l, exponential(&r, 1e8), 3, i);
        }
        for (uint32_t i = 0; i < 2 * N; i++) {
            struct vf_event e;
            ck_assert(vf_eventlist_pop(&l, &e));
            vf_eventlist_push(&l, vf_event_time(e) + exponential(&r, 1e8), 3, i);
        }
        size_t slack = 2 * VF_RUNG_BUCKETS * VF_CHUNK_BYTES; /* part-filled chunks of two rungs */
        ck_assert_uint_lt(vf_eventlist_bytes(&l), (size_t)N * 18 + slack);
        ck_assert(first == NULL || first == l.pool.slabs);
        first = l.pool.slabs;
        vf_eventlist_reset(&l);
    }
    vf_eventlist_fini(&l);
}
END_TEST

int main(void) {
    Suite *s = suite_create("eventlist");
    TCase *c = tcase_create("all");
    tcase_set_timeout(c, 300);
    tcase_add_test(c, fields_and_order);
    tcase_add_test(c, heap_sorts);
    tcase_add_test(c, list_equals_heap);
    tcase_add_test(c, pile_up);
    tcase_add_test(c, extremes);
    tcase_add_test(c, centuries);
    tcase_add_test(c, long_sequence);
    tcase_add_test(c, memory);
    suite_add_tcase(s, c);
    SRunner *sr = srunner_create(s);
    srunner_set_fork_status(sr, CK_NOFORK);
    srunner_run_all(sr, CK_NORMAL);
    int failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? 0 : 1;
}
