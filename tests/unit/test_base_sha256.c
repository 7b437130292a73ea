/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256 against the examples of FIPS 180-4 and the long message of its test vectors. */
#include <check.h>
#include <string.h>

#include "vf_sha256.h"

static void expect(const char *text, const char *digest) {
    char hex[VF_SHA256_HEX];
    vf_sha256_hex(text, strlen(text), hex);
    ck_assert_str_eq(hex, digest);
}

START_TEST(examples) {
    expect("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
           "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    expect("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqr"
           "lmnopqrsmnopqrstnopqrstu",
           "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
}
END_TEST

START_TEST(million_in_odd_pieces) {
    char piece[997];
    memset(piece, 'a', sizeof piece);
    struct vf_sha256 sha;
    vf_sha256_init(&sha);
    size_t left = 1000000, part = 1;
    while (left > 0) {
        size_t n = part < left ? part : left;
        vf_sha256_update(&sha, piece, n);
        left -= n;
        part = part % sizeof piece + 1;
    }
    unsigned char digest[VF_SHA256_BYTES];
    char hex[VF_SHA256_HEX];
    vf_sha256_final(&sha, digest);
    vf_sha256_to_hex(digest, hex);
    ck_assert_str_eq(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}
END_TEST

/* Padding has its corners at 55, 56, 63 and 64 bytes. */
START_TEST(padding_corners) {
    char text[66] = "";
    static const struct {
        size_t size;
        const char *digest;
    } cases[] = {
        {55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"},
        {56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"},
        {63, "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34"},
        {64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        memset(text, 'a', cases[i].size);
        text[cases[i].size] = '\0';
        expect(text, cases[i].digest);
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("base sha256");
    TCase *tc = tcase_create("all");
    tcase_add_test(tc, examples);
    tcase_add_test(tc, million_in_odd_pieces);
    tcase_add_test(tc, padding_corners);
    suite_add_tcase(suite, tc);
    SRunner *sr = srunner_create(suite);
    srunner_set_fork_status(sr, CK_NOFORK);
    srunner_run_all(sr, CK_NORMAL);
    int failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
