/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the values of a merged tree came from. The merges of json_merge.c record here, through the
 * functions of vf_json_provenance.h; everybody else only asks. */
#include "vf_json_provenance.h"

#include <stdlib.h>
#include <string.h>

struct named_source {
    char *label, *file;
};

/* Most provenances are asked little and never changed: until then the places are another's. */
struct vf_provenance {
    const struct vf_json_places *places;
    struct vf_json_places *own; /* NULL until changed, then `places` */
    uint32_t whole;             /* all are from this source, or VF_JSON_NOWHERE: the spots tell */
    struct named_source *sources;
    uint32_t n;
};

struct vf_provenance *vf_provenance_new(void) {
    struct vf_provenance *provenance = vf_xcalloc(1, sizeof *provenance);
    provenance->places = provenance->own = vf_json_places_new(0);
    provenance->whole = VF_JSON_NOWHERE;
    return provenance;
}

static struct vf_json_places *own_places(struct vf_provenance *provenance) {
    if (!provenance->own) {
        provenance->places = provenance->own = vf_json_places_over(provenance->places);
        if (provenance->whole != VF_JSON_NOWHERE)
            vf_json_places_from(provenance->own, provenance->whole);
        provenance->whole = VF_JSON_NOWHERE;
    }
    return provenance->own;
}

struct vf_provenance *vf_provenance_over(const struct vf_provenance *base) {
    struct vf_provenance *provenance = vf_xcalloc(1, sizeof *provenance);
    provenance->places = base->places;
    provenance->whole = base->whole;
    provenance->sources = vf_xcalloc(base->n + 1, sizeof *provenance->sources);
    for (; provenance->n < base->n; provenance->n++) {
        const struct named_source *from = &base->sources[provenance->n];
        provenance->sources[provenance->n] =
            (struct named_source){vf_xstrdup(from->label), vf_xstrdup(from->file)};
    }
    return provenance;
}

void vf_provenance_free(struct vf_provenance *provenance) {
    if (!provenance)
        return;
    for (uint32_t i = 0; i < provenance->n; i++) {
        free(provenance->sources[i].label);
        free(provenance->sources[i].file);
    }
    free(provenance->sources);
    vf_json_places_free(provenance->own);
    free(provenance);
}

static uint32_t find_source(const struct vf_provenance *provenance, const char *label, const char *file) {
    for (uint32_t i = 0; i < provenance->n; i++) {
        if (strcmp(provenance->sources[i].label, label) == 0 &&
            strcmp(provenance->sources[i].file, file) == 0)
            return i;
    }
    return VF_JSON_NOWHERE;
}

static uint32_t add_source(struct vf_provenance *provenance, const struct vf_json_source *source) {
    const char *label = source && source->label ? source->label : "";
    const char *file = source && source->doc ? source->doc->file : "";
    uint32_t found = find_source(provenance, label, file);
    if (found != VF_JSON_NOWHERE)
        return found;
    provenance->sources = vf_xrealloc(provenance->sources, (provenance->n + 1) * sizeof *provenance->sources);
    provenance->sources[provenance->n] = (struct named_source){vf_xstrdup(label), vf_xstrdup(file)};
    return provenance->n++;
}

struct vf_provenance *vf_provenance_of(const struct vf_json_source *source) {
    struct vf_provenance *provenance = vf_xcalloc(1, sizeof *provenance);
    provenance->places = source->doc->places;
    provenance->whole = add_source(provenance, source);
    return provenance;
}

struct vf_json_trail vf_json_trail_begin(struct vf_provenance *provenance,
                                         const struct vf_json_source *source) {
    struct vf_json_trail trail = {provenance, NULL, VF_JSON_NOWHERE, VF_JSON_ROOT, VF_JSON_NOWHERE};
    if (!provenance)
        return trail;
    trail.source = add_source(provenance, source);
    if (source && source->doc) {
        trail.from = source->doc->places;
        trail.origin = vf_json_places_find(trail.from, source->at ? source->at : "", 0);
    }
    return trail;
}

struct vf_json_trail vf_json_trail_member(const struct vf_json_trail *trail, const char *key) {
    struct vf_json_trail below = *trail;
    if (!trail->to)
        return below;
    size_t size = strlen(key);
    below.node = vf_json_places_add_member(own_places(trail->to), trail->node, key, size);
    if (trail->from)
        below.origin = vf_json_places_member(trail->from, trail->origin, key, size);
    return below;
}

static struct vf_json_trail element(const struct vf_json_trail *trail, uint32_t index) {
    struct vf_json_trail below = *trail;
    below.node = vf_json_places_add_element(own_places(trail->to), trail->node, index);
    if (trail->from)
        below.origin = vf_json_places_element(trail->from, trail->origin, index);
    return below;
}

void vf_json_trail_record(const struct vf_json_trail *trail) {
    if (!trail->to)
        return;
    struct vf_json_spot spot = {.source = trail->source};
    if (trail->origin != VF_JSON_NOWHERE) {
        spot = *vf_json_places_look(trail->from, trail->origin);
        spot.source = trail->source;
    }
    *vf_json_places_spot(own_places(trail->to), trail->node) = spot;
}

void vf_json_trail_record_tree(const struct vf_json_trail *trail, const cJSON *value) {
    if (!trail->to)
        return;
    vf_json_places_forget_below(own_places(trail->to), trail->node);
    vf_json_trail_record(trail);
    uint32_t index = 0;
    for (const cJSON *item = cJSON_IsArray(value) || cJSON_IsObject(value) ? value->child : NULL; item;
         item = item->next) {
        struct vf_json_trail below =
            cJSON_IsObject(value) ? vf_json_trail_member(trail, item->string) : element(trail, index++);
        vf_json_trail_record_tree(&below, item);
    }
}

void vf_json_trail_forget(const struct vf_json_trail *trail) {
    if (trail->to)
        vf_json_places_forget(own_places(trail->to), trail->node);
}

void vf_json_trail_to(struct vf_json_trail *trail, const char *token, int is_element) {
    if (!trail->to)
        return;
    size_t index;
    if (is_element && vf_json_pointer_index(token, &index))
        trail->node = vf_json_places_add_element(own_places(trail->to), trail->node, (uint32_t)index);
    else
        trail->node = vf_json_places_add_member(own_places(trail->to), trail->node, token, strlen(token));
}

static int spot_origin(const struct vf_provenance *provenance, uint32_t node, struct vf_json_origin *origin) {
    *origin = (struct vf_json_origin){"", "", 0, 0};
    if (node == VF_JSON_NOWHERE)
        return -1;
    const struct vf_json_spot *spot = vf_json_places_look(provenance->places, node);
    uint32_t from = provenance->whole != VF_JSON_NOWHERE ? provenance->whole : spot->source;
    if (from == VF_JSON_NOWHERE)
        return -1;
    const struct named_source *source = &provenance->sources[from];
    *origin = (struct vf_json_origin){source->label, source->file, spot->line, spot->column};
    return 0;
}

int vf_provenance_find(const struct vf_provenance *provenance, const char *pointer,
                       struct vf_json_origin *origin) {
    return spot_origin(provenance, vf_json_places_find(provenance->places, pointer, 0), origin);
}
