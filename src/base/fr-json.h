/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonNode *fr_json_parse (const char *text, gssize length, GError **error);
char *fr_json_render (JsonNode *node, gboolean pretty);

const char *fr_json_get_text (JsonNode *value);
const char *fr_json_get_string (JsonObject *object, const char *name);
gint64 fr_json_get_int (JsonObject *object, const char *name, gint64 fallback);
JsonObject *fr_json_get_object (JsonObject *object, const char *name);
JsonNode *fr_json_make_string (const char *text);

G_END_DECLS
