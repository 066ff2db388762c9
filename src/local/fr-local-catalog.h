/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

gboolean fr_local_catalog_is_here (const char *datacenter_id);
gboolean fr_local_catalog_has_datacenter (const char *id);
gboolean fr_local_catalog_has_disk_speed (const char *datacenter_id, const char *speed);
gint64 fr_local_catalog_get_limit (const char *datacenter_id, const char *property);

GPtrArray *fr_local_catalog_list_datacenters (void);
GPtrArray *fr_local_catalog_list_systems (void);
GPtrArray *fr_local_catalog_list_images (void);
JsonObject *fr_local_catalog_find_image (const char *id);

G_END_DECLS
