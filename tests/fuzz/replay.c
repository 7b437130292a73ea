/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gives every file of a corpus to a fuzz target, as an ordinary test with an ordinary compiler: whatever once
 * broke must never break again. Usage: replay FILE-OR-FOLDER...; fails if it replayed nothing. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PATH_MAX_BYTES = 4096 };

static long replay_file(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file)
        return 0;
    size_t size = 0, room = 1 << 16;
    uint8_t *data = malloc(room);
    while (data) {
        size += fread(data + size, 1, room - size, file);
        if (size < room)
            break;
        uint8_t *more = realloc(data, room *= 2);
        if (!more)
            free(data);
        data = more;
    }
    (void)fclose(file);
    if (!data)
        return 0;
    /* A block of exactly the size, so that a read beyond the end is seen by a sanitizer. */
    uint8_t *exact = malloc(size ? size : 1);
    if (exact) {
        memcpy(exact, data, size);
        (void)fprintf(stderr, "replay %s\n", path);
        (void)LLVMFuzzerTestOneInput(exact, size);
    }
    free(exact);
    free(data);
    return 1;
}

static long replay(const char *path) {
    struct stat info;
    if (stat(path, &info) != 0)
        return 0;
    if (!S_ISDIR(info.st_mode))
        return replay_file(path);
    DIR *folder = opendir(path);
    long n = 0;
    for (struct dirent *e = folder ? readdir(folder) : NULL; e; e = readdir(folder)) {
        char name[PATH_MAX_BYTES];
        if (e->d_name[0] == '.' || snprintf(name, sizeof name, "%s/%s", path, e->d_name) >= PATH_MAX_BYTES)
            continue;
        n += replay(name);
    }
    if (folder)
        (void)closedir(folder);
    return n;
}

int main(int argc, char **argv) {
    long n = 0;
    for (int i = 1; i < argc; i++)
        n += replay(argv[i]);
    (void)printf("%ld inputs replayed\n", n);
    return n > 0 ? 0 : 1;
}
