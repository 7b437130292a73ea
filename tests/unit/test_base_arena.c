/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The arena: alignment, no overlap, pieces of all sizes. Arrays of cache lines beside it. */
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
    ck_assert_ptr_null(arena.newest);
}
END_TEST

/* A piece larger than a chunk gets one of its own; what came before it stays as it was. */
START_TEST(large_pieces_have_room) {
    struct vf_arena arena;
    vf_arena_init(&arena, 128);
    unsigned char *small = vf_arena_alloc(&arena, 100, 8), *large = vf_arena_alloc(&arena, 5000, 64);
    memset(small, 1, 100);
    memset(large, 2, 5000);
    memset(vf_arena_alloc(&arena, 90, 1), 3, 90);
    for (size_t i = 0; i < 5000; i++) {
        ck_assert_uint_eq(large[i], 2);
        ck_assert_uint_eq(small[i % 100], 1);
    }
    vf_arena_fini(&arena);
}
END_TEST

START_TEST(strings_and_nothing) {
    struct vf_arena arena;
    vf_arena_init(&arena, 0);
    ck_assert_str_eq(vf_arena_strdup(&arena, "överbeläggning"), "överbeläggning");
    ck_assert_ptr_nonnull(vf_arena_alloc(&arena, 0, 8));
    ck_assert_uint_eq((uintptr_t)vf_arena_alloc(&arena, 8, VF_ARENA_ALIGN_MAX) % VF_ARENA_ALIGN_MAX, 0);
    vf_arena_fini(&arena);
}
END_TEST

/* Grown many times, as the patients are: the first byte begins a cache line each time, and nothing is lost. */
static void grow_from(size_t first) {
    unsigned char *lines = NULL;
    size_t used = 0;
    for (size_t size = first; size <= (size_t)1 << 23; size *= 2) {
        lines = vf_lines_realloc(lines, used, size);
        if (used == 0)
            ck_assert_uint_eq((uintptr_t)lines % vf_memory_boundary(size), 0);
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
}

START_TEST(lines_stay_aligned_as_they_grow) {
    grow_from(VF_LINE_BYTES);
    grow_from((size_t)1 << 21); /* begins on a large page where there are any */
    vf_lines_free(NULL);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("base arena");
    TCase *tc = tcase_create("all");
    tcase_add_test(tc, pieces_are_aligned_and_apart);
    tcase_add_test(tc, large_pieces_have_room);
    tcase_add_test(tc, strings_and_nothing);
    tcase_add_test(tc, lines_stay_aligned_as_they_grow);
    suite_add_tcase(suite, tc);
    SRunner *sr = srunner_create(suite);
    srunner_set_fork_status(sr, CK_NOFORK);
    srunner_run_all(sr, CK_NORMAL);
    int failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
