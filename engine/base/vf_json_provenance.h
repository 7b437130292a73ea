/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a merge keeps its provenance: it walks the merged tree and the source's document side by side with a
 * trail. Internal to engine/base; a trail without provenance does nothing. */
#ifndef VF_JSON_PROVENANCE_H
#define VF_JSON_PROVENANCE_H

#include "vf_json.h"
#include "vf_json_places.h"

/* `node` is where we are in the merged tree, `origin` where in the source's document. */
struct vf_json_trail {
    struct vf_provenance *to;
    const struct vf_json_places *from;
    uint32_t source, node, origin;
};

struct vf_json_trail vf_json_trail_begin(struct vf_provenance *provenance,
                                         const struct vf_json_source *source);
/* One step down on both sides. */
struct vf_json_trail vf_json_trail_member(const struct vf_json_trail *trail, const char *key);
/* One step down in the merged tree only, by a pointer's token. */
void vf_json_trail_to(struct vf_json_trail *trail, const char *token, int is_element);
/* The value here came from the trail's source; _tree: and all below it, in place of what was known. */
void vf_json_trail_record(const struct vf_json_trail *trail);
void vf_json_trail_record_tree(const struct vf_json_trail *trail, const cJSON *value);
/* The value here is gone, and all below it. */
void vf_json_trail_forget(const struct vf_json_trail *trail);

#endif
