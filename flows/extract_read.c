/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vardtillfallen out of a CSV file by its map: see vf_extract.h. A row is looked at cell by cell, so that all that is
 * wrong with it is told; what is kept of it is struct vf_extract_stay. */
#include <stdlib.h>
#include <string.h>

#include "vf_extract.h"
#include "vf_json.h"
#include "vf_random.h"

enum column { PERSON, KLINIK, IN, OUT, PLANNED, AGE, SEX, DIAGNOSIS, DISCHARGE, READY, KOMMUN, COLUMNS };
static const char *const keys[COLUMNS] = {"person", "klinik",    "in",        "out",   "planned", "age",
                                          "sex",    "diagnosis", "discharge", "ready", "kommun"};
enum { DIAGNOSES = 64, AGES = 4, MAN = 0, KVINNA = 1, CODES = 4096 };

/* A way to read a coded cell: text -> number. */
struct code {
    const char *text;
    int value;
};
static const struct code planned_codes[] = {{"1", 1},     {"ja", 1},  {"planerad", 1}, {"planned", 1},
                                            {"0", 0},     {"nej", 0}, {"akut", 0},     {"oplanerad", 0},
                                            {"acute", 0}, {NULL, 0}};
static const struct code sex_codes[] = {{"1", MAN},         {"m", MAN},    {"man", MAN},
                                        {"M", MAN},         {"2", KVINNA}, {"k", KVINNA},
                                        {"kvinna", KVINNA}, {"K", KVINNA}, {NULL, 0}};
static const struct code way_codes[] = {{"hem", VF_WAY_HOME},          {"home", VF_WAY_HOME},
                                        {"kommun", VF_WAY_KOMMUN},     {"annan klinik", VF_WAY_TRANSFER},
                                        {"transfer", VF_WAY_TRANSFER}, {"avliden", VF_WAY_DEATH},
                                        {"death", VF_WAY_DEATH},       {NULL, 0}};

/* What a group asks for; an empty one takes all. */
struct rule {
    uint16_t group;
    double age_from, age_to; /* NaN-free; from > to: any */
    int sex;                 /* -1: any */
    const cJSON *diagnosis;  /* NULL: any */
};

struct reader {
    struct vf_rows rows;
    struct vf_extract *x;
    const struct vf_extract_map *map;
    int column[COLUMNS]; /* -1: not in the map */
    const cJSON *planned, *sex, *way, *klinik, *kommun;
    struct rule *rule;
    size_t n_rules, capacity;
    uint16_t others; /* group of those whom no rule takes */
    /* spellings of kliniker and kommuner in the file -> their names */
    struct vf_extract_names spelt[2];
    uint16_t *meant[2];
};

/* ---- The map ---- */

static int find_columns(struct reader *r, const char *path) {
    const cJSON *columns = vf_json_pointer_get(r->map->file.resolved, "/stays/columns");
    struct vf_text there;
    int code = VF_OK;
    vf_text_init(&there, 4096);
    for (int i = 0; i < r->rows.n_header; i++)
        vf_text_appendf(&there, "%s%s", i ? ", " : "", r->rows.cell[i].text);
    for (int k = 0; k < COLUMNS; k++) {
        const cJSON *name = vf_json_get(columns, keys[k]);
        char pointer[64];
        r->column[k] = name ? vf_rows_column(&r->rows, name->valuestring) : -1;
        if (!name || r->column[k] >= 0)
            continue;
        (void)snprintf(pointer, sizeof pointer, "/stays/columns/%s", keys[k]);
        struct vf_problem p = {.message = "the file has no column of that name",
                               .expected = there.data,
                               .found = "",
                               .advice = (char *)path};
        code = vf_config_problem(&r->map->file, pointer, r->rows.err, &p);
    }
    vf_text_fini(&there);
    return code;
}

static void add_rule(struct reader *r, const char *name, const cJSON *group, double from, double to) {
    static const char *const sexes[] = {"man", "kvinna", NULL};
    struct rule *rule = &r->rule[r->n_rules++];
    const cJSON *age = vf_json_get(group, "age"), *sex = vf_json_get(group, "sex");
    *rule = (struct rule){.group = vf_extract_intern(&r->x->group, name, strlen(name)),
                          .age_from = age ? age->child->valuedouble : from,
                          .age_to = age ? age->child->next->valuedouble : to,
                          .sex = sex ? vf_word_index(sexes, sex->valuestring) : -1,
                          .diagnosis = vf_json_get(group, "diagnosis")};
}

/* Groups when the map has none. */
static const struct age {
    const char *name;
    double from, to;
} ages[AGES] = {{"barn", 0, 17}, {"vuxna", 18, 64}, {"aldre", 65, 79}, {"aldst", 80, 200}};

static void make_rules(struct reader *r) {
    const cJSON *groups = vf_json_get(r->map->file.resolved, "groups");
    r->rule = vf_xcalloc(vf_map_size(groups) + AGES, sizeof *r->rule);
    for (const cJSON *g = vf_map_first(groups); g; g = vf_map_next(g))
        add_rule(r, g->string, g, 1, 0);
    for (int i = 0; !groups && r->column[AGE] >= 0 && i < AGES; i++)
        add_rule(r, ages[i].name, NULL, ages[i].from, ages[i].to);
    const char *rest = r->n_rules > 0 ? "ovriga" : "alla";
    r->others = vf_extract_intern(&r->x->group, rest, strlen(rest));
}

/* ---- Cells ---- */

static const struct vf_cell *cell_of(const struct reader *r, enum column k) {
    return &r->rows.cell[r->column[k]];
}

static bool given(const struct reader *r, enum column k) {
    return r->column[k] >= 0 && cell_of(r, k)->length > 0;
}

static int refuse(struct reader *r, enum column k, const char *message, const char *expected) {
    return vf_rows_refuse(&r->rows, r->column[k], message, expected, NULL);
}

/* The number that a code stands for, by the map or else by the usual ones; `none` for an empty cell. */
static int coded(struct reader *r, enum column k, const cJSON *map, const struct code *usual, int none) {
    if (!given(r, k))
        return none;
    const char *text = cell_of(r, k)->text;
    const cJSON *value = map ? vf_json_get(map, text) : NULL;
    for (const struct code *c = usual; !map && c->text; c++)
        if (strcmp(c->text, text) == 0)
            return c->value;
    if (!value)
        return refuse(r, k, "unknown code",
                      map ? "a code of the map's \"values\"" : "a usual code, or \"values\" in the map");
    static const char *const words[][6] = {{"acute", "planned", NULL},
                                           {"man", "kvinna", NULL},
                                           {"unknown", "home", "kommun", "transfer", "death", NULL}};
    return vf_word_index(words[k == PLANNED ? 0 : k == SEX ? 1 : 2], value->valuestring);
}

/* Names that mean something else where units are named. */
static bool reserved(const char *name) {
    static const char *const taken[] = {"exit", "death", "ater", "kommun", NULL};
    return vf_word_index(taken, name) >= 0;
}

/* The name that the file's spelling stands for: of the map, or made of the spelling. */
static int named(struct reader *r, enum column k, const cJSON *map, struct vf_extract_names *names) {
    int which = k == KOMMUN;
    const struct vf_cell *cell = cell_of(r, k);
    size_t before = r->spelt[which].n;
    uint16_t at = vf_extract_intern(&r->spelt[which], cell->text, cell->length);
    if (at == VF_EXTRACT_NOBODY)
        return refuse(r, k, "too many different names", "at most 4096: is it the right column?");
    if (at == before) {
        const cJSON *mapped = map ? vf_json_get(map, cell->text) : NULL;
        char made[64];
        vf_extract_plain_name(cell->text, cell->length, made);
        const char *name = mapped ? mapped->valuestring : made;
        size_t known = names->n;
        bool usable = name[0] && !(k == KLINIK && reserved(name));
        r->meant[which][at] = usable ? vf_extract_intern(names, name, strlen(name)) : VF_EXTRACT_NOBODY;
        if (usable && !mapped && r->meant[which][at] < known)
            return refuse(r, k, "two spellings give the same name",
                          "the names of both in the map, equal if they are the same");
    }
    if (r->meant[which][at] == VF_EXTRACT_NOBODY)
        return refuse(r, k, "no name can be made of it", "another name in the map");
    return r->meant[which][at];
}

static int32_t stamp(struct reader *r, enum column k, bool *timed) {
    int32_t minutes;
    bool clock = true;
    if (vf_rows_stamp(cell_of(r, k), &minutes, &clock) != 0) {
        (void)refuse(r, k, "not a date", "2024-03-18, or 2024-03-18 14:05");
        return VF_EXTRACT_NONE;
    }
    *timed = *timed && clock;
    return minutes;
}

/* ---- Rows ---- */

static bool begins(const cJSON *list, const char *diagnosis) {
    if (!list)
        return true;
    for (const cJSON *d = list->child; d; d = d->next)
        if (strncmp(diagnosis, d->valuestring, strlen(d->valuestring)) == 0)
            return true;
    return false;
}

static uint16_t group_of(struct reader *r) {
    double age = -1;
    int sex = coded(r, SEX, r->sex, sex_codes, -1);
    if (given(r, AGE) &&
        (vf_rows_number(cell_of(r, AGE), r->rows.decimal, &age) != 0 || age < 0 || age > 150)) {
        (void)refuse(r, AGE, "not an age", "years from 0 to 150");
        return r->others;
    }
    const char *diagnosis = given(r, DIAGNOSIS) ? cell_of(r, DIAGNOSIS)->text : "";
    for (size_t i = 0; i < r->n_rules; i++) {
        const struct rule *rule = &r->rule[i];
        bool any = rule->age_from > rule->age_to;
        if ((any || (age >= rule->age_from && age < rule->age_to + 1)) &&
            (rule->sex < 0 || rule->sex == sex) && begins(rule->diagnosis, diagnosis))
            return rule->group;
    }
    return r->others;
}

static uint64_t fingerprint(const struct vf_cell *cell) {
    uint64_t h = vf_key(cell->length, 0);
    for (size_t i = 0; i < cell->length; i += 8) {
        uint64_t word = 0;
        memcpy(&word, cell->text + i, cell->length - i < 8 ? cell->length - i : 8);
        h = vf_key(h, word);
    }
    return h;
}

static void read_times(struct reader *r, struct vf_extract_stay *stay) {
    struct vf_extract *x = r->x;
    stay->in = stamp(r, IN, &x->timed_in);
    stay->out = given(r, OUT) ? stamp(r, OUT, &x->timed_out) : VF_EXTRACT_NONE;
    stay->ready = given(r, READY) ? stamp(r, READY, &x->timed_ready) : VF_EXTRACT_NONE;
    if (stay->in == VF_EXTRACT_NONE)
        return;
    if (stay->out != VF_EXTRACT_NONE && stay->out < stay->in)
        (void)refuse(r, OUT, "the discharge is before the admission", "a time at or after it");
    /* a date alone is midnight: compare days */
    if (stay->ready != VF_EXTRACT_NONE && stay->ready / 1440 < stay->in / 1440)
        (void)refuse(r, READY, "utskrivningsklar before the admission", "a time at or after it");
    if (stay->ready != VF_EXTRACT_NONE && stay->out != VF_EXTRACT_NONE &&
        stay->ready / 1440 > stay->out / 1440)
        (void)refuse(r, READY, "utskrivningsklar after the discharge", "a time at or before it");
}

static void read_row(struct reader *r, struct vf_extract_stay *stay) {
    *stay = (struct vf_extract_stay){.kommun = VF_EXTRACT_NOBODY};
    if (!given(r, PERSON))
        (void)refuse(r, PERSON, "no person", "a pseudonym");
    stay->person = fingerprint(cell_of(r, PERSON));
    int klinik = given(r, KLINIK) ? named(r, KLINIK, r->klinik, &r->x->klinik)
                                  : refuse(r, KLINIK, "no klinik", "a name");
    stay->klinik = (uint16_t)(klinik < 0 ? 0 : klinik);
    if (given(r, KOMMUN)) {
        int kommun = named(r, KOMMUN, r->kommun, &r->x->kommun);
        stay->kommun = kommun < 0 ? VF_EXTRACT_NOBODY : (uint16_t)kommun;
    }
    if (given(r, IN))
        read_times(r, stay);
    else
        (void)refuse(r, IN, "no admission", "a date");
    int planned = coded(r, PLANNED, r->planned, planned_codes, 0);
    stay->group = group_of(r);
    int way = coded(r, DISCHARGE, r->way, way_codes, 0);
    stay->planned = planned > 0;
    stay->way = (uint8_t)(way < 0 ? 0 : way);
}

static bool outside(const struct vf_extract_map *map, const struct vf_extract_stay *stay) {
    if (map->from == VF_EXTRACT_NONE)
        return false;
    return stay->in >= (map->to + 1) * 1440 || (stay->out != VF_EXTRACT_NONE && stay->out < map->from * 1440);
}

static void keep(struct reader *r, const struct vf_extract_stay *stay) {
    struct vf_extract *x = r->x;
    if (x->n_stays == r->capacity) {
        r->capacity = r->capacity ? r->capacity + r->capacity / 2 : 1024;
        x->stay = vf_xrealloc(x->stay, r->capacity * sizeof *x->stay);
    }
    x->stay[x->n_stays++] = *stay;
}

static void read_rows(struct reader *r) {
    struct vf_extract_stay stay;
    int got;
    while ((got = vf_rows_next(&r->rows)) != 0) {
        uint64_t before = r->rows.problems;
        r->x->rows++;
        if (got > 0)
            read_row(r, &stay);
        if (got < 0 || r->rows.problems > before)
            r->x->dropped[VF_DROP_BAD]++;
        else if (outside(r->map, &stay))
            r->x->dropped[VF_DROP_OUTSIDE]++;
        else
            keep(r, &stay);
    }
}

static void begin(struct reader *r, const cJSON *stays) {
    const cJSON *values = vf_json_get(stays, "values"), *decimal = vf_json_get(stays, "decimal");
    r->planned = vf_json_get(values, "planned");
    r->sex = vf_json_get(values, "sex");
    r->way = vf_json_get(values, "discharge");
    r->klinik = vf_json_get(stays, "klinik");
    r->kommun = vf_json_get(stays, "kommun");
    r->rows.decimal = decimal ? *decimal->valuestring : '.';
    for (int k = 0; k < 2; k++)
        r->meant[k] = vf_xcalloc(VF_EXTRACT_NAMES, sizeof *r->meant[k]);
    r->x->timed_in = r->x->timed_out = r->x->timed_ready = true;
    r->x->has_planned = r->column[PLANNED] >= 0;
    r->x->has_ready = r->column[READY] >= 0;
    r->x->has_way = r->column[DISCHARGE] >= 0;
    make_rules(r);
}

static char separator_of(const cJSON *file) {
    const cJSON *s = vf_json_get(file, "separator");
    return s ? s->valuestring[0] == 't' ? '\t' : s->valuestring[0] : '\0';
}

int vf_extract_stays(const struct vf_extract_map *map, const char *path, bool skip_bad, struct vf_extract *x,
                     struct vf_error *err) {
    const cJSON *stays = vf_json_get(map->file.resolved, "stays");
    struct reader r = {.x = x, .map = map};
    int code = vf_rows_open(&r.rows, path, separator_of(stays), err);
    if (code == VF_OK)
        code = find_columns(&r, path);
    if (code == VF_OK) {
        begin(&r, stays);
        read_rows(&r);
        code = r.rows.failed || (r.rows.problems && !skip_bad) ? VF_E_CONFIG : VF_OK;
        if (code == VF_OK && x->n_stays == 0)
            code = vf_error_set(err, VF_E_CONFIG, "%s: no row could be used", path);
    }
    vf_rows_close(&r.rows);
    for (int k = 0; k < 2; k++) {
        vf_extract_names_fini(&r.spelt[k]);
        free(r.meant[k]);
    }
    free(r.rule);
    return code;
}

void vf_extract_fini(struct vf_extract *x) {
    vf_extract_names_fini(&x->klinik);
    vf_extract_names_fini(&x->kommun);
    vf_extract_names_fini(&x->ward);
    vf_extract_names_fini(&x->group);
    free(x->stay);
    free(x->day);
    *x = (struct vf_extract){0};
}
