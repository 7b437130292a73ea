/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choosing outputs by name: see vf_pick.h. Run once per command, so it may look through all columns. */
#include "vf_pick.h"

#include <stdlib.h>
#include <string.h>

enum { PARTS = 4, TEXT_MAX = 4096, NAMES_MAX = 4096 };

/* "unit/medA/occupancy" taken apart. */
struct parts {
    char *text;
    const char *scope, *name, *group, *metric; /* "" where not given */
};

void vf_pick_names(const struct vf_model *m, const struct vf_column *c, const char **name,
                   const char **group) {
    *name = *group = "";
    switch (c->scope) {
    case VF_SCOPE_REGION: break;
    case VF_SCOPE_KOMMUN:
    case VF_SCOPE_HOSPITAL: *name = m->org[c->org].name; break;
    case VF_SCOPE_GROUP: *name = m->group[c->group].name; break;
    case VF_SCOPE_UNIT: *name = m->unit[c->unit].name; break;
    case VF_SCOPE_UNIT_GROUP:
        *name = m->unit[c->unit].name;
        *group = m->group[c->group].name;
        break;
    case VF_SCOPE_STAFF: *name = m->pool[c->pool].name; break;
    case VF_SCOPE_POOL:
        *name = m->unit[c->unit].name;
        *group = m->pool[c->pool].name;
        break;
    }
}

static const char *scope_word(enum vf_scope scope) {
    return scope == VF_SCOPE_UNIT_GROUP || scope == VF_SCOPE_POOL ? "unit" : vf_scope_name(scope);
}

void vf_pick_write(const struct vf_model *m, const struct vf_column *c, struct vf_text *to) {
    const char *name, *group;
    vf_pick_names(m, c, &name, &group);
    if (c->scope != VF_SCOPE_REGION) {
        vf_text_appendf(to, "%s/%s/", scope_word(c->scope), name);
    }
    vf_text_appendf(to, group[0] != '\0' ? "%s/%s" : "%s%s", group, c->metric->id);
}

/* false: not one of the three ways to write it. */
static bool take_apart(struct parts *p, const char *what) {
    char *at[PARTS];
    size_t n = 0;
    *p = (struct parts){.text = vf_xstrdup(what), .scope = "region", .name = "", .group = "", .metric = ""};
    char *s = p->text;
    do {
        if (n == PARTS) {
            return false;
        }
        at[n++] = s;
        s = strchr(s, '/');
        if (s != NULL) {
            *s++ = '\0';
        }
    } while (s != NULL);
    p->metric = at[n - 1];
    if (n >= 3) {
        p->scope = at[0];
        p->name = at[1];
        p->group = n == 4 ? at[2] : "";
    }
    return n != 2;
}

static bool fits(const char *asked, const char *name) {
    return strcmp(asked, "*") == 0 || strcmp(asked, name) == 0;
}

static bool column_fits(const struct vf_measures *ms, const struct parts *p, const struct vf_column *c) {
    const char *name, *group;
    vf_pick_names(ms->m, c, &name, &group);
    return c->month == 0 && strcmp(p->metric, c->metric->id) == 0 &&
           strcmp(p->scope, scope_word(c->scope)) == 0 && fits(p->name, name) &&
           (p->group[0] == '\0') == (group[0] == '\0') && fits(p->group, group);
}

/* What the wrong part was probably meant to be: a metric, else a name of that scope. */
static const char *nearest(const struct vf_measures *ms, const struct parts *p) {
    const char *names[NAMES_MAX], *name, *group;
    size_t n = 0;
    bool metric_known = false;
    const struct vf_metric *m;
    for (size_t k = 0; (m = vf_metric_at(k)) != NULL && n < NAMES_MAX; k++) {
        names[n++] = m->id;
        metric_known = metric_known || strcmp(m->id, p->metric) == 0;
    }
    if (!metric_known) {
        return vf_suggest(p->metric, names, n);
    }
    n = 0;
    for (size_t k = 0; k < ms->n && n < NAMES_MAX; k++) {
        const struct vf_column *c = &ms->column[k];
        if (c->month == 0 && strcmp(c->metric->id, p->metric) == 0 &&
            strcmp(scope_word(c->scope), p->scope) == 0) {
            vf_pick_names(ms->m, c, &name, &group);
            names[n++] = name;
        }
    }
    return vf_suggest(p->name, names, n);
}

static int refuse(const struct vf_measures *ms, const struct parts *p, const char *what,
                  struct vf_error *err) {
    struct vf_text advice, message;
    const char *near = nearest(ms, p);
    vf_text_init(&advice, TEXT_MAX);
    vf_text_init(&message, TEXT_MAX);
    if (near != NULL && strcmp(near, p->metric) != 0 && strcmp(near, p->name) != 0) {
        vf_text_appendf(&advice, "did you mean \"%s\"?", near);
    } else {
        vf_text_puts(&advice, "write METRIC, unit/NAME/METRIC, hospital/NAME/METRIC, group/NAME/METRIC or "
                              "unit/NAME/GROUP/METRIC");
    }
    vf_text_appendf(&message, "the model has no indicator \"%s\"", what);
    struct vf_problem problem = {.message = message.data, .advice = advice.data};
    int code = vf_error_add(err, VF_E_USAGE, &problem);
    vf_text_fini(&advice);
    vf_text_fini(&message);
    return code;
}

static void keep(struct vf_picked *picked, size_t column) {
    for (size_t k = 0; k < picked->n; k++) {
        if (picked->column[k] == column) {
            return;
        }
    }
    picked->column = vf_xrealloc(picked->column, (picked->n + 1) * sizeof *picked->column);
    picked->column[picked->n++] = column;
}

int vf_pick_add(struct vf_picked *picked, const struct vf_measures *ms, const char *what,
                struct vf_error *err) {
    struct parts p;
    bool any = false, good = take_apart(&p, what);
    for (size_t k = 0; good && k < ms->n; k++) {
        if (column_fits(ms, &p, &ms->column[k])) {
            keep(picked, k);
            any = true;
        }
    }
    int code = any ? VF_OK : refuse(ms, &p, what, err);
    free(p.text);
    return code;
}

void vf_pick_fini(struct vf_picked *picked) {
    free(picked->column);
    *picked = (struct vf_picked){0};
}
