/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an answer says, as a sentence in both languages, in its JSON document. */
#include "vf_json.h"
#include "vf_report.h"
#include "vf_text.h"

enum { SENTENCES_MAX = 1 << 16 };

void vf_report_json_says(struct vf_json_writer *w,
                         void (*say)(const void *what, enum vf_language l, struct vf_text *to),
                         const void *what) {
    static const enum vf_language both[] = {VF_SWEDISH, VF_ENGLISH};
    vf_json_key(w, "says");
    vf_json_begin_object(w);
    for (int k = 0; k < 2; k++) {
        struct vf_text text;
        vf_text_init(&text, SENTENCES_MAX);
        say(what, both[k], &text);
        vf_json_key_string(w, both[k] == VF_SWEDISH ? "sv" : "en", text.data);
        vf_text_fini(&text);
    }
    vf_json_end_object(w);
}
