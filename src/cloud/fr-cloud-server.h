/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-cloud.h"

G_BEGIN_DECLS

/**
 * FrCloudServerWish:
 * @password: (nullable): of the administrator; %NULL for an image that takes none
 * @cpu: 0 for what the image has
 * @cores: cores per socket, 0 for what the image has
 * @cpu_speed: (nullable): %NULL for what the image has
 * @memory_gb: 0 for what the image has
 *
 * A server to be deployed, switched off. Sizes of disks come afterwards.
 */
typedef struct
{
  const char *name;
  const char *description;
  const char *image_id;
  const char *domain_id;
  const char *vlan_id;
  const char *password;
  guint cpu;
  guint cores;
  const char *cpu_speed;
  guint memory_gb;
} FrCloudServerWish;

GPtrArray *fr_cloud_list_servers (FrCloud *self, const char *domain_id, const char *location_id,
                                  GCancellable *cancellable, GError **error);
FrCloudServer *fr_cloud_get_server (FrCloud *self, const char *id, GCancellable *cancellable,
                                    GError **error);
char *fr_cloud_add_server (FrCloud *self, const FrCloudServerWish *wish, GCancellable *cancellable,
                           GError **error);
gboolean fr_cloud_resize_server (FrCloud *self, const char *server_id, guint cpu, guint cores,
                                 const char *speed, guint memory_gb, GCancellable *cancellable,
                                 GError **error);
char *fr_cloud_add_disk (FrCloud *self, const char *server_id, guint size_gb, const char *speed,
                         GCancellable *cancellable, GError **error);
gboolean fr_cloud_expand_disk (FrCloud *self, const char *disk_id, guint size_gb,
                               GCancellable *cancellable, GError **error);
gboolean fr_cloud_monitor_server (FrCloud *self, const char *server_id, const char *plan,
                                  GCancellable *cancellable, GError **error);
gboolean fr_cloud_start_server (FrCloud *self, const char *id, GCancellable *cancellable,
                                GError **error);
gboolean fr_cloud_shutdown_server (FrCloud *self, const char *id, GCancellable *cancellable,
                                   GError **error);
gboolean fr_cloud_power_off_server (FrCloud *self, const char *id, GCancellable *cancellable,
                                    GError **error);
gboolean fr_cloud_clean_server (FrCloud *self, const char *id, GCancellable *cancellable,
                                GError **error);
gboolean fr_cloud_delete_server (FrCloud *self, const char *id, GCancellable *cancellable,
                                 GError **error);

G_END_DECLS
