/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to engine/output: folders as a whole. Symbolic links are never followed. */
#ifndef VF_TREE_H
#define VF_TREE_H

#include "vf_error.h"

/* Removes a folder and all in it; 0 or errno of the first failure (the rest is still tried). */
int vf_tree_remove(const char *path);
/* Syncs every file of a folder (not of folders in it) and the folder itself; 0 or errno. */
int vf_tree_sync(const char *path);
/* Makes the missing parents of `path`, not path itself; 0 or errno. */
int vf_tree_parents(const char *path);
/* Syncs the folder in which `path` lies; 0 or errno. */
int vf_tree_sync_parent(const char *path);
/* Number of entries, -1 if it is not a readable folder. */
int vf_tree_entries(const char *path);
/* dir/name, to be freed. */
char *vf_tree_join(const char *dir, const char *name);

#endif
