/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vardflode stress DIR: the STRESS-DES checklist of a result folder as Markdown (vf_stress.h). */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "vf_json.h"
#include "vf_stress.h"

enum { DOCUMENT_MAX = 1 << 28, PATH_LENGTH = 4096 };

static int write_document(const struct vf_call *call, const char *path, const struct vf_text *text,
                          struct vf_error *err) {
    if (path)
        return vf_write_file_atomic(path, text->data, text->size, err);
    bool good = fwrite(text->data, 1, text->size, call->out) == text->size;
    return good ? VF_OK : vf_error_set(err, VF_E_IO, "cannot write: %s", strerror(errno));
}

static int tell(struct vf_call *call, const cJSON *manifest, const struct vf_experiment *x,
                struct vf_error *err) {
    const char *out = vf_option_text(&call->options, "out", NULL);
    struct vf_text text;
    vf_text_init(&text, DOCUMENT_MAX);
    struct vf_stress s = {.language = call->language,
                          .manifest = manifest,
                          .config = vf_json_get(manifest, "config"),
                          .x = x,
                          .access = vf_option_text(&call->options, "access", NULL),
                          .to = &text};
    struct vf_stress_count count = vf_stress_write(&s);
    int code = write_document(call, out, &text, err);
    if (code == VF_OK && !call->quiet)
        (void)fprintf(
            call->messages,
            VF_SAY(call->language, "%zu av %zu punkter är ifyllda\n", "%zu of %zu items are filled\n"),
            count.items - count.missing, count.items);
    vf_text_fini(&text);
    return code;
}

static int run(struct vf_call *call, struct vf_error *err) {
    const char *folder = call->options.operands[0];
    char manifest[PATH_LENGTH], config[PATH_LENGTH];
    struct vf_json_doc *doc = NULL;
    struct vf_experiment x = {.n_points = 0};
    struct vf_experiment_options o = {.n_scenarios = 0};
    (void)snprintf(manifest, sizeof manifest, "%s/manifest.json", folder);
    (void)snprintf(config, sizeof config, "%s/config.json", folder);
    int code = vf_json_parse_file(manifest, &doc, err);
    if (code == VF_OK && !cJSON_IsObject(vf_json_get(doc->root, "config")))
        code = vf_error_set(
            err, VF_E_CONFIG, "%s: %s", manifest,
            VF_SAY(call->language, "inget manifest från en körning", "not the manifest of a run"));
    code = code ? code : vf_experiment_load(&x, config, &o, err);
    code = code ? code : tell(call, doc->root, &x, err);
    vf_experiment_fini(&x);
    vf_json_doc_free(doc);
    return code;
}

static const struct vf_option options[] = {
    {.name = "out",
     .letter = 'o',
     .kind = VF_OPTION_FILE,
     .value = "FILE",
     .help = VF_PHRASE("skriv till filen (annars till skärmen)", "write to the file (default the screen)")},
    {.name = "access",
     .kind = VF_OPTION_TEXT,
     .value = "TEXT",
     .help = VF_PHRASE("var program och konfiguration kan hämtas (punkt 6.1)",
                       "where program and config can be had (item 6.1)")},
    VF_OPTION_END,
};

const struct vf_command vf_cmd_stress = {
    .name = "stress",
    .summary =
        VF_PHRASE("fyll i checklistan STRESS-DES för en körning", "fill the STRESS-DES checklist of a run"),
    .about = VF_PHRASE("Skriver checklistan för rapportering av händelsestyrda simuleringar (STRESS-DES, "
                       "Monks m.fl. 2019) som "
                       "Markdown, ifylld ur resultatmappens konfiguration och manifest. Det som inte framgår "
                       "av dem står som "
                       "saknat, med vad som ska skrivas var.",
                       "Writes the checklist for the reporting of discrete-event simulations (STRESS-DES, "
                       "Monks et al. 2019) as "
                       "Markdown, filled from the config and manifest of the result folder. What they do not "
                       "tell is marked as "
                       "missing, with what to write where."),
    .operand = {.name = "DIR", .kind = VF_OPTION_FOLDER, .min = 1, .max = 1},
    .options = options,
    .examples =
        {{"vardflode run configs/validation/o2.json --scenario a4_c6_exp --replications 4 -q --replace --out "
          "results/o2 && vardflode stress results/o2 --out results/o2-stress.md",
          VF_PHRASE("checklistan för en körning", "the checklist of a run")}},
    .run = run,
};
