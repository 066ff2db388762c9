/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define FR_LOCAL_XML_TYPES "urn:didata.com:api:cloud:types"
#define FR_LOCAL_XML_LEGACY "http://oec.api.opsource.net/schemas/"

JsonObject *fr_local_xml_parse (const char *text, gsize length, char **root, GError **error);
char *fr_local_xml_render (const char *root, const char *xmlns, JsonObject *object);

G_END_DECLS
