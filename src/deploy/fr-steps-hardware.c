/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-site-private.h"

#include <glib/gi18n-lib.h>

#include "fr-cloud-server.h"
#include "fr-cloud-wait.h"

#define LIMIT_SECONDS 3600

static gboolean
has_size (const FrCloudServer *server, const FrPlanNode *plan)
{
  return (plan->cpu == 0 || server->cpu == plan->cpu) &&
         (plan->cores == 0 || server->cores == plan->cores) &&
         (plan->memory_gb == 0 || server->memory_gb == plan->memory_gb) &&
         (plan->cpu_speed == NULL ||
          g_ascii_strcasecmp (server->cpu_speed != NULL ? server->cpu_speed : "",
                              plan->cpu_speed) == 0);
}

FrLook
fr_resize_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autoptr (FrCloudServer) server = fr_server_need (task, cancellable, error);

  if (server == NULL)
    return FR_LOOK_FAILED;

  return has_size (server, task->node->plan) ? FR_LOOK_DONE : FR_LOOK_TODO;
}

gboolean
fr_resize_apply (gpointer data, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  const FrPlanNode *plan = task->node->plan;
  g_autoptr (FrCloudServer) server = fr_server_need (task, cancellable, error);

  if (server == NULL || !fr_server_wait_ready (task, server->id, cancellable, error) ||
      !fr_server_stop (task, server, cancellable, error))
    return FALSE;

  return fr_cloud_resize_server (task->site->cloud, server->id, plan->cpu, plan->cores,
                                 plan->cpu_speed, plan->memory_gb, cancellable, error) &&
         fr_server_wait_ready (task, server->id, cancellable, error);
}

static const FrCloudDisk *
find_disk (const FrCloudServer *server, guint scsi_id)
{
  for (guint i = 0; i < server->disks->len; i++)
    {
      const FrCloudDisk *disk = g_ptr_array_index (server->disks, i);

      if (disk->scsi_id == scsi_id)
        return disk;
    }

  return NULL;
}

FrLook
fr_disk_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autoptr (FrCloudServer) server = fr_server_need (task, cancellable, error);
  const FrCloudDisk *disk;

  if (server == NULL)
    return FR_LOOK_FAILED;
  disk = find_disk (server, task->disk->id);

  return disk != NULL && disk->size_gb >= task->disk->size_gb &&
             g_strcmp0 (server->state, "NORMAL") == 0
           ? FR_LOOK_DONE
           : FR_LOOK_TODO;
}

gboolean
fr_disk_apply (gpointer data, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  FrCloud *cloud = task->site->cloud;
  g_autoptr (FrCloudServer) server = fr_server_need (task, cancellable, error);
  const FrCloudDisk *disk;
  g_autofree char *id = NULL;

  if (server == NULL || !fr_server_wait_ready (task, server->id, cancellable, error) ||
      !fr_server_stop (task, server, cancellable, error))
    return FALSE;

  disk = find_disk (server, task->disk->id);
  if (disk == NULL)
    id = fr_cloud_add_disk (cloud, server->id, task->disk->size_gb,
                            task->disk->speed != NULL ? task->disk->speed : "standard", cancellable,
                            error);
  else if (disk->size_gb >= task->disk->size_gb ||
           fr_cloud_expand_disk (cloud, disk->id, task->disk->size_gb, cancellable, error))
    id = g_strdup (disk->id);

  return id != NULL && fr_server_wait_ready (task, server->id, cancellable, error);
}

FrLook
fr_monitoring_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  const char *wanted = task->node->plan->monitoring;
  g_autoptr (FrCloudServer) server = NULL;

  if (wanted == NULL)
    {
      *note = g_strdup (_ ("the plan asks for none"));
      return FR_LOOK_SKIP;
    }
  server = fr_server_need (task, cancellable, error);
  if (server == NULL)
    return FR_LOOK_FAILED;

  return server->monitoring != NULL && g_ascii_strcasecmp (server->monitoring, wanted) == 0
           ? FR_LOOK_DONE
           : FR_LOOK_TODO;
}

gboolean
fr_monitoring_apply (gpointer data, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autofree char *id = fr_site_recall (task->site, &task->node->id);
  g_autofree char *plan = g_ascii_strup (task->node->plan->monitoring, -1);

  return fr_cloud_monitor_server (task->site->cloud, id, plan, cancellable, error) &&
         fr_server_wait_ready (task, id, cancellable, error);
}

FrLook
fr_start_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  g_autoptr (FrCloudServer) server = fr_server_need (data, cancellable, error);

  if (server == NULL)
    return FR_LOOK_FAILED;

  return server->started && g_strcmp0 (server->state, "NORMAL") == 0 ? FR_LOOK_DONE : FR_LOOK_TODO;
}

gboolean
fr_start_apply (gpointer data, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autoptr (FrCloudServer) server = fr_server_need (task, cancellable, error);

  if (server == NULL || !fr_server_wait_ready (task, server->id, cancellable, error))
    return FALSE;

  return (server->started ||
          fr_cloud_start_server (task->site->cloud, server->id, cancellable, error)) &&
         fr_cloud_wait_power (task->site->cloud, server->id, TRUE, LIMIT_SECONDS, cancellable,
                              error);
}
