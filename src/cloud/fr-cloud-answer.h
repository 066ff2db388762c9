/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "fr-cloud-codes.h"

G_BEGIN_DECLS

JsonNode *fr_cloud_answer_read (guint status, GBytes *bytes, const char *fine, const char *slow,
                                FrCloudRetry *retry, GError **error);
void fr_cloud_answer_misshapen (const char *what, GError *place, GError **error);
char *fr_cloud_answer_clean (const char *text);

G_END_DECLS
