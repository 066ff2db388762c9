/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-cloud-access.h"

G_BEGIN_DECLS

GPtrArray *fr_cloud_list_domains (FrCloud *self, const char *location_id,
                                  GCancellable *cancellable, GError **error);
char *fr_cloud_add_domain (FrCloud *self, const char *location_id, const char *name,
                           const char *description, const char *type, GCancellable *cancellable,
                           GError **error);
gboolean fr_cloud_delete_domain (FrCloud *self, const char *id, GCancellable *cancellable,
                                 GError **error);

GPtrArray *fr_cloud_list_vlans (FrCloud *self, const char *domain_id, GCancellable *cancellable,
                                GError **error);
char *fr_cloud_add_vlan (FrCloud *self, const char *domain_id, const char *name,
                         const char *description, const char *address, guint prefix,
                         GCancellable *cancellable, GError **error);
gboolean fr_cloud_delete_vlan (FrCloud *self, const char *id, GCancellable *cancellable,
                               GError **error);

G_END_DECLS
