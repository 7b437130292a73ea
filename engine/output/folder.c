/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The result folder, from its lock to its name: see vf_folder.h. The order of syncing, unlocking and renaming is what
 * makes a folder whole or absent. */
#include "vf_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vf_out_io.h"
#include "vf_tree.h"

static const char LOCK[] = ".lock";
static const char MARK[] = "manifest.json";

static bool has(const char *dir, const char *name) {
    struct stat st;
    char *path = vf_tree_join(dir, name);
    bool there = lstat(path, &st) == 0;
    free(path);
    return there;
}

static char *with_suffix(const char *path, const char *suffix) {
    size_t a = strlen(path), b = strlen(suffix);
    char *out = vf_xmalloc(a + b + 1);
    memcpy(out, path, a);
    memcpy(out + a, suffix, b + 1);
    return out;
}

static int refuse(struct vf_error *err, const char *message, const char *path, const char *advice) {
    size_t size = strlen(message) + strlen(path) + 3;
    char *text = vf_xmalloc(size);
    snprintf(text, size, "%s: %s", path, message);
    int code = vf_error_add(err, VF_E_USAGE, &(struct vf_problem){.message = text, .advice = (char *)advice});
    free(text);
    return code;
}

/* May the finished folder be put at PATH? */
static int check_target(const struct vf_folder *f, struct vf_error *err) {
    struct stat st;
    if (lstat(f->path, &st) != 0) {
        return errno == ENOENT ? 0 : vf_out_fail(err, "look at", f->path, errno);
    }
    if (has(f->path, MARK)) {
        return f->replace ? 0
                          : refuse(err, "a finished result lies there already", f->path,
                                   "give another folder, or ask for it to be replaced");
    }
    if (vf_tree_entries(f->path) != 0) {
        return refuse(err, "exists and is neither a result folder nor empty; it is left alone", f->path,
                      "give another folder");
    }
    return 0;
}

/* Opens and locks the lock file. 0 or VF_E_IO. */
static int take_lock(struct vf_folder *f, struct vf_error *err) {
    char *path = vf_tree_join(f->building, LOCK);
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int code = 0;
    f->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (f->lock < 0) {
        code = vf_out_fail(err, "create", path, errno);
    } else if (fcntl(f->lock, F_SETLK, &whole) != 0 && (errno == EACCES || errno == EAGAIN)) {
        code = vf_error_set(err, VF_E_IO, "another run is writing %s", f->building);
    }
    free(path);
    return code;
}

/* A folder left by a run that was killed: everything but the lock goes. */
static int clear_left(struct vf_folder *f, struct vf_error *err) {
    if (!has(f->building, LOCK) && vf_tree_entries(f->building) != 0) {
        return refuse(err, "exists and was not left by an earlier run", f->building, "move it away");
    }
    int code = take_lock(f, err);
    if (code != 0) {
        return code;
    }
    /* the lock's file goes too; the next builder meets a new one, so ours is made and locked anew */
    int number = vf_tree_remove(f->building);
    close(f->lock);
    f->lock = -1;
    if (number == 0 && mkdir(f->building, 0777) != 0) {
        number = errno;
    }
    return number ? vf_out_fail(err, "clear", f->building, number) : take_lock(f, err);
}

static void forget(struct vf_folder *f) {
    if (f->building && f->lock >= 0) {
        close(f->lock);
    }
    free(f->path);
    free(f->building);
    memset(f, 0, sizeof *f);
    f->lock = -1;
}

int vf_folder_create(struct vf_folder *f, const char *path, bool replace, struct vf_error *err) {
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/') {
        n--;
    }
    *f = (struct vf_folder){.path = vf_xstrdup(path), .lock = -1, .replace = replace};
    f->path[n] = '\0';
    const char *slash = strrchr(f->path, '/'), *last = slash ? slash + 1 : f->path;
    f->building = with_suffix(f->path, ".partial");
    int code = 0;
    if (*last == '\0' || strcmp(last, ".") == 0 || strcmp(last, "..") == 0) {
        code = refuse(err, "cannot be a result folder", path, "give the name of a new folder");
    }
    int number = code == 0 ? vf_tree_parents(f->path) : 0;
    if (number != 0) {
        code = vf_out_fail(err, "create the folder of", f->path, number);
    }
    if (code == 0) {
        code = check_target(f, err);
    }
    if (code == 0) {
        if (mkdir(f->building, 0777) == 0) {
            code = take_lock(f, err);
        } else {
            code = errno == EEXIST ? clear_left(f, err) : vf_out_fail(err, "create", f->building, errno);
        }
    }
    if (code != 0) {
        forget(f);
    }
    return code;
}

char *vf_folder_file(const struct vf_folder *f, const char *name) {
    VF_ASSERT(f->building && !strchr(name, '/'), "a file of a folder being built");
    return vf_tree_join(f->building, name);
}

/* Puts the built folder in its place; an old result goes only when the new one stands. 0 or errno. */
static int put_in_place(const struct vf_folder *f) {
    char suffix[40];
    struct stat st;
    if (!(f->replace && lstat(f->path, &st) == 0 && has(f->path, MARK))) {
        return rename(f->building, f->path) == 0 ? 0 : errno; /* over an empty folder too */
    }
    snprintf(suffix, sizeof suffix, ".replaced-%ld", (long)getpid());
    char *old = with_suffix(f->path, suffix);
    int number = rename(f->path, old) == 0 ? 0 : errno;
    if (number == 0 && rename(f->building, f->path) != 0) {
        number = errno;
        if (rename(old, f->path) != 0) {
            number = errno;
        }
    } else if (number == 0) {
        vf_tree_remove(old);
    }
    free(old);
    return number;
}

int vf_folder_finish(struct vf_folder *f, struct vf_error *err) {
    VF_ASSERT(has(f->building, MARK), "a result folder without manifest.json");
    int number = vf_tree_sync(f->building);
    if (number != 0) {
        return vf_out_fail(err, "write", f->building, number);
    }
    char *lock = vf_tree_join(f->building, LOCK);
    unlink(lock);
    free(lock);
    number = put_in_place(f);
    if (number == 0) {
        number = vf_tree_sync_parent(f->path);
    } else {
        vf_error_set(err, VF_E_IO, "the results were left in %s", f->building);
    }
    int code = number ? vf_out_fail(err, "create", f->path, number) : 0;
    forget(f);
    return code;
}

void vf_folder_abandon(struct vf_folder *f) {
    if (f->building) {
        vf_tree_remove(f->building);
        forget(f);
    }
}
