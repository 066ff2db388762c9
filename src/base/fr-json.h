/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonNode *fr_json_parse (const char *text, gssize length, GError **error);
char *fr_json_render (JsonNode *node, gboolean pretty);

G_END_DECLS
