/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any text as a config: it is refused with placed problems or loaded, and what was loaded can be read, printed and
 * loaded again with the same fingerprint. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "vf_config.h"
#include "vf_json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_stays(const struct vf_config *cfg, const cJSON *group) {
    const cJSON *path = vf_json_get(group, "path");
    for (const cJSON *n = vf_map_first(path); n; n = vf_map_next(n)) {
        const cJSON *stay = vf_json_get(n, "stay");
        struct vf_dist d;
        struct vf_error err = VF_ERROR_INIT;
        if (stay && !vf_json_get(stay, "by_next") &&
            vf_config_dist(cfg, stay, "/groups", 1, &d, &err) == VF_OK)
            vf_dist_fini(&d);
        vf_error_fini(&err);
    }
}

static void read_profiles(const struct vf_config *cfg) {
    const cJSON *profiles = vf_json_get(cfg->resolved, "profiles");
    for (const cJSON *p = vf_map_first(profiles); p; p = vf_map_next(p)) {
        struct vf_profile out;
        struct vf_error err = VF_ERROR_INIT;
        if (vf_config_profile(cfg, p, "/profiles", VF_PROFILE_FACTOR, &out, &err) == VF_OK)
            vf_profile_fini(&out);
        vf_error_fini(&err);
    }
}

static void check_again(const struct vf_config *cfg) {
    struct vf_text text;
    struct vf_config again;
    vf_text_init(&text, VF_JSON_BYTES_MAX);
    vf_config_print(cfg, true, &text);
    vf_text_clear(&text);
    vf_config_print(cfg, false, &text);
    char first[VF_SHA256_HEX], second[VF_SHA256_HEX] = "";
    vf_config_fingerprint(cfg, first);
    int code = vf_config_load_text("again", text.data, text.size, NULL, &again, NULL);
    if (code == VF_OK)
        vf_config_fingerprint(&again, second);
    if (strcmp(first, second) != 0)
        abort();
    vf_config_fini(&again);
    vf_text_fini(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct vf_config cfg;
    struct vf_error err = VF_ERROR_INIT;
    int code = vf_config_load_text("fuzz.json", (const char *)data, size, NULL, &cfg, &err);
    if ((code == VF_OK) != (err.n == 0))
        abort();
    if (code == VF_OK) {
        const cJSON *groups = vf_json_get(cfg.resolved, "groups");
        for (const cJSON *g = vf_map_first(groups); g; g = vf_map_next(g))
            read_stays(&cfg, g);
        read_profiles(&cfg);
        check_again(&cfg);
    }
    vf_config_fini(&cfg);
    vf_error_fini(&err);
    return 0;
}
