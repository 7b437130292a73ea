/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing to descriptors with every failure told: for engine/output, and for those who write files of their own. */
#ifndef VF_OUT_IO_H
#define VF_OUT_IO_H

#include <stddef.h>

#include "vf_error.h"

/* Writes all bytes, going on after interruptions. 0 or errno. */
int vf_out_write(int fd, const void *data, size_t size);
/* "cannot write PATH: the disk is full" and the like; returns VF_E_IO. `doing` is e.g. "write", "create". */
int vf_out_fail(struct vf_error *err, const char *doing, const char *path, int number);
/* Syncs and closes a descriptor; 0 or errno. Devices that cannot be synced are no trouble. */
int vf_out_close(int fd);

#endif
