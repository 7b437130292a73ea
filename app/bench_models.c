/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The standard models as config texts: see vf_bench.h. The first three must stay those of the files, so that what
 * is measured here can be run, checked and changed there. */
#include <string.h>

#include "vf_bench.h"

static const char mm1[] =
    "{\n"
    "  \"title\": \"M/M/1, rho 0.9\",\n"
    "  \"description\": \"Speed: one server, mean service 10 min, one run from empty.\",\n"
    "  \"run\": {\"seed\": 1, \"start\": \"2024-01-01\", \"replications\": 1,"
    " \"stop_after_arrivals\": 10000000, \"report_time_unit\": \"min\"},\n"
    "  \"units\": {\n"
    "    \"station\": {\"kind\": \"clinic\", \"capacity\": 1}\n"
    "  },\n"
    "  \"groups\": {\n"
    "    \"patients\": {\n"
    "      \"age_class\": \"18-64\",\n"
    "      \"arrivals\": {\"poisson\": {\"rate\": \"0.09 /min\"}},\n"
    "      \"path\": {\"station\": {\"stay\": {\"exponential\": {\"mean\": \"10 min\"}}}}\n"
    "    }\n"
    "  }\n"
    "}\n";

static const char mm50[] =
    "{\n"
    "  \"title\": \"M/M/50, rho 0.9\",\n"
    "  \"description\": \"Speed: 50 servers, mean service 10 min, one run from empty.\",\n"
    "  \"run\": {\"seed\": 1, \"start\": \"2024-01-01\", \"replications\": 1,"
    " \"stop_after_arrivals\": 10000000, \"report_time_unit\": \"min\"},\n"
    "  \"units\": {\n"
    "    \"station\": {\"kind\": \"clinic\", \"capacity\": 50}\n"
    "  },\n"
    "  \"groups\": {\n"
    "    \"patients\": {\n"
    "      \"age_class\": \"18-64\",\n"
    "      \"arrivals\": {\"poisson\": {\"rate\": \"4.5 /min\"}},\n"
    "      \"path\": {\"station\": {\"stay\": {\"exponential\": {\"mean\": \"10 min\"}}}}\n"
    "    }\n"
    "  }\n"
    "}\n";

static const char tandem[] =
    "{\n"
    "  \"title\": \"Four stations of 50 servers with a way back, rho 0.9\",\n"
    "  \"description\": \"Speed: mean service 10 min, 40.5 arrivals from outside per service"
    " time, 10 % go from the fourth station back to the first; one run from empty.\",\n"
    "  \"run\": {\"seed\": 1, \"start\": \"2024-01-01\", \"replications\": 1,"
    " \"stop_after_arrivals\": 10000000, \"report_time_unit\": \"min\"},\n"
    "  \"units\": {\n"
    "    \"s1\": {\"kind\": \"clinic\", \"capacity\": 50},\n"
    "    \"s2\": {\"kind\": \"clinic\", \"capacity\": 50},\n"
    "    \"s3\": {\"kind\": \"clinic\", \"capacity\": 50},\n"
    "    \"s4\": {\"kind\": \"clinic\", \"capacity\": 50}\n"
    "  },\n"
    "  \"groups\": {\n"
    "    \"patients\": {\n"
    "      \"age_class\": \"18-64\",\n"
    "      \"arrivals\": {\"poisson\": {\"rate\": \"4.05 /min\"}},\n"
    "      \"start\": \"s1\",\n"
    "      \"path\": {\n"
    "        \"s1\": {\"stay\": {\"exponential\": {\"mean\": \"10 min\"}}, \"next\": {\"s2\":"
    " 1}},\n"
    "        \"s2\": {\"stay\": {\"exponential\": {\"mean\": \"10 min\"}}, \"next\": {\"s3\":"
    " 1}},\n"
    "        \"s3\": {\"stay\": {\"exponential\": {\"mean\": \"10 min\"}}, \"next\": {\"s4\":"
    " 1}},\n"
    "        \"s4\": {\"stay\": {\"exponential\": {\"mean\": \"10 min\"}}, \"next\": {\"s1\":"
    " 0.1, \"exit\": 0.9}}\n"
    "      }\n"
    "    }\n"
    "  }\n"
    "}\n";

static const char mminf[] =
    "{\n"
    "  \"title\": \"No queue, in equilibrium from the start\",\n"
    "  \"run\": {\"seed\": 1, \"start\": \"2024-01-01\", \"replications\": 1, \"duration\": \"1"
    " d\", \"report_time_unit\": \"min\"},\n"
    "  \"units\": {\n"
    "    \"place\": {\"kind\": \"delay\", \"start\": 100}\n"
    "  },\n"
    "  \"groups\": {\n"
    "    \"patients\": {\n"
    "      \"age_class\": \"18-64\",\n"
    "      \"arrivals\": {\"poisson\": {\"rate\": \"10 /min\"}},\n"
    "      \"path\": {\"place\": {\"stay\": {\"exponential\": {\"mean\": \"10 min\"}}}}\n"
    "    }\n"
    "  }\n"
    "}\n";

const struct vf_bench_model vf_bench_models[] = {
    {"mm1", mm1, false},    {"mm50", mm50, false}, {"tandem", tandem, false},
    {"mminf", mminf, true}, {NULL, NULL, false},
};

const struct vf_bench_model *vf_bench_model_find(const char *name) {
    for (const struct vf_bench_model *m = vf_bench_models; m->name; m++)
        if (strcmp(m->name, name) == 0)
            return m;
    return NULL;
}
