/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders as a whole: see vf_tree.h. */
#include "vf_tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vf_out_io.h"

char *vf_tree_join(const char *dir, const char *name) {
    size_t a = strlen(dir), b = strlen(name);
    char *path = vf_xmalloc(a + b + 2);
    memcpy(path, dir, a);
    path[a] = '/';
    memcpy(path + a + 1, name, b + 1);
    return path;
}

static bool dot(const char *name) { return strcmp(name, ".") == 0 || strcmp(name, "..") == 0; }

/* Calls `each` with the path of every entry; 0 or the first errno. */
static int for_entries(const char *path, int (*each)(const char *path)) {
    DIR *dir = opendir(path);
    if (!dir) {
        return errno;
    }
    int first = 0;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (!dot(entry->d_name)) {
            char *child = vf_tree_join(path, entry->d_name);
            int number = each(child);
            first = first ? first : number;
            free(child);
        }
    }
    closedir(dir);
    return first;
}

int vf_tree_remove(const char *path) {
    struct stat st;
    if (lstat(path, &st) != 0) {
        return errno == ENOENT ? 0 : errno;
    }
    if (!S_ISDIR(st.st_mode)) {
        return unlink(path) == 0 ? 0 : errno;
    }
    int number = for_entries(path, vf_tree_remove);
    if (rmdir(path) != 0 && number == 0) {
        number = errno;
    }
    return number;
}

static int sync_path(const char *path) {
    struct stat st;
    if (lstat(path, &st) != 0) {
        return errno;
    }
    if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)) {
        return 0;
    }
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    return fd < 0 ? errno : vf_out_close(fd);
}

int vf_tree_sync(const char *path) {
    int number = for_entries(path, sync_path);
    return number ? number : sync_path(path);
}

int vf_tree_parents(const char *path) {
    char *copy = vf_xstrdup(path);
    int number = 0;
    for (char *slash = strchr(copy + 1, '/'); slash && number == 0; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(copy, 0777) != 0 && errno != EEXIST) {
            number = errno;
        }
        *slash = '/';
    }
    free(copy);
    return number;
}

int vf_tree_sync_parent(const char *path) {
    char *copy = vf_xstrdup(path);
    char *slash = strrchr(copy, '/');
    if (slash) {
        slash[slash == copy] = '\0';
    }
    int number = sync_path(slash ? copy : ".");
    free(copy);
    return number;
}

int vf_tree_entries(const char *path) {
    DIR *dir = opendir(path);
    if (!dir) {
        return -1;
    }
    int n = 0;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        n += !dot(entry->d_name);
    }
    closedir(dir);
    return n;
}
