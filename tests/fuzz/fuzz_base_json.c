/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libFuzzer target of the strict JSON reader. Whatever the bytes are, reading must not crash, must give
 * either a document or a placed problem, and what is printed must read back as the same tree, with the
 * printed text a fixed point. Runs under libFuzzer, or over files with replay.c. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "vf_json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_printing(const cJSON *root, int pretty) {
    struct vf_json_doc *again = NULL;
    char *text = vf_json_print(root, pretty);
    int code = vf_json_parse_text("printed", text, strlen(text), &again, NULL);
    VF_ASSERT(code == VF_OK, text);
    VF_ASSERT(vf_json_equal(root, again->root), text);
    char *twice = vf_json_print(again->root, pretty);
    VF_ASSERT(strcmp(text, twice) == 0, text);
    free(twice);
    free(text);
    vf_json_doc_free(again);
}

/* Every value the tree has must have a place, and the pointer must lead back to the value. */
static void check_places(const struct vf_json_doc *doc, const cJSON *value, struct vf_text *pointer) {
    int line = 0, column = 0;
    VF_ASSERT(vf_json_position(doc, pointer->data, &line, &column) == 0, pointer->data);
    VF_ASSERT(line > 0 && column > 0, pointer->data);
    VF_ASSERT(vf_json_pointer_get(doc->root, pointer->data) == value, pointer->data);
    size_t above = pointer->size, index = 0;
    int nested = cJSON_IsArray(value) || cJSON_IsObject(value);
    for (const cJSON *item = nested ? value->child : NULL; item; item = item->next) {
        if (cJSON_IsObject(value))
            vf_json_pointer_push(pointer, item->string);
        else
            vf_json_pointer_push_index(pointer, index++);
        check_places(doc, item, pointer);
        vf_text_cut(pointer, above);
    }
}

/* A document patched over nothing with its own values must come out as it was, nulls in objects apart. */
static void check_merge(const struct vf_json_doc *doc) {
    struct vf_provenance *provenance = vf_provenance_new();
    struct vf_json_source source = {"fuzz", doc, ""};
    cJSON *once = vf_json_merge_patch_from(NULL, doc->root, &source, provenance);
    cJSON *twice = vf_json_merge_patch_from(cJSON_Duplicate(once, 1), doc->root, &source, provenance);
    VF_ASSERT(vf_json_equal(once, twice), "a merge patch is idempotent");
    cJSON_Delete(once);
    cJSON_Delete(twice);
    vf_provenance_free(provenance);
}

/* The scanner makes the tree that cJSON reads in the same text. cJSON reads at most 63 characters of a number. */
static void check_tree(const cJSON *root, const char *text, size_t size) {
    for (size_t k = 0, run = 0; k < size; k++) {
        run = strchr("0123456789.eE+-", text[k]) && text[k] ? run + 1 : 0;
        if (run > 60)
            return;
    }
    cJSON *other = cJSON_ParseWithLength(text, size);
    VF_ASSERT(other && vf_json_equal(root, other), "cJSON reads another tree");
    cJSON_Delete(other);
}

/* A tree that borrows is patched as a copy is, and what it borrows from stays as it was. */
static void check_borrowing(const cJSON *root) {
    char *before = vf_json_print(root, 0);
    cJSON *copy = vf_json_merge_patch(cJSON_Duplicate(root, 1), root);
    cJSON *borrowed = vf_json_merge_borrowed(vf_json_borrow(root), root);
    VF_ASSERT(vf_json_equal(copy, borrowed), before);
    borrowed = vf_json_merge_patch(borrowed, copy);
    VF_ASSERT(vf_json_equal(copy, borrowed), before);
    cJSON_Delete(borrowed);
    cJSON_Delete(copy);
    char *after = vf_json_print(root, 0);
    VF_ASSERT(strcmp(before, after) == 0, after);
    free(before);
    free(after);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct vf_json_doc *doc = NULL;
    struct vf_error err = VF_ERROR_INIT;
    int code = vf_json_parse_text("fuzz", (const char *)data, size, &doc, &err);
    VF_ASSERT((code == VF_OK) == (doc != NULL), "a document or a problem");
    VF_ASSERT((code == VF_OK) == (err.n == 0), "a document or a problem");
    for (size_t i = 0; i < err.n; i++) {
        const struct vf_problem *p = &err.items[i];
        VF_ASSERT(p->line > 0 && p->column > 0 && p->message[0], "a placed problem");
        VF_ASSERT(vf_utf8_valid(p->found, strlen(p->found)) == strlen(p->found), "a readable problem");
    }
    if (doc) {
        struct vf_text pointer;
        vf_text_init(&pointer, SIZE_MAX / 4);
        check_printing(doc->root, 0);
        check_printing(doc->root, 1);
        check_places(doc, doc->root, &pointer);
        check_merge(doc);
        check_tree(doc->root, (const char *)data, size);
        check_borrowing(doc->root);
        vf_text_fini(&pointer);
    }
    vf_json_doc_free(doc);
    vf_error_fini(&err);
    return 0;
}
