/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of unit kinds. Adding one: a file kind_<name>.c with its const struct, a line here. */
#include <string.h>

#include "vf_kinds.h"

const struct vf_unit_kind *const vf_unit_kinds[] = {
    &vf_kind_clinic,       &vf_kind_akutmottagning, &vf_kind_ward,     &vf_kind_kommunal,
    &vf_kind_intermediate, &vf_kind_delay,          &vf_kind_external, NULL,
};

const struct vf_unit_kind *vf_unit_kind_find(const char *name) {
    for (size_t k = 0; vf_unit_kinds[k] != NULL; k++) {
        if (strcmp(vf_unit_kinds[k]->name, name) == 0) {
            return vf_unit_kinds[k];
        }
    }
    return NULL;
}
