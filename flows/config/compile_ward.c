/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a ward has beside its unit: beds, rules for a freed bed, repatriation, hours of discharge. Its
 * policies and the lists of other wards are in compile_placement.c, after the groups. */
#include <math.h>
#include <string.h>

#include "vf_compile_work.h"
#include "vf_json.h"

static void read_beds(struct vf_compile *c, struct vf_unit *unit, struct vf_ward *ward,
                      const struct vf_compile_unit *u) {
    const cJSON *beds = vf_json_get(u->tree, "beds"), *disponibla = vf_json_get(beds, "disponibla");
    ward->fysiska = ward->faststallda = VF_UNLIMITED;
    if (vf_json_get(beds, "fysiska"))
        ward->fysiska = (uint32_t)vf_field_int(&vf_object_beds, beds, "fysiska");
    if (vf_json_get(beds, "faststallda"))
        ward->faststallda = (uint32_t)vf_field_int(&vf_object_beds, beds, "faststallda");
    if (!disponibla && vf_json_get(beds, "staffed_by"))
        return; /* after the calendar: compile_staff.c */
    if (!disponibla) {
        VF_REFUSE(c, u->pointer, "ward %s needs beds.disponibla", unit->name);
        return;
    }
    if (cJSON_IsString(disponibla) && strcmp(disponibla->valuestring, "unlimited") == 0) {
        unit->traits |= VF_T_INFINITE;
        return;
    }
    unit->capacity = vf_compile_profile(c, disponibla, vf_compile_at(c, u->pointer, "beds", "disponibla"),
                                        VF_PROFILE_NUMBER, u->factor);
}

/* Packing does nothing unless some gemensam ward packs, so it belongs to the usual order. */
static void read_on_free(struct vf_ward *ward, const cJSON *tree) {
    static const uint8_t usual[] = {VF_FREE_QUEUE, VF_FREE_PACK, VF_FREE_REPATRIATE, VF_FREE_OTHERS};
    const cJSON *list = vf_json_get(tree, "on_free");
    if (!list) {
        memcpy(ward->on_free, usual, sizeof usual);
        ward->n_on_free = sizeof usual;
        return;
    }
    for (const cJSON *s = list->child; s && ward->n_on_free < sizeof ward->on_free; s = s->next)
        ward->on_free[ward->n_on_free++] = (uint8_t)vf_word_index(vf_words_on_free, s->valuestring);
}

static void read_repatriation(struct vf_compile *c, struct vf_ward *ward, const struct vf_compile_unit *u) {
    const cJSON *r = vf_json_get(u->tree, "repatriation");
    const struct vf_object *type = &vf_object_repatriation;
    ward->repat_from = (int32_t)vf_field_clock_ms(type, r, "from");
    ward->repat_to = (int32_t)vf_field_clock_ms(type, r, "to");
    ward->chains = vf_field_bool(type, r, "chains");
    if (ward->repat_from >= ward->repat_to)
        VF_REFUSE(c, vf_compile_at(c, u->pointer, "repatriation", NULL),
                  "repatriation must begin before it ends on the same day");
}

/* Without hours of its own a ward discharges evenly over the day. */
static void read_discharge(struct vf_ward *ward, const cJSON *tree) {
    const cJSON *discharge = vf_json_get(tree, "discharge"), *hours = vf_json_get(discharge, "hours");
    double sum = 0;
    int h = 0;
    for (const cJSON *x = hours ? hours->child : NULL; x && h < 24; x = x->next, h++) {
        sum += x->valuedouble;
        ward->discharge_cum[h + 1] = sum;
    }
    for (h = 1; h <= 24; h++) {
        if (hours && sum > 0)
            ward->discharge_cum[h] /= sum;
        else
            ward->discharge_cum[h] = h / 24.0;
    }
    /* Exactly 1 from the last hour with a share on. */
    double last = ward->discharge_cum[24];
    for (h = 24; h > 0 && ward->discharge_cum[h] >= last; h--)
        ward->discharge_cum[h] = 1;
    ward->weekend_shift = vf_field_double(&vf_object_discharge, discharge, "weekend_shift");
}

void vf_compile_ward(struct vf_compile *c, uint16_t u) {
    struct vf_model *m = c->m;
    const struct vf_compile_unit *from = &c->unit[u];
    const cJSON *tree = from->tree, *outliers = vf_json_get(tree, "outliers");
    const struct vf_object *type = &vf_object_unit;
    m->ward = vf_compile_grow(m->ward, m->n_wards, sizeof *m->ward);
    m->ward_unit = vf_compile_grow(m->ward_unit, m->n_wards, sizeof *m->ward_unit);
    struct vf_ward *ward = &m->ward[m->n_wards];
    memset(ward, 0, sizeof *ward);
    ward->staff = VF_NONE16;
    m->ward_unit[m->n_wards] = u;
    m->unit[u].ward = m->n_wards++;
    read_beds(c, &m->unit[u], ward, from);
    read_on_free(ward, tree);
    read_repatriation(c, ward, from);
    read_discharge(ward, tree);
    ward->reserve = (uint16_t)vf_field_int(&vf_object_outliers, outliers, "reserve");
    const cJSON *gemensam = vf_json_get(tree, "gemensam");
    ward->gemensam = gemensam && gemensam->child;
    ward->pack = vf_field_bool(type, tree, "pack");
    ward->somatic = vf_field_bool(type, tree, "somatic");
    ward->outlier_factor = vf_field_double(type, tree, "outlier_factor");
    ward->early_odds = 1;
    ward->nights = strcmp(vf_field_string(type, tree, "stay"), "nights") == 0;
    if (ward->pack && !ward->gemensam)
        VF_REFUSE(c, vf_compile_at(c, from->pointer, "pack", NULL),
                  "pack moves patients from a gemensam ward to their own: ward %s is not gemensam",
                  m->unit[u].name);
}

void vf_compile_ward_values(struct vf_compile *c, uint16_t u) {
    const struct vf_model *m = c->m;
    const struct vf_compile_unit *from = &c->unit[u];
    struct vf_ward *ward = &m->ward[m->unit[u].ward];
    const cJSON *extra = vf_json_get(from->tree, "max_extra");
    if (cJSON_IsNumber(extra)) {
        ward->max_extra = (uint32_t)extra->valuedouble;
        return;
    }
    const char *text = cJSON_IsString(extra) ? extra->valuestring : "25 %";
    double share = 0;
    if (strcmp(text, "unlimited") == 0 || m->unit[u].capacity < 0) {
        ward->max_extra = VF_UNLIMITED;
        return;
    }
    if (vf_quantity_percent(text, &share))
        VF_REFUSE(c, vf_compile_at(c, from->pointer, "max_extra", NULL),
                  "not a number of beds or a share of them");
    const cJSON *disponibla = vf_json_get(vf_json_get(from->tree, "beds"), "disponibla");
    double base = disponibla ? vf_config_profile_base(c->cfg, disponibla, VF_PROFILE_NUMBER) * from->factor
                             : (double)NAN;
    /* Beds that are only given by date have no base: those of the first day. */
    if (!isfinite(base))
        base = vf_profile_value(&m->profile[m->unit[u].capacity], &m->calendar, 0);
    ward->max_extra = (uint32_t)floor(base * share + 0.5);
}
