/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The result folder. It is built as PATH.partial and renamed to PATH as the last act, so a folder that
 * bears its name is whole; a run that was killed leaves PATH.partial, which the next run to the same
 * PATH clears away.
 *
 * Order: vf_folder_create, write files at vf_folder_file paths, then vf_folder_finish or
 * vf_folder_abandon (one of them, always). Two processes cannot build the same folder: the builder holds
 * a lock on PATH.partial/.lock. */
#ifndef VF_FOLDER_H
#define VF_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "vf_error.h"

struct vf_folder {
    char *path;     /* the name it gets in the end */
    char *building; /* PATH.partial */
    int lock;       /* descriptor of the lock file */
    bool replace;
};

/* Creates PATH.partial (and missing parents). Errors: VF_E_USAGE when PATH is a finished result and
 * `replace` is false, or when PATH is something else than a result folder or an empty folder (never
 * replaced); VF_E_IO when it cannot be written or another run is building it. */
int vf_folder_create(struct vf_folder *f, const char *path, bool replace, struct vf_error *err);
/* PATH.partial/name, to be freed by the caller. `name` has no slash. */
char *vf_folder_file(const struct vf_folder *f, const char *name);
/* Flushes every file to disk and renames. The folder must hold manifest.json by then: it is what marks a
 * result. */
int vf_folder_finish(struct vf_folder *f, struct vf_error *err);
/* Removes what was built; PATH stays as it was. Also after a failed finish. Does nothing on a zeroed
 * folder. */
void vf_folder_abandon(struct vf_folder *f);

#endif
