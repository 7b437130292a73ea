/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The strict walk over a JSON text. Internal to engine/base: use vf_json_parse_text. */
#ifndef VF_JSON_SCAN_H
#define VF_JSON_SCAN_H

#include <cjson/cJSON.h>

#include "vf_error.h"
#include "vf_json_places.h"

/* Reports every problem to `err` (may be NULL), fills `places`, and returns the number of problems. *root is the tree,
 * in the memory of the places; only without problems is it that of the text. */
int vf_json_scan(const char *file, const char *text, size_t size, struct vf_json_places *places, cJSON **root,
                 struct vf_error *err);

#endif
