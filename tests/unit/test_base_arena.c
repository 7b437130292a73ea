/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The arena: alignment, no overlap, and no new memory after a reset. Arrays of cache lines beside it. */
#include <check.h>
#include <stdint.h>
#include <string.h>

#include "vf_arena.h"
#include "vf_error.h"

START_TEST(pieces_are_aligned_and_apart) {
    struct vf_arena arena;
    vf_arena_init(&arena, 512);
    unsigned char *pieces[200];
    for (size_t i = 0; i < 200; i++) {
        size_t align = (size_t)1 << (i % 8), size = 1 + i * 7 % 90;
        pieces[i] = vf_arena_alloc(&arena, size, align);
        ck_assert_uint_eq((uintptr_t)pieces[i] % align, 0);
        memset(pieces[i], (int)i, size);
    }
    for (size_t i = 0; i < 200; i++) {
        for (size_t k = 0; k < 1 + i * 7 % 90; k++)
            ck_assert_uint_eq(pieces[i][k], (unsigned char)i);
    }
    vf_arena_fini(&arena);
    ck_assert_ptr_null(arena.first);
}
END_TEST

START_TEST(reset_gives_the_same_memory_back) {
    struct vf_arena arena;
    vf_arena_init(&arena, 256);
    void *first[40];
    for (int round = 0; round < 5; round++) {
        for (size_t i = 0; i < 40; i++) {
            void *p = vf_arena_alloc(&arena, 64 + 16 * (i % 5), 64);
            ck_assert(round == 0 || p == first[i]);
            first[i] = p;
        }
        ck_assert_uint_ge(arena.used, 40 * 64);
        vf_arena_reset(&arena);
        ck_assert_uint_eq(arena.used, 0);
    }
    vf_arena_fini(&arena);
}
END_TEST

/* Other sizes in another order must find the old large chunk instead of taking a new one each time. */
START_TEST(large_pieces_are_found_again) {
    struct vf_arena arena;
    vf_arena_init(&arena, 128);
    (void)vf_arena_alloc(&arena, 100, 8);
    (void)vf_arena_alloc(&arena, 100, 8);
    void *large = vf_arena_alloc(&arena, 5000, 64);
    vf_arena_reset(&arena);
    ck_assert_ptr_eq(vf_arena_alloc(&arena, 4990, 64), large);
    void *small = vf_arena_alloc(&arena, 90, 1);
    ck_assert_ptr_nonnull(small);
    vf_arena_fini(&arena);
}
END_TEST

START_TEST(zeroed_strings_and_nothing) {
    struct vf_arena arena;
    vf_arena_init(&arena, 0);
    memset(vf_arena_alloc(&arena, 1000, 1), 0xff, 1000);
    vf_arena_reset(&arena);
    unsigned char *zero = vf_arena_calloc(&arena, 10, 100, 64);
    for (size_t i = 0; i < 1000; i++)
        ck_assert_uint_eq(zero[i], 0);
    ck_assert_str_eq(vf_arena_strdup(&arena, "överbeläggning"), "överbeläggning");
    ck_assert_ptr_nonnull(vf_arena_alloc(&arena, 0, 8));
    ck_assert_uint_eq((uintptr_t)vf_arena_alloc(&arena, 8, VF_ARENA_ALIGN_MAX) % VF_ARENA_ALIGN_MAX, 0);
    vf_arena_fini(&arena);
}
END_TEST

/* Grown many times, as the patients are: the first byte begins a cache line each time, and nothing is lost. */
START_TEST(lines_stay_aligned_as_they_grow) {
    unsigned char *lines = NULL;
    size_t used = 0;
    for (size_t size = VF_LINE_BYTES; size <= (size_t)1 << 22; size *= 2) {
        lines = vf_lines_realloc(lines, used, size);
        ck_assert_uint_eq((uintptr_t)lines % VF_LINE_BYTES, 0);
        for (size_t i = used; i < size; i++)
            lines[i] = (unsigned char)(i * 31 >> 3);
        used = size;
    }
    size_t wrong = 0;
    for (size_t i = 0; i < used; i++)
        wrong += lines[i] != (unsigned char)(i * 31 >> 3);
    ck_assert_uint_eq(wrong, 0);
    vf_lines_free(lines);
    vf_lines_free(NULL);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("base arena");
    TCase *tc = tcase_create("all");
    tcase_add_test(tc, pieces_are_aligned_and_apart);
    tcase_add_test(tc, reset_gives_the_same_memory_back);
    tcase_add_test(tc, large_pieces_are_found_again);
    tcase_add_test(tc, zeroed_strings_and_nothing);
    tcase_add_test(tc, lines_stay_aligned_as_they_grow);
    suite_add_tcase(suite, tc);
    SRunner *sr = srunner_create(suite);
    srunner_set_fork_status(sr, CK_NOFORK);
    srunner_run_all(sr, CK_NORMAL);
    int failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
