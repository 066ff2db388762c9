/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonNode *fr_rpc_message_parse (GBytes *bytes, const char *uri, GError **error);
const char *fr_rpc_message_get_string (JsonObject *object, const char *name);
gint64 fr_rpc_message_get_int (JsonObject *object, const char *name, gint64 fallback);
JsonObject *fr_rpc_message_get_object (JsonObject *object, const char *name);
const char *fr_rpc_message_get_text (JsonNode *value);
char *fr_rpc_message_describe (const char *method, JsonObject *params);
char *fr_rpc_message_write (gint64 id, const char *method, JsonObject *params);
GError *fr_rpc_message_read_error (JsonObject *error, const char *what);

G_END_DECLS
