/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a fuzz target over files and folders (not their subfolders) without libFuzzer, so that a corpus can be
 * replayed with any compiler: replay FILE-OR-FOLDER... Exits 0 when every input was read and none crashed. */
#include <dirent.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "vf_text.h"

enum { INPUT_BYTES_MAX = 128 * 1024 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay_file(const char *path) {
    char *data = NULL;
    size_t size = 0;
    struct vf_error err = VF_ERROR_INIT;
    if (vf_read_file(path, &data, &size, INPUT_BYTES_MAX, &err) != VF_OK) {
        vf_error_print(&err, stderr);
        vf_error_fini(&err);
        return -1;
    }
    /* An exact copy, so that a sanitizer sees a read beyond the end. */
    uint8_t *exact = vf_xmalloc(size);
    memcpy(exact, data, size);
    free(data);
    (void)LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    return 1;
}

static int replay_folder(const char *path) {
    DIR *dir = opendir(path);
    int n = 0;
    if (!dir)
        return -1;
    struct vf_text name;
    vf_text_init(&name, 4096);
    for (struct dirent *e; n >= 0 && (e = readdir(dir)) != NULL;) {
        struct stat st;
        vf_text_clear(&name);
        vf_text_appendf(&name, "%s/%s", path, e->d_name);
        if (e->d_name[0] == '.' || stat(name.data, &st) != 0 || !S_ISREG(st.st_mode))
            continue;
        n = replay_file(name.data) > 0 ? n + 1 : -1;
    }
    closedir(dir);
    vf_text_fini(&name);
    return n;
}

int main(int argc, char **argv) {
    int total = 0;
    for (int i = 1; i < argc; i++) {
        struct stat st;
        int folder = stat(argv[i], &st) == 0 && S_ISDIR(st.st_mode);
        int n = folder ? replay_folder(argv[i]) : replay_file(argv[i]);
        if (n < 0) {
            fprintf(stderr, "%s: cannot be replayed\n", argv[i]);
            return 1;
        }
        total += n;
    }
    printf("%d inputs replayed\n", total);
    return total > 0 ? 0 : 1;
}
