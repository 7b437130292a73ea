/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The daily file of vardplatser per ward, by the map: see vf_extract.h. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vf_extract.h"
#include "vf_json.h"

enum column { DATE, WARD, DISPONIBLA, OVERBELAGDA, UTLOKALISERADE, COLUMNS };
static const char *const keys[COLUMNS] = {"date", "ward", "disponibla", "overbelagda", "utlokaliserade"};

struct reader {
    struct vf_rows rows;
    struct vf_extract *x;
    const struct vf_extract_map *map;
    int column[COLUMNS];
    const cJSON *wards;
    size_t capacity;
};

static int find_columns(struct reader *r) {
    const cJSON *columns = vf_json_pointer_get(r->map->file.resolved, "/days/columns");
    int code = VF_OK;
    for (int k = 0; k < COLUMNS; k++) {
        const cJSON *name = vf_json_get(columns, keys[k]);
        char pointer[64];
        r->column[k] = name ? vf_rows_column(&r->rows, name->valuestring) : -1;
        (void)snprintf(pointer, sizeof pointer, "/days/columns/%s", keys[k]);
        if (name && r->column[k] < 0) {
            struct vf_problem p = {.message = "the file has no column of that name",
                                   .found = "",
                                   .advice = (char *)r->rows.path};
            code = vf_config_problem(&r->map->file, pointer, r->rows.err, &p);
        }
    }
    return code;
}

/* A number of persons or places; an empty cell of a column that may be absent is NaN. */
static double number(struct reader *r, enum column k) {
    double x = NAN;
    if (r->column[k] < 0 || (r->rows.cell[r->column[k]].length == 0 && k != DISPONIBLA))
        return x;
    if (vf_rows_number(&r->rows.cell[r->column[k]], r->rows.decimal, &x) != 0 || x < 0 || x > 1e6)
        (void)vf_rows_refuse(&r->rows, r->column[k], "not a number of places or patients", "a number from 0",
                             r->rows.decimal == '.' ? "for a decimal comma: \"decimal\": \",\" in the map"
                                                    : NULL);
    return x;
}

static bool within(const struct vf_extract_map *map, int32_t day) {
    return map->from == VF_EXTRACT_NONE || (day >= map->from && day <= map->to);
}

/* A name that only days outside the period have is no ward. */
static void read_row(struct reader *r, struct vf_extract_day *day) {
    const struct vf_cell *ward = &r->rows.cell[r->column[WARD]];
    const cJSON *mapped = r->wards ? vf_json_get(r->wards, ward->text) : NULL;
    bool timed;
    int32_t minutes = 0;
    char made[64];
    if (vf_rows_stamp(&r->rows.cell[r->column[DATE]], &minutes, &timed) != 0)
        (void)vf_rows_refuse(&r->rows, r->column[DATE], "not a date", "2024-03-18", NULL);
    vf_extract_plain_name(ward->text, ward->length, made);
    const char *name = mapped ? mapped->valuestring : made;
    *day = (struct vf_extract_day){.day = minutes / 1440 - (minutes % 1440 < 0)};
    if (name[0] && within(r->map, day->day))
        day->ward = vf_extract_intern(&r->x->ward, name, strlen(name));
    if (!name[0] || day->ward == VF_EXTRACT_NOBODY)
        (void)vf_rows_refuse(&r->rows, r->column[WARD], "no ward", "a name, of at most 4096 different ones",
                             NULL);
    day->disponibla = number(r, DISPONIBLA);
    day->overbelagda = number(r, OVERBELAGDA);
    day->utlokaliserade = number(r, UTLOKALISERADE);
}

static void read_rows(struct reader *r) {
    struct vf_extract *x = r->x;
    struct vf_extract_day day;
    int got;
    while ((got = vf_rows_next(&r->rows)) != 0) {
        uint64_t before = r->rows.problems;
        x->day_rows++;
        if (got > 0)
            read_row(r, &day);
        if (got < 0 || r->rows.problems > before || !within(r->map, day.day)) {
            x->day_dropped++;
            continue;
        }
        if (x->n_days == r->capacity) {
            r->capacity = r->capacity ? 2 * r->capacity : 256;
            x->day = vf_xrealloc(x->day, r->capacity * sizeof *x->day);
        }
        x->day[x->n_days++] = day;
    }
}

int vf_extract_days(const struct vf_extract_map *map, const char *path, bool skip_bad, struct vf_extract *x,
                    struct vf_error *err) {
    const cJSON *days = vf_json_get(map->file.resolved, "days"), *s = vf_json_get(days, "separator"),
                *decimal = vf_json_get(days, "decimal");
    struct reader r = {.x = x, .map = map, .wards = vf_json_get(days, "wards")};
    if (!days)
        return vf_config_refuse(&map->file, "", err,
                                "the map says nothing of a daily file: \"days\" is missing");
    int code =
        vf_rows_open(&r.rows, path, s ? s->valuestring[0] == 't' ? '\t' : s->valuestring[0] : '\0', err);
    r.rows.decimal = decimal ? *decimal->valuestring : '.';
    if (code == VF_OK)
        code = find_columns(&r);
    if (code == VF_OK) {
        read_rows(&r);
        code = r.rows.failed || (r.rows.problems && !skip_bad) ? VF_E_CONFIG : VF_OK;
    }
    vf_rows_close(&r.rows);
    return code;
}
