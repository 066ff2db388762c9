/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonObject *fr_local_reply_new (JsonNode *id, const char *session, JsonNode *result,
                                gboolean has_value, const GError *error);
JsonNode *fr_local_reply_resolve (JsonNode *node, JsonArray *replies, GError **error);

G_END_DECLS
