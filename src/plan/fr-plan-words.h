/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is known at each level of a plan: lists of words, NULL at the end. */
extern const char *const fr_plan_words_settings[];
extern const char *const fr_plan_words_parameter[];
extern const char *const fr_plan_words_defaults[];
extern const char *const fr_plan_words_facility[];
extern const char *const fr_plan_words_blueprint[];
extern const char *const fr_plan_words_domain[];
extern const char *const fr_plan_words_ethernet[];
extern const char *const fr_plan_words_node[];
extern const char *const fr_plan_words_login[];
extern const char *const fr_plan_words_cloud_config[];
extern const char *const fr_plan_words_user[];
extern const char *const fr_plan_words_pool[];
extern const char *const fr_plan_words_balancer[];
extern const char *const fr_plan_words_tokens[];

extern const char *const fr_plan_words_locations[];
extern const char *const fr_plan_words_services[];
extern const char *const fr_plan_words_cpu_speeds[];
extern const char *const fr_plan_words_disk_speeds[];
extern const char *const fr_plan_words_monitoring[];
extern const char *const fr_plan_words_protocols[];

gboolean fr_plan_words_contain (const char *const *words, const char *word);
guint fr_plan_words_distance (const char *one, const char *other);
const char *fr_plan_words_nearest (const char *word, const char *const *words);

G_END_DECLS
