/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The resolved config for people: JSON, two spaces a level, and on request behind every leaf where it came
 * from. Lists of numbers stay on one line. */
#include <stdlib.h>

#include "vf_check.h"
#include "vf_json.h"

struct printing {
    const struct vf_config *cfg;
    struct vf_text *to, pointer;
    int depth;
};

static void indent(const struct printing *p) {
    for (int i = 0; i < p->depth; i++)
        vf_text_puts(p->to, "  ");
}

static void comment(const struct printing *p) {
    struct vf_config_origin where;
    vf_config_where(p->cfg, p->pointer.data, &where);
    if (where.line > 0)
        vf_text_appendf(p->to, "  // %s:%d", where.file, where.line);
    else
        vf_text_appendf(p->to, "  // %s", where.label);
}

static void print_leaf(const struct printing *p, const cJSON *value, bool last) {
    char *text = vf_json_print(value, 0);
    vf_text_puts(p->to, text);
    vf_text_puts(p->to, last ? "" : ",");
    comment(p);
    free(text);
}

static void print_object(struct printing *p, const cJSON *object, bool last) {
    vf_text_puts(p->to, "{\n");
    p->depth++;
    for (const cJSON *m = object->child; m; m = m->next) {
        size_t mark = p->pointer.size;
        vf_json_pointer_push(&p->pointer, m->string);
        indent(p);
        vf_text_json(p->to, m->string);
        vf_text_puts(p->to, ": ");
        if (cJSON_IsObject(m) && m->child)
            print_object(p, m, !m->next);
        else
            print_leaf(p, m, !m->next);
        vf_text_puts(p->to, "\n");
        vf_text_cut(&p->pointer, mark);
    }
    p->depth--;
    indent(p);
    vf_text_puts(p->to, last ? "}" : "},");
}

void vf_config_print(const struct vf_config *cfg, bool with_provenance, struct vf_text *to) {
    if (!with_provenance) {
        struct vf_json_writer w;
        vf_json_writer_init(&w, to, 1);
        vf_json_tree(&w, cfg->resolved);
        vf_text_puts(to, "\n");
        return;
    }
    struct printing p = {.cfg = cfg, .to = to};
    vf_text_init(&p.pointer, VF_JSON_BYTES_MAX);
    print_object(&p, cfg->resolved, true);
    vf_text_puts(to, "\n");
    vf_text_fini(&p.pointer);
}
