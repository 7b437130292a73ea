/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing to descriptors and telling why it failed in words a user can act upon: see vf_out_io.h. */
#include "vf_out_io.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

int vf_out_write(int fd, const void *data, size_t size) {
    const char *at = data;
    while (size > 0) {
        ssize_t n = write(fd, at, size);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return n < 0 ? errno : EIO;
        }
        at += n;
        size -= (size_t)n;
    }
    return 0;
}

static const char *reason(int number) {
    switch (number) {
    case ENOSPC: return "the disk is full";
    case EDQUOT: return "the disk quota is used up";
    case EFBIG: return "the file is larger than the system allows (ulimit -f)";
    case EACCES:
    case EPERM: return "no permission";
    case EROFS: return "the file system is read-only";
    default: return strerror(number);
    }
}

int vf_out_fail(struct vf_error *err, const char *doing, const char *path, int number) {
    return vf_error_set(err, VF_E_IO, "cannot %s %s: %s", doing, path, reason(number));
}

int vf_out_close(int fd) {
    int number = 0;
    if (fsync(fd) != 0 && errno != EINVAL && errno != ENOTSUP && errno != EROFS) {
        number = errno;
    }
    if (close(fd) != 0 && number == 0) {
        number = errno;
    }
    return number;
}
