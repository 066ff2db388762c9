/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonObject *fr_local_json_make (const char *first, ...) G_GNUC_NULL_TERMINATED;
JsonObject *fr_local_json_copy (JsonObject *object);
JsonArray *fr_local_json_wrap (JsonObject *object);
void fr_local_json_merge (JsonObject *object, JsonObject *other);

JsonNode *fr_local_json_get (JsonObject *object, const char *path);
const char *fr_local_json_get_text (JsonObject *object, const char *path);
gint64 fr_local_json_get_number (JsonObject *object, const char *path, gint64 otherwise);
gboolean fr_local_json_get_flag (JsonObject *object, const char *path);
JsonObject *fr_local_json_get_object (JsonObject *object, const char *path);
JsonArray *fr_local_json_get_array (JsonObject *object, const char *path);

G_END_DECLS
