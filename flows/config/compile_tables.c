/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of the compiler: names, pointers, and the laws and profiles of the model, each compiled once per way
 * of writing it. See vf_compile_work.h. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "vf_compile_work.h"
#include "vf_json.h"

/* ---- Names ---- */
void vf_index_fini(struct vf_index *names) {
    free(names->name);
    free(names->value);
    memset(names, 0, sizeof *names);
}

/* Eight bytes at a time: laws have long names. */
static uint64_t hash_of(const char *name) {
    size_t size = strlen(name);
    uint64_t hash = size, word;
    for (; size >= sizeof word; size -= sizeof word, name += sizeof word) {
        memcpy(&word, name, sizeof word);
        hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 32;
    }
    for (word = 0; size > 0; size--)
        word = word << 8 | (unsigned char)name[size - 1];
    hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 32;
}

static uint32_t place_of(const struct vf_index *names, const char *name) {
    uint32_t i = (uint32_t)hash_of(name) & (names->size - 1);
    while (names->name[i] && strcmp(names->name[i], name) != 0)
        i = (i + 1) & (names->size - 1);
    return i;
}

static void enlarge(struct vf_index *names) {
    struct vf_index old = *names;
    names->size = old.size ? 2 * old.size : 16;
    names->name = vf_xcalloc(names->size, sizeof *names->name);
    names->value = vf_xcalloc(names->size, sizeof *names->value);
    for (uint32_t i = 0; i < old.size; i++) {
        if (!old.name[i])
            continue;
        uint32_t to = place_of(names, old.name[i]);
        names->name[to] = old.name[i];
        names->value[to] = old.value[i];
    }
    vf_index_fini(&old);
}

bool vf_index_put(struct vf_index *names, const char *name, uint32_t value) {
    if (2 * (names->n + 1) > names->size)
        enlarge(names);
    uint32_t i = place_of(names, name);
    if (names->name[i])
        return false;
    names->name[i] = name;
    names->value[i] = value;
    names->n++;
    return true;
}

uint32_t vf_index_find(const struct vf_index *names, const char *name) {
    if (names->size == 0)
        return VF_NONE32;
    uint32_t i = place_of(names, name);
    return names->name[i] ? names->value[i] : VF_NONE32;
}

/* ---- Memory and pointers ---- */
void *vf_compile_grow(void *array, size_t n, size_t size) {
    if ((n & (n - 1)) != 0)
        return array;
    return vf_xrealloc(array, (n ? 2 * n : 1) * size);
}

const char *vf_compile_at(struct vf_compile *c, const char *base, const char *key1, const char *key2) {
    size_t before = strlen(base), room = before + 3 + 2 * strlen(key1) + (key2 ? 2 * strlen(key2) : 0);
    char *to = vf_arena_alloc(&c->arena, room, 1), *end = to + before; /* an escape doubles a byte */
    memcpy(to, base, before);
    end = vf_json_pointer_put(end, key1);
    if (key2)
        end = vf_json_pointer_put(end, key2);
    *end = '\0';
    return to;
}

const char *vf_compile_format(struct vf_compile *c, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int size = vsnprintf(NULL, 0, format, args);
    va_end(args);
    VF_ASSERT(size >= 0, format);
    char *to = vf_arena_alloc(&c->arena, (size_t)size + 1, 1);
    vsnprintf(to, (size_t)size + 1, format, again);
    va_end(again);
    return to;
}

char *vf_compile_title(const cJSON *object, const char *name) {
    const cJSON *title = vf_json_get(object, "title");
    if (cJSON_IsObject(title)) {
        const cJSON *sv = vf_json_get(title, "sv");
        title = sv ? sv : title->child;
    }
    return vf_xstrdup(cJSON_IsString(title) ? title->valuestring : name);
}

/* ---- Laws and profiles ---- */
/* As letters, so that a key is a text. */
static void put_bits(struct vf_text *to, uint64_t bits) {
    char letters[16];
    for (size_t i = 0; i < sizeof letters; i++, bits >>= 4)
        letters[i] = (char)('A' + (bits & 15));
    vf_text_append(to, letters, sizeof letters);
}

static void put_real(struct vf_text *to, double x) {
    uint64_t bits;
    x += 0; /* -0 is 0 */
    memcpy(&bits, &x, sizeof bits);
    put_bits(to, bits);
}

static void put_word(struct vf_text *to, const char *word) {
    size_t size = strlen(word);
    put_bits(to, size);
    vf_text_append(to, word, size);
}

/* Alike for values that are written alike, and for no others. */
static void put_value(struct vf_text *to, const cJSON *value) {
    static const char *const kind[] = {"f", "t", "n", "=", "\"", "[", "{"};
    int type = value->type & 0xff, k = 0;
    while (type > 1 << k && k < 6)
        k++;
    vf_text_append(to, kind[k], 1);
    if (type == cJSON_String)
        put_word(to, value->valuestring);
    else if (type == cJSON_Number)
        put_real(to, value->valuedouble);
    else if (type == cJSON_Object || type == cJSON_Array) {
        for (const cJSON *m = value->child; m; m = m->next) {
            if (type == cJSON_Object)
                put_word(to, m->string);
            put_value(to, m);
        }
        vf_text_append(to, "}", 1);
    }
}

static bool names_file(const cJSON *value) {
    bool there = false;
    for (const cJSON *m = value ? value->child : NULL; m && !there; m = m->next)
        there = (m->string && strcmp(m->string, "file") == 0) || names_file(m);
    return there;
}

/* What is written, in what unit, times what: the same key is the same thing. A named file is told apart by
 * where it is said, because its name is relative to that. */
static void put_key(struct vf_compile *c, const cJSON *value, const char *pointer, double unit,
                    double factor) {
    put_real(&c->key, unit);
    put_real(&c->key, factor);
    cJSON zero = {.type = cJSON_Number};
    put_value(&c->key, value ? value : &zero);
    if (names_file(value))
        put_word(&c->key, pointer);
}

static const char *keep_key(struct vf_compile *c) { return vf_arena_strdup(&c->arena, c->key.data); }

static void add_dist(struct vf_compile *c, const struct vf_dist *d) {
    c->m->dist = vf_compile_grow(c->m->dist, c->m->n_dists, sizeof *c->m->dist);
    c->m->dist[c->m->n_dists++] = *d;
}

static bool make_dist(struct vf_compile *c, const cJSON *value, const char *pointer, double unit_ms,
                      double factor) {
    struct vf_dist d;
    int bad =
        value ? vf_config_dist(c->cfg, value, pointer, unit_ms, &d, c->err) : vf_dist_fixed(&d, 0, c->err);
    if (bad) {
        c->code = VF_E_CONFIG;
        return false;
    }
    d.scale *= factor;
    add_dist(c, &d);
    return true;
}

int32_t vf_compile_dist(struct vf_compile *c, const cJSON *value, const char *pointer, double unit_ms,
                        double factor) {
    vf_text_clear(&c->key);
    put_key(c, value, pointer, unit_ms, factor);
    uint32_t known = vf_index_find(&c->dists, c->key.data);
    if (known != VF_NONE32)
        return (int32_t)known - 1;
    bool good = make_dist(c, value, pointer, unit_ms, factor);
    vf_index_put(&c->dists, keep_key(c), good ? c->m->n_dists : 0);
    return good ? (int32_t)c->m->n_dists - 1 : -1;
}

int32_t vf_compile_dist_block(struct vf_compile *c, const cJSON *const *values, size_t n, const char *pointer,
                              double unit_ms, double factor) {
    vf_text_clear(&c->key);
    vf_text_puts(&c->key, "block");
    for (size_t i = 0; i < n; i++) {
        vf_text_puts(&c->key, ";");
        put_key(c, values[i], pointer, unit_ms, factor);
    }
    uint32_t known = vf_index_find(&c->dists, c->key.data);
    if (known != VF_NONE32)
        return (int32_t)known - 1;
    uint32_t first = c->m->n_dists;
    bool good = true;
    for (size_t i = 0; i < n; i++) {
        const char *at = values[i] ? vf_compile_at(c, pointer, values[i]->string, NULL) : pointer;
        good = make_dist(c, values[i], at, unit_ms, factor) && good;
    }
    vf_index_put(&c->dists, keep_key(c), good ? first + 1 : 0);
    return good ? (int32_t)first : -1;
}

int32_t vf_compile_dist_fixed(struct vf_compile *c, double value) {
    vf_text_clear(&c->key);
    vf_text_puts(&c->key, "fixed");
    put_real(&c->key, value);
    uint32_t known = vf_index_find(&c->dists, c->key.data);
    if (known != VF_NONE32)
        return (int32_t)known - 1;
    struct vf_dist d;
    if (vf_dist_fixed(&d, value, c->err)) {
        c->code = VF_E_CONFIG;
        return -1;
    }
    add_dist(c, &d);
    vf_index_put(&c->dists, keep_key(c), c->m->n_dists);
    return (int32_t)c->m->n_dists - 1;
}

int32_t vf_compile_dist_gamma(struct vf_compile *c, double cv) {
    struct vf_dist d;
    if (vf_dist_gamma_mean_sd(&d, 1, cv, c->err)) {
        c->code = VF_E_CONFIG;
        return -1;
    }
    add_dist(c, &d);
    return (int32_t)c->m->n_dists - 1;
}

int32_t vf_compile_profile_add(struct vf_compile *c, const struct vf_profile *profile, const char *pointer) {
    uint32_t n = c->m->n_profiles;
    c->m->profile = vf_compile_grow(c->m->profile, n, sizeof *c->m->profile);
    c->profile_pointer = vf_compile_grow(c->profile_pointer, n, sizeof *c->profile_pointer);
    c->m->profile[n] = *profile;
    c->profile_pointer[n] = vf_arena_strdup(&c->arena, pointer);
    c->m->n_profiles++;
    return (int32_t)n;
}

int32_t vf_compile_profile(struct vf_compile *c, const cJSON *value, const char *pointer,
                           enum vf_profile_unit unit, double factor) {
    vf_text_clear(&c->key);
    put_key(c, value, pointer, (double)unit, factor);
    uint32_t known = vf_index_find(&c->profiles, c->key.data);
    if (known != VF_NONE32)
        return (int32_t)known - 1;
    const char *key = keep_key(c);
    struct vf_profile p;
    if (vf_config_profile(c->cfg, value, pointer, unit, &p, c->err)) {
        c->code = VF_E_CONFIG;
        vf_index_put(&c->profiles, key, 0);
        return -1;
    }
    vf_profile_scale(&p, factor);
    int32_t index = vf_compile_profile_add(c, &p, pointer);
    vf_index_put(&c->profiles, key, (uint32_t)index + 1);
    return index;
}
