/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-cloud.h"

G_BEGIN_DECLS

/**
 * FrCloudKind:
 *
 * The kinds of things whose operations take their time.
 */
typedef enum
{
  FR_CLOUD_DOMAIN,
  FR_CLOUD_VLAN,
  FR_CLOUD_SERVER,
} FrCloudKind;

gboolean fr_cloud_wait_ready (FrCloud *self, FrCloudKind kind, const char *id, guint limit_seconds,
                              GCancellable *cancellable, GError **error);
gboolean fr_cloud_wait_gone (FrCloud *self, FrCloudKind kind, const char *id, guint limit_seconds,
                             GCancellable *cancellable, GError **error);
gboolean fr_cloud_wait_power (FrCloud *self, const char *server_id, gboolean started,
                              guint limit_seconds, GCancellable *cancellable, GError **error);

G_END_DECLS
