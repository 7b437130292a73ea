/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The export of an event log: however little memory it sorts in, it writes the same; quoted names pass through; and being
 * stopped leaves nothing; too long a line is refused. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vf_event_log.h"
#include "vf_export.h"
#include "vf_text.h"

enum { LINES = 30000, PATIENTS = 700, LONG = 100000 };

static char folder[] = "vf-test-app-export-XXXXXX";
static char log_path[64], out_path[64];

static void write_log(const char *scenario, const char *quoted_case) {
    FILE *f = fopen(log_path, "w");
    ck_assert_ptr_nonnull(f);
    (void)fputs(vf_event_log_header, f);
    uint32_t random = 1;
    for (int k = 0; k < LINES; k++) {
        random = random * 1664525U + 1013904223U;
        unsigned patient = random >> 8, minute = (unsigned)k / 60 % 60, hour = (unsigned)k / 3600 % 24;
        char number[160];
        (void)snprintf(number, sizeof number, quoted_case, 1000000000000ULL + patient % PATIENTS);
        (void)fprintf(f, "%s,ward,2026-01-%02dT%02u:%02u:%02d.%03d,%s,ward,g,%s,%d\n", number, 1 + k / 86400,
                      hour, minute, k % 60, k % 1000, k % 3 == 0 ? "arrive" : "start", scenario,
                      k / (LINES / 3));
    }
    ck_assert_int_eq(fclose(f), 0);
}

static char *export(struct vf_export *x, enum vf_export_format format, size_t memory, size_t *size) {
    struct vf_error err = VF_ERROR_INIT;
    char *data = NULL;
    *x = (struct vf_export){
        .from = log_path, .to = out_path, .format = format, .replication = -1, .memory = memory};
    int code = vf_export(x, &err);
    if (code != VF_OK)
        vf_error_print(&err, stderr);
    ck_assert_int_eq(code, VF_OK);
    ck_assert_int_eq(vf_read_file(out_path, &data, size, 1U << 28, &err), VF_OK);
    ck_assert_int_eq(unlink(out_path), 0);
    return data;
}

START_TEST(memory) {
    static const size_t memories[] = {7777, 100000, 3000000};
    write_log("s", "s-0-%llu");
    for (int format = VF_EXPORT_CSV; format <= VF_EXPORT_XES; format++) {
        struct vf_export x;
        size_t n, m;
        char *whole = export(&x, (enum vf_export_format)format, 0, &n);
        ck_assert_uint_eq(x.events, LINES);
        ck_assert_uint_eq(x.cases, 3 * PATIENTS);
        ck_assert_uint_eq(x.unfinished, 3 * PATIENTS);
        for (size_t k = 0; k < sizeof memories / sizeof *memories; k++) {
            char *parts = export(&x, (enum vf_export_format)format, memories[k], &m);
            ck_assert_uint_eq(n, m);
            ck_assert_int_eq(memcmp(whole, parts, n), 0);
            free(parts);
        }
        free(whole);
    }
}
END_TEST

START_TEST(names) {
    struct vf_export x;
    size_t n;
    write_log("\"a, \"\"b\"\" <&>\nc\"", "\"a, \"\"b\"\" <&>\nc-0-%llu\"");
    char *csv = export(&x, VF_EXPORT_CSV, 0, &n);
    ck_assert_uint_eq(x.cases, 3 * PATIENTS);
    ck_assert_ptr_nonnull(strstr(csv, "\n\"a, \"\"b\"\" <&>\nc-0-1000000000000\",ward,2026-"));
    ck_assert_ptr_nonnull(strstr(csv, ",\"a, \"\"b\"\" <&>\nc\",0,true,"));
    char *xes = export(&x, VF_EXPORT_XES, 5000, &n);
    ck_assert_ptr_nonnull(
        strstr(xes, "\"concept:name\" value=\"a, &quot;b&quot; &lt;&amp;&gt; c-0-1000000000000\""));
    ck_assert_ptr_nonnull(strstr(xes, "\"scenario\" value=\"a, &quot;b&quot; &lt;&amp;&gt; c\""));
    free(csv);
    free(xes);
    x = (struct vf_export){.from = log_path, .to = out_path, .scenario = "a, \"b\" <&>\nc", .replication = 2};
    struct vf_error err = VF_ERROR_INIT;
    ck_assert_int_eq(vf_export(&x, &err), VF_OK);
    ck_assert_uint_eq(x.events, LINES / 3);
    ck_assert_int_eq(unlink(out_path), 0);
    x.scenario = "a, \"b\" <&>\n";
    ck_assert_int_eq(vf_export(&x, &err), VF_E_USAGE);
    vf_error_fini(&err);
}
END_TEST

/* A line is refused by its length, not by where the reader's buffer happened to end: the sorter's hold no longer one. */
START_TEST(long_lines) {
    char *name = vf_xcalloc(LONG + 1, 1);
    memset(name, 'x', LONG);
    FILE *f = fopen(log_path, "w");
    ck_assert_ptr_nonnull(f);
    (void)fputs(vf_event_log_header, f);
    for (int k = 0; k < 2; k++)
        (void)fprintf(f, "s-0-1,ward,2026-01-01T00:00:00.000,start,ward,g,%s,0\n", name);
    ck_assert_int_eq(fclose(f), 0);
    free(name);
    struct vf_error err = VF_ERROR_INIT;
    struct vf_export x = {.from = log_path, .to = out_path, .replication = -1, .memory = 3 * LONG / 2};
    ck_assert_int_eq(vf_export(&x, &err), VF_E_CONFIG);
    ck_assert_str_eq(err.items[0].message, "line 2: too long for a line of an event log");
    vf_error_fini(&err);
}
END_TEST

/* Says stop the `left`-th time it is asked. */
static bool countdown(void *left) { return --*(int *)left <= 0; }

START_TEST(stopping) {
    write_log("s", "s-0-%llu");
    int asked = 0;
    for (int left = 1; left < 100; left++) {
        struct vf_error err = VF_ERROR_INIT;
        int counter = left;
        struct vf_export x = {.from = log_path,
                              .to = out_path,
                              .replication = -1,
                              .memory = 100000,
                              .stopped = countdown,
                              .context = &counter};
        int code = vf_export(&x, &err);
        vf_error_fini(&err);
        if (code == VF_OK)
            break;
        asked++;
        ck_assert_int_eq(code, VF_E_STOPPED);
        ck_assert_int_ne(access(out_path, F_OK), 0);
        char partial[80];
        (void)snprintf(partial, sizeof partial, "%s.partial", out_path);
        ck_assert_int_ne(access(partial, F_OK), 0);
    }
    ck_assert_int_ge(asked, 10); /* while reading and while writing */
    ck_assert_int_eq(unlink(out_path), 0);
}
END_TEST

int main(void) {
    if (!mkdtemp(folder))
        return 1;
    (void)snprintf(log_path, sizeof log_path, "%s/log.csv", folder);
    (void)snprintf(out_path, sizeof out_path, "%s/out", folder);
    Suite *s = suite_create("export");
    TCase *tc = tcase_create("export");
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, memory);
    tcase_add_test(tc, names);
    tcase_add_test(tc, long_lines);
    tcase_add_test(tc, stopping);
    suite_add_tcase(s, tc);
    SRunner *sr = srunner_create(s);
    srunner_set_fork_status(sr, CK_NOFORK);
    srunner_run_all(sr, CK_NORMAL);
    int failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    (void)unlink(log_path);
    (void)rmdir(folder);
    return failed > 0;
}
