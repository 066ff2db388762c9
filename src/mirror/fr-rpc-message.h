/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonNode *fr_rpc_message_parse (GBytes *bytes, const char *uri, GError **error);
char *fr_rpc_message_describe (const char *method, JsonObject *params);
char *fr_rpc_message_write (gint64 id, const char *method, JsonObject *params);
GError *fr_rpc_message_read_error (JsonObject *error, const char *what);

G_END_DECLS
