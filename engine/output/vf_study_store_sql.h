/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to engine/output: the SQL texts of a study's store. */
#ifndef VF_STUDY_STORE_SQL_H
#define VF_STUDY_STORE_SQL_H

#include "vf_study_store.h"
#include "vf_text.h"

/* Tables, indexes and views for these axes and indicators. */
void vf_study_sql_schema(struct vf_text *to, const struct vf_study_spec *spec);
/* The view that says what every column means. */
void vf_study_sql_codebook(struct vf_text *to);
/* "INSERT INTO table VALUES(?,?,...)" */
void vf_study_sql_insert(struct vf_text *to, const char *table, size_t n);
/* "name", quoted */
void vf_study_sql_name(struct vf_text *to, const char *name);

#endif
