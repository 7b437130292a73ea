/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The map of an own extract (vf_extract.h): read, checked against its field table, and the few values that are asked
 * for often taken out. The rest is looked up in the tree by those who read the files. */
#include "vf_calendar.h"
#include "vf_extract.h"
#include "vf_json.h"
#include "vf_study_fields.h"

static int read_period(struct vf_extract_map *map, struct vf_error *err) {
    const cJSON *period = vf_json_get(map->file.resolved, "period");
    struct vf_date from, to;
    map->from = map->to = VF_EXTRACT_NONE;
    if (!period)
        return VF_OK;
    if (vf_date_parse(vf_json_get(period, "from")->valuestring, &from) != 0 ||
        vf_date_parse(vf_json_get(period, "to")->valuestring, &to) != 0 ||
        vf_date_days(to) < vf_date_days(from))
        return vf_config_refuse(&map->file, "/period", err, "the period ends before it begins");
    map->from = (int32_t)vf_date_days(from);
    map->to = (int32_t)vf_date_days(to);
    return VF_OK;
}

static int check_groups(const struct vf_extract_map *map, struct vf_error *err) {
    const cJSON *groups = vf_json_get(map->file.resolved, "groups");
    int code = VF_OK;
    for (const cJSON *g = vf_map_first(groups); g; g = vf_map_next(g)) {
        const cJSON *age = vf_json_get(g, "age");
        if (age && age->child->valuedouble > age->child->next->valuedouble) {
            char pointer[128];
            (void)snprintf(pointer, sizeof pointer, "/groups/%s/age", g->string);
            code = vf_config_refuse(&map->file, pointer, err, "the ages fall: expected [from, to]");
        }
    }
    return code;
}

int vf_extract_map_read(const char *path, struct vf_extract_map *map, struct vf_error *err) {
    *map = (struct vf_extract_map){.from = VF_EXTRACT_NONE, .to = VF_EXTRACT_NONE};
    int code = vf_plain_file_read(path, &vf_object_extract, "a map is an object", &map->file, err);
    if (code != VF_OK)
        return code;
    map->readmission_days = vf_field_int(&vf_object_extract, map->file.resolved, "readmission_days");
    map->smallest_cell = vf_field_int(&vf_object_extract, map->file.resolved, "smallest_cell");
    code = read_period(map, err);
    int groups = check_groups(map, err);
    return code ? code : groups;
}

void vf_extract_map_fini(struct vf_extract_map *map) { vf_config_fini(&map->file); }
