/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cold part of the event list. See vf_eventlist.h. */
#include "vf_eventlist.h"

void vf_eventlist_init(struct vf_eventlist *l) { vf_heap_init(&l->heap); }
void vf_eventlist_fini(struct vf_eventlist *l) { vf_heap_fini(&l->heap); }
void vf_eventlist_reset(struct vf_eventlist *l) { vf_heap_reset(&l->heap); }
size_t vf_eventlist_size(const struct vf_eventlist *l) { return vf_heap_size(&l->heap); }
