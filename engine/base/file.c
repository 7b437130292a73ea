/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole files, read and replaced in one go. See vf_text.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vf_text.h"

enum { READ_PIECE = 64 * 1024, TEMPORARY_TRIES = 100 };

/* `trouble` is an errno. */
static int file_problem(struct vf_error *err, const char *path, const char *what, int trouble) {
    char why[128];
    if (strerror_r(trouble, why, sizeof why) != 0)
        (void)snprintf(why, sizeof why, "error %d", trouble);
    struct vf_text message;
    vf_text_init(&message, 4096);
    vf_text_puts(&message, what);
    vf_text_puts(&message, ": ");
    vf_text_puts(&message, why);
    struct vf_problem problem = {.file = (char *)path, .message = message.data};
    vf_error_add(err, VF_E_IO, &problem);
    vf_text_fini(&message);
    return VF_E_IO;
}

/* Reads to the end into *data; 0, an errno, or EFBIG when there is more than `max`. */
static int read_all(int fd, char **data, size_t *size, size_t max) {
    size_t capacity = READ_PIECE;
    char *p = vf_xmalloc(capacity + 1);
    *data = p;
    for (;;) {
        ssize_t got = read(fd, p + *size, capacity - *size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return errno;
        *size += (size_t)got;
        p[*size] = '\0';
        if (*size > max)
            return EFBIG;
        if (got == 0)
            return 0;
        if (*size == capacity) {
            capacity *= 2;
            *data = p = vf_xrealloc(p, capacity + 1);
        }
    }
}

int vf_read_file(const char *path, char **data, size_t *size, size_t max, struct vf_error *err) {
    *data = NULL;
    *size = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return file_problem(err, path, "cannot open the file", errno);
    int trouble = read_all(fd, data, size, max);
    (void)close(fd);
    if (trouble == 0)
        return VF_OK;
    free(*data);
    *data = NULL;
    *size = 0;
    if (trouble != EFBIG)
        return file_problem(err, path, "cannot read the file", trouble);
    char expected[48];
    (void)snprintf(expected, sizeof expected, "at most %zu bytes", max);
    struct vf_problem problem = {
        .file = (char *)path, .message = "the file is too large", .expected = expected};
    return vf_error_add(err, VF_E_IO, &problem);
}

static int write_all(int fd, const char *data, size_t size) {
    while (size > 0) {
        ssize_t put = write(fd, data, size);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return errno;
        data += put;
        size -= (size_t)put;
    }
    return 0;
}

static int is_special(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

int vf_temporary_open(const char *path, struct vf_text *name) {
    vf_text_clear(name);
    if (is_special(path))
        return open(path, O_WRONLY | O_CLOEXEC);
    for (int k = 0; k < TEMPORARY_TRIES; k++) {
        vf_text_clear(name);
        vf_text_appendf(name, "%s.%ld-%d.tmp", path, (long)getpid(), k);
        /* O_EXCL makes the name ours; the mode follows the umask, as any file of the user's */
        int fd = open(name->data, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    return -1;
}

/* Without this a crash could forget the rename. Not every file system can do it, so failure is no error. */
static void sync_folder(const char *path) {
    char *folder = vf_xstrdup(path);
    char *slash = strrchr(folder, '/');
    if (slash)
        slash[slash == folder] = '\0';
    int fd = open(slash ? folder : ".", O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd);
        (void)close(fd);
    }
    free(folder);
}

int vf_temporary_close(int fd, const struct vf_text *name, const char *path, int trouble) {
    int renamed = name->size > 0;
    if (trouble == 0 && renamed && fsync(fd) != 0)
        trouble = errno;
    if (close(fd) != 0 && trouble == 0)
        trouble = errno;
    if (trouble == 0 && renamed && rename(name->data, path) != 0)
        trouble = errno;
    if (trouble != 0 && renamed)
        (void)unlink(name->data);
    else if (renamed)
        sync_folder(path);
    return trouble;
}

int vf_write_file_atomic(const char *path, const char *data, size_t size, struct vf_error *err) {
    struct vf_text name;
    vf_text_init(&name, SIZE_MAX / 2);
    int fd = vf_temporary_open(path, &name);
    int trouble = fd < 0 ? errno : vf_temporary_close(fd, &name, path, write_all(fd, data, size));
    vf_text_fini(&name);
    return trouble ? file_problem(err, path, "cannot write the file", trouble) : VF_OK;
}
