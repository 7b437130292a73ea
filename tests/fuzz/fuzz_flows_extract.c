/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as an own extract: the part before a line "----" is the map (without one: the usual map), the rest the
 * file, read as vardtillfallen and as a daily file. It is refused with placed problems or read; with skip_bad what is
 * kept makes sense, and if it carries a fragment, the loader takes that. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vf_import.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char usual[] = "{\"stays\": {\"decimal\": \",\", \"columns\": {\"person\": \"p\", \"klinik\": "
                            "\"k\", \"in\": \"i\", \"out\": \"o\", "
                            "\"planned\": \"v\", \"age\": \"a\", \"sex\": \"s\", \"diagnosis\": \"d\", "
                            "\"discharge\": \"u\", \"ready\": \"r\", "
                            "\"kommun\": \"h\"}, \"klinik\": {\"7\": \"sju\"}}, \"days\": {\"decimal\": "
                            "\",\", \"columns\": {\"date\": \"i\", "
                            "\"ward\": \"k\", \"disponibla\": \"d\", \"overbelagda\": \"o\"}}}";

/* A file without a name, and the path by which it can be opened all the same. */
static FILE *put(char path[64], const void *data, size_t size) {
    FILE *file = tmpfile();
    if (!file || fwrite(data, 1, size, file) != size || fflush(file) != 0)
        abort();
    (void)snprintf(path, 64, "/dev/fd/%d", fileno(file));
    return file;
}

static void check(const struct vf_extract *x) {
    for (size_t i = 0; i < x->n_stays; i++) {
        const struct vf_extract_stay *s = &x->stay[i];
        if (s->klinik >= x->klinik.n || s->group >= x->group.n || s->in == VF_EXTRACT_NONE ||
            (s->out != VF_EXTRACT_NONE && s->out < s->in) ||
            (s->kommun != VF_EXTRACT_NOBODY && s->kommun >= x->kommun.n))
            abort();
    }
    for (size_t i = 0; i < x->n_days; i++)
        if (x->day[i].ward >= x->ward.n || !(x->day[i].disponibla >= 0))
            abort();
}

static void check_fragment(const struct vf_extract_map *map, struct vf_extract *x) {
    struct vf_import_options options = {.law = VF_IMPORT_BEST, .with_run = true};
    struct vf_import_report report;
    struct vf_error err = VF_ERROR_INIT;
    struct vf_config cfg;
    struct vf_text text;
    vf_text_init(&text, 1 << 24);
    int code = vf_import(map, x, &options, &text, &report, &err);
    if (code != VF_OK && err.n == 0)
        abort();
    if (code == VF_OK && !text.full) {
        code = vf_config_load_text("fragment", text.data, text.size, NULL, &cfg, &err);
        if (code != VF_OK)
            vf_error_print(&err, stderr);
        if (code != VF_OK)
            abort();
        vf_config_fini(&cfg);
    }
    vf_text_fini(&text);
    vf_import_report_fini(&report);
    vf_error_fini(&err);
}

static void read_both(const struct vf_extract_map *map, const char *path, bool skip) {
    struct vf_extract x = {.rows = 0};
    struct vf_error err = VF_ERROR_INIT;
    int code = vf_extract_stays(map, path, skip, &x, &err);
    if ((code != VF_OK && err.n == 0) || (code == VF_OK && !skip && err.n > 0))
        abort();
    (void)vf_extract_days(map, path, skip, &x, &err);
    check(&x);
    if (skip && x.n_stays > 0)
        check_fragment(map, &x);
    vf_extract_fini(&x);
    vf_error_fini(&err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char map_path[64], path[64];
    struct vf_extract_map map;
    struct vf_error err = VF_ERROR_INIT;
    size_t split = 0;
    for (size_t i = 0; i + 6 <= size && !split; i++)
        if (memcmp(data + i, "\n----\n", 6) == 0)
            split = i + 6;
    FILE *map_file = put(map_path, split ? (const void *)data : usual, split ? split - 5 : sizeof usual - 1);
    FILE *file = put(path, data + split, size - split);
    if (vf_extract_map_read(map_path, &map, &err) == VF_OK) {
        read_both(&map, path, false);
        read_both(&map, path, true);
    } else if (err.n == 0) {
        abort();
    }
    vf_extract_map_fini(&map);
    vf_error_fini(&err);
    (void)fclose(map_file);
    (void)fclose(file);
    return 0;
}
